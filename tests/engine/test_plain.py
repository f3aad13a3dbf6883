"""Plain execution answers as the explaining one does, to the fen: on tiny laws, on every real case, and around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.api import Lawbook
from renshe.engine import plain
from renshe.engine.bind import Program
from renshe.engine.check import Case, read_cases
from renshe.engine.decision import read_day, read_inputs
from renshe.engine.domains import Domains
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.plain import compiled, run
from tests.engine.conftest import Law
from tests.engine.test_interview import COMPLETE, RULES, benefit
from tests.engine.test_kinds import AMOUNT, paid, person
from tests.engine.test_rows_and_registers import contribution, papers, schedule

__all__ = ["benefit", "contribution", "paid", "papers", "person", "schedule"]
"""Tiny laws of the other tests."""
DAY = 737616  # 2020-07-10
FIXTURES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def plainly(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that compare: what is missing by its names."""
    return {n: sorted(v.missing) if isinstance(v, Unknown) else (type(v) is bool, v) for n, v in values.items()}


def same(program: Program, outputs: tuple[str, ...], given_values: Mapping[str, Any]) -> dict[str, Any]:
    """The two executors agree; the values they agree on."""
    evaluation = Evaluation(program, given_values)
    explained = {name: evaluation.value(name) for name in outputs}
    values = run(program, outputs, given_values)
    assert plainly(values) == plainly(explained), given_values
    return values


def outputs_of(law: Law, region: str = "CN") -> tuple[str, ...]:
    return tuple(
        name for layer in law.book.layers.values() for name, entry in layer.items() if isinstance(entry, tuple)
    )


