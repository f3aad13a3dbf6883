"""What a place may set as the unemployment benefit (失业保险金标准的上下限)."""

from __future__ import annotations

from renshe.engine.authoring import Money, condition, eligibility


@condition(cites=["npc-2010-sil/47", "sc-1999-258/18"], otherwise="benefit_below_subsistence_allowance")
def benefit_not_below_subsistence(
    unemployment_benefit_standard: Money, city_subsistence_allowance_standard: Money
) -> bool:
    """Not below the urban subsistence allowance; the later law lets it be equal."""
    return unemployment_benefit_standard >= city_subsistence_allowance_standard


@condition(cites="sc-1999-258/18", otherwise="benefit_not_below_minimum_wage")
def benefit_below_minimum_wage(unemployment_benefit_standard: Money, local_minimum_wage: Money) -> bool:
    """Below the local minimum wage."""
    return unemployment_benefit_standard < local_minimum_wage


unemployment_benefit_standard_allowed = eligibility(
    cites=["npc-2010-sil/47", "sc-1999-258/18"],
    requires=[benefit_not_below_subsistence, benefit_below_minimum_wage],
)
