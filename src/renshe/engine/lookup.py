"""Looking around in the law: who reads, cites and gives what, and what people call it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from renshe.engine.bind import BoundRule, Program
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook, Number, Provided

Item: TypeAlias = Number | Provided
"""A number, or one version of a rule."""


def items(book: Lawbook) -> Iterator[Item]:
    """Every number, and every version of every rule, of every place."""
    for layer in book.layers.values():
        for found in layer.values():
            yield from (found,) if isinstance(found, Number) else found


def reads(item: Item) -> tuple[str, ...]:
    """Names that *item* may read, in the order of the law."""
    if isinstance(item, Number):
        return tuple(dict.fromkeys((*item.by, item.clock)))
    return (item.spec["of"],) if item.kind == "total" else item.reads


def cites(item: Item) -> tuple[str, ...]:
    """Provisions that *item* rests on, those of its branches and records included."""
    if isinstance(item, Number):
        return tuple(dict.fromkeys(cite for record in item.records for cite in record.cites))
    return tuple(dict.fromkeys((*item.cites, *(cite for _, cite in item.codes if cite))))


_last: tuple[Lawbook, dict[str, list[Item]]] | None = None


def citers(book: Lawbook) -> dict[str, list[Item]]:
    """Provision → what rests on it; kept for the book last asked about."""
    global _last
    if _last is None or _last[0] is not book:
        found: dict[str, list[Item]] = {}
        for item in items(book):
            for cite in cites(item):
                found.setdefault(cite, []).append(item)
        _last = book, found
    return _last[1]


def names_below(book: Lawbook, names: Iterable[str]) -> tuple[str, ...]:
    """*names* and all that they may read, themselves or through other rules, in any place; in reading order."""
    seen: dict[str, None] = {}
    stack = list(reversed(tuple(names)))
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen[name] = None
        for layer in book.layers.values():
            entry = layer.get(name)
            for item in (entry,) if isinstance(entry, Number) else entry or ():
                stack.extend(reversed(reads(item)))
    return tuple(seen)


def numbers_below(book: Lawbook, names: Iterable[str]) -> tuple[str, ...]:
    """The numbers among what *names* may read."""
    numbers = {name for layer in book.layers.values() for name, entry in layer.items() if isinstance(entry, Number)}
    return tuple(name for name in names_below(book, names) if name in numbers)


def unread(book: Lawbook) -> list[Number]:
    """Numbers that no rule, clock or declaration reads and no vocabulary calls an output: misspelt, perhaps."""
    read = {name for item in items(book) for name in reads(item)} | set(_declared_reads(book))
    outputs = {name for name, term in book.terms.items() if not term.is_input}
    return [item for item in items(book) if isinstance(item, Number) and item.name not in read | outputs]


def _declared_reads(book: Lawbook) -> Iterator[str]:
    """Names that schemes, services, packages and duties go by."""
    for layer in book.declared.values():
        for each in (version for versions in layer.values() for version in versions):
            below = [element for elements in each.sections().values() for element in elements]
            due = each.deadline
            said = (*each.rules.values(), *((due.by, due.after) if due else ()),
                    *(name for element in below for name in (element.rule, element.when)))  # fmt: skip
            yield from (name for name in said if name)


def own_codes(book: Lawbook, item: Item) -> dict[str, str | None]:
    """Reason codes that *item* itself gives, with the provision of the branch where it names one."""
    if isinstance(item, Number):
        return {}
    codes: dict[str, str | None] = {code: cite for code, cite in item.codes}
    if item.spec.get("code"):
        codes[item.spec["code"]] = None
    term = book.terms.get(item.spec.get("code_from") or "")
    if term is not None:
        kind = term.type.item or term.type
        codes.update({member: None for member in kind.members if member not in item.spec["except"]})
    return codes


def codes(book: Lawbook, item: Provided) -> dict[str, str | None]:
    """All reason codes that *item* may report in its own place, handed-on ones included."""
    program = Program(book, item.layer)
    found: dict[str, str | None] = {}
    seen: set[int] = set()

    def walk(version: Provided) -> None:
        if id(version) in seen:
            return
        seen.add(id(version))
        found.update(own_codes(book, version))
        for name in _handed_on(version):
            bound = program.find(name)
            for other in bound.versions if isinstance(bound, BoundRule) else ():
                walk(other)

    walk(item)
    return found


def _handed_on(version: Provided) -> tuple[str, ...]:
    match version.kind:
        case "eligibility" | "causes":
            return version.names
        case "anyof":
            return () if version.spec["code"] else version.names
        case "series":
            return (version.spec["rule"],)
        case "member":
            return (version.spec["of"],)
    return version.reasons_from


# ---- what people call it


def labels(book: Lawbook) -> Iterator[tuple[str, Words]]:
    """Everything that can be looked up, with its words."""
    names = dict.fromkeys((*book.terms, *(item.name for item in items(book))))
    yield from ((name, book.label(name)) for name in names)
    yield from book.reasons.items()
    for layer in book.declared.values():
        yield from ((name, versions[0].label) for name, versions in layer.items())
    for document in book.documents.values():
        yield document.id, document.title
        if document.number:
            yield document.number, document.title


def called(book: Lawbook, words: str) -> list[str]:
    """Names whose label is *words*."""
    wanted = words.strip().casefold()
    return list(
        dict.fromkeys(name for name, label in labels(book) if wanted in (label.zh.casefold(), label.en.casefold()))
    )


def nearest(book: Lawbook, name: str) -> list[Words]:
    """What *name* may have meant: as it is written, or as a part of what people call it."""
    wanted = name.strip().casefold()
    words_of = dict(labels(book))
    if "/" in name:
        words_of.update({id: provision.gist for id, provision in book.provisions.items()})
    near = difflib.get_close_matches(wanted, list(words_of), 3, 0.6)
    if wanted:
        near += [key for key, words in words_of.items() if wanted in f"{words.zh}\n{words.en}".casefold()]
    found = [(key, words_of[key]) for key in list(dict.fromkeys(near))[:5]]
    return [Words(f"{key}（{words.zh}）", f"{key} ({words.en})") for key, words in found]


def not_found(what: Words, near: list[Words]) -> InputError:
    """Nothing is called so: what was looked for, and what is near it."""
    fix = Words("用 renshe law list 查看全部", "see renshe law list")
    if near:
        fix = Words("相近的有：" + "、".join(w.zh for w in near), "near it: " + ", ".join(w.en for w in near))
    return InputError(Problem(what, fix))
