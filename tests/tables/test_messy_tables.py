"""Whatever a sheet holds, good rows come out as one by one, and nothing but words is said of the others."""

from __future__ import annotations

import datetime
import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from renshe.api import decide, default
from renshe.engine.errors import InputError
from renshe.engine.ir import Unknown
from renshe.engine.scalars import decimal_text
from renshe.engine.tables.batch import Options, Outcome, compute
from renshe.engine.tables.delimited import harmless
from renshe.engine.tables.reading import Sheet
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.run import months_of
from renshe.engine.values import to_json
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, PEOPLE_HEADS, SMALL

SETTINGS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def contribution() -> Roster:
    return default().roster("contribution")


def run(contribution: Roster, sheets: list[Sheet], month: str | None = "2020-07", region: str = "CN-BJ") -> Outcome:
    return compute(default().compiled, contribution, sheets, Options(region, months_of(month, None, None)))


# ---- anything at all

CELL = some.one_of(
    some.none(),
    some.booleans(),
    some.text(max_size=12),
    some.text(string.printable, max_size=12),
    some.floats(),
    some.integers(min_value=-(10**20), max_value=10**20),
    some.dates(),
    some.datetimes(),
    some.times(),
    some.timedeltas(),
    some.sampled_from(
        ("甲公司", "乙公司", "是", "否", "合计", "?", "2020-07", "5000", "12%", "企业", "小型", "姓名", "缴费工资")
    ),
)
HEADS = some.lists(
    some.sampled_from(
        (*PEOPLE_HEADS, *EMPLOYER_HEADS, "起始月", "截止月", "属期", "农民合同制工人", "参保人员类别", "备注", "")
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip
MESS = some.builds(
    lambda name, above, heads, rows: Sheet(name, [*above, heads, *rows]),
    some.sampled_from(("人员", "单位", "Sheet1", "填写说明", "")),
    some.lists(some.lists(CELL, max_size=4), max_size=2),
    HEADS,
    some.lists(some.lists(CELL, max_size=9), max_size=6),
)


@SETTINGS
@given(sheets=some.lists(MESS, min_size=1, max_size=3))
def test_no_sheet_ends_in_anything_but_words(contribution: Roster, sheets: list[Sheet]) -> None:
    try:
        outcome = run(contribution, sheets)
    except InputError as error:
        assert error.text("zh") and error.text("en")
        return
    for entry in outcome.rejects:
        assert entry.what.zh and entry.what.en and str(entry.place)
        assert entry.found.isprintable() and entry.column.isprintable()
    assert [row.line.number for row in outcome.rows] == list(range(1, len(outcome.rows) + 1))


@SETTINGS
@given(
    before=some.lists(some.lists(CELL, max_size=5), max_size=4),
    after=some.lists(some.lists(CELL, max_size=5), max_size=4),
    wage=some.integers(0, 10**9),
)
def test_a_good_row_is_never_lost_among_bad_ones(
    contribution: Roster, before: list[list[Any]], after: list[list[Any]], wage: int
) -> None:
    good = ["甲公司", "K-1", "好行", "E-好行", wage / 100]
    people = Sheet("人员", [PEOPLE_HEADS, *before, good, *after])
    outcome = run(contribution, [people, Sheet("单位", [EMPLOYER_HEADS, SMALL, LARGE])])
    (row,) = (row for row in outcome.rows if row.line.fields.get("id_number") == "E-好行")
    assert row.complete and row.line.place.row == len(before) + 2
    assert row.line.given["filed_wage"] == wage
    # Every row that says more than an employer's name is a line, or is listed.
    lines = {row.line.place.row for row in outcome.rows}
    listed = {entry.place.row for entry in outcome.rejects}
    for number, cells in enumerate([*before, good, *after], 2):
        held = [cell for cell in cells[1:] if cell is not None and not (isinstance(cell, str) and not cell.strip())]
        assert not held or number in lines | listed


@given(text=some.text(max_size=20))
def test_no_text_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# ---- as one by one

KINDS = some.fixed_dictionaries(
    {
        "employer_type": some.sampled_from(
            ("enterprise", "individual_business", "public_institution", "state_organ", "private_non_enterprise_unit")
        ),
        "employer_size": some.sampled_from(("large", "medium", "small", "micro", "other", None)),
        "has_employees": some.sampled_from((True, False, None)),
        "insured_as_employer": some.sampled_from((True, False, None)),
        "project_based_insured": some.sampled_from((True, False, None)),
        "current_work_injury_rate": some.sampled_from((0.002, 0.0112, 0.0156, None)),
        "housing_fund_rate": some.sampled_from((0.05, 0.08, 0.12, None)),
    }
)
PERSON = some.fixed_dictionaries(
    {
        "filed_wage": some.one_of(
            some.integers(0, 6_000_000),
            some.sampled_from((361_299, 361_300, 471_301, 536_000, 2_654_100, 2_973_201, 2_356_500)),
            some.none(),
        ),
        "rural_contract_worker": some.sampled_from((True, False)),
        "separate_housing_fund_filed": some.sampled_from((True, False, None)),
        "separate_housing_fund_wage": some.one_of(some.none(), some.integers(0, 4_000_000)),
    }
)


@settings(max_examples=25)
@given(
    employer=KINDS,
    people=some.lists(PERSON, min_size=1, max_size=3),
    month=some.sampled_from(("2020-03", "2020-05", "2020-06", "2020-07", "2020-12")),
    region=some.sampled_from(("CN-BJ", "CN-BJ", "CN-SH", "CN-TJ")),
)
def test_each_figure_is_what_deciding_that_one_case_says(
    contribution: Roster, employer: dict[str, Any], people: list[dict[str, Any]], month: str, region: str
) -> None:
    book = default().compiled
    facts = list(people[0])
    cells = [
        [value / 100 if type(value) is int else value for value in (person[name] for name in facts)]
        for person in people
    ]  # fmt: skip
    sheets = [
        Sheet("人员", [["姓名", *facts], *([f"人{n}", *row] for n, row in enumerate(cells))]),
        Sheet("单位", [["单位名称", *employer], ["甲公司", *employer.values()]]),
    ]
    outcome = run(contribution, sheets, month, region)
    assert len(outcome.rows) == len(people)
    for row in outcome.rows:
        stated = {name: value for name, value in row.given.items() if name not in ("date", "month")}
        inputs = {name: to_json(book.terms[name].type, value) for name, value in stated.items()}
        for group, figures in outcome.figures.groups:
            decision = decide(
                [figure.name for figure in figures],
                region=region,
                date=str(datetime.date.fromordinal(row.given["date"])),
                inputs={**inputs, "month": month, **group.at},
            )
            told = decision.to_json()["outputs"]
            for figure in figures:
                value, single = row.values[figure.key], told[figure.name]
                if isinstance(value, Unknown):
                    assert single["status"] == "undetermined", figure.key
                else:
                    assert single["value"] == decimal_text(value, 2, 2), figure.key


def test_the_day_of_a_line_is_the_last_of_its_month(contribution: Roster) -> None:
    sheets = [
        Sheet("人员", [PEOPLE_HEADS, ("甲公司", "1", "张三", None, 5000)]),
        Sheet("单位", [EMPLOYER_HEADS, SMALL]),
    ]
    (row,) = run(contribution, sheets, "2020-02").rows
    assert str(datetime.date.fromordinal(row.given["date"])) == "2020-02-29"
