"""Runs that end before their time leave nothing half done, and can be gone on with; and memory stays what it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.tables.columns import stream as streaming
from renshe.engine.tables.columns.alone import alone
from renshe.engine.tables.columns.stream import Files, How, Streamed, stream
from renshe.engine.tables.columns.unit import Options
from tests.tables.columns.people import JULY, people, roster, table, write

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import sys, time
from pathlib import Path
from renshe.api import default
from renshe.engine.tables.columns.stream import Files, How, stream
from renshe.engine.tables.columns.unit import Options
folder, out = Path(sys.argv[1]), sys.argv[2]
def told(rows, of):
    print(rows, flush=True)
    time.sleep(0.05)
book = default()
stream(book.compiled, book.roster("contribution"), Files(folder / "people.parquet", folder / out,
       totals=folder / f"{out}.totals.csv"), Options("CN-BJ", (24246,)), How(piece=500), told)
"""


def people_file(folder: Path, count: int = 10_000) -> Path:
    cases = people(count)
    for case in cases[::700]:
        case["employer_size"] = "巨型"
    return write(folder, table(cases), row_group_size=1300)


def run(folder: Path, out: str, **how: Any) -> Streamed:
    files = Files(folder / "people.parquet", folder / out, totals=folder / f"{out}.totals.csv")
    return stream(default().compiled, roster(), files, Options("CN-BJ", (JULY,)), How(**{"piece": 500, **how}))


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("suffix", ["parquet", "csv", "feather"])
def test_a_run_that_was_killed_goes_on_and_writes_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    people_file(tmp_path)
    whole, cut = f"whole.{suffix}", f"cut.{suffix}"
    run(tmp_path, whole)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), cut], stdout=subprocess.PIPE, text=True, env=environment
    )  # fmt: skip
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 4000:
            child.send_signal(signal.SIGKILL)
            break
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()
    assert not (tmp_path / cut).exists()
    assert left(tmp_path)
    done = run(tmp_path, cut, resume=True)
    assert 4000 <= done.resumed < done.rows == 10_000
    assert done.rejected == 15
    for name in ("{}", "{}.totals.csv"):
        assert (tmp_path / name.format(cut)).read_bytes() == (tmp_path / name.format(whole)).read_bytes()
    assert (tmp_path / "cut.rejects.csv").read_bytes() == (tmp_path / "whole.rejects.csv").read_bytes()
    assert left(tmp_path) == []


def stopped(monkeypatch: pytest.MonkeyPatch, after: int, error: type[BaseException]) -> None:
    """Let a run end with *error* after some pieces."""
    add = streaming.Partial.add
    count = 0

    def counting(self: Any, part: Any) -> None:
        nonlocal count
        add(self, part)
        count += 1
        if count == after:
            raise error()

    monkeypatch.setattr(streaming.Partial, "add", counting)


def test_what_was_written_last_may_be_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people_file(tmp_path)
    run(tmp_path, "whole.parquet")
    with monkeypatch.context() as patched:
        stopped(patched, 8, KeyboardInterrupt)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, "cut.parquet")
    pages, index = tmp_path / ".cut.parquet.rows.partial", tmp_path / ".cut.parquet.partial"
    data = bytearray(pages.read_bytes())
    data[-10] ^= 1  # a page that did not reach the disk
    pages.write_bytes(bytes(data) + b"half a part")
    index.write_text(index.read_text("utf-8") + '{"ends": {"rows"', "utf-8")
    assert run(tmp_path, "cut.parquet", resume=True).resumed == 3500
    assert (tmp_path / "cut.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_only_what_was_asked_alike_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people_file(tmp_path)
    with monkeypatch.context() as patched:
        stopped(patched, 3, KeyboardInterrupt)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, "cut.parquet")
    with pytest.raises(InputError, match="asked something else"):
        run(tmp_path, "cut.parquet", resume=True, piece=501)
    time.sleep(0.01)
    os.utime(tmp_path / "people.parquet")
    with pytest.raises(InputError, match="asked something else"):
        run(tmp_path, "cut.parquet", resume=True)
    assert run(tmp_path, "cut.parquet").resumed == 0
    assert left(tmp_path) == []
    assert run(tmp_path, "new.parquet", resume=True).resumed == 0


def test_an_error_leaves_nothing_behind_and_an_older_result_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_file(tmp_path)
    run(tmp_path, "out.parquet")
    before = (tmp_path / "out.parquet").read_bytes()
    stopped(monkeypatch, 3, lambda: InputError([]))  # type: ignore[arg-type]
    with pytest.raises(InputError):
        run(tmp_path, "out.parquet")
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert left(tmp_path) == []


def test_a_result_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    people_file(tmp_path, 100)
    lock = tmp_path / ".out.parquet.lock.partial"
    with alone(lock, tmp_path / "out.parquet"):
        for resume in (False, True):
            with pytest.raises(InputError, match="another run is writing this result"):
                run(tmp_path, "out.parquet", resume=resume)
        assert left(tmp_path) == [lock.name]
        run(tmp_path, "other.parquet")
    lock.touch()  # of a run that was killed
    run(tmp_path, "out.parquet")
    assert left(tmp_path) == []


def test_the_number_of_threads_makes_no_difference(tmp_path: Path) -> None:
    people_file(tmp_path)
    run(tmp_path, "one.parquet", threads=1)
    run(tmp_path, "many.parquet", threads=5)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()


def test_few_pieces_are_there_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people_file(tmp_path)
    waiting = most = 0
    pieces, add = streaming.Source.pieces, streaming.Partial.add

    def counted(self: Any, size: int, first: int = 0) -> Any:
        nonlocal waiting, most
        for piece in pieces(self, size, first):
            waiting += 1
            most = max(most, waiting)
            yield piece

    def added(self: Any, part: Any) -> None:
        nonlocal waiting
        time.sleep(0.01)  # a slow disk holds the others back
        add(self, part)
        waiting -= 1

    monkeypatch.setattr(streaming.Source, "pieces", counted)
    monkeypatch.setattr(streaming.Partial, "add", added)
    run(tmp_path, "out.parquet", threads=2)
    assert most <= 4


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small = table(people(4_000))
    write(tmp_path, pa.concat_tables([small] * 4), row_group_size=4_000)
    code = CHILD.replace("piece=500", "piece=4000")
    code = code.replace("time.sleep(0.05)", "global pool; pool = pyarrow.default_memory_pool()")
    code = f"import pyarrow{code}print(pool.max_memory())"

    def peak() -> int:
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), "out.parquet"], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        return int(done.stdout.split()[-1])

    few = peak()
    write(tmp_path, pa.concat_tables([small] * 32), row_group_size=4_000)
    assert peak() < few * 1.5
