"""Unemployment subsidy in Beijing (北京失业补助金): its two classes of people, its amounts and its months."""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Month, Months, Scale, condition, eligibility, month_of, rule, series


@condition(cites="bj-rsf-2020-8b/1.1.2", otherwise="should_claim_unemployment_benefit")
def benefit_not_open(
    unemployment_benefit_exhausted: bool, contribution_months: Months, involuntary_termination: bool
) -> bool:
    """The benefit is used up, or there is less than a year of contributions, or the person left of their own will."""
    return unemployment_benefit_exhausted or contribution_months < 12 or not involuntary_termination


@condition(cites=["bj-rsf-2020-8b/1.1.1", "bj-rsf-2020-8b/1.1.2"], otherwise="reemployed_since_termination")
def without_work_since_termination(reemployed_since_termination: bool) -> bool:
    """Has not worked again since the job ended."""
    return not reemployed_since_termination


@condition(cites="bj-rsf-2020-8b/1.6.1", otherwise="already_claimed")
def first_unemployment_subsidy_claim(unemployment_subsidy_claimed_before: bool) -> bool:
    """Claims for the first time; there is no second."""
    return not unemployment_subsidy_claimed_before


@condition(cites="bj-rsf-2020-8b/1.6.3", otherwise="claimed_in_other_region")
def unemployment_subsidy_claimed_nowhere_else(claimed_in_other_region: bool) -> bool:
    """Has not claimed in another pooling area."""
    return not claimed_in_other_region


unemployment_subsidy_eligible = eligibility(
    cites=[
        "bj-rsf-2020-8b/1.1.1",
        "bj-rsf-2020-8b/1.1.2",
        "bj-rsf-2020-8b/1.5",
        "bj-rsf-2020-8b/6",
        "bj-rsf-2020-8b-jd/3",
    ],
    requires=[
        "within_unemployment_subsidy_window",
        "unemployed_at_subsidy_claim",
        without_work_since_termination,
        "insured_for_subsidy",
        benefit_not_open,
        first_unemployment_subsidy_claim,
        unemployment_subsidy_claimed_nowhere_else,
    ],
)


@rule(cites=["bj-rsf-2020-8b/1.2.2", "bj-rsf-2020-8b/1.2.3"], reasons_from=[unemployment_subsidy_eligible])
def unemployment_subsidy_monthly(
    unemployment_subsidy_eligible: bool, contribution_months: Months, unemployment_subsidy_scale: Scale[Money]
) -> Money:
    """Monthly amount: one for a year or more of contributions, one for less."""
    if not unemployment_subsidy_eligible:
        return Money(0)
    return unemployment_subsidy_scale.at(contribution_months)


@rule(cites=["bj-rsf-2020-8b/1.4", "bj-rsf-2020-8b/1.5"], reasons_from=[unemployment_subsidy_eligible])
def unemployment_subsidy_first_payment_month(unemployment_subsidy_eligible: bool, date: Day) -> Month | None:
    """Payment begins in the month after the claim; a refused claim has none."""
    if not unemployment_subsidy_eligible:
        return None
    return month_of(date) + 1


@rule(cites=["bj-rsf-2020-8b/1.2.1", "bj-rsf-2020-8b/1.5"], reasons_from=[unemployment_subsidy_eligible])
def unemployment_subsidy_last_payment_month(
    unemployment_subsidy_eligible: bool, date: Day, unemployment_subsidy_maximum_months: Months
) -> Month | None:
    """The last month that can be paid when every month of the term is drawn."""
    if not unemployment_subsidy_eligible:
        return None
    return month_of(date) + unemployment_subsidy_maximum_months


unemployment_subsidy_plan = series(
    unemployment_subsidy_monthly,
    cites=["bj-rsf-2020-8b/1.4", "bj-rsf-2020-8b/1.5"],
    first="unemployment_subsidy_first_payment_month",
    count="unemployment_subsidy_maximum_months",
)


@rule(cites="bj-rsf-2020-8b/1.6.2")
def unemployment_registration_required() -> bool:
    """The subsidy is paid without registration as unemployed."""
    return False
