"""The law as a reader looks things up: by topic, by name, by document, by provision, by reason.

Everything here is JSON with both languages side by side; ``browse_text`` makes a page of it. Each thing names what
it rests on and what rests on it: from a reason to its condition, to the provision, to the document and back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from renshe.engine.bind import Program, chain_of
from renshe.engine.browse_documents import document_json, provision_alone
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
from renshe.engine.lookup import (
    Item,
    called,
    cites,
    codes,
    items,
    names_below,
    nearest,
    not_found,
    numbers_below,
    own_codes,
    reads,
)
from renshe.engine.spans import lower_layers
from renshe.engine.values import ValueType, to_json

Chain: TypeAlias = tuple[str, ...]
"""A place and those above it, the nearest first."""
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


def entry(book: Lawbook, name: str, cases: Sequence[Case] | None = None, region: str | None = None) -> Json:
    """Everything that *name* is: a rule, a number, an input, a reason, a set of choices, a document, a provision.

    Args:
        book: the law.
        name: a name of the law, the id or the number of a document, the id of a provision, a reason code; or what
            people call it, in Chinese or in English.
        cases: those among which to count what tests a name; None: nothing is counted.
        region: of rules and numbers only what counts in this place; None: every place.

    Raises:
        InputError: when nothing is called so, with the nearest names; for a place that is none.
    """
    chain = None if region is None else chain_of(book, region)
    title = name.strip().strip("《》")
    for wanted in (name, *called(book, title), *called(book, STATE + title)):
        found = list(_found(book, wanted, cases, chain))
        if found:
            return {"lawbook": book.hash, "name": name, "found": found}
    if found := [_choice_of(book, enum) for enum in _enums_with(book, title)]:
        return {"lawbook": book.hash, "name": name, "found": found}
    what = Words(
        f"没有叫 {name[:80]} 的规则、数值、输入、理由或文件",
        f"no rule, number, input, reason or document is called {name[:80]}",
    )
    raise not_found(what, nearest(book, name))


def _found(book: Lawbook, name: str, cases: Sequence[Case] | None, chain: Chain | None) -> Iterator[Json]:
    here = [item for item in items(book) if chain is None or item.layer in chain]
    defined = [item for item in here if item.name == name]
    if chain is not None:
        defined.sort(key=lambda item: chain.index(item.layer))
    if defined or name in book.terms or any(item.name == name for item in items(book)):
        yield _named(book, name, defined, cases, chain)
    givers = [item for item in items(book) if name in own_codes(book, item)]
    if givers or name in book.reasons:
        given = [_giver(book, item, name, chain) for item in givers if item in here]
        yield {"is": "reason", **reason_of(book, name), "given_by": given}
    if name in book.enums and name not in book.terms:
        yield _choice_of(book, name)
    if name in book.provisions:
        yield {"is": "provision", **provision_alone(book, book.provisions[name])}
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


def _giver(book: Lawbook, item: Item, code: str, chain: Chain | None) -> Json:
    """Who gives a reason: on which articles, and by which numbers."""
    own = own_codes(book, item).get(code)
    return {
        **use_of(book, item),
        "cites": citations(book, [own] if own else cites(item)),
        "numbers": [_numbers_called(book, each, [item.layer], chain) for each in numbers_below(book, reads(item))],
    }


def _named(book: Lawbook, name: str, defined: list[Item], cases: Sequence[Case] | None, chain: Chain | None) -> Json:
    term, kind = book.terms.get(name), labels_of(book).type(name)
    readers = {id(item): item for item in items(book)
               if name in reads(item) and (chain is None or item.layer in chain)}  # fmt: skip
    numbers = _read_numbers(book, defined, chain)
    # What a rule reads itself is part of what it says; what others say to it is told by law conflicts.
    own = [item for item in defined if isinstance(item, Provided)]
    cited = dict.fromkeys(cite for item in own for cite in cites(item))
    read = [cite["id"] for each in numbers["reads_numbers"] for of in each["numbers"]
            for record in of["records"] for cite in record["cites"]]  # fmt: skip
    held = [number_json(book, item, chain) for item in defined if isinstance(item, Number)]
    cited |= dict.fromkeys(cite["id"] for of in held for record in of["records"] for cite in record["cites"])
    documents = dict.fromkeys(cite.partition("/")[0] for cite in cited)
    here = issues_at(book, {*cited, *read})
    below = names_below(book, [name]) if own else ()
    deeper = {cite for item in items(book) if item.name in below and (chain is None or item.layer in chain)
              for cite in cites(item)}  # fmt: skip
    return {
        "is": "name",
        **name_of(book, name),
        "region": None if chain is None else place_of(book, chain[0]),
        "topic": term.topic if term else next(item.topic for item in items(book) if item.name == name),
        "type": None if kind is None else _type(book, kind),
        "input": _input(book, term) if term and term.is_input else None,
        "rules": [_rule(book, item, chain) for item in own],
        "numbers": held,
        "read_by": [use_of(book, item) for item in readers.values()],
        **numbers,
        "issues": [issue_json(book, issue) for issue in here],
        "issues_below": sum(issue not in here for issue in issues_at(book, deeper)),
        "documents": [{**title_of(book.documents[id]), "issues": len(book.documents[id].issues)} for id in documents],
        "cases": cases and _cases(book, name, cases),
    }


def _read_numbers(book: Lawbook, defined: list[Item], chain: Chain | None) -> Json:
    """Numbers that a rule reads itself, in every place where it is read, and those that what it reads goes by."""
    rules = [item for item in defined if isinstance(item, Provided)]
    readers: dict[str, list[str]] = {}
    for item in rules:
        for name in reads(item):
            readers.setdefault(name, []).append(item.layer)
    own = {name: layers for name, layers in readers.items() if labels_of(book).number(name)}
    layers = [item.layer for item in rules]
    below = [name for name in numbers_below(book, readers) if name not in own]
    return {
        "reads_numbers": [_numbers_called(book, name, layers_of, chain) for name, layers_of in own.items()],
        "numbers_below": [_numbers_called(book, name, layers, chain) for name in below],
    }


def _numbers_called(book: Lawbook, name: str, readers: Sequence[str], chain: Chain | None) -> Json:
    """A number by its name, with what of it counts where one of the places *readers* reads it."""
    chains = [chain_of(book, layer) for layer in readers]
    found = []
    for item in items(book):
        if item.name == name and isinstance(item, Number) and (chain is None or item.layer in chain):
            own = chain_of(book, item.layer)
            if any(item.layer in other or other[0] in own for other in chains):
                found.append(number_json(book, item, chain))
    return {**name_of(book, name), "numbers": found}


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


def _rule(book: Lawbook, item: Provided, chain: Chain | None) -> Json:
    below = lower_layers(book, item.name, item.layer, chain or ())
    return {
        "region": place_of(book, item.layer),
        "replaced_in": [place_of(book, layer) for layer in below],
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
