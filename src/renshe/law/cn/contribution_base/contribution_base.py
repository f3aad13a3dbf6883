"""The monthly base on which contributions are paid, between its floor and its ceiling (缴费基数)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, condition, eligibility, member, rule


@rule(cites="mohrss-2020-49/3.1", since="2020-01", until="2021-06", clock="month")
def contribution_base_floor(
    province_keeps_2019_floor: bool,
    contribution_base_floor_2019: Money,
    contribution_base_floor_2020: Money,
) -> Money:
    """For 2020 a province may keep the floor of 2019; else the year's own floor counts."""
    return contribution_base_floor_2019 if province_keeps_2019_floor else contribution_base_floor_2020


@condition(cites=["scgo-2019-13/3.2", "mohrss-2020-49/5.4"], otherwise="base_below_floor")
def base_not_below_floor(chosen_base: Money, pension_floor: Money) -> bool:
    """The base chosen is at least the floor of the pension base."""
    return chosen_base >= pension_floor


@condition(cites=["scgo-2019-13/3.2", "mohrss-2020-49/5.4"], otherwise="base_above_ceiling")
def base_not_above_ceiling(chosen_base: Money, pension_ceiling: Money) -> bool:
    """The base chosen is at most the ceiling of the pension base."""
    return chosen_base <= pension_ceiling


contribution_base_valid = eligibility(
    cites=["scgo-2019-13/3.2", "mohrss-2020-49/5.4"],
    requires=[base_not_below_floor, base_not_above_ceiling],
)


@rule(cites=["scgo-2019-13/3.1", "scgo-2019-13/3.2", "mohrss-2020-49/3.2"], reasons_from=[contribution_base_valid])
def contribution_base(
    insured_category: Choice,
    filed_wage: Money,
    contribution_base_floor: Money,
    contribution_base_ceiling: Money,
    insurance: Choice,
    contribution_base_valid: bool,
    chosen_base: Money,
    fixed_contribution_base: Money,
) -> Money:
    """An employee's wage between floor and ceiling; the pension base a flexible worker chose; else a fixed base."""
    if insured_category == "employee":
        # A wage that does not reach the floor is decided without the ceiling, which may not be known.
        if filed_wage <= contribution_base_floor:
            return contribution_base_floor
        return min(filed_wage, contribution_base_ceiling)
    if insured_category == "flexible_employment" and insurance == "pension":
        return chosen_base if contribution_base_valid else Money(0)
    return fixed_contribution_base


pension_base = member(contribution_base, cites="scgo-2019-13/3.1", insurance="pension")
medical_base = member(contribution_base, cites="scgo-2019-13/3.1", insurance="medical")
maternity_base = member(contribution_base, cites="scgo-2019-13/3.1", insurance="maternity")
pension_floor = member(contribution_base_floor, cites="scgo-2019-13/3.1", insurance="pension")
pension_ceiling = member("contribution_base_ceiling", cites="scgo-2019-13/3.1", insurance="pension")
medical_floor = member(contribution_base_floor, cites="scgo-2019-13/3.1", insurance="medical")
medical_ceiling = member("contribution_base_ceiling", cites="scgo-2019-13/3.1", insurance="medical")
