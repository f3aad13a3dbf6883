"""Kinds that answer for more than one row: series of months, members of dimensions, registers of declared data."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from renshe.engine import plain
from renshe.engine.bind import Program
from tests.engine.conftest import Law, label

BENEFIT = """
@condition(cites="cn-1/1", otherwise="used_up")
def within_term(receipt: int) -> bool:
    return receipt <= 24

@rule(cites="cn-1/1", reasons_from=[within_term])
def benefit(receipt: int, within_term: bool, base: Money) -> Money:
    if not within_term:
        return Money(0)
    return base if receipt < 13 else half_up_to_fen(base, 2)

schedule = series(benefit, cites="cn-1/2", first="first_month", count="months", vary={"receipt": "first_receipt"})
"""
BASE = """
base:
  kind: scalar
  unit: CNY
  clock: month
  records:
    - {value: "10.00", until: "2020-06", cites: [cn-1/1], grade: printed}
    - {value: "20.00", since: "2020-07", cites: [cn-1/2], grade: printed}
"""


@pytest.fixture
def schedule(law: Law) -> Law:
    law.inputs(receipt="integer", first_receipt="integer", first_month="month", months="months")
    law.outputs(benefit="money", schedule="list:money!", within_term="boolean").reasons("used_up")
    return law.rules(BENEFIT).numbers(BASE)


# ---- series


def test_a_series_moves_the_clock_and_what_varies_and_sees_the_law_change(schedule: Law) -> None:
    # The law changes with July, the receipt's rate with the 13th month.
    case = {"first_month": "2020-05", "first_receipt": 11, "months": 4}
    assert schedule.value("schedule", **case) == (1000, 1000, 1000, 1000)
    assert schedule.value("schedule", **{**case, "first_receipt": 10}) == (1000, 1000, 2000, 1000)
    assert schedule.value("schedule", **{**case, "months": 0}) == ()


def test_each_step_keeps_its_own_explanation(schedule: Law) -> None:
    decision = schedule.decide("schedule", first_month="2020-06", first_receipt=24, months=2)
    steps = decision.answers["schedule"].parts[0].result.steps
    assert [step.value for step in steps] == [500, 0]
    assert [step.reasons for step in steps] == [(), ("used_up",)]
    assert decision.reasons == ("used_up",)
    assert {result.record.cites for result in decision.results() if result.record} == {("cn-1/1",)}


def test_what_a_series_needs_is_missing_by_its_name(schedule: Law) -> None:
    assert schedule.missing("schedule", first_month="2020-06") == ("first_receipt", "months")
    assert schedule.missing("schedule", first_month="2020-06", first_receipt=1, months=5000) == ("months",)
    schedule.numbers(BASE.replace('since: "2020-07"', 'since: "2020-09"'))
    assert schedule.missing("schedule", first_month="2020-06", first_receipt=1, months=2) == ("base",)


def test_no_first_month_no_months(law: Law) -> None:
    law.inputs(months="months", granted="boolean").outputs(first="month?", due="list:integer!", step="integer")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def first(granted: bool, month: Month) -> Month | None:
            return month if granted else None

        @rule(cites="cn-1/1")
        def step(month: Month) -> int:
            return month - month

        due = series(step, cites="cn-1/1", first="first", count="months")
        """
    )
    assert law.value("due", granted=True, months=3) == (0, 0, 0)
    assert law.value("due", granted=False, months=3) == ()


def test_a_series_without_months_says_why(law: Law) -> None:
    law.inputs(granted="boolean").outputs(entitled="boolean", months="months", first="month?", step="integer")
    law.outputs(due="list:integer!", paid="list:integer!").reasons("refused")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="refused")
        def entitled(granted: bool) -> bool:
            return granted

        @rule(cites="cn-1/1", reasons_from=[entitled])
        def months(entitled: bool) -> Months:
            return 2 if entitled else 0

        @rule(cites="cn-1/1", reasons_from=[entitled])
        def first(entitled: bool, month: Month) -> Month | None:
            return month if entitled else None

        @rule(cites="cn-1/1")
        def step(month: Month) -> int:
            return month - month

        due = series(step, cites="cn-1/1", first="month", count="months")
        paid = series(step, cites="cn-1/1", first="first", count="months")
        """
    )
    for name in ("due", "paid"):
        assert law.decide(name, granted=True).reasons == ()
        assert law.decide(name, granted=False).reasons == ("refused",)
    assert law.decide("paid", granted=False, months=3).reasons == ("refused",)


# ---- dimensions


@pytest.fixture
def contribution(law: Law) -> Law:
    """A rate for each insurance and part; people pay no injury insurance."""
    law.enum("insurance", "pension", "injury").enum("part", "employer", "person")
    law.inputs(
        insurance={"type": "enum:insurance", "dimension": True}, part={"type": "enum:part", "dimension": True},
        wage="money", floor="money",
    )  # fmt: skip
    law.outputs(base="money", due="money", both="money", pension_base="money", pension_floor="money", even="boolean")
    law.reasons("odd")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def base(wage: Money, floor: Money) -> Money:
            return max(wage, floor)

        @rule(cites="cn-1/1")
        def due(base: Money, rate: Rate) -> Money:
            return half_up_to_fen(base * rate)

        pension_base = member(base, insurance="pension", cites="cn-1/1")
        pension_floor = member("floor", insurance="pension", cites="cn-1/1")

        @rule(cites="cn-1/1")
        def both(due: Money, part: Choice) -> Money:
            return due

        @condition(cites="cn-1/1", otherwise="odd")
        def even(insurance: Choice) -> bool:
            return insurance == "pension"
        """
    )
    return law.numbers(
        """
        rate:
          kind: table
          unit: rate
          by: [insurance, part]
          records:
            - value:
                pension: {employer: "0.16", person: "0.08"}
                injury: {employer: "0.01", person: "0.00"}
              cites: [cn-1/1]
              grade: printed
        floor:
          kind: table
          unit: CNY
          by: [insurance]
          records:
            - {value: {pension: "40.00", injury: "50.00"}, cites: [cn-1/1], grade: printed}
        """
    )


