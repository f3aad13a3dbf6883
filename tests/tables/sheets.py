"""Small workbooks and text tables made for a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]


def workbook(path: Path, sheets: dict[str, Iterable[Sequence[Any]]]) -> Path:
    """A workbook with these sheets; text stays text, whatever it begins with."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        month = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(index, column, value)
                    elif hasattr(value, "isoformat"):
                        sheet.write_datetime(index, column, value, month)
                    elif value is not None:
                        sheet.write(index, column, value)
    return path


EMPLOYER_HEADS = ("单位名称", "单位类型", "企业划型", "现行工伤保险费率", "住房公积金缴存比例")
SMALL = ("甲公司", "企业", "小型", 0.002, 0.12)
LARGE = ("乙公司", "企业", "大型", 0.004, 0.05)
PEOPLE_HEADS = ("单位名称", "工号", "姓名", "身份证号码", "缴费工资")


def roster(
    path: Path,
    people: Iterable[Sequence[Any]],
    heads: Sequence[str] = PEOPLE_HEADS,
    employers: Iterable[Sequence[Any]] = (SMALL, LARGE),
    employer_heads: Sequence[str] = EMPLOYER_HEADS,
) -> Path:
    """A roster of two employers."""
    return workbook(path, {"人员": [heads, *people], "单位": [employer_heads, *employers]})
