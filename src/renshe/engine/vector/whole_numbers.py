"""Whole numbers of many rows: the operators and helpers a body may call, exact or not at all.

Each vector knows between which bounds its numbers lie, so that what cannot overflow is not checked row by row. Rows
whose numbers could grow beyond 64 bits are set aside for exact arithmetic elsewhere; so are rows for which a helper has
no answer. A :class:`Result` tells which.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from renshe.engine.arithmetic import FEN_PER_YUAN, MILLION
from renshe.engine.vector import calendars
from renshe.engine.vector.nodes import LIMIT
from renshe.engine.vector.vectors import Array, Mask, Vector, either, tidy


class Result(NamedTuple):
    """The numbers, their bounds, the rows without an answer, and the rows that may be too large."""

    value: Array
    low: int
    high: int
    fault: Mask = None
    large: Mask = None


def bounds(value: Array, known: Array) -> tuple[int, int]:
    """Between what the numbers of known rows lie."""
    if known.ndim == 0 and known:
        return (int(value.min()), int(value.max())) if value.size else (0, 0)
    kept = value[known] if value.ndim and known.ndim else value if value.ndim == 0 else value[:0]
    return (int(kept.min()), int(kept.max())) if kept.size else (0, 0)


def _corners(op: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    if op == "+":
        return a[0] + b[0], a[1] + b[1]
    if op == "-":
        return a[0] - b[1], a[1] - b[0]
    found = [x * y for x in a for y in b]
    return min(found), max(found)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": np.add, "-": np.subtract, "*": np.multiply}


def arithmetic(op: str, left: Vector, right: Vector) -> Result:
    """``left op right``; the divisor of ``//`` and ``%`` is a literal above zero."""
    if op in ("//", "%"):
        by = int(right.value)
        if op == "//":
            return Result(left.value // by, left.low // by, left.high // by)
        return Result(left.value % by, 0, by - 1)
    low, high = _corners(op, (left.low, left.high), (right.low, right.high))
    value = _OPERATORS[op](_long(left.value), _long(right.value))
    if low >= -LIMIT and high <= LIMIT:
        return Result(value, low, high)
    a, b = bounds(left.value, left.known), bounds(right.value, right.known)
    low, high = _corners(op, a, b)
    if low >= -LIMIT and high <= LIMIT:
        return Result(value, low, high)
    near = _OPERATORS[op](left.value.astype(np.float64), right.value.astype(np.float64))
    large = np.abs(near) > LIMIT / 2
    return Result(np.where(large, 0, value), max(low, -LIMIT), min(high, LIMIT), None, tidy(large))


def _long(value: Array) -> Array:
    # Truth and numbers of words are never added; a literal may be narrower than the numbers it meets.
    return value if value.dtype == np.int64 else value.astype(np.int64)


# ---- helpers


def _extreme(pick: Callable[[Any, Any], Any], bound: Callable[..., int]) -> Callable[[list[Vector]], Result]:
    def found(of: list[Vector]) -> Result:
        value = of[0].value
        for each in of[1:]:
            value = pick(value, each.value)
        return Result(value, bound(each.low for each in of), bound(each.high for each in of))

    return found


def _abs(of: list[Vector]) -> Result:
    return Result(np.abs(of[0].value), 0, max(abs(of[0].low), abs(of[0].high)))


def _half_up(amount: Vector, over: Vector) -> Array:
    number, by = amount.value, over.value
    if amount.low >= 0:
        return np.asarray((2 * number + by) // (2 * by))
    magnitude = (2 * np.abs(number) + by) // (2 * by)
    return np.asarray(np.where(number >= 0, magnitude, -magnitude))


def _down(amount: Vector, over: Vector) -> Array:
    number, by = amount.value, over.value
    if amount.low >= 0:
        return np.asarray(number // by)
    magnitude = np.abs(number) // by
    return np.asarray(np.where(number >= 0, magnitude, -magnitude))


def _rounded(rounding: Callable[[Vector, Vector], Array], unit: int) -> Callable[[list[Vector]], Result]:
    def found(of: list[Vector]) -> Result:
        amount, over = of
        fault = tidy(over.value <= 0) if over.low <= 0 else None
        large: Mask = None
        if unit > 1:
            product = arithmetic("*", over, constant(unit))
            over = Vector(product.value, over.unknown, low=product.low, high=product.high)
            large = product.large
        if fault is not None or large is not None:
            over = Vector(np.where(over.value > 0, over.value, 1), over.unknown, low=1, high=over.high)
        value = rounding(amount, over) * unit
        # A divisor is at least one: rounding brings a number nearer to zero, but for half a unit.
        least = max(1, over.low)
        return Result(value, amount.low // least - unit, -(-amount.high // least) + unit, fault, large)

    return found


def _half_up_to_millionth(of: list[Vector]) -> Result:
    value = _half_up(of[0], constant(MILLION))
    return Result(value, of[0].low // MILLION - 1, of[0].high // MILLION + 1)


def _up_to_step(of: list[Vector]) -> Result:
    amount, step = of
    fault = tidy(step.value <= 0) if step.low <= 0 else None
    by = step.value if fault is None else np.where(fault, 1, step.value)
    return Result(-(-amount.value // by) * by, amount.low - 1, amount.high + max(step.high, 1), fault)


def _calendar(
    step: Callable[..., tuple[Array, Array]], low: int, high: int
) -> Callable[[list[Vector]], Result]:  # fmt: skip
    def found(of: list[Vector]) -> Result:
        value, fault = step(*(each.value for each in of))
        return Result(value, low, high, tidy(fault))

    return found


HELPERS: dict[str, Callable[[list[Vector]], Result]] = {
    "min": _extreme(np.minimum, min),
    "max": _extreme(np.maximum, max),
    "abs": _abs,
    "half_up_to_fen": _rounded(_half_up, 1),
    "half_up_to_yuan": _rounded(_half_up, FEN_PER_YUAN),
    "down_to_yuan": _rounded(_down, FEN_PER_YUAN),
    "half_up_to_millionth": _half_up_to_millionth,
    "up_to_step": _up_to_step,
    "months_after": _calendar(calendars.months_after, 0, calendars.LAST_DAY),
    "month_of": _calendar(calendars.month_of, 0, calendars.LAST_MONTH),
    "first_day": _calendar(calendars.first_day, 0, calendars.LAST_DAY),
    "last_day": _calendar(calendars.last_day, 0, calendars.LAST_DAY),
}
"""Helper → what it gives for its arguments."""


def helped(helper: str, of: list[Vector]) -> Result:
    """What a helper gives for its arguments."""
    return HELPERS[helper]([each if each.value.dtype == np.int64 else _numbers(each) for each in of])


def _numbers(of: Vector) -> Vector:
    return Vector(of.value.astype(np.int64), of.unknown, low=of.low, high=of.high)


def constant(number: int) -> Vector:
    """The same number on every row."""
    return Vector(np.asarray(number), low=number, high=number)


def combined(of: list[Vector]) -> Mask:
    """Where any is unknown."""
    found: Mask = None
    for each in of:
        found = either(found, each.unknown)
    return found
