"""Columns of a table as a plan takes them: what each row says, or nothing, *none*, or *asked and not known*."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.evaluate import ASKED
from renshe.engine.values import ValueType, parse
from renshe.engine.vector.nodes import Kind, Plan
from renshe.engine.vector.vectors import DTYPES, Array, Mask, tidy

ABSENT = object()
"""Stands in a list of values for a row that says nothing."""
EPOCH = 719_163
"""The ordinal of 1970-01-01, from which Arrow counts its days."""


class Register:
    """Words, lists and records by number: those of the plan first, then what the columns hold besides.

    Several threads may add to it; a number once given stays.
    """

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self.items: list[Any] = list(first)
        self._numbers: dict[Hashable, int] = {item: number for number, item in enumerate(self.items)}
        self._lock = threading.Lock()

    def number(self, item: Any) -> int:
        """The number of *item*."""
        key = item if isinstance(item, str) else repr(item)
        found = self._numbers.get(key)
        if found is None:
            with self._lock:
                found = self._numbers.get(key)
                if found is None:
                    self.items.append(item)
                    found = self._numbers[key] = len(self.items) - 1
        return found


@dataclass(frozen=True)
class Book:
    """What the numbers of words and of objects mean in one run."""

    words: Register
    objects: Register

    @classmethod
    def of(cls, plan: Plan) -> Book:
        """The words of a plan, and no object yet."""
        return cls(Register(plan.words), Register())

    def encoded(self, kind: Kind, value: Any) -> Any:
        """A value as an array holds it."""
        if kind == "word":
            return self.words.number(value)
        return self.objects.number(value) if kind == "object" else value

    def decoded(self, kind: Kind, value: Any) -> Any:
        """A value of an array as a rule sees it."""
        if kind == "word":
            return self.words.items[value]
        return self.objects.items[value] if kind == "object" else value


@dataclass(frozen=True, slots=True)
class Given:
    """One column.

    Attributes:
        values: meaningless where the row gives no value.
        said: the rows that say something; None: all of them.
        none: the rows that say that there is none.
        asked: the rows on which it was asked for and is not known.
    """

    values: Array
    said: Mask = None
    none: Mask = None
    asked: Mask = None

    def __len__(self) -> int:
        return len(self.values)

    def part(self, first: int, last: int) -> Given:
        """Some of its rows; what is the same on all of them becomes an array without dimensions."""

        def cut(mask: Mask) -> Mask:
            return mask if mask is None or mask.ndim == 0 else tidy(mask[first:last])

        values = self.values if self.values.ndim == 0 else self.values[first:last]
        said = self.said if self.said is None or self.said.ndim == 0 else self.said[first:last]
        said = None if said is not None and said.all() else said
        none, asked = cut(self.none), cut(self.asked)
        if values.ndim and said is None and none is None and asked is None and values.size and _even(values):
            values = np.asarray(values[0])
        return Given(values, said, none, asked)

    def taken(self, rows: Array) -> Given:
        """The given rows of it, in their order."""

        def take(mask: Any) -> Any:
            return mask if mask is None or mask.ndim == 0 else mask[rows]

        return Given(take(self.values), take(self.said), take(self.none), take(self.asked))

    def value(self, row: int, kind: Kind, book: Book) -> Any:
        """What one row says: a parsed value, None, ``ASKED`` or ``ABSENT``."""

        def at(mask: Mask) -> bool:
            return mask is not None and bool(mask if mask.ndim == 0 else mask[row])

        if self.said is not None and not at(self.said):
            return ABSENT
        if at(self.asked):
            return ASKED
        if at(self.none):
            return None
        return book.decoded(kind, (self.values if self.values.ndim == 0 else self.values[row]).item())


def _even(values: Array) -> bool:
    # The ends differ in most columns that differ at all.
    return bool(values[0] == values[-1]) and bool((values == values[0]).all())


def from_values(kind: Kind, values: Sequence[Any], book: Book) -> Given:
    """A column of parsed values, with None, ``ASKED`` and ``ABSENT`` among them."""
    said = np.asarray([value is not ABSENT for value in values], dtype=np.bool_)
    none = np.asarray([value is None for value in values], dtype=np.bool_)
    asked = np.asarray([value is ASKED for value in values], dtype=np.bool_)
    bare = [0 if value is None or value is ASKED or value is ABSENT else book.encoded(kind, value) for value in values]
    array = np.asarray(bare, dtype=DTYPES.get(kind, np.int64))
    return Given(array, None if said.all() else said, tidy(none), tidy(asked))


def same(kind: Kind, value: Any, book: Book) -> Given:
    """A column that says the same on every row."""
    if value is ASKED or value is None:
        array = np.asarray(0, dtype=DTYPES.get(kind, np.int64))
        return Given(
            array, None, np.asarray(True) if value is None else None, np.asarray(True) if value is ASKED else None
        )
    return Given(np.asarray(book.encoded(kind, value), dtype=DTYPES.get(kind, np.int64)))


def given(column: Any, kind: Kind, type: ValueType, book: Book) -> Given:
    """A column of a table.

    Args:
        column: an Arrow array, or a NumPy array: whole numbers (fen, parts per million, ordinals) or truth, a masked
            array where some rows say nothing, days as ``datetime64[D]``; or text as a case writes it (``"1816.00"``,
            ``"none"``, ``"?"``).
        kind: what it holds.
        type: how text is read.
        book: where words are numbered.
    """
    if isinstance(column, Given):
        return column
    if hasattr(column, "combine_chunks") or hasattr(column, "null_count"):
        return _arrow(column, kind, type, book)
    if isinstance(column, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(column)
        found = given(np.asarray(column.filled(0)), kind, type, book)
        return Given(found.values, None if not mask.any() else ~mask, found.none, found.asked)
    array = np.asarray(column)
    if array.dtype.kind == "M":
        array = array.astype("datetime64[D]").astype(np.int64) + EPOCH
    if array.dtype.kind in "OUS":
        names, numbers = np.unique(array.astype(str), return_inverse=True)
        return _by_number(names.tolist(), numbers, None, kind, type, book)
    return Given(array.astype(DTYPES.get(kind, np.int64), copy=False))


def _arrow(column: Any, kind: Kind, type: ValueType, book: Book) -> Given:
    array = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    said = None if array.null_count == 0 else array.is_valid().to_numpy(zero_copy_only=False)
    name = str(array.type)
    if "string" in name or name.startswith("dictionary"):
        if not name.startswith("dictionary"):
            array = array.dictionary_encode()
        indices = array.indices.fill_null(0).to_numpy(zero_copy_only=False)
        return _by_number(array.dictionary.to_pylist(), indices, said, kind, type, book)
    if name.startswith("date"):
        array = array.cast("date32[day]").cast("int32")
    values = array.fill_null(False if name == "bool" else 0).to_numpy(zero_copy_only=False)
    values = values.astype(DTYPES.get(kind, np.int64), copy=False)
    return Given(values + EPOCH if name.startswith("date") else values, said)


def _by_number(
    names: Sequence[str], numbers: Array, said: Mask, kind: Kind, type: ValueType, book: Book
) -> Given:  # fmt: skip
    """A column of few different texts, each of which is read once."""
    read = [ASKED if name is None or name.strip() == "?" else parse(type, name) for name in names] or [ABSENT]
    each = from_values(kind, read, book)
    return Given(
        each.values[numbers],
        said,
        None if each.none is None else tidy(each.none[numbers]),
        None if each.asked is None else tidy(each.asked[numbers]),
    )


def all_given(
    plan: Plan, columns: Mapping[str, Any], types: Mapping[str, ValueType], book: Book
) -> dict[str, Given]:  # fmt: skip
    """The columns that a plan reads, and what is given for all rows where it is read as a column."""
    found = {}
    for name, kind in plan.columns.items():
        if name in columns:
            found[name] = given(columns[name], kind, types.get(name, ValueType("integer")), book)
        elif name in plan.fixed:
            found[name] = same(kind, plan.fixed[name], book)
    return found
