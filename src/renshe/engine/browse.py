"""The law as a reader looks things up: by topic, by name, by document, by provision, by reason.

Everything here is JSON with both languages side by side; ``browse_text`` makes a page of it. Each thing names what
it rests on and what rests on it: from a reason to its condition, to the provision, to the document and back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from renshe.engine.bind import chain_of
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.labels import labels_of
from renshe.engine.lawbook import Document, Effect, Lawbook, Number, Provided, Provision, Record, Term, normal_number
from renshe.engine.lookup import Item, called, cites, codes, items, nearest, own_codes, reads
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType, to_json

Json: TypeAlias = dict[str, Any]
DAY = ValueType("date")
STATE = "中华人民共和国"
"""What the title of a statute begins with, and nobody says."""


# ---- by topic


def listing(book: Lawbook, topic: str | None = None, region: str | None = None) -> Json:
    """Topics with their names, and the places and documents they come from.

    Args:
        book: the law.
        topic: only this topic.
        region: only what this place itself has issued.

    Raises:
        InputError: for a topic or a place that is none.
    """
    if region is not None:
        chain_of(book, region)
    topics: dict[str, list[Item]] = {}
    known = set()
    for item in items(book):
        known.add(item.topic)
        if topic in (None, item.topic) and region in (None, item.layer):
            topics.setdefault(item.topic, []).append(item)
    if topic is not None and topic not in known:
        near = difflib.get_close_matches(topic, sorted(known), 3, 0.4)
        raise _not_found(Words(f"没有主题 {topic}", f"there is no topic {topic}"), [Words(name, name) for name in near])
    return {
        "lawbook": book.hash,
        "topic": topic,
        "region": None if region is None else _place(book, region),
        "topics": [_topic(book, name, topics[name]) for name in sorted(topics)],
    }


def _topic(book: Lawbook, topic: str, found: list[Item]) -> Json:
    names: dict[str, list[Item]] = {}
    for item in found:
        names.setdefault(item.name, []).append(item)
    documents = dict.fromkeys(cite.partition("/")[0] for item in found for cite in cites(item))
    return {
        "topic": topic,
        "regions": [_place(book, region) for region in sorted({item.layer for item in found})],
        "documents": [_document_name(book.documents[document]) for document in documents],
        "names": [
            {**_name(book, name), "kind": of[0].kind, "regions": list(dict.fromkeys(item.layer for item in of))}
            for name, of in names.items()
        ],
    }


# ---- by name


def entry(book: Lawbook, name: str) -> Json:
    """Everything that *name* is: a rule, a number, an input, a reason, a set of choices, a document, a provision.

    Args:
        book: the law.
        name: a name of the law, the id or the number of a document, the id of a provision, a reason code; or what
            people call it, in Chinese or in English.

    Raises:
        InputError: when nothing is called so, with the nearest names.
    """
    title = name.strip().strip("《》")
    for wanted in (name, *called(book, title), *called(book, STATE + title)):
        found = list(_found(book, wanted))
        if found:
            return {"lawbook": book.hash, "name": name, "found": found}
    if found := [_choice_of(book, enum) for enum in _enums_with(book, title)]:
        return {"lawbook": book.hash, "name": name, "found": found}
    what = Words(
        f"没有叫 {name[:80]} 的规则、数值、输入、理由或文件",
        f"no rule, number, input, reason or document is called {name[:80]}",
    )
    raise _not_found(what, nearest(book, name))


def _found(book: Lawbook, name: str) -> Iterator[Json]:
    defined = [item for item in items(book) if item.name == name]
    if defined or name in book.terms:
        yield _named(book, name, defined)
    givers = [item for item in items(book) if name in own_codes(book, item)]
    if givers or name in book.reasons:
        yield {"is": "reason", **_reason_name(book, name), "given_by": [_use(book, item) for item in givers]}
    if name in book.enums and name not in book.terms:
        yield _choice_of(book, name)
    if name in book.provisions:
        provision = book.provisions[name]
        document = book.documents[provision.document]
        yield {"is": "provision", **_provision(book, provision), "document": _document_name(document)}
    number = normal_number(name)
    for document in book.documents.values():
        if name == document.id or (document.number and number == normal_number(document.number)):
            yield _document(book, document)


def _choice_of(book: Lawbook, enum: str) -> Json:
    terms = [term for term in book.terms.values() if enum in _enums(term.type)]
    names = [_name(book, term.name) for term in terms]
    return {"is": "choices", "name": enum, "choices": _choices(book, enum), "names": names}


def _enums_with(book: Lawbook, member: str) -> list[str]:
    """The sets of choices of which one is *member*, or is called so."""
    wanted = member.casefold()
    return [
        enum
        for enum, members in book.enums.items()
        if any(wanted in (name, words.zh, words.en.casefold()) for name, words in members.items())
    ]


def _named(book: Lawbook, name: str, defined: list[Item]) -> Json:
    term, kind = book.terms.get(name), labels_of(book).type(name)
    readers = {id(item): item for item in items(book) if name in reads(item)}
    return {
        "is": "name",
        **_name(book, name),
        "topic": term.topic if term else defined[0].topic,
        "type": None if kind is None else _type(book, kind),
        "input": _input(book, term) if term and term.is_input else None,
        "rules": [_rule(book, item) for item in defined if isinstance(item, Provided)],
        "numbers": [_number(book, item) for item in defined if isinstance(item, Number)],
        "read_by": [_use(book, item) for item in readers.values()],
    }


def _type(book: Lawbook, kind: ValueType) -> Json:
    found: Json = {"kind": kind.kind}
    if kind.nullable:
        found["nullable"] = True
    if kind.ordered:
        found["ordered"] = True
    if kind.enum:
        found["choices"] = _choices(book, kind.enum)
    if kind.item is not None:
        found["item"] = _type(book, kind.item)
    if kind.fields:
        found["fields"] = [{**_name(book, name), "type": _type(book, of)} for name, of in kind.fields]
    return found


def _enums(kind: ValueType) -> set[str]:
    inner = [*([kind.item] if kind.item else []), *(of for _, of in kind.fields)]
    return {kind.enum}.union(*map(_enums, inner))


def _input(book: Lawbook, term: Term) -> Json:
    assumed: Json | None = None
    if term.has_default:
        shown = labels_of(book).show(term.type, term.when_absent)
        assumed = {"value": to_json(term.type, term.when_absent), "shown": _pair(shown)}
    return {
        "entity": term.entity,
        "question": term.question and _pair(term.question),
        "help": term.help and _pair(term.help),
        "assumed": assumed,
        "dimension": term.dimension,
    }


def _rule(book: Lawbook, item: Provided) -> Json:
    return {
        "region": _place(book, item.layer),
        "topic": item.topic,
        "kind": item.kind,
        "summary": item.summary,
        "clock": item.clock,
        "since": _point(book, item.clock, item.since),
        "until": _point(book, item.clock, item.until),
        "known_from": to_json(DAY, item.known_from),
        "cites": _citations(book, item.cites),
        "reads": [_name(book, name) for name in reads(item)],
        "reasons": [
            {**_reason_name(book, code), "cites": _citations(book, [cite] if cite else [])}
            for code, cite in codes(book, item).items()
        ],
        "replaces": item.replaces,
        "place": item.place,
    }


def _number(book: Lawbook, number: Number) -> Json:
    return {
        "region": _place(book, number.layer),
        "topic": number.topic,
        "kind": number.kind,
        "unit": number.unit,
        "clock": number.clock,
        "by": [_name(book, name) for name in number.by],
        "records": [_record(book, number, record) for record in number.records],
        "replaces": number.replaces,
        "place": number.place,
    }


def _record(book: Lawbook, number: Number, record: Record) -> Json:
    nothing = Words("自此不再有此数值", "no longer set from here on")
    return {
        "value": None if record.ended else _plain(number.type, record.value),
        "shown": [{"for": None, "value": _pair(nothing)}] if record.ended else _shown(book, number, record.value),
        "region": _place(book, record.region),
        "since": _point(book, number.clock, record.since),
        "until": _point(book, number.clock, record.until),
        "known_from": to_json(DAY, record.known_from),
        "grade": record.grade,
        "cites": _citations(book, record.cites),
        "changes": record.changes,
        "note": record.note and _pair(record.note),
        "place": record.place,
    }


def _plain(kind: ValueType, value: Any) -> Any:
    """A record's value as its file holds it; a scale as pairs."""
    match value:
        case Window() | MonthWindow():
            return [None if end is None else to_json(kind, end) for end in (value.first_or_none, value.last_or_none)]
        case Scale():
            return [[start, to_json(kind, step)] for start, step in value.steps]
        case dict():
            return {key: _plain(kind, inner) for key, inner in value.items()}
    return to_json(kind, value)


