"""Unemployment benefit kept until retirement in Shanghai (上海续发失业保险金): two years, but for a reason.

The city gives more than the nation and asks one thing more; what national law gives without asking stays given.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, condition, eligibility, months_after, rule


@condition(cites="sh-gov-2020-10/6.21.a", otherwise="retirement_not_within_2_years")
def retirement_within_two_years(benefit_end_date: Day, statutory_retirement_date: Day) -> bool:
    """Less than two years from the end of the benefit to retirement; two full years are too long."""
    return statutory_retirement_date < months_after(benefit_end_date, 24)


@condition(cites=["sh-gov-2020-10/6.21.a", "mohrss-2020-40/2.4"], otherwise="subjective_reason_for_not_working")
def out_of_work_for_no_choice_of_their_own(
    subjective_reason_for_not_working: bool, retirement_within_a_year: bool, benefit_ended_since_extension: bool
) -> bool:
    """Cannot work again for no choice of their own; within the nation's year nobody asks."""
    if not subjective_reason_for_not_working:
        return True
    return retirement_within_a_year and benefit_ended_since_extension


shanghai_extension_conditions_met = eligibility(
    cites="sh-gov-2020-10/6.21.a",
    requires=[
        "benefit_drawn_to_its_end",
        out_of_work_for_no_choice_of_their_own,
        "unemployed_after_benefit",
        "retirement_ahead",
        retirement_within_two_years,
    ],
)


@rule(cites="sh-gov-2020-10/6.21.a", since="2020-05-29", reasons_from=[shanghai_extension_conditions_met])
def unemployment_benefit_extension_eligible(shanghai_extension_conditions_met: bool) -> bool:
    """The city's conditions from the day they act; before it national law answers."""
    return shanghai_extension_conditions_met


@rule(cites="sh-gov-2020-10/6.21.a", since="2020-05-29", reasons_from=[unemployment_benefit_extension_eligible])
def unemployment_benefit_extended_until(
    unemployment_benefit_extension_eligible: bool, statutory_retirement_date: Day
) -> Day | None:
    """The day until which the benefit goes on, on the city's own ground."""
    if not unemployment_benefit_extension_eligible:
        return None
    return statutory_retirement_date
