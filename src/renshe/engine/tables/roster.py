"""Rosters: which columns a table of people has, and which figures are made of each of its lines.

What a roster is made of is written in ``law/rosters/<name>.yaml``. Nothing here knows an insurance or a wage.
"""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, LawError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.schemas.rosters import BoundsForm, ColumnForm, FigureForm, RosterFile, SheetForm, read_roster
from renshe.engine.schemas.shapes import Label
from renshe.engine.values import ValueType, parse

OF_A_PERSON = frozenset({"person", "filing", ""})
"""Entities whose facts differ from person to person; the others' are shared by many lines."""


@dataclass(frozen=True)
class Field:
    """A column that says who a line is about, or for which months it stands."""

    name: str
    kind: str
    label: Words
    also: tuple[str, ...] = ()
    help: Words | None = None
    near: tuple[str, ...] = ()
    """Headers that look like it and are not taken for it."""


@dataclass(frozen=True)
class Column:
    """A fact of the law that a table may hold.

    Attributes:
        also: other headers people write for it, the surest first; ``near``: such as are not taken for it.
        words: what people write for the members of an enum → member.
        possible: bounds beyond which a cell is refused, ``usual``: beyond which it is listed; parsed, both ends in.
    """

    name: str
    also: tuple[str, ...] = ()
    default: Any = None
    stand_in: str | None = None
    near: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    possible: tuple[int, int] | None = None
    usual: tuple[int, int] | None = None
    example: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """One sheet of the template: its names, its columns in order, and which of them must be there."""

    label: Words
    also: tuple[str, ...]
    columns: tuple[str, ...]
    required: frozenset[str]


@dataclass(frozen=True)
class Figure:
    """One column of the result: an output, for one member of each dimension it has."""

    name: str
    at: tuple[tuple[str, str], ...]
    label: Words
    short: Words
    """Its label under the heading of its group."""
    group: Words
    type: ValueType

    @cached_property
    def key(self) -> str:
        """Its name with the members: ``person_contribution.pension.employer``."""
        return ".".join((self.name, *(member for _, member in self.at)))

    @property
    def is_money(self) -> bool:
        """Whether it is an amount."""
        return self.type.kind == "money"


@dataclass(frozen=True)
class Sum:
    """A column that adds figures of one line."""

    name: str
    label: Words
    of: tuple[str, ...]
    """Keys of the figures."""


@dataclass(frozen=True)
class SummaryRow:
    """One row of an employer's block: for each column the keys that are added."""

    label: Words
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Summary:
    """The block each employer has on the summary."""

    columns: tuple[Words, ...]
    rows: tuple[SummaryRow, ...]
    added: frozenset[int]


@dataclass(frozen=True)
class EmployerTotal:
    """How an employer's amounts are worked out once from the sum of bases, see :mod:`on_total`."""

    choice: str
    member: str
    at: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]
    figures: Mapping[str, str]
    differences: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Roster:
    """A table of people and what is made of it."""

    name: str
    title: Words
    fields: Mapping[str, Field]
    person: tuple[str, ...]
    employer: tuple[str, ...]
    people: SheetPlan
    employers: SheetPlan
    columns: Mapping[str, Column]
    ignored: tuple[str, ...]
    """Headers that play no part."""
    figures: tuple[Figure, ...]
    sums: tuple[Sum, ...]
    summary: Summary
    employer_total: EmployerTotal | None = None

    def sheet(self, role: str) -> SheetPlan:
        """The plan of the sheet of *role*: ``people`` or ``employers``."""
        return self.people if role == "people" else self.employers


def words(label: Label) -> Words:
    """Both languages of a label."""
    return Words(label.zh, label.en)


def find_roster(folders: Iterable[Path], name: str) -> Path:
    """The file of the roster called *name*, the last folder first.

    Raises:
        InputError: when there is none, with those there are.
    """
    found = {file.stem: file for folder in folders for file in sorted((folder / "rosters").glob("*.yaml"))}
    if name not in found:
        raise InputError(
            Problem(
                Words(f"没有名为 {name[:80]} 的名册", f"there is no roster named {name[:80]}"),
                Words("可用：" + "、".join(found), "use one of " + ", ".join(found)),
                "roster",
            )
        )
    return found[name]


