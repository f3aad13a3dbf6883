"""Employers joined to people by a key: a second table, held whole, whose facts each line of its people has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.scalars import plain
from renshe.engine.tables.columns.casting import Fault, cast
from renshe.engine.tables.columns.column import Array, Column
from renshe.engine.tables.columns.mapping import FileColumn, Mapped, Mapper

MOST = 5_000_000
"""Employers that are held whole."""


def code(text: str) -> str:
    """A key as keys are compared: blanks, width and case do not matter."""
    return plain(text).replace(" ", "").upper()


@dataclass
class Employers:
    """A table of employers, by key.

    Attributes:
        columns: the columns of its file that hold facts, and ``facts`` what they say.
        table: the file's own columns, as they are kept in the result.
        key: the column of its file that joins.
        wrong: rows with something that cannot be taken, with what it is.
    """

    name: str
    columns: tuple[FileColumn, ...]
    facts: dict[str, Column]
    table: Any
    key: str
    keys: dict[str, int]
    wrong: dict[int, list[tuple[str, Fault]]]

    def rows_of(self, people: Any) -> Array:
        """For each of some keys the row it stands in, -1 where there is none."""
        if not pa.types.is_dictionary(people.type):
            people = people.cast(pa.string()).dictionary_encode()
        names = people.dictionary.cast(pa.string()).to_pylist()
        rows = np.asarray([-1 if name is None else self.keys.get(code(name), -1) for name in names] + [-1], np.int64)
        places = people.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
        found: Array = rows[places]
        return found


def employers(mapper: Mapper, table: Any, name: str, on: str | None, reads: Collection[str]) -> Employers:
    """The employers in *table*.

    Args:
        mapper: recognises columns.
        table: an Arrow table.
        name: the file's name.
        on: the column that joins; the roster's own when None.
        reads: names that the figures may read.

    Raises:
        InputError: when no column joins, or a key stands twice.
    """
    mapped = mapper.map(table.schema, reads, name)
    key = key_column(mapper, mapped, on, name)
    found = table.column(key.index).cast(pa.string()).to_pylist()
    if len(found) > MOST:
        raise InputError(Problem(Words(f"单位多于 {MOST} 行", f"more than {MOST} employers"), None, name))
    keys: dict[str, int] = {}
    problems: list[Problem] = []
    for row, text in enumerate(found):
        if text is None or not text.strip():
            continue
        before = keys.setdefault(code(text), row)
        if before != row and len(problems) < 20:
            what = Words(f"“{text[:80]}”在第 {before + 1} 行和第 {row + 1} 行重复",
                         f"“{text[:80]}” stands in row {before + 1} and in row {row + 1}")  # fmt: skip
            problems.append(Problem(what, Words("只留一行", "keep one of them"), name))
    if problems:
        raise InputError(problems)
    facts: dict[str, Column] = {}
    wrong: dict[int, list[tuple[str, Fault]]] = {}
    columns = tuple(mapped.facts())
    for column in columns:
        assert column.form is not None
        array = table.column(column.index).combine_chunks()
        facts[column.name], faults = cast(mapper.book, column.form, array)
        for fault in faults:
            wrong.setdefault(fault.row, []).append((column.header, fault))
    kept = table.select([column.index for column in columns])
    return Employers(name, columns, facts, kept, key.header, keys, wrong)


def key_column(mapper: Mapper, mapped: Mapped, on: str | None, place: str) -> FileColumn:
    """The column of a file that joins people and employers.

    Raises:
        InputError: when there is none.
    """
    names = (on,) if on else mapper.roster.employer
    for name in names:
        exact = next((column for column in mapped.columns if column.header == name), None)
        found = exact or mapped.one("field", name)
        if found is not None:
            return found
    wanted = "、".join(str(name) for name in names)
    what = Words(f"没有可对应单位的列（{wanted}）", f"no column joins employers ({wanted})")
    raise InputError(Problem(what, Words("用 --on 写明是哪一列", "say which with --on"), place))
