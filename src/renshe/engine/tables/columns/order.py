"""A run over columns as people ask for it, in words and paths, made into what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from renshe.engine.decision import read_day, read_inputs
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.columns.stream import Files, How, Streamed, Told, stream
from renshe.engine.tables.columns.unit import Options
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.run import months_of


@dataclass(frozen=True)
class Order:
    """What is asked of a run, as people write it.

    Attributes:
        region: the place, for rows that do not say their own.
        month: one month; or ``first`` and ``last``, both computed; or none, when rows say their own.
        date: the day rules read as ``date``; the last day of each month when left out.
        known_on: answer as the law was known on this day.
        facts: facts for all rows that do not say otherwise.
        outputs: outputs by name, with members or for all of them; the figures of the roster when left out.
        employers, on: a second file with facts of employers, and the column that joins it.
        totals: a file for sums by employer.
        rejects: a file for what could not be taken; beside the result when left out.
        max_rejects: how many rows may be refused before the run stops.
        resume: go on with what an interrupted run left.
        inputs, missing, reasons: whether the result has the facts, the names of what is missing, and reasons.
        money: ``decimal`` or ``fen``.
        unmask: show identity numbers whole among what was refused.
        backend: ``kernel``, ``columns`` or ``scalar``.
        threads: how many compute.
    """

    region: str
    month: str | None = None
    first: str | None = None
    last: str | None = None
    date: object = None
    known_on: object = None
    facts: Mapping[str, object] | None = None
    outputs: Sequence[str] = ()
    employers: str | Path | None = None
    on: str | None = None
    totals: str | Path | None = None
    rejects: str | Path | None = None
    max_rejects: int | None = None
    resume: bool = False
    inputs: bool = True
    missing: bool = True
    reasons: bool | None = None
    money: str = "decimal"
    unmask: bool = False
    backend: str | None = None
    threads: int | None = None


def options_of(book: Lawbook, order: Order) -> Options:
    """The options of an order.

    Raises:
        InputError: for a month, a day or a fact that cannot be read.
    """
    return Options(
        region=order.region,
        months=months_of(order.month, order.first, order.last),
        date=None if order.date is None else read_day(order.date, "date"),
        known_on=None if order.known_on is None else read_day(order.known_on, "known_on"),
        facts=read_inputs(book, order.facts or {}),
        outputs=tuple(order.outputs),
        inputs=order.inputs,
        missing=order.missing,
        reasons=order.reasons,
        money=order.money,
        unmask=order.unmask,
        backend=order.backend,
    )


def run(
    book: Lawbook, roster: Roster, source: Path, out: Path, order: Order, told: Told | None = None
) -> Streamed:  # fmt: skip
    """Compute the table in *source* into *out*.

    Args:
        book: the law.
        roster: the words of columns, and the figures made when none are chosen.
        source: a Parquet, Feather or CSV file, or a workbook.
        out: where the result goes, by the kind its suffix says.
        order: what is asked.
        told: told how many rows are done, of how many.

    Raises:
        InputError: when a file, a column, a day, a month or a fact cannot be read.
    """
    files = Files(
        source, out, _path(order.employers), order.on, _path(order.totals), _path(order.rejects)
    )  # fmt: skip
    how = How(order.resume, order.max_rejects, order.threads)
    return stream(book, roster, files, options_of(book, order), how, told)


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)
