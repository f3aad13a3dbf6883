"""Headers recognised: which column of a sheet holds which field or fact.

A header may be a public name, its Chinese or English label, or what the roster says people write for it. Blanks, line
breaks, stars, brackets with a unit, a year in front and the width of characters do not matter. It may stand in up to
three rows: a heading over several columns (工资: 基本工资, 缴费工资) is none of them by itself.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables.cells import shown
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.workbook_names import CHOICES, HOW

MAX_HEADER_ROW = 30
"""A table may begin under a title and remarks, but not further down than this."""
MAX_HEADER_DEPTH = 3
_UNIT = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}年度?(?=.)")
_NOISE = re.compile(r"[\s*＊:：_、，,。./-]+")
UNITS = {"千元": 1_000, "万元": 10_000, "万": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "亿": 100_000_000}
"""How many yuan the unit in a header is."""
BY_YEAR = re.compile(r"年(?:薪|计)?|(?:千|万)?元/年|按年|全年")
"""A unit by which a monthly wage is a yearly one."""
ROLES = ("people", "employers")


@dataclass(frozen=True)
class Header:
    """The header of one table.

    Attributes:
        row: the last row it stands in, from 1.
        columns: column → field or fact.
        unknown: columns whose header means nothing here.
        twice: columns that mean the same as another, which was taken → that other.
        by_year: columns of a monthly amount whose unit is a year; not taken.
        units: column → yuan in its unit, where that is not one.
        texts: column → what the file says above it.
        named: whether the sheet's own name says what it is.
    """

    sheet: Sheet
    role: str
    row: int
    columns: Mapping[int, str]
    unknown: Mapping[int, str]
    twice: Mapping[int, int] = field(default_factory=dict)
    by_year: frozenset[int] = frozenset()
    units: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    named: bool = False

    def text(self, column: int) -> str:
        """What the table itself calls a column."""
        return shown(" ".join(self.texts.get(column, "").split()))

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell of this table."""
        return Cell(self.sheet.name, row, column)

    def column_of(self, name: str) -> int | None:
        """The column of a field or fact."""
        return next((column for column, found in self.columns.items() if found == name), None)


def normal(text: object) -> str:
    """A header as headers are compared."""
    bare = _YEAR.sub("", _NOISE.sub("", _UNIT.sub("", plain(text)))).casefold()
    return bare or _NOISE.sub("", plain(text)).casefold()


