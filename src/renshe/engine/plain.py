"""Plain scalar execution: ordinary Python generated from the same trees, without a trace.

A program and the outputs asked of it become one module of Python: a function for each rule they may reach, which takes
a row as a dictionary of what is known of it, and leaves its value there. Numbers are looked up once for each day and
cell and remembered for all rows. This is also the seam where a compiled kernel comes later: which names are functions
of a row, in which order they may be asked for, and what is left to :class:`~renshe.engine.evaluate.Evaluation`: kinds
that are no function body (series, registers, reducers, causes taken from an enum), and whatever something is missing
for, since only three-valued logic knows what is still decided then. Both executors answer alike, to the fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

from renshe.engine import ir
from renshe.engine.arithmetic import CALENDAR, month_of
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import Provided
from renshe.engine.types import Day

GIVEN, EVALUATION = 0, 1
"""Keys of a row beside the names: what was given, and its evaluation, once there is one."""
MANY = 20_000
"""Days and cells of one number that are remembered before it begins anew."""


class Missing(Exception):
    """Something a function reads is not known."""


FAULTS = (Missing, ArithmeticError, LookupError, ValueError)
"""What is missing, and what helpers raise where they have no answer: a share of nobody, a day of no calendar."""


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
        self.module = Module(program, outputs)
        aliases = program.book.aliases
        self._aliases = frozenset(alias for name in self.module.names for alias, _ in aliases.get(name, ()))
        space = self.module.space
        space.update(slow=self._slow, child=self._child, month_of=month_of, Missing=Missing, FAULTS=FAULTS, Day=Day)
        exec(compile(self.source(), "<plain>", "exec"), space)
        self._answers = space["answers"]

    @property
    def rules(self) -> tuple[str, ...]:
        """Names that are functions of a row here; the others are left to the evaluation."""
        return self.module.rules

    def source(self) -> str:
        """The generated module."""
        return self.module.source

    def run(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the outputs on one row."""
        row: dict[Any, Any] = dict(given)
        if not self._aliases.isdisjoint(row):
            return self._explained(given)  # what is said for all is said otherwise for a member, if only “not known”
        if ASKED in row.values():
            for name in [name for name, value in row.items() if value is ASKED]:
                if name in self.module.answered:
                    return self._explained(given)  # what is not known is not answered in another way either
                del row[name]
        row[GIVEN] = given
        try:
            return cast(dict[str, Any], self._answers(row))
        except FAULTS:
            return {name: row[name] if name in row else self._evaluation(row).value(name) for name in self.outputs}

    def _explained(self, given: Mapping[str, Any]) -> dict[str, Any]:
        evaluation = Evaluation(self.program, given)
        return {name: evaluation.value(name) for name in self.outputs}

    def _evaluation(self, row: dict[Any, Any]) -> Evaluation:
        if EVALUATION not in row:
            row[EVALUATION] = Evaluation(self.program, row[GIVEN])
        return cast(Evaluation, row[EVALUATION])

    def _slow(self, row: dict[Any, Any], name: str) -> Any:
        """The value of *name* as three-valued logic finds it."""
        value = self._evaluation(row).value(name)
        if isinstance(value, Unknown):
            raise Missing
        row[name] = value
        return value

    @staticmethod
    def _child(row: dict[Any, Any], at: tuple[tuple[str, str], ...]) -> dict[Any, Any]:
        """The same row for a member of a dimension."""
        found: dict[Any, Any] | None = row.get(at)
        if found is None:
            given = {**row[GIVEN], **dict(at)}
            found = row[at] = {**{name: value for name, value in given.items() if value is not ASKED}, GIVEN: given}
        return found


