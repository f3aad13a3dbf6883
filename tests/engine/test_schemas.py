"""The forms of the files: what they take, and in which words they refuse."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from renshe.engine.errors import InputError, LawError, RensheError
from renshe.engine.schemas import (
    Read,
    json_schemas,
    publishing,
    read_cases,
    read_document,
    read_numbers,
    read_vocabulary,
)
from renshe.engine.yaml_source import loads

Reader = Callable[[Path, str], Read[Any]]
PLACE = re.compile(r"x\.yaml:[1-9][0-9]*")

VOCABULARY = """\
inputs:
  contribution_months:
    type: months
    entity: person
    label: {zh: 累计缴费月数, en: months of contributions}
    question: {zh: 一共缴了多少个月？, en: How many months in all?}
    help: {zh: 以社保记录为准, en: As the record shows it}
  insurance:
    type: enum
    enum: insurance
    dimension: true
    entity: employer
    label: {zh: 险种, en: insurance}
    question: {zh: 哪一险种？, en: Which insurance?}
  event:
    type: enum
    enum: event
    when_absent: none
    entity: person
    label: {zh: 事件, en: event}
    question: {zh: 发生了什么？, en: What happened?}
  filings:
    type: list
    item: {type: record, record: filing}
    when_absent: []
    entity: filing
    label: {zh: 申报, en: filings}
    question: {zh: 报过什么？, en: What was filed?}
  cap:
    type: money
    nullable: true
    when_absent: null
    entity: region
    label: {zh: 封顶线, en: cap}
    question: {zh: 封顶线是多少？, en: What is the cap?}
outputs:
  schedule:
    type: list
    item: {type: money}
    ordered: true
    entity: person
    label: {zh: 各月金额, en: amounts by month}
reasons:
  too_short: {zh: 缴费不满1年, en: fewer than 12 months}
enums:
  insurance:
    pension: {zh: 养老, en: pension}
  event:
    none: {zh: 无, en: none}
records:
  filing:
    filing_date: {type: date, label: {zh: 申报日, en: day of filing}}
    insurance: {type: enum, enum: insurance, nullable: true, label: {zh: 险种, en: insurance}}
"""
NUMBERS = """\
benefit_scale:
  kind: scale
  unit: CNY/month
  clock: month
  label: {zh: 标准, en: steps}
  records:
    - since: "2020-07"
      until: "2021-06-30"
      value: {12: "1816.00", 60: "1843.00"}
      cites: [bj-rsf-2020-8a/1.1, bj-rsf-2020-8a/1.2]
      grade: printed
      note: {zh: 注, en: note}
      checked_on: "2024-01-31"
rates:
  kind: table
  unit: rate
  by: [insurance, contribution_part]
  label: {zh: 费率, en: rates}
  records:
    - value: {pension: {employer: "0.16", employee: "0.08"}, medical: {employer: "0.098"}}
      in: CN-HB
      cites: [scgo-2019-13/1]
      grade: confirmed
relief_window:
  kind: window
  unit: month
  label: {zh: 减免期, en: relief}
  records:
    - {value: ["2020-02", "2020-06"], cites: [mohrss-2020-11/1], grade: reported}
    - {value: ["2020-02", null], cites: [mohrss-2020-49/1.1], grade: printed, extends: mohrss-2020-11/1}
    - {cites: [mohrss-2020-49/1.2], grade: printed, ends: mohrss-2020-11}
cap:
  kind: scalar
  unit: CNY
  nullable: true
  label: {zh: 封顶线, en: cap}
  records:
    - {value: null, cites: [nhsa-2020-24/2.5], grade: unverified}
not_printed:
  kind: scalar
  unit: count
  replaces: cn.other_topic.not_printed
  label: {zh: 未刊, en: not printed}
  records: []
"""
DOCUMENT = """\
id: bj-rsf-2020-8a
region: CN-BJ
number: 京人社发〔2020〕8号
title: {zh: 通告, en: Notice}
issuers:
  - 北京市人力资源和社会保障局
signed: "2020-06-17"
published: "2020-06-22"
effective: {from: "2020-07-01", to: null, cites: [bj-rsf-2020-8a/3]}
external: false
grade: printed
effects:
  - {kind: extends, target: gd-rsf-2019-28/1, until: "2021-04-30", cites: [bj-rsf-2020-8a/2]}
