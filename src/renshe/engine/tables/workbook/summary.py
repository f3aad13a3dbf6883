"""The first sheet: what each employer owes, in one block each, checked against the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.ir import Unknown
from renshe.engine.layout import width
from renshe.engine.scalars import day_text
from renshe.engine.tables.batch import Outcome, Total
from renshe.engine.tables.reading import column_letters
from renshe.engine.tables.resting import Resting
from renshe.engine.tables.workbook.lines import HEAD_ROW, fact_columns, who_columns
from renshe.engine.tables.workbook.styles import BAND, LINE, OPEN, OPEN_INK, TOTAL, Styles, page, yuan
from renshe.engine.tables.workbook.totals import LINE_HEIGHT, NAME_WIDTH, OWN, sheet_name, span
from renshe.engine.tables.workbook_names import ASSUMED, LINES, SUMMARY

ALL = Words("全部单位", "all employers")
EMPLOYER, PEOPLE, ITEM, CHECK = (
    Words("单位", "employer"),
    Words("人次", "lines"),
    Words("项目", "item"),
    Words("与明细核对", "check against lines"),
)
SUBTOTAL = Words("小计", "subtotal")
_CRITERION = re.compile(r"[=<>*?~]|^[\d\s.,+\-%/:eE]*$|^(true|false)$", re.IGNORECASE)


def write(book: Any, styles: Styles, outcome: Outcome, extras: Any, found: Resting) -> None:
    """The summary: title, what was computed, a block for each employer, and for all of them at the end."""
    sheet = book.add_worksheet(styles.say(SUMMARY))
    summary = outcome.roster.summary
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, 1, 7)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 2 + len(summary.columns), 16)
    sheet.set_column(3 + len(summary.columns), 3 + len(summary.columns), 13)
    row = _heading(sheet, styles, outcome, extras, found)
    heads = [EMPLOYER, PEOPLE, ITEM, *summary.columns, CHECK]
    sheet.set_row(row, 30)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, styles.say(head), styles.head)
    page(sheet, repeat=(row, row))
    sheet.freeze_panes(row + 1, 0)
    blocks = _by_employer(outcome.totals)
    row += 1
    for index, (name, totals) in enumerate(blocks):
        fill, missing = BAND if index % 2 else None, totals[0].employer.left_out
        # One employer without a name has all the lines.
        row = _block(sheet, styles, outcome, row, name, totals, fill, name or None, missing)
    if len(blocks) > 1:
        everywhere = outcome.table.left_out
        _block(sheet, styles, outcome, row, styles.say(ALL), outcome.totals, TOTAL, None, everywhere)


def _heading(sheet: Any, styles: Styles, outcome: Outcome, extras: Any, found: Resting) -> int:
    when = span(outcome, styles)
    where = styles.say(outcome.book.place_name(outcome.options.region))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{where} {when} {styles.say(outcome.roster.title)}", styles.title)
    known = outcome.options.known_on
    refused = sum(1 for reject in outcome.rejects if reject.refused)
    open_ = sum(1 for row in outcome.rows if not row.complete)
    zh = (
        f"来源 {extras.source}；人员 {outcome.table.people} 行，算出 {len(outcome.rows)} 行；"
        f"{refused} 处未能计算、{open_} 行有金额无法确定（见“未能计算”）"
    )
    en = (
        f"From {extras.source}: {outcome.table.people} rows of people, {len(outcome.rows)} lines computed; "
        f"{refused} entries refused, {open_} lines with an amount not determined (see “Not computed”)"
    )
    sheet.write_string(1, 0, styles.say(Words(zh, en)), styles.remark)
    as_of = Words(
        f"法规库 {outcome.book.hash}，" + (f"按{day_text(known)}已知的规定" if known else "按收录的全部规定"),
        f"lawbook {outcome.book.hash}, " + (f"as known on {day_text(known)}" if known else "all law held here"),
    )
    overview = sheet_name(outcome)
    if overview is not None:
        as_of = Words(f"{as_of.zh}；一览见“{overview.zh}”", f"{as_of.en}; one row for each: “{overview.en}”")
    sheet.write_string(2, 0, styles.say(as_of), styles.remark)
    if open_:
        mark = Words("标红的合计没有计入无法确定的行", "Amounts in red leave out the lines that are not determined")
        sheet.write_string(3, 0, styles.say(mark), styles(font_size=9, font_color=OPEN_INK))
    unverified = sum(1 for basis in found.numbers if basis.grade == "unverified")
    if unverified:
        mark = Words(
            f"用到 {unverified} 个未经核实的数值，见“{ASSUMED.zh}”中标黄的",
            f"{unverified} of the numbers used are not verified, see those in yellow on “{ASSUMED.en}”",
        )
        sheet.write_string(4, 0, styles.say(mark), styles(font_size=9, font_color=OPEN_INK))
    return 5


def _by_employer(totals: Sequence[Total]) -> list[tuple[str, list[Total]]]:
    found: dict[int, tuple[str, list[Total]]] = {}
    for total in totals:
        found.setdefault(id(total.employer), (total.employer.name, []))[1].append(total)
    return list(found.values())


def _block(
    sheet: Any,
    styles: Styles,
    outcome: Outcome,
    row: int,
    name: str,
    totals: Sequence[Total],
    fill: str | None,
    employer: str | None,
    left_out: int = 0,
) -> int:
    summary = outcome.roster.summary
    people = sum(total.people for total in totals)
    sums = dict.fromkeys(summary.added, 0)
    opened = False
    first = row
    for index, each in enumerate(summary.rows):
        said = name or styles.say(OWN) if index == 0 else ""
        if index == 0 and (tall := -(-width(said) // (NAME_WIDTH - 2))) > 1:
            sheet.set_row(row, tall * LINE_HEIGHT)
        if index == 1 and left_out:
            words = Words(f"另有 {left_out} 行没有计算", f"{left_out} more rows were left out")
            more: dict[str, Any] = {"bg_color": fill} if fill else {}
            red = styles(border=1, border_color=LINE, font_size=9, font_color=OPEN_INK, **more)
            sheet.write_string(row, 0, styles.say(words), red)
        else:
            sheet.write_string(row, 0, said, styles.text(bold=True, wrap=True, fill=fill))
        if index == 0:
            sheet.write_number(row, 1, people, styles.count(fill=fill))
        else:
            sheet.write_string(row, 1, "", styles.text(fill=fill))
        sheet.write_string(row, 2, styles.say(each.label), styles.text(fill=fill))
        for column, keys in enumerate(each.cells):
            if not keys:
                sheet.write_string(row, 3 + column, "—", styles(border=1, border_color="#C7CDD6", align="right",
                                   **({"bg_color": fill} if fill else {})))  # fmt: skip
                continue
            amount = sum(total.amounts.get(key, 0) for total in totals for key in keys)
            missing = any(total.open.get(key) for total in totals for key in keys)
            opened |= missing
            if column in sums:
                sums[column] += amount
            sheet.write_number(row, 3 + column, yuan(amount), styles.money(fill=OPEN if missing else fill))
        sheet.write_string(row, 3 + len(summary.columns), "", styles.text(fill=fill))
        row += 1
    total_fill = TOTAL
    sheet.write_string(row, 0, "", styles.text(bold=True, fill=total_fill))
    sheet.write_string(row, 1, "", styles.text(bold=True, fill=total_fill))
    sheet.write_string(row, 2, styles.say(SUBTOTAL), styles.text(bold=True, fill=total_fill))
    for column in range(len(summary.columns)):
        if column in sums:
            letters = column_letters(3 + column)
            formula = f"=SUM({letters}{first + 1}:{letters}{row})"
            sheet.write_formula(row, 3 + column, formula, styles.money(bold=True, fill=total_fill), yuan(sums[column]))
        else:
            sheet.write_string(row, 3 + column, "", styles.text(fill=total_fill))
    last = max(sums, default=None)
    if last is not None:
        _check(sheet, styles, outcome, row, last, employer, totals, opened)
    return row + 1


def _check(
    sheet: Any,
    styles: Styles,
    outcome: Outcome,
    row: int,
    column: int,
    employer: str | None,
    totals: Sequence[Total],
    opened: bool,
) -> None:
    """The last column of the block against the columns of the lines, as a formula anyone can follow.

    What is left where amounts are counted on the sum of bases is the difference of rounding.
    """
    keys = tuple(dict.fromkeys(key for each in outcome.roster.summary.rows for key in each.cells[column]))
    who, facts = who_columns(outcome), fact_columns(outcome)
    first = len(who) + len(facts)
    order = [figure.key for figure in outcome.roster.figures]
    sheet_name = styles.say(LINES)
    from_row, to_row = HEAD_ROW + 2, HEAD_ROW + 1 + len(outcome.rows)
    parts = []
    for key in keys:
        letters = column_letters(first + order.index(key))
        cells = f"'{sheet_name}'!${letters}${from_row}:${letters}${to_row}"
        if employer is None:
            parts.append(f"SUM({cells})")
        else:
            names = column_letters([name for name, _ in who].index("employer"))
            named = f"'{sheet_name}'!${names}${from_row}:${names}${to_row}"
            mine = f"{column_letters(0)}{row + 1 - len(outcome.roster.summary.rows)}"
            # A criterion is more than a name: it has signs of its own, and takes 007 for 7.
            plain = not _CRITERION.search(employer)
            parts.append(f"SUMIFS({cells},{named},{mine})" if plain else f"SUMPRODUCT(--EXACT({named},{mine}),{cells})")
    formula = f"=ROUND({column_letters(3 + column)}{row + 1}-({'+'.join(parts)}),2)"
    style = styles.money(bold=True, fill=OPEN if opened else TOTAL)
    value = yuan(_rounding(outcome, keys, totals))
    sheet.write_formula(row, 3 + len(outcome.roster.summary.columns), formula, style, value)


def _rounding(outcome: Outcome, keys: Sequence[str], totals: Sequence[Total]) -> int:
    """By how much the amounts differ from the sum of the lines."""
    if not any(total.on_total for total in totals):
        return 0
    counted = {(id(total.employer), total.month) for total in totals}
    lines = (row for row in outcome.rows if (id(row.line.employer), row.line.month) in counted)
    values = (row.values[key] for row in lines for key in keys)
    added = sum(value or 0 for value in values if not isinstance(value, Unknown))
    return sum(total.amounts.get(key, 0) for total in totals for key in keys) - added