def parts(law: Law, output: str, **case: Any) -> dict[tuple[str, ...], object]:
    return {tuple(p.at.values()): p.result.value for p in law.decide(output, **case).answers[output].parts}


def test_a_member_given_answers_for_it_alone(contribution: Law) -> None:
    assert parts(contribution, "due", wage="100.00", insurance="pension", part="person") == {(): 800}


def test_without_a_member_there_is_one_answer_for_each(contribution: Law) -> None:
    assert parts(contribution, "due", wage="100.00") == {
        ("pension", "employer"): 1600, ("pension", "person"): 800, ("injury", "employer"): 100, ("injury", "person"): 0,
    }  # fmt: skip
    assert parts(contribution, "due", wage="100.00", part="employer") == {("pension",): 1600, ("injury",): 100}


def test_equal_answers_of_all_members_are_one(contribution: Law) -> None:
    assert parts(contribution, "base", wage="100.00") == {(): 10000}
    assert parts(contribution, "base", wage="45.00") == {("pension",): 4500, ("injury",): 5000}


def test_the_same_value_for_different_reasons_is_not_equal(contribution: Law) -> None:
    contribution.rules(
        """
        @rule(cites="cn-1/1")
        def both(insurance: Choice) -> Money:
            if insurance == "pension":
                return Money(0)
            return because(Money(0), "odd")
        """
    )
    assert parts(contribution, "both") == {("pension",): 0, ("injury",): 0}
    assert contribution.decide("both").reasons == ("odd",)


def test_a_dimension_asked_and_not_known_is_not_spread(contribution: Law) -> None:
    decision = contribution.decide("even", insurance="?")
    assert decision.missing == ("insurance",) and len(decision.answers["even"].parts) == 1


def test_determinations_are_spread_too(contribution: Law) -> None:
    decision = contribution.decide("even")
    assert [(p.at["insurance"], p.status) for p in decision.parts()] == [("pension", "met"), ("injury", "not_met")]
    assert decision.reasons == ("odd",)


# ---- member


def test_a_member_is_the_answer_for_that_member(contribution: Law) -> None:
    assert parts(contribution, "pension_base", wage="45.00") == {(): 4500}
    assert parts(contribution, "pension_base", wage="35.00") == {(): 4000}
    assert parts(contribution, "pension_floor") == {(): 4000}


def test_a_members_value_may_be_given_under_its_own_name(contribution: Law) -> None:
    assert parts(contribution, "base", wage="35.00", pension_floor="36.00") == {("pension",): 3600, ("injury",): 5000}
    assert parts(contribution, "base", wage="35.00", pension_floor="36.00", insurance="injury") == {(): 5000}
    assert parts(contribution, "pension_base", wage="35.00", pension_floor="36.00") == {(): 3600}
    assert contribution.missing("pension_base", wage="35.00", pension_floor="?") == ("pension_floor",)


def test_a_members_own_value_goes_before_the_one_given_for_all(contribution: Law) -> None:
    case: dict[str, Any] = {"base": "100.00", "pension_base": "200.00"}
    assert parts(contribution, "base", **case) == {("pension",): 20000, ("injury",): 10000}
    assert contribution.value("base", insurance="injury", **case) == 10000
    given = {"base": 10000, "pension_base": 20000, "insurance": "pension", "date": day("2020-07-10")}
    assert plain.run(Program(contribution.book, "CN"), ["base"], given) == {"base": 20000}


def test_what_a_member_lacks_goes_by_the_members_own_name(contribution: Law) -> None:
    contribution.numbers("rate: {kind: table, unit: rate, by: [insurance, part], records: []}")
    assert contribution.missing("pension_base", wage="35.00") == ("pension_floor",)
    assert contribution.missing("pension_base", pension_floor="36.00") == ("wage",)


# ---- registers


