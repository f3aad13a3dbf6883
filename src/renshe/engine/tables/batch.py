"""A whole table computed: every good row, for every month asked, with totals and all that could not be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.decision import GRADES, grade_of
from renshe.engine.errors import Words
from renshe.engine.evaluate import Evaluation, Result
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import LAW, Lawbook
from renshe.engine.scalars import month_text
from renshe.engine.tables.figures import OF_A_PERSON, Figures, Taken, money_keys, sums
from renshe.engine.tables.headers import Header
from renshe.engine.tables.lines import Assembler, Employer, Line, Reject, Table
from renshe.engine.tables.reading import Cell, Sheet
from renshe.engine.tables.roster import Roster

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
    """

    region: str
    months: tuple[int, ...] = ()
    date: int | None = None
    known_on: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unmask: bool = False


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
) -> Outcome:
    """Compute the figures of *roster* for every person and month in *sheets*.

    Args:
        book: the law.
        roster: the columns a table has and the figures made of a line.
        sheets: the sheets of one file.
        options: place, months, day of knowledge, facts for all.
        program: the law of the place when it is bound already.
        progress: told how far it is.

    Returns:
        The good lines with their figures, totals by employer, and everything that is wrong.

    Raises:
        InputError: when no table of people is found, a column it needs is not there, or no month is known.
    """
    from renshe.engine.tables.on_total import on_total

    program = program or Program(book, options.region, options.known_on)
    figures = Figures(program, roster, options.date)
    table = Assembler(book, roster, unmask=options.unmask).table(sheets, options.months, options.facts)
    outcome = Outcome(book, roster, options, program, figures, table)
    for computed in lines(figures, table.lines, outcome.taken, progress):
        outcome.rows.append(computed)
    outcome.totals = totals(roster, outcome.rows)
    on_total(figures, outcome.rows, outcome.totals)
    table.rejects.extend(_undetermined(outcome))
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


# ---- what could not be determined


@dataclass
class _Gap:
    """What is missing for some figures, in one row or, where it is the law that is silent, in many."""

    line: Line
    missing: tuple[str, ...]
    figures: dict[str, None] = field(default_factory=dict)
    months: dict[int, None] = field(default_factory=dict)
    lines: int = 0


def _undetermined(outcome: Outcome) -> Iterator[Reject]:
    """One entry for each set of missing names: for a row, for an employer, or for all, as they are whose."""
    found: dict[Any, _Gap] = {}
    for row in outcome.rows:
        if row.complete:
            continue
        seen: set[Any] = set()
        for figure in outcome.roster.figures:
            value = row.values[figure.key]
            if isinstance(value, Unknown):
                missing = tuple(sorted(value.missing))
                key = (_whose(outcome, row.line, missing), missing)
                gap = found.setdefault(key, _Gap(row.line, missing))
                gap.figures[figure.key] = None
                gap.months[row.line.month] = None
                seen.add(key)
        for key in seen:
            found[key].lines += 1
    headers = {header.sheet.name: header for header in outcome.table.headers if header.role == "people"}
    for (whose, _), gap in found.items():
        yield _open(outcome, headers.get(gap.line.place.sheet), gap, whole=not isinstance(whose, Cell))


def _whose(outcome: Outcome, line: Line, missing: tuple[str, ...]) -> Cell | int | None:
    """The row, the employer, or nobody in particular, whose facts are missing."""
    asked = [outcome.book.terms[name].entity for name in missing if outcome.program.askable(name)]
    if any(entity in OF_A_PERSON for entity in asked):
        return line.place
    return id(line.employer) if "employer" in asked else None


