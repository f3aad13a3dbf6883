"""From rows to lines: who belongs to which employer, for which months, and what becomes of rows that are wrong."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.errors import InputError
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Outcome
from tests.tables.running import BEIJING, listed, people, said
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, PEOPLE_HEADS, SMALL, roster

CODED = ("单位编号", *EMPLOYER_HEADS)
STRETCH = (*PEOPLE_HEADS, "起始月", "截止月")
OWN = (*PEOPLE_HEADS, "属期月份")
YEAR = {"region": "CN-BJ", "first": "2020-07", "last": "2020-12"}


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Runs a roster of these rows."""

    def _run(
        rows: Iterable[Sequence[Any]],
        heads: Sequence[str] = PEOPLE_HEADS,
        employers: Iterable[Sequence[Any]] = (SMALL, LARGE),
        employer_heads: Sequence[str] = EMPLOYER_HEADS,
        **order: Any,
    ) -> Outcome:
        path = roster(tmp_path / "a.xlsx", rows, heads, employers, employer_heads)
        return batch(path, **(order or BEIJING)).outcome

    return _run


def months(outcome: Outcome, name: str) -> list[str]:
    return [month_text(row.line.month) for row in people(outcome, name)]


# ---- whose employer


@pytest.mark.parametrize(
    ("code", "name", "employer"),
    [
        ("A", None, "甲公司"),
        (None, "乙公司", "乙公司"),
        ("B", "乙公司", "乙公司"),
        ("a ", "甲公司", "甲公司"),
        ("Z", "甲公司", "甲公司"),
    ],
)
def test_a_person_is_joined_by_code_or_by_name(run: Any, code: str, name: str, employer: str) -> None:
    heads = ("单位编号", "单位名称", "姓名", "缴费工资")
    outcome = run([(code, name, "张三", 5000)], heads, [("A", *SMALL), ("B", *LARGE)], CODED)
    assert outcome.rows[0].line.employer.name == employer


def test_a_code_and_a_name_of_two_employers_are_no_employer(run: Any) -> None:
    heads = ("单位编号", "单位名称", "姓名", "缴费工资")
    outcome = run([("A", "乙公司", "张三", 5000)], heads, [("A", *SMALL), ("B", *LARGE)], CODED)
    assert not outcome.rows and listed(outcome) == [("left out", "人员!A2")]
    assert "“A”和“乙公司”不是同一个单位" in said(outcome)


def test_a_code_that_is_a_number_is_the_same_code_as_text(run: Any) -> None:
    heads = ("单位编号", "姓名", "缴费工资")
    outcome = run([("101", "张三", 5000), (101, "李四", 5000)], heads, [(101, *SMALL)], CODED)
    assert {row.line.employer.name for row in outcome.rows} == {"甲公司"} and len(outcome.rows) == 2


def test_who_names_no_employer_belongs_to_the_only_one_and_to_none_of_several(run: Any) -> None:
    row = (None, "1", "张三", None, 5000)
    assert run([row], employers=[SMALL]).rows[0].line.employer.name == "甲公司"
    outcome = run([row])
    assert not outcome.rows and "没有写是哪个单位" in said(outcome)


def test_an_employer_that_is_missing_wrong_or_there_twice(run: Any) -> None:
    wrong = ("丙公司", "企业", "小型", "千分之二", 0.12)
    nameless = (None, "企业", "小型", 0.002, 0.12)
    rows = [(name, str(n), "张三", None, 5000) for n, name in enumerate(("甲公司", "丙公司", "丁公司"))]
    outcome = run(rows, employers=[SMALL, wrong, SMALL, nameless])
    assert [row.line.employer.name for row in outcome.rows] == ["甲公司"]
    assert sorted(listed(outcome)) == [
        ("left out", "人员!A3"),
        ("left out", "人员!A4"),
        ("left out", "单位!A4"),
        ("left out", "单位!A5"),
        ("left out", "单位!D3"),
    ]
    words = said(outcome)
    assert "人员!A3 所在单位（“单位”表第 3 行）有误" in words and "没有单位“丁公司”" in words
    assert "单位!A4 单位“甲公司”与第 2 行重复" in words


def test_facts_of_the_employer_may_stand_beside_each_person(tmp_path: Path) -> None:
    from tests.tables.sheets import workbook

    heads = ("公司", "姓名", "工资", "单位类型", "企业划型", "工伤费率", "公积金比例")
    rows = [("甲公司", "张三", 5000, *SMALL[1:]), ("乙公司", "李四", 5000, *LARGE[1:])]
    outcome = batch(workbook(tmp_path / "a.xlsx", {"名单": [heads, *rows]}), **BEIJING).outcome
    assert [row.values["person_contribution_payable.pension.employer"] for row in outcome.rows] == [0, 80_000]
    assert [total.employer.name for total in outcome.totals] == ["甲公司", "乙公司"] and not outcome.rejects


