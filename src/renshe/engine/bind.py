"""Late binding: which rule or number a name means in one region, as the law was known on one day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Document, Lawbook, Number, Provided, Record, normal_number

NATION = "CN"


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A number of one layer with those of its records that count here and were known."""

    number: Number
    records: tuple[Record, ...]
    replaced: tuple[str, ...]

    def at(self, clock: int | None) -> tuple[Record, ...]:
        """The records that answer on *clock* (None: whatever the day): the latest signed of the nearest place.

        Of a table it may be several, each with cells of its own, as when one cell has a source of its own.
        """
        found: list[Record] = []
        for record in self.records:
            if covers(record, clock) and all(apart(record, other) for other in found):
                found.append(record)
        return tuple(found)

    @property
    def needs_clock(self) -> bool:
        """Whether the day matters: not when all records that answer cover all days."""
        return any(record.since is not None or record.until is not None for record in self.at(None))

    @property
    def silent(self) -> bool:
        """Whether no record says anything here, on any day."""
        return all(record.ended for record in self.records)


def covers(record: Record, clock: int | None) -> bool:
    """Whether *record* is in force on *clock*."""
    return clock is None or (
        (record.since is None or record.since <= clock) and (record.until is None or clock <= record.until)
    )


def apart(one: Record, other: Record) -> bool:
    """Whether two records of a table for one place have no cell in common, so that neither changes the other."""
    return one.region == other.region and _apart(one.value, other.value)


