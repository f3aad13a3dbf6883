"""Names and values of one lawbook as people read them, zh and en; what was looked up is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from renshe.engine import ir
from renshe.engine.decision import type_of
from renshe.engine.errors import Words
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.scalars import decimal_text
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType, display

RESERVED_LABELS = {
    "date": Words("办理日", "day of the case"),
    "month": Words("属期月份", "month concerned"),
    "region": Words("地区", "region"),
}
BOOLEAN, INTEGER, MONTHS, MONEY, RATE = map(ValueType, ("boolean", "integer", "months", "money", "rate"))
DAY, MONTH = ValueType("date"), ValueType("month")
DAYS, EXACT = ValueType("days"), ValueType("exact")
"""Kinds that only occur in between: a number of days, and money times rate before it is rounded."""
UNIT_TYPES = {"months": MONTHS, "days": DAYS}
REMEMBERED = 10_000
NOT_KNOWN = Words("未知", "not known")
PER = {"day": "日", "month": "月", "year": "年", "person": "人"}


class Labels:
    """How one lawbook calls its names and shows their values."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self._labels: dict[str, Words] = {}
        self._numbers: dict[str, Number | None] = {}
        self._types: dict[str, ValueType | None] = {}
        self._starts: dict[str, ValueType] = {}
        self._called: dict[int, dict[str, Words]] = {}
        self._shown: dict[tuple[int, int | str], Words] = {}

    def label(self, name: str) -> Words:
        """What people call *name*."""
        found = self._labels.get(name)
        if found is None:
            found = self._labels[name] = RESERVED_LABELS.get(name) or self.book.label(name)
        return found

    def field(self, kind: ValueType, name: str) -> Words:
        """What people call a field of a record."""
        return self.book.fields.get(kind.record, {}).get(name) or self.label(name)

    def number(self, name: str) -> Number | None:
        """The number of that name, wherever one is written."""
        if name not in self._numbers:
            entries = (layer.get(name) for layer in self.book.layers.values())
            self._numbers[name] = next((entry for entry in entries if isinstance(entry, Number)), None)
        return self._numbers[name]

    def type(self, name: str) -> ValueType | None:
        """What values of *name* are; of a scale or a window, what its steps or its ends are."""
        if name not in self._types:
            number = self.number(name)
            kind = type_of(self.book, name) or (number.type if number else None)
            if number is not None and kind is not None and kind.kind == "integer":
                kind = UNIT_TYPES.get(number.unit, kind)
            self._types[name] = kind
        return self._types[name]

    def show(self, kind: ValueType | None, value: Any) -> Words:
        """*value* for people."""
        if kind is None or not isinstance(value, (int, str)):
            return self._say(kind, value)
        # One answer shows a value many times over: as itself, in tests, in formulas, as given.
        found = self._shown.get((id(kind), value))
        if found is None:
            if len(self._shown) >= REMEMBERED:
                self._shown.clear()
            found = self._shown[id(kind), value] = self._say(kind, value)
        return found

    def _say(self, kind: ValueType | None, value: Any) -> Words:
        if isinstance(value, ir.Unknown):
            return NOT_KNOWN
        if isinstance(value, (Window, MonthWindow)):
            return self._span(DAY if isinstance(value, Window) else MONTH, value)
        if isinstance(value, Scale):
            return self._steps(kind, value, INTEGER)
        kind = kind or (BOOLEAN if isinstance(value, bool) else INTEGER)
        if kind is DAYS and value is not None:
            return Words(f"{value}天", f"{value} day{'' if value == 1 else 's'}")
        if kind is EXACT:
            amount = decimal_text(value, 8, least=2)
            return Words(f"{amount}元", f"CNY {amount}")
        labels = self._members(kind)
        return Words(display(kind, value, "zh", labels), display(kind, value, "en", labels))

    def show_named(self, name: str, value: Any) -> Words:
        """The value of *name*; a number of months that its label counts already stands without unit."""
        kind = self.type(name)
        shown = self.show(kind, value)
        if kind is not None and kind.kind == "months" and isinstance(value, int):
            label = self.label(name)
            return Words(str(value) if "月" in label.zh else shown.zh, str(value) if "month" in label.en else shown.en)
        return shown

    def _members(self, kind: ValueType) -> Mapping[str, Words] | None:
        if kind.kind not in ("enum", "list", "record"):
            return None
        found = self._called.get(id(kind))
        if found is None:
            found = {}
            if kind.enum:
                found.update(self.book.enums.get(kind.enum, {}))
            for name, of in kind.fields:
                found.update(self._members(of) or {})
                found[name] = self.field(kind, name)
            if kind.item is not None:
                found.update(self._members(kind.item) or {})
            self._called[id(kind)] = found
        return found

    def _span(self, kind: ValueType, span: Window | MonthWindow) -> Words:
        if not span.known:
            return Words("未见规定", "none is known")
        first, last = span.first_or_none, span.last_or_none
        start = None if first is None else self.show(kind, first)
        end = None if last is None else self.show(kind, last)
        if start and end:
            return Words(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")
        if start:
            return Words(f"{start.zh}起", f"from {start.en} on")
        return Words(f"至{end.zh}", f"until {end.en}") if end else Words("不限", "without limit")

    def show_number(self, number: Number, value: Any) -> Words:
        """The value of a number with what an amount is paid by: a month, a year, a person."""
        per = number.unit.split("/")[1:]
        zh, en = "".join(f"/{PER.get(word, word)}" for word in per), "".join(f" a {word}" for word in per)
        kind = self.type(number.name)
        if isinstance(value, Scale):
            return self._steps(kind, value, self.starts(number), zh, en)
        shown = self.show(kind, value)
        return Words(shown.zh + zh, shown.en + en) if per and value is not None else shown

    def starts(self, number: Number) -> ValueType:
        """What the steps of a scale begin at: months, as a rule. The rules that look it up say so."""
        if number.name not in self._starts:
            rules = (rule for layer in self.book.layers.values() for found in layer.values()
                     if not isinstance(found, Number) for rule in found if number.name in rule.arguments)  # fmt: skip
            looked_up = (self.type(name) for rule in rules for name in _looked_up(rule.tree, number.name))
            self._starts[number.name] = next((kind for kind in looked_up if kind is not None), INTEGER)
        return self._starts[number.name]

    def start(self, kind: ValueType, start: int) -> Words:
        """Where a step of a scale begins."""
        shown = self.show(kind, start)
        return Words(f"{shown.zh}起", f"from {shown.en}")

    def _steps(
        self, kind: ValueType | None, scale: Scale[Any], starts: ValueType, per_zh: str = "", per_en: str = ""
    ) -> Words:
        steps = [(self.start(starts, start), self.show(kind, value)) for start, value in scale.steps]
        return Words(
            "；".join(f"{start.zh}：{value.zh}{per_zh}" for start, value in steps),
            "; ".join(f"{start.en}: {value.en}{per_en}" for start, value in steps),
        )


def _looked_up(node: Any, scale: str) -> Iterator[str]:
    """The names by which *scale* is looked up somewhere below *node* of a checked tree."""
    if isinstance(node, ir.Method) and node.number == scale and node.arguments:
        yield from (each.name for each in node.arguments if isinstance(each, ir.Read))
    names = getattr(node, "__dataclass_fields__", ())
    for each in node if isinstance(node, tuple) else [getattr(node, name) for name in names]:
        yield from _looked_up(each, scale)


_last: Labels | None = None


def labels_of(book: Lawbook) -> Labels:
    """The labels of *book*. Those of the book last used are kept: nearly always it is the only one."""
    global _last
    kept = _last
    if kept is None or kept.book is not book:
        kept = _last = Labels(book)
    return kept