def load_roster(book: Lawbook, path: Path) -> Roster:
    """A roster with the labels and types of *book*.

    Raises:
        LawError: when the file is not one, or names what the law does not have.
    """
    read = read_roster(path, f"rosters/{path.name}")
    form = read.model
    problems = [
        Problem(
            Words(f"词汇中没有 {name}", f"the vocabulary has no {name}"),
            Words("先在 vocabulary/ 下声明", "declare it under vocabulary/ first"),
            read.place(),
        )
        for name in _names(form)
        if name not in book.terms and name not in form.fields
    ]
    if problems:
        raise LawError(problems)
    figures = tuple(figure for entry in form.figures for figure in _figures(book, entry))
    keys = _Keys(tuple(figure.key for figure in figures), read.place)
    roster = Roster(
        name=path.stem,
        title=words(form.title),
        fields={
            name: Field(
                name, each.kind, words(each.label), each.also, words(each.help) if each.help else None, each.near
            )
            for name, each in form.fields.items()
        },
        person=form.person,
        employer=form.employer,
        people=_sheet(form.sheets["people"]),
        employers=_sheet(form.sheets["employers"]),
        columns={name: _column(book, name, column) for name, column in form.columns.items()},
        ignored=form.ignored,
        figures=figures,
        sums=tuple(Sum(name, words(entry.label), keys.all(entry.of)) for name, entry in form.sums.items()),
        summary=Summary(
            tuple(map(words, form.summary.columns)),
            tuple(SummaryRow(words(row.label), tuple(map(keys.all, row.cells))) for row in form.summary.rows),
            frozenset(form.summary.added),
        ),
        employer_total=_employer_total(form),
    )
    if keys.problems:
        raise LawError(keys.problems)
    return roster


class _Keys:
    """Keys of figures as a roster names them: in full, or with ``*`` for any member."""

    def __init__(self, known: tuple[str, ...], place: Callable[[], str]) -> None:
        self.known, self.place = known, place
        self.problems: list[Problem] = []

    def all(self, patterns: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for pattern in patterns:
            keys = fnmatch.filter(self.known, pattern)
            if not keys:
                what = Words(f"没有 {pattern} 这样的列", f"no figure is {pattern}")
                near = "、".join(difflib.get_close_matches(pattern, self.known, 3))
                self.problems.append(Problem(what, Words(f"相近的有：{near}", f"near it: {near}"), self.place()))
            found += keys
        return tuple(dict.fromkeys(found))


def _column(book: Lawbook, name: str, form: ColumnForm) -> Column:
    kind = book.terms[name].type

    def bounds(said: BoundsForm | None) -> tuple[int, int] | None:
        return None if said is None else (int(parse(kind, said.least)), int(parse(kind, said.most)))  # type: ignore[arg-type]

    return Column(
        name,
        form.also,
        form.default,
        form.stand_in,
        form.near,
        form.words,
        bounds(form.possible),
        bounds(form.usual),
        form.example or "",
    )


def _employer_total(form: RosterFile) -> EmployerTotal | None:
    found = form.employer_total
    if found is None:
        return None
    return EmployerTotal(
        found.choice,
        found.member,
        tuple(found.at.items()),
        tuple(found.given.items()),
        found.figures,
        found.differences,
    )


def _names(form: RosterFile) -> dict[str, None]:
    names = [name for sheet in form.sheets.values() for name in (*sheet.columns, *sheet.required)]
    names += [*form.columns, *form.person, *form.employer]
    names += [column.stand_in for column in form.columns.values() if column.stand_in]
    names += [name for figure in form.figures for name in (figure.name, *figure.at)]
    return dict.fromkeys(names)


def _sheet(form: SheetForm) -> SheetPlan:
    return SheetPlan(words(form.label), form.also, form.columns, frozenset(form.required))


def _figures(book: Lawbook, form: FigureForm) -> Iterable[Figure]:
    label, kind = book.label(form.name), book.terms[form.name].type
    for members in product(*form.at.values()):
        at = tuple(zip(form.at, members, strict=True))
        named = [book.enums[book.terms[dimension].type.enum][member] for dimension, member in at]
        # The first dimension tells the columns of a group apart; without one the output's own name does.
        yield Figure(
            name=form.name,
            at=at,
            label=Words(
                label.zh + "".join(f"·{member.zh}" for member in named),
                label.en + "".join(f", {member.en}" for member in named),
            ),
            short=named[0] if named and len(form.at[at[0][0]]) > 1 else (named[-1] if named else label),
            group=words(form.group),
            type=kind,
        )
