"""Plain scalar execution: ordinary Python generated from the same trees, without a trace.

This is the seam where a compiled kernel comes later. A program and the outputs asked of it become one module: a
function for each version of each rule they may reach, whose arguments come through a lazy getter. What a kernel will
need is all here: which names are functions of a row (:meth:`Plain.source`), in which order they may be asked for, and
what is left to :class:`~renshe.engine.evaluate.Evaluation`: numbers, which are the same for many rows; kinds that are
no function body (series, members, registers, reducers, causes taken from an enum); and every row in which something
is missing, for only three-valued logic knows what is still decided then. Both executors answer alike, to the fen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from renshe.engine import ir
from renshe.engine.bind import BoundRule, Program
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.kinds import is_value
from renshe.engine.lawbook import Provided

Get: TypeAlias = Callable[[str], Any]
On: TypeAlias = Callable[[str, int], Any]
Function: TypeAlias = Callable[[Get, On], Any]

FAULTS = (ArithmeticError, LookupError, ValueError)
"""What helpers raise where they have no answer: a share of nobody, a step below the first, a day of no calendar."""


class Missing(Exception):
    """Something a function reads is not known."""


def run(program: Program, outputs: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of *outputs* on one row, or :class:`Unknown` with what is missing.

    Args:
        program: the law of one region as known on one day.
        outputs: names to answer.
        given: parsed inputs with the date, as for :class:`~renshe.engine.evaluate.Evaluation`.
    """
    return compiled(program, outputs).run(given)


_COMPILED: WeakKeyDictionary[Program, dict[tuple[str, ...], Plain]] = WeakKeyDictionary()


def compiled(program: Program, outputs: Sequence[str]) -> Plain:
    """The functions behind *outputs*, generated and compiled once."""
    known = _COMPILED.setdefault(program, {})
    key = tuple(outputs)
    if key not in known:
        known[key] = Plain(program, key)
    return known[key]


