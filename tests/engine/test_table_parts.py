"""A table may be held in parts, each cell on its own word; and an input whose number says nothing is asked."""

from __future__ import annotations

import pytest

from renshe.engine.plain import run
from tests.engine.conftest import Law

RULE = """
@rule(cites="cn-1/1")
def ceiling(cap: Money) -> Money:
    return cap
"""
PARTS = """
cap:
  kind: table
  unit: CNY
  clock: month
  by: [part]
  records:
    - {value: {pension: "10.00", injury: "11.00"}, since: "2020-07", cites: [cn-1/1], grade: printed}
    - {value: {medical: "20.00"}, since: "2020-07", until: "2020-12", cites: [cn-1/2], grade: unverified}
"""


@pytest.fixture
def parts(law: Law) -> Law:
    law.enum("part", "pension", "injury", "medical", "other").outputs(ceiling="money")
    law.inputs(part={"type": "enum", "enum": "part", "dimension": True})
    return law.rules(RULE).numbers(PARTS)


def grade(law: Law, part: str) -> str:
    answer = law.decide("ceiling", part=part).answers["ceiling"].single
    assert answer is not None
    return str(answer.result.reads["cap"].record.grade)  # type: ignore[union-attr]


def test_each_cell_answers_with_its_own_record(parts: Law) -> None:
    assert [parts.value("ceiling", part=part) for part in ("pension", "injury", "medical")] == [1000, 1100, 2000]
    assert [grade(parts, part) for part in ("pension", "medical")] == ["printed", "unverified"]


def test_each_part_has_its_own_time(parts: Law) -> None:
    assert parts.value("ceiling", part="pension", date="2021-01-01") == 1000
    assert list(parts.missing("ceiling", part="medical", date="2021-01-01")) == ["cap"]
    assert list(parts.missing("ceiling", part="other")) == ["cap"]


def test_both_executors_find_the_part(parts: Law) -> None:
    program = parts.decide("ceiling", part="medical").program
    assert run(program, ("ceiling",), {"date": 737616, "part": "medical"}) == {"ceiling": 2000}


def test_the_clock_matters_when_one_part_needs_it(parts: Law) -> None:
    parts.numbers(PARTS.replace('injury: "11.00"}, since: "2020-07",', 'injury: "11.00"},'))
    assert list(parts.missing("ceiling", part="medical", date="2020-06-30")) == ["cap"]
    assert parts.value("ceiling", part="pension", date="2020-06-30") == 1000


def test_a_record_that_changes_a_cell_replaces_the_whole_of_what_it_changes(parts: Law) -> None:
    later = (
        """    - {value: {pension: "12.00"}, since: "2020-07", cites: [cn-2/1], grade: printed, replaces: cn-1/1}\n"""
    )
    parts.numbers(PARTS + later)
    assert parts.value("ceiling", part="pension") == 1200
    assert list(parts.missing("ceiling", part="injury")) == ["cap"]  # what the later record leaves out is not kept
    assert parts.value("ceiling", part="medical") == 2000


def test_a_part_for_one_province_stands_alone(parts: Law) -> None:
    parts.document("cn-3", signed="2019-06-01")
    here = """    - {value: {medical: "21.00"}, since: "2020-07", in: CN-HB, cites: [cn-3/1], grade: printed}\n"""
    parts.numbers(PARTS + here)
    assert parts.value("ceiling", part="medical", region="CN-HB") == 2100
    assert list(parts.missing("ceiling", part="pension", region="CN-HB")) == ["cap"]


def test_parts_that_share_a_cell_overlap(parts: Law) -> None:
    parts.numbers(PARTS.replace("medical:", "pension:"))
    assert "one signing day" in parts.problem().what.en


NESTED = """
cap:
  kind: table
  unit: CNY
  by: [part, kind]
  records:
    - {value: {pension: {a: "10.00"}}, cites: [cn-1/1], grade: printed}
    - {value: {pension: {b: "20.00"}, injury: {a: "30.00"}}, cites: [cn-1/2], grade: printed}
"""


def test_parts_of_a_table_with_two_keys(parts: Law) -> None:
    parts.enum("kind", "a", "b").inputs(kind="enum:kind").numbers(NESTED)
    cells = [("pension", "a"), ("pension", "b"), ("injury", "a")]
    assert [parts.value("ceiling", part=part, kind=kind) for part, kind in cells] == [1000, 2000, 3000]
    assert list(parts.missing("ceiling", part="injury", kind="b")) == ["cap"]
    assert list(parts.missing("ceiling", part="medical")) == ["cap"]  # no cell there, whatever the other key


# ---- an input that is a number here, but says nothing


SILENT = """
cap: {kind: scalar, unit: CNY, records: []}
"""
ENDED = """
cap:
  kind: scalar
  unit: CNY
  records:
    - {ends: cn-1/1, cites: [bj-1/1], grade: printed}
"""


def test_an_input_whose_number_has_no_record_is_asked(law: Law) -> None:
    law.inputs(cap="money").outputs(ceiling="money").rules(RULE).numbers(SILENT)
    question = law.ask("ceiling").next()
    assert question is not None and question.name == "cap"


def test_an_input_whose_number_was_ended_here_is_asked_here(law: Law) -> None:
    law.inputs(cap="money", wage="money").outputs(ceiling="money")
    law.rules(RULE + '\n\n@rule(cites="cn-1/1")\ndef cap(wage: Money) -> Money:\n    return wage * 3\n')
    law.numbers(ENDED, topic="cn_bj/pay")
    asked = {region: law.ask("ceiling", region=region).next() for region in ("CN", "CN-BJ")}
    assert {region: question and question.name for region, question in asked.items()} == {"CN": "wage", "CN-BJ": "cap"}
    assert law.value("ceiling", region="CN-BJ", cap="5") == 500
    assert list(law.missing("ceiling", region="CN-BJ", wage="5")) == ["cap"]
