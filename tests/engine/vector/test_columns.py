"""Columns answer as the explaining evaluation does: every kind of node, and every corner of three-valued logic."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.engine.bind import Program
from renshe.engine.errors import InputError
from renshe.engine.evaluate import ASKED
from renshe.engine.types import PartialDay
from renshe.engine.vector.answers import BEYOND, run
from renshe.engine.vector.given import Book, from_values
from renshe.engine.vector.nodes import Figure
from renshe.engine.vector.plan import plan
from renshe.engine.vector.regions import by_region
from tests.engine.conftest import Law
from tests.engine.test_interview import benefit
from tests.engine.test_kinds import paid, person
from tests.engine.test_plain import around, later, outputs_of, shapes
from tests.engine.test_rows_and_registers import contribution, papers, schedule
from tests.engine.vector.equality import DAY, Row, agree, explained, said, same

__all__ = ["benefit", "contribution", "later", "paid", "papers", "person", "schedule", "shapes"]
FIXTURES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
JULY = 24246


def every(**values: list[Any]) -> list[Row]:
    """Rows with every combination; ``...`` leaves the name out."""
    return [
        {name: value for name, value in zip(values, row, strict=True) if value is not ...}
        for row in itertools.product(*values.values())
    ]


def dated(rows: list[Row]) -> list[Row]:
    return [{"date": DAY, **row} for row in rows]


# ---- the tiny laws of the other tests, on both sides of every boundary


@FIXTURES
@given(st.data())
@pytest.mark.parametrize("fixture", ["benefit", "paid", "schedule", "contribution", "papers"])
def test_on_tiny_laws(request: pytest.FixtureRequest, fixture: str, data: st.DataObject) -> None:
    law: Law = request.getfixturevalue(fixture)
    outputs = outputs_of(law)
    for region in ("CN", "CN-GD"):
        program = Program(law.book, region)
        rows = data.draw(st.lists(around(program, outputs, {"date": DAY}), min_size=1, max_size=12))
        same(program, outputs, rows)


BODY = st.fixed_dictionaries(
    {"date": st.just(DAY)},
    optional={
        "wage": st.sampled_from([0, 1, 99, 100, 12345, 10**6, ASKED]),
        "count": st.integers(-5, 15) | st.just(ASKED),
        "share": st.sampled_from([0, 1, 500_000, 2_000_000, ASKED]),
        "cap": st.sampled_from([None, 0, 100, 10**5, ASKED]),
        "event": st.sampled_from(["left", "moved", "hired", ASKED]),
        "act": st.sampled_from([DAY - 400, DAY - 11, DAY - 10, DAY - 9, DAY + 40, 3_652_059, 1, ASKED]),
        "sick": st.sampled_from([True, False, ASKED]),
        "name": st.sampled_from(["x", "y", "z", ASKED]),
        "base": st.sampled_from([7, ASKED]),
    },
)


@settings(FIXTURES, max_examples=30)
@given(st.lists(BODY, min_size=1, max_size=40))
def test_every_node_of_a_tree(shapes: Law, rows: list[Row]) -> None:
    same(Program(shapes.book, "CN"), ("shapes",), rows)


LATER = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from([DAY, DAY - 20, DAY - 10, DAY + 200, ASKED]),
        "month": st.sampled_from([JULY, JULY - 1, JULY + 5, JULY + 6, ASKED]),
        "part": st.sampled_from(["pension", "medical", ASKED]),
        "wage": st.sampled_from([100, 700, 5000, ASKED]),
        "act": st.sampled_from([DAY, ASKED]),
        "days": st.sampled_from([0, 5, -DAY, 10**7]),
        "punished": st.sampled_from([True, False, ASKED]),
        "cap": st.sampled_from([300, ASKED]),
        "pension_cap": st.sampled_from([400, ASKED]),
        "paid": st.sampled_from([1, ASKED]),
    },
)


@settings(FIXTURES, max_examples=30)
@given(st.lists(LATER, min_size=1, max_size=40), st.sampled_from(["CN", "CN-BJ"]))
def test_versions_clocks_tables_and_members(later: Law, rows: list[Row], region: str) -> None:
    figures = ["paid", "due", "pension_cap", "both", Figure("paid", (("part", "medical"),)), Figure("cap")]
    same(Program(later.book, region), figures, rows)


# ---- what decides, and why


def test_both_ways_of_an_open_branch(law: Law) -> None:
    law.inputs(sick="boolean", poor="boolean", cap="money?", wage="money").reasons("one", "two")
    law.outputs(amount="money", limit="money?", told="money", chosen="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def amount(sick: bool, poor: bool, wage: Money) -> Money:
            if sick:
                return wage * 2
            kept = wage if poor else wage + wage
            return kept

        @rule(cites="cn-1/1")
        def limit(sick: bool, cap: Money | None) -> Money | None:
            if sick:
                return None
            return cap

        @rule(cites="cn-1/1")
        def told(sick: bool, poor: bool, wage: Money) -> Money:
            if sick:
                return because(wage, "one", cites="cn-1/1")
            if poor:
                return because(wage, "one", cites="cn-1/2")
            return because(wage, "two", cites="cn-1/2")

        @rule(cites="cn-1/1")
        def chosen(sick: bool, poor: bool, wage: Money) -> Money:
            if not sick or poor and wage != wage * 2:
                return because(Money(0), "one")
            return because(Money(0), "one")
        """
    )
    rows = every(
        sick=[True, False, ..., ASKED], poor=[True, False, ...], cap=[None, 5, ...], wage=[0, 7, ...]
    )  # fmt: skip
    same(Program(law.book, "CN"), ("amount", "limit", "told", "chosen"), rows)


