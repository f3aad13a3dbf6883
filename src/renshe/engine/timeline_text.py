"""A timeline as a page: the day, the day from which it could be known, and what happens."""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

from renshe.engine.errors import Language, Words
from renshe.engine.law_json import Json
from renshe.engine.law_page import LawPage
from renshe.engine.layout import pad, wrap

Key: TypeAlias = tuple[str, str]

DOCUMENT = {
    "signed": Words("签发", "signed"),
    "published": Words("公布", "published"),
    "in_force": Words("施行", "in force"),
    "expires": Words("届满", "expires"),
    "extends": Words("延长", "extends"),
    "repeals": Words("废止", "repeals"),
    "replaces": Words("替代", "replaces"),
    "amends": Words("修改", "amends"),
}
ABOUT = {
    "begins": Words("定为", "set"),
    "changes": Words("改变", "changes"),
    "ends": Words("到期", "ends"),
    "opens": Words("开始", "opens"),
    "closes": Words("截止", "closes"),
    "extended": Words("延长", "extended"),
    "cut": Words("缩短", "cut short"),
    "moved": Words("改期", "moved"),
    "due": Words("到期", "due"),
}
RULE = {
    "begins": Words("开始适用", "begins"),
    "known": Words("自此可知", "known from here on"),
    "ends": Words("不再适用", "ends"),
}
MARK = {
    "document": Words("文件", "document"),
    "number": Words("数值", "number"),
    "window": Words("期间", "period"),
    "rule": Words("规则", "rule"),
    "scheme": Words("待遇", "scheme"),
    "service": Words("服务", "service"),
    "package": Words("一件事", "package"),
    "duty": Words("职责", "duty"),
}
MOST_LINES = 6
"""How many cells of a table or steps of a scale are told one by one."""
COLUMN = 10


def timeline_text(found: Json, language: Language) -> str:
    """The events of a timeline, one after the other."""
    page = _Timeline(language)
    page.begin(found)
    for _, alike in groupby(found["events"], _alike):
        page.event(list(alike))
    if not found["events"]:
        page.line("没有这样的事项", "nothing happens there")
    return page.text()


def _alike(event: Json) -> object:
    """Rules, or duties, that one document made known on one day are told together."""
    if event["event"] != "known":
        return id(event)
    return event["kind"], event["day"], event["region"]["code"], tuple(event["replaced_in"])


