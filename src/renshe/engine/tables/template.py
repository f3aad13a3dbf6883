"""An empty roster to fill in: headers, notes, lists of choices, and an example nobody will take for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from renshe.engine.errors import Language, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.layout import width
from renshe.engine.scalars import decimal_text
from renshe.engine.tables.roster import Roster, SheetPlan
from renshe.engine.tables.workbook import aside
from renshe.engine.tables.workbook.styles import Styles, page
from renshe.engine.tables.workbook_names import CHOICES, HOW
from renshe.engine.values import ValueType

ROWS = 1000
"""Rows that are prepared with formats and lists of choices."""
FORMATS = {
    "enum": "@",
    "money": "#,##0.00",
    "rate": "0.00%",
    "month": "@",
    "integer": "0",
    "months": "0",
    "date": "yyyy-mm-dd",
}
EXAMPLES = {"code": "A001", "identifier": "11010519491231002X", "month": "2020-07"}
YES_NO = (Words("是", "yes"), Words("否", "no"))


def write_template(book: Lawbook, roster: Roster, path: Path, language: Language) -> None:
    """Write an empty workbook for *roster*.

    Args:
        book: for labels, help and choices.
        roster: whose columns it has.
        path: where to.
        language: of headers and notes.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    with aside(path) as here, xlsxwriter.Workbook(str(here)) as workbook:
        styles = Styles(workbook, language)
        plans = (roster.people, roster.employers)
        sheets = [(plan, workbook.add_worksheet(styles.say(plan.label))) for plan in plans]
        guide = workbook.add_worksheet(styles.say(HOW))
        lists = workbook.add_worksheet(styles.say(CHOICES))
        choices = _Choices(lists, styles)
        for plan, sheet in sheets:
            _sheet(sheet, styles, book, roster, plan, choices)
        _guide(guide, styles, book, roster)
        lists.set_column(0, 60, 26)
        page(lists)


class _Choices:
    """Lists of choices on a sheet of their own: a list in a cell may not be longer than 255 characters."""

    def __init__(self, sheet: Any, styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles
        self.columns: dict[tuple[str, ...], str] = {}

    def source(self, label: str, texts: tuple[str, ...]) -> str:
        if texts not in self.columns:
            from renshe.engine.tables.reading import column_letters

            column = len(self.columns)
            self.sheet.write_string(0, column, label, self.styles.head)
            for row, text in enumerate(texts, 1):
                self.sheet.write_string(row, column, text, self.styles.text())
            letters, name = column_letters(column), self.styles.say(CHOICES)
            self.columns[texts] = f"='{name}'!${letters}$2:${letters}${len(texts) + 1}"
        return self.columns[texts]


def _label(book: Lawbook, roster: Roster, name: str) -> Words:
    return roster.fields[name].label if name in roster.fields else book.label(name)


def _sheet(sheet: Any, styles: Styles, book: Lawbook, roster: Roster, plan: SheetPlan, choices: _Choices) -> None:
    page(sheet, repeat=(0, 0))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 36)
    for column, name in enumerate(plan.columns):
        label = styles.say(_label(book, roster, name))
        star = "*" if name in plan.required else ""
        sheet.write_string(0, column, label + star, styles.head if star else styles.group)
        note = _note(styles, book, roster, name, name in plan.required)
        sheet.write_comment(0, column, note, {"x_scale": 2.2, "y_scale": 1.4, "author": "Renshe"})
        kind = book.terms[name].type if name in book.terms and name not in roster.fields else ValueType("text")
        number_format = (
            "@" if name in roster.fields else FORMATS.get(kind.kind, "@" if kind.kind == "enum" else "General")
        )
        sheet.set_column(column, column, max(12, min(30, len(label) * 2 + 4)), styles(num_format=number_format))
        _validation(sheet, styles, book, roster, column, name, kind, choices)


def _validation(
    sheet: Any,
    styles: Styles,
    book: Lawbook,
    roster: Roster,
    column: int,
    name: str,
    kind: ValueType,
    choices: _Choices,
) -> None:
    cells = (1, column, ROWS, column)
    label = styles.say(_label(book, roster, name))
    wrong = {
        "error_title": styles.say(Words("填写有误", "not valid"))[:32],
        "error_message": styles.say(Words(f"“{label}”请按批注填写", f"See the note on “{label}”"))[:255],
    }
    if kind.kind in ("enum", "boolean"):
        words = [book.enums[kind.enum][member] for member in kind.members] if kind.kind == "enum" else list(YES_NO)
        source = choices.source(label, tuple(styles.say(each) for each in words))
        sheet.data_validation(*cells, {"validate": "list", "source": source, **wrong})
    elif kind.kind == "money":
        sheet.data_validation(*cells, {"validate": "decimal", "criteria": ">=", "value": 0, **wrong})
    elif kind.kind == "rate":
        sheet.data_validation(
            *cells, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10, **wrong}
        )
    elif kind.kind in ("integer", "months"):
        sheet.data_validation(*cells, {"validate": "integer", "criteria": ">=", "value": 0, **wrong})


