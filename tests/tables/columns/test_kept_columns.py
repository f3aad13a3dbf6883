"""Columns that play no part are kept as they are, of whatever kind they are."""

from __future__ import annotations

import csv
import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from tests.tables.columns.people import people, run, table, write

ODD = {
    "category": pa.array(["a", None, "b", "a"]).dictionary_encode(),
    "large": pa.array(["x", "y", None, "龘"], pa.large_string()),
    "moment": pa.array([datetime.datetime(2020, 7, 1, 12)] * 4, pa.timestamp("ns", "Asia/Shanghai")),
    "score": pa.array([1.5, None, float("nan"), 2.0], pa.float32()),
    "numbers": pa.array([[1, 2], None, [], [3]]),
    "nested": pa.array([{"a": 1, "b": ["x"]}, None, {"a": 2, "b": []}, {"a": None, "b": None}]),
    "big": pa.array([decimal.Decimal(10) ** 30] * 4, pa.decimal256(40, 2)),
    "bytes": pa.array([b"\x00\xff", None, b"", b"x"]),
    "nothing": pa.nulls(4),
    "status": pa.array(["own"] * 4),
    "filed_wages": pa.array([1, 2, 3, 4]),
}


def odd(folder: Path, name: str) -> Path:
    return write(
        folder,
        pa.table({**dict(zip(table(people(4)).column_names, table(people(4)).columns, strict=True)), **ODD}),
        name,
    )


@pytest.mark.parametrize("read", ["people.parquet", "people.feather"])
@pytest.mark.parametrize("written", ["out.parquet", "out.feather", "out.csv", "out.xlsx"])
def test_whatever_a_table_holds_travels_along(tmp_path: Path, read: str, written: str) -> None:
    done = run(odd(tmp_path, read), written)
    assert done.lines == 4
    assert any(note.place == "filed_wages" for note in done.notes)  # it is nearly a name that plays a part
    out = tmp_path / written
    if written.endswith("parquet") or written.endswith("feather"):
        found = pq.read_table(out) if written.endswith("parquet") else pa.feather.read_table(out)
        for name, array in ODD.items():
            if name not in ("score", "bytes"):
                assert found.column(name).to_pylist() == array.to_pylist()
        assert found.column("status_computed").to_pylist() != ["own"] * 4
    elif written.endswith("csv"):
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["numbers"] for row in rows] == ["1; 2", "", "", "3"]
        assert rows[0]["nested"] == '{"a": 1, "b": ["x"]}'


def test_what_pandas_and_other_writers_leave(tmp_path: Path) -> None:
    found = table(people(9)).replace_schema_metadata({"pandas": "{}"})
    found = found.cast(pa.schema([
        field.with_type(pa.large_string()) if pa.types.is_string(field.type) else field for field in found.schema
    ]))  # fmt: skip
    write(tmp_path, found, row_group_size=2, data_page_version="2.0", compression="gzip")
    run(tmp_path / "people.parquet", "one.parquet")
    write(tmp_path, table(people(9)))
    run(tmp_path / "people.parquet", "two.parquet")
    one, two = pq.read_table(tmp_path / "one.parquet"), pq.read_table(tmp_path / "two.parquet")
    assert one.column("employer_total").equals(two.column("employer_total"))
