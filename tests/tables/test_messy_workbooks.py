"""Tables as clerks make them: nobody left out silently, nobody counted twice, no wage taken from the wrong place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.tables.run import Order, run
from tests.tables.messy import HEADS, NUMBERS, computed, people, said, wages
from tests.tables.sheets import EMPLOYER_HEADS, SMALL, workbook

# ---- headers


def test_a_heading_over_several_columns_is_none_of_them(tmp_path: Path) -> None:
    # Without this the base pay under the heading would be filed as the wage.
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("2020年7月")
        sheet.merge_range("A1:F1", "2020年7月工资及社保名册")
        for column, text in enumerate(("序号", "单位", "姓名", "身份证号")):
            sheet.merge_range(1, column, 2, column, text)
        sheet.merge_range("E2:F2", "工资")
        sheet.write_row(2, 4, ("基本工资", "缴费工资"))
        sheet.write_row(3, 0, (1, "甲公司", "张三", NUMBERS[0], 3000, 8000))
        employers = book.add_worksheet("单位")
        employers.write_row(0, 0, EMPLOYER_HEADS)
        employers.write_row(1, 0, SMALL)
    outcome = computed(tmp_path / "a.xlsx")
    assert wages(outcome) == [800_000]
    assert said(outcome) == ["2020年7月!E3 未当作“申报的缴费工资”，未采用"]


@pytest.mark.parametrize("wide", [False, True])
def test_a_second_header_row_is_seen_without_merged_cells_too(tmp_path: Path, wide: bool) -> None:
    path = tmp_path / "a.csv"
    first = "单位名称,姓名,证件号码,工资," + ("工资" if wide else "")
    path.write_text(f"{first}\n,,,基本工资,缴费工资\n甲公司,张三,{NUMBERS[0]},3000,8000\n", "utf-8")
    assert wages(computed(path)) == [800_000]


def test_the_surest_of_two_columns_that_mean_the_same_is_taken(tmp_path: Path) -> None:
    rows = [("甲公司", "张三", NUMBERS[0], 4000, 8000)]
    outcome = computed(people(tmp_path / "a.xlsx", rows, ("单位名称", "姓名", "证件号码", "工资", "缴费工资")))
    assert wages(outcome) == [800_000]
    assert said(outcome) == ["人员!D1 E 列也是“申报的缴费工资”，这一列未采用"]


@pytest.mark.parametrize(("head", "cell"), [("年营业收入（万元）", 4200), ("年营业收入（亿元）", 0.42)])
def test_the_unit_in_a_header_counts(tmp_path: Path, head: str, cell: float) -> None:
    employers = [
        ("单位名称", "单位类型", "企业所属行业", "从业人员人数", head),
        ("甲公司", "企业", "软件和信息技术服务业", 86, cell),
    ]
    path = workbook(tmp_path / "a.xlsx", {"人员": [HEADS, ("甲公司", "张三", NUMBERS[0], 8000)], "单位": employers})
    (row,) = computed(path).rows
    assert row.given["annual_revenue"] == 4_200_000_000 and row.given["employer_size"] == "small"


def test_the_unit_above_a_table_counts(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [("2020年7月名册", "", "", "单位：千元"), HEADS, ("甲公司", "张三", NUMBERS[0], 8)]
    path = workbook(tmp_path / "a.xlsx", {"人员": rows, "单位": [EMPLOYER_HEADS, SMALL]})
    assert wages(computed(path)) == [800_000]


def test_a_yearly_wage_is_not_a_monthly_one(tmp_path: Path) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 96_000)], (*HEADS[:3], "缴费工资（元/年）"))
    with pytest.raises(InputError) as refused:
        computed(path)
    assert "没有“申报的缴费工资”列" in refused.value.text("zh")


def test_a_column_that_looks_like_a_month_of_hire_is_pointed_at(tmp_path: Path) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000, "2020-05-01")], (*HEADS, "入职日期"))
    (reject,) = computed(path).rejects
    assert reject.fix is not None and "若就是，请把列名改为“起始月”" in reject.fix.zh


# ---- rows that are nobody


def test_subtotals_remarks_and_repeated_headers_are_nobody(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [
        ("", "甲公司", "张三", NUMBERS[0], 8000),
        ("技术部小计", "", "", "", 8000),
        ("部门", *HEADS),
        ("", "甲公司", "李四", NUMBERS[1], 9000),
        ("合 计", "", "", "", 17000),
        ("制表人：王五", "", "审核：赵六", "", None),
    ]
    outcome = computed(people(tmp_path / "a.xlsx", rows, ("部门", *HEADS)))
    assert wages(outcome) == [800_000, 900_000]
    assert not any(reject.refused for reject in outcome.rejects)
    assert [text.split(" ")[1] for text in said(outcome)] == [
        "看作合计行，未计算", "看作合计行，未计算", "看作表下的说明，未计算",
    ]  # fmt: skip


def test_a_sum_without_a_label_is_refused_and_not_counted_as_a_person(tmp_path: Path) -> None:
    rows: list[Sequence[Any]] = [("甲公司", "张三", NUMBERS[0], 8000), ("甲公司", "", "", 8000)]
    outcome = computed(people(tmp_path / "a.xlsx", rows))
    assert wages(outcome) == [800_000]
    assert said(outcome, refused=True) == ["人员!A3 没有写是谁：姓名、证件号码、工号都空着"]


def test_somebody_with_a_number_is_never_a_total(tmp_path: Path) -> None:
    outcome = computed(people(tmp_path / "a.xlsx", [("甲公司", "王合计", NUMBERS[0], 8000)]))
    assert wages(outcome) == [800_000]


def test_a_table_with_nobody_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        computed(people(tmp_path / "a.xlsx", []))
    assert "表里没有人员" in refused.value.text("zh")


# ---- cells


@pytest.mark.parametrize(
    "cell", [" 8000 ", "8,000.00", "８０００", "8 000", "¥8000", "8000元", "\u00a08000", "'8000", 8000, 8000.0]
)
def test_an_amount_as_people_write_it(tmp_path: Path, cell: object) -> None:
    assert wages(computed(people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], cell)]))) == [800_000]


@pytest.mark.parametrize("cell", ["8千", "0.8万", "-", "约八千", "8000/月", -8000])
def test_an_amount_that_cannot_be_read_is_refused(tmp_path: Path, cell: object) -> None:
    outcome = computed(people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], cell)]))
    assert not outcome.rows and [reject.place.address for reject in outcome.rejects] == ["D2"]


def test_more_than_two_decimals_are_rounded_only_when_asked(tmp_path: Path) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 100_000 / 12)])
    assert "--round" in str(computed(path).rejects[0].fix)
    outcome = computed(path, rounded=True)
    assert wages(outcome) == [833_333]
    assert said(outcome) == ["人员!D1 1 个金额多于两位小数，已四舍五入到分"]


@pytest.mark.parametrize(
    "cell", ["2020年3月", "2020.03", "2020/3", "202003", 202003, "2020/3/15", "2020年03月份", " 2020 年 3 月 "]
)
def test_a_month_as_people_write_it(tmp_path: Path, cell: object) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000, cell)], (*HEADS, "起始月"))
    outcome = computed(path, month=None, first="2020-02", last="2020-04")
    assert [row.line.month % 12 + 1 for row in outcome.rows] == [3, 4]


@pytest.mark.parametrize("cell", ["3月", "Mar-20", 43_891, 2020.1])
def test_a_month_that_is_none_for_sure_is_refused(tmp_path: Path, cell: object) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000, cell)], (*HEADS, "起始月"))
    assert not computed(path).rows


def test_months_the_wrong_way_round_are_refused(tmp_path: Path) -> None:
    row = ("甲公司", "张三", NUMBERS[0], 8000, "2020-09", "2020-03")
    outcome = computed(people(tmp_path / "a.xlsx", [row], (*HEADS, "起始月", "截止月")))
    assert said(outcome, refused=True) == ["人员!A2 起始月 2020-09 晚于截止月 2020-03"]


def test_a_rate_without_its_percent_sign_is_refused_as_a_slip(tmp_path: Path) -> None:
    employers = [EMPLOYER_HEADS, ("甲公司", "企业", "小型", 0.2, 12)]
    path = workbook(tmp_path / "a.xlsx", {"人员": [HEADS, ("甲公司", "张三", NUMBERS[0], 8000)], "单位": employers})
    outcome = computed(path)
    assert not outcome.rows
    fixes = [reject.fix.zh for reject in outcome.rejects if reject.fix and reject.place.sheet == "单位"]
    assert fixes == ["若是 0.2%，请写 0.2%（带百分号）", "写成 8% 或 0.08"]


def test_words_people_use_for_kinds_and_sizes(tmp_path: Path) -> None:
    employers = [EMPLOYER_HEADS, ("甲公司", "有限责任公司", "小型企业", "0.2%", "12%")]
    path = workbook(tmp_path / "a.xlsx", {"人员": [HEADS, ("甲公司", "张三", NUMBERS[0], 8000)], "单位": employers})
    (row,) = computed(path).rows
    assert (row.given["employer_type"], row.given["employer_size"]) == ("enterprise", "small")


def test_an_identity_number_in_scientific_notation_is_refused_and_masked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = f'姓名,证件号码,缴费工资\n张三,1.10101E+17,8000\n李四,="{NUMBERS[1]}",8000\n王五,\'{NUMBERS[2]},8000\n'
    path.write_bytes(text.encode("gb18030"))
    outcome = computed(path)
    assert [row.line.fields["id_number"] for row in outcome.rows] == list(NUMBERS[1:3])
    assert "已经丢失" in said(outcome, refused=True)[0]


def test_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"姓名\t证件号码\t缴费工资\n张三\t{NUMBERS[0]}\t8000\n", "utf-16")
    assert wages(computed(path)) == [800_000]


def test_a_wage_nobody_has_is_computed_and_listed(tmp_path: Path) -> None:
    outcome = computed(people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 0)]))
    assert len(outcome.rows) == 1 and said(outcome) == ["人员!D2 这个数不寻常，请看一眼"]


# ---- sheets


def test_sheets_beside_the_table_are_no_obstacle(tmp_path: Path) -> None:
    beside: dict[str, list[Sequence[Any]]] = {
        "说明": [("本表由人力资源部填写",)],
        "目录": [("序号", "工作表"), (1, "人员")],
        "通讯录": [("姓名", "身份证号", "电话"), ("张三", NUMBERS[0], "138")],
        "空白": [],
    }
    outcome = computed(people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000)], **beside))
    assert len(outcome.rows) == 1
    assert said(outcome) == ["通讯录!A1 这张工作表没有采用：没有“申报的缴费工资”列"]


@pytest.mark.parametrize("names", [("6月", "7月"), ("2020年6月工资", "2020年7月工资"), ("202006", "202007")])
def test_a_sheet_called_by_a_month_stands_for_that_month(tmp_path: Path, names: tuple[str, str]) -> None:
    # Else June's wage would be taken for July, and July's be refused as the same person again.
    sheets = {
        name: [HEADS, ("甲公司", "张三", NUMBERS[0], wage)] for name, wage in zip(names, (8000, 9000), strict=True)
    }
    path = workbook(tmp_path / "a.xlsx", {**sheets, "单位": [EMPLOYER_HEADS, SMALL]})
    july = computed(path)
    assert wages(july) == [900_000] and said(july) == [f"{names[0]}!A1 工作表是另一个月的，未读"]
    both = computed(path, month=None, first="2020-06", last="2020-07")
    assert wages(both) == [800_000, 900_000] and [row.line.month % 12 + 1 for row in both.rows] == [6, 7]


def test_what_is_hidden_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("人员")
        for index, row in enumerate((HEADS, *(("甲公司", f"人{n}", NUMBERS[n], 8000) for n in range(3)))):
            sheet.write_row(index, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("单位").hide()
    outcome = computed(tmp_path / "a.xlsx")
    assert len(outcome.rows) == 3
    texts = [reject.what.zh for reject in outcome.rejects if not reject.missing]
    assert sorted(texts) == ["工作表是隐藏的，未读", "有 1 行是隐藏的（第 3 行），仍已计算"]


def test_formulas_that_were_never_worked_out_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("甲公司", "张三", NUMBERS[0]))
        sheet.write_formula(1, 3, "=4000*2", None, "")
    outcome = computed(tmp_path / "a.xlsx")
    assert "人员!D2 1 个单元格的公式没有算出的值，按空着读的" in said(outcome)


def test_a_result_is_no_table_of_people(tmp_path: Path) -> None:
    path = people(tmp_path / "a.xlsx", [("甲公司", "张三", NUMBERS[0], 8000)])
    book = default()
    run(book.compiled, book.roster("contribution"), path, tmp_path / "b.xlsx", Order("CN-BJ", month="2020-07"))
    with pytest.raises(InputError) as refused:
        computed(tmp_path / "b.xlsx")
    assert "这是算出来的结果，不是名册" in refused.value.text("zh")
