"""The checked body of a rule as a small tree, and how one case runs through it.

Every node runs in three-valued logic: a value, ``None`` for *none*, or :class:`Unknown` with the names of
what is missing. ``and``, ``or`` and ``if`` decide as soon as what is known decides, so the same tree answers a
complete case, explains it, and tells an interview what still matters. Later executors (kernel, columns, plain
Python) are generated from this tree; nothing else describes a body.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from renshe.engine import arithmetic
from renshe.engine.types import MonthWindow, Window


class Unknown:
    """Not known for lack of *missing*: names of inputs, of numbers, or ``law`` where no text is in force."""

    __slots__ = ("missing",)

    def __init__(self, missing: frozenset[str]) -> None:
        self.missing = missing

    def __repr__(self) -> str:
        return f"Unknown({', '.join(sorted(self.missing))})"


def unknown(*states: Any) -> Unknown:
    """What is missing in any of *states*."""
    return Unknown(frozenset().union(*(s.missing for s in states if isinstance(s, Unknown))))


class Frame:
    """One run of one body: how it reads its arguments, its locals, and what it leaves behind as trace."""

    __slots__ = ("because", "branches", "locals", "on", "quiet", "read", "tests")

    def __init__(self, read: Callable[[str], Any], on: Callable[[str, int], Any]) -> None:
        self.read = read
        self.on = on
        self.locals: dict[str, Any] = {}
        self.because: tuple[str, str | None] | None = None
        self.tests: list[tuple[Compare | In | IsNone | Method | Read, Any, tuple[Any, ...]]] = []
        self.branches: list[tuple[int, bool]] = []
        self.quiet = 0


class Node(Protocol):
    """A piece of a body."""

    def run(self, frame: Frame) -> Any:
        """The value, ``None`` or :class:`Unknown`."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal."""

    value: Any

    def run(self, frame: Frame) -> Any:
        return self.value


@dataclass(frozen=True, slots=True)
class Read:
    """An argument; read only when the body comes to it. ``test`` when it stands alone as a condition."""

    name: str
    test: bool = False

    def run(self, frame: Frame) -> Any:
        value = frame.read(self.name)
        if self.test and not frame.quiet:
            frame.tests.append((self, value, ()))
        return value


