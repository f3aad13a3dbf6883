"""Results written in parts: any thread makes a part, and the parts in their order are the file.

A Parquet file and a CSV file are finished as soon as their last part is there. Of Feather files and workbooks the parts
are kept as Arrow batches, and the file is made of them at the end.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.tables.columns.parquet_parts import MAGIC, Contents, cut
from renshe.engine.tables.columns.sources import FEATHER, PARQUET

TEXT = frozenset({".csv", ".tsv"})
BOOK = frozenset({".xlsx"})
WRITES = PARQUET | FEATHER | TEXT | BOOK
MOST_ROWS = 1_048_575
"""Rows of a sheet besides its header."""
LONGEST = 32_767
"""Characters that a cell holds."""
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Encoded:
    """A part as it stands in the file, and what has to be known of it at the end."""

    data: bytes | memoryview
    note: bytes = b""


class Sink:
    """How a kind of file is written.

    Args:
        schema: of the result, with what is said of it.
        suffix: of the file.
    """

    def __init__(self, schema: Any, suffix: str) -> None:
        self.schema, self.suffix = schema, suffix

    def head(self) -> bytes:
        """What stands before the first part."""
        return b""

    def encode(self, table: Any) -> Encoded:
        """A part; may be called by several threads at once."""
        raise NotImplementedError

    def tail(self, notes: Sequence[tuple[int, bytes]]) -> bytes:
        """What stands after the last part, given where each part begins and its note."""
        return b""

    def finish(self, parts: Path, out: Path) -> None:
        """Make the file of the parts, where they are not the file already."""
        parts.replace(out)


class ParquetSink(Sink):
    """Parquet, compressed with zstd; whole numbers and amounts are kept as differences, words as dictionaries."""

    def __init__(self, schema: Any, suffix: str) -> None:
        super().__init__(schema, suffix)
        numbers = {field.name: "DELTA_BINARY_PACKED" for field in schema if _whole(field.type)}
        lists = [f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type)]
        words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        self.options = {
            "compression": "zstd", "compression_level": 1, "store_decimal_as_integer": True,
            "use_dictionary": words + lists, "column_encoding": numbers or None,
        }  # fmt: skip

    def head(self) -> bytes:
        return MAGIC

    def encode(self, table: Any) -> Encoded:
        sink = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(self.schema.metadata), sink, **self.options)
        part = cut(memoryview(sink.getvalue()))
        return Encoded(part.pages, part.contents)

    def tail(self, notes: Sequence[tuple[int, bytes]]) -> bytes:
        contents = Contents(self.encode(self.schema.empty_table()).note)
        for offset, note in notes:
            contents.add(note, offset)
        return contents.finished({})


class CsvSink(Sink):
    """CSV in UTF-8 with its mark in front, by which Excel knows it."""

    def head(self) -> bytes:
        out = io.BytesIO()
        names = pa.table([pa.array([name], pa.string()) for name in self.schema.names], names=self.schema.names)
        arrow_csv.write_csv(names, out, self._options())
        return BOM + out.getvalue()

    def encode(self, table: Any) -> Encoded:
        out = io.BytesIO()
        columns = [as_text(column) for column in table.columns]
        arrow_csv.write_csv(pa.table(columns, names=table.column_names), out, self._options())
        return Encoded(out.getvalue())

    def _options(self) -> Any:
        return arrow_csv.WriteOptions(include_header=False, delimiter="\t" if self.suffix == ".tsv" else ",",
                                      quoting_style="needed")  # fmt: skip


class BatchSink(Sink):
    """Parts as Arrow batches, of which another file is made at the end."""

    def __init__(self, schema: Any, suffix: str) -> None:
        self.plain = pa.schema([field.with_type(_plain(field.type)) for field in schema], metadata=schema.metadata)
        super().__init__(schema, suffix)

    def head(self) -> bytes:
        found: bytes = self.plain.serialize().to_pybytes()
        return found

    def encode(self, table: Any) -> Encoded:
        plain = table.replace_schema_metadata(None).cast(self.plain.remove_metadata()).combine_chunks()
        return Encoded(b"".join(batch.serialize().to_pybytes() for batch in plain.to_batches()))


class FeatherSink(BatchSink):
    """Feather of the second version, compressed with lz4."""

    def finish(self, parts: Path, out: Path) -> None:
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with (
            pa.OSFile(str(parts), "rb") as file,
            pa.ipc.open_stream(file) as reader,
            pa.OSFile(str(out), "wb") as target,
            pa.ipc.new_file(target, self.plain, options=options) as writer,
        ):
            for batch in reader:
                writer.write_batch(batch)
        parts.unlink()


class BookSink(BatchSink):
    """A workbook of one sheet."""

    def finish(self, parts: Path, out: Path) -> None:
        import xlsxwriter  # type: ignore[import-untyped]

        safe = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with (
            pa.OSFile(str(parts), "rb") as file,
            pa.ipc.open_stream(file) as reader,
            xlsxwriter.Workbook(str(out), safe) as book,
        ):
            sheet = book.add_worksheet()
            for column, name in enumerate(self.schema.names):
                sheet.write_string(0, column, name)
            row = 0
            for batch in reader:
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    row += 1
                    for column, value in enumerate(cells):
                        _write(sheet, row, column, value)
        parts.unlink()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    import datetime
    import decimal

    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | decimal.Decimal):
        if math.isfinite(value):
            sheet.write_number(row, column, value)
    elif isinstance(value, datetime.date | datetime.datetime):
        sheet.write_string(row, column, value.isoformat())
    else:
        flat = isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
        told = "; ".join(map(str, value)) if flat else value if isinstance(value, str) else _json(value)
        sheet.write_string(row, column, told[:LONGEST])


def _json(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, default=str)


def sink_of(out: Path, schema: Any, lines: int | None) -> Sink:
    """How *out* is written.

    Args:
        out: the file.
        schema: of the result.
        lines: how many lines there will be, where that is known.

    Raises:
        InputError: for a kind of file that is not written, a folder that is not there, a sheet that would be too long.
    """
    suffix = out.suffix.lower()
    made = {**dict.fromkeys(PARQUET, ParquetSink), **dict.fromkeys(FEATHER, FeatherSink),
            **dict.fromkeys(TEXT, CsvSink), **dict.fromkeys(BOOK, BookSink)}.get(suffix)  # fmt: skip
    if made is None:
        what = Words(f"不能写“{suffix}”类的文件", f"a file “{suffix}” cannot be written")
        raise InputError(Problem(what, Words("写成 .parquet、.feather、.csv 或 .xlsx",
                                             "name it .parquet, .feather, .csv or .xlsx"), out.name))  # fmt: skip
    if not out.parent.is_dir():
        what = Words(f"没有文件夹 {out.parent}", f"there is no folder {out.parent}")
        raise InputError(
            Problem(what, Words("先建文件夹，或换个位置", "make it first, or choose another place"), out.name)
        )
    if suffix in BOOK and lines is not None and lines > MOST_ROWS:
        raise too_long(out, lines)
    return made(schema, suffix)


def too_long(out: Path, lines: int) -> InputError:
    """A sheet does not hold so many rows."""
    what = Words(
        f"{lines:,} 行超过一张工作表的 {MOST_ROWS:,} 行", f"{lines:,} rows are more than a sheet's {MOST_ROWS:,}"
    )
    fix = Words("写成 .parquet 或 .csv；要看汇总加 --totals", "write .parquet or .csv; for sums add --totals")
    return InputError(Problem(what, fix, out.name))


def _whole(of: Any) -> bool:
    small = pa.types.is_decimal128(of) and of.precision <= 18
    return bool(small or pa.types.is_int64(of) or pa.types.is_int32(of) or pa.types.is_date32(of))


def _plain(of: Any) -> Any:
    return of.value_type if pa.types.is_dictionary(of) else of


FORMULA, NUMBER = r"^[=+\-@\t\r]", r"^[+-]?[0-9.,]+%?$"


def as_text(column: Any) -> Any:
    """A column as CSV holds it: lists joined, and nothing that a spreadsheet would take for a formula."""
    of = column.type
    if pa.types.is_list(of) and not pa.types.is_nested(of.value_type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), "; ")
    if pa.types.is_dictionary(of):
        column = column.cast(of.value_type)
    if pa.types.is_nested(of) or pa.types.is_binary(of):
        return pa.array([None if value is None else _json(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        risky = pc.and_(pc.match_substring_regex(column, FORMULA),
                        pc.invert(pc.match_substring_regex(column, NUMBER)))  # fmt: skip
        if pc.any(risky).as_py():
            quote = pa.scalar("'", column.type)
            column = pc.if_else(risky, pc.binary_join_element_wise(quote, column, pa.scalar("", column.type)), column)
    return column
