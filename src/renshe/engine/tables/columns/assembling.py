"""The result of a piece put together: what is kept of it, what is said of each line, and its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from renshe.engine.scalars import month_text
from renshe.engine.tables.columns import results
from renshe.engine.tables.columns.backend import Answer, Sets, either
from renshe.engine.tables.columns.column import Array, Column, Mask
from renshe.engine.tables.columns.layout import FigureColumn
from renshe.engine.tables.columns.lines import Lines, constant, month_texts
from renshe.engine.tables.columns.places import Whereabouts

if TYPE_CHECKING:
    from renshe.engine.tables.columns.unit import Unit


@dataclass(frozen=True)
class Computed:
    """Lines of one place with their figures; ``which`` are they, None for all of the piece."""

    region: str
    which: Array | None
    answers: Sequence[Answer]
    size: int
    facts: Mapping[str, Column]


class Assembled:
    """The result of a piece.

    Args:
        unit: what computed it.
        batch: the piece as it was read.
        lines: its lines, of which there are ``total``.
        employer: for each row the row of its employer, -1 for none; None where none are joined.
        place: the place of each row.
        parts: what was computed.

    Attributes:
        table: the result, ``undetermined`` of whose lines have a figure that is not determined.
        missing: names of what is missing → the number of lines that lack it.
    """

    def __init__(
        self,
        unit: Unit,
        batch: Any,
        lines: Lines,
        total: int,
        employer: Array | None,
        place: Whereabouts,
        parts: Sequence[Computed],
    ) -> None:
        self.unit, self.total, self.parts = unit, total, parts
        plan, rows = unit.layout, lines.rows
        arrays = self._kept(batch, rows)
        if plan.joined and unit.employers is not None and employer is not None:
            where = employer if rows is None else employer[rows]
            taken = pa.array(where, mask=where < 0)
            for index in range(len(plan.joined)):
                arrays.append(unit.employers.table.column(index).combine_chunks().take(taken))
        if plan.region is not None:
            arrays.append(place.codes(rows, total))
        if plan.month is not None:
            arrays.append(
                constant(month_text(unit.options.months[0]), total)
                if lines.month is None
                else month_texts(lines.month, total)
            )
        codes, told, self.missing = self._status()
        arrays.append(results.statuses(codes))
        if plan.missing is not None:
            arrays.append(results.together(told, total, results.WORDS))
        for figure in plan.figures:
            arrays.extend(self._figure(figure))
        self.table = pa.Table.from_arrays(arrays, schema=plan.schema)
        self.undetermined = int((codes == results.UNDETERMINED).sum())

    def _kept(self, batch: Any, rows: Array | None) -> list[Any]:
        taken = None if rows is None else pa.array(rows)
        arrays = (batch.column(column.index) for column in self.unit.layout.kept)
        return [array if taken is None else array.take(taken) for array in arrays]

    def _figure(self, figure: FigureColumn) -> list[Any]:
        kind, money = figure.type, self.unit.options.money
        parts, total = self.parts, self.total
        own = [(part.which, results.array_of(part.answers[figure.index], kind, money)) for part in parts]
        made = [results.together(own, total, results.type_of(kind, money))]
        if figure.status:
            states = [
                (part.which, results.states(part.answers[figure.index], figure.determination, part.size))
                for part in parts
            ]
            made.append(results.together(states, total, results.WORDS))
        if figure.reasons:
            lists = []
            for part in parts:
                reasons = part.answers[figure.index].reasons
                sets = reasons.sets(part.size) if reasons else None
                lists.append((part.which, results.lists(sets, part.size)))
            made.append(results.together(lists, total, results.NAMES))
        return made

    # ---- whether it was computed, and what was missing

    def _status(self) -> tuple[Array, list[tuple[Array | None, Any]], dict[str, int]]:
        """The status of each line, the names that are missing as text, and how many lines lack each."""
        whole = bool(self.parts) and self.parts[0].which is None
        codes = np.full(self.total, results.COMPUTED if whole else results.REJECTED, np.int8)
        told: list[tuple[Array | None, Any]] = []
        counted: dict[str, int] = {}
        for part in self.parts:
            unknown: Mask | None = None
            lacking = None
            for answer in part.answers:
                if answer.unknown is not None:
                    unknown = answer.unknown if unknown is None else unknown | answer.unknown
                    lacking = either(lacking, answer.missing)
            own = np.full(part.size, results.COMPUTED, np.int8)
            if unknown is not None:
                own[unknown] = results.UNDETERMINED
            if part.which is None:
                codes = own
            else:
                codes[part.which] = own
            sets = None if lacking is None else lacking.sets(part.size)
            if sets is not None and unknown is not None:
                sets = self._blank(part, sets, unknown)
                for names, number in zip(sets.sets, np.bincount(sets.places).tolist(), strict=False):
                    for name in names:
                        counted[name] = counted.get(name, 0) + number
            told.append((part.which, results.joined(sets, part.size)))
        return codes, told, counted

    def _blank(self, part: Computed, sets: Sets, unknown: Mask) -> Sets:
        """A column that a roster needs and a line left empty says more than what a rule would take in its place."""
        unit = self.unit
        if not unit.wanted.roster:
            return sets
        places, found = sets.places.copy(), list(sets.sets)
        fixed = unit.figuring(part.region).fixed
        for name in unit.roster.people.columns:
            if name in unit.roster.people.required and name in unit.book.terms and name not in fixed:
                column = part.facts.get(name)
                said = np.zeros(part.size, np.bool_) if column is None else column.said
                if said is not None and (rows := unknown & ~said).any():
                    places[rows] = len(found)
                    found.append((name,))
        return Sets(places, tuple(found))