def _shown(book: Lawbook, number: Number, value: Any, depth: int = 0) -> list[Json]:
    """One line per cell of a table and per step of a scale: what it is for, and the value in words."""
    say = labels_of(book)
    kind = say.type(number.name)
    if isinstance(value, dict):
        enum = book.terms[number.by[depth]].type.enum if number.by[depth] in book.terms else ""
        lines = []
        for key, inner in value.items():
            here = book.enums.get(enum, {}).get(key) or Words(str(key), str(key))
            for line in _shown(book, number, inner, depth + 1):
                words = line["for"]
                joined = Words(f"{here.zh}，{words['zh']}", f"{here.en}, {words['en']}") if words else here
                lines.append({"for": _pair(joined), "value": line["value"]})
        return lines
    if isinstance(value, Scale):
        starts = say.starts(number)
        return [
            {"for": _pair(say.start(starts, start)), "value": _pair(say.show(kind, step))}
            for start, step in value.steps
        ]
    return [{"for": None, "value": _pair(say.show(kind, value))}]


# ---- by document


def _document(book: Lawbook, document: Document) -> Json:
    own = [provision for provision in book.provisions.values() if provision.document == document.id]
    same = [
        other.id
        for other in book.documents.values()
        if other is not document and document.number and normal_number(other.number) == normal_number(document.number)
    ]
    targets = {document.id, *(provision.id for provision in own)}
    effects_in = [
        {**_effect(book, effect), "document": _document_name(other)}
        for other in book.documents.values()
        for effect in other.effects
        if effect.target in targets
    ]
    return {
        "is": "document",
        **_document_name(document),
        "region": _place(book, document.region),
        "issuers": list(document.issuers),
        "signed": _point(book, "date", document.signed),
        "published": _point(book, "date", document.published),
        "known_from": _point(book, "date", document.known_from),
        "effective_from": _point(book, "date", document.effective_from),
        "effective_to": _point(book, "date", document.effective_to),
        "effective_cites": list(document.effective_cites),
        "external": document.external,
        "grade": document.grade,
        "same_number": same,
        "effects": [_effect(book, effect) for effect in document.effects],
        "affected_by": effects_in,
        "provisions": [_provision(book, provision) for provision in own],
    }


