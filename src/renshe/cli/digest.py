"""A decision on a few lines, as ``demo`` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from renshe.engine.layout import cut, wrap
from renshe.engine.page import Page, in_marks

Json: TypeAlias = Mapping[str, Any]

MARKS = {"met": "✓", "not_met": "✗", "undetermined": "？"}
LONG = 40
"""Columns of a title; a longer one is cut."""
HEADS = {
    "zh": {"conditions": "条件", "worked": "怎样算出", "numbers": "用到的数"},
    "en": {"conditions": "Conditions", "worked": "How it was worked out", "numbers": "Numbers used"},
}


def parts_of(output: Json) -> Iterable[Json]:
    """An output's answers: one, or one for each member of a dimension."""
    parts: Iterable[Json] = output.get("parts", (output,))
    return parts


class Digest(Page):
    """The answer and why, each condition, each number, each with its article.

    What ``render`` explains at length stands here once and in short: a test beside its condition, of several
    articles the first, and one line for the members of a dimension that came out alike.
    """

    def lines(self) -> list[str]:
        """The digest, wrapped."""
        lines = [line for answer in self.answers() for line in wrap(answer, "▸ ", "    ")]
        lines += [line for note in self.remarks() for line in wrap(note, "  ", "    ")]
        for title, items in (("conditions", self.conditions()), ("worked", self.worked()), ("numbers", self.numbers())):
            wrapped = [line for item in dict.fromkeys(items) for line in wrap(item, "    ", "        ")]
            lines += ["  " + HEADS[self.language][title], *wrapped] if wrapped else []
        return lines

    # ---- words

    def both(self, zh: str, en: str) -> str:
        """What is said in the reader's language."""
        return zh if self.zh else en

    def members(self, items: Iterable[Json]) -> str:
        """For which members of a dimension; the months of a series are not told apart."""
        found = [at for item in items if "#" not in item.get("id", "") for at in item.get("at", ())]
        shown = self.joined(dict.fromkeys(self.say(at["display"]) for at in found))
        return self.bracket(shown) if shown else ""

    def cited(self, cites: Iterable[str]) -> str:
        """The first article by the number of its document, and how many more there are."""
        found = [self.document["citations"][cite] for cite in cites if cite in self.document["citations"]]
        if not found:
            return ""
        title = found[0]["title"]
        name = found[0]["number"] or self.both(in_marks(cut(title["zh"], LONG)), cut(title["en"], LONG))
        more = self.both(f" 等{len(found)}条", f" and {len(found) - 1} more") if len(found) > 1 else ""
        return f" 〔{name} {found[0]['path'].rstrip('、')}{more}〕"

    # ---- the answer

    def answers(self) -> Iterator[str]:
        """Each output with its articles; the members of a dimension that came out alike together."""
        for output in self.document["outputs"].values():
            alike: dict[str, list[Json]] = {}
            for part in parts_of(output):
                alike.setdefault(self.say(part["display"]), []).append(part)
            for shown, parts in alike.items():
                label = self.say(output["label"]) + self.members(parts)
                yield label + self.colon() + shown + self.cited(self.nodes[parts[0]["node"]]["cites"])

    def remarks(self) -> Iterator[str]:
        """Reasons, what is missing, what was taken as it stands, and how well the sources are known."""
        document, colon, stop = self.document, self.colon(), self.both("。", ".")
        for reason in document["reasons"]:
            yield self.both("因为", "because") + colon + self.say(reason)
        for change in document["would_change"][:1]:
            yield self.say(change) + stop
        parts = [part for output in document["outputs"].values() for part in parts_of(output)]
        for item in {item["name"]: item for part in parts for item in part["missing"]}.values():
            yield self.both("缺", "missing") + colon + self.say(item.get("question") or item["label"])
        for taken, words in (
            ("assumed", ("没有说明，按通常情形", "not stated, taken as usual")),
            ("given", ("直接采用给出的值", "taken as given")),
        ):
            for item in document[taken]:
                yield self.both(*words) + colon + self.say(item["label"]) + self.bracket(self.say(item["display"]))
        yield from (self.say(notice) + stop for notice in document["notices"])
        grade = document["grade"]
        yield self.both("依据等级", "sources") + colon + self.both(grade["zh"], grade["weakest"])

    # ---- what it rests on

    def conditions(self) -> Iterator[str]:
        """Every condition and cause, and how it came out."""
        alike: dict[tuple[str, bool | None], list[Json]] = {}
        for node in self.nodes.values():
            if node["kind"] in ("condition", "cause", "causes") and node["status"] in MARKS:
                alike.setdefault((node["name"], node["value"]), []).append(node)
        outcomes = Counter(name for name, _ in alike)
        for (name, _), nodes in alike.items():
            first, members = nodes[0], self.members(nodes) if outcomes[name] > 1 else ""
            # The last test decided. A bare yes or no only repeats the condition.
            said = [test for test in first.get("tests", ())[-1:] if not test["zh"].endswith(("：是", "：否"))]
            test = self.both("——", " – ") + self.say(said[0]) if said and len(nodes) == 1 else ""
            yield f"{MARKS[first['status']]} {self.say(first['label'])}{members}{test}{self.cited(first['cites'])}"

    def worked(self) -> Iterator[str]:
        """The formula of each output that has one; of the members of a dimension that have the same, once."""
        asked = [part["node"] for output in self.document["outputs"].values() for part in parts_of(output)]
        alike: dict[tuple[str, str], list[Json]] = {}
        for node in self.nodes.values():
            if node["id"] in asked and "formula" in node:
                label, formula = self.say(node["label"]), self.say(node["formula"])
                if not formula.startswith((f"{label}（", f"{label} (")):
                    alike.setdefault((label, formula), []).append(node)
        for (label, formula), nodes in alike.items():
            named = label + self.members(nodes)
            yield f"{named}{'' if named.endswith('）') else ' '}= {formula}"

    def numbers(self) -> Iterator[str]:
        """Every number with its period, its place, its grade and its article."""
        for node in self.nodes.values():
            record = node.get("record")
            if record is not None:
                place = self.say(node["layer"]["name"])
                if record["region"] != node["layer"]["region"]:
                    # The nation set it for one province.
                    where = self.say(record["place"])
                    place = self.both(f"{place}对{where}的规定", f"{place} for {where}")
                grade = self.both(record["grade_display"]["zh"], record["grade"])
                facts = [fact for fact in (self.span(record["since"], record["until"]), place, grade) if fact]
                said = self.both("；", "; ") + self.both("，", ", ").join(facts) + self.cited(record["cites"])
                yield self.say(node["label"]) + self.colon() + self.say(record["display"]) + said
