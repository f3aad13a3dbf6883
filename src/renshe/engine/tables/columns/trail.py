"""What a result says of itself, so that any of its rows can be explained from it alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from renshe.engine.decision import type_of
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.evaluate import ASKED
from renshe.engine.scalars import day_text, month_text
from renshe.engine.tables.columns.unit import Unit
from renshe.engine.values import ValueType, to_json

FORMAT = "renshe.table/1"
KEY = b"renshe"


def trail(unit: Unit) -> dict[str, Any]:
    """Law, options, and what each column is."""
    options, layout, book = unit.options, unit.layout, unit.book
    kept = {column.header for column in layout.kept}
    date = unit.mapped.one("date")
    facts = {
        name: "?" if value is ASKED else to_json(type_of(book, name) or ValueType("text"), value)
        for name, value in options.facts.items()
    }
    inputs = [
        [column.header, column.name, column.form.unit if column.form else ""]
        for column in unit.mapped.facts()
        if column.header in kept
    ]
    joined = zip(unit.employers.columns, layout.joined, strict=False) if unit.employers is not None else ()
    return {
        "format": FORMAT,
        "lawbook": book.hash,
        "region": options.region,
        "known_on": None if options.known_on is None else day_text(options.known_on),
        "months": [month_text(month) for month in options.months],
        "date": None if options.date is None else day_text(options.date),
        "roster": unit.roster.name,
        "outputs": list(options.outputs),
        "facts": facts,
        "source": unit.name,
        "employers": None if unit.employers is None else unit.employers.name,
        "inputs_kept": options.inputs,
        "inputs": inputs,
        "employer_inputs": [
            [header, column.name, column.form.unit if column.form else ""] for column, header in joined
        ],
        "columns": {
            "region": layout.region, "month": layout.month, "status": layout.status, "missing": layout.missing,
            "date": date.header if date is not None and date.header in kept else None,
        },
        "figures": [[figure.column, figure.key, figure.name, dict(figure.at)] for figure in layout.figures],
        "money": options.money,
        "computed": _computed(unit),
    }  # fmt: skip


def _computed(unit: Unit) -> list[str]:
    """The columns that are no part of the table that was read, but for the month."""
    layout = unit.layout
    first = len(layout.kept) + len(layout.joined)
    return [name for name in layout.schema.names[first:] if name not in (layout.month, layout.region)]


def sidecar(out: Path) -> Path:
    """Where a result that can say nothing of itself has it said."""
    return out.with_name(f"{out.name}.renshe.json")


def read_trail(path: Path, metadata: bytes | None) -> dict[str, Any]:
    """What a result says of itself.

    Args:
        path: the result.
        metadata: what stands in the file.

    Raises:
        InputError: when it is no result of this program.
    """
    found = metadata
    if found is None and sidecar(path).is_file():
        found = sidecar(path).read_bytes()
    try:
        said = json.loads(found) if found is not None else None
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        what = Words("它不是本程序写出的结果，或旁边的 .renshe.json 不在了",
                     "it is no result of this program, or the .renshe.json beside it is gone")  # fmt: skip
        raise InputError(Problem(what, Words("给出 renshe batch 写出的文件", "give a file that renshe batch wrote"),
                                 path.name))  # fmt: skip
    return said
