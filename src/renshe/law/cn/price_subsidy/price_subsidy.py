"""Temporary price subsidy (价格临时补贴) for people on unemployment benefits, and what the price link gives.

The amount is set by each place; what the mechanism gives stands beside it for comparison.
"""

from __future__ import annotations

from renshe.engine.authoring import Money, Month, MonthWindow, Rate, because, condition, half_up_to_fen, rule


@rule(cites="mohrss-2020-40/5")
def price_subsidy_doubled(
    month: Month,
    price_subsidy_doubling_window: MonthWindow,
    receiving_unemployment_benefit: bool,
    receiving_unemployment_subsidy: bool,
) -> bool:
    """Twice the amount in certain months for people on the benefit or the subsidy, and for nobody else."""
    if not price_subsidy_doubling_window.holds(month):
        return False
    return receiving_unemployment_benefit or receiving_unemployment_subsidy


@rule(cites=["mohrss-2020-40/5", "mohrss-2020-40/2.3"])
def price_subsidy(
    receiving_unemployment_benefit: bool,
    receiving_unemployment_subsidy: bool,
    receiving_temporary_living_allowance: bool,
    price_subsidy_doubled: bool,
    price_subsidy_standard: Money,
) -> Money:
    """The local amount for the month paid for, or twice that; it comes with the benefit and with the subsidy."""
    if receiving_unemployment_benefit or receiving_unemployment_subsidy:
        return price_subsidy_standard * 2 if price_subsidy_doubled else price_subsidy_standard
    if receiving_temporary_living_allowance:
        return because(Money(0), "temporary_living_allowance_only")
    return because(Money(0), "no_unemployment_benefit_drawn")


@condition(cites="ndrc-2016-2835/start", otherwise="price_growth_below_threshold")
def price_link_started(
    consumer_price_growth: Rate,
    consumer_price_threshold: Rate,
    food_price_growth: Rate,
    food_price_threshold: Rate,
) -> bool:
    """Consumer prices or food prices rose as far as the threshold."""
    return consumer_price_growth >= consumer_price_threshold or food_price_growth >= food_price_threshold


@rule(cites="ndrc-2016-2835/amount", reasons_from=[price_link_started])
def linked_price_subsidy(
    price_link_started: bool, city_subsistence_allowance_standard: Money, basic_living_price_growth: Rate
) -> Money:
    """Subsistence allowance times the rise of basic living costs: what the link gives, not what a place pays."""
    if not price_link_started:
        return Money(0)
    return half_up_to_fen(city_subsistence_allowance_standard * basic_living_price_growth)
