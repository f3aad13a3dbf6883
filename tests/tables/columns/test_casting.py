"""Columns of files as facts: exact or refused, whatever kind of column holds them."""

from __future__ import annotations

import datetime
import decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from renshe.api import default
from renshe.engine.errors import Problem
from renshe.engine.evaluate import ASKED
from renshe.engine.tables import cells
from renshe.engine.tables.columns.casting import MANY, Form, cast, refused
from renshe.engine.values import ValueType

MONEY, RATE = ValueType("money"), ValueType("rate")
SIZE = default().compiled.terms["employer_size"].type
ABSENT = "absent"


def read(kind: ValueType, array: Any, unit: str = "") -> list[Any]:
    """Each row: a value, None, ASKED, or ABSENT; a problem where there is one."""
    column, faults = cast(default().compiled, Form(kind, unit), array)
    wrong = {fault.row: fault.problem for fault in faults}
    found: list[Any] = []
    for row in range(len(array)):
        says, value = column.at(row)
        assert not (says and row in wrong)
        found.append(wrong.get(row, value if says else ABSENT))
    return found


@pytest.mark.parametrize(
    ("array", "unit"),
    [
        (pa.array([decimal.Decimal("5000.00"), None, decimal.Decimal("0.01")], pa.decimal128(12, 2)), ""),
        (pa.array([decimal.Decimal("5000.0000"), None, decimal.Decimal("0.0100")], pa.decimal128(12, 4)), ""),
        (pa.array([decimal.Decimal("5000.00"), None, decimal.Decimal("0.01")], pa.decimal256(60, 2)), ""),
        (pa.array([500000, None, 1], pa.int64()), "fen"),
        (pa.array([500000, None, 1], pa.uint32()), "fen"),
        (pa.array([500000, None, 1], pa.uint64()), "fen"),
        (pa.array([5000.0, None, 0.01], pa.float64()), ""),
        (pa.array([5000.0, float("nan"), 0.01], pa.float64()), ""),
        (pa.array([500000.0, None, 1.0], pa.float64()), "fen"),
        (pa.array(["5000", None, "0.01"]), ""),
        (pa.array(["¥5,000.00元", " ", "０.０１"]), ""),
        (pa.array(["5000.00", None, "0.01"]).dictionary_encode(), ""),
        (pa.array(["500000", "", "1"], pa.large_string()), "fen"),
    ],
)
def test_an_amount_is_the_same_in_whatever_column_it_stands(array: Any, unit: str) -> None:
    assert read(MONEY, array, unit) == [500000, ABSENT, 1]


def test_whole_yuan_say_so() -> None:
    assert read(MONEY, pa.array([5000, 0], pa.int32()), "yuan") == [500000, 0]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([decimal.Decimal("0.015"), decimal.Decimal("0.010")], pa.decimal128(12, 3)),
        pa.array([0.015, 0.01]),
        pa.array(["0.015", "0.01"]),
        pa.array(["0.015"] + ["0.01"] * MANY),
    ],
)
def test_an_amount_is_never_rounded(array: Any) -> None:
    found = read(MONEY, array)
    assert isinstance(found[0], Problem)
    assert set(found[1:]) == {1}


@pytest.mark.parametrize(
    "array",
    [
        pa.array([-1.0, float("inf"), 1e30]),
        pa.array([-100, 2**62, -(2**63)]),
        pa.array([2**64 - 1, 2**63, 2**62], pa.uint64()),
        pa.array([decimal.Decimal("-0.01"), decimal.Decimal(10) ** 30, decimal.Decimal("900000000000.01")],
                 pa.decimal128(38, 2)),
        pa.array(["-1", "1e3", "900000000000.01"]),
    ],
)  # fmt: skip
def test_what_no_amount_can_be_is_refused(array: Any) -> None:
    unit = "fen" if pa.types.is_integer(array.type) else ""
    assert all(isinstance(found, Problem) for found in read(MONEY, array, unit))


@pytest.mark.parametrize(
    ("kind", "type_", "unit"),
    [
        (MONEY, pa.int64(), ""), (MONEY, pa.dictionary(pa.int8(), pa.int64()), ""), (MONEY, pa.float32(), ""),
        (RATE, pa.float32(), ""), (SIZE, pa.int8(), ""),
    ],
)  # fmt: skip
def test_columns_that_cannot_tell_are_refused_as_a_whole(kind: ValueType, type_: Any, unit: str) -> None:
    assert refused(type_, Form(kind, unit)) is not None