def test_what_a_row_says_counts_before_its_employer_and_that_before_the_run(run: Any) -> None:
    rows = [("甲公司", "1", "张三", None, 5000, "8%"), ("甲公司", "2", "李四", None, 5000, None)]
    facts = {"housing_fund_rate": "0.05", "insured_category": "employee"}
    outcome = run(rows, (*PEOPLE_HEADS, "公积金比例"), **BEIJING, facts=facts)
    assert [row.values["housing_fund_contribution.employer"] for row in outcome.rows] == [40_000, 60_000]
    blank = [(*SMALL[:4], None)]
    assert run(rows[1:], employers=blank, **BEIJING, facts=facts).rows[0].values["housing_fund_base"] == 500_000
    assert run(rows[1:], employers=blank, **BEIJING, facts=facts).rows[0].given["housing_fund_rate"] == 50_000


# ---- rows that are nobody


def test_blank_rows_are_passed_over_and_totals_named(run: Any) -> None:
    rows = [
        ("甲公司", "1", "张三", None, 5000), (), (None, " ", None, None, None), ("甲公司", "2", "李四", None, 5000),
        (None, None, "合 计", None, 10000), ("甲公司小计：", None, None, None, 10000), (None, "总计", None, None, 1),
        ("本页合计", None, None, None, 10000), ("Total", None, None, None, 10000),
    ]  # fmt: skip
    outcome = run(rows)
    assert [row.line.fields["person_name"] for row in outcome.rows] == ["张三", "李四"]
    assert [kind for kind, _ in listed(outcome)] == ["note"] * 5 and said(outcome).count("看作合计行") == 5


def test_a_person_whose_name_holds_such_a_word_is_a_person(run: Any) -> None:
    rows = [("甲公司", "1", "计小合", None, 5000), ("甲公司", "2", "Summer", None, 5000)]
    assert len(run(rows).rows) == 2


# ---- months


def test_a_row_stands_for_its_months_alone(run: Any) -> None:
    rows = [
        ("甲公司", "1", "张入职", None, 5000, "2020-09", None),
        ("甲公司", "2", "李离职", None, 5000, None, "2020年8月"),
        ("甲公司", "3", "王调薪", None, 5000, None, "2020-09"),
        ("甲公司", "3", "王调薪", None, 6000, datetime.datetime(2020, 10, 1), None),
        ("甲公司", "4", "赵早走", None, 5000, None, "2020-06"),
        ("甲公司", "5", "钱常在", None, 5000, "2015-01", 202212),
    ]
    outcome = run(rows, STRETCH, **YEAR)
    assert months(outcome, "张入职") == ["2020-09", "2020-10", "2020-11", "2020-12"]
    assert months(outcome, "李离职") == ["2020-07", "2020-08"]
    raised = [row.values["contribution_base.pension"] for row in people(outcome, "王调薪")]
    assert raised == [500_000] * 3 + [600_000] * 3
    assert len(months(outcome, "钱常在")) == 6 and not months(outcome, "赵早走")
    # Who is in no month of those computed is a note: nothing of theirs was lost.
    assert listed(outcome) == [("note", "人员!A6")] and "起止月（—2020-06）不含" in said(outcome)
    assert [row.line.number for row in outcome.rows] == list(range(1, len(outcome.rows) + 1))
    assert [row.line.month for row in outcome.rows] == sorted(row.line.month for row in outcome.rows)


def test_months_the_wrong_way_round_are_an_error(run: Any) -> None:
    outcome = run([("甲公司", "1", "张三", None, 5000, "2020-09", "2020-07")], STRETCH, **YEAR)
    assert not outcome.rows and listed(outcome) == [("left out", "人员!A2")]
    assert "起始月 2020-09 晚于截止月 2020-07" in said(outcome)


def test_a_row_may_say_its_own_month(run: Any) -> None:
    rows = [("甲公司", "1", "张三", None, 5000, "2020-07"), ("甲公司", "1", "张三", None, 6000, "2020-08")]
    outcome = run(rows, OWN, region="CN-BJ")
    assert [row.values["contribution_base.pension"] for row in outcome.rows] == [500_000, 600_000]
    outcome = run(rows, OWN, **BEIJING)
    assert months(outcome, "张三") == ["2020-07"] and "属期 2020-08 不在所算的月份内" in said(outcome)
    assert listed(outcome) == [("left out", "人员!A3")]


