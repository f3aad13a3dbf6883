"""Parquet files put together from parts read like files that were written at once."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from renshe.engine.tables.columns.parquet_parts import MAGIC, Contents, cut

COLUMNS = some.fixed_dictionaries(
    {
        "number": some.none() | some.integers(-(2**63), 2**63 - 1),
        "text": some.none() | some.text(max_size=5),
        "names": some.none() | some.lists(some.text(max_size=3), max_size=3),
        "truth": some.none() | some.booleans(),
    }
)
SCHEMA = pa.schema(
    [("number", pa.int64()), ("text", pa.string()), ("names", pa.list_(pa.string())), ("truth", pa.bool_())]
)  # fmt: skip


def encoded(table: Any, **options: Any) -> Any:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return cut(out.getvalue())


def whole(tables: list[Any], **options: Any) -> bytes:
    contents = Contents(encoded(tables[0].schema.empty_table(), **options).contents)
    file = bytearray(MAGIC)
    for table in tables:
        part = encoded(table, **options)
        contents.add(part.contents, len(file))
        file += part.pages
    return bytes(file + contents.finished({"told": "yes"}))


@settings(max_examples=40)
@given(some.lists(some.lists(COLUMNS, max_size=20), min_size=1, max_size=5))
def test_parts_are_read_as_one_table(parts: list[list[dict[str, Any]]]) -> None:
    tables = [pa.Table.from_pylist(part, schema=SCHEMA) for part in parts]
    file = whole(tables, compression="zstd")
    found = pq.ParquetFile(io.BytesIO(file))
    assert found.read().equals(pa.concat_tables(tables))
    assert found.metadata.metadata[b"told"] == b"yes"
    assert found.metadata.num_rows == sum(map(len, parts))


@pytest.mark.parametrize("options", [{"write_page_index": True}, {"use_dictionary": False}, {"compression": "none"}])
def test_whatever_stands_beside_the_pages(options: dict[str, Any]) -> None:
    tables = [pa.table({f"c{i}": [i, i + part, None] * 50 for i in range(40)}) for part in range(20)]
    found = pq.ParquetFile(io.BytesIO(whole(tables, **options)))
    assert found.num_row_groups == 20
    for group in range(20):  # each by itself, so that every position counts
        assert found.read_row_group(group).equals(tables[group])
