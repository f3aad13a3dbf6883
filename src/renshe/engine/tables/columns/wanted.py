"""The figures of a run: those of a roster, or outputs chosen by name, for members of the dimensions they turn on."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from renshe.engine.decision import check_outputs, type_of
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.tables.roster import Figure, Roster, Sum

MOST = 400
"""Figures of one run; more of them are a slip of the pen."""


@dataclass(frozen=True)
class Wanted:
    """What is computed of each line.

    Attributes:
        figures: outputs, each for members of its dimensions.
        sums: columns that add some of them up.
        roster: whether they are those of the roster, so that its defaults and what stands in for what hold too.
    """

    figures: tuple[Figure, ...]
    sums: tuple[Sum, ...]
    roster: bool


def of_roster(roster: Roster) -> Wanted:
    """All figures of a roster."""
    return Wanted(roster.figures, roster.sums, True)


def chosen(book: Lawbook, names: Sequence[str], given: Collection[str]) -> Wanted:
    """Outputs by name, with members (``person_contribution.pension.employer``) or for all of them.

    Args:
        book: the law.
        names: names; ``*`` stands for any member.
        given: dimensions whose member rows or options say: an output is not asked for each of their members.

    Raises:
        InputError: for what no rule answers, and for too many figures.
    """
    check_outputs(book, [name.partition(".")[0] for name in names])
    found: dict[str, Figure] = {}
    problems: list[Problem] = []
    for name in names:
        base, _, _members = name.partition(".")
        every = {figure.key: figure for figure in _figures(book, base, () if _members else given)}
        keys = [key for key in every if name in (key, base) or fnmatch.fnmatchcase(key, name) or
                fnmatch.fnmatchcase(key, f"{name}.*")]  # fmt: skip
        if not keys:
            near = difflib.get_close_matches(name, every, 3, 0.3) or list(every)[:3]
            what = Words(f"{base} 没有 {name} 这一项", f"{base} has no {name}")
            problems.append(Problem(what, Words(f"例如 {'、'.join(near)}", f"such as {', '.join(near)}"), "outputs"))
        found.update((key, every[key]) for key in keys)
    if len(found) > MOST:
        what = Words(f"要算 {len(found)} 列，多于 {MOST}", f"{len(found)} columns are asked, more than {MOST}")
        fix = Words("写明要哪一项，如 名称.成员", "say which of them, as name.member")
        problems.append(Problem(what, fix, "outputs"))
    if problems:
        raise InputError(problems)
    return Wanted(tuple(found.values()), (), False)


def _figures(book: Lawbook, name: str, given: Collection[str]) -> Iterable[Figure]:
    turns_on = dimensions_of(book, name)
    dimensions = [dimension for dimension in book.dimensions() if dimension in turns_on and dimension not in given]
    label, kind = book.label(name), type_of(book, name)
    assert kind is not None
    for members in product(*(book.terms[dimension].type.members for dimension in dimensions)):
        at = tuple(zip(dimensions, members, strict=True))
        named = [book.enums[book.terms[dimension].type.enum][member] for dimension, member in at]
        full = Words(
            label.zh + "".join(f"·{each.zh}" for each in named), label.en + "".join(f", {each.en}" for each in named)
        )
        short = Words("·".join(each.zh for each in named), ", ".join(each.en for each in named)) if named else label
        yield Figure(name, at, full, short, label, kind)


def dimensions_of(book: Lawbook, name: str) -> frozenset[str]:
    """The dimensions whose member may make a difference to *name*, in any place."""
    every = frozenset(book.dimensions())
    known: dict[str, frozenset[str]] = {}

    def of(name: str) -> frozenset[str]:
        if name in known:
            return known[name]
        known[name] = frozenset()  # a ring adds nothing to itself
        found = {name} & every
        for layer in book.layers.values():
            entry = layer.get(name)
            if isinstance(entry, Number):
                for read in entry.by:
                    found |= of(read)
            else:
                for version in entry or ():
                    moved = {dimension for dimension, _ in version.spec["at"]} if version.kind == "member" else set()
                    for read in version.reads:
                        found |= of(read) - moved
        known[name] = frozenset(found)
        return known[name]

    return of(name)
