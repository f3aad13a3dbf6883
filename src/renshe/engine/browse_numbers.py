"""A number as a reader looks it up: every record with its value, its time, its grade and its articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.labels import labels_of
from renshe.engine.law_json import Json, citations, name_of, pair, place_of, point
from renshe.engine.lawbook import Lawbook, Number, Record
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType, to_json

DAY = ValueType("date")


def number_json(book: Lawbook, number: Number, chain: Sequence[str] | None = None) -> Json:
    """One number of one place, with all its records, or those that count in the places of *chain*."""
    records = [record for record in number.records if chain is None or record.region in chain]
    return {
        "region": place_of(book, number.layer),
        "topic": number.topic,
        "kind": number.kind,
        "unit": number.unit,
        "clock": number.clock,
        "by": [name_of(book, name) for name in number.by],
        "records": [record_json(book, number, record) for record in records],
        "replaces": number.replaces,
        "place": number.place,
    }


def record_json(book: Lawbook, number: Number, record: Record) -> Json:
    """One record: what it says, when it holds, from when it was known, and on whose word."""
    nothing = Words("自此不再有此数值", "no longer set from here on")
    return {
        "value": None if record.ended else plain(number.type, record.value),
        "shown": [{"for": None, "value": pair(nothing)}] if record.ended else shown(book, number, record.value),
        "region": place_of(book, record.region),
        "since": point(book, number.clock, record.since),
        "until": point(book, number.clock, record.until),
        "known_from": to_json(DAY, record.known_from),
        "grade": record.grade,
        "cites": citations(book, record.cites),
        "changes": record.changes,
        "note": record.note and pair(record.note),
        "place": record.place,
    }


def plain(kind: ValueType, value: Any) -> Any:
    """A record's value as its file holds it; a scale as pairs."""
    match value:
        case Window() | MonthWindow():
            return [None if end is None else to_json(kind, end) for end in (value.first_or_none, value.last_or_none)]
        case Scale():
            return [[start, to_json(kind, step)] for start, step in value.steps]
        case dict():
            return {key: plain(kind, inner) for key, inner in value.items()}
    return to_json(kind, value)


def shown(book: Lawbook, number: Number, value: Any, depth: int = 0) -> list[Json]:
    """One line per cell of a table and per step of a scale: what it is for, and the value in words."""
    say = labels_of(book)
    kind = say.type(number.name)
    if isinstance(value, dict):
        enum = book.terms[number.by[depth]].type.enum if number.by[depth] in book.terms else ""
        lines = []
        for key, inner in value.items():
            here = book.enums.get(enum, {}).get(key) or Words(str(key), str(key))
            for line in shown(book, number, inner, depth + 1):
                words = line["for"]
                joined = Words(f"{here.zh}，{words['zh']}", f"{here.en}, {words['en']}") if words else here
                lines.append({"for": pair(joined), "value": line["value"]})
        return lines
    if isinstance(value, Scale):
        starts = say.starts(number)
        return [
            {"for": pair(say.start(starts, start)), "value": pair(say.show(kind, step))} for start, step in value.steps
        ]
    return [{"for": None, "value": pair(say.show(kind, value))}]
