"""Files read in pieces of a fixed size, from any row on: Parquet, Feather, CSV, and workbooks that are small."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.tables import reading
from renshe.engine.tables.columns.refusing import Refused

PARQUET = frozenset({".parquet", ".pq"})
FEATHER = frozenset({".feather", ".arrow", ".ipc"})
TEXTS = reading.TEXTS
SHEETS = reading.WORKBOOKS
READS = PARQUET | FEATHER | TEXTS | SHEETS
BLOCK = 8 << 20
"""Bytes of text that are read together."""
SNIFFED = 4 << 20
"""Bytes of text by which its encoding is found."""
BUFFER = 1 << 20


@dataclass
class Source:
    """A file to read.

    Attributes:
        path: where it is.
        schema: its columns.
        rows: how many rows it has, where the file says so.
        metadata: what an earlier run wrote into it.
        left_out: rows whose cells cannot be told apart, as they are met.
    """

    path: Path
    schema: Any
    rows: int | None
    metadata: bytes | None = None

    def __post_init__(self) -> None:
        self.left_out: list[Refused] = []

    def encode(self, columns: Collection[str]) -> None:
        """Read these columns of text as dictionaries, where that saves work."""

    def batches(self, first: int) -> Iterator[Any]:
        """Record batches of any size, from row *first* on."""
        raise NotImplementedError

    def pieces(self, size: int, first: int = 0) -> Iterator[tuple[int, Any]]:
        """Pieces of *size* rows with the row each begins at; the last may be shorter."""
        waiting: list[Any] = []
        held = 0
        at = first
        for batch in self.batches(first):
            while batch.num_rows:
                part = batch.slice(0, size - held)
                batch = batch.slice(part.num_rows)
                waiting.append(part)
                held += part.num_rows
                if held == size:
                    yield at, _one(waiting)
                    at, waiting, held = at + size, [], 0
        if held:
            yield at, _one(waiting)

    @property
    def fingerprint(self) -> str:
        """What tells the file from another, or from itself after a change."""
        stat = self.path.stat()
        return f"{stat.st_size}:{stat.st_mtime_ns}:{hashlib.sha256(str(self.schema).encode()).hexdigest()[:16]}"


def _one(batches: list[Any]) -> Any:
    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches).unify_dictionaries().combine_chunks().to_batches()[0]


class ParquetSource(Source):
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        self._file = self._open(path, ())
        found = self._file.schema_arrow
        super().__init__(
            path, found.remove_metadata(), self._file.metadata.num_rows, _said(self._file.metadata.metadata)
        )

    def _open(self, path: Path, encoded: Collection[str]) -> Any:
        try:
            return pq.ParquetFile(path, read_dictionary=list(encoded), pre_buffer=False, buffer_size=BUFFER)
        except (pa.ArrowException, OSError) as error:
            raise _broken(path, error) from None

    def encode(self, columns: Collection[str]) -> None:
        texts = [field.name for field in self.schema if field.name in columns and _is_text(field.type)]
        if texts:
            self._file = self._open(self.path, texts)
            self.schema = self._file.schema_arrow.remove_metadata()

    def batches(self, first: int) -> Iterator[Any]:
        metadata = self._file.metadata
        group, skip = 0, first
        while group < metadata.num_row_groups and skip >= metadata.row_group(group).num_rows:
            skip -= metadata.row_group(group).num_rows
            group += 1
        for number in range(group, metadata.num_row_groups):
            for batch in self._file.iter_batches(1 << 16, row_groups=[number], use_threads=True):
                if skip >= batch.num_rows:
                    skip -= batch.num_rows
                    continue
                yield batch.slice(skip)
                skip = 0


class FeatherSource(Source):
    """An Arrow IPC file: Feather of the second version."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pa.ipc.open_file(pa.memory_map(str(path)))
        except (pa.ArrowException, OSError) as error:
            raise _broken(path, error) from None
        schema = self._file.schema
        super().__init__(path, schema.remove_metadata(), None, _said(schema.metadata))

    def batches(self, first: int) -> Iterator[Any]:
        skip = first
        for number in range(self._file.num_record_batches):
            batch = self._file.get_batch(number)
            if skip >= batch.num_rows:
                skip -= batch.num_rows
                continue
            yield batch.slice(skip)
            skip = 0


