"""What goes together with the unemployment subsidy (失业补助金与其他待遇)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Months, condition, rule


@condition(cites=["mohrss-2020-40/3.4", "mohrss-2020-40/5"], otherwise="receiving_unemployment_subsidy")
def concurrent_benefit_allowed(requested_benefit: Choice, receiving_unemployment_subsidy: bool) -> bool:
    """Four benefits rest while the subsidy is drawn; the price subsidy goes with it."""
    if requested_benefit in ("unemployment_benefit", "paid_medical_contribution", "funeral_grant", "survivor_pension"):
        return not receiving_unemployment_subsidy
    return True


@rule(cites="mohrss-2020-40/3.6")
def contribution_months_after(contribution_months: Months) -> Months:
    """Months on the subsidy use up none of the contribution months."""
    return contribution_months
