"""Runs made for a test: what a workbook says when it is read back, and the command line in this process."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import python_calamine

from renshe.cli import main
from renshe.engine.tables.batch import Computed, Outcome
from renshe.engine.tables.rows import Reject

BEIJING: dict[str, Any] = {"region": "CN-BJ", "month": "2020-07", "explain": False}
EXPLAINED = {**BEIJING, "explain": True}
"""To explain each line takes longer than to compute it: most tests need none of it."""


def fen(value: Any) -> int:
    """An amount as a cell holds it, in fen; nobody is paid a part of one."""
    whole = round(value * 100)
    assert abs(value * 100 - whole) < 1e-6, value
    return whole


def read(path: Path, sheet: str) -> list[list[Any]]:
    """The rows of one sheet, empty ones too."""
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def written_lines(path: Path, sheet: str = "明细") -> list[dict[str, Any]]:
    """The lines of a result by the hidden names of its columns, the row of sums left out."""
    rows = read(path, sheet)
    return [dict(zip(rows[2], row, strict=True)) for row in rows[4:] if isinstance(row[0], float)]


def formulas(path: Path, sheet: str) -> dict[str, str]:
    """Cells of a sheet that hold a formula."""
    import openpyxl

    cells = (cell for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: str(cell.value) for cell in cells if cell.data_type == "f"}


def people(outcome: Outcome, name: str) -> list[Computed]:
    """The lines of one person, by month."""
    return [row for row in outcome.rows if row.line.fields.get("person_name") == name]


def listed(outcome: Outcome) -> list[tuple[str, str]]:
    """All that is listed: left out, partly open or a note, and the cell."""
    return [(kind(each), str(each.place)) for each in outcome.rejects]


def kind(reject: Reject) -> str:
    """What was done about it."""
    return "left out" if reject.refused else "partly open" if reject.missing else "note"


def said(outcome: Outcome) -> str:
    """All that is listed, as one text."""
    return "\n".join(f"{each.place} {each.what.zh} {each.fix.zh if each.fix else ''}" for each in outcome.rejects)


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)


def renshe(*arguments: object, language: str = "zh") -> Done:
    """The command line, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["renshe", *map(str, arguments)]
    code = 0
    with (
        mock.patch("sys.argv", argv),
        mock.patch.dict("os.environ", {"RENSHE_LANG": language}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
