"""The forms of ``schemes.yaml``, ``services.yaml``, ``packages.yaml`` and ``duties.yaml``: what casework reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.shapes import (
    Cites,
    Entry,
    Fault,
    Label,
    Many,
    Moment,
    Name,
    ProvisionId,
    TargetId,
    Text,
    expected,
    missing,
    out_of_order,
    refuse,
    unwanted,
)

CHANGES = ("extends", "replaces", "ends")
COUNTS = ("days", "months", "working_days", "minutes")
Count: TypeAlias = Annotated[int, Field(ge=1)]


class ElementEntry(Entry):
    """One thing a declaration holds, with the provision that says so."""

    zh: Text | None = None
    """What it is called; left out where the vocabulary says it already."""
    en: Text | None = None
    cites: Cites
    input: Name | None = None
    """The input of a case that tells of it: yes or no, or a choice of which this is one."""
    rule: Name | None = None
    """The rule or number that decides it."""
    when: Name | None = None
    """The determination under which alone it applies."""
    one_of: Name | None = None
    """Elements with the same word here stand for each other: one is enough."""

    @model_validator(mode="after")
    def _consistent(self) -> ElementEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if (self.zh is None) != (self.en is None):
            yield missing(("zh" if self.zh is None else "en",))


Elements: TypeAlias = dict[Name, ElementEntry]


class DueEntry(Entry):
    """When: by a day of the law, so long after an event, again and again, or in words alone."""

    zh: Text | None = None
    """As the text says it, in our own words."""
    en: Text | None = None
    cites: Many[ProvisionId] = ()
    """Left out where the declaration itself cites it."""
    by: Name | None = None
    """A number or a rule that is a day, or a window."""
    days: Count | None = None
    months: Count | None = None
    working_days: Count | None = None
    minutes: Count | None = None
    after: Name | None = None
    """The day it is counted from, which itself is not counted."""
    every: Literal["month", "quarter", "year"] | None = None
    """Due again in each of them."""
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    """The month of the year, or of the quarter; the last when left out."""
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    """The day of the month; the last when left out, or when the month is shorter."""

    @model_validator(mode="after")
    def _consistent(self) -> DueEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if (self.zh is None) != (self.en is None):
            yield missing(("zh" if self.zh is None else "en",))
        counts = [unit for unit in COUNTS if getattr(self, unit) is not None]
        forms = [*(["by"] if self.by else []), *counts, *(["every"] if self.every else [])]
        for form in forms[1:]:
            yield unwanted((form,), Words(f"已写 {forms[0]}", f"{forms[0]} is written"))
        if not forms and self.zh is None:
            words = Words("by、days/months/… 加 after、every，或 zh/en", "by, a count with after, every, or zh and en")
            yield expected((), None, words)
        if counts and self.after is None:
            yield missing(("after",))
        if self.after is not None and not counts:
            yield unwanted(("after",), Words("没有写多久", "no time is counted"))
        for part in ("month", "day"):
            if getattr(self, part) is not None and self.every is None:
                yield unwanted((part,), Words("它只用于 every", "it goes with every"))
        if self.month is not None and self.every == "month":
            yield unwanted(("month",), Words("每月都有", "it is due in every month"))
        if self.month is not None and self.every == "quarter" and self.month > 3:
            yield expected(("month",), self.month, Words("季度的第1至3月", "a month of the quarter, 1 to 3"))


class DeclaredEntry(Entry):
    """What all kinds share."""

    name: Name | None = None
    """The public name, when the key is that of a second version."""
    label: Label | None = None
    """What it is called; a duty that cites one provision may leave it to that provision's gist."""
    cites: Cites
    """The provisions it rests on as a whole; the first says since when it is known."""
    since: Moment | None = None
    """The first day on which there is such a thing; open when left out."""
    until: Moment | None = None
    extends: TargetId | None = None
    """The document or provision whose declaration this one prolongs."""
    replaces: TargetId | None = None
    """The document or provision whose declaration this one takes the place of."""
    ends: TargetId | None = None
    """The document or provision whose declaration ends: from here on there is none."""
    note: Label | None = None
    agencies: Many[Name] = ()
    """Who runs it: members of the enum ``actor``."""
    channels: Elements = Field(default_factory=dict)
    """Ways to apply, file or report."""
    materials: Elements = Field(default_factory=dict)
    """Papers to hand in or show."""
    waived_materials: Elements = Field(default_factory=dict)
    """Papers that may not be asked for."""
    notices: Elements = Field(default_factory=dict)
    """Who is told what."""

    @model_validator(mode="after")
    def _consistent(self) -> DeclaredEntry:
        refuse(self.faults())
        return self

    def faults(self) -> Iterator[Fault]:
        """What does not fit together."""
        if self.label is None:
            yield missing(("label",))
        yield from self.faults_of_time()

    def faults_of_time(self) -> Iterator[Fault]:
        """What does not fit together in when it holds."""
        yield from out_of_order("until", self.until, "since", self.since)
        said = [key for key in CHANGES if getattr(self, key) is not None]
        for key in said[1:]:
            yield unwanted((key,), Words(f"已写 {said[0]}", f"{said[0]} is written"))


