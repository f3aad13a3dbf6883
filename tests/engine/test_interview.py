"""The interview: it answers as ``decide`` does, and asks nothing that cannot matter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.engine.completions import Completions
from renshe.engine.decision import Decision
from renshe.engine.errors import InputError
from renshe.engine.interview import Interview
from tests.engine.conftest import Law

RULES = """
@condition(cites="cn-1/1", otherwise="few_months")
def enough(months: Months) -> bool:
    return months >= 12

@condition(cites="cn-1/1", otherwise="left_by_choice")
def involuntary(event: Choice) -> bool:
    return event in ("dismissed", "expired")

@condition(cites="cn-1/1", otherwise="not_registered")
def on_the_list(registered: bool) -> bool:
    return registered

@condition(cites="cn-1/1", otherwise="not_exempt")
def excused(exempt: bool, registered: bool) -> bool:
    return exempt and not registered

@condition(cites="cn-1/1", otherwise="too_late")
def in_time(event_date: Day, date: Day) -> bool:
    return date - event_date <= 60

known = any_of(on_the_list, excused, cites="cn-1/2")
eligible = eligibility(cites="cn-1/3", requires=[enough, involuntary, known, in_time])

@rule(cites="cn-1/1", reasons_from=[eligible])
def amount(eligible: bool, wage: Money, share: Rate, cap: Money | None, punished: bool) -> Money:
    if not eligible:
        return Money(0)
    if punished:
        return because(Money(0), "punished")
    whole = half_up_to_fen(wage * share)
    return whole if cap is None else min(whole, cap)
