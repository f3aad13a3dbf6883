"""When something declared is due: the days of the law, or counted from a day that is given, in a period."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from renshe.engine.arithmetic import CALENDAR, first_day, last_day, month_of, months_after
from renshe.engine.declared import Declared, Due, Duty, in_force
from renshe.engine.evaluate import Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.types import Day, Month, MonthWindow, Window

CALENDAR_OF_WORK = "working_days"
"""What is missing where days of work are counted: which days those are, no rule says."""
STEP = {"month": 1, "quarter": 3, "year": 12}
MOST = 1200
"""Of what is due again and again, so many times at most in one answer."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """From when and by when; None where nothing says, or where ``missing`` is not known."""

    opens: int | None = None
    due: int | None = None
    missing: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    """What the days rest on, besides the declaration itself."""
    reads: tuple[str, ...] = ()
    """The names they were read from."""


def deadlines(evaluation: Evaluation, due: Due | None, start: int, end: int | None = None) -> tuple[Deadline, ...]:
    """When it is due: once, or, where it recurs, on each day from *start* to *end* (the first alone without one)."""
    if due is None:
        return (Deadline(),)
    if due.by is not None:
        return (_by(evaluation, due.by),)
    if due.count is not None:
        return (_counted(evaluation, due),)
    if due.every is not None:
        days = _recurring(due, start, end)
        return tuple(Deadline(due=day) for day in days) or ()
    return (Deadline(),)


def _by(evaluation: Evaluation, name: str) -> Deadline:
    result = evaluation.result(name)
    cites, value = tuple(result.cites), result.value
    if isinstance(value, Unknown):
        return Deadline(missing=tuple(sorted(value.missing)), reads=(name,))
    if isinstance(value, Window):
        return Deadline(_day(value.first_or_none), _day(value.last_or_none), cites=cites, reads=(name,))
    if isinstance(value, MonthWindow):
        first, last = value.first_or_none, value.last_or_none
        opens = None if first is None else _day(first_day(first))
        return Deadline(opens, None if last is None else _day(last_day(last)), cites=cites, reads=(name,))
    return Deadline(due=_day(value), cites=cites, reads=(name,))


def _day(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None


def _counted(evaluation: Evaluation, due: Due) -> Deadline:
    name, (unit, many) = due.after or "", due.count or ("", 0)
    if unit not in ("days", "months"):
        return Deadline(missing=(CALENDAR_OF_WORK,) if unit == CALENDAR_OF_WORK else ())
    result = evaluation.result(name)
    value = result.value
    if isinstance(value, Unknown):
        return Deadline(missing=tuple(sorted(value.missing)), reads=(name,))
    if not isinstance(value, int):
        return Deadline(reads=(name,))  # the event has not happened
    try:
        day = value + many if unit == "days" else int(months_after(Day(value), many))
    except (ValueError, OverflowError):
        return Deadline(missing=(name,), reads=(name,))
    inside = day <= CALENDAR["date"][1]
    return Deadline(due=day if inside else None, cites=tuple(result.cites), reads=(name,))


def _recurring(due: Due, start: int, end: int | None) -> Iterator[int]:
    step = STEP[due.every or "month"]
    within = step - 1 if due.month is None else due.month - 1
    month = int(month_of(Day(start)))
    month += within - month % step
    for number in range(month, min(month + MOST * step, CALENDAR["month"][1]), step):
        last = last_day(Month(number))
        day = int(last) if due.day is None else int(min(first_day(Month(number)) + (due.day - 1), last))
        if end is not None and day > end:
            return
        if day >= start:
            yield day
            if end is None:
                return


# ---- duties of a place


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty, once: what it is, and when it is due."""

    duty: Duty
    deadline: Deadline
    applies: bool | None
    """Whether it is owed in this case; None when what it turns on is not known."""
    turns_on: tuple[str, ...] = ()
    """What is not known and would say so."""


def owed(
    evaluation: Evaluation,
    *,
    day: int,
    holder: Collection[str] | None = None,
    start: int | None = None,
    end: int | None = None,
) -> list[Owed]:
    """The duties there are on *day*, those with a day first, in their order.

    A duty is left out when the facts of *evaluation* say that it is not owed, when nobody in *holder* holds it, and
    when its days lie outside *start* to *end*. One that no day limits is owed in any period.
    """
    found = [
        Owed(duty, deadline, applies, turns_on)
        for duty in in_force(evaluation.program, "duty", day)
        if isinstance(duty, Duty) and (holder is None or duty.held_by(holder))
        for applies, turns_on in [_applies(evaluation, duty)]
        if applies is not False
        for deadline in deadlines(evaluation, duty.due, day if start is None else start, end)
        if _meets(deadline, start, end)
    ]
    last = CALENDAR["date"][1] + 1

    def when(one: Owed) -> tuple[int, int]:
        due, opens = one.deadline.due, one.deadline.opens
        return last if due is None else due, last if opens is None else opens

    return sorted(found, key=when)


def _applies(evaluation: Evaluation, declared: Declared) -> tuple[bool | None, tuple[str, ...]]:
    name = declared.rules.get("applies")
    value = True if name is None else evaluation.value(name)
    if isinstance(value, Unknown):
        return None, tuple(sorted(value.missing))
    return (value if isinstance(value, bool) else None), ()


def _meets(deadline: Deadline, start: int | None, end: int | None) -> bool:
    if deadline.due is not None and start is not None and deadline.due < start:
        return False
    opens = deadline.due if deadline.opens is None else deadline.opens
    return opens is None or end is None or opens <= end
