"""Every kind of rule: what it answers, and which reasons it gives and hands on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import Law

CONDITIONS = """
@condition(cites="cn-1/1", otherwise="few_months")
def enough(months: Months) -> bool:
    return months >= 12

@condition(cites="cn-1/2", otherwise="left_by_choice")
def involuntary(event: Choice) -> bool:
    return event == "dismissed"

@condition(cites="cn-1/3", otherwise="still_pays")
def stopped_paying(paying: bool) -> bool:
    return not paying
"""


@pytest.fixture
def person(law: Law) -> Law:
    """Three conditions of a person."""
    law.enum("event", "none", "dismissed", "left", "hired", "moved")
    law.inputs(months="months", event="enum:event", paying="boolean", events="list:enum:event")
    law.outputs(enough="boolean", involuntary="boolean", stopped_paying="boolean")
    return law.reasons("few_months", "left_by_choice", "still_pays", "neither")


ELIGIBLE = CONDITIONS + '\neligible = eligibility(cites="cn-1/1", requires=[enough, involuntary, stopped_paying])\n'


# ---- eligibility


def test_eligibility_reports_all_that_fail_in_the_order_of_the_law(person: Law) -> None:
    person.outputs(eligible="boolean").rules(ELIGIBLE)
    assert person.decide("eligible", months=3, event="left", paying=True).reasons == (
        "few_months", "left_by_choice", "still_pays",
    )  # fmt: skip
    assert person.decide("eligible", months=3, event="dismissed", paying=True).reasons == ("few_months", "still_pays")
    good = person.decide("eligible", months=12, event="dismissed", paying=False)
    assert good.reasons == () and good.answers["eligible"].parts[0].status == "met"


def test_a_known_failure_decides_and_what_was_not_checked_is_listed(person: Law) -> None:
    person.outputs(eligible="boolean").rules(ELIGIBLE)
    decision = person.decide("eligible", event="left")
    (part,) = decision.parts()
    assert part.status == "not_met" and decision.reasons == ("left_by_choice",)
    assert part.result.not_checked == ("enough", "stopped_paying")
    assert person.missing("eligible", event="dismissed", months=12) == ("paying",)


def test_a_requirement_that_is_itself_a_determination_gives_its_leaf_reasons(person: Law) -> None:
    person.outputs(eligible="boolean", basic="boolean").rules(
        CONDITIONS
        + '\nbasic = eligibility(cites="cn-1/1", requires=[enough, involuntary])'
        + '\neligible = eligibility(cites="cn-1/1", requires=[stopped_paying, basic])\n'
    )
    assert person.decide("eligible", months=3, event="left", paying=True).reasons == (
        "still_pays", "few_months", "left_by_choice",
    )  # fmt: skip


def test_a_condition_may_be_vacuously_true(person: Law) -> None:
    person.rules(
        """
        @condition(cites="cn-1/1", otherwise="few_months")
        def enough(event: Choice, months: Months) -> bool:
            if event != "dismissed":
                return True
            return months >= 12
        """
    )
    assert person.value("enough", event="hired") is True
    assert person.missing("enough", event="dismissed") == ("months",)


def test_several_conditions_may_share_a_reason_that_is_given_once(person: Law) -> None:
    person.outputs(eligible="boolean").rules(ELIGIBLE.replace("left_by_choice", "few_months"))
    assert person.decide("eligible", months=3, event="left", paying=False).reasons == ("few_months",)


# ---- any_of

ANY = CONDITIONS + '\nground = any_of(enough, involuntary, cites="cn-1/1"%s)\n'


def test_any_of_without_a_code_gives_the_reasons_of_all(person: Law) -> None:
    person.outputs(ground="boolean").rules(ANY % "")
    assert person.decide("ground", months=3, event="left").reasons == ("few_months", "left_by_choice")
    assert person.decide("ground", months=13, event="left").reasons == ()
    assert person.value("ground", months=13) is True
    assert person.missing("ground", months=3) == ("event",)


def test_any_of_with_a_code_gives_that_alone(person: Law) -> None:
    person.outputs(ground="boolean", eligible="boolean")
    person.rules(
        ANY % ', otherwise="neither"' + 'eligible = eligibility(cites="cn-1/1", requires=[ground, stopped_paying])\n'
    )
    assert person.decide("ground", months=3, event="left").reasons == ("neither",)
    assert person.decide("eligible", months=3, event="left", paying=True).reasons == ("neither", "still_pays")


# ---- causes

CAUSES = """
@cause(cites="cn-1/1", code="still_pays")
def pays(paying: bool) -> bool:
    return paying

stop = causes(pays, cites="cn-1/2"%s)
"""


def test_the_reasons_of_causes_are_those_that_are_true(person: Law) -> None:
    person.outputs(stop="boolean", pays="boolean").rules(CAUSES % "")
    assert person.decide("stop", paying=True).reasons == ("still_pays",)
    assert person.decide("stop", paying=False).reasons == ()
    assert person.value("stop", paying=False) is False


def test_codes_from_an_enum_but_for_the_exceptions(person: Law) -> None:
    person.outputs(stop="boolean", pays="boolean")
    person.rules(CAUSES % ', code_from="event", except_=["none", "dismissed"]')
    assert person.decide("stop", paying=True, event="hired").reasons == ("still_pays", "hired")
    assert person.decide("stop", paying=False, event="moved").reasons == ("moved",)
    assert person.value("stop", paying=False, event="none") is False
    assert person.value("stop", paying=False, event="dismissed") is False
    known = person.decide("stop", event="hired")
    assert known.reasons == ("hired",) and known.answers["stop"].parts[0].result.not_checked == ("pays",)
    assert person.missing("stop", paying=False) == ("event",)


def test_codes_from_a_list_each_once_in_its_order(person: Law) -> None:
    person.outputs(stop="boolean").rules('stop = causes(cites="cn-1/2", code_from="events", except_=["none"])\n')
    assert person.decide("stop", events=["moved", "none", "hired", "moved"]).reasons == ("moved", "hired")
    assert person.value("stop", events=[]) is False
    assert person.value("stop", events=["none"]) is False


# ---- because, reasons_from

AMOUNT = (
    ELIGIBLE
    + """
