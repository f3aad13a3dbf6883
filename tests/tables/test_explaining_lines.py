"""A line of a result explained afterwards, from the file alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renshe.api import batch
from tests.tables.running import BEIJING, EXPLAINED, read, renshe
from tests.tables.sheets import roster

ROWS = [("甲公司", "1", "张三", "110101199003070011", 10_000), ("乙公司", "2", "李四", None, None)]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    batch(roster(folder / "a.xlsx", ROWS), folder / "out.xlsx", **EXPLAINED)
    return folder / "out.xlsx"


def test_a_line_is_explained_with_formulas_numbers_grades_and_articles(result: Path) -> None:
    done = renshe("explain", result, "--row", "1")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("第 1 行\n")
    assert "缴费基数·基本养老保险：10,000.00元" in done.out
    assert "单位养老保险费率 16%，转载" in done.out and "依据" in done.out
    assert "全部免征的减免比例 100%，文件原文" in done.out and "人社部发〔2020〕49号" in done.out
    assert "个人缴纳·基本医疗保险：203.00元" in done.out
    assert "法规库" not in done.out and "张三" not in done.out


def test_in_english_without_chinese_punctuation(result: Path) -> None:
    text = renshe("explain", result, "--row", "1", language="en").out
    assert text.startswith("Line 1\n") and "base·pension: CNY 10,000.00" in text
    body = text.partition("\nArticles\n")[0]
    assert not set("：，；、") & set(body)


def test_what_is_missing_is_named(result: Path) -> None:
    text = renshe("explain", result, "--row", "2").out
    assert "缴费基数·基本养老保险：无法确定\n  缺少：" in text
    assert "missing: " in renshe("explain", result, "--row", "2", language="en").out


def test_as_json_there_is_a_decision_for_each_combination_of_members(result: Path) -> None:
    told = renshe("explain", result, "--row", "1", "--json").json
    assert told["row"] == 1 and told["lawbook"] == told["made_with"]
    assert {each["schema"] for each in told["decisions"]} == {"renshe.decision/1"}
    answers = [
        output["value"]
        for each in told["decisions"]
        for name, output in each["outputs"].items()
        if name == "person_contribution_payable"
    ]
    assert sorted(answers) == ["0.00", "0.00", "0.00", "1000.00", "80.00"]


@pytest.mark.parametrize(
    ("row", "words"), [("3", "没有第 3 行，共 2 行"), ("0", "没有第 0 行"), ("-1", "没有第 -1 行")]
)
def test_a_line_that_is_not_there(result: Path, row: str, words: str) -> None:
    done = renshe("explain", result, "--row", row)
    assert done.code == 2 and words in done.err and not done.out


def test_a_file_that_is_no_result(result: Path, tmp_path: Path) -> None:
    source = roster(tmp_path / "a.xlsx", ROWS)
    other = tmp_path / "out.csv"
    batch(source, other, **BEIJING)
    (tmp_path / "b.xlsx").write_text("no workbook")
    for path, words in (
        (source, "不是本程序写出的结果"),
        (other, "不是本程序写出的结果"),
        (tmp_path / "b.xlsx", "不是本程序写出的结果"),
        (tmp_path / "c.xlsx", "没有这个文件"),
    ):
        done = renshe("explain", path, "--row", "1")
        assert done.code == 2 and words in done.err and path.name in done.err
    assert "缺少 --row" in renshe("explain", result).err and renshe("explain", result).code == 2


def test_other_law_than_the_result_was_made_with_is_said(result: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(result)
    hidden = book["_renshe"]
    hidden["A1"] = json.dumps({**json.loads(hidden["A1"].value), "lawbook": "0123456789abcdef"})
    book.save(tmp_path / "old.xlsx")
    text = renshe("explain", tmp_path / "old.xlsx", "--row", "1").out
    assert "注意：结果是按法规库 0123456789abcdef 算的" in text
    assert (
        "Note: made with lawbook 0123456789abcdef"
        in renshe("explain", tmp_path / "old.xlsx", "--row", "1", language="en").out
    )
    assert renshe("explain", tmp_path / "old.xlsx", "--row", "1", "--json").json["made_with"] == "0123456789abcdef"


def test_a_line_keeps_its_day_of_knowledge_and_what_was_given_for_the_run(tmp_path: Path) -> None:
    path, out = roster(tmp_path / "a.xlsx", [("乙公司", "1", "张三", None, 10_001)]), tmp_path / "out.xlsx"
    facts = {"housing_fund_whole_yuan": True}
    order = {**BEIJING, "month": "2020-06", "known_on": "2020-06-21", "facts": facts}
    (row,) = batch(path, out, **order).outcome.rows
    assert row.values["person_contribution_payable.pension.employer"] == 160_016
    text = renshe("explain", out, "--row", "1").out
    assert "单位实缴·基本养老保险：1,600.16元" in text and "住房公积金·单位缴费部分：500.00元" in text


def test_the_sheet_of_explanations_has_each_figure_of_each_line(result: Path) -> None:
    rows = read(result, "计算说明")[4:]
    heads = [row for row in rows if not row[4].startswith("　")]
    assert [len([row for row in heads if row[0] == line]) for line in (1, 2)] == [24, 24]
    assert ["单位实缴·基本医疗保险", "1,000.00元"] in [[row[3], row[5]] for row in heads]
    rates = [row for row in rows if row[4].strip("　") == "单位养老保险费率" and row[0] == 1]
    assert rates[0][5] == "16%" and rates[0][9] == "转载" and rates[0][8]
    # What another figure of the line told already is not told again.
    assert len(rates) == 1


def test_many_lines_are_explained_only_when_asked(tmp_path: Path) -> None:
    import python_calamine

    path = roster(tmp_path / "a.xlsx", [("甲公司", str(n), "张三", None, 10_000) for n in range(201)])
    out = tmp_path / "out.xlsx"
    batch(path, out, region="CN-BJ", month="2020-07")
    with python_calamine.CalamineWorkbook.from_path(str(out)) as book:
        assert book.sheet_names == ["汇总", "明细", "未能计算", "假定与依据", "_renshe"]
