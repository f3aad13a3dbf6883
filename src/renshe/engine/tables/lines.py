"""From sheets to lines: one for each person and month, joined to the employer. Bad rows are listed, good ones go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables import cells
from renshe.engine.tables.headers import Header, Headers, normal
from renshe.engine.tables.hidden import Hidden
from renshe.engine.tables.joining import Employer, Employers, facts_of_row, same_row
from renshe.engine.tables.reading import Cell, Sheet, column_letters
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.rows import Reject, Row, RowReader, describe
from renshe.engine.tables.stretches import listed, months_for, said

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
    left_out: int = 0
    """Rows of people that were not computed."""


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
        table.headers, passed = self.headers.tables(sheets, facts)
        self._passed(table, passed, facts)
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
        of_people = {header.sheet.name for header in table.headers if header.role == "people"}
        refused = {(each.place.sheet, each.place.row) for each in table.rejects if each.refused and not each.whole}
        refused -= {(line.place.sheet, line.place.row) for line in table.lines}
        table.left_out = sum(1 for sheet, _ in refused if sheet in of_people)
        if not self.unmask:
            table.rejects = [_masked_within(reject) for reject in table.rejects]
        return table

    # ---- what is there

    def _passed(self, table: Table, passed: Sequence[Header], facts: Mapping[str, Any]) -> None:
        """List the sheets that look like a table and lack a column. People with wages are never a mere note."""
        for header in passed:
            problems = self.headers.problems(header, facts)
            what = Words(
                "这张工作表没有采用：" + "；".join(each.what.zh for each in problems),
                "this sheet was not used: " + "; ".join(each.what.en for each in problems),
            )
            fix = Words("若是要算的表，请补上；若是别的表，可不理会", "add it if the sheet is meant; else do nothing")
            place = header.cell(header.row, min(header.columns))
            wages = any(
                name in self.roster.people.required and name in self.book.terms for name in header.columns.values()
            )
            table.rejects.append(Reject(place, "", "", what, fix, header.role == "people" and wages, whole=True))

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
                letters, label = column_letters(other), self.headers.label(header.columns[other])
                what = Words(
                    f"{letters} 列也是“{label.zh}”，这一列未采用",
                    f"column {letters} is “{label.en}” too; this one was not used",
                )
                fix = Words("只留一列，或改列名", "keep one of them, or rename one")
                table.rejects.append(Reject(header.cell(header.row, column), header.text(column), "", what, fix, False))

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
        return Reject(header.cell(header.row, column), header.text(column), "", what, fix, False)

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
        if rows and not months and not any(row.own_month for row in rows):
            missing = Words("没有说明算哪个月", "no month was given")
            way = Words("用 --month，或在表中加“属期月份”列", "use --month, or add a column “month”")
            raise InputError(Problem(missing, way, "month"))
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
        told: set[int] = set()
        doubled: dict[int, tuple[Row, Row, list[int]]] = {}
        for month in sorted({month for _, _, when in good for month in when}):
            for row, employer, when in good:
                if month not in when:
                    continue
                before = self._before(row, employer, month, seen)
                if before is not None:
                    doubled.setdefault(id(row), (row, before, []))[2].append(month)
                    continue
                self._elsewhere(table, row, employer, month, elsewhere, told)
                given = facts_of_row(facts, employer, row)
                table.lines.append(Line(len(table.lines) + 1, row.place, row.fields, employer, month, given))
        whole = {id(row): len(when) for row, _, when in good}
        for row, before, twice in doubled.values():
            at = same_row(before.place, row.place)
            what = Words(f"与{at.zh}是同一人同一月", f"the same person and month as {at.en}")
            if len(twice) < whole[id(row)]:
                what = Words(f"{listed(twice)} {what.zh}，这些月份没有再算",
                             f"{what.en} in {listed(twice)}; not computed again for those months")  # fmt: skip
            fix = Words("删去一行，或写明起止月", "remove one of the rows, or state their months")
            self._list(table, row, what, fix)

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

    def _elsewhere(
        self,
        table: Table,
        row: Row,
        employer: Employer,
        month: int,
        seen: dict[tuple[str, int], tuple[Row, Employer]],
        told: set[int],
    ) -> None:
        """List who stands at two employers in one month, or may be one with somebody of the same name."""
        identifiers = (name for name in self.roster.person if self.roster.fields[name].kind == "identifier")
        identity = next((row.fields[name] for name in identifiers if row.fields.get(name)), "")
        if not identity and self._number(row) is not None:
            return
        key = identity or f"?{describe(self.roster, row.fields)}?{id(employer)}"
        before, other = seen.setdefault((key, month), (row, employer))
        if before is row or id(row) in told:
            return
        told.add(id(row))
        at = same_row(before.place, row.place)
        what = Words(
            f"与{at.zh}同名，没有号码可分辨，两行都已计算",
            f"the name of {at.en} again and no number to tell them apart; both were computed",
        )
        fix = Words("是同一人就删去一行，不是就填证件号码", "remove one if it is one person, else fill in the numbers")
        if identity:
            what = Words(
                f"同一人同一月也在“{other.name}”（{at.zh}），两处都已计算",
                f"the same person and month also at “{other.name}” ({at.en}); both were computed",
            )
            fix = Words("只在一处参保的，删去另一行", "remove one row if the person is insured at one of them")
        self._list(table, row, what, fix, refused=False)

    def _months(self, row: Row, months: Sequence[int], table: Table) -> tuple[int, ...] | None:
        if row.own_month is None and row.place.sheet in self._of_sheet:
            months = (self._of_sheet[row.place.sheet],)
        first, last = (row.fields.get(name) for name in ("from_month", "to_month"))
        when = months_for(row.own_month, first, last, months)
        if isinstance(when, Problem):
            self._list(table, row, when.what, when.fix)
            return None
        if not when:
            between = said(first, last)
            what = Words(f"起止月（{between}）不含所算的月份", f"its months ({between}) are none of those computed")
            who = describe(self.roster, row.fields, unmask=self.unmask)
            table.rejects.append(Reject(row.place, "", between, what, None, False, who))
        return when

    def _list(self, table: Table, row: Row, what: Words, fix: Words | None, *, refused: bool = True) -> None:
        """List a whole row, as left out or for a look."""
        who = describe(self.roster, row.fields, unmask=self.unmask)
        table.rejects.append(Reject(row.place, "", "", what, fix, refused, who))


def _masked_within(reject: Reject) -> Reject:
    what = Words(cells.masked_within(reject.what.zh), cells.masked_within(reject.what.en))
    return replace(reject, found=cells.masked_within(reject.found), what=what)


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
