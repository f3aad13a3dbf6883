"""Values: what is read is what was written, in every type, and nothing else is read."""

from __future__ import annotations

import datetime
import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from renshe.engine.errors import Words
from renshe.engine.types import Day, Money, Month, PartialDay, Rate
from renshe.engine.values import KINDS, ValueProblem, ValueType, display, parse, same, to_json

ENUM = ValueType("enum", "employer_type", ("enterprise", "state_organ", "none"))
FILING = ValueType("record", fields=(("filing_date", ValueType("date")), ("filed_wage", ValueType("money"))))
FILINGS = ValueType("list", item=FILING)
TEXTS = ValueType("list")
MONEYS = ValueType("list", item=ValueType("money"))
SCHEDULE = ValueType("list", item=ValueType("money"), ordered=True)

FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)
day_values = st.dates(FIRST, LAST).map(datetime.date.toordinal)
month_values = st.integers(1900 * 12, 2999 * 12 + 11)
money_values = st.integers(0, 90_000_000_000_000)
words = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=40)
partial_days = st.one_of(
    month_values.map(PartialDay),
    st.dates(FIRST, LAST).map(lambda date: PartialDay(date.year * 12 + date.month - 1, date.toordinal())),
)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-10_000_000_000, 10_000_000_000),
    "months": st.integers(0, 12_000),
    "money": money_values,
    "rate": st.integers(0, 10_000_000),
    "date": day_values,
    "month": month_values,
    "partial_day": partial_days,
    "text": words,
}


@st.composite
def typed(draw: st.DrawFn, depth: int = 2) -> tuple[ValueType, Any]:
    """A type and a value of it."""
    nullable = draw(st.booleans())
    kinds = sorted(SCALARS) + (["enum", "list", "record"] if depth else ["enum"])
    kind = draw(st.sampled_from(kinds))
    type = ValueType(kind, nullable=nullable)
    value: Any = None
    if kind == "enum":
        members = tuple(draw(st.lists(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), min_size=1, max_size=5)))
        type, value = ValueType(kind, "e", members, nullable=nullable), draw(st.sampled_from(members))
    elif kind == "list":
        item, first = draw(typed(depth - 1))
        value = (first,) * draw(st.integers(0, 3))
        type = ValueType(kind, item=item, nullable=nullable, ordered=draw(st.booleans()))
    elif kind == "record":
        inner = draw(st.lists(typed(depth - 1), min_size=1, max_size=3))
        type = ValueType(kind, fields=tuple((f"f{n}", of) for n, (of, _) in enumerate(inner)), nullable=nullable)
        value = {f"f{n}": held for n, (_, held) in enumerate(inner)}
    else:
        value = draw(SCALARS[kind])
        if kind == "text" and nullable and str(value).casefold() in ("null", "none", "无"):
            value = "甲公司"
    return type, None if nullable and draw(st.integers(0, 4)) == 0 else value


@given(typed())
def test_what_is_written_is_read_back(pair: tuple[ValueType, Any]) -> None:
    type, value = pair
    raw = to_json(type, value)
    assert parse(type, raw) == value
    assert parse(type, json.loads(json.dumps(raw, ensure_ascii=False))) == value
    assert same(type, raw, value)
    assert pickle.loads(pickle.dumps((type, value))) == pair
    for language in ("zh", "en"):
        assert display(type, value, language)


@given(typed(depth=0))
def test_the_command_line_reads_the_same_text(pair: tuple[ValueType, Any]) -> None:
    type, value = pair
    raw = to_json(type, value)
    written = raw if isinstance(raw, str) else json.dumps(raw)
    assert parse(type, f" {written} ") == value


