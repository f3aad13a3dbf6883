"""What ``browse`` found as a page to read, in Chinese or in English: the name first, what it rests on, what uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from renshe.engine.errors import Language, Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.layout import INDENT, wrap
from renshe.engine.page import in_marks

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
TYPE = {
    "boolean": Words("是或否", "yes or no"),
    "integer": Words("整数", "whole number"),
    "months": Words("月数", "months"),
    "days": Words("天数", "days"),
    "money": Words("金额", "amount of money"),
    "rate": Words("比例", "rate"),
    "date": Words("日期", "date"),
    "month": Words("月份", "month"),
    "partial_day": Words("日期或月份", "date or month"),
    "text": Words("文字", "text"),
    "enum": Words("选项", "choice"),
    "list": Words("清单", "list"),
    "record": Words("记录", "record"),
}
PLURAL = {
    "integer": "whole numbers", "months": "numbers of months", "money": "amounts of money", "rate": "rates",
    "date": "dates", "month": "months", "partial_day": "dates or months", "text": "texts", "enum": "choices",
    "record": "records",
}  # fmt: skip
NUMBERS = ("scalar", "table", "scale", "window")
DETERMINED = ("rule", "reducer", "series", "collect", "eligibility", "anyof", "causes", "register", "member", "total")
"""Kinds that one asks for; conditions, causes and numbers are what they are made of."""


def listing_text(found: Json, language: Language) -> str:
    """A listing: every topic in short, or one topic name by name."""
    page = _Page(language)
    if not found["topics"]:
        place = page.place(found["region"]) if found["region"] else ""
        page.line(
            f"没有收录{place}自己的规定，适用上级规定",
            f"no law of {place} itself is held; the law above it applies",
        )
    for topic in found["topics"]:
        page.topic(topic, whole=found["topic"] is not None)
    if found["topic"] is None and found["topics"]:
        page.line("renshe law list 主题 列出该主题的全部名称；renshe law show 名称 看一项的内容",
                  "renshe law list TOPIC lists all names of a topic; renshe law show NAME shows one")  # fmt: skip
    return page.text()


def entry_text(found: Json, language: Language) -> str:
    """One entry; whatever the name stands for, one after the other."""
    page = _Page(language)
    for item in found["found"]:
        page.gap()
        getattr(page, item["is"])(item)
    return page.text()


class _Page:
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

    # ---- topics

    def topic(self, topic: Json, *, whole: bool) -> None:
        self.gap()
        places = self.join(self.place(place) for place in topic["regions"])
        self.lines.append(f"{topic['topic']}  {places}")
        if whole:
            for document in topic["documents"]:
                self.lines.append(f"  {document['id']}  {self.document_name(document)}")
            self.gap()
        names = topic["names"] if whole else [name for name in topic["names"] if name["kind"] in DETERMINED]
        width = max((len(name["name"]) for name in names), default=0)
        for name in names:
            regions = " ".join(name["regions"])
            tail = f"  {self.kind(name['kind'])}  {regions}" if whole else ""
            self.lines.append(f"  {name['name']:<{width}}  {self.say(name['label'])}{tail}")
        if not whole:
            self.rest(topic["names"])

    def rest(self, names: list[Json]) -> None:
        """How many names there are besides those shown."""
        numbers = sum(name["kind"] in NUMBERS for name in names)
        conditions = sum(name["kind"] not in (*NUMBERS, *DETERMINED) for name in names)
        zh = [f"条件{conditions}项"] * bool(conditions) + [f"数值{numbers}项"] * bool(numbers)
        en = [f"{n} {what}{'s' * (n != 1)}" for n, what in ((conditions, "condition"), (numbers, "number")) if n]
        if zh:
            self.line("另有" + "、".join(zh), "and " + ", ".join(en), 1)

    # ---- names

    def name(self, item: Json) -> None:
        self.lines.append(self.both(item))
        kind = item["type"]
        shown = self.type(kind) if kind else ""
        self.line(f"主题 {item['topic']}；{shown}", f"topic {item['topic']}; {shown}", 1)
        if item["input"]:
            self.input(item["input"], kind)
        for rule in item["rules"]:
            self.rule(rule)
        for number in item["numbers"]:
            self.number(number)
        self.uses(item["read_by"], "谁用到它", "Used by")

    def type(self, kind: Json) -> str:
        words = TYPE[kind["kind"]][self.language]
        if "item" in kind:
            item = kind["item"]["kind"]
            words = f"{words}（{self.type(kind['item'])}）" if self.zh else f"{words} of {PLURAL.get(item, item)}"
        if kind.get("nullable"):
            words += "，可以为无" if self.zh else ", may be none"
        return words

    def input(self, item: Json, kind: Json) -> None:
        self.gap()
        self.head("询问", "Question")
        self.lines.append(f"  {self.say(item['question'])}")
        if item["help"]:
            self.lines.append(f"  {self.say(item['help'])}")
        inner = kind.get("item", kind)
        for choice in inner.get("choices", ()):
            self.lines.append(f"    {choice['name']}  {self.say(choice['label'])}")
        for field in inner.get("fields", ()):
            shown = self.type(field["type"])
            self.lines.append(f"    {field['name']}  {self.say(field['label'])}（{shown}）" if self.zh
                              else f"    {field['name']}  {self.say(field['label'])} ({shown})")  # fmt: skip
        if item["assumed"]:
            shown = self.say(item["assumed"]["shown"])
            self.line(f"没有说明时取：{shown}", f"taken where nothing is said: {shown}", 1)
        if item["dimension"]:
            self.line("不写时逐项作答", "left out, the answer is given for each of them", 1)

    def rule(self, rule: Json) -> None:
        self.gap()
        self.head(f"{self.kind(rule['kind'])} · {self.place(rule['region'])}",
                  f"{self.kind(rule['kind']).capitalize()} · {self.place(rule['region'])}")  # fmt: skip
        if rule["summary"] and not self.zh:
            self.lines.append(f"  {rule['summary']}")
        facts = self.join([self.span(rule), self.known(rule)])
        self.lines.append(f"  {facts}")
        if rule["replaces"]:
            self.line(f"取代 {rule['replaces']}", f"takes the place of {rule['replaces']}", 1)
        self.cites(rule["cites"])
        if rule["reads"]:
            self.line("取用", "reads", 1)
            self.lines += [f"    {self.both(name)}" for name in rule["reads"]]
        if rule["reasons"]:
            self.line("可能给出的理由", "may give the reasons", 1)
            for reason in rule["reasons"]:
                where = self.join(cite["id"] for cite in reason["cites"])
                self.lines.append(f"    {self.reason_name(reason)}" + (f"  {where}" if where else ""))

    def number(self, number: Json) -> None:
        self.gap()
        head = f"{self.kind(number['kind'])} · {self.place(number['region'])}"
        by = self.join(self.say(name["label"]) for name in number["by"])
        self.head(head + (f" · 按{by}" if by else ""), head[:1].upper() + head[1:] + (f" · by {by}" if by else ""))
        if not number["records"]:
            self.line(
                "所收文件没有给出这个数，知道的话可以直接给出", "no text held here gives it; give it if you know it", 1
            )
        for record in number["records"]:
            self.record(record, number)

    def record(self, record: Json, number: Json) -> None:
        lines = record["shown"]
        here = "" if record["region"] == number["region"] else self.place(record["region"])
        grade = self.grade(record["grade"])
        # A window is its own span.
        span = "" if number["kind"] == "window" else self.span(record)
        facts = self.join([here, span, grade, self.known(record), self.change(record["changes"])])
        if len(lines) == 1 and not lines[0]["for"]:
            self.lines.append(f"  {self.say(lines[0]['value'])}    {facts}")
        else:
            self.lines.append(f"  {facts}")
            self.lines += [f"    {self.say(line['for'])}  {self.say(line['value'])}" for line in lines]
        if record["note"]:
            self.lines.append(f"    {self.say(record['note'])}")
        self.cites(record["cites"], depth=2)

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

    def cites(self, cites: list[Json], depth: int = 1) -> None:
        for cite in cites:
            title = self.say(cite["title"])
            number = cite["number"] or (in_marks(title) if self.zh else title)
            where = " ".join((number, cite["path"]))
            self.line(f"{where}（{cite['id']}）：{self.say(cite['gist'])}",
                      f"{where} ({cite['id']}): {self.say(cite['gist'])}", depth)  # fmt: skip

    def uses(self, uses: list[Json], zh: str, en: str) -> None:
        if uses:
            self.gap()
            self.head(zh, en)
            self.lines += [f"  {use['region']:<6} {self.both(use)}" for use in uses]

    # ---- reasons, choices

    def reason_name(self, item: Json) -> str:
        return (
            f"{self.say(item['label'])}（{item['code']}）" if self.zh else f"{self.say(item['label'])} ({item['code']})"
        )

    def reason(self, item: Json) -> None:
        self.head("理由", "Reason")
        self.lines.append(f"  {self.reason_name(item)}")
        self.uses(item["given_by"], "由谁给出", "Given by")

    def choices(self, item: Json) -> None:
        self.head(f"选项 {item['name']}", f"Choices {item['name']}")
        self.lines += [f"  {choice['name']}  {self.say(choice['label'])}" for choice in item["choices"]]
        if item["names"]:
            self.line("用于", "used for", 1)
            self.lines += [f"    {self.both(name)}" for name in item["names"]]

    # ---- documents, provisions

    def document(self, item: Json) -> None:
        self.lines.append(self.document_name(item))
        self.lines.append("  " + self.join([item["id"], self.place(item["region"]), *item["issuers"]]))
        days = [
            ("签发", "signed", "signed"),
            ("公布", "published", "published"),
            ("可知自", "known from", "known_from"),
        ]
        self.lines.append(
            "  " + self.join(f"{zh if self.zh else en} {item[key] or self.not_said()}" for zh, en, key in days)
        )
        start, end = item["effective_from"] or self.not_said(), item["effective_to"]
        where = f" [{self.join(item['effective_cites'])}]" if item["effective_cites"] else ""
        self.line(f"施行自 {start}" + (f"，至 {end}" if end else "") + where,
                  f"in force from {start}" + (f" to {end}" if end else "") + where, 1)  # fmt: skip
        grade = self.grade(item["grade"])
        outside = (
            "" if not item["external"] else "所依据的外部文件" if self.zh else "relied on, not printed in the bulletin"
        )
        self.lines.append("  " + self.join([f"等级：{grade}" if self.zh else f"grade: {grade}", outside]))
        if item["same_number"]:
            same = self.join(item["same_number"])
            self.line(f"同一文号还有：{same}", f"the same number also names: {same}", 1)
        self.effects(item)
        if item["provisions"]:
            self.gap()
            self.head("条款", "Provisions")
            for provision in item["provisions"]:
                self.lines += self.provision_lines(provision)

    def not_said(self) -> str:
        return "未载明" if self.zh else "not said"

    def effects(self, item: Json) -> None:
        if not item["effects"] and not item["affected_by"]:
            return
        self.gap()
        self.head("与其他文件", "Other documents")
        for effect in item["effects"]:
            target = f"{effect['target']} {self.document_name(effect['target_document'])}"
            self.lines.append(f"  {self.effect(effect)} {target}")
        for effect in item["affected_by"]:
            source = f"{effect['document']['id']} {self.document_name(effect['document'])}"
            self.line(f"{source} {self.effect(effect)} {effect['target']}",
                      f"{source} {self.effect(effect)} {effect['target']}", 1)  # fmt: skip

    def effect(self, effect: Json) -> str:
        word = EFFECT[effect["kind"]][self.language]
        if effect["from"]:
            word += f"（自{effect['from']}）" if self.zh else f" (from {effect['from']})"
        if effect["until"]:
            word += f"（至{effect['until']}）" if self.zh else f" (until {effect['until']})"
        return word

    def provision(self, item: Json) -> None:
        self.lines.append(f"{self.document_name(item['document'])} {item['path']}")
        self.lines += list(self.provision_lines(item))

    def provision_lines(self, item: Json) -> Iterator[str]:
        yield f"  {item['id']}  {item['path']}  {self.say(item['gist'])}"
        if item["measure"] is not None:
            units = self.join(item["units"])
            yield (
                f"      第{item['measure']}项措施：{units}" if self.zh else f"      measure {item['measure']}: {units}"
            )
        if item["cited_by"]:
            users = self.join(dict.fromkeys(self.say(use["label"]) for use in item["cited_by"]))
            yield f"      据此：{users}" if self.zh else f"      rests on it: {users}"
