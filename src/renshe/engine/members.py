"""What declarations and tables name besides rules and numbers, checked when the law is linked.

Members of enums, dimensions, the columns of registers, the first month of a series, and whether what is required can
say why it fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from renshe.engine.errors import Words
from renshe.engine.lawbook import REGISTER_FIELDS, Number, Provided, Term
from renshe.engine.values import ValueType

Said: TypeAlias = tuple[Words, Words]
"""What is wrong, and what to do about it."""
Layers: TypeAlias = Mapping[str, Mapping[str, "tuple[Provided, ...] | Number"]]

REGISTERS = {
    "documents": (("id", "document", "number"), REGISTER_FIELDS),
    "measures": (("id", "document", "number", "measure"), ("units", "responsibility_mode")),
}
"""Register → the columns it is searched by, and the fields it answers."""
RESERVED = {"date": "date", "month": "month", "region": "text"}
COUNTS = ("integer", "months")


class Members:
    """The checks; names that nobody declared are reported elsewhere and pass here."""

    def __init__(self, terms: Mapping[str, Term], layers: Layers) -> None:
        self.terms, self.layers = terms, layers

    def unfit(self, item: Provided | Number) -> Iterator[Said]:
        """What *item* names that there is not."""
        if isinstance(item, Number):
            for record in item.records:
                yield from self._table(item.by, record.value)
            return
        spec = item.spec
        match item.kind:
            case "eligibility":
                yield from self._determinations(item.names)
            case "anyof" if not spec["code"]:
                yield from self._determinations(item.names)
            case "causes":
                yield from self._determinations(item.names)
                yield from self._codes(spec["code_from"], spec["except"])
            case "collect":
                yield from self._members(item.name, spec["members"])
            case "member":
                for dimension, member in spec["at"]:
                    yield from self._dimension(dimension)
                    yield from self._members(dimension, (member,))
            case "series":
                yield from self._series(spec)
            case "register":
                yield from _register(spec)

    # ---- members

    def _enum(self, name: str) -> ValueType | None:
        term = self.terms.get(name)
        kind = (term.type.item or term.type) if term is not None else None
        return kind if kind is not None and kind.kind == "enum" else None

    def _members(self, name: str, members: Iterable[str]) -> Iterator[Said]:
        enum = self._enum(name)
        for member in members if enum is not None else ():
            if enum is not None and member not in enum.members:
                yield (
                    Words(f"{member} 不是 {enum.enum} 的成员", f"{member} is not a member of {enum.enum}"),
                    Words("成员有：" + "、".join(enum.members), "the members are " + ", ".join(enum.members)),
                )

    def _codes(self, name: str | None, excepted: Iterable[str]) -> Iterator[Said]:
        if name is None:
            return
        if name in self.terms and self._enum(name) is None:
            yield (
                Words(f"code_from 的 {name} 不是枚举", f"code_from names {name}, which is no enum"),
                Words("用枚举或枚举的列表", "name an enum, or a list of one"),
            )
        yield from self._members(name, excepted)

    def _dimension(self, name: str) -> Iterator[Said]:
        term = self.terms.get(name)
        if term is None or not term.dimension:
            yield (
                Words(f"{name} 不是维度", f"{name} is no dimension"),
                Words("在词表中写 dimension: true", "say dimension: true in the vocabulary"),
            )

    def _table(self, by: tuple[str, ...], value: Any) -> Iterator[Said]:
        if by and isinstance(value, Mapping):
            yield from self._members(by[0], value)
            for inner in value.values():
                yield from self._table(by[1:], inner)

    # ---- reasons

    def _determinations(self, names: Iterable[str]) -> Iterator[Said]:
        for name in names:
            found = [layer[name] for layer in self.layers.values() if name in layer]
            if (found or name in self.terms) and not any(isinstance(entry, tuple) for entry in found):
                yield (
                    Words(f"{name} 说不出理由", f"{name} can give no reason"),
                    Words("把它写成 condition 或 cause", "write a condition or a cause that asks it"),
                )

    # ---- series and registers

    def _kind(self, name: str) -> str | None:
        if name in RESERVED:
            return RESERVED[name]
        term = self.terms.get(name)
        numbers = (layer[name] for layer in self.layers.values() if isinstance(layer.get(name), Number))
        return (
            term.type.kind if term is not None else next((n.type.kind for n in numbers if isinstance(n, Number)), None)
        )

    def _series(self, spec: Mapping[str, Any]) -> Iterator[Said]:
        clock = self._kind(spec["clock"])
        for name, wanted in ((spec["first"], (clock,)), (spec["count"], COUNTS)):
            kind = self._kind(name)
            if kind is not None and kind not in wanted:
                yield (
                    Words(f"series 的 {name} 是 {kind}", f"{name} of the series is {kind}"),
                    Words("须为 " + "、".join(map(str, wanted)), "it must be " + " or ".join(map(str, wanted))),
                )


def _register(spec: Mapping[str, Any]) -> Iterator[Said]:
    if spec["source"] not in REGISTERS:
        yield (
            Words(f"没有登记簿 {spec['source']}", f"there is no register {spec['source']}"),
            Words("可用：" + "、".join(REGISTERS), "use one of " + ", ".join(REGISTERS)),
        )
        return
    columns, fields = REGISTERS[spec["source"]]
    for names, known in (((spec["field"],), fields), (tuple(column for column, _ in spec["match"]), columns)):
        for name in names:
            if name not in known:
                yield (
                    Words(f"登记簿 {spec['source']} 没有 {name}", f"the register of {spec['source']} has no {name}"),
                    Words("可用：" + "、".join(known), "use one of " + ", ".join(known)),
                )
