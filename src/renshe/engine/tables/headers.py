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

from renshe.engine.errors import Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster, SheetPlan

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
    """

    sheet: Sheet
    role: str
    row: int
    columns: Mapping[int, str]
    unknown: Mapping[int, str]

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
        return Header(sheet, self._role(sheet.name, columns.values()), number, columns, unknown)

    def _role(self, name: str, columns: Iterable[str]) -> str:
        for role in ROLES:
            plan = self.roster.sheet(role)
            if normal(name) in map(normal, (role, plan.label.zh, plan.label.en, *plan.also)):
                return role
        has_person = any(column in self.roster.person for column in columns)
        return "people" if has_person or set(columns) & self.roster.people.required else "employers"

    def problems(self, header: Header) -> list[Problem]:
        """What is wrong with a header: columns that must be there and are not; headers that mean nothing."""
        plan = self.roster.sheet(header.role)
        problems = []
        for name in sorted(plan.required - set(header.columns.values()), key=plan.columns.index):
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