"""
EVENTS = ("dismissed", "expired", "left", "moved")


@pytest.fixture
def benefit(law: Law) -> Law:
    law.enum("event", *EVENTS).reasons(
        "few_months", "left_by_choice", "not_registered", "not_exempt", "too_late", "punished"
    )
    law.inputs(
        months="months", event="enum:event", registered="boolean", exempt="boolean", event_date="date", wage="money",
        cap="money?", punished={"type": "boolean", "when_absent": False},
    )  # fmt: skip
    outputs = ("enough", "involuntary", "on_the_list", "excused", "in_time", "known", "eligible")
    law.outputs(**dict.fromkeys(outputs, "boolean"), amount="money").rules(RULES)
    return law.numbers("share: {kind: scalar, unit: rate, records: [{value: '0.60', cites: [cn-1/1], grade: printed}]}")


COMPLETE = st.fixed_dictionaries(
    {
        "months": st.sampled_from([0, 3, 11, 12, 13, 40]),
        "event": st.sampled_from(EVENTS),
        "registered": st.booleans(),
        "exempt": st.booleans(),
        "event_date": st.sampled_from(["2020-05-10", "2020-05-11", "2020-05-12", "2020-07-10"]),
        "wage": st.sampled_from(["0.00", "100.01", "5000.00"]),
        "cap": st.sampled_from([None, "0.00", "60.00", "3000.00"]),
    },
    optional={"punished": st.booleans()},
)
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def hold(interview: Interview, case: Mapping[str, Any]) -> Decision:
    """Answer from *case* until nothing more is asked."""
    for _ in range(20):
        question = interview.next()
        if question is None:
            return interview.decision()
        if question.name in case:
            interview.answer(question.name, case[question.name])
        elif question.assumed:
            interview.skip(question.name)
        else:
            interview.answer(question.name, "?")
    raise AssertionError("it never ends")


def values(decision: Decision) -> list[Any]:
    return [
        (dict(part.at), part.status, None if part.result.unknown else part.result.value) for part in decision.parts()
    ]


@FEW
@given(COMPLETE, st.sampled_from([("amount",), ("eligible",), ("known", "enough"), ("amount", "eligible")]))
def test_it_answers_as_decide_does(benefit: Law, case: dict[str, Any], outputs: tuple[str, ...]) -> None:
    told = {name: case[name] for name in ("wage", "cap")}
    interview = benefit.ask(*outputs, **told)
    assert values(hold(interview, case)) == values(benefit.decide(*outputs, **case))


@settings(FEW, max_examples=2)
@given(COMPLETE)
def test_it_answers_so_from_nothing(benefit: Law, case: dict[str, Any]) -> None:
    assert values(hold(benefit.ask("amount"), case)) == values(benefit.decide("amount", **case))


@FEW
@given(COMPLETE)
def test_asked_for_all_reasons_it_goes_on_until_every_condition_is_decided(benefit: Law, case: dict[str, Any]) -> None:
    whole = benefit.decide("amount", **case)
    told = {name: case[name] for name in ("wage", "cap")}
    decision = hold(benefit.ask("amount", all_reasons=True, **told), case)
    assert values(decision) == values(whole)
    assert decision.reasons == whole.reasons
    assert all(not result.not_checked for result in decision.results())


def completions(interview: Interview, name: str) -> Iterator[tuple[Any, Any]]:
    """Answers on two completions of the case that differ in *name* alone."""
    domains, given = interview.domains, interview.given
    program = interview.program
    others = [n for n in program.inputs_of(interview.outputs) if n != name and n not in given]
    for rest in itertools.product(*(domains.of(other, given) or () for other in others)):
        case = {**given, **dict(zip(others, rest, strict=True))}
        yield from itertools.pairwise(
            values(Decision(program, interview.outputs, {**case, name: value}))
            for value in domains.of(name, given) or ()
        )


@FEW
@given(st.data())
def test_it_asks_nothing_that_cannot_matter(benefit: Law, data: st.DataObject) -> None:
    # Over what is small enough to try every completion.
    case: dict[str, Any] = data.draw(COMPLETE)
    fixed: dict[str, Any] = {name: case[name] for name in ("months", "event_date")}
    interview = benefit.ask("eligible", **fixed)
    while (question := interview.next()) is not None:
        assert any(one != other for one, other in completions(interview, question.name)), question.name
        interview.answer(question.name, case[question.name])
    assert not interview.decision().missing


def test_a_decided_case_asks_nothing(benefit: Law) -> None:
    assert benefit.ask("eligible", months=3).next() is None
    assert benefit.ask("enough", months=12).next() is None


def test_what_the_decision_so_far_makes_irrelevant_is_not_asked(benefit: Law) -> None:
    interview = benefit.ask("known", registered=True)
    assert interview.next() is None and values(interview.decision()) == [({}, "met", True)]
    interview = benefit.ask("excused", registered=True)
    assert interview.next() is None and values(interview.decision()) == [({}, "not_met", False)]


def test_what_is_ordinarily_absent_is_asked_last_and_may_be_left(benefit: Law) -> None:
    case: dict[str, Any] = dict(
        months=12, event="expired", registered=True, event_date="2020-07-01", wage="100.00", cap=None
    )
    interview = benefit.ask("amount", **case)
    question = interview.next()
    assert question is not None and (question.name, question.assumed, question.default) == ("punished", True, False)
    assert interview.next() == question
    interview.skip("punished")
    assert interview.next() is None
    assert values(interview.decision()) == [({}, "computed", 6000)]
    assert interview.decision().assumed == {"punished": False}
    interview.answer("punished", True)
    assert values(interview.decision()) == [({}, "computed", 0)]
    # Nothing is left to pay, so that it no longer matters.
    assert benefit.ask("amount", **{**case, "wage": "0.00"}).next() is None


def test_do_not_know_ends_undetermined(benefit: Law) -> None:
    case: dict[str, Any] = dict(
        months=12, event="expired", registered=True, event_date="2020-07-01", cap=None, punished=False
    )
    interview = benefit.ask("amount", **case)
    question = interview.next()
    assert question is not None and question.name == "wage"
    interview.answer("wage", "?")
    assert interview.next() is None
    assert interview.decision().missing == ("wage",)


def test_what_is_not_known_does_not_stop_what_else_decides(benefit: Law) -> None:
    case: dict[str, Any] = dict(event="expired", registered=True, event_date="2020-07-01")
    interview = benefit.ask("eligible", **case, months="?")
    assert interview.next() is None
    interview = benefit.ask("eligible", months="?")
    asked = []
    while (question := interview.next()) is not None:
        asked.append(question.name)
        interview.answer(question.name, {"event": "moved"}.get(question.name, "?"))
    assert "event" in asked and values(interview.decision()) == [({}, "not_met", False)]


def test_an_answer_stands_while_the_interview_goes_on(benefit: Law) -> None:
    interview = benefit.ask("enough")
    before = interview.decision()
    interview.answer("months", 3)
    assert before.to_json()["case"]["inputs"] == {} and not before.evaluation.child({}).given.get("months")
    assert interview.decision().reasons == ("few_months",)


def test_a_list_that_must_hold_several_members_matters(law: Law) -> None:
    law.enum("paper", "record", "notice", "proof").outputs(complete="boolean", accepted="boolean").reasons("lacking")
    papers = {"type": "list", "item": {"type": "enum", "enum": "paper"}, "when_absent": []}
    law.inputs(papers=papers).rules(
        """
        @reducer(cites="cn-1/1")
        def complete(papers: tuple) -> bool:
            return is_subset(("record", "proof"), papers)

        @condition(cites="cn-1/1", otherwise="lacking")
        def accepted(complete: bool) -> bool:
            return complete
        """
    )
    question = law.ask("accepted").next()
    assert question is not None and question.name == "papers"


def test_it_does_not_end_where_most_completions_come_to_nothing(law: Law) -> None:
    # A first count below the first step is undetermined, whatever else is said: to try that alone is to try nothing.
    law.inputs(a_count="integer", b_count="integer", c_wage="money", d_wage="money", e_wage="money")
    law.outputs(whole="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def whole(a_count: int, b_count: int, c_wage: Money, d_wage: Money, e_wage: Money,
                  ladder: Scale[Money]) -> Money:
            return ladder.at(a_count) + ladder.at(b_count) + c_wage + d_wage + e_wage
        """
    )
    steps = ", ".join(f"{10 * n}: '{n}.00'" for n in range(1, 25))
    law.numbers(
        f"ladder: {{kind: scale, unit: CNY, records: [{{value: {{{steps}}}, cites: [cn-1/1], grade: printed}}]}}"
    )
    case = {"a_count": 10, "b_count": 25, "c_wage": "1.00", "d_wage": "2.00", "e_wage": "3.00"}
    interview = law.ask("whole")
    decision = hold(interview, case)
    assert interview.asked == list(case) and values(decision) == values(law.decide("whole", **case))


