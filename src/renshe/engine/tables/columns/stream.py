"""One run from file to file: read, compute and write in pieces, with memory that does not grow with the file.

The pieces are read one after the other, computed and encoded by as many threads as there are processors, and written in
the order in which they were read. Only a few of them are there at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.columns.alone import alone
from renshe.engine.tables.columns.partial import Part, Partial
from renshe.engine.tables.columns.refusing import COLUMNS, Refused, as_csv
from renshe.engine.tables.columns.sinks import BOM, BOOK, MOST_ROWS, Sink, sink_of, too_long
from renshe.engine.tables.columns.sources import Source, open_source
from renshe.engine.tables.columns.totals import Totals
from renshe.engine.tables.columns.trail import KEY, read_trail, sidecar, trail
from renshe.engine.tables.columns.unit import Options, Unit
from renshe.engine.tables.roster import Roster

Told = Callable[[int, int | None], None]
"""Told how many rows are done, of how many where that is known."""
PIECE = 1 << 16
"""Rows of a piece: enough that what it takes to begin one is little, few enough to lie in memory by dozens."""
POOLS = ("jemalloc", "system")
"""What gives Arrow its memory, the first that there is: both hand back sooner what a piece has left than its own."""
SHOWN = 20
"""Of what was refused so much is remembered to be shown."""
ENCODED = frozenset({"enum", "boolean", "date", "month", "rate", "months", "integer"})
"""Types of facts of which a column has few different values."""
WRITES_OF_ITSELF = frozenset({".parquet", ".pq", ".feather", ".arrow", ".ipc"})


@dataclass(frozen=True)
class Files:
    """The files of a run.

    Attributes:
        source, out: what is read and what is written.
        employers: employers to join, ``on`` a column.
        totals: where the sums go; None: nowhere.
        rejects: where what was refused goes; beside the result when None.
    """

    source: Path
    out: Path
    employers: Path | None = None
    on: str | None = None
    totals: Path | None = None
    rejects: Path | None = None

    @property
    def rejects_path(self) -> Path:
        """Where what was refused goes."""
        return self.rejects or self.out.with_name(f"{self.out.stem}.rejects.csv")


@dataclass(frozen=True)
class How:
    """How a run goes.

    Attributes:
        resume: whether to go on with what an interrupted run left.
        max_rejects: how many rows may be refused before the run stops; None: any number.
        threads: how many compute; as many as there are processors when None.
        piece: rows of a piece.
    """

    resume: bool = False
    max_rejects: int | None = None
    threads: int | None = None
    piece: int = PIECE


@dataclass
class Streamed:
    """What a run came to.

    Attributes:
        rows, lines: rows read, lines written; ``rejected`` rows and ``undetermined`` lines among them.
        missing: names of what is missing → the number of lines that lack it.
        refused: the first values that could not be taken.
        notes: what is to be said of the columns.
        written: the files.
        stopped: whether too many rows were refused, so that nothing was written but what was refused.
        resumed: rows that an earlier run had done.
    """

    rows: int = 0
    lines: int = 0
    rejected: int = 0
    undetermined: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: tuple[Problem, ...] = ()
    written: list[Path] = field(default_factory=list)
    stopped: bool = False
    resumed: int = 0
    backend: str = ""
    why: Words | None = None
    seconds: float = 0.0


def stream(
    book: Lawbook, roster: Roster, files: Files, options: Options, how: How | None = None, told: Told | None = None
) -> Streamed:
    """Compute the figures of a table of any length.

    Args:
        book: the law.
        roster: the words of columns, and the figures made when none are chosen.
        files: what is read and written.
        options: what is asked.
        how: how the run goes.
        told: told how far it is.

    Returns:
        Counts, what was refused, and the files written.

    Raises:
        InputError: when a file, a column or an option cannot be what it is to be.
    """
    with _frugal():
        return _Run(book, roster, files, options, how or How(), told).run()


@contextlib.contextmanager
def _frugal() -> Iterator[None]:
    """Have Arrow take its memory from where it goes back to when a piece is done."""
    import pyarrow as pa

    before = pa.default_memory_pool()
    name = next(name for name in POOLS if name in pa.supported_memory_backends())
    chosen = getattr(pa, f"{name}_memory_pool")()
    pa.set_memory_pool(chosen)
    try:
        yield
    finally:
        pa.set_memory_pool(before)
        chosen.release_unused()


def unit_of(book: Lawbook, roster: Roster, options: Options, source: Source, files: Files) -> Unit:
    """The unit of work of a run; columns of few different texts are read as dictionaries from here on."""
    passed = read_trail(source.path, source.metadata)["computed"] if source.metadata else ()
    joined = None
    if files.employers is not None:
        table = open_source(files.employers)
        joined = (_whole(table), files.employers.name, files.on)

    def made() -> Unit:
        return Unit(book, roster, options, source.schema, name=source.path.name, joined=joined, passed=passed,
                    rows=source.rows)  # fmt: skip

    unit = made()
    few = {
        column.header
        for column in unit.mapped.columns
        if column.role in ("month", "region") or (column.form is not None and column.form.type.kind in ENCODED)
    }
    few |= {unit.key.header} if unit.key is not None else set()
    before = source.schema
    source.encode(few)
    return unit if source.schema is before else made()


def _whole(source: Source) -> Any:
    import pyarrow as pa

    return pa.Table.from_batches(list(source.batches(0)), schema=source.schema)


class _Run:
    """A run while it goes."""

    def __init__(
        self, book: Lawbook, roster: Roster, files: Files, options: Options, how: How, told: Told | None
    ) -> None:
        self.files, self.options, self.how, self.told = files, options, how, told
        self.source = open_source(files.source)
        _apart(files)
        self.unit = unit_of(book, roster, options, self.source, files)
        self.trail = trail(self.unit)
        self.out = Streamed(notes=self.unit.mapped.notes, backend=self.unit.backend, why=self.unit.why)
        lines = None if self.source.rows is None else self.source.rows * max(len(options.months), 1)
        said = json.dumps(self.trail, ensure_ascii=False)
        schema = self.unit.layout.schema.with_metadata({KEY: said.encode()})
        self.sink: Sink = sink_of(files.out, schema, lines)
        self.totals = None if files.totals is None else Totals(self.unit, self._by())
        if files.totals is not None:
            sink_of(files.totals, schema, None)
        self.partial = Partial(files.out, self._asked(said), ("rows", "rejects", "totals"))

    def _by(self) -> str | None:
        """The column of the result that says the employer."""
        if self.unit.key is not None:
            return self.unit.key.header
        if self.files.on is not None:
            return self.files.on
        found = (self.unit.mapped.one("field", name) for name in self.unit.roster.employer)
        return next((column.header for column in found if column is not None), None)

    def _asked(self, said: str) -> str:
        """What tells this run from another."""
        employers = "" if self.files.employers is None else open_source(self.files.employers).fingerprint
        asked = [said, self.source.fingerprint, employers, self.files.on, self.how.piece, self.files.out.suffix,
                 str(self.sink.schema), self.totals is not None, self.options.unmask]  # fmt: skip
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()

    def run(self) -> Streamed:
        """Go through the file, while no other run writes the same result."""
        with alone(self.partial.path("lock"), self.files.out):
            return self._whole()

    def _whole(self) -> Streamed:
        began = time.monotonic()
        heads = {"rows": self.sink.head()}
        if self.how.resume:
            self.partial.resume(heads)
        else:
            self.partial.begin(heads)
        self.out.resumed = self.partial.done.rows
        try:
            self._pieces()
            if not self.out.stopped:
                self._end()
            else:
                self._rejects()
                self.partial.remove()
        except InputError:
            self.partial.remove()
            raise
        except BaseException:
            self.partial.close()  # it may be gone on with
            raise
        done = self.partial.done
        self.out.rows, self.out.lines = done.rows, done.lines
        self.out.rejected, self.out.undetermined = done.rejected, done.undetermined
        self.out.missing = done.missing
        self.out.seconds = time.monotonic() - began
        return self.out

    # ---- piece by piece

    def _pieces(self) -> None:
        threads = self.how.threads or _processors()
        for part, refused in _in_order(self._work, self.source.pieces(self.how.piece, self.partial.done.rows), threads):
            self.partial.add(part)
            if len(self.out.refused) < SHOWN:
                self.out.refused += refused[: SHOWN - len(self.out.refused)]
            done = self.partial.done
            if self.told is not None:
                self.told(done.rows, self.source.rows)
            if self.files.out.suffix.lower() in BOOK and done.lines > MOST_ROWS:
                raise too_long(self.files.out, done.lines)
            most = self.how.max_rejects
            if most is not None and done.rejected + len(self.source.left_out) > most:
                self.out.stopped = True
                return

    def _work(self, piece: tuple[int, Any]) -> tuple[Part, list[Refused]]:
        first, batch = piece
        found = self.unit.run(batch, first)
        encoded = self.sink.encode(found.table)
        data: dict[str, bytes | memoryview] = {
            "rows": encoded.data,
            "rejects": as_csv(found.refused).encode() if found.refused else b"",
        }
        if self.totals is not None:
            data["totals"] = self.totals.of(found)
        counts = (found.rows, found.lines, found.rejected, found.undetermined, found.missing)
        return Part(data, encoded.note, counts), found.refused[:SHOWN]

    # ---- the end

    def _end(self) -> None:
        out, partial = self.files.out, self.partial
        partial.end(self.sink.tail(partial.done.notes))
        ready = partial.path("ready")
        try:
            self.sink.finish(partial.path("rows"), ready)
            self._rejects()
            if self.files.totals is not None and self.totals is not None:
                with partial.path("totals").open("rb") as parts:
                    self.totals.add_all(parts)
                write_table(self.totals.table(), self.files.totals)
                self.out.written.append(self.files.totals)
            if out.suffix.lower() not in WRITES_OF_ITSELF:
                sidecar(out).write_text(json.dumps(self.trail, ensure_ascii=False, indent=1), "utf-8")
                self.out.written.append(sidecar(out))
            os.replace(ready, out)
        finally:
            with contextlib.suppress(FileNotFoundError):
                ready.unlink()
        self.out.written.insert(0, out)
        partial.remove()

    def _rejects(self) -> None:
        """Write what was refused, if anything was."""
        path = self.files.rejects_path
        listed = self.partial.path("rejects")
        left_out = as_csv(sorted(self.source.left_out, key=lambda each: each.row))
        self.out.refused += self.source.left_out[: SHOWN - len(self.out.refused)]
        self.partial.done.rejected += len(self.source.left_out)
        if not left_out and not (listed.exists() and listed.stat().st_size):
            if self.files.rejects is None:
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()  # of an earlier run
            return
        ready = path.with_name(f".{path.name}.ready.partial")
        with ready.open("wb") as file:
            file.write(BOM + (",".join(COLUMNS) + "\r\n").encode())
            with listed.open("rb") as parts:
                while chunk := parts.read(1 << 20):
                    file.write(chunk)
            file.write(left_out.encode())
        os.replace(ready, path)
        self.out.written.append(path)


def _in_order(
    work: Callable[[Any], Any], pieces: Iterator[Any], threads: int
) -> Iterator[Any]:  # fmt: skip
    """What *work* makes of each piece, in their order; few pieces are under way at a time."""
    under_way: deque[Future[Any]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for piece in pieces:
            under_way.append(pool.submit(work, piece))
            del piece
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for each in under_way:
            each.cancel()
        pool.shutdown(wait=True)


def write_table(table: Any, out: Path) -> None:
    """Write a small table at once, aside and then in its place."""
    sink = sink_of(out, table.schema, table.num_rows)
    parts, ready = (out.with_name(f".{out.name}.{name}.partial") for name in ("parts", "ready"))
    encoded = sink.encode(table)
    head = sink.head()
    parts.write_bytes(head + bytes(encoded.data) + sink.tail([(len(head), encoded.note)]))
    sink.finish(parts, ready)
    os.replace(ready, out)


def _apart(files: Files) -> None:
    """Refuse to write over what is read."""
    read = [path for path in (files.source, files.employers) if path is not None]
    for out in (files.out, files.totals, files.rejects):
        if out is not None and out.exists() and any(path.exists() and path.samefile(out) for path in read):
            what = Words("结果会覆盖原表", "the result would take the place of the table itself")
            raise InputError(Problem(what, Words("换一个文件名", "choose another name"), out.name))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
