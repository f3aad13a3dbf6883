"""Shanghai's standard of bases, bases chosen when paying later, the wage talent policies reckon with (缴费基数)."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Money,
    Month,
    MonthWindow,
    Rate,
    because,
    condition,
    eligibility,
    half_up_to_fen,
    rule,
)


@condition(cites="sh-note-base-2020/2.cap", otherwise="before_effective_date")
def base_standard_in_force(month: Month, base_standard_window: MonthWindow) -> bool:
    """The month is one to which the year's standard applies."""
    return base_standard_window.holds(month)


contribution_base_valid = eligibility(
    cites="sh-note-waiver-2020/3.3", requires=["base_not_below_floor", "base_not_above_ceiling"]
)


@rule(cites="sh-note-base-2020/3")
def talent_wage_reference(policy_domain: Choice, talent_average_wage: Money) -> Money | None:
    """The average wage talent policies reckon with; other policies have their own."""
    if policy_domain != "talent_introduction":
        return because(None, "not_talent_introduction", cites="sh-note-base-2020/3")
    return talent_average_wage


@rule(cites="sh-note-base-2020/3", reasons_from=[talent_wage_reference])
def talent_wage_required(talent_wage_reference: Money | None, wage_multiple: Rate) -> Money | None:
    """That wage times the multiple the policy asks for; none where no such wage is set."""
    if talent_wage_reference is None:
        return None
    return half_up_to_fen(talent_wage_reference * wage_multiple)
