"""What a name comes to on every lane: a value, *none* or unknown, with reasons; and where code cannot answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from renshe.engine.vector.kernel_text import NO, YES, ZERO, Text, Value, number

Words = tuple[Value, ...]
"""Reasons by bit, 64 in a word."""


class Unanswerable(Exception):
    """What kernel code has no form for: the figures that need it are left to ``columns``."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of one name, or of one part of a body.

    Attributes:
        value: what it is where it is known; within its bounds everywhere. None where it has no number.
        none: where it is *none*.
        unknown: where something is missing for it; three-valued logic knows what, kernel code only that it is.
        unsure: where code does not say what it is, as a product would leave 64 bits: such rows go to ``columns``.
        reasons: the reasons it hands on; empty where it is unknown.
        structs: of a scale or window, the ones it may be; ``value`` is then the place among them.
    """

    value: Value | None
    none: Value = NO
    unknown: Value = NO
    unsure: Value = NO
    reasons: Words = ()
    structs: tuple[Any, ...] = ()

    @property
    def number(self) -> Value:
        """Its value."""
        if self.value is None or self.structs:
            raise Unanswerable
        return self.value


MISSING = Cell(ZERO, unknown=YES)


@dataclass
class Cells:
    """Operations on cells, written into a :class:`~renshe.engine.vector.kernel_text.Text`."""

    text: Text
    words: int
    """How many words of reasons there are."""
    _none: Words = field(init=False)

    def __post_init__(self) -> None:
        self._none = (ZERO,) * self.words

    def reasons(self, cell: Cell) -> Words:
        """The reasons of a cell, word by word."""
        return cell.reasons or self._none

    def where(self, test: Value, reasons: Words) -> Words:
        """Reasons, where *test* is true."""
        return tuple(self.text.select(test, word, ZERO) for word in reasons)

    def union(self, *several: Words) -> Words:
        """All reasons of several; words that cannot be anything but empty cost nothing."""
        words = list(self._none)
        for reasons in several:
            for place, word in enumerate(reasons):
                words[place] = self._or(words[place], word)
        return tuple(words)

    def _or(self, one: Value, other: Value) -> Value:
        if one in (ZERO, other):
            return other
        return one if other == ZERO else self.text.line("or ~i64 $0, $1", (one, other), (-(2**63), 2**63 - 1))

    def code(self, bit: int, test: Value) -> Words:
        """One reason, where *test* is true."""
        words = list(self._none)
        mask = 1 << (bit % 64)
        words[bit // 64] = self.text.select(test, number(mask - 2**64 if bit % 64 == 63 else mask), ZERO)
        return tuple(words)

    def choose(self, test: Value, yes: Cell, no: Cell) -> Cell:
        """*yes* where *test* is true, else *no*."""
        if test.constant:
            return yes if test.low else no
        select = self.text.select
        structs: tuple[Any, ...] = ()
        value: Value | None
        if yes.structs or no.structs:
            value, structs = self._struct(test, yes, no)
        elif yes.value is None or no.value is None:
            value = None
        else:
            value = select(test, *self.like(yes.value, no.value))
        return Cell(
            value,
            select(test, yes.none, no.none),
            select(test, yes.unknown, no.unknown),
            select(test, yes.unsure, no.unsure),
            self.union(self.where(test, yes.reasons), self.where(self.text.not_(test), no.reasons)),
            structs,
        )

    @staticmethod
    def like(one: Value, other: Value) -> tuple[Value, Value]:
        """Two values of one type: what is not known yet stands as the number zero, also where truth is asked."""
        if one.type != other.type:
            one, other = (NO if each == ZERO else each for each in (one, other))
            if one.type != other.type:
                raise Unanswerable
        return one, other

    def _struct(self, test: Value, yes: Cell, no: Cell) -> tuple[Value, tuple[Any, ...]]:
        """Both lists of scales or windows, one behind the other."""
        first = yes.value if yes.structs and yes.value is not None else ZERO
        second = no.value if no.structs and no.value is not None else ZERO
        moved = self.text.add(second, number(len(yes.structs)))
        return self.text.select(test, first, moved), (*yes.structs, *(no.structs or yes.structs[:1]))

    def settle(self, cell: Cell, unknown: Value = NO, unsure: Value = NO) -> Cell:
        """*cell*, unknown and unsure in more places."""
        or_ = self.text.or_
        return replace(cell, unknown=or_(cell.unknown, unknown), unsure=or_(cell.unsure, unsure))

    def known(self, *cells: Cell) -> Value:
        """Where all of them are known."""
        return self.text.not_(self.text.or_(*(cell.unknown for cell in cells)))

    def is_true(self, cell: Cell) -> Value:
        """Where it is known and true."""
        value = cell.value if cell.value is not None else ZERO
        if value.type != "i1":
            # A body whose every value is missing or none: there is no truth in it.
            if value != ZERO:
                raise Unanswerable
            return NO
        return self.text.and_(value, self.text.not_(cell.none), self.text.not_(cell.unknown))

    def is_false(self, cell: Cell) -> Value:
        """Where it is known and not true; *none* is not true."""
        value = cell.value if cell.value is not None else ZERO
        false = YES if value.type != "i1" else self.text.or_(self.text.not_(value), cell.none)
        return self.text.and_(false, self.text.not_(cell.unknown))
