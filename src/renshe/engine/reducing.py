"""Helpers for reducers: what a rule may want to know of a list. All are pure and total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from renshe.engine.arithmetic import last_day
from renshe.engine.types import Day, Month, PartialDay

T = TypeVar("T")


def longest_run(items: Iterable[T], counts: Callable[[T], bool]) -> int:
    """Length of the longest unbroken run of items for which *counts* is true."""
    longest = current = 0
    for item in items:
        current = current + 1 if counts(item) else 0
        longest = max(longest, current)
    return longest


def last_where(items: Sequence[T], holds: Callable[[T], bool]) -> T | None:
    """The last item for which *holds* is true, or None."""
    for item in reversed(items):
        if holds(item):
            return item
    return None


def is_subset(items: Iterable[T], of: Iterable[T]) -> bool:
    """Whether each of *items* is in *of*; repetition does not matter."""
    return set(items) <= set(of)


def missing_from(items: Iterable[T], of: Iterable[T]) -> tuple[T, ...]:
    """Those of *items* that are not in *of*, in their order."""
    there = set(of)
    return tuple(item for item in items if item not in there)


def complete_partial_day(day: PartialDay) -> Day:
    """A day as it stands; a month completed to its last day."""
    return last_day(Month(day.month)) if day.day is None else Day(day.day)
