"""Bodies with what is known beforehand put in: what a plan knows stands as a constant, and what follows is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from renshe.engine import ir
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.vector.nodes import LIMIT

FAULTS = (ArithmeticError, LookupError, ValueError)
STRUCTS = (Scale, Window, MonthWindow)


class Folding:
    """One body. Reads of the names in ``keep`` stay where they are: a rule hands on the reasons of what it read."""

    def __init__(self, known: Mapping[str, Any], keep: frozenset[str]) -> None:
        self.known, self.keep = known, keep

    def fold(self, node: Any, names: Mapping[str, Any] | None = None) -> Any:
        """*node* under locals that are known; three-valued logic comes out as before."""
        names = names or {}

        def every(items: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(self.fold(item, names) for item in items)

        match node:
            case ir.Read(name=name) if name in self.known and not isinstance(self.known[name], STRUCTS):
                return ir.Constant(self.known[name])
            case ir.Local(name=name):
                return names.get(name, node)
            case ir.Arithmetic(op=op):
                left, right = every((node.left, node.right))
                return _computed(ir.ARITHMETIC[op], (left, right)) or replace(node, left=left, right=right)
            case ir.Compare(op=op):
                left, right = every((node.left, node.right))
                return _computed(ir.COMPARE[op], (left, right)) or replace(node, left=left, right=right)
            case ir.In(item=item, choices=choices, negated=negated):
                (item,) = every((item,))
                if isinstance(item, ir.Constant):
                    return ir.Constant((item.value in choices) != negated)
                return replace(node, item=item)
            case ir.IsNone(item=item, negated=negated):
                (item,) = every((item,))
                if isinstance(item, ir.Constant):
                    return ir.Constant((item.value is None) != negated)
                return replace(node, item=item)
            case ir.Not(item=item):
                (item,) = every((item,))
                return ir.Constant(not item.value) if isinstance(item, ir.Constant) else ir.Not(item)
            case ir.All(items=items) | ir.Any_(items=items):
                return self._junction(type(node), every(items))
            case ir.Call(helper=helper):
                arguments = every(node.arguments)
                return _computed(ir.HELPERS[helper], arguments) or replace(node, arguments=arguments)
            case ir.Method():
                return self._method(replace(node, arguments=every(node.arguments)))
            case ir.Reasoned():
                return replace(node, value=self.fold(node.value, names))
            case ir.Let(name=name):
                value = self.fold(node.value, names)
                if isinstance(value, ir.Constant):
                    return self.fold(node.rest, {**names, name: value})
                rest = self.fold(node.rest, {other: known for other, known in names.items() if other != name})
                return ir.Let(name, value, rest)
            case ir.Branch():
                test = self.fold(node.test, names)
                if isinstance(test, ir.Constant):
                    return self.fold(node.then if test.value else node.otherwise, names)
                return replace(
                    node, test=test, then=self.fold(node.then, names), otherwise=self.fold(node.otherwise, names)
                )
        return node

    def _junction(self, kind: type[ir.All] | type[ir.Any_], items: tuple[Any, ...]) -> Any:
        decides = kind is ir.Any_
        left: list[Any] = []
        for item in items:
            if not isinstance(item, ir.Constant):
                left.append(item)
            elif bool(item.value) is decides:
                if self.keep.isdisjoint(ir.reads(tuple(left))):
                    return ir.Constant(decides)
                left.append(item)
                break
        return left[0] if len(left) == 1 else kind(tuple(left)) if left else ir.Constant(not decides)

    def _method(self, node: ir.Method) -> Any:
        if node.method == "on" or node.number not in self.known:
            return node
        found: Any = lambda *given: getattr(self.known[node.number], node.method)  # noqa: E731
        if node.arguments:
            found = lambda *given: getattr(self.known[node.number], node.method)(*given)  # noqa: E731
        return _computed(found, node.arguments) or node


def _computed(operation: Any, arguments: tuple[Any, ...]) -> ir.Constant | None:
    """The constant that *operation* gives for constants; None where it has no answer, or not all are."""
    if not all(isinstance(argument, ir.Constant) and argument.value is not None for argument in arguments):
        return None  # nothing is computed from none: the test before it sees to that
    try:
        value = operation(*(argument.value for argument in arguments))
    except FAULTS:
        return None
    if isinstance(value, bool):
        return ir.Constant(value)
    return ir.Constant(int(value)) if abs(value) <= LIMIT else None
