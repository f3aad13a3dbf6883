"""Beside the unemployment subsidy in Beijing (北京失业补助金期间): other benefits, the record, moving the relation."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Months, condition, rule


@condition(cites=["bj-rsf-2020-8b/1.2.6", "bj-rsf-2020-8b/1.2.4"], otherwise="receiving_unemployment_subsidy")
def concurrent_benefit_allowed(requested_benefit: Choice, receiving_unemployment_subsidy: bool) -> bool:
    """The same four benefits rest as under national law; the price subsidy goes with the subsidy."""
    if requested_benefit in ("unemployment_benefit", "paid_medical_contribution", "funeral_grant", "survivor_pension"):
        return not receiving_unemployment_subsidy
    return True


@rule(cites=["bj-rsf-2020-8b/1.2.5", "bj-rsf-2020-8b/2.2.3"])
def contribution_months_after(contribution_months: Months) -> Months:
    """Months on the subsidy or on the temporary living allowance use up none of the contribution months."""
    return contribution_months


@condition(cites="bj-rsf-2020-8b/1.6.4", otherwise="receiving_unemployment_subsidy")
def insurance_relation_transfer_allowed(receiving_unemployment_subsidy: bool) -> bool:
    """The relation is not moved in or out while the subsidy is paid."""
    return not receiving_unemployment_subsidy


@rule(cites="bj-rsf-2020-8b/1.6.5", reasons_from=[insurance_relation_transfer_allowed])
def insurance_relation_transfer_recorded(
    insurance_relation_transfer_allowed: bool, transfer_requested: bool, unemployment_subsidy_ended: bool
) -> bool:
    """When the relation is moved after the subsidy ended, the agency records what was paid."""
    return insurance_relation_transfer_allowed and transfer_requested and unemployment_subsidy_ended
