"""What the figures of a run rest on: the numbers of the law, each record once, with grade and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from renshe.engine.decision import GRADES, grade_of
from renshe.engine.evaluate import Evaluation, Result
from renshe.engine.ir import Unknown
from renshe.engine.tables.batch import Computed, Outcome


@dataclass(frozen=True)
class Basis:
    """A number of the law that figures rest on, with what is known of it."""

    result: Result
    grade: str


def bases(outcome: Outcome) -> list[Basis]:
    """The numbers of the law that the figures of the run rest on, the weakest grade first, each record once.

    Lines are looked into one of a kind: those that state the same but for their amounts, and whose figures stand in the
    same relation to those amounts, took the same way through the law.
    """
    found: dict[Any, Basis] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in outcome.rows:
        kind = _kind(outcome, row)
        if kind in seen:
            continue
        seen.add(kind)
        for group, figures in outcome.figures.groups:
            evaluation = Evaluation(outcome.program, {**row.given, **group.at})
            stack = [evaluation.result(figure.name) for figure in figures]
            done: set[int] = set()
            while stack:
                result = stack.pop()
                if id(result) in done:
                    continue
                done.add(id(result))
                stack.extend((*result.reads.values(), *result.steps))
                if result.record is not None:
                    cell = (id(result.record), str(result.value))
                    found.setdefault(cell, Basis(result, grade_of(outcome.book, result)))
    return sorted(found.values(), key=lambda basis: (-GRADES.index(basis.grade), basis.result.name))


def _kind(outcome: Outcome, row: Computed) -> tuple[Any, ...]:
    terms = outcome.book.terms
    given = row.given
    amounts = {value for name, value in given.items() if name in terms and terms[name].type.kind == "money"}
    stated = tuple(
        (name, value if value not in amounts else None)
        for name, value in sorted(given.items())
        if isinstance(value, (int, str)) and name != "date"
    )
    figures = tuple(
        "?" if isinstance(value, Unknown) else (value in amounts, not value) for value in row.values.values()
    )
    return (row.line.month, stated, figures)


def weakest(found: Iterable[Basis]) -> str:
    """The weakest grade of *found*."""
    return GRADES[max((GRADES.index(basis.grade) for basis in found), default=0)]
