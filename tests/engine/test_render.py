"""A decision as text: what a person reads first, why, what is missing, and every condition for the clerk."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.engine.errors import Language
from renshe.engine.layout import WIDTH, pad, table, width, wrap
from renshe.engine.render import render
from tests.engine.small import answer

HASH = "0123456789abcdef"


def text(language: Language, *outputs: str, explain: bool = False, **case: Any) -> str:
    document = answer(*outputs, **case).to_json()
    document["lawbook"] = HASH
    return render(document, language, explain)


def section(whole: str, title: str) -> list[str]:
    """The lines under one title."""
    blocks = [block.splitlines() for block in whole.split("\n\n")]
    return next((block[1:] for block in blocks if block[0] == title), [])


# ---- the whole


def test_a_refusal_in_chinese() -> None:
    whole = text("zh", "canteen_eligible", "canteen_amount", worked_months=11, work_place="office", meal="lunch")
    assert (
        whole
        == f"""\
午餐补贴资格：不符合
餐费补贴：    0.00元（已计算）
全国，2020年7月10日

为什么
  ✗ 工作不满1年
      ✗ 工作月数（11）≥ 12
      膳发〔2020〕1号 一：工作满一年的可以领
  ✗ 单位不在范围内
      ✗ 单位类型属于企业、学校（实为机关）
      膳发〔2020〕1号 二：企业和学校的职工可以领

怎样会不同
  · 如果工作月数是12（现在是11），就符合“工作满1年”。

依据等级：转载；属于这一级的是“餐费补贴申请期”。法规库 {HASH}，按收录的全部规定。"""
    )


def test_the_same_in_english() -> None:
    whole = text("en", "canteen_eligible", "canteen_amount", worked_months=11, work_place="office", meal="lunch")
    assert (
        whole
        == f"""\
right to the meal allowance: not met
meal allowance:              CNY 0.00 (computed)
the nation, 10 July 2020

Why
  ✗ worked for less than a year
      ✗ months of work (11): at least 12
      膳发〔2020〕1号 一: Whoever has worked for a year may claim it
  ✗ the employer is not covered
      ✗ kind of employer (state organ): one of enterprise, school
      膳发〔2020〕1号 二: For the staff of enterprises and schools

What would change it
  · If the months of work were 12 instead of 11, “has worked for a year” would be met.

Grade of the sources: reported by a reprint or in answers to questions; this is so for “time to
  claim the meal allowance”. Lawbook {HASH}, all law held."""
    )


def test_everything_for_the_clerk() -> None:
    whole = text("zh", "canteen_amount", explain=True, worked_months=13, work_place="school", month="2020-07")
    assert (
        whole
        == f"""\
餐费补贴（午餐）：200.00元（已计算）
餐费补贴（晚餐）：66.67元（已计算）
全国，2020年7月10日，属期2020年7月

逐项条件
  ✓ 午餐补贴资格 [1][2]
    ✓ 工作满1年 [1]
        ✓ 工作月数（13）≥ 12
    ✓ 单位在范围内 [2]
        ✓ 单位类型属于企业、学校（实为学校）
    ✓ 在申请期内 [3]
        ✓ 办理日（2020年7月10日）在餐费补贴申请期内（2020年2月1日至2021年6月30日）

怎样算出
  · 餐费补贴（午餐）：200.00元 [4]
    = 餐费补贴标准中工作月数（13）对应的一档（200.00元）× 各餐次比例（100%），四舍五入到分
      · 午餐补贴资格：是
  · 餐费补贴（晚餐）：66.67元 [4]
    = 餐费补贴标准中工作月数（13）对应的一档（200.00元）× 各餐次比例（33.3333%），四舍五入到分
      · 午餐补贴资格：是

用到的数
  · 餐费补贴申请期：2020年2月1日至2021年6月30日
      全国，转载，延长膳发〔2020〕1号 [5]
      只见转载
  · 餐费补贴标准：0个月起：100.00元/月；12个月起：200.00元/月
      2020年2月起，全国，文件原文 [4]
  · 各餐次比例（午餐）：100%
      全国，文件原文 [4]
  · 各餐次比例（晚餐）：33.3333%
      全国，文件原文 [4]

给出的情况
  · 工作月数：13
  · 单位类型：学校

依据
  [1] 膳发〔2020〕1号 一：工作满一年的可以领
  [2] 膳发〔2020〕1号 二：企业和学校的职工可以领
  [3] 膳发〔2020〕1号 五：二月起执行，年底前申请
  [4] 膳发〔2020〕1号 三：按工作月数分档
  [5] 《关于延长申请期的答复》 第一条：申请期延到六月底

