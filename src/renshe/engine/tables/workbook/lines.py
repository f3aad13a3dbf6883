"""The sheet with one row for each person and month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.ir import Unknown
from renshe.engine.layout import width
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Computed, Outcome
from renshe.engine.tables.figures import MONEY
from renshe.engine.tables.reading import column_letters
from renshe.engine.tables.workbook.styles import A3, TOTAL, Styles, page, yuan
from renshe.engine.tables.workbook_names import LINES, UNDETERMINED
from renshe.engine.values import ValueType, display

NUMBER, MONTH, EMPLOYER = Words("行号", "line"), Words("属期", "month"), Words("单位", "employer")
HEAD_ROW, KEY_ROW = 3, 2
"""Rows, from 0, of the heads and of the hidden names of columns by which a program finds them again."""


@dataclass(frozen=True, slots=True)
class _Formats:
    """The formats of a line, looked up once."""

    money: Any
    text: Any
    count: Any
    open: Any
    undetermined: str


def who_columns(outcome: Outcome) -> list[tuple[str, Words]]:
    """The columns before the figures: line, month, employer, and the fields of the person that occur."""
    fields = [
        name for name in outcome.roster.people.columns if name in outcome.fields and name in outcome.roster.person
    ]
    return [
        ("line", NUMBER),
        ("month", MONTH),
        ("employer", EMPLOYER),
        *((name, outcome.roster.fields[name].label) for name in fields),
    ]


def fact_columns(outcome: Outcome) -> list[str]:
    """Facts of the person that the figures turn on and that some row states: shown beside the figures."""
    return [
        name
        for name in outcome.roster.people.columns
        if name in outcome.roster.people.required and name in outcome.book.terms
    ]


def write(book: Any, styles: Styles, outcome: Outcome) -> None:
    """The sheet of lines, with a row that adds up what the filter shows."""
    sheet = book.add_worksheet(styles.say(LINES))
    who, facts = who_columns(outcome), fact_columns(outcome)
    roster = outcome.roster
    first = len(who) + len(facts)
    width = first + len(roster.figures) + len(roster.sums)
    _widths(sheet, outcome, who, facts)
    page(sheet, paper=A3, wide=2, repeat=(HEAD_ROW - 2, HEAD_ROW))
    sheet.repeat_columns(0, len(who) - 1)
    title = f"{styles.say(LINES)} · {styles.say(outcome.book.place_name(outcome.options.region))}"
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_row(0, 26)
    _heads(sheet, styles, outcome, who, facts)
    formats = _Formats(styles.money(), styles.text(), styles.count(), styles.open, styles.say(UNDETERMINED))
    row = HEAD_ROW
    for row, each in enumerate(outcome.rows, HEAD_ROW + 1):
        _row(sheet, styles, outcome, row, each, who, facts, formats)
    sheet.freeze_panes(HEAD_ROW + 1, min(len(who), 4))
    if outcome.rows:
        sheet.autofilter(HEAD_ROW, 0, row, width - 1)
        _total(sheet, styles, outcome, row, first, width)


def _widths(sheet: Any, outcome: Outcome, who: list[tuple[str, Words]], facts: list[str]) -> None:
    names = max((width(row.line.employer.name) for row in outcome.rows), default=0)
    sizes = {"line": 6, "month": 9, "employer": max(12, min(names + 2, 46))}
    for column, (name, _) in enumerate(who):
        field = outcome.roster.fields.get(name)
        sheet.set_column(column, column, sizes.get(name, 21 if field and field.kind == "identifier" else 11))
    first = len(who)
    sheet.set_column(first, first + len(facts) + len(outcome.roster.figures) + len(outcome.roster.sums), 12)


def _heads(sheet: Any, styles: Styles, outcome: Outcome, who: list[tuple[str, Words]], facts: list[str]) -> None:
    roster, first = outcome.roster, len(who) + len(facts)
    sheet.set_row(1, 20)
    groups = [(group, len(list(figures))) for group, figures in groupby(roster.figures, key=lambda each: each.group)]
    column = first
    for group, size in [*groups, (Words("合计", "total"), len(roster.sums))]:
        if size > 1:
            sheet.merge_range(1, column, 1, column + size - 1, styles.say(group), styles.group)
        elif size:
            sheet.write_string(1, column, styles.say(group), styles.group)
        column += size
    keys = [name for name, _ in who] + facts + [f.key for f in roster.figures] + [s.name for s in roster.sums]
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    for index, key in enumerate(keys):
        sheet.write_string(KEY_ROW, index, key)
    heads = [label for _, label in who] + [outcome.book.label(name) for name in facts]
    heads += [figure.short for figure in roster.figures] + [each.label for each in roster.sums]
    sheet.set_row(HEAD_ROW, 34)
    for index, label in enumerate(heads):
        sheet.write_string(HEAD_ROW, index, styles.say(label), styles.head)


def _row(
    sheet: Any,
    styles: Styles,
    outcome: Outcome,
    number: int,
    each: Computed,
    who: list[tuple[str, Words]],
    facts: list[str],
    formats: _Formats,
) -> None:
    line = each.line
    said = {"month": month_text(line.month), "employer": line.employer.name}
    for column, (name, _) in enumerate(who):
        if name == "line":
            sheet.write_number(number, column, line.number, formats.count)
        else:
            sheet.write_string(number, column, said.get(name) or line.fields.get(name, ""), formats.text)
    column = len(who)
    for name in facts:
        _value(sheet, styles, number, column, outcome.book.terms[name].type, each.given.get(name), formats)
        column += 1
    for figure in outcome.roster.figures:
        _value(sheet, styles, number, column, figure.type, each.values[figure.key], formats)
        column += 1
    for total in outcome.roster.sums:
        _value(sheet, styles, number, column, MONEY, each.values[total.name], formats)
        column += 1


def _value(sheet: Any, styles: Styles, row: int, column: int, kind: ValueType, value: Any, formats: _Formats) -> None:
    if isinstance(value, Unknown):
        sheet.write_string(row, column, formats.undetermined, formats.open)
    elif value is None:
        sheet.write_string(row, column, "—", formats.text)
    elif kind.kind == "money":
        sheet.write_number(row, column, yuan(value), formats.money)
    else:
        sheet.write_string(row, column, display(kind, value, styles.language), formats.text)


def _total(sheet: Any, styles: Styles, outcome: Outcome, last: int, first: int, width: int) -> None:
    row = last + 1
    bold, label = styles.money(bold=True, fill=TOTAL), styles.text(bold=True, fill=TOTAL)
    sheet.write_string(row, 0, styles.say(Words("筛选合计", "total of what is shown")), label)
    for column in range(1, first):
        sheet.write_string(row, column, "", label)
    keys = [figure.key for figure in outcome.roster.figures] + [each.name for each in outcome.roster.sums]
    for column, key in enumerate(keys, first):
        if column >= width:
            break
        letters = column_letters(column)
        # 109: of the rows the filter shows; text (undetermined) is passed over by the spreadsheet.
        formula = f"=SUBTOTAL(109,{letters}{HEAD_ROW + 2}:{letters}{last + 1})"
        # The lines' own sum: where an employer's amount is counted on the sum of bases it is another one.
        values = (each.values[key] for each in outcome.rows)
        value = sum(each or 0 for each in values if not isinstance(each, Unknown))
        sheet.write_formula(row, column, formula, bold, yuan(value))
