"""Queries against what the law declares: what each expects, what is found, and which provisions that shows."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.decision import read_day
from renshe.engine.declared import REGISTERS, Declared, in_force
from renshe.engine.declared_answer import day_json, evaluation_of, fields_known, fields_of, find, holder_of
from renshe.engine.declared_due import Deadline, deadlines, owed
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.evaluate import Evaluation
from renshe.engine.lawbook import Lawbook


@dataclass(frozen=True)
class Found:
    """What a query came to.

    Attributes:
        got: field → value, of the fields expected.
        versions: the declarations that answered.
        cites: the provisions that the fields expected rest on. Whoever lists names has seen no provision.
        reads: rules and numbers that gave a day.
    """

    got: Mapping[str, Any]
    versions: tuple[Declared, ...] = ()
    cites: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    program: Program | None = None


def query(
    book: Lawbook, entry: Mapping[str, Any], programs: dict[tuple[str, int | None], Program] | None = None
) -> Found:
    """The fields that *entry*, a query of a case file, expects, as they are found.

    Raises:
        InputError: for a name, place, day or field that there is not.
    """
    evaluation = evaluation_of(
        book,
        region=entry["region"],
        date=entry["date"],
        inputs=entry.get("inputs"),
        known_on=entry.get("known_on"),
        programs=programs,
    )
    kind = entry["query"]
    if kind in REGISTERS:
        return _all(evaluation, kind, entry)
    expected = entry["expect"]
    _fields(expected, fields_known(kind))
    if expected.get("found") is False:
        return _absent(evaluation, kind, entry["name"])
    declared = find(evaluation, kind, entry["name"])
    deadline = next(iter(deadlines(evaluation, declared.deadline, evaluation.given["date"])), Deadline())
    period = next(iter(deadlines(evaluation, declared.period, evaluation.given["date"])), Deadline())
    fields = fields_of(declared, deadline, period if declared.period else None)
    cites = dict.fromkeys(declared.cites)
    for name in expected:
        cites.update(dict.fromkeys(fields.get(name, (None, ()))[1]))
    return Found(
        {name: fields.get(name, (None, ()))[0] for name in expected},
        (declared,),
        tuple(cites),
        (*deadline.reads, *period.reads),
        evaluation.program,
    )


def _absent(evaluation: Evaluation, kind: str, name: str) -> Found:
    try:
        find(evaluation, kind, name)
    except InputError:
        return Found({"found": False})
    return Found({"found": True})


def _all(evaluation: Evaluation, register: str, entry: Mapping[str, Any]) -> Found:
    _fields(entry["expect"], ("names", "count", *(("due",) if register == "duties" else ())))
    day = evaluation.given["date"]
    due: dict[str, Any] = {}
    reads: dict[str, None] = {}
    if register == "duties":
        start, end = (read_day(entry[key], key) if key in entry else None for key in ("from", "to"))
        holder = holder_of(evaluation.program.book, entry.get("holder"))
        for one in owed(evaluation, day=day, holder=holder, start=start, end=end):
            due.setdefault(one.duty.name, day_json(one.deadline.due))
            reads.update(dict.fromkeys(one.deadline.reads))
        names = list(due)
    else:
        names = [each.name for each in in_force(evaluation.program, REGISTERS[register], day)]
    fields = {"names": names, "count": len(names), "due": due}
    return Found({name: fields[name] for name in entry["expect"]}, reads=tuple(reads), program=evaluation.program)


def _fields(expected: Mapping[str, Any], known: tuple[str, ...]) -> None:
    problems = []
    for name in expected:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.5) or known
            what = Words(f"expect 里没有 {name} 这一项", f"a query cannot expect {name}")
            problems.append(
                Problem(what, Words("可写：" + "、".join(near), "write one of " + ", ".join(near)), "expect")
            )
    if problems:
        raise InputError(problems)


def agrees(expected: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    """Whether what was found is what was expected; a list in any order."""
    return all(_same(value, got.get(name)) for name, value in expected.items())


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, list) and isinstance(got, list):
        return Counter(map(repr, expected)) == Counter(map(repr, got))
    return type(expected) is type(got) and bool(expected == got)
