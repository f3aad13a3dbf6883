"""A result while it is being written: a hidden file beside its place, and an index of the parts that are whole.

The file takes its place when it is finished. Until then nothing is there; what is there of a run that was killed is
whole up to some part, as the index tells part by part, and the next run may go on from it.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from renshe.engine.errors import InputError, Problem, Words

FORM = 1


@dataclass
class Progressed:
    """How far a result is.

    Attributes:
        rows: rows read, ``lines`` written, ``rejected`` and ``undetermined`` of them.
        missing: names of what is missing → lines that lack it.
        notes: of each part where it begins, and what the file's end has to say of it.
    """

    rows: int = 0
    lines: int = 0
    rejected: int = 0
    undetermined: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, rows: int, lines: int, rejected: int, undetermined: int, missing: Mapping[str, int]) -> None:
        """One part more."""
        self.rows += rows
        self.lines += lines
        self.rejected += rejected
        self.undetermined += undetermined
        for name, count in missing.items():
            self.missing[name] = self.missing.get(name, 0) + count


@dataclass(frozen=True)
class Part:
    """What one piece of a table adds: bytes of each file, a note for the end of the first, and counts."""

    data: Mapping[str, bytes | memoryview]
    note: bytes
    counts: tuple[int, int, int, int, dict[str, int]]


class Partial:
    """The hidden files of a result.

    Args:
        out: where the result goes.
        asked: what tells this run from another: only what was asked alike can be gone on with.
        streams: the files written side by side; the first is the result itself.
    """

    def __init__(self, out: Path, asked: str, streams: tuple[str, ...]) -> None:
        self.out, self.asked, self.streams = out, asked, streams
        self.index = out.with_name(f".{out.name}.partial")
        self.done = Progressed()
        self._files: dict[str, IO[bytes]] = {}
        self._index: IO[str] | None = None

    def path(self, stream: str) -> Path:
        """The hidden file of a stream."""
        return self.out.with_name(f".{self.out.name}.{stream}.partial")

    # ---- beginning

    def begin(self, heads: Mapping[str, bytes]) -> None:
        """Begin anew; what an earlier run left is gone."""
        self.remove()
        for stream in self.streams:
            self._files[stream] = self.path(stream).open("wb")
            self._files[stream].write(heads.get(stream, b""))
        self._index = self.index.open("w", encoding="utf-8")
        self._say({"form": FORM, "asked": self.asked})

    def resume(self, heads: Mapping[str, bytes]) -> bool:
        """Go on with what an earlier run left; whether there was anything.

        Raises:
            InputError: when it was left by a run that was asked something else.
        """
        kept = list(self._kept(heads))
        if not kept:
            self.begin(heads)
            return False
        # The index is made anew of the lines that hold, and takes the place of the old one at once.
        fresh = self.index.with_name(f"{self.index.name}.new")
        self._index = fresh.open("w", encoding="utf-8")
        self._say({"form": FORM, "asked": self.asked})
        for line in kept:
            self._say(line)
        os.replace(fresh, self.index)
        ends = kept[-1]["ends"]
        for stream in self.streams:
            file = self.path(stream).open("r+b")
            file.truncate(ends[stream])
            file.seek(ends[stream])
            self._files[stream] = file
        start = len(heads.get(self.streams[0], b""))
        for line in kept:
            self.done.add(*line["counts"])
            self.done.notes.append((start, base64.b64decode(line["note"])))
            start = line["ends"][self.streams[0]]
        return True

    def _kept(self, heads: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
        """Lines of the index whose parts are whole."""
        try:
            lines = self.index.read_text("utf-8").split("\n")
        except FileNotFoundError:
            return
        head = _line(lines[0])
        if head is None or head.get("form") != FORM:
            return
        if head["asked"] != self.asked:
            what = Words(
                "中断的那次运行的要求、文件或法规库不同",
                "the run that was interrupted was asked something else, of another file or under another lawbook",
            )
            fix = Words("不加 --resume 从头算", "leave out --resume to begin anew")
            raise InputError(Problem(what, fix, self.out.name))
        starts = {stream: len(heads.get(stream, b"")) for stream in self.streams}
        try:
            files = {stream: self.path(stream).open("rb") for stream in self.streams}
        except FileNotFoundError:
            return
        try:
            for stream, file in files.items():
                file.seek(starts[stream])
            for text in lines[1:]:
                line = _line(text)
                if line is None:
                    return
                for stream, file in files.items():
                    data = file.read(line["ends"][stream] - starts[stream])
                    if len(data) < line["ends"][stream] - starts[stream] or zlib.crc32(data) != line["sums"][stream]:
                        return
                    starts[stream] = line["ends"][stream]
                yield line
        finally:
            for file in files.values():
                file.close()

    # ---- parts

    def add(self, part: Part) -> None:
        """Write a part; from the moment it stands in the index it is not lost any more."""
        start = self._files[self.streams[0]].tell()
        ends, sums = {}, {}
        for stream in self.streams:
            data, file = part.data.get(stream, b""), self._files[stream]
            file.write(data)
            file.flush()
            ends[stream], sums[stream] = file.tell(), zlib.crc32(data)
        note = base64.b64encode(part.note).decode("ascii")
        self._say({"ends": ends, "sums": sums, "note": note, "counts": list(part.counts)})
        self.done.add(*part.counts)
        self.done.notes.append((start, part.note))

    def _say(self, line: Mapping[str, Any]) -> None:
        assert self._index is not None
        self._index.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        self._index.flush()

    # ---- the end

    def end(self, tail: bytes) -> None:
        """Write what stands after the last part, and be sure that it is on the disk."""
        self._files[self.streams[0]].write(tail)
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        self.close()

    def close(self) -> None:
        """Close the files; they stay for a later run."""
        for file in (*self._files.values(), *((self._index,) if self._index else ())):
            file.close()
        self._files, self._index = {}, None

    def remove(self) -> None:
        """Leave nothing behind."""
        self.close()
        fresh = self.index.with_name(f"{self.index.name}.new")
        for path in (*map(self.path, (*self.streams, "ready")), self.index, fresh):
            with suppress(FileNotFoundError):
                path.unlink()


def _line(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