def _apart(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return all(_apart(one[key], other[key]) for key in one.keys() & other.keys())


@dataclass(frozen=True, slots=True)
class BoundRule:
    """The versions of a rule, lowest layer first, with those a lower layer replaces."""

    versions: tuple[Provided, ...]

    def at(self, clock_of: Callable[[str], Any]) -> tuple[Provided | None, Any]:
        """The version in force and, when the day was needed and is missing, what is missing."""
        for version in self.versions:
            if version.since is None and version.until is None:
                return version, None
            clock = clock_of(version.clock)
            if not isinstance(clock, int):
                return None, clock
            if (version.since is None or version.since <= clock) and (version.until is None or clock <= version.until):
                return version, None
        return None, None

    def replaced(self, version: Provided) -> tuple[str, ...]:
        """Layers above *version* that define the same name."""
        layers = dict.fromkeys(other.layer for other in self.versions)
        names = list(layers)
        return tuple(names[names.index(version.layer) + 1 :])


def shown(name: object) -> str:
    """A name that came from outside, short, and without what could steer a terminal or fail to encode."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(name)[:80])


def clash(one: Record, other: Record) -> str | None:
    """Why two records of one number cannot both stand: of one signing ``day``, or the later ``unsaid``."""
    if one.region != other.region or apart(one, other):
        return None
    first = max((day for day in (one.since, other.since) if day is not None), default=None)
    if first is None:
        first = min((day for day in (one.until, other.until) if day is not None), default=0)
    if not covers(one, first) or not covers(other, first):
        return None
    earlier, later = sorted((one, other), key=lambda record: record.known_from)
    if earlier.known_from == later.known_from:
        return "day"
    return "unsaid" if later.changes is None else None


def chain_of(book: Lawbook, region: str) -> tuple[str, ...]:
    """City → province → nation.

    Raises:
        InputError: when *region* is no place code, with the nearest ones.
    """
    match = re.fullmatch("CN(?:-([A-Z]{2})(?:-([0-9]{6}))?)?", str(region))
    province = f"CN-{match[1]}" if match and match[1] else None
    prefix = book.prefixes.get(match[2][:2]) if match and match[2] else province
    if match is None or (province and province not in book.places) or prefix != province:
        import difflib

        known = list(book.places)
        near = difflib.get_close_matches(str(region)[:20].upper(), known, 3) or ["CN", "CN-BJ", "CN-GD-440100"]
        raise InputError(
            Problem(
                Words(f"没有地区 {shown(region)}", f"there is no region {shown(region)}"),
                Words(
                    "写全国 CN、省级如 CN-BJ、地级市如 CN-GD-440100；相近的有：" + "、".join(near),
                    "write CN for the nation, CN-BJ for a province, CN-GD-440100 for a city; near it: "
                    + ", ".join(near),
                ),
                "region",
            )
        )
    parts = [region] if match[2] else []
    return tuple([*parts, *([province] if province else []), NATION])


class Program:
    """A lawbook seen from one region on one day of knowledge; resolutions are remembered."""

    def __init__(self, book: Lawbook, region: str, known_on: int | None = None) -> None:
        self.book = book
        self.region = region
        self.chain = chain_of(book, region)
        self.known_on = known_on
        self._found: dict[str, BoundNumber | BoundRule | None] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self.dimensions = book.dimensions()

    def known(self, day: int | None) -> bool:
        """Whether what was signed on *day* was known."""
        return self.known_on is None or (day is not None and day <= self.known_on)

    def find(self, name: str) -> BoundNumber | BoundRule | None:
        """What answers *name* here: the lowest layer that defines it."""
        if name not in self._found:
            self._found[name] = self._resolve(name)
        return self._found[name]

    def _resolve(self, name: str) -> BoundNumber | BoundRule | None:
        entries = [
            (layer, self.book.layers[layer][name]) for layer in self.chain if name in self.book.layers.get(layer, {})
        ]
        versions: list[Provided] = []
        empty: BoundNumber | None = None
        for index, (_, entry) in enumerate(entries):
            above = tuple(layer for layer, _ in entries[index + 1 :])
            if isinstance(entry, Number):
                if versions:
                    break
                records = self._records(entry)
                bound = BoundNumber(entry, records, above)
                if records:
                    return bound
                empty = empty or bound
            else:
                if empty is not None and not any(self.known(v.known_from) for v in entry):
                    continue
                known = [version for version in entry if self.known(version.known_from)]
                versions.extend(sorted(known, key=lambda v: -v.known_from))
        if versions:
            return BoundRule(tuple(versions))
        return empty

    def _records(self, number: Number) -> tuple[Record, ...]:
        here = [record for record in number.records if record.region in self.chain and self.known(record.known_from)]
        return tuple(sorted(here, key=lambda r: (self.chain.index(r.region), -r.known_from)))

    def edges(self, name: str) -> tuple[str, ...]:
        """Names that *name* may read here."""
        bound = self.find(name)
        if isinstance(bound, BoundNumber):
            return (*bound.number.by, bound.number.clock) if bound.needs_clock else bound.number.by
        return tuple(dict.fromkeys(name for version in (bound.versions if bound else ()) for name in version.reads))

    def closure(self, outputs: Iterable[str]) -> tuple[str, ...]:
        """All names that *outputs* may read, themselves first, in reading order."""
        seen: dict[str, None] = {}
        stack = list(reversed(tuple(outputs)))
        while stack:
            name = stack.pop()
            if name not in seen:
                seen[name] = None
                stack.extend(reversed(self.edges(name)))
        return tuple(seen)

    def askable(self, name: str) -> bool:
        """Whether a person may be asked *name*: an input nothing here answers, or not for every day; or its member."""
        term = self.book.terms.get(name)
        if term is None or not term.is_input or term.dimension:
            return False
        bound = self.find(name)
        if isinstance(bound, BoundRule) and bound.versions[0].kind == "member":
            name = bound.versions[0].spec["of"]
        return self.unanswered(name) or self._lapses(name)

    def _lapses(self, name: str) -> bool:
        """Whether the rule for *name* is the text of a time: on other days the input is asked for."""
        bound = self.find(name)
        return isinstance(bound, BoundRule) and all((v.since, v.until) != (None, None) for v in bound.versions)

    def inputs_of(self, outputs: Iterable[str]) -> tuple[str, ...]:
        """Inputs a person may be asked for *outputs*: not numbers, rules, date, month, region or dimensions."""
        return tuple(name for name in self.closure(outputs) if self.unanswered(name) and self.askable(name))

    def unanswered(self, name: str) -> bool:
        """Whether nothing here answers *name*: no rule, and no number or one that is silent."""
        bound = self.find(name)
        return bound is None or (isinstance(bound, BoundNumber) and bound.silent)

    def defined_anywhere(self, name: str) -> bool:
        """Whether some region's law defines *name*."""
        return any(name in layer for layer in self.book.layers.values())

    def rows(self, source: str) -> list[dict[str, Any]]:
        """The rows of a register, as known on the day of knowledge."""
        if source not in self._rows:
            self._rows[source] = self._documents() if source == "documents" else self._measures()
        return self._rows[source]

    def _documents(self) -> list[dict[str, Any]]:
        rows = []
        for document in self.book.documents.values():
            # A document without any date is one that another names: known as soon as that one is.
            if document.known_from is not None and not self.known(document.known_from):
                continue
            expiry, expiry_cites = document.effective_to, document.effective_cites
            repealed: int | None = None
            repealed_cites: tuple[str, ...] = ()
            for actor, effect in self._effects_on(document.id):
                if effect.kind == "extends" and effect.until is not None:
                    expiry, expiry_cites = effect.until, effect.cites
                if effect.kind == "repeals":
                    repealed = effect.since if effect.since is not None else actor.effective_from
                    repealed_cites = effect.cites
            own = document.effective_cites
            rows.append(
                {
                    "id": document.id,
                    "document": document.id,
                    "number": normal_number(document.number),
                    "effective_from": (document.effective_from, own),
                    "expiry_date": (expiry, expiry_cites),
                    "repealed_from": (repealed, repealed_cites),
                    "measure_count": (document.measure_count, own),
                    "part_count": (document.part_count, own),
                    "title": (document.title.zh, own),
                }
            )
        return rows

    def _effects_on(self, target: str) -> list[tuple[Document, Any]]:
        """Effects on a document: of its own place, and of the places of this chain; a city's acts only there."""
        found = [
            (document, effect)
            for document in self.book.documents.values()
            if self.known(document.known_from) and document.region in (*self.chain, self.book.documents[target].region)
            for effect in document.effects
            if effect.target == target
        ]
        return sorted(found, key=lambda pair: pair[0].known_from or 0)

    def _measures(self) -> list[dict[str, Any]]:
        return [
            {
                "document": provision.document,
                "id": provision.document,
                "number": normal_number(self.book.documents[provision.document].number),
                "measure": provision.measure,
                "units": (provision.units, (provision.id,)),
                "responsibility_mode": (provision.responsibility_mode, (provision.id,)),
            }
            for provision in self.book.provisions.values()
            if provision.measure is not None
            and self.book.documents[provision.document].region in self.chain
            and self.known(self.book.documents[provision.document].known_from)
        ]
