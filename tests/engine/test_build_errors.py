"""Law that cannot be built: each fault is a sentence with its place and what to do about it."""

from __future__ import annotations

import pytest

from renshe.engine.build import Root, build
from renshe.engine.errors import LawError, Problem, Words
from renshe.engine.lawbook import Number
from tests.engine.conftest import Law, sound

PAY = "cn/pay/pay.py"
NUMBERS = "cn/pay/pay.yaml"

ENOUGH = """
@condition(cites="cn-1/1", otherwise="too_few")
def enough(months: Months) -> bool:
    return months >= 12
"""


@pytest.fixture
def pay(law: Law) -> Law:
    """A law of one condition, sound but for what a test adds."""
    return law.inputs(months="months").outputs(enough="boolean").reasons("too_few")


def says(problem: Problem, *parts: str) -> None:
    sound(problem)
    text = problem.text("en")
    assert all(part in text for part in parts), text


# ---- names


def test_a_wrong_name_is_answered_with_the_nearest(pay: Law) -> None:
    pay.rules(ENOUGH.replace("(months", "(monhts").replace("months >=", "monhts >="))
    problem = pay.problem()
    assert problem.place == pay.place(PAY, 2)
    says(problem, "no input, rule or number is named monhts", "months")


def test_a_wrong_name_in_a_list_of_requirements(pay: Law) -> None:
    pay.outputs(eligible="boolean").rules(ENOUGH + '\neligible = eligibility(cites="cn-1/1", requires=["enuogh"])\n')
    says(pay.problem(), "enuogh", "enough", pay.place(PAY, 6))


def test_what_is_required_is_a_determination(pay: Law) -> None:
    pay.outputs(eligible="boolean").rules(ENOUGH + '\neligible = eligibility(cites="cn-1/1", requires=["months"])\n')
    says(pay.problem(), "months", "condition", pay.place(PAY, 6))


def test_a_name_without_an_entry_in_the_vocabulary(pay: Law) -> None:
    del pay.words["outputs"]["enough"]
    pay.rules(ENOUGH)
    says(pay.problem(), "enough is not in the vocabulary", "outputs", pay.place(PAY, 2))


def test_a_name_declared_twice_in_the_vocabulary(pay: Law) -> None:
    pay.rules(ENOUGH)
    pay.write("vocabulary/other.yaml", "reasons:\n  fine: {zh: 好, en: fine}\n  too_few: {zh: 少, en: few}\n")
    says(pay.problem(), "too_few is declared elsewhere", "vocabulary/")


def test_an_enum_that_nobody_declared(pay: Law) -> None:
    pay.rules(ENOUGH).inputs(event="enum:evnt")
    says(pay.problem(), "there is no enum evnt", "Declare it under enums", "vocabulary/pay.yaml:")


def test_a_rule_and_a_number_of_one_name_in_one_layer(pay: Law) -> None:
    pay.rules(ENOUGH)
    pay.numbers("enough: {kind: scalar, unit: boolean, records: [{value: true, cites: [cn-1/1], grade: printed}]}")
    says(pay.problem(), "both a rule and a number in CN", pay.place(PAY, 2))


FLOOR = "floor: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [%s], grade: printed}]}"


def test_a_name_belongs_to_one_topic(pay: Law) -> None:
    pay.numbers(FLOOR % "cn-1/1").numbers(FLOOR % "bj-1/1", topic="cn_bj/base")
    says(pay.problem(), "floor belongs to pay", 'replaces="cn.pay.floor"', pay.place("cn_bj/base/base.yaml", 1))


def test_another_topic_may_take_a_name_over_by_saying_so(pay: Law) -> None:
    taken = FLOOR.replace("kind: scalar", "kind: scalar, replaces: cn.pay.floor")
    pay.numbers(FLOOR % "cn-1/1").numbers(taken % "bj-1/1", topic="cn_bj/base")
    assert set(pay.book.layers) >= {"CN", "CN-BJ"}


def test_one_topic_may_replace_its_own_name_below(pay: Law) -> None:
    assert pay.numbers(FLOOR % "cn-1/1").numbers(FLOOR % "bj-1/1", topic="cn_bj/pay").book.hash


