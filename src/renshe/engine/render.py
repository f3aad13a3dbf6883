"""A decision in words, for a person who worries about it and for the clerk who has to stand by it.

A view of ``renshe.decision/1``: whatever is said here stands in that document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renshe.engine.errors import Language
from renshe.engine.layout import INDENT, pad, width, wrap
from renshe.engine.page import CONDITIONS, GROUPS, MARKS, Page
from renshe.engine.render_explanation import Explained

FEW = 4
"""Up to so many articles are told with what they say, more of them by their numbers."""
COMPUTED = {"zh": "已计算", "en": "computed"}


def render(document: Mapping[str, Any], language: Language, explain: bool = False) -> str:
    """The text of a ``renshe.decision/1`` document.

    Args:
        document: what ``Decision.to_json()`` gives.
        language: ``zh`` or ``en``.
        explain: also every condition, every number with its period and article, and each month of a series.
    """
    return "\n".join(_lines(document, language, explain))


def _lines(document: Mapping[str, Any], language: Language, explain: bool) -> list[str]:
    told, explained = Told(document, language), Explained(document, language)
    sections = [told.answers(), told.why(), *([] if explain else [told.basis()]), told.change(), told.missing()]
    sections += [told.unchecked(), told.assumed(), told.given(), told.noted()]
    if explain:
        sections += explained.sections()
    out: list[str] = []
    for section in (*sections, told.foot()):
        if section:
            out += [*([""] if out else []), *section]
    return out


class Told(Page):
    """The answer: what it is, why, what would change it, what it left open."""

    # ---- the answer

    def answers(self) -> list[str]:
        rows: list[tuple[str, str, str]] = []
        for output in self.document["outputs"].values():
            for parts in self.alike(output):
                label, first = self.say(output["label"]) + self.of_parts(parts), parts[0]
                status = self.bracket(COMPUTED[self.language]) if first["status"] == "computed" else ""
                rows.append((label + self.colon(), self.say(first["display"]), status))
        columns = max(width(label) for label, _, _ in rows)
        out: list[str] = []
        for label, shown, status in rows:
            # A label that takes half a page is followed by its value wherever that falls.
            long = width(label) > 48
            start = "" if long else pad(label, columns if columns <= 48 else width(label))
            out += wrap((label if long else "") + shown + status, start, INDENT * 2)
        return [*out, self.where()]

    def alike(self, output: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
        """The parts of an output, those that came out alike together."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for part in output.get("parts", (output,)):
            found.setdefault(self.say(part["display"]), []).append(part)
        return list(found.values())

    def of_parts(self, parts: Sequence[Mapping[str, Any]]) -> str:
        """For which members of a dimension, or of several, some parts stand."""
        each = [self.joined(self.say(at["display"]) for at in part["at"]) for part in parts if "at" in part]
        if not each:
            return ""
        several = any(len(part["at"]) > 1 for part in parts)
        return self.bracket(("；" if self.zh else "; ").join(each) if several else self.joined(each))

    def where(self) -> str:
        case = self.document["case"]
        parts = [self.say(case["region"]["name"]), self.moment(case["date"])]
        if case.get("month", "?") != "?":
            month = self.moment(case["month"])
            parts.append(f"属期{month}" if self.zh else f"for {month}")
        if case["known_on"]:
            known = self.moment(case["known_on"])
            parts.append(f"按{known}已知的规定" if self.zh else f"under the law known on {known}")
        return ("，" if self.zh else ", ").join(parts)

    # ---- why

    def why(self) -> list[str]:
        out: list[str] = []
        for reason in self.document["reasons"]:
            origins = [self.nodes[origin] for origin in reason["conditions"]]
            refused = any(node["value"] is False for node in origins)
            out += self.items([self.say(reason)], MARKS[False] if refused else "·")
            seen: dict[str, None] = {}
            for node in origins:
                seen.update(dict.fromkeys(self.tested(node, self.say(reason))))
            for line in seen:
                out += wrap(line, INDENT * 3, INDENT * 4)
            few = len(reason["cites"]) <= FEW
            for text in map(self.article, reason["cites"]) if few else self.articles(reason["cites"]):
                out += wrap(text, INDENT * 3, INDENT * 4)
        return self.titled("why", out)

    def basis(self) -> list[str]:
        """How an answer that needs no reason came about, and on what it rests."""
        formulas: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        rests: dict[str, None] = {}
        for output in self.document["outputs"].values():
            for part in output.get("parts", (output,)):
                node = self.nodes[part["node"]]
                if part["status"] == "undetermined" or part["reasons"]:
                    continue
                if "formula" in node:
                    formulas.setdefault((self.say(output["label"]), self.say(node["formula"])), []).append(part)
                rests.update(dict.fromkeys(node["cites"]))
        out: list[str] = []
        for (label, formula), parts in formulas.items():
            label += self.of_parts(parts)
            out += self.items([f"{label}{'' if label.endswith('）') else ' '}= {formula}"])
        return self.titled("basis", [*out, *self.items(self.articles(rests))])

    def tested(self, node: Mapping[str, Any], said: str) -> list[str]:
        """The tests of a node with their marks, without what was *said* already; of a group those of its members."""
        if node["kind"] in GROUPS:
            # A circumstance that is there has told its own tests; the others have no part in it.
            below = [self.nodes[read] for read in node["reads"] if node["kind"] != "causes"]
            return [line for each in below if each["kind"] in CONDITIONS for line in self.tested(each, said)]
        return self.tests(node, said)

    # ---- what else there is to know

    def change(self) -> list[str]:
        stop = "。" if self.zh else "."
        return self.titled("change", self.items(self.say(change) + stop for change in self.document["would_change"]))

    def missing(self) -> list[str]:
        found: dict[str, None] = {}
        for output in self.document["outputs"].values():
            for part in output.get("parts", (output,)):
                found.update(dict.fromkeys(self.lack(item) for item in part["missing"]))
        return self.titled("missing", self.items(found))

    def lack(self, item: Mapping[str, Any]) -> str:
        """What is missing, and who can tell it: the person asked, or only the law."""
        label, name = self.say(item["label"]), self.bracket(item["name"])
        if item["kind"] == "law":
            of = self.joined(f"“{self.say(each['label'])}”" for each in item["of"])
            return (
                f"规定：没有收录对此时此地适用的规定{f'（{of}）' if of else ''}"
                if self.zh
                else f"the law: no text that applies at this time and place is held{f' ({of})' if of else ''}"
            )
        if item["kind"] == "number":
            return (
                f"{label}{name}：由规定确定的数，没有收录此时此地的；知道的话可以直接给出"
                if self.zh
                else f"{label}{name}: a number set by law; none that applies is held. If you know it, give it"
            )
        asked = f"{self.colon()}{self.say(item['question'])}" if "question" in item else ""
        return f"{label}{name}{asked}"

    def unchecked(self) -> list[str]:
        found: dict[str, None] = {}
        for output in self.document["outputs"].values():
            for part in output.get("parts", (output,)):
                found.update(dict.fromkeys(self.say(item["label"]) for item in part["not_checked"]))
        return self.titled("unchecked", self.items(found))

    def assumed(self) -> list[str]:
        return self.titled("assumed", self.items(map(self.valued, self.document["assumed"])))

    def given(self) -> list[str]:
        return self.titled("given", self.items(map(self.override, self.document["given"])))

    def override(self, item: Mapping[str, Any]) -> str:
        """A given value, with whose law it stands in the place of."""
        where, rule = self.say(item["layer"]["name"]), item["replaces"] == "rule"
        zh = f"没有按{where}的规定计算" if rule else f"没有用{where}规定的数"
        en = f"{where} has a {'rule' if rule else 'number'} for this; it was not used"
        return self.valued(item) + self.bracket(zh if self.zh else en)

    def noted(self) -> list[str]:
        stop = "。" if self.zh else "."
        return self.titled("notes", self.items(self.say(notice) + stop for notice in self.document["notices"]))

    # ---- the foot

    def foot(self) -> list[str]:
        grade, book = self.document["grade"], self.document["lawbook"]
        of = [f"“{self.say(item['label'])}”" for item in grade["of"]]
        some = self.joined(of[:3])
        known = self.document["case"]["known_on"]
        if self.zh:
            weak = f"；属于这一级的是{some}{'等' if len(of) > 3 else ''}" if some else ""
            until = f"截至{self.moment(known)}已知的规定" if known else "收录的全部规定"
            return wrap(f"依据等级：{self.say(grade)}{weak}。法规库 {book}，按{until}。", "", INDENT)
        weak = f"; this is so for {some}{' and others' if len(of) > 3 else ''}" if some else ""
        until = f"as known on {self.moment(known)}" if known else "all law held"
        return wrap(f"Grade of the sources: {self.say(grade)}{weak}. Lawbook {book}, {until}.", "", INDENT)
