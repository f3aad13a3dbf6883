"""The form of a vocabulary file: every name people see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.shapes import SCALARS, Entry, Fault, Label, Name, expected, missing, refuse, unwanted

ScalarType: TypeAlias = Literal[
    "boolean", "integer", "months", "money", "rate", "date", "month", "partial_day", "text", "enum"
]
Entity: TypeAlias = Literal["person", "employer", "filing", "application", "case", "document", "region"]


class Typed(Entry):
    """Whatever has a type that may call for another name: of an enum, of a record, of what a list holds."""

    type: str
    enum: Name | None = None
    """The enum, when the type is enum."""
    record: Name | None = None
    """The record, when the type is record."""
    item: ItemEntry | None = None
    """What the list holds, when the type is list."""

    @model_validator(mode="after")
    def _consistent(self) -> Typed:
        refuse(self.faults())
        return self

    def faults(self) -> Iterator[Fault]:
        """What does not fit the type."""
        for kind, key, of in (
            ("enum", "enum", self.enum),
            ("record", "record", self.record),
            ("list", "item", self.item),
        ):
            if self.type == kind and of is None:
                yield missing((key,))
            if self.type != kind and of is not None:
                yield unwanted((key,), Words(f"类型是 {self.type}", f"the type is {self.type}"))


class ItemEntry(Typed):
    """What one item of a list is."""

    type: Literal[
        "boolean", "integer", "months", "money", "rate", "date", "month", "partial_day", "text", "enum", "record"
    ]
    item: None = None


class FieldEntry(Typed):
    """One field of a record."""

    type: ScalarType
    record: None = None
    item: None = None
    label: Label
    nullable: bool = False
    """Whether null, none, is a value."""


class TermEntry(Typed):
    """What inputs and outputs share."""

    type: Literal[
        "boolean",
        "integer",
        "months",
        "money",
        "rate",
        "date",
        "month",
        "partial_day",
        "text",
        "enum",
        "list",
        "record",
    ]
    entity: Entity
    """What or whom it is said of."""
    label: Label
    nullable: bool = False
    """Whether null, none, is a value: no cap, no limit, not requested."""


class InputEntry(TermEntry):
    """A name that may be asked."""

    question: Label
    """How people are asked."""
    help: Label | None = None
    """A hint beside the question."""
    when_absent: Any = None
    """What is taken when nobody says, only where absence is the ordinary case."""
    dimension: bool = False
    """Asked without one, an output that reads it answers for each member."""

    @property
    def has_default(self) -> bool:
        """Whether ``when_absent`` is written, be it null."""
        return "when_absent" in self.model_fields_set

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if self.dimension and self.type not in ("enum", "text"):
            why = Words("只有枚举与文件编号有各成员可答", "only an enum or a document id has members to answer for")
            yield unwanted(("dimension",), why)
        if self.has_default and self.when_absent is None and not self.nullable:
            words = Words("一个值；null 只用于 nullable: true", "a value: null is for nullable: true")
            yield expected(("when_absent",), None, words)
        elif self.when_absent is not None:
            yield from self._default(self.when_absent)

    def _default(self, value: Any) -> Iterator[Fault]:
        path = ("when_absent",)
        if self.type == "record":
            if not isinstance(value, dict):
                yield expected(path, value, Words("各项及其值", "fields with their values"))
        elif self.type != "list":
            if not SCALARS[self.type].holds(value):
                yield expected(path, value, SCALARS[self.type].expected)
        elif not isinstance(value, list):
            yield expected(path, value, Words("列表", "a list"))
        elif self.item is not None and self.item.type != "record":
            shape = SCALARS[self.item.type]
            for index, item in enumerate(value):
                if not shape.holds(item):
                    yield expected((*path, index), item, shape.expected)


class OutputEntry(TermEntry):
    """A name that is answered."""

    ordered: bool = False
    """Whether the order of the list matters."""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        if self.ordered and self.type != "list":
            yield unwanted(("ordered",), Words("只有 list 有次序", "only a list has an order"))


class MemberEntry(Label):
    """One member of an enum."""

    within: Name | None = None
    """The wider member it is a kind of: a duty of that one is a duty of this one too."""


class VocabularyFile(Entry):
    """The names, reasons, enums and records of one topic."""

    label: Label | None = None
    """What people call the topic."""
    inputs: dict[Name, InputEntry] = Field(default_factory=dict)
    """Names that may be asked."""
    outputs: dict[Name, OutputEntry] = Field(default_factory=dict)
    """Rules, conditions, causes and outputs."""
    reasons: dict[Name, Label] = Field(default_factory=dict)
    """Codes of reasons with the words people read."""
    enums: dict[Name, Annotated[dict[Name, MemberEntry], Field(min_length=1)]] = Field(default_factory=dict)
    """Enums with their members; members are only ever added."""
    records: dict[Name, Annotated[dict[Name, FieldEntry], Field(min_length=1)]] = Field(default_factory=dict)
    """Records with their fields."""
