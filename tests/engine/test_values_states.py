"""The four states of a value: absent, unknown, none, and a value; and what reducers make of them."""

from __future__ import annotations

import pytest

from renshe.engine.errors import InputError
from tests.engine.conftest import Law

PAID = """
@rule(cites="cn-1/1")
def paid(amount: Money, cap: Money | None) -> Money:
    if cap is None:
        return amount
    return min(amount, cap)
"""


@pytest.fixture
def capped(law: Law) -> Law:
    return law.inputs(amount="money", cap="money?").outputs(paid="money").rules(PAID)


def test_a_value(capped: Law) -> None:
    assert capped.value("paid", amount="100.00", cap="30.00") == 3000


def test_none_is_a_value(capped: Law) -> None:
    for none in (None, "none", "null", "无"):
        assert capped.value("paid", amount="100.00", cap=none) == 10000


def test_absent_and_unknown_are_missing(capped: Law) -> None:
    assert capped.missing("paid", amount="100.00") == ("cap",)
    assert capped.missing("paid", amount="100.00", cap="?") == ("cap",)
    assert capped.missing("paid") == ("amount", "cap")


def test_none_is_refused_where_there_is_always_something(capped: Law) -> None:
    with pytest.raises(InputError) as failure:
        capped.decide("paid", amount=None, cap=None)
    (problem,) = failure.value.problems
    assert problem.place == "amount" and problem.fix is not None and "?" in problem.fix.en


def test_a_nullable_number_may_be_none(law: Law) -> None:
    law.inputs(amount="money").outputs(paid="money").rules(PAID)
    law.numbers(
        "cap: {kind: scalar, unit: CNY, nullable: true, records: [{value: null, cites: [cn-1/1], grade: printed}]}"
    )
    assert law.value("paid", amount="100.00") == 10000
    assert law.value("paid", amount="100.00", cap="30.00") == 3000


def test_a_cell_left_out_of_a_table_is_missing_and_not_none(law: Law) -> None:
    law.inputs(amount="money", office="enum:office").enum("office", "north", "south", "west").outputs(
        paid="money"
    ).rules(PAID)
    law.numbers(
        """
        cap:
          kind: table
          unit: CNY
          nullable: true
          by: [office]
          records:
            - {value: {north: "30.00", south: null}, cites: [cn-1/1], grade: printed}
        """
    )
    assert law.value("paid", amount="100.00", office="north") == 3000
    assert law.value("paid", amount="100.00", office="south") == 10000
    assert law.missing("paid", amount="100.00", office="west") == ("cap",)
    assert law.missing("paid", amount="100.00") == ("office",)


def test_an_output_may_be_none_and_is_computed(law: Law) -> None:
    law.inputs(paid_out="boolean").outputs(payer="enum:payer?").enum("payer", "centre").rules(
        """
        @rule(cites="cn-1/1")
        def payer(paid_out: bool) -> Choice | None:
            return "centre" if paid_out else None
        """
    )
    part = law.decide("payer", paid_out=False).answers["payer"].parts[0]
    assert part.result.value is None and part.status == "computed" and part.missing == ()
    assert law.value("payer", paid_out=True) == "centre"


def test_both_ways_of_an_open_question_may_agree(law: Law) -> None:
    law.inputs(a="boolean", amount="money").outputs(paid="money").rules(
        """
        @rule(cites="cn-1/1")
        def paid(a: bool, amount: Money) -> Money:
            if a:
                return amount
            return amount
        """
    )
    assert law.value("paid", amount="5.00") == 500
    assert law.missing("paid", a=True) == ("amount",)


def test_agreeing_values_with_different_reasons_do_not_agree(law: Law) -> None:
    law.inputs(a="boolean").outputs(paid="rate").reasons("micro", "large").rules(
        """
        @rule(cites="cn-1/1")
        def paid(a: bool) -> Rate:
            if a:
                return because(Rate(0), "micro")
            return because(Rate(0), "large")
        """
    )
    decision = law.decide("paid")
    assert decision.missing == ("a",) and decision.reasons == ()
    assert law.decide("paid", a=True).reasons == ("micro",)


