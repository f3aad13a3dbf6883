"""``renshe batch`` as it is typed: screen, JSON, exit codes; CSV in and out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.tables.running import read, renshe
from tests.tables.sheets import PEOPLE_HEADS, roster

ROWS = [
    ("甲公司", "1", "张三", "11010519491231002X", 10_000),
    ("乙公司", "2", "李四", None, 10_000),
    ("乙公司", "3", "王五", None, "约八千"),
]
JULY = ("--region", "CN-BJ", "--month", "2020-07")
TEXT_ROWS = """姓名,身份证号码,月平均工资,单位类型,划型,工伤费率,公积金比例
张三,11010519491231002X,"10,000.00",企业,小型,0.2%,12%
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return roster(tmp_path / "a.xlsx", ROWS)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


# ---- what is shown


def test_the_screen_shows_employers_what_is_wrong_and_the_file(table: Path) -> None:
    done = renshe("batch", table, *JULY)
    assert (done.code, done.err) == (0, "")
    out = table.with_name("a.out.xlsx")
    lines = done.out.splitlines()
    assert lines[0].split() == ["单位", "行数", "阶段性减免", "单位实缴", "个人缴纳", "应划转合计"]
    assert lines[1].split()[:2] == ["甲公司", "1"] and lines[1].split()[3:] == ["2,280.00", "2,223.00", "4,503.00"]
    assert lines[2].split() == ["乙公司", "1", "0.00", "3,292.00", "1,523.00", "4,815.00"]
    assert lines[3].split()[:2] == ["合计", "2"] and lines[3].split()[-1] == "9,318.00"
    assert "人员 3 行，算出 2 行；列出问题 1 处，其中未计算 1 处" in done.out
    assert "未计算 人员!E4 王五 3" in done.out and f"已写出 {out}" in done.out
    assert out.is_file()


def test_in_english(table: Path, tmp_path: Path) -> None:
    done = renshe("batch", table, *JULY, "-o", tmp_path / "out.xlsx", language="en")
    assert "3 rows of people, 2 lines computed; 1 entries listed, 1 left out" in done.out
    assert read(tmp_path / "out.xlsx", "Summary")[5][0] == "employer"
    entry = read(tmp_path / "out.xlsx", "Not computed")[4]
    assert entry[:4] == ["left out", "人员", "E4", "缴费工资"] and entry[6].endswith("expected an amount")


def test_json_has_sums_and_everything_that_is_wrong(table: Path, tmp_path: Path) -> None:
    told = renshe("batch", table, *JULY, "-o", tmp_path / "out.xlsx", "--json").json
    assert (told["region"], told["people"], told["lines"]) == ("CN-BJ", 3, 2)
    assert [each["employer"] for each in told["employers"]] == ["甲公司", "乙公司"]
    assert told["employers"][1]["amounts"]["person_contribution_payable.pension.employer"] == "1600.00"
    (entry,) = told["rejects"]
    assert (entry["sheet"], entry["cell"], entry["column"], entry["refused"]) == ("人员", "E4", "缴费工资", True)
    assert set(entry["problem"]) == {"zh", "en"} and told["written"] == [str(tmp_path / "out.xlsx")]


def test_facts_and_places_by_what_people_call_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,工资\n张三,10000\n", "utf-8")
    facts = ("单位类型=企业", "企业划型=小型", "current_work_injury_rate=0.2%", "住房公积金缴存比例=12%")
    given = [word for fact in facts for word in ("--set", fact)]
    done = renshe("batch", path, "--region", "北京", "--month", "2020-07", *given)
    assert done.code == 0 and "2,280.00" in done.out
    day = renshe("batch", path, "--region", "北京", "--month", "2020-07", "--date", "2020-07-20", *given)
    assert day.code == 0 and "2,280.00" in day.out