def test_one_row_without_a_month_does_not_stop_the_others(run: Any) -> None:
    rows = [("甲公司", "1", "张三", None, 5000, "2020-07"), ("甲公司", "2", "李四", None, 5000, None)]
    outcome = run(rows, OWN, region="CN-BJ")
    assert months(outcome, "张三") == ["2020-07"] and listed(outcome) == [("left out", "人员!A3")]
    assert "没有写属期月份" in said(outcome)
    # With months given, a row that says none stands for them.
    assert months(run(rows, OWN, **BEIJING), "李四") == ["2020-07"]


def test_no_month_at_all_is_refused(run: Any) -> None:
    with pytest.raises(InputError, match="no month was given"):
        run([("甲公司", "1", "张三", None, 5000)], region="CN-BJ")


def test_a_month_outside_its_own_stretch_is_an_error(run: Any) -> None:
    rows = [("甲公司", "1", "张三", None, 5000, "2020-07", "2020-06")]
    outcome = run(rows, (*PEOPLE_HEADS, "属期月份", "截止月"), region="CN-BJ")
    assert not outcome.rows and "属期 2020-07 不在起止月（—2020-06）内" in said(outcome)


# ---- twice


def test_the_same_person_and_month_counts_once(run: Any) -> None:
    number = "110101199003070011"
    rows = [
        ("甲公司", "1", "张三", number, 5000),
        ("甲公司", "9", "张三", number, 6000),
        ("乙公司", "1", "张三", number, 5000),
        ("甲公司", "2", "李四", None, 5000),
        ("甲公司", "2", "李四", None, 5000),
        ("甲公司", None, "王五", None, 5000),
        ("甲公司", None, "王五", None, 5000),
    ]
    outcome = run(rows)
    # Another employer may be another job, people without any number may bear one name: both are computed and told.
    assert [(row.line.place.row, row.line.employer.name) for row in outcome.rows] == [
        (2, "甲公司"), (4, "乙公司"), (5, "甲公司"), (7, "甲公司"), (8, "甲公司"),
    ]  # fmt: skip
    assert sorted(listed(outcome)) == [
        ("left out", "人员!A3"), ("left out", "人员!A6"), ("note", "人员!A4"), ("note", "人员!A8"),
    ]  # fmt: skip
    assert "同一人同一月也在“甲公司”（第 2 行）" in said(outcome) and "与第 7 行同名" in said(outcome)
    assert "与第 2 行是同一人同一月" in said(outcome) and "与第 5 行" in said(outcome)


def test_stretches_that_overlap_say_in_which_months(run: Any) -> None:
    rows = [
        ("甲公司", "1", "张三", None, 5000, None, "2020-09"),
        ("甲公司", "1", "张三", None, 6000, "2020-09", None),
        ("甲公司", "2", "李四", None, 5000, "2020-08", "2020-09"),
        ("甲公司", "2", "李四", None, 6000, "2020-08", "2020-09"),
    ]
    outcome = run(rows, STRETCH, **YEAR)
    assert [row.values["contribution_base.pension"] for row in people(outcome, "张三")] == [500_000] * 3 + [600_000] * 3
    assert listed(outcome) == [("left out", "人员!A3"), ("left out", "人员!A5")]
    assert "人员!A3 2020-09 与第 2 行是同一人同一月，这些月份没有再算" in said(outcome)
    assert "人员!A5 与第 4 行是同一人同一月 " in said(outcome)


# ---- what is not known


def test_a_question_mark_is_not_an_empty_cell(run: Any) -> None:
    rows = [("甲公司", "1", "张三", None, 5000, "？"), ("甲公司", "2", "李四", None, 5000, None)]
    outcome = run(rows, (*PEOPLE_HEADS, "农民合同制工人"))
    known, asked = people(outcome, "李四")[0], people(outcome, "张三")[0]
    assert known.complete and not asked.complete
    assert {key for key, value in asked.values.items() if not isinstance(value, int)} == {
        "person_contribution.unemployment.employee", "employee_insurance_total", "employee_total",
    }  # fmt: skip
    assert listed(outcome) == [("partly open", "人员!F2")]


def test_the_name_of_every_bad_cell_is_listed_not_the_first_alone(run: Any) -> None:
    outcome = run([("甲公司", "1", "张三", 1.1e17, "八千")])
    assert listed(outcome) == [("left out", "人员!D2"), ("left out", "人员!E2")]
