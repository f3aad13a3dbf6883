"""What a plan is made of. All of it is plain data that compares, so that a back-end can be generated from it.

A :class:`Node` is one name asked for some members of dimensions. Its value on a row is found as
:class:`~renshe.engine.evaluate.Evaluation` finds it:

1. the first of ``aliases`` whose column says something on the row and whose members are the row's own;
2. the column ``given``, where it says something on the row: a value, *none*, or *asked and not known*;
3. what ``answer`` says.

A value is one of three: known, *none* (known too: there is none), or unknown, with the names that are missing. It also
hands on reasons. Words (members of enums and texts) are numbered, see :meth:`Plan.word`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["bool", "int", "day", "month", "word", "scale", "window", "object"]
"""``int`` is money in fen, a rate in parts per million, or a count; ``object`` a list, a record or a partial day."""
Members: TypeAlias = "tuple[tuple[str, str], ...]"
"""Dimensions with the member each stands at, by name."""

LIMIT = 1 << 61
"""Twice a whole number up to this, and this besides, are within 64 bits: what rounding asks for. Larger ones are left
to the evaluation of single rows."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One column asked for: an output, for some members of its dimensions."""

    name: str
    at: Members = ()

    @property
    def key(self) -> str:
        """Its name and its members: ``person_contribution.pension.employer``."""
        return ".".join((self.name, *(member for _, member in self.at)))


@dataclass(frozen=True, slots=True)
class Alias:
    """A column that answers for a member: ``pension_base`` for ``contribution_base`` of pension.

    ``at`` are nodes of dimensions that the plan does not know, each with the member it must stand at. They are asked
    in order: one that is unknown makes the answer unknown for lack of it, one that stands elsewhere ends the matter.
    """

    column: str
    at: tuple[tuple[int, str], ...] = ()


# ---- what answers a name


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same on every row: a member, a default, a fact given for all, a number that no day and no cell moves."""

    value: Any


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing answers it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthOf:
    """The month of the day of node ``date``."""

    date: int


@dataclass(frozen=True, slots=True)
class Cells:
    """A number as a dense table over spans of its clock and members of what it is keyed by.

    Attributes:
        number: its name, which is missing where there is no cell.
        starts: where on the clock each span but the first begins: the span of a clock is how many of them are not
            above it.
        keys: for each axis the words that have a position on it; any other word, and *none*, has the one after them.
        values: row by row, last axis fastest: a whole number, truth, a word, None for *none*, a Scale or a Window.
        held: after the clock and after each axis in turn, for each place so far: whether there is a record with cells
            there. Where there is none the number itself is missing, whatever the later axes stand at. The last of
            them tells of each of ``values`` whether there is one.
    """

    number: str
    starts: tuple[int, ...]
    keys: tuple[tuple[str, ...], ...]
    values: tuple[Any, ...]
    held: tuple[tuple[bool, ...], ...]

    @property
    def whole(self) -> bool:
        """Whether it has a value at every place."""
        return all(self.held[-1])


@dataclass(frozen=True, slots=True)
class Lookup:
    """A number. ``clock`` and ``by`` are nodes; an unknown clock comes before an unknown key, and keys in order.

    A clock that is *none* makes the answer unknown for lack of ``clock_name``.
    """

    cells: Cells
    clock: int | None
    clock_name: str
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A number that a body reads on a day of its own: ``wage.on(day)``.

    Outside the calendar it is missing. ``given`` is the node of the number itself, which answers where the row gives
    the column of that name.
    """

    cells: Cells
    by: tuple[int, ...]
    monthly: bool
    """Whether ``cells`` go by the month of the day."""
    given: int | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A node whose reasons a rule hands on; ``when_read``: only where the body read ``name``."""

    name: str
    node: int
    when_read: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body to run: a tree of :mod:`renshe.engine.ir`, in which what the plan knows stands as constants.

    Attributes:
        tree: reads its names through ``reads``, and those read ``.on`` a day through ``dated``.
        handed: whose reasons it hands on when its value is known, besides those of its ``because``.
    """

    tree: Any
    reads: Mapping[str, int]
    dated: Mapping[str, Dated]
    handed: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Requirements, alternatives or causes: an item that is ``decides`` decides, though others are unknown.

    ``hands_on`` says for which outcome the reasons of all items are handed on; ``code_from`` is the node of an enum (or
    list of one) whose member, if it is none of ``excepted``, is a cause and its own reason.
    """

    items: tuple[int, ...]
    decides: bool
    hands_on: bool | None
    code_from: int | None = None
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberOf:
    """The answer of another node with its reasons; what is missing goes by the names in ``renames``."""

    of: int
    renames: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a rule, in force from ``since`` to ``until`` on the node ``clock`` (None: always).

    ``code`` is the reason it has of its own when its value is ``when``, computed or given.
    """

    rule: Body | Join | MemberOf
    clock: int | None
    since: int | None
    until: int | None
    code: str | None = None
    when: bool = False


