"""Which employers may file for social insurance and the housing fund at once (合并申报条件)."""

from __future__ import annotations

from collections.abc import Sequence

from renshe.engine.authoring import Choice, Month, Text, condition, eligibility, is_subset, reducer


@condition(cites="bj-rsbz-2020-68-jd/2.0", otherwise="annual_roster_completed")
def annual_roster_still_open(annual_roster_completed: bool) -> bool:
    """The employer's annual roster for 2020 is not done yet."""
    return not annual_roster_completed


@condition(cites="bj-rsbz-2020-68-jd/2.1", otherwise="employer_name_mismatch")
def employer_name_match(social_insurance_employer_name: Text, housing_fund_employer_name: Text) -> bool:
    """Both systems know the employer under one name."""
    return social_insurance_employer_name == housing_fund_employer_name


@condition(cites="bj-rsbz-2020-68-jd/2.1", otherwise="credit_code_mismatch")
def credit_code_match(social_insurance_credit_code: Text, housing_fund_credit_code: Text) -> bool:
    """Both systems hold one credit code."""
    return social_insurance_credit_code == housing_fund_credit_code


@reducer(cites=["bj-rsbz-2020-68-jd/2.2", "bj-rsbz-2020-68-jd/2.2.a"])
def housing_fund_staff_all_insured(housing_fund_staff: Sequence[str], social_insurance_staff: Sequence[str]) -> bool:
    """Everyone on the housing fund list is on the social insurance list, which may be longer."""
    return is_subset(housing_fund_staff, of=social_insurance_staff)


@condition(
    cites=["bj-rsbz-2020-68-jd/2.2", "bj-rsbz-2020-68-jd/2.2.b"],
    otherwise="housing_fund_staff_not_in_social_insurance",
)
def staff_lists_compatible(housing_fund_staff_all_insured: bool) -> bool:
    """Nobody has the housing fund without social insurance."""
    return housing_fund_staff_all_insured


@condition(cites=["bj-rsbz-2020-68-jd/2.3", "bj-rsbz-2020-68-jd/2.3.a"], otherwise="housing_fund_account_not_normal")
def housing_fund_account_normal(housing_fund_account_status: Choice) -> bool:
    """The account is active: not deferred, sealed or merely opened."""
    return housing_fund_account_status == "normal"


@condition(cites="bj-rsbz-2020-68-jd/2.3", otherwise="housing_fund_not_paid_through_2020_06")
def housing_fund_paid_up(housing_fund_paid_through: Month | None, housing_fund_month_required: Month) -> bool:
    """The housing fund is paid up to the month required; an account never paid into is not."""
    return housing_fund_paid_through is not None and housing_fund_paid_through >= housing_fund_month_required


@condition(cites="bj-rsbz-2020-68-jd/12.1", otherwise="new_staff")
def not_for_new_staff(new_staff: bool) -> bool:
    """The filing is for the year's wages, not for people who joined afterwards."""
    return not new_staff


combined_filing_allowed = eligibility(
    cites=["bj-rsbz-2020-68-jd/2.0", "bj-rsbz-2020-68-jd/12.1"],
    requires=[
        annual_roster_still_open,
        employer_name_match,
        credit_code_match,
        staff_lists_compatible,
        housing_fund_account_normal,
        housing_fund_paid_up,
        not_for_new_staff,
    ],
)