def test_a_known_failure_decides_and_reasons_are_handed_on(person: Law) -> None:
    person.outputs(
        eligible="boolean", either="boolean", named="boolean", all_fail="boolean", stopped="boolean", amount="money",
        gone="boolean", listed="boolean", quiet="money", late="boolean",
    )  # fmt: skip
    person.inputs(signed="date?").reasons("late", "fallback", "none", "dismissed", "left", "hired", "moved")
    person.rules(
        """
        @condition(cites="cn-1/1", otherwise="few_months")
        def enough(months: Months) -> bool:
            return months >= 12

        @condition(cites="cn-1/2", otherwise="left_by_choice")
        def involuntary(event: Choice) -> bool:
            return event == "dismissed"

        @condition(cites="cn-1/3", otherwise="still_pays")
        def stopped_paying(paying: bool) -> bool:
            return not paying

        @cause(cites="cn-1/3", code="late")
        def late(months: Months, paying: bool) -> bool:
            return paying and months > 24

        eligible = eligibility(cites="cn-1/1", requires=[enough, involuntary, stopped_paying])
        either = any_of(enough, stopped_paying, cites="cn-1/1")
        named = any_of(enough, involuntary, cites="cn-1/1", otherwise="neither")
        all_fail = eligibility(cites="cn-1/1", requires=[eligible, either, named])
        stopped = causes(late, cites="cn-1/1")
        gone = causes(late, cites="cn-1/1", code_from="event", except_=["none", "moved"])
        listed = causes(late, cites="cn-1/1", code_from="events", except_=["none"])

        @rule(cites="cn-1/1", reasons_from=[eligible, stopped])
        def amount(eligible: bool, stopped: bool, months: Months, cap: Money) -> Money:
            if months > 300:
                return cap
            if eligible and not stopped:
                return because(cap, "fallback") if months > 20 else cap
            return Money(0)

        @rule(cites="cn-1/1", reasons_from=["named", "listed"])
        def quiet(cap: Money, named: bool, months: Months) -> Money:
            return cap if months == 11 or named else Money(0)
        """
    ).numbers("cap: {kind: scalar, unit: CNY, records: [{value: '5.00', cites: [cn-1/1], grade: printed}]}")
    rows = dated(
        every(
            months=[11, 12, 25, 301, ...], event=["none", "dismissed", "moved", ASKED, ...], paying=[True, False, ...],
            events=[(), ("left", "none"), ("none",), ...], eligible=[..., True, False], enough=[..., False],
        )
    )  # fmt: skip
    outputs = ("eligible", "either", "named", "all_fail", "stopped", "gone", "listed", "amount", "quiet", "late")
    same(Program(person.book, "CN"), outputs, rows)