@given(typed())
def test_records_and_lists_arrive_as_json_text(pair: tuple[ValueType, Any]) -> None:
    type, value = pair
    if type.kind in ("list", "record") and value is not None:
        text = json.dumps(to_json(type, value), ensure_ascii=False)
        assert len(text) > 10_000 or parse(type, text) == value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("money", "1816.00", 181_600),
        ("money", "1816", 181_600),
        ("money", "1816.5", 181_650),
        ("money", 1816, 181_600),
        ("money", "1,816.00", 181_600),
        ("money", "１，８１６．００", 181_600),
        ("money", "0", 0),
        ("money", "900000000000.00", 90_000_000_000_000),
        ("money", Money(181_600), 181_600),
        ("rate", "0.0020", 2_000),
        ("rate", "1.2", 1_200_000),
        ("rate", "16%", 160_000),
        ("rate", "１６．５％", 165_000),
        ("rate", "0.0001%", 1),
        ("rate", "2‰", 2_000),
        ("rate", 1, 1_000_000),
        ("rate", Rate(2_000), 2_000),
        ("boolean", "是", True),
        ("boolean", "No", False),
        ("boolean", "1", True),
        ("boolean", "０", False),
        ("integer", "-12", -12),
        ("integer", "1,000", 1_000),
        ("months", "１２", 12),
        ("date", "2020-07-01", 737_607),
        ("date", "2020/7/1", 737_607),
        ("date", "2020.7.1", 737_607),
        ("date", "2020年7月1日", 737_607),
        ("date", "２０２０年０７月０１日", 737_607),
        ("date", "20200701", 737_607),
        ("date", datetime.date(2020, 7, 1), 737_607),
        ("date", datetime.datetime(2020, 7, 1), 737_607),
        ("date", Day(737_607), 737_607),
        ("month", "2020-07", 24_246),
        ("month", "2020年7月", 24_246),
        ("month", "202007", 24_246),
        ("month", datetime.date(2020, 7, 1), 24_246),
        ("month", Month(24_246), 24_246),
        ("partial_day", "2019-09", PartialDay(24_236)),
        ("partial_day", "2019年9月5日", PartialDay(24_236, 737_307)),
        ("text", " 甲公司 ", "甲公司"),
    ],
)
def test_ways_of_writing(kind: str, raw: object, value: object) -> None:
    read = parse(ValueType(kind), raw)
    assert read == value
    assert type(read) is type(value) or isinstance(value, int)


NO_VALUE: dict[str, list[object]] = {
    "money": [
        *(1816.0, 0.5, float("nan"), True, None, -1, Rate(5), Day(3), Decimal("1.00"), [], {}, b"1", 10**5_000),
        *("", "1816.005", "-1", "1,81", "1,8160", "1816元", "¥1816", "1.8e3", "1 816", ".5", "5.", "+5", "٣", "²"),
        *("900000000000.01", "9" * 9_000),
    ],
    "rate": [0.16, True, Money(1), "0.0000001", "16", "10.000001", "-0.1", "%", "1,000%", "0.00001%"],
    "boolean": [1, 0, 1.0, None, "", "maybe"],
    "integer": [1.0, True, Money(1), 10**5_000, "1.0", "1.", "--1", "-", "10000000001", "一"],
    "months": [-1, 12_001, "-1", "12个月"],
    "date": [
        *("2020-02-30", "2019-02-29", "2020-07", "1899-12-31", "3000-01-01", "20-07-01", "2020-7-001", "2020-07-01x"),
        *(20200701, datetime.datetime(2020, 7, 1, 9), Day(10**13), Day(0)),
    ],
    "month": [202007, datetime.date(2020, 7, 2), Month(5), "2020-13", "2020-00", "2020-07-01", "2020"],
    "partial_day": [2019, None, PartialDay(5), PartialDay(1, 10**13), "2019", "2019-13"],
    "text": [12, None, "", "  ", "a\x00b", "\ud800", "a" * 10_001],
}
REFUSED = [(kind, raw) for kind, several in NO_VALUE.items() for raw in several]


@pytest.mark.parametrize(("kind", "raw"), REFUSED, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(REFUSED)])
def test_what_is_refused_is_refused_in_words(kind: str, raw: object) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse(ValueType(kind), raw)
    problem = caught.value
    assert problem.found and problem.expected.zh and problem.expected.en
    problem.found.encode()
    assert problem.found.isprintable() and len(problem.found) < 400
    assert str(pickle.loads(pickle.dumps(problem))) == str(problem)


def test_hints_say_what_to_do() -> None:
    def hint(type: ValueType, raw: object) -> str:
        with pytest.raises(ValueProblem) as caught:
            parse(type, raw)
        return caught.value.hint.en if caught.value.hint else ""

    assert "quotes" in hint(ValueType("money"), 1816.5)
    assert "quotes" in hint(ValueType("date"), 20200701)
    assert "alone" in hint(ValueType("money"), "1816元")
    assert "sign" in hint(ValueType("rate"), "16")
    assert "?" in hint(ValueType("money"), None)
    assert "enterprise" in hint(ENUM, "Enterprises")
    assert "[]" in hint(TEXTS, "")
    assert "filed_wage" in hint(FILING, {"filing_date": "2020-07-01", "filed_wages": 1})