def test_two_topics_of_one_layer_cannot_share_a_name(pay: Law) -> None:
    pay.numbers(FLOOR % "cn-1/1").numbers(FLOOR % "cn-1/1", topic="cn/base")
    says(pay.problem(), "floor is declared elsewhere already", "cn/pay/pay.yaml:1")


def test_two_names_in_two_places_that_never_meet_are_two_names(pay: Law) -> None:
    pay.document("gd-1", region="CN-GD")
    pay.numbers(FLOOR % "gd-1/1", topic="cn_gd/pay").numbers(FLOOR % "bj-1/1", topic="cn_bj/base")
    assert pay.book.hash


def test_names_that_depend_on_each_other(pay: Law) -> None:
    pay.outputs(first="integer", second="integer").rules(
        """
        @rule(cites="cn-1/1")
        def first(second: int) -> int:
            return second

        @rule(cites="cn-1/1")
        def second(first: int) -> int:
            return first
        """
    )
    says(pay.problem(), "first → second → first", "Take one of the edges away", pay.place(PAY, 2))


CITY_RING = {
    "cn/pay": """
        @rule(cites="cn-1/1")
        def first(second: int) -> int:
            return second

        @rule(cites="cn-1/1")
        def second(months: int) -> int:
            return months
        """,
    "cn_bj/pay": """
        @rule(cites="bj-1/1")
        def second(first: int) -> int:
            return first
        """,
}


def test_a_ring_that_only_one_region_closes(pay: Law) -> None:
    pay.outputs(first="integer", second="integer")
    for topic, text in CITY_RING.items():
        pay.rules(text, topic=topic)
    says(pay.problem(), "first", "second", "ring")


def test_a_ring_through_the_text_above_a_version_that_has_ended(pay: Law) -> None:
    pay.outputs(first="integer", second="integer")
    for topic, text in CITY_RING.items():
        pay.rules(text, topic=topic)
    later = """

        @rule(cites="bj-1/1", since="2020-07-01")
        def first(months: Months) -> int:
            return months
        """
    pay.rules(CITY_RING["cn_bj/pay"] + later, topic="cn_bj/pay")
    says(pay.problem(), "first", "second", "ring")


# ---- citations


def test_a_rule_without_citation(pay: Law) -> None:
    pay.rules(ENOUGH.replace('"cn-1/1"', "[]"))
    says(pay.problem(), "cites nothing", "register", pay.place(PAY, 2))


def test_a_citation_that_is_not_registered(pay: Law) -> None:
    pay.rules(ENOUGH.replace("cn-1/1", "cn-1/9"))
    says(pay.problem(), "cites cn-1/9", "cn-1/1", pay.place(PAY, 2))


def test_a_document_that_is_not_registered(pay: Law) -> None:
    pay.rules(ENOUGH.replace("cn-1/1", "cn-9/1"))
    for problem in pay.problems():
        says(problem, "cites cn-9/1", pay.place(PAY, 2))


def test_a_parent_is_no_citation(pay: Law) -> None:
    pay.rules(ENOUGH.replace("cn-1/1", "cn-1/4"))
    says(pay.problem(), "cn-1/4 is a parent", "cn-1/4.1", pay.place(PAY, 2))


def test_a_document_alone_is_a_parent_too(pay: Law) -> None:
    pay.rules(ENOUGH.replace("cn-1/1", "cn-1"))
    says(pay.problem(), "cn-1 is a parent", "cn-1/1, cn-1/2", pay.place(PAY, 2))
    pay.rules(ENOUGH).numbers(FLOOR % "cn-1")
    (problem,) = pay.problems()
    assert "expected a provision id" in problem.text("en") and problem.place == pay.place(NUMBERS, 7)


def test_the_citation_of_a_branch(pay: Law) -> None:
    pay.outputs(rate="rate").rules(
        """
        @rule(cites="cn-1/1")
        def rate() -> Rate:
            return because(Rate(0), "too_few", cites="cn-1/7")
        """
    )
    says(pay.problem(), "cites cn-1/7")