class _Timeline(LawPage):
    """Rows of three columns; the third is wrapped within itself."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.rows: list[str] = []

    def text(self) -> str:
        head = super().text()
        return "\n".join([*([head, ""] if head else []), *self.rows]).strip("\n")

    def begin(self, found: Json) -> None:
        about, region = found["about"], found["region"]
        named = (
            self.say(about["label"]) + (f"（{about['name']}）" if self.zh else f" ({about['name']})") if about else ""
        )
        span = self.span({"since": found["from"], "until": found["to"]}) if found["from"] or found["to"] else ""
        if said := self.join([named, self.place(region) if region else "", span]):
            self.lines.append(said)
        if found["events"]:
            self.row(*(("日期", "可知自", "事项") if self.zh else ("day", "known from", "what happens")))

    def row(self, day: str, known: str, what: str) -> None:
        start = f"{pad(day, COLUMN)}  {pad(known, COLUMN)}  "
        self.rows += wrap(what, start, " " * (COLUMN * 2 + 4))

    def event(self, alike: list[Json]) -> None:
        event = alike[0]
        mark = MARK[event["kind"]][self.language]
        said = self.document(event) if event["kind"] == "document" else self.change_of(event, alike)
        known = event["known_from"] or self.not_said()
        self.row(event["at"], known, f"{mark}：{said}" if self.zh else f"{mark}: {said}")

    # ---- documents

    def document(self, event: Json) -> str:
        name, what = self.short(event["document"]), DOCUMENT[event["event"]][self.language]
        if event["by"] is None:
            said = f"{name} {what}"
        else:
            # An effect on a provision names it last among what it cites.
            at = next((cite["path"].rstrip("、") for cite in event["cites"][-1:]
                       if cite["id"].startswith(event["document"]["id"] + "/")), "")  # fmt: skip
            said = f"{self.short(event['by'])} {what} {' '.join(part for part in (name, at) if part)}"
        until = event["valid_until"] if event["by"] and not any(c["before"] for c in event["changes"]) else None
        if until:
            said += f" 至{until}" if self.zh else f" until {until}"
        return said + ("" if until else self.moved(event)) + self.overtaken(event)

    def short(self, document: Json) -> str:
        """A document by its number, else by its title, with its id."""
        name = document["number"] or self.say(document["title"])
        return f"{name}（{document['id']}）" if self.zh else f"{name} ({document['id']})"

    def moved(self, event: Json) -> str:
        """From what to what."""
        changes = event["changes"]
        if not changes:
            return ""
        if len(changes) > MOST_LINES:
            return f"：{len(changes)}项" if self.zh else f": {len(changes)} values"
        said = ("；" if self.zh else "; ").join(map(self.step, changes))
        return f"：{said}" if self.zh else f": {said}"

    def step(self, change: Json) -> str:
        before, after = self.say(change["before"]), self.say(change["after"])
        where = self.say(change["for"]) + " " if change["for"] else ""
        if not after:
            return where + (f"{before}，此后无" if self.zh else f"{before}, then none")
        return where + (f"{before} → {after}" if before else after)

    def overtaken(self, event: Json) -> str:
        later = event["superseded"]
        if later is None:
            return ""
        known, by = later["known_from"] or self.not_said(), later["by"]["id"]
        return f"（{known}起为 {by} 所改）" if self.zh else f" (otherwise from {known} on, by {by})"

    # ---- numbers, windows, rules

    def change_of(self, event: Json, alike: list[Json]) -> str:
        names = self.called([each["subject"] for each in alike])
        told = ABOUT if event["event"] in ABOUT and event["kind"] != "rule" else RULE
        what = told[event["event"]][self.language]
        place = "" if event["region"]["code"] == "CN" else self.say(event["region"]["label"])
        said = " ".join(part for part in (place, names, what) if part) + self.moved(event)
        span = {"since": event["valid_from"], "until": event["valid_until"]}
        if event["kind"] in ("number", "rule") and event["event"] in ("begins", "changes") and any(span.values()):
            said += self.bracket(self.span(span))
        said += self.whose(event) + self.overtaken(event) + self.by(event)
        if event["replaced_in"]:
            below = self.join(event["replaced_in"])
            said += f"（{below} 另有规定）" if self.zh else f" ({below} has its own)"
        return said

    def whose(self, event: Json) -> str:
        """Of a duty who must, and since when it may be done; of a window the schemes and duties that it times."""
        if event["kind"] == "window":
            names = dict.fromkeys(self.say(each["label"]) + self.who(each["holders"]) * (each["kind"] == "duty")
                                  for each in event["serves"])  # fmt: skip
            return self.bracket(("用于 " if self.zh else "of ") + self.join(names)) if names else ""
        if event["kind"] != "duty" or event["event"] != "due":
            return ""
        since = event["valid_from"]
        opens = self.bracket(f"{since}起" if self.zh else f"from {since}") if since else ""
        return opens + self.who(event["holders"])

    def who(self, holders: list[Json]) -> str:
        who = self.join(map(self.say, holders))
        return self.bracket(f"由{who}" if self.zh else f"by {who}") if who else ""

    def by(self, event: Json) -> str:
        """The document that says so and, unless it is printed here, how sure that is."""
        documents = list(dict.fromkeys(cite["id"].partition("/")[0] for cite in event["cites"]))
        weak = self.grade(event["grade"]) if event["grade"] not in (None, "printed") else ""
        # The first document it rests on is the one that made it known.
        return f" [{self.join([*documents[:1], weak])}]" if documents else ""

    def bracket(self, text: str) -> str:
        return f"（{text}）" if self.zh else f" ({text})"
