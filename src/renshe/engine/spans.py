"""The records of a number laid out in time: which answers from when to when, and where two such lines differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renshe.engine.arithmetic import first_day, last_day
from renshe.engine.bind import chain_of
from renshe.engine.browse_numbers import plain, shown
from renshe.engine.errors import Words
from renshe.engine.law_json import Json, pair
from renshe.engine.lawbook import Lawbook, Number, Record
from renshe.engine.types import Month

BEGINNING = -1
"""Before every day and month: where a record begins that says no first one."""
NO_LONGER = Words("不再有此数值", "no longer set")


@dataclass(frozen=True, slots=True)
class Span:
    """What answers from *since* to *until*, both inclusive on the number's clock; None: open, or nothing answers."""

    since: int | None
    until: int | None
    record: Record | None


def spans(records: Sequence[Record]) -> list[Span]:
    """The whole of time in pieces, each with the first of *records* that covers it."""
    starts = {BEGINNING}
    for record in records:
        starts.add(BEGINNING if record.since is None else record.since)
        if record.until is not None:
            starts.add(record.until + 1)
    points = sorted(starts)
    found: list[Span] = []
    for start, after in zip(points, [*points[1:], None], strict=True):
        answers = next((record for record in records if covers(record, start)), None)
        since, until = None if start == BEGINNING else start, None if after is None else after - 1
        if found and found[-1].record is answers:
            found[-1] = Span(found[-1].since, until, answers)
        else:
            found.append(Span(since, until, answers))
    return found


def covers(record: Record, point: int) -> bool:
    """Whether a record says something of a day or month; of the beginning, when it has no first one."""
    if record.since is not None and record.since > point:
        return False
    return record.until is None or point <= record.until


def record_at(line: Sequence[Span], point: int) -> Record | None:
    """What answers at *point*."""
    for span in line:
        if (span.since is None or span.since <= point) and (span.until is None or point <= span.until):
            return span.record
    return None


def differences(
    before: Sequence[Span], after: Sequence[Span], number: Number
) -> list[tuple[int | None, int | None, Record | None, Record | None]]:
    """Where two lines say different values: from, to, what the one says and what the other."""
    points = sorted({BEGINNING if span.since is None else span.since for span in (*before, *after)})
    found: list[tuple[int | None, int | None, Record | None, Record | None]] = []
    for start, following in zip(points, [*points[1:], None], strict=True):
        one, other = record_at(before, start), record_at(after, start)
        if same_value(number, one, other):
            continue
        since, until = None if start == BEGINNING else start, None if following is None else following - 1
        if found and found[-1][1] == start - 1 and found[-1][2:] == (one, other):
            found[-1] = (found[-1][0], until, one, other)
        else:
            found.append((since, until, one, other))
    return found


def same_value(number: Number, one: Record | None, other: Record | None) -> bool:
    """Whether two records say the same; a value that ended is as good as none recorded."""
    return said(number, one) == said(number, other)


def said(number: Number, record: Record | None) -> object:
    """What a record says, in a form that can be compared."""
    return None if record is None or record.ended else (plain(number.type, record.value),)


def value_lines(book: Lawbook, number: Number, record: Record | None) -> dict[str, tuple[Json | None, Json | None]]:
    """What a record says, line by line: what each is for, and the value, by the words that name it."""
    if record is None:
        return {}
    if record.ended:
        return {"": (None, pair(NO_LONGER))}
    return {line["for"]["en"] if line["for"] else "": (line["for"], line["value"])
            for line in shown(book, number, record.value)}  # fmt: skip


def changed_lines(book: Lawbook, number: Number, before: Record | None, after: Record | None) -> list[Json]:
    """What two records say differently: of a table its cells, of a scale its steps, else the one value."""
    old, new = value_lines(book, number, before), value_lines(book, number, after)
    nothing: tuple[Json | None, Json | None] = (None, None)
    return [
        {"for": (new.get(key) or old[key])[0], "before": old.get(key, nothing)[1], "after": new.get(key, nothing)[1]}
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    ]


def counting(number: Number, chain: Sequence[str]) -> tuple[Record, ...]:
    """The records of a number that count in a place, the nearest first and of those the latest signed."""
    here = [record for record in number.records if record.region in chain]
    return tuple(sorted(here, key=lambda record: (chain.index(record.region), -record.known_from)))


def record_regions(number: Number) -> list[str]:
    """The places for which a number has records of their own."""
    return list(dict.fromkeys(record.region for record in number.records))


def lower_layers(book: Lawbook, name: str, layer: str, chain: Iterable[str]) -> list[str]:
    """Places of *chain* below *layer* whose own law says *name*, and so takes its place."""
    below = []
    for region in chain:
        if region == layer:
            break
        if name in book.layers.get(region, {}):
            below.append(region)
    return below


def chain_above(book: Lawbook, region: str) -> tuple[str, ...]:
    """The places above *region*, nearest first."""
    return chain_of(book, region)[1:]


def day_of(book: Lawbook, clock: str, value: int, *, last: bool = False) -> int:
    """The day on which a point of a clock begins, or with ``last`` ends."""
    term = book.terms.get(clock)
    kind = clock if clock in ("date", "month") else term.type.kind if term else "date"
    if kind != "month":
        return value
    return int(last_day(Month(value)) if last else first_day(Month(value)))
