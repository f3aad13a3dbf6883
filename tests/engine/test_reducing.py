"""The helpers of reducers: pure and total on any list."""

from __future__ import annotations

import datetime
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renshe.engine.reducing import complete_partial_day, is_subset, last_where, longest_run, missing_from
from renshe.engine.types import PartialDay

members = st.sampled_from(["refused_unjustified", "refused_justified", "accepted", "absent"])
lists = st.lists(members, max_size=12).map(tuple)


@given(st.lists(st.booleans()))
def test_longest_run(items: list[bool]) -> None:
    runs = [len(list(run)) for counts, run in groupby(items) if counts]
    assert longest_run(items, bool) == max(runs, default=0)


def test_a_run_is_broken_by_what_does_not_count() -> None:
    refusals = ("refused_unjustified", "refused_justified", "refused_unjustified", "refused_unjustified")
    assert longest_run(refusals, lambda answer: answer == "refused_unjustified") == 2
    assert longest_run((), bool) == 0


@given(st.lists(st.integers(0, 9)), st.integers(0, 9))
def test_last_where(items: list[int], least: int) -> None:
    there = [item for item in items if item >= least]
    assert last_where(items, lambda item: item >= least) == (there[-1] if there else None)


@given(lists, lists)
def test_subset_and_what_is_missing_agree(items: tuple[str, ...], of: tuple[str, ...]) -> None:
    missing = missing_from(items, of)
    assert is_subset(items, of) == (missing == ())
    assert is_subset(items, of) == all(item in of for item in items)
    assert [item for item in items if item not in of] == list(missing)
    assert is_subset(items, (*of, *missing))


def test_repetition_does_not_matter() -> None:
    assert is_subset(("a", "a"), ("a",))
    assert missing_from(("b", "a", "b"), ("a",)) == ("b", "b")
    assert is_subset((), ())


@pytest.mark.parametrize(
    ("month", "end"),
    [("2019-09", "2019-09-30"), ("2020-02", "2020-02-29"), ("2019-02", "2019-02-28"), ("2020-12", "2020-12-31")],
)
def test_a_month_is_completed_to_its_last_day(month: str, end: str) -> None:
    year, number = map(int, month.split("-"))
    assert int(complete_partial_day(PartialDay(year * 12 + number - 1))) == datetime.date.fromisoformat(end).toordinal()


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)))
def test_a_day_stands(date: datetime.date) -> None:
    day = PartialDay(date.year * 12 + date.month - 1, date.toordinal())
    assert int(complete_partial_day(day)) == date.toordinal()
    assert complete_partial_day(PartialDay(day.month)) >= complete_partial_day(day)
