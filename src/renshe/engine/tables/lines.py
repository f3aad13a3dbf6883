"""From sheets to lines: one for each person and month, joined to the employer. Bad rows are listed, good ones go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.evaluate import ASKED
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables import cells
from renshe.engine.tables.headers import Header, Headers, normal
from renshe.engine.tables.reading import Cell, Sheet, column_letters
from renshe.engine.tables.roster import Field, Roster
from renshe.engine.tables.stretches import listed, months_for, said

TOTALS = ("合计", "总计", "小计", "共计")
TOTALS_ALONE = frozenset({*TOTALS, "total", "subtotal", "sum", "grandtotal"})
"""What a row is called that adds the others up; it is nobody. In Chinese a word for what is added may go before."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One cell, row or sheet with something wrong.

    Attributes:
        place: the cell; of a whole row, its first column.
        column: the header of the column as the table has it, empty for a whole row.
        found: what the cell holds, masked where it identifies a person.
        refused: whether its row was left out; else it was computed and wants a look.
        missing: names of facts or numbers that were missing, when an amount could not be determined.
    """

    place: Cell
    column: str
    found: str
    what: Words
    fix: Words | None
    refused: bool
    who: str = ""
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Employer:
    """An employer: a row of its own sheet, or what the people's rows say of it."""

    name: str
    fields: dict[str, str]
    given: dict[str, Any]
    place: Cell | None
    refused: bool = False


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


@dataclass(slots=True)
class _Row:
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


