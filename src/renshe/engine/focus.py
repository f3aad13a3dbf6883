"""What a reader asks about, be it a topic, a document or a name: the names and documents of the law it takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from renshe.engine.declared import Declared
from renshe.engine.errors import Words
from renshe.engine.law_json import Json, pair
from renshe.engine.lawbook import Lawbook, normal_number
from renshe.engine.lookup import called, cites, items, nearest, not_found, numbers_below


@dataclass(frozen=True, slots=True)
class Focus:
    """Names and documents asked about; ``kind`` is ``topic``, ``document`` or ``name``."""

    kind: str
    word: str
    label: Words
    names: frozenset[str]
    documents: frozenset[str]
    own: frozenset[str] = frozenset()
    """The documents that were named themselves."""

    def json(self) -> Json:
        """What was asked about."""
        return {"kind": self.kind, "name": self.word, "label": pair(self.label)}


def focus_on(book: Lawbook, word: str) -> Focus:
    """What *word* takes in: a topic, a document by its id or number, or a name, or what people call one.

    A name takes in the numbers it goes by, itself or through what it reads; a document what rests on it and the
    documents it acts on or that act on it.

    Raises:
        InputError: when nothing is called so, with the nearest names.
    """
    wanted = word.strip().strip("《》")
    for named in (wanted, *called(book, wanted)):
        if found := _topic(book, named) or _documents(book, named) or _name(book, named):
            return found
    for topic, label in book.topics.items():
        if wanted.casefold() in (label.zh, label.en.casefold()) and (found := _topic(book, topic)):
            return found
    for each in _declared(book):
        if wanted.casefold() in (each.label.zh, each.label.en.casefold()) and (found := _name(book, each.name)):
            return found
    shown = word[:80]
    what = Words(f"没有叫 {shown} 的主题、文件或名称", f"no topic, document or name is called {shown}")
    raise not_found(what, nearest(book, word))


def _topic(book: Lawbook, topic: str) -> Focus | None:
    names = frozenset(item.name for item in items(book) if item.topic == topic)
    known = names or any(each.topic == topic for each in _declared(book))
    return Focus("topic", topic, book.topic_name(topic), names, _cited(book, names)) if known else None


def _documents(book: Lawbook, word: str) -> Focus | None:
    number = normal_number(word)
    found = {
        document.id: document
        for document in book.documents.values()
        if word == document.id or (document.number and number == normal_number(document.number))
    }
    if not found:
        return None
    names = frozenset(item.name for item in items(book) if any(cite.partition("/")[0] in found for cite in cites(item)))
    others = {
        other.id
        for other in book.documents.values()
        for effect in other.effects
        if effect.target.partition("/")[0] in found
    }
    targets = {effect.target.partition("/")[0] for document in found.values() for effect in document.effects}
    title, around = next(iter(found.values())).title, frozenset((*found, *others, *targets))
    return Focus("document", word, title, names, around, frozenset(found))


def _name(book: Lawbook, name: str) -> Focus | None:
    if name in book.answerable:
        names = frozenset((name, *numbers_below(book, [name])))
        return Focus("name", name, book.label(name), names, _cited(book, names))
    own = [each for each in _declared(book) if each.name == name]
    if not own:
        return None
    read = sorted(frozenset().union(*map(read_by, own)) & book.answerable)
    names = frozenset((*read, *numbers_below(book, read)))
    return Focus("name", own[0].name, own[0].label, names, _cited(book, names))


def _declared(book: Lawbook) -> Iterator[Declared]:
    for layer in book.declared.values():
        for versions in layer.values():
            yield from versions


def read_by(declared: Declared) -> frozenset[str]:
    """The names that a scheme, a service, a package or a duty is timed by."""
    dues = [due for due in (declared.period, declared.deadline) if due is not None]
    return frozenset(name for due in dues for name in (due.by, due.after) if name)


def _cited(book: Lawbook, names: Iterable[str]) -> frozenset[str]:
    """Documents that the rules and numbers called *names* rest on, or change."""
    wanted = set(names)
    return frozenset(cite.partition("/")[0] for item in items(book) if item.name in wanted for cite in cites(item))