依据等级：转载；属于这一级的是“餐费补贴申请期”。法规库 {HASH}，按收录的全部规定。"""
    )


# ---- section by section


def test_an_answer_without_reasons_says_how_it_came_about_and_on_what_it_rests() -> None:
    whole = text("zh", "monthly_amount", worked_months=13, month="2020-07")
    assert section(whole, "依据") == ["  · 每月补贴 = 餐费补贴标准中工作月数（13）对应的一档", "  · 膳发〔2020〕1号 三"]


def test_what_is_missing_and_who_can_tell_it() -> None:
    asked = ("supper_amount", "local_amount", "worked_one_year")
    whole = text("zh", *asked, region="CN-GD")
    assert whole.splitlines()[:3] == ["夜餐补贴： 无法确定", "地方补贴： 无法确定", "工作满1年：无法确定"]
    assert section(whole, "还缺什么") == [
        "  · 夜餐标准（supper_rate）：由规定确定的数，没有收录此时此地的；知道的话可以直接给出",
        "  · 规定：没有收录对此时此地适用的规定（“地方补贴”）",
        "  · 工作月数（worked_months）：您工作了几个月？",
    ]
    assert (
        section(text("en", *asked), "What is missing")[-1]
        == "  · months of work (worked_months): For how many months have you worked?"
    )


def test_a_known_failure_decides_and_the_rest_is_said_not_to_be_checked() -> None:
    whole = text("zh", "canteen_eligible", worked_months=11, explain=True)
    assert section(whole, "没有核对的条件（不核对也能得出以上结果）") == ["  · 单位在范围内"]
    assert "    ？ 单位在范围内（缺：单位类型） [2]" in section(whole, "逐项条件")


def test_alternatives_that_all_fail_are_told_one_by_one() -> None:
    whole = text("zh", "small_or_served", meals_served=19, staff_count=200)
    assert section(whole, "为什么")[:3] == [
        "  ✗ 规模不小，供餐也少",
        "      ✗ 职工人数（200）< 20",
        "      ✗ 供餐份数（19）× 10 = 190 ≥ 职工人数（200）",
    ]
    assert len(section(whole, "怎样会不同")) == 3


def test_circumstances_are_told_as_they_are() -> None:
    whole = text("zh", "canteen_stops", card_blocked=True, canteen_event="retired")
    assert whole.splitlines()[0] == "停发餐费补贴：是"
    assert section(whole, "为什么") == [
        "  · 饭卡已停用",
        "      膳发〔2020〕1号 四：停发的情形",
        "  · 已退休",
        "      膳发〔2020〕1号 四：停发的情形",
    ]


def test_what_was_assumed_given_and_noted() -> None:
    whole = text("en", "canteen_stops", "monthly_amount", card_blocked=False, monthly_amount="500")
    assert section(whole, "Not stated; taken to be as usual") == ["  · what has happened: nothing"]
    assert section(whole, "Taken as given, not worked out from the law") == [
        "  · allowance a month: CNY 500.00 (the nation has a rule for this; it was not used)"
    ]
    whole = text("zh", "monthly_amount", worked_months=13, region="CN-GD")
    assert section(whole, "请注意") == [
        "  · 没有收录广东对此的规定，只按全国规定回答。",
        "  · 没有给出属期月份，取办理日所在的2020年7月。",
    ]


def test_the_months_of_a_series_as_a_table() -> None:
    case: dict[str, Any] = {"worked_months": 13, "first_month": "2020-05", "months_asked": 3, "region": "CN-BJ"}
    whole = text("zh", "canteen_schedule", explain=True, **case)
    assert section(whole, "逐月补贴 [2]") == [
        "  属期月份   每月补贴",
        "  2020年5月  200.00元",
        "  2020年6月  200.00元",
        "  2020年7月  320.00元",
    ]
    # The months that came out alike are told once; a place's own rule says whose it takes the place of.
    assert section(whole, "怎样算出") == [
        "  · 每月补贴（2020年5月）：200.00元 [1]（按北京的规定，不按全国的）",
        "    = 餐费补贴标准中工作月数（13）对应的一档（200.00元）与每月最低补贴（150.00元）中较高者",
    ]
    assert [line for line in section(whole, "用到的数") if "每月最低补贴" in line or "北京" in line] == [
        "  · 每月最低补贴：150.00元/月",
        "      2020年2月至2020年6月，北京，待核实 [1]",
        "  · 每月最低补贴：320.00元/月",
        "      2020年7月起，北京，文件原文 [1]",
    ]


def test_the_day_of_knowledge_is_said_first_and_last() -> None:
    whole = text("en", "in_canteen_window", date="2021-01-05", known_on="2020-10-01")
    assert whole.splitlines()[:2] == [
        "is applied for in time: not met",
        "the nation, 5 January 2021, under the law known on 1 October 2020",
    ]
    assert " ".join(whole.split()).endswith(f"Lawbook {HASH}, as known on 1 October 2020.")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("explain", [False, True])
def test_no_line_is_wider_than_a_page(language: Language, explain: bool) -> None:
    outputs = ("canteen_eligible", "canteen_amount", "half_year_passed", "contract_runs", "names_match")
    case = {"worked_months": 1, "work_place": "office", "first_work_day": "2020-02-10", "contract_end": "2020-01-01"}
    whole = text(language, *outputs, explain=explain, registered_name="甲" * 60, card_name="a b" * 50, **case)
    assert max(map(width, whole.splitlines())) <= WIDTH
    assert not any(line != line.rstrip() for line in whole.splitlines())


# ---- layout


def test_a_chinese_character_takes_two_columns() -> None:
    assert [width("午餐（a）"), width("cafe\u0301"), width("")] == [9, 4, 0]
    assert pad("午", 4) == "午  "
    assert table([["月", "额"], ["a", "10.00"]]) == ["月     额", "a   10.00"]
    assert table([]) == []


def test_lines_break_between_words_and_between_characters_never_before_a_stop() -> None:
    assert wrap("one two three", columns=8) == ["one two", "three"]
    assert wrap("一二三四，五", "· ", "  ", columns=10) == ["· 一二三", "  四，五"]
    assert wrap("（一二）三", columns=6) == ["（一", "二）三"]
    assert wrap("unbroken", columns=4) == ["unbroken"]
