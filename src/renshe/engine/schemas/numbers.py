"""The form of a numbers file: the numbers of the law, each with its records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.shapes import (
    SCALARS,
    TEXT,
    Cites,
    Day,
    Entry,
    Fault,
    Label,
    Many,
    Moment,
    Name,
    Part,
    Path,
    QualifiedName,
    Shape,
    TargetId,
    Unit,
    expected,
    in_order,
    missing,
    out_of_order,
    refuse,
    type_of_unit,
    unwanted,
)

Grade: TypeAlias = Literal["printed", "confirmed", "reported", "unverified"]
"""How sure a value is: in a document we hold; law text or government page seen; reprint; memory."""

CHANGES = ("extends", "replaces", "ends")


class RecordEntry(Entry):
    """One value, when it is in force, and on whose word."""

    since: Moment | None = None
    """The first day or month; open when left out."""
    until: Moment | None = None
    """The last day or month, inclusive; open when left out."""
    value: Any = None
    """As the kind and the unit of the number say."""
    cites: Cites
    """The provisions that set it."""
    grade: Grade
    in_: Part | None = Field(default=None, alias="in")
    """The only province for which this national value holds."""
    note: Label | None = None
    checked_on: Day | None = None
    """When somebody last held it against its source."""
    extends: TargetId | None = None
    """The document or provision whose value this one prolongs."""
    replaces: TargetId | None = None
    """The document or provision whose value this one takes the place of."""
    ends: TargetId | None = None
    """The document or provision whose value ends with this one."""

    @property
    def has_value(self) -> bool:
        """Whether ``value`` is written, be it null."""
        return "value" in self.model_fields_set

    @model_validator(mode="after")
    def _consistent(self) -> RecordEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if not self.has_value and self.ends is None:
            yield missing(("value",))
        yield from out_of_order("until", self.until, "since", self.since)
        said = [key for key in CHANGES if getattr(self, key) is not None]
        for key in said[1:]:
            yield unwanted((key,), Words(f"已写 {said[0]}", f"{said[0]} is written"))


def _json_values(schema: dict[str, Any]) -> None:
    # The kind of a number decides what its values look like, so the schema says it here and not with the record.
    shapes: dict[str, dict[str, Any]] = {
        "scalar": {"type": ["string", "integer", "boolean", "null"]},
        "scale": {"type": "object", "propertyNames": {"pattern": "^(?:0|[1-9][0-9]*)$"}, "minProperties": 1},
        "window": {"type": "array", "items": {"type": ["string", "null"]}, "minItems": 2, "maxItems": 2},
        "table": {"type": "object", "minProperties": 1},
    }
    schema["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"properties": {"records": {"items": {"properties": {"value": shape}}}}},
        }
        for kind, shape in shapes.items()
    ]


class NumberEntry(Entry):
    """A number of the law on its clock."""

    model_config = ConfigDict(json_schema_extra=_json_values)

    kind: Literal["scalar", "table", "scale", "window"]
    """One value; a value for each member; steps with lower bounds; from and to, both inclusive."""
    unit: Unit
    """How values are read."""
    clock: Name = "date"
    """``date``, ``month``, or an input that is a day or a month."""
    label: Label
    nullable: bool = False
    """Whether null, none, is a value: no cap, no limit."""
    by: Many[Name] = ()
    """The inputs a table is keyed by, outermost first."""
    replaces: QualifiedName | None = None
    """``region.topic.name`` of another topic's name that it takes the place of."""
    records: Many[RecordEntry]
    """Empty where no text gives the number."""

    @property
    def type(self) -> str:
        """The type of its values."""
        return type_of_unit(self.unit)

    @model_validator(mode="after")
    def _consistent(self) -> NumberEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.kind == "table" and not self.by:
            yield missing(("by",))
        if self.kind != "table" and self.by:
            yield unwanted(("by",), Words(f"kind 是 {self.kind}", f"the kind is {self.kind}"))
        if self.kind == "scale" and self.type == "enum":
            yield expected(
                ("kind",), self.kind, Words("scalar 或 table：选项没有档次", "scalar or table, which a choice is")
            )
        if self.kind == "window" and self.unit not in ("date", "month"):
            words = Words("date 或 month：期间以日或月计", "date or month, which a window counts in")
            yield expected(("unit",), self.unit, words)
        elif self.kind != "table" or self.by:
            for index, record in enumerate(self.records):
                if record.has_value:
                    yield from self._value(record.value, ("records", index, "value"))

    def _value(self, value: Any, path: Path) -> Iterator[Fault]:
        shape = SCALARS[self.type]
        if self.kind == "scale":
            yield from _scale(value, path, shape)
        elif self.kind == "window":
            yield from _window(value, path, shape)
        else:
            yield from _table(value, path, shape, self.by, nullable=self.nullable)


def _scale(value: Any, path: Path, shape: Shape) -> Iterator[Fault]:
    if not isinstance(value, dict) or not value:
        words = Words("各档的下限和值，如 {12: …, 60: …}", "steps, each a lower bound with its value: {12: …, 60: …}")
        yield expected(path, value, words)
        return
    before = None
    for bound, step in value.items():
        if bound.__class__ is not int or bound < 0:
            yield expected(
                (*path, bound), bound, Words("整数下限，不为负", "a whole number, not below zero, as lower bound")
            )
        elif before is not None and bound <= before:
            words = Words(f"大于上一档下限 {before} 的下限", f"a lower bound above {before}, the one before")
            yield expected((*path, bound), bound, words)
        else:
            before = bound
        if not shape.holds(step):
            yield expected((*path, bound), step, shape.expected)


def _window(value: Any, path: Path, shape: Shape) -> Iterator[Fault]:
    if not isinstance(value, list) or len(value) != 2:
        words = Words("起止两项的列表，不限的一端写 null", "a list of two, first and last, with null for an open end")
        yield expected(path, value, words)
        return
    wrong = [index for index, end in enumerate(value) if end is not None and not shape.holds(end)]
    for index in wrong:
        yield expected(
            (*path, index), value[index], Words(f"{shape.expected.zh}，或 null", f"{shape.expected.en}, or null")
        )
    if not wrong and not in_order(value[0], value[1]):
        yield expected((*path, 1), value[1], Words(f"不早于 {value[0]}", f"no end before {value[0]}"))


def _table(value: Any, path: Path, shape: Shape, by: tuple[str, ...], *, nullable: bool) -> Iterator[Fault]:
    if not by:
        if not (nullable and value is None) and not shape.holds(value):
            yield expected(path, value, shape.expected)
    elif not isinstance(value, dict) or not value:
        yield expected(path, value, Words(f"{by[0]} 的各成员及其值", f"members of {by[0]} with their values"))
    else:
        for key, inner in value.items():
            if not TEXT.holds(key):
                yield expected((*path, key), key, Words(f"{by[0]} 的一个成员，文字", f"a member of {by[0]}, as text"))
            yield from _table(inner, (*path, key), shape, by[1:], nullable=nullable)
