"""Clocks, windows, versions and the two times of a record: when it holds, and since when it is known."""

from __future__ import annotations

import pytest

from renshe.engine.types import Day, MonthWindow, Window
from tests.engine.conftest import Law

PAID = """
@rule(cites="cn-1/1")
def paid(base: Money) -> Money:
    return base
"""
STEPPED = """
base:
  kind: scalar
  unit: CNY
  clock: {clock}
  records:
    - {{value: "1.00", until: "{until}", cites: [cn-1/1], grade: printed}}
    - {{value: "2.00", since: "{since}", cites: [cn-1/2], grade: printed}}
"""


def stepped(law: Law, clock: str, until: str, since: str) -> Law:
    return law.outputs(paid="money").rules(PAID).numbers(STEPPED.format(clock=clock, until=until, since=since))


# ---- clocks


def test_the_clock_is_the_day_of_the_case(law: Law) -> None:
    stepped(law, "date", "2020-06-30", "2020-07-01")
    assert law.value("paid", date="2020-06-30") == 100
    assert law.value("paid", date="2020-07-01") == 200


def test_a_month_on_the_clock_of_days_means_its_first_and_last_day(law: Law) -> None:
    stepped(law, "date", "2020-06", "2020-07")
    assert law.value("paid", date="2020-06-30") == 100
    assert law.value("paid", date="2020-07-01") == 200


def test_the_clock_is_the_month_given_and_else_that_of_the_day(law: Law) -> None:
    stepped(law, "month", "2020-06", "2020-07")
    assert law.value("paid", date="2020-06-30") == 100
    assert law.value("paid", date="2020-06-30", month="2020-07") == 200
    assert law.value("paid", date="2020-07-01", month="2020-06") == 100


def test_the_clock_is_a_day_that_the_case_names(law: Law) -> None:
    stepped(law, "termination_date", "2020-06-30", "2020-07-01").inputs(termination_date="date")
    assert law.missing("paid", date="2020-07-10") == ("termination_date",)
    assert law.value("paid", date="2020-07-10", termination_date="2020-06-30") == 100


def test_the_clock_may_itself_be_a_rule(law: Law) -> None:
    stepped(law, "due_month", "2020-06", "2020-07").outputs(due_month="month")
    law.rules(PAID + '\n\n@rule(cites="cn-1/1")\ndef due_month(date: Day) -> Month: return month_of(date) + 1\n')
    assert law.value("paid", date="2020-06-01") == 200


def test_a_clock_is_not_read_when_one_record_answers_always(law: Law) -> None:
    law.inputs(termination_date="date").outputs(paid="money").rules(PAID)
    law.numbers(
        """
        base:
          kind: scalar
          unit: CNY
          clock: termination_date
          records:
            - {value: "1.00", cites: [cn-1/1], grade: printed}
            - {value: "2.00", cites: [cn-2/1], grade: printed, replaces: cn-1}
        """
    )
    decision = law.decide("paid")
    assert decision.missing == () and decision.evaluation.value("paid") == 200
    assert "termination_date" not in decision.evaluation.results
    assert law.decide("paid", known_on="2020-06-01").evaluation.value("paid") == 100


def test_the_clock_of_a_rule_is_not_read_when_one_version_answers_always(law: Law) -> None:
    law.inputs(termination_date="date").outputs(paid="money")
    law.rules(PAID.replace('cites="cn-1/1"', 'cites="cn-1/1", clock="termination_date"'))
    law.numbers("base: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [cn-1/1], grade: printed}]}")
    assert law.value("paid") == 100


def test_where_there_is_no_day_no_record_is_in_force(law: Law) -> None:
    law.inputs(hired="date?")
    stepped(law, "hired", "2020-06-30", "2020-07-01")
    assert law.missing("paid", hired=None) == ("hired",)


