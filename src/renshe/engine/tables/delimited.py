"""The result as CSV: the lines in one file, what is wrong in another beside it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from renshe.engine.errors import Language
from renshe.engine.ir import Unknown
from renshe.engine.scalars import decimal_text, month_text
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.workbook import aside
from renshe.engine.tables.workbook.lines import fact_columns, who_columns
from renshe.engine.tables.workbook.lists import REJECT_HEADS, reject_rows
from renshe.engine.tables.workbook_names import UNDETERMINED
from renshe.engine.values import to_json

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def rejects_path(path: Path) -> Path:
    """Where what is wrong is listed: ``out.csv`` → ``out.rejects.csv``."""
    return path.with_name(f"{path.stem}.rejects{path.suffix}")


def write_csv(outcome: Outcome, path: Path, language: Language) -> list[Path]:
    """Write the lines, and what is wrong when something is, or was the last time.

    Returns:
        The files written.
    """
    who, facts, roster = who_columns(outcome), fact_columns(outcome), outcome.roster
    heads = [label[language] for _, label in who] + [outcome.book.label(name)[language] for name in facts]
    heads += [figure.label[language] for figure in roster.figures] + [each.label[language] for each in roster.sums]
    rows = []
    for each in outcome.rows:
        line = each.line
        said = {"line": str(line.number), "month": month_text(line.month), "employer": line.employer.name}
        row = [harmless(said.get(name) or line.fields.get(name, "")) for name, _ in who]
        row += [_cell(outcome.book.terms[name].type, each.given.get(name), language) for name in facts]
        row += [_cell(figure.type, each.values[figure.key], language) for figure in roster.figures]
        row += [_cell(None, each.values[total.name], language) for total in roster.sums]
        rows.append(row)
    written = [_write(path, heads, rows)]
    # A list that an earlier run left there must not be taken for this one's.
    if outcome.rejects or rejects_path(path).exists():
        listed = [[harmless(str(cell)) for cell in cells] for cells, _ in reject_rows(outcome, language)]
        written.append(_write(rejects_path(path), [head.label[language] for head in REJECT_HEADS], listed))
    return written


def _cell(kind: Any, value: Any, language: Language) -> str:
    if isinstance(value, Unknown):
        return UNDETERMINED[language]
    if value is None:
        return ""
    return decimal_text(value, 2, 2) if kind is None or kind.kind == "money" else harmless(str(to_json(kind, value)))


def _write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    # With its mark in front Excel reads UTF-8 as UTF-8.
    with aside(path) as here, here.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)
    return path
