"""What declarations and tables name besides rules and numbers, checked when the law is linked.

Members of enums, dimensions, the columns of registers, the first month of a series, whether what is required can say
why it fails, and whether what only hands on a value hands on one that its output declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from renshe.engine.declared import KINDS
from renshe.engine.declared import REGISTERS as DECLARED
from renshe.engine.errors import Words
from renshe.engine.lawbook import Number, Provided, Term
from renshe.engine.values import ValueType

Said: TypeAlias = tuple[Words, Words]
"""What is wrong, and what to do about it."""
Layers: TypeAlias = Mapping[str, Mapping[str, "tuple[Provided, ...] | Number"]]

COUNTS = ("integer", "months")
WORDS = ("text", "enum")
REGISTERS: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    "documents": (
        ("id", "document", "number"),
        {
            "effective_from": ("date?",),
            "expiry_date": ("date?",),
            "repealed_from": ("date?",),
            "measure_count": COUNTS,
            "part_count": COUNTS,
            "title": WORDS,
        },
    ),
    "measures": (
        ("id", "document", "number", "measure"),
        {"units": ("list",), "responsibility_mode": WORDS},
    ),
}
"""Register → the columns it is searched by, and the fields it answers with their types (``?``: it may have none)."""
WHOLE = {"names": ("list",), "count": COUNTS}
"""What a register of declared things answers as a whole, without naming one of them."""
REGISTERS.update(
    {
        register: (("id",), {**WHOLE, "label": WORDS, **dict.fromkeys(KINDS[kind].SECTIONS, ("list",))})
        for register, kind in DECLARED.items()
    }
)
RESERVED = {"date": "date", "month": "month", "region": "text"}
SUMMED = ("money", *COUNTS)
"""What can be added up over rows."""
STEPPED = ("integer", "months", "date", "month")
"""What may move by one from month to month of a series."""


def _tells(version: Provided) -> bool:
    """Whether a rule can say why it came out as it did."""
    if version.kind in ("rule", "reducer"):
        return bool(version.reasons_from or version.codes)
    return version.kind not in ("collect", "series", "register")


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
            case "anyof":
                yield from self._yes_or_no(item.names)
            case "causes":
                yield from self._determinations(item.names)
                yield from self._codes(spec["code_from"], spec["except"])
            case "collect":
                yield from self._output(item.name, ("list",))
                yield from self._yes_or_no(item.names)
                yield from self._members(item.name, spec["members"])
            case "member":
                yield from self._output(item.name, self._type(spec["of"]))
                for dimension, member in spec["at"]:
                    yield from self._dimension(dimension)
                    yield from self._members(dimension, (member,))
            case "series":
                yield from self._output(item.name, ("list",))
                yield from self._series(spec)
            case "register":
                yield from self._register(item.name, spec)
            case "total":
                yield from self._total(item.name, spec)

    # ---- outputs

    def _output(self, name: str, fit: Iterable[str]) -> Iterator[Said]:
        """*name* must be declared as one of *fit*, where that is known."""
        term, fit = self.terms.get(name), tuple(fit)
        if term is None or not fit:
            return
        declared = term.type.kind
        none = declared not in fit and f"{declared}?" in fit
        if (none and not term.type.nullable) or (not none and declared not in fit):
            zh = "、".join(fit).replace("?", "（可为无）")
            en = " or ".join(fit).replace("?", ", or none")
            yield (
                Words(
                    f"{name} 在词表中是 {declared}，此处得到 {zh}",
                    f"{name} is {declared} in the vocabulary and {en} here",
                ),
                Words(
                    "让词表与此一致；可为无的写 nullable: true", "declare it so; what may be none says nullable: true"
                ),
            )

    def _type(self, name: str) -> tuple[str, ...]:
        """The type of a name, with ``?`` where it may be none; nothing when it is not known here."""
        term, kind = self.terms.get(name), self._kind(name)
        numbers = [entry for layer in self.layers.values() if isinstance(entry := layer.get(name), Number)]
        nullable = term.type.nullable if term is not None else any(number.type.nullable for number in numbers)
        return () if kind is None else (f"{kind}?" if nullable else kind,)

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

    def _yes_or_no(self, names: Iterable[str]) -> Iterator[Said]:
        for name in names:
            kind = self._type(name)
            if kind and kind != ("boolean",):
                yield (
                    Words(f"{name} 不是是非判断", f"{name} is not yes or no"),
                    Words("写一个问它的 condition", "write a condition that asks it"),
                )

    def _determinations(self, names: Iterable[str]) -> Iterator[Said]:
        for name in names:
            found = [layer[name] for layer in self.layers.values() if name in layer]
            silent = [entry for entry in found if isinstance(entry, Number) or not all(map(_tells, entry))]
            if silent or (not found and name in self.terms):
                yield (
                    Words(f"{name} 说不出理由", f"{name} can give no reason"),
                    Words("把它写成 condition 或 cause", "write a condition or a cause that asks it"),
                )
            else:
                yield from self._yes_or_no((name,))

    # ---- totals, series and registers

    def _total(self, name: str, spec: Mapping[str, Any]) -> Iterator[Said]:
        kind, own = self._type(spec["of"]), self.terms.get(name)
        if kind and kind[0] not in SUMMED:
            yield (
                Words(f"{spec['of']} 是 {kind[0]}，不能合计", f"{spec['of']} is {kind[0]} and cannot be added up"),
                Words("只合计金额、月数和整数", "add up amounts, months and whole numbers, never none"),
            )
        elif kind:
            yield from self._output(name, kind)
        if own is not None and own.entity != spec["by"]:
            yield (
                Words(f"{name} 在词表中属于 {own.entity}，此处按 {spec['by']} 合计",
                      f"{name} is of the {own.entity} in the vocabulary and summed by {spec['by']} here"),
                Words("让词表的 entity 与 by 一致", "make by the entity that the vocabulary says"),
            )  # fmt: skip

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
        for name in (spec["clock"], *(moved for moved, _ in spec["vary"])):
            if self._kind(name) is None:
                yield (
                    Words(f"series 要改变的 {name} 不存在", f"a series cannot move {name}, which there is not"),
                    Words("写时钟或输入的名称", "name a clock or an input"),
                )
        for name, wanted in ((spec["first"], (clock,)), (spec["count"], COUNTS)):
            kind = self._kind(name)
            if kind is not None and None not in wanted and kind not in wanted:
                yield (
                    Words(f"series 的 {name} 是 {kind}", f"{name} of the series is {kind}"),
                    Words("须为 " + "、".join(map(str, wanted)), "it must be " + " or ".join(map(str, wanted))),
                )
        for pair in spec["vary"]:
            for name in pair:
                kind = self._kind(name)
                if kind is not None and kind not in STEPPED:
                    yield (
                        Words(f"series 不能逐月改变 {name}（{kind}）", f"a series cannot vary {name}, {kind}"),
                        Words("只变数、日期或月份", "vary a count, a day or a month"),
                    )

    def _register(self, output: str, spec: Mapping[str, Any]) -> Iterator[Said]:
        if spec["source"] not in REGISTERS:
            yield (
                Words(f"没有登记簿 {spec['source']}", f"there is no register {spec['source']}"),
                Words("可用：" + "、".join(REGISTERS), "use one of " + ", ".join(REGISTERS)),
            )
            return
        columns, fields = REGISTERS[spec["source"]]
        matched = [column for column, _ in spec["match"]]
        wrong = [
            (name, known)
            for name, known in ((spec["field"], tuple(fields)), *((c, columns) for c in matched))
            if name not in known
        ]
        for name, known in wrong:
            yield (
                Words(f"登记簿 {spec['source']} 没有 {name}", f"the register of {spec['source']} has no {name}"),
                Words("可用：" + "、".join(known), "use one of " + ", ".join(known)),
            )
        if wrong:
            return
        if spec["source"] in DECLARED and spec["field"] in WHOLE:
            if matched:
                yield (
                    Words(f"{spec['field']} 问的是整个登记簿", f"{spec['field']} is asked of the whole register"),
                    Words("去掉 match", "leave match out"),
                )
        elif not {"id", "document"} & set(matched):
            yield (
                Words("一个文号可能有两份文件，match 须含 id", "two documents may share a number: match must hold id"),
                Words('写 match={"id": "document", …}', 'write match={"id": "document", …}'),
            )
        yield from self._output(output, fields[spec["field"]])