def test_what_later_law_changed_is_summed_on_the_screen(table: Path, tmp_path: Path) -> None:
    given = ("--region", "CN-BJ", "--month", "2020-06", "--set", "housing_fund_whole_yuan=true")
    done = renshe("batch", table, *given, "--owed-since", "2020-06-21", "-o", tmp_path / "out.xlsx")
    # 1,600.00 + 80.00 + 32.00 halved.
    assert "后来的规定改变 8 处金额" in done.out and "应补退合计 -856.00 元" in done.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "没有说明算哪个月"),
        (("--region", "CN-XX", "--month", "2020-07"), "没有地区 CN-XX"),
        (("--month", "七月"), "应为月份"),
        (("--month", "2020-07", "--from", "2020-06"), "不能同时用"),
        (("--from", "2020-06"), "缺少 --to"),
        (("--month", "2020-07", "--known-on", "昨天"), "应为日期"),
        (("--month", "2020-07", "--owed-since", "昨天"), "应为日期"),
        (("--month", "2020-07", "--set", "x"), "看不懂 --set x"),
        (("--month", "2020-07", "--set", "缴费工姿=1"), "缴费工姿"),
        (("--month", "2020-07", "--set", "housing_fund_rate=很多"), "应为比例"),
        (("--month", "2020-07", "--set", "date=2020-07-01"), "不是输入项"),
        (("--month", "2020-07", "-o", "out.pdf"), "不能写"),
        (("--month", "2020-07", "--compare", "none.xlsx"), "没有这个文件"),
    ],
)
def test_what_cannot_be_read_ends_in_words_and_exit_code_2(table: Path, more: tuple[str, ...], words: str) -> None:
    done = renshe("batch", table, *more)
    assert done.code == 2 and words in done.err and "Traceback" not in done.err
    assert sorted(each.name for each in table.parent.iterdir()) == ["a.xlsx"]


def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_text("no workbook")
    for name, words in (("a.xlsx", "没有这个文件"), ("b.xlsx", "打不开"), ("c.docx", "不认识")):
        done = renshe("batch", tmp_path / name, *JULY)
        assert done.code == 2 and words in done.err


# ---- csv


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_and_out(tmp_path: Path, encoding: str) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_bytes(TEXT_ROWS.encode(encoding))
    done = renshe("batch", path, *JULY, "-o", out)
    assert done.code == 0 and not (tmp_path / "out.rejects.csv").exists()
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")  # so that Excel reads it as UTF-8
    heads, line = rows(out)
    told: dict[str, Any] = dict(zip(heads, line, strict=True))
    assert told["证件号码"] == "11010519491231002X" and told["申报的缴费工资"] == "10000.00"
    assert told["单位负担合计"] == "2280.00" and told["住房公积金月缴存额·单位缴费部分"] == "1200.00"
    # It says the same as the workbook of the same run.
    renshe("batch", path, *JULY, "-o", tmp_path / "out.xlsx", "--no-explain")
    sheet = read(tmp_path / "out.xlsx", "明细")
    amounts = [f"{cell:.2f}" for cell in sheet[4] if isinstance(cell, float)][1:]
    assert [cell for cell in line if cell.replace(".", "").isdigit()][1:] == amounts


def test_what_is_wrong_stands_in_a_file_beside_it_and_none_is_left_from_before(tmp_path: Path) -> None:
    path, out, rejects = tmp_path / "a.csv", tmp_path / "out.csv", tmp_path / "out.rejects.csv"
    path.write_text(TEXT_ROWS + "李四,,约八千,企业,小型,0.2%,12%\n", "utf-8")
    done = renshe("batch", path, *JULY, "-o", out)
    assert f"已写出 {rejects}" in done.out
    heads, entry = rows(rejects)
    assert heads[:3] == ["处理", "工作表", "单元格"] and entry[:6] == [
        "未计算",
        "—",
        "C3",
        "月平均工资",
        "李四",
        "约八千",
    ]
    path.write_text(TEXT_ROWS, "utf-8")
    renshe("batch", path, *JULY, "-o", out)
    assert rows(rejects) == [heads]


def test_amounts_that_are_open_say_so_in_a_csv(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("姓名,月平均工资,单位类型,划型,工伤费率\n张三,10000,企业,小型,0.2%\n", "utf-8")
    renshe("batch", path, *JULY, "-o", out)
    heads, line = rows(out)
    told = dict(zip(heads, line, strict=True))
    assert told["单位负担合计"] == "无法确定" and told["单位五险合计"] == "1080.00"


def test_a_csv_refuses_what_it_cannot_hold(table: Path, tmp_path: Path) -> None:
    for more in (("--owed-since", "2020-06-21"), ("--compare", table)):
        done = renshe("batch", table, *JULY, "-o", tmp_path / "out.csv", *more)
        assert done.code == 2 and "csv 只写明细" in done.err
    assert not (tmp_path / "out.csv").exists()


def test_a_workbook_of_one_sheet_without_a_name_that_helps(tmp_path: Path) -> None:
    from tests.tables.sheets import workbook

    heads = (*PEOPLE_HEADS, "单位类型", "划型", "工伤费率", "公积金比例")
    path = workbook(tmp_path / "a.xlsx", {"Sheet1": [heads, (*ROWS[0], "企业", "小型", 0.002, 0.12)]})
    assert "2,280.00" in renshe("batch", path, *JULY).out
