"""Tests, formulas and values in words, both languages, with the values that a case met."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.engine import words
from renshe.engine.errors import Words
from renshe.engine.labels import labels_of
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType
from tests.engine.conftest import Law
from tests.engine.small import answer, small_law


def said(output: str, **case: Any) -> list[tuple[str, str, object]]:
    """Every test of one output: zh, en, how it came out."""
    decision = answer(output, **case)
    result = decision.answers[output].parts[0].result
    found = [words.test_words(small_law(), result, test) for test in result.tests]
    return [(text.zh, text.en, test[1]) for text, test in zip(found, result.tests, strict=True)]


def told(law: Law, output: str, **case: Any) -> tuple[list[Words], Words | None]:
    """The tests and the formula of one output of a law of the test's own."""
    result = law.decide(output, **case).answers[output].parts[0].result
    return [words.test_words(law.book, result, test) for test in result.tests], words.formula_words(law.book, result)


# ---- tests


def test_a_count_against_a_literal_of_its_kind() -> None:
    assert said("worked_one_year", worked_months=11) == [
        ("工作月数（11）≥ 12", "months of work (11): at least 12", False)
    ]


def test_a_choice_among_several() -> None:
    assert said("work_place_covered", work_place="office") == [
        ("单位类型属于企业、学校（实为机关）", "kind of employer (state organ): one of enterprise, school", False)
    ]


def test_a_window_with_both_its_ends() -> None:
    assert said("in_canteen_window", date="2020-07-01", known_on="2020-02-01") == [
        (
            "办理日（2020年7月1日）在餐费补贴申请期内（2020年2月1日至2020年12月31日）",
            "day of the case (1 July 2020): within the time to claim the meal allowance "
            "(1 February 2020 to 31 December 2020)",
            True,
        )
    ]


def test_two_texts() -> None:
    assert said("names_match", registered_name="甲", card_name="乙") == [
        (
            "登记名称（甲）与饭卡上的单位（乙）一致",
            "registered name (甲): the same as the employer on the card (乙)",
            False,
        )
    ]


def test_a_fact_and_a_fact_not_known() -> None:
    assert said("card_usable", card_blocked=False) == [("饭卡已停用：否", "card is blocked: no", False)]
    ((zh, en, _),) = said("card_usable", card_blocked="?")
    assert (zh, en) == ("饭卡已停用：未知", "card is blocked: not known")


def test_none_and_days() -> None:
    assert said("contract_runs", contract_end=None) == [("没有合同终止日", "end of the contract: none", True)]
    assert said("contract_runs", date="2020-07-01", contract_end="2020-06-30")[1] == (
        "办理日（2020年7月1日）不晚于合同终止日（2020年6月30日）",
        "day of the case (1 July 2020): no later than the end of the contract (30 June 2020)",
        False,
    )


def test_a_formula_in_a_test_is_followed_by_what_it_came_to() -> None:
    assert said("a_tenth_served", meals_served=19, staff_count=200) == [
        (
            "供餐份数（19）× 10 = 190 ≥ 职工人数（200）",
            "meals served (19) × 10 = 190: at least the number of staff (200)",
            False,
        )
    ]


