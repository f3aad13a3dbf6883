"""The law in order of day: documents, numbers, windows and rules, each with the day from which it could be known.

Two times run side by side. ``day`` is when something happens; ``known_from`` when that could first be known. A later
document that extends a window moves the end of it *and* is itself something that happens, on the day it was signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from renshe.engine.bind import chain_of
from renshe.engine.errors import InputError
from renshe.engine.focus import Focus, focus_on
from renshe.engine.law_json import Json, citations, name_of, pair, place_of, point, title_of
from renshe.engine.lawbook import Document, Lawbook, Number, Provided, Record
from renshe.engine.lookup import items
from renshe.engine.spans import (
    BEGINNING,
    Span,
    changed_lines,
    counting,
    day_of,
    lower_layers,
    record_at,
    record_regions,
    spans,
)
from renshe.engine.timeline_declared import Told
from renshe.engine.values import ValueProblem, ValueType, parse, to_json

DAY = ValueType("date")
KINDS = ("document", "number", "window", "rule", "scheme", "service", "package", "duty")
MOVED = ("extends", "repeals", "replaces", "amends")
"""Effects that something happens by; the others say how two documents belong together."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is told of: a place's chain or every place, and what was asked about or everything."""

    book: Lawbook
    chain: tuple[str, ...] | None
    focus: Focus | None

    def here(self, region: str) -> bool:
        """Whether law of *region* counts."""
        return self.chain is None or region in self.chain

    def about(self, name: str) -> bool:
        """Whether *name* was asked about."""
        return self.focus is None or name in self.focus.names


