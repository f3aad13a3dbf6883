"""Every condition, figure and fact behind an answer, with references to the list of sources at its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from renshe.engine.layout import INDENT, pad, table, wrap
from renshe.engine.page import CHANGES, CONDITIONS, GROUPS, MARKS, Page, in_marks


class Explained(Page):
    """The explanation, section by section."""

    def sections(self) -> list[list[str]]:
        """All sections, in reading order; the sources come last, when all references are made."""
        body = [self.conditions(), self.worked(), *self.schedules(), self.numbers(), self.facts()]
        return [*body, self.sources()]

    def distinct(self, nodes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Nodes without those months of a series that came out as an earlier one did."""
        kept: dict[Any, Mapping[str, Any]] = {}
        for node in nodes:
            moved = "#" in node["id"]
            holds = tuple(test["holds"] for test in node.get("tests", ()))
            key = (node["name"], node["status"], holds, tuple(node["reasons"])) if moved else node["id"]
            kept.setdefault(key, node)
        return list(kept.values())

    def conditions(self) -> list[str]:
        out: list[str] = []
        done: set[str] = set()
        shown = {node["id"] for node in self.distinct(self.nodes.values())}

        def tell(node: Mapping[str, Any], depth: int) -> None:
            if node["id"] in done or node["id"] not in shown:
                return
            done.add(node["id"])
            mark = MARKS[node["value"] if isinstance(node["value"], bool) else None]
            text = f"{self.called(node)}{self.state(node)} {self.note(node['cites'])}"
            out.extend(self.items([text], mark, depth))
            for line in self.tests(node):
                out.extend(wrap(line, INDENT * (depth + 2), INDENT * (depth + 3)))
            if node["kind"] in GROUPS:
                for read in node["reads"]:
                    below = self.nodes[read]
                    if below["kind"] in CONDITIONS or isinstance(below["value"], bool):
                        tell(below, depth + 1)

        for node in self.nodes.values():
            if node["kind"] in CONDITIONS:
                tell(node, 1)
        return self.titled("conditions", out)

    def state(self, node: Mapping[str, Any]) -> str:
        """What is missing for a condition, or that the case itself answered it."""
        if node["status"] == "undetermined":
            names = [self.name(name) for name in node["missing"]]
            if names == [self.say(node["label"])]:
                return self.bracket("未知" if self.zh else "not known")
            return self.bracket(f"缺：{self.joined(names)}" if self.zh else f"missing: {self.joined(names)}")
        if node["source"] == "given":
            return self.bracket("直接给出" if self.zh else "as given")
        return ""

    def worked(self) -> list[str]:
        out: list[str] = []
        for node in self.distinct(self.nodes.values()):
            if node["source"] != "rule" or node["kind"] in CONDITIONS or node["kind"] == "series":
                continue
            out += self.items([f"{self.valued(node)} {self.note(node['cites'])}{self.layer(node)}"])
            if "formula" in node:
                out += wrap(self.say(node["formula"]), INDENT * 2 + "= ", INDENT * 3)
            for line in self.tests(node):
                out += wrap(line, INDENT * 3, INDENT * 4)
        return self.titled("worked", out)

    def layer(self, node: Mapping[str, Any]) -> str:
        """Whose rule answered, where a place has its own instead of the one above it."""
        if not node.get("replaced"):
            return ""
        here = self.say(node["layer"]["name"])
        above = self.joined(self.say(place["name"]) for place in node["replaced"])
        return self.bracket(f"按{here}的规定，不按{above}的" if self.zh else f"the rule of {here}, not that of {above}")

    def schedules(self) -> list[list[str]]:
        sections = []
        for node in self.nodes.values():
            if node["kind"] == "series" and node.get("steps"):
                names = [self.say(at["label"]) for at in node["steps"][0]["at"]]
                of = self.nodes[node["steps"][0]["node"]]
                rows = [[*names, self.say(of["label"])]]
                for step in node["steps"]:
                    rows.append([*(self.say(at["display"]) for at in step["at"]), self.say(step["display"])])
                sections.append([f"{self.called(node)} {self.note(node['cites'])}", *table(rows, INDENT)])
        return sections

    def numbers(self) -> list[str]:
        out: list[str] = []
        seen: set[str] = set()
        for node in self.nodes.values():
            record = node.get("record")
            if record is None:
                continue
            # A record that answers for several months of a series is not one month's; its period says so.
            label = self.say(node["label"]) if "#" in node["id"] else self.called(node)
            head = f"{label}{self.colon()}{self.say(record['display'])}"
            lines = [*self.items([head]), *wrap(self.period(node, record), INDENT * 3, INDENT * 3)]
            if record["note"]:
                lines += wrap(self.say(record["note"]), INDENT * 3, INDENT * 3)
            if (text := "\n".join(lines)) not in seen:
                seen.add(text)
                out += lines
        return self.titled("numbers", out)

    def period(self, node: Mapping[str, Any], record: Mapping[str, Any]) -> str:
        """Since when and until when a number is in force, whose it is, how well it is known, and where it stands."""
        span = self.span(record["since"], record["until"])
        parts = [*([span] if span else []), self.say(record["place"]), self.say(record["grade_display"])]
        if record["changes"]:
            parts.append(self.changed(record["changes"]))
        return f"{('，' if self.zh else ', ').join(parts)} {self.note(record['cites'])}"

    def changed(self, changes: Mapping[str, Any]) -> str:
        """What a record did to an earlier document, by its number or its title."""
        document, did = changes["number"], CHANGES[self.language][changes["kind"]]
        if "title" in changes and document == changes["title"]["zh"]:
            document = in_marks(document) if self.zh else changes["title"]["en"]
        return f"{did}{document}" if self.zh else f"{did} {document}"

    def facts(self) -> list[str]:
        found: dict[str, None] = {}
        for node in self.nodes.values():
            moved = {at["name"] for at in node.get("at", ())}
            if node["source"] == "given" and node["name"] not in moved:
                found[self.valued(node)] = None
        return self.titled("facts", self.items(found))

    def sources(self) -> list[str]:
        out: list[str] = []
        size = len(f"[{len(self.notes)}]")
        for cite, number in self.notes.items():
            out += wrap(self.article(cite), INDENT + pad(f"[{number}]", size) + " ", INDENT + " " * (size + 1))
        return self.titled("sources", out)
