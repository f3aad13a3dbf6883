"""This month against last month: who came, who left, what changed; and what cannot be compared is said in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.errors import InputError
from renshe.engine.tables.comparing import Difference
from renshe.engine.tables.run import Run
from tests.tables.running import BEIJING, read
from tests.tables.sheets import roster

JULY = BEIJING
JUNE = {**BEIJING, "month": "2020-06", "facts": {"housing_fund_whole_yuan": True}}
ID = "110101199003070011"
LAST = [
    ("甲公司", "1", "张不变", ID, 10_000),
    ("甲公司", "2", "李走了", None, 10_000),
    ("乙公司", "3", "王调动", None, 10_000),
    ("乙公司", "4", "赵高薪", None, 24_000),
    ("乙公司", None, "钱无号", None, 10_000),
]
THIS = [
    ("甲公司", "1", "张不变", ID, 10_000),
    ("甲公司", "3", "王调动", None, 10_000),
    ("乙公司", "4", "赵高薪", None, 24_000),
    ("乙公司", "5", "孙来了", None, 10_000),
    ("乙公司", None, "钱无号", None, 10_000),
]


def months(folder: Path, this: Sequence[Any] = THIS, last: Sequence[Any] = LAST, **order: Any) -> tuple[Run, Path]:
    june, july = folder / "june.xlsx", folder / "july.xlsx"
    batch(roster(folder / "a.xlsx", last), june, **JUNE)
    return batch(roster(folder / "b.xlsx", this), july, **{**JULY, **order}, compare=june), july


def found(run: Run, kind: str) -> list[Difference]:
    return [each for each in run.differences or () if each.kind == kind]


def test_who_came_who_left_and_whose_amounts_changed(tmp_path: Path) -> None:
    run, out = months(tmp_path)
    # A change of employer is a leaver there and a joiner here.
    assert [(each.who, each.employer) for each in found(run, "joined")] == [
        ("王调动 3", "甲公司"),
        ("孙来了 5", "乙公司"),
    ]
    assert [(each.who, each.employer) for each in found(run, "left")] == [
        ("李走了 2", "甲公司"),
        ("王调动 3", "乙公司"),
    ]
    changed = {each.who: dict((key, (before, after)) for key, before, after in each.amounts)
               for each in found(run, "changed")}  # fmt: skip
    # 10,000 lies between all bounds of both years: for a small enterprise nothing changes in July.
    assert set(changed) == {"赵高薪 4", "钱无号"}
    # A large one pays in full again: 16% of 10,000 instead of half of it, and so on.
    assert changed["钱无号"] == {
        "contribution_relief_amount.pension.employer": (80_000, 0),
        "contribution_relief_amount.unemployment.employer": (4_000, 0),
        "contribution_relief_amount.work_injury.employer": (1_600, 0),
        "person_contribution_payable.pension.employer": (80_000, 160_000),
        "person_contribution_payable.unemployment.employer": (4_000, 8_000),
        "person_contribution_payable.work_injury.employer": (1_600, 3_200),
        "employer_insurance_total": (193_600, 279_200),
        "employer_total": (243_600, 329_200),
    }
    assert changed["赵高薪 4"]["contribution_base.pension"] == (2_356_500, 2_400_000)
    rows = read(out, "与上月差异")
    assert "与 june.xlsx 比" in rows[1][0]
    assert ["变动", "乙公司", "赵高薪 4", "缴费基数·基本养老保险", 23565, 24000, 435] in rows
    # Of who came or left the sheet says what that changes in all, so that two months can be reconciled.
    for kind, who in (("新增", "孙来了 5"), ("减少", "李走了 2")):
        in_all = [row[3:] for row in rows if row[0] == kind and row[2] == who]
        assert [row[0] for row in in_all] == ["单位负担合计", "个人扣款合计"]
        amounts = [(row[2], row[3]) if kind == "新增" else (row[1], -row[3]) for row in in_all]
        assert all(one == change > 0 for one, change in amounts)


def test_numbers_are_masked_and_a_person_is_the_same_by_number_whatever_the_name(tmp_path: Path) -> None:
    rows = [("甲公司", "1", "张改名", ID, 11_000)]
    run, out = months(tmp_path, rows, LAST[:1])
    (each,) = run.differences or ()
    assert each.kind == "changed" and each.who == "张改名 110101********0011 1"
    assert not any(ID in str(cell) for row in read(out, "与上月差异") for cell in row)
    run, out = months(tmp_path, rows, LAST[:1], unmask=True)
    assert (run.differences or [])[0].who == f"张改名 {ID} 1"


def test_an_amount_that_is_open_differs_from_one_that_is_known(tmp_path: Path) -> None:
    run, out = months(tmp_path, [("甲公司", "1", "张三", None, None)], [("甲公司", "1", "张三", None, 10_000)])
    (each,) = run.differences or ()
    assert ("contribution_base.pension", 1_000_000) in {(key, before) for key, before, _ in each.amounts}
    assert ["变动", "甲公司", "张三 1", "缴费基数·基本养老保险", 10000, "无法确定", "—"] in read(out, "与上月差异")


def test_of_several_months_the_last_of_each_is_compared(tmp_path: Path) -> None:
    before, path = tmp_path / "before.xlsx", roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 24_000)])
    year: dict[str, Any] = {"region": "CN-BJ", "explain": False, "facts": {"housing_fund_whole_yuan": True}}
    batch(path, before, **year, first="2020-04", last="2020-06")
    run = batch(path, tmp_path / "after.xlsx", **year, first="2020-06", last="2020-08", compare=before)
    (each,) = run.differences or ()
    assert ("contribution_base.pension", 2_356_500, 2_400_000) in each.amounts


def test_the_same_month_twice_has_no_difference(tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", THIS)
    batch(path, tmp_path / "1.xlsx", **JULY, language="en")
    run = batch(path, tmp_path / "2.xlsx", **JULY, compare=tmp_path / "1.xlsx")
    assert run.differences == [] and read(tmp_path / "2.xlsx", "与上月差异")[4][0] == "无"


def test_another_file_is_refused_in_words(tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", THIS)
    for other, words in ((path, "不是本程序写出的结果"), (tmp_path / "none.xlsx", "没有这个文件")):
        with pytest.raises(InputError) as refused:
            batch(path, tmp_path / "out.xlsx", **JULY, compare=other)
        assert words in refused.value.text("zh") and other.name in refused.value.text("zh")
    assert not (tmp_path / "out.xlsx").exists()


def test_last_months_result_is_not_overwritten_by_this_months(tmp_path: Path) -> None:
    path, june = roster(tmp_path / "a.xlsx", THIS), tmp_path / "june.xlsx"
    batch(path, june, **JUNE)
    before = june.read_bytes()
    with pytest.raises(InputError, match="last month's"):
        batch(path, june, **JULY, compare=june)
    assert june.read_bytes() == before
