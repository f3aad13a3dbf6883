"""The pieces a decision is told with: words in the reader's language, lists, articles, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from renshe.engine.errors import Language
from renshe.engine.layout import INDENT, width, wrap
from renshe.engine.scalars import READ
from renshe.engine.values import ValueType, display

CONDITIONS = frozenset({"condition", "cause", "eligibility", "any_of", "causes"})
GROUPS = frozenset({"eligibility", "any_of", "causes"})
MARKS = {True: "✓", False: "✗", None: "？"}
CHANGES = {
    "zh": {"extends": "延长", "replaces": "取代", "ends": "终止"},
    "en": {"extends": "extends", "replaces": "replaces", "ends": "ends"},
}
SAID = {
    "zh": {
        "why": "为什么", "change": "怎样会不同", "missing": "还缺什么",
        "unchecked": "没有核对的条件（不核对也能得出以上结果）", "assumed": "没有说明，按通常情形",
        "given": "直接采用给出的值，没有按规定计算", "notes": "请注意", "conditions": "逐项条件", "worked": "怎样算出",
        "numbers": "用到的数", "facts": "给出的情况", "sources": "依据", "basis": "依据",
    },
    "en": {
        "why": "Why", "change": "What would change it", "missing": "What is missing",
        "unchecked": "Not checked; the answer stands without it", "assumed": "Not stated; taken to be as usual",
        "given": "Taken as given, not worked out from the law", "notes": "Please note",
        "conditions": "Every condition", "worked": "How it was worked out", "numbers": "Numbers used",
        "facts": "Facts given", "sources": "Sources", "basis": "What it rests on",
    },
}  # fmt: skip


PATHS = {"条次未见": "article not seen", "序言": "preamble", "全文": "whole text", "末段": "last paragraph"}
"""Where a provision stands, said in words; numbers of articles stay as they are printed."""


class Page:
    """A document of ``renshe.decision/1`` and the language it is told in."""

    def __init__(self, document: Mapping[str, Any], language: Language) -> None:
        self.document, self.language = document, language
        self.zh = language == "zh"
        self.nodes: dict[str, Mapping[str, Any]] = {node["id"]: node for node in document["explanation"]}
        names = Counter(node["name"] for node in document["explanation"])
        self.several = {name for name, count in names.items() if count > 1}
        self.notes: dict[str, int] = {}

    def say(self, words: Mapping[str, str]) -> str:
        """The words in the reader's language."""
        return words[self.language]

    def colon(self) -> str:
        return "：" if self.zh else ": "

    def bracket(self, text: str) -> str:
        return f"（{text}）" if self.zh else f" ({text})"

    def joined(self, items: Iterable[str]) -> str:
        return ("、" if self.zh else ", ").join(items)

    def titled(self, title: str, lines: list[str]) -> list[str]:
        return [SAID[self.language][title], *lines] if lines else []

    def items(self, texts: Iterable[str], mark: str = "·", depth: int = 1) -> list[str]:
        """Each text as an item of a list, wrapped under itself."""
        start = INDENT * depth + mark + " "
        return [line for text in texts for line in wrap(text, start, " " * width(start))]

    def called(self, node: Mapping[str, Any]) -> str:
        """The label of a node; for which member or month it is, where there are several."""
        label = self.say(node["label"])
        if node["name"] in self.several:
            # A month of a series is told by its month; what else moves with it is a plain number.
            at = [self.say(item["display"]) for item in node.get("at", ()) if isinstance(item["value"], str)]
            return label + self.bracket(self.joined(at)) if at else label
        return label

    def valued(self, item: Mapping[str, Any]) -> str:
        """A name with its value."""
        return f"{self.called(item)}{self.colon()}{self.say(item['display'])}"

    def moment(self, text: str) -> str:
        """A day or a month of the document in words."""
        kind = "month" if len(text) == 7 else "date"
        return display(ValueType(kind), READ[kind](text), self.language)

    def span(self, since: str | None, until: str | None) -> str:
        """From when to when, in words; nothing where neither is set."""
        start, end = since and self.moment(since), until and self.moment(until)
        if start and end:
            return f"{start}至{end}" if self.zh else f"{start} to {end}"
        if start:
            return f"{start}起" if self.zh else f"from {start} on"
        return (f"至{end}" if self.zh else f"until {end}") if end else ""

    # ---- nodes and articles

    def article(self, cite: str) -> str:
        """A provision: document number, article, and what it says in our words."""
        cited = self.document["citations"].get(cite)
        if cited is None:
            return cite
        return f"{self.place(cited)}{self.colon()}{self.say(cited['gist'])}"

    def articles(self, cites: Iterable[str]) -> list[str]:
        """Provisions by their document, without what they say."""
        places: dict[str, dict[str, None]] = {}
        for cite in cites:
            cited = self.document["citations"].get(cite)
            if cited is not None:
                places.setdefault(self.titled_as(cited), {})[where(cited["path"], self.language)] = None
        return [f"{name} {('；' if self.zh else '; ').join(paths)}".rstrip() for name, paths in places.items()]

    def place(self, cited: Mapping[str, Any]) -> str:
        return " ".join(part for part in (self.titled_as(cited), where(cited["path"], self.language)) if part)

    def titled_as(self, cited: Mapping[str, Any]) -> str:
        """A document by its number, or by its title where it has none."""
        number: str = cited["number"]
        return number or (in_marks(cited["title"]["zh"]) if self.zh else cited["title"]["en"])

    def note(self, cites: Iterable[str]) -> str:
        """References to the list of sources."""
        numbers = [self.notes.setdefault(cite, len(self.notes) + 1) for cite in cites]
        return "".join(f"[{number}]" for number in numbers)

    def name(self, name: str) -> str:
        """What *name* is called somewhere in the document."""
        for output in self.document["outputs"].values():
            for part in output.get("parts", (output,)):
                for item in part["missing"]:
                    if item["name"] == name:
                        return self.say(item["label"])
        return next((self.say(node["label"]) for node in self.nodes.values() if node["name"] == name), name)

    def tests(self, node: Mapping[str, Any], said: str = "") -> list[str]:
        """The tests of a node, with a mark where the words do not say by themselves how it came out.

        A fact that only says again what has been *said* (else the label of the node) is left out.
        """
        heard = {(said or self.say(node["label"])) + self.colon() + word for word in ("是", "否", "yes", "no")}
        return [
            f"{'·' if test['kind'] == 'fact' else MARKS[test['holds']]} {self.say(test)}"
            for test in node.get("tests", ())
            if test["kind"] != "fact" or self.say(test) not in heard
        ]


def where(path: str, language: Language) -> str:
    """Where a provision stands in its document."""
    path = path.rstrip("、")
    return path if language == "zh" else PATHS.get(path, path)


def in_marks(title: str) -> str:
    """A Chinese title in its marks; a title within it gets the inner ones."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
