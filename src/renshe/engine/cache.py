"""The compiled lawbook on disk: built once, found again by what the files are, checked by what they say.

A start does two cheap things: it looks at the name, size and time of every file of law, and reads one pickle.
Only when a file changed is the law built again, and the content hash then says whether the law did.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from renshe.engine.errors import LawError, Problem, Words
from renshe.engine.lawbook import Lawbook

if TYPE_CHECKING:
    from renshe.engine.build import Root

SUFFIXES = (".py", ".yaml")
DIGEST = hashlib.sha256().digest_size
KEPT = 4
"""Compiled lawbooks that stay, so that whoever adds a folder of law now and then does not build each time."""


def cache_folder() -> Path | None:
    """Where compiled lawbooks are kept: ``RENSHE_CACHE``, else the user's cache folder; None for who has no home."""
    given = os.environ.get("RENSHE_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "renshe"
    except RuntimeError:
        return None  # the user of a container, say


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue  # what editors and systems keep beside the files
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path))
        elif entry.name.endswith(SUFFIXES):
            yield entry


def fingerprint(folders: list[Path]) -> str:
    """Changes when any file of the law or of the engine was touched."""
    digest = hashlib.sha256(sys.version.encode())
    lines = []
    for folder in (*folders, Path(__file__).parent):
        for entry in _files(folder):
            stat = entry.stat()
            # The times that an installer sets may be those of another release; when a file came here is not its to set.
            lines.append(f"{entry.path}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_size}")
    digest.update("\n".join(sorted(lines)).encode())
    return digest.hexdigest()[:32]


def load(folders: list[Path], packages: list[str]) -> Lawbook:
    """The compiled lawbook of *folders*, from the cache or built and put there.

    Raises:
        renshe.engine.errors.LawError: when the law as written cannot be built.
    """
    for folder in folders:
        if not folder.is_dir():
            raise LawError(
                Problem(
                    Words("没有这个文件夹", "there is no folder of this name"),
                    Words("检查 --law 的路径", "check the path given as --law"),
                    str(folder),
                )
            )
    kept = cache_folder()
    file = None if kept is None else kept / f"lawbook-{fingerprint(folders)}.pickle"
    found = None if file is None else _read(file)
    if found is not None:
        return found
    from renshe.engine.build import Root, build

    roots: list[Root] = [Root(path, package) for path, package in zip(folders, packages, strict=True)]
    book = build(roots)
    if file is not None:
        _write(file, book)
    return book


def kept(file: Path) -> bytes | None:
    """What was kept in *file*; None where nothing was, or not all of it, or not by this user.

    What is kept is code, or becomes code: neither it nor the folder it lies in may be one that others can write to.
    """
    try:
        with file.open("rb") as stream:
            if not (_mine(os.stat(file.parent)) and _mine(os.fstat(stream.fileno()))):
                return None
            content = stream.read()
    except OSError:
        return None
    digest, payload = content[:DIGEST], content[DIGEST:]
    # Half a file, or one flipped bit in an amount: what was not written so is not read.
    return payload if hashlib.sha256(payload).digest() == digest else None


def keep(file: Path, payload: bytes, *, most: int = KEPT) -> None:
    """Keep *payload* in *file*, and of the files that differ from it in their mark only, the *most* latest."""
    # Written aside and renamed: two processes that build at once both leave a whole file.
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(payload).digest() + payload)
            os.replace(aside, file)
        except OSError:
            os.unlink(aside)  # a full disk, or on Windows a reader of the old one
            raise
        alike = file.parent.glob(f"{file.stem.partition('-')[0]}-*{file.suffix}")
        for old in sorted(alike, key=lambda each: each.stat().st_mtime_ns)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        # A read-only home costs time on each start, not the answer.
        return


def _read(file: Path) -> Lawbook | None:
    payload = kept(file)
    try:
        book = None if payload is None else pickle.loads(payload)
    except Exception:
        # Whatever a foreign pickle may raise: the law is at hand to be built again.
        return None
    return book if isinstance(book, Lawbook) else None


def _mine(stat: os.stat_result) -> bool:
    """Whether it is this user's, and no other may write to it. Windows keeps other users out of a profile itself."""
    return not hasattr(os, "getuid") or (stat.st_uid == os.getuid() and not stat.st_mode & 0o022)


def _write(file: Path, book: Lawbook) -> None:
    keep(file, pickle.dumps(book, protocol=pickle.HIGHEST_PROTOCOL))