def _open(outcome: Outcome, header: Header | None, gap: _Gap, *, whole: bool) -> Reject:
    """*gap* as an entry of the list of what is wrong."""
    roster = outcome.roster
    # A column the table needs and this row left empty says more than what a rule would take in its place.
    blank = [name for name in roster.people.columns if name in roster.people.required and name in outcome.book.terms]
    blank = [name for name in blank if not whole and name not in gap.line.given]
    missing = tuple(blank) or gap.missing
    columns = (header.column_of(name) for name in missing) if header is not None else ()
    column = next((column for column in columns if column is not None), None)
    place = gap.line.place
    if header is not None and column is not None:
        place = header.cell(place.row, column)
    names = [_label(outcome.book, name) for name in missing]
    named = _named(roster, gap.figures)
    when = "、".join(map(month_text, gap.months)) if len(outcome.months) > 1 else ""
    if len(gap.months) > 3:
        months = list(gap.months)
        when = f"{month_text(months[0])}—{month_text(months[-1])}"
    rows = (f"，共 {gap.lines} 行", f" ({gap.lines} lines)") if whole and gap.lines > 1 else ("", "")
    what = Words(
        f"缺少{'、'.join(each.zh for each in names)}，无法确定：{named.zh}"
        + (f"（{when}）" if when else "") + rows[0],
        f"{', '.join(each.en for each in names)} missing; not determined: {named.en}"
        + (f" ({when})" if when else "") + rows[1],
    )  # fmt: skip
    who = gap.line.who(roster, unmask=outcome.options.unmask)
    if whole and gap.lines > 1:
        who = gap.line.employer.name if _whose(outcome, gap.line, gap.missing) is not None else ""
    label = _label(outcome.book, missing[0]).zh if column is not None else ""
    return Reject(place, label, "", what, _remedy(outcome, missing, set(blank)), False, who, gap.missing)


def _named(roster: Roster, keys: Iterable[str]) -> Words:
    """Figures in few words: all of them, whole groups, and within a group those that are meant."""
    wanted = set(keys)
    if wanted == {figure.key for figure in roster.figures}:
        return Words("全部金额", "all amounts")
    zh, en = [], []
    for group in dict.fromkeys(figure.group for figure in roster.figures):
        figures = [figure for figure in roster.figures if figure.group == group]
        meant = [figure for figure in figures if figure.key in wanted]
        if meant == figures:
            zh.append(group.zh)
            en.append(group.en)
        elif meant:
            zh.append(f"{group.zh}（{'、'.join(figure.short.zh for figure in meant)}）")
            en.append(f"{group.en} ({', '.join(figure.short.en for figure in meant)})")
    return Words("、".join(zh), "; ".join(en))


def _remedy(outcome: Outcome, missing: tuple[str, ...], blank: set[str]) -> Words:
    facts = [name for name in missing if name in blank or outcome.program.askable(name)]
    numbers = [name for name in missing if name not in facts and name != LAW]
    zh, en = [], []
    if facts:
        labels = [_label(outcome.book, name) for name in facts]
        own = any(outcome.book.terms[name].entity in OF_A_PERSON for name in facts)
        given = " ".join(f"--set {name}=…" for name in facts)
        zh.append(f"在表中填“{'”“'.join(each.zh for each in labels)}”" + ("" if own else f"，各行相同可加 {given}"))
        en.append(f"fill in {', '.join(f'“{each.en}”' for each in labels)}" + ("" if own else f", or add {given}"))
    if numbers:
        zh.append("没有可据的数值；若已知，可用 --set " + " --set ".join(f"{name}=值" for name in numbers) + " 给出")
        en.append(
            "no text gives the number; if you know it, add " + " ".join(f"--set {name}=VALUE" for name in numbers)
        )
    if LAW in missing:
        zh.append("该月没有收录的规定在施行")
        en.append("no law held here is in force for that month")
    return Words("；".join(zh), "; ".join(en))


def _label(book: Lawbook, name: str) -> Words:
    return Words("施行中的规定", "law in force") if name == LAW else book.label(name)


# ---- what the figures rest on


@dataclass(frozen=True)
class Basis:
    """A number of the law that figures rest on, with what is known of it."""

    result: Result
    grade: str


def bases(outcome: Outcome) -> list[Basis]:
    """The numbers of the law that the figures of the run rest on, the weakest grade first, each record once."""
    found: dict[Any, Basis] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in outcome.rows:
        shared = tuple(sorted((k, v) for k, v in row.line.employer.given.items() if not isinstance(v, dict)))
        key = (shared, row.line.month)
        if key in seen:
            continue
        seen.add(key)
        for group, figures in outcome.figures.groups:
            evaluation = Evaluation(outcome.program, {**row.given, **group.at})
            stack = [evaluation.result(figure.name) for figure in figures]
            done: set[int] = set()
            while stack:
                result = stack.pop()
                if id(result) in done:
                    continue
                done.add(id(result))
                stack.extend((*result.reads.values(), *result.steps))
                if result.record is not None:
                    cell = (id(result.record), str(result.value))
                    found.setdefault(cell, Basis(result, grade_of(outcome.book, result)))
    return sorted(found.values(), key=lambda basis: (-GRADES.index(basis.grade), basis.result.name))


def weakest(found: Iterable[Basis]) -> str:
    """The weakest grade of *found*."""
    return GRADES[max((GRADES.index(basis.grade) for basis in found), default=0)]
