"""Reading the numbers of the topic folders, before any rule is looked at."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from renshe.engine.document_entries import words
from renshe.engine.lawbook import Number, Record
from renshe.engine.number_values import ENUM, number_value, unit_type
from renshe.engine.schemas import read_numbers
from renshe.engine.sources import Root, Sources, files_of, register_of
from renshe.engine.values import ValueProblem
from renshe.engine.yaml_source import Source


class NumberSources(Sources):
    """The files of numbers: all YAML of a topic folder that is no register of declarations."""

    def read_numbers(self) -> None:
        for root, place, topic in self.topics():
            for file in files_of(topic, ".yaml"):
                if register_of(file):
                    continue
                source = self.source(read_numbers, file, root)
                for name, entry in (source.data if source else {}).items():
                    self.number(name, entry, place, topic.name, source, root)  # type: ignore[arg-type]

    def number(self, name: str, entry: Mapping[str, Any], place: str, topic: str, source: Source, root: Root) -> None:
        layer = self.layers.setdefault(place, {})
        here = source.place((name,))
        existing = layer.get(name)
        if isinstance(existing, Number) and existing.topic == topic and self.number_roots[place, name] != root:
            # A later root adds records to a number; within one root this is a duplicate.
            records = (*existing.records, *self.number_records(name, entry, place, source))
            self.same_number(existing, entry, here)
        else:
            self.once(layer, name, source, (name,))
            records = self.number_records(name, entry, place, source)
        enum = entry["unit"].removeprefix(ENUM)
        if enum != entry["unit"] and enum not in self.enums:
            near = difflib.get_close_matches(enum, self.enums, 3)
            self.wrong(
                source.place((name, "unit")), f"没有枚举 {enum}", f"there is no enum {enum}",
                "在词表 enums 下声明" + ("，或改为：" + "、".join(near) if near else ""),
                "declare it under enums" + (", or write one of: " + ", ".join(near) if near else ""),
            )  # fmt: skip
        self.number_roots[place, name] = root
        layer[name] = Number(
            name=name,
            kind=entry["kind"],
            type=unit_type(entry["unit"], self.enums, nullable=bool(entry.get("nullable"))),
            unit=entry["unit"],
            clock=entry.get("clock", "date"),
            label=words(entry["label"]),
            by=tuple(entry.get("by", ())),
            records=records,
            layer=place,
            topic=topic,
            place=here,
            replaces=entry.get("replaces"),
        )

    def same_number(self, number: Number, entry: Mapping[str, Any], here: str) -> None:
        before = (number.kind, number.unit, number.clock, number.by)
        if before != (entry["kind"], entry["unit"], entry.get("clock", "date"), tuple(entry.get("by", ()))):
            kind, unit, clock, by = before
            keys = f" by {', '.join(by)}" if by else ""
            self.wrong(
                here, f"{number.name} 在别处是 {kind}{keys}，单位 {unit}，时钟 {clock}",
                f"{number.name} is a {kind}{keys} in {unit} on the clock {clock} elsewhere",
                "加记录时写得与它一致", "say the same when adding records",
            )  # fmt: skip

    def number_records(self, name: str, entry: Mapping[str, Any], place: str, source: Source) -> tuple[Record, ...]:
        records = []
        kind = unit_type(entry["unit"], self.enums, nullable=bool(entry.get("nullable")))
        clock = entry.get("clock", "date")
        for index, record in enumerate(entry.get("records") or ()):
            path = (name, "records", index)
            here = source.place(path)
            change = next(
                (f"{word} {record[word]}" for word in ("extends", "replaces", "ends") if word in record), None
            )
            if "in" in record:
                self.known_place(record["in"], here)
            try:
                value = number_value(entry["kind"], kind, record["value"]) if "value" in record else None
            except ValueProblem as problem:
                self.problems.append(problem.problem(here))
                continue
            records.append(
                Record(
                    since=self.clock_point(record.get("since"), clock, here),
                    until=self.clock_point(record.get("until"), clock, here, last=True),
                    value=value,
                    region=record.get("in", place),
                    cites=tuple(record["cites"]),
                    grade=record["grade"],
                    known_from=self.known_from(record["cites"], here),
                    note=words(record["note"]) if "note" in record else None,
                    changes=change,
                    ended="value" not in record,
                    place=here,
                )
            )
        return tuple(records)
