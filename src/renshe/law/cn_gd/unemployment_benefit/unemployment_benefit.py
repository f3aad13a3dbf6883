"""Unemployment benefit in Guangdong (广东失业保险金): months by half years beyond four, amount by the minimum wage."""

from __future__ import annotations

from renshe.engine.authoring import Money, Months, Rate, Scale, half_up_to_fen, rule


@rule(
    cites=["gd-npc-2013-ui/17", "gd-npc-2022-ui/17", "npc-2010-sil/46.2"],
    reasons_from=["unemployment_benefit_eligible"],
)
def unemployment_benefit_months(
    unemployment_benefit_eligible: bool,
    contribution_months: Months,
    unclaimed_benefit_months: Months,
    unemployment_benefit_months_steps: Scale[Months],
    unemployment_benefit_months_ceiling: Months,
) -> Months:
    """Months granted in Guangdong: one a year up to four, then one for each half year, never above the ceiling."""
    if not unemployment_benefit_eligible:
        return 0
    half_years_beyond_four = max(contribution_months - 48, 0) // 6
    own = unemployment_benefit_months_steps.at(contribution_months) + half_years_beyond_four
    return min(own + unclaimed_benefit_months, unemployment_benefit_months_ceiling)


@rule(cites="gd-npc-2022-ui/19", reasons_from=["unemployment_benefit_eligible"])
def unemployment_benefit_monthly(
    unemployment_benefit_eligible: bool, unemployment_benefit_rate: Rate, local_minimum_wage: Money
) -> Money:
    """A share of the local minimum wage, whatever the month of the spell."""
    if not unemployment_benefit_eligible:
        return Money(0)
    return half_up_to_fen(local_minimum_wage * unemployment_benefit_rate)
