"""Unemployment benefit kept until retirement (大龄失业人员续发失业保险金).

The day of retirement is asked; ``retirement_age`` works out its month.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, Window, condition, eligibility, months_after, rule


@condition(cites="mohrss-2020-40/2.4", otherwise="benefit_not_exhausted")
def benefit_drawn_to_its_end(unemployment_benefit_exhausted: bool) -> bool:
    """The benefit was drawn to its end."""
    return unemployment_benefit_exhausted


@condition(cites="mohrss-2020-40/2.4", otherwise="before_effective_date")
def benefit_ended_since_extension(benefit_end_date: Day, unemployment_benefit_extension_window: Window) -> bool:
    """The benefit ended when the extension had begun."""
    return unemployment_benefit_extension_window.holds(benefit_end_date)


@condition(cites="mohrss-2020-40/2.4", otherwise="not_unemployed")
def unemployed_after_benefit(unemployed: bool) -> bool:
    """Still without work."""
    return unemployed


@condition(cites="mohrss-2020-40/2.4", otherwise="retirement_age_reached")
def retirement_ahead(benefit_end_date: Day, statutory_retirement_date: Day) -> bool:
    """Retirement age was not yet reached when the benefit ended."""
    return statutory_retirement_date > benefit_end_date


@condition(cites="mohrss-2020-40/2.4", otherwise="retirement_not_within_1_year")
def retirement_within_a_year(benefit_end_date: Day, statutory_retirement_date: Day) -> bool:
    """Less than a year from the end of the benefit to retirement; a full year is too long."""
    return statutory_retirement_date < months_after(benefit_end_date, 12)


unemployment_benefit_extension_eligible = eligibility(
    cites="mohrss-2020-40/2.4",
    requires=[
        benefit_drawn_to_its_end,
        benefit_ended_since_extension,
        unemployed_after_benefit,
        retirement_ahead,
        retirement_within_a_year,
    ],
)


@rule(cites="mohrss-2020-40/2.4", reasons_from=[unemployment_benefit_extension_eligible])
def unemployment_benefit_extended_until(
    unemployment_benefit_extension_eligible: bool, statutory_retirement_date: Day
) -> Day | None:
    """The day until which the benefit goes on."""
    if not unemployment_benefit_extension_eligible:
        return None
    return statutory_retirement_date
