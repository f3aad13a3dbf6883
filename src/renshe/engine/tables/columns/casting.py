"""A column of a file as facts: each value exact or refused, none ever rounded.

What a file may hold for an amount, and what each is taken for, is told in ``docs/populations.md``. Whole arrays are
converted at once where that is exact; what is left is looked at value by value, each different one once, by the reader
that spreadsheets have (:func:`renshe.engine.tables.cells.fact`).
"""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.engine.errors import Problem, Words
from renshe.engine.evaluate import ASKED
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import FIRST_YEAR, LAST_YEAR, MAX_FEN, MAX_INTEGER, MAX_MONTHS, MAX_RATE, decimal_text
from renshe.engine.tables import cells
from renshe.engine.tables.columns.column import DTYPES, Array, Column, Mask, held, key, tidy_all, tidy_any
from renshe.engine.values import ValueType

EPOCH = 719_163
"""The ordinal of 1970-01-01, from which Arrow counts its days."""
DAYS = (datetime.date(FIRST_YEAR, 1, 1).toordinal(), datetime.date(LAST_YEAR, 12, 31).toordinal())
PLACES = {"money": 2, "rate": 6, "integer": 0, "months": 0}
"""Decimals of a number by type."""
RANGES = {
    "money": (0, MAX_FEN), "rate": (0, MAX_RATE), "integer": (-MAX_INTEGER, MAX_INTEGER), "months": (0, MAX_MONTHS),
}  # fmt: skip
_TEXT_NUMBER = {
    "money": r"^[0-9]{1,12}(\.[0-9]{1,2})?$", "rate": r"^[0-9](\.[0-9]{1,6})?$", "integer": r"^[0-9]{1,10}$",
    "months": r"^[0-9]{1,5}$",
}  # fmt: skip
_WHOLE_TEXT = r"^[0-9]{1,15}$"
MANY = 4_096
"""So many rows are worth a look whether they are plain numbers written as text."""
_EXACT = 2.0**52


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be taken: the row within the piece, what the file holds there, what is wrong."""

    row: int
    found: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Form:
    """How a column of a file is read: the type of its fact, and the unit that its name or its metadata say."""

    type: ValueType
    unit: str = ""


def refused(type_: Any, form: Form) -> Words | None:
    """Why a column of this Arrow type cannot hold the fact at all, if so."""
    kind = form.type.kind
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if kind == "money" and pa.types.is_integer(type_) and form.unit not in ("fen", "yuan"):
        return Words(
            "整数列没有写明是元还是分：列名加 _fen 或 _yuan，或改用 decimal(…,2)",
            "whole numbers that do not say whether they are yuan or fen: end the column's name in _fen or _yuan, "
            "or make it decimal(…,2)",
        )
    if kind in ("money", "rate") and (pa.types.is_float32(type_) or pa.types.is_float16(type_)):
        return Words(
            "单精度浮点数存不下准确的金额或比例：改用 decimal 或文字",
            "single precision cannot hold an exact amount or rate: make it decimal or text",
        )
    if kind == "enum" and (pa.types.is_integer(type_) or pa.types.is_floating(type_)):
        return Words("文件里写选项的名称，不写代号", "a file says the name of a choice, never a code")
    return None


def cast(book: Lawbook, form: Form, array: Any) -> tuple[Column, list[Fault]]:
    """The facts of a column, and what in it is none.

    Args:
        book: for the words of choices.
        form: what the fact is.
        array: an Arrow array.
    """
    if pa.types.is_dictionary(array.type):
        if array.dictionary.null_count:
            array = array.dictionary_decode()
        else:
            return _by_item(book, form, array)
    if pa.types.is_null(array.type):
        rows = len(array)
        what = held(form.type.kind)
        return Column(what, np.zeros(rows, DTYPES[what]), np.zeros(rows, np.bool_)), []
    found = _fast(form, array)
    if found is None:
        return _by_item(book, form, array)
    values, said, wrong = found
    column = Column(held(form.type.kind), values, tidy_all(said))
    if not wrong.any():
        return column, []
    # What is not as plain as that is read one by one, and takes its place among the others.
    where = np.flatnonzero(wrong)
    rest, faults = _by_item(book, form, array.take(pa.array(where)))
    whole = Column(
        column.held,
        _put(values, where, rest.values),
        tidy_all(_put(said, where, np.ones(len(where), np.bool_) if rest.said is None else rest.said)),
        _spread(len(values), where, rest.none),
        _spread(len(values), where, rest.asked),
    )
    return whole, [Fault(int(where[fault.row]), fault.found, fault.problem) for fault in faults]


def _put(values: Array, rows: Array, other: Array) -> Array:
    values = values.copy()
    values[rows] = other
    return values


def _spread(size: int, rows: Array, mask: Mask | None) -> Mask | None:
    if mask is None:
        return None
    found = np.zeros(size, np.bool_)
    found[rows] = mask
    return found


# ---- whole arrays


def _fast(form: Form, array: Any) -> tuple[Array, Mask, Mask] | None:
    """Values, the rows that say something, and those that want a closer look; None when all of them do."""
    kind, of = form.type.kind, array.type
    if kind == "boolean" and pa.types.is_boolean(of):
        said = _said(array)
        return array.fill_null(False).to_numpy(zero_copy_only=False), said, np.zeros(len(array), np.bool_)
    if kind == "date" and pa.types.is_date32(of):
        values = array.fill_null(0).view(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64) + EPOCH
        return _within(values, _said(array), *DAYS)
    if kind not in PLACES:
        return None
    low, high = RANGES[kind]
    scale = 10 ** PLACES[kind]
    if pa.types.is_integer(of):
        scale = 1 if form.unit in ("fen", "ppm") else scale
        values = _integers(array)
        return _within(values, _said(array), -(-low // scale), high // scale, scale)
    if pa.types.is_float64(of):
        return _floats(array, low, high, 1 if form.unit in ("fen", "ppm") else scale)
    if pa.types.is_decimal(of) and form.unit in ("", "yuan"):
        return _decimals(array, PLACES[kind], low, high)
    if (pa.types.is_string(of) or pa.types.is_large_string(of)) and len(array) >= MANY:
        whole = form.unit in ("fen", "ppm")
        return _texts(array, _WHOLE_TEXT if whole else _TEXT_NUMBER[kind], 0 if whole else PLACES[kind], low, high)
    return None


def _said(array: Any) -> Mask:
    if array.null_count == 0:
        return np.ones(len(array), np.bool_)
    mask: Mask = array.is_valid().to_numpy(zero_copy_only=False)
    return mask


def _integers(array: Any) -> Array:
    if pa.types.is_uint64(array.type):
        # More than the law can hold either way: what does not fit is looked at one by one.
        most = pa.scalar(2**62, pa.uint64())
        array = pc.if_else(pc.greater(array, most), most, array)
    values: Array = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return values


def _within(
    values: Array, said: Mask, low: int, high: int, scale: int = 1
) -> tuple[Array, Mask, Mask]:  # fmt: skip
    wrong = said & ((values < low) | (values > high))
    values = np.where(said & ~wrong, values, 0)
    return values * scale if scale != 1 else values, said, wrong


def _floats(array: Any, low: int, high: int, scale: int) -> tuple[Array, Mask, Mask]:
    raw = array.to_numpy(zero_copy_only=False)  # nulls are NaN, which says as little
    said = ~np.isnan(raw)
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = np.rint(raw * scale)
        # It is this number of decimals when no other double is nearer to it; the division is rounded correctly.
        exact = said & (scaled >= low) & (scaled <= min(high, _EXACT)) & (scaled / scale == raw)
    values = np.where(exact, scaled, 0).astype(np.int64)
    return values, said, said & ~exact


def _decimals(array: Any, places: int, low: int, high: int) -> tuple[Array, Mask, Mask] | None:
    try:
        array = array.cast(pa.decimal128(38, places))
    except pa.ArrowInvalid:
        return None  # some have more decimals, or more digits: one by one
    words = np.frombuffer(array.buffers()[1], np.int64).reshape(-1, 2)[array.offset : array.offset + len(array)]
    said = _said(array)
    values, over = words[:, 0], words[:, 1] != words[:, 0] >> 63
    wrong = said & (over | (values < low) | (values > high))
    return np.where(said & ~wrong, values, 0), said, wrong


def _texts(array: Any, pattern: str, places: int, low: int, high: int) -> tuple[Array, Mask, Mask]:
    said = _said(array)
    good = pc.match_substring_regex(array, pattern).fill_null(False)
    numbers = pc.if_else(good, array, pa.scalar("0", array.type)).cast(pa.decimal128(38, places))
    found = _decimals(numbers, places, low, high)
    assert found is not None
    values, _, wrong = found
    return values, said, said & (wrong | ~good.to_numpy(zero_copy_only=False))


# ---- each different value once


def _by_item(book: Lawbook, form: Form, array: Any) -> tuple[Column, list[Fault]]:
    items, places = _different(array)
    what = held(form.type.kind)
    read = [_read(book, form, item) for item in items]
    kept: dict[Any, int] = {}
    held_items: list[Any] = []
    values = np.zeros(len(items), DTYPES[what])
    for place, each in enumerate(read):
        if isinstance(each, Problem | _Nothing) or each is None or each is ASKED:
            continue
        if what == "item":
            name = key(each)
            if name not in kept:
                kept[name] = len(held_items)
                held_items.append(each)
            each = kept[name]
        values[place] = each
    wrong = np.asarray([isinstance(each, Problem) for each in read], np.bool_)
    nothing = np.asarray([isinstance(each, _Nothing) for each in read], np.bool_) | wrong
    none = np.asarray([each is None for each in read], np.bool_)
    asked = np.asarray([each is ASKED for each in read], np.bool_)
    column = Column(
        what, values[places], tidy_all(~nothing[places]), tidy_any(none[places]), tidy_any(asked[places]),
        tuple(held_items),
    )  # fmt: skip
    return column, list(_faults(items, read, wrong, places))


def _faults(items: list[Any], read: list[Any], wrong: Mask, places: Array) -> Iterator[Fault]:
    if wrong.any():
        for row in np.flatnonzero(wrong[places]):
            place = places[row]
            yield Fault(int(row), cells.shown(items[place]), read[place])


def _different(array: Any) -> tuple[list[Any], Array]:
    """The different values of an array, and for each row which of them it holds."""
    if pa.types.is_nested(array.type):
        found: dict[str, int] = {}
        values: list[Any] = []
        places = np.zeros(len(array), np.int32)
        for row, value in enumerate(array.to_pylist()):
            name = repr(value)
            if name not in found:
                found[name] = len(values)
                values.append(value)
            places[row] = found[name]
        return values or [None], places
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = array.dictionary.to_pylist()
    indices = array.indices
    if indices.null_count:
        values.append(None)
        indices = indices.fill_null(len(values) - 1)
    return values or [None], indices.to_numpy(zero_copy_only=False).astype(np.int32)


class _Nothing:
    """A value that says nothing."""


NOTHING = _Nothing()


def _read(book: Lawbook, form: Form, raw: Any) -> Any:
    """A parsed value, None, ``ASKED``, nothing, or the problem."""
    if cells.is_blank(raw) or (isinstance(raw, float) and math.isnan(raw)):
        return NOTHING
    if isinstance(raw, str) and raw.strip() in ("?", "？"):
        return ASKED
    return cells.fact(book, form.type, plain(raw, form.unit), "")


def plain(raw: Any, unit: str) -> Any:
    """A value as a spreadsheet would hold it, in yuan and as a share of one."""
    places = {"fen": 2, "ppm": 6}.get(unit)
    if places is not None and not isinstance(raw, bool):
        text = cells.number_text(raw) if isinstance(raw, int | float) else str(raw).strip()
        try:
            number = decimal.Decimal(text)
        except decimal.InvalidOperation:
            return raw
        if not number.is_finite():
            return raw
        if number == number.to_integral_value():
            return decimal_text(int(number), places)
        return f"{number.scaleb(-places):f}"
    if isinstance(raw, decimal.Decimal):
        text = f"{raw:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return raw
