"""Where a name is found: given, in the lowest layer that defines it, by its ordinary value, or nowhere; by region."""

from __future__ import annotations

import time

import pytest

from renshe.engine.decision import MAX_PROGRAMS, decide
from renshe.engine.errors import InputError
from tests.engine.conftest import Law

DOUBLE = """
@rule(cites="{cites}")
def double(base: Money) -> Money:
    return base * 2
"""
BASE = "base: {kind: scalar, unit: CNY, records: [{value: '%s', cites: [%s], grade: printed}]}"


@pytest.fixture
def pay(law: Law) -> Law:
    """The nation doubles a base; Beijing has a base of its own."""
    law.inputs(base="money").outputs(double="money")
    law.rules(DOUBLE.format(cites="cn-1/1")).numbers(BASE % ("100.00", "cn-1/1"))
    return law.numbers(BASE % ("300.00", "bj-1/1"), topic="cn_bj/pay")


# ---- given, layer, ordinary value, missing


def test_a_given_value_beats_a_number_and_is_marked(pay: Law) -> None:
    decision = pay.decide("double", base="7.00")
    assert decision.answers["double"].parts[0].result.value == 1400
    assert decision.overridden == ("base",)
    assert decision.evaluation.result("base").source == "given"
    assert pay.decide("double").overridden == ()


def test_a_given_value_beats_a_rule_and_is_marked(pay: Law) -> None:
    decision = pay.decide("double", double="7.00")
    assert decision.answers["double"].parts[0].result.value == 700
    assert decision.overridden == ("double",)


def test_an_input_that_nothing_else_answers_is_given_but_overrides_nothing(law: Law) -> None:
    law.inputs(base="money").outputs(double="money").rules(DOUBLE.format(cites="cn-1/1"))
    assert law.decide("double", base="7.00").overridden == ()


def test_a_given_value_needs_no_clock(pay: Law) -> None:
    pay.numbers(
        """
        base:
          kind: scalar
          unit: CNY
          clock: hire_date
          records:
            - {value: "1.00", since: "2020-01-01", cites: [cn-1/1], grade: printed}
        """
    ).inputs(hire_date="date")
    assert pay.missing("double") == ("hire_date",)
    assert pay.value("double", base="7.00") == 1400


def test_asked_and_not_known_does_not_fall_back_on_the_number(pay: Law) -> None:
    assert pay.missing("double", base="?") == ("base",)


def test_the_lowest_layer_wins_whole(law: Law) -> None:
    law.enum("insurance", "pension", "injury").inputs(insurance="enum:insurance").outputs(paid="rate")
    table = "rate: {kind: table, unit: rate, by: [insurance], records: [{value: {%s}, cites: [%s], grade: printed}]}"
    law.numbers(table % ("pension: '0.16', injury: '0.01'", "cn-1/1"))
    law.numbers(table % ("pension: '0.14'", "bj-1/1"), topic="cn_bj/pay")
    law.rules('@rule(cites="cn-1/1")\ndef paid(rate: Rate) -> Rate: return rate\n')
    assert law.value("paid", insurance="injury") == 10_000
    assert law.value("paid", insurance="pension", region="CN-BJ") == 140_000
    # Never half a table: what the city leaves out is not the nation's.
    assert law.missing("paid", insurance="injury", region="CN-BJ") == ("rate",)


def test_a_lower_rule_replaces_a_number_and_a_lower_number_a_rule(pay: Law) -> None:
    pay.document("gd-1", region="CN-GD", signed="2020-01-01")
    pay.outputs(base="money").words["inputs"].pop("base")
    pay.rules('@rule(cites="gd-1/1")\ndef base() -> Money: return Money(0)\n', topic="cn_gd/pay")
    pay.numbers(
        "double: {kind: scalar, unit: CNY, records: [{value: '9.00', cites: [bj-1/1], grade: printed}]}",
        topic="cn_bj/pay",
    )
    assert pay.value("double", region="CN-GD") == 0
    assert pay.value("double", region="CN-BJ") == 900
    assert pay.value("double", region="CN-HB") == 20000