def test_given_determinations_tell_their_reason_by_version(law: Law) -> None:
    law.inputs(months="months", left="date?").outputs(enough="boolean", fine="boolean", gone="boolean", out="boolean")
    law.reasons("few", "fewer", "nothing", "went")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few", until="2020-06-30", clock="left")
        def enough(months: Months) -> bool:
            return months >= 12

        @condition(cites="cn-1/1", otherwise="fewer", name="enough", since="2020-07-01", clock="left")
        def enough_now(months: Months) -> bool:
            return months >= 6

        @cause(cites="cn-1/1", code="went")
        def gone(months: Months) -> bool:
            return months > 50

        fine = any_of("enough", gone, cites="cn-1/1", otherwise="nothing")
        out = eligibility(cites="cn-1/1", requires=[fine, "enough"])
        """
    )
    rows = every(
        months=[5, 6, 11, 12, ...], left=[DAY, DAY - 10, DAY - 11, None, ASKED, ...],
        enough=[..., True, False, ASKED], gone=[..., True, False], fine=[..., False],
    )  # fmt: skip
    same(Program(law.book, "CN"), ("enough", "fine", "gone", "out"), rows)


def test_a_rule_that_has_lapsed_leaves_the_input_or_its_default(law: Law) -> None:
    law.inputs(wage="money", filed="money", rural={"type": "boolean", "when_absent": True}, left="date?")
    law.outputs(sum="money", gone="money")
    law.rules(
        """
        @rule(cites="cn-1/1", until="2020-06-30")
        def filed(wage: Money) -> Money:
            return wage * 2

        @rule(cites="cn-1/1", since="2020-07-10", clock="left")
        def rural(wage: Money) -> bool:
            return wage > wage

        @rule(cites="cn-1/1", until="2020-06-30", clock="left")
        def gone(wage: Money) -> Money:
            return wage

        @rule(cites="cn-1/1")
        def sum(filed: Money, rural: bool) -> Money:
            return filed if rural else filed * 10
        """
    )
    rows = every(
        date=[DAY, DAY - 10, ASKED, ...], wage=[5, ...], filed=[..., 7], left=[DAY, DAY - 1, DAY - 10, None, ASKED, ...]
    )
    same(Program(law.book, "CN"), ("filed", "rural", "gone", "sum"), rows)


# ---- numbers

NUMBERS = """
ladder:
  kind: scale
  unit: CNY
  clock: month
  records:
    - {value: {2: "1.00", 9: "7.00"}, since: "2020-01", until: "2020-06", cites: [cn-1/1], grade: printed}
    - {value: {3: "2.00", 9: "8.00", 20: "9.00"}, since: "2020-07", until: "2020-12", cites: [cn-1/2], grade: printed}
open: {kind: window, unit: date, records: [{value: ["2020-03-01", null], cites: [cn-1/1], grade: printed}]}
shut:
  kind: window
  unit: month
  clock: date
  records:
    - {value: [null, "2020-07"], until: "2020-07-09", cites: [cn-1/1], grade: printed}
    - {value: ["2020-07", "2020-08"], since: "2020-07-10", until: "2020-08-01", cites: [cn-1/1], grade: printed}
unsaid: {kind: window, unit: date, records: []}
share:
  kind: scalar
  unit: rate
  clock: left
  records:
    - {value: "0.50", since: "2020-01-01", cites: [cn-1/1], grade: printed}
    - {value: "0.25", since: "2020-07-01", cites: [cn-2/1], grade: printed, replaces: cn-1}
ending:
  kind: scalar
  unit: CNY
  records:
    - {value: "1.00", cites: [cn-1/1], grade: printed}
    - {since: "2020-07-01", cites: [cn-2/1], grade: printed, ends: cn-1}
cell:
  kind: table
  unit: CNY
  nullable: true
  by: [part, kind]
  records:
    - {value: {pension: {a: "1.00", b: "2.00"}}, cites: [cn-1/1], grade: printed}
    - {value: {medical: {a: null}}, since: "2020-07-01", cites: [cn-1/2], grade: printed}
