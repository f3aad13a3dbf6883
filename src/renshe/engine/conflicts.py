"""Where the law is at odds with itself or in doubt: what was recorded, and what can be computed from the registers.

*Recorded* are the doubts that people wrote down with the reading they took. *Computed* are those that show by
themselves: one number on two documents, two places or two records that say different things, acts dated before they
were signed, values that rest on memory, numbers that nothing reads. Each says where, both sides, who wins, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from renshe.engine.bind import chain_of
from renshe.engine.errors import Words
from renshe.engine.focus import Focus, focus_on
from renshe.engine.issues import issue_json
from renshe.engine.law_json import Json, citations, name_of, pair, place_of, point, title_of
from renshe.engine.lawbook import Document, Issue, Lawbook, Number, Record, normal_number
from renshe.engine.lookup import cites, items, names_below, unread
from renshe.engine.spans import (
    changed_lines,
    counting,
    day_of,
    differences,
    lower_layers,
    record_regions,
    same_value,
    spans,
)
from renshe.engine.values import ValueType, to_json

DAY = ValueType("date")
ORDER = ("clash", "misprint", "ambiguity", "gap", "unseen", "")
"""Recorded doubts, what matters most first."""
WEAK = "unverified"


def conflicts(book: Lawbook, about: str | None = None, *, region: str | None = None) -> Json:
    """Clashes and doubts: recorded ones, and those that the registers and numbers show.

    Args:
        book: the law.
        about: a topic, or a document or a name; None: everything.
        region: only what counts in this place; None: every place.

    Returns:
        ``{"about", "region", "recorded", "computed"}``. Of ``computed`` each has ``kind`` (``shared_number``,
        ``layers_differ``, ``windows_differ``, ``layer_silent``, ``overlap``, ``before_signing``, ``weak_grade``,
        ``unread_number``), ``subject``, ``document``, ``region``, ``sides``, ``wins``, ``why``.

    Raises:
        InputError: for a name or a place that is none.
    """
    chain = None if region is None else chain_of(book, region)
    search = _Search(book, chain, None if about is None else focus_on(book, about))
    return {
        "lawbook": book.hash,
        "about": search.focus and search.focus.json(),
        "region": None if region is None else place_of(book, region),
        "recorded": search.recorded(),
        "computed": [
            *search.shared_numbers(), *search.layers(), *search.overlaps(), *search.before_signing(),
            *search.weak(), *search.unread(),
        ],
    }  # fmt: skip


class _Search:
    """One look through one lawbook."""

    def __init__(self, book: Lawbook, chain: tuple[str, ...] | None, focus: Focus | None) -> None:
        self.book, self.chain, self.focus = book, chain, focus
        self.documents = [each for each in book.documents.values() if self.here(each.region) and self.concerns(each)]
        self.numbers = [
            item for item in items(book)
            if isinstance(item, Number) and self.here(item.layer) and (focus is None or item.name in focus.names)
        ]  # fmt: skip
        # A name is as doubtful as the rules that it reads.
        named = () if focus is None else names_below(book, focus.names) if focus.kind == "name" else focus.names
        self.at = {cite for item in items(book) if item.name in named for cite in cites(item)}

    def here(self, region: str) -> bool:
        return self.chain is None or region in self.chain

    def concerns(self, document: Document) -> bool:
        return self.focus is None or document.id in (self.focus.own or self.focus.documents)

    # ---- recorded

    def recorded(self) -> list[Json]:
        documents = [each for each in self.book.documents.values() if self.here(each.region)]
        if self.focus is not None and self.focus.kind == "document":
            documents = self.documents
        found = [issue for document in documents for issue in document.issues if self.bears_on(issue)]
        found.sort(key=lambda issue: (ORDER.index(issue.kind), self.book.documents[issue.document].external))
        return [issue_json(self.book, issue) for issue in found]

    def bears_on(self, issue: Issue) -> bool:
        """Of a topic or a name: a doubt at a provision it rests on, or at the whole of a document it rests on."""
        at = {*issue.cites, *issue.against}
        if self.focus is None or self.focus.kind == "document":
            return True
        return bool(at & self.at) if at else issue.document in self.focus.documents

    # ---- computed

    def finding(self, kind: str, region: str, *, name: str | None = None, document: Document | None = None,
                sides: list[Json], wins: int | None, why: Words, **more: object) -> Json:  # fmt: skip
        """One finding; ``wins`` is the position of the side that answers, or None where no side does alone."""
        return {
            "kind": kind,
            "region": place_of(self.book, region),
            "subject": None if name is None else name_of(self.book, name),
            "document": document and title_of(document),
            "sides": sides,
            "wins": wins,
            "why": pair(why),
            "differences": [],
            **more,
        }

    def shared_numbers(self) -> Iterator[Json]:
        shared: dict[str, list[Document]] = {}
        for document in self.documents:
            if document.number:
                shared.setdefault(normal_number(document.number), []).append(document)
        for found in shared.values():
            if len(found) > 1:
                why = Words(
                    "文号只供查找，不作编号：按文号查，每份各答；要指一份就用编号",
                    "a number only helps to find: looked up by it, each answers; name one by its id",
                )
                sides = [self.document_side(document) for document in found]
                yield self.finding("shared_number", found[0].region, sides=sides, wins=None, why=why,
                                   number=found[0].number)  # fmt: skip

    def layers(self) -> Iterator[Json]:
        """Numbers that a place sets otherwise than the place above it, or the nation for one province."""
        for lower in self.numbers:
            chain = chain_of(self.book, lower.layer)
            uppers = (self.book.layers.get(layer, {}).get(lower.name) for layer in chain[1:])
            upper = next((each for each in uppers if isinstance(each, Number)), None)
            if upper is not None and upper.by == lower.by:
                why = Words(
                    "下一级就同一名称另有规定的，整项取代上一级",
                    "what a lower place says of a name takes the place of all that the upper one says",
                )
                yield from self.apart((upper, chain[1:]), (lower, chain), lower.layer, why)
            for region in record_regions(lower):
                if region != lower.layer and self.here(region):
                    why = Words("为此地专定的数，在此地优先", "a value for one place goes before that for all")
                    yield from self.apart((lower, chain), (lower, (region, *chain)), region, why)

    def apart(self, above: tuple[Number, tuple[str, ...]], below: tuple[Number, tuple[str, ...]],
              region: str, why: Words) -> Iterator[Json]:  # fmt: skip
        """Where one number, seen from two places, says different things; the lower one wins."""
        number, records = below[0], [counting(*above), counting(*below)]
        found = differences(spans(records[0]), spans(records[1]), number)
        if found and all(records):
            # Where both speak and differ, that is told first; where only one speaks, the other is silent.
            both = next((each for each in found if each[2] and each[3]), None)
            kind = "windows_differ" if number.kind == "window" else "layers_differ"
            *_, one, other = both or found[0]
            one, other = one or records[0][0], other or records[1][0]
            known = to_json(DAY, other.known_from)
            yield self.finding(
                kind if both else "layer_silent", region, name=number.name, wins=1,
                why=Words(f"{why.zh}；自{known}起可知", f"{why.en}; known from {known}"),
                sides=[self.record_side(above[0], one), self.record_side(number, other)],
                differences=[self.difference(number, *each) for each in found],
            )  # fmt: skip

    def overlaps(self) -> Iterator[Json]:
        """Records of one number and one place that say different things of the same day."""
        for number in self.numbers:
            for region in record_regions(number):
                own = [record for record in number.records if record.region == region]
                for one, other in combinations(sorted(own, key=lambda record: record.known_from), 2):
                    if not self.here(region) or not _meet(one, other) or same_value(number, one, other):
                        continue
                    if not _same_cells(one.value, other.value):
                        continue
                    yield self.finding(
                        "overlap", region, name=number.name, wins=1, why=self.later_wins(number, one, other),
                        sides=[self.record_side(number, one), self.record_side(number, other)],
                        replaced_in=lower_layers(self.book, number.name, number.layer, self.chain or ()),
                    )  # fmt: skip

    def later_wins(self, number: Number, one: Record, other: Record) -> Words:
        """From when the later signed of two records answers, in both times."""
        known, since = to_json(DAY, other.known_from), point(self.book, number.clock, other.since)
        until = point(self.book, number.clock, other.until)
        zh = (f"{since}起" if since else "") + (f"至{until}" if until else "")
        en = (f" from {since}" if since else "") + (f" to {until}" if until else "")
        return Words(
            f"{zh + '，' if zh else ''}用后签发的；{known}签发前所知仍是先签发的（--known-on）",
            f"the later signed answers{en}; as known before its signing on {known} (--known-on), the earlier",
        )

    def before_signing(self) -> Iterator[Json]:
        """Documents that act, and records that count, from a day before they were signed."""
        for document in self.documents:
            signed = document.signed
            if signed is None:
                continue
            days = [("in_force", document.effective_from, document.effective_cites)]
            days += [(effect.kind, effect.since, effect.cites) for effect in document.effects]
            sides = [
                {**self.document_side(document), "what": what, "acts_from": to_json(DAY, day),
                 "cites": citations(self.book, cited)}
                for what, day, cited in days if day is not None and day < signed
            ]  # fmt: skip
            sides += [self.record_side(number, record) for number, record in self.retroactive(document)]
            if sides:
                why = Words(
                    f"按其所定的日期起算，但{to_json(DAY, signed)}之前无从得知：--known-on 早于此日的答案不用它",
                    f"it counts from the day it says, but was not known before {to_json(DAY, signed)}: "
                    "an answer with an earlier --known-on does without it",
                )
                yield self.finding("before_signing", document.region, document=document, sides=sides, wins=None,
                                   why=why, signed=to_json(DAY, signed))  # fmt: skip

    def retroactive(self, document: Document) -> Iterator[tuple[Number, Record]]:
        for number in self.numbers:
            for record in number.records:
                if record.cites[0].partition("/")[0] != document.id or document.signed is None:
                    continue
                start = record.since
                clock = number.clock
                if number.kind == "window" and not record.ended and record.since is None:
                    start, clock = record.value.first_or_none, number.type.kind
                if start is not None and day_of(self.book, clock, start, last=True) < document.signed:
                    yield number, record

    def weak(self) -> Iterator[Json]:
        """Values that rest on memory alone."""
        for number in self.numbers:
            for record in number.records:
                if record.grade == WEAK and self.here(record.region):
                    why = Words(
                        "尚未与任何来源核对，--strict reported 会拒绝它",
                        "held against no source yet; --strict reported refuses it",
                    )
                    yield self.finding("weak_grade", record.region, name=number.name, wins=None, why=why,
                                       sides=[self.record_side(number, record)])  # fmt: skip
        for document in self.documents:
            if document.grade == WEAK:
                why = Words("登记所载尚未与任何来源核对", "what is registered of it was held against no source yet")
                yield self.finding("weak_grade", document.region, document=document, wins=None, why=why,
                                   sides=[self.document_side(document)])  # fmt: skip

    def unread(self) -> Iterator[Json]:
        mine = {(number.layer, number.name) for number in self.numbers}
        for number in unread(self.book):
            if (number.layer, number.name) in mine:
                why = Words(
                    f"没有规则、数值或时钟用到它，词表也未列为结果：名称是否写错？见 {number.place}",
                    f"no rule, number or clock reads it and no vocabulary calls it an output: is it misspelt? "
                    f"See {number.place}",
                )
                yield self.finding("unread_number", number.layer, name=number.name, sides=[], wins=None, why=why)

    # ---- sides

    def document_side(self, document: Document) -> Json:
        return {
            "document": title_of(document),
            "region": place_of(self.book, document.region),
            "signed": point(self.book, "date", document.signed),
            "effective_from": point(self.book, "date", document.effective_from),
            "grade": document.grade,
        }

    def record_side(self, number: Number, record: Record) -> Json:
        return {
            "name": name_of(self.book, number.name),
            "region": place_of(self.book, record.region),
            "shown": changed_lines(self.book, number, None, record),
            "since": point(self.book, number.clock, record.since),
            "until": point(self.book, number.clock, record.until),
            "known_from": to_json(DAY, record.known_from),
            "grade": record.grade,
            "changes": record.changes,
            "cites": citations(self.book, record.cites),
        }

    def difference(self, number: Number, since: int | None, until: int | None,
                   one: Record | None, other: Record | None) -> Json:  # fmt: skip
        return {
            "from": point(self.book, number.clock, since),
            "until": point(self.book, number.clock, until),
            "changes": changed_lines(self.book, number, one, other),
        }


def _meet(one: Record, other: Record) -> bool:
    low = max(day for day in (one.since, other.since, 0) if day is not None)
    high = min(day for day in (one.until, other.until, 10**9) if day is not None)
    return low <= high


def _same_cells(one: Any, other: Any) -> bool:
    """Whether two values have a cell in common that they say differently; what is no table is one cell."""
    if isinstance(one, dict) and isinstance(other, dict):
        return any(_same_cells(one[key], other[key]) for key in one.keys() & other.keys())
    return bool(one != other)
