"""A whole kernel as text: the columns it reads, the nodes of a plan, the arrays it fills.

The function takes a table of addresses and the first and last row of a batch. Each column is an array of values with up
to three arrays of truth beside it; what was read of none of them is not read. What comes out the same on all rows is
written once, and a constant not at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.lawbook import Number
from renshe.engine.scalars import FIRST_YEAR, LAST_YEAR, MAX_FEN, MAX_INTEGER, MAX_MONTHS, MAX_RATE
from renshe.engine.vector.kernel_cells import Cell, Unanswerable
from renshe.engine.vector.kernel_nodes import Nodes, Said
from renshe.engine.vector.kernel_text import LANES, MOST, NO, YES, ZERO, Text, Value, vector
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
INTEGERS = {"int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "bool": "i8", "uint8": "u8", "uint16": "u16"}
"""Arrays that are read as they are."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a column comes: its integers, whether it is one value for all rows, and which arrays stand beside it."""

    integer: str
    uniform: bool = False
    said: bool = False
    none: bool = False
    asked: bool = False

    @property
    def arrays(self) -> tuple[str, ...]:
        """The arrays it is made of."""
        return ("values", *(part for part in ("said", "none", "asked") if getattr(self, part)))


@dataclass(frozen=True, slots=True)
class Slot:
    """One address: of an array that is read, or filled.

    Attributes:
        kind: what it belongs to; ``left`` marks the rows of a figure that are left over.
        name: a column; the index of a node; the place of a figure.
        part: ``values``, ``said``, ``none``, ``asked``, ``unknown``, ``left``, or the number of a word of reasons.
        type: its integers, or ``truth`` for a byte, ``bits`` for a bit an element.
        uniform: whether it is one element for all rows.
    """

    kind: Literal["column", "scalar", "figure", "left"]
    name: str | int
    part: str
    type: str
    uniform: bool = False


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
        facts: what it leaves out, as it is the same on all rows.
        figures: the figures it answers, by their places in the plan; the others it has no form for.
    """

    text: str
    slots: tuple[Slot, ...]
    facts: tuple[Fact, ...]
    figures: tuple[int, ...]


def source(plan: Plan, shapes: Mapping[str, Shape]) -> Source:
    """The kernel of a plan for columns that come in these shapes; a column that is not among them says nothing."""
    return _Writer(plan, shapes).source()


class _Writer:
    def __init__(self, plan: Plan, shapes: Mapping[str, Shape]) -> None:
        self.plan, self.shapes = plan, shapes
        self.text = Text()
        self.slots: dict[Slot, None] = {}
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
        return Source(self.module(), tuple(self.slots), tuple(self.facts), tuple(figures))

    # ---- what is read

    def address(self, slot: Slot) -> str:
        """The name of the address in a slot."""
        self.slots.setdefault(slot)
        return f"%a{list(self.slots).index(slot)}"

    def load(self, slot: Slot, bounds: tuple[int, int]) -> Value:
        """An element for each lane, as a whole number or as truth; the bounds are those of its type."""
        address = self.address(slot)
        stored = {"u8": "i8", "u16": "i16", "truth": "i8"}.get(slot.type, slot.type)
        if slot.uniform:
            wide, place = stored, address
        else:
            wide = vector(stored)
            place = self.text.name(f"getelementptr {stored}, ptr {address}, i64 %i", False)
        raw = self.text.name(f"load {wide}, ptr {place}, align {max(1, int(stored[1:]) // 8)}", slot.uniform)
        element = Value(raw, 0, 2, "i64", slot.uniform)
        if slot.type == "truth":
            zero = "0" if slot.uniform else "zeroinitializer"
            return self.text.line(f"icmp ne {wide} $0, {zero}", (element,), type="i1")
        if stored == "i64":
            return Value(raw, *bounds, "i64", slot.uniform)
        grown = "zext" if slot.type in ("u8", "u16") else "sext"
        return self.text.line(f"{grown} {wide} $0 to ~i64", (element,), bounds)

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
            return self.load(Slot("column", name, which, "truth", shape.uniform), (0, 1))

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
        value, outside = self.held(Slot("column", name, "values", shape.integer, shape.uniform), self.bounds(name))
        return Said(Cell(value, none, asked, text.and_(outside, known)), said)

    def held(self, slot: Slot, bounds: tuple[int, int]) -> tuple[Value, Value]:
        """A column held between bounds, and where it had to be."""
        bits = int(slot.type.lstrip("iu"))
        low, high = (0, 2**bits - 1) if slot.type[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return self.text.within(self.load(slot, (low, high)), *bounds)

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
            return self.load(Slot("scalar", index, which, "truth"), (0, 1))

        none, unknown = part("none"), part("unknown")
        reasons = tuple(
            self.load(Slot("scalar", index, str(word), "i64"), (-(2**63), 2**63 - 1))
            for word in range(self.nodes.cells.words)
        )
        if node.kind in ("object", "scale", "window"):
            return Cell(None, none, unknown, reasons=reasons)
        if node.kind == "bool":
            return Cell(part("values"), none, unknown, reasons=reasons)
        slot = Slot("scalar", index, "values", "i32" if node.kind == "word" else "i64")
        value, outside = self.held(slot, COMPUTED.get(node.kind, (-MOST // 4, MOST // 4)))
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
        """Fill an array: one element for all rows, one for each, or none where all are known beforehand."""
        if value.constant:
            if slot.kind == "figure":
                self.facts.append(Fact(int(slot.name), slot.part, value.low, slot.type))
            return
        address = self.address(slot)
        lines = self.text.before if slot.uniform else self.text.loop
        if slot.type == "bits":
            if slot.uniform:
                value = self.text.line("zext i1 $0 to i8", (value,))
                lines.append(f"  store i8 {value.text}, ptr {address}, align 1")
                return
            bits = self.text.name(f"bitcast {vector('i1')} {self.text.operand(value, False)} to i8", False)
            byte = self.text.name("lshr i64 %i, 3", False)
            at = self.text.name(f"getelementptr i8, ptr {address}, i64 {byte}", False)
            lines.append(f"  store i8 {bits}, ptr {at}, align 1")
            return
        stored = "i8" if slot.type == "truth" else slot.type
        wide = stored if slot.uniform else vector(stored)
        if stored != "i64":
            value = self.text.line(f"{'zext' if stored == 'i8' else 'trunc'} ~{value.type} $0 to {wide}", (value,))
        if slot.uniform:
            lines.append(f"  store {stored} {value.text}, ptr {address}, align 1")
            return
        at = self.text.name(f"getelementptr {stored}, ptr {address}, i64 %i", False)
        # What is written is not read again soon: it goes past the caches, and nothing is fetched to be overwritten.
        lines.append(f"  store {wide} {value.text}, ptr {at}, align {LANES * int(stored[1:]) // 8}, !nontemporal !0")

    # ---- the whole of it

    def module(self) -> str:
        """The module: tables, the part before the loop, and the loop."""
        tables = [
            f"{name} = private unnamed_addr constant [{len(cells)} x i64] "
            f"[{', '.join(f'i64 {cell}' for cell in cells)}], align 64"
            for cells, name in self.text.tables.items()
        ]
        addresses = []
        for place, _ in enumerate(self.slots):
            addresses += [
                f"  %g{place} = getelementptr ptr, ptr %slots, i64 {place}",
                f"  %a{place} = load ptr, ptr %g{place}, align 8",
            ]
        return "\n".join([
            *tables,
            *self.text.declared,
            "define void @kernel(ptr %slots, i64 %first, i64 %end) {",
            "before:",
            *addresses,
            *self.text.before,
            "  br label %rows",
            "rows:",
            "  %i = phi i64 [ %first, %before ], [ %next, %rows ]",
            *self.text.loop,
            f"  %next = add i64 %i, {LANES}",
            "  %more = icmp slt i64 %next, %end",
            "  br i1 %more, label %rows, label %done",
            "done:",
            "  ret void",
            "}",
            "!0 = !{i32 1}",
            "",
        ])  # fmt: skip
