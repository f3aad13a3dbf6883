"""The back-ends of :mod:`renshe.engine.vector` as the tables use them, and which of them runs."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.tables.columns.backend import Answer, Figure, Flags, Maker, RowByRow
from renshe.engine.tables.columns.column import Array, Column, Held
from renshe.engine.vector import answers as whole
from renshe.engine.vector.given import Book, Given
from renshe.engine.vector.nodes import Figure as Planned
from renshe.engine.vector.plan import plan as planned

MANY = 100_000
"""Different words after which a thread forgets the numbers it gave them."""
HELD: Mapping[str, Held] = {"bool": "truth", "word": "item", "object": "item"}
Run = Callable[..., Sequence[whole.Answer]]


class Vectorised:
    """A back-end that runs a plan.

    Args:
        name: what it is called.
        run: what runs it: takes a program, figures, columns, and the plan with its book; and memory to be filled again
            and again, which ``memory`` makes, where it has any.
        program, figures, columns, fixed: as for every back-end.
    """

    def __init__(
        self,
        name: str,
        run: Run,
        program: Program,
        figures: Sequence[Figure],
        columns: frozenset[str],
        fixed: Mapping[str, Any],
        *,
        memory: Callable[[], Any] | None = None,
    ) -> None:
        self._memory = memory
        self.name, self.program, self.fixed = name, program, dict(fixed)
        self._run = run
        self.figures = tuple(Planned(output, at) for output, at in figures)
        self.plan = planned(program, self.figures, sorted(columns), self.fixed)
        self._mine = threading.local()

    def run(self, columns: Mapping[str, Column], rows: int) -> Sequence[Answer]:
        """Each figure of each row."""
        book = self._book()
        given = {name: self._given(name, columns[name], book) for name in self.plan.columns if name in columns}
        if not given:
            # A table of which no column is read still has its rows.
            given = {"": Given(np.zeros(rows, np.int64))}
        again = {} if self._memory is None else {"buffers": self._buffers(self._memory)}
        found = self._run(self.program, self.figures, given, self.fixed, plan=self.plan, book=book, **again)
        return [_answer(each) for each in found]

    def _book(self) -> Book:
        """What this thread remembers of words."""
        kept: Book | None = getattr(self._mine, "book", None)
        if kept is None or len(kept.words.items) + len(kept.objects.items) > MANY:
            kept = self._mine.book = Book.of(self.plan)
        return kept

    def _buffers(self, memory: Callable[[], Any]) -> Any:
        """The memory that this thread fills again with each table. What is in it holds until the next."""
        if not hasattr(self._mine, "buffers"):
            self._mine.buffers = memory()
        return self._mine.buffers

    def _given(self, name: str, column: Column, book: Book) -> Given:
        values: Array = column.values
        if column.held == "item":
            kind = self.plan.columns[name]
            numbers = np.asarray([book.encoded(kind, item) for item in column.items] or [0], np.int32)
            values = numbers[values]
        return Given(values, column.said, column.none, column.asked)


def _answer(found: whole.Answer) -> Answer:
    state, values = found.state, found.values
    odd = state.any()
    unknown = (state == whole.UNKNOWN) | (state == whole.BEYOND) if odd else np.zeros(0, np.bool_)
    none = state == whole.NONE if odd else unknown
    items: tuple[Any, ...] = ()
    held = HELD.get(found.kind, "number")
    if held == "item":
        bare = np.where(unknown | none, -1, values) if odd else values
        numbers, values = np.unique(bare, return_inverse=True)
        items = tuple(None if number < 0 else found.book.decoded(found.kind, number) for number in numbers.tolist())
    return Answer(
        held,
        values,
        unknown if unknown.any() else None,
        none if none.any() else None,
        Flags(found.plan.missing, found.missing) if found.missing else None,
        Flags(found.plan.codes, found.reasons) if found.reasons else None,
        items,
    )


NUMPY: Maker = partial(Vectorised, "columns", whole.run)


def _kernel() -> Maker | None:
    """Compiled code, where there is a compiler."""
    try:
        kernel = importlib.import_module("renshe.engine.vector.kernel")
    except ImportError:
        return None
    if not kernel.available():
        return None
    return partial(Vectorised, "kernel", partial(kernel.run, threads=1), memory=kernel.Buffers)


def choose(name: str | None, rows: int | None = None) -> tuple[Maker, Words]:
    """The back-end called *name*, or the one that is best for a table, and why.

    Args:
        name: ``kernel``, ``columns``, ``scalar``, or None.
        rows: how many rows the table has, where that is known.

    Raises:
        InputError: when there is none of that name here.
    """
    makers: dict[str, Maker] = {"columns": NUMPY, "scalar": RowByRow}
    compiled = _kernel()
    if compiled is not None:
        makers = {"kernel": compiled, **makers}
    if name is not None:
        if name not in makers:
            what = Words(f"这里没有后端 {name[:40]}", f"there is no back-end {name[:40]} here")
            fix = Words("可用：" + "、".join(makers), "use one of " + ", ".join(makers))
            raise InputError(Problem(what, fix, "backend"))
        return makers[name], Words("按要求", "as asked")
    if compiled is None:
        return NUMPY, Words("没有编译器，用 NumPy", "there is no compiler here, so NumPy")
    if rows is not None and rows < WORTH:
        return NUMPY, Words("行数少，不值得编译", "the table is too small to be worth compiling for")
    return compiled, Words("行数多，用编译后的代码", "many rows, so compiled code")


WORTH = 50_000
"""Rows from which on compiling is less than what NumPy takes longer."""