def test_the_statuses(law: Law) -> None:
    law.inputs(months="months").reasons("few", "many")
    law.outputs(enough="boolean", too_many="boolean", fine="boolean", twice="months", said="boolean")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        @cause(cites="cn-1/1", code="many")
        def too_many(months: Months) -> bool:
            return months >= 24

        fine = eligibility(cites="cn-1/1", requires=[enough])

        @rule(cites="cn-1/1")
        def twice(months: Months) -> Months:
            return months * 2

        @rule(cites="cn-1/1")
        def said(months: Months) -> bool:
            return months == 3
        """
    )
    outputs = ("enough", "too_many", "fine", "twice", "said")
    statuses = {months: [p.status for p in law.decide(*outputs, months=months).parts()] for months in (12, 3, "?")}
    assert statuses == {
        12: ["met", "not_met", "met", "computed", "computed"],
        3: ["not_met", "not_met", "not_met", "computed", "computed"],
        "?": ["undetermined"] * 5,
    }


# ---- reducers


@pytest.fixture
def filings(law: Law) -> Law:
    """The last filing wins; a filing has a day and a wage."""
    law.record("filing", day="date", wage="money?").inputs(filings="list:record:filing", extra="money")
    law.outputs(last_wage="money?", days="list:date!", broken="integer", shared="integer")
    return law.rules(
        """
        @reducer(cites="cn-1/1")
        def last_wage(filings: tuple) -> Money | None:
            last = last_where(filings, lambda filing: filing["wage"] is not None)
            return last["wage"] if last else None

        @reducer(cites="cn-1/1")
        def days(filings: tuple, extra: Money) -> list:
            return [filing["day"] for filing in filings]

        @reducer(cites="cn-1/1")
        def broken(filings: tuple) -> int:
            return filings[0]["wage"].month

        @reducer(cites="cn-1/1")
        def shared(filings: tuple) -> int:
            return 100 // len(filings)
        """
    )


MAY, JUNE = {"day": "2020-05-01", "wage": "10.00"}, {"day": "2020-06-01", "wage": None}


def test_a_reducer_sees_money_as_fen_and_days_as_ordinals(filings: Law) -> None:
    assert filings.value("last_wage", filings=[MAY, JUNE]) == 1000
    assert filings.value("last_wage", filings=[]) is None
    assert filings.value("days", filings=[MAY, JUNE], extra="1.00") == (737546, 737577)


def test_a_reducer_needs_all_it_takes(filings: Law) -> None:
    assert filings.missing("days", filings=[MAY]) == ("extra",)
    assert filings.missing("days", extra="?") == ("extra", "filings")


def test_a_reducer_that_answers_none_where_there_is_always_something_is_undetermined(law: Law) -> None:
    law.inputs(names="list:text").outputs(first="integer", twice="integer")
    law.rules(
        """
        @reducer(cites="cn-1/1")
        def first(names: tuple) -> int:
            return len(names) or None

        @rule(cites="cn-1/1")
        def twice(first: int) -> int:
            return first * 2
        """
    )
    assert law.value("twice", names=["a"]) == 2
    assert law.missing("twice", names=[]) == ("names",)


# ---- what cannot be computed


def test_a_day_or_a_month_of_no_calendar_is_undetermined_and_no_traceback(law: Law) -> None:
    law.inputs(start="date", days="integer").outputs(due="date", due_month="month", late="boolean").reasons("late")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def due(start: Day, days: int) -> Day:
            return start + days

        @rule(cites="cn-1/1")
        def due_month(month: Month, days: int) -> Month:
            return month + days

        @condition(cites="cn-1/1", otherwise="late")
        def late(due: Day, date: Day) -> bool:
            return date <= due
        """
    )
    for days in (10_000_000_000, -10_000_000):
        case = {"start": "2020-01-01", "days": days}
        assert law.missing("due", **case) == ("days", "start") == law.missing("late", **case)
        assert law.missing("due_month", days=days) == ("days", "month")
        law.decide("due", "due_month", "late", **case).to_json()
    assert law.value("due", start="2020-01-01", days=-30) == 737395


def test_a_share_of_nobody_is_missing_what_it_was_counted_from(law: Law) -> None:
    law.inputs(sum="money", here="integer", away="integer").outputs(share="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def share(sum: Money, here: int, away: int) -> Money:
            left = here - away
            whole = sum
            return half_up_to_fen(whole, left)
        """
    )
    assert law.value("share", sum="9.00", here=3, away=1) == 450
    assert law.missing("share", sum="9.00", here=3, away=3) == ("away", "here", "sum")


@pytest.mark.parametrize(("output", "given"), [("broken", [MAY]), ("broken", []), ("broken", [JUNE]), ("shared", [])])
def test_a_reducer_that_is_not_total_is_undetermined_and_no_traceback(
    filings: Law, output: str, given: list[object]
) -> None:
    assert filings.missing(output, filings=given) == ("filings",)


def test_a_reducer_hands_on_the_reasons_it_turned_on(law: Law) -> None:
    law.inputs(months="months", refusals="list:text").outputs(enough="boolean", left="integer").reasons("few")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        @reducer(cites="cn-1/1", reasons_from=[enough])
        def left(enough: bool, refusals: tuple) -> int:
            return 3 - len(refusals) if enough else 0
        """
    )
    assert law.decide("left", months=3, refusals=["a"]).reasons == ("few",)
    assert law.decide("left", months=13, refusals=["a"]).reasons == ()


def test_a_partial_day_is_completed_by_the_rule_that_says_how(law: Law) -> None:
    law.inputs(issued="partial_day", issued_days="list:partial_day").outputs(end="date", latest="date")
    law.rules(
        """
        @reducer(cites="cn-1/1")
        def end(issued: PartialDay) -> Day:
            return complete_partial_day(issued)

        @reducer(cites="cn-1/1")
        def latest(issued_days: tuple) -> Day:
            return max(map(complete_partial_day, issued_days))
        """
    )
    assert law.value("end", issued="2019-09") == 737332  # 2019-09-30
    assert law.value("end", issued="2019-09-05") == 737307
    assert law.value("latest", issued_days=["2019-09", "2019-09-05"]) == 737332
