"""Reading schemes, services, packages and duties, and checking what they name against the rules around them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from renshe.engine.declared import ACTING, ACTORS, KINDS, REGISTERS, ROLES, Declared, Due, Element
from renshe.engine.document_entries import words
from renshe.engine.errors import Words
from renshe.engine.lawbook import Number
from renshe.engine.number_source import NumberSources
from renshe.engine.schemas import Read, read_declared
from renshe.engine.sources import Root, files_of, register_of
from renshe.engine.yaml_source import Source

PLAIN = ("by", "days", "months", "working_days", "minutes", "after", "every", "month", "day")
DEADLINES = ("due", "limit")


class DeclaredSources(NumberSources):
    """The files of declarations of all topics, read last: they name rules, and nothing names them."""

    def read_declared(self) -> None:
        read: list[tuple[str, str, str, Mapping[str, Any], Source, str]] = []
        for root, place, topic in self.topics():
            for file in files_of(topic, ".yaml"):
                register = register_of(file)
                source = self.declared_file(register, file, root) if register else None
                for key, entry in (source.data if source else {}).items():
                    read.append((REGISTERS[register or ""], place, topic.name, entry, source, key))  # type: ignore[arg-type]
        # A package names services of any file, so their words come first.
        self.services = {
            entry.get("name", key): words(entry["label"]) for kind, _, _, entry, _, key in read if kind == "service"
        }
        for kind, place, topic_name, entry, source, key in read:
            version = self.declaration(kind, place, topic_name, entry, source, key)
            layer = self.declared.setdefault(place, {})
            layer[version.name] = (*layer.get(version.name, ()), version)
        for place, layer in self.declared.items():
            for versions in layer.values():
                self.declared_versions(versions)
            self.declared_owner(place, layer)

    def declared_file(self, register: str, file: Path, root: Root) -> Source | None:
        def reader(path: Path, shown_as: str) -> Read[Any]:
            return read_declared(register, path, shown_as)

        return self.source(reader, file, root)

    def declaration(
        self, kind: str, place: str, topic: str, entry: Mapping[str, Any], source: Source, key: str
    ) -> Declared:
        here = source.place((key,))
        cites = tuple(entry["cites"])
        self.cited_at.append((source.place((key, "cites")), cites))
        change = next((f"{word} {entry[word]}" for word in ("extends", "replaces", "ends") if word in entry), None)
        target = (change or "").partition(" ")[2]
        if target and target not in self.documents and target not in self.provisions:
            self.wrong(
                here, f"{change}，而它没有登记", f"{change}, which is not registered",
                "登记该文件（external: true）", "register that document (external: true)",
            )  # fmt: skip
        of = KINDS[kind]
        parts: dict[str, Any] = {
            section: tuple(self.elements(of, section, entry, place, source, key)) for section in of.SECTIONS
        }
        for name in DEADLINES:
            if name in entry:
                parts[name] = self.due(entry[name], place, source, (key, name))
        if "assigned_by" in entry:
            parts.update(self.assigned(entry["assigned_by"], source.place((key, "assigned_by"))))
        return of(
            name=entry.get("name", key),
            layer=place,
            topic=topic,
            label=words(entry["label"]) if "label" in entry else self.gist(cites[0]),
            cites=cites,
            since=self.clock_point(entry.get("since"), "date", here),
            until=self.clock_point(entry.get("until"), "date", here, last=True),
            known_from=self.known_from(cites, here),
            changes=change,
            ended="ends" in entry,
            note=words(entry["note"]) if "note" in entry else None,
            place=here,
            rules=dict(self.roles(kind, entry.get("rules") or {}, place, source, key)),
            **parts,
        )

    def gist(self, cite: str) -> Words:
        """What a provision says: the words of a duty that is that provision."""
        return self.provisions[cite].gist if cite in self.provisions else Words(cite, cite)

    def assigned(self, provision: str, here: str) -> dict[str, Any]:
        """Who must, where a provision assigns it."""
        found = self.provisions.get(provision)
        self.cited_at.append((here, (provision,)))
        if found is not None and not found.units:
            self.wrong(
                here, f"{provision} 没有列出单位", f"{provision} names no units",
                "写列出责任单位的那一条", "write the provision that lists who is responsible",
            )  # fmt: skip
        mode, units = (found.responsibility_mode, found.units) if found is not None else (None, ())
        return {"assigned_by": provision, "units": units, "responsibility_mode": mode}

    # ---- the rules behind it

    def roles(
        self, kind: str, rules: Mapping[str, str], place: str, source: Source, key: str
    ) -> Iterator[tuple[str, str]]:
        for role, name in rules.items():
            yield role, name
            here, wanted = source.place((key, "rules", role)), ROLES[kind][role]
            # What a duty turns on may be a fact of the case itself.
            asked = role == "applies" and name in self.terms and self.terms[name].question is not None
            if not asked and not self.defined_near(name, place):
                self.no_such(here, name, [n for layer in self.layers.values() for n in layer])
                continue
            found = self.kinds_of(name)
            if not found <= set(wanted):
                said = "、".join(sorted(found))
                self.wrong(
                    here, f"{role} 须为 {'、'.join(wanted)}，{name} 是 {said}",
                    f"{role} is {' or '.join(wanted)}; {name} is {said.replace('、', ' and ')}",
                    "写另一条规则或数值", "name another rule or number",
                )  # fmt: skip

    def defined_near(self, name: str, place: str) -> bool:
        """Whether a layer of a chain that *place* is part of defines *name*; those below it bind late."""
        return any(
            name in names and (f"{place}-".startswith(f"{layer}-") or f"{layer}-".startswith(f"{place}-"))
            for layer, names in self.layers.items()
        )

    def kinds_of(self, name: str) -> set[str]:
        """The types *name* has, in the vocabulary and as a number."""
        term = self.terms.get(name)
        entries = [layer[name] for layer in self.layers.values() if name in layer]
        found = {term.type.kind} if term is not None and not all(isinstance(e, Number) for e in entries) else set()
        for entry in entries:
            if isinstance(entry, Number):
                found.add(entry.kind if entry.kind in ("window", "scale") else entry.type.kind)
        return found or ({term.type.kind} if term is not None else set())

    def known(self, name: str, here: str, kind: str | None = None) -> bool:
        """Whether there is a name, in the vocabulary or a layer, that is of *kind*; a problem where there is none."""
        if name not in self.terms and not any(name in layer for layer in self.layers.values()):
            self.no_such(here, name, [*self.terms, *(n for layer in self.layers.values() for n in layer)])
            return False
        found = self.kinds_of(name)
        if kind is not None and found and found != {kind}:
            self.wrong(
                here, f"{name} 应为 {kind}，却是 {'、'.join(sorted(found))}",
                f"{name} should be {kind} and is {' and '.join(sorted(found))}", "写另一个名称", "write another name",
            )  # fmt: skip
            return False
        return True

    def no_such(self, here: str, name: str, names: list[str]) -> None:
        near = difflib.get_close_matches(name, list(dict.fromkeys(names)), 3, 0.6)
        self.wrong(
            here, f"没有名为 {name} 的输入、规则或数值", f"no input, rule or number is named {name}",
            "先写出来" + ("，或改为：" + "、".join(near) if near else ""),
            "write it first" + (", or write one of: " + ", ".join(near) if near else ""),
        )  # fmt: skip

    # ---- elements

    def elements(
        self, of: type[Declared], section: str, entry: Mapping[str, Any], place: str, source: Source, key: str
    ) -> Iterator[Element]:
        if section in ACTING:
            for index, actor in enumerate(entry.get(section) or ()):
                label = self.member(ACTORS, actor, source.place((key, section, index)))
                yield Element(id=actor, label=label, cites=tuple(entry["cites"]))
            return
        for id, item in (entry.get(section) or {}).items():
            path = (key, section, id)
            self.cited_at.append((source.place((*path, "cites")), tuple(item["cites"])))
            for name, kind in (("input", None), ("rule", None), ("when", "boolean")):
                if name in item:
                    self.known(item[name], source.place((*path, name)), kind)
            yield Element(
                id=id,
                label=words(item) if "zh" in item else self.label_of(section, id, item, source.place(path)),
                cites=tuple(item["cites"]),
                **{name: item.get(name) for name in ("input", "rule", "when", "one_of")},
            )

    def label_of(self, section: str, id: str, item: Mapping[str, Any], here: str) -> Words:
        """What the vocabulary, or the service of that name, calls an element that does not say it itself."""
        if section == "items" and id in self.services:
            return self.services[id]
        term = self.terms.get(item.get("input", ""))
        kind = (term.type.item or term.type) if term is not None else None
        if kind is not None and kind.enum:
            return self.member(kind.enum, id, here)
        self.wrong(
            here, f"{id} 没有名称", f"{id} is called nothing",
            "写 zh 与 en，或用 input 指明它是哪一项输入的选项",
            "give zh and en, or name by input the choice of which it is a member",
        )  # fmt: skip
        return Words(id, id)

    def member(self, enum: str, id: str, here: str) -> Words:
        members = self.enums.get(enum, {})
        if id not in members:
            near = difflib.get_close_matches(id, members, 3, 0.5)
            self.wrong(
                here, f"{id} 不是 {enum} 的成员", f"{id} is not a member of {enum}",
                "在词表 enums 下声明" + ("，或改为：" + "、".join(near) if near else ""),
                "declare it under enums" + (", or write one of: " + ", ".join(near) if near else ""),
            )  # fmt: skip
        return members.get(id, Words(id, id))

    def due(self, entry: Mapping[str, Any], place: str, source: Source, path: tuple[str, ...]) -> Due:
        cites = tuple(entry.get("cites") or ())
        self.cited_at.append((source.place((*path, "cites")), cites))
        if "after" in entry:
            self.known(entry["after"], source.place((*path, "after")), "date")
        if "by" in entry:
            here = source.place((*path, "by"))
            if not self.defined_near(entry["by"], place):
                self.no_such(here, entry["by"], [n for layer in self.layers.values() for n in layer])
            elif not self.kinds_of(entry["by"]) <= {"window", "date"}:
                self.wrong(
                    here, f"{entry['by']} 不是日期也不是期间", f"{entry['by']} is neither a day nor a window",
                    "写一个日期或期间", "name a day or a window",
                )  # fmt: skip
        label = words(entry) if "zh" in entry else None
        return Due(label=label, cites=cites, **{name: entry.get(name) for name in PLAIN})

    # ---- versions and owners

    def declared_versions(self, versions: tuple[Declared, ...]) -> None:
        for one, other in combinations(versions, 2):
            earlier, later = sorted((one, other), key=lambda version: version.known_from)
            low = max(x for x in (one.since, other.since, 0) if x is not None)
            high = min(x for x in (one.until, other.until, 10**9) if x is not None)
            if type(one) is not type(other):
                self.wrong(
                    other.place, f"{other.name} 已是 {one.kind}", f"{other.name} is a {one.kind} already",
                    "换一个名称", "call it something else",
                )  # fmt: skip
            elif low <= high and (earlier.known_from == later.known_from or later.changes is None):
                self.wrong(
                    later.place, f"{later.name} 的两个版本覆盖同一天",
                    f"two versions of {later.name} cover the same day",
                    "用 since/until 分开；后来文件所改的，写明 extends:、replaces: 或 ends:",
                    "keep them apart with since/until; what a later document changed says extends:, replaces: or ends:",
                )  # fmt: skip

    def declared_owner(self, place: str, layer: Mapping[str, tuple[Declared, ...]]) -> None:
        """A name is one kind of thing, of one topic, along a chain."""
        for name, versions in layer.items():
            above = [
                found
                for region, names in self.declared.items()
                if region != place and place.startswith(f"{region}-")
                for found in names.get(name, ())
            ]
            for version in (*versions, *above):
                first = versions[0]
                if (version.topic, version.kind) != (first.topic, first.kind):
                    self.wrong(
                        first.place, f"{name} 是 {version.topic} 的 {version.kind}，{first.topic} 不能另立",
                        f"{name} is a {version.kind} of {version.topic}; {first.topic} cannot declare it too",
                        "放到同名专题之下，或换一个名称", "put it into that topic, or call it something else",
                    )  # fmt: skip
