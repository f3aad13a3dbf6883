"""The result as a workbook an accountant can use: summary, lines, explanation, what is wrong, what was assumed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, Language, Problem, Words
from renshe.engine.tables.batch import Outcome, Progress
from renshe.engine.tables.comparing import Difference
from renshe.engine.tables.owed import Change

SHEET_ROWS = 1_048_576
"""Rows a sheet can have."""
EXPLAINED_LINES = 200
"""Up to so many lines a workbook explains each without being asked."""


@dataclass(frozen=True)
class Extras:
    """What else a workbook shows.

    Attributes:
        source: the file that was read.
        explain: whether every line is explained; None: when there are few.
        differences: against last month's workbook, with its name.
        changes: what later-signed law changes, with the day it is measured from.
        progress: told how many lines are explained, which takes longer than to compute them.
    """

    source: str
    explain: bool | None = None
    differences: tuple[str, list[Difference]] | None = None
    changes: tuple[str, list[Change]] | None = None
    progress: Progress | None = None


@contextlib.contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A file beside *path* that takes its place when all went well, and is gone when not."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    except PermissionError:
        raise InputError(_locked(path)) from None
    os.close(handle)
    here = Path(name)
    try:
        yield here
        here.chmod(0o666 & ~_umask())
        try:
            os.replace(here, path)
        except PermissionError:
            raise InputError(_locked(path)) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            here.unlink()


def _locked(path: Path) -> Problem:
    what = Words("不能写这个文件，它也许正在 Excel 中打开着", "the file cannot be written; it may be open in Excel")
    return Problem(what, Words("关掉它再算，或换个文件名", "close it and run again, or choose another name"), path.name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_workbook(outcome: Outcome, path: Path, language: Language, extras: Extras) -> None:
    """Write the result of a run as a workbook; nothing half-written is left behind."""
    import xlsxwriter  # type: ignore[import-untyped]

    from renshe.engine.tables.workbook import lines, lists, summary, totals, trail

    if len(outcome.rows) > SHEET_ROWS - lines.HEAD_ROW - 2:
        what = Words(
            f"算出 {len(outcome.rows)} 行，一张工作表放不下",
            f"{len(outcome.rows)} lines are more than a sheet can hold",
        )
        fix = Words("结果写成 .csv，或分几次算", "name the result .csv, or compute fewer months at a time")
        raise InputError(Problem(what, fix, path.name))
    from renshe.engine.tables.resting import bases
    from renshe.engine.tables.workbook.styles import Styles

    found = bases(outcome)

    # Rows are written in order and not kept, so that memory does not grow with the number of people; and what people
    # typed stays text, whatever it begins with.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with aside(path) as here, xlsxwriter.Workbook(str(here), options) as book:
        styles = Styles(book, language)
        _properties(book, outcome, extras)
        summary.write(book, styles, outcome, extras, found)
        totals.write(book, styles, outcome)
        lines.write(book, styles, outcome)
        lists.write(book, styles, outcome, extras, found)
        trail.write(book, outcome)


def _properties(book: Any, outcome: Outcome, extras: Extras) -> None:
    book.set_properties({"title": outcome.roster.title.zh, "comments": f"{extras.source} · {outcome.book.hash}"})
    book.set_calc_mode("auto")
