"""One row for each employer and month: what the boss reads and what the books are kept by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.layout import width
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Outcome, Total
from renshe.engine.tables.joining import Employer
from renshe.engine.tables.reading import column_letters
from renshe.engine.tables.workbook.styles import A3, BAND, OPEN, OPEN_INK, TOTAL, Styles, page, yuan
from renshe.engine.tables.workbook_names import BY_EMPLOYER, BY_MONTH

HEAD_ROW = 3
MONTH, EMPLOYER, PEOPLE, LEFT_OUT = (
    Words("属期", "month"),
    Words("单位", "employer"),
    Words("人次", "lines"),
    Words("未计算的行", "rows left out"),
)
OWN = Words("本单位", "the employer")
SUBTOTAL, ALL = Words("小计", "subtotal"), Words("合计", "total")
NAME_WIDTH = 34
LINE_HEIGHT = 16


def sheet_name(outcome: Outcome) -> Words | None:
    """How the sheet is called; None where the summary says it all: one employer, one month."""
    if len(outcome.months) > 1:
        return BY_MONTH
    return BY_EMPLOYER if len(_shown(outcome)) > 1 else None


def _shown(outcome: Outcome) -> list[Employer]:
    """Employers with people, computed or left out: one of whom nobody is in the table owes nothing here."""
    with_lines = {id(total.employer) for total in outcome.totals}
    return [each for each in outcome.table.employers if id(each) in with_lines or each.left_out]


@dataclass(frozen=True)
class _Column:
    """An amount of the sheet: the keys that are added, under a head and the heading above it."""

    head: Words
    keys: tuple[str, ...]


def _columns(outcome: Outcome) -> tuple[list[_Column], list[_Column]]:
    """The columns of the summary that may be added, over all insurances; then its last one for each."""
    summary = outcome.roster.summary
    added = sorted(summary.added)
    first = [
        _Column(summary.columns[at], tuple(dict.fromkeys(key for row in summary.rows for key in row.cells[at])))
        for at in added
    ]
    return first, [_Column(row.label, row.cells[added[-1]]) for row in summary.rows if added]


def write(book: Any, styles: Styles, outcome: Outcome) -> None:
    """The sheet, when there is more than one employer or month."""
    name = sheet_name(outcome)
    if name is None:
        return
    sheet = book.add_worksheet(styles.say(name))
    several = len(outcome.months) > 1
    sums, parts = _columns(outcome)
    columns = [*sums, *parts]
    first = 3
    _heads(sheet, styles, outcome, name, sums, parts, several=several)
    row = HEAD_ROW + 1
    totals = sorted(outcome.totals, key=lambda total: total.month)
    subtotals = []
    for month, group in groupby(totals, key=lambda total: total.month):
        start = row
        for total in group:
            _row(sheet, styles, outcome, row, month_text(month) if several else None, total, columns)
            row += 1
        if several and len(_shown(outcome)) > 1:
            of_month = [total for total in totals if total.month == month]
            label = [month_text(month), styles.say(SUBTOTAL)]
            _sum_row(sheet, styles, row, label, of_month, columns, first, [f"{start + 1}:{row}"], BAND)
            subtotals.append(row + 1)
            row += 1
    if not several:
        row = _without_lines(sheet, styles, outcome, row, len(columns))
    spans = [f"{at}:{at}" for at in subtotals] or [f"{HEAD_ROW + 2}:{row}"]
    label = [styles.say(ALL), ""] if several else [styles.say(ALL)]
    _sum_row(sheet, styles, row, label, totals, columns, first, spans, TOTAL)
    if not subtotals:
        sheet.autofilter(HEAD_ROW, 0, row - 1, first + len(columns) - 1)
    if outcome.table.left_out:
        _left_out_below(sheet, styles, outcome, row + 1)


def _heads(
    sheet: Any, styles: Styles, outcome: Outcome, name: Words, sums: Sequence[_Column], parts: Sequence[_Column],
    *, several: bool,
) -> None:  # fmt: skip
    who = [MONTH, EMPLOYER, PEOPLE] if several else [EMPLOYER, PEOPLE, LEFT_OUT]
    first, sizes = 3, [9, NAME_WIDTH, 7] if several else [NAME_WIDTH, 7, 10]
    for column, size in enumerate(sizes):
        sheet.set_column(column, column, size)
    sheet.set_column(first, first + len(sums) + len(parts) - 1, 15)
    page(sheet, paper=A3, repeat=(HEAD_ROW - 1, HEAD_ROW))
    sheet.set_row(0, 30)
    where = styles.say(outcome.book.place_name(outcome.options.region))
    sheet.write_string(0, 0, f"{styles.say(name)} · {where} {span(outcome, styles)}", styles.title)
    remark = Words("金额与“汇总”一致；小计、合计是公式", "The same amounts as on the summary; sums are formulas")
    sheet.write_string(1, 0, styles.say(remark), styles.remark)
    last = styles.say(outcome.roster.summary.columns[max(outcome.roster.summary.added, default=0)])
    if len(parts) > 1:
        begin = first + len(sums)
        sheet.merge_range(HEAD_ROW - 1, begin, HEAD_ROW - 1, begin + len(parts) - 1, last, styles.group)
    sheet.set_row(HEAD_ROW, 32)
    for column, head in enumerate([*who, *(each.head for each in (*sums, *parts))]):
        sheet.write_string(HEAD_ROW, column, styles.say(head), styles.head)
    sheet.freeze_panes(HEAD_ROW + 1, 2 if several else 1)


def span(outcome: Outcome, styles: Styles) -> str:
    """The months computed, as a title says them."""
    months = outcome.months
    if not months:
        return ""
    joint = " 至 " if styles.language == "zh" else " to "
    return month_text(months[0]) + (joint + month_text(months[-1]) if len(months) > 1 else "")


def _row(
    sheet: Any, styles: Styles, outcome: Outcome, row: int, month: str | None, total: Total, columns: Sequence[_Column]
) -> None:
    name = total.employer.name or styles.say(OWN)
    lines = -(-width(name) // (NAME_WIDTH - 1))
    if lines > 1:
        sheet.set_row(row, lines * LINE_HEIGHT)
    column = 0
    if month is not None:
        sheet.write_string(row, column, month, styles.text())
        column += 1
    sheet.write_string(row, column, name, styles.text(wrap=True))
    sheet.write_number(row, column + 1, total.people, styles.count())
    column += 2
    if month is None:
        _left_out(sheet, styles, row, column, total.employer.left_out)
        column += 1
    _amounts(sheet, styles, row, column, [total], columns)


def _amounts(
    sheet: Any, styles: Styles, row: int, first: int, totals: Sequence[Total], columns: Sequence[_Column]
) -> None:
    for column, each in enumerate(columns, first):
        amount = sum(total.amounts.get(key, 0) for total in totals for key in each.keys)
        missing = any(total.open.get(key) for total in totals for key in each.keys)
        sheet.write_number(row, column, yuan(amount), styles.money(fill=OPEN if missing else None))


def _left_out(sheet: Any, styles: Styles, row: int, column: int, count: int) -> None:
    if count:
        red = styles(border=1, border_color="#C7CDD6", align="center", font_color=OPEN_INK, bg_color=OPEN)
        sheet.write_number(row, column, count, red)
    else:
        sheet.write_string(row, column, "", styles.text())


def _without_lines(sheet: Any, styles: Styles, outcome: Outcome, row: int, columns: int) -> int:
    """Employers none of whose people were computed: they must not be missing from the list."""
    seen = {id(total.employer) for total in outcome.totals}
    for employer in _shown(outcome):
        if id(employer) not in seen:
            sheet.write_string(row, 0, employer.name or styles.say(OWN), styles.text(wrap=True))
            sheet.write_number(row, 1, 0, styles.count())
            _left_out(sheet, styles, row, 2, employer.left_out)
            for column in range(3, 3 + columns):
                sheet.write_string(row, column, "—", styles(border=1, border_color="#C7CDD6", align="right"))
            row += 1
    return row


def _sum_row(
    sheet: Any,
    styles: Styles,
    row: int,
    labels: Sequence[str],
    totals: Sequence[Total],
    columns: Sequence[_Column],
    first: int,
    spans: Sequence[str],
    fill: str,
) -> None:
    """A row that adds the rows of *spans*, as a formula."""
    for column in range(first):
        sheet.write_string(
            row, column, labels[column] if column < len(labels) else "", styles.text(bold=True, fill=fill)
        )
    people = len(labels)
    count = sum(total.people for total in totals)
    sheet.write_formula(row, people, _added(people, spans), styles.count(bold=True, fill=fill), count)
    for column, each in enumerate(columns, first):
        amount = sum(total.amounts.get(key, 0) for total in totals for key in each.keys)
        missing = any(total.open.get(key) for total in totals for key in each.keys)
        style = styles.money(bold=True, fill=OPEN if missing else fill)
        sheet.write_formula(row, column, _added(column, spans), style, yuan(amount))


def _added(column: int, spans: Sequence[str]) -> str:
    letters = column_letters(column)
    cells = [
        f"{letters}{begin}" if begin == end else f"{letters}{begin}:{letters}{end}"
        for begin, end in (span.split(":") for span in spans)
    ]
    # A function takes 255 arguments at most: more of them are added by sums of sums.
    groups = [",".join(cells[at : at + 200]) for at in range(0, len(cells), 200)]
    return "=" + "+".join(f"SUM({group})" for group in groups)


def _left_out_below(sheet: Any, styles: Styles, outcome: Outcome, row: int) -> None:
    count = outcome.table.left_out
    words = Words(
        f"名册中另有 {count} 行没有计算，不在以上金额内，见“未能计算”",
        f"{count} more rows were not computed and are in none of these amounts, see “Not computed”",
    )
    sheet.write_string(row, 0, styles.say(words), styles(font_size=9, font_color=OPEN_INK))
