"""Runs of tables as clerks make them, for a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from renshe.api import default
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.run import Order, run
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, SMALL, workbook

HEADS = ("单位名称", "姓名", "证件号码", "缴费工资")
NUMBERS = ("110000196602020010", "110000196703030023", "110000196804040036", "110000196905050049")


def computed(path: Path, **order: Any) -> Outcome:
    """The run of a file for July 2020 in Beijing; nothing is written."""
    book = default()
    wanted = Order(**{"region": "CN-BJ", "month": "2020-07", **order})
    return run(book.compiled, book.roster("contribution"), path, None, wanted).outcome


def people(
    path: Path, rows: Iterable[Sequence[Any]], heads: Sequence[Any] = HEADS, **sheets: Iterable[Sequence[Any]]
) -> Path:
    """A workbook with these people, and two employers."""
    return workbook(path, {"人员": [heads, *rows], "单位": [EMPLOYER_HEADS, SMALL, LARGE], **sheets})


def wages(outcome: Outcome) -> list[int]:
    return [row.given["filed_wage"] for row in outcome.rows]


def said(outcome: Outcome, *, refused: bool | None = None) -> list[str]:
    return [
        f"{reject.place} {reject.what.zh}" for reject in outcome.rejects if refused is None or reject.refused is refused
    ]
