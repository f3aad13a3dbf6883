"""What the build refuses in declarations: where it stands, what is wrong, what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.engine.check import check, read_cases
from renshe.engine.mutation import survivors
from tests.engine.conftest import Law, sound

SCHEME = """
subsidy:
  label: {zh: 补助, en: subsidy}
  cites: [cn-1/1]
  agencies: [agency]
  rules: {eligibility: enough, window: claims}
  channels:
    app: {input: way, cites: [cn-1/2]}
  materials:
    card: {zh: 卡, en: card, when: enough, rule: enough, cites: [cn-1/2]}
"""
DUTY = """
report:
  label: {zh: 报告, en: report}
  cites: [cn-1/1]
  holders: [agency]
  due: {days: 10, after: ended}
"""


@pytest.fixture
def sane(law: Law) -> Law:
    law.enum("actor", "agency", "employer").enum("way", "app", "post")
    law.inputs(months="months", way="enum:way", ended="date").outputs(enough="boolean").reasons("few")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12
        """
    )
    return law.numbers(
        """
        claims:
          kind: window
          unit: date
          records: [{value: ["2020-01-01", "2020-12-31"], cites: [cn-1/1], grade: printed}]
        """
    )


def test_what_is_sound_builds(sane: Law) -> None:
    sane.write("cn/pay/schemes.yaml", SCHEME).write("cn/pay/duties.yaml", DUTY)
    assert set(sane.book.declared["CN"]) == {"subsidy", "report"}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("enough, window", "enuogh, window", 5, "write one of: enough"),
        ("eligibility: enough", "amount: enough", 5, "amount is money; enough is boolean"),
        ("window: claims", "window: enough", 5, "window is window; enough is boolean"),
        ("[agency]", "[agancy]", 4, "write one of: agency"),
        ("app: {input: way", "ap: {input: way", 7, "ap is not a member of way"),
        ("input: way", "input: weg", 7, "no input, rule or number is named weg"),
        ("input: way", "rule: enough", 7, "app is called nothing"),
        ("when: enough", "when: way", 9, "way should be boolean and is enum"),
        ("card: {zh: 卡, en: card", "card: {zh: 卡", 9, "materials.card.en is missing"),
        ("cites: [cn-1/2]}\n  materials", "cites: [cn-1/9]}\n  materials", 7, "cites cn-1/9, which is not registered"),
        ("cites: [cn-1/2]}\n  materials", "cites: [cn-1/4]}\n  materials", 7, "cn-1/4 is a parent"),
        ("channels:", "channel:", 6, "The nearest is channels"),
    ],
)
def test_a_scheme_is_refused(sane: Law, old: str, new: str, line: int, said: str) -> None:
    assert old in SCHEME
    sane.write("cn/pay/schemes.yaml", SCHEME.replace(old, new))
    problem = next(p for p in sane.problems() if said in p.text("en"))
    sound(problem)
    assert problem.place == sane.place("cn/pay/schemes.yaml", line)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("{days: 10}", "due.after is missing"),
        ("{after: ended}", "due.after has no place here"),
        ("{days: 10, months: 1, after: ended}", "due.months has no place here"),
        ("{day: 5}", "due.day has no place here"),
        ("{days: 0, after: ended}", "a whole number from 1 up"),
        ("{every: month, month: 2}", "due.month has no place here"),
        ("{every: quarter, month: 4}", "a month of the quarter"),
        ("{cites: [cn-1/1]}", "a count with after"),
        ("{days: 10, after: months}", "months should be date and is months"),
        ("{by: enough}", "enough is neither a day nor a window"),
        ("{by: clams}", "write one of: claims"),
    ],
)
def test_a_due_day_is_refused(sane: Law, due: str, said: str) -> None:
    sane.write("cn/pay/duties.yaml", DUTY.replace("{days: 10, after: ended}", due))
    problems = sane.problems()
    assert any(said in problem.text("en") for problem in problems), [p.text("en") for p in problems]
    for problem in problems:
        sound(problem)


def test_two_versions_of_one_day_are_refused(sane: Law) -> None:
    again = DUTY.replace("report:", "report_2:", 1).replace("  holders", "  name: report\n  holders")
    sane.write("cn/pay/duties.yaml", DUTY + again)
    assert "cover the same day" in sane.problem().text("en")
    sane.write("cn/pay/duties.yaml", DUTY + again.replace("cn-1/1", "cn-2/1"))
    assert "cover the same day" in sane.problem().text("en")
    sane.write("cn/pay/duties.yaml", DUTY + again.replace("cites: [cn-1/1]", "cites: [cn-2/1]\n  extends: cn-1"))
    assert len(sane.book.declared["CN"]["report"]) == 2