class SchemeRules(Entry):
    """The rules and numbers of a benefit."""

    window: Name | None = None
    """When it may be claimed."""
    apply_by: Name | None = None
    """The last day to claim it, in a case."""
    eligibility: Name | None = None
    acceptance: Name | None = None
    """Whether an application is taken in."""
    amount: Name | None = None
    rate: Name | None = None
    """The share of a contribution that is relieved."""
    months: Name | None = None
    total: Name | None = None
    plan: Name | None = None
    """The amounts month by month."""
    first_month: Name | None = None
    last_month: Name | None = None
    paid_until: Name | None = None
    """The last day up to which it is paid."""
    once_only: Name | None = None
    stop: Name | None = None
    """Whether there is a cause to stop it."""
    refund: Name | None = None
    """What is to be paid back."""
    blacklist: Name | None = None
    back_payment: Name | None = None
    """Whether what was put off may still be paid."""


class ServiceRules(Entry):
    """The rules of a service."""

    window: Name | None = None
    """When it may be asked for."""
    eligibility: Name | None = None
    acceptance: Name | None = None
    timely: Name | None = None


class PackageRules(Entry):
    """The rules of a package."""

    eligibility: Name | None = None
    compliance: Name | None = None
    timely: Name | None = None


class DutyRules(Entry):
    """The rules of a duty."""

    applies: Name | None = None
    """Whether it is owed."""
    timely: Name | None = None
    discharged: Name | None = None


class SchemeEntry(DeclaredEntry):
    """A benefit."""

    rules: SchemeRules = Field(default_factory=SchemeRules)
    checks: Elements = Field(default_factory=dict)
    """What is verified, against which records."""
    payment: Elements = Field(default_factory=dict)
    """How and how often it is paid."""
    accompanying: Elements = Field(default_factory=dict)
    """What comes with it: contributions that are paid, other benefits."""
    exclusions: Elements = Field(default_factory=dict)
    """What it does not go together with, and what may not be asked."""
    effects: Elements = Field(default_factory=dict)
    """What it does to the person's record."""
    stop_causes: Elements = Field(default_factory=dict)
    refunds: Elements = Field(default_factory=dict)
    """What is paid back, and where."""
    penalties: Elements = Field(default_factory=dict)
    """What follows from a false claim."""
    fund_account: Elements = Field(default_factory=dict)
    """The account of the fund it is booked under."""


class ServiceEntry(DeclaredEntry):
    """A service that an agency does for people who ask."""

    rules: ServiceRules = Field(default_factory=ServiceRules)
    checks: Elements = Field(default_factory=dict)
    results: Elements = Field(default_factory=dict)
    limit: DueEntry | None = None
    """Within what time it is done."""


class PackageEntry(DeclaredEntry):
    """Several services that are one thing to the person (一件事)."""

    rules: PackageRules = Field(default_factory=PackageRules)
    items: Elements = Field(default_factory=dict)
    """The services it is made of; one that is declared has its label from there."""
    results: Elements = Field(default_factory=dict)
    limit: DueEntry | None = None


class DutyEntry(DeclaredEntry):
    """Who must do what by when. The label says what."""

    rules: DutyRules = Field(default_factory=DutyRules)
    holders: Many[Name] = ()
    """Who must: members of the enum ``actor``."""
    assigned_by: ProvisionId | None = None
    """The provision that assigns it: its ``units`` must."""
    recipients: Many[Name] = ()
    """To whom: members of the enum ``actor``."""
    consequences: Elements = Field(default_factory=dict)
    """What follows when it is not done."""
    due: DueEntry | None = None

    def faults(self) -> Iterator[Fault]:
        if self.label is None and len(self.cites) > 1:
            yield missing(("label",))
        if not self.holders and self.assigned_by is None:
            yield missing(("holders",))
        yield from self.faults_of_time()
