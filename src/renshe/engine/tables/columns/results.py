"""Figures as the columns of a file: exact amounts, names for choices, and what is missing or why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from renshe.engine.ir import Unknown
from renshe.engine.tables.columns.backend import Answer, Sets
from renshe.engine.tables.columns.casting import EPOCH
from renshe.engine.tables.columns.column import Array, Mask
from renshe.engine.values import ValueType, to_json

NONE = "none"
"""What stands for *none* where a column is text."""
AMOUNT = pa.decimal128(18, 2)
SHARE = pa.decimal128(18, 6)
WORDS = pa.dictionary(pa.int32(), pa.string())
NAMES = pa.list_(pa.string())
STATUSES = ("computed", "undetermined", "rejected")
COMPUTED, UNDETERMINED, REJECTED = range(3)


def type_of(kind: ValueType, money: str = "decimal") -> Any:
    """The Arrow type of a figure.

    Args:
        kind: what it holds.
        money: ``decimal`` for yuan with two decimals, ``fen`` for whole fen.
    """
    match kind.kind:
        case "money":
            return AMOUNT if money == "decimal" else pa.int64()
        case "rate":
            return SHARE
        case "integer" | "months":
            return pa.int64()
        case "boolean":
            return pa.bool_()
        case "date":
            return pa.date32()
        case "list" if kind.item is None or kind.item.kind in ("text", "enum"):
            return NAMES
    return WORDS


def is_text(kind: ValueType) -> bool:
    """Whether a figure is written as text, so that *none* can be written too."""
    return bool(pa.types.is_dictionary(type_of(kind)))


def array_of(answer: Answer, kind: ValueType, money: str = "decimal") -> Any:
    """A figure as an Arrow array; null where it is not determined, or none and no text."""
    unknown, none = answer.unknown, answer.none
    text = is_text(kind)
    absent = _either(unknown, None if text else none)
    of = type_of(kind, money)
    if answer.held == "item" or text:
        return _items(answer, kind, absent, of)
    if pa.types.is_decimal(of):
        return decimals(answer.values, absent, of)
    if kind.kind == "date":
        return pa.array((answer.values - EPOCH).astype(np.int32), pa.int32(), mask=absent).cast(of)
    # A copy: what a back-end filled it may fill again.
    return pa.array(answer.values.copy(), of, mask=absent)


def decimals(values: Array, absent: Mask | None, of: Any) -> Any:
    """Whole numbers as decimals of the same digits, without a detour."""
    # Arrow's own memory is used again and again; what NumPy takes anew for each column, the system has to clear.
    memory = pa.allocate_buffer(16 * len(values))
    words = np.frombuffer(memory, np.int64).reshape(-1, 2)
    words[:, 0] = values
    words[:, 1] = values >> 63
    valid = None if absent is None else pa.array(~absent).buffers()[1]
    return pa.Array.from_buffers(of, len(values), [valid, memory])


def _items(answer: Answer, kind: ValueType, absent: Mask | None, of: Any) -> Any:
    if answer.held == "item":
        places, texts = answer.values, [_text(kind, item, of) for item in answer.items]
    else:  # months, which are told as text
        numbers, places = np.unique(answer.values, return_inverse=True)
        texts = [_text(kind, int(number), of) for number in numbers.tolist()]
    plain = NAMES if of == NAMES else pa.string()
    if answer.none is not None and of != NAMES:
        places = np.where(answer.none, len(texts), places)
        texts = [*texts, NONE]
    found = pa.array(texts or [None], plain)
    return found.take(pa.array(places.astype(np.int64), mask=absent))


def _text(kind: ValueType, value: Any, of: Any) -> Any:
    if value is None or isinstance(value, Unknown):
        return None
    told = to_json(kind, value)
    if of == NAMES or isinstance(told, str):
        return told
    return json.dumps(told, ensure_ascii=False)


def _either(one: Mask | None, other: Mask | None) -> Mask | None:
    return one if other is None else other if one is None else one | other


def joined(sets: Sets | None, rows: int) -> Any:
    """Sets of names as text: sorted, a comma between them; null where empty."""
    if sets is None:
        return pa.nulls(rows, pa.string())
    texts = pa.array([", ".join(sorted(each)) or None for each in sets.sets], pa.string())
    return texts.take(pa.array(sets.places))


def lists(sets: Sets | None, rows: int, absent: Mask | None = None) -> Any:
    """Sets of names as lists, in the order of the law; null on *absent* rows."""
    found = pa.array([list(each) for each in sets.sets] if sets else [[]], NAMES)
    places = sets.places if sets else np.zeros(rows, np.int32)
    return found.take(pa.array(places, mask=absent))


def statuses(codes: Array) -> Any:
    """Whether each line was computed, as dictionary-encoded text."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(STATUSES))


def states(answer: Answer, determination: bool, rows: int) -> Any:
    """The status of one figure: computed, none, met, not_met or undetermined."""
    names = ("computed", "undetermined", "none", "met", "not_met")
    codes = np.zeros(rows, np.int8)
    if determination:
        codes = np.where(answer.values.astype(np.bool_), 3, 4).astype(np.int8)
    if answer.none is not None:
        codes[answer.none] = 2
    if answer.unknown is not None:
        codes[answer.unknown] = 1
    return pa.array(names).take(pa.array(codes))


def together(parts: Sequence[tuple[Array | None, Any]], rows: int, of: Any) -> Any:
    """Arrays of some lines each, put together in the order of the lines; null on lines of which no part tells."""
    if len(parts) == 1 and parts[0][0] is None:
        found = parts[0][1]
    else:
        places = np.full(rows, -1, np.int64)
        start = 0
        for where, array in parts:
            assert where is not None
            places[where] = np.arange(start, start + len(array))
            start += len(array)
        whole = pa.concat_arrays([array for _, array in parts]) if parts else pa.nulls(0, _plain(of))
        found = whole.take(pa.array(places, mask=places < 0))
    if pa.types.is_dictionary(of) and not pa.types.is_dictionary(found.type):
        found = found.dictionary_encode()
    return found


def _plain(of: Any) -> Any:
    return of.value_type if pa.types.is_dictionary(of) else of
