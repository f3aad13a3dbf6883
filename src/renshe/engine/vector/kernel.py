"""Running a plan over a whole table with compiled code; what it leaves over is answered by ``columns``.

A kernel is two-valued where rows are whole: it gives the values, *none* and the reasons of every figure that is known.
A row on which a figure is unknown, for which somebody wants to know what is missing, or on which a product would leave
64 bits, is marked, and answered again by ``columns`` as a whole. So is a figure that code has no form for, on all rows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.vector.answers import Answer, counted, empty, fill
from renshe.engine.vector.given import Book, Given, all_given
from renshe.engine.vector.kernel_object import Function, available, function
from renshe.engine.vector.kernel_ports import Slot
from renshe.engine.vector.kernel_source import Shape, Source, source
from renshe.engine.vector.kernel_text import LANES
from renshe.engine.vector.nodes import Figure, Plan
from renshe.engine.vector.plan import plan as planned
from renshe.engine.vector.single_rows import SingleRows
from renshe.engine.vector.vectors import Array, Mask

__all__ = ["Buffers", "available", "run"]

BATCH = 1 << 16
"""Rows that one thread computes before it takes the next."""
SHARED = 8
"""Batches from which on they are shared among threads: fewer are done before the threads have begun."""
PART = 1 << 15
"""Rows left over that are answered together."""
ALIGNED = 64
FILLED = ("figure", "left")
ARRAYS: Mapping[str, Any] = {"truth": np.uint8, "bits": np.uint8, "i32": np.int32, "i64": np.int64}
WHERE = {"int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8", "uint16": "u16", "bool": "u8"}


class Buffers:
    """Memory for what is filled, kept for the next table: what was written before is written faster again.

    It is taken in one piece, which a system hands out in large pages.
    """

    def __init__(self) -> None:
        self._memory: Array = np.empty(0, np.uint8)

    def arrays(self, slots: Sequence[Slot], count: int) -> list[Array]:
        """An array for each slot, at an address that a vector may be written to."""
        sizes = [_elements(slot, count) * np.dtype(ARRAYS[slot.type]).itemsize for slot in slots]
        starts = np.cumsum([0, *(-(-size // ALIGNED) * ALIGNED for size in sizes)])
        if len(self._memory) < starts[-1] + ALIGNED:
            self._memory = np.empty(starts[-1] + ALIGNED, np.uint8)
        memory = self._memory[-self._memory.ctypes.data % ALIGNED :]
        return [
            memory[start : start + size].view(ARRAYS[slot.type])
            for slot, start, size in zip(slots, starts, sizes, strict=False)
        ]


def _elements(slot: Slot, count: int) -> int:
    return 1 if slot.uniform else -(-count // LANES) if slot.kind == "left" else count


@dataclass(frozen=True)
class Kernel:
    """The code of one plan for columns of certain shapes."""

    plan: Plan
    source: Source
    function: Function


@lru_cache(maxsize=64)
def _kernel(digest: str, shapes: tuple[tuple[str, Shape], ...], plan: _Same) -> Kernel:
    written = source(plan.plan, dict(shapes))
    return Kernel(plan.plan, written, function(written.text))


@dataclass(frozen=True)
class _Same:
    """A plan that is told by its digest."""

    digest: str
    plan: Plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def run(
    program: Program,
    figures: Sequence[Figure],
    columns: Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    plan: Plan | None = None,
    book: Book | None = None,
    threads: int | None = None,
    buffers: Buffers | None = None,
) -> list[Answer]:
    """The figures of every row, as :func:`renshe.engine.vector.answers.run` gives them.

    Args:
        program: the law of one region as known on one day.
        figures: outputs, each for members of its dimensions.
        columns: name → a column as :func:`~renshe.engine.vector.given.given` takes it, all of one length.
        fixed: parsed values that hold for all rows.
        plan: the plan for all this, where it was made before.
        book: where words and objects are numbered, where the columns were read before.
        threads: how many threads compute; as many as there are processors when left out.
        buffers: what is to be filled, where it may be filled again. The answers then hold until the next run.
    """
    plan = plan or planned(program, figures, tuple(columns), fixed)
    book = book or Book.of(plan)
    count = counted(columns)
    types = {name: term.type for name, term in program.book.terms.items()}
    given = {name: _whole(column, count) for name, column in all_given(plan, columns, types, book).items()}
    shapes = tuple((name, _shape(column)) for name, column in given.items())
    kernel = _kernel(plan.digest, shapes, _Same(plan.digest, plan))
    return _Run(kernel, given, count, book, buffers or Buffers()).answers(threads or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- columns as code reads them


def _whole(column: Given, count: int) -> Given:
    """A column that is either one value for all rows, or an array for each of its parts."""
    masks = [mask for mask in (column.said, column.none, column.asked) if mask is not None]
    if not masks and column.values.ndim and count and _even(column.values):
        return Given(np.asarray(column.values[0]))
    if all(part.ndim == 0 for part in (column.values, *masks)):
        return column

    def wide(part: Any) -> Any:
        return part if part is None else np.ascontiguousarray(np.broadcast_to(part, count))

    return Given(wide(column.values), wide(column.said), wide(column.none), wide(column.asked))


def _even(values: Array) -> bool:
    """Whether it is the same throughout: a few elements tell of most columns that they are not."""
    few = values[:: max(1, len(values) // ALIGNED)]
    return bool((few == few[0]).all()) and bool((values == values[0]).all())


def _shape(column: Given) -> Shape:
    return Shape(
        WHERE[column.values.dtype.name],
        column.values.ndim == 0,
        column.said is not None,
        column.none is not None,
        column.asked is not None,
    )


# ---- one run


class _Run:
    """One table under one kernel."""

    def __init__(self, kernel: Kernel, given: Mapping[str, Given], count: int, book: Book, buffers: Buffers) -> None:
        self.kernel, self.plan, self.given, self.count, self.book = kernel, kernel.plan, given, count, book
        self.singles = SingleRows(self.plan, book)
        slots = kernel.source.slots
        filled = iter(buffers.arrays([slot for slot in slots if slot.kind in FILLED], count))
        self.arrays = [next(filled) if slot.kind in FILLED else self._read(slot) for slot in slots]
        several = set(kernel.source.shared.values())
        self.several = frozenset(
            array.ctypes.data for slot, array in zip(slots, self.arrays, strict=True) if slot in several
        )

    def answers(self, threads: int) -> list[Answer]:
        """The figures of all rows."""
        whole = self.count - self.count % LANES
        addresses = _addresses(self.arrays)
        at = addresses.ctypes.data
        batches = range(0, whole, BATCH)
        if threads > 1 and len(batches) >= SHARED:
            with ThreadPoolExecutor(min(threads, len(batches))) as pool:
                for done in [pool.submit(self._batch, at, first, whole) for first in batches]:
                    done.result()
        else:
            for first in batches:
                self._batch(at, first, whole)
        if whole < self.count:
            self._rest(whole)
        return self._answered()

    def _batch(self, at: int, first: int, whole: int) -> None:
        self.kernel.function(at, first, min(first + BATCH, whole))

    def _rest(self, first: int) -> None:
        """The last rows, fewer than there are lanes: they go through arrays of their own."""
        short = []
        for slot, array in zip(self.kernel.source.slots, self.arrays, strict=True):
            if slot.uniform or slot.type == "bits":
                short.append(array)
                continue
            (own,) = Buffers().arrays([replace(slot, type="i64")], LANES)
            lanes = own.view(np.uint8)[: LANES * array.itemsize].view(array.dtype)
            lanes[:] = array[self.count - 1] if slot.kind in ("column", "scalar") else 0
            lanes[: self.count - first] = array[first:]
            short.append(lanes)
        bits = [
            place for place, slot in enumerate(self.kernel.source.slots) if slot.type == "bits" and not slot.uniform
        ]
        kept = [short[place] for place in bits]
        for place in bits:
            short[place] = np.zeros(1, np.uint8)
        self.kernel.function(_addresses(short).ctypes.data, 0, LANES)
        for place, array in zip(bits, kept, strict=True):
            array[-1] = short[place][0] & (1 << self.count - first) - 1
        for slot, array, lanes in zip(self.kernel.source.slots, self.arrays, short, strict=True):
            if slot.kind == "figure" and not slot.uniform:
                array[first:] = lanes[: self.count - first]

    def _read(self, slot: Slot) -> Array:
        if slot.kind == "scalar":
            return self._scalar(slot)
        return np.ascontiguousarray(getattr(self.given[str(slot.name)], slot.part)).reshape(-1)

    def _scalar(self, slot: Slot) -> Array:
        """What single evaluations give for a node."""
        node = self.plan.nodes[int(slot.name)]
        column = self.given.get(node.given) if node.given is not None else None
        said: Any = False if column is None else True if column.said is None else column.said
        rows = np.flatnonzero(np.broadcast_to(~np.asarray(said), self.count))
        vector = self.singles.scalar(node, self.given, rows, self.count)
        part: Mask = (
            vector.reasons.get(int(slot.part)) if slot.part.isdigit()
            else vector.value if slot.part == "values" else getattr(vector, slot.part)
        )  # fmt: skip
        dtype = ARRAYS[slot.type]
        return np.ascontiguousarray(np.broadcast_to(0 if part is None else part, self.count)).astype(dtype)

    # ---- what came out

    def _answered(self) -> list[Answer]:
        answers = [empty(self.plan, self.book, place, 0) for place in range(len(self.plan.figures))]
        for fact in self.kernel.source.facts:
            value = np.asarray(fact.value, dtype=np.int64).astype(ARRAYS[fact.type])
            self._put(answers[fact.figure], fact.part, np.broadcast_to(value, self.count))
        for slot, array in self._filled("figure"):
            self._put(answers[int(slot.name)], slot.part, np.broadcast_to(array, self.count))
        others = [place for place in range(len(answers)) if place not in self.kernel.source.figures]
        for place, answer in zip(others, self._columns(others, None) if others else (), strict=True):
            answers[place] = answer
        for bits, places in self._left().items():
            mask = np.unpackbits(np.frombuffer(bits, np.uint8), count=self.count, bitorder="little")
            rows = np.flatnonzero(mask)
            for place, answer in zip(places, self._columns(places, rows), strict=True):
                _scatter(answers[place], answer, rows, self.count, self.several)
        return answers

    def _filled(self, kind: str) -> Iterator[tuple[Slot, Array]]:
        """The arrays that were filled, also those that stand for several."""
        arrays = dict(zip(self.kernel.source.slots, self.arrays, strict=True))
        for slot, of in (*zip(arrays, arrays, strict=True), *self.kernel.source.shared.items()):
            if slot.kind == kind:
                yield slot, arrays[of]

    @staticmethod
    def _put(answer: Answer, part: str, array: Array) -> None:
        if part == "values":
            answer.values = array.view(np.bool_) if answer.kind == "bool" else array
        elif part == "none":
            answer.state = array
        else:
            answer.reasons[int(part)] = array.view(np.uint64)

    def _left(self) -> dict[bytes, list[int]]:
        """The rows that are left over, as bits, with the figures that leave these rows."""
        found: dict[bytes, list[int]] = {}
        for slot, array in self._filled("left"):
            if array.any():
                bits = np.full(-(-self.count // LANES), 255, np.uint8) if slot.uniform else array
                found.setdefault(bits.tobytes(), []).append(int(slot.name))
        return found

    def _columns(self, figures: Sequence[int], rows: Array | None) -> list[Answer]:
        """Some figures by ``columns``, on some rows or on all."""
        plan = replace(
            self.plan,
            figures=tuple(self.plan.figures[place] for place in figures),
            places=tuple(self.plan.places[place] for place in figures),
        )
        count = self.count if rows is None else len(rows)
        given = self.given if rows is None else {name: column.taken(rows) for name, column in self.given.items()}
        answers = [empty(plan, self.book, place, count) for place in range(len(figures))]
        singles = SingleRows(plan, self.book)
        for first in range(0, count, PART):
            last = min(first + PART, count)
            parts = {name: column.part(first, last) for name, column in given.items()}
            fill(answers, plan, parts, first, last, self.book, singles)
        for place, answer in zip(figures, answers, strict=True):
            answer.figure, answer.plan = self.plan.figures[place], self.plan
        return answers


def _addresses(arrays: Sequence[Array]) -> Array:
    return np.asarray([array.ctypes.data for array in arrays], dtype=np.uint64)


def _scatter(into: Answer, found: Answer, rows: Array, count: int, several: frozenset[int]) -> None:
    """Put what was found for some rows among the others."""

    def put(array: Array, part: Array) -> Array:
        # What is the same on all rows is one element until a row differs, and what is the same for several figures
        # one array.
        own = array.flags.writeable and array.strides[0] and array.ctypes.data not in several
        array = array if own else array.copy()
        array[rows] = part
        return array

    into.values, into.state = put(into.values, found.values), put(into.state, found.state)
    for name in ("missing", "reasons"):
        bits = getattr(into, name)
        for word in bits.keys() | getattr(found, name).keys():
            part = getattr(found, name).get(word, np.zeros(1, np.uint64))
            bits[word] = put(bits.get(word, np.zeros(count, np.uint64)), part)
