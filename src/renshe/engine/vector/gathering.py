"""What all nodes of a plan have in common: their columns, their words, what may be missing, and their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from renshe.engine import ir
from renshe.engine.bind import BoundRule, Program
from renshe.engine.lawbook import LAW, Lawbook
from renshe.engine.vector.lookups import words_of
from renshe.engine.vector.nodes import Body, Fixed, Join, Lookup, MemberOf, Missing, Node, Scalar, Version, Versions


def facts(program: Program, name: str, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that an evaluation of *name* may read."""
    found = {"date", "month", *program.dimensions}
    found.update(program.closure((name,)))
    for base in tuple(found):
        found.update(alias for alias, _ in program.book.aliases.get(base, ()))
    return tuple(sorted(found.intersection(columns)))


def versions(nodes: Iterable[Node]) -> Iterator[Version]:
    """All versions of all rules."""
    for node in nodes:
        if isinstance(node.answer, Versions):
            yield from node.answer.versions


def columns(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The columns that any node reads."""
    found: dict[str, None] = {}
    for node in nodes:
        found.update(dict.fromkeys(alias.column for alias in node.aliases))
        found.update({node.given: None} if node.given is not None else {})
        found.update(dict.fromkeys(node.answer.facts) if isinstance(node.answer, Scalar) else {})
    return tuple(sorted(found))


def dated(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The numbers that any body reads on a day of its own."""
    bodies = (version.rule for version in versions(nodes) if isinstance(version.rule, Body))
    return tuple(sorted({name for body in bodies for name in body.dated}))


def words(book: Lawbook, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Members of the enums that nodes may hold, and every word that the law compares with."""
    found: dict[str, None] = {}

    def add(value: Any) -> None:
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str):
                found[each] = None

    for node in nodes:
        term = book.terms.get(node.name)
        if term is not None and node.kind == "word":
            add(term.type.members)
        for alias in node.aliases:
            add(tuple(member for _, member in alias.at))
        answer = node.answer.otherwise if isinstance(node.answer, Versions) else node.answer
        if isinstance(answer, Fixed):
            add(answer.value)
        if isinstance(node.answer, Lookup):
            add(tuple(words_of(node.answer.cells)))
    for version in versions(nodes):
        if isinstance(version.rule, Join):
            add(version.rule.excepted)
        elif isinstance(version.rule, Body):
            for dated in version.rule.dated.values():
                add(tuple(words_of(dated.cells)))
            for part in ir.nodes(version.rule.tree):
                add(part.value if isinstance(part, ir.Constant) else part.choices if isinstance(part, ir.In) else None)
    return tuple(found)


def missing(program: Program, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Names that may be missing; those that only an evaluation of a single row can tell of come last."""
    found: dict[str, None] = {}
    for node in nodes:
        found.update({node.given: None} if node.given is not None else {})
        found.update(dict.fromkeys(alias.column for alias in node.aliases))
        match node.answer:
            case Missing(names=names):
                found.update(dict.fromkeys(names))
            case Lookup(cells=cells, clock=clock, clock_name=name):
                found.update({cells.number: None, **({} if clock is None else {name: None})})
            case Versions(otherwise=Missing(names=names)):
                found.update(dict.fromkeys(names))
    for version in versions(nodes):
        if isinstance(version.rule, MemberOf):
            found.update({alias: None for base, alias in version.rule.renames if base in found})
        elif isinstance(version.rule, Body):
            found.update(dict.fromkeys(version.rule.dated))
            for part in ir.nodes(version.rule.tree):
                if isinstance(part, ir.Call):
                    found.update(dict.fromkeys(part.needs))
                elif isinstance(part, ir.Method):
                    found[part.number] = None
    for name in (LAW, "date", "month", *program.dimensions, *program.closure(node.name for node in nodes)):
        found[name] = None
        found.update(dict.fromkeys(alias for alias, _ in program.book.aliases.get(name, ())))
    return tuple(found)


def codes(program: Program, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Reasons that any node may have."""
    found: dict[str, None] = {}
    for name in program.closure(node.name for node in nodes):
        bound = program.find(name)
        for version in bound.versions if isinstance(bound, BoundRule) else ():
            code, source = version.spec.get("code"), version.spec.get("code_from")
            found.update({code: None} if code else {})
            found.update(dict.fromkeys(code for code, _ in version.codes))
            term = program.book.terms.get(source) if source else None
            if term is not None:
                members = (term.type.item or term.type).members
                found.update(dict.fromkeys(member for member in members if member not in version.spec["except"]))
    return tuple(found)
