"""A page about the law itself, in one language: names, places, articles, days and doubts, always said the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from renshe.engine.errors import Language, Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.layout import INDENT, wrap
from renshe.engine.page import in_marks, where

Json: TypeAlias = dict[str, Any]

KIND = {
    "rule": Words("规则", "rule"),
    "condition": Words("条件", "condition"),
    "cause": Words("情形", "cause"),
    "eligibility": Words("各项条件须全部符合", "all of several requirements"),
    "anyof": Words("符合其中一项即可", "one of several alternatives"),
    "causes": Words("有其中一种情形即是", "any of several causes"),
    "reducer": Words("由清单归结的规则", "rule over a list"),
    "collect": Words("由条件得出的清单", "list from conditions"),
    "series": Words("逐月计算", "month by month"),
    "member": Words("某一分项的值", "value for one member"),
    "register": Words("登记查询", "answer from the register"),
    "total": Words("各行合计", "sum over rows"),
    "scalar": Words("数值", "number"),
    "table": Words("数值表", "table"),
    "scale": Words("分档数值", "scale"),
    "window": Words("期间", "window"),
}
EFFECT = {
    "extends": Words("延长", "extends"),
    "repeals": Words("废止", "repeals"),
    "replaces": Words("替代", "replaces"),
    "amends": Words("修改", "amends"),
    "sets": Words("设定", "sets"),
    "implements": Words("贯彻", "implements"),
    "interprets": Words("解读", "interprets"),
    "ends": Words("终止", "ends"),
}
ISSUE = {
    "misprint": Words("误植", "misprint"),
    "gap": Words("空缺", "gap"),
    "clash": Words("相抵", "clash"),
    "ambiguity": Words("两可", "two readings"),
    "unseen": Words("未见原文", "text not seen"),
    None: Words("疑点", "doubt"),
}


MOST_NAMED = 4
"""How many articles of one document are named one by one."""


class LawPage:
    """Lines in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.zh = language == "zh"
        self.lines: list[str] = []

    def text(self) -> str:
        wrapped: list[str] = []
        for line in self.lines:
            start = line[: len(line) - len(line.lstrip())]
            wrapped += wrap(line.strip(), start, start + INDENT * 2)
        return "\n".join(wrapped).strip("\n")

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def line(self, zh: str, en: str, depth: int = 0) -> None:
        self.lines.append(INDENT * depth + (zh if self.zh else en))

    def say(self, words: Json | Words | None) -> str:
        return "" if words is None else str(words[self.language])

    def head(self, zh: str, en: str) -> None:
        self.lines.append(("【" + zh + "】") if self.zh else en)

    def join(self, parts: Iterable[str]) -> str:
        return ("，" if self.zh else ", ").join(part for part in parts if part)

    def both(self, item: Json) -> str:
        """What people call it, with its name."""
        label = self.say(item["label"])
        return f"{label}（{item['name']}）" if self.zh else f"{label} ({item['name']})"

    def called(self, items: list[Json]) -> str:
        """What people call several things; with their names where they are few."""
        say = self.both if len(items) < MOST_NAMED else lambda item: self.say(item["label"])
        return ("、" if self.zh else ", ").join(map(say, items))

    def place(self, place: Json) -> str:
        label = self.say(place["label"])
        return (
            label
            if label == place["code"]
            else f"{label}（{place['code']}）"
            if self.zh
            else f"{label} ({place['code']})"
        )

    def kind(self, kind: str) -> str:
        return KIND[kind][self.language]

    def grade(self, grade: str) -> str:
        return GRADE_WORDS[grade].zh if self.zh else grade

    def document_name(self, item: Json) -> str:
        title, number = self.say(item["title"]), item["number"]
        if self.zh:
            return in_marks(title) + (f"（{number}）" if number else "")
        return title + (f" ({number})" if number else "")

    # ---- numbers, articles, uses

    def change(self, change: str | None) -> str:
        if change is None:
            return ""
        word, _, target = change.partition(" ")
        return f"{EFFECT[word][self.language]}{'' if self.zh else ' '}{target}"

    def span(self, item: Json) -> str:
        since, until = item["since"], item["until"]
        if since and until:
            return f"{since}至{until}" if self.zh else f"{since} to {until}"
        if since:
            return f"{since}起" if self.zh else f"from {since} on"
        if until:
            return f"至{until}" if self.zh else f"until {until}"
        return "不限起止" if self.zh else "no limit in time"

    def known(self, item: Json) -> str:
        return f"{item['known_from']}起可知" if self.zh else f"known from {item['known_from']}"

    def not_said(self) -> str:
        return "未载明" if self.zh else "not said"

    def article(self, cite: Json) -> str:
        """A provision by its document's number, or title, and its place there; without what it says."""
        return f"{self.titled(cite)} {where(cite['path'], self.language)}".rstrip()

    def titled(self, cite: Json) -> str:
        """The document of a provision by its number, else by its title."""
        title = self.say(cite["title"])
        return cite["number"] or (in_marks(title) if self.zh else title)

    def articles(self, cites: list[Json]) -> str:
        """Provisions named one after the other, those of a document together."""
        documents: dict[str, list[Json]] = {}
        for cite in cites:
            documents.setdefault(cite["id"].partition("/")[0], []).append(cite)
        said = []
        for several in documents.values():
            paths = list(dict.fromkeys(where(cite["path"], self.language) for cite in several))
            name = " ".join([self.titled(several[0]), self.some(paths)]).rstrip()
            ids = self.ids(several)
            said.append(f"{name}（{ids}）" if self.zh else f"{name} ({ids})")
        return ("；" if self.zh else "; ").join(said)

    def ids(self, cites: Iterable[Json]) -> str:
        """Ids of provisions; a document that several stand in is named once."""
        documents: dict[str, list[str]] = {}
        for cite in cites:
            document, _, key = cite["id"].partition("/")
            documents.setdefault(document, []).append(key)
        return self.join(f"{document}/{self.some(keys)}" for document, keys in documents.items())

    def some(self, parts: list[str]) -> str:
        """The first of many, and how many they are in all."""
        mark = "、" if self.zh else ", "
        if len(parts) <= MOST_NAMED:
            return mark.join(parts)
        said = mark.join(parts[: MOST_NAMED - 1])
        left = len(parts) - MOST_NAMED + 1
        return f"{said}等{len(parts)}处" if self.zh else f"{said} and {left} more"

    def cites(self, cites: list[Json], depth: int = 1) -> None:
        for cite in cites:
            place = self.article(cite)
            self.line(f"{place}（{cite['id']}）：{self.say(cite['gist'])}",
                      f"{place} ({cite['id']}): {self.say(cite['gist'])}", depth)  # fmt: skip

    def uses(self, uses: list[Json], zh: str, en: str) -> None:
        if uses:
            self.gap()
            self.head(zh, en)
            self.lines += [f"  {use['region']:<6} {self.both(use)}" for use in uses]

    # ---- doubts

    def issue(self, issue: Json, depth: int = 1, *, decides: bool = False) -> None:
        """A doubt and the reading taken; where it stands, when that is not said already."""
        self.line(f"{ISSUE[issue['kind']].zh}：{self.say(issue['what'])}",
                  f"{ISSUE[issue['kind']].en}: {self.say(issue['what'])}", depth)  # fmt: skip
        if issue["cites"] or issue["with"]:
            ours, theirs = (self.ids(issue[key]) for key in ("cites", "with"))
            zh, en = (f"；与之相抵：{theirs}", f", against {theirs}") if theirs else ("", "")
            self.line(f"见 {ours}{zh}", f"at {ours}{en}", depth + 1)
        if issue["reading"]:
            said = self.say(issue["reading"])
            self.line(f"所取读法：{said}", f"reading taken: {said}", depth + 1)
        if decides and issue["decides"]:
            names = self.join(dict.fromkeys(self.say(use["label"]) for use in issue["decides"]))
            self.line(f"关系到：{names}", f"bears on: {names}", depth + 1)

    def issues(self, issues: list[Json]) -> None:
        """Doubts under a heading of their own."""
        if issues:
            self.gap()
            self.head("疑点与所取读法", "Doubts and the readings taken")
            for issue in issues:
                self.issue(issue)
