"""One run at a time for one result: a second one is told so instead of writing into what the first has begun."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from renshe.engine.errors import InputError, Problem, Words


@contextmanager
def alone(path: Path, out: Path) -> Iterator[None]:
    """Hold the lock at *path*; the system lets go of it however the process ends.

    Raises:
        InputError: when another run, which is writing *out*, holds it.
    """
    file = _held(path, out)
    try:
        yield
    finally:
        if sys.platform == "win32":
            file.close()  # what is open cannot be removed there
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path, out: Path) -> IO[bytes]:
    while True:
        file = path.open("ab")
        try:
            _lock(file)
        except OSError:
            file.close()
            what = Words("另一次运行正在写这个结果", "another run is writing this result")
            fix = Words("等它结束，或换一个文件名", "wait until it has ended, or choose another name")
            raise InputError(Problem(what, fix, out.name)) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()  # who held it has removed it since it was opened here


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
