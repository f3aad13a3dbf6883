"""Law whose pieces do not fit each other: types, members, reasons, and Python that is no declaration of law."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renshe.engine import cache
from renshe.engine.build import Root, build
from renshe.engine.errors import LawError
from tests.engine.conftest import Law
from tests.engine.test_build_errors import ENOUGH, NUMBERS, PAY, says


@pytest.fixture
def pay(law: Law) -> Law:
    return law.inputs(months="months").outputs(enough="boolean").reasons("too_few")


# ---- annotations against the vocabulary and the numbers


@pytest.mark.parametrize(
    ("declared", "annotation", "test", "expected"),
    [
        ("money", "int", "a >= 12", "a is money in the vocabulary and int here"),
        ("date", "Month", "a >= a", "a is date in the vocabulary and month here"),
        ("enum:event", "Text", "a == 'hired'", "a is enum in the vocabulary and text here"),
        ("list:money", "Money", "a == a", "a is list in the vocabulary and money here"),
        ("partial_day", "Day", "a == a", "a is partial_day in the vocabulary and day here"),
        ("money?", "Money", "a == a", "a may be none"),
    ],
)
def test_an_annotation_agrees_with_the_vocabulary(
    pay: Law, declared: str, annotation: str, test: str, expected: str
) -> None:
    pay.enum("event", "hired", "left").inputs(a=declared)
    pay.rules(ENOUGH.replace("months: Months", f"a: {annotation}").replace("months >= 12", test))
    says(pay.problem(), expected, pay.place(PAY, 2))


def test_an_annotation_may_allow_for_more_than_there_is(pay: Law) -> None:
    pay.rules(ENOUGH.replace("months: Months", "months: Months | None").replace("return", "return months is None or"))
    assert pay.book.hash


@pytest.mark.parametrize(("annotation", "value"), [("int", "months"), ("Choice", "'hired'")])
def test_what_a_rule_returns_agrees_with_the_vocabulary(pay: Law, annotation: str, value: str) -> None:
    pay.outputs(amount="money").rules(
        f'@rule(cites="cn-1/1")\ndef amount(months: int) -> {annotation}: return {value}\n'
    )
    says(pay.problem(), "amount is money in the vocabulary", pay.place(PAY, 2))


def test_a_rule_that_may_answer_none_is_nullable(pay: Law) -> None:
    pay.outputs(cap="integer").rules(
        """
        @rule(cites="cn-1/1")
        def cap(months: Months) -> int | None:
            return months if months > 12 else None
        """
    )
    says(pay.problem(), "cap may return none", "nullable: true", pay.place(PAY, 2))


def test_a_determination_is_boolean(pay: Law) -> None:
    pay.outputs(eligible="money").rules(ENOUGH + '\neligible = eligibility(cites="cn-1/1", requires=[enough])\n')
    says(pay.problem(), "eligible is a determination", "boolean", pay.place(PAY, 6))


RESERVED = [
    ("date", "Month", "date >= date"),
    ("month", "Day", "month >= month"),
    ("region", "Day", "region >= region"),
]


@pytest.mark.parametrize(("name", "annotation", "test"), RESERVED)
def test_reserved_names_have_their_types(pay: Law, name: str, annotation: str, test: str) -> None:
    pay.rules(ENOUGH.replace("months: Months", f"{name}: {annotation}").replace("months >= 12", test))
    says(pay.problem(), f"{name} is a", "annotation", pay.place(PAY, 2))


SCALE = "kind: scale, unit: CNY, records: [{value: {12: '1.00'}, cites: [cn-1/1], grade: printed}]"
WINDOW = "kind: window, unit: month, records: [{value: [null, null], cites: [cn-1/1], grade: printed}]"
SCALAR = "kind: scalar, unit: rate, records: [{value: '0.5', cites: [cn-1/1], grade: printed}]"
NULLABLE = "kind: scalar, unit: CNY, nullable: true, records: [{value: null, cites: [cn-1/1], grade: printed}]"


@pytest.mark.parametrize(
    ("number", "annotation", "test", "expected"),
    [
        (SCALE, "Money", "a == a", "a is a scale in CNY; the annotation says money"),
        (SCALE, "Scale[Rate]", "a.lowest == a.lowest", "a is a scale in CNY"),
        (WINDOW, "Window", "a.first == a.first", "a is a window in month"),
        (SCALAR, "Money", "a == a", "a is a scalar in rate; the annotation says money"),
        (SCALAR, "Dated[Money]", "a.on(date) == a.on(date)", "a is a scalar in rate"),
        (NULLABLE, "Money", "a == a", "a may be none"),
        (NULLABLE, "Dated[Money]", "a.on(date) == a.on(date)", "a may be none"),
    ],
)
def test_an_annotation_agrees_with_the_number(pay: Law, number: str, annotation: str, test: str, expected: str) -> None:
    pay.numbers(f"a: {{{number}}}")
    pay.rules(ENOUGH.replace("months: Months", f"a: {annotation}, date: Day").replace("months >= 12", test))
    says(pay.problem(), expected, pay.place(PAY, 2))


# ---- reasons, members, dimensions


@pytest.mark.parametrize(
    "rules",
    [
        ENOUGH.replace("too_few", "too_fwe"),
        '@cause(cites="cn-1/1", code="too_fwe")\ndef enough(months: int) -> bool: return months > 12\n',
        '@rule(cites="cn-1/1")\ndef enough() -> bool: return because(True, "too_fwe")\n',
        'enough = any_of(cites="cn-1/1", otherwise="too_fwe")\n',
    ],
)
def test_a_reason_has_words(pay: Law, rules: str) -> None:
    pay.rules(rules)
    says(pay.problem(), "the reason too_fwe has no words", "too_few", pay.place(PAY, 2))


def test_a_literal_that_is_no_member(pay: Law) -> None:
    pay.enum("event", "hired", "left").inputs(event="enum:event")
    pay.rules(ENOUGH.replace("months: Months", "event: Choice").replace("months >= 12", "event == 'fired'"))
    says(pay.problem(), "'fired' is not a member of event", "hired, left", pay.place(PAY, 4))


EVENT = {"event": "enum:event", "events": "list:enum:event"}


@pytest.mark.parametrize("source", ["event", "events"])
def test_an_exception_among_causes_is_a_member(pay: Law, source: str) -> None:
    pay.enum("event", "hired", "none").inputs(**EVENT)
    pay.rules(f'enough = causes(cites="cn-1/1", code_from="{source}", except_=["non"])\n')
    says(pay.problem(), "non is not a member of event", "hired, none", pay.place(PAY, 2))


def test_codes_are_members_of_an_enum(pay: Law) -> None:
    pay.rules('enough = causes(cites="cn-1/1", code_from="months")\n')
    says(pay.problem(), "months", "enum", pay.place(PAY, 2))


def test_a_member_of_a_dimension(pay: Law) -> None:
    pay.enum("insurance", "pension", "injury").inputs(insurance={"type": "enum:insurance", "dimension": True})
    pay.outputs(base="money", pension_base="money")
    pay.rules('pension_base = member("base", insurance="penson", cites="cn-1/1")\n')
    pay.numbers("base: {kind: scalar, unit: CNY, records: []}")
    says(pay.problem(), "penson is not a member of insurance", "pension, injury", pay.place(PAY, 2))


def test_a_member_of_what_is_no_dimension(pay: Law) -> None:
    pay.enum("event", "hired").inputs(**EVENT).outputs(base="money", pension_base="money")
    pay.rules('pension_base = member("base", event="hired", cites="cn-1/1")\n')
    pay.numbers("base: {kind: scalar, unit: CNY, records: []}")
    says(pay.problem(), "event is no dimension", "dimension: true", pay.place(PAY, 2))


def test_what_is_collected_is_a_member(pay: Law) -> None:
    pay.enum("event", "hired", "none").inputs(**EVENT).outputs(found="list:enum:event")
    pay.rules(ENOUGH + '\nfound = collect([("hird", enough)], cites="cn-1/1")\n')
    says(pay.problem(), "hird is not a member of event", pay.place(PAY, 6))


def test_the_keys_of_a_table_are_members(pay: Law) -> None:
    pay.enum("event", "hired", "none").inputs(**EVENT)
    pay.numbers(
        """
        base:
          kind: table
          unit: CNY
          by: [event]
          records:
            - {value: {hird: "1.00"}, cites: [cn-1/1], grade: printed}
        """
    )
    says(pay.problem(), "hird is not a member of event", "hired, none", "cn/pay/pay.yaml:")


def test_the_keys_of_a_table_are_inputs(pay: Law) -> None:
    pay.numbers("base: {kind: table, unit: CNY, by: [evnt], records: []}")
    says(pay.problem(), "evnt", pay.place(NUMBERS, 1))


@pytest.mark.parametrize(
    ("more", "says_so"),
    [
        ('field="units", match={"id": "doc"}', "units"),
        ('field="title", match={"measure": "months"}', "measure"),
    ],
)
def test_a_register_has_fields_and_columns(pay: Law, more: str, says_so: str) -> None:
    pay.inputs(doc="text").outputs(title="text").rules(f'title = register("documents", {more}, cites="cn-1/1")\n')
    says(pay.problem(), f"the register of documents has no {says_so}", "Use one of", pay.place(PAY, 2))


def test_a_register_is_one_of_those_there_are(pay: Law) -> None:
    pay.inputs(doc="text").outputs(title="text")
    pay.rules('title = register("papers", field="title", match={"id": "doc"}, cites="cn-1/1")\n')
    says(pay.problem(), "papers", "documents, measures", pay.place(PAY, 2))


def test_a_register_that_is_searched_by_number_can_tell_two_documents_apart(pay: Law) -> None:
    pay.inputs(doc="text").outputs(title="text")
    pay.rules('title = register("documents", field="title", match={"number": "doc"}, cites="cn-1/1")\n')
    says(pay.problem(), "two documents may share a number", "id", pay.place(PAY, 2))


NOT_YES_OR_NO = """
@condition(cites="cn-1/1", otherwise="too_few")
def enough(months: Months) -> bool: return months >= 12

