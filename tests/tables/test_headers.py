"""Which column is which: all ways of naming one, columns named twice or meaning nothing, sheets of other lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch, default
from renshe.engine.errors import InputError
from renshe.engine.tables.headers import Headers, normal
from tests.tables.running import BEIJING, listed, said
from tests.tables.sheets import EMPLOYER_HEADS, PEOPLE_HEADS, SMALL, roster, workbook

ZHANG = ("甲公司", "1", "张三", "110101199003070011", 5000)


@pytest.fixture(scope="module")
def headers() -> Headers:
    return Headers(default().compiled, default().roster("contribution"))


@pytest.mark.parametrize(
    "text",
    [
        "filed_wage", "申报的缴费工资", "wage filed", "缴费工资", "缴费工资（元）", "缴费工资(元/月)", "缴费工资*",
        "＊缴费工资", "缴费 工资", "缴费\n工资", "2019年月平均工资", "2019年度月平均工资（元）", "上年度月平均工资",
        "工资", "月工资：", "Filed Wage", "FILED-WAGE", "缴费工资【必填】", "缴费工资〔元〕",
    ],
)  # fmt: skip
def test_a_wage_is_a_wage_whatever_stands_around_its_name(headers: Headers, text: str) -> None:
    assert headers.known[normal(text)] == "filed_wage"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("统一社会信用代码", "employer_code"),
        ("公司", "employer_name"),
        ("身份证号", "id_number"),
        ("公民身份号码", "id_number"),
        ("identity number", "id_number"),
        ("职工编号", "staff_number"),
        ("职工姓名", "person_name"),
        ("减员月份", "to_month"),
        ("费款所属期", "month"),
        ("month", "month"),
        ("企业规模", "employer_size"),
        ("单位性质", "employer_type"),
        ("公积金比例", "housing_fund_rate"),
        ("工伤费率", "current_work_injury_rate"),
        ("农民合同制工人", "rural_contract_worker"),
        ("separate_housing_fund_wage", "separate_housing_fund_wage"),
    ],
)
def test_columns_as_clerks_name_them(headers: Headers, text: str, name: str) -> None:
    assert headers.known[normal(text)] == name


def test_every_column_of_the_template_is_known_by_its_name_and_both_labels(headers: Headers) -> None:
    roster_, book = headers.roster, headers.book
    for name in (*roster_.people.columns, *roster_.employers.columns):
        label = roster_.fields[name].label if name in roster_.fields else book.label(name)
        for text in (name, label.zh, label.en, f"{label.zh}*", label.en.upper()):
            assert headers.known[normal(text)] == name, text


def test_a_column_that_means_nothing_is_listed_with_the_nearest_that_does(tmp_path: Path) -> None:
    heads = ("单位名称", "工号", "姓名", "身份证号码", "缴费工次", "部门", "缴费工资")
    path = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 1, "一部", 5000)], heads)
    outcome = batch(path, **BEIJING).outcome
    # A department plays no part, as everybody knows; a word about it would only be in the way.
    assert listed(outcome) == [("note", "人员!E1")]
    assert "人员!E1 不认识这一列，未采用 若指“申报的缴费工资”，请改列名" in said(outcome)
    assert len(outcome.rows) == 1


def test_two_columns_of_one_name_count_once_and_the_second_is_named(tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", [(*ZHANG, 6000)], (*PEOPLE_HEADS, "月平均工资"))
    outcome = batch(path, **BEIJING).outcome
    assert outcome.rows[0].given["filed_wage"] == 500_000
    assert listed(outcome) == [("note", "人员!F1")]
    assert "E 列也是“申报的缴费工资”，这一列未采用" in said(outcome)


def test_order_more_columns_and_a_title_above_do_not_matter(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ["甲公司七月名册"], [], [None, "填表人：李四"],
        [None, "缴费工资", "备注", "姓名", "单位"],
        [None, 5000, "x", "张三", "甲公司"],
    ]  # fmt: skip
    outcome = batch(workbook(tmp_path / "a.xlsx", {"七月": rows, "单位": [EMPLOYER_HEADS, SMALL]}), **BEIJING).outcome
    (row,) = outcome.rows
    assert row.complete and str(row.line.place) == "七月!B5" and row.line.employer.name == "甲公司"


# ---- sheets


def test_people_may_stand_on_several_sheets(tmp_path: Path) -> None:
    sheets = {"一部": [PEOPLE_HEADS, ZHANG], "二部": [PEOPLE_HEADS, ("甲公司", "2", "李四", None, 6000)]}
    outcome = batch(workbook(tmp_path / "a.xlsx", {**sheets, "单位": [EMPLOYER_HEADS, SMALL]}), **BEIJING).outcome
    assert [str(row.line.place) for row in outcome.rows] == ["一部!A2", "二部!A2"] and not outcome.rejects


def test_a_sheet_that_is_some_other_list_does_not_stop_the_run(tmp_path: Path) -> None:
    sheets = {
        "人员": [PEOPLE_HEADS, ZHANG],
        "单位": [EMPLOYER_HEADS, SMALL],
        "部门工资": [("部门", "单位", "工资"), ("一部", "甲公司", 5000)],
        "缴费记录": [("月份", "单位", "凭证号"), ("2020-06", "甲公司", "77")],
    }
    outcome = batch(workbook(tmp_path / "a.xlsx", sheets), **BEIJING).outcome
    assert len(outcome.rows) == 1
    # People that may have been meant are no mere note.
    assert listed(outcome) == [("note", "缴费记录!A1"), ("left out", "部门工资!B1")]
    assert "没有“姓名”列" in said(outcome)


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"人员": [("单位名称", "工号", "姓名"), ("甲公司", "1", "张三")]}, "没有“申报的缴费工资”列"),
        ({"人员": [PEOPLE_HEADS, ZHANG], "单位": [("单位名称", "企业划型"), ("甲公司", "小型")]}, "没有“单位类型”列"),
        ({"人员": [("甲", "乙"), (1, 2)]}, "没有找到人员表的表头"),
        ({"人员": []}, "没有找到人员表的表头"),
    ],
)
def test_a_table_that_lacks_what_it_needs_is_refused_in_words(
    tmp_path: Path, sheets: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError) as refused:
        batch(workbook(tmp_path / "a.xlsx", sheets), **BEIJING)
    assert words in refused.value.text("zh")


@pytest.mark.parametrize("where", ["run", "people"])
def test_what_is_said_for_the_run_or_beside_each_person_need_not_stand_on_the_employers_sheet(
    tmp_path: Path, where: str
) -> None:
    employers, heads = [("甲公司", "小型", 0.002, 0.12)], ("单位名称", "企业划型", "现行工伤保险费率", "公积金比例")
    more: tuple[str, ...] = ("单位类型",) if where == "people" else ()
    path = roster(
        tmp_path / "a.xlsx", [(*ZHANG, *(("企业",) if more else ()))], (*PEOPLE_HEADS, *more), employers, heads
    )
    facts = {"employer_type": "enterprise"} if where == "run" else {}
    (row,) = batch(path, **BEIJING, facts=facts).outcome.rows
    assert row.complete and row.values["person_contribution_payable.pension.employer"] == 0
