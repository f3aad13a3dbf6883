"""The figures of many lines under the law of one place: what stands in for what is not stated, and sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.tables.columns.backend import Answer, Backend, Flags, Maker, either
from renshe.engine.tables.columns.column import DTYPES, Column, held, same
from renshe.engine.tables.columns.wanted import Wanted
from renshe.engine.tables.roster import Roster
from renshe.engine.values import parse


@dataclass(frozen=True)
class _Step:
    """A fact that is taken from elsewhere on the rows that do not state it.

    Attributes:
        found: what the law finds for it, which comes first; None where nothing answers it.
        stand_in: the fact that stands in, and what the law finds for that one, if anything.
        default: what is taken at last; None: nothing.
    """

    name: str
    kind: str
    found: Backend | None
    stand_in: str | None
    finds: Backend | None
    default: Any


class Figuring:
    """Figures under one program.

    Args:
        program: the law of one place as known on one day.
        roster: says what stands in for what, where the figures are its own.
        wanted: the figures.
        columns: facts that lines may state.
        fixed: facts that hold for all lines and are none of *columns*.
        maker: makes the back-end.
    """

    def __init__(
        self,
        program: Program,
        roster: Roster,
        wanted: Wanted,
        columns: frozenset[str],
        fixed: Mapping[str, Any],
        maker: Maker,
    ) -> None:
        self.program, self.wanted, self.maker = program, wanted, maker
        self.fixed = dict(fixed)
        self.columns = set(columns)
        self.steps = self._steps(roster) if wanted.roster else []
        asked = [(figure.name, figure.at) for figure in wanted.figures]
        self.backend = maker(program, asked, frozenset(self.columns), self.fixed)
        self._place = {figure.key: place for place, figure in enumerate(wanted.figures)}

    def facts(self, columns: Mapping[str, Column], rows: int) -> dict[str, Column]:
        """The facts of each line with what stands in for those that it does not state."""
        found = dict(columns)
        for step in self.steps:
            found[step.name] = self._taken(step, found, rows)
        return found

    def run(self, facts: Mapping[str, Column], rows: int) -> list[Answer]:
        """Each figure of each line, then the sums."""
        answers = list(self.backend.run(facts, rows))
        return [*answers, *(self._sum(each.of, answers) for each in self.wanted.sums)]

    # ---- what stands in

    def _steps(self, roster: Roster) -> list[_Step]:
        reads = frozenset(self.program.closure(figure.name for figure in self.wanted.figures))
        found = []
        for column in roster.columns.values():
            name = column.name
            if name not in reads or name in self.fixed or not (column.stand_in or column.default is not None):
                continue
            kind = self.program.book.terms[name].type
            default = None if column.default is None else parse(kind, column.default)
            stand_in = column.stand_in
            finds = self._output(stand_in) if stand_in is not None else None
            if name not in self.columns and finds is None and (stand_in is None or stand_in not in self.columns):
                if default is not None:
                    self.fixed[name] = default
                continue
            here = self._output(name) if stand_in is not None else None
            found.append(_Step(name, kind.kind, here, stand_in, finds, default))
            self.columns.add(name)
        return found

    def _output(self, name: str) -> Backend | None:
        """What finds *name* by the law or among the facts for all; None where neither says anything."""
        book = self.program.book
        term = book.terms.get(name)
        told = any(alias in self.columns or alias in self.fixed for alias, _ in book.aliases.get(name, ()))
        if name not in self.fixed and not told and self.program.find(name) is None and not (term and term.has_default):
            return None
        return self.maker(self.program, [(name, ())], frozenset(self.columns), self.fixed)

    def _taken(self, step: _Step, columns: Mapping[str, Column], rows: int) -> Column:
        mine = columns.get(step.name)
        if mine is None:
            what = held(step.kind)
            mine = Column(what, np.zeros(rows, DTYPES[what]), np.zeros(rows, np.bool_))
        if mine.whole:
            return mine
        filler = self._filler(step, columns, rows)
        if filler is not None:
            mine = mine.or_else(filler)
        if step.default is not None and not mine.whole:
            mine = mine.or_else(same(step.kind, step.default, rows))
        return mine

    def _filler(self, step: _Step, columns: Mapping[str, Column], rows: int) -> Column | None:
        if step.stand_in is None:
            return None
        filler = columns.get(step.stand_in)
        if step.finds is not None and (filler is None or not filler.whole):
            computed = step.finds.run(columns, rows)[0].as_column()
            filler = computed if filler is None else filler.or_else(computed)
        if filler is None:
            return None
        if filler.none is not None:
            filler = filler.without(filler.none)
        if step.found is not None:
            # What the law finds by itself needs nothing to stand in for it.
            unknown = step.found.run(columns, rows)[0].unknown
            filler = filler.without(np.ones(rows, np.bool_) if unknown is None else ~unknown)
        return filler

    # ---- sums

    def _sum(self, keys: Sequence[str], answers: Sequence[Answer]) -> Answer:
        parts = [answers[self._place[key]] for key in keys]
        values = np.zeros(len(parts[0].values), np.int64)
        unknown = None
        missing: Flags | None = None
        for part in parts:
            values += part.values if part.none is None else np.where(part.none, 0, part.values)
            if part.unknown is not None:
                unknown = part.unknown if unknown is None else unknown | part.unknown
                missing = either(missing, part.missing)
        return Answer("number", values, unknown, None, missing)