whole: {kind: scalar, unit: boolean, records: [{value: true, in: CN-HB, cites: [cn-1/1], grade: printed}]}
style: {kind: table, unit: "enum:kind", by: [part], records: [{value: {pension: b}, cites: [cn-1/1], grade: printed}]}
"""


@pytest.fixture
def numbers(law: Law) -> Law:
    """A number of each kind, with its corners, and a rule for each thing asked of it."""
    law.enum("part", "pension", "medical", "injury").enum("kind", "a", "b", "c")
    law.inputs(
        count="integer", act="date", left="date?", part={"type": "enum:part", "dimension": True}, kind="enum:kind?",
        cell="money?", style="enum:kind",
    )  # fmt: skip
    law.outputs(
        at="money", low="money", high="money", within="boolean", begins="date", ends="month", never="boolean",
        begun="date", part_of="rate", ended="money", on="money", celled="money?", held="boolean", styled="boolean",
        pension_cell="money?",
    )  # fmt: skip
    law.rules(
        """
        @rule(cites="cn-1/1")
        def at(ladder: Scale[Money], count: int) -> Money:
            return ladder.at(count)

        @rule(cites="cn-1/1")
        def low(ladder: Scale[Money]) -> Money:
            return ladder.lowest

        @rule(cites="cn-1/1")
        def high(ladder: Scale[Money], count: int) -> Money:
            return ladder.highest if count > 2 else ladder.lowest

        @rule(cites="cn-1/1")
        def within(open: Window, shut: MonthWindow, act: Day, month: Month) -> bool:
            return open.holds(act) and shut.holds(month)

        @rule(cites="cn-1/1")
        def begins(open: Window, count: int) -> Day:
            return open.first if count > 2 else open.last

        @rule(cites="cn-1/1")
        def ends(shut: MonthWindow, count: int) -> Month:
            return shut.last if count > 2 else shut.first

        @rule(cites="cn-1/1")
        def never(unsaid: Window, act: Day) -> bool:
            return unsaid.holds(act)

        @rule(cites="cn-1/1")
        def begun(unsaid: Window) -> Day:
            return unsaid.first

        @rule(cites="cn-1/1")
        def part_of(share: Rate) -> Rate:
            return share * 2

        @rule(cites="cn-1/1")
        def ended(ending: Money, count: int) -> Money:
            return ending * count

        @rule(cites="cn-1/1")
        def on(ending: Dated[Money], act: Day, count: int) -> Money:
            return ending.on(months_after(act, count))

        @rule(cites="cn-1/1")
        def celled(cell: Money | None) -> Money | None:
            if cell is None:
                return cell
            return cell * 2

        @rule(cites="cn-1/1")
        def held(whole: bool, act: Day) -> bool:
            return whole or act > act

        @rule(cites="cn-1/1")
        def styled(style: Choice, kind: Choice | None) -> bool:
            return style in ("a", "b") and kind is not None and style == kind

        pension_cell = member("cell", part="pension", cites="cn-1/1")
        """
    )
    return law.numbers(NUMBERS)


def test_numbers(numbers: Law) -> None:
    rows = [
        *every(date=[DAY, DAY - 1, DAY + 22, DAY + 23, ASKED, ...], month=[JULY, JULY - 1, JULY + 6, ...],
               count=[1, 2, 3, 9, 25, ...], act=[DAY - 131, DAY - 132, ...]),
        *every(date=[DAY], act=[DAY, DAY - 10, 1, 3_652_059, ...], count=[0, 1, -1, 10**6, -DAY, ASKED],
               left=[DAY, DAY - 10, DAY - 11, DAY - 400, None, ASKED, ...], ending=[..., 300, ASKED]),
        *every(date=[DAY, DAY - 10, ...], part=["pension", "medical", "injury", ASKED, ...],
               kind=["a", "b", "c", None, ASKED, ...], cell=[..., 9, None], pension_cell=[..., 4, None, ASKED]),
        *every(date=[DAY], kind=["a", "b", "c", None, ASKED, ...], style=[..., "a", "c"]),
    ]  # fmt: skip
    figures = [*outputs_of(numbers), "cell", "month", "share"]
    figures += [Figure(name, (("part", part),)) for name in ("cell", "celled") for part in ("pension", "medical")]  # type: ignore[misc]
    for region in ("CN", "CN-HB"):
        program = Program(numbers.book, region)
        same(program, figures, rows)
        same(program, figures, [{"date": DAY, "month": JULY - 7, "count": 3, "left": None}] * 4)


def test_regions_and_days_of_knowledge(law: Law) -> None:
    law.inputs(wage="money", floor="money", kept={"type": "boolean", "when_absent": True}, place="text")
    law.outputs(base="money", here="boolean").reasons("no")
    law.rules('@rule(cites="cn-1/1")\ndef base(wage: Money, floor: Money, kept: bool) -> Money:\n'
              "    return max(wage, floor) if kept else wage\n\n"
              '@rule(cites="cn-1/1")\ndef here(region: Text, place: Text) -> bool:\n'
              '    return region == place or place == "CN-SH"\n')  # fmt: skip
    law.rules('@rule(cites="bj-1/1")\ndef base(wage: Money, kept: bool) -> Money:\n    return wage * 2\n', "cn_bj/pay")
    law.numbers(
        "floor: {kind: scalar, unit: CNY, records: [{value: '5.00', in: CN-HB, cites: [cn-1/1], grade: printed}]}"
    )
    rows = dated(every(wage=[4, 700, ...], floor=[..., 600, ASKED], kept=[..., True, False, ASKED],
                       place=["CN", "CN-BJ", "elsewhere", ...]))  # fmt: skip
    for region, known_on in itertools.product(("CN", "CN-BJ", "CN-HB"), (None, DAY - 200)):
        same(Program(law.book, region, known_on), ("base", "here", "floor", "region"), rows)


def test_what_the_body_read_before_it_was_decided_hands_on_its_reasons(law: Law) -> None:
    law.enum("part", "pension", "medical").reasons("few")
    law.inputs(months="months", part={"type": "enum:part", "dimension": True}, wage="money")
    law.outputs(enough="boolean", due="money", medical_due="money", own="money", mine="money")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        @rule(cites="cn-1/1", reasons_from=[enough])
        def due(enough: bool, part: Choice, wage: Money) -> Money:
            if enough and part == "medical":
                return wage * 2
            return wage

        medical_due = member(due, part="medical", cites="cn-1/1")
        own = member(medical_due, part="pension", cites="cn-1/1")

        @rule(cites="cn-1/1")
        def mine(own: Money, medical_due: Money, due: Money) -> Money:
            return own + medical_due * 3 + due * 5
        """
    )
    rows = every(
        months=[3, 12, ASKED, ...], part=["pension", "medical", ASKED, ...], wage=[5, ...],
        medical_due=[..., 7], own=[..., 11, ASKED],
    )  # fmt: skip
    program = Program(law.book, "CN")
    figures = ["enough", "due", "medical_due", "own", "mine"]
    figures += [Figure(name, (("part", part),)) for name in ("due", "mine") for part in ("pension", "medical")]  # type: ignore[misc]
    same(program, figures, rows)
    same(program, figures, [row for row in rows if "own" not in row])
    for part in ("pension", "medical"):
        fixed = {"part": part}
        agree(program, [Figure(name) for name in ("due", "mine")], [row for row in rows if "part" not in row], fixed)


