"""How each kind of rule comes to its value, its reasons and what was not checked."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.declared import REGISTERS, declared_rows
from renshe.engine.ir import Frame, Unknown, unknown
from renshe.engine.lawbook import LAW, Lawbook, Provided, normal_number

if TYPE_CHECKING:
    from renshe.engine.evaluate import Evaluation, Result

SERIES_LIMIT = 1200
"""A hundred years of months."""


def run(evaluation: Evaluation, result: Result, version: Provided) -> None:
    """Fill in *result*, the answer of *version* to the case of *evaluation*."""
    RUN[version.kind](evaluation, result, version)
    if isinstance(result.value, Unknown):
        if not result.value.missing:
            # A helper that could not compute what locals gave it: for lack of what the body read.
            result.value = _lacking(result)
    elif not is_value(evaluation.program.book, result.name, result.value):
        result.value, result.reasons = _lacking(result), ()


def _lacking(result: Result) -> Unknown:
    return Unknown(frozenset(read.name for read in result.reads.values()) or frozenset((result.name,)))


def is_value(book: Lawbook, name: str, value: Any) -> bool:
    """Whether *name* may have *value*: none only where the output may be none, a day or a month of the calendar."""
    term = book.terms.get(name)
    if term is None:
        return True
    if value is None:
        return term.type.nullable
    ends = CALENDAR.get(term.type.kind)
    return ends is None or (isinstance(value, int) and ends[0] <= value <= ends[1])


def tells(version: Provided, value: bool) -> tuple[str, ...]:
    """The reason that *version* has for *value*, where it has one of its own."""
    code = version.spec.get("code")
    return (code,) if code and value is (version.kind == "cause") else ()


# ---- bodies


def _body(evaluation: Evaluation, result: Result, version: Provided) -> None:
    frame = Frame(lambda name: evaluation.read(result, name), lambda name, day: evaluation.read_on(result, name, day))
    result.value = version.tree.run(frame)
    result.tests, result.branches, result.because = frame.tests, frame.branches, frame.because


def _rule(evaluation: Evaluation, result: Result, version: Provided) -> None:
    _body(evaluation, result, version)
    if not result.unknown:
        codes: dict[str, None] = {}
        for name in version.reasons_from:
            if name in result.reads or name not in version.arguments:
                evaluation.read(result, name)
                codes.update(dict.fromkeys(result.reads[name].reasons))
        if result.because is not None:
            codes[result.because[0]] = None
        result.reasons = tuple(codes)


def _condition(evaluation: Evaluation, result: Result, version: Provided) -> None:
    _body(evaluation, result, version)
    if isinstance(result.value, bool):
        result.reasons = tells(version, result.value)


# ---- what joins others


def _eligibility(evaluation: Evaluation, result: Result, version: Provided) -> None:
    states = [evaluation.read(result, name) for name in version.names]
    _settle(result, version.names, states, decides=False)


def _anyof(evaluation: Evaluation, result: Result, version: Provided) -> None:
    states = [evaluation.read(result, name) for name in version.names]
    if any(state is True for state in states):
        result.value = True
        return
    pending = [state for state in states if isinstance(state, Unknown)]
    if pending:
        result.value = unknown(*pending)
        return
    result.value = False
    result.reasons = tells(version, False) or _reasons(result, version.names)


def _causes(evaluation: Evaluation, result: Result, version: Provided) -> None:
    names = list(version.names)
    states = [evaluation.read(result, name) for name in names]
    codes: list[str] = []
    code_from = version.spec["code_from"]
    if code_from:
        state = evaluation.read(result, code_from)
        if isinstance(state, Unknown):
            names.append(code_from)
            states.append(state)
        else:
            members = state if isinstance(state, tuple) else (state,) if state is not None else ()
            codes = [member for member in members if member not in version.spec["except"]]
    _settle(result, tuple(names), [*states, *([True] if codes else [])], decides=True)
    if result.value is True:
        result.reasons = tuple(dict.fromkeys([*result.reasons, *codes]))


def _settle(result: Result, names: tuple[str, ...], states: list[Any], *, decides: bool) -> None:
    """Fold *states*: one that equals *decides* decides, though others are missing."""
    pending = [state for state in states if isinstance(state, Unknown)]
    if any(state is decides for state in states):
        result.value = decides
        result.not_checked = tuple(
            name for name, state in zip(names, states, strict=False) if isinstance(state, Unknown)
        )
        result.reasons = _reasons(result, names)
    else:
        result.value = unknown(*pending) if pending else not decides


def _reasons(result: Result, names: tuple[str, ...]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for name in names:
        codes.update(dict.fromkeys(result.reads[name].reasons))
    return tuple(codes)


# ---- lists, rows and declared data


def _reducer(evaluation: Evaluation, result: Result, version: Provided) -> None:
    values = [evaluation.read(result, name) for name in version.arguments]
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
        evaluation.read(result, name)
    result.reasons = _reasons(result, version.reasons_from)


def _collect(evaluation: Evaluation, result: Result, version: Provided) -> None:
    wanted = not version.spec["missing"]
    states = [evaluation.read(result, name) for name in version.names]
    pending = [state for state in states if isinstance(state, Unknown)]
    if pending:
        result.value = unknown(*pending)
    else:
        members = version.spec["members"]
        result.value = tuple(m for m, state in zip(members, states, strict=True) if state is wanted)


def _series(evaluation: Evaluation, result: Result, version: Provided) -> None:
    spec = version.spec
    count = evaluation.read(result, spec["count"])
    if count == 0:
        # No months: the reasons are those for which there are none.
        result.value, result.reasons = (), result.reads[spec["count"]].reasons
        return
    first = evaluation.read(result, spec["first"])
    varied = {name: evaluation.read(result, start) for name, start in spec["vary"]}
    if any(isinstance(value, Unknown) for value in (first, count, *varied.values())):
        result.value = unknown(first, count, *varied.values())
        return
    if any(value is None for value in (first, count, *varied.values())):
        result.value = ()  # no first month, no months
        result.reasons = result.reads[spec["first"]].reasons
        return
    if not 0 <= count <= SERIES_LIMIT:
        result.value = Unknown(frozenset((spec["count"],)))
        return
    steps = []
    for step in range(count):
        change = {spec["clock"]: first + step, **{name: start + step for name, start in varied.items()}}
        steps.append(evaluation.child(change).result(spec["rule"]))
    result.steps = tuple(steps)
    values = tuple(step.value for step in steps)
    if any(isinstance(value, Unknown) for value in values):
        result.value = unknown(*values)
        return
    result.value = values
    result.reasons = tuple(dict.fromkeys(code for step in steps for code in step.reasons))


def _member(evaluation: Evaluation, result: Result, version: Provided) -> None:
    at = dict(version.spec["at"])
    step = evaluation.child(at).result(version.spec["of"])
    result.at, result.steps = at, (step,)
    result.value, result.reasons = step.value, step.reasons
    if step.unknown:
        # What is missing for a member keeps the member's own name where a case would give it.
        result.value = Unknown(
            frozenset(_member_name(evaluation, name, version.spec["at"]) for name in step.value.missing)
        )


def _member_name(evaluation: Evaluation, name: str, at: tuple[tuple[str, str], ...]) -> str:
    for alias, alias_at in evaluation.program.book.aliases.get(name, ()):
        if alias_at == at:
            return alias
    return name


def _register(evaluation: Evaluation, result: Result, version: Provided) -> None:
    spec = version.spec
    if spec["source"] in REGISTERS:
        rows = declared_rows(evaluation.program, spec["source"], evaluation.value("date"))
    else:
        rows = evaluation.program.rows(spec["source"])
    open_names: list[str] = []
    for column, name in spec["match"]:
        state = evaluation.read(result, name)
        if isinstance(state, Unknown):
            open_names.append(name)
            continue
        wanted = normal_number(state) if column == "number" and state is not None else state
        rows = [row for row in rows if row[column] == wanted]
    if open_names and len(open_names) == len(spec["match"]):
        result.value = Unknown(frozenset(open_names[:1]))
        return
    answers: dict[str, dict[Any, Any]] = {}
    for row in (row for row in rows if spec["field"] in row):
        value, cites = row[spec["field"]]
        values = answers.setdefault(row["document"], {})
        values[value] = tuple(dict.fromkeys((*values.get(value, ()), *cites)))
    if not answers:
        result.value = Unknown(frozenset((LAW,)))
        return
    if any(len(values) > 1 for values in answers.values()):
        # Several rows of one document: what would tell them apart was not said.
        narrowing = [name for name in open_names if name not in evaluation.program.dimensions]
        result.value = Unknown(frozenset(narrowing[:1] or open_names[:1]))
        return
    if len({next(iter(values)) for values in answers.values()}) > 1:
        dimension = next(name for column, name in spec["match"] if column in ("id", "document"))
        evaluation.members[dimension] = tuple(answers)
        result.value = Unknown(frozenset((dimension,)))
        return
    value, cites = next(iter(next(iter(answers.values())).items()))
    result.value, result.cites = value, (*version.cites, *cites)


def _total(evaluation: Evaluation, result: Result, version: Provided) -> None:
    # One case is one row, and the total is over many: whoever knows it gives it.
    result.value = Unknown(frozenset((version.name,)))


RUN: Mapping[str, Callable[[Evaluation, Result, Provided], None]] = {
    "rule": _rule,
    "condition": _condition,
    "cause": _condition,
    "eligibility": _eligibility,
    "anyof": _anyof,
    "causes": _causes,
    "reducer": _reducer,
    "collect": _collect,
    "series": _series,
    "member": _member,
    "register": _register,
    "total": _total,
}
"""Kind → how it is run."""
