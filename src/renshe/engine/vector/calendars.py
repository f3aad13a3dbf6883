"""Steps on the calendar for many rows: as in :mod:`renshe.engine.arithmetic`, beside the rows beyond its years."""

from __future__ import annotations

import numpy as np

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.vector.vectors import Array

FIRST_DAY, LAST_DAY = CALENDAR["date"]
FIRST_MONTH, LAST_MONTH = CALENDAR["month"]
_EPOCH_DAY = 719_163
_EPOCH_MONTH = 1970 * 12


def _outside(value: Array, first: int, last: int) -> Array:
    return np.asarray((value < first) | (value > last))


def month_of(day: Array) -> tuple[Array, Array]:
    """The month of each day, and the rows that have none."""
    outside = _outside(day, FIRST_DAY, LAST_DAY)
    return _month_of(np.where(outside, FIRST_DAY, day)), outside


def first_day(month: Array) -> tuple[Array, Array]:
    """The first day of each month, and the rows that have none."""
    outside = _outside(month, FIRST_MONTH, LAST_MONTH)
    return _first_day(np.where(outside, FIRST_MONTH, month)), outside


def last_day(month: Array) -> tuple[Array, Array]:
    """The last day of each month: the day before the first of the next."""
    day, outside = first_day(month + 1)
    return day - 1, outside


def months_after(day: Array, months: Array) -> tuple[Array, Array]:
    """The same day of the month so many months later, or the last of a month that is too short."""
    month, outside = month_of(day)
    later = month + months
    beyond = _outside(later, FIRST_MONTH, LAST_MONTH - 1)
    later = np.where(beyond, FIRST_MONTH, later)
    into = np.where(outside, 0, day - _first_day(month))
    found = np.minimum(_first_day(later) + into, _first_day(later + 1) - 1)
    return found, outside | beyond


def _month_of(day: Array) -> Array:
    months = (day - _EPOCH_DAY).astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64) + _EPOCH_MONTH)


def _first_day(month: Array) -> Array:
    days = (month - _EPOCH_MONTH).astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(days.astype(np.int64) + _EPOCH_DAY)
