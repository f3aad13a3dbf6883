"""The unit of all batch work: a function from a piece of a table to the same piece with its figures.

Streaming a file is calling it for one piece after the other, on as many threads as there are; so is any other way of
spreading work over machines. A :class:`Unit` is made once for a schema and knows by itself what each column is.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from renshe.engine.arithmetic import last_day
from renshe.engine.bind import Program, chain_of
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.columns.assembling import Assembled, Computed
from renshe.engine.tables.columns.casting import cast
from renshe.engine.tables.columns.column import Array, Column, same
from renshe.engine.tables.columns.figuring import Figuring
from renshe.engine.tables.columns.joining import Employers, employers
from renshe.engine.tables.columns.layout import Layout, layout
from renshe.engine.tables.columns.lines import Lines, last_days, lines_of
from renshe.engine.tables.columns.mapping import FileColumn, Mapped, Mapper
from renshe.engine.tables.columns.places import Places
from renshe.engine.tables.columns.reach import reads_of
from renshe.engine.tables.columns.refusing import Refused, Refusing
from renshe.engine.tables.columns.vectorised import choose
from renshe.engine.tables.columns.wanted import Wanted, chosen, of_roster
from renshe.engine.tables.roster import Roster
from renshe.engine.types import Month


@dataclass(frozen=True)
class Options:
    """What is asked of a table.

    Attributes:
        region: the place, for rows that do not say their own.
        months: months to compute, as ordinals; empty when rows say their own.
        date: the day rules read as ``date``; the last day of each line's month when None and no column says it.
        known_on: the day of knowledge, or None for all that is held.
        facts: facts for all rows that do not say otherwise, parsed.
        outputs: outputs by name; empty for the figures of the roster.
        inputs: whether the facts travel along into the result.
        missing: whether the names of what is missing do.
        reasons: whether reasons do; None: when outputs were chosen.
        money: ``decimal`` for amounts in yuan with two decimals, ``fen`` for whole fen.
        unmask: whether numbers that identify people are shown whole among what was refused.
        backend: the back-end by name; None for the best there is.
    """

    region: str
    months: tuple[int, ...] = ()
    date: int | None = None
    known_on: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    inputs: bool = True
    missing: bool = True
    reasons: bool | None = None
    money: str = "decimal"
    unmask: bool = False
    backend: str | None = None

    @property
    def tells_reasons(self) -> bool:
        """Whether reasons are written."""
        return bool(self.outputs) if self.reasons is None else self.reasons


@dataclass
class Piece:
    """What a piece of a table came to.

    Attributes:
        table: the result, one row for each line.
        refused: what could not be taken.
        rows: how many rows were read, and ``lines`` how many were written.
        rejected, undetermined: how many rows were left out, and lines with a figure that is not determined.
        missing: names of what is missing → the number of lines that lack it.
        parts: what was computed, place by place.
    """

    table: Any
    refused: list[Refused]
    rows: int
    lines: int
    rejected: int
    undetermined: int
    missing: dict[str, int]
    parts: Sequence[Computed]


class Unit:
    """Figures for tables of one schema.

    Args:
        book: the law.
        roster: the words of columns, and the figures made when none are chosen.
        options: what is asked.
        schema: the Arrow schema of the table.
        name: what the table is called, for problems.
        joined: employers: an Arrow table, its name, and the column that joins.
        passed: columns of the table that an earlier run computed.
        rows: how many rows there will be, where that is known.

    Raises:
        InputError: when a column cannot be what it is called, an output is none, or no month and no day is known.
    """

    def __init__(
        self,
        book: Lawbook,
        roster: Roster,
        options: Options,
        schema: Any,
        *,
        name: str = "",
        joined: tuple[Any, str, str | None] | None = None,
        passed: Sequence[str] = (),
        rows: int | None = None,
    ) -> None:
        self.book, self.roster, self.options, self.schema = book, roster, options, schema
        self.name, self.joined, self.passed, self.rows = name, joined, tuple(passed), rows
        self.maker, self.why = choose(options.backend, rows)
        chain_of(book, options.region)
        self.mapper = Mapper(book, roster)
        self.wanted: Wanted = self._wanted()
        reads = reads_of(book, roster, self.wanted, None if self._has_places() else self._program(options.region))
        self.mapped: Mapped = self.mapper.map(schema, reads, name, self.passed)
        self.employers: Employers | None = None
        self.key: FileColumn | None = None
        if joined is not None:
            table, file, on = joined
            self.employers = employers(self.mapper, table, file, on, reads)
            self.key = self._key(on)
        self._check_days()
        self.reads = reads
        self.layout: Layout = layout(self)
        self.refusing = Refusing(self)
        self.places = Places(book, options.region)
        self._figuring: dict[str, Figuring] = {}
        self._lock = threading.Lock()

    @property
    def backend(self) -> str:
        """The back-end that runs."""
        return self.figuring(self.options.region).backend.name

    def __call__(self, batch: Any) -> Any:
        """A record batch with its figures."""
        table = self.run(batch).table
        return table.combine_chunks().to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist(
            [], schema=table.schema
        )  # fmt: skip

    # ---- what is known before any row is

    def _wanted(self) -> Wanted:
        if not self.options.outputs:
            return of_roster(self.roster)
        given = {name for name in self.schema.names if name not in self.passed} | set(self.options.facts)
        known = {self.mapper.headers.known.get(each, each) for each in given}
        return chosen(self.book, self.options.outputs, known | given)

    def _has_places(self) -> bool:
        bare = self.mapper.map(self.schema, (), self.name, self.passed)
        return bare.one("region") is not None

    def _program(self, region: str) -> Program:
        return Program(self.book, region, self.options.known_on)

    def _key(self, on: str | None) -> FileColumn:
        from renshe.engine.tables.columns.joining import key_column

        assert self.employers is not None
        return key_column(self.mapper, self.mapped, on, self.name)

    def _check_days(self) -> None:
        options = self.options
        says = self.mapped.one("month") or self.mapped.one("date")
        if not options.months and options.date is None and says is None:
            raise InputError(
                Problem(
                    Words("没有说明算哪个月或哪一天", "no month and no day was given"),
                    Words(
                        "用 --month、--date，或在表中加“属期月份”列", "use --month or --date, or add a column “month”"
                    ),
                    "month",
                )
            )

    @property
    def _one_month(self) -> bool:
        spans = self.mapped.one("field", "from_month") or self.mapped.one("field", "to_month")
        return self.mapped.one("month") is None and len(self.options.months) == 1 and spans is None

    def figuring(self, region: str) -> Figuring:
        """The figures under the law of a place, prepared once."""
        with self._lock:
            found = self._figuring.get(region)
            if found is None:
                columns = {column.name for column in self.mapped.facts()}
                columns |= set(self.employers.facts) if self.employers is not None else set()
                fixed = {name: value for name, value in self.options.facts.items() if name not in columns}
                found = Figuring(
                    self._program(region), self.roster, self.wanted, frozenset(columns | self._days(fixed)), fixed,
                    self.maker,
                )  # fmt: skip
                self._figuring[region] = found
        return found

    def _days(self, fixed: dict[str, Any]) -> set[str]:
        """Which of month and day differ from line to line; those that do not are put among the facts for all."""
        options, columns = self.options, set()
        dated = self.mapped.one("date") is not None
        if self._one_month:
            fixed["month"] = options.months[0]
        elif options.months or self.mapped.one("month") is not None:
            columns.add("month")
        if dated:
            columns.add("date")
        elif options.date is not None:
            fixed["date"] = options.date
        elif "month" in fixed:
            fixed["date"] = int(last_day(Month(fixed["month"])))
        else:
            columns.add("date")
        return columns

    # ---- one piece

    def run(self, batch: Any, first: int = 0) -> Piece:
        """The figures of a piece whose first row is row *first* of the table, counted from 0."""
        batch = _one_chunk(batch)
        count = batch.num_rows
        refused = self.refusing.begin(batch, first)
        facts = self._facts(batch, refused)
        employer = self._employers(batch, refused)
        place = self.places.of(batch, self.mapped.one("region"), refused)
        lines = self._lines(facts, batch, count, refused)
        rows = lines.rows
        total = count if rows is None else len(rows)
        wrong = refused.rows()
        good = None if wrong is None else ~(wrong if rows is None else wrong[rows])
        columns = self._columns(facts, employer, lines, total)
        parts = []
        for region, which in place.groups(rows, good, total):
            here = columns if which is None else {name: column.take(which) for name, column in columns.items()}
            size = total if which is None else len(which)
            if size:
                figuring = self.figuring(region)
                facts_of_lines = figuring.facts(here, size)
                parts.append(Computed(region, which, figuring.run(facts_of_lines, size), size, facts_of_lines))
        made = Assembled(self, batch, lines, total, employer, place, parts)
        rejected = 0 if wrong is None else int(wrong.sum())
        return Piece(made.table, refused.told(), count, total, rejected, made.undetermined, made.missing, parts)

    def _facts(self, batch: Any, refused: Any) -> dict[str, Column]:
        found = {}
        for column in self.mapped.columns:
            if column.form is not None:
                found[column.name], faults = cast(self.book, column.form, batch.column(column.index))
                refused.add(column, faults)
        return found

    def _employers(self, batch: Any, refused: Any) -> Array | None:
        if self.employers is None:
            return None
        assert self.key is not None
        found = self.employers.rows_of(batch.column(self.key.index))
        refused.employers(self.employers, self.key, found)
        return found

    def _lines(self, facts: Mapping[str, Column], batch: Any, count: int, refused: Any) -> Lines:
        spans = []
        for name in ("from_month", "to_month"):
            column = self.mapped.one("field", name)
            spans.append(None if column is None else refused.month(column, batch.column(column.index)))
        own = self.mapped.one("month")
        dated = self.options.date is not None or self.mapped.one("date") is not None
        found = lines_of(count, self.options.months, facts.get("month"), spans[0], spans[1], dated=dated)
        refused.months(own, found)
        return found

    def _columns(
        self, facts: Mapping[str, Column], employer: Array | None, lines: Lines, total: int
    ) -> dict[str, Column]:
        """The facts of each line: its own, else its employer's, else those for all."""
        found: dict[str, Column] = {}
        theirs = self.employers.facts if self.employers is not None else {}
        rows = lines.rows
        for name in {**facts, **theirs}:
            if name in ("month", "date"):
                continue
            column: Column | None = None
            if name in facts:
                column = facts[name] if rows is None else facts[name].take(rows)
            if name in theirs and (column is None or not column.whole):
                assert employer is not None
                other = theirs[name].take(employer if rows is None else employer[rows])
                column = other if column is None else column.or_else(other)
            assert column is not None
            if not column.whole and name in self.options.facts:
                kind = self.book.terms[name].type.kind if name in self.book.terms else "integer"
                column = column.or_else(same(kind, self.options.facts[name], total))
            found[name] = column
        if lines.month is not None:
            found["month"] = lines.month
        self._dates(found, facts, lines, total)
        return found

    def _dates(self, found: dict[str, Column], facts: Mapping[str, Column], lines: Lines, total: int) -> None:
        ends = None if lines.month is None else last_days(lines.month)
        if ends is None and self.options.months:
            ends = same("date", int(last_day(Month(self.options.months[0]))), total)
        if "date" in facts:
            day = facts["date"] if lines.rows is None else facts["date"].take(lines.rows)
            other = ends if self.options.date is None else same("date", self.options.date, total)
            found["date"] = day if day.whole or other is None else day.or_else(other)
        elif self.options.date is None and not self._one_month and ends is not None:
            found["date"] = ends

    # ---- sent to other machines

    def __reduce__(self) -> Any:
        made = (self.book, self.roster, self.options, self.schema, self.name, self.joined, self.passed, self.rows)
        return _again, made


def _again(book: Any, roster: Any, options: Any, schema: Any, name: str, joined: Any, passed: Any, rows: Any) -> Unit:
    return Unit(book, roster, options, schema, name=name, joined=joined, passed=passed, rows=rows)


def _one_chunk(batch: Any) -> Any:
    if isinstance(batch, pa.Table):
        batch = batch.combine_chunks()
        found = batch.to_batches()
        return found[0] if found else pa.RecordBatch.from_pylist([], schema=batch.schema)
    return batch