def _effect(book: Lawbook, effect: Effect) -> Json:
    target = book.documents.get(effect.target.partition("/")[0])
    return {
        "kind": effect.kind,
        "target": effect.target,
        "target_document": target and _document_name(target),
        "from": _point(book, "date", effect.since),
        "until": _point(book, "date", effect.until),
        "cites": list(effect.cites),
    }


def _provision(book: Lawbook, provision: Provision) -> Json:
    users = [item for item in items(book) if provision.id in cites(item)]
    return {
        "id": provision.id,
        "path": provision.path,
        "kind": provision.kind,
        "gist": _pair(provision.gist),
        "addressee": list(provision.addressee),
        "measure": provision.measure,
        "part": provision.part,
        "units": list(provision.units),
        "responsibility_mode": provision.responsibility_mode,
        "cited_by": [_use(book, item) for item in users],
    }


# ---- words


def _pair(words: Words) -> Json:
    return {"zh": words.zh, "en": words.en}


def _name(book: Lawbook, name: str) -> Json:
    return {"name": name, "label": _pair(labels_of(book).label(name))}


def _use(book: Lawbook, item: Item) -> Json:
    return {**_name(book, item.name), "kind": item.kind, "region": item.layer}


def _place(book: Lawbook, region: str) -> Json:
    return {"code": region, "label": _pair(book.place_name(region))}


def _choices(book: Lawbook, enum: str) -> list[Json]:
    return [{"name": member, "label": _pair(words)} for member, words in book.enums[enum].items()]


def _reason_name(book: Lawbook, code: str) -> Json:
    words = book.reasons.get(code) or next((m[code] for m in book.enums.values() if code in m), Words(code, code))
    return {"code": code, "label": _pair(words)}


def _document_name(document: Document) -> Json:
    return {"id": document.id, "number": document.number, "title": _pair(document.title)}


def _citations(book: Lawbook, cited: Iterable[str]) -> list[Json]:
    found = [book.provisions[cite] for cite in cited if cite in book.provisions]
    return [
        {
            "id": provision.id,
            "number": book.documents[provision.document].number,
            "title": _pair(book.documents[provision.document].title),
            "path": provision.path,
            "gist": _pair(provision.gist),
        }
        for provision in found
    ]


def _point(book: Lawbook, clock: str, value: int | None) -> Any:
    if value is None:
        return None
    term = book.terms.get(clock)
    return to_json(ValueType(clock if clock in ("date", "month") else term.type.kind if term else "date"), value)


def _not_found(what: Words, near: list[Words]) -> InputError:
    fix = Words("用 renshe law list 查看全部", "see renshe law list")
    if near:
        fix = Words("相近的有：" + "、".join(w.zh for w in near), "near it: " + ", ".join(w.en for w in near))
    return InputError(Problem(what, fix))