class Plain:
    """Some outputs of one program as plain functions."""

    def __init__(self, program: Program, outputs: tuple[str, ...]) -> None:
        self.program = program
        self.outputs = outputs
        self.rules: dict[str, BoundRule] = {}
        self._names: dict[int, str] = {}
        for name in program.closure(outputs):
            bound = program.find(name)
            trees = [_tree(version) for version in bound.versions] if isinstance(bound, BoundRule) else [None]
            if isinstance(bound, BoundRule) and None not in trees and name not in program.book.aliases:
                self.rules[name] = bound
                self._names.update({id(v): f"{name}_{index}" for index, v in enumerate(bound.versions, 1)})
        space: dict[str, Any] = dict(ir.HELPERS)
        exec(compile(self.source(), "<plain>", "exec"), space)
        self.functions: dict[int, Function] = {key: space[name] for key, name in self._names.items()}

    def source(self) -> str:
        """The generated module: one function for each version of a rule."""
        lines: list[str] = []
        for bound in self.rules.values():
            for version in bound.versions:
                tree = _tree(version)
                lines += [f"def {self._names[id(version)]}(get, on):", *_statements(tree, "    "), "", ""]
        return "\n".join(lines)

    def run(self, given: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The values of the outputs on one row.

        Args:
            given: parsed inputs with the date.
            known: values that other rows with the same facts have worked out already, see :meth:`known`.
        """
        row = _Row(self, given, known)
        return {name: row.value(name) for name in self.outputs}

    def known(self, given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
        """The values of *names* that are determined by *given*: what rows that share its facts need not work out."""
        row = _Row(self, given)
        values = ((name, row.value(name)) for name in names)
        return {name: value for name, value in values if not isinstance(value, Unknown)}


class _Row:
    """One row: what is known of it so far."""

    __slots__ = ("evaluation", "given", "plain", "values")

    def __init__(self, plain: Plain, given: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> None:
        self.plain, self.given = plain, given
        aliases = plain.program.book.aliases  # what is given for all may yet be given otherwise for a member
        self.values: dict[str, Any] = {
            n: value for n, value in given.items() if value is not ASKED and n not in aliases
        }
        if known is not None:
            self.values.update(known)
        self.evaluation = Evaluation(plain.program, given)

    def value(self, name: str) -> Any:
        if name not in self.values:
            self.values[name] = self._computed(name)
        return self.values[name]

    def get(self, name: str) -> Any:
        value = self.value(name)
        if isinstance(value, Unknown):
            raise Missing
        return value

    def on(self, name: str, day: int) -> Any:
        value = self.evaluation.on(name, day).value
        if isinstance(value, Unknown):
            raise Missing
        return value

    def _computed(self, name: str) -> Any:
        bound = self.plain.rules.get(name)
        if bound is not None and name not in self.given:
            version, _ = bound.at(self.value)
            if version is not None:
                try:
                    value = self.plain.functions[id(version)](self.get, self.on)
                except (Missing, *FAULTS):
                    return self.evaluation.value(name)
                if is_value(self.plain.program.book, name, value):
                    return value
        return self.evaluation.value(name)


# ---- from a tree to Python


def _tree(version: Provided) -> Any:
    """The body of a version as a tree; also of the kinds that only join others. None for a kind that has no body."""
    reads = tuple(ir.Read(name) for name in version.names)
    match version.kind:
        case "eligibility":
            return ir.All(reads)
        case "anyof":
            return ir.Any_(reads)
        case "causes" if not version.spec["code_from"]:
            return ir.Any_(reads)
    return version.tree


def _statements(node: Any, indent: str) -> Iterator[str]:
    """Lines that return the value of *node*."""
    match node:
        case ir.Branch(test=test, then=then, otherwise=otherwise):
            yield f"{indent}if {_expression(test)}:"
            yield from _statements(then, indent + "    ")
            # The other way needs no else: the first has returned.
            yield from _statements(otherwise, indent)
        case ir.Let(name=name, value=value, rest=rest):
            yield f"{indent}_{name} = {_expression(value)}"
            yield from _statements(rest, indent)
        case ir.Reasoned(value=value):
            yield from _statements(value, indent)
        case _:
            yield f"{indent}return {_expression(node)}"


def _expression(node: Any) -> str:
    """*node* as a Python expression; what may be missing raises."""
    match node:
        case ir.Constant(value=value):
            return repr(value)
        case ir.Read(name=name):
            return f"get({name!r})"
        case ir.Local(name=name):
            return f"_{name}"
        case ir.Arithmetic(op=op, left=left, right=right) | ir.Compare(op=op, left=left, right=right):
            return f"({_expression(left)} {op} {_expression(right)})"
        case ir.In(item=item, choices=choices, negated=negated):
            return f"({_expression(item)} {'not in' if negated else 'in'} {choices!r})"
        case ir.IsNone(item=item, negated=negated):
            return f"({_expression(item)} is {'not ' if negated else ''}None)"
        case ir.Not(item=item):
            return f"(not {_expression(item)})"
        case ir.All(items=items):
            return f"({' and '.join(map(_expression, items)) or True})"
        case ir.Any_(items=items):
            return f"({' or '.join(map(_expression, items)) or False})"
        case ir.Call(helper=helper, arguments=arguments):
            return f"{helper}({', '.join(map(_expression, arguments))})"
        case ir.Method(number=number, method="on", arguments=(day,)):
            return f"on({number!r}, {_expression(day)})"
        case ir.Method(number=number, method=method, arguments=arguments):
            call = f"({', '.join(map(_expression, arguments))})" if arguments else ""
            return f"get({number!r}).{method}{call}"
        case ir.Branch(test=test, then=then, otherwise=otherwise):
            return f"({_expression(then)} if {_expression(test)} else {_expression(otherwise)})"
    raise TypeError(f"no plain form of {type(node).__name__}")