def around(program: Program, outputs: tuple[str, ...], fixed: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Cases on both sides of every boundary the law knows; an input may be absent, or asked and not known."""
    domains = Domains(program, outputs)
    names = {name: domains.of(name, fixed) for name in (*program.inputs_of(outputs), *program.dimensions)}
    values = {name: st.sampled_from((*tried, ASKED)) for name, tried in names.items() if tried}
    return st.fixed_dictionaries({}, optional=values).map(lambda case: {**fixed, **case})


@FIXTURES
@given(st.data())
@pytest.mark.parametrize("fixture", ["benefit", "paid", "schedule", "contribution", "papers"])
def test_on_tiny_laws(request: pytest.FixtureRequest, fixture: str, data: st.DataObject) -> None:
    law: Law = request.getfixturevalue(fixture)
    outputs = outputs_of(law)
    program = Program(law.book, "CN")
    same(program, outputs, data.draw(around(program, outputs, {"date": DAY})))


@FIXTURES
@given(COMPLETE)
def test_on_complete_cases(benefit: Law, case: dict[str, Any]) -> None:
    given_values = {**read_inputs(benefit.book, case), "date": DAY}
    assert not any(
        isinstance(v, Unknown) for v in same(Program(benefit.book, "CN"), ("amount", "eligible"), given_values).values()
    )


BODIES = """
@rule(cites="cn-1/1")
def shapes(wage: Money, count: int, share: Rate, cap: Money | None, event: Choice, act: Day, date: Day, sick: bool,
           ladder: Scale[Money], open: Window, base: Dated[Money], name: Text) -> Money:
    moved = months_after(act, count - 3)
    part = half_up_to_yuan(wage * share, count) if count % 7 != 3 else down_to_yuan(wage, 2)
    if event in ("left", "moved") and not (sick or cap is not None):
        if open.holds(moved):
            return because(min(part, ladder.at(count)), "left", cites="cn-1/2")
        first = part + ladder.lowest
    elif name == "x" or event not in ("left",):
        first = max(part, base.on(moved), Money(0))
    else:
        first = half_up_to_fen(ladder.highest * half_up_to_millionth(share * share))
    if cap is None:
        return first - base.on(act) * 2
    return abs(first - cap) if -3 < count <= 12 and open.first < last_day(month_of(moved)) else cap
"""
NUMBERS = """
ladder: {kind: scale, unit: CNY, records: [{value: {2: "1.00", 9: "7.00"}, cites: [cn-1/1], grade: printed}]}
open: {kind: window, unit: date, records: [{value: ["2020-03-01", null], cites: [cn-1/1], grade: printed}]}
base:
  kind: scalar
  unit: CNY
  records:
    - {value: "1.00", since: "2020-01-01", until: "2020-06-30", cites: [cn-1/1], grade: printed}
    - {value: "2.00", since: "2020-07-01", cites: [cn-1/2], grade: printed}
"""


@pytest.fixture
def shapes(law: Law) -> Law:
    """One rule with every node of a tree."""
    law.enum("event", "left", "moved", "hired").reasons("left").outputs(shapes="money")
    law.inputs(
        wage="money",
        count="integer",
        share="rate",
        cap="money?",
        event="enum:event",
        act="date",
        sick="boolean",
        name="text",
    )
    return law.rules(BODIES).numbers(NUMBERS)


@settings(FIXTURES, max_examples=300)
@given(
    st.fixed_dictionaries(
        {"date": st.just(DAY)},
        optional={
            "wage": st.integers(0, 10**6),
            "count": st.integers(-5, 15),
            "share": st.integers(0, 2_000_000),
            "cap": st.none() | st.integers(0, 10**5),
            "event": st.sampled_from(["left", "moved", "hired"]),
            "act": st.integers(DAY - 400, DAY + 40),
            "sick": st.booleans(),
            "name": st.sampled_from(["x", "y"]),
        },
    )
)
def test_every_node_of_a_tree(shapes: Law, case: dict[str, Any]) -> None:
    same(Program(shapes.book, "CN"), ("shapes",), case)


def test_the_source_is_ordinary_python(law: Law) -> None:
    law.inputs(months="months", wage="money").outputs(enough="boolean", amount="money", fine="boolean").reasons("few")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        fine = eligibility(cites="cn-1/1", requires=[enough])

        @rule(cites="cn-1/1")
        def amount(fine: bool, wage: Money) -> Money:
            twice = wage * 2
            if fine:
                return twice
            return because(Money(0), "few")
        """
    )
    program = Program(law.book, "CN")
    source = compiled(program, ("amount",)).source()
    assert source.startswith(
        """def amount_(m):
    try:
        _twice = (m['wage'] * 2)
        if (m['fine'] if 'fine' in m else fine_(m)):
            v = _twice
        else:
            v = 0
        if v is None:
            raise Missing
    except FAULTS:
        return slow(m, 'amount')
    m['amount'] = v
    return v
"""
    )
    assert [line for line in source.splitlines() if line.startswith("def ")] == [
        f"def {name}(m):" for name in ("amount_", "fine_", "enough_", "answers")
    ]
    assert compiled(program, ("amount",)) is compiled(program, ("amount",))
    assert run(program, ("amount",), {"date": DAY, "months": 12, "wage": 5}) == {"amount": 10}


def test_it_leaves_to_the_evaluation_only_what_is_no_body(schedule: Law) -> None:
    assert set(compiled(Program(schedule.book, "CN"), outputs_of(schedule)).rules) == {"benefit", "within_term"}


LATER = """
@rule(cites="cn-1/1", until="2020-06", clock="month")
def paid(cap: Money, wage: Money, punished: bool) -> Money:
    return Money(0) if punished else min(wage, cap)


@rule(cites="cn-1/1", name="paid", since="2020-07", until="2020-12", clock="month")
def paid_later(cap: Money, wage: Money, region: Text) -> Money:
    return wage if region == "CN" else min(wage, cap)


@rule(cites="cn-1/1")
def due(act: Day, days: int) -> Day:
    return act + days


pension_cap = member("cap", cites="cn-1/1", part="pension")


@rule(cites="cn-1/1")
def both(pension_cap: Money, paid: Money, due: Day) -> Money:
    return pension_cap + paid if due > due - 1 else paid
"""
CAP = """
cap:
  kind: table
  unit: CNY
  clock: month
  by: [part]
  records:
    - {value: {pension: "10.00", medical: "20.00"}, since: "2020-07", until: "2020-12", cites: [cn-1/1], grade: printed}
    - {value: {pension: "5.00"}, until: "2020-06", cites: [cn-1/1], grade: printed}
"""


