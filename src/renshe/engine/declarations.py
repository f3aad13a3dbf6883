"""The kinds of rule a topic folder may hold. Each is a declaration: it says what the law is and runs nothing.

A declaration takes its name from the module variable or the function it is bound to. Other names inside it may
be given as the declared object or, for what another folder owns, as text; they are bound late, by region.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What all kinds share: where it stands, what it cites, when the text reads so.

    ``since`` and ``until`` (days or months as text) say when the text itself reads so, on the rule's ``clock``:
    ``date``, ``month``, or the name of an input that is a day or a month.
    """

    name: str = ""
    cites: tuple[str, ...]
    since: str | None = None
    until: str | None = None
    clock: str = "date"
    replaces: str | None = None
    """``region.topic.name`` of a declaration in another topic that this one takes the place of."""
    module: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Rule(Declaration):
    """A value computed by a function of the checked subset."""

    function: Callable[..., Any]
    reasons_from: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition(Declaration):
    """A boolean with exactly one reason, reported when it is false."""

    function: Callable[..., Any]
    otherwise: str


@dataclass(frozen=True, kw_only=True)
class Cause(Declaration):
    """A boolean with exactly one reason, reported when it is true."""

    function: Callable[..., Any]
    code: str


@dataclass(frozen=True, kw_only=True)
class Eligibility(Declaration):
    """True when all requirements are met; every requirement that fails is reported, in the order of the law."""

    requires: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf(Declaration):
    """True when one alternative is met. When none is: ``otherwise`` alone, else the reasons of all."""

    alternatives: tuple[str, ...]
    otherwise: str | None = None


@dataclass(frozen=True, kw_only=True)
class Causes(Declaration):
    """True when any cause is; the reasons are the causes that are true.

    ``code_from`` names an enum input, or a list of one, whose members are causes themselves but for ``except_``.
    """

    causes: tuple[str, ...] = ()
    code_from: str | None = None
    except_: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reducer(Declaration):
    """A list or a record reduced to a scalar, a list or a date by a plain pure total function."""

    function: Callable[..., Any]
    reasons_from: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Collect(Declaration):
    """A list of those members whose condition is true (``missing``: false), in the order given."""

    members: tuple[tuple[str, str], ...]
    missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Series(Declaration):
    """One rule on derived rows, a step a month: the clock and each varied input move by one."""

    rule: str
    first: str
    count: str
    vary: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Member(Declaration):
    """Another name answered for one member of a dimension."""

    of: str
    at: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Register(Declaration):
    """An output answered from declared data: ``field`` of the rows of ``source`` that match.

    ``match`` maps a column of the source to the input it must equal; a column whose input is absent is not asked.
    """

    source: str
    field: str
    match: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Total(Declaration):
    """The sum of another output over all rows of one ``by``, taken after those were rounded."""

    of: str
    by: str


@dataclass(frozen=True)
class Because:
    """A value with the reason for it, returned by a rule whose branches exclude each other."""

    value: Any
    code: str
    cites: str | None = None


def because(value: T, code: str, cites: str | None = None) -> T:
    """In a rule: the branch answers *value*, and *code* is why.

    Args:
        value: what the rule returns.
        code: a reason declared in the vocabulary, written as a literal.
        cites: the provision of this branch, when the rule rests on several.
    """
    return Because(value, code, cites)  # type: ignore[return-value]


def _names(items: Sequence[Declaration | str]) -> tuple[str, ...]:
    # An object is remembered by itself until the loader has given every declaration its name.
    return tuple(items)  # type: ignore[arg-type]


def _place(depth: int = 2) -> dict[str, Any]:
    frame = sys._getframe(depth)
    return {"module": frame.f_globals["__name__"], "file": frame.f_code.co_filename, "line": frame.f_lineno}


def _cites(cites: str | Sequence[str]) -> tuple[str, ...]:
    return (cites,) if isinstance(cites, str) else tuple(cites)


@dataclass(frozen=True)
class _Version:
    cites: tuple[str, ...]
    since: str | None
    until: str | None
    clock: str
    replaces: str | None
    name: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def of(self, function: Callable[..., Any]) -> dict[str, Any]:
        return {
            "cites": self.cites,
            "since": self.since,
            "until": self.until,
            "clock": self.clock,
            "replaces": self.replaces,
            "name": self.name or function.__name__,
            "function": function,
            "module": function.__module__,
            "file": function.__code__.co_filename,
            "line": function.__code__.co_firstlineno,
            **self.extra,
        }


def rule(
    *,
    cites: str | Sequence[str],
    reasons_from: Sequence[Declaration | str] = (),
    since: str | None = None,
    until: str | None = None,
    clock: str = "date",
    replaces: str | None = None,
    name: str = "",
) -> Callable[[Callable[..., Any]], Rule]:
    """A value. See ``docs/write-a-rule.md`` for the subset its body is written in.

    Args:
        cites: ids of the provisions the rule states.
        reasons_from: determinations whose reasons this answer hands on.
        since, until, clock: when the text reads so; two versions of one name need ``name=`` on the second.
        replaces: ``region.topic.name`` when it takes the place of another topic's rule.
    """
    version = _Version(_cites(cites), since, until, clock, replaces, name, {"reasons_from": _names(reasons_from)})
    return lambda function: Rule(**version.of(function))