@rule(cites="cn-1/1")
def some(months: Months) -> int: return months

@rule(cites="cn-1/1")
def silent(months: Months) -> bool: return months >= 12

@rule(cites="cn-1/1", reasons_from=[enough])
def perhaps(months: Months) -> bool | None: return None if months == 3 else months >= 12

{name} = {declared}
"""


@pytest.mark.parametrize(
    ("name", "declared", "says_so"),
    [
        ("eligible", 'eligibility(cites="cn-1/1", requires=[some])', "some can give no reason"),
        ("eligible", 'eligibility(cites="cn-1/1", requires=[silent])', "silent can give no reason"),
        ("eligible", 'eligibility(cites="cn-1/1", requires=[perhaps])', "perhaps is not yes or no"),
        ("eligible", 'any_of(enough, some, cites="cn-1/1", otherwise="too_few")', "some is not yes or no"),
        ("listed", 'collect([("a", some)], cites="cn-1/1")', "some is not yes or no"),
    ],
)
def test_what_is_required_is_yes_or_no_and_says_why(pay: Law, name: str, declared: str, says_so: str) -> None:
    # What is neither would be taken for met.
    pay.outputs(some="integer", silent="boolean", perhaps="boolean?", eligible="boolean", listed="list:text")
    pay.rules(NOT_YES_OR_NO.format(name=name, declared=declared))
    says(pay.problem(), says_so, pay.place(PAY, 14))


@pytest.mark.parametrize(
    ("declared", "annotation", "answer"), [("integer", "int", "1"), ("boolean?", "bool | None", "None")]
)
def test_a_condition_is_yes_or_no(pay: Law, declared: str, annotation: str, answer: str) -> None:
    pay.outputs(enough=declared).rules(
        '@condition(cites="cn-1/1", otherwise="too_few")\n'
        f"def enough(months: Months) -> {annotation}: return {answer}\n"
    )
    says(pay.problem(), "enough is a determination", "never none", pay.place(PAY, 2))


def test_because_is_for_values(pay: Law) -> None:
    pay.rules(
        '@condition(cites="cn-1/1", otherwise="too_few")\n'
        'def enough(months: Months) -> bool: return because(months >= 12, "too_few")\n'
    )
    says(pay.problem(), "because would be lost", pay.place(PAY, 2))


def test_a_text_does_not_end_before_it_begins(pay: Law) -> None:
    pay.rules(ENOUGH.replace('cites="cn-1/1"', 'cites="cn-1/1", since="2020-07-01", until="2020-06-30"'))
    says(pay.problem(), "is before its since", f"{pay.package}/{PAY}")


@pytest.mark.parametrize(
    ("annotation", "body"),
    [("Scale[Money]", "months.at(3)"), ("Dated[Money]", "months.on(date)"), ("Dated[Money]", "base.on(date)")],
)
def test_what_only_a_number_can_be_is_a_number(pay: Law, annotation: str, body: str) -> None:
    pay.outputs(base="money", paid="money").rules(
        '@rule(cites="cn-1/1")\ndef base(date: Day) -> Money: return Money(0)\n'
        f'@rule(cites="cn-1/1")\ndef paid({body[: body.index(".")]}: {annotation}, date: Day) -> Money: return {body}\n'
    )
    says(pay.problem(), "is no number", pay.place(PAY, 4))


def test_a_window_has_no_one_value_on_a_day(pay: Law) -> None:
    pay.outputs(end="date").numbers(
        "span: {kind: window, unit: date, records: [{value: ['2020-01-01', null], cites: [cn-1/1], grade: printed}]}"
    )
    pay.rules('@rule(cites="cn-1/1")\ndef end(span: Dated[Day], date: Day) -> Day: return span.on(date)\n')
    says(pay.problem(), "span is a window", pay.place(PAY, 2))


HANDED_ON = """
@rule(cites="cn-1/1")
def step(months: int) -> int: return months