# ---- what arithmetic cannot do


def test_what_has_no_answer(law: Law) -> None:
    law.inputs(wage="money", people="integer", act="date", share="rate")
    law.outputs(each="money", lost="money", moved="date", start="date", steps="money", first="month", big="integer")
    law.outputs(less="money", nobody_left="money")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def each(wage: Money, people: int, share: Rate) -> Money:
            return half_up_to_yuan(wage * share, people) + down_to_yuan(wage, people)

        @rule(cites="cn-1/1")
        def lost(wage: Money, people: int) -> Money:
            nobody = people - people
            return half_up_to_fen(wage, nobody) if people > 2 else wage

        @rule(cites="cn-1/1")
        def nobody_left(wage: Money, people: int) -> Money:
            part = wage
            nobody = people - people
            return half_up_to_fen(part, nobody)

        @rule(cites="cn-1/1")
        def less(wage: Money, people: int) -> Money:
            return down_to_yuan(wage - wage * 2, 3) + half_up_to_fen(wage - wage * 2, 7) + abs(wage - wage * people)

        @rule(cites="cn-1/1")
        def moved(act: Day, people: int) -> Day:
            return months_after(act, people)

        @rule(cites="cn-1/1")
        def start(act: Day, people: int) -> Day:
            return first_day(month_of(act) + people) + people

        @rule(cites="cn-1/1")
        def steps(wage: Money, people: int) -> Money:
            return up_to_step(wage, wage * people)

        @rule(cites="cn-1/1")
        def first(act: Day, people: int) -> Month:
            return month_of(act + people) - 1

        @rule(cites="cn-1/1")
        def big(people: int, act: Day) -> int:
            return people * people * people // 7 + people % 5
        """
    )
    most = 90_000_000_000_000
    rows = every(
        wage=[0, 1, 150, most, ...], people=[0, -1, 1, 3, 10**10, -(10**9), -DAY, 3 - DAY, 9999 * 12, ASKED, ...],
        act=[DAY, 1, 3_652_059, ...], share=[0, 10_000_000, ...],
    )  # fmt: skip
    outputs = ("each", "lost", "moved", "start", "steps", "first", "less", "nobody_left")
    program = Program(law.book, "CN")
    same(program, outputs, rows)
    same(program, ("big",), rows)
    (answer,) = run(program, [Figure("big")], {"people": [10**10, 5, 1 << 62]})
    assert answer.state.tolist() == [BEYOND, 0, BEYOND] and answer.value(1) == 17
    with pytest.raises(OverflowError, match="larger than 64 bits"):
        answer.value(0)


def test_values_of_every_type_pass_through(law: Law) -> None:
    law.record("filing", on="date", wage="money").enum("kind", "a", "b")
    law.inputs(
        filings="list:record:filing", begun="partial_day", names="list:text", kinds="list:enum:kind", who="text",
        other="text", kind="enum:kind", month_of_birth="month",
    )  # fmt: skip
    law.outputs(
        total="money", same_one="boolean", day="date", both="boolean", first_kind="enum:kind?", made="list:enum:kind"
    )
    law.reasons("few").outputs(enough="boolean", counted="integer", told="money")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(who: Text) -> bool:
            return who != "nobody"

        @reducer(cites="cn-1/1", reasons_from=[enough])
        def total(filings, names):
            if names == ("odd",):
                raise ValueError
            return sum(filing["wage"] for filing in filings)

        @reducer(cites="cn-1/1")
        def day(begun):
            return complete_partial_day(begun, "first")

        @rule(cites="cn-1/1")
        def same_one(who: Text, other: Text, kind: Choice) -> bool:
            return who == other and kind != "b"

        @rule(cites="cn-1/1")
        def both(enough: bool, same_one: bool) -> bool:
            return enough == same_one

        @rule(cites="cn-1/1")
        def first_kind(kind: Choice, who: Text) -> Choice | None:
            if who == "a":
                return None
            return kind if who == "b" else "b"

        @rule(cites="cn-1/1")
        def told(total: Money) -> Money:
            return total * 2

        made = collect([("a", enough), ("b", same_one)], cites="cn-1/1")
        counted = total(counts, by="person", cites="cn-1/1") if False else None
        """.replace('        counted = total(counts, by="person", cites="cn-1/1") if False else None\n', "")
    )
    law.words["outputs"].pop("counted")
    filing = {"on": DAY, "wage": 5}
    rows = every(
        filings=[(filing, filing), (), ASKED, ...], begun=[PartialDay(JULY), PartialDay(JULY, DAY), ...],
        names=[("x",), ("odd",), ...], who=["a", "b", "nobody", ASKED, ...], other=["a", "unheard of", ...],
        kind=["a", "b", ...], total=[..., 3],
    )  # fmt: skip
    outputs = ("total", "day", "same_one", "both", "first_kind", "made", "told", "who", "kinds", "month_of_birth")
    same(Program(law.book, "CN"), outputs, rows)


