"""Linking: every name, type, citation and record of the law checked against the others before anything runs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import combinations

from renshe.engine.bind import clash
from renshe.engine.errors import Problem, Words
from renshe.engine.expressions import Ty
from renshe.engine.lawbook import Document, Number, Provided, Provision, Record, Term
from renshe.engine.members import Layers, Members
from renshe.engine.subset import Body
from renshe.engine.values import ValueType

RESERVED_TYPES = {"date": "day", "month": "month", "region": "text"}
BODY_KINDS = {
    "money": "money", "rate": "rate", "months": "int", "integer": "int", "boolean": "bool", "date": "day",
    "month": "month", "enum": "choice", "text": "text",
}  # fmt: skip
BOOLEAN_KINDS = frozenset({"condition", "cause", "eligibility", "anyof", "causes"})


class Linker:
    """Checks over the whole law; :meth:`problems` lists what is wrong."""

    def __init__(
        self,
        terms: Mapping[str, Term],
        reasons: Mapping[str, Words],
        enums: Mapping[str, Mapping[str, Words]],
        documents: Mapping[str, Document],
        provisions: Mapping[str, Provision],
        layers: Layers,
        bodies: Mapping[tuple[str, str], list[tuple[Provided, Body | None]]],
    ) -> None:
        self.terms, self.reasons, self.enums = terms, reasons, enums
        self.documents, self.provisions, self.layers, self.bodies = documents, provisions, layers, bodies
        self.found: list[Problem] = []
        self.defined = {name for layer in layers.values() for name in layer}
        self.codes = set(reasons) | {member for members in enums.values() for member in members}

    def problems(self) -> list[Problem]:
        """All problems, in the order of the law."""
        for layer, entries in self.layers.items():
            for name, entry in entries.items():
                if isinstance(entry, Number):
                    self.number(layer, entry)
                else:
                    self.versions(layer, name, entry)
        for document in self.documents.values():
            for effect in document.effects:
                self.target(document, effect.target)
                self.cited((*effect.cites, *document.effective_cites), f"documents/{document.id}.yaml")
            for issue in document.issues:
                self.cited((*issue.cites, *issue.against), f"documents/{document.id}.yaml")
        for chain in self.chains():
            self.topics(chain)
            self.cycles(chain)
        return list(dict.fromkeys(self.found))

    def wrong(self, place: str, zh: str, en: str, fix_zh: str, fix_en: str) -> None:
        self.found.append(Problem(Words(zh, en), Words(fix_zh, fix_en), place))

    def aliases(self) -> dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
        """Base name → the member names that stand for it."""
        found: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
        for layer in self.layers.values():
            for name, entry in layer.items():
                for version in entry if isinstance(entry, tuple) else ():
                    if version.kind == "member":
                        found.setdefault(version.spec["of"], {})[name] = version.spec["at"]
        return {base: tuple(members.items()) for base, members in found.items()}

    def chains(self) -> Iterator[tuple[str, ...]]:
        """The chain of every place that holds law."""
        for region in self.layers:
            parts = region.split("-")
            yield tuple("-".join(parts[:depth]) for depth in range(len(parts), 0, -1))

    # ---- citations and documents

    def cited(self, cites: tuple[str, ...], place: str) -> None:
        for cite in cites:
            if cite in self.provisions:
                continue
            below = sorted(p for p in self.provisions if p.startswith((f"{cite}.", f"{cite}/")))
            if below:
                self.wrong(
                    place, f"{cite} 是上级条款", f"{cite} is a parent",
                    "引用其下的具体条款：" + "、".join(below[:5]), "cite what stands under it: " + ", ".join(below[:5]),
                )  # fmt: skip
            else:
                near = difflib.get_close_matches(cite, self.provisions, 3, 0.7)
                self.wrong(
                    place, f"引用了未登记的 {cite}", f"cites {cite}, which is not registered",
                    "登记它，或改为：" + "、".join(near), "register it, or write one of: " + ", ".join(near),
                )  # fmt: skip

    def target(self, document: Document, target: str) -> None:
        if target not in self.documents and target not in self.provisions:
            self.wrong(
                f"documents/{document.id}.yaml", f"效力指向未登记的 {target}",
                f"an effect points at {target}, which is not registered",
                "登记该文件（external: true）", "register that document (external: true)",
            )  # fmt: skip

    # ---- numbers

    def number(self, layer: str, number: Number) -> None:
        for record in number.records:
            here = record.place
            target = (record.changes or "").partition(" ")[2]
            if target and target not in self.documents and target not in self.provisions:
                self.wrong(
                    here, f"{record.changes}，而它没有登记", f"{record.changes}, which is not registered",
                    "登记该文件（external: true）", "register that document (external: true)",
                )  # fmt: skip
            self.cited(record.cites, here)
            if record.region != layer and not record.region.startswith(f"{layer}-"):
                self.wrong(
                    here, f"in: {record.region} 不在 {layer} 之内", f"in: {record.region} is not inside {layer}",
                    "写该地之下的地区", "write a region below this place",
                )  # fmt: skip
        for earlier, later in combinations(number.records, 2):
            self.overlap(number, earlier, later)
        for name in (*number.by, number.clock):
            self.known_name(number.place, name)
        self.members(number.place, number)

    def members(self, place: str, item: Provided | Number) -> None:
        for what, fix in Members(self.terms, self.layers).unfit(item):
            self.found.append(Problem(what, fix, place))

    def overlap(self, number: Number, one: Record, other: Record) -> None:
        why = clash(one, other)
        _, later = sorted((one, other), key=lambda record: record.known_from)
        if why == "day":
            self.wrong(
                later.place, f"{number.name} 有两条记录同日签发又覆盖同一天",
                f"two records of {number.name} of one signing day cover the same day",
                "用 since/until 分开", "keep them apart with since/until",
            )  # fmt: skip
        elif why == "unsaid":
            self.wrong(
                later.place, f"{number.name} 的后一条记录与前一条重叠",
                f"a later record of {number.name} overlaps an earlier one",
                "写明 extends:、replaces: 或 ends: 及其对象", "say extends:, replaces: or ends: and of what",
            )  # fmt: skip

    # ---- rules

    def versions(self, layer: str, name: str, versions: tuple[Provided, ...]) -> None:
        for one, other in combinations(versions, 2):
            if one.topic != other.topic:
                self.wrong(
                    other.place, f"{name} 属于 {one.topic}，{other.topic} 不能另立",
                    f"{name} belongs to {one.topic}; {other.topic} cannot define it too",
                    "放到同一专题之下，或换一个名称", "put it into that topic, or call it something else",
                )  # fmt: skip
                continue
            low = max(x for x in (one.since, other.since, 0) if x is not None)
            high = min(x for x in (one.until, other.until, 10**9) if x is not None)
            if low <= high:
                self.wrong(
                    other.place, f"{name} 的两个版本覆盖同一天", f"two versions of {name} cover the same day",
                    "用 since=/until= 分开", "keep them apart with since=/until=",
                )  # fmt: skip
        for provided, body in self.bodies.get((layer, name), ()):
            self.rule(provided, body)

    def rule(self, provided: Provided, body: Body | None) -> None:
        here = provided.place
        self.cited((*provided.cites, *(cite for _, cite in provided.codes if cite)), here)
        term = self.terms.get(provided.name)
        if term is None:
            self.wrong(
                here, f"{provided.name} 不在词表中", f"{provided.name} is not in the vocabulary",
                "在 law/vocabulary 的 outputs 下写类型与中英文名称",
                "give its type and labels under outputs in law/vocabulary",
            )  # fmt: skip
        elif provided.kind in BOOLEAN_KINDS and (term.type.kind != "boolean" or term.type.nullable):
            none = Words("，可为无", " or none") if term.type.nullable else Words("", "")
            self.wrong(
                here, f"{provided.name} 是判断，词表写的是 {term.type.kind}{none.zh}",
                f"{provided.name} is a determination; the vocabulary says {term.type.kind}{none.en}",
                "词表改为 boolean，不可为无", "make it boolean in the vocabulary, never none",
            )  # fmt: skip
        elif body is not None:
            self.same_type(here, provided.name, body.returns, term.type, returned=True)
        if provided.kind in BOOLEAN_KINDS and provided.codes:
            self.wrong(
                here, f"{provided.name} 的理由只有它自己的一个，because 不起作用",
                f"{provided.name} has the one reason of its own: because would be lost",
                "用 @rule，或拆成几个条件", "write a @rule, or several conditions",
            )  # fmt: skip
        if provided.since is not None and provided.until is not None and provided.until < provided.since:
            self.wrong(
                here, f"{provided.name} 的 until 早于 since", f"the until of {provided.name} is before its since",
                "改正其一", "put one of them right",
            )  # fmt: skip
        for code in self.codes_of(provided):
            if code not in self.codes:
                near = difflib.get_close_matches(code, self.codes, 3)
                self.wrong(
                    here, f"理由码 {code} 没有文字", f"the reason {code} has no words",
                    "在词表 reasons 下写明；相近的有：" + "、".join(near),
                    "declare it under reasons; near it: " + ", ".join(near),
                )  # fmt: skip
        for name in (*provided.names, *provided.reasons_from, *summed(provided)):
            self.known_name(here, name)
        self.members(here, provided)
        for name in provided.arguments:
            if body is None:
                self.known_name(here, name)
            else:
                self.argument(here, name, body.arguments[name])
        if provided.spec.get("code_from"):
            self.known_name(here, provided.spec["code_from"])

    @staticmethod
    def codes_of(provided: Provided) -> list[str]:
        code = provided.spec.get("code")
        return [*([code] if code else []), *(code for code, _ in provided.codes)]

    def known_name(self, place: str, name: str) -> bool:
        if name in self.terms or name in self.defined or name in RESERVED_TYPES:
            return True
        self.unknown_name(place, name)
        return False

    def unknown_name(self, place: str, name: str) -> None:
        near = difflib.get_close_matches(name, dict.fromkeys((*self.terms, *self.defined)), 3, 0.6)
        self.wrong(
            place, f"没有名为 {name} 的输入、规则或数值", f"no input, rule or number is named {name}",
            "在词表中声明" + ("，或改为：" + "、".join(near) if near else ""),
            "declare it in the vocabulary" + (", or write one of: " + ", ".join(near) if near else ""),
        )  # fmt: skip

    def argument(self, place: str, name: str, ty: Ty) -> None:
        if name in RESERVED_TYPES:
            if ty.kind != RESERVED_TYPES[name]:
                self.wrong(
                    place,
                    f"{name} 的类型是 {RESERVED_TYPES[name]}",
                    f"{name} is a {RESERVED_TYPES[name]}",
                    "改注解",
                    "change the annotation",
                )
            return
        if not self.known_name(place, name):
            return
        entries = [layer[name] for layer in self.layers.values() if name in layer]
        numbers = [entry for entry in entries if isinstance(entry, Number)]
        for number in numbers:
            self.number_type(place, name, ty, number)
        term = self.terms.get(name)
        if ty.kind in ("scale", "window", "month_window", "dated"):
            if not numbers or len(numbers) < len(entries):
                self.wrong(
                    place, f"{name} 不是数值，不能写成 {ty.kind}", f"{name} is no number and cannot be a {ty.kind}",
                    "注解写它在词表中的类型", "annotate it with its type in the vocabulary",
                )  # fmt: skip
        elif term is not None:
            self.same_type(place, name, ty, term.type, returned=False)

    def number_type(self, place: str, name: str, ty: Ty, number: Number) -> None:
        unit = BODY_KINDS.get(number.type.kind, number.type.kind)
        wanted = {
            "scale": ("scale", unit),
            "window": ("month_window" if number.type.kind == "month" else "window", ""),
        }.get(number.kind, (unit, ""))
        here = ("dated", unit) if ty.kind == "dated" and number.kind in ("scalar", "table") else wanted
        if (ty.kind, ty.of) != here:
            self.wrong(
                place, f"{name} 是 {number.kind}（{number.unit}），注解写 {ty.kind}",
                f"{name} is a {number.kind} in {number.unit}; the annotation says {ty.kind}",
                "让注解与数值一致", "make the annotation agree with the number",
            )  # fmt: skip
        elif number.type.nullable and not ty.optional:
            self.optional(place, name)

    def same_type(self, place: str, name: str, ty: Ty, declared: ValueType, *, returned: bool) -> None:
        kind = BODY_KINDS.get(declared.kind)
        if ty.kind != kind:
            self.wrong(
                place, f"{name} 在词表中是 {declared.kind}，此处写 {ty.kind}",
                f"{name} is {declared.kind} in the vocabulary and {ty.kind} here",
                "让两处一致；列表与记录只用在 reducer 中", "make them agree; lists and records belong in reducers",
            )  # fmt: skip
        elif declared.nullable and not ty.optional and not returned:
            self.optional(place, name)
        elif ty.optional and not declared.nullable and returned:
            self.wrong(
                place, f"{name} 可能返回无，词表未写 nullable",
                f"{name} may return none; the vocabulary does not say nullable",
                "在词表写 nullable: true", "say nullable: true in the vocabulary",
            )  # fmt: skip

    def optional(self, place: str, name: str) -> None:
        self.wrong(
            place, f"{name} 可以为无，注解须写 | None", f"{name} may be none; the annotation must say | None",
            "写 X | None 并先判 is None", "write X | None and test `is None` first",
        )  # fmt: skip

    # ---- the law of one chain

    def topics(self, chain: tuple[str, ...]) -> None:
        owner: dict[str, tuple[str, str]] = {}
        for layer in reversed(chain):
            for name, entry in self.layers.get(layer, {}).items():
                first = entry if isinstance(entry, Number) else entry[0]
                above = owner.get(name)
                if (
                    above
                    and above[0] != first.topic
                    and first.replaces != f"{above[1].lower().replace('-', '_')}.{above[0]}.{name}"
                ):
                    path = f"{above[1].lower().replace('-', '_')}.{above[0]}.{name}"
                    self.wrong(
                        first.place, f"{name} 属于 {above[0]}，{first.topic} 不能另立",
                        f"{name} belongs to {above[0]}; {first.topic} cannot define it too",
                        f'放到同名专题之下，或写 replaces="{path}"',
                        f'put it into that topic, or say replaces="{path}"',
                    )  # fmt: skip
                owner[name] = (first.topic, layer)

    def edges(self, chain: tuple[str, ...], name: str) -> list[str]:
        """Names that *name* may read; a text that begins or ends leaves other days to the layer above."""
        names: list[str] = []
        for layer in chain:
            entry = self.layers.get(layer, {}).get(name)
            if isinstance(entry, Number):
                names += [*entry.by, *([] if entry.clock in RESERVED_TYPES else [entry.clock])]
                if entry.records:
                    break
                continue
            for version in entry or ():
                names += [read for read in (*version.reads, *summed(version)) if read not in RESERVED_TYPES]
            if any(version.since is None and version.until is None for version in entry or ()):
                break
        return names

    def cycles(self, chain: tuple[str, ...]) -> None:
        state: dict[str, int] = {}
        path: list[str] = []

        def visit(name: str) -> None:
            if state.get(name) == 2:
                return
            if state.get(name) == 1:
                ring = [*path[path.index(name) :], name]
                entry = next(self.layers[layer][name] for layer in chain if name in self.layers.get(layer, {}))
                place = entry.place if isinstance(entry, Number) else entry[0].place
                self.wrong(
                    place, "循环依赖：" + " → ".join(ring), "these depend on each other in a ring: " + " → ".join(ring),
                    "去掉其中一条依赖", "take one of the edges away",
                )  # fmt: skip
                return
            state[name] = 1
            path.append(name)
            for other in self.edges(chain, name):
                visit(other)
            path.pop()
            state[name] = 2

        for layer in chain:
            for name in self.layers.get(layer, {}):
                visit(name)


def summed(provided: Provided) -> tuple[str, ...]:
    """What a total adds up: not read in the row that asks for it, and yet what it rests on."""
    return (provided.spec["of"],) if provided.kind == "total" else ()