def test_a_local_is_told_by_the_expression_it_stands_for() -> None:
    assert said("half_year_passed", date="2020-07-10", first_work_day="2020-02-10") == [
        (
            "办理日（2020年7月10日）不早于入职日（2020年2月10日）+ 等待期（6个月）即2020年8月10日",
            "day of the case (10 July 2020): no earlier than the waiting time (6 months) after the first day of work "
            "(10 February 2020), that is 10 August 2020",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("body", "case", "zh", "en"),
    [
        ("count != 3", {"count": 2}, "“count”（2）≠ 3", "count (2): other than 3"),
        ("1 <= count <= 6", {"count": 7}, "“count”（7）≥ 1", "count (7): at least 1"),
        ("wage > Money(0)", {"wage": "0.01"}, "“wage”（0.01元）> 0.00元", "wage (CNY 0.01): above CNY 0.00"),
        (
            "wage < cap",
            {"wage": "2", "cap": "1"},
            "“wage”（2.00元）< “cap”（1.00元）",
            "wage (CNY 2.00): below the cap (CNY 1.00)",
        ),
        ("share == Rate(0)", {"share": "0.5"}, "“share”（50%）= 0%", "share (50%): exactly 0%"),
        ('kind == "b"', {"kind": "a"}, "“kind”是“b”（实为“a”）", "kind (a): “b”"),
        ('kind != "b"', {"kind": "b"}, "“kind”不是“b”", "kind: not b"),
        ('kind not in ("a",)', {"kind": "a"}, "“kind”不是“a”", "kind: not a"),
        ('kind not in ("a", "b")', {"kind": "a"}, "“kind”不属于“a”、“b”（实为“a”）", "kind (a): none of a, b"),
        (
            "begun > date",
            {"begun": "2020-07-11"},
            "“begun”（2020年7月11日）晚于办理日（2020年7月10日）",
            "begun (11 July 2020): after the day of the case (10 July 2020)",
        ),
        ("limit is not None", {"limit": None}, "有“limit”", "limit (none): given"),
        (
            "count % 2 == 0",
            {"count": 3},
            "“count”（3）÷ 2 的余数（1）= 0",
            "the remainder of the count (3) ÷ 2 (1): exactly 0",
        ),
        (
            "date - begun >= 30",
            {"begun": "2020-07-01"},
            "“begun”（2020年7月1日）至办理日（2020年7月10日）的天数 = 9天 ≥ 30天",
            "days from the begun (1 July 2020) to the day of the case (10 July 2020) = 9 days: at least 30 days",
        ),
        (
            "min(wage, cap) <= wage",
            {"wage": "2", "cap": "1"},
            "“wage”（2.00元）与“cap”（1.00元）中较低者（1.00元）≤ “wage”（2.00元）",
            "the lower of the wage (CNY 2.00) and the cap (CNY 1.00), that is CNY 1.00: at most the wage (CNY 2.00)",
        ),
        (
            "month_of(begun) == month",
            {"begun": "2020-06-05"},
            "“begun”（2020年6月5日）所在月（2020年6月）即属期月份（2020年7月）",
            "the month of the begun (5 June 2020), that is June 2020: the same as the month concerned (July 2020)",
        ),
        (
            "wage * share > cap * share",
            {"wage": "2", "share": "0.1", "cap": "1"},
            "“wage”（2.00元）× “share”（10%）= 0.20元 > “cap”（1.00元）× “share”（10%）= 0.10元",
            "wage (CNY 2.00) × share (10%) = CNY 0.20: above the cap (CNY 1.00) × share (10%) = CNY 0.10",
        ),
    ],
)
def test_each_form_of_test(law: Law, body: str, case: dict[str, Any], zh: str, en: str) -> None:
    types = {
        "count": ("integer", "int"), "wage": ("money", "Money"), "cap": ("money", "Money"), "share": ("rate", "Rate"),
        "kind": ("enum:kind", "Choice"), "begun": ("date", "Day"), "limit": ("money?", "Money | None"),
    }  # fmt: skip
    law.enum("kind", "a", "b").inputs(**{name: kind for name, (kind, _) in types.items()})
    law.outputs(fits="boolean").reasons("unfit")
    annotated = {name: python for name, (_, python) in types.items()} | {"date": "Day", "month": "Month"}
    arguments = ", ".join(f"{name}: {python}" for name, python in annotated.items() if name in body)
    law.rules(f'@condition(cites="cn-1/1", otherwise="unfit")\ndef fits({arguments}) -> bool:\n    return {body}\n')
    tests, _ = told(law, "fits", **case)
    assert tests[0] == Words(zh, en)


# ---- formulas


def test_a_formula_names_what_it_took() -> None:
    part = answer("canteen_amount", worked_months=13, work_place="school", meal="dinner", month="2020-07").answers
    result = part["canteen_amount"].parts[0].result
    assert words.formula_words(small_law(), result) == Words(
        "餐费补贴标准中工作月数（13）对应的一档（200.00元）× 各餐次比例（33.3333%），四舍五入到分",
        "the step for the months of work (13) in the steps of the meal allowance (CNY 200.00) "
        "× share of each meal (33.3333%), "
        "rounded half up to the fen",
    )


def test_a_plain_literal_needs_no_formula() -> None:
    part = answer("canteen_amount", worked_months=1, work_place="school", meal="dinner").answers
    assert words.formula_words(small_law(), part["canteen_amount"].parts[0].result) is None


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        (
            "half_up_to_yuan(wage, count)",
            "“wage”（10.00元）÷ “count”（3），四舍五入到元",
            "wage (CNY 10.00) ÷ count (3), rounded half up to the yuan",
        ),
        (
            "half_up_to_fen(wage * share, count)",
            "“wage”（10.00元）× “share”（50%）÷ “count”（3），四舍五入到分",
            "wage (CNY 10.00) × share (50%) ÷ count (3), rounded half up to the fen",
        ),
        (
            "half_up_to_fen((wage - cap) * share)",
            "（“wage”（10.00元）− “cap”（4.00元））× “share”（50%），四舍五入到分",
            "(wage (CNY 10.00) − cap (CNY 4.00)) × share (50%), rounded half up to the fen",
        ),
        (
            "half_up_to_fen(wage + cap, count)",
            "（“wage”（10.00元）+ “cap”（4.00元））÷ “count”（3），四舍五入到分",
            "(wage (CNY 10.00) + cap (CNY 4.00)) ÷ count (3), rounded half up to the fen",
        ),
        (
            "min(max(wage, cap), cap, wage)",
            "（“wage”（10.00元）与“cap”（4.00元）中较高者）、“cap”（4.00元）与“wage”（10.00元）中最低者",
            "the lowest of (the higher of the wage (CNY 10.00) and the cap (CNY 4.00)), "
            "the cap (CNY 4.00) and the wage (CNY 10.00)",
        ),
        ("wage if count > 2 else cap", "“wage”（10.00元）", "wage (CNY 10.00)"),
        (
            "up_to_step(wage, cap)",
            "“wage”（10.00元），向上进到“cap”（4.00元）的整倍数",
            "wage (CNY 10.00), raised to a multiple of the cap (CNY 4.00)",
        ),
        ("down_to_yuan(wage)", "“wage”（10.00元），舍去角分", "wage (CNY 10.00), cut to the yuan"),
        (
            "abs(wage - cap) * (count // 2)",
            "（“wage”（10.00元）− “cap”（4.00元））的绝对值 ×（“count”（3）÷ 2 取整）",
            "the absolute value of (wage (CNY 10.00) − cap (CNY 4.00)) × (count (3) ÷ 2, rounded down)",
        ),
    ],
)
def test_each_form_of_formula(law: Law, body: str, zh: str, en: str) -> None:
    law.inputs(wage="money", cap="money", share="rate", count="integer").outputs(paid="money")
    law.rules(f"""
        @rule(cites="cn-1/1")
        def paid(wage: Money, cap: Money, share: Rate, count: int) -> Money:
            return {body}
        """)
    _, formula = told(law, "paid", wage="10", cap="4", share="0.5", count=3)
    assert formula == Words(zh, en)


