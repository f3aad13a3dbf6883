"""Cases against the law: when one passes, fails, cannot be determined, or waits for law to be written."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from renshe.engine.check import Case, Outcome, check, read_cases, summary
from renshe.engine.check_text import report
from renshe.engine.errors import InputError
from tests.engine.conftest import Law

RULES = """
@condition(cites="cn-1/1", otherwise="few_months")
def enough(months: Months) -> bool:
    return months >= 12

@condition(cites="cn-1/1", otherwise="left_by_choice")
def dismissed(left: bool) -> bool:
    return not left

eligible = eligibility(cites="cn-1/2", requires=[enough, dismissed])

@rule(cites="cn-1/3", reasons_from=[eligible])
def amount(eligible: bool, base: Money) -> Money:
    return base if eligible else Money(0)

papers = collect([("proof", enough), ("notice", dismissed)], cites="cn-1/3")
steps = series(amount, cites="cn-1/3", first="first_month", count="count")

@rule(cites="cn-1/3")
def rate(share: Rate, insurance: Choice) -> Rate:
    return share

@rule(cites="cn-1/3")
def cap(months: Months, base: Money) -> Money | None:
    return base if months > 12 else None
"""
NUMBERS = """
share:
  kind: table
  unit: rate
  by: [insurance]
  records:
    - {value: {pension: "0.16", injury: "0.005"}, cites: [cn-1/1], grade: printed}
"""


@pytest.fixture
def benefit(law: Law) -> Law:
    law.enum("paper", "proof", "notice").enum("insurance", "pension", "injury").reasons("few_months", "left_by_choice")
    law.inputs(
        months="months", left="boolean", base="money", first_month="month", count="months",
        insurance={"type": "enum:insurance", "dimension": True},
    )  # fmt: skip
    law.outputs(enough="boolean", dismissed="boolean", eligible="boolean", amount="money", rate="rate", cap="money?")
    return law.outputs(papers="list:enum:paper", steps="list:money!").rules(RULES).numbers(NUMBERS)


GOOD: dict[str, Any] = {"months": 12, "left": False, "base": "10.00"}
BAD: dict[str, Any] = {"months": 11, "left": True, "base": "10.00"}


def run(
    law: Law, expect: dict[str, Any], topic: str = "pay", reasons: tuple[str, ...] | None = None, **inputs: Any
) -> Outcome:
    case = Case("one", topic, "CN", "2020-07-10", inputs or GOOD, expect, reasons)
    (outcome,) = check(law.book, [case])
    return outcome


@pytest.mark.parametrize(
    ("expect", "status"),
    [
        ({"amount": "10.00"}, "passed"),
        ({"amount": 10}, "passed"),
        ({"amount": "10"}, "passed"),
        ({"amount": "10.01"}, "failed"),
        ({"amount": None}, "failed"),
        ({"amount": "ten"}, "failed"),
        ({"eligible": True, "amount": "10.00"}, "passed"),
        ({"eligible": True, "amount": "0.00"}, "failed"),
        ({"eligible": "yes"}, "passed"),
        ({"cap": None}, "passed"),
        ({"cap": "10.00"}, "failed"),
        # Lists as multisets …
        ({"papers": ["notice", "proof"]}, "passed"),
        ({"papers": ["proof", "notice", "notice"]}, "failed"),
        ({"papers": ["proof"]}, "failed"),
        ({"papers": []}, "failed"),
        # A dimension: one value for each member.
        ({"rate": {"pension": "0.16", "injury": "0.0050"}}, "passed"),
        ({"rate": {"pension": "0.16", "injury": "0.006"}}, "failed"),
        ({"rate": {"pension": "0.16"}}, "failed"),
        ({"rate": "0.16"}, "failed"),
        ({"amount": {"undetermined": ["base"]}}, "failed"),
        ({"no_such_output": True}, "failed"),
    ],
)
def test_what_is_expected_against_what_is_answered(benefit: Law, expect: dict[str, Any], status: str) -> None:
    assert run(benefit, expect).status == status


def test_an_ordered_list_is_compared_in_order(benefit: Law) -> None:
    benefit.numbers(NUMBERS + "base: {kind: scalar, unit: CNY, clock: month, records: ["
        "{value: '1.00', until: '2020-06', cites: [cn-1/1], grade: printed},"
        "{value: '2.00', since: '2020-07', cites: [cn-1/2], grade: printed}]}\n")  # fmt: skip
    case: dict[str, Any] = {"months": 12, "left": False, "first_month": "2020-06", "count": 2}
    assert run(benefit, {"steps": ["1.00", "2.00"]}, **case).status == "passed"
    assert run(benefit, {"steps": ["2.00", "1.00"]}, **case).status == "failed"


@pytest.mark.parametrize(
    ("reasons", "status"),
    [
        (("few_months", "left_by_choice"), "passed"),
        (("left_by_choice", "few_months"), "passed"),
        (("left_by_choice", "few_months", "few_months"), "passed"),
        (("few_months",), "failed"),
        ((), "failed"),
        (None, "passed"),
    ],
)
def test_reasons_are_compared_as_sets_over_all_outputs(
    benefit: Law, reasons: tuple[str, ...] | None, status: str
) -> None:
    assert run(benefit, {"enough": False, "dismissed": False}, reasons=reasons, **BAD).status == status


def test_undetermined_is_a_failure_of_its_own_and_may_be_expected(benefit: Law) -> None:
    known: dict[str, Any] = {"months": 12, "left": False}
    assert run(benefit, {"amount": "10.00"}, **known).status == "undetermined"
    assert run(benefit, {"amount": {"undetermined": ["base"]}}, **known).status == "passed"
    assert run(benefit, {"amount": {"undetermined": ["months"]}}, **known).status == "failed"
    assert run(benefit, {"amount": {"undetermined": ["base", "months"]}}, **known).status == "failed"
    outcome = run(benefit, {"amount": {"undetermined": ["base"]}}, **known)
    assert outcome.got == {"amount": {"undetermined": ["base"]}}


def test_a_topic_nobody_wrote_is_said_to_be_so_and_never_passed(benefit: Law) -> None:
    assert run(benefit, {"housing_fund": "1.00"}, topic="housing").status == "not_written"
    # In a topic that is written, an output that is not is a failure.
    missing = run(benefit, {"housing_fund": "1.00"})
    assert missing.status == "failed" and "no rule answers housing_fund" in missing.error


def test_a_case_that_cannot_be_read_fails_with_the_sentence(benefit: Law) -> None:
    outcome = run(benefit, {"enough": True}, months="a few")
    assert outcome.status == "failed" and "months: " in outcome.error and "12" in outcome.error
    assert run(benefit, {"enough": True}, monhts=12).error.startswith("monhts: there is no input named monhts")


def test_the_json_of_an_outcome(benefit: Law) -> None:
    assert run(benefit, {"amount": "9.00"}, reasons=()).to_json() == {
        "id": "one", "topic": "pay", "status": "failed", "expected": {"amount": "9.00"}, "got": {"amount": "10.00"},
        "reasons": [], "expected_reasons": [],
    }  # fmt: skip


def test_the_summary_and_the_report(benefit: Law) -> None:
    outcomes = [
        run(benefit, {"amount": "10.00"}),
        run(benefit, {"amount": "9.00"}, reasons=("few_months",)),
        run(benefit, {"amount": "9.00"}, months=12, left=False),
        run(benefit, {"x": 1}, topic="housing"),
    ]
    counts = summary(outcomes)
    assert counts == {"passed": 1, "failed": 1, "undetermined": 1, "not_written": 1}
    text = report(outcomes, counts, {"branches": ["pay.py:3"]}, "en")
    assert 'amount: expected "9.00", got "10.00"' in text and "reasons: expected few_months, got –" in text
    assert "not yet written  housing  1" in text and "branches that no case reaches: 1\n  pay.py:3" in text
    assert text.endswith("passed 1  failed 1  undetermined 1  not yet written 1")
    assert "尚未编写" in report(outcomes, counts, {}, "zh")


CASES = """
- id: {id}
  topic: pay
  provisions: [cn-1/1]
  region: CN
  date: "2020-07-10"
  known_on: "2020-06-21"
  inputs: {{months: 12, base: "?"}}
  expect: {{enough: true}}
  reasons: []
