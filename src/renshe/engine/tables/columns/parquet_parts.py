"""Parquet files put together from parts: each part is made by whoever is free, and the file is their pages in order.

A Parquet file ends in a table of contents that says where in the file each page is. A part is a small Parquet file of
its own, so its pages can be copied as they are; only the positions in its table of contents move. Thus several threads
compress at once, a run that was interrupted goes on after the last part it finished, and the file does not depend on
who made which part. The table of contents is in Thrift's compact form, of which this reads and writes what Parquet
uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

MAGIC = b"PAR1"
TAIL = 8
"""Bytes at the end of a Parquet file: the length of its table of contents, and the magic word."""

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
Struct: TypeAlias = "dict[int, tuple[int, Any]]"
"""Number of a field → its type and value; a list is the type of its items with them."""

# Fields of the structures of Parquet, by their numbers there.
ROWS, GROUPS, PAIRS = 3, 4, 5
COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7
CHUNK_OFFSET, CHUNK_META, OFFSET_INDEX, COLUMN_INDEX = 2, 3, 4, 6
DATA_PAGE, INDEX_PAGE, DICTIONARY_PAGE, BLOOM_FILTER = 9, 10, 11, 14
MOST_ORDINALS = 32_767


@dataclass(frozen=True)
class Part:
    """A part: its pages, and its table of contents."""

    pages: memoryview
    contents: bytes


def cut(file: bytes | memoryview) -> Part:
    """A small Parquet file as a part."""
    length = int.from_bytes(file[-TAIL:-4], "little")
    view = memoryview(file)
    return Part(view[len(MAGIC) : -TAIL - length], bytes(view[-TAIL - length : -TAIL]))


class Contents:
    """The table of contents of a file to which parts are added one after the other.

    Args:
        empty: the table of contents of the same file without any row.
    """

    def __init__(self, empty: bytes) -> None:
        self._tree = _Reader(empty).struct()
        self._groups: list[Any] = []
        self._rows = 0

    def add(self, contents: bytes, offset: int) -> None:
        """Add a part whose pages begin at *offset* of the file."""
        tree = _Reader(contents).struct()
        for _, group in tree[GROUPS][1][1]:
            _moved(group, offset - len(MAGIC))
            if len(self._groups) <= MOST_ORDINALS:
                group[ORDINAL] = (I16, len(self._groups))
            else:
                group.pop(ORDINAL, None)
            out = bytearray()
            _write(out, STRUCT, group)
            self._groups.append((STRUCT, bytes(out)))  # as bytes, which take less room than what they tell
        self._rows += tree[ROWS][1]

    def finished(self, pairs: dict[str, str]) -> bytes:
        """What stands after the last page: the table of contents, with *pairs* among what is said of the file."""
        tree = dict(self._tree)
        tree[ROWS] = (I64, self._rows)
        tree[GROUPS] = (LIST, (STRUCT, self._groups))
        held = tree.get(PAIRS, (LIST, (STRUCT, [])))[1][1]
        kept = [pair for pair in held if pair[1][1][1].decode() not in pairs]
        added: list[Any] = [
            (STRUCT, {1: (BINARY, key.encode()), 2: (BINARY, text.encode())}) for key, text in pairs.items()
        ]
        tree[PAIRS] = (LIST, (STRUCT, kept + added))
        out = bytearray()
        _write(out, STRUCT, tree)
        return bytes(out) + len(out).to_bytes(4, "little") + MAGIC


def _moved(group: Struct, by: int) -> None:
    """Move all positions of a group of rows."""
    _shift(group, (GROUP_OFFSET,), by)
    for _, chunk in group[COLUMNS][1][1]:
        # The position of the column's own table is not used any more, and 0 says so.
        if chunk[CHUNK_OFFSET][1]:
            _shift(chunk, (CHUNK_OFFSET,), by)
        _shift(chunk, (OFFSET_INDEX, COLUMN_INDEX), by)
        _shift(chunk[CHUNK_META][1], (DATA_PAGE, INDEX_PAGE, DICTIONARY_PAGE, BLOOM_FILTER), by)


def _shift(struct: Struct, fields: tuple[int, ...], by: int) -> None:
    for field in fields:
        if field in struct:
            kind, value = struct[field]
            struct[field] = (kind, value + by)


class _Reader:
    """Thrift's compact form, read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def varint(self) -> int:
        found, shift = 0, 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    def zigzag(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def struct(self) -> Struct:
        found: Struct = {}
        number = 0
        while True:
            head = self.data[self.at]
            self.at += 1
            if head == 0:
                return found
            kind, step = head & 0x0F, head >> 4
            number = number + step if step else self.zigzag()
            found[number] = (kind, self.value(kind))

    def value(self, kind: int) -> Any:
        if kind in (TRUE, FALSE):
            return kind == TRUE
        if kind in (I16, I32, I64):
            return self.zigzag()
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            return self.items()
        size = {BYTE: 1, DOUBLE: 8}.get(kind)
        if size is None:
            if kind != BINARY:
                raise ValueError(f"a field of Thrift type {kind}")
            size = self.varint()
        self.at += size
        return self.data[self.at - size : self.at]

    def items(self) -> tuple[int, list[Any]]:
        head = self.data[self.at]
        self.at += 1
        kind, count = head & 0x0F, head >> 4
        count = self.varint() if count == 15 else count
        if kind in (TRUE, FALSE):
            self.at += count
            return kind, [(kind, self.data[place] == TRUE) for place in range(self.at - count, self.at)]
        return kind, [(kind, self.value(kind)) for _ in range(count)]


def _varint(out: bytearray, number: int) -> None:
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _write(out: bytearray, kind: int, value: Any) -> None:
    if kind == STRUCT and isinstance(value, bytes):
        out += value
    elif kind in (I16, I32, I64):
        _varint(out, value << 1 if value >= 0 else (-value << 1) - 1)
    elif kind == BINARY:
        _varint(out, len(value))
        out += value
    elif kind == STRUCT:
        _write_struct(out, value)
    elif kind in (LIST, SET):
        of, items = value
        if len(items) < 15:
            out.append(len(items) << 4 | of)
        else:
            out.append(0xF0 | of)
            _varint(out, len(items))
        for _, item in items:
            if of in (TRUE, FALSE):
                out.append(TRUE if item else FALSE)
            else:
                _write(out, of, item)
    else:
        out += value  # a byte or a double, as it was read


def _write_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for number in sorted(struct):
        kind, value = struct[number]
        if kind in (TRUE, FALSE):
            kind = TRUE if value else FALSE
        if 0 < number - last <= 15:
            out.append(number - last << 4 | kind)
        else:
            out.append(kind)
            _write(out, I16, number)
        last = number
        if kind not in (TRUE, FALSE):
            _write(out, kind, value)
    out.append(0)