def test_none_only_where_there_may_be_none() -> None:
    for kind in KINDS - {"enum", "list", "record"}:
        for none in (None, "null", "None", "无"):
            assert parse(ValueType(kind, nullable=True), none) is None
        with pytest.raises(ValueProblem):
            parse(ValueType(kind), None)
    assert parse(ENUM, "none") == "none"
    both = ValueType("enum", "event", ("none", "hired"), nullable=True)
    assert (parse(both, "none"), parse(both, None), parse(both, "无")) == ("none", None, None)


def test_enums_and_their_labels() -> None:
    labels = {"企业": "enterprise", "机关": "state_organ", "别的": "no_member_here"}
    assert parse(ENUM, " enterprise ") == "enterprise"
    assert parse(ENUM, "企业", labels=labels) == "enterprise"
    assert parse(ValueType("list", item=ENUM), "企业、state_organ", labels=labels) == ("enterprise", "state_organ")
    raw: object
    for raw in ("别的", "Enterprise", "", None, True, 1):
        with pytest.raises(ValueProblem):
            parse(ENUM, raw, labels=labels)


def test_lists_as_text() -> None:
    assert parse(TEXTS, "甲，乙、丙, 丁") == ("甲", "乙", "丙", "丁")
    assert parse(TEXTS, "[]") == () == parse(TEXTS, ())
    assert parse(MONEYS, "1816.00、1,843.00") == (181_600, 184_300)
    assert parse(MONEYS, "1816.00, 100") == (181_600, 10_000)
    assert parse(MONEYS, '[1816, "1843.50", 0.29]') == (181_600, 184_350, 29)
    for ambiguous in ("1,816.00", "1，816", "100,200", "5, 1,816.00"):
        with pytest.raises(ValueProblem):
            parse(MONEYS, ambiguous)
    bad: object
    for bad in ("", "a,,b", "[", "[" * 9_999, '["a", 1]', None, {"a"}, 3):
        with pytest.raises(ValueProblem):
            parse(TEXTS, bad)
    with pytest.raises(ValueProblem, match="10000 items"):
        parse(TEXTS, ["a"] * 10_001)


def test_records() -> None:
    filing = {"filing_date": "2020-06-12", "filed_wage": "8000.00"}
    assert parse(FILING, filing) == parse(FILING, json.dumps(filing)) == {"filing_date": 737_588, "filed_wage": 800_000}
    exact = parse(FILING, '{"filing_date": "2020-06-12", "filed_wage": 0.29}')
    assert to_json(FILING, exact) == {"filing_date": "2020-06-12", "filed_wage": "0.29"}
    with pytest.raises(ValueProblem) as caught:
        parse(FILINGS, [filing, {**filing, "filed_wage": 8000.5}])
    assert caught.value.path == (2, "filed_wage")
    assert caught.value.problem("filings").place == "filings#2.filed_wage"
    bad: object
    for bad in (
        {},
        {"filing_date": "2020-06-12"},
        {**filing, "more": 1},
        {1: 2},
        [],
        '{"filed_wage": 1, "filed_wage": 2}',
    ):
        with pytest.raises(ValueProblem):
            parse(FILING, bad)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.datetimes()),
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.one_of(st.text(), st.integers()), inner), st.sets(st.text())
    ),
    max_leaves=8,
)
written = st.text(
    st.sampled_from('0123456789０１２９,，.．-/%‰年月日号eE+ \t\n[]{}":、；无\ud800\x00null'), max_size=24
)
anything = st.one_of(json_values, written, st.builds(object), st.decimals(), st.fractions(), st.complex_numbers())


@given(typed(), anything)
@example((ValueType("money"), None), "1" * 4_301)
def test_nothing_but_value_problems(pair: tuple[ValueType, Any], raw: object) -> None:
    type, _ = pair
    try:
        value = parse(type, raw)
    except ValueProblem as problem:
        for language in ("zh", "en"):
            problem.problem("here").text(language).encode()
    else:
        assert parse(type, to_json(type, value)) == value