class Headers:
    """All headers that are known for a roster."""

    def __init__(self, book: Lawbook, roster: Roster) -> None:
        self.book, self.roster = book, roster
        self.known: dict[str, str] = {}
        self.rank: dict[str, int] = {}
        """How sure a header is: 0 for a name or a label, more for what people write, the further down the list."""
        self.near: dict[str, str] = {}
        self.ignored = frozenset(map(normal, roster.ignored))
        # What the roster itself says comes first: a label of some other topic must not take its place.
        for name, form in roster.fields.items():
            self._learn(name, (name, form.label.zh, form.label.en), form.also, form.near)
        mine = dict.fromkeys((*roster.people.columns, *roster.employers.columns, *roster.columns))
        for name in mine:
            if name not in roster.fields:
                column, label = roster.columns.get(name), book.label(name)
                more = (column.also, column.near) if column else ((), ())
                self._learn(name, (name, label.zh, label.en), *more)
        shared = _labels_shared(book)
        for name, term in book.terms.items():
            if term.is_input or name == "month":
                labels = [text for text in (term.label.zh, term.label.en) if text not in shared]
                self._learn(name, (name, *labels))
        self._learn("month", ("month", "属期"), ("属期月份", "月份", "费款所属期", "所属期", "所属月份"))

    def _learn(self, name: str, texts: Iterable[str], also: Sequence[str] = (), near: Sequence[str] = ()) -> None:
        for rank, text in ((0, each) for each in texts):
            self.known.setdefault(normal(text), name)
            self.rank.setdefault(normal(text), rank)
        for rank, text in enumerate(also, 1):
            self.known.setdefault(normal(text), name)
            self.rank.setdefault(normal(text), rank)
        for text in near:
            self.near.setdefault(normal(text), name)

    # ---- the sheets of a file

    def tables(self, sheets: Sequence[Sheet], facts: Iterable[str]) -> tuple[list[Header], list[Header]]:
        """The sheets that are tables here, and those that only look like one.

        Args:
            sheets: as read from one file.
            facts: what is stated for the whole run and needs no column.

        Raises:
            InputError: when no sheet is a table of people, or a column it needs is not there.
        """
        beside = {text for words in (HOW, CHOICES) for text in (words.zh, words.en)}
        found = [header for sheet in sheets if sheet.name not in beside and (header := self.find(sheet)) is not None]
        found = [header for header in found if len(header.columns) > 1]
        people = [header for header in found if header.role == "people"]
        if not people:
            raise InputError(self._no_people(sheets))
        # What every row of people says of its employer need not be said again.
        of_people = {name for header in people for name in header.columns.values()}
        elsewhere = {"people": set(facts), "employers": {*facts, *of_people} & set(self.book.terms)}
        wrong = [(header, self.problems(header, elsewhere[header.role])) for header in found]
        good = [header for header, problems in wrong if not problems]
        passed = [header for header, problems in wrong if problems and self._beside(header, good)]
        problems = [each for header, problems in wrong if header not in passed for each in problems]
        if problems:
            raise InputError(problems)
        return good, passed

    def _beside(self, header: Header, good: Sequence[Header]) -> bool:
        """Whether a sheet that lacks a column is some other list, kept in the same file."""
        if header.named:
            return False
        if header.role == "employers" and not set(header.columns.values()) & set(self.book.terms) - {"month"}:
            return True
        return any(each.role == header.role for each in good)

    def _no_people(self, sheets: Sequence[Sheet]) -> Problem:
        plan = self.roster.people
        needed = [self.label(name) for name in plan.columns if name in plan.required]
        return Problem(
            Words("没有找到人员表的表头", "no header of a table of people was found"),
            Words(
                "表头至少要有：" + "、".join(label.zh for label in needed) + "；renshe template roster 可生成模板",
                "it needs at least: " + ", ".join(label.en for label in needed)
                + "; renshe template roster writes a template",
            ),
            "、".join(sheet.name for sheet in sheets if sheet.name),
        )  # fmt: skip

    # ---- a sheet's header

    def find(self, sheet: Sheet) -> Header | None:
        """The header of a sheet, or None when nothing in it is one."""
        best: Header | None = None
        for first in range(min(MAX_HEADER_ROW, len(sheet.rows))):
            for depth in range(1, MAX_HEADER_DEPTH + 1):
                if first + depth > len(sheet.rows) or (depth > 1 and not self._goes_on(sheet, first, depth)):
                    break
                found = self._read(sheet, first, depth)
                # What stands below a heading is meant, though fewer of the columns may then be known.
                deeper = depth > 1 and best is not None and first < best.row < first + depth
                if found.columns and (best is None or len(found.columns) > len(best.columns) or deeper):
                    best = found
        return best

    def _goes_on(self, sheet: Sheet, first: int, depth: int) -> bool:
        """Whether a row goes on with the header above it: words only, some of them where nothing stands above."""
        upper, lower = sheet.rows[first + depth - 2], sheet.rows[first + depth - 1]
        held = {column: cell for column, cell in enumerate(lower) if not _blank(cell)}
        if not held or not all(isinstance(cell, str) and not _numeric(cell) for cell in held.values()):
            return False
        known = [column for column, cell in held.items() if normal(cell) in self.known]
        # A heading over several columns stands above the first of them, or says itself again.
        under_nothing = [
            column
            for column in held
            if column >= len(upper) or _blank(upper[column]) or (column > 0 and upper[column] == upper[column - 1])
        ]
        units = all(_UNIT.fullmatch(plain(cell)) for cell in held.values())
        return units or (bool(under_nothing) and (bool(known) or self._beside_a_name(upper, held)))

    def _beside_a_name(self, upper: Sequence[Any], held: Mapping[int, Any]) -> bool:
        """Whether a row says nothing below any column that says who somebody is: it is nobody's."""
        who = [
            column
            for column, cell in enumerate(upper)
            if isinstance(cell, str) and self.known.get(normal(cell)) in self.roster.person
        ]
        return bool(who) and not any(column in held for column in who)

    def _read(self, sheet: Sheet, first: int, depth: int) -> Header:
        columns: dict[int, str] = {}
        ranks: dict[int, int] = {}
        unknown: dict[int, str] = {}
        units: dict[int, int] = {}
        by_year: set[int] = set()
        said_above: dict[int, str] = {}
        texts = _texts(sheet, first, depth)
        monthly = set(self.roster.people.columns)
        general = _unit_above(sheet, first + depth - 1)
        for column, parts in texts.items():
            said = "".join(parts)
            # What a heading and the cell below say together is meant before what the cell says by itself; a heading
            # over several columns is none of them.
            keys = [normal(said), normal(parts[-1])]
            key = next((key for key in keys if key in self.known), None)
            said_above[column] = said if key == keys[0] else parts[-1]
            if key is None:
                unknown[column] = parts[-1]
                continue
            name = self.known[key]
            if self._is_money(name):
                unit = _unit_of(said)
                if unit and BY_YEAR.fullmatch(unit) and name in monthly:
                    by_year.add(column)
                    unknown[column] = parts[-1]
                    continue
                size = UNITS.get(unit.partition("/")[0], 1 if "元" in unit else general)
                if size != 1:
                    units[column] = size
            columns[column] = name
            ranks[column] = self.rank[key]
        taken: dict[str, int] = {}
        for column in sorted(columns, key=lambda each: (ranks[each], each)):
            taken.setdefault(columns[column], column)
        twice = {column: taken[name] for column, name in columns.items() if taken[name] != column}
        columns = {column: name for column, name in columns.items() if column not in twice}
        role = self._named(sheet.name)
        return Header(
            sheet, role or self._role(columns.values()), first + depth, columns, unknown, twice, frozenset(by_year),
            units, said_above, role is not None,
        )  # fmt: skip

    def _is_money(self, name: str) -> bool:
        return name in self.book.terms and name not in self.roster.fields and self.book.terms[name].type.kind == "money"

    def _named(self, name: str) -> str | None:
        for role in ROLES:
            plan = self.roster.sheet(role)
            if normal(name) in map(normal, (role, plan.label.zh, plan.label.en, *plan.also)):
                return role
        return None

    def _role(self, columns: Iterable[str]) -> str:
        has_person = any(column in self.roster.person for column in columns)
        return "people" if has_person or set(columns) & self.roster.people.required else "employers"

    def is_repeated(self, header: Header, held: Mapping[int, Any]) -> bool:
        """Whether a row says the header again, as tables do that were put together or printed page by page."""
        same = sum(1 for column, cell in held.items() if isinstance(cell, str)
                   and self.known.get(normal(cell)) == header.columns[column])  # fmt: skip
        return same >= 2 or (same == 1 and len(held) == 1)

    # ---- words about it

    def problems(self, header: Header, elsewhere: Iterable[str] = ()) -> list[Problem]:
        """Columns that must be there and are not; what is said *elsewhere* need not be said again."""
        problems = []
        for name in self.missing(header, elsewhere):
            label = self.label(name)
            fix = Words(f"加一列，列名写“{label.zh}”", f"add one with the header “{label.en}”")
            near = next((text for text in header.unknown.values() if self.near.get(normal(text)) == name), None)
            if near is not None:
                fix = Words(
                    f"若“{near}”就是，请把列名改为“{label.zh}”", f"if “{near}” is it, rename that column “{label.en}”"
                )
            problems.append(
                Problem(
                    Words(f"没有“{label.zh}”列", f"there is no column “{label.en}”"),
                    fix,
                    f"{header.sheet.name}!{header.row}" if header.sheet.name else str(header.row),
                )
            )
        return problems

    def missing(self, header: Header, elsewhere: Iterable[str] = ()) -> list[str]:
        """The names of columns that must be there and are not."""
        plan = self.roster.sheet(header.role)
        return sorted(plan.required - set(header.columns.values()) - set(elsewhere), key=plan.columns.index)

    def resembles(self, text: str) -> Words | None:
        """What a header looks like that is not taken for it."""
        near = self.near.get(normal(text))
        return self.label(near) if near is not None else None

    def nearest(self, text: str) -> Words | None:
        """The header nearest to one that means nothing."""
        near = difflib.get_close_matches(normal(text)[:80], self.known, 1, 0.6)
        return self.label(self.known[near[0]]) if near else None

    def label(self, name: str) -> Words:
        """What people call a field or a fact."""
        if name == "month":
            return Words("属期月份", "month concerned")
        return self.roster.fields[name].label if name in self.roster.fields else self.book.label(name)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _words(cell: object) -> bool:
    return isinstance(cell, str) and not _blank(cell)


