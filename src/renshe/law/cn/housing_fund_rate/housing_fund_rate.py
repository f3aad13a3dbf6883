"""Rates of the housing fund, what each side pays, and paying less or later in hardship (住房公积金缴存比例)."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Money,
    Rate,
    condition,
    eligibility,
    half_up_to_fen,
    half_up_to_yuan,
    rule,
)


@condition(cites=["sc-1999-262/18", "mohurd-2005-5/2"], otherwise="housing_fund_rate_out_of_range")
def housing_fund_rate_valid(
    housing_fund_rate: Rate, housing_fund_rate_minimum: Rate, housing_fund_rate_maximum: Rate
) -> bool:
    """The rate lies between the lowest and the highest, both included."""
    return housing_fund_rate_minimum <= housing_fund_rate <= housing_fund_rate_maximum


@rule(cites=["sc-1999-262/16.1", "sc-1999-262/16.2"])
def housing_fund_contribution(
    contribution_part: Choice,
    housing_fund_base: Money,
    employer_housing_fund_rate: Rate,
    employee_housing_fund_rate: Rate,
    housing_fund_whole_yuan: bool,
) -> Money:
    """What one side pays a month: the base times that side's rate, each part rounded by itself."""
    rate = employer_housing_fund_rate if contribution_part == "employer" else employee_housing_fund_rate
    if housing_fund_whole_yuan:
        return half_up_to_yuan(housing_fund_base * rate)
    return half_up_to_fen(housing_fund_base * rate)


@condition(cites="sc-1999-262/20.2", otherwise="no_operating_difficulty")
def housing_fund_hardship(operating_difficulty: bool) -> bool:
    """The employer is in difficulty."""
    return operating_difficulty


@condition(cites="sc-1999-262/20.2", otherwise="no_staff_congress_or_union_approval")
def staff_congress_or_union_agreed(staff_congress_approved: bool, union_approved: bool) -> bool:
    """The staff congress or the union has passed it."""
    return staff_congress_approved or union_approved


@condition(cites="sc-1999-262/20.2", otherwise="housing_fund_committee_approval_missing")
def housing_fund_committee_agreed(housing_fund_committee_approved: bool) -> bool:
    """The centre has examined it and the committee has approved it."""
    return housing_fund_committee_approved


reduced_housing_fund_rate_allowed = eligibility(
    cites="sc-1999-262/20.2",
    requires=[housing_fund_hardship, staff_congress_or_union_agreed, housing_fund_committee_agreed],
)

housing_fund_deferral_allowed = eligibility(
    cites="sc-1999-262/20.2",
    requires=[housing_fund_hardship, staff_congress_or_union_agreed, housing_fund_committee_agreed],
)


@rule(cites="sc-1999-262/20.2", reasons_from=[housing_fund_deferral_allowed])
def repayment_after_recovery_required(
    housing_fund_deferral_requested: bool, housing_fund_deferral_allowed: bool
) -> bool:
    """What was deferred is paid when business recovers."""
    return housing_fund_deferral_requested and housing_fund_deferral_allowed