class Cells(dict[Any, Any]):
    """A number by day and cell, each looked up once."""

    def __init__(self, program: Program, name: str, reads: tuple[str, ...], on: bool) -> None:
        self.program, self.name, self.reads, self.on = program, name, reads, on

    def __missing__(self, key: tuple[Any, ...]) -> Any:
        given = dict(zip(self.reads, key[1:] if self.on else key, strict=True))
        evaluation = Evaluation(self.program, given)
        value = evaluation.on(self.name, key[0]).value if self.on else evaluation.value(self.name)
        if isinstance(value, Unknown):
            raise Missing
        if len(self) >= MANY:
            self.clear()
        self[key] = value
        return value


# ---- from trees to Python


class Module:
    """The Python of some outputs, and the objects it refers to."""

    def __init__(self, program: Program, outputs: tuple[str, ...]) -> None:
        self.program = program
        self.names = program.closure(outputs)
        self.space: dict[str, Any] = dict(ir.HELPERS)
        self.rules = tuple(name for name in self.names if self._plain(name))
        """Names that are functions of a row here."""
        self.answered = frozenset(name for name in self.names if self._answered(name)) | {"month", "region"}
        """Names that have an answer when nobody gives one."""
        functions = [line for name in self.rules for line in self._function(name)]
        answers = ", ".join(f"{name!r}: {self.read(name)}" for name in outputs)
        self.source = "\n".join([*functions, "def answers(m):", f"    return {{{answers}}}", ""])

    def _plain(self, name: str) -> bool:
        bound = self.program.find(name)
        return isinstance(bound, BoundRule) and all(v.kind == "member" or _tree(v) for v in bound.versions)

    def _answered(self, name: str) -> bool:
        term = self.program.book.terms.get(name)
        return self.program.find(name) is not None or (term is not None and term.has_default)

    def _function(self, name: str) -> Iterator[str]:
        bound = self.program.find(name)
        assert isinstance(bound, BoundRule)
        yield from (f"def {name}_(m):", "    try:")
        yield from self._versions(bound.versions, "        ")
        yield from (f"        {line}" for line in self._checks(name))
        yield from ("    except FAULTS:", f"        return slow(m, {name!r})", f"    m[{name!r}] = v", "    return v")
        yield from ("", "")

    def _versions(self, versions: tuple[Provided, ...], indent: str) -> Iterator[str]:
        """The version in force on its clock, as in :meth:`BoundRule.at`."""
        if not versions:
            yield f"{indent}raise Missing"
            return
        version, rest = versions[0], versions[1:]
        if version.since is None and version.until is None:
            yield from self._version(version, indent)
            return
        low = "" if version.since is None else f"{version.since} <= "
        high = "" if version.until is None else f" <= {version.until}"
        yield f"{indent}c = {self.read(version.clock)}"
        yield from (f"{indent}if not isinstance(c, int):", f"{indent}    raise Missing", f"{indent}if {low}c{high}:")
        yield from self._version(version, indent + "    ")
        yield f"{indent}else:"
        yield from self._versions(rest, indent + "    ")

    def _version(self, version: Provided, indent: str) -> Iterator[str]:
        if version.kind == "member":
            yield f"{indent}m2 = child(m, {version.spec['at']!r})"
            yield f"{indent}v = {self.read(version.spec['of'], 'm2')}"
        else:
            yield from self._statements(_tree(version), indent)

    def _checks(self, name: str) -> Iterator[str]:
        """What :func:`~renshe.engine.kinds.is_value` asks of a value."""
        term = self.program.book.terms.get(name)
        if term is None:
            return
        ends = CALENDAR.get(term.type.kind)
        if not term.type.nullable:
            yield from ("if v is None:", "    raise Missing")
        if ends is not None:
            yield from (f"if v is not None and not {ends[0]} <= v <= {ends[1]}:", "    raise Missing")

    # ---- what a name is read as

    def read(self, name: str, row: str = "m") -> str:
        """An expression for the value of *name* in a row."""
        if name == "month":
            other = f"month_of(Day({row}['date']))"
        elif name == "region":
            other = repr(self.program.region)
        else:
            other = self._answer(name, row)
        return f"({row}[{name!r}] if {name!r} in {row} else {other})" if other else f"{row}[{name!r}]"

    def _answer(self, name: str, row: str) -> str:
        """What answers *name* where it is not given; empty where nothing does."""
        bound = self.program.find(name)
        if isinstance(bound, BoundNumber):
            return self._number(name, bound, row)
        if isinstance(bound, BoundRule):
            return f"{name}_({row})" if name in self.rules else f"slow({row}, {name!r})"
        term = self.program.book.terms.get(name)
        if term is not None and term.has_default:
            self.space[f"absent_{name}"] = term.when_absent
            return f"absent_{name}"
        return ""

    def _number(self, name: str, bound: BoundNumber, row: str) -> str:
        clock = (bound.number.clock,) if bound.needs_clock else ()
        reads = (*clock, *bound.number.by)
        cells = self._cells(f"number_{name}", Cells(self.program, name, reads, on=False))
        if not reads:
            try:
                self.space[f"constant_{name}"] = cells[()]
            except Missing:
                return f"number_{name}[()]"
            return f"constant_{name}"
        return f"number_{name}[{''.join(self.read(read, row) + ', ' for read in reads)}]"

    def _cells(self, key: str, cells: Cells) -> Cells:
        return cast(Cells, self.space.setdefault(key, cells))

    def _on(self, name: str, day: str) -> str:
        """A number on a day that the rule names."""
        bound = self.program.find(name)
        if not isinstance(bound, BoundNumber):
            return self.read(name)
        self._cells(f"dated_{name}", Cells(self.program, name, bound.number.by, on=True))
        keys = f"{day}, {''.join(self.read(read) + ', ' for read in bound.number.by)}"
        return f"(m[{name!r}] if {name!r} in m else dated_{name}[{keys}])"

    # ---- trees

    def _statements(self, node: Any, indent: str) -> Iterator[str]:
        """Lines that leave the value of *node* in ``v``."""
        match node:
            case ir.Branch(test=test, then=then, otherwise=otherwise):
                yield f"{indent}if {self.expression(test)}:"
                yield from self._statements(then, indent + "    ")
                yield f"{indent}else:"
                yield from self._statements(otherwise, indent + "    ")
            case ir.Let(name=name, value=value, rest=rest):
                yield f"{indent}_{name} = {self.expression(value)}"
                yield from self._statements(rest, indent)
            case ir.Reasoned(value=value):
                yield from self._statements(value, indent)
            case _:
                yield f"{indent}v = {self.expression(node)}"

    def expression(self, node: Any) -> str:
        """*node* as a Python expression; what may be missing raises."""
        say = self.expression
        match node:
            case ir.Constant(value=value):
                return repr(value)
            case ir.Read(name=name):
                return self.read(name)
            case ir.Local(name=name):
                return f"_{name}"
            case ir.Arithmetic(op=op, left=left, right=right) | ir.Compare(op=op, left=left, right=right):
                return f"({say(left)} {op} {say(right)})"
            case ir.In(item=item, choices=choices, negated=negated):
                return f"({say(item)} {'not in' if negated else 'in'} {choices!r})"
            case ir.IsNone(item=item, negated=negated):
                return f"({say(item)} is {'not ' if negated else ''}None)"
            case ir.Not(item=item):
                return f"(not {say(item)})"
            case ir.All(items=items):
                return f"({' and '.join(map(say, items)) or True})"
            case ir.Any_(items=items):
                return f"({' or '.join(map(say, items)) or False})"
            case ir.Call(helper=helper, arguments=arguments):
                return f"{helper}({', '.join(map(say, arguments))})"
            case ir.Method(number=number, method="on", arguments=(day,)):
                return self._on(number, say(day))
            case ir.Method(number=number, method=method, arguments=arguments):
                call = f"({', '.join(map(say, arguments))})" if arguments else ""
                return f"{self.read(number)}.{method}{call}"
            case ir.Branch(test=test, then=then, otherwise=otherwise):
                return f"({say(then)} if {say(test)} else {say(otherwise)})"
        raise TypeError(f"no plain form of {type(node).__name__}")


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
