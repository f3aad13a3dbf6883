"""Which months a row stands for: its own, or those between its first and its last, of the months computed."""

from __future__ import annotations

from collections.abc import Sequence

from renshe.engine.errors import Problem, Words
from renshe.engine.scalars import month_text
from renshe.engine.values import ValueType, parse


def months_for(
    own: str | None, first: str | None, last: str | None, months: Sequence[int]
) -> tuple[int, ...] | Problem:
    """The months of a row, none when it stands for others, or what is wrong with what it says.

    Args:
        own: the month the row itself says it is about.
        first: its first month, None when it is open.
        last: its last month.
        months: the months computed; empty when each row says its own.
    """
    begin, end = _ordinal(first), _ordinal(last)
    if begin is not None and end is not None and begin > end:
        what = Words(f"起始月 {first} 晚于截止月 {last}", f"its first month {first} is after its last, {last}")
        return Problem(what, Words("改起止月", "put the months right"))
    month = _ordinal(own)
    if month is None:
        if not months:
            what = Words("没有写属期月份", "it does not say which month")
            return Problem(what, Words("填“属期月份”，或用 --month", "fill in the month, or use --month"))
        return tuple(each for each in months if _within(each, begin, end))
    if months and month not in months:
        what = Words(f"属期 {own} 不在所算的月份内", f"the month {own} is not among those computed")
        return Problem(what, Words("改属期或计算月份", "change it or the months computed"))
    if not _within(month, begin, end):
        between = said(first, last)
        what = Words(f"属期 {own} 不在起止月（{between}）内", f"the month {own} is not among its months ({between})")
        return Problem(what, Words("改属期或起止月", "change it or its first and last month"))
    return (month,)


def said(first: str | None, last: str | None) -> str:
    """A stretch of months as a list shows it."""
    return f"{first or ''}—{last or ''}"


def listed(months: Sequence[int]) -> str:
    """Months in few words: each of up to three, else the first and the last."""
    if len(months) > 3:
        return f"{month_text(months[0])}—{month_text(months[-1])}"
    return "、".join(map(month_text, months))


def _ordinal(text: str | None) -> int | None:
    return int(parse(ValueType("month"), text)) if text else None  # type: ignore[arg-type]


def _within(month: int, begin: int | None, end: int | None) -> bool:
    return (begin is None or month >= begin) and (end is None or month <= end)