@given(some.lists(some.floats(allow_nan=False) | some.integers(0, 10**13).map(lambda fen: fen / 100), max_size=20))
def test_floats_are_read_as_a_spreadsheet_reads_them(values: list[float]) -> None:
    book, values = default().compiled, [value + 0.0 for value in values]  # no minus before a nought
    for kind in (MONEY, RATE, ValueType("integer"), ValueType("months")):
        alone = [cells.fact(book, kind, value, "") for value in values]
        found = read(kind, pa.array(values, pa.float64()))
        assert [isinstance(each, Problem) for each in found] == [isinstance(each, Problem) for each in alone]
        assert [each for each in found if not isinstance(each, Problem)] == [
            each for each in alone if not isinstance(each, Problem)
        ]


@given(some.lists(some.text(alphabet="0123456789.,-% 元e+", max_size=9), max_size=12))
def test_many_texts_are_read_as_a_few_are(texts: list[str]) -> None:
    for kind in (MONEY, RATE, ValueType("integer"), ValueType("months")):
        few = read(kind, pa.array(texts, pa.string()))
        many = read(kind, pa.array([*texts, *["1"] * MANY], pa.string()))[: len(texts)]
        assert few == many


@pytest.mark.parametrize(
    ("array", "unit"),
    [
        (pa.array([decimal.Decimal("0.002"), decimal.Decimal("1.2")], pa.decimal128(9, 6)), ""),
        (pa.array([0.002, 1.2]), ""),
        (pa.array(["0.2%", "1.2"]), ""),
        (pa.array([2000, 1_200_000], pa.int32()), "ppm"),
    ],
)
def test_rates(array: Any, unit: str) -> None:
    assert read(RATE, array, unit) == [2000, 1_200_000]


def test_days_and_months() -> None:
    day = datetime.date(2020, 7, 1)
    date, month = ValueType("date"), ValueType("month")
    ordinal, july = day.toordinal(), 2020 * 12 + 6
    for array in (
        pa.array([day]), pa.array([day], pa.date64()), pa.array([datetime.datetime(2020, 7, 1)]),
        pa.array(["2020-07-01"]), pa.array(["2020年7月1日"]), pa.array([20200701]),
    ):  # fmt: skip
        assert read(date, array) == [ordinal]
    for array in (pa.array([day]), pa.array(["2020-07"]), pa.array([202007]), pa.array(["2020年7月"])):
        assert read(month, array) == [july]
    wrong = (pa.array([datetime.date(2020, 7, 2)]), pa.array([datetime.datetime(2020, 7, 1, 12)]), pa.array([7]))
    assert all(isinstance(read(month, array)[0], Problem) for array in wrong)
    assert isinstance(read(date, pa.array([datetime.date(1800, 1, 1)]))[0], Problem)


def test_choices_are_named_in_any_language_and_never_numbered() -> None:
    array = pa.array(["small", "小型", "?", None, "tiny", ""])
    found = read(SIZE, array)
    assert found[:4] == ["small", "small", ASKED, ABSENT]
    assert isinstance(found[4], Problem)
    assert found[5] == ABSENT


def test_none_is_a_word_where_there_may_be_none() -> None:
    nullable = ValueType("money", nullable=True)
    assert read(nullable, pa.array(["none", "无", None, "1.00"])) == [None, None, ABSENT, 100]
    assert isinstance(read(MONEY, pa.array(["none"]))[0], Problem)


def test_yes_and_no() -> None:
    boolean = ValueType("boolean")
    assert read(boolean, pa.array([True, False, None])) == [True, False, ABSENT]
    assert read(boolean, pa.array([1, 0, None], pa.int8())) == [True, False, ABSENT]
    assert read(boolean, pa.array(["是", "no", ""])) == [True, False, ABSENT]
    assert isinstance(read(boolean, pa.array([2]))[0], Problem)


def test_lists_and_a_column_of_nothing() -> None:
    texts = ValueType("list", item=ValueType("text"))
    assert read(texts, pa.array([["a", "b"], None, []])) == [("a", "b"), ABSENT, ()]
    assert read(texts, pa.array(["a、b", '["a"]'])) == [("a", "b"), ("a",)]
    assert read(MONEY, pa.nulls(2)) == [ABSENT, ABSENT]
