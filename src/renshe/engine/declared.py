"""What casework reads: schemes, service items, service packages and duties, as the law of a place declares them.

Plain data, cited element by element. A name is bound late, like a rule's: the lowest layer of the chain that declares
it answers whole, on the day that is asked, as known then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

from renshe.engine.errors import Words

if TYPE_CHECKING:
    from renshe.engine.bind import Program

ACTORS = "actor"
"""The enum of the vocabulary whose members hold duties, receive what is due and run schemes."""
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "scheme": {
        "window": ("window",),
        "apply_by": ("date",),
        "eligibility": ("boolean",),
        "acceptance": ("boolean",),
        "amount": ("money",),
        "rate": ("rate",),
        "months": ("months", "integer"),
        "total": ("money",),
        "plan": ("list",),
        "first_month": ("month",),
        "last_month": ("month",),
        "paid_until": ("date",),
        "once_only": ("boolean",),
        "stop": ("boolean",),
        "refund": ("money",),
        "blacklist": ("boolean",),
        "back_payment": ("boolean",),
    },
    "service": {
        "window": ("window",),
        "eligibility": ("boolean",),
        "acceptance": ("boolean",),
        "timely": ("boolean",),
    },
    "package": {"eligibility": ("boolean",), "compliance": ("boolean",), "timely": ("boolean",)},
    "duty": {"applies": ("boolean",), "timely": ("boolean",), "discharged": ("boolean",)},
}
"""Kind → what a rule may be to it, and the types that rule may have."""
COUNTS = ("days", "months", "working_days", "minutes")
"""What a last day may be counted in. Days and months are counted here; days of work and minutes need a calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing a declaration holds: a channel, a paper, a notice …, with the provision that says so."""

    id: str
    label: Words
    cites: tuple[str, ...]
    input: str | None = None
    """The input of a case that tells of it."""
    rule: str | None = None
    """The rule or number that decides it."""
    when: str | None = None
    """The determination under which alone it applies."""
    one_of: str | None = None
    """Elements with the same word here stand for each other: one is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something is to be done: by a day that the law gives, so long after an event, again and again, in words."""

    label: Words | None = None
    cites: tuple[str, ...] = ()
    by: str | None = None
    """A number or a rule that is a day, or a window: from its first day to its last."""
    days: int | None = None
    months: int | None = None
    working_days: int | None = None
    minutes: int | None = None
    after: str | None = None
    """The input or the rule whose day the time is counted from; that day itself is not counted."""
    every: str | None = None
    """``month``, ``quarter`` or ``year``: due again in each."""
    month: int | None = None
    day: int | None = None
    """The day of the month, its last one where it has fewer or where none is said."""

    @property
    def count(self) -> tuple[str, int] | None:
        """What is counted after the event, and how many."""
        said = {unit: getattr(self, unit) for unit in COUNTS}
        return next(((unit, many) for unit, many in said.items() if many is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What all kinds share. ``since`` and ``until`` are whole numbers that count days, as everywhere."""

    kind: ClassVar[str]
    SECTIONS: ClassVar[tuple[str, ...]] = ("agencies", "channels", "materials", "waived_materials", "notices")

    name: str
    layer: str
    """The place whose law it is."""
    topic: str
    label: Words
    cites: tuple[str, ...]
    since: int | None = None
    until: int | None = None
    known_from: int = 0
    changes: str | None = None
    """``extends``, ``replaces`` or ``ends`` and its target, when a later document changed an earlier one."""
    ended: bool = False
    """Whether there is no such thing from here on."""
    note: Words | None = None
    place: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    """What a rule is to it (``eligibility``, ``amount`` …) → the name of the rule or number."""
    agencies: tuple[Element, ...] = ()
    channels: tuple[Element, ...] = ()
    materials: tuple[Element, ...] = ()
    waived_materials: tuple[Element, ...] = ()
    """Papers that may not be asked for."""
    notices: tuple[Element, ...] = ()

    def sections(self) -> dict[str, tuple[Element, ...]]:
        """Its lists of elements by name, empty ones left out."""
        found = {name: getattr(self, name) for name in self.SECTIONS}
        return {name: elements for name, elements in found.items() if elements}

    @property
    def deadline(self) -> Due | None:
        """When it is to be done, where that is said."""
        return None

    @property
    def period(self) -> Due | None:
        """When it may be claimed or asked for, where a window says so."""
        return Due(by=self.rules["window"]) if "window" in self.rules else None

    def all_cites(self) -> tuple[str, ...]:
        """Every provision it rests on."""
        below = (cite for elements in self.sections().values() for element in elements for cite in element.cites)
        return tuple(dict.fromkeys((*self.cites, *below, *(self.deadline.cites if self.deadline else ()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Declared):
    """A benefit: who may claim what, how, from whom, and when it ends."""

    kind: ClassVar[str] = "scheme"
    SECTIONS: ClassVar[tuple[str, ...]] = (
        *("agencies", "channels", "materials", "waived_materials", "checks", "payment", "accompanying", "exclusions"),
        *("effects", "stop_causes", "refunds", "penalties", "fund_account", "notices"),
    )

    checks: tuple[Element, ...] = ()
    """What is verified, against which records."""
    payment: tuple[Element, ...] = ()
    """How and how often it is paid."""
    accompanying: tuple[Element, ...] = ()
    """What comes with it: contributions that are paid, other benefits."""
    exclusions: tuple[Element, ...] = ()
    """What it does not go together with, and what may not be asked of the person."""
    effects: tuple[Element, ...] = ()
    """What it does to the person's record."""
    stop_causes: tuple[Element, ...] = ()
    refunds: tuple[Element, ...] = ()
    """What is paid back, and where."""
    penalties: tuple[Element, ...] = ()
    """What follows from a false claim: an entry in the blacklist."""
    fund_account: tuple[Element, ...] = ()
    """The account of the fund that it is booked under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceItem(Declared):
    """One thing that an agency does for people who ask."""

    kind: ClassVar[str] = "service"
    SECTIONS: ClassVar[tuple[str, ...]] = (
        *("agencies", "channels", "materials", "waived_materials", "checks", "results", "notices"),
    )

    checks: tuple[Element, ...] = ()
    results: tuple[Element, ...] = ()
    """What the person has in hand at the end."""
    limit: Due | None = None
    """Within what time it is done."""

    @property
    def deadline(self) -> Due | None:
        return self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePackage(Declared):
    """Several services that are one thing to the person (一件事): one window, one set of papers."""

    kind: ClassVar[str] = "package"
    SECTIONS: ClassVar[tuple[str, ...]] = (
        *("agencies", "items", "channels", "materials", "waived_materials", "results", "notices"),
    )

    items: tuple[Element, ...] = ()
    """The services it is made of; none where the text does not print them."""
    results: tuple[Element, ...] = ()
    limit: Due | None = None

    @property
    def deadline(self) -> Due | None:
        return self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Declared):
    """Who must do what by when. The label says what."""

    kind: ClassVar[str] = "duty"
    SECTIONS: ClassVar[tuple[str, ...]] = (
        *("holders", "recipients", "agencies", "channels", "materials", "waived_materials", "consequences", "notices"),
    )

    holders: tuple[Element, ...] = ()
    """Who must."""
    units: tuple[str, ...] = ()
    """Who must, by the names the document gives them, where a provision assigns it."""
    responsibility_mode: str | None = None
    """How the units share it: ``lead``, ``shared`` …"""
    assigned_by: str | None = None
    recipients: tuple[Element, ...] = ()
    """To whom."""
    consequences: tuple[Element, ...] = ()
    """What follows when it is not done."""
    due: Due | None = None

    @property
    def deadline(self) -> Due | None:
        return self.due

    def held_by(self, holders: Collection[str]) -> bool:
        """Whether one of *holders*, actors or units, must."""
        return any(each in holders for each in (*self.units, *(actor.id for actor in self.holders)))

    def all_cites(self) -> tuple[str, ...]:
        return (*Declared.all_cites(self), *((self.assigned_by,) if self.assigned_by else ()))


KINDS: Mapping[str, type[Declared]] = {kind.kind: kind for kind in (Scheme, ServiceItem, ServicePackage, Duty)}
REGISTERS: Mapping[str, str] = {"schemes": "scheme", "services": "service", "packages": "package", "duties": "duty"}
"""What a file and a register of them are called → their kind."""
ACTING = ("holders", "recipients", "agencies")
"""Sections whose elements are members of the enum of actors."""


def has_section(kind: type[Declared], name: str) -> bool:
    """Whether declarations of *kind* have a list of elements of that name."""
    return name in kind.SECTIONS and any(each.name == name for each in fields(kind))


# ---- late binding


def bound(program: Program, name: str, day: int) -> Declared | None:
    """What *name* is for the region of *program* on *day*: the lowest layer's, as known; None where there is none."""
    for layer in program.chain:
        versions = program.book.declared.get(layer, {}).get(name, ())
        known = sorted((v for v in versions if program.known(v.known_from)), key=lambda version: -version.known_from)
        for version in known:
            if (version.since is None or version.since <= day) and (version.until is None or day <= version.until):
                return None if version.ended else version
    return None


def replaced(program: Program, version: Declared) -> tuple[str, ...]:
    """Layers above *version* that declare the same name."""
    above = program.chain[program.chain.index(version.layer) + 1 :]
    return tuple(layer for layer in above if version.name in program.book.declared.get(layer, {}))


def in_force(program: Program, kind: str, day: int) -> Iterator[Declared]:
    """Everything of one kind that there is on *day*, the place's own first, in the order of the law."""
    names = dict.fromkeys(name for layer in program.chain for name in program.book.declared.get(layer, {}))
    for name in names:
        found = bound(program, name, day)
        if found is not None and found.kind == kind:
            yield found


# ---- as registers


def declared_rows(program: Program, register: str, day: Any) -> list[dict[str, Any]]:
    """The register as rules ask it: a row for each thing there is on *day*, and one for the register as a whole."""
    if not isinstance(day, int):
        return []
    found = list(in_force(program, REGISTERS[register], day))
    rows = [
        {
            "id": each.name,
            "document": each.name,
            "label": (each.label.zh, each.cites),
            **{section: _listed(each, section) for section in each.SECTIONS},
        }
        for each in found
    ]
    cites = tuple(dict.fromkeys(cite for each in found for cite in each.cites))
    names = tuple(each.name for each in found)
    # Where nothing is declared no text says that there is none.
    whole = {"id": "", "document": "", "names": (names, cites), "count": (len(names), cites)}
    return [*rows, whole] if found else []


def _listed(each: Declared, section: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    elements: tuple[Element, ...] = getattr(each, section)
    cites = tuple(dict.fromkeys(cite for element in elements for cite in element.cites))
    return tuple(element.id for element in elements), cites
