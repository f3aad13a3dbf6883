"""Moving the insurance relation while the unemployment subsidy is paid in Beijing, and after (失业保险关系转移)."""

from __future__ import annotations

from renshe.engine.authoring import condition, rule


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