def test_a_document_without_any_day_makes_nothing_known(pay: Law) -> None:
    pay.document("cn-3", signed=None).rules(ENOUGH.replace("cn-1/1", "cn-3/1"))
    says(pay.problem(), "cn-3 has no day", "grade", pay.place(PAY, 2))


def test_an_effect_on_a_document_that_is_not_registered(pay: Law) -> None:
    pay.rules(ENOUGH).document("cn-3", effects=[{"kind": "extends", "target": "cn-9", "cites": ["cn-3/1"]}])
    says(pay.problem(), "cn-9", "external: true", "documents/cn-3.yaml")


def test_a_document_in_the_folder_of_another_place(pay: Law) -> None:
    pay.rules(ENOUGH).document("bj-2", region="CN-BJ")
    (pay.path / "cn_bj/documents/bj-2.yaml").rename(pay.path / "cn/documents/bj-2.yaml")
    says(pay.problem(), "stands under CN but says CN-BJ", pay.place("cn/documents/bj-2.yaml", 2))


# ---- YAML


def test_a_key_twice(pay: Law) -> None:
    pay.write(NUMBERS, "floor:\n  kind: scalar\n  kind: table\n")
    says(pay.problem(), "kind is written twice, in lines 2 and 3", pay.place(NUMBERS, 3))


def test_a_trap_of_yaml(pay: Law) -> None:
    pay.write(NUMBERS, "floor: {kind: scalar, unit: date, records: [{value: 2020-07-01, cites: [cn-1/1]}]}\n")
    says(pay.problem(), '"2020-07-01"', pay.place(NUMBERS, 1))


def test_all_problems_of_a_stage_are_reported(pay: Law) -> None:
    pay.document("cn-3", provisions={}, signed="2020-13-01").document("cn-4", signed="yesterday")
    assert {problem.place for problem in pay.problems()} == {
        pay.place("cn/documents/cn-3.yaml", 9),
        pay.place("cn/documents/cn-4.yaml", 9),
    }


# ---- records and versions that overlap


def records(*entries: str, more: str = "") -> str:
    return f"floor:\n  kind: scalar\n  unit: CNY\n{more}  label: {{zh: 下限, en: floor}}\n  records:\n" + "".join(
        f"    - {{{entry}, grade: printed}}\n" for entry in entries
    )


def test_a_later_record_says_what_it_does_to_the_earlier(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]', 'value: "2.00", cites: [cn-2/1], since: "2020-07"'))
    says(pay.problem(), "overlaps an earlier one", "extends:", pay.place(NUMBERS, 7))


@pytest.mark.parametrize("word", ["extends", "replaces", "ends"])
def test_a_later_record_that_says_so_builds(pay: Law, word: str) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]', f'value: "2.00", cites: [cn-2/1], {word}: cn-1'))
    assert pay.book.hash


