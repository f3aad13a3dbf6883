"""How columns come: as one value or an array, with or without rows that say nothing, *none* or *asked*.

Code is written for one shape of each column, and what a shape leaves out costs nothing. A table that comes in parts may
come in a new shape with each; code for a wider shape runs a narrower one too, so a few compilations serve all parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.vector.given import Given
from renshe.engine.vector.nodes import Kind
from renshe.engine.vector.vectors import DTYPES, Array

MASKS = ("said", "none", "asked")
INTEGERS = {"bool": "u8", "uint8": "u8", "uint16": "u16", "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64"}
"""Arrays of values that are read as they are."""
FEW = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """How a column comes: its integers, whether it is one value for all rows, and which arrays stand beside it."""

    integer: str
    uniform: bool = False
    said: bool = False
    none: bool = False
    asked: bool = False

    def joined(self, other: Shape) -> Shape:
        """The narrowest shape that both can be brought into."""
        return Shape(
            self.integer if self.integer == other.integer else "i64",
            self.uniform and other.uniform,
            self.said or other.said,
            self.none or other.none,
            self.asked or other.asked,
        )


Shapes = Mapping[str, Shape]


def joined(one: Shapes, other: Shapes) -> dict[str, Shape]:
    """The narrowest shapes that both can be brought into."""
    return {name: shape.joined(other[name]) for name, shape in one.items()}


def nothing(kind: Kind) -> Given:
    """A column that says nothing on any row."""
    return Given(np.zeros((), DTYPES.get(kind, np.int64)), np.asarray(False))


def even(column: Given) -> Given:
    """The column; as one value where it is the same throughout."""
    if column.values.ndim and column.said is None and column.none is None and column.asked is None:
        values = column.values
        # A few elements tell of most columns that they are not the same.
        few = values[:: max(1, len(values) // FEW)]
        if len(values) and bool((few == few[0]).all()) and bool((values == values[0]).all()):
            return Given(np.asarray(values[0]))
    return column


def shape(column: Given) -> Shape:
    """The shape that a column comes in."""
    masks = [getattr(column, name) for name in MASKS]
    return Shape(
        INTEGERS[column.values.dtype.name],
        all(mask is None or mask.ndim == 0 for mask in (column.values, *masks)),
        *(mask is not None for mask in masks),
    )


def part(column: Given, name: str, shape: Shape, count: int) -> Array:
    """One of the arrays of a column, brought into a shape."""
    array: Any = getattr(column, name)
    if array is None:
        array = np.asarray(name == "said")
    size = 1 if shape.uniform else count
    if name == "values" and INTEGERS[array.dtype.name] != shape.integer:
        array = array.astype(np.int64)
    return np.ascontiguousarray(array if array.size == size and array.ndim else np.broadcast_to(array, size))
