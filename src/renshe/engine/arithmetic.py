"""The helpers a rule may call: rounding, each named, and steps on the calendar.

Rounding is part of the law, so it is never implicit: a product of money and a rate has its own type and only
these functions turn it back into money. All of them work on the magnitude: −0.5 fen becomes −1, and −1.50 yuan
cut to the yuan is −1.

In a rule ``amount`` may be money or money × rate; the compiler folds the millionths of a rate into ``over``,
so what runs is whole-number division. ``over`` is above zero: ``ZeroDivisionError`` tells of nobody to share with.
Beyond the years 1 to 9999 the calendar helpers raise ``ValueError`` or ``OverflowError``.
"""

from __future__ import annotations

import datetime

from renshe.engine.types import Day, Exact, Money, Month, Rate, RateProduct

MILLION = 1_000_000
FEN_PER_YUAN = 100
CALENDAR = {"date": (1, datetime.date.max.toordinal()), "month": (12, datetime.MAXYEAR * 12 + 11)}
"""The first and the last day, and month, that can be written down."""


def _half_up(numerator: int, denominator: int) -> int:
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def _down(numerator: int, denominator: int) -> int:
    magnitude = abs(numerator) // denominator
    return magnitude if numerator >= 0 else -magnitude


def half_up_to_fen(amount: Exact | Money, over: int = 1) -> Money:
    """*amount* ÷ *over*, rounded half-up to the fen (四舍五入到分)."""
    return Money(_half_up(int(amount), over))


def half_up_to_yuan(amount: Exact | Money, over: int = 1) -> Money:
    """*amount* ÷ *over*, rounded half-up to the whole yuan (四舍五入到元)."""
    return Money(_half_up(int(amount), over * FEN_PER_YUAN) * FEN_PER_YUAN)


def down_to_yuan(amount: Exact | Money, over: int = 1) -> Money:
    """*amount* ÷ *over*, cut to the whole yuan (舍去角分)."""
    return Money(_down(int(amount), over * FEN_PER_YUAN) * FEN_PER_YUAN)


def up_to_step(amount: Money, step: Money) -> Money:
    """*amount* raised to the next whole number of *step*s (见分进角 with a step of 0.10 yuan)."""
    if int(step) <= 0:
        raise ZeroDivisionError
    return Money(-(-int(amount) // int(step)) * int(step))


def half_up_to_millionth(rate: RateProduct) -> Rate:
    """A product of two rates, rounded half-up to the sixth decimal."""
    return Rate(_half_up(int(rate), MILLION))


def months_after(day: Day, months: int) -> Day:
    """The same day of the month *months* later, or the last day of a month that is too short."""
    month = month_of(day)
    return min(first_day(month + months) + (day - first_day(month)), last_day(month + months))


def month_of(day: Day) -> Month:
    """The month in which *day* lies."""
    date = datetime.date.fromordinal(int(day))
    return Month(date.year * 12 + date.month - 1)


def first_day(month: Month) -> Day:
    """The first day of *month*."""
    year, month0 = divmod(int(month), 12)
    return Day(datetime.date(year, month0 + 1, 1).toordinal())


def last_day(month: Month) -> Day:
    """The last day of *month*."""
    return first_day(month + 1) - 1