def test_a_day_before_and_after_all_records_is_missing_by_the_numbers_name(law: Law) -> None:
    law.outputs(paid="money").rules(PAID)
    law.numbers(
        """
        base:
          kind: scalar
          unit: CNY
          records:
            - {value: "1.00", since: "2020-02", until: "2020-06-30", cites: [cn-1/1], grade: printed}
        """
    )
    assert law.missing("paid", date="2020-01-31") == ("base",)
    assert law.value("paid", date="2020-02-01") == law.value("paid", date="2020-06-30") == 100
    assert law.missing("paid", date="2020-07-01") == ("base",)


# ---- two times: cn-1 was signed on 2019-01-01, cn-2 on 2020-06-22

RELIEF = """
relief:
  kind: window
  unit: month
  clock: month
  records:
    - {value: ["2020-02", "2020-06"], cites: [cn-1/1], grade: printed}
    - {value: ["2020-02", "2020-12"], cites: [cn-2/1], grade: printed, extends: cn-1}
"""
RELIEVED = """
@condition(cites="cn-1/1", otherwise="too_late")
def relieved(month: Month, relief: MonthWindow) -> bool:
    return relief.holds(month)
"""


@pytest.fixture
def relief(law: Law) -> Law:
    return law.outputs(relieved="boolean").reasons("too_late").rules(RELIEVED).numbers(RELIEF)


@pytest.mark.parametrize(
    ("known_on", "month", "expected"),
    [
        ("2020-06-21", "2020-06", True),
        ("2020-06-21", "2020-07", False),
        ("2020-06-22", "2020-07", True),
        ("2020-06-23", "2020-12", True),
        (None, "2020-12", True),
        (None, "2021-01", False),
        ("2018-12-31", "2020-06", "law"),
    ],
)
def test_an_extension_is_known_from_its_signing_day(
    relief: Law, known_on: str | None, month: str, expected: bool | str
) -> None:
    decision = relief.decide("relieved", month=month, known_on=known_on)
    if expected == "law":
        assert decision.missing == ("law",)
    else:
        assert decision.evaluation.value("relieved") is expected
        assert decision.reasons == (() if expected else ("too_late",))


@pytest.mark.parametrize("word", ["replaces", "ends"])
def test_a_cut_restates_the_number_for_the_days_it_covers(law: Law, word: str) -> None:
    law.outputs(paid="money").rules(PAID)
    law.numbers(
        f"""
        base:
          kind: scalar
          unit: CNY
          records:
            - {{value: "10.00", cites: [cn-1/1], grade: printed}}
            - {{value: "5.00", since: "2020-05-01", until: "2020-12-31", cites: [cn-2/1], grade: printed, {word}: cn-1}}
        """
    )
    assert law.value("paid", date="2020-05-01", known_on="2020-06-01") == 1000
    # Signed in June, it holds for May: what was paid then is owed anew.
    assert law.value("paid", date="2020-05-01") == 500
    assert law.value("paid", date="2020-04-30") == law.value("paid", date="2021-01-01") == 1000


def test_a_number_that_was_ended_has_no_value_from_then_on(law: Law) -> None:
    law.outputs(paid="money", held="boolean").reasons("too_late").rules(PAID + RELIEVED.replace("relieved", "held"))
    for kind, unit, value in (("scalar", "CNY", '"10.00"'), ("window", "month", '["2020-01", null]')):
        name = "base" if kind == "scalar" else "relief"
        law.write(
            f"cn/pay/{kind}.yaml",
            f"""
            {name}:
              kind: {kind}
              unit: {unit}
              label: {{zh: 数, en: number}}
              records:
                - {{value: {value}, cites: [cn-1/1], grade: printed}}
                - {{since: "2020-07-01", cites: [cn-2/1], grade: printed, ends: cn-1}}
            """,
        )
    assert law.value("paid", date="2020-06-30") == 1000 and law.value("held", date="2020-06-30") is True
    assert law.missing("paid", date="2020-07-01") == ("base",)
    assert law.value("held", date="2020-07-01") is False
    assert law.value("paid", date="2020-07-01", known_on="2020-06-21") == 1000


