"""What Beijing has of its own: a least amount, and an allowance known here only."""

from __future__ import annotations

from renshe.engine.authoring import Money, Months, Scale, rule


@rule(cites=["bj-meal-2020-2/1"])
def monthly_amount(worked_months: Months, canteen_scale: Scale[Money], monthly_least: Money) -> Money:
    """At least the amount of Beijing."""
    return max(canteen_scale.at(worked_months), monthly_least)


@rule(cites=["bj-meal-2020-2/1"])
def local_amount(monthly_least: Money) -> Money:
    """Known in Beijing only."""
    return monthly_least * 2