@pytest.fixture
def papers(law: Law) -> Law:
    """Two notices share a number; one was extended, one repealed."""
    law.document(
        "gd-1",
        region="CN-GD",
        number="粤〔2019〕28号",
        effective={"from": "2019-05-01", "to": "2020-04-30", "cites": ["gd-1/1"]},
    )
    law.document(
        "gd-2",
        region="CN-GD",
        number="粤〔2019〕28号",
        effective={"from": "2019-05-01", "to": "2022-04-30", "cites": ["gd-2/1"]},
    )
    law.document(
        "gd-3", region="CN-GD", signed="2020-04-01", effective={"from": "2020-05-01", "cites": ["gd-3/1"]},
        effects=[
            {"kind": "extends", "target": "gd-1", "until": "2021-04-30", "cites": ["gd-3/2"]},
            {"kind": "repeals", "target": "gd-2", "cites": ["gd-3/3"]},
        ],
    )  # fmt: skip
    law.inputs(paper={"type": "text", "dimension": True}, paper_number="text")
    law.outputs(expiry="date?", begin="date?", repeal="date?", title="text")
    match = 'match={"number": "paper_number", "id": "paper"}'
    return law.rules(
        f"""
        expiry = register("documents", field="expiry_date", {match}, cites="cn-1/1")
        begin = register("documents", field="effective_from", {match}, cites="cn-1/1")
        repeal = register("documents", field="repealed_from", {match}, cites="cn-1/1")
        title = register("documents", field="title", {match}, cites="cn-1/1")
        """
    )


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def test_a_register_answers_with_its_own_citation(papers: Law) -> None:
    decision = papers.decide("expiry", paper="gd-1")
    (part,) = decision.parts()
    assert part.result.value == day("2021-04-30") and part.result.cites == ("cn-1/1", "gd-3/2")
    assert papers.value("begin", paper="gd-1") == day("2019-05-01")
    assert papers.value("repeal", paper="gd-1") is None
    assert papers.value("repeal", paper="gd-2") == day("2020-05-01")
    assert papers.value("title", paper="gd-3") == "“gd-3”"


def test_an_extension_not_yet_signed_extends_nothing(papers: Law) -> None:
    assert papers.value("expiry", paper="gd-1", known_on="2020-03-31") == day("2020-04-30")
    assert papers.missing("expiry", paper="gd-3", known_on="2020-03-31") == ("law",)


def test_two_documents_of_one_number_are_answered_each(papers: Law) -> None:
    assert parts(papers, "expiry", paper_number="粤[2019]28号") == {
        ("gd-1",): day("2021-04-30"),
        ("gd-2",): day("2022-04-30"),
    }
    assert parts(papers, "begin", paper_number="粤（2019） 28号") == {(): day("2019-05-01")}
    assert papers.value("expiry", paper_number="粤〔2019〕28号", paper="gd-2") == day("2022-04-30")


def test_a_number_that_is_none_is_the_number_of_no_document(law: Law) -> None:
    law.inputs(paper={"type": "text", "dimension": True}, number="text?").outputs(title="text")
    law.rules(
        'title = register("documents", field="title", match={"number": "number", "id": "paper"}, cites="cn-1/1")\n'
    )
    assert law.missing("title", number=None) == ("law",)


def test_a_document_that_is_not_held_is_missing_law(papers: Law) -> None:
    assert papers.missing("expiry", paper="gd-9") == ("law",)
    assert papers.missing("expiry", paper_number="粤〔1999〕1号") == ("law",)
    assert papers.missing("expiry") == ("paper_number",)


def test_an_interview_knows_what_the_register_holds(papers: Law) -> None:
    interview = papers.ask("begin")
    question = interview.next()
    assert question is not None and question.name == "paper_number"
    interview.answer("paper_number", "粤〔2019〕28号")
    assert interview.next() is None and not interview.decision().missing


def test_measures_are_answered_from_provisions(law: Law) -> None:
    provisions = {
        key: {
            "path": "§", "kind": "authority_duty", "gist": label(key),
            "measure": number, "part": 1, "units": units, "responsibility_mode": mode,
        }
        for key, number, units, mode in (("1", 1, ["甲局"], "lead"), ("2", 2, ["乙局", "丙局"], "shared"))
    }  # fmt: skip
    law.document("cn-3", provisions=provisions).inputs(paper="text", measure="integer").outputs(
        units="list:text", mode="text", measures="integer"
    )
    law.rules(
        """
        MEASURE = {"id": "paper", "measure": "measure"}
        units = register("measures", field="units", match=MEASURE, cites="cn-1/1")
        mode = register("measures", field="responsibility_mode", match=MEASURE, cites="cn-1/1")
        measures = register("documents", field="measure_count", match={"id": "paper"}, cites="cn-1/1")
        """
    )
    assert law.value("units", paper="cn-3", measure=2) == ("乙局", "丙局")
    assert law.value("mode", paper="cn-3", measure=1) == "lead"
    assert law.value("measures", paper="cn-3") == 2
    assert law.missing("units", paper="cn-3", measure=3) == ("law",)
    assert law.missing("units", paper="cn-3") == ("measure",)