def test_none_that_was_ended_is_missing_and_not_none(law: Law) -> None:
    law.outputs(capped="boolean").rules(
        '@rule(cites="cn-1/1")\ndef capped(cap: Money | None) -> bool: return cap is not None\n'
    )
    law.numbers(
        """
        cap:
          kind: scalar
          unit: CNY
          nullable: true
          records:
            - {value: null, cites: [cn-1/1], grade: printed}
            - {since: "2020-07-01", cites: [cn-2/1], grade: printed, ends: cn-1}
        """
    )
    assert law.value("capped", date="2020-06-30") is False
    assert law.missing("capped", date="2020-07-01") == ("cap",)


def test_a_document_without_signing_day_is_known_when_published_or_in_force(law: Law) -> None:
    law.document("cn-3", signed=None, published="2020-05-01").outputs(paid="money").rules(PAID.replace("cn-1", "cn-3"))
    law.document("cn-4", signed=None, effective={"from": "2020-04-01", "cites": ["cn-4/1"]})
    law.numbers("base: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [cn-4/1], grade: printed}]}")
    assert law.missing("paid", known_on="2020-03-31") == ("law",)
    assert law.missing("paid", known_on="2020-04-30") == ("law",)
    assert law.value("paid", known_on="2020-05-01") == 100


def test_a_city_that_had_not_spoken_yet_leaves_the_nations_word(law: Law) -> None:
    law.outputs(paid="money").rules(PAID)
    number = "base: {kind: scalar, unit: CNY, records: [{value: '%s', cites: [%s], grade: printed}]}"
    law.numbers(number % ("1.00", "cn-1/1")).numbers(number % ("2.00", "bj-1/1"), topic="cn_bj/pay")
    assert law.value("paid", region="CN-BJ", known_on="2020-02-29") == 100
    assert law.value("paid", region="CN-BJ", known_on="2020-03-01") == 200


# ---- windows


def test_outside_the_citys_window_the_answer_is_no_and_never_the_nations(relief: Law) -> None:
    relief.numbers(
        """
        relief:
          kind: window
          unit: month
          records: [{value: ["2020-02", "2020-03"], cites: [bj-1/1], grade: printed}]
        """,
        topic="cn_bj/pay",
    )
    assert relief.value("relieved", region="CN-BJ", month="2020-03") is True
    decision = relief.decide("relieved", region="CN-BJ", month="2020-04")
    assert decision.evaluation.value("relieved") is False and decision.reasons == ("too_late",)


def test_a_window_of_which_nothing_is_known_holds_no_day(law: Law) -> None:
    law.outputs(relieved="boolean", end="month").reasons("too_late")
    law.rules(RELIEVED + '\n\n@rule(cites="cn-1/1")\ndef end(relief: MonthWindow) -> Month: return relief.last\n')
    law.numbers("relief: {kind: window, unit: month, records: []}")
    assert law.value("relieved") is False
    assert law.missing("end") == ("relief",)


def test_the_ends_of_a_window_are_inside_and_may_be_open() -> None:
    first, last = Day(737607), Day(737610)
    assert [Window(first, last).holds(Day(day)) for day in (737606, 737607, 737610, 737611)] == [
        False,
        True,
        True,
        False,
    ]
    assert (
        Window(None, last).holds(Day(1)) and Window(first, None).holds(Day(10**6)) and Window(None, None).holds(first)
    )
    assert not Window(None, None, known=False).holds(first)
    assert not MonthWindow(None, None, known=False).holds(24245)  # type: ignore[arg-type]


# ---- versions of a rule

VERSIONS = """
@rule(cites="cn-1/1", until="2020-06", clock="month")
def paid(base: Money) -> Money:
    return base

@rule(cites="cn-1/2", since="2020-07", until="2020-12", clock="month", name="paid")
def paid_from_july(base: Money) -> Money:
    return base * 2
"""


def test_the_version_whose_text_stood_then_answers(law: Law) -> None:
    law.inputs(base="money").outputs(paid="money").rules(VERSIONS)
    assert law.value("paid", base="1.00", date="2020-06-30") == 100
    assert law.value("paid", base="1.00", date="2020-06-30", month="2020-07") == 200


