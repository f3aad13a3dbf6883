"""A whole kernel as text: the columns it reads, the nodes of a plan, the arrays it fills.

Each column is an array of values with up
to three arrays of truth beside it; what was read of none of them is not read. What comes out the same on all rows is
written once, and a constant not at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.lawbook import Number
from renshe.engine.scalars import FIRST_YEAR, LAST_YEAR, MAX_FEN, MAX_INTEGER, MAX_MONTHS, MAX_RATE
from renshe.engine.vector.kernel_cells import Cell, Unanswerable
from renshe.engine.vector.kernel_nodes import Nodes, Said
from renshe.engine.vector.kernel_ports import Ports, Slot
from renshe.engine.vector.kernel_shapes import Shapes
from renshe.engine.vector.kernel_text import MOST, NO, YES, ZERO, Value
from renshe.engine.vector.nodes import Kind, Plan, Scalar

BOUNDS: Mapping[str, tuple[int, int]] = {
    "boolean": (0, 1),
    "money": (0, MAX_FEN),
    "rate": (0, MAX_RATE),
    "months": (0, MAX_MONTHS),
    "integer": (-MAX_INTEGER, MAX_INTEGER),
    "month": (FIRST_YEAR * 12, LAST_YEAR * 12 + 11),
    "date": (datetime.date(FIRST_YEAR, 1, 1).toordinal(), datetime.date(LAST_YEAR, 12, 31).toordinal()),
}
"""Between which a value given lies, as ``scalars`` reads it. A row that says another goes to ``columns``."""
WORDS = (0, 2**31 - 1)
COMPUTED: Mapping[Kind, tuple[int, int]] = {
    "bool": (0, 1), "word": WORDS, "day": CALENDAR["date"], "month": CALENDAR["month"],
}  # fmt: skip
"""Between which a value lies that a single evaluation gave; any other is a whole number of any size."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A part of a figure that is the same on every row of every table."""

    figure: int
    part: str
    value: int
    type: str


@dataclass(frozen=True, slots=True)
class Source:
    """A kernel as text, with what it takes and gives.

    Attributes:
        text: LLVM's language.
        slots: the addresses it takes, in order.
        shared: parts of figures that are the same as another one's, and that one.
        facts: what it leaves out, as it is the same on all rows.
        figures: the figures it answers, by their places in the plan; the others it has no form for.
    """

    text: str
    slots: tuple[Slot, ...]
    shared: Mapping[Slot, Slot]
    facts: tuple[Fact, ...]
    figures: tuple[int, ...]


def source(plan: Plan, shapes: Shapes) -> Source:
    """The kernel of a plan for columns that come in these shapes; a column that is not among them says nothing."""
    return _Writer(plan, shapes).source()


class _Writer:
    def __init__(self, plan: Plan, shapes: Shapes) -> None:
        self.plan, self.shapes = plan, shapes
        self.ports = Ports()
        self.text = self.ports.text
        self.facts: list[Fact] = []
        self.read: dict[str, Said] = {}
        self.nodes = Nodes(plan, self.text, self.column, self.scalar)

    def source(self) -> Source:
        figures: list[int] = []
        for place, index in enumerate(self.plan.places):
            try:
                cell = self.nodes.cell(index)
                value = cell.number
            except Unanswerable:
                continue  # a list or a scale is no figure of a kernel
            left = self.text.or_(cell.unknown, cell.unsure)
            if left != YES:
                figures.append(place)
                self.figure(place, cell, value)
                self.put(Slot("left", place, "left", "bits", left.uniform), left)
        ports = self.ports
        return Source(ports.module(), tuple(ports.slots), ports.shared, tuple(self.facts), tuple(figures))

    # ---- what is read

    def column(self, name: str) -> Said:
        """What a column says on each lane."""
        if name not in self.read:
            self.read[name] = self._column(name)
        return self.read[name]

    def _column(self, name: str) -> Said:
        shape = self.shapes.get(name)
        if shape is None:
            return Said(Cell(ZERO), NO)

        def part(which: str) -> Value:
            return self.ports.load(Slot("column", name, which, "truth", shape.uniform), (0, 1))

        text = self.text
        said = part("said") if shape.said else YES
        none = part("none") if shape.none else NO
        asked = part("asked") if shape.asked else NO
        known = text.and_(said, text.not_(none), text.not_(asked))
        kind = self.plan.columns[name]
        if kind == "object":
            return Said(Cell(None, none, asked), said)
        if kind == "bool":
            return Said(Cell(part("values"), none, asked), said)
        value, outside = self.ports.held(
            Slot("column", name, "values", shape.integer, shape.uniform), self.bounds(name)
        )
        return Said(Cell(value, none, asked, text.and_(outside, known)), said)

    def bounds(self, name: str) -> tuple[int, int]:
        """Between which what a column says lies."""
        kind = self.plan.columns[name]
        if kind == "word":
            return WORDS
        if kind in ("day", "month"):
            return BOUNDS["date" if kind == "day" else "month"]
        book = self.plan.program.book
        term = book.terms.get(name)
        if term is None:
            layers = (layer.get(name) for layer in book.layers.values())
            term = next((found for found in layers if isinstance(found, Number)), None)
        return BOUNDS["integer" if term is None else term.type.kind]

    def scalar(self, index: int) -> Cell:
        """What single evaluations gave for a node."""
        node = self.plan.nodes[index]
        assert isinstance(node.answer, Scalar)

        def part(which: str) -> Value:
            return self.ports.load(Slot("scalar", index, which, "truth"), (0, 1))

        none, unknown = part("none"), part("unknown")
        reasons = tuple(
            self.ports.load(Slot("scalar", index, str(word), "i64"), (-(2**63), 2**63 - 1))
            for word in range(self.nodes.cells.words)
        )
        if node.kind in ("object", "scale", "window"):
            return Cell(None, none, unknown, reasons=reasons)
        if node.kind == "bool":
            return Cell(part("values"), none, unknown, reasons=reasons)
        slot = Slot("scalar", index, "values", "i32" if node.kind == "word" else "i64")
        value, outside = self.ports.held(slot, COMPUTED.get(node.kind, (-MOST // 4, MOST // 4)))
        known = self.text.not_(self.text.or_(none, unknown))
        return Cell(value, none, unknown, self.text.and_(outside, known), reasons)

    # ---- what is filled

    def figure(self, place: int, cell: Cell, value: Value) -> None:
        """The parts of a figure: its value, where it is none, and its reasons by word."""
        of = self.plan.nodes[self.plan.places[place]].kind
        if of == "bool" and value.type != "i1":
            value = NO
        kind = "truth" if value.type == "i1" else "i32" if of == "word" else "i64"
        self.put(Slot("figure", place, "values", kind, value.uniform), value)
        self.put(Slot("figure", place, "none", "truth", cell.none.uniform), cell.none)
        for word, reasons in enumerate(self.nodes.cells.reasons(cell)):
            if reasons != ZERO:
                self.put(Slot("figure", place, str(word), "i64", reasons.uniform), reasons)

    def put(self, slot: Slot, value: Value) -> None:
        """Fill an array, unless all of it is known beforehand."""
        if not value.constant:
            self.ports.put(slot, value)
        elif slot.kind == "figure":
            self.facts.append(Fact(int(slot.name), slot.part, value.low, slot.type))
