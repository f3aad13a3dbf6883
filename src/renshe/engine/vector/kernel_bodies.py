"""A rule's tree in kernel code: :mod:`renshe.engine.ir`, node by node, on eight rows at a time.

All branches are computed, and each lane takes the one it is in. ``path`` tells on which lanes the evaluation would come
to a node at all: only there does a read count (a rule hands on the reasons of what it read), and only there can it
make a row unsure. Three-valued logic comes out as in ``ir``, but for the names of what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import FEN_PER_YUAN, MILLION
from renshe.engine.vector.kernel_cells import MISSING, Cell, Cells, Unanswerable
from renshe.engine.vector.kernel_numbers import Numbers, held_in
from renshe.engine.vector.kernel_text import MOST, NO, YES, ZERO, Value, number, truth
from renshe.engine.vector.nodes import Body

QUARTER = MOST // 4


class Run:
    """One run of one body.

    Attributes:
        reads: name → on which lanes the body read it.
        codes: the reasons its branches end in; ``because`` is a place in it, counted from 1.
    """

    def __init__(
        self,
        cells: Cells,
        body: Body,
        node: Callable[[int], Cell],
        dated: Callable[[str, Cell], Cell],
        word: Callable[[str], int],
    ) -> None:
        self.cells, self.text = cells, cells.text
        self.numbers = Numbers(cells.text)
        self.body, self.node, self.dated, self.word = body, node, dated, word
        self.locals: dict[str, Cell] = {}
        self.reads: dict[str, Value] = {}
        self.codes: list[tuple[str, str | None]] = []

    def run(self) -> tuple[Cell, Value]:
        """What the body comes to, and where it ends in which of its ``codes``."""
        return self.statement(self.body.tree, YES, ZERO)

    # ---- statements: what they come to, and for which reason of their own

    def statement(self, tree: Any, path: Value, because: Value) -> tuple[Cell, Value]:
        """A piece of a body in which a reason may be given."""
        match tree:
            case ir.Let(name=name, value=value, rest=rest):
                before = dict(self.locals)
                self.locals[name] = self.expression(value, path)
                result = self.statement(rest, path, because)
                self.locals = before
                return result
            case ir.Reasoned(value=value, code=code, cites=cites):
                if (code, cites) not in self.codes:
                    self.codes.append((code, cites))
                return self.statement(value, path, number(self.codes.index((code, cites)) + 1))
            case ir.Branch():
                return self.branch(tree, path, because)
        return self.expression(tree, path), because

    def branch(self, tree: ir.Branch, path: Value, because: Value) -> tuple[Cell, Value]:
        """``if``: with an unknown test both ways are tried, and only an answer they share is an answer."""
        text, cells = self.text, self.cells
        test = self.expression(tree.test, path)
        yes, no = cells.is_true(test), cells.is_false(test)
        then, then_because = self.statement(tree.then, text.and_(path, text.not_(no)), because)
        other, other_because = self.statement(tree.otherwise, text.and_(path, text.not_(yes)), because)
        result = cells.choose(yes, then, other)
        if test.unknown != NO:
            agree = text.and_(
                cells.known(then, other),
                self.same(then, other),
                text.compare("==", then_because, other_because),
            )
            result = Cell(
                result.value,
                result.none,
                text.select(test.unknown, text.not_(agree), result.unknown),
                result.unsure,
                result.reasons,
                result.structs,
            )
        unsure = text.or_(test.unsure, then.unsure, other.unsure)
        result = Cell(result.value, result.none, result.unknown, unsure, result.reasons, result.structs)
        return result, text.select(yes, then_because, other_because)

    def same(self, one: Cell, other: Cell) -> Value:
        """Where two known cells are equal."""
        text = self.text
        if one.structs or other.structs:
            raise Unanswerable
        if one.value is None or other.value is None:
            return text.and_(one.none, other.none)
        a, b = self.cells.like(one.value, other.value)
        equal = text.both(a, b) if a.type == "i1" else text.compare("==", a, b)
        none = text.or_(one.none, other.none)
        return text.select(none, text.and_(one.none, other.none), equal)

    # ---- expressions

    def expression(self, tree: Any, path: Value) -> Cell:
        """A piece of a body that has a value only."""
        match tree:
            case ir.Constant(value=value):
                return self.constant(value)
            case ir.Read(name=name):
                return self.read(name, path)
            case ir.Local(name=name):
                return self.locals[name]
            case ir.Arithmetic(op=op, left=left, right=right):
                return self.arithmetic(op, self.expression(left, path), self.expression(right, path), path)
            case ir.Compare(op=op, left=left, right=right):
                return self.compare(op, self.expression(left, path), self.expression(right, path))
            case ir.In(item=item, choices=choices, negated=negated):
                return self.among(self.expression(item, path), choices, negated)
            case ir.IsNone(item=item, negated=negated):
                cell = self.expression(item, path)
                return Cell(self.text.not_(cell.none) if negated else cell.none, NO, cell.unknown, cell.unsure)
            case ir.Not(item=item):
                cell = self.expression(item, path)
                return Cell(self.text.not_(self.truth(cell)), NO, cell.unknown, cell.unsure)
            case ir.All(items=items):
                return self.junction(items, path, decides=False)
            case ir.Any_(items=items):
                return self.junction(items, path, decides=True)
            case ir.Call(helper=helper, arguments=arguments):
                return self.call(helper, [self.expression(each, path) for each in arguments], path)
            case ir.Method():
                return self.method(tree, path)
            case ir.Branch():
                return self.branch(tree, path, ZERO)[0]
        raise Unanswerable

    def constant(self, value: Any) -> Cell:
        """A literal, or what the plan knows."""
        if value is None:
            return Cell(ZERO, none=YES)
        if isinstance(value, ir.Unknown):
            return MISSING
        if isinstance(value, bool):
            return Cell(truth(value))
        if isinstance(value, str):
            return Cell(number(self.word(value)))
        if isinstance(value, int) and abs(value) <= MOST:
            return Cell(number(int(value)))
        raise Unanswerable

    def read(self, name: str, path: Value) -> Cell:
        """An argument."""
        self.reads[name] = self.text.or_(self.reads.get(name, NO), path)
        cell = self.node(self.body.reads[name])
        unsure = self.text.and_(path, cell.unsure)
        return Cell(cell.value, cell.none, cell.unknown, unsure, structs=cell.structs)

    def truth(self, cell: Cell) -> Value:
        """Its value, as a truth value."""
        value = cell.number
        if value == ZERO:
            return NO  # nothing is known of it anyway
        if value.type != "i1":
            raise Unanswerable
        return value

    def joined(self, *cells: Cell) -> tuple[Value, Value]:
        """Where any of them is unknown, and where unsure."""
        return (
            self.text.or_(*(cell.unknown for cell in cells)),
            self.text.or_(*(cell.unsure for cell in cells)),
        )

    def arithmetic(self, op: str, left: Cell, right: Cell, path: Value) -> Cell:
        """Whole numbers; a product that could leave 64 bits is held in, and its row left to another."""
        text = self.text
        unknown, unsure = self.joined(left, right)
        a, b = left.number, right.number
        out = NO
        match op:
            case "*":
                a, b, out = held_in(text, a, b)
                value = text.mul(a, b)
            case "+" | "-":
                a, out_a = text.within(a, -MOST // 2, MOST // 2)
                b, out_b = text.within(b, -MOST // 2, MOST // 2)
                out = text.or_(out_a, out_b)
                value = text.add(a, b) if op == "+" else text.sub(a, b)
            case "//":
                value = self.numbers.floor(a, b.low)
            case _:
                value = self.numbers.mod(a, b.low)
        return Cell(value, NO, unknown, self.also(unsure, out, unknown, path))

    def also(self, unsure: Value, out: Value, unknown: Value, path: Value) -> Value:
        """Unsure too where a value had to be held in, if there is one and the evaluation comes here."""
        return self.text.or_(unsure, self.text.and_(out, self.text.not_(unknown), path))

    def compare(self, op: str, left: Cell, right: Cell) -> Cell:
        """A comparison; neither side is *none* where the evaluation comes to it."""
        text = self.text
        unknown, unsure = self.joined(left, right)
        a, b = self.cells.like(left.number, right.number)
        if a.type == "i1":
            value = text.both(a, b) if op == "==" else text.not_(text.both(a, b))
        else:
            value = text.compare(op, a, b)
        return Cell(value, NO, unknown, unsure)

    def among(self, item: Cell, choices: Sequence[Any], negated: bool) -> Cell:
        """Whether a choice is one of several literals."""
        text = self.text
        value = item.number
        literals = [self.constant(choice) for choice in choices]
        known = text.or_(*(text.compare("==", value, each.number) for each in literals if each.none == NO))
        found = text.select(item.none, truth(None in choices), known)
        return Cell(text.not_(found) if negated else found, NO, item.unknown, item.unsure)

    def junction(self, items: Sequence[Any], path: Value, decides: bool) -> Cell:
        """The first item that is *decides* decides, though others are missing."""
        text, cells = self.text, self.cells
        decided, unknown, unsure = NO, NO, NO
        here = path
        for item in items:
            state = self.expression(item, here)
            hit = cells.is_true(state) if decides else cells.is_false(state)
            unknown = text.or_(unknown, state.unknown)
            unsure = text.or_(unsure, state.unsure)
            # Where an item before has decided, this one is not come to, and what it says adds nothing.
            decided = text.or_(decided, hit)
            here = text.and_(here, text.not_(hit))
        value = decided if decides else text.not_(decided)
        return Cell(value, NO, text.and_(unknown, text.not_(decided)), unsure)

    def call(self, helper: str, arguments: list[Cell], path: Value) -> Cell:
        """A listed helper; what it cannot compute is unknown."""
        text, numbers = self.text, self.numbers
        unknown, unsure = self.joined(*arguments)
        values = [argument.number for argument in arguments]
        out = fault = NO
        if helper in ("min", "max"):
            value = values[0]
            for other in values[1:]:
                value = text.low_one(value, other) if helper == "min" else text.high_one(value, other)
            return Cell(value, NO, unknown, unsure)
        match helper:
            case "abs":
                value = text.size(values[0])
            case "half_up_to_millionth":
                value = numbers.half_up(values[0], MILLION)
            case "half_up_to_fen" | "half_up_to_yuan" | "down_to_yuan":
                value, out, fault = self.rounded(helper, *values)
            case "up_to_step":
                fault = text.compare("<=", values[1], ZERO)
                amount, out_a = text.within(values[0], -QUARTER, QUARTER)
                step, out_b = text.within(values[1], 1, QUARTER)
                value, out = numbers.up_to_step(amount, step), text.or_(out_a, text.and_(out_b, text.not_(fault)))
            case "month_of" | "first_day" | "last_day" | "months_after":
                value, fault = getattr(numbers, helper)(*values)
            case _:
                raise Unanswerable
        return Cell(value, NO, text.or_(unknown, fault), self.also(unsure, out, text.or_(unknown, fault), path))

    def rounded(self, helper: str, amount: Value, over: Value) -> tuple[Value, Value, Value]:
        """An amount shared and rounded; where it had to be held in; and where there is nobody to share with."""
        text, numbers = self.text, self.numbers
        unit = 1 if helper == "half_up_to_fen" else FEN_PER_YUAN
        fault = text.compare("<=", over, ZERO)
        over, out_over = text.within(over, 1, QUARTER // (2 * unit))
        amount, out_amount = text.within(amount, -QUARTER, QUARTER)
        over = text.mul(over, number(unit))
        whole = (numbers.down_by if helper == "down_to_yuan" else numbers.half_up_by)(amount, over)
        out = text.or_(out_amount, text.and_(out_over, text.not_(fault)))
        return text.mul(whole, number(unit)), out, fault

    # ---- scales and windows

    def method(self, tree: ir.Method, path: Value) -> Cell:
        """A step of a scale or an end of a window, or whether it holds a day; or a number on a day of its own."""
        text = self.text
        arguments = [self.expression(each, path) for each in tree.arguments]
        unknown, unsure = self.joined(*arguments)
        here = text.and_(path, text.not_(unknown))
        if tree.method == "on":
            found = self.dated(tree.number, arguments[0])
            unsure = text.or_(unsure, text.and_(here, found.unsure))
            return Cell(found.value, found.none, text.or_(unknown, found.unknown), unsure, structs=found.structs)
        target = self.read(tree.number, here)
        if not target.structs:
            if target.unknown == YES:
                return MISSING
            raise Unanswerable
        assert target.value is not None
        if tree.method in ("at", "holds"):
            of = self._at if tree.method == "at" else self._holds
            each = [of(struct, arguments[0].number) for struct in target.structs]
        else:
            each = [_end(struct, tree.method) for struct in target.structs]
        result = each[-1]
        for place, cell in reversed(list(enumerate(each[:-1]))):
            result = self.cells.choose(text.compare("==", target.value, number(place)), cell, result)
        unknown = text.or_(unknown, target.unknown, result.unknown)
        return Cell(result.value, NO, unknown, text.or_(unsure, target.unsure, result.unsure))

    def _at(self, scale: Any, position: Value) -> Cell:
        """The value of the highest step not above *position*."""
        text = self.text
        value = self.constant(scale.steps[0][1]).number
        for start, step in scale.steps[1:]:
            value = text.select(text.compare("<=", number(start), position), self.constant(step).number, value)
        return Cell(value, unknown=text.compare("<", position, number(scale.steps[0][0])))

    def _holds(self, window: Any, moment: Value) -> Cell:
        """Whether *moment* lies inside, both ends included."""
        text = self.text
        first, last = window.first_or_none, window.last_or_none
        tests = [truth(window.known)]
        tests += [] if first is None else [text.compare("<=", number(int(first)), moment)]
        tests += [] if last is None else [text.compare("<=", moment, number(int(last)))]
        return Cell(text.and_(*tests))


def _end(struct: Any, method: str) -> Cell:
    """The first or last step or day; unknown where there is none."""
    try:
        found = getattr(struct, method)
    except LookupError:
        return MISSING
    if not isinstance(found, int):
        raise Unanswerable
    return Cell(number(int(found)))
