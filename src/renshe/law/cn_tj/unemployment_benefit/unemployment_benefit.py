"""Unemployment benefit in Tianjin (天津失业保险金): the months granted, from memory only."""

from __future__ import annotations

from renshe.engine.authoring import Months, Scale, rule


@rule(cites=["tj-npc-ui/months", "npc-2010-sil/46.2"], reasons_from=["unemployment_benefit_eligible"])
def unemployment_benefit_months(
    unemployment_benefit_eligible: bool,
    contribution_months: Months,
    unclaimed_benefit_months: Months,
    unemployment_benefit_months_steps: Scale[Months],
    unemployment_benefit_months_ceiling: Months,
) -> Months:
    """Months granted in Tianjin: by steps of full years, never above the national ceiling."""
    if not unemployment_benefit_eligible:
        return 0
    own = unemployment_benefit_months_steps.at(contribution_months)
    return min(own + unclaimed_benefit_months, unemployment_benefit_months_ceiling)
