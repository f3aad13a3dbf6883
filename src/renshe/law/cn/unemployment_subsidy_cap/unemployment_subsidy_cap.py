"""Cap on what a place may set as the unemployment subsidy (失业补助金标准上限)."""

from __future__ import annotations

from renshe.engine.authoring import Money, Rate, condition, half_up_to_fen, rule


@rule(cites="mohrss-2020-40/3.3")
def unemployment_subsidy_cap(unemployment_benefit_standard: Money, unemployment_subsidy_cap_rate: Rate) -> Money:
    """The most a place may set: a share of its unemployment benefit."""
    return half_up_to_fen(unemployment_benefit_standard * unemployment_subsidy_cap_rate)


@condition(cites="mohrss-2020-40/3.3", otherwise="above_unemployment_subsidy_cap")
def unemployment_subsidy_within_cap(unemployment_subsidy_standard: Money, unemployment_subsidy_cap: Money) -> bool:
    """The amount set does not go beyond the cap; it may equal it."""
    return unemployment_subsidy_standard <= unemployment_subsidy_cap
