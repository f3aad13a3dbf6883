"""One cell as a value: nothing is rounded, nothing is guessed, and what is wrong is said."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from renshe.api import default
from renshe.engine.errors import Problem, Words
from renshe.engine.tables import cells
from renshe.engine.tables.roster import Field
from renshe.engine.values import ValueType

MONEY, RATE, BOOLEAN = ValueType("money"), ValueType("rate"), ValueType("boolean")
IDENTITY = Field("id_number", "identifier", Words("证件号码", "identity number"))
MONTH = Field("from_month", "month", Words("起始月", "first month"))


def fact(kind: ValueType, raw: object) -> Any:
    return cells.fact(default().compiled, kind, raw, "人员!B2")


@given(some.integers(min_value=0, max_value=10**13))
def test_an_amount_a_spreadsheet_holds_is_read_to_the_fen(fen: int) -> None:
    # 15 digits are what a spreadsheet keeps.
    assert fact(MONEY, fen / 100) == fen


@given(some.decimals(min_value=0, max_value=10**7, places=4))
def test_an_amount_with_more_than_two_decimals_is_never_rounded(amount: Decimal) -> None:
    found = fact(MONEY, float(amount))
    exact = amount * 100
    if exact == int(exact):
        assert found == int(exact)
    else:
        assert isinstance(found, Problem) and "多于两位小数" in found.what.zh


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (MONEY, "¥5,000.50", 500_050),
        (MONEY, "5000.5元", 500_050),
        (MONEY, "５０００", 500_000),
        (MONEY, 5000, 500_000),
        (RATE, 0.12, 120_000),
        (RATE, "12%", 120_000),
        (RATE, 0.0016, 1_600),
        (BOOLEAN, "是", True),
        (BOOLEAN, True, True),
        (BOOLEAN, 0.0, False),
    ],
)
def test_facts_as_clerks_write_them(kind: ValueType, raw: object, value: object) -> None:
    assert fact(kind, raw) == value


@pytest.mark.parametrize("raw", ["约八千", -1.0, "-1", 8000.005, "abc", datetime.date(2020, 7, 1)])
def test_what_is_no_amount_is_a_problem_with_its_cell(raw: object) -> None:
    found = fact(MONEY, raw)
    assert isinstance(found, Problem) and found.place == "人员!B2"


def test_a_choice_is_taken_by_its_name_in_either_language_and_nothing_near_it() -> None:
    kind = default().compiled.terms["employer_type"].type
    assert fact(kind, "企业") == fact(kind, "enterprise") == "enterprise"
    assert isinstance(fact(kind, "企"), Problem)


@pytest.mark.parametrize("raw", [1.10101199003070e17, 110101199003070011, 123456.0])
def test_an_identity_number_that_became_a_number_is_refused(raw: float) -> None:
    found = cells.field(IDENTITY, raw, "人员!D6")
    assert isinstance(found, Problem) and "存成了数字" in found.what.zh and "文本" in str(found.fix)


def test_an_identity_number_is_text_without_blanks() -> None:
    assert cells.field(IDENTITY, " 11000019900307001x ", "") == "11000019900307001X"


@pytest.mark.parametrize(
    ("raw", "month"),
    [("2020-07", "2020-07"), ("2020年7月", "2020-07"), (202007.0, "2020-07"), (datetime.date(2020, 7, 15), "2020-07")],
)
def test_a_month_in_any_of_its_forms(raw: object, month: str) -> None:
    assert cells.field(MONTH, raw, "") == month


@pytest.mark.parametrize(("number", "masked"), [("110000199003070017", "110000********0017"), ("E1234567", "******67")])
def test_a_masked_number_shows_its_ends(number: str, masked: str) -> None:
    assert cells.mask(number) == masked


@pytest.mark.parametrize(
    ("number", "warned"),
    [("11010519491231002X", False), ("110105194912310021", True), ("110105194913310028", True), ("E12345678", False)],
)
def test_check_digit_and_day_of_birth(number: str, warned: bool) -> None:
    assert (cells.identity_warning(number) is not None) is warned


@pytest.mark.parametrize("raw", ["1.10101E+17", "1.10101199003070011e+17", " 1.1E17"])
def test_an_identity_number_saved_to_text_in_an_exponent_is_refused_too(raw: str) -> None:
    found = cells.field(IDENTITY, raw, "人员!D6")
    assert isinstance(found, Problem) and "存成了数字" in found.what.zh


@pytest.mark.parametrize(
    ("raw", "text"), [(1e-17, "0.00000000000000001"), (1.5e16, "15000000000000000"), (-0.5, "-0.5")]
)
def test_a_number_is_shown_with_all_its_digits(raw: float, text: str) -> None:
    assert cells.number_text(raw) == text


def test_what_is_next_to_nothing_is_not_zero() -> None:
    found = fact(MONEY, 1e-17)
    assert isinstance(found, Problem) and "多于两位小数" in found.what.zh


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('得到 "110101199003070011"', '得到 "110101********0011"'),
        ("110101199003070011、11010119900307002X", "110101********0011、110101********002X"),
        ("9110101199003070011", "9110101199003070011"),
    ],
)
def test_an_identity_number_is_masked_in_whatever_text_it_stands(text: str, masked: str) -> None:
    assert cells.masked_within(text) == masked


@pytest.mark.parametrize("raw", [datetime.date(1899, 12, 31), datetime.datetime(1899, 12, 31), 0.0, "七月"])
def test_a_zero_shown_as_a_date_is_no_month(raw: object) -> None:
    found = cells.field(MONTH, raw, "人员!K2")
    assert isinstance(found, Problem) and "应为月份" in found.what.zh and found.place == "人员!K2"
