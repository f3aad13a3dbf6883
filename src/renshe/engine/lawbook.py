"""The law of one release, compiled: plain data that is pickled once and read back in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from renshe.engine.declared import Declared
from renshe.engine.errors import Words
from renshe.engine.values import ValueType

LAW = "law"
"""What is missing where no text is in force."""


@dataclass(frozen=True, slots=True)
class Term:
    """One public name: an input or an output, with its words."""

    name: str
    type: ValueType
    label: Words
    entity: str = ""
    is_input: bool = False
    question: Words | None = None
    help: Words | None = None
    when_absent: Any = None
    has_default: bool = False
    dimension: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of a document, in our own words."""

    id: str
    document: str
    path: str
    kind: str
    gist: Words
    addressee: tuple[str, ...] = ()
    measure: int | None = None
    part: int | None = None
    units: tuple[str, ...] = ()
    responsibility_mode: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a document does to another: ``extends``, ``repeals`` …, from when, until when."""

    kind: str
    target: str
    since: int | None
    until: int | None
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt about a document, with the reading taken; ``cites`` is where it stands, if not at the whole of it."""

    document: str
    what: Words
    reading: Words | None = None
    kind: str = ""
    """``misprint``, ``gap``, ``clash``, ``ambiguity``, ``unseen``, or nothing where nobody has said."""
    cites: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """Of a clash: the provisions that say otherwise."""


@dataclass(frozen=True, slots=True)
class Document:
    """Identity, dates and effects of one document, held or relied on."""

    id: str
    region: str
    number: str
    title: Words
    issuers: tuple[str, ...]
    signed: int | None
    published: int | None
    effective_from: int | None
    effective_to: int | None
    effective_cites: tuple[str, ...]
    external: bool
    grade: str
    effects: tuple[Effect, ...] = ()
    measure_count: int = 0
    part_count: int = 0
    issues: tuple[Issue, ...] = ()

    @property
    def known_from(self) -> int | None:
        """The day from which it could be known: signed, else published, else in force."""
        for day in (self.signed, self.published, self.effective_from):
            if day is not None:
                return day
        return None


@dataclass(frozen=True, slots=True)
class Record:
    """One value of a number: when it is in force, since when it is known, and on whose word."""

    since: int | None
    until: int | None
    value: Any
    region: str
    cites: tuple[str, ...]
    grade: str
    known_from: int
    note: Words | None = None
    changes: str | None = None
    """``extends``, ``replaces`` or ``ends`` and its target, when a later document changed an earlier one."""
    ended: bool = False
    """Whether there is no value from here on, not even none: ``ends`` without one."""
    place: str = ""
    """Its file and line; a number may have records in several folders of law."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the law with all its records, on one clock."""

    name: str
    kind: str
    type: ValueType
    unit: str
    clock: str
    label: Words
    by: tuple[str, ...]
    records: tuple[Record, ...]
    layer: str
    topic: str
    place: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Provided:
    """One version of one declared rule, of any kind.

    ``kind`` is the declaration's class in lower case; what only that kind has is in ``spec``.
    """

    name: str
    kind: str
    layer: str
    topic: str
    cites: tuple[str, ...]
    since: int | None
    until: int | None
    clock: str
    known_from: int
    place: str
    summary: str = ""
    tree: Any = None
    arguments: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names it depends on besides its arguments, in the order of the law."""
    reasons_from: tuple[str, ...] = ()
    codes: tuple[tuple[str, str | None], ...] = ()
    branches: tuple[int, ...] = ()
    literals: tuple[tuple[int, int], ...] = ()
    spec: Mapping[str, Any] = field(default_factory=dict)
    replaces: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Names it may read, in the order of the law; its clock only when the text began or ends."""
        code_from = self.spec.get("code_from")
        clock = (self.clock,) if self.since is not None or self.until is not None else ()
        own = (*self.arguments, *self.names, *self.reasons_from, *((code_from,) if code_from else ()), *clock)
        return tuple(dict.fromkeys(own))


@dataclass(frozen=True)
class Lawbook:
    """All layers of the law with their words, documents and places.

    Attributes:
        hash: of everything that can change an answer; printed in every answer.
        layers: region → name → the versions of a rule, or a number.
    """

    hash: str
    terms: Mapping[str, Term]
    reasons: Mapping[str, Words]
    enums: Mapping[str, Mapping[str, Words]]
    layers: Mapping[str, Mapping[str, tuple[Provided, ...] | Number]]
    documents: Mapping[str, Document]
    provisions: Mapping[str, Provision]
    places: Mapping[str, Words]
    prefixes: Mapping[str, str]
    """GB/T 2260 prefix of a province → its region code."""
    aliases: Mapping[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]
    """Base name → its member names, with the members they stand for."""
    declared: Mapping[str, Mapping[str, tuple[Declared, ...]]] = field(default_factory=dict)
    """Region → name → the versions of a scheme, a service, a package or a duty."""
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Enum → a member → the wider member that it is a kind of."""
    topics: Mapping[str, Words] = field(default_factory=dict)
    """Topic → what people call it, where its vocabulary says so."""
    fields: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    """Record → its fields with what people call them."""

    def label(self, name: str) -> Words:
        """What people call *name*."""
        term = self.terms.get(name)
        if term is not None:
            return term.label
        for layer in self.layers.values():
            found = layer.get(name)
            if isinstance(found, Number):
                return found.label
        plain = name.replace("_", " ")
        return Words(plain, plain)

    @cached_property
    def answerable(self) -> frozenset[str]:
        """Every name that can be asked for: what a layer defines, and inputs, which answer what a case says."""
        return frozenset(name for layer in self.layers.values() for name in layer) | frozenset(self.terms)

    @cached_property
    def totals(self) -> Mapping[str, tuple[str, str]]:
        """Name of a total → what it adds up, and by whom: ``("person_contribution", "employer")``."""
        versions = (v for layer in self.layers.values() for e in layer.values() if isinstance(e, tuple) for v in e)
        return {
            version.name: (version.spec["of"], version.spec["by"]) for version in versions if version.kind == "total"
        }

    @cached_property
    def earliest(self) -> int:
        """The first day on which any document held was in force or known."""
        days = [
            day
            for document in self.documents.values()
            for day in (document.signed, document.published, document.effective_from)
            if day is not None
        ]
        return min(days, default=1)

    def dimensions(self) -> tuple[str, ...]:
        """Names of all dimension inputs."""
        return tuple(name for name, term in self.terms.items() if term.dimension)

    def topic_name(self, topic: str) -> Words:
        """What people call a topic, or its name in plain letters."""
        plain = topic.replace("_", " ")
        return self.topics.get(topic) or Words(plain, plain)

    def place_name(self, region: str) -> Words:
        """The name of a place, or its code when it has none here."""
        return self.places.get(region) or Words(region, region)


_BRACKETS = str.maketrans("［[【（(］]】）)", "〔〔〔〔〔〕〕〕〕〕")


def normal_number(number: str) -> str:
    """A document number in the form in which numbers are compared: one style of bracket, no blanks."""
    return "".join(number.split()).translate(_BRACKETS)
