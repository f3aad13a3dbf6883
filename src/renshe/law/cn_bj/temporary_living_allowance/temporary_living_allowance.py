"""Temporary living allowance in Beijing (北京临时生活补助): once, beside nothing else, paid from the next month on."""

from __future__ import annotations

from renshe.engine.authoring import Day, Month, Months, condition, eligibility, month_of, rule, series


@condition(cites="bj-rsf-2020-8b/2.5.1", otherwise="already_claimed")
def first_temporary_living_allowance_claim(temporary_living_allowance_claimed_before: bool) -> bool:
    """Claims for the first time; there is no second."""
    return not temporary_living_allowance_claimed_before


@condition(cites="bj-rsf-2020-8b/2.5.2", otherwise="receiving_other_unemployment_benefit")
def no_other_unemployment_benefit(receiving_unemployment_benefit: bool, receiving_unemployment_subsidy: bool) -> bool:
    """Draws no other unemployment insurance benefit at the same time."""
    return not (receiving_unemployment_benefit or receiving_unemployment_subsidy)


temporary_living_allowance_eligible = eligibility(
    cites=["bj-rsf-2020-8b/2.1", "bj-rsf-2020-8b-jd/3"],
    requires=[
        "within_temporary_living_allowance_window",
        "rural_worker_at_allowance_claim",
        "unemployed_at_allowance_claim",
        "insured_lately",
        "contributed_less_than_a_year",
        first_temporary_living_allowance_claim,
        no_other_unemployment_benefit,
    ],
)


@rule(cites=["bj-rsf-2020-8b/2.3", "bj-rsf-2020-8b/2.4"], reasons_from=[temporary_living_allowance_eligible])
def temporary_living_allowance_first_payment_month(
    temporary_living_allowance_eligible: bool, date: Day
) -> Month | None:
    """Payment begins in the month after the claim; a refused claim has none."""
    if not temporary_living_allowance_eligible:
        return None
    return month_of(date) + 1


@rule(cites=["bj-rsf-2020-8b/2.4", "bj-rsf-2020-8b/2.2.1"], reasons_from=[temporary_living_allowance_eligible])
def temporary_living_allowance_last_payment_month(
    temporary_living_allowance_eligible: bool, date: Day, temporary_living_allowance_maximum_months: Months
) -> Month | None:
    """The last month that can be paid when every month of the term is drawn."""
    if not temporary_living_allowance_eligible:
        return None
    return month_of(date) + temporary_living_allowance_maximum_months


temporary_living_allowance_plan = series(
    "temporary_living_allowance_monthly",
    cites=["bj-rsf-2020-8b/2.3", "bj-rsf-2020-8b/2.4"],
    first="temporary_living_allowance_first_payment_month",
    count="temporary_living_allowance_maximum_months",
)