@pytest.fixture
def later(law: Law) -> Law:
    """Versions, clocks, a table, a member, a default and a day that may leave the calendar."""
    law.enum("part", "pension", "medical").outputs(paid="money", due="date", pension_cap="money", both="money")
    law.inputs(
        part={"type": "enum", "enum": "part", "dimension": True}, wage="money", act="date", days="integer",
        punished={"type": "boolean", "when_absent": False},
    )  # fmt: skip
    return law.rules(LATER).numbers(CAP)


@settings(FIXTURES, max_examples=300)
@given(
    st.fixed_dictionaries(
        {"date": st.sampled_from([DAY, DAY - 20, DAY - 10, DAY + 200])},
        optional={
            "month": st.sampled_from([24246, 24245, 24251, 24252, ASKED]),
            "part": st.sampled_from(["pension", "medical", ASKED]),
            "wage": st.sampled_from([100, 700, 5000, ASKED]),
            "act": st.sampled_from([DAY, ASKED]),
            "days": st.sampled_from([0, 5, -DAY, 10**7]),
            "punished": st.sampled_from([True, False, ASKED]),
            "cap": st.sampled_from([300, ASKED]),
            "pension_cap": st.sampled_from([400, ASKED]),
            "paid": st.sampled_from([1, ASKED]),
            "region": st.sampled_from(["CN", "CN-BJ"]),
        },
    ),
    st.sampled_from(["CN", "CN-BJ"]),
)
def test_versions_clocks_tables_and_members(later: Law, case: dict[str, Any], region: str) -> None:
    program = Program(later.book, region)
    outputs = ("paid", "due", "pension_cap", "both")
    same(program, outputs, case)
    assert set(compiled(program, outputs).rules) == set(outputs)


def test_what_is_remembered_of_a_number_is_bounded(later: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MANY", 2)
    program = Program(later.book, "CN")
    for month in range(24240, 24250):
        case = {"date": DAY, "month": month, "part": "pension", "wage": 100, "act": DAY, "days": 1}
        same(program, ("both", "paid"), case)


@pytest.mark.parametrize("text", [RULES, AMOUNT], ids=["interview", "kinds"])
def test_bodies_are_plain(request: pytest.FixtureRequest, text: str) -> None:
    law: Law = request.getfixturevalue("benefit" if text is RULES else "paid")
    assert set(compiled(Program(law.book, "CN"), outputs_of(law)).rules) == set(outputs_of(law))


# ---- the real law


@pytest.fixture(scope="module")
def real() -> Lawbook:
    return Lawbook()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases([Path(__file__).resolve().parents[1] / "cases"])


def row(real: Lawbook, case: Case, programs: dict[Any, Program]) -> tuple[Program, tuple[str, ...], dict[str, Any]]:
    key = (case.region, case.known_on)
    if key not in programs:
        programs[key] = Program(real.compiled, case.region, case.known_on and read_day(case.known_on, ""))  # type: ignore[arg-type]
    given_values = {**read_inputs(real.compiled, case.inputs), "date": read_day(case.date, "")}
    return programs[key], tuple(case.expect), given_values


def test_on_every_real_case_and_with_each_input_left_out(real: Lawbook, cases: list[Case]) -> None:
    assert cases
    programs: dict[Any, Program] = {}
    for index, case in enumerate(cases):
        program, outputs, given_values = row(real, case, programs)
        same(program, outputs, given_values)
        for name in [name for name in given_values if name != "date"][:: 1 + index % 3]:
            same(program, outputs, {key: value for key, value in given_values.items() if key != name})


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_around_real_cases(real: Lawbook, cases: list[Case], data: st.DataObject) -> None:
    program, outputs, given_values = row(real, data.draw(st.sampled_from(cases)), {})
    domains = Domains(program, outputs)
    for name in data.draw(st.lists(st.sampled_from(sorted(given_values)), max_size=4, unique=True)):
        tried = domains.of(name, given_values)
        if tried:
            given_values = {**given_values, name: data.draw(st.sampled_from(tried))}
    same(program, outputs, given_values)


def test_a_member_that_is_asked_and_not_known_is_not_answered_for_all() -> None:
    program = Program(Lawbook().compiled, "CN-BJ")
    case = {"date": DAY, "month": 24246, "insurance": "medical", "filed_wage": 500_000, "medical_base": ASKED}
    assert isinstance(same(program, ("contribution_base",), case)["contribution_base"], Unknown)