def test_a_local_of_each_path_is_its_own(law: Law) -> None:
    law.inputs(count="integer").outputs(paid="integer")
    law.rules("""
        @rule(cites="cn-1/1")
        def paid(count: int) -> int:
            if count > 5:
                part = count - 5
            else:
                part = count
            if part * 2 > 9:
                return part + 1
            return 0
        """)
    (_, second), formula = told(law, "paid", count=12)
    assert second.zh == "7 × 2 = 14 > 9"
    assert formula == Words("“count”（12）− 5 + 1", "count (12) − 5 + 1")
    (_, second), formula = told(law, "paid", count=3)
    assert (second.zh, formula) == ("“count”（3）× 2 = 6 > 9", None)


def test_a_value_read_on_a_day_of_its_own(law: Law) -> None:
    law.inputs(begun="date").outputs(paid="money")
    law.numbers("""
        base:
          kind: scalar
          unit: CNY
          records:
            - {value: "1.00", until: "2020-06-30", cites: [cn-1/1], grade: printed}
            - {value: "2.00", since: "2020-07-01", cites: [cn-1/2], grade: printed}
        """)
    law.rules("""
        @rule(cites="cn-1/1")
        def paid(begun: Day, base: Dated[Money]) -> Money:
            return base.on(begun) * 3
        """)
    _, formula = told(law, "paid", begun="2020-06-01", date="2020-07-10")
    assert formula == Words(
        "“begun”（2020年6月1日）的“base”（1.00元）× 3", "base on the begun (1 June 2020), that is CNY 1.00, × 3"
    )


# ---- values


def test_windows_open_on_one_side_or_not_known() -> None:
    show = labels_of(small_law()).show
    assert show(None, Window(737_000, None)).zh == "2018年11月2日起"  # type: ignore[arg-type]
    assert show(None, MonthWindow(None, 24240)).en == "until January 2020"  # type: ignore[arg-type]
    assert show(None, Window(None, None)) == Words("不限", "without limit")
    assert show(None, Window(None, None, known=False)) == Words("未见规定", "none is known")


def test_scales_and_units() -> None:
    labels = labels_of(small_law())
    scale = Scale(((0, 10_000), (12, 20_000)))
    assert labels.show(ValueType("money"), scale).zh == "0起：100.00元；12起：200.00元"
    number = labels.number("canteen_scale")
    assert number is not None
    assert labels.show_number(number, scale) == Words(
        "0个月起：100.00元/月；12个月起：200.00元/月",
        "from 0 months: CNY 100.00 a month; from 12 months: CNY 200.00 a month",
    )
    assert labels.show_named("waiting_months", 6) == Words("6个月", "6 months")


def test_reserved_names_and_names_without_words() -> None:
    labels = labels_of(small_law())
    assert labels.label("date") == Words("办理日", "day of the case")
    assert labels.label("month").zh == "属期月份"
    assert labels.label("no_such_name") == Words("no such name", "no such name")


def test_a_list_of_members_and_a_record(law: Law) -> None:
    law.enum("kind", "a", "b").record("filing", filed_on="date", kind="text").inputs(
        kinds="list:enum:kind", filings="list:record:filing"
    )
    labels = labels_of(law.book)
    assert labels.show_named("kinds", ("a", "b")) == Words("“a”、“b”", "a, b")
    filed = ({"filed_on": 737_000, "kind": "x"},)
    assert labels.show_named("filings", filed).en == "filed on: 2 November 2018, kind: x"


def test_labels_are_kept_for_the_book_in_use(law: Law) -> None:
    first = labels_of(small_law())
    assert labels_of(small_law()) is first
    law.inputs(count="integer")
    assert labels_of(law.book).label("count") == Words("“count”", "count")
    assert labels_of(small_law()).label("worked_months").zh == "工作月数"
