"""This month against last month's workbook: who came, who left, whose amounts changed and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.ir import Unknown
from renshe.engine.tables import cells
from renshe.engine.tables.batch import Computed, Outcome
from renshe.engine.tables.figures import MONEY
from renshe.engine.tables.reading import read_sheets
from renshe.engine.tables.rows import describe
from renshe.engine.tables.workbook_names import LINES
from renshe.engine.values import ValueProblem, parse


@dataclass(frozen=True)
class Difference:
    """One person: ``joined``, ``left`` or ``changed`` with the amounts that differ."""

    kind: str
    who: str
    employer: str
    row: Computed | None
    amounts: tuple[tuple[str, Any, Any], ...] = ()
    """Key of the figure, last month's and this month's amount."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """All amounts of who joined, or of who left."""


def compare(outcome: Outcome, path: Path) -> list[Difference]:
    """What differs from a workbook written before.

    Args:
        outcome: a run; of several months its last one is compared.
        path: a workbook that ``renshe batch`` wrote.

    Raises:
        InputError: when it is none, or was made from another roster.
    """
    before = _read(outcome, path)
    month = max(outcome.months, default=0)
    found: list[Difference] = []
    seen: set[tuple[str, str]] = set()
    for row in outcome.rows:
        if row.line.month != month:
            continue
        identity = _identity(outcome, row.line.fields, row.line.employer.name)
        seen.add(identity)
        who = row.line.who(outcome.roster, unmask=outcome.options.unmask)
        old = before.get(identity)
        if old is None:
            found.append(Difference("joined", who, row.line.employer.name, row, (), row.values))
            continue
        amounts = tuple(
            (key, old.values[key], row.values[key])
            for key in old.values
            if key in row.values and old.values[key] != _plain(row.values[key])
        )
        if amounts:
            found.append(Difference("changed", who, row.line.employer.name, row, amounts))
    found += [
        Difference("left", old.who, old.employer, None, (), old.values)
        for identity, old in before.items()
        if identity not in seen
    ]
    return found


@dataclass(frozen=True)
class _Old:
    who: str
    employer: str
    values: Mapping[str, Any]


def _identity(outcome: Outcome, fields: Mapping[str, str], employer: str) -> tuple[str, str]:
    number = next(
        (
            fields[name]
            for name in outcome.roster.person
            if fields.get(name) and outcome.roster.fields[name].kind in ("identifier", "code")
        ),
        "",
    )
    return (number or " ".join(fields.get(name, "") for name in outcome.roster.person), employer)


def _plain(value: Any) -> Any:
    return None if isinstance(value, Unknown) else value


def _read(outcome: Outcome, path: Path) -> dict[tuple[str, str], _Old]:
    sheets = {sheet.name: sheet for sheet in read_sheets(path, results=True)}
    sheet = next((sheets[name] for name in (LINES.zh, LINES.en, "") if name in sheets), None)
    roster = outcome.roster
    kinds = {figure.key: figure.type for figure in roster.figures} | {each.name: MONEY for each in roster.sums}
    rows = sheet.rows if sheet is not None else ()
    named = (index for index, row in enumerate(rows[:10]) if sum(str(cell) in kinds for cell in row) >= 2)
    keys = next(named, None)
    if sheet is None or keys is None:
        what = Words(
            f"不是本程序写出的结果（没有“{LINES.zh}”表）", f"it is no result of this program (no sheet “{LINES.en}”)"
        )
        raise InputError(Problem(what, Words("给出上月的结果文件", "give last month's result"), path.name))
    names = [str(cell) for cell in rows[keys]]
    found_rows = [row for row in rows[keys + 1 :] if _is_line(row, names)]
    last = max((_text(row, names, "month") for row in found_rows), default="")
    found: dict[tuple[str, str], _Old] = {}
    for row in found_rows:
        if _text(row, names, "month") != last:
            continue
        fields = {name: text for name in roster.fields if (text := _text(row, names, name))}
        employer = _text(row, names, "employer")
        values = {key: _value(kinds[key], row[column]) for column, key in enumerate(names) if key in kinds}
        who = describe(roster, fields, unmask=outcome.options.unmask)
        found[_identity(outcome, fields, employer)] = _Old(who, employer, values)
    return found


def _is_line(row: Sequence[Any], names: Sequence[str]) -> bool:
    return _text(row, names, "line").isdigit()


def _text(row: Sequence[Any], names: Sequence[str], name: str) -> str:
    if name not in names or names.index(name) >= len(row):
        return ""
    raw = row[names.index(name)]
    return "" if cells.is_blank(raw) else cells.shown(raw) if not isinstance(raw, str) else raw.strip()


def _value(kind: Any, raw: Any) -> Any:
    if cells.is_blank(raw):
        return None
    text = cells.number_text(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else str(raw)
    negative = text.startswith("-")
    try:
        value = parse(kind, text.removeprefix("-"))
    except ValueProblem:
        return None
    return -value if negative and isinstance(value, int) else value
