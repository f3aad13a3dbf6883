"""Months: windows of relief, the base year that changes in July, law as it was known, and what later law changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.errors import InputError
from renshe.engine.ir import Unknown
from renshe.engine.scalars import month_text
from renshe.engine.tables.run import MAX_MONTHS, Run, months_of
from tests.tables.running import people, read
from tests.tables.sheets import EMPLOYER_HEADS, PEOPLE_HEADS, roster

HEADS = (*EMPLOYER_HEADS, "有雇工", "以单位方式参保")
EMPLOYERS = (
    ("小公司", "企业", "小型", 0.004, 0.12, None, None),
    ("大公司", "企业", "大型", 0.004, 0.12, None, None),
    ("小店", "个体工商户", None, 0.004, 0.12, "是", "是"),
    ("夫妻店", "个体工商户", None, 0.004, 0.12, "否", "是"),
    ("学校", "事业单位", "不划型", 0.004, 0.12, None, None),
    ("园所", "民办非企业单位", "不划型", 0.004, 0.12, None, None),
)
YEAR: dict[str, Any] = {"region": "CN-BJ", "first": "2020-02", "last": "2020-12"}
FEBRUARY_TO_APRIL, MAY_JUNE, JULY_TO_DECEMBER = 3, 2, 6


def table(folder: Path, people_: Sequence[Sequence[Any]], heads: Sequence[str] = PEOPLE_HEADS) -> Path:
    return roster(folder / "a.xlsx", people_, heads, EMPLOYERS, HEADS)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Run:
    rows = [(employer[0], str(n), employer[0] + "的人", None, 24_000) for n, employer in enumerate(EMPLOYERS)]
    return batch(table(tmp_path_factory.mktemp("year"), rows), **YEAR)


def course(run: Run, employer: str, key: str) -> list[int]:
    return [row.values[key] for row in people(run.outcome, employer + "的人")]


def test_the_base_of_a_year_begins_in_july(year: Run) -> None:
    # 24,000 lies over the ceiling of 2019 (23,565) and under that of 2020 (26,541); medical insurance has another.
    until_june = FEBRUARY_TO_APRIL + MAY_JUNE
    assert (
        course(year, "小公司", "contribution_base.pension") == [2_356_500] * until_june + [2_400_000] * JULY_TO_DECEMBER
    )
    assert course(year, "小公司", "contribution_base.medical") == [2_400_000] * 11
    employee = course(year, "大公司", "person_contribution.pension.employee")
    assert employee == [188_520] * until_june + [192_000] * JULY_TO_DECEMBER


@pytest.mark.parametrize(
    ("employer", "payable"),
    [
        ("小公司", [0] * 11),
        ("小店", [0] * 11),
        # Half of 3,770.40 until June, then all of 3,840.00.
        ("大公司", [188_520] * 5 + [384_000] * 6),
        ("园所", [188_520] * 5 + [384_000] * 6),
        # Without employees an individual business is no employer, and a public institution is relieved nowhere.
        ("夫妻店", [377_040] * 5 + [384_000] * 6),
        ("学校", [377_040] * 5 + [384_000] * 6),
    ],
)
def test_relief_of_pension_by_kind_of_employer(year: Run, employer: str, payable: list[int]) -> None:
    assert course(year, employer, "person_contribution_payable.pension.employer") == payable
    due = course(year, employer, "person_contribution.pension.employer")
    relief = course(year, employer, "contribution_relief_amount.pension.employer")
    assert [a - b for a, b in zip(due, relief, strict=True)] == payable


def test_work_injury_is_cut_from_may_and_then_halved_or_not(year: Run) -> None:
    # 23,565 x 0.4% = 94.26; x 0.32% = 75.408; 24,000 x 0.32% = 76.80. Halves are rounded up: 37.705 is 37.71.
    due = course(year, "大公司", "person_contribution.work_injury.employer")
    assert due == [9_426] * 3 + [7_541] * 2 + [7_680] * 6
    payable = course(year, "大公司", "person_contribution_payable.work_injury.employer")
    assert payable == [4_713] * 3 + [3_771] * 2 + [7_680] * 6


def test_medical_insurance_is_never_relieved(year: Run) -> None:
    for employer in ("小公司", "大公司", "学校"):
        assert course(year, employer, "person_contribution_payable.medical.employer") == [240_000] * 11


def test_totals_are_by_employer_and_month(year: Run) -> None:
    totals = [total for total in year.outcome.totals if total.employer.name == "大公司"]
    assert [month_text(total.month) for total in totals] == [f"2020-{n:02d}" for n in range(2, 13)]
    assert [total.people for total in totals] == [1] * 11
    assert sum(total.amounts["person_contribution_payable.pension.employer"] for total in totals) == 3_246_600


def test_who_comes_and_goes_is_computed_for_their_months(tmp_path: Path) -> None:
    heads = (*PEOPLE_HEADS, "起始月", "截止月")
    rows = [
        ("大公司", "1", "来了", None, 24_000, "2020-06", None),
        ("大公司", "2", "走了", None, 24_000, None, "2020-06"),
        ("大公司", "3", "涨了", None, 10_000, None, "2020-06"),
        ("大公司", "3", "涨了", None, 11_000, "2020-07", None),
    ]
    run = batch(table(tmp_path, rows, heads), **YEAR)
    assert [month_text(row.line.month) for row in people(run.outcome, "来了")] == [
        f"2020-{n:02d}" for n in range(6, 13)
    ]
    assert len(people(run.outcome, "走了")) == 5
    bases = [row.values["contribution_base.pension"] for row in people(run.outcome, "涨了")]
    assert bases == [1_000_000] * 5 + [1_100_000] * 6
    by_month = {month_text(total.month): total.people for total in run.outcome.totals}
    assert by_month["2020-05"] == 2 and by_month["2020-06"] == 3 and by_month["2020-07"] == 2


def test_months_are_written_one_way_or_the_other() -> None:
    assert [month_text(month) for month in months_of(None, "2020-11", "2021-02")] == [
        "2020-11", "2020-12", "2021-01", "2021-02",
    ]  # fmt: skip
    assert months_of(None, None, None) == ()
    refused: list[tuple[Any, str]] = [
        (("2020-07", "2020-06", None), "不能同时用"),
        ((None, "2020-06", None), "缺少 --to"),
        ((None, None, "2020-06"), "缺少 --from"),
        ((None, "2020-07", "2020-06"), "早于"),
        ((None, "1990-01", "2020-06"), f"超过 {MAX_MONTHS}"),
        (("七月", None, None), "应为月份"),
    ]
    for given, words in refused:
        with pytest.raises(InputError) as problem:
            months_of(*given)
        assert words in problem.value.text("zh")


# ---- as it was known


def test_a_month_as_it_was_known_on_a_day(tmp_path: Path) -> None:
    path = table(tmp_path, [("小公司", "1", "张三", None, 24_000), ("大公司", "2", "李四", None, 24_000)])
    now = batch(path, region="CN-BJ", month="2020-06").outcome
    then = batch(path, region="CN-BJ", month="2020-06", known_on="2020-06-21").outcome
    key = "person_contribution_payable.pension.employer"
    # The extension was signed on 22 June: till then the relief of large enterprises had ended in April.
    assert [row.values[key] for row in now.rows] == [0, 188_520]
    assert [row.values[key] for row in then.rows] == [0, 377_040]
    # Bounds of July 2020 were not known yet: nothing is made of last year's.
    july = batch(path, region="CN-BJ", month="2020-07", known_on="2020-06-21").outcome
    assert all(isinstance(row.values["contribution_base.pension"], Unknown) for row in july.rows)
    assert july.rows[0].values["contribution_relief_amount.pension.employer"] == 0


OWED_BY_HAND = {
    # 23,565 x 16%, 0.8% and 0.32%, halved.
    "contribution_relief_amount.pension.employer": (0, 188_520, None),
    "contribution_relief_amount.unemployment.employer": (0, 9_426, None),
    "contribution_relief_amount.work_injury.employer": (0, 3_770, None),
    "person_contribution_payable.pension.employer": (377_040, 188_520, -188_520),
    "person_contribution_payable.unemployment.employer": (18_852, 9_426, -9_426),
    "person_contribution_payable.work_injury.employer": (7_541, 3_771, -3_770),
    "employer_insurance_total": (662_633, 460_917, -201_716),
    "employer_total": (950_633, 748_917, -201_716),
}


def test_what_the_extension_changed_for_months_already_computed(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    path = table(tmp_path, [("小公司", "1", "张三", None, 24_000), ("大公司", "2", "李四", None, 24_000)])
    order: dict[str, Any] = {
        "region": "CN-BJ",
        "first": "2020-02",
        "last": "2020-06",
        "facts": {"housing_fund_whole_yuan": True},
    }
    order["explain"] = False
    run = batch(path, out, **order, owed_since="2020-06-21")
    assert run.changes is not None
    # A small enterprise was spared until June before; a large one gets May and June on top.
    assert {each.row.line.fields["person_name"] for each in run.changes} == {"李四"}
    for month in ("2020-05", "2020-06"):
        found = [each for each in run.changes if month_text(each.row.line.month) == month]
        assert {each.key: (each.before, each.after, each.owed) for each in found} == OWED_BY_HAND
    assert len(run.changes) == 2 * len(OWED_BY_HAND)
    rows = read(out, "追溯应补退")
    assert "2020-06-21之后签发" in rows[1][0]
    assert [8, "2020-05", "大公司", "李四 2", "单位实缴·基本养老保险", 3770.4, 1885.2, -1885.2] in rows
    # What a relief spares is no payment of its own.
    assert [8, "2020-05", "大公司", "李四 2", "阶段性减免·基本养老保险", 0, 1885.2, "—"] in rows


def test_what_was_not_known_then_has_no_difference_in_money(tmp_path: Path) -> None:
    path = table(tmp_path, [("小公司", "1", "张三", None, 24_000)])
    run = batch(path, region="CN-BJ", month="2020-07", owed_since="2020-06-21")
    changes = {each.key: each for each in run.changes or ()}
    assert isinstance(changes["contribution_base.pension"].before, Unknown)
    assert changes["person_contribution_payable.pension.employer"].owed is None
    relief = changes["contribution_relief_amount.pension.employer"]
    assert (relief.before, relief.after) == (0, 384_000)


def test_nothing_is_owed_since_a_day_after_which_nothing_was_signed(tmp_path: Path) -> None:
    path = table(tmp_path, [("大公司", "2", "李四", None, 24_000)])
    out = tmp_path / "out.xlsx"
    run = batch(path, out, region="CN-BJ", month="2020-06", owed_since="2026-01-01", explain=False)
    assert run.changes == [] and read(out, "追溯应补退")[4][0] == "无"
