"""A whole table computed: every good row, for every month asked, with totals and all that could not be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.figures import Figures, Taken, money_keys, sums
from renshe.engine.tables.hidden import Hidden
from renshe.engine.tables.joining import Employer
from renshe.engine.tables.lines import Assembler, Line, Table
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.rows import Reject

Progress = Callable[[int, int], None]
"""Told how many lines of how many are done."""


@dataclass(frozen=True)
class Options:
    """What a run is about.

    Attributes:
        region: the place whose law answers.
        months: months to compute, as ordinals; empty when rows say their own.
        date: the day rules read as ``date``; the last day of each month when None.
        known_on: the day of knowledge, or None for all that is held.
        facts: facts for all rows that do not say otherwise, parsed.
        unmask: whether numbers that identify people are shown whole in lists.
        rounded: whether amounts with more than two decimals are rounded to the fen; else they are refused.
    """

    region: str
    months: tuple[int, ...] = ()
    date: int | None = None
    known_on: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unmask: bool = False
    rounded: bool = False


@dataclass(slots=True)
class Computed:
    """A line with its figures: a value each, or what is missing."""

    line: Line
    given: dict[str, Any]
    values: dict[str, Any]

    @property
    def complete(self) -> bool:
        """Whether every figure is determined."""
        return not any(isinstance(value, Unknown) for value in self.values.values())


@dataclass(slots=True)
class Total:
    """The amounts of an employer in a month, added from the rounded lines.

    ``open`` counts the lines of which each amount is not determined; they are not in it. ``on_total`` has the keys of
    the amounts that were worked out from the sum of bases instead.
    """

    employer: Employer
    month: int
    people: int = 0
    amounts: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    on_total: set[str] = field(default_factory=set)


@dataclass
class Outcome:
    """What a run came to."""

    book: Lawbook
    roster: Roster
    options: Options
    program: Program
    figures: Figures
    table: Table
    rows: list[Computed] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    taken: dict[Taken, list[int]] = field(default_factory=dict)
    """What was taken for facts that no cell states → numbers of the lines."""

    @cached_property
    def months(self) -> list[int]:
        """The months computed, in order."""
        return sorted({line.month for line in self.table.lines})

    @cached_property
    def fields(self) -> frozenset[str]:
        """Fields that some line states."""
        return frozenset(name for line in self.table.lines for name in line.fields)

    @property
    def rejects(self) -> list[Reject]:
        """All that is wrong, in the order of the file."""
        return self.table.rejects


def compute(
    book: Lawbook,
    roster: Roster,
    sheets: Sequence[Sheet],
    options: Options,
    *,
    program: Program | None = None,
    progress: Progress | None = None,
    hidden: Sequence[Hidden] = (),
) -> Outcome:
    """Compute the figures of *roster* for every person and month in *sheets*.

    Args:
        book: the law.
        roster: the columns a table has and the figures made of a line.
        sheets: the sheets of one file.
        options: place, months, day of knowledge, facts for all.
        program: the law of the place when it is bound already.
        progress: told how far it is.
        hidden: what the file does not show.

    Returns:
        The good lines with their figures, totals by employer, and everything that is wrong.

    Raises:
        InputError: when no table of people is found, a column it needs is not there, or no month is known.
    """
    from renshe.engine.tables.gaps import undetermined
    from renshe.engine.tables.on_total import on_total

    program = program or Program(book, options.region, options.known_on)
    figures = Figures(program, roster, options.date)
    assembler = Assembler(book, roster, unmask=options.unmask, rounded=options.rounded)
    table = assembler.table(sheets, options.months, options.facts, hidden)
    outcome = Outcome(book, roster, options, program, figures, table)
    for computed in lines(figures, table.lines, outcome.taken, progress):
        outcome.rows.append(computed)
    outcome.totals = totals(roster, outcome.rows)
    on_total(figures, outcome.rows, outcome.totals)
    table.rejects.extend(undetermined(outcome))
    table.rejects.sort(key=lambda reject: (_sheet_order(table, reject.place), reject.place.row, reject.place.column))
    return outcome


def lines(
    figures: Figures, found: Sequence[Line], taken: dict[Taken, list[int]], progress: Progress | None = None
) -> Iterator[Computed]:
    """The figures of each line."""
    for index, line in enumerate(found, 1):
        given, assumed = figures.given(line)
        values = figures.values(given)
        values.update(sums(figures.roster, values))
        for each in assumed:
            taken.setdefault(each, []).append(line.number)
        if progress is not None and (index % 100 == 0 or index == len(found)):
            progress(index, len(found))
        yield Computed(line, given, values)


def totals(roster: Roster, rows: Iterable[Computed]) -> list[Total]:
    """Amounts by employer and month, added from the rounded lines."""
    keys = money_keys(roster)
    found: dict[tuple[int, int], Total] = {}
    for row in rows:
        key = (id(row.line.employer), row.line.month)
        total = found.get(key)
        if total is None:
            total = found[key] = Total(row.line.employer, row.line.month)
        total.people += 1
        for name in keys:
            value = row.values[name]
            if isinstance(value, Unknown):
                total.open[name] = total.open.get(name, 0) + 1
            else:
                total.amounts[name] = total.amounts.get(name, 0) + (value or 0)
    return list(found.values())


def _sheet_order(table: Table, place: Cell) -> int:
    return next((index for index, header in enumerate(table.headers) if header.sheet.name == place.sheet), -1)
