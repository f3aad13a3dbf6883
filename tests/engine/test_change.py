"""What would change a refusal: the nearest value that passes, for amounts, counts, shares and days."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.engine.change import would_change
from renshe.engine.values import ValueType, to_json
from tests.engine.conftest import Law

CONDITION = """
@condition(cites="cn-1/1", otherwise="no")
def passes({arguments}) -> bool:
    return {test}
"""
NUMBERS = """
least: {kind: scalar, unit: CNY, records: [{value: "1816.00", cites: [cn-1/1], grade: printed}]}
window: {kind: window, unit: date, records: [{value: ["2020-03-01", "2020-06-30"], cites: [cn-1/1], grade: printed}]}
months_open: {kind: window, unit: month, records: [{value: ["2020-02", "2020-06"], cites: [cn-1/1], grade: printed}]}
steps: {kind: scale, unit: CNY, records: [{value: {0: "0.00", 60: "20.00"}, cites: [cn-1/1], grade: printed}]}
"""


def law_of(law: Law, arguments: str, test: str) -> Law:
    law.inputs(
        wage="money", months="months", people="integer", laid_off="integer", act="date", share="rate", sick="boolean"
    )
    law.outputs(passes="boolean").reasons("no").numbers(NUMBERS)
    return law.rules(CONDITION.format(arguments=arguments, test=test))


def changes(law: Law, *outputs: str, **case: Any) -> dict[str, Any]:
    """Input → the value needed, written as a case writes it."""
    decision = law.decide(*(outputs or ("passes",)), **case)
    kinds = {
        name: law.book.terms[name].type if name in law.book.terms else ValueType(name) for name in ("date", "month")
    }
    kinds.update({name: term.type for name, term in law.book.terms.items()})
    return {change.input: to_json(kinds[change.input], change.needed) for change in would_change(decision)}


CASES = [
    ("months: Months", "months >= 12", {"months": 11}, {"months": 12}),
    ("months: Months", "months > 12", {"months": 3}, {"months": 13}),
    ("months: Months", "12 <= months < 24", {"months": 30}, {"months": 23}),
    ("months: Months", "not months >= 12", {"months": 40}, {"months": 11}),
    ("months: Months", "months + 6 >= 24", {"months": 3}, {"months": 18}),
    ("months: Months", "months * 3 >= 100", {"months": 3}, {"months": 34}),
    ("wage: Money, least: Money", "wage >= least", {"wage": "10.00"}, {"wage": "1816.00"}),
    ("wage: Money, least: Money", "wage * 100 >= least * 60", {"wage": "10.00"}, {"wage": "1089.60"}),
    ("wage: Money, least: Money", "half_up_to_fen(wage, 12) >= least", {"wage": "10.00"}, {"wage": "21791.94"}),
    ("months: Months, steps: Scale[Money], wage: Money", "steps.at(months) > wage", {"months": 3, "wage": "10.00"},
     {"months": 60}),
    # A share by cross-multiplication: a tenth of the people, either number may move.
    ("laid_off: int, people: int", "laid_off * 10 >= people", {"laid_off": 5, "people": 200},
     {"laid_off": 20, "people": 50}),
    ("laid_off: int, people: int", "laid_off * 100 <= people * 20", {"laid_off": 50, "people": 100},
     {"laid_off": 20, "people": 250}),
    ("share: Rate, least: Money, wage: Money", "half_up_to_fen(wage * share) >= least",
     {"share": "0.10", "wage": "2000.00"}, {"share": "0.907998", "wage": "18159.95"}),
    ("act: Day, date: Day", "date - act <= 60", {"act": "2020-01-01"}, {"act": "2020-05-11", "date": "2020-03-01"}),
    ("act: Day, date: Day", "date <= months_after(act, 6)", {"act": "2020-01-05"},
     {"act": "2020-01-10", "date": "2020-07-05"}),
    ("date: Day, window: Window", "window.holds(date)", {}, {"date": "2020-06-30"}),
    ("act: Day, window: Window", "window.holds(act)", {"act": "2019-03-01"}, {"act": "2020-03-01"}),
    ("act: Day, window: Window", "window.holds(act + 30)", {"act": "2020-06-15"}, {"act": "2020-05-31"}),
    ("month: Month, months_open: MonthWindow", "months_open.holds(month)", {"month": "2021-01"}, {"month": "2020-06"}),
    # The month follows the day, and the day is what one can move.
    ("month: Month, months_open: MonthWindow", "months_open.holds(month)", {}, {"date": "2020-06-30"}),
    ("sick: bool", "sick", {"sick": False}, {}),
    ("months: Months, sick: bool", "sick and months >= 12", {"sick": False, "months": 3}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "test", "case", "expected"), CASES, ids=[f"{t} {c}" for _, t, c, _ in CASES])
def test_the_nearest_value_that_passes(
    law: Law, arguments: str, test: str, case: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert changes(law_of(law, arguments, test), **case) == expected


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 60), st.integers(1, 600))
def test_it_passes_there_and_nowhere_nearer(law: Law, laid_off: int, people: int) -> None:
    if "passes" not in law.words["outputs"]:
        law_of(law, "laid_off: int, people: int", "laid_off * 10 >= people")
    case = {"laid_off": laid_off, "people": people}
    for name, needed in changes(law, **case).items():
        assert law.value("passes", **{**case, name: needed}) is True
        away = abs(needed - case[name])
        for nearer in range(case[name] - away + 1, case[name] + away):
            assert nearer < 0 or law.value("passes", **{**case, name: nearer}) is False


def test_what_passes_needs_no_change_and_what_is_open_has_none(law: Law) -> None:
    law_of(law, "months: Months", "months >= 12")
    assert changes(law, months=12) == {} and changes(law) == {} and changes(law, months="?") == {}


def test_a_value_behind_the_condition_counts(law: Law) -> None:
    law.outputs(total="months", eligible="boolean")
    law_of(law, "total: Months", "total >= 24")
    law.rules(
        CONDITION.format(arguments="total: Months", test="total >= 24")
        + '\n@rule(cites="cn-1/1")\ndef total(months: Months, people: int) -> Months: return months + people * 2\n'
        + '\neligible = eligibility(cites="cn-1/1", requires=[passes])\n'
    )
    assert changes(law, "eligible", months=3, people=1) == {"months": 22, "people": 11}
    # A given value stands for what is behind it.
    assert changes(law, "eligible", total=3) == {"total": 24}


def test_a_day_cannot_move_beyond_the_calendar(law: Law) -> None:
    law_of(law, "act: Day, date: Day", "act - date >= 4000000")
    assert changes(law, act="2020-01-01") == {}


def test_only_what_failed_would_change(law: Law) -> None:
    law.outputs(old_enough="boolean", eligible="boolean")
    law_of(law, "months: Months", "months >= 12")
    law.rules(
        CONDITION.format(arguments="months: Months", test="months >= 12")
        + '\n@condition(cites="cn-1/1", otherwise="no")\ndef old_enough(people: int) -> bool: return people >= 3\n'
        + '\neligible = eligibility(cites="cn-1/1", requires=[passes, old_enough])\n'
    )
    decision = law.decide("eligible", months=3, people=5)
    (change,) = would_change(decision)
    assert (change.condition, change.input, change.current, change.needed) == ("passes", "months", 3, 12)
