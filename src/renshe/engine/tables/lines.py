"""From sheets to lines: one for each person and month, joined to the employer. Bad rows are listed, good ones go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import month_text, plain
from renshe.engine.tables.headers import Header, Headers, normal
from renshe.engine.tables.hidden import Hidden
from renshe.engine.tables.joining import Employer, Employers, facts_of_row
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.rows import Reject, Row, RowReader, describe
from renshe.engine.values import ValueType, parse

MONTH = ValueType("month")
SHEET_MONTH = re.compile(r"(?:([0-9]{4})[年.\-/]?)?([0-9]{1,2})月(?:份)?[^0-9]*|([0-9]{4})[.\-/]?([0-9]{2})[^0-9]*")
"""How a sheet is called that holds one month: 2020年7月, 7月工资表, 202007."""


@dataclass(slots=True)
class Line:
    """One person in one month.

    Attributes:
        number: from 1, in the order of the result.
        place: the row the person stands in.
        given: facts of the person and of the employer, parsed.
    """

    number: int
    place: Cell
    fields: dict[str, str]
    employer: Employer
    month: int
    given: dict[str, Any]

    def who(self, roster: Roster, *, unmask: bool = False) -> str:
        """Who the line is about, in words."""
        return describe(roster, self.fields, unmask=unmask)


@dataclass(slots=True)
class Table:
    """What a file holds: employers, people as lines, and all that is wrong."""

    headers: list[Header] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    people: int = 0
    """Rows of people found, good or bad."""


class Assembler:
    """Makes lines of sheets.

    Args:
        unmask: whether numbers that identify people are shown whole in lists.
        rounded: whether amounts with more than two decimals are rounded to the fen; else they are refused.
    """

    def __init__(self, book: Lawbook, roster: Roster, *, unmask: bool = False, rounded: bool = False) -> None:
        self.book, self.roster, self.unmask, self.rounded = book, roster, unmask, rounded
        self.headers = Headers(book, roster)
        self._of_sheet: Mapping[str, int] = {}

    def table(
        self, sheets: Sequence[Sheet], months: Sequence[int], facts: Mapping[str, Any], hidden: Sequence[Hidden] = ()
    ) -> Table:
        """The lines of *sheets*.

        Args:
            sheets: as read from one file.
            months: months to compute; empty when each row says its own.
            facts: facts that hold for every row that does not say otherwise, parsed.
            hidden: what the file does not show.

        Raises:
            InputError: when no sheet is a table of people, a column it needs is not there, or nobody is in it.
        """
        table = Table()
        self._find(table, sheets)
        self._hidden(table, hidden)
        self._unknown_headers(table)
        reader = RowReader(
            self.book, self.roster, self.headers, table.rejects, unmask=self.unmask, rounded=self.rounded
        )
        employers = Employers(self.book, self.roster, table.rejects, self.unmask)
        listed = [header for header in table.headers if header.role == "employers"]
        if listed:
            employers.read(row for header in listed for row in reader.rows(header))
        rows = [row for header in self._people(table, months) for row in reader.rows(header)]
        table.people = len(rows)
        if not rows and not any(reject.refused for reject in table.rejects):
            names = "、".join(header.sheet.name for header in table.headers if header.role == "people")
            what = Words("表里没有人员", "there is nobody in the table")
            raise InputError(Problem(what, Words("在表头下填人员", "fill in people below the header"), names))
        self._lines(table, rows, employers, months, facts)
        table.employers = employers.all
        return table

    # ---- what is there

    def _find(self, table: Table, sheets: Sequence[Sheet]) -> None:
        """The headers of the sheets that are tables; one beside them that lacks a column is left out and listed."""
        found = []
        for sheet in sheets:
            header = self.headers.find(sheet)
            if header is not None and len(header.columns) > 1:
                found.append(header)
        people = [header for header in found if header.role == "people"]
        if not people:
            raise InputError(self._no_people(sheets))
        whole = {header.role for header in found if not self.headers.missing(header)}
        problems = []
        for header in found:
            missing = self.headers.missing(header)
            if not missing:
                table.headers.append(header)
            elif header.role in whole and header.role == "people":
                label = self.headers.label(missing[0])
                what = Words(
                    f"工作表没有“{label.zh}”列，未采用", f"the sheet has no column “{label.en}” and was not used"
                )
                fix = Words("与计算无关可不理会", "no need to act when it plays no part")
                table.rejects.append(Reject(header.cell(header.row, 0), "", "", what, fix, False, whole=True))
            else:
                problems += self.headers.problems(header)
        if problems:
            raise InputError(problems)

    def _no_people(self, sheets: Sequence[Sheet]) -> Problem:
        needed = [self.headers.label(name) for name in self.roster.people.columns
                  if name in self.roster.people.required]  # fmt: skip
        names = "、".join(sheet.name for sheet in sheets if sheet.name)
        return Problem(
            Words("没有找到人员表的表头", "no header of a table of people was found"),
            Words(
                "表头至少要有：" + "、".join(label.zh for label in needed) + "；renshe template roster 可生成模板",
                "it needs at least: " + ", ".join(label.en for label in needed)
                + "; renshe template roster writes a template",
            ),
            names,
        )  # fmt: skip

    def _hidden(self, table: Table, hidden: Sequence[Hidden]) -> None:
        headers = {header.sheet.name: header for header in table.headers}
        for each in hidden:
            if each.hidden:
                what = Words("工作表是隐藏的，未读", "the sheet is hidden and was not read")
                fix = Words("要用就取消隐藏再算", "show it and compute again if it is meant")
                table.rejects.append(Reject(Cell(each.sheet, 1, 0), "", "", what, fix, False, whole=True))
            header = headers.get(each.sheet)
            if header is None:
                continue
            rows = [row for row in each.rows if row > header.row]
            if rows:
                said = "、".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")
                what = Words(
                    f"有 {len(rows)} 行是隐藏的（第 {said} 行），仍已计算",
                    f"{len(rows)} hidden rows ({said}) were computed all the same",
                )
                fix = Words("不算的人请删去，或填截止月", "remove those who are not meant, or give their last month")
                table.rejects.append(Reject(header.cell(rows[0], 0), "", "", what, fix, False, whole=True))
            columns = {header.cell(1, column).address[:-1]: name for column, name in header.columns.items()}
            empty = [cell for cell in each.formulas if cell.rstrip("0123456789") in columns]
            if empty:
                what = Words(
                    f"{len(empty)} 个单元格的公式没有算出的值，按空着读的",
                    f"the formulas of {len(empty)} cells have no value; they were read as empty",
                )
                fix = Words("在 Excel 中打开、保存，再算", "open and save the file in Excel, then compute again")
                row = int(empty[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                first = next(c for c in header.columns if empty[0] == header.cell(row, c).address)
                label = self.headers.label(header.columns[first]).zh
                table.rejects.append(Reject(header.cell(row, first), label, "", what, fix, False))

    def _unknown_headers(self, table: Table) -> None:
        for header in table.headers:
            for column, text in header.unknown.items():
                if normal(text) not in self.headers.ignored:
                    table.rejects.append(self._unknown(header, column, text))
            for column, other in header.twice.items():
                text, taken = header.texts.get(column, ""), header.cell(header.row, other).address
                what = Words(
                    f"与 {taken}“{header.texts.get(other, '')}”同义，未采用",
                    f"means the same as {taken} “{header.texts.get(other, '')}” and was not used",
                )
                fix = Words("若该用这一列，请改另一列的列名", "if this one is meant, rename the other")
                table.rejects.append(Reject(header.cell(header.row, column), text[:80], "", what, fix, False))

    def _unknown(self, header: Header, column: int, text: str) -> Reject:
        what = Words("不认识这一列，未采用", "the column is not known and was not used")
        fix = Words("与计算无关可不理会", "no need to act when it plays no part")
        looks, near = self.headers.resembles(text), self.headers.nearest(text)
        if column in header.by_year:
            what = Words("单位是年，未采用", "its unit is a year; it was not used")
            fix = Words("填按月的金额", "give monthly amounts")
        elif looks is not None:
            what = Words(f"未当作“{looks.zh}”，未采用", f"not taken for “{looks.en}”, and not used")
            fix = Words(f"若就是，请把列名改为“{looks.zh}”", f"if it is, rename the column “{looks.en}”")
        elif near is not None:
            fix = Words(f"若指“{near.zh}”，请改列名", f"if you mean “{near.en}”, rename the column")
        return Reject(header.cell(header.row, column), text[:80], "", what, fix, False)

    # ---- sheets that are months

    def _people(self, table: Table, months: Sequence[int]) -> list[Header]:
        """The tables of people to read: of sheets called by months only those of the months computed."""
        people = [header for header in table.headers if header.role == "people"]
        stated = {header.sheet.name: _sheet_month(header.sheet.name, months) for header in people}
        if len(people) < 2 or not months or any(month is None for month in stated.values()):
            return people
        kept = []
        for header in people:
            month = stated[header.sheet.name]
            if month in months:
                kept.append(header)
                continue
            what = Words("工作表是另一个月的，未读", "the sheet is of another month and was not read")
            fix = Words("要算就改计算月份", "change the months computed if it is meant")
            table.rejects.append(Reject(header.cell(header.row, 0), "", "", what, fix, False, whole=True))
        self._of_sheet = {header.sheet.name: int(stated[header.sheet.name] or 0) for header in kept}
        return kept

    # ---- lines

    def _lines(
        self,
        table: Table,
        rows: Sequence[Row],
        employers: Employers,
        months: Sequence[int],
        facts: Mapping[str, Any],
    ) -> None:
        employers.name_all(rows)
        good: list[tuple[Row, Employer, tuple[int, ...]]] = []
        for row in rows:
            if row.refused:
                employers.left_out(row)
                continue
            employer = employers.of(row)
            if employer is None:
                continue
            when = self._months(row, months, table)
            if when is None:
                employer.left_out += 1
            else:
                good.append((row, employer, when))
        employers.settle((row, employer) for row, employer, _ in good)
        seen: dict[tuple[str, str, int], Row] = {}
        elsewhere: dict[tuple[str, int], tuple[Row, Employer]] = {}
        doubled: set[int] = set()
        for month in sorted({month for _, _, when in good for month in when}):
            for row, employer, when in good:
                if month not in when:
                    continue
                before = self._before(row, employer, month, seen)
                if before is not None:
                    if id(row) not in doubled:
                        doubled.add(id(row))
                        what = (f"与 {before.place} 是同一人同一月", f"the same person and month as {before.place}")
                        fix = ("删去一行，或写明起止月", "remove one of the rows, or state their months")
                        self._list(table, row, what, fix, refused=True)
                    continue
                self._twice(table, row, employer, month, elsewhere, doubled)
                given = facts_of_row(facts, employer, row)
                table.lines.append(Line(len(table.lines) + 1, row.place, row.fields, employer, month, given))

    def _number(self, row: Row) -> str | None:
        """The number that tells a person from others, the surest first."""
        numbers = (name for name in self.roster.person if self.roster.fields[name].kind in ("identifier", "code"))
        return next((row.fields[name] for name in numbers if row.fields.get(name)), None)

    def _before(self, row: Row, employer: Employer, month: int, seen: dict[tuple[str, str, int], Row]) -> Row | None:
        """The earlier row of the same person, employer and month, if there is one."""
        number = self._number(row)
        if number is None:
            return None
        before = seen.setdefault((number, str(id(employer)), month), row)
        return None if before is row else before

    def _twice(
        self,
        table: Table,
        row: Row,
        employer: Employer,
        month: int,
        elsewhere: dict[tuple[str, int], tuple[Row, Employer]],
        doubled: set[int],
    ) -> None:
        """List who stands at two employers in one month, or may be one with somebody of the same name."""
        identifiers = (name for name in self.roster.person if self.roster.fields[name].kind == "identifier")
        identity = next((row.fields[name] for name in identifiers if row.fields.get(name)), "")
        key = identity or f"?{describe(self.roster, row.fields)}?{id(employer)}"
        if not identity and self._number(row) is not None:
            return
        before, other = elsewhere.setdefault((key, month), (row, employer))
        if before is row or id(row) in doubled:
            return
        doubled.add(id(row))
        if identity:
            what = (
                f"同一人同一月也在“{other.name}”（{before.place}），两处都已计算",
                f"the same person and month also at “{other.name}” ({before.place}); both were computed",
            )
            fix = ("只在一处参保的，删去另一行", "remove one of the rows if the person is insured at one of them only")
        else:
            what = (
                f"与 {before.place} 同名，没有号码可分辨，两行都已计算",
                f"the name of {before.place} again and no number to tell them apart; both were computed",
            )
            fix = (
                "是同一人就删去一行，不是就填证件号码",
                "remove one if they are one person, else fill in the numbers",
            )
        self._list(table, row, what, fix, refused=False)

    def _months(self, row: Row, months: Sequence[int], table: Table) -> tuple[int, ...] | None:
        if row.own_month is not None:
            own = int(parse(MONTH, row.own_month))  # type: ignore[arg-type]
            if months and own not in months:
                said = row.own_month
                wrong = (f"属期 {said} 不在所算的月份内", f"the month {said} is not among those computed")
                self._list(table, row, wrong, ("改属期或计算月份", "change it or the months computed"), refused=True)
                return None
            return (own,)
        if row.place.sheet in self._of_sheet:
            months = (self._of_sheet[row.place.sheet],)
        if not months:
            raise InputError(
                Problem(
                    Words("没有说明算哪个月", "no month was given"),
                    Words("用 --month，或在表中加“属期月份”列", "use --month, or add a column “month”"),
                    "month",
                )
            )
        first, last = (
            (int(parse(MONTH, row.fields[name])) if row.fields.get(name) else None)  # type: ignore[arg-type]
            for name in ("from_month", "to_month")
        )
        said = "—".join(month_text(bound) if bound is not None else "" for bound in (first, last))
        if first is not None and last is not None and first > last:
            what = (f"起始月晚于截止月（{said}）", f"the first month is after the last ({said})")
            self._list(table, row, what, ("把起止月改对", "put the months right"), refused=True)
            return None
        when = tuple(m for m in months if (first is None or m >= first) and (last is None or m <= last))
        if not when:
            outside = Words(f"起止月（{said}）不含所算的月份", f"its months ({said}) are none of those computed")
            who = describe(self.roster, row.fields, unmask=self.unmask)
            table.rejects.append(Reject(row.place, "", said, outside, None, False, who))
        return when

    def _list(
        self, table: Table, row: Row, what: tuple[str, str], fix: tuple[str, str], *, refused: bool
    ) -> None:  # fmt: skip
        """List a whole row: what is wrong and what to do, each in both languages."""
        who = describe(self.roster, row.fields, unmask=self.unmask)
        table.rejects.append(Reject(row.place, "", "", Words(*what), Words(*fix), refused, who))


def _sheet_month(name: str, months: Iterable[int]) -> int | None:
    """The month a sheet is called by; one without its year is the month of that number among those computed."""
    found = SHEET_MONTH.fullmatch("".join(plain(name).split()))
    if found is None:
        return None
    year, month = found[1] or found[3], int(found[2] or found[4])
    if not 1 <= month <= 12:
        return None
    if year is not None:
        return int(year) * 12 + month - 1
    # A month that is not computed is still a month: any of that number will do to leave its sheet out.
    return next((each for each in months if each % 12 == month - 1), month - 1)
