"""Rounding to the fen against exact fractions and decimal, and the calendar against its own rules."""

from __future__ import annotations

import ast
import calendar
import datetime
import decimal
import inspect
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from renshe.engine import arithmetic, reducing, scalars, types, values
from renshe.engine.arithmetic import (
    MILLION,
    down_to_yuan,
    first_day,
    half_up_to_fen,
    half_up_to_millionth,
    half_up_to_yuan,
    last_day,
    month_of,
    months_after,
    up_to_step,
)
from renshe.engine.types import Day, Exact, Money, Month, RateProduct, Scale, Window

LARGEST = 90_000_000_000_000
amounts = st.integers(-LARGEST, LARGEST)
rates = st.integers(0, 10 * MILLION)
divisors = st.integers(1, 10_000)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)).map(lambda date: Day(date.toordinal()))


def half_up(exact: Fraction) -> int:
    """To the nearest whole number; of two equally near, the one further from zero."""
    near = int(abs(exact) + Fraction(1, 2))
    return near if exact >= 0 else -near


def by_decimal(numerator: int, denominator: int, places: str) -> decimal.Decimal:
    with decimal.localcontext(prec=60):
        quotient = decimal.Decimal(numerator) / decimal.Decimal(denominator)
        return quotient.quantize(decimal.Decimal(places), rounding=decimal.ROUND_HALF_UP)


