"""Any row of a result explained from the result alone, to the figures that stand in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from renshe.api import Lawbook, default
from renshe.engine.errors import InputError
from renshe.engine.tables.columns.explaining import RowExplained, explain_row
from renshe.engine.tables.columns.order import Order
from renshe.engine.tables.columns.order import run as run_order
from tests.tables.columns.people import people, rows, run, table, write


def explained(path: Path, row: int, book: Lawbook | None = None) -> RowExplained:
    book = book or default()
    return explain_row(book.compiled, book.roster, path, row)


@pytest.mark.parametrize("name", ["out.parquet", "out.feather", "out.csv", "out.xlsx"])
def test_what_explains_a_row_finds_what_stands_in_it(tmp_path: Path, name: str) -> None:
    run(write(tmp_path, table(people(40))), name, facts={"employer_size": "medium"})
    if name == "out.xlsx":
        # A sheet shows amounts as numbers, without their last nought.
        assert explained(tmp_path / name, 3).explained.decisions
        return
    for row in range(1, 41):
        found = explained(tmp_path / name, row)
        assert found.differences == ()
        assert not found.explained.law_changed


def test_members_months_places_and_employers_are_told_from_the_file(tmp_path: Path) -> None:
    cases = table(people(12)).drop_columns(["employer_type", "employer_size"])
    cases = cases.append_column("region", pa.array(["CN-BJ", "CN-GD", "上海"] * 4))
    codes = [f"E{number}" for number in range(7)]
    types = pa.table({"employer_code": codes, "employer_type": ["enterprise"] * 7, "employer_size": ["large"] * 7})
    second = write(tmp_path, types, "employers.csv")
    outputs = ["person_contribution_payable.pension.employer", "relief_rate.*.employer", "housing_fund_base"]
    facts = {"recorded_wage": "7000.00", "previous_year_average_wage": "7000.00"}
    run(write(tmp_path, cases), month=None, first="2020-06", last="2020-07", employers=second, outputs=outputs,
        facts=facts)  # fmt: skip
    found = rows(tmp_path / "out.parquet")
    for row in range(1, 25):
        told = explained(tmp_path / "out.parquet", row)
        assert told.differences == ()
        assert told.explained.trail.region == found[row - 1]["region"]
    text = told.text("en")
    assert "pension" in text and "Articles" in text


def test_in_words_and_as_json(tmp_path: Path) -> None:
    run(write(tmp_path, table(people(3))))
    found = explained(tmp_path / "out.parquet", 2)
    assert "依据" in found.text("zh")
    document = found.to_json()
    assert document["row"] == 2
    assert document["lawbook"] == document["made_with"] == default().hash
    assert all(each["format"] == "renshe.decision/1" for each in document["decisions"] if "format" in each)
    json.dumps(document)


def test_law_that_changed_since_is_said_and_what_differs(tmp_path: Path, root: Path) -> None:
    book = Lawbook(extra=root / "tests" / "data" / "extra_law")
    cases = pa.table({"employer_size": ["small"], "contribution_due": ["100.00"]})
    source = write(tmp_path, cases)
    order = Order("CN-GD-440100", month="2021-01", outputs=["relief_rate.pension.employer"],
                  facts={"employer_type": "enterprise"})  # fmt: skip
    run_order(book.compiled, book.roster("contribution"), source, tmp_path / "out.parquet", order)
    here = explained(tmp_path / "out.parquet", 1)
    assert here.explained.law_changed
    assert [(each.stored, each.found) for each in here.differences] == [("1.000000", "0.000000")]
    assert book.hash in here.text("en") and "Different from the file" in here.text("en")
    assert explained(tmp_path / "out.parquet", 1, book).differences == ()


def test_what_cannot_be_explained_says_why(tmp_path: Path) -> None:
    cases = people(5)
    cases[1]["employer_size"] = "巨型"
    source = write(tmp_path, table(cases))
    run(source)
    out = tmp_path / "out.parquet"
    for row, said in ((0, "no row 0"), (6, "there are 5"), (2, "not computed")):
        with pytest.raises(InputError, match=said):
            explained(out, row)
    run(source, inputs=False)
    assert "filed_wage" not in pq.read_schema(out).names
    assert "id_number" in pq.read_schema(out).names
    with pytest.raises(InputError, match="no-inputs"):
        explained(out, 1)
    with pytest.raises(InputError, match="no result"):
        explained(source, 1)


def test_a_row_of_asked_and_not_known(tmp_path: Path) -> None:
    cases: list[dict[str, Any]] = [{"employer_size": "?", "employer_type": "企业"}, {"employer_size": "large"}]
    facts = {"has_employees": True, "insured_as_employer": True}
    run(write(tmp_path, pa.Table.from_pylist(cases)), outputs=["relief_rate.pension.employer"], facts=facts)
    first, second = rows(tmp_path / "out.parquet")
    assert first["missing"] == "employer_size"
    assert second["missing"] == "employer_type"
    assert explained(tmp_path / "out.parquet", 1).differences == ()
