"""The hidden sheet by which any line of a result can be explained afterwards: options, and the facts of each line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.scalars import day_text, month_text
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.workbook_names import TRAIL
from renshe.engine.values import to_json

FORMAT = "renshe.batch/1"


@dataclass(frozen=True)
class Trail:
    """What a result says of one of its lines: enough to decide it again."""

    lawbook: str
    region: str
    known_on: str | None
    date: str
    roster: str
    inputs: dict[str, Any]


def facts_of(outcome: Outcome, given: dict[str, Any]) -> dict[str, Any]:
    """The facts of a line as files and JSON hold them."""
    from renshe.engine.decision import type_of

    found: dict[str, Any] = {}
    for name, value in given.items():
        kind = type_of(outcome.book, name)
        if name != "date" and kind is not None and name in outcome.figures.reads | {"month"}:
            found[name] = to_json(kind, value)
    return found


def write(book: Any, outcome: Outcome) -> None:
    """One row of options, then one row for each line."""
    sheet = book.add_worksheet(TRAIL)
    sheet.very_hidden()
    options = outcome.options
    head = {
        "format": FORMAT,
        "lawbook": outcome.book.hash,
        "region": options.region,
        "known_on": None if options.known_on is None else day_text(options.known_on),
        "roster": outcome.roster.name,
        "months": [month_text(month) for month in outcome.months],
    }
    sheet.write_string(0, 0, json.dumps(head, ensure_ascii=False))
    for index, row in enumerate(outcome.rows, 1):
        facts = {"date": day_text(row.given["date"]), "inputs": facts_of(outcome, row.given)}
        sheet.write_string(index, 0, json.dumps(facts, ensure_ascii=False, separators=(",", ":")))


def read(path: Path, line: int) -> Trail:
    """What a result says of one line.

    Args:
        path: a workbook written by :func:`write`.
        line: the number of the line, as the sheet of lines shows it.

    Raises:
        InputError: when it is no such workbook, or has no such line.
    """
    import python_calamine

    what = Words("不是本程序写出的结果", "it is no result of this program")
    fix = Words("给出 renshe batch 写出的 .xlsx", "give an .xlsx that renshe batch wrote")
    if not path.is_file():
        missing = Words("没有这个文件", "there is no such file")
        raise InputError(Problem(missing, Words("检查文件名", "check the name"), path.name))
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            rows = book.get_sheet_by_name(TRAIL).to_python()
        head = json.loads(str(rows[0][0]))
        if head["format"] != FORMAT:
            raise ValueError(head["format"])
    except (python_calamine.CalamineError, OSError, ValueError, KeyError, IndexError, TypeError):
        raise InputError(Problem(what, fix, path.name)) from None
    if not 1 <= line < len(rows):
        count = len(rows) - 1
        raise InputError(
            Problem(
                Words(f"没有第 {line} 行，共 {count} 行", f"there is no line {line}; there are {count}"),
                Words("写“明细”表的行号", "give the line's number on the sheet of lines"),
                "row",
            )
        )
    facts = json.loads(str(rows[line][0]))
    return Trail(head["lawbook"], head["region"], head["known_on"], facts["date"], head["roster"], facts["inputs"])
