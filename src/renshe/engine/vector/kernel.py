"""Running a plan over a whole table with compiled code; what it leaves over is answered by ``columns``.

A kernel is two-valued where rows are whole: it gives the values, *none* and the reasons of every figure that is known.
A row on which a figure is unknown, for which somebody wants to know what is missing, or on which a product would leave
64 bits, is marked, and answered again by ``columns`` as a whole. So is a figure that code has no form for, on all rows.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from renshe.engine.bind import Program
from renshe.engine.vector.answers import Answer, counted, empty, fill
from renshe.engine.vector.given import Book, Given, all_given
from renshe.engine.vector.kernel_object import Function, available, function
from renshe.engine.vector.kernel_ports import Slot
from renshe.engine.vector.kernel_shapes import Shapes, even, joined, nothing, part, shape
from renshe.engine.vector.kernel_source import Source, source
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
REMEMBERED = 64
"""Plans whose kernels are remembered by a process."""


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
    shapes: Shapes
    source: Source
    function: Function
    filled: tuple[tuple[Slot, int], ...]
    """What is filled, each with the place of its address: one may stand for several."""
    several: frozenset[int]


def _compiled(plan: Plan, shapes: Shapes) -> Kernel:
    written = source(plan, shapes)
    places = {slot: place for place, slot in enumerate(written.slots)}
    own = ((slot, place) for slot, place in places.items() if slot.kind in FILLED)
    shared = {slot: places[of] for slot, of in written.shared.items()}
    several = frozenset(shared.values())
    return Kernel(plan, shapes, written, function(written.text), (*own, *shared.items()), several)


_kernels: dict[str, list[Kernel]] = {}
_lock = threading.Lock()


def kernel_of(plan: Plan, shapes: Shapes) -> Kernel:
    """The code of a plan for columns of some shapes, or for wider ones where that is at hand."""
    with _lock:
        known = _kernels.setdefault(plan.digest, [])
        for each in known:
            if joined(each.shapes, shapes) == each.shapes:
                return each
        wider = joined(known[-1].shapes, shapes) if known else dict(shapes)
        known.append(_compiled(plan, wider))
        for digest in list(_kernels)[:-REMEMBERED]:
            del _kernels[digest]
        return known[-1]


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
    terms = program.book.terms
    types = {name: terms[name].type for name in plan.columns if name in terms}
    given = all_given(plan, columns, types, book)
    given = {name: even(given[name]) if name in given else nothing(kind) for name, kind in plan.columns.items()}
    kernel = kernel_of(plan, {name: shape(column) for name, column in given.items()})
    return _Run(kernel, plan, given, count, book, buffers or Buffers()).answers(threads or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- one run


class _Run:
    """One table under one kernel."""

    def __init__(
        self, kernel: Kernel, plan: Plan, given: Mapping[str, Given], count: int, book: Book, buffers: Buffers
    ) -> None:
        self.kernel, self.plan, self.given, self.count, self.book = kernel, plan, given, count, book
        self.singles = SingleRows(self.plan, book)
        slots = kernel.source.slots
        filled = iter(buffers.arrays([slot for slot in slots if slot.kind in FILLED], count))
        self.arrays = [next(filled) if slot.kind in FILLED else self._read(slot) for slot in slots]
        self.several = frozenset(_address(self.arrays[place]) for place in kernel.several)

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
        addresses = _addresses(short)  # held by its name as long as the function reads it
        self.kernel.function(addresses.ctypes.data, 0, LANES)
        for place, array in zip(bits, kept, strict=True):
            array[-1] = short[place][0] & (1 << self.count - first) - 1
        for slot, array, lanes in zip(self.kernel.source.slots, self.arrays, short, strict=True):
            if slot.kind == "figure" and not slot.uniform:
                array[first:] = lanes[: self.count - first]

    def _read(self, slot: Slot) -> Array:
        if slot.kind == "scalar":
            return self._scalar(slot)
        name = str(slot.name)
        return part(self.given[name], slot.part, self.kernel.shapes[name], self.count)

    def _scalar(self, slot: Slot) -> Array:
        """What single evaluations give for a node."""
        node = self.plan.nodes[int(slot.name)]
        column = self.given.get(node.given) if node.given is not None else None
        said: Any = False if column is None else True if column.said is None else column.said
        rows = np.flatnonzero(np.broadcast_to(~np.asarray(said), self.count))
        vector = self.singles.scalar(node, self.given, rows, self.count)
        found: Mask = (
            vector.reasons.get(int(slot.part)) if slot.part.isdigit()
            else vector.value if slot.part == "values" else getattr(vector, slot.part)
        )  # fmt: skip
        dtype = ARRAYS[slot.type]
        return np.ascontiguousarray(np.broadcast_to(0 if found is None else found, self.count)).astype(dtype)

    # ---- what came out

    def _answered(self) -> list[Answer]:
        answers = [empty(self.plan, self.book, place, 0) for place in range(len(self.plan.figures))]
        for fact in self.kernel.source.facts:
            value = np.asarray(fact.value, dtype=np.int64).astype(ARRAYS[fact.type])
            self._put(answers[fact.figure], fact.part, np.broadcast_to(value, self.count))
        for slot, place in self.kernel.filled:
            if slot.kind == "figure":
                array = self.arrays[place]
                whole = np.broadcast_to(array, self.count) if slot.uniform else array
                self._put(answers[int(slot.name)], slot.part, whole)
        others = [place for place in range(len(answers)) if place not in self.kernel.source.figures]
        for place, answer in zip(others, self._columns(others, None) if others else (), strict=True):
            answers[place] = answer
        for bits, places in self._left().items():
            mask = np.unpackbits(np.frombuffer(bits, np.uint8), count=self.count, bitorder="little")
            rows = np.flatnonzero(mask)
            for place, answer in zip(places, self._columns(places, rows), strict=True):
                _scatter(answers[place], answer, rows, self.count, self.several)
        return answers

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
        for slot, place in self.kernel.filled:
            array = self.arrays[place]
            if slot.kind == "left" and array.any():
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
    return np.asarray([_address(array) for array in arrays], dtype=np.uint64)


def _address(array: Array) -> int:
    return int(array.__array_interface__["data"][0])


def _scatter(into: Answer, found: Answer, rows: Array, count: int, several: frozenset[int]) -> None:
    """Put what was found for some rows among the others."""

    def put(array: Array, part: Array) -> Array:
        # What is the same on all rows is one element until a row differs, and what is the same for several figures
        # one array.
        own = array.flags.writeable and array.strides[0] and _address(array) not in several
        array = array if own else array.copy()
        array[rows] = part
        return array

    into.values, into.state = put(into.values, found.values), put(into.state, found.state)
    for name in ("missing", "reasons"):
        bits = getattr(into, name)
        for word in bits.keys() | getattr(found, name).keys():
            part = getattr(found, name).get(word, np.zeros(1, np.uint64))
            bits[word] = put(bits.get(word, np.zeros(count, np.uint64)), part)
