"""Kinds of file, read and written, and the figures in them, which are those of single cases."""

from __future__ import annotations

import codecs
import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from renshe.api import default
from renshe.engine.errors import InputError
from tests.tables.columns.people import fen, people, rows, run, singles, table, write
from tests.tables.sheets import workbook


def test_every_figure_is_that_of_the_single_case(tmp_path: Path) -> None:
    cases = people(600)
    done = run(write(tmp_path, table(cases)))
    assert (done.rows, done.lines, done.rejected) == (600, 600, 0)
    found = rows(tmp_path / "out.parquet")
    some_undetermined = 0
    for case, row, alone in zip(cases, found, singles(cases), strict=True):
        assert {key: fen(row[key]) for key in alone} == alone
        assert row["id_number"] == case["id_number"]
        some_undetermined += row["status"] == "undetermined"
    assert done.undetermined == some_undetermined > 0


@pytest.mark.parametrize("read", ["people.parquet", "people.feather", "people.csv"])
@pytest.mark.parametrize("written", ["out.parquet", "out.feather", "out.csv"])
def test_any_kind_is_read_and_any_is_written(tmp_path: Path, read: str, written: str) -> None:
    cases = people(50)
    run(write(tmp_path, table(cases), read), written)
    out = tmp_path / written
    if written.endswith(".csv"):
        with out.open(encoding="utf-8-sig", newline="") as file:
            found: list[dict[str, Any]] = list(csv.DictReader(file))
        amounts = [row["employer_total"] for row in found]
    else:
        found = (pq.read_table(out) if written.endswith("parquet") else pa.feather.read_table(out)).to_pylist()
        amounts = ["" if row["employer_total"] is None else str(row["employer_total"]) for row in found]
    expected = [alone["employer_total"] for alone in singles(cases)]
    assert amounts == ["" if each is None else f"{each // 100}.{each % 100:02d}" for each in expected]
    assert [row["id_number"] for row in found] == [case["id_number"] for case in cases]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_text_in_any_encoding_with_chinese_headers(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "people.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["姓名", "单位类型", "划型", "缴费工资（元）", "工伤费率", "公积金比例", "备注"])
        writer.writerow(["张三", "企业", "小型", "9,000.00", "0.2%", "12%", "龘\n第二行"])
        writer.writerow(["李四", "企业", "大型", "", "0.4%", "5%", "=1+1"])
    run(path)
    first, second = rows(tmp_path / "out.parquet")
    assert fen(first["employer_total"]) == next(
        alone["employer_total"]
        for alone in singles([{
            "employer_type": "enterprise", "employer_size": "small", "filed_wage": "9000.00",
            "current_work_injury_rate": "0.002", "housing_fund_rate": "0.12",
        }])
    )  # fmt: skip
    assert first["备注"] == "龘\n第二行"
    assert second["status"] == "undetermined"
    assert second["missing"] == "filed_wage"


def test_a_workbook_is_read_cell_by_cell(tmp_path: Path) -> None:
    heads = ["姓名", "身份证号码", "单位类型", "企业划型", "缴费工资", "现行工伤保险费率", "住房公积金缴存比例"]
    path = workbook(tmp_path / "p.xlsx", {"人员": [
        ["七月名册", None, None, None, None, None, None], heads,
        ["张三", "110101199003070038", "企业", "小型", 9000.5, 0.002, 0.12],
        ["李四", "110101199003070046", "企业", "小型", 9000.505, 0.002, 0.12],
    ]})  # fmt: skip
    done = run(path)
    good, bad = rows(tmp_path / "out.parquet")
    assert good["status"] == "computed"
    assert bad["status"] == "rejected"
    assert bad["employer_total"] is None
    assert done.rejected == 1
    assert done.refused[0].who == "李四 110101********0046"


def test_a_workbook_is_written_and_one_that_is_too_long_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    source = write(tmp_path, table(people(20)))
    run(source, "out.xlsx")
    sheet = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert len(sheet) == 21
    monkeypatch.setattr("renshe.engine.tables.columns.sinks.MOST_ROWS", 19)
    with pytest.raises(InputError, match="parquet"):
        run(source, "other.xlsx")
    assert not (tmp_path / "other.xlsx").exists()


def test_what_a_spreadsheet_would_take_for_a_formula_stays_text(tmp_path: Path) -> None:
    cases = [
        {**case, "note": note} for case, note in zip(people(4), ["=1+1", "-5.00", "+8613800000000", "@x"], strict=True)
    ]
    run(write(tmp_path, table(cases)), "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["note"] for row in csv.DictReader(file)] == ["'=1+1", "-5.00", "+8613800000000", "'@x"]
    assert (tmp_path / "out.csv").read_bytes().startswith(codecs.BOM_UTF8)


def test_amounts_in_fen_and_types_of_columns(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(5)))
    run(source, money="fen")
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert schema.field("employer_total_fen").type == pa.int64()
    run(source)
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert schema.field("employer_total").type == pa.decimal128(18, 2)
    assert schema.field("filed_wage").type == pa.decimal128(12, 2)
    said = json.loads(schema.metadata[b"renshe"])
    assert said["lawbook"] == default().hash
    assert said["region"] == "CN-BJ"
    assert ["filed_wage", "filed_wage", ""] in said["inputs"]


def test_rows_of_a_text_that_do_not_fit_its_header_are_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("employer_type,filed_wage\nenterprise,5000.00\nenterprise,5000.00,9\nenterprise,1.00\n", "utf-8")
    done = run(path)
    assert (done.rows, done.rejected) == (2, 1)
    listed = (tmp_path / "out.rejects.csv").read_text("utf-8-sig").splitlines()
    assert len(listed) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.parquet", b"PAR1 no such thing"), ("people.feather", b"ARROW1 no"), ("people.csv", b""),
        ("people.csv", b"\xff\xfe\xff"), ("people.doc", b"x"), ("people.xlsx", b"x"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError):
        run(path)
    assert [found.name for found in tmp_path.iterdir()] == [name]
    with pytest.raises(InputError):
        run(tmp_path / "nowhere.parquet")


def test_a_result_does_not_take_the_place_of_what_is_read(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(2)))
    with pytest.raises(InputError, match="itself"):
        run(source, "people.parquet")
    with pytest.raises(InputError, match="folder"):
        run(source, "nowhere/out.parquet")


def test_a_result_is_computed_again_from_itself(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(20)))
    run(source)
    run(tmp_path / "out.parquet", "again.parquet")
    assert rows(tmp_path / "again.parquet") == rows(tmp_path / "out.parquet")