def _numeric(cell: str) -> bool:
    text = plain(cell).replace(",", "").replace(" ", "")
    return text.replace(".", "", 1).isdigit()


def _texts(sheet: Sheet, first: int, depth: int) -> dict[int, list[str]]:
    """Column → what stands above it, from top to bottom; a heading merged over several columns counts for each."""
    rows = sheet.rows[first : first + depth]
    found: dict[int, list[str]] = {}
    for column in range(max(map(len, rows))):
        parts = [str(row[column]).strip() for row in rows if column < len(row) and _words(row[column])]
        if parts:
            found[column] = parts
    for (top, left), (_, right) in sheet.merged:
        if first <= top < first + depth - 1 and right > left and left < len(rows[top - first]):
            heading = rows[top - first][left]
            for column in range(left + 1, right + 1):
                if _words(heading) and column in found:
                    found[column].insert(0, str(heading).strip())
    return found


def _unit_of(text: str) -> str:
    """What the last bracket of a header says, when that is a unit."""
    found = _UNIT.findall(plain(text))
    return str(found[-1][1:-1]).strip().removeprefix("单位:").strip() if found else ""


def _unit_above(sheet: Sheet, first: int) -> int:
    """How many yuan the unit is that stands above the table by itself: 单位：万元."""
    for row in sheet.rows[:first]:
        for cell in row:
            text = plain(cell).replace(" ", "") if isinstance(cell, str) else ""
            for begin in ("单位:", "金额单位:"):
                if text.startswith(begin):
                    return UNITS.get(text.removeprefix(begin), 1)
    return 1


def _labels_shared(book: Lawbook) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for term in book.terms.values():
        if term.is_input:
            for text in {term.label.zh, term.label.en}:
                (twice if text in seen else seen).add(text)
    return twice
