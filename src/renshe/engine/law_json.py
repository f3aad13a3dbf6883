"""The pieces that every look into the law is made of: names, places, articles and days, as JSON in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from renshe.engine.errors import Words
from renshe.engine.labels import labels_of
from renshe.engine.lawbook import Document, Lawbook
from renshe.engine.lookup import Item
from renshe.engine.values import ValueType, to_json

Json: TypeAlias = dict[str, Any]


def pair(words: Words) -> Json:
    """Both languages of *words*."""
    return {"zh": words.zh, "en": words.en}


def name_of(book: Lawbook, name: str) -> Json:
    """A name of the law with what people call it."""
    return {"name": name, "label": pair(labels_of(book).label(name))}


def use_of(book: Lawbook, item: Item) -> Json:
    """Who uses something: its name, its kind and its place."""
    return {**name_of(book, item.name), "kind": item.kind, "region": item.layer}


def place_of(book: Lawbook, region: str) -> Json:
    """A place with its name."""
    return {"code": region, "label": pair(book.place_name(region))}


def choices_of(book: Lawbook, enum: str) -> list[Json]:
    """The members of an enum with their words."""
    return [{"name": member, "label": pair(words)} for member, words in book.enums[enum].items()]


def reason_of(book: Lawbook, code: str) -> Json:
    """A reason code with its words; of a code that is a choice, those of the choice."""
    words = book.reasons.get(code) or next((m[code] for m in book.enums.values() if code in m), Words(code, code))
    return {"code": code, "label": pair(words)}


def title_of(document: Document) -> Json:
    """A document by its id, its number and its title."""
    return {"id": document.id, "number": document.number, "title": pair(document.title)}


def citations(book: Lawbook, cited: Iterable[str]) -> list[Json]:
    """Provisions with their document and what they say; what is not registered is left out."""
    found = [book.provisions[cite] for cite in cited if cite in book.provisions]
    return [
        {
            "id": provision.id,
            "number": book.documents[provision.document].number,
            "title": pair(book.documents[provision.document].title),
            "path": provision.path,
            "gist": pair(provision.gist),
        }
        for provision in found
    ]


def point(book: Lawbook, clock: str, value: int | None) -> Any:
    """A day or a month of a clock as files write it."""
    if value is None:
        return None
    term = book.terms.get(clock)
    return to_json(ValueType(clock if clock in ("date", "month") else term.type.kind if term else "date"), value)
