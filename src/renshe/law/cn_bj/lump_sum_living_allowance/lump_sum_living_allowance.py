"""Lump-sum living allowance in Beijing (北京一次性生活补助): how many times the standard, and what it comes to."""

from __future__ import annotations

from renshe.engine.authoring import Money, Months, rule


@rule(cites="bj-gov-1999-38/lump", reasons_from=["lump_sum_living_allowance_eligible"])
def lump_sum_living_allowance_months(
    lump_sum_living_allowance_eligible: bool, continuous_work_months: Months, lump_sum_living_allowance_limit: Months
) -> Months:
    """Once the standard for each full year of continuous work, up to a limit."""
    if not lump_sum_living_allowance_eligible:
        return 0
    return min(continuous_work_months // 12, lump_sum_living_allowance_limit)


@rule(cites=["bj-gov-1999-38/lump", "bj-rsf-2020-8a/2"], reasons_from=[lump_sum_living_allowance_months])
def lump_sum_living_allowance(
    lump_sum_living_allowance_months: Months, lump_sum_living_allowance_standard: Money
) -> Money:
    """What the allowance comes to; nothing where no month counts."""
    if lump_sum_living_allowance_months == 0:
        return Money(0)
    return lump_sum_living_allowance_standard * lump_sum_living_allowance_months