@rule(cites="cn-1/1", reasons_from=[eligible])
def amount(eligible: bool, event: Choice) -> Money:
    if not eligible:
        return Money(0)
    return because(Money(0), "neither", cites="cn-1/4.1")

@rule(cites="cn-1/1")
def doubled(amount: Money, eligible: bool) -> Money:
    return amount * 2

@rule(cites="cn-1/1", reasons_from=[amount])
def paid(amount: Money) -> Money:
    return amount

@rule(cites="cn-1/1", reasons_from=[eligible])
def early(months: Months, eligible: bool) -> Money:
    if months < 6:
        return Money(0)
    return Money(0) if eligible else Money(0)
"""
)


@pytest.fixture
def paid(person: Law) -> Law:
    return person.outputs(eligible="boolean", amount="money", doubled="money", paid="money", early="money").rules(
        AMOUNT
    )


REFUSED: dict[str, Any] = {"months": 3, "event": "left", "paying": False}
GRANTED: dict[str, Any] = {"months": 12, "event": "dismissed", "paying": False}


def test_a_value_hands_on_the_reasons_it_turned_on(paid: Law) -> None:
    decision = paid.decide("amount", **REFUSED)
    assert decision.reasons == ("few_months", "left_by_choice")
    assert decision.answers["amount"].parts[0].status == "computed"


def test_a_branch_gives_its_own_reason_with_its_citation(paid: Law) -> None:
    decision = paid.decide("amount", **GRANTED)
    assert decision.reasons == ("neither",)
    assert decision.answers["amount"].parts[0].result.because == ("neither", "cn-1/4.1")


def test_no_other_edge_carries_reasons(paid: Law) -> None:
    assert paid.decide("doubled", **REFUSED).reasons == ()
    assert paid.decide("doubled", **GRANTED).reasons == ()


def test_reasons_go_as_far_as_they_are_handed(paid: Law) -> None:
    assert paid.decide("paid", **REFUSED).reasons == ("few_months", "left_by_choice")
    assert paid.decide("paid", **GRANTED).reasons == ("neither",)


def test_a_determination_that_the_branch_never_read_gives_no_reasons(paid: Law) -> None:
    assert paid.decide("early", **REFUSED).reasons == ()
    assert paid.decide("early", **{**REFUSED, "months": 6}).reasons == ("few_months", "left_by_choice")


def test_reasons_from_a_determination_that_is_no_argument(person: Law) -> None:
    person.outputs(eligible="boolean", told="boolean").rules(
        ELIGIBLE + '\n@rule(cites="cn-1/1", reasons_from=[eligible])\ndef told(paying: bool) -> bool: return paying\n'
    )
    assert person.decide("told", **REFUSED).reasons == ("few_months", "left_by_choice")


def test_reasons_of_an_answer_are_those_of_all_outputs_each_once(paid: Law) -> None:
    assert paid.decide("paid", "eligible", **REFUSED).reasons == ("few_months", "left_by_choice")


def test_a_given_determination_has_no_reasons_of_its_own(paid: Law) -> None:
    decision = paid.decide("amount", eligible=False, event="left")
    assert decision.reasons == () and decision.overridden == ("eligible",)


def test_a_given_condition_or_cause_has_the_one_reason_it_can_have(person: Law) -> None:
    person.outputs(eligible="boolean", moved="boolean").reasons("moved").rules(
        ELIGIBLE + '\n@cause(cites="cn-1/1", code="moved")\ndef moved(event: Choice) -> bool: return event == "moved"\n'
    )
    decision = person.decide("eligible", enough=False, event="dismissed", paying=False)
    assert decision.reasons == ("few_months",) and decision.overridden == ("enough",)
    assert person.decide("eligible", enough=True, event="dismissed", paying=False).reasons == ()
    assert person.decide("moved", moved=True).reasons == ("moved",)
    assert person.decide("moved", moved=False).reasons == ()


# ---- collect


def test_collect_lists_the_members_whose_condition_is_true_in_order(person: Law) -> None:
    person.enum("paper", "record", "notice", "proof").outputs(papers="list:enum:paper", lacking="list:enum:paper")
    members = '[("record", enough), ("notice", involuntary), ("proof", stopped_paying)]'
    person.rules(
        CONDITIONS
        + f'\npapers = collect({members}, cites="cn-1/1")'
        + f'\nlacking = collect({members}, cites="cn-1/1", missing=True)\n'
    )
    case: dict[str, Any] = {"months": 12, "event": "left", "paying": False}
    assert person.value("papers", **case) == ("record", "proof")
    assert person.value("lacking", **case) == ("notice",)
    assert person.decide("lacking", **case).reasons == ()
    assert person.missing("papers", months=12, event="left") == ("paying",)