# ---- columns as tables have them


def test_columns_of_numpy_and_of_text(shapes: Law) -> None:
    program = Program(shapes.book, "CN")
    wage = np.ma.masked_array([100, 200, 300], mask=[False, True, False])
    columns = {
        "wage": wage,
        "count": np.asarray(["4", "?", "5"]),
        "share": ["50%", "0.5", "1"],
        "cap": ["none", "1.00", "none"],
        "event": ["hired", "left", "hired"],
        "act": np.asarray(["2020-07-10", "2020-07-11", "2020-07-12"], dtype="datetime64[D]"),
        "sick": np.asarray([True, False, True]),
        "name": ["y", "x", "y"],
    }
    rows: list[Row] = [
        {"wage": 100, "count": 4, "share": 500_000, "cap": None, "event": "hired", "act": DAY, "sick": True,
         "name": "y"},
        {"count": ASKED, "share": 500_000, "cap": 100, "event": "left", "act": DAY + 1, "sick": False, "name": "x"},
        {"wage": 300, "count": 5, "share": 10**6, "cap": None, "event": "hired", "act": DAY + 2, "sick": True,
         "name": "y"},
    ]  # fmt: skip
    (answer,) = run(program, [Figure("shapes")], columns, {"date": DAY})
    same(program, ("shapes",), dated(rows))
    for number, row in enumerate(dated(rows)):
        assert said(answer, number) == explained(program, [Figure("shapes")], row)[0]
    assert answer.figure.key == "shapes"


