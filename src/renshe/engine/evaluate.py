"""One case under one program: every name asked for, once, with what it rested on.

The three-valued run of a case is the explanation: each :class:`Result` keeps what was read, which tests came
out how, which record of which number answered, and the reasons it hands on.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import month_of
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.ir import Frame, Unknown, unknown
from renshe.engine.lawbook import LAW, Provided, Record, normal_number
from renshe.engine.types import Day

ASKED = object()
"""Stands in a case for “asked and not known” (``?``)."""
SERIES_LIMIT = 1200


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
        if name in self.given:
            value = self.given[name]
            result.source = "case" if name in ("date", "month", "region") else "given"
            result.value = Unknown(frozenset((name,))) if value is ASKED else value
            return
        if name == "region":
            result.source, result.value = "case", self.program.region
            return
        if name == "month":
            self._month(result)
            return
        for alias, at in self.program.book.aliases.get(name, ()):
            if alias in self.given and self._alias(result, alias, at):
                return
        bound = self.program.find(name)
        if isinstance(bound, BoundNumber):
            self._number(result, bound, None)
        elif isinstance(bound, BoundRule):
            self._rule(result, bound)
        else:
            self._absent(result)

    def _month(self, result: Result) -> None:
        date = self.value("date")
        result.source = "case"
        result.value = date if isinstance(date, Unknown) else month_of(Day(date))

    def _alias(self, result: Result, alias: str, at: tuple[tuple[str, str], ...]) -> bool:
        # A member's own name was given: it answers the base name for that member only.
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

    def clock(self, name: str) -> Any:
        """The day or month a clock shows, or what is missing for it."""
        return self.value(name)

    # ---- numbers

    def _number(self, result: Result, bound: BoundNumber, day: int | None) -> None:
        number = bound.number
        result.source, result.replaced = "number", bound.replaced
        clock = day
        if clock is None and bound.needs_clock:
            clock = self.value(number.clock)
            result.reads[number.clock] = self.result(number.clock)
            if isinstance(clock, Unknown):
                result.value = clock
                return
        record = bound.at(clock)
        result.record = record
        if record is None or record.ended:
            windows = {"date": ir.NO_WINDOW, "month": ir.NO_MONTH_WINDOW}
            result.value = windows[number.type.kind] if number.kind == "window" else Unknown(frozenset((result.name,)))
            return
        result.cites = record.cites
        value = record.value
        for key in number.by:
            member = self.value(key)
            result.reads[key] = self.result(key)
            if isinstance(member, Unknown):
                result.value = member
                return
            if member not in value:
                value = Unknown(frozenset((result.name,)))  # a cell left out is not none
                break
            value = value[member]
        result.value = value

    def on(self, name: str, day: int) -> Result:
        """A number as the rule itself reads it, on a day it names."""
        bound = self.program.find(name)
        if name in self.given or not isinstance(bound, BoundNumber):
            return self.result(name)
        key = f"{name}@{day}"
        if key not in self.results:
            self.results[key] = Result(name, self)
            self._number(self.results[key], bound, day)
        return self.results[key]

    # ---- rules

    def _rule(self, result: Result, bound: BoundRule) -> None:
        version, missing = bound.at(self.clock)
        if version is None:
            result.source = "missing"
            result.value = missing if isinstance(missing, Unknown) else Unknown(frozenset((LAW,)))
            return
        result.provided, result.replaced, result.cites = version, bound.replaced(version), version.cites
        getattr(self, f"_run_{version.kind}")(result, version)

    def _read(self, result: Result, name: str) -> Any:
        found = result.reads.get(name)
        if found is None:
            found = result.reads[name] = self.result(name)
        return found.value

    def _read_on(self, result: Result, name: str, day: int) -> Any:
        found = self.on(name, day)
        result.reads[f"{name}@{day}"] = found
        return found.value

    def _body(self, result: Result, version: Provided) -> None:
        frame = Frame(lambda name: self._read(result, name), lambda name, day: self._read_on(result, name, day))
        result.value = version.tree.run(frame)
        result.tests, result.branches, result.because = frame.tests, frame.branches, frame.because

    def _run_rule(self, result: Result, version: Provided) -> None:
        self._body(result, version)
        if not result.unknown:
            codes: dict[str, None] = {}
            for name in version.reasons_from:
                if name in result.reads or name not in version.arguments:
                    self._read(result, name)
                    codes.update(dict.fromkeys(result.reads[name].reasons))
            if result.because is not None:
                codes[result.because[0]] = None
            result.reasons = tuple(codes)

    def _run_condition(self, result: Result, version: Provided) -> None:
        self._body(result, version)
        if result.value is False:
            result.reasons = (version.spec["code"],)

    def _run_cause(self, result: Result, version: Provided) -> None:
        self._body(result, version)
        if result.value is True:
            result.reasons = (version.spec["code"],)

    def _run_eligibility(self, result: Result, version: Provided) -> None:
        states = [self._read(result, name) for name in version.names]
        self._settle(result, version.names, states, decides=False)

    def _run_anyof(self, result: Result, version: Provided) -> None:
        states = [self._read(result, name) for name in version.names]
        if any(state is True for state in states):
            result.value = True
            return
        pending = [state for state in states if isinstance(state, Unknown)]
        if pending:
            result.value = unknown(*pending)
            return
        result.value = False
        code = version.spec["code"]
        result.reasons = (code,) if code else self._reasons(result, version.names)

    def _run_causes(self, result: Result, version: Provided) -> None:
        names = list(version.names)
        states = [self._read(result, name) for name in names]
        codes: list[str] = []
        code_from = version.spec["code_from"]
        if code_from:
            state = self._read(result, code_from)
            if isinstance(state, Unknown):
                names.append(code_from)
                states.append(state)
            else:
                members = state if isinstance(state, tuple) else (state,) if state is not None else ()
                codes = [member for member in members if member not in version.spec["except"]]
        self._settle(result, tuple(names), [*states, *([True] if codes else [])], decides=True)
        if result.value is True:
            result.reasons = tuple(dict.fromkeys([*result.reasons, *codes]))

    def _settle(self, result: Result, names: tuple[str, ...], states: list[Any], *, decides: bool) -> None:
        """Fold *states*: one that equals *decides* decides, though others are missing."""
        pending = [state for state in states if isinstance(state, Unknown)]
        if any(state is decides for state in states):
            result.value = decides
            result.not_checked = tuple(
                name for name, state in zip(names, states, strict=False) if isinstance(state, Unknown)
            )
            result.reasons = self._reasons(result, names)
        else:
            result.value = unknown(*pending) if pending else not decides

    def _reasons(self, result: Result, names: tuple[str, ...]) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for name in names:
            codes.update(dict.fromkeys(result.reads[name].reasons))
        return tuple(codes)

    def _run_reducer(self, result: Result, version: Provided) -> None:
        values = [self._read(result, name) for name in version.arguments]
        if any(isinstance(value, Unknown) for value in values):
            result.value = unknown(*values)
            return
        module, _, attribute = version.spec["function"].partition(":")
        function = getattr(importlib.import_module(module), attribute).function
        try:
            result.value = function(**dict(zip(version.arguments, values, strict=True)))
        except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError):
            # A reducer is total by contract; where one is not, the case is undetermined, never a wrong figure.
            result.value = Unknown(frozenset(version.arguments))
            return
        if isinstance(result.value, list):
            result.value = tuple(result.value)
        for name in version.reasons_from:
            self._read(result, name)
        result.reasons = self._reasons(result, version.reasons_from)

    def _run_collect(self, result: Result, version: Provided) -> None:
        wanted = not version.spec["missing"]
        states = [self._read(result, name) for name in version.names]
        pending = [state for state in states if isinstance(state, Unknown)]
        if pending:
            result.value = unknown(*pending)
        else:
            members = version.spec["members"]
            result.value = tuple(m for m, state in zip(members, states, strict=True) if state is wanted)

    def _run_series(self, result: Result, version: Provided) -> None:
        spec = version.spec
        count = self._read(result, spec["count"])
        if count == 0:
            result.value = ()
            return
        first = self._read(result, spec["first"])
        varied = {name: self._read(result, start) for name, start in spec["vary"]}
        if any(isinstance(value, Unknown) for value in (first, count, *varied.values())):
            result.value = unknown(first, count, *varied.values())
            return
        if any(value is None for value in (first, count, *varied.values())):
            result.value = ()  # no first month, no months
            return
        if not 0 <= count <= SERIES_LIMIT:
            result.value = Unknown(frozenset((spec["count"],)))
            return
        steps = []
        for step in range(count):
            change = {spec["clock"]: first + step, **{name: start + step for name, start in varied.items()}}
            steps.append(self.child(change).result(spec["rule"]))
        result.steps = tuple(steps)
        values = tuple(step.value for step in steps)
        if any(isinstance(value, Unknown) for value in values):
            result.value = unknown(*values)
            return
        result.value = values
        result.reasons = tuple(dict.fromkeys(code for step in steps for code in step.reasons))

    def _run_member(self, result: Result, version: Provided) -> None:
        at = dict(version.spec["at"])
        step = self.child(at).result(version.spec["of"])
        result.at, result.steps = at, (step,)
        result.value, result.reasons = step.value, step.reasons
        if step.unknown:
            # What is missing for a member keeps the member's own name where a case would give it.
            result.value = Unknown(
                frozenset(self._member_name(name, version.spec["at"]) for name in step.value.missing)
            )

    def _member_name(self, name: str, at: tuple[tuple[str, str], ...]) -> str:
        for alias, alias_at in self.program.book.aliases.get(name, ()):
            if alias_at == at:
                return alias
        return name

    def _run_register(self, result: Result, version: Provided) -> None:
        spec = version.spec
        rows = self.program.rows(spec["source"])
        open_names: list[str] = []
        for column, name in spec["match"]:
            state = self._read(result, name)
            if isinstance(state, Unknown):
                open_names.append(name)
                continue
            wanted = normal_number(state) if column == "number" else state
            rows = [row for row in rows if row[column] == wanted]
        if len(open_names) == len(spec["match"]):
            result.value = Unknown(frozenset(open_names[:1]))
            return
        answers: dict[str, dict[Any, Any]] = {}
        for row in rows:
            value, cites = row[spec["field"]]
            values = answers.setdefault(row["document"], {})
            values[value] = tuple(dict.fromkeys((*values.get(value, ()), *cites)))
        if not answers:
            result.value = Unknown(frozenset((LAW,)))
            return
        if any(len(values) > 1 for values in answers.values()):
            # Several rows of one document: what would tell them apart was not said.
            narrowing = [name for name in open_names if name not in self.program.dimensions]
            result.value = Unknown(frozenset(narrowing[:1] or open_names[:1]))
            return
        if len({next(iter(values)) for values in answers.values()}) > 1:
            dimension = next(name for column, name in spec["match"] if column in ("id", "document"))
            self.members[dimension] = tuple(answers)
            result.value = Unknown(frozenset((dimension,)))
            return
        value, cites = next(iter(next(iter(answers.values())).items()))
        result.value, result.cites = value, (*version.cites, *cites)
