"""The nodes of a plan in kernel code, each after all that it reads: given, looked up, or ruled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.vector.kernel_bodies import Run
from renshe.engine.vector.kernel_cells import MISSING, Cell, Cells, Unanswerable, Words
from renshe.engine.vector.kernel_numbers import Numbers
from renshe.engine.vector.kernel_text import FEW, MOST, NO, YES, ZERO, Text, Value, number, truth
from renshe.engine.vector.nodes import (
    Alias,
    Body,
    Dated,
    Fixed,
    Join,
    Lookup,
    MemberOf,
    Missing,
    MonthOf,
    Node,
    Plan,
    Scalar,
    Version,
    Versions,
)
from renshe.engine.vector.nodes import Cells as Table

STRUCTS = (Scale, Window, MonthWindow)


@dataclass(frozen=True, slots=True)
class Said:
    """What a column says on every lane: ``cell``, where it says anything."""

    cell: Cell
    said: Value


class Nodes:
    """The cells of a plan's nodes, written as they are asked for.

    Args:
        plan: the plan.
        text: where they are written.
        column: reads a column, by its name.
        scalar: reads what single evaluations gave for a node.
    """

    def __init__(self, plan: Plan, text: Text, column: Callable[[str], Said], scalar: Callable[[int], Cell]) -> None:
        self.plan, self.text = plan, text
        self.cells = Cells(text, (len(plan.codes) + 63) // 64)
        self.numbers = Numbers(text)
        self.column, self.scalar = column, scalar
        self.found: dict[int, Cell] = {}

    def cell(self, index: int) -> Cell:
        """The cell of a node."""
        for place in self._order(index):
            self.found[place] = self._written(self.plan.nodes[place])
        return self.found[index]

    def _order(self, index: int) -> list[int]:
        """A node and what it reads that is not written yet; the plan has every node after all that it reads."""
        wanted: set[int] = set()
        stack = [index]
        while stack:
            place = stack.pop()
            if place not in wanted and place not in self.found:
                wanted.add(place)
                stack.extend(self.plan.nodes[place].reads)
        return sorted(wanted)

    def _written(self, node: Node) -> Cell:
        cell = self._answer(node)
        if node.given is not None:
            said = self.column(node.given)
            cell = self._chosen(said.said, self._given(node, said.cell), cell)
        for alias in reversed(node.aliases):
            cell = self._alias(alias, cell)
        return cell

    def _chosen(self, test: Value, yes: Cell, no: Cell) -> Cell:
        try:
            return self.cells.choose(test, yes, no)
        except Unanswerable:
            # Of a list or a record, only whether there is one is known.
            return replace(self.cells.choose(test, replace(yes, value=None), replace(no, value=None)), structs=())

    # ---- what a row says itself

    def _given(self, node: Node, cell: Cell) -> Cell:
        """A given value; who says that a condition is not met says why, as long as there is but one reason."""
        if node.kind != "bool" or not isinstance(node.answer, Versions):
            return cell
        cells = self.cells
        outcomes = {True: cells.is_true(cell), False: cells.is_false(cell)}
        reasons: list[Words] = []
        unsure = NO
        for version, here in self._in_force(node.answer):
            if version.code is not None:
                test = self.text.and_(here, outcomes[version.when], self.text.not_(cell.none))
                reasons.append(cells.code(self.plan.code_bits[version.code], test))
            if version.clock is not None:
                unsure = self.text.or_(unsure, self.cell(version.clock).unsure)
        return replace(cell, reasons=cells.union(*reasons), unsure=self.text.or_(cell.unsure, unsure))

    def _alias(self, alias: Alias, cell: Cell) -> Cell:
        """A member's own name, where it was given and the row stands at that member."""
        text = self.text
        said = self.column(alias.column)
        open_, missing, unsure = said.said, NO, NO
        for place, member in alias.at:
            here = self.cell(place)
            missing = text.or_(missing, text.and_(open_, here.unknown))
            unsure = text.or_(unsure, text.and_(open_, here.unsure))
            stands = text.compare("==", here.number, number(self.plan.word(member)))
            open_ = text.and_(open_, text.not_(here.unknown), text.not_(here.none), stands)
        cell = self._chosen(missing, MISSING, self._chosen(open_, said.cell, cell))
        return replace(cell, unsure=text.or_(cell.unsure, unsure))

    # ---- what answers it otherwise

    def _answer(self, node: Node) -> Cell:
        match node.answer:
            case Fixed(value=value):
                return self._fixed(value)
            case Missing():
                return MISSING
            case MonthOf(date=date):
                day = self.cell(date)
                month, outside = self.numbers.month_of(day.number)
                known = self.text.not_(day.unknown)
                unsure = self.text.and_(self.text.or_(outside, day.none), known)
                return Cell(month, unknown=day.unknown, unsure=self.text.or_(day.unsure, unsure))
            case Lookup():
                return self._lookup(node.answer)
            case Versions():
                return self._versions(node, node.answer)
            case Scalar():
                return self.scalar(node.index)
        raise Unanswerable

    def _fixed(self, value: Any) -> Cell:
        if isinstance(value, STRUCTS):
            return Cell(ZERO, structs=(value,))
        if value is None:
            return Cell(ZERO, none=YES)
        if isinstance(value, bool):
            return Cell(truth(value))
        if isinstance(value, str):
            return Cell(number(self.plan.word(value)))
        if isinstance(value, int) and abs(value) <= MOST:
            return Cell(number(int(value)))
        return Cell(None)

    # ---- numbers

    def _lookup(self, lookup: Lookup) -> Cell:
        text = self.text
        unknown = unsure = NO
        place = ZERO
        if lookup.clock is not None:
            clock = self.cell(lookup.clock)
            unknown, unsure = text.or_(clock.unknown, clock.none), clock.unsure
            place = self._span(lookup.cells, clock.number)
        return self._table(lookup.cells, place, lookup.by, unknown, unsure)

    def _span(self, table: Table, clock: Value) -> Value:
        """How many spans have begun."""
        place = ZERO
        for start in table.starts:
            place = self.text.add(
                place, self.text.select(self.text.compare("<=", number(start), clock), number(1), ZERO)
            )
        return place

    def _table(self, table: Table, place: Value, by: Sequence[int], unknown: Value, unsure: Value) -> Cell:
        """The cell of a table at a span and the words of its keys."""
        text = self.text
        for key, words in zip(by, table.keys, strict=True):
            cell = self.cell(key)
            unknown, unsure = text.or_(unknown, cell.unknown), text.or_(unsure, cell.unsure)
            at = {self.plan.word(word): position for position, word in enumerate(words)}
            position = self._position(cell.number, at, len(words))
            position = text.select(cell.none, number(len(words)), position)
            place = text.add(text.mul(place, number(len(words) + 1)), position)
        held = table.held[-1]
        last = len(held) - 1
        place = text.low_one(place, number(last))
        unknown = text.or_(unknown, text.compare("==", text.pick(place, [int(each) for each in held]), ZERO))
        values = table.values
        if any(isinstance(value, STRUCTS) for value in values):
            structs = tuple({id(value): value for value in values if isinstance(value, STRUCTS)}.values())
            order = {id(struct): position for position, struct in enumerate(structs)}
            value = text.pick(place, [order.get(id(each), 0) for each in values])
            return Cell(value, NO, unknown, unsure, structs=structs)
        none = text.pick(place, [int(here and each is None) for here, each in zip(held, values, strict=True)])
        rest = next((each for each in values if each is not None), 0)
        encoded = [self._encoded(rest if each is None else each) for each in values]
        value = text.pick(place, encoded)
        if isinstance(rest, bool):
            value = text.compare("==", value, number(1))
        return Cell(value, text.compare("==", none, number(1)), unknown, unsure)

    def _position(self, word: Value, at: Mapping[int, int], other: int) -> Value:
        """Where a word stands on an axis; *other* for one that does not."""
        text = self.text
        if len(at) <= FEW:
            position = number(other)
            for each, place in at.items():
                position = text.select(text.compare("==", word, number(each)), number(place), position)
            return position
        count = len(self.plan.words)
        word, beyond = text.within(word, 0, count)
        position = text.pick(word, [at.get(each, other) for each in range(count + 1)])
        return text.select(beyond, number(other), position)

    def _encoded(self, value: Any) -> int:
        if isinstance(value, str):
            return self.plan.word(value)
        if isinstance(value, int) and abs(value) <= MOST:
            return int(value)
        raise Unanswerable

    def _on(self, body: Body, name: str, day: Cell) -> Cell:
        """What a rule reads on a day that it names."""
        dated = body.dated.get(name)
        return self._dated(dated, day) if dated is not None else self.cell(body.reads[name])

    def _dated(self, dated: Dated, day: Cell) -> Cell:
        """A number on such a day; beyond the calendar it is missing."""
        text = self.text
        first, last = CALENDAR["date"]
        clock, outside = text.within(day.number, first, last)
        if dated.monthly:
            clock, _ = self.numbers.month_of(clock)
        table = self._table(dated.cells, self._span(dated.cells, clock), dated.by, outside, NO)
        if dated.given is None:
            return table
        node = self.plan.nodes[dated.given]
        cell = self.cell(dated.given)
        if node.given is None:
            return cell
        return self.cells.choose(self.column(node.given).said, cell, table)

    # ---- rules

    def _in_force(self, versions: Versions) -> list[tuple[Version, Value]]:
        """The versions, each with the lanes on which it is the one in force."""
        text = self.text
        open_ = YES
        found = []
        for version in versions.versions:
            if version.clock is None:
                found.append((version, open_))
                break
            clock = self.cell(version.clock)
            known = text.not_(text.or_(clock.unknown, clock.none))
            open_ = text.and_(open_, known)
            inside = YES
            if version.since is not None:
                inside = text.and_(inside, text.compare("<=", number(version.since), clock.number))
            if version.until is not None:
                inside = text.and_(inside, text.compare("<=", clock.number, number(version.until)))
            found.append((version, text.and_(open_, inside)))
            open_ = text.and_(open_, text.not_(inside))
        return found

    def _versions(self, node: Node, versions: Versions) -> Cell:
        cell = MISSING
        unsure = NO
        for version, here in reversed(self._in_force(versions)):
            cell = self._chosen(here, self._version(version), cell)
            if version.clock is not None:
                unsure = self.text.or_(unsure, self.cell(version.clock).unsure)
        return self._checked(node, replace(cell, unsure=self.text.or_(cell.unsure, unsure)))

    def _checked(self, node: Node, cell: Cell) -> Cell:
        """A value as it leaves a rule: none only where it may be, a day or a month of the calendar."""
        text, book = self.text, self.plan.program.book
        term = book.terms.get(node.name)
        unknown = cell.unknown
        if term is not None:
            if not term.type.nullable:
                unknown = text.or_(unknown, cell.none)
                cell = replace(cell, none=NO)
            ends = CALENDAR.get(term.type.kind)
            if ends is not None and cell.value is not None and cell.value.type == "i64":
                value, outside = text.within(cell.value, *ends)
                unknown = text.or_(unknown, text.and_(outside, text.not_(cell.none)))
                cell = replace(cell, value=value)
        reasons = self.cells.where(text.not_(unknown), cell.reasons)
        return replace(cell, unknown=unknown, none=text.and_(cell.none, text.not_(unknown)), reasons=reasons)

    def _version(self, version: Version) -> Cell:
        match version.rule:
            case Body():
                cell = self._body(version.rule)
            case Join():
                cell = self._join(version.rule)
            case MemberOf(of=of):
                cell = self.cell(of)
        if version.code is None:
            return cell
        outcome = self.cells.is_true(cell) if version.when else self.cells.is_false(cell)
        outcome = self.text.and_(outcome, self.text.not_(cell.none))
        code = self.cells.code(self.plan.code_bits[version.code], outcome)
        return replace(cell, reasons=self.cells.union(cell.reasons, code))

    def _body(self, body: Body) -> Cell:
        text, cells = self.text, self.cells
        run = Run(cells, body, self.cell, lambda name, day: self._on(body, name, day), self.plan.word)
        cell, because = run.run()
        known = text.not_(cell.unknown)
        reasons: list[Words] = []
        unsure = cell.unsure
        for handed in body.handed:
            other = self.cell(handed.node)
            test = text.and_(known, run.reads.get(handed.name, NO) if handed.when_read else YES)
            reasons.append(cells.where(test, other.reasons))
            unsure = text.or_(unsure, text.and_(test, other.unsure))
        for place, (code, _) in enumerate(run.codes, start=1):
            test = text.and_(known, text.compare("==", because, number(place)))
            reasons.append(cells.code(self.plan.code_bits[code], test))
        return replace(cell, reasons=cells.union(*reasons), unsure=unsure)

    def _join(self, join: Join) -> Cell:
        text, cells = self.text, self.cells
        items = [self.cell(item) for item in join.items]
        unknown = text.or_(*(item.unknown for item in items))
        unsure = text.or_(*(item.unsure for item in items))
        own: list[Words] = []
        decided = NO
        for item in items:
            hit = cells.is_true(item) if join.decides else text.and_(cells.is_false(item), text.not_(item.none))
            decided = text.or_(decided, hit)
        if join.code_from is not None:
            source = self.cell(join.code_from)
            unknown, unsure = text.or_(unknown, source.unknown), text.or_(unsure, source.unsure)
            there = text.not_(text.or_(source.none, source.unknown))
            cause, strange, codes = self._causes(source, join.excepted)
            decided = text.or_(decided, text.and_(there, cause))
            unsure = text.or_(unsure, text.and_(there, strange))
            own.append(cells.where(text.and_(there, cause), codes))
        unknown = text.and_(unknown, text.not_(decided))
        value = decided if join.decides else text.not_(decided)
        cell = Cell(value, NO, unknown, unsure)
        reasons = own
        if join.hands_on is not None:
            outcome = cells.is_true(cell) if join.hands_on else cells.is_false(cell)
            reasons = [*own, *(cells.where(outcome, item.reasons) for item in items)]
        return replace(cell, reasons=cells.union(*reasons))

    def _causes(self, source: Cell, excepted: Sequence[str]) -> tuple[Value, Value, Words]:
        """Whether a word is a cause itself, or one that is no reason the plan knows; and the reason that it is."""
        text, words, bits = self.text, self.plan.words, self.plan.code_bits
        value, beyond = text.within(source.number, 0, len(words))
        kinds = [0 if word in excepted else 1 if word in bits else 2 for word in words]
        kind = text.pick(value, [*kinds, 2])
        codes = []
        for place in range(self.cells.words):
            held = [
                1 << bits[word] % 64 if of == 1 and bits[word] // 64 == place else 0
                for word, of in zip(words, kinds, strict=True)
            ]
            codes.append(text.pick(value, [each - 2**64 if each >> 63 else each for each in (*held, 0)]))
        strange = text.or_(beyond, text.compare("==", kind, number(2)))
        return text.compare("==", kind, number(1)), strange, tuple(codes)
