"""From a sheet to rows: fields and facts of each, what is wrong with it, and what is no row of anybody.

Tables that people make have more in them than people: subtotals by department, the header again on each page, who
drew them up. What is nobody is left out and said so; what may be somebody is never left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from renshe.engine.errors import Problem, Words
from renshe.engine.evaluate import ASKED
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables import cells
from renshe.engine.tables.headers import Header, Headers
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import OF_A_PERSON, Field, Roster

TOTALS = ("合计", "总计", "小计", "共计", "累计")
TOTALS_ALONE = frozenset({*TOTALS, "total", "subtotal", "sum", "grandtotal"})
"""What a row is called that adds others up; it is nobody. In Chinese a word for what is added may go before."""
FOOT = re.compile(
    r"(?:制表|填表|编制|审核|复核|经办|负责人|单位负责人|财务(?:负责人|主管)|打印|备注|说明|注|日期|联系|盖章|签字)"
)
"""How what is written under a table begins."""
LONGEST_LABEL = 30


@dataclass(frozen=True, slots=True)
class Reject:
    """One cell, row or sheet with something wrong.

    Attributes:
        place: the cell; of a whole row, its first column.
        column: the header of the column as the table has it, empty for a whole row.
        found: what the cell holds, masked where it identifies a person.
        refused: whether its row was left out; else it was computed and wants a look.
        missing: names of facts or numbers that were missing, when an amount could not be determined.
        whole: whether it is the sheet or the file that is meant, not a cell of it.
    """

    place: Cell
    column: str
    found: str
    what: Words
    fix: Words | None
    refused: bool
    who: str = ""
    missing: tuple[str, ...] = ()
    whole: bool = False


@dataclass(slots=True)
class Row:
    """A row as read: fields, facts, and whether something in it is wrong."""

    place: Cell
    fields: dict[str, str]
    given: dict[str, Any]
    refused: bool
    own_month: str | None = None


def describe(roster: Roster, fields: Mapping[str, str], *, unmask: bool = False) -> str:
    """Who a row is about: name and number, the number masked."""
    parts = []
    for name in roster.person:
        text = fields.get(name, "")
        if text:
            hide = cells.mask if roster.fields[name].kind == "identifier" else cells.masked_within
            parts.append(text if unmask else hide(text))
    return " ".join(parts)


class RowReader:
    """Reads the rows below a header."""

    def __init__(
        self,
        book: Lawbook,
        roster: Roster,
        headers: Headers,
        rejects: list[Reject],
        *,
        unmask: bool = False,
        rounded: bool = False,
    ) -> None:
        self.book, self.roster, self.headers, self.rejects = book, roster, headers, rejects
        self.unmask, self.rounded = unmask, rounded
        self._rounded: dict[int, int] = {}

    def rows(self, header: Header) -> Iterator[Row]:
        """The rows of people or employers; what is none is listed."""
        who = [column for column, name in header.columns.items()
               if name in (*self.roster.person, *self.roster.employer)]  # fmt: skip
        facts = [column for column, name in header.columns.items() if name not in self.roster.fields]
        labels_end = max(min(facts, default=0), max(who, default=0) + 1)
        merged = self._merged(header)
        for index in range(header.row, len(header.sheet.rows)):
            raw = header.sheet.rows[index]
            held = {c: raw[c] for c in header.columns if c < len(raw) and not cells.is_blank(raw[c])}
            if not held or self.headers.is_repeated(header, held):
                continue
            if not self._is_nobody(header, index + 1, raw[:labels_end], held):
                for column in merged.get(index, ()):
                    top, left = merged[index][column]
                    above = header.sheet.rows[top]
                    if column not in held and left < len(above) and not cells.is_blank(above[left]):
                        held[column] = above[left]
                yield self._row(header, index + 1, held)
        for column, count in self._rounded.items():
            what = Words(
                f"{count} 个金额多于两位小数，已四舍五入到分",
                f"{count} amounts with more than two decimals were rounded half up to the fen",
            )
            place = header.cell(header.row, column)
            self.rejects.append(Reject(place, header.text(column), "", what, None, False))
        self._rounded = {}

    def _merged(self, header: Header) -> dict[int, dict[int, tuple[int, int]]]:
        """Row → column → the cell it is merged with: of what is said of an employer, which many rows share.

        An amount merged over two people is not both people's.
        """
        found: dict[int, dict[int, tuple[int, int]]] = {}
        for (top, left), (bottom, right) in header.sheet.merged:
            name = header.columns.get(left, "")
            term = self.book.terms.get(name)
            shared = name in self.roster.employer or (term is not None and term.entity not in OF_A_PERSON)
            if bottom > top >= header.row and left == right and shared:
                for row in range(top + 1, bottom + 1):
                    found.setdefault(row, {})[left] = (top, left)
        return found

    def _is_nobody(self, header: Header, number: int, labels: Any, held: Mapping[int, Any]) -> bool:
        """Whether a row is a total, a remark or a heading; it is listed then."""
        place = header.cell(number, min(header.columns))
        names = {header.columns[column] for column in held}
        numbers = [name for name in self.roster.person if self.roster.fields[name].kind != "name"]
        numbered = any(header.columns[column] in numbers and not _is_total(held[column]) for column in held)
        texts = ["".join(plain(cell).split()).rstrip(":").casefold() for cell in labels if isinstance(cell, str)]
        if not numbered and any(_is_total(text) for text in texts):
            what = Words("看作合计行，未计算", "taken for a row of totals and left out")
            self._note(place, what, Words("若是人员，请改姓名", "if it is a person, change the name"))
            return True
        if header.role != "people":
            return False
        someone = any(name in names for name in self.roster.person)
        stated = any(name in self.book.terms and name not in self.roster.fields for name in names)
        if not stated and not numbered and any(FOOT.match(text) for text in texts):
            what = Words("看作表下的说明，未计算", "taken for a remark under the table and left out")
            self._note(place, what, Words("若是人员，请改姓名", "if it is a person, change the name"))
            return True
        if someone:
            return False
        if stated:
            what = Words("没有写是谁：姓名、证件号码、工号都空着", "it does not say who: no name and no number")
            fix = Words("是人员请补上姓名，是合计请删去", "fill in the name; remove the row if it is a total")
            self.rejects.append(Reject(place, "", "", what, fix, True))
        else:
            what = Words(
                "没有姓名和金额，看作标题，未计算", "neither a name nor an amount: taken for a heading, left out"
            )
            self._note(place, what, Words("若是人员，请补上姓名", "if it is a person, fill in the name"))
        return True

    def _note(self, place: Cell, what: Words, fix: Words) -> None:
        self.rejects.append(Reject(place, "", "", what, fix, False))

    def _row(self, header: Header, number: int, held: Mapping[int, Any]) -> Row:
        row = Row(header.cell(number, min(header.columns)), {}, {}, False)
        wrong: list[tuple[int, str, Any, Problem]] = []
        required = self.roster.sheet(header.role).required
        for column, raw in held.items():
            name = header.columns[column]
            place = str(header.cell(number, column))
            if name == "month" or name in self.roster.fields:
                form = self.roster.fields.get(name) or Field("month", "month", Words("属期月份", "month concerned"))
                if form.kind == "month" and self._says_nothing(raw, name, required):
                    continue
                text = cells.field(form, raw, place)
                if isinstance(text, Problem):
                    wrong.append((column, name, raw, text))
                elif name == "month":
                    row.own_month = text
                elif text:
                    row.fields[name] = text
            elif plain(raw) == "?":
                row.given[name] = ASKED  # not known is not the same as not said: nothing is taken in its place
            elif not self._says_nothing(raw, name, required):
                reading = cells.Reading(header.units.get(column, 1), self.rounded)
                about = self.roster.columns.get(name)
                value = cells.fact(self.book, self.book.terms[name].type, raw, place, about, reading)
                if isinstance(value, Problem):
                    wrong.append((column, name, raw, value))
                else:
                    row.given[name] = value
                    exact = cells.Reading(reading.yuan)
                    if self.rounded and isinstance(
                        cells.fact(self.book, self.book.terms[name].type, raw, place, about, exact), Problem
                    ):
                        self._rounded[column] = self._rounded.get(column, 0) + 1
        row.refused = bool(wrong)
        who = describe(self.roster, row.fields, unmask=self.unmask) or row.fields.get(self.roster.employer[-1], "")
        for column, name, raw, problem in wrong:
            self._wrong(header, header.cell(number, column), name, raw, problem, who)
        if not row.refused:
            self._look_at(header, number, row, held, who)
        return row

    def _says_nothing(self, raw: object, name: str, required: frozenset[str]) -> bool:
        """Whether a cell holds a mark for *nothing to say*."""
        if not isinstance(raw, str):
            return False
        text = raw.strip()
        term = self.book.terms.get(name)
        chosen = term is not None and term.type.kind in ("boolean", "enum")
        return text in cells.NOTHING and name not in required and not (chosen and text == "无")

    def _wrong(self, header: Header, place: Cell, name: str, raw: object, problem: Problem, who: str) -> None:
        found = cells.shown(raw)
        form = self.roster.fields.get(name)
        if form is not None and form.kind == "identifier" and not self.unmask:
            found = cells.mask(found)
            problem = Problem(_masked(problem.what, cells.shown(raw)), problem.fix, problem.place)
        label = header.text(place.column)
        self.rejects.append(Reject(place, label, found, problem.what, problem.fix, True, who))

    def _look_at(self, header: Header, number: int, row: Row, held: Mapping[int, Any], who: str) -> None:
        """List what can be computed and wants a look: a number with a wrong check digit, a wage nobody has."""
        for column, raw in held.items():
            name = header.columns[column]
            place, label = header.cell(number, column), header.text(column)
            if name in row.fields and self.roster.fields[name].kind == "identifier":
                text = row.fields[name]
                warning = cells.identity_warning(text)
                if warning is not None:
                    shown = text if self.unmask else cells.mask(text)
                    fix = Words("核对证件；金额仍按该行计算", "check the document; the amounts were computed")
                    self.rejects.append(Reject(place, label, shown, warning, fix, False, who))
            elif name in row.given and cells.unusual(self.roster.columns.get(name), row.given[name]):
                what = Words("这个数不寻常，请看一眼", "an unusual amount, please have a look")
                fix = Words("没有错就不必改，已照算", "leave it if it is right; it was computed as it stands")
                self.rejects.append(Reject(place, label, cells.shown(raw), what, fix, False, who))


def _is_total(raw: object) -> bool:
    text = "".join(plain(raw).split()).rstrip(":").casefold()
    return text in TOTALS_ALONE or (text.endswith(TOTALS) and len(text) <= LONGEST_LABEL)


def _masked(what: Words, text: str) -> Words:
    return Words(what.zh.replace(text, cells.mask(text)), what.en.replace(text, cells.mask(text)))
