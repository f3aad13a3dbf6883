"""One case under one program: every name asked for, once, with what it rested on.

The three-valued run of a case is the explanation: each :class:`Result` keeps what was read, which tests came
out how, which record of which number answered, and the reasons it hands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from renshe.engine import ir, kinds
from renshe.engine.arithmetic import CALENDAR, month_of
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import LAW, Provided, Record
from renshe.engine.types import Day

ASKED = object()
"""Stands in a case for “asked and not known” (``?``)."""


class Result:
    """What one name came to, and why."""

    __slots__ = (
        "at", "because", "branches", "cites", "evaluation", "name", "not_checked", "provided", "reads", "reasons",
        "record", "replaced", "source", "steps", "tests", "value",
    )  # fmt: skip

    def __init__(self, name: str, evaluation: Evaluation) -> None:
        self.name = name
        self.evaluation = evaluation
        self.value: Any = Unknown(frozenset((name,)))
        self.source = "rule"
        """``rule``, ``number``, ``given``, ``assumed``, ``missing`` or ``case`` (date, month, region)."""
        self.reasons: tuple[str, ...] = ()
        self.provided: Provided | None = None
        self.record: Record | None = None
        self.replaced: tuple[str, ...] = ()
        self.cites: tuple[str, ...] = ()
        self.reads: dict[str, Result] = {}
        self.tests: list[Any] = []
        self.branches: list[tuple[int, bool]] = []
        self.because: tuple[str, str | None] | None = None
        self.not_checked: tuple[str, ...] = ()
        self.steps: tuple[Result, ...] = ()
        self.at: dict[str, str] = {}

    @property
    def unknown(self) -> bool:
        """Whether it could not be determined."""
        return isinstance(self.value, Unknown)


class Evaluation:
    """The results of one row of inputs; ``given`` holds parsed values, or :data:`ASKED`."""

    __slots__ = ("children", "given", "members", "program", "results")

    def __init__(self, program: Program, given: Mapping[str, Any]) -> None:
        self.program = program
        self.given = given
        self.results: dict[str, Result] = {}
        self.children: dict[tuple[tuple[str, Any], ...], Evaluation] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        """Members of a dimension that depend on the case (documents that share a number)."""

    def child(self, change: Mapping[str, Any]) -> Evaluation:
        """The same case with some inputs changed."""
        key = tuple(sorted(change.items()))
        if key not in self.children:
            self.children[key] = Evaluation(self.program, {**self.given, **change})
        return self.children[key]

    def value(self, name: str) -> Any:
        """The value of *name*, or what is missing for it."""
        return self.result(name).value

    def result(self, name: str) -> Result:
        """Everything about *name*, computed once."""
        found = self.results.get(name)
        if found is None:
            found = self.results[name] = Result(name, self)
            self._fill(found)
        return found

    # ---- where a name is found

    def _fill(self, result: Result) -> None:
        name = result.name
        for alias, at in self.program.book.aliases.get(name, ()):
            if alias in self.given and self._alias(result, alias, at):
                return
        if name in self.given:
            self._given(result, self.given[name])
            return
        if name == "region":
            result.source, result.value = "case", self.program.region
            return
        if name == "month":
            self._month(result)
            return
        bound = self.program.find(name)
        if isinstance(bound, BoundNumber):
            self._number(result, bound, None)
        elif isinstance(bound, BoundRule):
            self._rule(result, bound)
        else:
            self._absent(result)

    def _given(self, result: Result, value: Any) -> None:
        name = result.name
        result.source = "case" if name in ("date", "month", "region") else "given"
        result.value = Unknown(frozenset((name,))) if value is ASKED else value
        bound = self.program.find(name) if isinstance(value, bool) else None
        version = bound.at(self.value)[0] if isinstance(bound, BoundRule) else None
        if version is not None:
            # Who says that a condition is not met says why, as long as there is but one reason.
            result.reasons = kinds.tells(version, value)

    def _month(self, result: Result) -> None:
        date = self.value("date")
        result.source = "case"
        result.value = date if isinstance(date, Unknown) else month_of(Day(date))

    def _alias(self, result: Result, alias: str, at: tuple[tuple[str, str], ...]) -> bool:
        # A member's own name was given: for that member it answers the base name, whether that is given or not.
        for dimension, member in at:
            here = self.value(dimension)
            if isinstance(here, Unknown):
                result.value = here
                result.reads[dimension] = self.result(dimension)
                return True
            if here != member:
                return False
        result.reads[alias] = self.result(alias)
        result.source, result.value = "given", self.value(alias)
        return True

    def _absent(self, result: Result) -> None:
        term = self.program.book.terms.get(result.name)
        if term is not None and term.has_default:
            result.source, result.value = "assumed", term.when_absent
            return
        result.source = "missing"
        is_law = (term is None or not term.is_input) and self.program.defined_anywhere(result.name)
        result.value = Unknown(frozenset((LAW if is_law else result.name,)))

    # ---- numbers

    def _number(self, result: Result, bound: BoundNumber, day: int | None) -> None:
        number = bound.number
        result.source, result.replaced = "number", bound.replaced
        clock = day
        if clock is None and bound.needs_clock:
            clock = self.value(number.clock)
            result.reads[number.clock] = self.result(number.clock)
            if clock is None or isinstance(clock, Unknown):
                # A day that there is not is none on which a record could be in force.
                result.value = Unknown(frozenset((number.clock,))) if clock is None else clock
                return
        records = bound.at(clock)
        result.record = records[0] if records else None
        if not records or records[0].ended:
            windows = {"date": ir.NO_WINDOW, "month": ir.NO_MONTH_WINDOW}
            result.value = windows[number.type.kind] if number.kind == "window" else Unknown(frozenset((result.name,)))
            return
        result.cites = records[0].cites
        held = [(record, record.value) for record in records]
        for key in number.by:
            member = self.value(key)
            result.reads[key] = self.result(key)
            if isinstance(member, Unknown):
                result.value = member
                return
            held = [(record, value[member]) for record, value in held if member in value]
            if not held:
                result.value = Unknown(frozenset((result.name,)))  # a cell left out is not none
                return
        result.record, result.value = held[0]
        result.cites = held[0][0].cites

    def on(self, name: str, day: int) -> Result:
        """A number as the rule itself reads it, on a day it names."""
        bound = self.program.find(name)
        if name in self.given or not isinstance(bound, BoundNumber):
            return self.result(name)
        key = f"{name}@{day}"
        if key not in self.results:
            found = self.results[key] = Result(name, self)
            first, last = CALENDAR["date"]
            if first <= day <= last:
                self._number(found, bound, int(month_of(Day(day))) if self._monthly(bound.number.clock) else day)
        return self.results[key]

    def _monthly(self, clock: str) -> bool:
        term = self.program.book.terms.get(clock)
        return clock == "month" or (term is not None and term.type.kind == "month")

    # ---- rules

    def _rule(self, result: Result, bound: BoundRule) -> None:
        version, missing = bound.at(self.value)
        if version is None:
            if isinstance(missing, Unknown):
                result.source, result.value = "missing", missing
            else:
                self._absent(result)  # no text computes it then: an input is asked for
            return
        result.provided, result.replaced, result.cites = version, bound.replaced(version), version.cites
        kinds.run(self, result, version)

    def read(self, result: Result, name: str) -> Any:
        found = result.reads.get(name)
        if found is None:
            found = result.reads[name] = self.result(name)
        return found.value

    def read_on(self, result: Result, name: str, day: int) -> Any:
        found = self.on(name, day)
        result.reads[f"{name}@{day}"] = found
        return found.value
