"""Where an employer's amount is counted once from the sum of bases: the difference to the lines is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.api import batch
from renshe.engine.errors import InputError
from renshe.engine.tables.run import Run
from tests.tables.running import BEIJING, fen, read
from tests.tables.sheets import roster

# Two people at 24,000.03: each 16% is 3,840.0048, so 3,840.00; of both 7,680.0096, so 7,680.01.
# Medical, 10%: 2,400.003 each, 4,800.006 together. The others come out alike either way:
# 0.8%: 192.00024 and 384.00048; work injury 0.32%: 76.800096 and 153.600192.
LARGE_TWO = {
    "person_contribution.pension.employer": (768_001, 768_000),
    "person_contribution.medical.employer": (480_001, 480_000),
    "person_contribution.unemployment.employer": (38_400, 38_400),
    "person_contribution.maternity.employer": (38_400, 38_400),
    "person_contribution.work_injury.employer": (15_360, 15_360),
    "person_contribution_payable.pension.employer": (768_001, 768_000),
    "person_contribution_payable.medical.employer": (480_001, 480_000),
    "contribution_relief_amount.pension.employer": (0, 0),
    # What is withheld from a person is always the person's: 8% is 1,920.0024.
    "person_contribution.pension.employee": (384_000, 384_000),
    "employer_insurance_total": (1_340_162, 1_340_160),
    "employer_total": (1_580_162, 1_580_160),
}
# Three people of a small enterprise, spared: 5,360.05, 5,361.03 and 5,370.03, together 16,091.11.
# 16%: 857.61 + 857.76 + 859.20 = 2,574.57, of the sum 2,574.5776.
SMALL_THREE = {
    "person_contribution.pension.employer": (257_458, 257_457),
    "contribution_relief_amount.pension.employer": (257_458, 257_457),
    "person_contribution_payable.pension.employer": (0, 0),
    "person_contribution_payable.medical.employer": (160_911, 160_911),
}
PEOPLE = [
    *(("甲公司", str(n), "张三", None, wage) for n, wage in enumerate((5_360.05, 5_361.03, 5_370.03))),
    *(("乙公司", str(n), "李四", None, 24_000.03) for n in (8, 9)),
]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("total")
    out = folder / "out.xlsx"
    facts = {"contribution_rounding": "employer_total"}
    return batch(roster(folder / "a.xlsx", PEOPLE), out, **BEIJING, facts=facts), out


def test_an_employer_pays_on_the_sum_of_bases(result: tuple[Run, Path]) -> None:
    outcome = result[0].outcome
    for name, by_hand in (("乙公司", LARGE_TWO), ("甲公司", SMALL_THREE)):
        (total,) = (total for total in outcome.totals if total.employer.name == name)
        rows = [row for row in outcome.rows if row.line.employer.name == name]
        for key, (on_total, added) in by_hand.items():
            assert (total.amounts[key], sum(row.values[key] for row in rows)) == (on_total, added), key


def test_lines_and_the_choice_of_the_law_stay_as_they_are(tmp_path: Path) -> None:
    outcome = batch(roster(tmp_path / "a.xlsx", PEOPLE), **BEIJING).outcome
    assert not any(total.on_total for total in outcome.totals)
    assert outcome.totals[1].amounts["person_contribution.pension.employer"] == 768_000


def test_the_summary_shows_the_difference_and_each_sheet_its_own_sum(result: tuple[Run, Path]) -> None:
    rows = read(result[1], "汇总")
    head = next(index for index, row in enumerate(rows) if row[0] == "单位")
    checks = {rows[start][0]: rows[start + 6][9] for start in range(head + 1, len(rows), 7)}
    assert {name: fen(value) for name, value in checks.items()} == {"甲公司": 0, "乙公司": 2, "全部单位": 2}
    lines = read(result[1], "明细")
    column = lines[2].index("person_contribution.pension.employer")
    # The last row adds what stands above it: 2,574.57 + 7,680.00, not 2,574.58 + 7,680.01.
    assert fen(lines[-1][column]) == 1_025_457
    assert fen(rows[-7][4]) == 257_458 + 768_001


def test_a_line_that_is_open_leaves_the_employer_to_the_sum_of_the_others(tmp_path: Path) -> None:
    rows = [*PEOPLE, ("乙公司", "7", "王五", None, None)]
    facts = {"contribution_rounding": "employer_total"}
    (_, total) = batch(roster(tmp_path / "a.xlsx", rows), **BEIJING, facts=facts).outcome.totals
    key = "person_contribution.pension.employer"
    assert total.open[key] == 1 and total.amounts[key] == 768_000 and key not in total.on_total


def test_the_way_of_rounding_is_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="per_person"):
        batch(roster(tmp_path / "a.xlsx", PEOPLE), **BEIJING, facts={"contribution_rounding": "as we like"})
