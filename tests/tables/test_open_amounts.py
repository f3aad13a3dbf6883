"""What is missing is said once, with its cell; what was taken for a fact that no cell states is listed; no guess."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.ir import Unknown
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.resting import bases
from tests.tables.running import BEIJING, listed, people, read, said
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, PEOPLE_HEADS, SMALL, roster

ZHANG = ("甲公司", "1", "张三", "110101199003070011", 5000)
LI = ("乙公司", "2", "李四", None, 5000)
WANG = ("乙公司", "3", "王五", None, 30000)


def run(folder: Path, *rows: Sequence[Any], employers: Sequence[Any] = (SMALL, LARGE), **order: Any) -> Outcome:
    return batch(roster(folder / "a.xlsx", rows, employers=employers), **{**BEIJING, **order}).outcome


def open_keys(outcome: Outcome, name: str) -> set[str]:
    (row,) = people(outcome, name)
    return {key for key, value in row.values.items() if isinstance(value, Unknown)}


# ---- missing


def test_a_missing_wage_is_listed_at_its_cell(tmp_path: Path) -> None:
    outcome = run(tmp_path, ZHANG, ("乙公司", "2", "李四", None, None))
    assert listed(outcome) == [("partly open", "人员!E3")]
    (entry,) = outcome.rejects
    assert entry.column == "缴费工资" and "李四" in entry.who and "filed_wage" in entry.missing
    assert "在表中填“申报的缴费工资”" in said(outcome)


def test_what_is_missing_of_an_employer_is_listed_once_in_the_employers_row(tmp_path: Path) -> None:
    employers = [SMALL, ("乙公司", "企业", "大型", None, 0.05)]
    outcome = run(tmp_path, ZHANG, LI, WANG, employers=employers)
    assert listed(outcome) == [("partly open", "单位!D3")]
    (entry,) = outcome.rejects
    assert (entry.column, entry.who, entry.missing) == ("现行工伤保险费率", "乙公司", ("current_work_injury_rate",))
    assert "共 2 行" in entry.what.zh and "(2 lines)" in entry.what.en
    assert entry.fix is not None and "--set current_work_injury_rate=…" in entry.fix.zh
    # A large enterprise has no relief in July, whatever is due: that amount is known.
    assert open_keys(outcome, "李四") == {
        "person_contribution.work_injury.employer",
        "person_contribution_payable.work_injury.employer",
        "employer_insurance_total",
        "employer_total",
    }
    assert people(outcome, "张三")[0].complete


def test_an_employer_of_one_person_is_named_all_the_same(tmp_path: Path) -> None:
    outcome = run(tmp_path, ZHANG, employers=[("甲公司", "企业", None, 0.002, 0.12)])
    (entry,) = outcome.rejects
    assert (str(entry.place), entry.column, entry.who) == ("单位!C2", "企业划型", "甲公司")


def test_a_known_part_is_given_though_another_is_not(tmp_path: Path) -> None:
    outcome = run(tmp_path, ZHANG, employers=[("甲公司", "企业", None, None, 0.12)])
    (row,) = outcome.rows
    assert row.values["person_contribution.pension.employer"] == 80_000
    assert row.values["employee_total"] == 112_020
    assert {"person_contribution_payable.pension.employer", "person_contribution.work_injury.employer"} <= open_keys(
        outcome, "张三"
    )


def test_a_number_that_no_text_gives_is_listed_once_for_all_lines(tmp_path: Path) -> None:
    # How the housing fund was rounded before July 2020 is not held.
    uneven = [(*row[:4], 5001) for row in (ZHANG, LI, WANG)]
    outcome = run(tmp_path, *uneven, month="2020-06")
    (entry,) = outcome.rejects
    assert entry.missing == ("housing_fund_whole_yuan",) and "共 3 行" in entry.what.zh and entry.who == ""
    assert "没有可据的数值" in said(outcome) and "--set housing_fund_whole_yuan=值" in said(outcome)
    assert run(tmp_path, *uneven, month="2020-06", facts={"housing_fund_whole_yuan": True}).rejects == []
    # 5,000 x 12% is a whole yuan either way: what is missing does not matter.
    assert run(tmp_path, ZHANG, month="2020-06").rows[0].values["housing_fund_contribution.employer"] == 60_000


def test_no_sum_is_made_of_what_is_not_known_and_the_sheet_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    path = roster(tmp_path / "a.xlsx", [(*ZHANG[:4], 5001), (*LI[:4], 5001)])
    batch(path, out, **{**BEIJING, "month": "2020-06"})
    rows = read(out, "明细")
    line = dict(zip(rows[2], rows[4], strict=True))
    assert line["housing_fund_contribution.employer"] == line["employer_total"] == "无法确定"
    assert line["employer_insurance_total"] > 0
    summary = read(out, "汇总")
    assert "2 行有金额无法确定" in summary[1][0] and summary[3][0] == "标红的合计没有计入无法确定的行"


# ---- other places


@pytest.mark.parametrize(
    ("region", "bases_", "pension", "medical", "unemployment", "employee"),
    [
        # Shanghai: floor 4,927; amounts to the next 0.10; maternity is part of medical insurance.
        ("CN-SH", 500_000, 80_000, 50_000, 2_500, (40_000, 2_500, 10_000)),
        ("CN-TJ", 500_000, 80_000, 50_000, 2_500, (40_000, 2_500, 10_000)),
    ],
)
def test_insurances_elsewhere_are_computed_and_the_fund_is_open(
    tmp_path: Path, region: str, bases_: int, pension: int, medical: int, unemployment: int, employee: tuple[int, ...]
) -> None:
    outcome = run(tmp_path, LI, region=region)
    values = outcome.rows[0].values
    assert {values[f"contribution_base.{each}"] for each in ("pension", "medical", "work_injury")} == {bases_}
    assert values["person_contribution.pension.employer"] == pension
    assert values["person_contribution.medical.employer"] == medical
    assert values["person_contribution.unemployment.employer"] == unemployment
    paid = tuple(values[f"person_contribution.{each}.employee"] for each in ("pension", "unemployment", "medical"))
    assert paid == employee
    assert open_keys(outcome, "李四") == {
        "housing_fund_base", "housing_fund_contribution.employer", "housing_fund_contribution.employee",
        "employer_total", "employee_total",
    }  # fmt: skip
    words = said(outcome)
    assert "公积金缴存基数上限" in words and "缴存额取整到元" in words


def test_guangzhou_has_a_pension_and_names_what_is_missing_of_the_others(tmp_path: Path) -> None:
    outcome = run(tmp_path, LI, region="CN-GD-440100")
    values = outcome.rows[0].values
    assert values["person_contribution.pension.employee"] == 40_000
    assert isinstance(values["contribution_base.medical"], Unknown)
    missing = {name for entry in outcome.rejects for name in entry.missing}
    assert {"contribution_base_floor", "contribution_base_ceiling", "maternity_employer_rate"} <= missing
    assert not any(entry.refused for entry in outcome.rejects)


def test_national_law_alone_names_the_numbers_that_places_set(tmp_path: Path) -> None:
    outcome = run(tmp_path, ZHANG, LI, WANG, region="CN")
    missing = {name for entry in outcome.rejects for name in entry.missing}
    assert {"contribution_base_ceiling", "pension_employer_rate", "housing_fund_floor"} <= missing
    # A full waiver leaves nothing, whatever was due.
    assert people(outcome, "张三")[0].values["person_contribution_payable.unemployment.employer"] == 0
    assert all(isinstance(row.values["employee_total"], Unknown) for row in outcome.rows)
    # What is missing of the law is told once, not for every row.
    assert len(outcome.rejects) < 14 and all("共 " in entry.what.zh or entry.who for entry in outcome.rejects)


# ---- taken for what no cell states


def test_what_was_taken_is_listed_with_how_many_lines(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    heads = (*EMPLOYER_HEADS, "所属行业", "从业人数", "营业收入")
    employers = [
        ("甲公司", "企业", None, 0.002, 0.12, "软件和信息技术服务业", 86, 42_000_000),
        (*LARGE, None, None, None),
    ]
    people_heads = (*PEOPLE_HEADS, "农民合同制工人")
    rows = [(*ZHANG, None), (*LI, "是"), (*WANG, None)]
    run_ = batch(roster(tmp_path / "a.xlsx", rows, people_heads, employers, heads), out, **BEIJING)
    taken = {(each.name, each.why): (each.value, lines) for each, lines in run_.outcome.taken.items()}
    assert taken["employer_size", "stand_in"] == ("small", [1])
    assert taken["rural_contract_worker", "default"] == (False, [1, 3])
    assert taken["insured_category", "default"] == ("employee", [1, 2, 3])
    rows_ = [row[:4] + row[6:] for row in read(out, "假定与依据")[4:] if row[0] == "未填的事实"]
    assert ["未填的事实", "企业划型", "小型", 1, "取自另一项：企业划型结果"] in rows_
    assert ["未填的事实", "属于农民合同制工人", "否", 2, "未填时通常这样取"] in rows_
    assert ["未填的事实", "按项目参加工伤保险", "否", 3, "法规未另有说明时的通常情形"] in rows_


def test_what_was_given_for_the_run_is_listed(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    batch(roster(tmp_path / "a.xlsx", [ZHANG]), out, **BEIJING, facts={"project_based_insured": False})
    rows = [row[:4] for row in read(out, "假定与依据") if row[0] == "运行时给定"]
    assert rows == [["运行时给定", "按项目参加工伤保险", "否", 1]]


def test_every_number_that_some_line_rests_on_is_listed(tmp_path: Path) -> None:
    # The first line lies under every floor and does not read a ceiling; the last one does.
    outcome = run(tmp_path, ("乙公司", "2", "李四", None, 1000), WANG)
    named = {(basis.result.name, basis.result.value) for basis in bases(outcome).numbers}
    assert {("contribution_base_floor", 361_300), ("contribution_base_ceiling", 2_654_100)} <= named
    assert ("contribution_base_ceiling", 2_973_200) in named
    grades = [basis.grade for basis in bases(outcome).numbers]
    assert grades == sorted(grades, key=["unverified", "reported", "confirmed", "printed"].index)


def test_projects_and_floating_rates_of_builders(tmp_path: Path) -> None:
    # By project one rate of 0.8%; else the rate that was set x 0.8: 1.3% floated by 1.2 was set as 1.56%.
    heads = (*EMPLOYER_HEADS, "按项目参加工伤保险", "浮动系数", "行业类别")
    employers = [
        ("甲公司", "企业", "大型", 0.0156, 0.12, "是", 1.2, 6),
        ("乙公司", "企业", "大型", 0.0156, 0.05, "否", 1.2, 6),
    ]
    path = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 10_000), ("乙公司", "2", "李四", None, 10_000)],
                  employers=employers, employer_heads=heads)  # fmt: skip
    july = batch(path, **BEIJING).outcome
    key = "person_contribution.work_injury.employer"
    assert [row.values[key] for row in july.rows] == [8_000, 12_480]
    # Before May 2020 there was neither the one rate nor the cut.
    april = batch(path, region="CN-BJ", month="2020-04").outcome
    assert [row.values[key] for row in april.rows] == [15_600, 15_600]
    assert [row.values[key.replace("person_contribution", "person_contribution_payable")] for row in april.rows] == [
        7_800, 7_800,
    ]  # fmt: skip
