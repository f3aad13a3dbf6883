"""Employers as tables name them, people at two of them, and what the result says of who was left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.tables.run import Order, run
from tests.tables.messy import HEADS, NUMBERS, computed, people, said
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, PEOPLE_HEADS, SMALL, roster, workbook

# ---- employers


def test_names_of_employers_join_in_spite_of_blanks_and_wide_brackets(tmp_path: Path) -> None:
    employers = [EMPLOYER_HEADS, ("北京(朝阳)甲公司 ", *SMALL[1:])]
    rows = [HEADS, ("北京（朝阳）甲公司", "张三", NUMBERS[0], 8000), (" 北京（朝阳） 甲公司", "李四", NUMBERS[1], 8000)]
    assert len(computed(workbook(tmp_path / "a.xlsx", {"人员": rows, "单位": employers})).rows) == 2


def test_a_code_without_its_noughts_joins_and_one_of_another_employer_does_not(tmp_path: Path) -> None:
    employers = [("单位编号", *EMPLOYER_HEADS), ("01", *SMALL), ("02", *LARGE)]
    rows: list[Sequence[Any]] = [
        ("单位编号", *HEADS),
        (1, "甲公司", "张三", NUMBERS[0], 8000),
        ("02", "甲公司", "李四", NUMBERS[1], 8000),
    ]
    outcome = computed(workbook(tmp_path / "a.xlsx", {"人员": rows, "单位": employers}))
    assert [row.line.employer.name for row in outcome.rows] == ["甲公司"]
    assert said(outcome, refused=True) == ["人员!A3 “02”和“甲公司”不是同一个单位"]


def test_an_employer_merged_over_its_people_is_each_ones_and_an_amount_is_not(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, HEADS)
        for index in range(2):
            sheet.write_row(index + 1, 1, (f"人{index}", NUMBERS[index]))
        sheet.merge_range("A2:A3", "乙公司")
        sheet.merge_range("D2:D3", 8000)
        employers = book.add_worksheet("单位")
        for index, row in enumerate((EMPLOYER_HEADS, SMALL, LARGE)):
            employers.write_row(index, 0, row)
    outcome = computed(tmp_path / "a.xlsx")
    assert [row.line.employer.name for row in outcome.rows] == ["乙公司", "乙公司"]
    assert [row.given.get("filed_wage") for row in outcome.rows] == [800_000, None]


def test_what_one_row_says_of_its_employer_holds_for_all_of_it(tmp_path: Path) -> None:
    heads = ("公司", "单位类型", "企业划型", "工伤费率", "公积金比例", "姓名", "证件号码", "月工资")
    rows: list[Sequence[Any]] = [
        heads,
        (*SMALL, "张三", NUMBERS[0], 8000),
        ("甲公司", "", "", "", "", "李四", NUMBERS[1], 8000),
        ("甲公司", "企业", "大型", "", "", "王五", NUMBERS[2], 8000),
    ]
    outcome = computed(workbook(tmp_path / "a.xlsx", {"名单": rows}))
    assert [row.complete for row in outcome.rows] == [True, True, True]
    assert said(outcome) == ["名单!A4 同一单位的“企业划型”与第 2 行所填不同"]


def test_without_an_employer_a_row_beside_others_is_refused_and_alone_it_is_not(tmp_path: Path) -> None:
    rows = [HEADS, ("甲公司", "张三", NUMBERS[0], 8000), ("乙公司", "李四", NUMBERS[1], 8000),
            ("", "王五", NUMBERS[2], 8000)]  # fmt: skip
    outcome = computed(workbook(tmp_path / "a.xlsx", {"名单": rows}))
    assert len(outcome.rows) == 2 and "没有写是哪个单位" in said(outcome, refused=True)[0]
    only = computed(workbook(tmp_path / "b.xlsx", {"名单": [rows[0], rows[1], rows[3]]}))
    assert {row.line.employer.name for row in only.rows} == {"甲公司"}


def test_what_is_missing_of_an_employer_is_one_entry(tmp_path: Path) -> None:
    rows = [HEADS[1:], *((f"人{n}", NUMBERS[n], 8000) for n in range(4))]
    (reject,) = computed(workbook(tmp_path / "a.xlsx", {"Sheet1": rows})).rejects
    assert reject.what.zh.endswith("共 4 行") and reject.missing[0] == "employer_type"


def test_people_left_out_are_counted_with_their_employer(tmp_path: Path) -> None:
    rows = [("甲公司", "1", "张三", NUMBERS[0], 8000), ("甲公司", "2", "李四", NUMBERS[1], "约八千")]
    outcome = computed(roster(tmp_path / "a.xlsx", rows, PEOPLE_HEADS))
    assert {employer.name: employer.left_out for employer in outcome.table.employers} == {"甲公司": 1, "乙公司": 0}


# ---- the same person twice


def test_one_person_at_two_employers_is_computed_and_told(tmp_path: Path) -> None:
    rows = [("甲公司", "张三", NUMBERS[0], 8000), ("乙公司", "张三", NUMBERS[0], 8000)]
    outcome = computed(people(tmp_path / "a.xlsx", rows))
    assert len(outcome.rows) == 2 and said(outcome) == [
        "人员!A3 同一人同一月也在“甲公司”（第 2 行），两处都已计算"
    ]  # fmt: skip


def test_a_name_again_without_a_number_is_told(tmp_path: Path) -> None:
    rows = [("甲公司", "王伟", "", 8000), ("甲公司", "王伟", "", 8000)]
    outcome = computed(people(tmp_path / "a.xlsx", rows))
    assert len(outcome.rows) == 2 and "同名，没有号码可分辨" in said(outcome)[0]


def test_a_result_that_is_open_in_excel_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000)])

    def locked(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.replace", locked)
    book = default()
    with pytest.raises(InputError) as refused:
        run(book.compiled, book.roster("contribution"), path, tmp_path / "b.xlsx", Order("CN-BJ", month="2020-07"))
    assert "也许正在 Excel 中打开着" in refused.value.text("zh")
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


# ---- what the result says of them


def test_the_summary_and_the_list_of_employers_say_what_was_left_out(tmp_path: Path) -> None:
    from tests.tables.running import read

    rows = [
        ("甲公司", "张三", NUMBERS[0], 8000),
        ("甲公司", "李四", NUMBERS[1], "约八千"),
        ("乙公司", "王五", NUMBERS[2], "-"),
    ]
    book, out = default(), tmp_path / "b.xlsx"
    path = people(tmp_path / "a.xlsx", rows)
    done = run(book.compiled, book.roster("contribution"), path, out, Order("CN-BJ", month="2020-07"))
    assert done.outcome.table.left_out == 2
    assert "另有 1 行没有计算" in [row[0] for row in read(out, "汇总")]
    employers = read(out, "单位合计")
    assert [row[:3] for row in employers[4:7]] == [["甲公司", 1, 1], ["乙公司", 0, 1], ["合计", 1, ""]]
    assert employers[7][0].startswith("名册中另有 2 行没有计算")


def test_several_months_have_a_row_for_each_that_adds_up(tmp_path: Path) -> None:
    from tests.tables.running import fen, formulas, read

    rows = [("甲公司", "张三", NUMBERS[0], 8000, "2020-08"), ("乙公司", "李四", NUMBERS[1], 9000, "")]
    book, out = default(), tmp_path / "b.xlsx"
    path = people(tmp_path / "a.xlsx", rows, (*HEADS, "起始月"))
    order = Order("CN-BJ", first="2020-07", last="2020-08", explain=False)
    done = run(book.compiled, book.roster("contribution"), path, out, order)
    sheet = read(out, "分月合计")
    assert [row[:3] for row in sheet[4:]] == [
        ["2020-07", "乙公司", 1],
        ["2020-07", "小计", 1],
        ["2020-08", "甲公司", 1],
        ["2020-08", "乙公司", 1],
        ["2020-08", "小计", 2],
        ["合计", "", 3],
    ]
    keys = {key for row in done.outcome.roster.summary.rows for key in row.cells[-1]}
    paid = sum(row.values[key] for row in done.outcome.rows for key in keys)
    assert fen(sheet[-1][7]) == paid and fen(sheet[-1][7]) == sum(fen(cell) for cell in sheet[-1][8:])
    assert formulas(out, "分月合计")["H10"] == "=SUM(H6,H9)"


def test_the_sheet_of_assumptions_says_which_column_was_taken_for_what(tmp_path: Path) -> None:
    from tests.tables.running import read

    book, out = default(), tmp_path / "b.xlsx"
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 0.8)], (*HEADS[:3], "2019年月平均工资（万元）"))
    run(book.compiled, book.roster("contribution"), path, out, Order("CN-BJ", month="2020-07"))
    rows = read(out, "假定与依据")
    column = next(row for row in rows if row[0] == "采用的列" and row[1] == "申报的缴费工资")
    assert column[2] == "2019年月平均工资（万元）" and column[6] == "人员!D1；已折算为元（× 10000）"
    rates = [row for row in rows if row[1] == "单位养老保险费率"]
    assert len(rates) == 1 and rates[0][5] == "转载"
