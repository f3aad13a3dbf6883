"""A plan over columns with NumPy: every value, what is missing for it and its reasons, as Evaluation finds them.

It is whole: all kinds of node, all three values, both sets, on every row. That makes it the second opinion on whatever
is faster, the back-end of small tables and of machines without a compiler, and the one that answers the rows others
leave over. A node is computed when another one reads it, for all rows of a part of the table at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from renshe.engine.vector import calendars
from renshe.engine.vector.bodies import Bodies
from renshe.engine.vector.given import Book, Given
from renshe.engine.vector.joins import Joins
from renshe.engine.vector.nodes import (
    LIMIT,
    Answer,
    Body,
    Fixed,
    Join,
    Kind,
    Lookup,
    Missing,
    MonthOf,
    Node,
    Plan,
    Scalar,
    Version,
    Versions,
)
from renshe.engine.vector.numbers import Numbers
from renshe.engine.vector.single_rows import SingleRows
from renshe.engine.vector.vectors import (
    DTYPES,
    NO,
    YES,
    Array,
    Bits,
    Mask,
    Vector,
    all_of,
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
from renshe.engine.vector.whole_numbers import bounds

ENDS = {"day": (calendars.FIRST_DAY, calendars.LAST_DAY), "month": (calendars.FIRST_MONTH, calendars.LAST_MONTH)}


class Columns:
    """One part of a table under one plan.

    Args:
        plan: what is computed.
        columns: the columns of the part; what is the same on all its rows has no dimension.
        count: how many rows it has.
        book: where words and objects are numbered.
        singles: evaluates rows one by one.

    Attributes:
        aside: rows that must be evaluated one by one.
    """

    def __init__(
        self, plan: Plan, columns: Mapping[str, Given], count: int, book: Book, singles: SingleRows
    ) -> None:  # fmt: skip
        self.plan, self.columns, self.count, self.book, self.singles = plan, columns, count, book, singles
        self.aside: Mask = None
        self._vectors: list[Vector | None] = [None] * len(plan.nodes)
        self._numbers = Numbers(plan, self.node, self.said)
        self._bodies = Bodies(plan, self.node, self._numbers, self.set_aside)
        self._joins = Joins(plan, self.node, self._decoded)
        self._given: dict[str, Vector] = {}

    def figures(self) -> list[Vector]:
        """The figures of the plan, in their order."""
        with np.errstate(all="ignore"):  # what no row reads may be computed from anything
            return [self.node(place) for place in self.plan.places]

    def set_aside(self, rows: Mask) -> None:
        """Leave *rows* to be evaluated one by one."""
        self.aside = either(self.aside, tidy(rows))

    def node(self, place: int) -> Vector:
        """The vector of a node, computed when it is first read."""
        found = self._vectors[place]
        if found is None:
            found = self._vectors[place] = self._node(self.plan.nodes[place])
        return found

    def said(self, place: int) -> Array:
        """The rows on which the column of a node says something."""
        return self._said(self.plan.nodes[place].given)

    def _said(self, name: str | None) -> Array:
        column = self.columns.get(name) if name is not None else None
        return NO if column is None else YES if column.said is None else column.said

    def _decoded(self, kind: Kind) -> Sequence[Any]:
        return (self.book.words if kind == "word" else self.book.objects).items

    # ---- where a name is found

    def _node(self, node: Node) -> Vector:
        layers: list[tuple[Array, Vector]] = []
        left: Array = YES
        for alias in node.aliases:
            rows = left & self._said(alias.column)
            for place, member in alias.at:
                here = self.node(place)
                if here.unknown is not None and any_of(lost := rows & here.unknown):
                    layers.append((lost, unknown(here.missing)))
                    left, rows = left & ~lost, rows & ~lost
                stands = here.value == self.plan.word(member)
                rows = rows & (stands if here.none is None else stands & ~here.none)
            if any_of(rows):
                layers.append((rows, self._column(alias.column, node.kind)))
                left = left & ~rows
        rows = left & self._said(node.given)
        if node.given is not None and any_of(rows):
            layers.append((rows, self._tells(node, self._column(node.given, node.kind))))
            left = left & ~rows
        found = self._answer(node.answer, node, left) if any_of(left) else unknown({})
        for rows, layer in reversed(layers):
            found = select(rows, layer, found)
        dtype = DTYPES.get(node.kind, np.int64)
        if found.value.dtype != dtype:
            found.value = found.value.astype(dtype)
        return found

    def _column(self, name: str, kind: Kind) -> Vector:
        found = self._given.get(name)
        if found is None:
            column = self.columns[name]
            missing = flag(column.asked, self.plan.missing_bits[name])
            values = column.values
            known = self._said(name) & ~(NO if column.asked is None else column.asked)
            low, high = (0, 0) if kind in DTYPES else bounds(values, known)
            if low < -LIMIT or high > LIMIT:
                large = (values < -LIMIT) | (values > LIMIT)
                self.set_aside(large)
                values, low, high = np.where(large, 0, values), max(low, -LIMIT), min(high, LIMIT)
            found = self._given[name] = Vector(values, column.asked, column.none, missing, {}, low, high)
        return found

    def _tells(self, node: Node, given: Vector) -> Vector:
        """Who says that a condition is not met says why, as long as there is but one reason."""
        answer = node.answer
        if node.kind != "bool" or not isinstance(answer, Versions):
            return given
        reasons = given.reasons
        left: Array = given.known
        for version in answer.versions:
            rows, left = self._in_force(version, left)
            if version.code is not None and any_of(rows):
                told = rows & (given.value == version.when)
                told = told if given.none is None else told & ~given.none
                reasons = union(reasons, within(told, flag(told, self.plan.code_bits[version.code])))
        return Vector(given.value, given.unknown, given.none, given.missing, reasons)

    # ---- what answers it otherwise

    def _answer(self, answer: Answer, node: Node, rows: Array) -> Vector:
        match answer:
            case Fixed(value=value):
                return self._fixed(node, value)
            case Missing(names=names):
                missing: Bits = {}
                for name in names:
                    missing = union(missing, flag(YES, self.plan.missing_bits[name]))
                return unknown(missing)
            case MonthOf(date=date):
                day = self.node(date)
                value, outside = calendars.month_of(day.value)
                self.set_aside(either(without(outside, day.unknown), day.none))
                return Vector(value, day.unknown, None, day.missing, {}, *ENDS["month"])
            case Lookup():
                return self._numbers.lookup(answer, node.kind)
            case Versions():
                return self._rule(node, answer, rows)
            case Scalar():
                where = np.flatnonzero(np.broadcast_to(rows, self.count))
                return self.singles.scalar(node, self.columns, where, self.count)

    def _fixed(self, node: Node, value: Any) -> Vector:
        if node.kind in ("scale", "window"):
            return Vector(np.asarray(0), structs=(value,))
        if value is None:
            return Vector(NO, None, YES)
        array = np.asarray(self.book.encoded(node.kind, value), dtype=DTYPES.get(node.kind, np.int64))
        low = high = 0 if node.kind in DTYPES else int(value)
        return Vector(array, low=low, high=high)

    def _in_force(self, version: Version, left: Array) -> tuple[Array, Array]:
        """The rows of *left* that a version answers, and those for which the next one is asked."""
        if version.clock is None:
            return left, NO
        clock = self.node(version.clock)
        inside = YES if version.since is None else clock.value >= version.since
        inside = inside if version.until is None else inside & (clock.value <= version.until)
        reached = left & clock.known if clock.none is None else left & clock.known & ~clock.none
        return reached & inside, reached & ~inside

    def _rule(self, node: Node, answer: Versions, rows: Array) -> Vector:
        left = rows
        # No version, or a day that there is not: no text computes it.
        found = self._answer(answer.otherwise, node, rows)
        for version in answer.versions:
            if not any_of(left):
                break
            here, after = self._in_force(version, left)
            if version.clock is not None and (clock := self.node(version.clock)).unknown is not None:
                found = select(left & clock.unknown, unknown(clock.missing), found)
            if any_of(here):
                run = self._version(version)
                found = run if all_of(here | ~rows) else select(here, run, found)
            left = after
        self._check(node, found, rows)
        return found

    def _version(self, version: Version) -> Vector:
        rule = version.rule
        if isinstance(rule, Body):
            found = self._bodies.run(rule)
        else:
            found = self._joins.join(rule) if isinstance(rule, Join) else self._joins.member(rule)
        if version.code is not None:
            told = found.known & (found.value if version.when else ~found.value)
            found.reasons = union(found.reasons, within(told, flag(told, self.plan.code_bits[version.code])))
        return found

    def _check(self, node: Node, found: Vector, rows: Array) -> None:
        """A rule may come to what its output cannot be: what is missing then, an evaluation says."""
        if found.none is not None and not node.nullable:
            self.set_aside(found.none & rows)
        if node.kind in ENDS:
            first, last = ENDS[node.kind]
            outside = (found.value < first) | (found.value > last)
            if outside.any():
                none = NO if found.none is None else found.none
                self.set_aside(outside & found.known & ~none & rows)
