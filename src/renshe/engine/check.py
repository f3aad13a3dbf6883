"""Cases against the law: what each expects, what the law answers, and whether they agree. Queries are cases too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renshe.engine import declared_check
from renshe.engine.bind import Program
from renshe.engine.decision import Answer, Decision, decide, type_of
from renshe.engine.errors import InputError, Language, Problem
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.values import ValueProblem, same, to_json

STATUSES = ("passed", "failed", "undetermined", "not_written")


@dataclass(frozen=True)
class Case:
    """One case of a case file; values as the file holds them."""

    id: str
    topic: str
    region: str
    date: str
    inputs: Mapping[str, Any]
    expect: Mapping[str, Any]
    reasons: tuple[str, ...] | None = None
    known_on: str | None = None
    provisions: tuple[str, ...] = ()
    place: str = ""
    query: Mapping[str, Any] | None = None
    """The whole entry, when it looks up what is declared."""
    faults: tuple[Problem, ...] = ()
    """Why it is no case: it fails by that, and the others go on."""


@dataclass
class Outcome:
    """What became of one case."""

    case: Case
    status: str
    got: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    error: str = ""
    decision: Decision | None = None
    found: declared_check.Found | None = None
    """What a query came to."""

    def to_json(self) -> dict[str, Any]:
        """The case as ``renshe check --json`` prints it."""
        return {
            "id": self.case.id,
            "topic": self.case.topic,
            "status": self.status,
            "expected": dict(self.case.expect),
            "got": self.got,
            "reasons": list(self.reasons),
            "expected_reasons": None if self.case.reasons is None else list(self.case.reasons),
            **({"error": self.error} if self.error else {}),
        }


def case_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The case files among *paths*; a folder stands for all below it."""
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """All cases of *paths* that ask for a decision; queries of what is declared are left out. See :func:`read_all`."""
    return [case for case in read_all(paths) if case.query is None]


def read_all(paths: Iterable[Path]) -> list[Case]:
    """All cases and queries of *paths*; one that is neither carries its faults.

    Raises:
        InputError: when a file cannot be read at all.
    """
    from renshe.engine.schemas import read_cases_apart

    cases = []
    for file in case_files(paths):
        source, faults = read_cases_apart(file, str(file))
        for index, entry in enumerate(source.data):
            place = f"{file}#{index + 1}"
            if index in faults:
                cases.append(_no_case(entry if isinstance(entry, dict) else {}, place, faults[index]))
            else:
                cases.append(_case(entry, place))
    return cases


def _case(entry: Mapping[str, Any], place: str) -> Case:
    return Case(
        id=entry["id"],
        topic=entry["topic"],
        region=entry["region"],
        date=entry["date"],
        inputs=entry.get("inputs") or {},
        expect=entry["expect"],
        reasons=None if entry.get("reasons") is None else tuple(entry["reasons"]),
        known_on=entry.get("known_on"),
        provisions=tuple(entry.get("provisions") or ()),
        place=place,
        query=entry if "query" in entry else None,
    )


def _no_case(entry: Mapping[str, Any], place: str, faults: Iterable[Problem]) -> Case:
    def said(name: str) -> str:
        return str(entry.get(name) or "")[:80]

    expect = entry.get("expect")
    return Case(
        id=said("id"),
        topic=said("topic"),
        region=said("region"),
        date=said("date"),
        inputs={},
        expect=expect if isinstance(expect, dict) else {},
        place=place,
        query=entry if "query" in entry else None,
        faults=tuple(faults),
    )


def topics_of(book: Lawbook) -> set[str]:
    """Topics for which some place has written rules; duties and schemes alone answer no case."""
    return {
        entry[0].topic for layer in book.layers.values() for entry in layer.values() if not isinstance(entry, Number)
    }


def run_case(
    book: Lawbook, case: Case, programs: dict[tuple[str, int | None], Program], language: Language = "en"
) -> Outcome:
    """Decide one case and compare."""
    if case.faults:
        return Outcome(case, "failed", error="\n".join(fault.text(language) for fault in case.faults))
    if case.query is not None:
        return _run_query(book, case, case.query, programs, language)
    try:
        decision = decide(
            book,
            tuple(case.expect),
            region=case.region,
            date=case.date,
            inputs=case.inputs,
            known_on=case.known_on,
            programs=programs,
        )
    except InputError as error:
        return Outcome(case, "failed", error=error.text(language))
    got: dict[str, Any] = {}
    agree, undetermined = True, False
    for name, expected in case.expect.items():
        answer = decision.answers[name]
        got[name] = answer_json(book, answer)
        agree = _agrees(book, answer, expected) and agree
        wanted_unknown = isinstance(expected, dict) and "undetermined" in expected
        undetermined = undetermined or (not wanted_unknown and any(part.result.unknown for part in answer.parts))
    if case.reasons is not None and set(case.reasons) != set(decision.reasons):
        agree = False
    status = "passed" if agree else "undetermined" if undetermined else "failed"
    return Outcome(case, status, got, decision.reasons, decision=decision)


def _run_query(
    book: Lawbook,
    case: Case,
    entry: Mapping[str, Any],
    programs: dict[tuple[str, int | None], Program],
    language: Language,
) -> Outcome:
    try:
        found = declared_check.query(book, entry, programs)
    except InputError as error:
        return Outcome(case, "failed", error=error.text(language))
    status = "passed" if declared_check.agrees(case.expect, found.got) else "failed"
    return Outcome(case, status, dict(found.got), found=found)


def check(book: Lawbook, cases: Iterable[Case], language: Language = "en") -> list[Outcome]:
    """Run *cases*; those of a topic nobody has written are said to be so, never passed."""
    programs: dict[tuple[str, int | None], Program] = {}
    written = topics_of(book)
    return [
        run_case(book, case, programs, language)
        if case.faults or case.query is not None or case.topic in written
        else Outcome(case, "not_written")
        for case in cases
    ]


def summary(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many cases had each status."""
    counts = dict.fromkeys(STATUSES, 0)
    for outcome in outcomes:
        counts[outcome.status] += 1
    return counts


def answer_json(book: Lawbook, answer: Answer) -> Any:
    """The values of an answer in the form a case file has."""
    kind = type_of(book, answer.name)
    shown = {
        "/".join(part.at.values()): {"undetermined": list(part.missing)}
        if part.result.unknown
        else to_json(kind, part.result.value)
        if kind
        else part.result.value
        for part in answer.parts
    }
    return shown.get("", shown)


def _agrees(book: Lawbook, answer: Answer, expected: Any) -> bool:
    if answer.single is None:
        if not isinstance(expected, dict):
            return False
        parts = {"/".join(part.at.values()): part for part in answer.parts}
        return set(parts) == set(expected) and all(
            _agrees(book, Answer(answer.name, (parts[key],)), value) for key, value in expected.items()
        )
    part = answer.single
    if isinstance(expected, dict) and set(expected) == {"undetermined"}:
        return part.result.unknown and set(part.missing) == set(expected["undetermined"])
    kind = type_of(book, answer.name)
    if part.result.unknown or kind is None:
        return False
    try:
        return same(kind, expected, part.result.value)
    except ValueProblem:
        return False
