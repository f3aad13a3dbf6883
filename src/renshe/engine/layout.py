"""Plain text in columns: Chinese characters are two columns wide, and lines break where either language may."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence

WIDTH = 100
"""How wide a page is; a terminal that is narrower gets it as narrow as it is."""
NARROWEST = 40
INDENT = "  "
CLOSING = frozenset("，。；：、）”》〕！？」,.;:)!?%")
"""What may not begin a line."""
OPENING = frozenset("（“《〔「(")
"""What may not end one."""


def columns_here() -> int:
    """How wide a page is where it is printed."""
    try:
        terminal = os.get_terminal_size(sys.stdout.fileno()).columns
    except (AttributeError, OSError, ValueError):
        return WIDTH  # a file, a pipe, nothing at all
    return max(NARROWEST, min(WIDTH, terminal))


def width(text: str) -> int:
    """Columns that *text* takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """*text* with blanks after it, up to *columns*."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """*text* in at most so many columns, with a sign where it was cut."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, first: str = "", rest: str = "", columns: int | None = None) -> list[str]:
    """*text* in lines of at most *columns* (a page), the first begun with *first*, the others with *rest*."""
    columns = columns_here() if columns is None else columns
    lines: list[str] = []
    head, line, used, safe = first, "", width(first), 0
    for index, char in enumerate(text):
        size = width(char)
        if used + size > columns and safe and char != " ":
            lines.append((head + line[:safe]).rstrip())
            head, line = rest, line[safe:].lstrip()
            used, safe = width(head) + width(line), 0
        line += char
        used += size
        after = text[index + 1 : index + 2]
        if char == " " or (after and _may_part(char, after)):
            safe = len(line)
    lines.append((head + line).rstrip())
    return lines


def _may_part(char: str, after: str) -> bool:
    if after in CLOSING or char in OPENING or after == " ":
        return False
    return width(char) == 2 or width(after) == 2


def table(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Rows in aligned columns, two blanks between them; the last column, an amount as a rule, to the right."""
    if not rows:
        return []
    sizes = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [pad(cell, size) for cell, size in zip(row[:-1], sizes, strict=False)]
        last = " " * (sizes[-1] - width(row[-1])) + row[-1]
        lines.append((indent + INDENT.join([*cells, last])).rstrip())
    return lines