def _note(styles: Styles, book: Lawbook, roster: Roster, name: str, required: bool) -> str:
    parts = [styles.say(Words("必填", "required") if required else Words("可不填", "optional"))]
    field, term = roster.fields.get(name), book.terms.get(name)
    if field is not None and field.help is not None:
        parts.append(styles.say(field.help))
    elif field is None and term is not None:
        parts += [styles.say(each) for each in (term.question, term.help) if each is not None]
        parts.append(_how(styles, book, term.type))
        column = roster.columns.get(name)
        if column is not None and column.stand_in:
            other = styles.say(book.label(column.stand_in))
            parts.append(styles.say(Words(f"空着时取“{other}”", f"when empty, “{other}” is taken")))
        elif column is not None and column.default is not None:
            default = _default(styles, book, term.type, column.default)
            parts.append(styles.say(Words(f"空着时取“{default}”", f"when empty, “{default}” is taken")))
        elif term.has_default and isinstance(term.when_absent, bool):
            taken = styles.say(YES_NO[0 if term.when_absent else 1])
            parts.append(styles.say(Words(f"空着时取“{taken}”", f"when empty, “{taken}” is taken")))
    return "\n".join(part for part in parts if part)


def _default(styles: Styles, book: Lawbook, kind: ValueType, default: Any) -> str:
    if kind.kind == "enum":
        return styles.say(book.enums[kind.enum][str(default)])
    if isinstance(default, bool):
        return styles.say(YES_NO[0 if default else 1])
    return decimal_text(default, 0) if isinstance(default, int) else str(default)


def _how(styles: Styles, book: Lawbook, kind: ValueType) -> str:
    match kind.kind:
        case "money":
            return styles.say(Words("单位：元，至多两位小数", "in yuan, at most two decimals"))
        case "rate":
            return styles.say(Words("可写 8% 或 0.08", "8% or 0.08"))
        case "enum":
            members = "、".join(styles.say(book.enums[kind.enum][member]) for member in kind.members)
            return styles.say(Words(f"从列表选：{members}", f"from the list: {members}"))
        case "boolean":
            return styles.say(Words("填“是”或“否”", "yes or no"))
        case "month":
            return styles.say(Words("如 2020-07", "such as 2020-07"))
    return ""


GUIDE_HEADS = (
    (Words("工作表", "sheet"), 12),
    (Words("列", "column"), 26),
    (Words("必填", "required"), 9),
    (Words("怎样填", "how"), 78),
    (Words("例", "example"), 24),
)
HOW_WIDTH, LINE_HEIGHT = 78, 16


def _guide(sheet: Any, styles: Styles, book: Lawbook, roster: Roster) -> None:
    for column, (_, width_) in enumerate(GUIDE_HEADS):
        sheet.set_column(column, column, width_)
    page(sheet, repeat=(2, 2))
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, styles.say(HOW), styles.title)
    remark = Words(
        "先填“单位”表，再填“人员”表，靠单位编号或名称对应。带 * 的必填，其余可空；可加列、换顺序、删去不用的列",
        "Fill in the employers first, then the people; the employer's code or name joins them. Columns with * are "
        "required; add columns, change their order, remove those you do not need",
    )
    sheet.write_string(1, 0, styles.say(remark), styles.remark)
    sheet.set_row(2, 22)
    for column, (head, _) in enumerate(GUIDE_HEADS):
        sheet.write_string(2, column, styles.say(head), styles.head)
    sheet.freeze_panes(3, 0)
    row = 3
    for plan in (roster.employers, roster.people):
        for name in plan.columns:
            required = name in plan.required
            how = _note(styles, book, roster, name, required).partition("\n")[2]
            # Not every program works out how tall a wrapped cell is when it opens the file.
            lines = sum(-(-max(width(part), 1) // HOW_WIDTH) for part in how.split("\n"))
            sheet.set_row(row, LINE_HEIGHT * lines + 4)
            sheet.write_string(row, 0, styles.say(plan.label), styles.text())
            sheet.write_string(row, 1, styles.say(_label(book, roster, name)), styles.text(bold=required))
            sheet.write_string(row, 2, styles.say(YES_NO[0]) if required else "", styles.text(align="center"))
            sheet.write_string(row, 3, how, styles.text(wrap=True))
            sheet.write_string(row, 4, _example(styles, book, roster, name), styles.text())
            row += 1


def _example(styles: Styles, book: Lawbook, roster: Roster, name: str) -> str:
    """What a cell may look like; the number is the one by which the standard of identity numbers explains itself."""
    form, column = roster.fields.get(name), roster.columns.get(name)
    if form is not None:
        return EXAMPLES.get(form.kind, "")
    kind = book.terms[name].type
    if column is not None and column.example:
        return column.example
    if kind.kind == "enum":
        return styles.say(book.enums[kind.enum][kind.members[0]])
    return styles.say(YES_NO[0]) if kind.kind == "boolean" else ""
