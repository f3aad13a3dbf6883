"""Which back-end answers a table: compiled code where there is a compiler and enough rows, else ``columns``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.vector import answers, kernel
from renshe.engine.vector.answers import Answer, counted
from renshe.engine.vector.given import Book
from renshe.engine.vector.nodes import Figure, Plan

WORTH = 50_000
"""Rows from which on compiling, half a second where nothing is kept, takes less than ``columns`` take longer."""


def compiles(rows: int) -> bool:
    """Whether a table of so many rows is answered by compiled code."""
    return rows >= WORTH and kernel.available()


def run(
    program: Program,
    figures: Sequence[Figure],
    columns: Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    plan: Plan | None = None,
    book: Book | None = None,
) -> list[Answer]:
    """The figures of every row; both back-ends give the same."""
    chosen = kernel.run if compiles(counted(columns)) else answers.run
    return chosen(program, figures, columns, fixed, plan=plan, book=book)