def test_columns_of_arrow(shapes: Law) -> None:
    pa = pytest.importorskip("pyarrow")
    program = Program(shapes.book, "CN")
    columns = {
        "wage": pa.chunked_array([pa.array([100, None]), pa.array([300])]),
        "count": pa.array([4, 4, 4], pa.int8()),
        "share": pa.array(["0.5", None, "1"]),
        "cap": pa.array(["none", "1.00", None]).dictionary_encode(),
        "event": pa.array(["hired", "left", None]).dictionary_encode(),
        "act": pa.array([18453, 18454, None], pa.date32()),
        "sick": pa.array([True, None, False]),
        "name": pa.array(["y", "x", None]),
    }
    rows: list[Row] = [
        {"wage": 100, "count": 4, "share": 500_000, "cap": None, "event": "hired", "act": DAY, "sick": True,
         "name": "y"},
        {"count": 4, "cap": 100, "event": "left", "act": DAY + 1, "name": "x"},
        {"wage": 300, "count": 4, "share": 10**6, "sick": False},
    ]  # fmt: skip
    (answer,) = run(program, [Figure("shapes")], columns, {"date": DAY})
    for number, row in enumerate(dated(rows)):
        assert said(answer, number) == explained(program, [Figure("shapes")], row)[0]


def test_a_table_of_several_places(law: Law) -> None:
    law.inputs(wage="money", filed="date").outputs(base="money")
    law.rules('@rule(cites="cn-1/1")\ndef base(wage: Money) -> Money:\n    return wage\n')
    law.rules('@rule(cites="bj-1/1")\ndef base(wage: Money) -> Money:\n    return wage * 2\n', "cn_bj/pay")
    programs = {region: Program(law.book, region) for region in ("CN", "CN-BJ")}
    regions = ["CN-BJ", "CN", "CN-BJ", "CN"]
    book = Book.of(plan(programs["CN"], [Figure("base")], ["wage"]))
    for wage in (
        [1, 2, 3, 4], np.asarray([1, 2, 3, 4]), from_values("int", [1, 2, 3, 4], book), pyarrow_array([1, 2, 3, 4])
    ):  # fmt: skip
        places = list(by_region(programs.__getitem__, regions, [Figure("base")], {"wage": wage, "region": regions}))
        assert [place.region for place in places] == ["CN", "CN-BJ"]
        assert [place.rows.tolist() for place in places] == [[1, 3], [0, 2]]
        assert [place.answers[0].values.tolist() for place in places] == [[2, 4], [2, 6]]


def pyarrow_array(values: list[int]) -> Any:
    """An Arrow array where there is Arrow."""
    try:
        import pyarrow
    except ImportError:
        return values
    return pyarrow.array(values)


def test_columns_of_different_lengths_are_refused(shapes: Law) -> None:
    with pytest.raises(InputError, match="differ in length"):
        run(Program(shapes.book, "CN"), [Figure("shapes")], {"wage": [1, 2], "count": [1]})


def test_a_plan_is_the_same_for_the_same_question(shapes: Law) -> None:
    program = Program(shapes.book, "CN")
    one = plan(program, [Figure("shapes")], ["wage", "count"], {"date": DAY})
    assert one == plan(program, [Figure("shapes")], ["count", "wage"], {"date": DAY})
    assert one.digest != plan(program, [Figure("shapes")], ["wage"], {"date": DAY}).digest
    assert all(read < node.index for node in one.nodes for read in node.reads)
