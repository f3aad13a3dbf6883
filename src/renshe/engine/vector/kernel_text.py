"""Kernel code as it is written: LLVM's language, eight rows at a time, every number with the bounds it cannot leave.

What is the same for all rows is computed once, before the loop, as single numbers; all else in the loop, on eight
lanes. A value whose bounds meet is a constant and costs nothing, so tests that the bounds decide are never made. The
bounds hold on every lane, also where a row has no value there: whatever could leave them is held in first. Hence no
operation overflows, and no table is read beside its cells.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LANES = 8
"""Rows at a time: a vector of AVX-512, two of AVX2, four of the smallest."""
MOST = 2**62
"""Magnitudes stay below this, so that a sum of two still is a whole number of 64 bits."""
FEW = 8
"""Cells that are chosen by comparing; more are read from a table."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number or a truth value on every lane: how it is written, and between which bounds it lies.

    Attributes:
        text: a literal, or the name of what holds it.
        low, high: the bounds; 0 and 1 of a truth value.
        type: ``i64``, ``i1``, or ``double`` on the way through a division.
        uniform: whether it is the same on all rows, and so a single number.
    """

    text: str
    low: int
    high: int
    type: str = "i64"
    uniform: bool = True

    @property
    def constant(self) -> bool:
        """Whether its bounds leave but one value."""
        return self.low == self.high and self.type != "double"


def number(value: int) -> Value:
    """A whole number."""
    return Value(str(value), value, value)


NO = Value("false", 0, 0, "i1")
YES = Value("true", 1, 1, "i1")
ZERO = number(0)


def truth(value: bool) -> Value:
    """Yes or no."""
    return YES if value else NO


def real(value: float) -> Value:
    """A binary fraction, written so that no digit of it is lost."""
    return Value(f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}", 0, 0, "double")


class Text:
    """A kernel being written: the part before the loop, the loop, and the tables both read."""

    def __init__(self) -> None:
        self.before: list[str] = []
        self.loop: list[str] = []
        self.tables: dict[tuple[int, ...], str] = {}
        self.declared: dict[str, None] = {}
        self._seen: dict[tuple[str, bool], str] = {}
        self._count = 0

    # ---- lines

    def name(self, line: str, uniform: bool) -> str:
        """The name of what *line* computes; the same line is written once."""
        found = self._seen.get((line, uniform))
        if found is None:
            self._count += 1
            found = self._seen[line, uniform] = f"%v{self._count}"
            (self.before if uniform else self.loop).append(f"  {found} = {line}")
        return found

    def operand(self, value: Value, uniform: bool) -> str:
        """*value* as it is written among single numbers, or among lanes."""
        if uniform or not value.uniform:
            return value.text
        if not value.text.startswith("%"):
            return f"<{', '.join([f'{value.type} {value.text}'] * LANES)}>"
        wide = vector(value.type)
        line = f"insertelement {wide} zeroinitializer, {value.type} {value.text}, i64 0"
        alone = self.name(line, True)
        places = f"<{LANES} x i32> zeroinitializer"
        return self.name(f"shufflevector {wide} {alone}, {wide} zeroinitializer, {places}", True)

    def line(self, form: str, operands: Sequence[Value], bounds: tuple[int, int] = (0, 1), type: str = "i64") -> Value:
        """What *form* computes; ``$0`` stands for an operand, ``~i64`` for its type among lanes or alone."""
        uniform = all(operand.uniform for operand in operands)
        for place, operand in enumerate(operands):
            form = form.replace(f"${place}", self.operand(operand, uniform))
        for each in ("i64", "i1", "double"):
            form = form.replace(f"~{each}", each if uniform else vector(each))
        return Value(self.name(form, uniform), *bounds, type, uniform)

    def intrinsic(
        self, name: str, operands: Sequence[Value], bounds: tuple[int, int] = (0, 1), type: str = "i64"
    ) -> Value:
        """What one of LLVM's own functions computes, of operands of the type of its result."""
        uniform = all(operand.uniform for operand in operands)
        short = {"i64": "i64", "double": "f64"}[type]
        full = f"@llvm.{name}.{short if uniform else f'v{LANES}{short}'}"
        wide = type if uniform else vector(type)
        self.declared[f"declare {wide} {full}({', '.join([wide] * len(operands))})"] = None
        arguments = ", ".join(f"~{type} ${place}" for place in range(len(operands)))
        return self.line(f"call ~{type} {full}({arguments})", operands, bounds, type)

    # ---- whole numbers; the caller sees to it that they stay below MOST

    def add(self, a: Value, b: Value) -> Value:
        """The sum."""
        if a.constant and a.low == 0:
            return b
        if b.constant and b.low == 0:
            return a
        return self._whole("add ~i64 $0, $1", (a, b), a.low + b.low, a.high + b.high)

    def sub(self, a: Value, b: Value) -> Value:
        """The difference."""
        if b.constant and b.low == 0:
            return a
        return self._whole("sub ~i64 $0, $1", (a, b), a.low - b.high, a.high - b.low)

    def mul(self, a: Value, b: Value) -> Value:
        """The product."""
        for one, other in ((a, b), (b, a)):
            if one.constant and one.low == 1:
                return other
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self._whole("mul ~i64 $0, $1", (a, b), min(corners), max(corners))

    def _whole(self, form: str, operands: tuple[Value, ...], low: int, high: int) -> Value:
        if low == high:
            return number(low)
        if not -MOST <= low <= high <= MOST:
            raise OverflowError(form)
        return self.line(form, operands, (low, high))

    def low_one(self, a: Value, b: Value) -> Value:
        """The smaller of two."""
        if a.high <= b.low:
            return a
        if b.high <= a.low:
            return b
        return self.intrinsic("smin", (a, b), (min(a.low, b.low), min(a.high, b.high)))

    def high_one(self, a: Value, b: Value) -> Value:
        """The larger of two."""
        if a.low >= b.high:
            return a
        if b.low >= a.high:
            return b
        return self.intrinsic("smax", (a, b), (max(a.low, b.low), max(a.high, b.high)))

    def size(self, a: Value) -> Value:
        """The magnitude."""
        if a.low >= 0:
            return a
        other = self.sub(ZERO, a)
        if a.high <= 0:
            return other
        return self.intrinsic("smax", (a, other), (0, max(a.high, -a.low)))

    def within(self, a: Value, low: int, high: int) -> tuple[Value, Value]:
        """*a* held between bounds, and whether it had to be."""
        outside = self.or_(self.compare("<", a, number(low)), self.compare(">", a, number(high)))
        return self.low_one(self.high_one(a, number(low)), number(high)), outside

    # ---- truth

    def compare(self, op: str, a: Value, b: Value) -> Value:
        """A comparison of whole numbers, made only where their bounds leave it open."""
        if op in (">", ">="):
            return self.compare({">": "<", ">=": "<="}[op], b, a)
        if op == "!=":
            return self.not_(self.compare("==", a, b))
        decided = {
            "<": (a.high < b.low, a.low >= b.high),
            "<=": (a.high <= b.low, a.low > b.high),
            "==": (a.constant and b.constant and a.low == b.low, a.high < b.low or b.high < a.low),
        }[op]
        if any(decided):
            return truth(decided[0])
        return self.line(f"icmp {({'<': 'slt', '<=': 'sle', '==': 'eq'})[op]} ~i64 $0, $1", (a, b), type="i1")

    def not_(self, a: Value) -> Value:
        """The opposite."""
        return truth(not a.low) if a.constant else self.line("xor ~i1 $0, $1", (a, YES), type="i1")

    def and_(self, *items: Value) -> Value:
        """Whether all are true."""
        return self._joined("and", items, NO, YES)

    def or_(self, *items: Value) -> Value:
        """Whether any is true."""
        return self._joined("or", items, YES, NO)

    def _joined(self, op: str, items: Iterable[Value], decides: Value, neutral: Value) -> Value:
        result = neutral
        for item in items:
            if decides in (item, result):
                return decides
            if item in (neutral, result):
                continue
            result = item if result == neutral else self.line(f"{op} ~i1 $0, $1", (result, item), type="i1")
        return result

    def both(self, a: Value, b: Value) -> Value:
        """Whether two truth values are the same."""
        if a == b:
            return YES
        for one, other in ((a, b), (b, a)):
            if one.constant:
                return other if one.low else self.not_(other)
        return self.not_(self.line("xor ~i1 $0, $1", (a, b), type="i1"))

    def select(self, test: Value, yes: Value, no: Value) -> Value:
        """*yes* where *test* is true, else *no*."""
        if test.constant:
            return yes if test.low else no
        if yes == no or (yes.constant and no.constant and yes.low == no.low):
            return yes
        if yes.type == "i1" and (yes.constant or no.constant):
            if yes.constant:
                return self.or_(test, no) if yes.low else self.and_(self.not_(test), no)
            return self.or_(self.not_(test), yes) if no.low else self.and_(test, yes)
        bounds = (min(yes.low, no.low), max(yes.high, no.high))
        return self.line(f"select ~i1 $0, ~{yes.type} $1, ~{yes.type} $2", (test, yes, no), bounds, yes.type)

    # ---- tables

    def pick(self, place: Value, cells: Sequence[int]) -> Value:
        """The cell at *place*, which lies between 0 and the last of *cells*."""
        low, high = place.low, min(place.high, len(cells) - 1)
        held = cells[low : high + 1]
        if len(set(held)) == 1:
            return number(held[0])
        if len(set(held)) <= FEW and len(held) <= 4 * FEW:
            return self._chosen(place, low, held)
        table = self.tables.setdefault(tuple(cells), f"@t{len(self.tables)}")
        bounds = (min(held), max(held))
        if place.uniform:
            cell = self.line(f"getelementptr i64, ptr {table}, i64 $0", (place,))
            return self.line("load i64, ptr $0, align 8", (cell,), bounds)
        cells_at = self.line(f"getelementptr i64, ptr {table}, ~i64 $0", (place,))
        wide = vector("i64")
        gather = f"@llvm.masked.gather.v{LANES}i64.v{LANES}p0"
        mask = vector("i1")
        self.declared[f"declare {wide} {gather}(<{LANES} x ptr>, i32 immarg, {mask}, {wide})"] = None
        every = f"<{', '.join(['i1 true'] * LANES)}>"
        return self.line(
            f"call {wide} {gather}(<{LANES} x ptr> $0, i32 8, {mask} {every}, {wide} zeroinitializer)",
            (cells_at,),
            bounds,
        )

    def _chosen(self, place: Value, low: int, held: Sequence[int]) -> Value:
        """Runs of equal cells told apart from the end; the commonest cell is what is left when none matches."""
        runs: list[tuple[int, int, int]] = []
        for at, cell in enumerate(held, start=low):
            if runs and runs[-1][2] == cell:
                runs[-1] = (runs[-1][0], at, cell)
            else:
                runs.append((at, at, cell))
        rest = max(set(held), key=lambda cell: sum(run[2] == cell for run in runs))
        result = number(rest)
        for cell in dict.fromkeys(held):
            if cell != rest:
                tests = [
                    self.and_(self.compare("<=", number(first), place), self.compare("<=", place, number(last)))
                    if first < last
                    else self.compare("==", place, number(first))
                    for first, last, of in runs
                    if of == cell
                ]
                result = self.select(self.or_(*tests), number(cell), result)
        return Value(result.text, min(held), max(held), "i64", result.uniform)


def vector(type: str) -> str:
    """The type of a value on all lanes."""
    return f"<{LANES} x {type}>"
