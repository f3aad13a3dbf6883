"""The figures of a line: each output for each of its members, through the plain executor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from renshe.engine.arithmetic import last_day
from renshe.engine.bind import Program
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import LAW
from renshe.engine.plain import Plain, compiled
from renshe.engine.tables.lines import Line
from renshe.engine.tables.roster import Figure, Roster
from renshe.engine.types import Month
from renshe.engine.values import ValueType, parse


@dataclass(frozen=True)
class Taken:
    """A fact that no cell states: what was taken for it, and why (``default``, ``stand_in``, ``when_absent``)."""

    name: str
    value: Any
    why: str
    source: str = ""
    """The fact or output that stood in."""


class _Group:
    """The figures that are asked for the same members."""

    def __init__(self, program: Program, at: tuple[tuple[str, str], ...], names: tuple[str, ...]) -> None:
        self.at = dict(at)
        self.plain: Plain = compiled(program, names)
        self.reads = frozenset(program.closure(names))


class Figures:
    """The figures of a roster under the law of one region as known on one day.

    Args:
        program: the law.
        roster: what is computed.
        date: the day that rules read as ``date``; the last day of each line's month when left out.
    """

    def __init__(self, program: Program, roster: Roster, date: int | None = None) -> None:
        self.program, self.roster, self.date = program, roster, date
        members: dict[tuple[tuple[str, str], ...], list[Figure]] = {}
        for figure in roster.figures:
            members.setdefault(figure.at, []).append(figure)
        self.groups = [
            (_Group(program, at, tuple(figure.name for figure in figures)), figures) for at, figures in members.items()
        ]
        self._stand_ins: dict[str, Plain] = {}

    @cached_property
    def reads(self) -> frozenset[str]:
        """All names the figures may read here."""
        return frozenset(name for group, _ in self.groups for name in group.reads)

    @cached_property
    def _taken_for(self) -> list[tuple[str, str | None, Any]]:
        found = []
        for column in self.roster.columns.values():
            if column.name in self.reads and (column.stand_in or column.default is not None):
                kind = self.program.book.terms[column.name].type
                default = None if column.default is None else parse(kind, column.default)
                found.append((column.name, column.stand_in, default))
        return found

    def given(self, line: Line) -> tuple[dict[str, Any], list[Taken]]:
        """The facts of a line with its day and month, and what was taken where no cell states a fact."""
        day = self.date if self.date is not None else int(last_day(Month(line.month)))
        given = {**line.given, "date": day, "month": line.month}
        taken: list[Taken] = []
        for name, stand_in, default in self._taken_for:
            if name in given:
                continue
            value: Any = None
            if stand_in is not None and isinstance(self._output(name, given), Unknown):
                value = given[stand_in] if stand_in in given else self._output(stand_in, given)
            if value is not None and not isinstance(value, Unknown):
                given[name] = value
                taken.append(Taken(name, value, "stand_in", stand_in or ""))
            elif default is not None:
                given[name] = default
                taken.append(Taken(name, default, "default"))
        return given, taken

    def _output(self, name: str, given: Mapping[str, Any]) -> Any:
        """What the law finds for *name*, which nobody states."""
        plain = self._stand_ins.setdefault(name, compiled(self.program, (name,)))
        return plain.run(given)[name]

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        """The figures of one line by key: a value, or :class:`~renshe.engine.ir.Unknown` with what is missing."""
        found: dict[str, Any] = {}
        for group, figures in self.groups:
            values = group.plain.run({**given, **group.at})
            for figure in figures:
                found[figure.key] = values[figure.name]
        return {figure.key: found[figure.key] for figure in self.roster.figures}


def sums(roster: Roster, values: Mapping[str, Any]) -> dict[str, Any]:
    """The sum columns of a line; of what is not known no sum is made."""
    found: dict[str, Any] = {}
    for each in roster.sums:
        parts = [values[key] for key in each.of]
        missing = frozenset().union(*(part.missing for part in parts if isinstance(part, Unknown)))
        found[each.name] = Unknown(missing or frozenset((LAW,))) if any(
            isinstance(part, Unknown) for part in parts
        ) else sum(part or 0 for part in parts)  # fmt: skip
    return found


def money_keys(roster: Roster) -> Sequence[str]:
    """Keys of the columns that are amounts, sums last: what is totalled."""
    return (*(figure.key for figure in roster.figures if figure.is_money), *(each.name for each in roster.sums))


MONEY = ValueType("money")