provisions:
  "1.1":
    path: 一、（一）
    kind: amount
    gist: {zh: 我们的话, en: Our words}
    addressee:
      - 经办机构
  "1.04.resp":
    path: 一、（四）
    kind: authority_duty
    gist: {zh: 谁负责, en: Who is responsible}
    measure: 4
    part: 1
    units:
      - 市财政局
    responsibility_mode: lead
issues:
  - what: {zh: 疑问, en: doubt}
    reading: {zh: 读法, en: reading}
  - what: {zh: 附表未刊, en: The annex is not printed}
"""
CASES = """\
- id: benefit_001
  topic: benefit
  provisions: [bj-rsf-2020-8a/1.1]
  region: CN-BJ
  date: "2020-07-01"
  inputs: {contribution_months: 12, month: 2020-07, cap: null, filings: [{filing_date: "2020-07-01"}]}
  expect: {benefit_monthly: "1816.00", schedule: ["1.00"], other: {undetermined: [rate, law]}}
  reasons: []
  known_on: "2020-06-21"
  note_zh: 注
  why: 理由
  reading: 读法
- id: benefit_002
  topic: benefit
  provisions: [bj-rsf-2020-8a/1.1]
  region: CN-GD-440100
  date: "2020-07-01"
  inputs: {}
  expect: {benefit_eligible: false}
