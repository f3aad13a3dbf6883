"""The empty table: it opens, says how it is filled in, offers choices, and what is filled in is read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renshe.api import batch, default
from renshe.engine.tables.template import ROWS
from tests.tables.running import BEIJING, renshe

FILLED: dict[str, Any] = {
    "employer_code": "A1",
    "employer_name": "甲公司",
    "staff_number": "1",
    "person_name": "张三",
    "id_number": "11010519491231002X",
    "insured_category": ("单位职工", "employee"),
    "rural_contract_worker": ("否", "no"),
    "filed_wage": 10_000,
    "separate_housing_fund_filed": ("是", "yes"),
    "separate_housing_fund_wage": 9_000,
    "from_month": "2020-01",
    "to_month": "2020-12",
    "employer_type": ("企业", "enterprise"),
    "employer_size": ("大型", "large"),
    "enterprise_industry": None,
    "enterprise_staff_count": 300,
    "annual_revenue": 1_000_000,
    "total_assets": 1_000_000,
    "has_employees": ("是", "yes"),
    "insured_as_employer": ("是", "yes"),
    "industry_category": 1,
    "current_work_injury_rate": 0.002,
    "floating_coefficient": 1,
    "project_based_insured": ("否", "no"),
    "housing_fund_rate": 0.12,
}


@pytest.fixture(scope="module", params=["zh", "en"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    path = tmp_path_factory.mktemp(request.param) / "roster.xlsx"
    done = renshe("template", "roster", "-o", path, language=request.param)
    assert done.code == 0 and path.name in done.out and not done.err
    return request.param, path


def test_filled_in_it_is_read_back_without_a_word(template: tuple[str, Path], tmp_path: Path) -> None:
    language, path = template
    roster = default().roster("contribution")
    book = openpyxl.load_workbook(path)
    for sheet, plan in zip(book.worksheets, (roster.people, roster.employers), strict=False):
        for column, name in enumerate(plan.columns, 1):
            value = FILLED[name]
            sheet.cell(2, column, value[language == "en"] if isinstance(value, tuple) else value)
    book.save(tmp_path / "filled.xlsx")
    outcome = batch(tmp_path / "filled.xlsx", tmp_path / "out.xlsx", **BEIJING, language=language).outcome
    assert not outcome.rejects
    (row,) = outcome.rows
    # 1,600 + 80 + 16 + 1,000 + 80, and the fund on the 9,000 that were filed with it: 1,080.
    assert row.complete and row.values["employer_total"] == 385_600
    assert row.given["employer_size"] == "large" and row.values["housing_fund_base"] == 900_000


def test_choices_notes_and_stars(template: tuple[str, Path]) -> None:
    book, roster = openpyxl.load_workbook(template[1]), default().roster("contribution")
    kinds = default().compiled.terms
    for sheet, plan in zip(book.worksheets, (roster.people, roster.employers), strict=False):
        lists = {
            str(area): each.formula1
            for each in sheet.data_validations.dataValidation
            if each.type == "list"
            for area in each.sqref.ranges
        }
        for column, name in enumerate(plan.columns, 1):
            head = sheet.cell(1, column)
            assert head.value.endswith("*") is (name in plan.required)
            assert head.comment is not None and head.comment.text
            letter = head.column_letter
            kind = kinds[name].type.kind if name in kinds and name not in roster.fields else "text"
            assert (f"{letter}2:{letter}{ROWS + 1}" in lists) is (kind in ("enum", "boolean")), name
        assert sheet.freeze_panes == "A2"
        for source in lists.values():
            title, _, area = source.strip("=").partition("!")
            texts = [cell.value for row in book[title.strip("'")][area.replace("$", "")] for cell in row]
            assert all(texts) and len(set(texts)) == len(texts)


def test_numbers_that_identify_a_person_are_text_from_the_start(template: tuple[str, Path]) -> None:
    sheet, roster = openpyxl.load_workbook(template[1]).worksheets[0], default().roster("contribution")
    column = roster.people.columns.index("id_number") + 1
    (found,) = (each for each in sheet.column_dimensions.values() if each.min <= column <= each.max)
    assert found.number_format == "@"


def test_how_to_fill_it_in_names_every_column(template: tuple[str, Path]) -> None:
    language, path = template
    guide = openpyxl.load_workbook(path)["填写说明" if language == "zh" else "How to fill it in"]
    roster = default().roster("contribution")
    said = [row[1].value for row in guide.iter_rows(min_row=4)]
    assert len(said) == len(roster.employers.columns) + len(roster.people.columns) and all(said)


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    for arguments, words in ((("people",), "people: roster"), (("roster", "-o", tmp_path / "a.csv"), "a.csv: .xlsx")):
        done = renshe("template", *arguments)
        assert done.code == 2 and words in done.err
    done = renshe("template", "roster", "-o", tmp_path / "none" / "a.xlsx")
    assert done.code == 2 and done.err and not done.out