def test_where_no_text_stands_the_law_is_missing(law: Law) -> None:
    law.inputs(base="money").outputs(paid="money").rules(VERSIONS)
    assert law.missing("paid", base="1.00", date="2021-01-01") == ("law",)
    assert law.missing("paid", base="1.00", date="2020-07-10", month="?") == ("month",)


def test_where_no_text_computes_an_input_it_is_asked_for(law: Law) -> None:
    law.inputs(base="money", paid="money").outputs(bill="money").rules(
        VERSIONS
        + """
@rule(cites="cn-1/1")
def bill(paid: Money) -> Money:
    return paid
"""
    )
    assert law.missing("bill", date="2020-07-10") == ("base",)
    assert law.missing("bill", date="2021-01-01") == ("paid",)
    question = law.ask("bill", date="2021-01-01").next()
    assert question is not None and question.name == "paid"
    assert law.value("bill", date="2021-01-01", paid="3.00") == 300


def test_a_text_that_ended_below_leaves_the_one_above(law: Law) -> None:
    law.inputs(base="money").outputs(paid="money").rules(PAID)
    law.rules(
        """
        @rule(cites="bj-1/1", until="2020-06-30")
        def paid(base: Money) -> Money:
            return base * 3
        """,
        topic="cn_bj/pay",
    )
    assert law.value("paid", region="CN-BJ", base="1.00", date="2020-06-30") == 300
    assert law.value("paid", region="CN-BJ", base="1.00", date="2020-07-01") == 100


# ---- a day of the rule's own


def test_a_dated_number_is_read_on_the_day_the_rule_names(law: Law) -> None:
    law.inputs(hired="date").outputs(paid="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def paid(base: Dated[Money], hired: Day) -> Money:
            return base.on(hired) + base.on(hired + 1)
        """
    )
    law.numbers(STEPPED.format(clock="date", until="2020-06-30", since="2020-07-01"))
    decision = law.decide("paid", date="2021-01-01", hired="2020-06-30")
    assert decision.evaluation.value("paid") == 300
    # What it read is part of what the answer rests on.
    assert {result.record.cites for result in decision.results() if result.record} == {("cn-1/1",), ("cn-1/2",)}
    assert law.missing("paid", hired="?") == ("hired",)
    assert law.value("paid", hired="2020-06-30", base="7.00") == 1400


def test_a_dated_number_that_goes_by_months_is_read_in_the_month_of_the_day(law: Law) -> None:
    law.inputs(hired="date", days="integer").outputs(paid="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def paid(base: Dated[Money], hired: Day, days: int) -> Money:
            return base.on(hired + days)
        """
    )
    law.numbers(STEPPED.format(clock="month", until="2020-06", since="2020-07"))
    assert law.value("paid", hired="2020-06-30", days=0) == 100
    assert law.value("paid", hired="2020-06-30", days=1) == 200
    assert law.missing("paid", hired="2020-06-30", days=10_000_000) == ("base",)


def test_the_grade_of_a_dated_number_counts(law: Law) -> None:
    law.outputs(paid="money").rules(
        '@rule(cites="cn-1/1")\ndef paid(base: Dated[Money], date: Day) -> Money: return base.on(date)\n'
    )
    law.numbers("base: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [cn-1/1], grade: unverified}]}")
    assert law.decide("paid").grade == "unverified"


def test_a_dated_number_may_be_none(law: Law) -> None:
    law.outputs(paid="money").rules(
        """
        @rule(cites="cn-1/1")
        def paid(cap: Dated[Money | None], date: Day) -> Money:
            found = cap.on(date)
            return Money(0) if found is None else found
        """
    )
    law.numbers(
        "cap: {kind: scalar, unit: CNY, nullable: true, records: [{value: null, cites: [cn-1/1], grade: printed}]}"
    )
    assert law.value("paid") == 0
    law.rules('@rule(cites="cn-1/1")\ndef paid(cap: Dated[Money | None], date: Day) -> Money: return cap.on(date)\n')
    assert "money | None" in law.problem().text("en")
