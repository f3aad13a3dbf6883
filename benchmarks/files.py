"""Parquet files of seeded people, written in parts so that making them needs little memory; and how we run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import tasks

from renshe.engine.errors import Words
from renshe.engine.tables.columns.order import Order, run
from renshe.engine.tables.roster import Roster, SheetPlan, Summary

GROUP = 1_000_000
SHEET = SheetPlan(Words("", ""), (), (), frozenset())
BARE = Roster(
    "mini", Words("", ""), {}, (), (), SHEET, SHEET, {}, (), (), (), Summary((), (), frozenset())
)  # fmt: skip
"""A roster without words or figures of its own, for a law that has no payroll."""
DECIMALS = {"money": 2, "rate": 6}


def _shifted(values: Any, kind: Any) -> Any:
    """Whole fen or parts per million as decimals, without a Python object for each."""
    words = np.zeros((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = np.where(values < 0, -1, 0)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(words)])


def table_of(task: tasks.Task) -> Any:
    """The columns of a task as a table that people would have: yuan, rates, words."""
    words = np.asarray(task.plan.words, dtype=object)
    columns = {}
    for name, values in task.columns.items():
        kind = task.program.book.terms[name].type.kind
        if kind in DECIMALS:
            columns[name] = _shifted(values, pa.decimal128(18, DECIMALS[kind]))
        elif task.plan.columns[name] == "word":
            columns[name] = pa.array(words[values].tolist(), pa.string())
        else:
            columns[name] = pa.array(values)
    return pa.table(columns)


def write(path: Path, of: Any, rows: int) -> None:
    """A file of *rows* rows: a million different ones, again and again."""
    table = table_of(of(min(rows, GROUP)))
    with pq.ParquetWriter(path, table.schema) as writer:
        for first in range(0, rows, GROUP):
            writer.write_table(table.slice(0, min(GROUP, rows - first)))


LAW = ("person_contribution_payable.pension.employer", "person_contribution.pension.employee",
       "housing_fund_contribution.employer")  # fmt: skip
"""Of the real law: what is due after relief, with its reasons, and two that everybody pays."""


def people(count: int) -> tasks.Task:
    """Those columns of a payroll that these outputs need."""
    task = tasks.contributions(count)
    figures = [figure for figure in task.figures if figure.key in LAW]
    needed = tasks.planned(task.program, figures, tuple(task.columns), task.fixed).columns
    task.columns = {name: column for name, column in task.columns.items() if name in needed}
    return task


def stream(law: str, source: Path, out: Path) -> Any:
    """Our run from file to file: figures of the invented law, or some of the real one with their reasons."""
    if law == "mini":
        outputs = tuple(figure.key for figure in tasks.MINI)
        asked = Order("CN", month="2020-03", outputs=outputs, inputs=False, missing=False, reasons=False)
        return run(tasks.mini_book(), BARE, source, out, asked)
    from renshe.api import default

    return default().stream(source, out, region="CN-BJ", month="2020-07", outputs=LAW, inputs=False)
