"""Values worth trying for an input.

The members of an enum, and for amounts and days both sides of every boundary that the law behind an output knows.
What cannot make a difference on these is taken to make none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import first_day, last_day, month_of, months_after
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.evaluate import ASKED
from renshe.engine.lawbook import Provided
from renshe.engine.types import Day, Month, MonthWindow, PartialDay, Scale, Window
from renshe.engine.values import ValueType

MAX_VALUES = 200
"""More boundaries than these are not listed: to leave some out would be to take them to make no difference."""
MAX_STEP = 400
"""Whole numbers up to this are also tried as a number of days or months between two dates."""
LONGEST_SERIES = 24
"""A series is tried up to this length: each month of it is a case of its own."""
SPREAD = {"int": range(0, 6), "money": range(2, 9), "rate": range(3, 7)}
"""Powers of ten tried beside the law's own boundaries, for what is compared with another input."""
KIND = {"months": "int", "integer": "int", "day": "date"}


class Domains:
    """Boundary values for the inputs behind some outputs."""

    def __init__(self, program: Program, outputs: Iterable[str]) -> None:
        self.program = program
        self.constants: dict[str, set[int]] = {}
        self.counts: set[str] = set()
        self.texts: set[str] = set()
        self.rows: dict[str, dict[str, None]] = {}
        """What the rows of a register hold where an input is matched."""
        for name in program.closure(outputs):
            bound = program.find(name)
            if isinstance(bound, BoundNumber):
                self._number(bound)
            elif isinstance(bound, BoundRule):
                for version in bound.versions:
                    self.counts.update([version.spec["count"]] if version.kind == "series" else [])
                    if version.kind == "register":
                        self._register(version)
                    for value in version.literals:
                        self._add("int", value[1])
                    self._tree(version.tree)

    def _add(self, kind: str, value: int) -> None:
        self.constants.setdefault(KIND.get(kind, kind), set()).add(value)

    def _number(self, bound: BoundNumber) -> None:
        kind = bound.number.type.kind
        for record in bound.records:
            self._value(kind, record.value)
            for edge in (record.since, record.until):
                if edge is not None:
                    self._add("month" if self._by_month(bound.number.clock) else "date", edge)

    def _by_month(self, clock: str) -> bool:
        """Whether a clock is a month: the reserved one, or an input that is one."""
        term = self.program.book.terms.get(clock)
        return clock == "month" or (term is not None and term.type.kind == "month")

    def _value(self, kind: str, value: Any) -> None:
        if isinstance(value, (Window, MonthWindow)):
            for end in (value.first_or_none, value.last_or_none):
                if end is not None:
                    self._add("month" if isinstance(value, MonthWindow) else "date", int(end))
        elif isinstance(value, Scale):
            for start, step in value.steps:
                self._add("int", start)
                self._value(kind, step)
        elif isinstance(value, Mapping):
            for inner in value.values():
                self._value(kind, inner)
        elif isinstance(value, int) and not isinstance(value, bool):
            self._add(kind, value)

    def _register(self, version: Provided) -> None:
        for row in self.program.rows(version.spec["source"]):
            for column, name in version.spec["match"]:
                if isinstance(row[column], int):
                    self._add("int", row[column])
                elif isinstance(row[column], str):
                    self.rows.setdefault(name, {})[row[column]] = None

    def _tree(self, tree: Any) -> None:
        for node in ir.nodes(tree):
            if isinstance(node, ir.In):
                self.texts.update(choice for choice in node.choices if isinstance(choice, str))
            if isinstance(node, ir.Compare):
                for side in (node.left, node.right):
                    if isinstance(side, ir.Constant) and isinstance(side.value, int):
                        self._add(node.kind, side.value)
                    elif isinstance(side, ir.Constant) and isinstance(side.value, str):
                        self.texts.add(side.value)

    def of(self, name: str, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Values to try for *name* beside what is *given*; None where they cannot be listed (records)."""
        term = self.program.book.terms.get(name)
        kind = term.type if term is not None else ValueType({"date": "date", "month": "month"}.get(name, "text"))
        values = self._scalar(kind, given) if kind.kind != "list" else self._list(kind, given)
        if values is None or len(values) > MAX_VALUES:
            return None
        values = (*self.rows.get(name, ()), *values)
        if name in self.counts:
            values = tuple(value for value in values if value <= LONGEST_SERIES)
        return (*values, None) if kind.nullable else values

    def _given(self, kind: str, given: Mapping[str, Any]) -> set[int]:
        found: set[int] = set()
        for name, value in given.items():
            term = self.program.book.terms.get(name)
            own = term.type.kind if term is not None else name
            if value is not ASKED and isinstance(value, int) and KIND.get(own, own) == kind:
                found.add(int(value))
        return found

    def _scalar(self, kind: ValueType, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        match kind.kind:
            case "boolean":
                return (True, False)
            case "enum":
                return kind.members
            case "text":
                texts = {v for v in given.values() if isinstance(v, str)}
                return (*sorted(texts | self.texts), "\u7532", "\u4e59")
            case "date":
                return self._days(given)
            case "month":
                around = {int(month_of(Day(day))) for day in self._given("date", given)}
                return _near(self.constants.get("month", set()) | self._given("month", given) | around)
            case "partial_day":
                return tuple(PartialDay(int(month_of(Day(day))), day) for day in self._days(given))
            case "money" | "rate" | "months" | "integer":
                short = KIND.get(kind.kind, kind.kind)
                known = self.constants.get(short, set()) | self._given(short, given)
                values = _near(known | {10**power for power in SPREAD[short]} | {0})
                return tuple(value for value in values if value >= 0)
        return None

    def _days(self, given: Mapping[str, Any]) -> tuple[int, ...]:
        fixed = self.constants.get("date", set())
        months = self.constants.get("month", set())
        ends = {int(end(Month(month))) for month in months for end in (first_day, last_day)}
        around: set[int] = set()
        for day in self._given("date", given):
            around.add(day)
            for step in self.constants.get("int", set()):
                if 0 < step <= MAX_STEP:
                    around |= {day - step, day + step}
                    around |= {int(months_after(Day(day), n)) for n in (-step, step) if step <= 36}
        return tuple(day for day in _near(fixed | ends | around) if day > 366)

    def _list(self, kind: ValueType, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        item = kind.item or ValueType("text")
        if item.kind in ("record", "list"):
            return None
        lists = {v for v in given.values() if isinstance(v, tuple)} if item.kind == "text" else set()
        single = self._scalar(item, given) or ()
        # What asks for several members at once is met by all of them.
        every = {single} if item.kind == "enum" else set()
        return ((), *((value,) for value in single[:20]), *lists, *every)


def _near(values: set[int]) -> tuple[int, ...]:
    """Each value with its neighbours."""
    return tuple(sorted({near for value in values for near in (value - 1, value, value + 1)}))
