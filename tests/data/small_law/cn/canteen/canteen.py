"""An invented meal allowance: one rule for each form that the words of an answer have to tell."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Dated,
    Day,
    Money,
    Months,
    Rate,
    Scale,
    Text,
    Window,
    any_of,
    because,
    cause,
    causes,
    condition,
    eligibility,
    half_up_to_fen,
    member,
    months_after,
    rule,
    series,
)


@condition(cites="cn-meal-2020-1/1", otherwise="worked_less_than_a_year")
def worked_one_year(worked_months: Months) -> bool:
    """A year of work."""
    return worked_months >= 12


@condition(cites="cn-meal-2020-1/2", otherwise="work_place_not_covered")
def work_place_covered(work_place: Choice) -> bool:
    """Two kinds of employer."""
    return work_place in ("enterprise", "school")


@condition(cites="cn-meal-2020-1/5", otherwise="outside_canteen_window")
def in_canteen_window(date: Day, canteen_window: Window) -> bool:
    """In time."""
    return canteen_window.holds(date)


@condition(cites="cn-meal-2020-1/2", otherwise="names_differ")
def names_match(registered_name: Text, card_name: Text) -> bool:
    """The same name."""
    return registered_name == card_name


@condition(cites="cn-meal-2020-1/4", otherwise="card_blocked")
def card_usable(card_blocked: bool) -> bool:
    """A card that works."""
    return not card_blocked


@condition(cites="cn-meal-2020-1/4", otherwise="contract_ended")
def contract_runs(date: Day, contract_end: Day | None) -> bool:
    """The contract has no end, or has not come to it."""
    return contract_end is None or date <= contract_end


@condition(cites="cn-meal-2020-1/1", otherwise="half_year_not_passed")
def half_year_passed(date: Day, first_work_day: Day, waiting_months: Months) -> bool:
    """Half a year since the first day."""
    over = months_after(first_work_day, waiting_months)
    return date >= over


@condition(cites="cn-meal-2020-1/2", otherwise="too_few_meals")
def a_tenth_served(meals_served: int, staff_count: int) -> bool:
    """A meal for every tenth."""
    return meals_served * 10 >= staff_count


@condition(cites="cn-meal-2020-1/2", otherwise="staff_not_below_20")
def small_employer(staff_count: int) -> bool:
    """Fewer than twenty."""
    return staff_count < 20


small_or_served = any_of(small_employer, a_tenth_served, cites="cn-meal-2020-1/2", otherwise="neither_small_nor_served")

canteen_eligible = eligibility(
    cites=["cn-meal-2020-1/1", "cn-meal-2020-1/2"], requires=[worked_one_year, work_place_covered, in_canteen_window]
)


@rule(cites=["cn-meal-2020-1/3"], reasons_from=[canteen_eligible])
def canteen_amount(
    canteen_eligible: bool, worked_months: Months, canteen_scale: Scale[Money], meal_rate: Rate
) -> Money:
    """The step for the months worked, times the share of the meal."""
    if not canteen_eligible:
        return Money(0)
    step = canteen_scale.at(worked_months)
    return half_up_to_fen(step * meal_rate)


lunch_amount = member(canteen_amount, cites="cn-meal-2020-1/3", meal="lunch")


@rule(cites=["cn-meal-2020-1/3"])
def monthly_amount(worked_months: Months, canteen_scale: Scale[Money]) -> Money:
    """What a month gives."""
    return canteen_scale.at(worked_months)


canteen_schedule = series(monthly_amount, cites="cn-meal-2020-1/3", first="first_month", count="months_asked")


@rule(cites=["cn-meal-2020-1/3"])
def supper_amount(supper_rate: Money) -> Money:
    """No text gives the amount."""
    return supper_rate


@rule(cites=["cn-meal-2020-1/3", "cn-meal-2020-1/2"])
def guest_amount(meals_served: int, date: Day, guest_rate: Dated[Money]) -> Money:
    """Only where enough meals are served; at the rate of the day before."""
    if meals_served < 10:
        return because(Money(0), "too_few_meals", cites="cn-meal-2020-1/2")
    return guest_rate.on(date - 1) * meals_served


@cause(cites="cn-meal-2020-1/4", code="card_blocked")
def blocked_card(card_blocked: bool) -> bool:
    """A blocked card."""
    return card_blocked


canteen_stops = causes(blocked_card, cites="cn-meal-2020-1/4", code_from="canteen_event", except_=["none"])
