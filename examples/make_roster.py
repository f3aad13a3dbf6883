"""Writes ``roster-beijing-2020-07.xlsx``: four made-up employers, their people, and mistakes left in on purpose.

    python examples/make_roster.py [FILE]

Nobody in it exists: the place in the identity numbers (110000) is one that no person is registered in.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

FILE = Path(__file__).parent / "roster-beijing-2020-07.xlsx"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

SOFTWARE, BUILDER, RESTAURANT, KINDERGARTEN = (
    "北京青禾软件有限公司",
    "北京京山建筑工程有限公司",
    "北京朝晖小馆",
    "北京晨光幼儿园",
)
EMPLOYER_HEADS = (
    "单位编号", "单位名称", "单位类型", "企业划型", "企业所属行业", "从业人员人数", "年营业收入", "资产总额",
    "有雇工", "以单位方式参保", "行业风险类别", "现行工伤保险费率", "住房公积金缴存比例",
)  # fmt: skip
EMPLOYERS: tuple[tuple[Any, ...], ...] = (
    ("QH01", SOFTWARE, "企业", None, "软件和信息技术服务业", 86, 42_000_000, None, None, None, 1, 0.002, 0.12),
    ("JS02", BUILDER, "企业", "大型", None, None, None, None, None, None, 6, 0.0156, 0.10),
    ("ZH03", RESTAURANT, "个体工商户", None, None, None, None, None, "是", "是", 2, 0.004, 0.05),
    ("CG04", KINDERGARTEN, "民办非企业单位", "不划型", None, None, None, None, None, None, 1, 0.002, 0.08),
)
PEOPLE_HEADS = (
    "单位编号", "工号", "姓名", "身份证号码", "农民合同制工人", "2019年月平均工资（元）", "公积金已单独申报",
    "单独申报的公积金缴费工资", "备注",
)  # fmt: skip
# Employer, name, rural contract worker, wage; wages stand on, just under and just over every floor and ceiling.
PEOPLE: tuple[tuple[str, str, bool, Any], ...] = (
    ("QH01", "林一诺", False, 12_345.67), ("QH01", "陈思远", False, 26_540.99), ("QH01", "周子衿", False, 26_541.00),
    ("QH01", "吴清扬", False, 26_541.01), ("QH01", "郑书白", False, 29_731.99), ("QH01", "王若水", False, 29_732.00),
    ("QH01", "冯知行", False, 29_732.01), ("QH01", "褚云深", False, 27_786.49), ("QH01", "卫长歌", False, 27_786.50),
    ("QH01", "蒋南乔", False, 60_000.00), ("QH01", "沈望舒", False, 8_000.49), ("QH01", "韩青崖", False, 8_000.50),
    ("JS02", "杨大山", False, 18_888.88), ("JS02", "朱铁柱", True, 3_612.99), ("JS02", "秦石头", True, 3_613.00),
    ("JS02", "尤春生", True, 3_613.01), ("JS02", "许满仓", True, 4_712.99), ("JS02", "何水生", True, 4_713.00),
    ("JS02", "吕长顺", True, 4_713.01), ("JS02", "施工青", False, 9_999.99), ("JS02", "张建国", False, 7_654.32),
    ("JS02", "孔令山", False, 45_000.00), ("JS02", "曹得水", True, 6_200.00), ("JS02", "严守诚", False, 5_359.99),
    ("ZH03", "华小满", False, 2_200.00), ("ZH03", "金阿福", True, 2_199.50), ("ZH03", "魏麦穗", True, 2_199.49),
    ("ZH03", "陶知味", False, 5_360.00), ("ZH03", "姜小蒸", True, 5_360.01), ("ZH03", "戚味真", False, 4_000.00),
    ("ZH03", "谢春卷", True, 0.00), ("ZH03", "邹小灶", False, 3_000.00),
    ("CG04", "喻晨曦", False, 6_543.21), ("CG04", "柏童心", False, 7_000.00), ("CG04", "水晶晶", False, 5_555.55),
    ("CG04", "窦小雨", False, 8_888.80), ("CG04", "章以苗", False, 4_999.99), ("CG04", "云朵朵", False, 6_000.01),
    ("CG04", "苏禾", False, 10_000.00), ("CG04", "潘阿姨", True, 3_900.00), ("CG04", "葛园丁", False, 15_000.00),
    ("CG04", "奚小溪", False, 5_360.50),
)  # fmt: skip


def identity_number(index: int, *, wrong: bool = False) -> str:
    """A number with the right check digit (or, when asked, a wrong one)."""
    digits = f"110000{1965 + index % 35:04d}{index % 12 + 1:02d}{index % 28 + 1:02d}{index:03d}"
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]
    return digits + ("0" if wrong and check != "0" else "1" if wrong else check)


def rows() -> list[list[Any]]:
    """The rows of people, the mistakes after the good ones."""
    found: list[list[Any]] = []
    for index, (employer, name, rural, wage) in enumerate(PEOPLE, 1):
        found.append(
            [employer, f"{employer[:2]}{index:03d}", name, identity_number(index), "是" if rural else "否", wage]
        )
    found[0] += ["是", 12_000.00]  # filed with the housing fund by itself, which counts there
    at = len(PEOPLE) + 1
    found += [
        [
            "QH01",
            "QH901",
            "范号码",
            int(identity_number(at)[:17] + "0"),
            "否",
            9_000.00,
            None,
            None,
            "证件号存成了数字",
        ],
        ["QH01", "QH902", "彭约数", identity_number(at + 1), "否", "约八千", None, None, "工资不是数"],
        ["JS02", "JS903", "鲁负数", identity_number(at + 2), "否", -6_000.00, None, None, "工资为负"],
        ["JS02", "JS904", "韦三位", identity_number(at + 3), "否", 8_000.005, None, None, "多于两位小数"],
        ["ZH03", "ZH905", "昌校验", identity_number(at + 4, wrong=True), "否", 4_800.00, None, None, "校验位不对"],
        ["XX99", "XX906", "马无主", identity_number(at + 5), "否", 5_000.00, None, None, "单位表里没有"],
        ["CG04", "CG907", "苗空白", identity_number(at + 6), "否", None, None, None, "没有填工资"],
        ["CG04", "CG908", "=凤公式", identity_number(at + 7), "否", 5_200.00, None, None, "姓名以等号开头"],
        ["CG04", "CG033", "喻晨曦", identity_number(33), "否", 6_543.21, None, None, "重复的人"],
        ["QH01", "QH909", "花单报", identity_number(at + 8), "否", 9_500.00, "是", None, "单独申报而没有工资"],
        ["QH01", "QH910", "方选项", identity_number(at + 9), "也许", 9_100.00, None, None, "选项写错"],
        [None, None, "合计", None, None, 400_000.00],
    ]
    return found


def write(path: Path) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(str(path)) as book:
        # Without a day of its own it would be another file every time it is made.
        book.set_properties({"created": datetime.datetime(2020, 7, 1)})
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        title = book.add_format({"bold": True, "font_size": 14})
        amount, rate = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
        people = book.add_worksheet("人员名册")
        people.write_string(0, 0, "2020年7月社会保险和住房公积金缴费名册", title)
        for column, text in enumerate(PEOPLE_HEADS):
            people.write_string(2, column, text, head)
        people.set_column(0, 2, 11)
        people.set_column(3, 3, 22)
        people.set_column(4, 8, 16)
        for index, row in enumerate(rows(), 3):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    people.write_string(index, column, value)
                elif value is not None:
                    people.write_number(index, column, value, amount if column > 4 else None)
        people.freeze_panes(3, 3)
        employers = book.add_worksheet("单位")
        for column, text in enumerate(EMPLOYER_HEADS):
            employers.write_string(0, column, text, head)
        employers.set_column(0, len(EMPLOYER_HEADS), 15)
        employers.set_column(1, 1, 28)
        for index, row in enumerate(EMPLOYERS, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    employers.write_string(index, column, value)
                elif value is not None:
                    employers.write_number(index, column, value, rate if isinstance(value, float) else None)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
