"""Bodies over columns: the trees of :mod:`renshe.engine.ir` on all rows at once.

As for a single case, a test that is not known is answered by both sides where they agree, and what is known decides
though other things are missing. ``active`` are the rows that come by a piece of a body: no side is run that no row
takes, and a rule that hands on the reasons of what it read learns on which rows it did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from renshe.engine import ir
from renshe.engine.vector import whole_numbers
from renshe.engine.vector.nodes import Body, Dated, Plan
from renshe.engine.vector.numbers import Numbers
from renshe.engine.vector.vectors import (
    NO,
    NOTHING,
    YES,
    Array,
    Bits,
    Mask,
    Vector,
    any_of,
    either,
    flag,
    nothing_in,
    select,
    tidy,
    union,
    unknown,
    within,
    without,
)

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
Locals: TypeAlias = "dict[str, Vector]"


class Bodies:
    """Runs bodies.

    Args:
        plan: what they belong to.
        node: the vector of a node.
        numbers: the numbers of the plan.
        set_aside: told of rows that another back-end must answer.
    """

    def __init__(
        self, plan: Plan, node: Callable[[int], Vector], numbers: Numbers, set_aside: Callable[[Mask], None]
    ) -> None:
        self.plan, self.node, self.numbers, self.set_aside = plan, node, numbers, set_aside

    def run(self, body: Body) -> Vector:
        """The value of *body* with the reasons of its own and those it hands on."""
        run = _Run(self, body)
        found = run.tree(body.tree, YES, {})
        if found.unknown is not None and run.may_lack_nothing:
            self.set_aside(found.unknown & nothing_in(found.missing))
        reasons: Bits = {}
        for handed in body.handed:
            rows = found.known & run.read[handed.name] if handed.when_read else found.known
            reasons = union(reasons, within(rows, self.node(handed.node).reasons))
        for number, (code, _) in enumerate(run.because, start=1):
            rows = found.known & (found.because == number)
            reasons = union(reasons, within(rows, flag(rows, self.plan.code_bits[code])))
        return Vector(
            found.value, found.unknown, found.none, found.missing, reasons, found.low, found.high,
            structs=found.structs,
        )  # fmt: skip


class _Run:
    """One run of one body."""

    def __init__(self, bodies: Bodies, body: Body) -> None:
        self.bodies, self.body, self.plan = bodies, body, bodies.plan
        self.read: dict[str, Array] = {handed.name: NO for handed in body.handed if handed.when_read}
        self.because: list[tuple[str, str | None]] = []
        self.may_lack_nothing = False

    def tree(self, node: Any, active: Array, names: Locals) -> Vector:
        """The vector of a piece of the body."""
        match node:
            case ir.Constant(value=value):
                return self.constant(value)
            case ir.Read(name=name):
                return self.named(name, active)
            case ir.Local(name=name):
                return names[name]
            case ir.Branch():
                return self.branch(node, active, names)
            case ir.Let(name=name, value=value, rest=rest):
                return self.tree(rest, active, {**names, name: self.tree(value, active, names)})
            case ir.Compare(op=op):
                left, right = self.tree(node.left, active, names), self.tree(node.right, active, names)
                return _both(left, right, COMPARE[op](left.value, right.value))
            case ir.Arithmetic(op=op):
                left, right = self.tree(node.left, active, names), self.tree(node.right, active, names)
                return self.computed([left, right], whole_numbers.arithmetic(op, left, right), ())
            case ir.All(items=items):
                return self.junction(items, active, names, decides=False)
            case ir.Any_(items=items):
                return self.junction(items, active, names, decides=True)
            case ir.Not(item=item):
                found = self.tree(item, active, names)
                return Vector(~found.value, found.unknown, None, found.missing)
            case ir.In():
                return self.among(node, active, names)
            case ir.IsNone(item=item, negated=negated):
                found = self.tree(item, active, names)
                none = NO if found.none is None else found.none
                return Vector(~none if negated else none, found.unknown, None, found.missing)
            case ir.Call():
                return self.call(node, active, names)
            case ir.Method():
                return self.method(node, active, names)
            case ir.Reasoned():
                return self.reasoned(node, active, names)
        raise TypeError(f"no columns of {type(node).__name__}")

    # ---- names and literals

    def constant(self, value: Any) -> Vector:
        if value is None:
            return Vector(np.asarray(0), None, YES)
        if isinstance(value, str):
            return Vector(np.asarray(self.plan.word(value), dtype=np.int32))
        if isinstance(value, bool):
            return Vector(YES if value else NO)
        return whole_numbers.constant(int(value))

    def named(self, name: str, active: Array) -> Vector:
        if name in self.read:
            self.read[name] = self.read[name] | active
        return self.bodies.node(self.body.reads[name])

    # ---- what decides

    def branch(self, node: ir.Branch, active: Array, names: Locals) -> Vector:
        test = self.tree(node.test, active, names)
        open_ = tidy(None if test.unknown is None else test.unknown & active)
        yes, no = (test.value, ~test.value) if test.unknown is None else (
            test.value | test.unknown, ~test.value | test.unknown
        )  # fmt: skip
        then, otherwise = active & yes, active & no
        if not any_of(otherwise):
            return self.tree(node.then, then, names)
        if not any_of(then):
            return self.tree(node.otherwise, otherwise, names)
        one, other = self.tree(node.then, then, names), self.tree(node.otherwise, otherwise, names)
        found = select(yes, one, other)
        if open_ is None:
            return found
        rows = tidy(open_ & ~_agree(one, other))
        if rows is None:
            return found
        missing = union(test.missing, union(one.missing, other.missing))
        kept = {word: np.where(rows, NOTHING, bits) for word, bits in found.missing.items()}
        return Vector(
            found.value, either(found.unknown, rows), without(found.none, rows), union(kept, within(rows, missing)),
            {}, found.low, found.high, found.because, found.structs,
        )  # fmt: skip

    def junction(self, items: tuple[Any, ...], active: Array, names: Locals, *, decides: bool) -> Vector:
        decided = NO
        unknown_: Mask = None
        missing: Bits = {}
        for item in items:
            rows = active & ~decided
            if not any_of(rows):
                break
            state = self.tree(item, rows, names)
            says = state.value if decides else ~state.value
            decided = decided | (says if state.unknown is None else says & ~state.unknown)
            unknown_ = either(unknown_, state.unknown)
            missing = union(missing, state.missing)
        unknown_ = tidy(without(unknown_, decided))
        return Vector(decided if decides else ~decided, unknown_, None, within(unknown_, missing))

    def among(self, node: ir.In, active: Array, names: Locals) -> Vector:
        item = self.tree(node.item, active, names)
        found = NO
        for choice in node.choices:
            found = found | (item.value == (self.plan.word(choice) if isinstance(choice, str) else choice))
        if item.none is not None:
            found = found & ~item.none
        return Vector(~found if node.negated else found, item.unknown, None, item.missing)

    def reasoned(self, node: ir.Reasoned, active: Array, names: Locals) -> Vector:
        reason = (node.code, node.cites)
        if reason not in self.because:
            self.because.append(reason)
        found = self.tree(node.value, active, names)
        return Vector(
            found.value, found.unknown, found.none, found.missing, {}, found.low, found.high,
            np.asarray(self.because.index(reason) + 1, dtype=np.int16), found.structs,
        )  # fmt: skip

    # ---- what computes

    def computed(self, of: list[Vector], result: whole_numbers.Result, needs: tuple[str, ...]) -> Vector:
        unknown_ = whole_numbers.combined(of)
        missing: Bits = {}
        for each in of:
            missing = union(missing, each.missing)
        if result.large is not None:
            self.bodies.set_aside(without(result.large, unknown_))
        fault = tidy(without(result.fault, unknown_))
        if fault is not None:
            self.may_lack_nothing |= not needs
            unknown_ = either(unknown_, fault)
            for name in needs:
                missing = union(missing, flag(fault, self.plan.missing_bits[name]))
        return Vector(result.value, unknown_, None, missing, {}, result.low, result.high)

    def call(self, node: ir.Call, active: Array, names: Locals) -> Vector:
        of = [self.tree(argument, active, names) for argument in node.arguments]
        if all(each.unknown is not None and each.unknown.ndim == 0 for each in of):
            return self.computed(of, whole_numbers.Result(np.asarray(0), 0, 0), ())
        return self.computed(of, whole_numbers.helped(node.helper, of), node.needs)

    def method(self, node: ir.Method, active: Array, names: Locals) -> Vector:
        of = [self.tree(argument, active, names) for argument in node.arguments]
        if node.method == "on":
            return _for_lack_of(of, self.on(node.number, of[0]))
        return _for_lack_of(of, self.bodies.numbers.method(node, self.named(node.number, active), of))

    def on(self, name: str, day: Vector) -> Vector:
        dated: Dated | None = self.body.dated.get(name)
        if dated is None:
            return self.bodies.node(self.body.reads[name])
        found = self.bodies.numbers.dated(dated, day)
        if dated.given is None:
            return found
        said = self.bodies.numbers.said(dated.given)
        return found if said is NO else select(said, self.bodies.node(dated.given), found)


def _both(left: Vector, right: Vector, value: Array) -> Vector:
    return Vector(value, either(left.unknown, right.unknown), None, union(left.missing, right.missing))


def _for_lack_of(of: list[Vector], found: Vector) -> Vector:
    """*found*, but unknown where what it was asked with is."""
    rows = whole_numbers.combined(of)
    if rows is None:
        return found
    missing: Bits = {}
    for each in of:
        missing = union(missing, each.missing)
    return select(rows, unknown(missing), found)


def _agree(one: Vector, other: Vector) -> Array:
    """Where two sides are known, and come to the same with the same reason."""
    none = NO if one.none is None else one.none
    other_none = NO if other.none is None else other.none
    same = one.known & other.known & (none == other_none) & (none | (one.value == other.value))
    if one.because is not None or other.because is not None:
        first = 0 if one.because is None else one.because
        same = same & (first == (0 if other.because is None else other.because))
    return np.asarray(same)
