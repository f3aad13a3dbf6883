"""Which names figures may read: under one program, or, where rows say their own place, anywhere."""

from __future__ import annotations

from collections.abc import Iterable

from renshe.engine.bind import Program
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.tables.columns.wanted import Wanted
from renshe.engine.tables.roster import Roster


def reads_of(book: Lawbook, roster: Roster, wanted: Wanted, program: Program | None) -> frozenset[str]:
    """Names that a column may give a value for, so that it makes a difference to what is wanted.

    Args:
        book: the law.
        roster: says what stands in for what.
        wanted: the figures.
        program: the law of the one place, or None when there may be several.
    """
    names = [figure.name for figure in wanted.figures]
    found = _closure(book, program, names)
    for column in roster.columns.values() if wanted.roster else ():
        if column.name in found and column.stand_in:
            found |= _closure(book, program, [column.stand_in])
    found |= {alias for name in tuple(found) for alias, _ in book.aliases.get(name, ())}
    return frozenset(found) - {"date", "month", "region"}


def _closure(book: Lawbook, program: Program | None, names: Iterable[str]) -> set[str]:
    if program is not None:
        return set(program.closure(names))
    found: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name in found:
            continue
        found.add(name)
        for layer in book.layers.values():
            entry = layer.get(name)
            if isinstance(entry, Number):
                stack += [*entry.by, entry.clock]
            else:
                stack += [read for version in entry or () for read in version.reads]
    return found
