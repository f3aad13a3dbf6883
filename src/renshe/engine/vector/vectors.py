"""Values of many rows at once, in three-valued logic.

A :class:`Vector` has an array for the values and, where any row is unknown or *none*, a mask for each. Sets of names
and of reasons are bits in words of 64, and only words in which a row has a bit are kept. What is the same on all rows
is an array without dimensions, so that whatever follows from it is computed once and not row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Mask: TypeAlias = "Array | None"
"""Rows of which something holds; None where it holds of none."""
Bits: TypeAlias = "dict[int, Array]"
"""Number of a word → its bits on each row; a word that is left out has none."""

WORD = 64
NOTHING = np.uint64(0)
YES, NO = np.asarray(True), np.asarray(False)
DTYPES: dict[str, Any] = {"bool": np.bool_, "word": np.int32, "object": np.int32}
"""Arrays by kind of value; whole numbers are of 64 bits."""


@dataclass(slots=True)
class Vector:
    """The value of one name, or of a piece of a body, on every row.

    Attributes:
        value: meaningless where unknown or none.
        unknown, none: where it is that; the two exclude each other.
        missing: what is missing; nothing where it is not unknown.
        reasons: the reasons it hands on.
        low, high: between which the whole numbers lie that are known.
        because: which of the reasons of its body was returned with it, counted from 1; 0 for none of them.
        structs: the scales or windows that ``value`` counts, where it is one.
    """

    value: Array
    unknown: Mask = None
    none: Mask = None
    missing: Bits = field(default_factory=dict)
    reasons: Bits = field(default_factory=dict)
    low: int = 0
    high: int = 0
    because: Mask = None
    structs: tuple[Any, ...] = ()

    @property
    def known(self) -> Array:
        """Where it is known, be it as none."""
        return YES if self.unknown is None else ~self.unknown


def bit(number: int) -> tuple[int, Any]:
    """The word of a bit, and the bit in it."""
    return number // WORD, np.uint64(1 << number % WORD)


def unknown(missing: Bits) -> Vector:
    """What is unknown on all rows for lack of *missing*."""
    return Vector(NO, YES, None, missing)


def all_of(mask: Mask) -> bool:
    """Whether it holds of every row."""
    return mask is not None and bool(mask.all())


def any_of(mask: Mask) -> bool:
    """Whether it holds of any row."""
    return mask is not None and bool(mask.any())


def either(one: Mask, other: Mask) -> Mask:
    """Where one or the other holds."""
    return other if one is None else one if other is None else one | other


def tidy(mask: Mask) -> Mask:
    """The mask, or None where it holds of no row."""
    return mask if any_of(mask) else None


def without(mask: Mask, rows: Mask) -> Mask:
    """The mask but for *rows*."""
    return mask if mask is None or rows is None else mask & ~rows


def union(one: Bits, other: Bits) -> Bits:
    """Both sets of bits together."""
    if not one or not other:
        return one or other
    found = dict(one)
    for word, bits in other.items():
        found[word] = found[word] | bits if word in found else bits
    return found


def within(rows: Mask, bits: Bits) -> Bits:
    """The bits on *rows* alone."""
    if rows is None or not bits:
        return {}
    return {word: kept for word, each in bits.items() if (kept := np.where(rows, each, NOTHING)).any()}


def flag(rows: Mask, number: int) -> Bits:
    """One bit on *rows*."""
    word, one = bit(number)
    return {} if rows is None else {word: np.where(rows, one, NOTHING)}


def nothing_in(bits: Bits) -> Array:
    """Where no bit is set."""
    found = NO
    for each in bits.values():
        found = found | (each != NOTHING)
    return ~found


def select(rows: Array, yes: Vector, no: Vector) -> Vector:
    """*yes* on *rows*, *no* on the others."""
    if rows.ndim == 0:
        return yes if rows else no
    return Vector(
        np.where(rows, yes.value, no.value),
        _pick(rows, yes.unknown, no.unknown),
        _pick(rows, yes.none, no.none),
        _pick_bits(rows, yes.missing, no.missing),
        _pick_bits(rows, yes.reasons, no.reasons),
        min(yes.low, no.low),
        max(yes.high, no.high),
        None if yes.because is None and no.because is None else np.where(rows, _zero(yes.because), _zero(no.because)),
        yes.structs or no.structs,
    )


def _zero(of: Mask) -> Any:
    return 0 if of is None else of


def _pick(rows: Array, yes: Mask, no: Mask) -> Mask:
    if yes is None:
        return None if no is None else no & ~rows
    return yes & rows if no is None else np.where(rows, yes, no)


def _pick_bits(rows: Array, yes: Bits, no: Bits) -> Bits:
    if not yes and not no:
        return {}
    words = yes.keys() | no.keys()
    return {word: np.where(rows, yes.get(word, NOTHING), no.get(word, NOTHING)) for word in words}
