"""The form of a document file: what a document is, when it acts, and its register of provisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.numbers import Grade
from renshe.engine.schemas.shapes import (
    Cites,
    Day,
    DocumentId,
    Entry,
    Fault,
    Label,
    Many,
    Name,
    ProvisionId,
    ProvisionKey,
    Region,
    TargetId,
    Text,
    expected,
    missing,
    out_of_order,
    refuse,
    unwanted,
)

IssueKind: TypeAlias = Literal["misprint", "gap", "clash", "ambiguity", "unseen"]
EffectKind: TypeAlias = Literal["extends", "repeals", "replaces", "amends", "sets", "implements", "interprets"]
ProvisionKind: TypeAlias = Literal[
    # who, and whom not
    "eligibility",
    "exclusion",
    "definition",
    # how much
    "amount",
    "rate",
    "formula",
    "bound",
    # when
    "period",
    "deadline",
    "extension",
    # how
    "channel",
    "material",
    "procedure",
    "verification",
    "notification",
    # what ends it, and what follows from a breach
    "stop_condition",
    "refund_penalty",
    "repeal",
    # what an authority has to do, and to reach
    "authority_duty",
    "target",
    # nothing to carry out
    "reference",
    "exhortation",
]


class EffectiveEntry(Entry):
    """From when to when the document is in force."""

    from_: Day | None = Field(alias="from")
    """The first day; null when nothing says."""
    to: Day | None = None
    """The last day; null when nothing says."""
    cites: Many[ProvisionId]
    """The provisions that say so; empty only when nothing does."""

    @model_validator(mode="after")
    def _consistent(self) -> EffectiveEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        yield from out_of_order("to", self.to, "from", self.from_)
        if not self.cites and (self.from_ or self.to):
            yield expected(("cites",), [], Words("写明日期的条款", "the provision that sets the day"))


class EffectEntry(Entry):
    """What the document does to another."""

    kind: EffectKind
    target: TargetId
    """The document or the provision it acts on."""
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    cites: Cites

    @model_validator(mode="after")
    def _consistent(self) -> EffectEntry:
        refuse(out_of_order("until", self.until, "from", self.from_))
        return self


class ProvisionEntry(Entry):
    """One provision in our own words."""

    path: Text
    """Where it stands in the document, as the document counts."""
    kind: ProvisionKind
    """What it does. ``reference`` and ``exhortation`` bind nobody; every other kind does."""
    gist: Label
    """What it says, never a sentence of the source."""
    addressee: Many[Text] = ()
    """Whom it binds, one a line."""
    measure: Annotated[int, Field(ge=1)] | None = None
    """The number of the measure, in a register of responsibilities."""
    part: Annotated[int, Field(ge=1)] | None = None
    """The part of the document the measure stands in."""
    units: Many[Text] = ()
    """Who is responsible for the measure, one a line."""
    responsibility_mode: Name | None = None
    """How they share it: lead, shared …"""

    @model_validator(mode="after")
    def _consistent(self) -> ProvisionEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.measure is None:
            for key in ("part", "units", "responsibility_mode"):
                if key in self.model_fields_set:
                    yield unwanted((key,), Words("它只用于有 measure 的条款", "it is for a provision with a measure"))


class IssueEntry(Entry):
    """A doubt about the source, and how it is read."""

    kind: IssueKind | None = None
    """Misprinted, not said, said otherwise elsewhere, open to two readings; or the text itself was not seen."""
    what: Label
    reading: Label | None = None
    """The reading taken; left out when nothing turns on it."""
    cites: Many[ProvisionId] = ()
    """The provisions it stands at; left out, it stands at the document."""
    with_: Many[ProvisionId] = Field(default=(), alias="with")
    """Of a clash: the provisions that say otherwise."""

    @model_validator(mode="after")
    def _consistent(self) -> IssueEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.kind == "clash":
            yield from (missing((key,)) for key, ids in (("cites", self.cites), ("with", self.with_)) if not ids)
        elif self.with_:
            yield unwanted(("with",), Words("它只用于 kind: clash", "it is for kind: clash"))


class DocumentFile(Entry):
    """One document, held or relied on."""

    id: DocumentId
    region: Region
    number: Text | None = None
    """The number it was issued under; null when it has none."""
    title: Label
    issuers: Many[Text]
    """Who issued it, one a line; empty when the text does not say."""
    signed: Day | None
    """The day it was signed; null when the text does not say."""
    published: Day | None = None
    """The day it was made public; left out when unknown."""
    effective: EffectiveEntry | None = None
    external: bool = False
    """Whether it is law the bulletin relies on but does not print."""
    grade: Grade
    """How sure what is said here is."""
    effects: Many[EffectEntry] = ()
    provisions: dict[ProvisionKey, ProvisionEntry] = Field(default_factory=dict)
    issues: Many[IssueEntry] = ()
