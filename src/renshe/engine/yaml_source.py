"""YAML files as plain data that remembers its lines.

What people write by hand is read strictly: only null, true, false, whole numbers, text, lists and mappings; no
value whose reading depends on the version of YAML (``no``, ``1:30``, a bare date, ``0.5``), no key twice, no
aliases or tags. All problems of a file are found in one reading, each with its line and with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from renshe.engine.errors import LawError, Problem, RensheError
from renshe.engine.yaml_words import code_of, say

Place: TypeAlias = tuple[str | int, ...]
"""Keys and positions from the root down: ``("records", 0, "value")``."""

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_DIGITS = 18

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its events are used. libyaml gives the same ones about ten times as fast as the pure parser."""
_QUESTION = re.compile(r"(?<=[^\s,:?\[\]{}])\?")
"""A question mark that ends a word. The pure parser ends the whole text there inside { } or [ ]."""


@dataclass(frozen=True)
class Source:
    """The data of one file, and on which line each piece of it stands.

    Attributes:
        data: null, booleans, whole numbers, text, lists and dicts.
        file: the name to show.
        lines: place → line.
    """

    data: Any
    file: str
    lines: dict[Place, int] = field(repr=False)

    def line(self, path: Place) -> int:
        """The line of what stands at *path*: of its key in a mapping. What is not there: of what should hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: Place) -> str:
        """The line of *path* as ``file:line``."""
        return f"{self.file}:{self.line(path)}"


def load(path: Path, shown_as: str, error: type[RensheError] = LawError) -> Source:
    """Read the file at *path*.

    Args:
        path: where it is.
        shown_as: what problems call it.
        error: what to raise with all problems found.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as failure:
        raise error(Problem(*say("unreadable", failure.strerror or failure), shown_as)) from None
    if len(raw) > MAX_BYTES:
        raise error(Problem(*say("large", MAX_BYTES // 1_000_000), f"{shown_as}:1"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = raw.count(b"\n", 0, failure.start) + 1
        raise error(Problem(*say("encoding"), f"{shown_as}:{line}")) from None
    return loads(text, shown_as, error)


def loads(text: str, shown_as: str, error: type[RensheError] = LawError) -> Source:
    """Read *text* as the content of a file called *shown_as*; see :func:`load`."""
    reader = _Reader(text.removeprefix("\ufeff"), shown_as)
    source = reader.read()
    if reader.problems:
        raise error(reader.problems)
    return source


# ---- values

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAY_BE_MORE = frozenset("-+.0123456789nNyYtTfFoO~<")
"""What a plain value begins with when it may be other than text."""
_CONSTANTS: dict[str, bool | None] = {
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_TRAPS = tuple(
    (re.compile(pattern, re.DOTALL), code)
    for pattern, code in (
        (r"(?i:yes|on|y)", "true"),
        (r"(?i:no|off|n)", "false"),
        (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "sixties"),
        (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}.*)?", "date"),
        (r"[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)", "integer"),
        (r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?", "fraction"),
        (r"(?i:[-+]?\.inf|\.nan)", "fraction"),
    )
)
"""Plain values that one reader takes for text and the next for something else."""


_KEY: Place = ("\0",)
"""Where a key is while it is read. No text of a file holds this character."""


class _Stopped(Exception):
    """The rest of the file cannot be read."""


class _Reader:
    """One pass over the events of the parser: data, lines and problems."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        # What stands for a question mark while the pure parser reads: a character the text does not use.
        unused = (mark for mark in map(chr, range(0xE000, 0xF900)) if mark not in text)
        self.question = next(unused, "?") if _LOADER is yaml.SafeLoader else "?"
        self.problems: list[Problem] = []
        self.lines: dict[Place, int] = {}
        self.events: Iterator[Any] = iter(())

    def wrong(self, line: int, code: str, *values: object, column: int | None = None) -> None:
        place = f"{self.file}:{line}" if column is None else f"{self.file}:{line}:{column}"
        self.problems.append(Problem(*say(code, *values), place))

    def read(self) -> Source:
        data = None
        if len(self.text) > MAX_BYTES or len(self.text.encode("utf-8", "replace")) > MAX_BYTES:
            self.wrong(1, "large", MAX_BYTES // 1_000_000)
        elif found := _UNPRINTABLE.search(self.text):
            before = self.text[: found.start()]
            column = len(before) - before.rfind("\n")
            self.wrong(before.count("\n") + 1, "control", f"U+{ord(found.group()):04X}", column=column)
        else:
            try:
                parsed = self.text if self.question == "?" else _QUESTION.sub(self.question, self.text)
                self.events = yaml.parse(parsed, Loader=_LOADER)
                data = self.document()
            except yaml.MarkedYAMLError as failure:
                self.syntax(failure)
            except (yaml.YAMLError, ValueError, OverflowError) as failure:
                # The pure parser lets a few errors of its own out, such as that of an impossible \U escape.
                self.wrong(1, "malformed", type(failure).__name__)
            except _Stopped:
                pass
        self.lines.pop(_KEY, None)
        return Source(data, self.file, self.lines)

    def syntax(self, failure: yaml.MarkedYAMLError) -> None:
        said = failure.problem or ""
        code = code_of(said)
        mark = failure.problem_mark or failure.context_mark
        if code in ("quote", "bracket"):
            mark = failure.context_mark or mark  # where it was opened
        line, column = (mark.line, mark.column) if mark else (0, 0)
        rows = self.text.splitlines()
        row = rows[line] if line < len(rows) else ""
        if "\t" in row[: len(row) - len(row.lstrip())]:
            code = "tab"
        self.wrong(line + 1, code, said, column=column + 1)

    # ---- structure

    def document(self) -> Any:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.wrong(1, "empty")
            return None
        data = self.value(next(self.events), (), 0)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.wrong(after.start_mark.line + 1, "documents")
        return data

    def value(self, event: Any, path: Place, depth: int) -> Any:
        line = event.start_mark.line + 1
        key_line = self.lines.setdefault(path, line)
        if isinstance(event, yaml.AliasEvent):
            self.wrong(line, "alias", event.anchor)
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, key_line)
        self.decoration(event, line)
        if depth >= MAX_DEPTH:
            self.wrong(line, "deep", MAX_DEPTH)
            raise _Stopped
        return self.list(path, depth) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(path, depth)

    def decoration(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.wrong(line, "anchor", event.anchor)
        if event.tag is not None:
            self.wrong(line, "tag", event.tag.replace("tag:yaml.org,2002:", "!!"))

    def list(self, path: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Place, depth: int) -> dict[str | int, Any]:
        items: dict[str | int, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self.key(event, line, depth)
            if key in items:
                self.wrong(line, "twice", key, self.lines[(*path, key)], line)
                self.value(next(self.events), (*path, key, "?"), depth + 1)
            else:
                self.lines[(*path, key)] = line
                items[key] = self.value(next(self.events), (*path, key), depth + 1)
        return items

    def key(self, event: Any, line: int, depth: int) -> str | int:
        before = len(self.problems)
        self.lines[_KEY] = line
        key = self.value(event, _KEY, depth + 1)
        if len(self.problems) == before:
            if not isinstance(event, yaml.ScalarEvent):
                self.wrong(line, "key_of_many")
            elif key == "<<" and not event.style:
                self.wrong(line, "merge")
            elif key is None or isinstance(key, bool):
                self.wrong(line, "key", event.value)
            else:
                return key  # type: ignore[no-any-return]
        # A stand-in, so that reading goes on: no two keys begin at one place.
        return f"?{line}:{event.start_mark.column}"

    def scalar(self, event: Any, key_line: int) -> str | int | None:
        value: str = event.value.replace(self.question, "?")
        line = event.start_mark.line + 1
        self.decoration(event, line)
        if event.style:  # in quotes, or a block of text
            if event.style == '"' and (found := _UNPRINTABLE.search(value)):
                self.wrong(line, "control", f"U+{ord(found.group()):04X}")
        elif not value:
            self.wrong(key_line, "blank")
        elif value[0] in _MAY_BE_MORE:
            if value in _CONSTANTS:
                return _CONSTANTS[value]
            if _INTEGER.fullmatch(value):
                if len(value.lstrip("-")) <= MAX_DIGITS:
                    return int(value)
                self.wrong(line, "digits", MAX_DIGITS)
            elif code := next((code for pattern, code in _TRAPS if pattern.fullmatch(value)), None):
                self.wrong(line, code, value)
        return value