@dataclass(frozen=True, slots=True)
class Local:
    """A local name."""

    name: str

    def run(self, frame: Frame) -> Any:
        return frame.locals[self.name]


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _shared(rounding: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    def among(amount: Any, over: int) -> Any:
        if over <= 0:
            raise ZeroDivisionError  # fewer than nobody is nobody
        return rounding(amount, over)

    return among


HELPERS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "abs": abs,
    **{name: _shared(getattr(arithmetic, name)) for name in ("half_up_to_fen", "half_up_to_yuan", "down_to_yuan")},
    **{
        name: getattr(arithmetic, name)
        for name in (
            "half_up_to_millionth",
            "up_to_step",
            "months_after",
            "month_of",
            "first_day",
            "last_day",
        )
    },
}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` on whole numbers; the divisor of ``//`` and ``%`` is a literal above zero."""

    op: str
    left: Node
    right: Node

    def run(self, frame: Frame) -> Any:
        left, right = self.left.run(frame), self.right.run(frame)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return unknown(left, right)
        return ARITHMETIC[self.op](left, right)


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``; ``kind`` is the type of both sides, kept for the words of an explanation."""

    op: str
    left: Node
    right: Node
    kind: str

    def run(self, frame: Frame) -> Any:
        left, right = self.left.run(frame), self.right.run(frame)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return unknown(left, right)
        value = COMPARE[self.op](left, right)
        if not frame.quiet:
            frame.tests.append((self, value, (left, right)))
        return value


@dataclass(frozen=True, slots=True)
class In:
    """Whether a choice is one of several literals."""

    item: Node
    choices: tuple[Any, ...]
    negated: bool = False

    def run(self, frame: Frame) -> Any:
        item = self.item.run(frame)
        if isinstance(item, Unknown):
            return item
        value = (item in self.choices) != self.negated
        if not frame.quiet:
            frame.tests.append((self, value, (item,)))
        return value


@dataclass(frozen=True, slots=True)
class IsNone:
    """Whether there is none of it."""

    item: Node
    negated: bool = False

    def run(self, frame: Frame) -> Any:
        item = self.item.run(frame)
        if isinstance(item, Unknown):
            return item
        value = (item is None) != self.negated
        if not frame.quiet:
            frame.tests.append((self, value, (item,)))
        return value


def junction(items: tuple[Node, ...], frame: Frame, decides: bool) -> Any:
    """The first item that is *decides* decides, though others are missing."""
    pending: list[Any] = []
    for item in items:
        state = item.run(frame)
        if isinstance(state, Unknown):
            pending.append(state)
        elif bool(state) is decides:
            return decides
    return unknown(*pending) if pending else not decides


@dataclass(frozen=True, slots=True)
class All:
    """``and``: a known no decides."""

    items: tuple[Node, ...]

    def run(self, frame: Frame) -> Any:
        return junction(self.items, frame, decides=False)


@dataclass(frozen=True, slots=True)
class Any_:
    """``or``: a known yes decides."""

    items: tuple[Node, ...]

    def run(self, frame: Frame) -> Any:
        return junction(self.items, frame, decides=True)


@dataclass(frozen=True, slots=True)
class Not:
    """``not``."""

    item: Node

    def run(self, frame: Frame) -> Any:
        state = self.item.run(frame)
        return state if isinstance(state, Unknown) else not state


@dataclass(frozen=True, slots=True)
class Call:
    """A listed helper. What it cannot compute (a division by zero) is unknown, for lack of what it was given."""

    helper: str
    arguments: tuple[Node, ...]
    needs: tuple[str, ...] = ()

    def run(self, frame: Frame) -> Any:
        values = [argument.run(frame) for argument in self.arguments]
        for value in values:
            if isinstance(value, Unknown):
                return unknown(*values)
        try:
            return HELPERS[self.helper](*values)
        except (ZeroDivisionError, ValueError, OverflowError):
            return Unknown(frozenset(self.needs))


@dataclass(frozen=True, slots=True)
class Method:
    """A step of a scale or an end of a window, or whether it holds a day."""

    number: str
    method: str
    arguments: tuple[Node, ...] = ()

    def run(self, frame: Frame) -> Any:
        values = [argument.run(frame) for argument in self.arguments]
        for value in values:
            if isinstance(value, Unknown):
                return unknown(*values)
        if self.method == "on":
            return frame.on(self.number, values[0])
        target = frame.read(self.number)
        if isinstance(target, Unknown):
            return target
        try:
            found = getattr(target, self.method)
            answer = found(*values) if self.arguments else found
        except LookupError:
            return Unknown(frozenset((self.number,)))
        if self.method == "holds" and not frame.quiet:
            frame.tests.append((self, answer, (values[0], target)))
        return answer


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A value returned with its own reason."""

    value: Node
    code: str
    cites: str | None

    def run(self, frame: Frame) -> Any:
        frame.because = (self.code, self.cites)
        return self.value.run(frame)


@dataclass(frozen=True, slots=True)
class Let:
    """A local, then the rest of the body."""

    name: str
    value: Node
    rest: Node

    def run(self, frame: Frame) -> Any:
        frame.locals[self.name] = self.value.run(frame)
        return self.rest.run(frame)


@dataclass(frozen=True, slots=True)
class Branch:
    """``if``: with an unknown test both ways are tried, and only an answer they share is an answer."""

    test: Node
    then: Node
    otherwise: Node
    line: int

    def run(self, frame: Frame) -> Any:
        state = self.test.run(frame)
        if not isinstance(state, Unknown):
            if not frame.quiet:
                frame.branches.append((self.line, bool(state)))
            return (self.then if state else self.otherwise).run(frame)
        before, names = frame.because, dict(frame.locals)
        frame.quiet += 1
        yes, yes_because = self.then.run(frame), frame.because
        frame.because, frame.locals = before, names
        no, no_because = self.otherwise.run(frame), frame.because
        frame.quiet -= 1
        known = not isinstance(yes, Unknown) and not isinstance(no, Unknown)
        if known and yes == no and yes_because == no_because:
            return yes
        frame.because = before
        return unknown(state, yes, no)


def nodes(tree: Any) -> Iterator[Any]:
    """Every node of a tree once, in the order of the text."""
    seen: set[int] = set()
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            stack.extend(reversed(item))
        elif hasattr(item, "__dataclass_fields__") and id(item) not in seen:
            seen.add(id(item))
            yield item
            stack.extend(getattr(item, name) for name in reversed(tuple(item.__dataclass_fields__)))


def reads(tree: Any) -> tuple[str, ...]:
    """Names of all arguments a tree may read, in the order of the text, each once."""
    found: dict[str, None] = {}
    for node in nodes(tree):
        if isinstance(node, Read):
            found[node.name] = None
        elif isinstance(node, Method):
            found[node.number] = None
    return tuple(found)


NO_WINDOW = Window(None, None, known=False)
NO_MONTH_WINDOW = MonthWindow(None, None, known=False)
