"""What computes: figures from columns, in the same way whichever machinery does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.tables.columns.column import Array, Column, Held, Mask, held, key, of_values
from renshe.engine.values import ValueType

Figure = tuple[str, tuple[tuple[str, str], ...]]
"""An output, for some members of its dimensions."""


@dataclass(frozen=True, slots=True)
class Sets:
    """A set of names on every row: where it stands among the different ones."""

    places: Array
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure on every row.

    Attributes:
        held: what ``values`` hold, as in a :class:`Column`; meaningless where unknown or none.
        unknown: the rows on which it is not determined; None: no row.
        none: the rows on which it is *none*; None: no row.
        missing: what is missing; nothing where it is determined. None: on no row.
        reasons: the reasons it hands on. None: on no row.
        items: what ``values`` count, where they are items.
    """

    held: Held
    values: Array
    unknown: Mask | None = None
    none: Mask | None = None
    missing: Sets | None = None
    reasons: Sets | None = None
    items: tuple[Any, ...] = ()

    def as_column(self) -> Column:
        """The same as a column of facts, which says nothing where it is not determined."""
        said = None if self.unknown is None else ~self.unknown
        return Column(self.held, self.values, said, self.none, None, self.items)


class Backend(Protocol):
    """Some figures of one program, for tables with some columns."""

    @property
    def name(self) -> str:
        """What it is called."""

    def run(self, columns: Mapping[str, Column], rows: int) -> Sequence[Answer]:
        """The figures of *rows* rows. May be called by several threads at once."""


Maker = Callable[[Program, Sequence[Figure], frozenset[str], Mapping[str, Any]], Backend]
"""Makes a back-end: for a program, figures, the columns a table may have, and facts that hold for all rows."""


def type_of_figure(program: Program, name: str) -> ValueType:
    """What an output holds."""
    term = program.book.terms.get(name)
    if term is not None:
        return term.type
    from renshe.engine.decision import type_of

    return type_of(program.book, name) or ValueType("integer")


class RowByRow:
    """Every different row decided by itself, as a single case is. Slow; what the others are measured against."""

    name = "scalar"

    def __init__(
        self, program: Program, figures: Sequence[Figure], columns: frozenset[str], fixed: Mapping[str, Any]
    ) -> None:
        self.program, self.figures, self.fixed = program, tuple(figures), dict(fixed)
        self.kinds = [held(type_of_figure(program, name).kind) for name, _ in figures]

    def run(self, columns: Mapping[str, Column], rows: int) -> Sequence[Answer]:
        """Each figure of each row."""
        known: dict[Any, list[tuple[Any, tuple[str, ...]]]] = {}
        found: list[list[tuple[Any, tuple[str, ...]]]] = []
        for row in range(rows):
            facts = {name: value for name, column in columns.items() for says, value in (column.at(row),) if says}
            same_as = tuple((name, "?" if value is ASKED else key(value)) for name, value in facts.items())
            if same_as not in known:
                known[same_as] = self._row({**self.fixed, **facts})
            found.append(known[same_as])
        return [self._answer(index, [row[index] for row in found]) for index in range(len(self.figures))]

    def _row(self, facts: Mapping[str, Any]) -> list[tuple[Any, tuple[str, ...]]]:
        evaluations: dict[Any, Evaluation] = {}
        found = []
        for name, at in self.figures:
            if at not in evaluations:
                evaluations[at] = Evaluation(self.program, {**facts, **dict(at)})
            result = evaluations[at].result(name)
            found.append((result.value, result.reasons))
        return found

    def _answer(self, index: int, rows: list[tuple[Any, tuple[str, ...]]]) -> Answer:
        kind = type_of_figure(self.program, self.figures[index][0]).kind
        column = of_values(kind, [(not isinstance(value, Unknown), value) for value, _ in rows])
        missing = [tuple(sorted(value.missing)) if isinstance(value, Unknown) else () for value, _ in rows]
        return Answer(
            column.held,
            column.values,
            None if column.said is None else ~column.said,
            column.none,
            sets_of(missing),
            sets_of([reasons for _, reasons in rows]),
            column.items,
        )


def sets_of(rows: Sequence[tuple[str, ...]]) -> Sets | None:
    """The sets of all rows; None where all are empty."""
    found: dict[tuple[str, ...], int] = {}
    places = np.asarray([found.setdefault(each, len(found)) for each in rows], np.int32)
    return Sets(places, tuple(found)) if any(found) else None
