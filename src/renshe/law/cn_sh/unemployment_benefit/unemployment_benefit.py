"""Unemployment benefit in Shanghai (上海失业保险金): the months granted, from memory only."""

from __future__ import annotations

from renshe.engine.authoring import Months, rule


@rule(cites=["sh-gov-1999-ui/months", "npc-2010-sil/46.2"], reasons_from=["unemployment_benefit_eligible"])
def unemployment_benefit_months(
    unemployment_benefit_eligible: bool,
    contribution_months: Months,
    unclaimed_benefit_months: Months,
    unemployment_benefit_months_per_year: Months,
    unemployment_benefit_months_ceiling: Months,
) -> Months:
    """Months granted in Shanghai: so many for each full year, never above the national ceiling."""
    if not unemployment_benefit_eligible:
        return 0
    own = contribution_months // 12 * unemployment_benefit_months_per_year
    return min(own + unclaimed_benefit_months, unemployment_benefit_months_ceiling)
