"""Statutory retirement age (法定退休年龄): 60, 55 and 50, the rise from 2025 on, and what goes with it.

A woman's age turns on the kind of post she holds. Which law answers is a matter of the day of the question: before
2025 the earlier ages, from then on the age that moves with the month of birth.
"""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Month, Months, MonthWindow, Window, because, condition, rule


@rule(cites=["sc-1978-104/worker.1.1", "sc-1978-104/cadre.4.1"])
def retirement_class(sex: Choice, post_type: Choice) -> Choice:
    """Men are one class; women are two, by the kind of post."""
    if sex == "male":
        return "men"
    return "women_cadres" if post_type == "cadre" else "women_workers"


@rule(cites=["sc-1978-104/worker.1.2", "sc-1978-104/worker.1.3"])
def early_retirement_ground(total_incapacity: bool, hazardous_work: bool, continuous_service_years: int) -> Choice:
    """The ground to retire early, if there is one; both presuppose ten years of service."""
    if not total_incapacity and not hazardous_work:
        return "none"
    if continuous_service_years < 10:
        return because("none", "continuous_service_below_10_years")
    return "total_incapacity" if total_incapacity else "hazardous_work"


@rule(cites=["sc-1978-104/worker.1.1", "npcsc-2024-retirement/measures.1"])
def retirement_delay_months(
    date: Day,
    gradual_retirement_window: Window,
    birth_month: Month,
    first_birth_month_delayed: Month,
    retirement_class: Choice,
    retirement_delay_limit: Months,
) -> Months:
    """None at first; then a month for every four months of birth begun, every two for women workers, up to a limit."""
    if not gradual_retirement_window.holds(date):
        return 0
    if birth_month < first_birth_month_delayed:
        return 0
    months = birth_month - first_birth_month_delayed
    delay = months // 2 + 1 if retirement_class == "women_workers" else months // 4 + 1
    return min(delay, retirement_delay_limit)


@rule(
    cites=[
        "sc-1978-104/worker.1.1",
        "sc-1978-104/cadre.4.1",
        "sc-1978-104/worker.1.2",
        "sc-1978-104/worker.1.3",
        "npcsc-2024-retirement/measures.1",
    ],
    reasons_from=[early_retirement_ground],
)
def statutory_retirement_age_months(
    early_retirement_ground: Choice,
    early_retirement_age_months: Months,
    original_retirement_age_months: Months,
    retirement_delay_months: Months,
) -> Months:
    """The age of the class with its delay, or that of the ground to retire early."""
    if early_retirement_ground != "none":
        return early_retirement_age_months
    return original_retirement_age_months + retirement_delay_months


@rule(cites="sc-1978-104/worker.1.1", reasons_from=[statutory_retirement_age_months])
def statutory_retirement_month(birth_month: Month, statutory_retirement_age_months: Months) -> Month:
    """The month in which the age is reached."""
    return birth_month + statutory_retirement_age_months


@rule(cites="npcsc-2024-retirement/measures.3")
def earliest_flexible_retirement_month(
    date: Day,
    flexible_retirement_window: Window,
    statutory_retirement_month: Month,
    flexible_retirement_months: Months,
    birth_month: Month,
    original_retirement_age_months: Months,
) -> Month | None:
    """So much earlier, but never under the earlier age; before 2025 there was no choice."""
    if not flexible_retirement_window.holds(date):
        return because(None, "flexible_retirement_not_in_force")
    return max(statutory_retirement_month - flexible_retirement_months, birth_month + original_retirement_age_months)


@rule(cites="npcsc-2024-retirement/measures.3")
def latest_flexible_retirement_month(
    date: Day,
    flexible_retirement_window: Window,
    statutory_retirement_month: Month,
    flexible_retirement_months: Months,
) -> Month | None:
    """So much later, if employer and employee agree; before 2025 there was no choice."""
    if not flexible_retirement_window.holds(date):
        return because(None, "flexible_retirement_not_in_force")
    return statutory_retirement_month + flexible_retirement_months


@rule(cites=["npc-2010-sil/16", "npcsc-2024-retirement/measures.2"])
def minimum_pension_contribution_months(
    retirement_month: Month,
    minimum_contribution_rise_window: MonthWindow,
    minimum_contribution_first: Months,
    minimum_contribution_step: Months,
    minimum_contribution_last: Months,
) -> Months:
    """Fifteen years, and from 2030 on half a year more for each year, up to twenty."""
    if not minimum_contribution_rise_window.holds(retirement_month):
        return minimum_contribution_first
    years = (retirement_month - minimum_contribution_rise_window.first) // 12 + 1
    return min(minimum_contribution_first + minimum_contribution_step * years, minimum_contribution_last)


@condition(
    cites=["npc-2010-sil/16", "npcsc-2024-retirement/measures.2"], otherwise="pension_contribution_below_minimum"
)
def pension_contribution_sufficient(
    pension_contribution_months: Months, minimum_pension_contribution_months: Months
) -> bool:
    """Enough was paid for a monthly pension from that month on."""
    return pension_contribution_months >= minimum_pension_contribution_months
