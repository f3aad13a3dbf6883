"""Temporary living allowance (临时生活补助) of unemployed rural workers insured for less than a year.

How much it is a month is for each place to set, by reference to its urban subsistence allowance.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Month, Months, Window, condition, eligibility, rule


@condition(cites="mohrss-2020-40/4.2", otherwise="outside_application_window")
def within_temporary_living_allowance_window(date: Day, temporary_living_allowance_window: Window) -> bool:
    """The claim is made while the measure runs."""
    return temporary_living_allowance_window.holds(date)


@condition(cites="mohrss-2020-40/4.2", otherwise="not_rural_contract_worker")
def rural_worker_at_allowance_claim(rural_contract_worker: bool) -> bool:
    """Is a rural contract worker."""
    return rural_contract_worker


@condition(cites="mohrss-2020-40/4.2", otherwise="not_unemployed")
def unemployed_at_allowance_claim(unemployed: bool) -> bool:
    """Is without work."""
    return unemployed


@condition(cites="mohrss-2020-40/4.2", otherwise="no_insured_month_since_2019_01")
def insured_lately(latest_insured_month: Month | None, allowance_first_insured_month: Month) -> bool:
    """Was insured in a month that is not too long ago; whoever never was has no such month."""
    if latest_insured_month is None:
        return False
    return latest_insured_month >= allowance_first_insured_month


@condition(cites="mohrss-2020-40/4.2", otherwise="contribution_months_not_below_12")
def contributed_less_than_a_year(contribution_months: Months) -> bool:
    """Less than a year of contributions in all."""
    return contribution_months < 12


temporary_living_allowance_eligible = eligibility(
    cites="mohrss-2020-40/4.2",
    requires=[
        within_temporary_living_allowance_window,
        rural_worker_at_allowance_claim,
        unemployed_at_allowance_claim,
        insured_lately,
        contributed_less_than_a_year,
    ],
)


@rule(cites="mohrss-2020-40/4.3", reasons_from=[temporary_living_allowance_eligible])
def temporary_living_allowance_monthly(
    temporary_living_allowance_eligible: bool, temporary_living_allowance_standard: Money
) -> Money:
    """What the place set; following the subsistence allowance is not the same as being it."""
    if not temporary_living_allowance_eligible:
        return Money(0)
    return temporary_living_allowance_standard


@rule(cites="mohrss-2020-40/4.4", reasons_from=[temporary_living_allowance_eligible])
def temporary_living_allowance_maximum_months(
    temporary_living_allowance_eligible: bool, temporary_living_allowance_term: Months
) -> Months:
    """Months for which the allowance may be drawn."""
    if not temporary_living_allowance_eligible:
        return 0
    return temporary_living_allowance_term


@rule(
    cites=["mohrss-2020-40/4.2", "mohrss-2020-40/4.4"],
    reasons_from=[temporary_living_allowance_monthly, temporary_living_allowance_maximum_months],
)
def temporary_living_allowance_maximum_total(
    temporary_living_allowance_maximum_months: Months, temporary_living_allowance_monthly: Money
) -> Money:
    """What all months come to."""
    return temporary_living_allowance_monthly * temporary_living_allowance_maximum_months
