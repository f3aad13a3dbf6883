"""Amounts by employer, month and place, added from the rounded lines of any number of pieces.

Each piece is added up by itself, and the sums are added: so memory grows with the number of employers alone. Where the
law of a place works an employer's amount out once from the sum of bases, that is done at the end, by
:mod:`renshe.engine.tables.on_total`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.engine.bind import BoundNumber
from renshe.engine.evaluate import ASKED
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import LAW
from renshe.engine.tables.batch import Computed as Row
from renshe.engine.tables.batch import Total
from renshe.engine.tables.columns import results
from renshe.engine.tables.columns.layout import FigureColumn
from renshe.engine.tables.columns.unit import Piece, Unit
from renshe.engine.tables.figures import Figures
from renshe.engine.tables.joining import Employer
from renshe.engine.tables.lines import Line
from renshe.engine.tables.on_total import on_total
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import OF_A_PERSON
from renshe.engine.values import ValueType, parse, to_json

SUM = pa.decimal128(38, 2)
COUNTS = ("lines", "rejected", "undetermined")
FACTS = "facts"
FEW = 1_000
"""Sums that may wait to be added up."""


@dataclass(frozen=True)
class Key:
    """A column that lines are added up by: its name, and the column of the result it is."""

    name: str
    column: str


class Totals:
    """Sums of the figures of one run.

    Args:
        unit: what computes it.
        by: the column of the result that says the employer; None where there is none.
    """

    def __init__(self, unit: Unit, by: str | None) -> None:
        self.unit = unit
        layout = unit.layout
        named = ((by, by), ("month", layout.month), ("region", layout.region))
        self.keys = [Key(name, column) for name, column in named if name and column]
        self.amounts: list[FigureColumn] = [figure for figure in layout.figures if figure.type.kind == "money"]
        self._counted = self._counts_on_bases()
        self._waiting: list[Any] = []

    # ---- one piece

    def of(self, piece: Piece) -> bytes:
        """The sums of a piece, as the file of parts keeps them."""
        table = self._table(piece)
        out = pa.BufferOutputStream()
        with pa.ipc.new_stream(out, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(table)
        data: bytes = out.getvalue().to_pybytes()
        return len(data).to_bytes(8, "little") + data

    def _table(self, piece: Piece) -> Any:
        table, total = piece.table, piece.lines
        columns: dict[str, Any] = {}
        for key in self.keys:
            columns[key.name] = table.column(key.column).cast(pa.string())
        if not self.keys:
            columns["all"] = pa.repeat(pa.scalar(""), total)
        status = table.column(self.unit.layout.status).cast(pa.string())
        columns["lines"] = pa.repeat(pa.scalar(1, pa.int64()), total)
        for name in COUNTS[1:]:
            columns[name] = pc.equal(status, name).cast(pa.int64())
        for figure in self.amounts:
            amounts = table.column(figure.column)
            if self.unit.options.money == "fen":
                amounts = results.decimals(amounts.combine_chunks().fill_null(0).to_numpy(zero_copy_only=False), None,
                                           results.AMOUNT)  # fmt: skip
            columns[figure.key] = amounts
            columns[f"{figure.key}.open"] = self._open(piece, figure)
        if self._counted:
            columns[FACTS] = self._facts(piece)
        return self._added(pa.table(columns), first=True)

    def _open(self, piece: Piece, figure: FigureColumn) -> Any:
        """1 on each line of which the amount is not determined."""
        parts = []
        for part in piece.parts:
            unknown = part.answers[figure.index].unknown
            parts.append((part.which, pa.array(np.zeros(part.size, np.int64) if unknown is None else
                                               unknown.astype(np.int64))))  # fmt: skip
        return results.together(parts, piece.lines, pa.int64()).fill_null(0)

    def _added(self, table: Any, *, first: bool = False) -> Any:
        keys = [key.name for key in self.keys] or ["all"]
        numbers = [*COUNTS, *(name for figure in self.amounts for name in (figure.key, f"{figure.key}.open"))]
        asked = [(name, "sum") for name in numbers]
        if self._counted:
            asked.append((FACTS, "first"))
        found = table.group_by(keys, use_threads=False).aggregate(asked)
        arrays = [found.column(key) for key in keys]
        for name in numbers:
            of = SUM if name in {figure.key for figure in self.amounts} else pa.int64()
            arrays.append(found.column(f"{name}_sum").cast(of))
        if self._counted:
            arrays.append(found.column(f"{FACTS}_first"))
        return pa.table(arrays, names=[*keys, *numbers, *([FACTS] if self._counted else [])])

    # ---- all of them

    def add(self, data: bytes) -> None:
        """Add the sums of a piece."""
        self._waiting.append(pa.ipc.open_stream(data).read_all())
        if sum(table.num_rows for table in self._waiting[1:]) >= max(self._waiting[0].num_rows, FEW):
            self._waiting = [self._added(pa.concat_tables(self._waiting))]

    def add_all(self, file: IO[bytes]) -> None:
        """Add the sums of several pieces, as the file of parts keeps them."""
        while size := file.read(8):
            self.add(file.read(int.from_bytes(size, "little")))

    def table(self) -> Any:
        """The sums: a row for each employer, month and place, in their order."""
        if not self._waiting:
            return pa.table({name: pa.array([], pa.string()) for name in (key.name for key in self.keys)})
        found = self._added(pa.concat_tables(self._waiting))
        keys = [key.name for key in self.keys]
        if keys:
            found = found.sort_by([(key, "ascending") for key in keys])
        if self._counted:
            found = self._on_bases(found)
        else:
            found = found.drop_columns([FACTS] if FACTS in found.column_names else [])
        return self._named(found)

    def _named(self, table: Any) -> Any:
        """The columns as they are written: totals of the law by their names, counts of what is open where any is."""
        book, names = self.unit.book, {}
        for total, (of, by) in book.totals.items():
            if by == "employer":
                for figure in self.amounts:
                    if figure.name == of:
                        names[figure.key] = ".".join((total, *(member for _, member in figure.at)))
        arrays, heads = [], []
        for name in table.column_names:
            column = table.column(name)
            if name == "all" or (name.endswith(".open") and not pc.any(pc.not_equal(column, 0)).as_py()):
                continue
            arrays.append(column)
            heads.append(names.get(name, name))
        return pa.table(arrays, names=heads)

    # ---- amounts worked out from the sum of bases

    def _counts_on_bases(self) -> bool:
        """Whether some employer's amounts may have to be worked out from the sum of bases."""
        plan = self.unit.roster.employer_total
        if plan is None or not self.unit.wanted.roster:
            return False
        figuring = self.unit.figuring(self.unit.options.region)
        if plan.choice in figuring.columns or plan.choice in figuring.fixed:
            return True
        bound = figuring.program.find(plan.choice)
        if not isinstance(bound, BoundNumber):
            return bound is not None
        return any(plan.member in _leaves(record.value) for record in bound.records)

    def _facts(self, piece: Piece) -> Any:
        """What each line says of its employer, as text."""
        book = self.unit.book
        told: list[str | None] = [None] * piece.lines
        for part in piece.parts:
            figuring = self.unit.figuring(part.region)
            shared = {
                name: column
                for name, column in part.facts.items()
                if name not in book.terms or book.terms[name].entity not in OF_A_PERSON
            }
            fixed = {name: _json(book, name, value) for name, value in figuring.fixed.items()}
            for row in range(part.size):
                facts = dict(fixed)
                for name, column in shared.items():
                    says, value = column.at(row)
                    if says and value is not ASKED:
                        facts[name] = _json(book, name, value)
                line = row if part.which is None else int(part.which[row])
                told[line] = json.dumps({"region": part.region, "facts": facts}, ensure_ascii=False, sort_keys=True)
        return pa.array(told, pa.string())

    def _on_bases(self, table: Any) -> Any:
        """Put in the amounts that are worked out from the sum of bases."""
        columns: dict[str, list[Any]] = {name: table.column(name).to_pylist() for name in table.column_names}
        figures: dict[str, Figures] = {}
        for row, told in enumerate(columns.pop(FACTS)):
            if told is None:
                continue
            said = json.loads(told)
            region = said["region"]
            if region not in figures:
                figures[region] = Figures(self.unit.figuring(region).program, self.unit.roster, self.unit.options.date)
            given = {name: _value(self.unit.book, name, value) for name, value in said["facts"].items()}
            for name, amount in self._one(figures[region], given, columns, row).items():
                columns[name][row] = amount
        arrays = [pa.array(values, table.schema.field(name).type) for name, values in columns.items()]
        return pa.table(arrays, names=list(columns))

    def _one(
        self, figures: Figures, given: Mapping[str, Any], columns: Mapping[str, list[Any]], row: int
    ) -> dict[str, Any]:  # fmt: skip
        keys = [figure.key for figure in self.amounts]
        amounts = {key: int((columns[key][row] or 0) * 100) for key in keys}
        still = {key: columns[f"{key}.open"][row] for key in keys}
        employer = Employer("", {}, {}, None)
        month = int(given.get("month", 0))
        values = {key: Unknown(frozenset((LAW,))) if still[key] else amounts[key] for key in keys}
        line = Line(1, Cell("", 1, 0), {}, employer, month, dict(given))
        total = Total(employer, month, columns["lines"][row], dict(amounts), {k: n for k, n in still.items() if n})
        on_total(figures, [Row(line, dict(given), {**values, **amounts})], [total])
        return {key: _yuan(total.amounts[key]) for key in keys if total.amounts.get(key) != amounts[key]}


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    else:
        yield value


def _kind(book: Any, name: str) -> ValueType:
    from renshe.engine.decision import type_of

    return type_of(book, name) or ValueType("text")


def _json(book: Any, name: str, value: Any) -> Any:
    return to_json(_kind(book, name), value)


def _value(book: Any, name: str, value: Any) -> Any:
    return parse(_kind(book, name), value)


def _yuan(fen: int) -> Any:
    import decimal

    return decimal.Decimal(fen).scaleb(-2)
