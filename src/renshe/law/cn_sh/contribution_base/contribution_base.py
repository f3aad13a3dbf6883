"""Shanghai's words on bases chosen when paying later, and the wage talent policies reckon with (缴费基数)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, Rate, because, eligibility, half_up_to_fen, rule

contribution_base_valid = eligibility(
    cites="sh-note-waiver-2020/3.3", requires=["base_not_below_floor", "base_not_above_ceiling"]
)


@rule(cites="sh-note-base-2020/3")
def talent_wage_reference(policy_domain: Choice, talent_average_wage: Money) -> Money:
    """The average wage talent policies reckon with; other policies have their own."""
    if policy_domain != "talent_introduction":
        return because(Money(0), "not_talent_introduction", cites="sh-note-base-2020/3")
    return talent_average_wage


@rule(cites="sh-note-base-2020/3", reasons_from=[talent_wage_reference])
def talent_wage_required(talent_wage_reference: Money, wage_multiple: Rate) -> Money:
    """That wage times the multiple the policy asks for."""
    return half_up_to_fen(talent_wage_reference * wage_multiple)
