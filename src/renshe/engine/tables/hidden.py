"""What a workbook holds and does not show: hidden sheets, rows and columns, formulas that were never worked out.

A clerk who filters a table and hides the leavers thinks they are gone; the cells are there all the same and are
computed. So they are told. Only ``.xlsx`` is looked into: the other formats are read without it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

LOOKED_INTO = frozenset({".xlsx", ".xlsm"})
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_HIDDEN_ROW = re.compile(rb'<row\s[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb"<col\s[^>]*>")
_NEVER_COMPUTED = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]+\d+)"[^>]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)


@dataclass(frozen=True)
class Hidden:
    """One sheet of a file.

    Attributes:
        hidden: whether the sheet itself is not shown, and so was not read.
        rows: numbers of the rows that are not shown.
        columns: how many columns are not shown.
        formulas: cells whose formula has no value, since no spreadsheet has opened the file yet.
    """

    sheet: str
    hidden: bool
    rows: tuple[int, ...] = ()
    columns: int = 0
    formulas: tuple[str, ...] = ()


def hidden_parts(path: Path) -> list[Hidden]:
    """What the sheets of a workbook do not show; nothing for other kinds of file and for what cannot be looked into."""
    if path.suffix.lower() not in LOOKED_INTO:
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_sheets(archive))
    except (OSError, zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return []


def _sheets(archive: zipfile.ZipFile) -> Iterator[Hidden]:
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in _elements(_RELATION, archive.read("xl/_rels/workbook.xml.rels").decode("utf-8"))
    }
    for each in _elements(_SHEET, archive.read("xl/workbook.xml").decode("utf-8")):
        name = each.get("name", "")
        if each.get("state", "visible") != "visible":
            yield Hidden(name, True)
            continue
        target = targets.get(each.get("r:id", ""), "").removeprefix("/").removeprefix("xl/")
        if not target:
            continue
        text = archive.read(f"xl/{target}")
        columns = (dict(_ATTRIBUTE.findall(found.decode("utf-8"))) for found in _HIDDEN_COLUMN.findall(text))
        yield Hidden(
            name,
            False,
            tuple(map(int, _HIDDEN_ROW.findall(text))) if b"hidden=" in text else (),
            # Everything right of a table is one hidden stretch to the end of the sheet; that hides nothing.
            sum(
                int(each["max"]) - int(each["min"]) + 1
                for each in columns
                if each.get("hidden") in ("1", "true") and each.get("max") != "16384"
            ),
            tuple(cell.decode("ascii") for cell in _NEVER_COMPUTED.findall(text)) if b"<f" in text else (),
        )


def _elements(pattern: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for found in pattern.findall(text):
        yield {name: unescape(value, {"&quot;": '"', "&apos;": "'"}) for name, value in _ATTRIBUTE.findall(found)}
