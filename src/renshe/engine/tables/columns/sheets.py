"""A sheet of a workbook as a table of text, each cell as the spreadsheet shows it, none rounded."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.tables import cells
from renshe.engine.tables.headers import MAX_HEADER_ROW
from renshe.engine.tables.reading import Sheet, read_sheets


def table_of(path: Path) -> Any:
    """The first sheet that holds a table: a row of names with rows under it.

    Raises:
        InputError: when no sheet does.
    """
    for sheet in read_sheets(path):
        head = _header(sheet)
        if head is not None:
            return _table(sheet, head)
    what = Words("没有找到表头", "no header was found")
    raise InputError(Problem(what, Words("在第一行写列名", "write the columns' names in the first row"), path.name))


def _header(sheet: Sheet) -> int | None:
    """The row with the most names: a title stands alone in its row."""
    best, most = None, 0
    for index, row in enumerate(sheet.rows[:MAX_HEADER_ROW]):
        names = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        if len(names) > most and len(names) == sum(not cells.is_blank(cell) for cell in row):
            best, most = index, len(names)
    return best


def _table(sheet: Sheet, head: int) -> Any:
    names = {column: str(cell).strip() for column, cell in enumerate(sheet.rows[head]) if not cells.is_blank(cell)}
    rows = [row for row in sheet.rows[head + 1 :] if not all(map(cells.is_blank, row))]
    arrays = [pa.array([_text(row[column]) if column < len(row) else None for row in rows], pa.string())
              for column in names]  # fmt: skip
    return pa.Table.from_arrays(arrays, schema=pa.schema([pa.field(name, pa.string()) for name in names.values()]))


def _text(raw: Any) -> str | None:
    if cells.is_blank(raw):
        return None
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        return raw.date().isoformat()
    if isinstance(raw, datetime.date | datetime.time):
        return raw.isoformat()
    return cells.shown(raw) if isinstance(raw, bool | int | float) else str(raw)
