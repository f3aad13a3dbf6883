"""Beijing's contribution base for 2020: wages filed by employers, bases chosen by individuals (缴费基数)."""

from __future__ import annotations

from renshe.engine.authoring import Money, eligibility, rule

contribution_base_valid = eligibility(
    cites=["bj-rsbz-2020-68/7.1", "bj-rsbz-2020-68/7.2"],
    requires=["base_not_below_floor", "base_not_above_ceiling"],
)


@rule(
    cites=["bj-rsbz-2020-68/3.3", "bj-rsbz-2020-68/7.2", "bj-rsbz-2020-68/7.3", "bj-rsbz-2020-68/7.4"],
    reasons_from=[contribution_base_valid],
)
def contribution_base(
    insured_as_individual: bool,
    filed_wage: Money,
    contribution_base_floor: Money,
    contribution_base_ceiling: Money,
    filed_within_window: bool,
    previous_year_base: Money,
    pension_floor: Money,
    pension_ceiling: Money,
    contribution_base_valid: bool,
    chosen_base: Money,
) -> Money:
    """A wage between the bounds of each insurance; an individual's choice, or last year's base if none was filed."""
    if not insured_as_individual:
        # A wage that does not reach the floor is decided without the ceiling, which may not be known.
        if filed_wage <= contribution_base_floor:
            return contribution_base_floor
        return min(filed_wage, contribution_base_ceiling)
    if not filed_within_window:
        if previous_year_base <= pension_floor:
            return pension_floor
        return min(previous_year_base, pension_ceiling)
    return chosen_base if contribution_base_valid else Money(0)