"""
FORMS: dict[str, tuple[Reader, str]] = {
    "vocabulary": (read_vocabulary, VOCABULARY),
    "numbers": (read_numbers, NUMBERS),
    "document": (read_document, DOCUMENT),
    "cases": (read_cases, CASES),
}


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, str], Read[Any]]:
    def read(form: str, text: str) -> Read[Any]:
        file = tmp_path / "file.yaml"
        file.write_text(text, "utf-8")
        return FORMS[form][0](file, "x.yaml")

    return read


# ---- what is taken


def test_a_vocabulary_is_read(read: Any) -> None:
    found = read("vocabulary", VOCABULARY)
    inputs = found.model.inputs
    assert inputs["event"].when_absent == "none"
    assert inputs["cap"].has_default and not inputs["insurance"].has_default
    assert inputs["filings"].item.record == "filing"
    assert found.model.outputs["schedule"].ordered
    assert found.model.reasons["too_short"].zh == "缴费不满1年"
    assert found.model.records["filing"]["insurance"].nullable
    assert found.place("inputs", "insurance", "enum") == "x.yaml:10"


def test_numbers_are_read(read: Any) -> None:
    found = read("numbers", NUMBERS)
    scale = found.model["benefit_scale"]
    assert (scale.type, scale.clock, scale.records[0].value) == ("money", "month", {12: "1816.00", 60: "1843.00"})
    assert found.model["rates"].records[0].in_ == "CN-HB"
    window = found.model["relief_window"]
    assert (window.clock, window.records[1].extends) == ("date", "mohrss-2020-11/1")
    assert not window.records[2].has_value
    assert found.model["cap"].records[0].has_value
    assert found.model["not_printed"].records == ()
    assert found.line("benefit_scale", "records", 0, "value", 60) == 9


def test_a_document_is_read(read: Any) -> None:
    found = read("document", DOCUMENT)
    assert found.model.effective.from_ == "2020-07-01"
    assert found.model.effects[0].until == "2021-04-30"
    assert found.model.provisions["1.04.resp"].units == ("市财政局",)
    assert found.place("provisions", "1.1", "gist") == "x.yaml:18"


def test_cases_are_read(read: Any) -> None:
    found = read("cases", CASES)
    first, second = found.model
    assert (first.reasons, second.reasons) == ((), None)
    assert first.inputs["cap"] is None
    assert first.expect["other"] == {"undetermined": ["rate", "law"]}
    assert found.place(1, "expect") == "x.yaml:19"


def test_a_model_cannot_be_changed(read: Any) -> None:
    model = read("document", DOCUMENT).model
    with pytest.raises(ValueError, match="frozen"):
        model.id = "other-1"


def test_the_examples_of_the_form_are_in_the_form(root: Path, read: Any) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (root / "docs/write-a-rule.md").read_text("utf-8"), re.DOTALL)
    (numbers,) = [block for block in blocks if re.search("^  kind: scale", block, re.MULTILINE)]
    (document,) = [block for block in blocks if re.search("^provisions:", block, re.MULTILINE)]
    read("numbers", numbers)
    read("document", document)


# ---- what is refused


def problems(read: Any, form: str, text: str) -> list[str]:
    with pytest.raises(RensheError) as caught:
        read(form, text)
    assert type(caught.value) is (InputError if form == "cases" else LawError)
    return [problem.text("en") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("form", "old", "new", "says"),
    [
        # keys
        ("vocabulary", "    help:", "    helps:", "x.yaml:7: there is no key inputs.contribution_months.helps; "),
        ("vocabulary", "    help:", "    helps:", "The nearest is help."),
        ("numbers", "clock: month", "colck: month", "there is no key benefit_scale.colck; known are kind, "),
        ("document", "path: 一、（一）", "pth: x", 'provisions["1.1"].path is missing. Add path'),
        ("document", "from: ", "form: ", "no key effective.form; known are from, to, cites. The nearest is from"),
        ("cases", "  why:", "  whys:", "x.yaml:11: there is no key [0].whys; known are id, topic, "),
        ("document", '"1.1":', '"1 1":', 'the key provisions["1 1"] is "1 1", expected the number of a provision'),
        ("document", '"1.1":', "1:", "the key provisions[1] is 1, expected text; put a number in quotes"),
        ("numbers", "benefit_scale:", "Benefit:", 'the key Benefit is "Benefit", expected a name'),
        # words in both languages
        ("vocabulary", "{zh: 险种, en: insurance}\n    q", "{zh: 险种}\n    q", "inputs.insurance.label.en is missing"),
        ("vocabulary", "{zh: 缴费不满1年,", '{zh: "  ",', 'reasons.too_short.zh is "  ", expected text'),
        ("document", "title: {zh: 通告, en: Notice}", "title: 通告", 'title is "通告", expected lines of "key: value"'),
        # types
        ("vocabulary", "type: months", "type: month_count", 'contribution_months.type is "month_count", expected'),
        ("vocabulary", "type: months", "type: moths", "The nearest is months"),
        ("vocabulary", "    enum: event\n", "", "x.yaml:15: inputs.event.enum is missing"),
        ("vocabulary", "    item: {type: money}\n", "", "outputs.schedule.item is missing"),
        ("vocabulary", "{type: money}", "{type: list}", 'outputs.schedule.item.type is "list", expected one of'),
        ("vocabulary", "type: months", "type: months\n    record: filing", "record has no place here: the type is"),
        ("vocabulary", "type: months", "type: months\n    dimension: true", "dimension has no place here"),
        ("vocabulary", "list\n    item: {type: money}", "money", "outputs.schedule.ordered has no place here"),
        ("vocabulary", "entity: region", "entity: regoin", "The nearest is region"),
        ("vocabulary", "when_absent: none", "when_absent: 1", "inputs.event.when_absent is 1, expected a name"),
        ("vocabulary", "when_absent: none", "when_absent: null", "when_absent is null, expected a value"),
        ("vocabulary", "when_absent: []", "when_absent: {}", "when_absent is {}, expected a list"),
        ("vocabulary", "dimension: true", "dimension: 1", "inputs.insurance.dimension is 1, expected true or false"),
        ("vocabulary", "    none: {zh: 无, en: none}", "    {}", "enums.event is {}, expected at least one item"),
        # values of numbers
        ("numbers", '"1816.00"', '"1816"', 'benefit_scale.records[0].value[12] is "1816", expected an amount in yuan'),
        ("numbers", '"1816.00"', "1816", "value[12] is 1816, expected an amount in yuan with two decimals, in quotes"),
        ("numbers", "60: ", "6: ", "value[6] is 6, expected a lower bound above 12"),
        ("numbers", "60: ", '"60": ', 'value["60"] is "60", expected a whole number'),
        ("numbers", '{12: "1816.00", 60: "1843.00"}', '"1816.00"', "expected steps, each a lower bound"),
        ("numbers", '"0.08"', '"8%"', 'rates.records[0].value.pension.employee is "8%", expected a rate'),
        ("numbers", '"0.08"', '"0.0812345"', "expected a rate"),
        ("numbers", '{employer: "0.098"}', '"0.098"', 'medical is "0.098", expected members of contribution_part'),
        ("numbers", '{employer: "0.098"}', '{employer: {a: "1"}}', "value.medical.employer is {…}, expected a rate"),
        ("numbers", "  by: [insurance, contribution_part]\n", "", "x.yaml:14: rates.by is missing"),
        ("numbers", "kind: window", "kind: window\n  by: [insurance]", "relief_window.by has no place here"),
        ("numbers", '["2020-02", null]', '["2020-02"]', "expected a list of two, first and last"),
        ("numbers", '["2020-02", null]', '["2020-02-01", null]', 'value[0] is "2020-02-01", expected a month'),
        ("numbers", '["2020-02", "2020-06"]', '["2020-02", "2020-01"]', 'is "2020-01", expected no end before 2020-02'),
        ("numbers", "unit: month\n", "unit: months\n", 'relief_window.unit is "months", expected date or month'),
        ("numbers", "unit: CNY/month", "unit: yuan", 'benefit_scale.unit is "yuan", expected a unit'),
        ("numbers", "  nullable: true\n", "", "cap.records[0].value is null, expected an amount"),
        ("numbers", "value: null, ", "", "cap.records[0].value is missing"),
        # records
        ("numbers", "confirmed\nrel", "confirm\nrel", "confirmed, reported, unverified. The nearest is confirmed"),
        ("numbers", "[scgo-2019-13/1]", "[]", "rates.records[0].cites is [], expected at least one item"),
        ("numbers", "[scgo-2019-13/1]", "[scgo-2019-13]", 'cites[0] is "scgo-2019-13", expected a provision id'),
        ("numbers", "[scgo-2019-13/1]", "scgo-2019-13/1", "expected a list"),
        ("numbers", "in: CN-HB", "in: Hubei", 'in is "Hubei", expected the code of a province'),
        ("numbers", '"2020-07"', '"2020-13"', 'since is "2020-13", expected a day or a month'),
        ("numbers", '"2021-06-30"', '"2021-02-29"', 'until is "2021-02-29", expected a day or a month'),
        ("numbers", '"2021-06-30"', '"2020-06-30"', 'until is "2020-06-30", expected no day before since (2020-07)'),
        ("numbers", "ends: mohrss-2020-11}", "ends: a-1, replaces: a-1}", "ends has no place here: replaces"),
        # documents
        ("document", "id: bj-rsf-2020-8a", "id: BJ 8", 'id is "BJ 8", expected a document id'),
        ("document", "region: CN-BJ", "region: CN-BEJ", 'region is "CN-BEJ", expected a region code'),
        ("document", '"2020-06-17"', '"2020-6-17"', 'signed is "2020-6-17", expected a day that exists'),
        ("document", 'signed: "2020-06-17"\n', "", "signed is missing"),
        ("document", "[bj-rsf-2020-8a/3]", "[]", "effective.cites is [], expected the provision that sets the day"),
        ("document", "to: null", 'to: "2020-06-30"', 'is "2020-06-30", expected no day before from (2020-07-01)'),
        ("document", "kind: extends", "kind: extend", "The nearest is extends"),
        ("document", "    measure: 4\n", "", 'provisions["1.04.resp"].units has no place here'),
        ("document", "measure: 4", "measure: 0", "measure is 0, expected a whole number from 1 up"),
        ("document", "measure: 4", 'measure: "4"', 'measure is "4", expected a whole number'),
        # cases
        ("cases", "id: benefit_002", "id: benefit_001", 'x.yaml:13: [1].id is "benefit_001", expected an id that'),
        ("cases", '  date: "2020-07-01"\n  inputs: {}', "  inputs: {}", "[1].date is missing"),
        ("cases", "inputs: {}", 'inputs: {date: "2020-07-01"}', "x.yaml:18: [1].inputs.date has no place here"),
        ("cases", "{undetermined: [rate, law]}", "{undetermined: rate}", "expected {undetermined: [the names"),
        ("cases", "expect: {benefit_eligible: false}", "expect: {}", "[1].expect is {}, expected at least one item"),
        ("cases", "reasons: []", "reasons: [Too short]", 'reasons[0] is "Too short", expected a name'),
        ("cases", "[bj-rsf-2020-8a/1.1]\n  region: CN-GD-440100", "[Art 1]\n  region: CN", "provisions[0] is"),
        ("cases", CASES, "a: 1\n", "x.yaml:1: the file is {…}, expected a list"),
        ("cases", CASES, "- 3\n", 'x.yaml:1: [0] is 3, expected lines of "key: value"'),
        ("vocabulary", VOCABULARY, "[]\n", 'x.yaml:1: the file is [], expected lines of "key: value"'),
        ("cases", "inputs: {}", "inputs: {x: 0.5}", "x.yaml:18: 0.5 is read as a float"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_form_is_said_with_line_and_field(
    read: Any, form: str, old: str, new: str, says: str
) -> None:
    text = FORMS[form][1]
    assert old in text
    found = problems(read, form, text.replace(old, new, 1))
    assert any(says in problem for problem in found), found


def test_a_document_that_does_not_say_when_it_acts_cites_nothing(read: Any) -> None:
    old = 'effective: {from: "2020-07-01", to: null, cites: [bj-rsf-2020-8a/3]}'
    assert read("document", DOCUMENT.replace(old, "effective: {from: null, to: null, cites: []}")).model.effective
    assert read("document", DOCUMENT.replace(old + "\n", "")).model.effective is None


def test_all_problems_are_told_in_the_order_of_the_file(read: Any) -> None:
    text = DOCUMENT.replace("CN-BJ", "BJ").replace('"2020-06-22"', '"2020-06-31"').replace("kind: amount", "kind: 1")
    found = problems(read, "document", text)
    assert [problem.split(": ")[0] for problem in found] == ["x.yaml:2", "x.yaml:8", "x.yaml:17"]


def test_problems_are_told_in_chinese_too(read: Any) -> None:
    with pytest.raises(LawError) as caught:
        read("numbers", NUMBERS.replace("grade: confirmed", "grade: confirm"))
    expected = 'x.yaml:23：rates.records[0].grade 是 "confirm"，应为 printed、confirmed、reported、unverified 之一'
    assert caught.value.text("zh") == expected + "。最接近的是 confirmed。"


# ---- whatever is written

odd = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("缴 aZ_/.-0", max_size=12)
keys = st.text("缴 aZ_/.-0", max_size=12)
anything = st.recursive(odd, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=6)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for step, inner in steps for place in _places(inner, (*path, step)))]


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    value[path[0]] = _put(value[path[0]], path[1:], new)
    return value


@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_one_piece_exchanged_is_read_or_refused_with_a_line(form: str, tmp_path: Path) -> None:
    reader, text = FORMS[form]
    good = loads(text, "x.yaml").data
    file = tmp_path / "file.yaml"

    @given(st.sampled_from(_places(good)), anything)
    def check(path: tuple[Any, ...], new: Any) -> None:
        data = _put(copy.deepcopy(good), path, new)
        file.write_text(yaml.dump(data, allow_unicode=True), "utf-8")
        try:
            reader(file, "x.yaml")
        except RensheError as error:
            assert error.problems
            for problem in error.problems:
                assert PLACE.match(problem.place), problem
                assert problem.text("zh") and problem.text("en")

    check()


# ---- the published schemas


def test_the_published_schemas_are_current() -> None:
    for name, content in json_schemas().items():
        published = (publishing.FOLDER / name).read_text("utf-8")
        assert published == content, f"{name} is old: python -m renshe.engine.schemas"


def test_publishing_writes_what_has_changed(tmp_path: Path) -> None:
    assert {path.name for path in publishing.publish(tmp_path)} == set(json_schemas())
    (tmp_path / "cases.schema.json").write_text("{}", "utf-8")
    assert publishing.publish(tmp_path) == [tmp_path / "cases.schema.json"]


@pytest.mark.parametrize("form", FORMS)
def test_an_editor_takes_what_the_engine_takes(form: str) -> None:
    schema = json.loads(json_schemas()[f"{form}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(loads(FORMS[form][1], "x.yaml").data))
    jsonschema.Draft202012Validator(schema).validate(data)


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("vocabulary", "    help:", "    helps:"),
        ("vocabulary", "contribution_months:", "Months:"),
        ("numbers", '["2020-02", null]', '["2020-02"]'),
        ("numbers", '{12: "1816.00", 60: "1843.00"}', '"1816.00"'),
        ("numbers", "[scgo-2019-13/1]", "[]"),
        ("document", "region: CN-BJ", "region: BJ"),
        ("cases", "inputs: {}", "input: {}"),
    ],
)
def test_an_editor_refuses_what_the_engine_refuses(form: str, old: str, new: str) -> None:
    schema = json.loads(json_schemas()[f"{form}.schema.json"])
    data = json.loads(json.dumps(loads(FORMS[form][1].replace(old, new, 1), "x.yaml").data))
    assert not jsonschema.Draft202012Validator(schema).is_valid(data)
