"""A sheet that is one list: title, remark, heads, rows as tall as their text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.layout import width
from renshe.engine.tables import workbook
from renshe.engine.tables.reading import column_letters
from renshe.engine.tables.workbook.styles import A4, OPEN, SHADE, TOTAL, WEAK, Styles, page, yuan

LINE_HEIGHT, MOST_LINES = 15, 20


@dataclass(frozen=True)
class Head:
    """A column of a list."""

    label: Words
    width: int
    wrap: bool = False
    money: bool = False


@lru_cache(maxsize=50_000)
def _lines(text: str, columns: int) -> int:
    """How many lines a cell of that width takes; not every program works it out when it opens the file."""
    return sum(-(-max(width(part), 1) // max(columns - 1, 1)) for part in text.split("\n"))


def write_list(
    book: Any, styles: Styles, name: Words, remark: Words, heads: Sequence[Head],
    rows: Iterable[tuple[Sequence[Any], str | None]], *, total: int | None = None,
    paper: int = A4,
) -> None:  # fmt: skip
    """A sheet with one table: title, remark, heads, rows, each with its fill.

    Args:
        total: the column, from 0, whose amounts a last row adds up as far as the filter shows them.
        paper: on which it is printed.
    """
    sheet = book.add_worksheet(styles.say(name))
    page(sheet, paper=paper, repeat=(3, 3))
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, styles.say(name), styles.title)
    sheet.write_string(1, 0, styles.say(remark), styles.remark)
    sheet.set_row(3, 24)
    for column, head in enumerate(heads):
        sheet.write_string(3, column, styles.say(head.label), styles.head)
    row, added = 3, 0
    formats = {
        fill: (
            styles.money(fill=fill),
            styles.count(fill=fill),
            styles.text(fill=fill),
            styles.text(wrap=True, fill=fill),
            styles.text(fill=fill, align="right"),
        )
        for fill in (None, OPEN, WEAK, SHADE)
    }
    for row, (cells, fill) in enumerate(rows, 4):
        if row == workbook.SHEET_ROWS - 1:
            more = Words("放不下了，其余从略", "there is no room for the rest")
            sheet.write_string(row, 0, styles.say(more), styles.text(bold=True))
            break
        money, count, text, wrapped, aside = formats[fill]
        tall = max(_lines(str(cell), head.width) for head, cell in zip(heads, cells, strict=True) if head.wrap)
        if tall > 1:
            sheet.set_row(row, min(tall, MOST_LINES) * LINE_HEIGHT)
        for column, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            if isinstance(cell, int):
                added += cell if column == total else 0
                sheet.write_number(row, column, yuan(cell) if head.money else cell, money if head.money else count)
            else:
                plain = aside if head.money else wrapped if head.wrap else text
                sheet.write_string(row, column, str(cell), plain)
    sheet.freeze_panes(4, 0)
    if row > 3:
        sheet.autofilter(3, 0, row, len(heads) - 1)
        if total is not None and row < workbook.SHEET_ROWS - 1:
            _total(sheet, styles, heads, row, total, added)
    else:
        sheet.write_string(4, 0, styles.say(Words("无", "none")), styles.text())


def _total(sheet: Any, styles: Styles, heads: Sequence[Head], last: int, column: int, added: int) -> None:
    label = styles.text(bold=True, fill=TOTAL)
    for at in range(len(heads)):
        said = styles.say(Words("筛选合计", "total of what is shown")) if at == 0 else ""
        sheet.write_string(last + 1, at, said, label)
    letters = column_letters(column)
    formula = f"=SUBTOTAL(109,{letters}5:{letters}{last + 1})"
    sheet.write_formula(last + 1, column, formula, styles.money(bold=True, fill=TOTAL), yuan(added))
