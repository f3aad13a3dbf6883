"""Running a plan over a whole table with ``columns``, part by part, and reading what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.ir import Unknown
from renshe.engine.vector.columns import Columns
from renshe.engine.vector.given import Book, Given, all_given
from renshe.engine.vector.nodes import Figure, Kind, Plan
from renshe.engine.vector.plan import plan as planned
from renshe.engine.vector.single_rows import LARGEST, SingleRows
from renshe.engine.vector.vectors import DTYPES, NOTHING, WORD, Array, Bits, Vector

PART = 1 << 15
"""Rows that are computed together: what they need stays near the processor."""
KNOWN, NONE, UNKNOWN, BEYOND = range(4)
"""States of a value on a row; beyond is what 64 bits do not hold."""


@dataclass
class Answer:
    """One figure on every row.

    Attributes:
        kind: what it holds; words and objects by number.
        values: meaningless but where ``state`` is ``KNOWN``.
        state: ``KNOWN``, ``NONE``, ``UNKNOWN`` or ``BEYOND``.
        missing, reasons: bits in words of 64, by number of the word; what is left out is nothing.
    """

    figure: Figure
    kind: Kind
    values: Array
    state: Array
    missing: dict[int, Array]
    reasons: dict[int, Array]
    plan: Plan
    book: Book

    def value(self, row: int) -> Any:
        """The value on a row as an evaluation has it."""
        if self.state[row] == UNKNOWN:
            return Unknown(frozenset(_named(self.plan.missing, self.missing, row)))
        if self.state[row] == BEYOND:
            raise OverflowError(f"{self.figure.key} in row {row} is larger than 64 bits hold")
        return None if self.state[row] == NONE else self.book.decoded(self.kind, self.values[row].item())

    def codes(self, row: int) -> frozenset[str]:
        """The reasons on a row."""
        return frozenset(_named(self.plan.codes, self.reasons, row))


def _named(names: Sequence[str], bits: Mapping[int, Array], row: int) -> list[str]:
    return [
        names[word * WORD + place]
        for word, each in bits.items()
        for place in range(WORD)
        if int(each[row]) >> place & 1
    ]


def run(
    program: Program,
    figures: Sequence[Figure],
    columns: Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    plan: Plan | None = None,
    book: Book | None = None,
    part: int = PART,
) -> list[Answer]:
    """The figures of every row.

    Args:
        program: the law of one region as known on one day.
        figures: outputs, each for members of its dimensions. A dimension may be a column too.
        columns: name → a column as :func:`~renshe.engine.vector.given.given` takes it, all of one length.
        fixed: parsed values that hold for all rows.
        plan: the plan for all this, where it was made before.
        book: where words and objects are numbered, where the columns were read before.
        part: how many rows are computed together.
    """
    plan = plan or planned(program, figures, tuple(columns), fixed)
    book = book or Book.of(plan)
    count = counted(columns)
    types = {name: term.type for name, term in program.book.terms.items()}
    given = all_given(plan, columns, types, book)
    answers = [empty(plan, book, number, count) for number in range(len(plan.figures))]
    singles = SingleRows(plan, book)
    for first in range(0, count, part):
        last = min(first + part, count)
        parts = {name: column.part(first, last) for name, column in given.items()}
        fill(answers, plan, parts, first, last, book, singles)
    return answers


def fill(
    answers: Sequence[Answer], plan: Plan, parts: Mapping[str, Given], first: int, last: int, book: Book,
    singles: SingleRows,
) -> None:  # fmt: skip
    """Compute the rows from *first* to before *last* and put them into *answers*."""
    columns = Columns(plan, parts, last - first, book, singles)
    for answer, vector in zip(answers, columns.figures(), strict=True):
        _put(answer, vector, slice(first, last))
    if columns.aside is not None:
        for row in np.flatnonzero(np.broadcast_to(columns.aside, last - first)).tolist():
            for answer, single in zip(answers, singles.whole(parts, row), strict=True):
                _put_one(answer, single, first + row)


def counted(columns: Mapping[str, Any]) -> int:
    """How many rows some columns have.

    Raises:
        InputError: when they differ in length.
    """
    lengths = {len(column) for column in columns.values() if not isinstance(column, Given) or column.values.ndim}
    if len(lengths) > 1:
        raise InputError(
            Problem(
                Words("各列长度不同", "the columns differ in length"),
                Words("让各列行数相同", "give all columns the same number of rows"),
                "columns",
            )
        )
    return lengths.pop() if lengths else 1


def empty(plan: Plan, book: Book, number: int, count: int) -> Answer:
    """The answer of one figure before any row is computed."""
    kind = plan.nodes[plan.places[number]].kind
    values = np.zeros(count, dtype=DTYPES.get(kind, np.int64))
    return Answer(plan.figures[number], kind, values, np.zeros(count, dtype=np.uint8), {}, {}, plan, book)


def _put(answer: Answer, vector: Vector, rows: slice) -> None:
    answer.values[rows] = vector.value
    if vector.none is not None:
        answer.state[rows] = np.where(vector.none, NONE, KNOWN)
    if vector.unknown is not None:
        answer.state[rows] = np.where(vector.unknown, UNKNOWN, answer.state[rows])
    for into, bits in ((answer.missing, vector.missing), (answer.reasons, vector.reasons)):
        for word, each in bits.items():
            _word(into, word, len(answer.state))[rows] = each


def _put_one(answer: Answer, single: tuple[Any, ...], row: int) -> None:
    value, none, unknown, missing, reasons = single
    beyond = isinstance(value, int) and not -LARGEST <= value <= LARGEST
    answer.values[row] = 0 if beyond else value
    answer.state[row] = BEYOND if beyond else NONE if none else UNKNOWN if unknown else KNOWN
    for into, bits in ((answer.missing, missing), (answer.reasons, reasons)):
        for each in into.values():
            each[row] = NOTHING
        for number in bits:
            word = _word(into, number // WORD, len(answer.state))
            word[row] |= np.uint64(1 << number % WORD)


def _word(into: Bits, word: int, count: int) -> Array:
    if word not in into:
        into[word] = np.zeros(count, dtype=np.uint64)
    return into[word]