def condition(
    *,
    cites: str | Sequence[str],
    otherwise: str,
    since: str | None = None,
    until: str | None = None,
    clock: str = "date",
    replaces: str | None = None,
    name: str = "",
) -> Callable[[Callable[..., Any]], Condition]:
    """A requirement; *otherwise* is the reason when it is not met."""
    version = _Version(_cites(cites), since, until, clock, replaces, name, {"otherwise": otherwise})
    return lambda function: Condition(**version.of(function))


def cause(
    *,
    cites: str | Sequence[str],
    code: str,
    since: str | None = None,
    until: str | None = None,
    clock: str = "date",
    replaces: str | None = None,
    name: str = "",
) -> Callable[[Callable[..., Any]], Cause]:
    """A circumstance; *code* is the reason when it is present."""
    version = _Version(_cites(cites), since, until, clock, replaces, name, {"code": code})
    return lambda function: Cause(**version.of(function))


def reducer(
    *,
    cites: str | Sequence[str],
    reasons_from: Sequence[Declaration | str] = (),
    since: str | None = None,
    until: str | None = None,
    clock: str = "date",
    replaces: str | None = None,
    name: str = "",
) -> Callable[[Callable[..., Any]], Reducer]:
    """A list or record made into one value by plain Python: pure, total, cited."""
    version = _Version(_cites(cites), since, until, clock, replaces, name, {"reasons_from": _names(reasons_from)})
    return lambda function: Reducer(**version.of(function))


def eligibility(
    *,
    cites: str | Sequence[str],
    requires: Sequence[Declaration | str],
    replaces: str | None = None,
) -> Eligibility:
    """All of *requires*, in the order of the law; every failing one is reported."""
    return Eligibility(cites=_cites(cites), requires=_names(requires), replaces=replaces, **_place())


def any_of(
    *alternatives: Declaration | str,
    cites: str | Sequence[str],
    otherwise: str | None = None,
    replaces: str | None = None,
) -> AnyOf:
    """One of *alternatives*; when none is met, *otherwise* alone or else the reasons of all."""
    return AnyOf(
        cites=_cites(cites), alternatives=_names(alternatives), otherwise=otherwise, replaces=replaces, **_place()
    )


def causes(
    *items: Declaration | str,
    cites: str | Sequence[str],
    code_from: str | None = None,
    except_: Sequence[str] = (),
    replaces: str | None = None,
) -> Causes:
    """True when any of *items* is, or when ``code_from`` holds a member that is not in ``except_``."""
    return Causes(
        cites=_cites(cites),
        causes=_names(items),
        code_from=code_from,
        except_=tuple(except_),
        replaces=replaces,
        **_place(),
    )


def collect(
    members: Sequence[tuple[str, Declaration | str]],
    *,
    cites: str | Sequence[str],
    missing: bool = False,
    replaces: str | None = None,
) -> Collect:
    """The members whose condition is true (with ``missing=True``: false), in this order."""
    return Collect(
        cites=_cites(cites),
        members=tuple((member, of) for member, of in members),  # type: ignore[misc]
        missing=missing,
        replaces=replaces,
        **_place(),
    )


def series(
    of: Declaration | str,
    *,
    cites: str | Sequence[str],
    first: str,
    count: str,
    vary: Mapping[str, str] | None = None,
    clock: str = "month",
) -> Series:
    """*of* for ``count`` months from the month ``first`` on.

    Args:
        of: the rule to run.
        first, count: inputs: the first month, and how many.
        vary: varied input → the input that holds its first value; each moves by one a step.
        clock: the clock that moves (default ``month``).
    """
    return Series(
        cites=_cites(cites),
        rule=of,  # type: ignore[arg-type]
        first=first,
        count=count,
        vary=tuple((vary or {}).items()),
        clock=clock,
        **_place(),
    )


def member(of: Declaration | str, *, cites: str | Sequence[str], **at: str) -> Member:
    """*of* for the members named in *at*: ``member(contribution_base, insurance="pension", cites=…)``."""
    return Member(cites=_cites(cites), of=of, at=tuple(at.items()), **_place())  # type: ignore[arg-type]


def register(
    source: str,
    *,
    field: str,
    cites: str | Sequence[str],
    match: Mapping[str, str] | None = None,
) -> Register:
    """An answer read from declared data (documents, measures) with that data's own citation."""
    return Register(cites=_cites(cites), source=source, field=field, match=tuple((match or {}).items()), **_place())


def total(of: Declaration | str, *, by: str, cites: str | Sequence[str], replaces: str | None = None) -> Total:
    """The sum of *of* over the rows of one *by*: ``total("person_contribution", by="employer", cites=…)``.

    Nothing else crosses rows. A single case is one row: it answers the total that it is given, else none.

    Args:
        of: an amount, or a number of things or months; each row is rounded before it is added.
        by: whose rows are added up: the entity that the vocabulary names for this output.
    """
    return Total(cites=_cites(cites), of=of, by=by, replaces=replaces, **_place())  # type: ignore[arg-type]
