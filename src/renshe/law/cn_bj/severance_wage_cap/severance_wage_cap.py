"""The average wage behind Beijing's severance cap (经济补偿封顶基数)."""

from __future__ import annotations

from renshe.engine.authoring import Money, down_to_yuan, rule


@rule(cites=["bj-rsj-2019-0816/2", "bj-avgwage-2019/3.2", "bj-avgwage-2019/3.3"])
def average_wage_monthly(average_wage_annual: Money) -> Money:
    """A twelfth of the year's average, cut to whole yuan before the cap takes three times of it."""
    return down_to_yuan(average_wage_annual, 12)