class CsvSource(Source):
    """A text file; all its cells are text."""

    def __init__(self, path: Path) -> None:
        self.encoding = _encoding(path)
        self.delimiter, names = self._header(path)
        super().__init__(path, pa.schema([pa.field(name, pa.string()) for name in names]), None)

    def _header(self, path: Path) -> tuple[str, list[str]]:
        with path.open(encoding=self.encoding, newline="") as file:
            start = file.read(100_000)
        first = start.splitlines()[:1] or [""]
        delimiter = max(reading.DELIMITERS, key=first[0].count)
        names = next(csv.reader(start.splitlines(keepends=True), delimiter=delimiter), [])
        names = [name.strip() for name in names]
        if not any(names):
            what = Words("第一行不是表头", "the first row is no header")
            raise InputError(Problem(what, Words("第一行写列名", "write the columns' names there"), path.name))
        return delimiter, names

    def batches(self, first: int) -> Iterator[Any]:
        def strange(row: Any) -> str:
            what = Words(
                f"这一行有 {row.actual_columns} 格，表头有 {row.expected_columns} 格，未读入",
                f"it has {row.actual_columns} cells, the header {row.expected_columns}; it was left out",
            )
            number = 0 if row.number is None else row.number - 1
            self.left_out.append(Refused(number, "", "", (row.text or "")[:40], what, None))
            return "skip"

        names = self.schema.names
        reader = arrow_csv.open_csv(
            self.path,
            read_options=arrow_csv.ReadOptions(
                column_names=names, skip_rows=1, block_size=BLOCK, encoding=self.encoding.removesuffix("-sig")
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=strange
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=True, null_values=[""]
            ),
        )
        skip = first
        try:
            for batch in reader:
                if skip >= batch.num_rows:
                    skip -= batch.num_rows
                    continue
                yield batch.slice(skip)
                skip = 0
        except pa.ArrowInvalid as error:
            what = Words(f"不是有效的 CSV（{str(error)[:120]}）", f"the file is no valid CSV ({str(error)[:120]})")
            raise InputError(Problem(what, Words("核对引号和编码", "see to its quotes and its encoding"),
                                     self.path.name)) from None  # fmt: skip


class SheetSource(Source):
    """A table that is held whole, made of the cells of a workbook as text."""

    def __init__(self, path: Path, table: Any) -> None:
        super().__init__(path, table.schema, table.num_rows)
        self._table = table

    def batches(self, first: int) -> Iterator[Any]:
        yield from self._table.slice(first).combine_chunks().to_batches()


def open_source(path: Path) -> Source:
    """The file at *path*, of any kind that is read.

    Raises:
        InputError: when there is no such file, it is of another kind, or damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in READS:
        what = Words(
            f"不认识 {suffix or '没有后缀'} 文件", f"{suffix or 'a file without a suffix'} is no known kind of table"
        )
        fix = Words("用 .parquet、.feather、.csv 或 .xlsx", "use .parquet, .feather, .csv or .xlsx")
        raise InputError(Problem(what, fix, path.name))
    if not path.is_file():
        raise InputError(Problem(Words("没有这个文件", "there is no such file"), Words("检查文件名", "check the name"),
                                 path.name))  # fmt: skip
    if suffix in PARQUET:
        return ParquetSource(path)
    if suffix in FEATHER:
        return FeatherSource(path)
    if suffix in TEXTS:
        return CsvSource(path)
    from renshe.engine.tables.columns.sheets import table_of

    return SheetSource(path, table_of(path))


def _is_text(of: Any) -> bool:
    return bool(pa.types.is_string(of) or pa.types.is_large_string(of))


def _said(metadata: Any) -> bytes | None:
    found: bytes | None = (metadata or {}).get(b"renshe")
    return found


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    for encoding in reading.ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            decoder.decode(start)
        except UnicodeDecodeError:
            continue
        return encoding
    what = Words("文件的编码不是 UTF-8 或 GB18030", "the file is encoded neither as UTF-8 nor as GB18030")
    raise InputError(Problem(what, Words("另存为 UTF-8 的 CSV", "save it as CSV in UTF-8"), path.name))


def _broken(path: Path, error: Exception) -> InputError:
    what = Words(f"打不开（{str(error)[:120]}）", f"it cannot be opened ({str(error)[:120]})")
    return InputError(Problem(what, Words("核对文件是否完整", "see whether the file is whole"), path.name))
