"""Lines of a piece of a table: each row once for each month it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.scalars import month_text
from renshe.engine.tables.columns.casting import EPOCH
from renshe.engine.tables.columns.column import Array, Column, Mask, tidy_all

FIRST = 1970 * 12
"""The month from which NumPy counts."""


@dataclass(frozen=True)
class Lines:
    """The lines of a piece.

    Attributes:
        rows: the row of each line; None: the rows themselves.
        month: the month of each line; None where no row and no option says one, or the same one is said for all.
        strange: rows whose own month is none of those computed.
        silent: rows that say no month where one is needed.
    """

    rows: Array | None
    month: Column | None
    strange: Mask | None = None
    silent: Mask | None = None


def lines_of(
    count: int, months: Sequence[int], own: Column | None, first: Column | None, last: Column | None, *, dated: bool
) -> Lines:
    """The lines of *count* rows, those of one row together.

    Args:
        count: how many rows there are.
        months: the months to compute; empty when rows say their own.
        own: the month of each row, where there is such a column.
        first, last: the months between which a row stands, where there are such columns.
        dated: whether the month may be left to the day of each row.
    """
    if own is None and not months:
        return Lines(None, None)
    if own is None and len(months) == 1 and first is None and last is None:
        return Lines(None, None)
    says = np.zeros(count, np.bool_) if own is None else _says(own, count)
    strange = silent = None
    if own is not None and months:
        outside = says & ~np.isin(own.values, np.asarray(months, np.int64))
        strange = outside if outside.any() else None
    if not months and not says.all() and not dated:
        silent = ~says
    every = np.asarray(months or (0,), np.int64)
    counts = np.where(says, 1, len(every))
    rows = np.repeat(np.arange(count), counts)
    starts = np.cumsum(counts) - counts
    places = np.arange(len(rows)) - starts[rows]
    values = every[places]
    known = np.ones(len(rows), np.bool_) if months else says[rows]
    if own is not None:
        values = np.where(says[rows], own.values[rows], values)
    within = known.copy()
    for bound, sign in ((first, 1), (last, -1)):
        if bound is not None:
            limit = bound.take(rows)
            within &= ~_says(limit, len(rows)) | (sign * values >= sign * limit.values)
    if first is not None or last is not None:
        kept = within | ~known
        rows, values, known = rows[kept], values[kept], known[kept]
    single = len(rows) == count and bool((rows == np.arange(count)).all())
    return Lines(None if single else rows, Column("number", values, tidy_all(known)), strange, silent)


def _says(column: Column, count: int) -> Mask:
    says = np.ones(count, np.bool_) if column.said is None else column.said
    for mask in (column.none, column.asked):
        if mask is not None:
            says = says & ~mask
    return says


def last_days(month: Column) -> Column:
    """The last day of each month."""
    after = (month.values - FIRST + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return Column("number", after - 1 + EPOCH, month.said)


def constant(text: str, rows: int) -> Any:
    """The same text on every row, dictionary-encoded."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text]))


def month_texts(month: Column, rows: int) -> Any:
    """Months as a file holds them: dictionary-encoded text."""
    import pyarrow as pa

    if rows and month.said is None and month.values[0] == month.values[-1] and (month.values == month.values[0]).all():
        return constant(month_text(int(month.values[0])), rows)
    values = month.values if month.said is None else np.where(month.said, month.values, -1)
    different, places = np.unique(values, return_inverse=True)
    names = pa.array([month_text(int(each)) if each >= 0 else "" for each in different], pa.string())
    indices = pa.array(places.astype(np.int32), mask=None if month.said is None else ~month.said)
    return pa.DictionaryArray.from_arrays(indices, names)
