"""The columns of a result: what is kept of the table, what is said of a line, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from renshe.engine.decision import DETERMINATIONS
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.tables.columns import results
from renshe.engine.tables.columns.mapping import FileColumn
from renshe.engine.values import ValueType

if TYPE_CHECKING:
    from renshe.engine.tables.columns.unit import Unit

MONEY = ValueType("money")


@dataclass(frozen=True)
class FigureColumn:
    """A figure, or a sum of some, in the result.

    Attributes:
        index: its place among the answers.
        column: what its column is called.
        key: its name with its members.
        status, reasons: whether columns for these stand after it.
        determination: whether it says that something is met or not.
    """

    index: int
    column: str
    key: str
    name: str
    at: tuple[tuple[str, str], ...]
    type: ValueType
    status: bool
    reasons: bool
    determination: bool


@dataclass(frozen=True)
class Layout:
    """The columns of a result in their order.

    Attributes:
        kept: columns of the file; ``joined`` those of the employers' file, by the names they have here.
        region, month, status, missing: names of the columns that say these; None where they are left out.
    """

    kept: tuple[FileColumn, ...]
    joined: tuple[str, ...]
    region: str | None
    month: str | None
    status: str
    missing: str | None
    figures: tuple[FigureColumn, ...]
    schema: Any


def layout(unit: Unit) -> Layout:
    """The columns of what *unit* makes."""
    names: set[str] = set()
    fields: list[Any] = []

    def add(name: str, of: Any, metadata: Any = None) -> str:
        unique = name
        while unique in names:
            unique += "_computed"
        names.add(unique)
        fields.append(pa.field(unique, of, metadata=metadata))
        return unique

    options, mapped = unit.options, unit.mapped
    own_month, own_region = mapped.one("month"), mapped.one("region")
    said = ((own_month, "month"), (own_region, "region"))
    replaced = {column.header for column, name in said if column is not None and column.header == name}
    kept = tuple(
        column
        for column in mapped.columns
        if column.header not in replaced and (options.inputs or column.role not in ("fact", "date"))
    )
    for column in kept:
        field = unit.schema.field(column.index)
        add(field.name, field.type, field.metadata)
    joined = []
    if unit.employers is not None and options.inputs:
        for column, field in zip(unit.employers.columns, unit.employers.table.schema, strict=True):
            taken = field.name in names
            joined.append(add(f"{column.name}.employer" if taken else field.name, field.type, field.metadata))
    region = add("region", results.WORDS) if own_region is not None else None
    month = add("month", results.WORDS) if options.months or own_month is not None else None
    status = add("status", pa.dictionary(pa.int8(), pa.string()))
    missing = add("missing", results.WORDS) if options.missing else None
    figures = [_figure(unit, index, add) for index in range(len(unit.wanted.figures))]
    for index, each in enumerate(unit.wanted.sums, len(figures)):
        column_name = add(_called(each.name, MONEY, options.money), results.type_of(MONEY, options.money))
        figures.append(FigureColumn(index, column_name, each.name, each.name, (), MONEY, False, False, False))
    return Layout(kept, tuple(joined), region, month, status, missing, tuple(figures), pa.schema(fields))


def _figure(unit: Unit, index: int, add: Any) -> FigureColumn:
    figure, options = unit.wanted.figures[index], unit.options
    name = add(_called(figure.key, figure.type, options.money), results.type_of(figure.type, options.money))
    determination = _determines(unit.book, figure.name)
    status = options.tells_reasons and (determination or (figure.type.nullable and not results.is_text(figure.type)))
    reasons = options.tells_reasons and _has_reasons(unit.book, figure.name)
    if status:
        add(f"{figure.key}.status", results.WORDS)
    if reasons:
        add(f"{figure.key}.reasons", results.NAMES)
    return FigureColumn(
        index, name, figure.key, figure.name, figure.at, figure.type, status, reasons, determination
    )  # fmt: skip


def _called(key: str, kind: ValueType, money: str) -> str:
    return f"{key}_fen" if kind.kind == "money" and money == "fen" else key


def _versions(book: Lawbook, name: str) -> Any:
    for layer in book.layers.values():
        entry = layer.get(name)
        if entry is not None and not isinstance(entry, Number):
            yield from entry


def _determines(book: Lawbook, name: str) -> bool:
    for version in _versions(book, name):
        if version.kind == "member":
            return _determines(book, version.spec["of"])
        return version.kind in DETERMINATIONS
    return False


def _has_reasons(book: Lawbook, name: str) -> bool:
    """Whether any text of it, or of what it hands reasons on from, may give one."""
    seen: set[str] = set()
    stack = [name]
    while stack:
        here = stack.pop()
        if here in seen:
            continue
        seen.add(here)
        for version in _versions(book, here):
            if version.codes or version.spec.get("code") or version.spec.get("code_from"):
                return True
            stack += version.reasons_from
            if version.kind in ("eligibility", "anyof", "causes"):
                stack += version.names
            if version.kind == "member":
                stack.append(version.spec["of"])
    return False
