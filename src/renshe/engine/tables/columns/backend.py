"""What computes: figures from columns, in the same way whichever machinery does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.tables.columns.column import Array, Column, Held, Mask, key, of_values
from renshe.engine.values import ValueType

Figure = tuple[str, tuple[tuple[str, str], ...]]
"""An output, for some members of its dimensions."""


WORD = 64
"""Names in one word of bits."""


@dataclass(frozen=True, slots=True)
class Sets:
    """A set of names on every row: where it stands among the different ones."""

    places: Array
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Flags:
    """A set of names on every row as bits: bit *b* of word *w* is the name ``64 w + b``; a word left out is empty."""

    names: tuple[str, ...]
    words: Mapping[int, Array]

    def sets(self, rows: int) -> Sets | None:
        """The sets themselves; None where all are empty."""
        words = {word: bits for word, bits in self.words.items() if bits.any()}
        if not words:
            return None
        if all((bits == bits[0]).all() for bits in words.values()):
            only = [(word, bits[:1]) for word, bits in sorted(words.items())]
            return Sets(
                np.ones(rows, np.int32), ((), self._named([word for word, _ in only], [b.item() for _, b in only]))
            )
        some = np.zeros(rows, np.bool_)
        for bits in words.values():
            some |= bits != 0
        where = np.flatnonzero(some)
        ordered = sorted(words)
        if len(ordered) == 1:
            different, inverse = np.unique(words[ordered[0]][where], return_inverse=True)
            different = different[:, None]
        else:
            stacked = np.stack([words[word][where] for word in ordered], axis=1)
            different, inverse = np.unique(stacked, axis=0, return_inverse=True)
        places = np.zeros(rows, np.int32)
        places[where] = inverse.reshape(-1) + 1
        return Sets(places, ((), *(self._named(ordered, row.tolist()) for row in different)))

    def _named(self, words: Sequence[int], bits: Sequence[int]) -> tuple[str, ...]:
        return tuple(
            self.names[word * WORD + bit]
            for word, each in zip(words, bits, strict=True)
            for bit in range(WORD)
            if each >> bit & 1
        )


def either(one: Flags | None, other: Flags | None) -> Flags | None:
    """The names of both, which come from one back-end: those of one begin with those of the other."""
    if one is None or other is None:
        return one or other
    words = dict(one.words)
    for word, bits in other.words.items():
        words[word] = words[word] | bits if word in words else bits
    return Flags(max(one.names, other.names, key=len), words)


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
    missing: Flags | None = None
    reasons: Flags | None = None
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
        """The figures of *rows* rows, which hold until the same thread asks again. Several threads may ask at once."""


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
        self.names, self.codes = Register(), Register()

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
        missing = [tuple(value.missing) if isinstance(value, Unknown) else () for value, _ in rows]
        return Answer(
            column.held,
            column.values,
            None if column.said is None else ~column.said,
            column.none,
            flags_of(self.names, missing),
            flags_of(self.codes, [reasons for _, reasons in rows]),
            column.items,
        )


def flags_of(names: Register, rows: Sequence[tuple[str, ...]]) -> Flags | None:
    """The sets of all rows as bits; None where all are empty."""
    words: dict[int, Array] = {}
    for row, each in enumerate(rows):
        for name in each:
            word, bit = divmod(names.number(name), WORD)
            if word not in words:
                words[word] = np.zeros(len(rows), np.uint64)
            words[word][row] |= np.uint64(1 << bit)
    return Flags(names.all, words) if words else None


class Register:
    """Names by number, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of a name."""
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def all(self) -> tuple[str, ...]:
        """All names so far."""
        return tuple(self._numbers)