@dataclass(frozen=True, slots=True)
class Versions:
    """A rule: the first version whose span holds its clock.

    A clock that is unknown is what is missing. For one that is *none*, and where no version holds it, ``otherwise``
    answers: a default, or what is missing then, the law or an input that no text computes on that day.
    A value is checked as it leaves: *none* where the name may not be none, or a day or month beyond the calendar, is
    for :class:`~renshe.engine.evaluate.Evaluation` to answer; so is one that is unknown for lack of nothing.
    """

    versions: tuple[Version, ...]
    otherwise: Fixed | Missing


@dataclass(frozen=True, slots=True)
class Scalar:
    """No body over a row of numbers: left to :class:`~renshe.engine.evaluate.Evaluation`, which reads these columns.

    ``at`` and the plan's ``fixed`` are given to it besides.
    """

    facts: tuple[str, ...]
    at: Members


Answer: TypeAlias = "Fixed | Missing | MonthOf | Lookup | Versions | Scalar"


@dataclass(frozen=True, slots=True)
class Node:
    """One name for some members, and where its value comes from.

    ``nullable`` tells whether it may be *none*; ``struct`` values (scales, windows) never are.
    """

    index: int
    name: str
    at: Members
    kind: Kind
    nullable: bool
    aliases: tuple[Alias, ...]
    given: str | None
    answer: Answer

    @property
    def reads(self) -> tuple[int, ...]:
        """Nodes it may read, each once."""
        found = [place for alias in self.aliases for place, _ in alias.at]
        match self.answer:
            case MonthOf(date=date):
                found.append(date)
            case Lookup(clock=clock, by=by):
                found += [*(() if clock is None else (clock,)), *by]
            case Versions(versions=versions):
                for version in versions:
                    found += [] if version.clock is None else [version.clock]
                    found += _reads(version.rule)
        return tuple(dict.fromkeys(found))


def _reads(rule: Body | Join | MemberOf) -> Iterator[int]:
    match rule:
        case Body():
            yield from rule.reads.values()
            for dated in rule.dated.values():
                yield from dated.by
                yield from () if dated.given is None else (dated.given,)
            yield from (handed.node for handed in rule.handed)
        case Join():
            yield from rule.items
            yield from () if rule.code_from is None else (rule.code_from,)
        case MemberOf():
            yield rule.of


@dataclass(frozen=True)
class Plan:
    """What some figures need under one program, every node after all that it reads.

    Attributes:
        digest: of the law, the region, the day of knowledge, the figures, the columns and what is fixed.
        figures: what was asked, and ``places`` the node of each.
        nodes: each name for the members it depends on.
        columns: the columns that any node reads, with the kind of each.
        kinds: what the numbers hold that are read on a day of the rule's own.
        fixed: what was given for all rows, as parsed values. Some of it stands among the columns all the same, where
            what is given is read otherwise than what is computed: a back-end spreads it.
        words: members of enums and texts by number; texts of a column that are not among them come after.
        missing: names that may be missing, by bit.
        codes: reasons, by bit.
    """

    digest: str
    region: str
    figures: tuple[Figure, ...]
    places: tuple[int, ...]
    nodes: tuple[Node, ...]
    columns: Mapping[str, Kind]
    kinds: Mapping[str, Kind]
    fixed: Mapping[str, Any]
    words: tuple[str, ...]
    missing: tuple[str, ...]
    codes: tuple[str, ...]
    program: Any = field(repr=False, compare=False, default=None)

    @cached_property
    def word_numbers(self) -> Mapping[str, int]:
        """Word → its number."""
        return {word: number for number, word in enumerate(self.words)}

    def word(self, text: str) -> int:
        """The number of a word."""
        return self.word_numbers[text]

    @cached_property
    def missing_bits(self) -> Mapping[str, int]:
        """Name that may be missing → its bit."""
        return {name: bit for bit, name in enumerate(self.missing)}

    @cached_property
    def code_bits(self) -> Mapping[str, int]:
        """Reason → its bit."""
        return {code: bit for bit, code in enumerate(self.codes)}

    @cached_property
    def scalars(self) -> tuple[Node, ...]:
        """Nodes that are left to the evaluation of single rows."""
        return tuple(node for node in self.nodes if isinstance(node.answer, Scalar))