class Assembler:
    """Makes lines of sheets."""

    def __init__(self, book: Lawbook, roster: Roster, *, unmask: bool = False) -> None:
        self.book, self.roster, self.unmask = book, roster, unmask
        self.headers = Headers(book, roster)

    def table(self, sheets: Sequence[Sheet], months: Sequence[int], facts: Mapping[str, Any]) -> Table:
        """The lines of *sheets*.

        Args:
            sheets: as read from one file.
            months: months to compute; empty when each row says its own.
            facts: facts that hold for every row that does not say otherwise, parsed.

        Raises:
            InputError: when no sheet is a table of people, or a column it needs is not there.
        """
        table = Table()
        table.headers, passed = self.headers.tables(sheets, facts)
        people = [header for header in table.headers if header.role == "people"]
        self._passed(table, passed, facts)
        self._unknown_headers(table)
        employers = self._employers(table)
        rows = [row for header in people for row in self._rows(header, table)]
        table.people = len(rows)
        self._lines(table, rows, employers, months, facts)
        if not self.unmask:
            table.rejects = [_masked_within(reject) for reject in table.rejects]
        return table

    # ---- what is there

    def _passed(self, table: Table, passed: Sequence[Header], facts: Mapping[str, Any]) -> None:
        """List the sheets that look like a table and lack a column. One with people in it is never a mere note."""
        for header in passed:
            problems = self.headers.problems(header, facts)
            what = Words(
                "这张工作表没有采用：" + "；".join(each.what.zh for each in problems),
                "this sheet was not used: " + "; ".join(each.what.en for each in problems),
            )
            fix = Words("若是要算的表，请补上；若是别的表，可不理会", "add it if the sheet is meant; else do nothing")
            place = header.cell(header.row, min(header.columns))
            table.rejects.append(Reject(place, "", "", what, fix, header.role == "people"))

    def _unknown_headers(self, table: Table) -> None:
        for header in table.headers:
            for column, text in header.unknown.items():
                what = Words("不认识这一列，未采用", "the column is not known and was not used")
                first = header.column_of(self.headers.known.get(normal(text), ""))
                near = self.headers.nearest(text)
                if first is not None and near is not None:
                    letters = column_letters(first)
                    what = Words(f"{letters} 列也是“{near.zh}”，这一列未采用",
                                 f"column {letters} is “{near.en}” too; this one was not used")  # fmt: skip
                    fix = Words("只留一列，或改列名", "keep one of them, or rename one")
                elif near is not None:
                    fix = Words(f"若指“{near.zh}”，请改列名", f"if you mean “{near.en}”, rename the column")
                else:
                    fix = Words("与计算无关可不理会", "no need to act when it plays no part")
                table.rejects.append(Reject(header.cell(header.row, column), header.text(column), "", what, fix, False))

    def _employers(self, table: Table) -> dict[tuple[str, str], Employer] | None:
        headers = [header for header in table.headers if header.role == "employers"]
        if not headers:
            return None
        found: dict[tuple[str, str], Employer] = {}
        for row in (row for header in headers for row in self._rows(header, table)):
            keys = [(name, row.fields[name]) for name in self.roster.employer if row.fields.get(name)]
            name = row.fields.get(self.roster.employer[-1]) or (keys[0][1] if keys else "")
            employer = Employer(name, row.fields, row.given, row.place, row.refused)
            if not keys:
                what = Words("没有写是哪个单位", "it does not say which employer")
                self._list(table, row, what, Words("填单位编号或单位名称", "fill in the employer's code or name"))
                continue
            twice = next((key for key in keys if key in found), None)
            if twice is not None:
                place = found[twice].place
                where = place.row if place else 0
                what = Words(f"单位“{twice[1]}”与第 {where} 行重复", f"“{twice[1]}” stands in row {where} already")
                self._list(table, row, what, Words("删去一行", "remove one of the rows"))
                continue
            table.employers.append(employer)
            found.update(dict.fromkeys(keys, employer))
        return found

    # ---- rows

    def _rows(self, header: Header, table: Table) -> Iterator[_Row]:
        first = min(header.columns)
        who = [column for column, name in header.columns.items()
               if name in (*self.roster.person, *self.roster.employer)]  # fmt: skip
        for index in range(header.row, len(header.sheet.rows)):
            raw = header.sheet.rows[index]
            held = {c: raw[c] for c in header.columns if c < len(raw) and not cells.is_blank(raw[c])}
            if not held:
                continue
            number = index + 1
            if any(_is_total(held[column]) for column in (*who, first) if column in held):
                what = Words("看作合计行，未计算", "taken for a row of totals and left out")
                fix = Words("若是人员，请改姓名", "if it is a person, change the name")
                table.rejects.append(Reject(header.cell(number, first), "", "", what, fix, False))
                continue
            yield self._row(header, number, held, table)

    def _row(self, header: Header, number: int, held: Mapping[int, Any], table: Table) -> _Row:
        row = _Row(header.cell(number, min(header.columns)), {}, {}, False)
        wrong: list[tuple[int, str, Any, Problem]] = []
        for column, raw in held.items():
            name = header.columns[column]
            place = str(header.cell(number, column))
            if name == "month" or name in self.roster.fields:
                form = self.roster.fields.get(name) or Field("month", "month", Words("属期月份", "month concerned"))
                text = cells.field(form, raw, place)
                if isinstance(text, Problem):
                    wrong.append((column, name, raw, text))
                elif name == "month":
                    row.own_month = text
                else:
                    row.fields[name] = text
            elif plain(raw) == "?":
                row.given[name] = ASKED  # not known is not the same as not said: nothing is taken in its place
            else:
                term = self.book.terms[name]
                value = cells.fact(self.book, term.type, raw, place)
                if isinstance(value, Problem):
                    wrong.append((column, name, raw, value))
                else:
                    row.given[name] = value
        row.refused = bool(wrong)
        who = describe(self.roster, row.fields, unmask=self.unmask) or row.fields.get(self.roster.employer[-1], "")
        for column, name, raw, problem in wrong:
            found = cells.shown(raw)
            form_ = self.roster.fields.get(name)
            if form_ is not None and form_.kind == "identifier" and not self.unmask:
                found = cells.mask(found)
                problem = Problem(_masked(problem.what, cells.shown(raw)), problem.fix, problem.place)
            cell = header.cell(number, column)
            table.rejects.append(Reject(cell, header.text(column), found, problem.what, problem.fix, True, who))
        self._identity(header, number, row, held, who, table)
        return row

    def _identity(
        self, header: Header, number: int, row: _Row, held: Mapping[int, Any], who: str, table: Table
    ) -> None:
        for name, text in row.fields.items():
            if self.roster.fields[name].kind != "identifier":
                continue
            warning = cells.identity_warning(text)
            column = header.column_of(name)
            if warning is not None and column is not None:
                shown = text if self.unmask else cells.mask(text)
                fix = Words("核对证件；金额仍按该行计算", "check the document; the amounts of the row were computed")
                place = header.cell(number, column)
                table.rejects.append(Reject(place, header.text(column), shown, warning, fix, False, who))

    def _list(self, table: Table, row: _Row, what: Words, fix: Words | None) -> None:
        """List a whole row as left out."""
        who = describe(self.roster, row.fields, unmask=self.unmask)
        table.rejects.append(Reject(row.place, "", "", what, fix, True, who))

    # ---- lines

    def _lines(
        self,
        table: Table,
        rows: Sequence[_Row],
        employers: Mapping[tuple[str, str], Employer] | None,
        months: Sequence[int],
        facts: Mapping[str, Any],
    ) -> None:
        if rows and not months and not any(row.own_month for row in rows):
            what = Words("没有说明算哪个月", "no month was given")
            fix = Words("用 --month，或在表中加“属期月份”列", "use --month, or add a column “month”")
            raise InputError(Problem(what, fix, "month"))
        own: dict[str, Employer] = {}
        good: list[tuple[_Row, Employer, tuple[int, ...]]] = []
        for row in rows:
            if row.refused:
                continue
            employer = self._employer(row, employers, own, table)
            if employer is None:
                continue
            when = self._months(row, months, table)
            if when is not None:
                good.append((row, employer, when))
        if employers is None:
            table.employers.extend(own.values())
        seen: dict[tuple[str, str, int], _Row] = {}
        doubled: dict[int, tuple[_Row, _Row, list[int]]] = {}
        for month in sorted({month for _, _, when in good for month in when}):
            for row, employer, when in good:
                if month not in when:
                    continue
                before = self._before(row, employer, month, seen)
                if before is not None:
                    doubled.setdefault(id(row), (row, before, []))[2].append(month)
                    continue
                given = {**facts, **employer.given, **row.given}
                table.lines.append(Line(len(table.lines) + 1, row.place, row.fields, employer, month, given))
        whole = {id(row): len(when) for row, _, when in good}
        for row, before, twice in doubled.values():
            at = before.place.row
            what = Words(f"与第 {at} 行是同一人同一月", f"the same person and month as row {at}")
            if len(twice) < whole[id(row)]:
                what = Words(f"{listed(twice)} {what.zh}，这些月份没有再算",
                             f"{what.en} in {listed(twice)}; not computed again for those months")  # fmt: skip
            self._list(
                table, row, what, Words("删去一行，或写明起止月", "remove one of the rows, or state their months")
            )

    def _before(self, row: _Row, employer: Employer, month: int, seen: dict[tuple[str, str, int], _Row]) -> _Row | None:
        """The earlier row of the same person, employer and month, if there is one."""
        numbers = (name for name in self.roster.person if self.roster.fields[name].kind in ("identifier", "code"))
        number = next((row.fields[name] for name in numbers if row.fields.get(name)), None)
        if number is None:
            return None
        key = (number, employer.name, month)
        before = seen.setdefault(key, row)
        return None if before is row else before

    def _employer(
        self,
        row: _Row,
        employers: Mapping[tuple[str, str], Employer] | None,
        own: dict[str, Employer],
        table: Table,
    ) -> Employer | None:
        keys = [(name, row.fields[name]) for name in self.roster.employer if row.fields.get(name)]
        if employers is None:
            name = keys[-1][1] if keys else ""
            return own.setdefault(name, Employer(name, {key: text for key, text in keys}, {}, None))
        named = list({id(found): found for key in keys if (found := employers.get(key)) is not None}.values())
        if not keys and len(set(map(id, employers.values()))) == 1:
            named = [next(iter(employers.values()))]
        label = self.roster.employers.label
        if len(named) > 1:
            texts = [text for _, text in keys]
            what = Words(f"“{'”和“'.join(texts)}”不是同一个单位", f"“{'” and “'.join(texts)}” are two employers")
            fix = Words("改单位编号或单位名称", "put the employer's code or name right")
        elif not named:
            what = Words("没有写是哪个单位", "it does not say which employer")
            if keys:
                what = Words(f"“{label.zh}”表中没有单位“{keys[0][1]}”",
                             f"the sheet “{label.en}” has no employer “{keys[0][1]}”")  # fmt: skip
            fix = Words(f"在“{label.zh}”表中加上，或改这一行", f"add it to the sheet “{label.en}”, or change this row")
        elif named[0].refused:
            at = named[0].place.row if named[0].place else 0
            what = Words(
                f"所在单位（“{label.zh}”表第 {at} 行）有误", f"its employer (row {at} of “{label.en}”) has an error"
            )
            fix = Words("先改单位那一行", "put the employer's row right first")
        else:
            return named[0]
        self._list(table, row, what, fix)
        return None

    def _months(self, row: _Row, months: Sequence[int], table: Table) -> tuple[int, ...] | None:
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


def _is_total(raw: Any) -> bool:
    text = "".join(plain(raw).split()).strip("：:").casefold()
    return text in TOTALS_ALONE or text.endswith(TOTALS)


def _masked_within(reject: Reject) -> Reject:
    what = Words(cells.masked_within(reject.what.zh), cells.masked_within(reject.what.en))
    return replace(reject, found=cells.masked_within(reject.found), what=what)


def _masked(what: Words, text: str) -> Words:
    return Words(what.zh.replace(text, cells.mask(text)), what.en.replace(text, cells.mask(text)))
