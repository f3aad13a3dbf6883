"""Spreadsheet files as sheets of raw cells: xlsx and its relatives through calamine, csv with its encoding found.

Cells keep the place they have in the file, so that whatever is wrong can be shown by sheet, row and column.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.tables.workbook_names import TRAIL

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
MAX_BYTES = 200_000_000
MAX_UNPACKED = 2_000_000_000
MAX_COLUMNS = 500
MAX_ROWS = 1_048_576
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",\t;|"
DELIMITED_LINES = 30
"""So many lines tell which of them it is."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells as the file holds them, from its first row and column on.

    ``merged`` are cells merged into one: first row and column, last row and column, all from 0.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell is: sheet, row from 1, column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As a spreadsheet says it: ``B12``."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}" if self.sheet else self.address


def column_letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheets(path: Path, *, results: bool = False) -> list[Sheet]:
    """The visible sheets of a file.

    Args:
        path: a workbook (``.xlsx`` …) or a text file (``.csv`` …).
        results: whether a workbook that a run wrote is what is meant; else it is refused, for it is no table of people.

    Raises:
        InputError: when there is no such file, it is of another kind, too large, locked by a password, or damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS | TEXTS:
        raise _refused(
            path,
            Words(
                f"不认识 {suffix or '没有后缀'} 文件",
                f"{suffix or 'a file without a suffix'} is no known kind of table",
            ),
            Words("另存为 .xlsx 或 .csv", "save it as .xlsx or .csv"),
        )
    if not path.is_file():
        raise _refused(path, Words("没有这个文件", "there is no such file"), Words("检查文件名", "check the name"))
    if path.stat().st_size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        what = Words(f"文件超过 {limit} MB", f"the file is larger than {limit} MB")
        raise _refused(path, what, Words("分成几个文件", "split it into several files"))
    sheets = _workbook(path, results=results) if suffix in WORKBOOKS else [_text(path)]
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in sheet.rows[:100]):
            what = Words(
                f"工作表“{sheet.name}”超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列",
                f"the sheet “{sheet.name}” has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns",
            )
            raise _refused(path, what, Words("删去多余的行列", "remove rows and columns that are not needed"))
    return sheets


def _workbook(path: Path, *, results: bool) -> list[Sheet]:
    import python_calamine

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                what = Words("文件展开后过大", "the file is too large when unpacked")
                raise _refused(path, what, Words("分成几个文件", "split it into several files"))
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            visible = python_calamine.SheetVisibleEnum.Visible
            names = [entry.name for entry in book.sheets_metadata if entry.visible == visible]
            if not results and TRAIL in (entry.name for entry in book.sheets_metadata):
                what = Words("这是算出来的结果，不是名册", "this is a result, not a table of people")
                raise _refused(path, what, Words("用原来的名册", "give the table it was made from"))
            found = ((name, book.get_sheet_by_name(name)) for name in names)
            return [
                Sheet(name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))
                for name, sheet in found
            ]
    except python_calamine.PasswordError:
        raise _refused(
            path,
            Words("文件有打开密码", "the file is locked by a password"),
            Words("在 Excel 中去掉密码后再试", "remove the password in Excel and try again"),
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        what = Words(f"打不开这个表格文件（{str(error)[:120]}）", f"the file cannot be opened ({str(error)[:120]})")
        raise _refused(
            path, what, Words("在 Excel 中打开并另存为 .xlsx", "open it in Excel and save it as .xlsx")
        ) from None


def _text(path: Path) -> Sheet:
    raw = path.read_bytes()
    # What Excel saves as “Unicode text” says by its first two bytes what it is.
    for encoding in ("utf-16",) if raw.startswith(UTF_16) else ENCODINGS:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        what = Words("文件的编码不是 UTF-8 或 GB18030", "the file is encoded neither as UTF-8 nor as GB18030")
        raise _refused(path, what, Words("另存为 UTF-8 的 CSV", "save it as CSV in UTF-8"))
    # A title above the table holds none of them, so that the first line alone does not tell.
    head = "\n".join(text[:10_000].splitlines()[:DELIMITED_LINES])
    delimiter = max(DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        what = Words(f"不是有效的 CSV（{error}）", f"the file is no valid CSV ({error})")
        raise _refused(path, what, Words("在 Excel 中另存为 CSV", "save it again as CSV from Excel")) from None
    return Sheet("", [[_typed(cell) for cell in row] for row in rows])


def _typed(cell: str) -> str:
    """A cell without what is put around numbers so that Excel leaves them text: ``="0012"``."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _refused(path: Path, what: Words, fix: Words) -> InputError:
    return InputError(Problem(what, fix, path.name))