def test_an_order_of_records_that_is_not_that_of_signing(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "2.00", cites: [cn-2/1]', 'value: "1.00", cites: [cn-1/1]'))
    says(pay.problem(), "overlaps an earlier one", pay.place(NUMBERS, 6))


def test_two_records_signed_on_one_day(pay: Law) -> None:
    pay.write(
        NUMBERS,
        records(
            'value: "1.00", cites: [cn-1/1], until: "2020-07-01"',
            'value: "2.00", cites: [cn-1/2], since: "2020-07-01", replaces: cn-1',
        ),
    )
    says(pay.problem(), "one signing day", "since/until", pay.place(NUMBERS, 7))


def test_records_that_follow_each_other_do_not_overlap(pay: Law) -> None:
    months = ('value: "1.00", cites: [cn-1/1], until: "2020-06"', 'value: "2.00", cites: [cn-1/2], since: "2020-07"')
    assert pay.write(NUMBERS, records(*months, more="  clock: month\n")).book.hash
    assert pay.write(NUMBERS, records(*months)).book.hash  # until the last day of June, since the first of July


def test_a_record_for_one_province_does_not_overlap_the_nations(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]', 'value: "2.00", cites: [cn-1/2], in: CN-HB'))
    assert pay.book.hash


def test_a_province_of_a_province(pay: Law) -> None:
    pay.write("cn_bj/pay/pay.yaml", records('value: "1.00", cites: [bj-1/1], in: CN-HB'))
    says(pay.problem(), "CN-HB is not inside CN-BJ", pay.place("cn_bj/pay/pay.yaml", 6))


def test_a_region_that_does_not_exist(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1], in: CN-XX'))
    says(pay.problem(), "CN-XX", "region", pay.place(NUMBERS, 6))


def test_two_versions_of_a_rule_for_one_day(pay: Law) -> None:
    pay.rules(
        """
        @condition(cites="cn-1/1", otherwise="too_few", until="2020-07-01")
        def enough(months: Months) -> bool:
            return months >= 12

        @condition(cites="cn-1/1", otherwise="too_few", since="2020-07-01", name="enough")
        def enough_since_july(months: Months) -> bool:
            return months >= 6
        """
    )
    says(pay.problem(), "two versions of enough", "since=/until=", pay.place(PAY, 6))


def test_a_clock_that_shows_no_day(pay: Law) -> None:
    pay.rules(ENOUGH.replace("otherwise", 'since="2020-07-01", clock="months", otherwise'))
    says(pay.problem(), "the clock months is neither a day nor a month", pay.place(PAY, 2))


def test_the_clock_of_a_number_is_a_name_too(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]', more="  clock: benefit_dat\n"))
    says(pay.problem(), "benefit_dat", pay.place(NUMBERS, 1))


# ---- a folder of law added to another


def added(pay: Law, text: str, folder: str = "more") -> list[Root]:
    """The law, and a folder with numbers of the nation beside it."""
    path = pay.path.parent / folder / pay.path.name / "cn/pay/more.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return [Root(pay.path, pay.package), Root(path.parents[2], pay.package)]


def test_a_record_added_by_another_folder_answers(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]'))
    roots = added(pay, records('value: "2.00", cites: [cn-2/1], extends: cn-1'))
    number = build(roots).layers["CN"]["floor"]
    assert isinstance(number, Number) and [record.value for record in number.records] == [100, 200]


def test_each_record_is_named_by_its_own_file(pay: Law) -> None:
    pay.write(NUMBERS, "\n\n\n" + records('value: "2.00", cites: [cn-2/1]'))
    with pytest.raises(LawError) as failure:
        build(added(pay, records('value: "1.00", cites: [cn-1/9]')))
    places = {problem.what.en: problem.place for problem in failure.value.problems}
    assert places["cites cn-1/9, which is not registered"] == pay.place("cn/pay/more.yaml", 6)
    assert places["a later record of floor overlaps an earlier one"] == pay.place(NUMBERS, 8)


def test_an_added_record_is_of_the_same_kind(pay: Law) -> None:
    pay.write(NUMBERS, records('value: "1.00", cites: [cn-1/1]'))
    with pytest.raises(LawError) as failure:
        build(added(pay, records('value: "2020-07", cites: [cn-2/1], extends: cn-1').replace("CNY", "month")))
    (problem,) = failure.value.problems
    says(problem, "floor is a scalar in CNY on the clock date elsewhere", "the same")


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        ("see renshe law list", "pay: wrong. See renshe law list."),
        ("renshe law list shows them", "pay: wrong. renshe law list shows them."),
        ("relief_rate is near it", "pay: wrong. relief_rate is near it."),
        ("month=2020-07", "pay: wrong. month=2020-07."),
        ("--against needs a folder", "pay: wrong. --against needs a folder."),
    ],
)
def test_a_fix_begins_as_a_sentence_and_a_name_keeps_its_letters(fix: str, said: str) -> None:
    assert Problem(Words("错", "wrong"), Words("改", fix), "pay").text("en") == said


def test_a_name_declared_and_defined_is_offered_once(pay: Law) -> None:
    pay.outputs(eligible="boolean").rules(ENOUGH + '\neligible = eligibility(cites="cn-1/1", requires=["enuogh"])\n')
    assert pay.problem().text("en").count(" enough") == 1
