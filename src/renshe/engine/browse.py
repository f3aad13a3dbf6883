"""The law as a reader looks things up: by topic, by name, by document, by provision, by reason.

Everything here is JSON with both languages side by side; ``browse_text`` makes a page of it. Each thing names what
it rests on and what rests on it: from a reason to its condition, to the provision, to the document and back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from renshe.engine.bind import Program, chain_of
from renshe.engine.browse_documents import document_json, provision_json
from renshe.engine.browse_numbers import DAY, number_json
from renshe.engine.check import Case
from renshe.engine.errors import Words
from renshe.engine.issues import issue_json, issues_at
from renshe.engine.labels import labels_of
from renshe.engine.law_json import (
    Json,
    choices_of,
    citations,
    name_of,
    pair,
    place_of,
    point,
    reason_of,
    title_of,
    use_of,
)
from renshe.engine.lawbook import Lawbook, Number, Provided, Term, normal_number
from renshe.engine.lookup import Item, called, cites, codes, items, nearest, not_found, numbers_below, own_codes, reads
from renshe.engine.values import ValueType, to_json

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
        raise not_found(Words(f"没有主题 {topic}", f"there is no topic {topic}"), [Words(name, name) for name in near])
    return {
        "lawbook": book.hash,
        "topic": topic,
        "region": None if region is None else place_of(book, region),
        "topics": [_topic(book, name, topics[name]) for name in sorted(topics)],
    }


def _topic(book: Lawbook, topic: str, found: list[Item]) -> Json:
    names: dict[str, list[Item]] = {}
    for item in found:
        names.setdefault(item.name, []).append(item)
    documents = dict.fromkeys(cite.partition("/")[0] for item in found for cite in cites(item))
    return {
        "topic": topic,
        "label": pair(book.topic_name(topic)),
        "regions": [place_of(book, region) for region in sorted({item.layer for item in found})],
        "documents": [title_of(book.documents[document]) for document in documents],
        "names": [
            {**name_of(book, name), "kind": of[0].kind, "regions": list(dict.fromkeys(item.layer for item in of))}
            for name, of in names.items()
        ],
    }


# ---- by name


def entry(book: Lawbook, name: str, cases: Sequence[Case] | None = None) -> Json:
    """Everything that *name* is: a rule, a number, an input, a reason, a set of choices, a document, a provision.

    Args:
        book: the law.
        name: a name of the law, the id or the number of a document, the id of a provision, a reason code; or what
            people call it, in Chinese or in English.
        cases: those among which to count what tests a name; None: nothing is counted.

    Raises:
        InputError: when nothing is called so, with the nearest names.
    """
    title = name.strip().strip("《》")
    for wanted in (name, *called(book, title), *called(book, STATE + title)):
        found = list(_found(book, wanted, cases))
        if found:
            return {"lawbook": book.hash, "name": name, "found": found}
    if found := [_choice_of(book, enum) for enum in _enums_with(book, title)]:
        return {"lawbook": book.hash, "name": name, "found": found}
    what = Words(
        f"没有叫 {name[:80]} 的规则、数值、输入、理由或文件",
        f"no rule, number, input, reason or document is called {name[:80]}",
    )
    raise not_found(what, nearest(book, name))


def _found(book: Lawbook, name: str, cases: Sequence[Case] | None) -> Iterator[Json]:
    defined = [item for item in items(book) if item.name == name]
    if defined or name in book.terms:
        yield _named(book, name, defined, cases)
    givers = [item for item in items(book) if name in own_codes(book, item)]
    if givers or name in book.reasons:
        yield {"is": "reason", **reason_of(book, name), "given_by": [use_of(book, item) for item in givers]}
    if name in book.enums and name not in book.terms:
        yield _choice_of(book, name)
    if name in book.provisions:
        provision = book.provisions[name]
        document = book.documents[provision.document]
        yield {"is": "provision", **provision_json(book, provision), "document": title_of(document)}
    number = normal_number(name)
    for document in book.documents.values():
        if name == document.id or (document.number and number == normal_number(document.number)):
            yield document_json(book, document)


def _choice_of(book: Lawbook, enum: str) -> Json:
    terms = [term for term in book.terms.values() if enum in _enums(term.type)]
    names = [name_of(book, term.name) for term in terms]
    return {"is": "choices", "name": enum, "choices": choices_of(book, enum), "names": names}


def _enums_with(book: Lawbook, member: str) -> list[str]:
    """The sets of choices of which one is *member*, or is called so."""
    wanted = member.casefold()
    return [
        enum
        for enum, members in book.enums.items()
        if any(wanted in (name, words.zh, words.en.casefold()) for name, words in members.items())
    ]


def _named(book: Lawbook, name: str, defined: list[Item], cases: Sequence[Case] | None) -> Json:
    term, kind = book.terms.get(name), labels_of(book).type(name)
    cited = dict.fromkeys(cite for item in defined for cite in cites(item))
    documents = dict.fromkeys(cite.partition("/")[0] for cite in cited)
    readers = {id(item): item for item in items(book) if name in reads(item)}
    return {
        "is": "name",
        **name_of(book, name),
        "topic": term.topic if term else defined[0].topic,
        "type": None if kind is None else _type(book, kind),
        "input": _input(book, term) if term and term.is_input else None,
        "rules": [_rule(book, item) for item in defined if isinstance(item, Provided)],
        "numbers": [number_json(book, item) for item in defined if isinstance(item, Number)],
        "read_by": [use_of(book, item) for item in readers.values()],
        **_read_numbers(book, defined),
        "issues": [issue_json(book, issue) for issue in issues_at(book, cited)],
        "documents": [{**title_of(book.documents[id]), "issues": len(book.documents[id].issues)} for id in documents],
        "cases": cases and _cases(book, name, cases),
    }


def _read_numbers(book: Lawbook, defined: list[Item]) -> Json:
    """Numbers that a rule reads itself, in every place, and the names of those that what it reads goes by."""
    names = [name for item in defined if isinstance(item, Provided) for name in reads(item)]
    own = [name for name in dict.fromkeys(names) if labels_of(book).number(name)]
    below = [name for name in numbers_below(book, names) if name not in own]
    return {
        "reads_numbers": [
            {
                **name_of(book, name),
                "numbers": [number_json(book, item) for item in items(book)
                            if item.name == name and isinstance(item, Number)],
            }
            for name in own
        ],
        "numbers_below": [name_of(book, name) for name in below],
    }  # fmt: skip


def _cases(book: Lawbook, name: str, cases: Iterable[Case]) -> Json:
    """How many cases expect a value of *name*, and how many others expect what may read it."""
    programs: dict[str, Program] = {}
    reached: dict[tuple[str, str], bool] = {}
    own = others = 0
    for case in cases:
        if name in case.expect:
            own += 1
            continue
        for output in case.expect:
            if (case.region, output) not in reached:
                program = programs.get(case.region) or programs.setdefault(case.region, Program(book, case.region))
                reached[case.region, output] = name in program.closure([output])
        others += any(reached[case.region, output] for output in case.expect)
    return {"expect_it": own, "may_read_it": others}


def _type(book: Lawbook, kind: ValueType) -> Json:
    found: Json = {"kind": kind.kind}
    if kind.nullable:
        found["nullable"] = True
    if kind.ordered:
        found["ordered"] = True
    if kind.enum:
        found["choices"] = choices_of(book, kind.enum)
    if kind.item is not None:
        found["item"] = _type(book, kind.item)
    if kind.fields:
        found["fields"] = [
            {"name": name, "label": pair(labels_of(book).field(kind, name)), "type": _type(book, of)}
            for name, of in kind.fields
        ]
    return found


def _enums(kind: ValueType) -> set[str]:
    inner = [*([kind.item] if kind.item else []), *(of for _, of in kind.fields)]
    return {kind.enum}.union(*map(_enums, inner))


def _input(book: Lawbook, term: Term) -> Json:
    assumed: Json | None = None
    if term.has_default:
        shown = labels_of(book).show(term.type, term.when_absent)
        assumed = {"value": to_json(term.type, term.when_absent), "shown": pair(shown)}
    return {
        "entity": term.entity,
        "question": term.question and pair(term.question),
        "help": term.help and pair(term.help),
        "assumed": assumed,
        "dimension": term.dimension,
    }


def _rule(book: Lawbook, item: Provided) -> Json:
    return {
        "region": place_of(book, item.layer),
        "topic": item.topic,
        "kind": item.kind,
        "summary": item.summary,
        "clock": item.clock,
        "since": point(book, item.clock, item.since),
        "until": point(book, item.clock, item.until),
        "known_from": to_json(DAY, item.known_from),
        "cites": citations(book, item.cites),
        "reads": [name_of(book, name) for name in reads(item)],
        "reasons": [
            {**reason_of(book, code), "cites": citations(book, [cite] if cite else [])}
            for code, cite in codes(book, item).items()
        ],
        "replaces": item.replaces,
        "place": item.place,
    }