def test_the_explanation_says_which_layer_answered_and_what_it_replaced(pay: Law) -> None:
    pay.rules(DOUBLE.format(cites="bj-1/1"), topic="cn_bj/pay")
    evaluation = pay.decide("double", region="CN-BJ").evaluation
    double, base = evaluation.result("double"), evaluation.result("base")
    assert double.provided is not None and double.provided.layer == "CN-BJ" and double.replaced == ("CN",)
    assert base.record is not None and base.record.region == "CN-BJ" and base.replaced == ("CN",)
    assert pay.decide("double").evaluation.result("base").replaced == ()


# ---- late binding


def test_a_national_rule_reads_the_regions_own_number(pay: Law) -> None:
    assert pay.value("double") == 20000
    assert pay.value("double", region="CN-BJ") == 60000


def test_a_national_eligibility_asks_the_regions_own_condition(law: Law) -> None:
    law.inputs(months="months").outputs(enough="boolean", eligible="boolean").reasons("below_12", "below_6")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="below_12")
        def enough(months: Months) -> bool:
            return months >= 12

        eligible = eligibility(cites="cn-1/2", requires=[enough])
        """
    )
    law.rules(
        """
        @condition(cites="bj-1/1", otherwise="below_6")
        def enough(months: Months) -> bool:
            return months >= 6
        """,
        topic="cn_bj/pay",
    )
    assert law.decide("eligible", months=5).reasons == ("below_12",)
    assert law.decide("eligible", months=5, region="CN-BJ").reasons == ("below_6",)
    assert law.value("eligible", months=7, region="CN-BJ") is True
    assert law.value("eligible", months=7, region="CN-GD") is False


def test_a_region_of_which_nothing_is_held_gets_national_law(pay: Law) -> None:
    for region in ("CN-HB", "CN-GD-440100", "CN-BJ-110101"):
        assert pay.value("double", region=region) == (60000 if "BJ" in region else 20000)


def test_places_and_days_without_end_do_not_pile_up(pay: Law) -> None:
    for month in range(12):
        for day in range(1, 29):
            pay.decide("double", known_on=f"2020-{month + 1:02d}-{day:02d}")
    assert len(pay.programs) == MAX_PROGRAMS


def test_the_nation_alone(pay: Law) -> None:
    evaluation = pay.decide("double", region="CN").evaluation
    assert evaluation.program.chain == ("CN",)


def test_city_province_nation(pay: Law) -> None:
    pay.document("gd-1", region="CN-GD").document("gz-1", region="CN-GD-440100")
    pay.numbers(BASE % ("20.00", "gd-1/1"), topic="cn_gd/pay").numbers(
        BASE % ("5.00", "gz-1/1"), topic="cn_gd_440100/pay"
    )
    assert pay.value("double", region="CN-GD-440100") == 1000
    assert pay.value("double", region="CN-GD-440300") == 4000
    assert pay.decide("double", region="CN-GD-440100").evaluation.result("base").replaced == ("CN-GD", "CN")


def test_what_only_another_region_has_is_missing_law_here(pay: Law) -> None:
    pay.outputs(triple="money")
    pay.rules(DOUBLE.replace("double", "triple").format(cites="bj-1/1"), topic="cn_bj/pay")
    assert pay.value("triple", region="CN-BJ") == 60000
    assert pay.missing("triple", region="CN-GD") == ("law",)


@pytest.mark.parametrize(
    "region",
    ["", "cn", "CN-XX", "CN-bj", "CN-GD-999999", "CN-BJ-440100", "CN-GD-44010", "CN-GD-44０100", "北京", None, 440100],
)
def test_a_region_that_does_not_exist_is_answered_with_the_nearest(pay: Law, region: object) -> None:
    with pytest.raises(InputError) as failure:
        decide(pay.book, ["double"], region=region, date="2020-07-10")  # type: ignore[arg-type]
    (problem,) = failure.value.problems
    assert problem.place == "region" and problem.fix is not None
    assert str(region) in problem.what.zh and "CN-BJ" in problem.fix.en and "CN-BJ" in problem.fix.zh


def test_a_national_record_for_one_province(law: Law) -> None:
    law.outputs(double="money").rules(DOUBLE.format(cites="cn-1/1"))
    law.numbers(
        """
        base:
          kind: scalar
          unit: CNY
          records:
            - {value: "50.00", cites: [cn-1/1], grade: printed}
            - {value: "100.00", in: CN-HB, cites: [cn-1/2], grade: printed, since: "2020-02-01"}
        """
    )
    assert law.value("double") == law.value("double", region="CN-BJ") == 10000
    assert law.value("double", region="CN-HB") == law.value("double", region="CN-HB-420100") == 20000
    # Where the province's own record does not reach, the nation's still does.
    assert law.value("double", region="CN-HB", date="2020-01-31") == 10000


# ---- ordinary values, and nothing


@pytest.fixture
def event(law: Law) -> Law:
    law.enum("event", "none", "hired").inputs(event={"type": "enum:event", "when_absent": "none"}, months="months")
    law.outputs(stopped="boolean", sum_of="months").reasons("hired")
    return law.rules(
        """
        stopped = causes(cites="cn-1/1", code_from="event", except_=["none"])

        @rule(cites="cn-1/2")
        def sum_of(months: Months) -> Months:
            return months + 0
        """
    )


def test_an_ordinary_value_is_assumed_and_said_to_be(event: Law) -> None:
    decision = event.decide("stopped")
    assert decision.answers["stopped"].parts[0].result.value is False
    assert decision.assumed == {"event": "none"}
    assert event.decide("stopped", event="none").assumed == {}


def test_strict_refuses_what_was_assumed(event: Law) -> None:
    with pytest.raises(InputError) as failure:
        event.decide("stopped").refuse_below("unverified")
    (problem,) = failure.value.problems
    assert problem.place == "event" and "was not reported" in problem.what.en and problem.fix is not None
    event.decide("stopped", event="none").refuse_below("printed")


def test_strict_names_one_of_the_grades(event: Law) -> None:
    with pytest.raises(InputError, match=r"no grade sure\. Use one of printed"):
        event.decide("event", event="none").refuse_below("sure")


def test_asked_and_not_known_is_not_assumed(event: Law) -> None:
    decision = event.decide("stopped", event="?")
    assert decision.missing == ("event",) and decision.assumed == {}


def test_missing_is_neither_zero_nor_no(event: Law) -> None:
    assert event.missing("sum_of") == ("months",)
    assert event.missing("sum_of", months="?") == ("months",)
    assert event.value("sum_of", months=0) == 0


def test_a_number_without_records_is_missing_by_its_name(law: Law) -> None:
    law.outputs(double="money").rules(DOUBLE.format(cites="cn-1/1")).numbers(
        "base: {kind: scalar, unit: CNY, records: []}"
    )
    assert law.missing("double") == ("base",)


# ---- what a case gives


def test_wrong_names_are_answered_with_the_nearest_all_at_once(pay: Law) -> None:
    with pytest.raises(InputError) as failure:
        pay.decide("double", bsae="1.00", xyzzy=3, base="many")
    wrong, strange, value = failure.value.problems
    assert wrong.place == "bsae" and wrong.fix is not None and "base" in wrong.fix.en
    assert "no input named xyzzy" in strange.what.en
    assert value.place == "base" and "an amount in yuan such as 1816.00" in value.what.en


def test_many_wrong_names_and_very_long_ones_are_answered_at_once(pay: Law) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError) as failure:
        pay.decide("double", **{f"bsae{number}": 1 for number in range(5000)}, **{"b" * 5_000_000: 1})
    assert len(failure.value.problems) == 5001 and "Near it: base" in failure.value.text("en")
    with pytest.raises(InputError):
        pay.decide("p" * 5_000_000)
    assert time.perf_counter() - start < 2


def test_an_output_that_nobody_answers(pay: Law) -> None:
    with pytest.raises(InputError, match=r"no rule answers dobule\. Near it: double"):
        pay.decide("dobule")


@pytest.mark.parametrize(("name", "value"), [("date", "2020-07-01"), ("region", "CN-BJ")])
def test_what_the_case_itself_says_is_no_input(pay: Law, name: str, value: str) -> None:
    with pytest.raises(InputError) as failure:
        decide(pay.book, ["double"], region="CN", date="2020-07-10", inputs={name: value})
    (problem,) = failure.value.problems
    assert problem.place == name and problem.fix is not None and f"--{name}" in problem.fix.en