"""


def test_cases_are_read_from_files_and_folders(tmp_path: Path) -> None:
    for folder, identity in (("cn", "first"), ("cn_bj", "second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pay.yaml").write_text(textwrap.dedent(CASES.format(id=identity)), "utf-8")
    first, second = read_cases([tmp_path])
    assert (first.id, second.id) == ("first", "second")
    assert first.known_on == "2020-06-21" and first.reasons == () and first.place.endswith("cn/pay.yaml#1")
    assert [case.id for case in read_cases([tmp_path / "cn_bj/pay.yaml"])] == ["second"]


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    file = tmp_path / "pay.yaml"
    file.write_text(CASES.format(id="one") + "\n\tbroken", "utf-8")
    with pytest.raises(InputError) as failure:
        read_cases([file])
    assert all(problem.place.startswith(f"{file}:") for problem in failure.value.problems)


def test_a_bad_case_fails_with_its_faults_and_the_good_ones_go_on(benefit: Law, tmp_path: Path) -> None:
    file = tmp_path / "pay.yaml"
    file.write_text(CASES.format(id="one") + CASES.format(id="two").replace("expect", "expected"), "utf-8")
    good, bad = read_cases([file])
    assert good.faults == ()
    assert (bad.id, bad.place) == ("two", f"{file}#2")
    (outcome,) = check(benefit.book, [bad])
    assert outcome.status == "failed"
    assert f"{file}:" in outcome.error
    assert "expected" in outcome.error