def test_a_name_is_one_kind_and_of_one_topic(sane: Law) -> None:
    sane.write("cn/pay/duties.yaml", DUTY).write("cn_bj/other/duties.yaml", DUTY)
    assert "report is a duty of pay" in sane.problem().text("en")


def test_a_package_takes_the_words_of_its_services(sane: Law) -> None:
    service = (
        "registering:\n  label: {zh: 登记, en: registering}\n  cites: [cn-1/1]\n  limit: {minutes: 30, after: ended}\n"
    )
    package = "hiring:\n  label: {zh: 招用, en: hiring}\n  cites: [cn-1/1]\n  items: {registering: {cites: [cn-1/2]}}\n"
    sane.write("cn/pay/services.yaml", service).write("cn/pay/packages.yaml", package)
    (hiring,) = sane.book.declared["CN"]["hiring"]
    assert hiring.sections()["items"][0].label.zh == "登记"


# ---- totals and choices


def test_a_total_answers_what_it_is_given(law: Law) -> None:
    law.inputs(wage="money").outputs(part="money", total_part={"type": "money", "entity": "employer"}).rules(
        """
        @rule(cites="cn-1/1")
        def part(wage: Money) -> Money:
            return wage

        total_part = total(part, by="employer", cites="cn-1/2")
        """
    )
    assert law.book.totals == {"total_part": ("part", "employer")}
    assert law.value("total_part", total_part="5.00") == 500
    assert law.missing("total_part", wage="3.00") == ("total_part",)


@pytest.mark.parametrize(
    ("of", "by", "said"),
    [
        ("yes", "employer", "yes is boolean and cannot be added up"),
        ("part", "person", "is of the employer in the vocabulary and summed by person"),
        ("months", "employer", "is money in the vocabulary and months here"),
        ("prt", "employer", "write one of: part"),
    ],
)
def test_a_total_is_refused(law: Law, of: str, by: str, said: str) -> None:
    law.inputs(yes="boolean", months="months", part="money")
    law.outputs(total_part={"type": "money", "entity": "employer"})
    law.rules(f'total_part = total("{of}", by="{by}", cites="cn-1/2")')
    assert any(said in problem.text("en") for problem in law.problems())


def test_a_ring_through_a_total_is_refused(law: Law) -> None:
    law.outputs(part="money", total_part={"type": "money", "entity": "employer"}).rules(
        """
        @rule(cites="cn-1/1")
        def part(total_part: Money) -> Money:
            return total_part

        total_part = total(part, by="employer", cites="cn-1/2")
        """
    )
    assert "in a ring" in law.problem().text("en")


CHOICE = """
rounding:
  kind: scalar
  unit: "enum:rounding"
  records: [{value: each, cites: [cn-1/1], grade: reported}]
"""


def test_a_number_may_be_a_choice(law: Law) -> None:
    law.enum("rounding", "each", "whole").outputs(rounds_each="boolean").numbers(CHOICE).rules(
        """
        @rule(cites="cn-1/1")
        def rounds_each(rounding: Choice) -> bool:
            return rounding == "each"
        """
    )
    assert law.value("rounds_each") is True
    assert law.value("rounds_each", rounding="whole") is False


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: each", "value: eech", "expected one of each, whole"),
        ("enum:rounding", "enum:rouding", "write one of: rounding"),
        ("kind: scalar", "kind: scale", "expected scalar or table"),
    ],
)
def test_a_choice_is_refused(law: Law, old: str, new: str, said: str) -> None:
    law.enum("rounding", "each", "whole").numbers(CHOICE.replace(old, new))
    problems = law.problems()
    assert any(said in problem.text("en") for problem in problems), [p.text("en") for p in problems]


def test_a_body_compares_a_choice_with_its_members(law: Law) -> None:
    law.enum("rounding", "each", "whole").outputs(rounds_each="boolean").numbers(CHOICE).rules(
        """
        @rule(cites="cn-1/1")
        def rounds_each(rounding: Choice) -> bool:
            return rounding == "every"
        """
    )
    assert "'every' is not a member of rounding" in law.problem().text("en")


def test_a_choice_is_moved_to_every_other_member(law: Law, tmp_path: Path) -> None:
    law.enum("rounding", "each", "whole", "none").outputs(rounds_each="boolean").numbers(CHOICE).rules(
        """
        @rule(cites="cn-1/1")
        def rounds_each(rounding: Choice) -> bool:
            return rounding == "each" or rounding == "none"
        """
    )
    file = tmp_path / "cases.yaml"
    case = '- {id: one, topic: pay, region: CN, date: "2020-07-10", expect: {rounds_each: true}}\n'
    file.write_text(case, "utf-8")
    (alive,) = survivors(law.book, check(law.book, read_cases([file])))
    assert alive.endswith("rounding: each → none")
