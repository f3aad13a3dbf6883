"""A row of a result explained from the result alone: its facts travel with it, and the law decides it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine.arithmetic import last_day, month_of
from renshe.engine.bind import Program
from renshe.engine.decision import Decision, read_day, read_inputs, type_of
from renshe.engine.errors import InputError, Language, Problem, Words
from renshe.engine.evaluate import Result
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.afterwards import Explained, explained_text
from renshe.engine.tables.columns import results
from renshe.engine.tables.columns.backend import Answer
from renshe.engine.tables.columns.casting import Form, cast
from renshe.engine.tables.columns.column import held, of_values
from renshe.engine.tables.columns.sinks import as_text
from renshe.engine.tables.columns.sources import open_source
from renshe.engine.tables.columns.trail import read_trail
from renshe.engine.tables.columns.wanted import Wanted, chosen, of_roster
from renshe.engine.tables.figures import Figures
from renshe.engine.tables.joining import Employer
from renshe.engine.tables.lines import Line
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import Figure, Roster
from renshe.engine.tables.workbook.trail import Trail
from renshe.engine.types import Day, Month
from renshe.engine.values import ValueType, parse


@dataclass(frozen=True)
class Difference:
    """A figure that the law here finds otherwise than the file says."""

    column: str
    stored: str | None
    found: str | None


@dataclass(frozen=True)
class RowExplained:
    """A row under one law."""

    explained: Explained
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """The row as JSON, with what differs from the file."""
        differences = [{"column": each.column, "file": each.stored, "found": each.found} for each in self.differences]
        return {**self.explained.to_json(), "differences": differences}

    def text(self, language: Language) -> str:
        """The row in words."""
        told = explained_text(self.explained, language)
        if not self.differences:
            return told
        zh = language == "zh"
        lines = ["", "与文件中不同：" if zh else "Different from the file:"]
        for each in self.differences:
            lines.append(f"  {each.column}：{each.stored or '—'} → {each.found or '—'}" if zh
                         else f"  {each.column}: {each.stored or '—'} → {each.found or '—'}")  # fmt: skip
        return told + "\n" + "\n".join(lines)


def explain_row(book: Lawbook, roster: Callable[[str], Roster], path: Path, row: int) -> RowExplained:
    """The figures of one row of a result, decided again with all they rest on.

    Args:
        book: the law.
        roster: finds a roster by its name.
        path: a file that a run over columns wrote.
        row: the row of the file, its first one being 1.

    Raises:
        InputError: when it is no such file, has no such row, or does not hold what the row rests on.
    """
    source = open_source(path)
    said = read_trail(path, source.metadata)
    stored = _row(source, row, path)
    if said["columns"]["status"] and stored[said["columns"]["status"]][0].as_py() == "rejected":
        what = Words(f"第 {row} 行有误，没有计算", f"row {row} could not be taken and was not computed")
        fix = Words("见旁边的 .rejects.csv", "see the .rejects.csv beside the file")
        raise InputError(Problem(what, fix, path.name))
    if not said["inputs_kept"]:
        what = Words("结果没有带上所用的情况（--no-inputs），不能说明", "the facts were left out of it (--no-inputs)")
        raise InputError(
            Problem(what, Words("不加 --no-inputs 再算一次", "compute it again without --no-inputs"), path.name)
        )
    given = _given(book, said, stored)
    month, day = _when(book, said, stored)
    region = _text(stored, said["columns"]["region"]) or said["region"]
    known = None if said["known_on"] is None else read_day(said["known_on"], "known_on")
    program = Program(book, region, known)
    wanted = _wanted(book, roster, said)
    decisions = _decisions(program, roster(said["roster"]), wanted, given, month, day)
    trail = Trail(said["lawbook"], region, said["known_on"], "", said["roster"], {})
    explained = Explained(trail, row, book.hash, decisions)
    return RowExplained(explained, tuple(_differences(said, stored, decisions)))


def _row(source: Any, row: int, path: Path) -> dict[str, Any]:
    for batch in source.batches(row - 1) if row >= 1 else ():
        if batch.num_rows:
            return {name: batch.column(index).slice(0, 1) for index, name in enumerate(batch.schema.names)}
    what = Words(f"没有第 {row} 行", f"there is no row {row}")
    if source.rows is not None:
        what = Words(f"没有第 {row} 行，共 {source.rows} 行", f"there is no row {row}; there are {source.rows}")
    raise InputError(Problem(what, Words("从 1 数起", "the first row is 1"), path.name))


def _given(book: Lawbook, said: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    given = read_inputs(book, said["facts"])
    for header, name, unit in (*said["employer_inputs"], *said["inputs"]):
        kind = type_of(book, name)
        if kind is None:
            continue
        column, faults = cast(book, Form(kind, unit), stored[header])
        if faults:
            raise InputError(faults[0].problem)
        says, value = column.at(0)
        if says:
            given[name] = value
    return given


def _when(book: Lawbook, said: dict[str, Any], stored: dict[str, Any]) -> tuple[int | None, int]:
    """The month, where there is one, and the day."""
    text = _text(stored, said["columns"]["month"])
    month = None if not text else int(parse(ValueType("month"), text))  # type: ignore[arg-type]
    header = said["columns"]["date"]
    if header is not None:
        column, _ = cast(book, Form(ValueType("date")), stored[header])
        says, value = column.at(0)
        if says and isinstance(value, int):
            return month, value
    if said["date"] is not None:
        return month, read_day(said["date"], "date")
    if month is None:
        raise InputError(Problem(Words("这一行没有写月份和日期", "the row says no month and no day"), None, "month"))
    return month, int(last_day(Month(month)))


def _text(stored: dict[str, Any], header: str | None) -> str | None:
    if header is None or header not in stored:
        return None
    found: str | None = stored[header][0].as_py()
    return found


def _wanted(book: Lawbook, roster: Callable[[str], Roster], said: dict[str, Any]) -> Wanted:
    if not said["outputs"]:
        return of_roster(roster(said["roster"]))
    # Which members were asked is told by the figures themselves.
    made: dict[str, Figure] = {}
    for _, key, name, at in said["figures"]:
        for figure in chosen(book, [key], [*book.dimensions()] if not at else ()).figures:
            if figure.name == name and dict(figure.at) == at:
                made[key] = figure
    return Wanted(tuple(made.values()), (), False)


def _decisions(
    program: Program, roster: Roster, wanted: Wanted, given: dict[str, Any], month: int | None, day: int
) -> tuple[tuple[Decision, tuple[Figure, ...]], ...]:
    if wanted.roster:
        figures = Figures(program, roster, day)
        when = month if month is not None else int(month_of(Day(day)))
        line = Line(1, Cell("", 1, 0), {}, Employer("", {}, {}, None), when, given)
        given, _ = figures.given(line)
    else:
        given = {**given, "date": day, **({} if month is None else {"month": month})}
    groups: dict[tuple[tuple[str, str], ...], list[Figure]] = {}
    for figure in wanted.figures:
        groups.setdefault(figure.at, []).append(figure)
    return tuple(
        (Decision(program, [figure.name for figure in found], {**given, **dict(at)}), tuple(found))
        for at, found in groups.items()
    )


def _differences(said: dict[str, Any], stored: dict[str, Any], decisions: Any) -> list[Difference]:
    columns = {key: column for column, key, _, _ in said["figures"]}
    found = []
    for decision, figures in decisions:
        for figure in figures:
            column = columns.get(figure.key)
            if column is None or column not in stored:
                continue
            part = decision.answers[figure.name].single
            here = None if part is None else _shown(part.result, figure.type, said["money"])
            there = as_text(stored[column]).cast("string")[0].as_py()
            if here != there:
                found.append(Difference(column, there, here))
    return found


def _shown(result: Result, kind: ValueType, money: str) -> str | None:
    """A value as text, as the file holds it."""
    column = of_values(kind.kind, [(not result.unknown, result.value)])
    unknown = None if column.said is None else ~column.said
    answer = Answer(held(kind.kind), column.values, unknown, column.none, None, None, column.items)
    found: str | None = as_text(results.array_of(answer, kind, money)).cast("string")[0].as_py()
    return found