def test_a_question_is_found_without_trying_everything(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    # A person waits for it.
    names = [f"wage_{letter}" for letter in "abcdefgh"]
    law.inputs(**dict.fromkeys(names, "money")).outputs(whole="money")
    law.rules(
        f"""
        @rule(cites="cn-1/1")
        def whole({", ".join(f"{name}: Money" for name in names)}) -> Money:
            return {" + ".join(names)}
        """
    )
    tried: list[object] = []
    answer = Completions.run
    monkeypatch.setattr(Completions, "run", lambda self, trial: tried.append(trial) or answer(self, trial))
    assert law.ask("whole").next() is not None
    assert len(tried) < 200


def test_a_question_has_words_type_and_choices(benefit: Law) -> None:
    interview = benefit.ask("involuntary")
    question = interview.next()
    assert question is not None
    assert question.name == "event" and question.question.en == "?" and question.type.kind == "enum"
    assert question.choices is not None and list(question.choices) == list(EVENTS)
    assert interview.next() == question


def test_a_wrong_answer_is_refused_and_the_question_stands(benefit: Law) -> None:
    interview = benefit.ask("involuntary")
    with pytest.raises(InputError, match="one of dismissed, expired"):
        interview.answer("event", "fired")
    question = interview.next()
    assert question is not None and question.name == "event"


def test_a_missing_number_does_not_stop_the_questions_that_still_decide(benefit: Law) -> None:
    benefit.numbers("share: {kind: scalar, unit: rate, records: []}")
    case: dict[str, Any] = dict(months=12, event="expired", event_date="2020-07-01", cap=None)
    interview = benefit.ask("amount", **case)
    decision = hold(interview, {"registered": False, "exempt": False, "wage": "1.00"})
    assert values(decision) == [({}, "computed", 0)]


def test_text_that_a_rule_compares_matters(law: Law) -> None:
    law.inputs(name="text", other="boolean").outputs(fits="boolean", either="boolean").reasons("other_name")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="other_name")
        def fits(name: Text, other: bool) -> bool:
            return name in ("x", "y") and name != "x" and other
        """
    )
    interview = law.ask("fits", other=True)
    assert interview.relevant("name")
    assert law.ask("fits", name="y").relevant("other") and not law.ask("fits", name="x").relevant("other")


def test_many_boundaries_hide_none(law: Law) -> None:
    steps = ", ".join(f"{10 * n}: '{n}.00'" for n in range(1, 90))
    law.inputs(months="months").outputs(long="boolean").reasons("short")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="short")
        def long(months: Months, ladder: Scale[Money], top: Money) -> bool:
            return ladder.at(months + 10) >= top
        """
    )
    law.numbers(
        f"ladder: {{kind: scale, unit: CNY, records: [{{value: {{{steps}}}, cites: [cn-1/1], grade: printed}}]}}\n"
        "top: {kind: scalar, unit: CNY, records: [{value: '89.00', cites: [cn-1/1], grade: printed}]}"
    )
    assert law.ask("long").relevant("months")
