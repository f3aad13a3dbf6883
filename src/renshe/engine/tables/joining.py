"""Employers: rows of their own sheet, or what the people's rows say of them; and which one a person belongs to.

Names are joined without regard to blanks and to the width of characters: 北京（分）公司 and 北京(分) 公司 are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import OF_A_PERSON, Roster
from renshe.engine.tables.rows import Reject, Row, describe


@dataclass(slots=True)
class Employer:
    """An employer: a row of its own sheet, or what the people's rows say of it.

    ``left_out`` counts rows of its people that were not computed.
    """

    name: str
    fields: dict[str, str]
    given: dict[str, Any]
    place: Cell | None
    refused: bool = False
    left_out: int = 0


def joined(name: str, text: str) -> tuple[str, str]:
    """What is compared of an employer's code or name."""
    return name, "".join(plain(text).split()).casefold()


def same_row(place: Cell | None, seen_from: Cell) -> Words:
    """A row as a sentence names it, with its sheet where that is another one."""
    if place is None:
        return Words("另一行", "another row")
    if place.sheet == seen_from.sheet:
        return Words(f"第 {place.row} 行", f"row {place.row}")
    return Words(f"“{place.sheet}”表第 {place.row} 行", f"row {place.row} of “{place.sheet}”")


@dataclass
class Employers:
    """All employers of a file.

    Attributes:
        all: in the order of the file.
        listed: whether they have a sheet of their own.
    """

    book: Lawbook
    roster: Roster
    rejects: list[Reject]
    unmask: bool = False
    all: list[Employer] = field(default_factory=list)
    listed: bool = False
    _found: dict[tuple[str, str], Employer] = field(default_factory=dict)
    _only: Employer | None = None

    # ---- the sheet of employers

    def read(self, rows: Iterable[Row]) -> None:
        """Take the rows of the sheet of employers."""
        self.listed = True
        for row in rows:
            keys = self._keys(row)
            if not keys:
                what = ("没有写是哪个单位", "it does not say which employer")
                self._list(row, what, ("填单位编号或单位名称", "fill in the employer's code or name"))
                continue
            twice = next((key for key in keys if key in self._found), None)
            if twice is not None:
                place = self._found[twice].place
                said = row.fields[twice[0]]
                at = same_row(place, row.place)
                what = (f"单位“{said}”与{at.zh}重复", f"“{said}” stands in {at.en} already")
                self._list(row, what, ("删去一行", "remove one of the rows"))
                continue
            name = row.fields.get(self.roster.employer[-1]) or row.fields[keys[0][0]]
            employer = Employer(name, row.fields, row.given, row.place, row.refused)
            self.all.append(employer)
            self._found.update(dict.fromkeys(keys, employer))

    # ---- people

    def of(self, row: Row) -> Employer | None:
        """The employer of a person's row, whose facts are put right; None when it is listed and left out."""
        return self._listed(row) if self.listed else self._said(row)

    def left_out(self, row: Row) -> None:
        """Count a row that was refused for another reason with its employer."""
        keys = self._keys(row)
        found = next((self._by(key) for key in keys if self._by(key) is not None), None)
        if found is None and not keys and len(self.all) == 1:
            found = self.all[0]
        if found is not None:
            found.left_out += 1

    def _listed(self, row: Row) -> Employer | None:
        keys = self._keys(row)
        named = [found for found in map(self._by, keys) if found is not None]
        if not named and not keys and len(self.all) == 1:
            named = self.all
        label = self.roster.employers.label
        if not named:
            what = ("没有写是哪个单位", "it does not say which employer")
            if keys:
                said = row.fields[keys[0][0]]
                what = (f"“{label.zh}”表中没有单位“{said}”", f"the sheet “{label.en}” has no employer “{said}”")
            fix = (f"在“{label.zh}”表中加上，或改这一行", f"add it to the sheet “{label.en}”, or change this row")
            if not keys:
                fix = (
                    "填单位编号或单位名称；合并的单元格请逐行填上",
                    "fill in the employer's code or name, also in cells that were merged",
                )
            self._list(row, what, fix)
            return None
        employer = named[0]
        if any(other is not employer for other in named):
            texts = [row.fields[name] for name, _ in keys]
            what = (f"“{'”和“'.join(texts)}”不是同一个单位", f"“{'” and “'.join(texts)}” are two employers")
            self._list(row, what, ("改单位编号或单位名称", "put the employer's code or name right"))
            return None
        if employer.refused:
            employer.left_out += 1
            at = employer.place.row if employer.place else 0
            what = (
                f"所在单位（“{label.zh}”表第 {at} 行）有误",
                f"its employer (row {at} of “{label.en}”) has an error",
            )
            self._list(row, what, ("先改单位那一行", "put the employer's row right first"))
            return None
        return employer

    def _said(self, row: Row) -> Employer | None:
        """The employer that the row names; where a table has no sheet of employers each name is one."""
        keys = self._keys(row)
        found = next((self._found[key] for key in keys if key in self._found), None)
        if found is None and not keys and self._only is not None:
            found = self._only
        elif found is None and not keys and self.all:
            # Beside people of named employers nobody can say whose this one is.
            what = ("没有写是哪个单位", "it does not say which employer")
            fix = ("填单位名称；合并的单元格请逐行填上", "fill in the employer's name, also in cells that were merged")
            self._list(row, what, fix)
            return None
        if found is None:
            found = Employer(
                row.fields[keys[-1][0]] if keys else "", {key: row.fields[key] for key, _ in keys}, {}, None
            )
            self.all.append(found)
            self._only = found if len(self.all) == 1 else None
        for key in keys:
            self._found.setdefault(key, found)
        return found

    def name_all(self, rows: Iterable[Row]) -> None:
        """Where there is no sheet of employers: those that people's rows name, before a row that names none."""
        for row in rows:
            if not self.listed and self._keys(row):
                self._said(row)

    def settle(self, rows: Iterable[tuple[Row, Employer]]) -> None:
        """Where people's rows say what their employers are: what one says holds for all that do not say otherwise."""
        said: dict[int, dict[str, tuple[Any, Row]]] = {}
        kept = list(rows)
        for row, employer in kept:
            own = said.setdefault(id(employer), {})
            for name, value in row.given.items():
                if self.book.terms[name].entity in OF_A_PERSON:
                    continue
                before = own.setdefault(name, (employer.given.get(name, value), row))
                if before[0] != value:
                    self._differs(row, name, before[1], employer)
        for _, employer in kept:
            for name, (value, _) in said.get(id(employer), {}).items():
                employer.given.setdefault(name, value)

    def _differs(self, row: Row, name: str, before: Row, employer: Employer) -> None:
        label = self.book.label(name)
        at = same_row(employer.place or before.place, row.place)
        what = Words(
            f"同一单位的“{label.zh}”与{at.zh}所填不同", f"the {label.en} of the same employer differs from {at.en}"
        )
        fix = Words("核对后改成一样；各行已按自己所填的算", "make them the same; each row was computed by its own")
        who = describe(self.roster, row.fields, unmask=self.unmask)
        self.rejects.append(Reject(row.place, "", "", what, fix, False, who))

    # ---- keys

    def _keys(self, row: Row) -> list[tuple[str, str]]:
        return [joined(name, row.fields[name]) for name in self.roster.employer if row.fields.get(name)]

    def _by(self, key: tuple[str, str]) -> Employer | None:
        """The employer of a code or name; a code also without the noughts in front that a spreadsheet drops."""
        found = self._found.get(key)
        if found is None and self.roster.fields[key[0]].kind == "code" and key[1].isdigit():
            bare = key[1].lstrip("0")
            same = [each for (name, text), each in self._found.items()
                    if name == key[0] and text.isdigit() and text.lstrip("0") == bare]  # fmt: skip
            found = same[0] if len(same) == 1 else None
        return found

    def _list(self, row: Row, what: tuple[str, str], fix: tuple[str, str]) -> None:
        who = describe(self.roster, row.fields, unmask=self.unmask)
        self.rejects.append(Reject(row.place, "", "", Words(*what), Words(*fix), True, who))


def facts_of_row(facts: Mapping[str, Any], employer: Employer, row: Row) -> dict[str, Any]:
    """The facts of a line: the run's, the employer's, the row's own, each before the one ahead."""
    return {**facts, **employer.given, **row.given}
