"""Numbers as dense tables: every span of the clock and every member looked up once, when the plan is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from renshe.engine import ir
from renshe.engine.bind import BoundNumber
from renshe.engine.lawbook import Record
from renshe.engine.vector.nodes import Cells

Held = list[Any]
"""The values, or the tables of what is left of them, of the records that answer."""


def cells(bound: BoundNumber, clock: int | None, at: Mapping[str, str], *, dated: bool = False) -> Cells:
    """The table of a number.

    Args:
        bound: the number.
        clock: where its clock stands, where that is known.
        at: the members of its keys that are known; the others become axes.
        dated: whether it is asked on days of the rule's own, and so has a clock in any case.
    """
    number = bound.number
    starts = () if clock is not None or not (dated or bound.needs_clock) else _starts(bound.records)
    spans = [clock] if not starts else [starts[0] - 1, *starts]
    first = [_in_force(bound, span) for span in spans]
    keys: list[tuple[str, ...]] = []
    levels = [first]
    for key in number.by:
        places = levels[-1]
        if key in at:
            levels[-1] = [_step(held, at[key]) for held in places]
            continue
        words = tuple(dict.fromkeys(word for held in places for table in held for word in table))
        keys.append(words)
        levels.append([_step(held, word) for held in places for word in (*words, None)])
    values = tuple(held[0] if held else None for held in levels[-1])
    return Cells(number.name, starts, tuple(keys), values, tuple(tuple(map(bool, level)) for level in levels))


def _starts(records: tuple[Record, ...]) -> tuple[int, ...]:
    begins = {record.since for record in records if record.since is not None}
    ends = {record.until + 1 for record in records if record.until is not None}
    return tuple(sorted(begins | ends))


def _in_force(bound: BoundNumber, clock: int | None) -> Held:
    number = bound.number
    records = bound.at(clock)
    if not records or records[0].ended:
        # A window of which nothing is known holds nothing; that is an answer.
        return [ir.NO_MONTH_WINDOW if number.type.kind == "month" else ir.NO_WINDOW] if number.kind == "window" else []
    return [record.value for record in records]


def _step(held: Held, word: str | None) -> Held:
    return [table[word] for table in held if word in table]


def words_of(table: Cells) -> Iterator[str]:
    """The words that a table is keyed by, and those it holds."""
    for key in table.keys:
        yield from key
    yield from (value for value in table.values if isinstance(value, str))
