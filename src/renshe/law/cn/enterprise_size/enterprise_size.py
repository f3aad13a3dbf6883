"""The size class of an enterprise by industry, staff, revenue and assets (企业划型).

An industry goes by one or two of the three figures; one that it does not go by has no minimum and is never asked.
"""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, rule


@rule(cites=["miit-2011-300/7", "nbs-2017-213/table.1"])
def large_minimums_reached(
    large_staff_minimum: int | None,
    enterprise_staff_count: int,
    large_revenue_minimum: Money | None,
    annual_revenue: Money,
    large_assets_minimum: Money | None,
    total_assets: Money,
) -> bool:
    """Every minimum of a large enterprise is reached, the figure itself included."""
    return (
        (large_staff_minimum is None or enterprise_staff_count >= large_staff_minimum)
        and (large_revenue_minimum is None or annual_revenue >= large_revenue_minimum)
        and (large_assets_minimum is None or total_assets >= large_assets_minimum)
    )


@rule(cites=["miit-2011-300/2", "nbs-2017-213/table.1"])
def medium_minimums_reached(
    medium_staff_minimum: int | None,
    enterprise_staff_count: int,
    medium_revenue_minimum: Money | None,
    annual_revenue: Money,
    medium_assets_minimum: Money | None,
    total_assets: Money,
) -> bool:
    """Every minimum of a medium enterprise is reached."""
    return (
        (medium_staff_minimum is None or enterprise_staff_count >= medium_staff_minimum)
        and (medium_revenue_minimum is None or annual_revenue >= medium_revenue_minimum)
        and (medium_assets_minimum is None or total_assets >= medium_assets_minimum)
    )


@rule(cites=["miit-2011-300/2", "nbs-2017-213/table.1"])
def small_minimums_reached(
    small_staff_minimum: int | None,
    enterprise_staff_count: int,
    small_revenue_minimum: Money | None,
    annual_revenue: Money,
    small_assets_minimum: Money | None,
    total_assets: Money,
) -> bool:
    """Every minimum of a small enterprise is reached."""
    return (
        (small_staff_minimum is None or enterprise_staff_count >= small_staff_minimum)
        and (small_revenue_minimum is None or annual_revenue >= small_revenue_minimum)
        and (small_assets_minimum is None or total_assets >= small_assets_minimum)
    )


@rule(cites=["miit-2011-300/2", "nbs-2017-213/table.1", "nbs-2017-213/table.2"])
def enterprise_size(
    large_minimums_reached: bool, medium_minimums_reached: bool, small_minimums_reached: bool
) -> Choice:
    """The highest class all of whose minimums are reached; one figure below those of a small one makes it micro."""
    if large_minimums_reached:
        return "large"
    if medium_minimums_reached:
        return "medium"
    return "small" if small_minimums_reached else "micro"
