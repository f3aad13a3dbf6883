"""Headers recognised: which column of a sheet holds which field or fact.

A header may be a public name, its Chinese or English label, or what the roster says people write for it. Blanks, line
breaks, stars, brackets with a unit, a year in front and the width of characters do not matter.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables.cells import shown
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster, SheetPlan
from renshe.engine.tables.workbook_names import CHOICES, HOW

MAX_HEADER_ROW = 30
"""A table may begin under a title and remarks, but not further down than this."""
_UNIT = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}年度?(?=.)")
_NOISE = re.compile(r"[\s*＊:：_、，,。./-]+")
ROLES = ("people", "employers")


@dataclass(frozen=True)
class Header:
    """The header of one table.

    Attributes:
        row: the row it stands in, from 1.
        columns: column → field or fact.
        unknown: columns whose header means nothing here.
        named: whether the sheet's own name says what it is.
    """

    sheet: Sheet
    role: str
    row: int
    columns: Mapping[int, str]
    unknown: Mapping[int, str]
    named: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell of this table."""
        return Cell(self.sheet.name, row, column)

    def text(self, column: int) -> str:
        """What the table itself calls a column."""
        return shown(" ".join(str(self.sheet.rows[self.row - 1][column]).split()))

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
        # What the roster itself says comes first: a label of some other topic must not take its place.
        for name, field in roster.fields.items():
            self._learn(name, (name, field.label.zh, field.label.en, *field.also))
        mine = dict.fromkeys((*roster.people.columns, *roster.employers.columns, *roster.columns))
        for name in mine:
            if name not in roster.fields:
                column, label = roster.columns.get(name), book.label(name)
                self._learn(name, (name, label.zh, label.en, *(column.also if column else ())))
        shared = _labels_shared(book)
        for name, term in book.terms.items():
            if term.is_input or name == "month":
                labels = [text for text in (term.label.zh, term.label.en) if text not in shared]
                self._learn(name, (name, *labels))
        self._learn("month", ("month", "属期", "属期月份", "月份", "费款所属期"))

    def _learn(self, name: str, texts: Iterable[str]) -> None:
        for text in texts:
            self.known.setdefault(normal(text), name)

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

    def find(self, sheet: Sheet) -> Header | None:
        """The header of a sheet, or None when nothing in it is one."""
        best: Header | None = None
        for index, row in enumerate(sheet.rows[:MAX_HEADER_ROW]):
            found = self._row(sheet, index + 1, row)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
        return best

    def _row(self, sheet: Sheet, number: int, row: Sequence[Any]) -> Header | None:
        columns: dict[int, str] = {}
        unknown: dict[int, str] = {}
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or not cell.strip():
                continue
            name = self.known.get(normal(cell))
            if name is None:
                unknown[column] = cell.strip()
            elif name not in columns.values():
                columns[column] = name
            else:
                unknown[column] = cell.strip()
        if not columns:
            return None
        role = self._named(sheet.name)
        return Header(sheet, role or self._role(columns.values()), number, columns, unknown, role is not None)

    def _named(self, name: str) -> str | None:
        for role in ROLES:
            plan = self.roster.sheet(role)
            if normal(name) in map(normal, (role, plan.label.zh, plan.label.en, *plan.also)):
                return role
        return None

    def _role(self, columns: Iterable[str]) -> str:
        has_person = any(column in self.roster.person for column in columns)
        return "people" if has_person or set(columns) & self.roster.people.required else "employers"

    def problems(self, header: Header, elsewhere: Iterable[str] = ()) -> list[Problem]:
        """Columns that must be there and are not; what is said *elsewhere* need not be said again."""
        plan = self.roster.sheet(header.role)
        problems = []
        for name in sorted(plan.required - set(header.columns.values()) - set(elsewhere), key=plan.columns.index):
            label = self.label(name)
            problems.append(
                Problem(
                    Words(f"没有“{label.zh}”列", f"there is no column “{label.en}”"),
                    Words(f"加一列，列名写“{label.zh}”", f"add one with the header “{label.en}”"),
                    f"{header.sheet.name}!{header.row}" if header.sheet.name else str(header.row),
                )
            )
        return problems

    def nearest(self, text: str) -> Words | None:
        """The header nearest to one that means nothing."""
        near = difflib.get_close_matches(normal(text)[:80], self.known, 1, 0.6)
        return self.label(self.known[near[0]]) if near else None

    def label(self, name: str) -> Words:
        """What people call a field or a fact."""
        if name == "month":
            return Words("属期月份", "month concerned")
        return self.roster.fields[name].label if name in self.roster.fields else self.book.label(name)

    def plan_for(self, role: str) -> SheetPlan:
        """The plan of a sheet."""
        return self.roster.sheet(role)


def _labels_shared(book: Lawbook) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for term in book.terms.values():
        if term.is_input:
            for text in {term.label.zh, term.label.en}:
                (twice if text in seen else seen).add(text)
    return twice
