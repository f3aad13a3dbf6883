"""The roster in ``examples/``: figures worked out by hand, totals against lines, every mistake in it found."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.tables.run import Run
from tests.tables.running import BEIJING, fen, formulas, listed, people, read, said, written_lines

SOFTWARE, BUILDER, RESTAURANT, KINDERGARTEN = (
    "北京青禾软件有限公司",
    "北京京山建筑工程有限公司",
    "北京朝晖小馆",
    "北京晨光幼儿园",
)
SUMMED = {
    "缴费基数合计": (
        "contribution_base.pension", "contribution_base.unemployment", "contribution_base.work_injury",
        "contribution_base.medical", "contribution_base.maternity", "housing_fund_base",
    ),
    "单位应缴（减免前）": (
        "person_contribution.pension.employer", "person_contribution.unemployment.employer",
        "person_contribution.work_injury.employer", "person_contribution.medical.employer",
        "person_contribution.maternity.employer", "housing_fund_contribution.employer",
    ),
    "阶段性减免": (
        "contribution_relief_amount.pension.employer", "contribution_relief_amount.unemployment.employer",
        "contribution_relief_amount.work_injury.employer", None, None, None,
    ),
    "单位实缴": (
        "person_contribution_payable.pension.employer", "person_contribution_payable.unemployment.employer",
        "person_contribution_payable.work_injury.employer", "person_contribution_payable.medical.employer",
        "person_contribution_payable.maternity.employer", "housing_fund_contribution.employer",
    ),
    "个人缴纳": (
        "person_contribution.pension.employee", "person_contribution.unemployment.employee", None,
        "person_contribution.medical.employee", None, "housing_fund_contribution.employee",
    ),
}  # fmt: skip
"""The columns of the summary and, for each of its six rows, the column of the lines that it adds."""


@pytest.fixture(scope="module")
def example(root: Path) -> Path:
    return root / "examples" / "roster-beijing-2020-07.xlsx"


@pytest.fixture(scope="module")
def result(example: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    out = tmp_path_factory.mktemp("example") / "july.xlsx"
    return batch(example, out, **BEIJING), out


@pytest.fixture(scope="module")
def lines(result: tuple[Run, Path]) -> list[dict[str, Any]]:
    return written_lines(result[1])


# ---- by hand
#
# In fen. Bounds of July 2020: pension and unemployment 3,613–26,541, work injury 4,713–26,541, medical and maternity
# 5,360–29,732, housing fund 2,200–27,786. Rates: employer 16% + 0.8% + 10% + 0.8%, work injury 0.8 of the rate that
# was set; employee 8% + 0.2% + 2% and 3 yuan. The fund: the wage to the yuan, then the amount to the yuan.
# Each person: bases (pension and unemployment, work injury, medical and maternity, fund); employer before relief and
# payable (pension, unemployment, work injury, medical, maternity); employee (pension, unemployment, medical); the fund,
# each side; sums (employer's insurances, employee's, employer in all, withheld in all).

BY_HAND: dict[str, tuple[tuple[int, ...], ...]] = {
    # 12,345.67; filed 12,000 with the fund by itself, at 12% = 1,440. A small enterprise: three insurances are waived.
    "林一诺": ((1234567, 1234567, 1234567, 1200000), (197531, 9877, 1975, 123457, 9877), (0, 0, 0, 123457, 9877),
               (98765, 2469, 24991), (144000,), (133334, 126225, 277334, 270225)),
    # 26,541.01: one fen over the pension ceiling, nothing over the medical one; the fund at 26,541 x 12% = 3,184.92.
    "吴清扬": ((2654100, 2654100, 2654101, 2654100), (424656, 21233, 4247, 265410, 21233), (0, 0, 0, 265410, 21233),
               (212328, 5308, 53382), (318500,), (286643, 271018, 605143, 589518)),
    # 29,732.01: over every ceiling; the fund at 27,786 x 12% = 3,334.32.
    "冯知行": ((2654100, 2654100, 2973200, 2778600), (424656, 21233, 4247, 297320, 23786), (0, 0, 0, 297320, 23786),
               (212328, 5308, 59764), (333400,), (321106, 277400, 654506, 610800)),
    # 8,000.50: half a yuan goes up, the fund's base is 8,001; x 12% = 960.12.
    "韩青崖": ((800050, 800050, 800050, 800100), (128008, 6400, 1280, 80005, 6400), (0, 0, 0, 80005, 6400),
               (64004, 1600, 16301), (96000,), (86405, 81905, 182405, 177905)),
    # A large enterprise: its relief ended in June. Work injury 1.56% x 0.8 = 1.248% of 18,888.88.
    "杨大山": ((1888888, 1888888, 1888888, 1888900), (302222, 15111, 23573, 188889, 15111),
               (302222, 15111, 23573, 188889, 15111),
               (151111, 3778, 38078), (188900,), (544906, 192967, 733806, 381867)),
    # A rural contract worker one fen under the pension floor: on three floors at once, no unemployment part withheld.
    "朱铁柱": ((361300, 471300, 536000, 361300), (57808, 2890, 5882, 53600, 4288), (57808, 2890, 5882, 53600, 4288),
               (28904, 0, 11020), (36100,), (124468, 39924, 160568, 76024)),
    # 4,713.01: one fen over the floor of work injury insurance, still under the medical one.
    "吕长顺": ((471301, 471301, 536000, 471300), (75408, 3770, 5882, 53600, 4288), (75408, 3770, 5882, 53600, 4288),
               (37704, 0, 11020), (47100,), (142948, 48724, 190048, 95824)),
    # An individual business with employees, insured as an employer: waived. 2,199.50 is 2,200 to the yuan, the floor.
    "金阿福": ((361300, 471300, 536000, 220000), (57808, 2890, 1508, 53600, 4288), (0, 0, 0, 53600, 4288),
               (28904, 0, 11020), (11000,), (57888, 39924, 68888, 50924)),
    # No wage at all: a wage of zero is a wage, and the floors hold.
    "谢春卷": ((361300, 471300, 536000, 220000), (57808, 2890, 1508, 53600, 4288), (0, 0, 0, 53600, 4288),
               (28904, 0, 11020), (11000,), (57888, 39924, 68888, 50924)),
    # A private school is neither enterprise nor state body: its relief ended in June too. 5,556 x 8% = 444.48.
    "水晶晶": ((555555, 555555, 555555, 555600), (88889, 4444, 889, 55556, 4444), (88889, 4444, 889, 55556, 4444),
               (44444, 1111, 11411), (44400,), (154222, 56966, 198622, 101366)),
    # 5,360.50: half a yuan over the medical floor; the fund's base is 5,361, x 8% = 428.88.
    "奚小溪": ((536050, 536050, 536050, 536100), (85768, 4288, 858, 53605, 4288), (85768, 4288, 858, 53605, 4288),
               (42884, 1072, 11021), (42900,), (148807, 54977, 191707, 97877)),
}  # fmt: skip


def figures(name: str) -> dict[str, int]:
    """What stands above, by the names of the columns."""
    (pension, injury, medical, fund), due, payable, employee, (each_side,), sums = BY_HAND[name]
    insurances = ("pension", "unemployment", "work_injury", "medical", "maternity")
    found = dict(zip((f"contribution_base.{each}" for each in insurances),
                     (pension, pension, injury, medical, medical), strict=True))  # fmt: skip
    found["housing_fund_base"] = fund
    found |= {f"person_contribution.{each}.employer": amount for each, amount in zip(insurances, due, strict=True)}
    found |= {
        f"contribution_relief_amount.{each}.employer": due[index] - payable[index]
        for index, each in enumerate(insurances[:3])
    }
    found |= {
        f"person_contribution_payable.{each}.employer": amount for each, amount in zip(insurances, payable, strict=True)
    }
    paid = zip(("pension", "unemployment", "medical"), employee, strict=True)
    found |= {f"person_contribution.{each}.employee": amount for each, amount in paid}
    found |= {f"housing_fund_contribution.{part}": each_side for part in ("employer", "employee")}
    names = ("employer_insurance_total", "employee_insurance_total", "employer_total", "employee_total")
    return found | dict(zip(names, sums, strict=True))


@pytest.mark.parametrize("name", BY_HAND)
def test_every_figure_of_a_person_is_what_was_worked_out_by_hand(lines: list[dict[str, Any]], name: str) -> None:
    (line,) = (line for line in lines if line["person_name"] == name)
    expected = figures(name)
    columns = list(line)
    assert columns[columns.index("filed_wage") + 1 :] == list(expected)
    assert {column: fen(line[column]) for column in expected} == expected


def test_the_figures_by_hand_add_up() -> None:
    for name in BY_HAND:
        _, _, payable, employee, (each_side,), sums = BY_HAND[name]
        insured = (sum(payable), sum(employee))
        assert sums == (*insured, insured[0] + each_side, insured[1] + each_side), name


# ---- totals against lines


def blocks(path: Path) -> Iterator[tuple[str, list[Any], list[list[Any]]]]:
    """The blocks of the summary: employer, heads, six rows and the subtotal."""
    rows = read(path, "汇总")
    head = next(index for index, row in enumerate(rows) if row[0] == "单位")
    for start in range(head + 1, len(rows), 7):
        yield rows[start][0], rows[head], rows[start : start + 7]


def added(lines: list[dict[str, Any]], key: str | None) -> int | None:
    return None if key is None else sum(fen(line[key]) for line in lines if isinstance(line[key], float))


def test_the_summary_is_the_sum_of_the_lines_to_the_fen(result: tuple[Run, Path], lines: list[dict[str, Any]]) -> None:
    seen = []
    for employer, heads, rows in blocks(result[1]):
        seen.append(employer)
        of_employer = [line for line in lines if employer in (line["employer"], "全部单位")]
        assert rows[0][1] == len(of_employer) > 0
        for column, keys in SUMMED.items():
            at = heads.index(column)
            amounts = [fen(row[at]) if isinstance(row[at], float) else None for row in rows[:6]]
            assert amounts == [added(of_employer, key) for key in keys], (employer, column)
            if column != "缴费基数合计":
                assert fen(rows[6][at]) == sum(filter(None, amounts)), (employer, column)
        paid, withheld, both = (heads.index(name) for name in ("单位实缴", "个人缴纳", "应划转合计"))
        for row in rows:
            assert fen(row[both]) == sum(fen(row[at]) for at in (paid, withheld) if isinstance(row[at], float))
        assert rows[6][heads.index("与明细核对")] == 0
    assert seen == [SOFTWARE, BUILDER, RESTAURANT, KINDERGARTEN, "全部单位"]


def test_the_total_of_all_is_the_sum_of_the_employers(result: tuple[Run, Path]) -> None:
    *employers, (_, _, all_rows) = blocks(result[1])
    for row in range(7):
        for column in range(3, 9):
            parts = [rows[row][column] for _, _, rows in employers]
            if isinstance(all_rows[row][column], float):
                assert fen(all_rows[row][column]) == sum(fen(part) for part in parts), (row, column)
            else:
                assert set(parts) == {all_rows[row][column]}


def test_subtotals_and_checks_are_formulas_anyone_can_follow(result: tuple[Run, Path]) -> None:
    found = formulas(result[1], "汇总")
    assert found["E13"] == "=SUM(E7:E12)"
    assert found["J13"].startswith("=ROUND(I13-(") and "'明细'!" in found["J13"]
    assert len(found) == 5 * 6  # four employers and all of them: five sums and the check


def test_the_last_row_of_the_lines_adds_what_the_filter_shows(
    result: tuple[Run, Path], lines: list[dict[str, Any]]
) -> None:
    rows = read(result[1], "明细")
    assert rows[-1][0] == "筛选合计"
    for column, key in enumerate(rows[2]):
        if isinstance(rows[-1][column], float):
            assert fen(rows[-1][column]) == added(lines, key), key
    assert all(text.startswith("=SUBTOTAL(109,") for text in formulas(result[1], "明细").values())


def test_amounts_that_are_not_determined_are_in_no_total_and_said_so(result: tuple[Run, Path]) -> None:
    outcome = result[0].outcome
    (empty,) = people(outcome, "苗空白")
    (alone,) = people(outcome, "花单报")
    assert not empty.complete and not alone.complete
    assert alone.values["person_contribution.pension.employer"] == 152_000
    by_name = {total.employer.name: total for total in outcome.totals}
    assert by_name[SOFTWARE].open.keys() == {
        "housing_fund_base", "housing_fund_contribution.employer", "housing_fund_contribution.employee",
        "employer_total", "employee_total",
    }  # fmt: skip
    assert by_name[KINDERGARTEN].open["person_contribution.pension.employer"] == 1
    assert not by_name[BUILDER].open and not by_name[RESTAURANT].open


# ---- the mistakes

MISTAKES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("left out", "人员名册!D46"): ("身份证号码", "存成了数字"),
    ("left out", "人员名册!F47"): ("2019年月平均工资（元）", "约八千"),
    ("left out", "人员名册!F48"): ("2019年月平均工资（元）", "为负：-6000"),
    ("left out", "人员名册!F49"): ("2019年月平均工资（元）", "8000.005 多于两位小数"),
    ("note", "人员名册!D50"): ("身份证号码", "校验位不对"),
    ("left out", "人员名册!A51"): ("", "没有单位“XX99”"),
    ("partly open", "人员名册!F52"): ("2019年月平均工资（元）", "缺少申报的缴费工资"),
    ("left out", "人员名册!A54"): ("", "与第 36 行是同一人同一月"),
    ("partly open", "人员名册!H55"): ("单独申报的公积金缴费工资", "缺少单独申报的公积金缴费工资"),
    ("left out", "人员名册!E56"): ("农民合同制工人", "也许"),
    ("note", "人员名册!A57"): ("", "合计行"),
    ("note", "人员名册!F34"): ("2019年月平均工资（元）", "不寻常"),
}


def test_every_mistake_is_listed_with_its_cell_and_nothing_else_is(result: tuple[Run, Path]) -> None:
    outcome = result[0].outcome
    assert sorted(listed(outcome)) == sorted(MISTAKES)
    for place, each in zip(listed(outcome), outcome.rejects, strict=True):
        column, words = MISTAKES[place]
        assert each.column == column and words in each.what.zh
    assert outcome.table.people == 53 and len(outcome.rows) == 46


def test_the_sheet_of_mistakes_says_the_same_with_what_to_do(result: tuple[Run, Path]) -> None:
    rows = read(result[1], "未能计算")[4:]
    done = {"left out": "未计算", "partly open": "部分未算出", "note": "提示"}
    expected = [(done[kind], place.partition("!")[0], place.partition("!")[2]) for kind, place in MISTAKES]
    whole_rows = {"A51": "51", "A54": "54", "A57": "57"}
    assert sorted((row[0], row[1], row[2]) for row in rows) == sorted(
        (kind, sheet, whole_rows.get(cell, cell)) for kind, sheet, cell in expected
    )
    assert [row[0] for row in rows] == ["未计算"] * 7 + ["部分未算出"] * 2 + ["提示"] * 3
    assert sum(1 for row in rows if not row[7]) <= 1


def test_a_name_that_begins_with_an_equals_sign_is_a_name(result: tuple[Run, Path]) -> None:
    (row,) = people(result[0].outcome, "=凤公式")
    assert row.complete and row.values["contribution_base.pension"] == 520_000
    assert "凤公式" not in said(result[0].outcome)


# ---- the committed file


@pytest.fixture(scope="module")
def maker(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_roster", root / "examples" / "make_roster.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_file_is_what_its_script_writes(example: Path, maker: ModuleType, tmp_path: Path) -> None:
    import openpyxl

    again = tmp_path / "again.xlsx"
    maker.write(again)
    ours, theirs = openpyxl.load_workbook(example), openpyxl.load_workbook(again)
    assert ours.sheetnames == theirs.sheetnames == ["人员名册", "单位"]
    for name in ours.sheetnames:
        committed, written = (
            [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in book[name].iter_rows()]
            for book in (ours, theirs)
        )
        assert committed == written


def test_the_script_writes_the_same_bytes_each_time(maker: ModuleType, tmp_path: Path) -> None:
    maker.write(tmp_path / "1.xlsx")
    maker.write(tmp_path / "2.xlsx")
    first, second = ((tmp_path / name).read_bytes() for name in ("1.xlsx", "2.xlsx"))
    assert first == second
    with zipfile.ZipFile(tmp_path / "1.xlsx") as archive:
        assert b">2020-07-01T00:00:00Z<" in archive.read("docProps/core.xml")


def test_nobody_in_it_is_a_person(maker: ModuleType) -> None:
    numbers = [row[3] for row in maker.rows() if isinstance(row[3], str)]
    assert all(number.startswith("110000") for number in numbers)
