"""Where kernel code meets memory: arrays that are read and filled, and the function around it.

The function takes a table of addresses and the first and last row of a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from renshe.engine.vector.kernel_text import LANES, Text, Value, vector


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


class Ports:
    """The arrays of a kernel in the order in which they are first used, and its text.

    Attributes:
        shared: slots that another one stands for, as the same is put in both.
    """

    def __init__(self) -> None:
        self.text = Text()
        self.slots: dict[Slot, int] = {}
        self.shared: dict[Slot, Slot] = {}
        self._put: dict[tuple[str, str], Slot] = {}

    def address(self, slot: Slot) -> str:
        """The name of the address in a slot."""
        return f"%a{self.slots.setdefault(slot, len(self.slots))}"

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

    def held(self, slot: Slot, bounds: tuple[int, int]) -> tuple[Value, Value]:
        """A column held between bounds, and where it had to be."""
        bits = int(slot.type.lstrip("iu"))
        low, high = (0, 2**bits - 1) if slot.type[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return self.text.within(self.load(slot, (low, high)), *bounds)

    def put(self, slot: Slot, value: Value) -> None:
        """Fill an array: one element for all rows, or one for each."""
        other = self._put.setdefault((value.text, slot.type), slot)
        if other != slot:
            self.shared[slot] = other
            return
        address = self.address(slot)
        lines = self.text.before if slot.uniform else self.text.loop
        if value.uniform and not slot.uniform:
            value = Value(self.text.operand(value, False), value.low, value.high, value.type, False)
        if slot.type == "bits":
            if slot.uniform:
                value = self.text.line("zext i1 $0 to i8", (value,))
                lines.append(f"  store i8 {value.text}, ptr {address}, align 1")
                return
            bits = self.text.name(f"bitcast {vector('i1')} {value.text} to i8", False)
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
