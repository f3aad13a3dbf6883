"""Tianjin's contribution bases for 2020, by kind of person and insurance (缴费基数)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, Month, MonthWindow, because, condition, eligibility, rule


@condition(cites="tj-rsj-2020-12/5", otherwise="before_effective_date")
def base_standard_in_force(month: Month, base_standard_window: MonthWindow) -> bool:
    """The month is one to which the year's standard applies."""
    return base_standard_window.holds(month)


contribution_base_valid = eligibility(
    cites="tj-rsj-2020-12/2.2.pension", requires=["base_not_below_floor", "base_not_above_ceiling"]
)


@rule(
    cites=[
        "tj-rsj-2020-12/2.1",
        "tj-rsj-2020-12/2.2.pension",
        "tj-rsj-2020-12/2.2.medical",
        "tj-rsj-2020-12/2.5",
        "tj-rsj-2020-12/2.6",
    ],
    reasons_from=[contribution_base_valid],
)
def contribution_base(
    insured_category: Choice,
    filed_wage: Money,
    contribution_base_floor: Money,
    contribution_base_ceiling: Money,
    insurance: Choice,
    contribution_base_valid: bool,
    chosen_base: Money,
    disability_grade: int,
    fixed_contribution_base: Money,
) -> Money | None:
    """Wage between the bounds, chosen pension base, or the base fixed for the kind of person and the insurance."""
    if insured_category == "employee":
        # A wage that does not reach the floor is decided without the ceiling, which may not be known.
        if filed_wage <= contribution_base_floor:
            return contribution_base_floor
        return min(filed_wage, contribution_base_ceiling)
    if insured_category == "flexible_employment" and insurance == "pension":
        return chosen_base if contribution_base_valid else Money(0)
    if insured_category == "disabled_soldier" and not 1 <= disability_grade <= 6:
        return because(None, "disability_grade_not_1_to_6", cites="tj-rsj-2020-12/2.6")
    return fixed_contribution_base
