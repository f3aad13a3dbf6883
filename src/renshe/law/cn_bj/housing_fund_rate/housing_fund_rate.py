"""Beijing's rates of the housing fund: chosen freely, or lower or later in hardship (住房公积金缴存比例)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Rate, condition, eligibility, rule


@rule(cites="bj-rsbz-2020-68-jd/5.1")
def employer_housing_fund_rate(housing_fund_rate: Rate) -> Rate:
    """The rate chosen on the website holds for the employer."""
    return housing_fund_rate


@rule(cites="bj-rsbz-2020-68-jd/5.1")
def employee_housing_fund_rate(housing_fund_rate: Rate) -> Rate:
    """The rate chosen on the website holds for the employee as well."""
    return housing_fund_rate


@rule(cites=["bj-rsbz-2020-68-jd/5.2", "bj-rsbz-2020-68-jd/6.3"])
def approval_required(housing_fund_rate: Rate, housing_fund_rate_minimum: Rate) -> bool:
    """Rates from the lowest on are the employer's own choice; a lower one is applied for."""
    return housing_fund_rate < housing_fund_rate_minimum


@condition(cites="bj-rsbz-2020-68-jd/6.3", otherwise="no_difficulty_or_epidemic_impact")
def housing_fund_hardship(operating_difficulty: bool, affected_by_epidemic: bool) -> bool:
    """The enterprise is in difficulty or suffers from the epidemic."""
    return operating_difficulty or affected_by_epidemic


@condition(cites="bj-rsbz-2020-68-jd/6.3", otherwise="no_staff_congress_or_union_approval")
def staff_congress_or_union_agreed(
    has_staff_congress: bool, staff_congress_approved: bool, union_approved: bool
) -> bool:
    """Where there is a staff congress, it or the union has passed it."""
    return not has_staff_congress or staff_congress_approved or union_approved


@condition(cites="bj-rsbz-2020-68-jd/6.3", otherwise="consent_below_two_thirds")
def two_thirds_of_staff_agreed(
    has_staff_congress: bool, union_approved: bool, consenting_staff_count: int, staff_count: int
) -> bool:
    """Where there is none, the union has passed it or two thirds of all staff agree."""
    return has_staff_congress or union_approved or consenting_staff_count * 3 >= staff_count * 2


@condition(cites="bj-rsbz-2020-68-jd/6.3", otherwise="housing_fund_rate_out_of_range")
def reduced_rate_in_range(
    requested_housing_fund_rate: Rate | None,
    reduced_housing_fund_rate_minimum: Rate,
    reduced_housing_fund_rate_maximum: Rate,
) -> bool:
    """The rate asked for is one of the reduced ones; who only defers asks for none."""
    if requested_housing_fund_rate is None:
        return True
    return reduced_housing_fund_rate_minimum <= requested_housing_fund_rate <= reduced_housing_fund_rate_maximum


@condition(cites="bj-rsbz-2020-68-jd/6.2", otherwise="annual_roster_not_via_housing_fund_channel")
def roster_done_with_housing_fund(annual_roster_channel: Choice) -> bool:
    """The roster was done on the housing fund's website or at its counter."""
    return annual_roster_channel in ("housing_fund_website", "housing_fund_counter")


@condition(
    cites=["bj-rsbz-2020-68-jd/6.1", "bj-rsbz-2020-68-jd/6.2"], otherwise="annual_roster_not_before_collection_date"
)
def roster_done_before_collection(annual_roster_completion_date: Day | None, bank_collection_date: Day) -> bool:
    """The roster was done before the collection day, not on it."""
    return annual_roster_completion_date is not None and annual_roster_completion_date < bank_collection_date


reduced_housing_fund_rate_allowed = eligibility(
    cites=["bj-rsbz-2020-68-jd/6.1", "bj-rsbz-2020-68-jd/6.2", "bj-rsbz-2020-68-jd/6.3"],
    requires=[
        housing_fund_hardship,
        staff_congress_or_union_agreed,
        two_thirds_of_staff_agreed,
        reduced_rate_in_range,
        roster_done_with_housing_fund,
        roster_done_before_collection,
    ],
)

housing_fund_deferral_allowed = eligibility(
    cites=["bj-rsbz-2020-68-jd/6.1", "bj-rsbz-2020-68-jd/6.2", "bj-rsbz-2020-68-jd/6.3"],
    requires=[
        housing_fund_hardship,
        staff_congress_or_union_agreed,
        two_thirds_of_staff_agreed,
        roster_done_with_housing_fund,
        roster_done_before_collection,
    ],
)


@rule(cites="bj-rsbz-2020-68-jd/6.4", reasons_from=[housing_fund_deferral_allowed])
def repayment_after_recovery_required(
    housing_fund_deferral_requested: bool, housing_fund_deferral_allowed: bool
) -> bool:
    """What was deferred is paid when business recovers."""
    return housing_fund_deferral_requested and housing_fund_deferral_allowed