def timeline(
    book: Lawbook,
    about: str | None = None,
    *,
    region: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Json:
    """What happens in the law, in order of day.

    Args:
        book: the law.
        about: a topic, a document or a name; None: everything.
        region: what counts in this place; None: every place.
        first, last: days; only what happens from the one to the other.

    Returns:
        ``{"about", "region", "from", "to", "events"}``. Every event has the same keys; which of them say something
        depends on its ``kind`` (``document``, ``number``, ``window``, ``rule``, ``scheme``, ``service``, ``package``,
        ``duty``) and ``event``. A window says under ``serves`` what it times. What is due again and again is told of
        up to ``last``, and not without it.

    Raises:
        InputError: for a name, a place or a day that is none.
    """
    chain = None if region is None else chain_of(book, region)
    scope = Scope(book, chain, None if about is None else focus_on(book, about))
    start, end = _day(first, "from"), _day(last, "to")
    told = Told(book, chain, scope.focus, _ordinal(start), _ordinal(end))
    found = [*_documents(scope), *_numbers(scope), *_rules(scope), *told.events(partial(_declared, scope))]
    users = told.users()
    for event in found:
        if event["kind"] == "window":
            event["serves"] = users.get((event["region"]["code"], event["subject"]["name"]), [])
    if scope.focus is not None and scope.focus.kind == "document":
        found = [event for event in found if _concerns(event, scope.focus)]
    kept = [event for event in found if (not start or event["day"] >= start) and (not end or event["day"] <= end)]
    kept.sort(key=lambda event: (event["day"], KINDS.index(event["kind"]), event["region"]["code"]))
    return {
        "lawbook": book.hash,
        "about": scope.focus and scope.focus.json(),
        "region": None if region is None else place_of(book, region),
        "from": start,
        "to": end,
        "events": kept,
    }


def _day(text: str | None, name: str) -> str | None:
    if text is None:
        return None
    try:
        return str(to_json(DAY, parse(DAY, text)))
    except ValueProblem as problem:
        raise InputError(problem.problem(f"--{name}")) from None


def _ordinal(day: str | None) -> int | None:
    value = None if day is None else parse(DAY, day)
    return value if isinstance(value, int) else None


def _concerns(event: Json, focus: Focus) -> bool:
    """Whether an event is of a document asked about, rests on it, or is overtaken by it."""
    named = [event["document"], event["by"], (event["superseded"] or {}).get("by")]
    ids = {document["id"] for document in named if document} | {cite["id"].partition("/")[0] for cite in event["cites"]}
    return bool(ids & focus.own)


def _event(scope: Scope, kind: str, what: str, *, day: int, known_from: int | None, region: str, **more: Any) -> Json:
    """One event: all its keys, whatever it is."""
    return {
        "day": to_json(DAY, day),
        "at": to_json(DAY, day),
        "known_from": None if known_from is None else to_json(DAY, known_from),
        "kind": kind,
        "event": what,
        "region": place_of(scope.book, region),
        "subject": None,
        "document": None,
        "by": None,
        "valid_from": None,
        "valid_until": None,
        "changes": [],
        "grade": None,
        "cites": [],
        "note": None,
        "superseded": None,
        "replaced_in": [],
        "serves": [],
        "holders": [],
        **more,
    }


def _declared(
    scope: Scope, kind: str, what: str, *, cites: tuple[str, ...], valid_from: int | None = None, **more: Any
) -> Json:
    """The event of something declared."""
    since = None if valid_from is None else to_json(DAY, valid_from)
    return _event(scope, kind, what, cites=citations(scope.book, cites), valid_from=since, **more)


# ---- documents


def _documents(scope: Scope) -> Iterator[Json]:
    book = scope.book
    for document in book.documents.values():
        if not scope.here(document.region) or (scope.focus and document.id not in scope.focus.documents):
            continue
        base: Json = {"region": document.region, "document": title_of(document), "grade": document.grade}
        known = document.known_from
        acts = _acts_on(scope, document)
        overtaken = next((actor for actor, kind, until in acts if kind == "extends" and until is not None), None)
        for what, day in (("signed", document.signed), ("published", document.published)):
            if day is not None:
                yield _event(scope, "document", what, day=day, known_from=day, **base)
        for what, day in (("in_force", document.effective_from), ("expires", document.effective_to)):
            if day is not None:
                later = overtaken if what == "expires" else None
                yield _event(
                    scope, "document", what, day=day, known_from=known,
                    cites=citations(book, document.effective_cites), superseded=later and _superseded(later), **base,
                )  # fmt: skip
        yield from _effects(scope, document)


def _acts_on(scope: Scope, target: Document) -> list[tuple[Document, str, int | None]]:
    return [
        (actor, effect.kind, effect.until)
        for actor in scope.book.documents.values()
        if scope.here(actor.region) or actor.region == target.region
        for effect in actor.effects
        if effect.target == target.id
    ]


def _effects(scope: Scope, actor: Document) -> Iterator[Json]:
    """What a document does to others, on the day it does so."""
    book = scope.book
    for effect in actor.effects:
        target = book.documents.get(effect.target.partition("/")[0])
        if effect.kind not in MOVED or target is None:
            continue
        day = effect.since if effect.since is not None else actor.effective_from
        day = actor.known_from if effect.kind == "extends" or day is None else day
        if day is None:
            continue
        whole = effect.target == target.id
        moved = effect.kind == "extends" and effect.until is not None
        change = {"for": None, "before": _said(target.effective_to if whole else None), "after": _said(effect.until)}
        yield _event(
            scope, "document", effect.kind, day=day, known_from=actor.known_from, region=actor.region,
            document=title_of(target), by=title_of(actor), grade=actor.grade,
            valid_from=point(book, "date", effect.since), valid_until=point(book, "date", effect.until),
            changes=[change] if moved else [],
            cites=citations(book, (*effect.cites, *(() if whole else (effect.target,)))),
        )  # fmt: skip


def _said(day: int | None) -> Json | None:
    return None if day is None else {language: str(to_json(DAY, day)) for language in ("zh", "en")}


def _superseded(by: Document) -> Json:
    return {"known_from": None if by.known_from is None else to_json(DAY, by.known_from), "by": title_of(by)}


# ---- numbers


def _numbers(scope: Scope) -> Iterator[Json]:
    for number in items(scope.book):
        if isinstance(number, Number) and scope.about(number.name) and scope.here(number.layer):
            if scope.chain is not None:
                yield from _line(scope, number, counting(number, scope.chain))
                continue
            for region in record_regions(number):
                yield from _line(scope, number, counting(number, [region]))


def _line(scope: Scope, number: Number, records: Sequence[Record]) -> Iterator[Json]:
    """The events of one line of records, document by document as they became known."""
    below = [] if scope.chain is None else lower_layers(scope.book, number.name, number.layer, scope.chain)
    final = spans(records)
    for known in sorted({record.known_from for record in records}):
        before = spans([record for record in records if record.known_from < known])
        after = spans([record for record in records if record.known_from <= known])
        for span in after:
            if span.record is not None and span.record.known_from == known:
                of = _Line(scope, number, span, before, after, final, tuple(below))
                yield from of.window() if number.kind == "window" else of.value()


@dataclass(frozen=True, slots=True)
class _Line:
    """One record where it answers, between what was known before it and what is known by now."""

    scope: Scope
    number: Number
    span: Span
    before: list[Span]
    after: list[Span]
    final: list[Span]
    below: tuple[str, ...]

    @property
    def record(self) -> Record:
        assert self.span.record is not None
        return self.span.record

    @property
    def start(self) -> int:
        return BEGINNING if self.span.since is None else self.span.since

    def point(self, value: int | None) -> Any:
        return point(self.scope.book, self.number.clock, value)

    def event(self, what: str, day: int, **more: Any) -> Json:
        record, book = self.record, self.scope.book
        return _event(
            self.scope, "window" if self.number.kind == "window" else "number", what, day=day,
            known_from=record.known_from, region=record.region, subject=name_of(book, self.number.name),
            grade=record.grade, cites=citations(book, record.cites), note=record.note and pair(record.note),
            **{"valid_from": self.point(self.span.since), "valid_until": self.point(self.span.until),
               "superseded": self.overtaken(), "replaced_in": list(self.below), **more},
        )  # fmt: skip

    def overtaken(self) -> Json | None:
        """What later took the place of this record where it begins to answer."""
        last = record_at(self.final, self.start)
        if last is None or last is self.record:
            return None
        return _superseded(self.scope.book.documents[last.cites[0].partition("/")[0]])

    # ---- a value that changes

    def value(self) -> Iterator[Json]:
        book, number, record = self.scope.book, self.number, self.record
        known_so_far = record_at(self.before, self.start)
        earlier = None if self.span.since is None else record_at(self.after, self.span.since - 1)
        old = known_so_far or earlier
        day = record.known_from if self.span.since is None else day_of(book, number.clock, self.span.since)
        lines = changed_lines(book, number, old, record)
        if lines:
            what = "ends" if record.ended else "changes" if old is not None and not old.ended else "begins"
            at = self.point(self.span.since) or to_json(DAY, record.known_from)
            yield self.event(what, day, at=at, changes=lines)
        if self.span.until is None or record.ended:
            return
        following = record_at(self.after, self.span.until + 1)
        last = day_of(book, number.clock, self.span.until, last=True)
        if following is None:
            taken = record_at(self.final, self.span.until + 1)
            later = taken and _superseded(book.documents[taken.cites[0].partition("/")[0]])
            at = self.point(self.span.until)
            yield self.event("ends", last, at=at, superseded=later if taken else self.overtaken())
        elif following.known_from < record.known_from and (lines := changed_lines(book, number, record, following)):
            # What was set before goes on where this record ends.
            at = self.point(self.span.until + 1)
            yield self.event("changes", last + 1, at=at, changes=lines, valid_from=at, valid_until=None)

    # ---- a window that opens, moves and closes

    def window(self) -> Iterator[Json]:
        record, number = self.record, self.number
        old = record_at(self.before, self.start)
        if record.ended:
            yield self.event("ends", record.known_from, changes=self.moved(old, None))
            return
        was = (None, None) if old is None or old.ended else (old.value.first_or_none, old.value.last_or_none)
        ends = (record.value.first_or_none, record.value.last_or_none)
        valid = {"valid_from": self.end(ends[0]), "valid_until": self.end(ends[1])}
        fresh = old is None or old.ended
        if not fresh and ends != was:
            yield self.event(self.direction(was, ends), record.known_from, changes=self.moved(old, record), **valid)
        for what, mine, theirs in (("opens", ends[0], was[0]), ("closes", ends[1], was[1])):
            if mine is not None and (fresh or mine != theirs):
                day = day_of(self.scope.book, number.type.kind, mine, last=what == "closes")
                yield self.event(what, day, at=self.end(mine), superseded=self.moved_on(what, mine), **valid)
        if fresh and ends == (None, None):
            yield self.event("begins", record.known_from, changes=self.moved(None, record))

    def end(self, value: int | None) -> Any:
        return None if value is None else to_json(self.number.type, value)

    def moved(self, old: Record | None, new: Record | None) -> list[Json]:
        return changed_lines(self.scope.book, self.number, old, new)

    def moved_on(self, what: str, mine: int) -> Json | None:
        """The later record by which a window opens or closes on another day than *mine*."""
        last = record_at(self.final, self.start)
        if last is None or last is self.record:
            return None
        ends = (None, None) if last.ended else (last.value.first_or_none, last.value.last_or_none)
        return None if mine == ends[what == "closes"] else self.overtaken()

    @staticmethod
    def direction(was: tuple[Any, Any], ends: tuple[Any, Any]) -> str:
        """Whether a window got longer, shorter, or was put elsewhere."""
        starts = [BEGINNING if first is None else first for first in (was[0], ends[0])]
        stops = [10**9 if last is None else last for last in (was[1], ends[1])]
        if starts[1] <= starts[0] and stops[1] >= stops[0]:
            return "extended"
        return "cut" if starts[1] >= starts[0] and stops[1] <= stops[0] else "moved"


# ---- rules


def _rules(scope: Scope) -> Iterator[Json]:
    book = scope.book
    for rule in items(book):
        if not isinstance(rule, Provided) or not scope.about(rule.name) or not scope.here(rule.layer):
            continue
        below = [] if scope.chain is None else lower_layers(book, rule.name, rule.layer, scope.chain)
        since, until = point(book, rule.clock, rule.since), point(book, rule.clock, rule.until)
        base: Json = {
            "known_from": rule.known_from, "region": rule.layer, "subject": name_of(book, rule.name),
            "cites": citations(book, rule.cites), "valid_from": since, "valid_until": until, "replaced_in": below,
        }  # fmt: skip
        if rule.since is not None:
            yield _event(scope, "rule", "begins", day=day_of(book, rule.clock, rule.since), at=since, **base)
        elif scope.focus is not None:
            # When nobody asks about one thing, every rule of the law would be listed under some document's day.
            yield _event(scope, "rule", "known", day=rule.known_from, **base)
        if rule.until is not None:
            yield _event(scope, "rule", "ends", day=day_of(book, rule.clock, rule.until, last=True), at=until, **base)
