"""What ``browse`` found as a page to read, in Chinese or in English: the name first, what it rests on, what uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from renshe.engine.errors import Language, Words
from renshe.engine.law_page import EFFECT, LawPage
from renshe.engine.layout import INDENT
from renshe.engine.page import where

Json: TypeAlias = dict[str, Any]

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
MOST_RECORDS = 8
"""How many records of numbers read further down are told one by one."""
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


class _Page(LawPage):
    """Lines in one language."""

    # ---- topics

    def topic(self, topic: Json, *, whole: bool) -> None:
        self.gap()
        places = self.join(self.place(place) for place in topic["regions"])
        self.lines.append(f"{topic['topic']}  {self.say(topic['label'])}  {places}")
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
        if item["region"]:
            here = self.place(item["region"])
            self.line(f"只列{here}适用的规定", f"only what counts in {here}", 1)
        if item["input"]:
            self.input(item["input"], kind)
        for rule in item["rules"]:
            self.rule(rule)
        for number in item["numbers"]:
            self.number(number)
        self.read_numbers(item)
        self.uses(item["read_by"], "谁用到它", "Used by")
        if item["region"] and not (item["rules"] or item["numbers"] or item["input"]):
            self.gap()
            self.line("所收文件在此地没有规定", "no text held here says anything of it for this place")
        if item["numbers"] and not item["read_by"] and not item["region"]:
            self.line("没有规则用到它；名称是否写对了？", "No rule uses it; is its name spelt as they spell it?")
        self.doubts(item)
        if item["cases"]:
            self.gap()
            own, others = item["cases"]["expect_it"], item["cases"]["may_read_it"]
            self.line(f"案例：直接核对它的{own}个，结果可能用到它的另有{others}个",
                      f"Cases: {own} expect a value of it, {others} more expect what may read it")  # fmt: skip

    def doubts(self, item: Json) -> None:
        """Doubts at the provisions it rests on; of others on the same documents, how many there are and where."""
        self.issues(item["issues"])
        shown = {(issue["document"]["id"], issue["what"]["zh"]) for issue in item["issues"]}
        left = {document["id"]: document["issues"] - sum(id == document["id"] for id, _ in shown)
                for document in item["documents"]}  # fmt: skip
        if not any(left.values()) and not item["issues_below"]:
            return
        if not item["issues"]:
            self.gap()
            self.head("疑点", "Doubts")
        for id, count in left.items():
            if count:
                self.line(f"{id} 的{'其他' if shown else ''}疑点有{count}处，见 renshe law show {id}",
                          f"{count} {'other ' if shown else ''}on {id}: renshe law show {id}", 1)  # fmt: skip
        if count := item["issues_below"]:
            self.line(f"它所取用的规则另有{count}处，见 renshe law conflicts {item['name']}",
                      f"{count} more at the rules it reads: renshe law conflicts {item['name']}", 1)  # fmt: skip

    def read_numbers(self, item: Json) -> None:
        """The numbers a rule reads with their articles, and in short those that what it reads goes by."""
        if not item["reads_numbers"] and not (item["rules"] and item["numbers_below"]):
            return
        self.gap()
        self.head("它用的数", "Numbers it reads")
        for name in item["reads_numbers"]:
            self.lines.append(f"  {self.both(name)}")
            records = [(record, number) for number in name["numbers"] for record in number["records"]]
            for record, number in records:
                self.record(record, number, depth=2, place=True)
            if not records:
                self.line("没有收录，由案例给出", "none is held; the case gives it", 2)
        self.below(item["numbers_below"], "经所取用的规则还用到", "through the rules it reads")

    def below(self, names: list[Json], zh: str, en: str, depth: int = 1) -> None:
        """Numbers in short, one record a line; where they are many, only what they are called."""
        start = INDENT * depth
        count = sum(len(number["records"]) for name in names for number in name["numbers"])
        if count > MOST_RECORDS:
            said = self.join(self.both(name) for name in names)
            self.line(f"{zh}：{said}", f"{en}: {said}", depth)
        elif names:
            self.line(zh, en, depth)
            for name in names:
                self.lines.append(f"{start}  {self.both(name)}")
                for number in name["numbers"]:
                    self.lines += [f"{start}    {self.in_short(record, number)}" for record in number["records"]]

    def in_short(self, record: Json, number: Json) -> str:
        """A record in one line: its value, or how many there are, its time, its grade and its articles."""
        shown = record["shown"]
        value = self.say(shown[0]["value"])
        if len(shown) > 1 or shown[0]["for"]:
            value = f"{len(shown)}项" if self.zh else f"{len(shown)} values"
        return f"{value}    {self.facts(record, number, place=True)} [{self.ids(record['cites'])}]"

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
        if rule["replaced_in"]:
            below = self.join(self.place(place) for place in rule["replaced_in"])
            self.line(f"在此地由{below}自己的规定取代", f"does not count here: {below} has its own", 1)
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

    def record(self, record: Json, number: Json, depth: int = 1, *, place: bool = False) -> None:
        """One record of a number.

        Args:
            record, number: what was recorded, and of what.
            depth: how far in it stands.
            place: it stands among those of other places, so that its own is said, and within a page that has more to
                say, so that its articles are only named.
        """
        lines, start = record["shown"], INDENT * depth
        facts = self.facts(record, number, place=place)
        if len(lines) == 1 and not lines[0]["for"]:
            self.lines.append(f"{start}{self.say(lines[0]['value'])}    {facts}")
        else:
            self.lines.append(start + facts)
            self.lines += [f"{start}  {self.say(line['for'])}  {self.say(line['value'])}" for line in lines]
        if record["note"]:
            self.lines.append(f"{start}  {self.say(record['note'])}")
        if place:
            self.line(f"据 {self.articles(record['cites'])}", f"by {self.articles(record['cites'])}", depth + 1)
        else:
            self.cites(record["cites"], depth + 1)

    def facts(self, record: Json, number: Json, *, place: bool) -> str:
        """Where and when a record counts, how sure it is, from when it was known, what it changes."""
        here = self.place(record["region"]) if place or record["region"] != number["region"] else ""
        # A window is its own span.
        span = "" if number["kind"] == "window" and not record["since"] and not record["until"] else self.span(record)
        return self.join([here, span, self.grade(record["grade"]), self.known(record), self.change(record["changes"])])

    # ---- reasons, choices

    def reason_name(self, item: Json) -> str:
        return (
            f"{self.say(item['label'])}（{item['code']}）" if self.zh else f"{self.say(item['label'])} ({item['code']})"
        )

    def reason(self, item: Json) -> None:
        self.head("理由", "Reason")
        self.lines.append(f"  {self.reason_name(item)}")
        if item["given_by"]:
            self.gap()
            self.head("由谁给出", "Given by")
        for giver in item["given_by"]:
            self.lines.append(f"  {giver['region']:<6} {self.both(giver)}")
            self.cites(giver["cites"], 2)
            self.below(giver["numbers"], "用到", "goes by", 2)

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
        self.issues(item["issues"])

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
        self.lines.append(f"{self.document_name(item['document'])} {where(item['path'], self.language)}")
        days = [item["signed"] and (f"{item['signed']}签发" if self.zh else f"signed {item['signed']}"),
                item["effective_from"] and (f"{item['effective_from']}起施行" if self.zh
                                            else f"in force from {item['effective_from']}")]  # fmt: skip
        facts = self.join([self.place(item["region"]), *(day or "" for day in days), self.grade(item["grade"])])
        self.lines += [f"  {facts}", f"  {item['id']}  {self.say(item['gist'])}"]
        self.lines += [f"  {self.effect(effect)} {effect['target']}" for effect in item["effects"]]
        for effect in item["affected_by"]:
            source = f"{effect['document']['id']} {self.document_name(effect['document'])}"
            self.line(f"{source} {self.effect(effect)}本条", f"{source} {self.effect(effect)} it", 1)
        self.lines += [line[4:] for line in list(self.provision_lines(item))[1:]]
        self.issues(item["issues"])

    def provision_lines(self, item: Json) -> Iterator[str]:
        yield f"  {item['id']}  {where(item['path'], self.language)}  {self.say(item['gist'])}"
        if item["measure"] is not None:
            units = self.join(item["units"])
            yield (
                f"      第{item['measure']}项措施：{units}" if self.zh else f"      measure {item['measure']}: {units}"
            )
        if item["cited_by"]:
            users = self.join(dict.fromkeys(self.say(use["label"]) for use in item["cited_by"]))
            yield f"      据此：{users}" if self.zh else f"      rests on it: {users}"