@given(amounts, rates, divisors)
@example(LARGEST, 10 * MILLION, 1)
@example(1, MILLION // 2, 1)
@example(-1, MILLION // 2, 1)
@example(3, MILLION // 2, 1)
@example(25, 20_000, 1)
def test_money_times_rate_is_rounded_once_and_half_up(fen: int, rate: int, share: int) -> None:
    product = Exact(fen * rate)
    exact = Fraction(fen * rate, MILLION * share)
    assert int(half_up_to_fen(product, share * MILLION)) == half_up(exact)
    assert int(half_up_to_yuan(product, share * MILLION)) == half_up(exact / 100) * 100
    assert int(down_to_yuan(product, share * MILLION)) == int(exact / 100) * 100


@given(amounts, rates)
def test_rounding_agrees_with_decimal(fen: int, rate: int) -> None:
    assert int(half_up_to_fen(Exact(fen * rate), MILLION)) == int(by_decimal(fen * rate, MILLION, "1"))
    yuan = by_decimal(fen * rate, MILLION * 100, "1")
    assert int(half_up_to_yuan(Exact(fen * rate), MILLION)) == int(yuan) * 100


@given(st.integers(0, LARGEST), st.integers(1, 5_000), st.sampled_from([1, -1]))
def test_ties_go_away_from_zero(fen: int, half: int, sign: int) -> None:
    tie = (2 * fen + 1) * half
    assert int(half_up_to_fen(Exact(sign * tie), 2 * half)) == sign * (fen + 1)
    assert int(half_up_to_fen(Exact(sign * (tie - 1)), 2 * half)) == sign * fen


@pytest.mark.parametrize(
    ("fen", "to_fen", "to_yuan", "down"),
    [(0, 0, 0, 0), (49, 49, 0, 0), (50, 50, 100, 0), (149, 149, 100, 100), (150, 150, 200, 100), (199, 199, 200, 100)],
)
def test_edges_of_the_yuan(fen: int, to_fen: int, to_yuan: int, down: int) -> None:
    for sign in (1, -1):
        assert int(half_up_to_fen(Money(sign * fen))) == sign * to_fen
        assert int(half_up_to_yuan(Money(sign * fen))) == sign * to_yuan
        assert int(down_to_yuan(Money(sign * fen))) == sign * down


def test_division_is_the_second_argument() -> None:
    assert int(half_up_to_yuan(Money(12_747_200), 12)) == 1_062_300  # 127472 ÷ 12 = 10622.67
    assert int(half_up_to_fen(Money(100), 3)) == 33
    assert int(half_up_to_fen(Money(200), 3)) == 67
    with pytest.raises(ZeroDivisionError):
        half_up_to_fen(Money(100), 0)


@given(rates, rates)
@example(MILLION, MILLION)
@example(1, MILLION // 2)
def test_product_of_rates(one: int, other: int) -> None:
    assert int(half_up_to_millionth(RateProduct(one * other))) == half_up(Fraction(one * other, MILLION))


@pytest.mark.parametrize("module", [arithmetic, reducing, scalars, types, values], ids=lambda module: module.__name__)
def test_no_float_can_appear(module: ModuleType) -> None:
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), "a float"
        assert not isinstance(node, ast.Div), "a true division"
        called = node.func if isinstance(node, ast.Call) else None
        assert not (isinstance(called, ast.Name) and called.id in ("float", "round", "pow")), "a conversion"


@given(amounts, rates)
def test_results_are_whole_numbers(fen: int, rate: int) -> None:
    results: tuple[object, ...] = (
        half_up_to_fen(Exact(fen * rate), MILLION),
        half_up_to_yuan(Money(fen), 12),
        down_to_yuan(Money(fen)),
    )
    assert all(isinstance(result, int) for result in results)


@given(st.integers(0, LARGEST), st.integers(1, 5_000))
def test_a_step_is_the_least_multiple_that_is_not_below(fen: int, step: int) -> None:
    raised = int(up_to_step(Money(fen), Money(step)))
    assert raised % step == 0
    assert fen <= raised < fen + step


def test_any_fen_goes_up_to_the_jiao() -> None:
    assert [int(up_to_step(Money(fen), Money(10))) for fen in (0, 39410, 39411, 39419)] == [0, 39410, 39420, 39420]
    assert int(up_to_step(Money(39411), Money(1))) == 39411
    for step in (0, -1):
        with pytest.raises(ZeroDivisionError):
            up_to_step(Money(100), Money(step))


# ---- the calendar


@given(days, st.integers(-1200, 1200))
@example(Day(datetime.date(2020, 1, 31).toordinal()), 1)
@example(Day(datetime.date(2020, 2, 29).toordinal()), 12)
@example(Day(datetime.date(2020, 2, 29).toordinal()), 48)
def test_months_after(day: Day, months: int) -> None:
    start = datetime.date.fromordinal(int(day))
    end = datetime.date.fromordinal(int(months_after(day, months)))
    assert end.year * 12 + end.month == start.year * 12 + start.month + months
    assert end.day == min(start.day, calendar.monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2020-01-31", 1, "2020-02-29"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2020-03-31", -1, "2020-02-29"),
        ("2020-12-31", 2, "2021-02-28"),
        ("1900-01-29", 1, "1900-02-28"),
        ("2000-01-31", 1, "2000-02-29"),
        ("2020-06-30", 1, "2020-07-30"),
        ("2020-06-30", 0, "2020-06-30"),
    ],
)
def test_months_after_at_ends_of_months(day: str, months: int, then: str) -> None:
    start = Day(datetime.date.fromisoformat(day).toordinal())
    assert int(months_after(start, months)) == datetime.date.fromisoformat(then).toordinal()


@given(days)
def test_a_month_is_its_days(day: Day) -> None:
    month = month_of(day)
    first, last = first_day(month), last_day(month)
    assert first <= day <= last
    assert month_of(first) == month_of(last) == month
    assert month_of(last + 1) == month + 1
    assert month_of(first - 1) == month - 1
    date = datetime.date.fromordinal(int(day))
    assert last - first + 1 == calendar.monthrange(date.year, date.month)[1]


def test_beyond_the_calendar() -> None:
    for far in (Day(10**13), Day(4_000_000), Day(0)):
        with pytest.raises((ValueError, OverflowError)):
            month_of(far)
    with pytest.raises((ValueError, OverflowError)):
        first_day(Month(10**9))


# ---- look-ups


def test_scale_and_window() -> None:
    scale = Scale(((12, Money(181_600)), (60, Money(184_300))))
    assert [int(scale.at(months)) for months in (12, 59, 60, 999)] == [181_600, 181_600, 184_300, 184_300]
    assert (int(scale.lowest), int(scale.highest)) == (181_600, 184_300)
    with pytest.raises(LookupError):
        scale.at(11)
    window = Window(Day(10), Day(20))
    assert [window.holds(Day(day)) for day in (9, 10, 20, 21)] == [False, True, True, False]
    assert Window(None, Day(20)).holds(Day(1))
    assert not Window(None, None, known=False).holds(Day(1))
    with pytest.raises(LookupError):
        _ = Window(None, Day(20)).first
