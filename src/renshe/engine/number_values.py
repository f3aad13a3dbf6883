"""The values of numbers, from how a file writes them to how a rule sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType, parse

ENUM = "enum:"
"""What the unit of a choice begins with."""


def unit_type(unit: str, enums: Mapping[str, Iterable[str]], *, nullable: bool = False) -> ValueType:
    """How values of a unit are read; ``enum:NAME`` are the members of one of *enums*."""
    if unit.startswith(ENUM):
        enum = unit.removeprefix(ENUM)
        return ValueType("enum", enum=enum, members=tuple(enums.get(enum, ())), nullable=nullable)
    if unit.startswith("CNY"):
        return ValueType("money", nullable=nullable)
    return ValueType("integer" if unit in ("months", "days", "count") else unit, nullable=nullable)


def number_value(kind: str, unit: ValueType, raw: Any) -> Any:
    """A record's value as a rule sees it."""
    if kind == "window":
        ends = [None if end is None else int(parse(unit, end)) for end in raw]  # type: ignore[arg-type]
        return (MonthWindow if unit.kind == "month" else Window)(*ends)  # type: ignore[arg-type]
    if kind == "scale":
        return Scale(tuple(sorted((int(start), parse(unit, value)) for start, value in raw.items())))
    if kind == "table":
        return _table(unit, raw)
    return parse(unit, raw)


def _table(unit: ValueType, raw: Any) -> Any:
    return {key: _table(unit, value) for key, value in raw.items()} if isinstance(raw, dict) else parse(unit, raw)
