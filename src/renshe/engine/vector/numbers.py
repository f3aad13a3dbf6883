"""Numbers of the law over columns: cells of dense tables, steps of scales, ends of windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from renshe.engine import ir
from renshe.engine.types import Scale
from renshe.engine.vector import calendars
from renshe.engine.vector.nodes import Cells, Dated, Kind, Lookup, Plan
from renshe.engine.vector.vectors import (
    DTYPES,
    NO,
    YES,
    Array,
    Bits,
    Mask,
    Vector,
    any_of,
    either,
    flag,
    select,
    tidy,
    union,
    unknown,
    within,
    without,
)

FEW = 12
"""Up to so many steps it is quicker to compare with each than to search."""


class Numbers:
    """The numbers of one plan.

    Args:
        plan: what they belong to.
        node: the vector of a node.
        said: the rows on which the column of a node says something.
    """

    def __init__(self, plan: Plan, node: Callable[[int], Vector], said: Callable[[int], Array]) -> None:
        self.plan, self.node, self.said = plan, node, said

    def lookup(self, answer: Lookup, kind: Kind) -> Vector:
        """A number on its own clock."""
        if answer.clock is None:
            return self._cells(answer.cells, np.asarray(0), answer.by, kind)
        clock = self.node(answer.clock)
        found = self._cells(answer.cells, _rank(clock.value, answer.cells.starts), answer.by, kind)
        if clock.none is not None:
            found = select(clock.none, self.lacking(answer.clock_name), found)
        return found if clock.unknown is None else select(clock.unknown, unknown(clock.missing), found)

    def dated(self, dated: Dated, day: Vector) -> Vector:
        """A number on a day that a rule names."""
        outside = tidy((day.value < calendars.FIRST_DAY) | (day.value > calendars.LAST_DAY))
        value = day.value if outside is None else np.where(outside, calendars.FIRST_DAY, day.value)
        clock = calendars.month_of(value)[0] if dated.monthly else value
        kind = self.plan.kinds[dated.cells.number]
        found = self._cells(dated.cells, _rank(clock, dated.cells.starts), dated.by, kind)
        return found if outside is None else select(outside, self.lacking(dated.cells.number), found)

    def lacking(self, name: str) -> Vector:
        """Unknown on all rows for lack of *name*."""
        return unknown(flag(YES, self.plan.missing_bits[name]))

    # ---- tables

    def _cells(self, cells: Cells, span: Array, by: tuple[int, ...], kind: Kind) -> Vector:
        place, missing, lost = span, {}, self._not_held(cells, 0, span, None)
        unknown_ = lost
        missing = self._lack(cells, lost)
        for axis, key in enumerate(by):
            member = self.node(key)
            if member.unknown is not None:
                rows = tidy(without(member.unknown, unknown_))
                unknown_, missing = either(unknown_, rows), union(missing, within(rows, member.missing))
            place = place * (len(cells.keys[axis]) + 1) + self._position(cells.keys[axis], member)
            lost = self._not_held(cells, axis + 1, place, unknown_)
            unknown_, missing = either(unknown_, lost), union(missing, self._lack(cells, lost))
        return self._value(cells, place, kind, unknown_, missing)

    def _not_held(self, cells: Cells, level: int, place: Array, besides: Mask) -> Mask:
        held = cells.held[level]
        return None if all(held) else tidy(without(~np.asarray(held)[place], besides))

    def _lack(self, cells: Cells, rows: Mask) -> Bits:
        return flag(rows, self.plan.missing_bits[cells.number])

    def _position(self, keys: tuple[str, ...], member: Vector) -> Array:
        """Where each word stands on an axis."""
        positions = np.full(len(self.plan.words) + 1, len(keys), dtype=np.int64)
        for position, word in enumerate(keys):
            positions[self.plan.word(word)] = position
        found = positions[np.minimum(member.value.astype(np.int64), len(self.plan.words))]
        return found if member.none is None else np.where(member.none, len(keys), found)

    def _value(self, cells: Cells, place: Array, kind: Kind, unknown_: Mask, missing: Bits) -> Vector:
        if kind in ("scale", "window"):
            structs = tuple(value for value in cells.values if value is not None)
            counted = np.cumsum([value is not None for value in cells.values]) - 1
            return Vector(np.asarray(counted[place]), unknown_, None, missing, structs=structs)
        none = [held and value is None for value, held in zip(cells.values, cells.held[-1], strict=True)]
        return self.vector(cells.values, kind, place, none, unknown_, missing)

    def vector(
        self, values: tuple[Any, ...], kind: Kind, place: Array, none: list[bool], unknown_: Mask, missing: Bits
    ) -> Vector:  # fmt: skip
        """The values at *place* of a list of them."""
        bare = [self.plan.word(value) if isinstance(value, str) else value or 0 for value in values]
        array = np.asarray(bare, dtype=DTYPES.get(kind, np.int64))
        held = tidy(np.asarray(none)[place]) if any(none) else None
        return Vector(
            np.asarray(array[place]), unknown_, without(held, unknown_), missing, {}, int(min(bare)), int(max(bare))
        )

    # ---- scales and windows

    def method(self, node: ir.Method, target: Vector, of: list[Vector]) -> Vector:
        """What a body asks of a scale or a window."""
        if not target.structs or (target.unknown is not None and target.unknown.ndim == 0):
            return unknown(target.missing)
        at = of[0].value.astype(np.int64) if of else NO
        ask = _scale if isinstance(target.structs[0], Scale) else _window
        found: Vector | None = None
        for number, struct in enumerate(target.structs):
            rows = YES if len(target.structs) == 1 else target.value == number
            if any_of(rows):
                value, fault = ask(self.plan, struct, node.method, at)
                one = Vector(value, low=_least(value), high=_most(value))
                if any_of(fault):
                    one = select(np.asarray(fault), self.lacking(node.number), one)
                found = one if found is None else select(rows, one, found)
        if found is None:
            return unknown(target.missing)  # no row has a number to ask
        return found if target.unknown is None else select(target.unknown, unknown(target.missing), found)


def _least(value: Array) -> int:
    return int(value.min()) if value.size else 0


def _most(value: Array) -> int:
    return int(value.max()) if value.size else 0


def _rank(value: Array, starts: tuple[int, ...]) -> Array:
    """How many of *starts* are not above each value."""
    if not starts:
        return np.asarray(0)
    if len(starts) > FEW or value.ndim == 0:
        return np.asarray(np.searchsorted(np.asarray(starts), value, side="right"))
    found: Any = 0
    for start in starts:
        found = found + (value >= start).view(np.int8)
    return np.asarray(found, dtype=np.int64)


def _scale(plan: Plan, scale: Any, method: str, at: Array) -> tuple[Array, Mask]:
    values = [plan.word(value) if isinstance(value, str) else value for _, value in scale.steps]
    if method != "at":
        return np.asarray(values[0] if method == "lowest" else values[-1]), None
    step = _rank(at, tuple(start for start, _ in scale.steps)) - 1
    return np.asarray(np.asarray(values)[np.maximum(step, 0)]), step < 0


def _window(plan: Plan, window: Any, method: str, at: Array) -> tuple[Array, Mask]:
    first, last = window.first_or_none, window.last_or_none
    if method == "holds":
        if not window.known:
            return NO, None
        held = YES if first is None else at >= int(first)
        return np.asarray(held if last is None else held & (at <= int(last))), None
    end = first if method == "first" else last
    return np.asarray(0 if end is None else int(end)), YES if end is None else None
