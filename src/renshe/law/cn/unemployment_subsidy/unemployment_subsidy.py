"""Unemployment subsidy (失业补助金): the national conditions, its term, and the most it comes to.

How much it is a month is for each place to set, within a national cap.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Months, Window, condition, eligibility, rule


@condition(cites="mohrss-2020-40/3.1", otherwise="outside_application_window")
def within_unemployment_subsidy_window(date: Day, unemployment_subsidy_window: Window) -> bool:
    """The claim is made while the measure runs."""
    return unemployment_subsidy_window.holds(date)


@condition(cites="mohrss-2020-40/3.1", otherwise="not_unemployed")
def unemployed_at_subsidy_claim(unemployed: bool) -> bool:
    """Still without work."""
    return unemployed


@condition(cites="mohrss-2020-40/3.1", otherwise="not_insured")
def insured_for_subsidy(unemployment_benefit_exhausted: bool, insured: bool) -> bool:
    """Has an insurance record; whoever has used up the benefit had one."""
    return unemployment_benefit_exhausted or insured


@condition(cites=["mohrss-2020-40/3.1", "mohrss-2020-40/2.1"], otherwise="should_claim_unemployment_benefit")
def benefit_not_open(unemployment_benefit_exhausted: bool, unemployment_benefit_eligible: bool) -> bool:
    """The benefit itself is used up or out of reach."""
    return unemployment_benefit_exhausted or not unemployment_benefit_eligible


unemployment_subsidy_eligible = eligibility(
    cites="mohrss-2020-40/3.1",
    requires=[
        within_unemployment_subsidy_window,
        unemployed_at_subsidy_claim,
        insured_for_subsidy,
        benefit_not_open,
    ],
)


@rule(cites="mohrss-2020-40/3.2", reasons_from=[unemployment_subsidy_eligible])
def unemployment_subsidy_maximum_months(
    unemployment_subsidy_eligible: bool, unemployment_subsidy_term: Months
) -> Months:
    """Months for which the subsidy may be drawn."""
    if not unemployment_subsidy_eligible:
        return 0
    return unemployment_subsidy_term


@rule(cites=["mohrss-2020-40/3.3", "mohrss-2020-40/3.7"], reasons_from=[unemployment_subsidy_eligible])
def unemployment_subsidy_monthly(unemployment_subsidy_eligible: bool, unemployment_subsidy_standard: Money) -> Money:
    """What the place set, within the national cap."""
    if not unemployment_subsidy_eligible:
        return Money(0)
    return unemployment_subsidy_standard


@rule(
    cites=["mohrss-2020-40/3.2", "mohrss-2020-40/3.7"],
    reasons_from=[unemployment_subsidy_monthly, unemployment_subsidy_maximum_months],
)
def unemployment_subsidy_maximum_total(
    unemployment_subsidy_maximum_months: Months, unemployment_subsidy_monthly: Money
) -> Money:
    """What all months come to."""
    return unemployment_subsidy_monthly * unemployment_subsidy_maximum_months
