"""A table of several places: the rows of each under its own law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.vector.answers import Answer, run
from renshe.engine.vector.given import Given
from renshe.engine.vector.nodes import Figure
from renshe.engine.vector.vectors import Array


@dataclass(frozen=True)
class Place:
    """The rows of one region, by number and in their order, with what was answered for them."""

    region: str
    rows: Array
    answers: list[Answer]


def by_region(
    programs: Callable[[str], Program],
    regions: Any,
    figures: Sequence[Figure],
    columns: Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    run: Callable[..., list[Answer]] = run,
) -> Iterator[Place]:
    """The figures of every row under the law of its own region, a region at a time.

    Args:
        programs: the law of a region.
        regions: the region of each row, as text.
        figures, columns, fixed: as for :func:`~renshe.engine.vector.answers.run`.
        run: the back-end.
    """
    names, numbers = np.unique(np.asarray(regions).astype(str), return_inverse=True)
    for number, name in enumerate(names.tolist()):
        rows = np.flatnonzero(numbers == number)
        own = {column: taken(values, rows) for column, values in columns.items() if column != "region"}
        yield Place(name, rows, run(programs(name), figures, own, fixed))


def taken(column: Any, rows: Array) -> Any:
    """Some rows of a column of any kind."""
    if isinstance(column, Given):
        return column.taken(rows)
    if hasattr(column, "take") and hasattr(column, "null_count"):
        return column.take(rows)
    return column[rows] if isinstance(column, np.ndarray) else np.asarray(column)[rows]
