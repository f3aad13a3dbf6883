"""Duties as a page: what is due by which day, who must, to whom, what follows, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, TypeAlias

from renshe.engine.errors import Language
from renshe.engine.layout import wrap

Json: TypeAlias = dict[str, Any]
EDGE = " " * 12
"""Below a day stands what belongs to it."""
MOST_ASKED = 3
"""So many facts at most that a duty turns on are named."""


def duties_text(found: Json, language: Language) -> str:
    """Those with a day in order of day, then the others, of the place itself first."""
    return "\n".join(_Page(language).told(found))


def ground(cites: Iterable[Json], language: Language) -> str:
    """Where it stands: the paths of one document together. ``京人社保字〔2020〕68号 一、二``."""
    comma = "、" if language == "zh" else ", "
    said = []
    for document, alike in groupby(cites, lambda cite: cite["number"] or cite["title"][language]):
        paths = dict.fromkeys(cite["path"].rstrip("、．.") for cite in alike)
        said.append(f"{document} {comma.join(paths)}")
    return ("；" if language == "zh" else "; ").join(said)


class _Page:
    def __init__(self, language: Language) -> None:
        self.language, self.zh = language, language == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def join(self, parts: Iterable[str]) -> str:
        return ("、" if self.zh else ", ").join(parts)

    def named(self, words: Iterable[Json]) -> str:
        return self.join(f"{one['label'][self.language]}（{one['name']}）" if self.zh
                         else f"{one['label'][self.language]} ({one['name']})" for one in words)  # fmt: skip

    def told(self, found: Json) -> list[str]:
        if not found["duties"]:
            return [*self.asked(found), self.say("没有职责", "There is no duty.")]
        lines = self.asked(found)
        for head, alike in groupby(found["duties"], self.head):
            lines += ["", head]
            for one in alike:
                lines += self.duty(one)
        return lines

    def asked(self, found: Json) -> list[str]:
        """The question as it was understood: the place, the time, and whose duties."""
        first, last, day = found["from"], found["to"], found["date"]
        span = f"{first or ''}–{last or ''}" if first or last else self.say(f"按{day}的规定", f"law of {day}")
        who = self.join(holder["label"][self.language] for holder in found["holders"])
        said = (found["region"]["label"][self.language], span, who)
        return wrap("  ".join(part for part in said if part))

    def head(self, one: Json) -> str:
        if one["deadline"]["due"]:
            return self.say("【有日期】", "With a day")
        place = one["region"]["label"][self.language]
        return self.say(f"【没有具体日期】{place}", f"Without a day, {place}")

    def duty(self, one: Json) -> list[str]:
        deadline = one["deadline"]
        opens, due = deadline["opens"], deadline["due"]
        what = one["label"][self.language]
        if due:
            since = self.say(f"（{opens}起）", f" (from {opens})") if opens else ""
            lines = wrap(f"{what}{since}", f"{due}  ", EDGE)
        else:
            lines = wrap(what, "  ", "    ")
        edge = EDGE if due else "    "
        for said in self.parts(one):
            lines += wrap(said, edge, edge + "  ")
        return lines

    def parts(self, one: Json) -> Iterable[str]:
        holders = [*(holder["label"][self.language] for holder in one["holders"]), *one["units"]]
        to = self.join(recipient["label"][self.language] for recipient in one["recipients"])
        lead = one["responsibility_mode"] == "lead"
        who = self.say("由", "by ") + self.join(holders) + (self.say("牵头", " in the lead") if lead else "")
        yield who + (self.say(f"，向{to}", f", to {to}") if to else "")
        if when := self.when(one):
            yield when
        if one["since"] or one["until"]:
            span = f"{one['since'] or ''}–{one['until'] or ''}"
            yield self.say(f"适用于 {span}", f"holds {span}")
        if one["applies"] is None:
            rule = one["rules"]["applies"]["label"][self.language]
            yield self.say(f"仅限：{rule}", f"only where: {rule}") + self.turns_on(one["turns_on"])
        if one["consequences"]:
            follows = ("；" if self.zh else "; ").join(each["label"][self.language] for each in one["consequences"])
            yield self.say("未履行：", "if not done: ") + follows
        yield self.say("依据 ", "under ") + ground(one["cites"], self.language)

    def turns_on(self, asked: list[Json]) -> str:
        """What would say whether it is owed."""
        if not asked:
            return ""
        many = len(asked)
        more = self.say(f"等{many}项", f" and {many - MOST_ASKED} more") if many > MOST_ASKED else ""
        said = self.named(asked[:MOST_ASKED]) + more
        return self.say(f"；取决于 {said}", f"; turns on {said}")

    def when(self, one: Json) -> str:
        """When, in words; and what the day still lacks."""
        due, deadline = one["due"], one["deadline"]
        if due is None or (deadline["due"] and not due["label"] and not due["count"]):
            return ""
        said = due_words(due, self.language)
        if deadline["missing"]:
            said += self.say("；还缺 ", "; missing: ") + self.named(deadline["missing"])
        return self.say(f"时间：{said}", f"when: {said}")


UNIT = {
    "days": ("{}天内", "within {} days"),
    "months": ("{}个月内", "within {} months"),
    "working_days": ("{}个工作日内", "within {} working days"),
    "minutes": ("{}分钟内", "within {} minutes"),
}
EVERY = {"month": ("每月", "every month"), "quarter": ("每季", "every quarter"), "year": ("每年", "every year")}


def due_words(due: Json, language: Language) -> str:
    """When something is due, as it is declared."""
    zh = language == "zh"
    if due["label"]:
        return str(due["label"][language])
    if due["by"]:
        return ("期限：" if zh else "due: ") + str(due["by"]["label"][language])
    if due["count"]:
        time = UNIT[due["count"]["unit"]][not zh].format(due["count"]["number"])
        after = due["after"]["label"][language]
        return f"{after}起{time}" if zh else f"{time} of the {after}"
    return EVERY[due["every"]][not zh] if due["every"] else ""