@given(st.lists(money_values, max_size=6), st.randoms(use_true_random=False))
def test_lists_are_multisets_unless_ordered(amounts: list[int], random: Any) -> None:
    shuffled = random.sample(amounts, len(amounts))
    raw = to_json(MONEYS, amounts)
    assert same(MONEYS, raw, tuple(shuffled))
    assert same(SCHEDULE, raw, tuple(shuffled)) == (shuffled == amounts)
    assert not same(MONEYS, raw, (*shuffled, 0))


pools = st.lists(st.sampled_from(["a", "b", "c"]), max_size=4)


@given(pools, pools, pools)
def test_same_is_an_equivalence(one: list[str], two: list[str], three: list[str]) -> None:
    assert same(TEXTS, one, tuple(one))
    assert same(TEXTS, one, tuple(two)) == same(TEXTS, two, tuple(one)) == (sorted(one) == sorted(two))
    if same(TEXTS, one, tuple(two)) and same(TEXTS, two, tuple(three)):
        assert same(TEXTS, one, tuple(three))


def test_same_goes_by_value() -> None:
    assert same(ValueType("rate"), "0.50", parse(ValueType("rate"), "0.5"))
    assert same(ValueType("money"), "1816", 181_600)
    assert same(ValueType("money"), None, None)
    assert not same(ValueType("money"), None, 0)
    assert not same(ValueType("money"), "0.00", None)
    one = {"filing_date": "2020-06-12", "filed_wage": "8000.00"}
    two = {"filing_date": "2020-07-10", "filed_wage": "8500.00"}
    assert same(FILINGS, [one, two], parse(FILINGS, [two, one]))
    assert not same(FILINGS, [one, one], parse(FILINGS, [two, one]))


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("money", 181_600, "1816.00"),
        ("money", 5, "0.05"),
        ("money", -5, "-0.05"),
        ("rate", 0, "0.00"),
        ("rate", 1_000_000, "1.00"),
        ("rate", 1_600, "0.0016"),
        ("rate", 6_720, "0.00672"),
        ("rate", 500_000, "0.50"),
        ("rate", 1_200_000, "1.20"),
    ],
)
def test_json_forms(kind: str, value: int, written: str) -> None:
    assert to_json(ValueType(kind), value) == written


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        ("money", 181_600, "1,816.00元", "CNY 1,816.00"),
        ("money", 90_000_000_000_000, "900,000,000,000.00元", "CNY 900,000,000,000.00"),
        ("rate", 1_600, "0.16%", "0.16%"),
        ("rate", 0, "0%", "0%"),
        ("rate", 1_000_000, "100%", "100%"),
        ("rate", 1_200_000, "1.2", "1.2"),
        ("months", 1, "1个月", "1 month"),
        ("months", 12, "12个月", "12 months"),
        ("integer", 2020, "2020", "2020"),
        ("boolean", True, "是", "yes"),
        ("boolean", False, "否", "no"),
        ("date", 737_607, "2020年7月1日", "1 July 2020"),
        ("month", 24_246, "2020年7月", "July 2020"),
        ("partial_day", PartialDay(24_236), "2019年9月", "September 2019"),
        ("text", "甲公司", "甲公司", "甲公司"),
        ("money", None, "无", "none"),
    ],
)
def test_display(kind: str, value: object, zh: str, en: str) -> None:
    assert display(ValueType(kind), value, "zh") == zh
    assert display(ValueType(kind), value, "en") == en


def test_display_of_enums_lists_and_records() -> None:
    labels = {"enterprise": Words("企业", "enterprise"), "filed_wage": Words("申报的缴费工资", "wage filed")}
    assert display(ENUM, "enterprise", "zh", labels) == "企业"
    assert display(ENUM, "state_organ", "zh", labels) == "state_organ"
    assert display(ValueType("list", item=ENUM), ("enterprise", "none"), "zh", labels) == "企业、none"
    assert display(MONEYS, (), "zh") == "无"
    assert display(MONEYS, (100, 200), "en") == "CNY 1.00, CNY 2.00"
    filing = {"filing_date": 737_588, "filed_wage": 800_000}
    assert display(FILINGS, (filing,), "en", labels) == "filing_date: 12 June 2020, wage filed: CNY 8,000.00"
    assert display(FILING, filing, "zh", labels) == "filing_date：2020年6月12日，申报的缴费工资：8,000.00元"
