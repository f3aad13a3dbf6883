"""What the figures of a run rest on: the numbers of the law, each record once, with grade and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renshe.engine.decision import GRADES, grade_of
from renshe.engine.evaluate import Evaluation, Result
from renshe.engine.tables.batch import Computed, Outcome


@dataclass(frozen=True)
class Basis:
    """A number of the law that figures rest on, with what is known of it."""

    result: Result
    grade: str


@dataclass(frozen=True)
class Resting:
    """What the figures of a run rest on.

    Attributes:
        numbers: numbers of the law, the weakest grade first, each record once.
        names: every name that was read on the way, facts that nobody stated among them.
    """

    numbers: tuple[Basis, ...]
    names: frozenset[str]


def bases(outcome: Outcome) -> Resting:
    """What the figures of the run rest on.

    Lines are looked into one of a kind: those that state the same but for their amounts, and whose figures stand in the
    same relation to those amounts, took the same way through the law.
    """
    found: dict[Any, Basis] = {}
    names: set[str] = set()
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
                names.add(result.name)
                stack.extend((*result.reads.values(), *result.steps))
                if result.record is not None:
                    cell = (id(result.record), str(result.value))
                    found.setdefault(cell, Basis(result, grade_of(outcome.book, result)))
    numbers = sorted(found.values(), key=lambda basis: (-GRADES.index(basis.grade), basis.result.name))
    return Resting(tuple(numbers), frozenset(names))


def _kind(outcome: Outcome, row: Computed) -> tuple[Any, ...]:
    """What tells lines apart that go different ways through the law: month, what they state, the sides of amounts.

    An amount that came out above, below or at what was stated met a floor, a ceiling or neither.
    """
    kinds = {name: outcome.book.terms[name].type.kind for name in row.given if name in outcome.book.terms}
    stated = tuple(
        (name, None if kinds[name] == "money" else row.given[name])
        for name in sorted(kinds)
        if isinstance(row.given[name], (int, str)) and name in outcome.figures.reads
    )
    wages = [row.given[name] for name, value in stated if value is None]
    amounts = [row.values[figure.key] for figure in outcome.roster.figures if figure.is_money]
    sides = tuple(
        (one > other) - (one < other) if isinstance(one, int) and isinstance(other, int) else None
        for one in amounts
        for other in wages
    )
    return (row.line.month, stated, tuple(isinstance(each, int) for each in amounts), sides)