{name} = {declared}
"""


@pytest.mark.parametrize(
    ("name", "declared", "says_so"),
    [
        ("steps", 'series(step, cites="cn-1/1", first="month", count="months")', "money"),
        ("first", 'member(step, cites="cn-1/1", kind="a")', "date"),
        ("first", 'member("cap", cites="cn-1/1", kind="a")', "nullable"),
        ("listed", 'collect([("a", "enough")], cites="cn-1/1")', "enum"),
        ("expiry", 'register("documents", field="expiry_date", match={"id": "doc"}, cites="cn-1/1")', "nullable"),
    ],
)
def test_what_hands_on_a_value_hands_on_what_its_output_declares(
    pay: Law, name: str, declared: str, says_so: str
) -> None:
    pay.enum("kind", "a", "b").inputs(
        doc="text", kind={"type": "enum", "enum": "kind", "dimension": True}, cap="money?"
    )
    pay.outputs(step="integer", steps="money", first="date", listed="enum:kind", expiry="date")
    pay.rules(HANDED_ON.format(name=name, declared=declared))
    says(pay.problem(), name, says_so, pay.place(PAY, 5))


SERIES = '@rule(cites="cn-1/1")\ndef step(months: int) -> int: return months\n'


@pytest.mark.parametrize(
    ("more", "name"),
    [('first="months", count="months"', "months"), ('first="month", count="day"', "day")],
)
def test_a_series_has_a_first_month_and_a_count(pay: Law, more: str, name: str) -> None:
    pay.inputs(day="date").outputs(step="integer", steps="list:integer!")
    pay.rules(SERIES + f'steps = series(step, cites="cn-1/1", {more})\n')
    says(pay.problem(), name, "series", pay.place(PAY, 4))


@pytest.mark.parametrize("more", ['clock="mnth"', 'vary={"mnths": "months"}'])
def test_a_series_moves_what_there_is(pay: Law, more: str) -> None:
    # What nobody reads would make every month the same.
    pay.outputs(step="integer", steps="list:integer!")
    pay.rules(SERIES + f'steps = series(step, cites="cn-1/1", first="month", count="months", {more})\n')
    says(pay.problem(), "a series cannot move", "which there is not", pay.place(PAY, 4))


def test_a_series_varies_what_can_be_counted(pay: Law) -> None:
    pay.inputs(done="boolean", name="text").outputs(step="integer", steps="list:integer!")
    pay.rules(SERIES + 'steps = series(step, cites="cn-1/1", first="month", count="months", vary={"months": "name"})\n')
    says(pay.problem(), "cannot vary name", pay.place(PAY, 4))


# ---- Python that is no law


def test_a_package_of_the_same_name_elsewhere_is_not_taken_for_the_law(pay: Law, tmp_path: Path) -> None:
    pay.rules('@rule(cites="cn-1/1")\ndef amount(months: int) -> int: return months\n').outputs(amount="integer")
    assert pay.book
    other = tmp_path / "elsewhere" / pay.package
    shutil.copytree(pay.path, other)
    with pytest.raises(LawError) as failure:
        build([Root(other, pay.package)])
    says(failure.value.problems[0], "imported from another file", f"{pay.package}/{PAY}")


def test_what_editors_hide_beside_the_files_is_no_law(pay: Law) -> None:
    pay.write("cn/pay/.#pay.py", "x = = 3\n").write("cn/documents/.cn-1.yaml", "[")
    pay.write("cn/.checkpoints/old.yaml", "[").write("vocabulary/.pay.yaml", "[")
    (pay.path / "cn/pay/.#pay.yaml").symlink_to("nobody@nowhere")
    assert pay.book.hash and cache.fingerprint([pay.path])


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("x = = 3\n", 2, "SyntaxError"),
        ("\n\nfrom renshe.engine.authoring import ruel\n", 3, "ruel"),
        ("\n\nimport no_such_package\n", 3, "no_such_package"),
        ('\n\nenough = eligibility(cites="cn-1/1", requires=[enuogh])\n', 3, "enuogh"),
        ('\n\nenough = eligibility(cites="cn-1/1", require=[])\n', 3, "require"),
        ('if True:\n    @rule(cites="cn-1/1")\n    def enough() -> bool: return True\n', 3, "def"),
        ('@rule(cites="cn-1/1")\nasync def enough() -> bool: return True\n', 2, "def"),
        ('enough = rule(cites="cn-1/1")(lambda: True)\n', 2, "def"),
        ('def helper() -> bool: return True\n\nenough = eligibility(cites="cn-1/1", requires=[helper])\n', 4, "helper"),
        ('enough = eligibility(cites="cn-1/1", requires=[any_of(cites="cn-1/1", otherwise="too_few")])\n', 2, "name"),
    ],
)
def test_a_file_that_declares_no_law(pay: Law, text: str, line: int, part: str) -> None:
    pay.rules(text)
    (problem,) = pay.problems()[:1]
    says(problem, part)
    assert problem.place == pay.place(PAY, line)


# ---- whose name it is, and what is changed


def test_two_topics_of_one_layer_cannot_share_a_rule_even_at_different_times(pay: Law) -> None:
    pay.rules(ENOUGH.replace("otherwise", 'until="2020-06-30", otherwise'))
    pay.rules(ENOUGH.replace("otherwise", 'since="2020-07-01", otherwise'), topic="cn/other")
    says(pay.problem(), "enough belongs to", "cannot define it too")


def test_what_a_record_extends_is_registered(pay: Law) -> None:
    pay.numbers(
        """
        floor:
          kind: scalar
          unit: CNY
          records:
            - {value: "1.00", cites: [cn-1/1], grade: printed, extends: cn-9}
        """
    )
    says(pay.problem(), "extends cn-9, which is not registered", "cn/pay/pay.yaml:")


@pytest.mark.parametrize("edge", ["since", "until"])
def test_a_clock_of_months_has_no_days(pay: Law, edge: str) -> None:
    pay.rules(ENOUGH.replace("otherwise", f'{edge}="2020-06-15", clock="month", otherwise'))
    says(pay.problem(), "2020-06-15", "a month such as 2020-07", pay.place(PAY, 2))


@pytest.mark.parametrize("edge", ["2020-06-31", "2020-13", "June"])
def test_a_version_begins_on_a_day_that_exists(pay: Law, edge: str) -> None:
    pay.rules(ENOUGH.replace("otherwise", f'since="{edge}", otherwise'))
    says(pay.problem(), edge, pay.place(PAY, 2))
