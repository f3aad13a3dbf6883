"""Clashes and doubts at a glance: what weighs most, line by line, and of all the rest how many there are and where."""

from __future__ import annotations

from collections import Counter

from renshe.engine.conflicts_text import HEADS, ConflictsPage
from renshe.engine.errors import Language, Words
from renshe.engine.law_json import Json
from renshe.engine.law_page import ISSUE
from renshe.engine.layout import pad, width

KINDS = ("clash", "misprint", "ambiguity", "gap", "unseen")
HEAD = {"ambiguity": Words("两可", "readings"), "unseen": Words("未见原文", "unseen")}
"""Short words where the columns are narrow."""
BACKGROUND = Words("背景文件", "background")
NO_RULE = Words("没有规则据以作答的", "(no rule rests on it)")


def conflicts_overview(found: Json, language: Language) -> str:
    """The clashes that decide something, then the findings that weigh, then counts by topic and kind."""
    page = _Overview(language)
    recorded, computed = found["recorded"], found["computed"]
    documents = len({issue["document"]["id"] for issue in recorded})
    page.line(
        f"记录的疑点{len(recorded)}处，涉及{documents}份文件；由登记与数值算出的{len(computed)}处",
        f"{len(recorded)} doubts recorded on {documents} documents, {len(computed)} computed from registers and "
        "numbers",
    )
    page.line("看一个主题、文件或名称：renshe law conflicts 失业补助金；看全部：加 --all",
              "One topic, document or name: renshe law conflicts unemployment_subsidy; everything: --all")  # fmt: skip
    page.differing([each for each in computed if each["kind"] in ("windows_differ", "layers_differ")])
    page.clashes([issue for issue in recorded if issue["kind"] == "clash"])
    page.numbers_shared([each for each in computed if each["kind"] == "shared_number"])
    page.early([each for each in computed if each["kind"] == "before_signing"])
    page.from_memory([each for each in computed if each["kind"] == "weak_grade" and each["subject"]])
    page.counts(recorded)
    page.rest(Counter(each["kind"] for each in computed))
    return page.text()


class _Overview(ConflictsPage):
    """One line for each of what matters, a number for the others."""

    def differing(self, several: list[Json]) -> None:
        """Where a place sets another value than the place above it."""
        if several:
            self.gap()
            self.head("国家与地方所定不同（▸ 在当地适用的）", "Nation and place set different values (▸ counts there)")
        for each in several:
            self.line(self.where(each), self.where(each), 1)
            above, below = (f"{self.say(side['region']['label'])} {self.values(side['shown'], 'after')}"
                            for side in each["sides"])  # fmt: skip
            self.lines.append(f"    {above}  ▸ {below}")

    def clashes(self, several: list[Json]) -> None:
        """Texts that say different things, those of the bulletin first; of those that decide nothing, how many."""
        deciding = [issue for issue in several if issue["decides"]]
        deciding.sort(key=lambda issue: issue["external"])
        if several:
            self.gap()
            self.head("文件之间相抵，与所取读法", "Texts against each other, and the reading taken")
        for issue in deciding:
            ours, theirs = self.ids(issue["cites"]), self.ids(issue["with"])
            self.line(f"{ours} 与 {theirs}", f"{ours} against {theirs}", 1)
            self.line(f"{self.say(issue['what'])} → {self.say(issue['reading'])}",
                      f"{self.say(issue['what'])} → {self.say(issue['reading'])}", 2)  # fmt: skip
        left = Counter(issue["document"]["id"] for issue in several if not issue["decides"])
        if left:
            where = self.join(f"{document} {count}" for document, count in left.items())
            self.line(f"另有{left.total()}处不影响已写的规则：{where}",
                      f"{left.total()} more on which no rule written so far turns: {where}", 1)  # fmt: skip

    def numbers_shared(self, several: list[Json]) -> None:
        if several:
            self.gap()
            self.head(HEADS["shared_number"].zh, HEADS["shared_number"].en)
        for each in several:
            for side in each["sides"]:
                document = side["document"]
                self.lines.append(f"  {each['number']}  {document['id']}  {self.say(document['title'])}")

    def early(self, several: list[Json]) -> None:
        """Documents that act from before their signing, with the first day or month from which they do."""
        if several:
            self.gap()
            self.head(HEADS["before_signing"].zh, HEADS["before_signing"].en)
        for each in several:
            acts = [side["acts_from"] for side in each["sides"] if "acts_from" in side]
            values = [side for side in each["sides"] if "acts_from" not in side]
            zh, en = f"{each['signed']}签发", f"signed {each['signed']}"
            if acts:
                zh, en = f"{zh}，自{min(acts)}起施行", f"{en}, acts from {min(acts)}"
            self.line(f"{each['document']['id']}  {zh}", f"{each['document']['id']}  {en}", 1)
            said: dict[str, None] = {}
            for side in values:
                start = self.span(side) if side["since"] else self.values(side["shown"], "after")
                said[self.say(side["name"]["label"]) + ("：" if self.zh else ": ") + start] = None
            self.lines += [f"    {each}" for each in said]

    def from_memory(self, several: list[Json]) -> None:
        """Numbers that rest on memory, by place; the weakest ground an answer can have."""
        if several:
            self.gap()
            self.head(f"凭记忆的数值{len(several)}条，尚未核对来源（--strict reported 拒用）",
                      f"{len(several)} values from memory, not held against a source (--strict reported refuses "
                      "them)")  # fmt: skip
        places: dict[str, dict[str, None]] = {}
        for each in several:
            places.setdefault(self.say(each["region"]["label"]), {})[self.say(each["subject"]["label"])] = None
        for place, names in places.items():
            self.line(f"{place}：{'、'.join(names)}", f"{place}: {'; '.join(names)}", 1)

    def counts(self, recorded: list[Json]) -> None:
        """How many doubts of each kind stand at what a topic rests on; those of background documents apart."""
        if not recorded:
            return
        rows: dict[str, Counter[str]] = {}
        names: dict[str, str] = {}
        for issue in recorded:
            topic, label = "", NO_RULE[self.language]
            if issue["topics"]:
                topic = issue["topics"][0]["topic"]
                label = issue["topics"][0]["label"]["zh"] if self.zh else topic
            names[topic] = label
            kind = "background" if issue["external"] else issue["kind"] or "doubt"
            rows.setdefault(topic, Counter())[kind] += 1
        order = sorted(rows, key=lambda topic: (not topic, -rows[topic]["clash"], -rows[topic].total()))
        heads = [HEAD.get(kind, ISSUE[kind])[self.language] for kind in KINDS] + [BACKGROUND[self.language]]
        first = max(width(name) for name in names.values())
        self.gap()
        self.head("记录的疑点，按主题和类别计数", "Recorded doubts, counted by topic and kind")
        self.lines.append("  " + pad("", first) + "".join(f" {head}" for head in heads))
        for topic in order:
            cells = [rows[topic][kind] or "" for kind in (*KINDS, "background")]
            said = "".join(" " + " " * (width(head) - len(str(cell))) + str(cell)
                           for head, cell in zip(heads, cells, strict=True))  # fmt: skip
            self.lines.append(f"  {pad(names[topic], first)}{said}".rstrip())

    def rest(self, computed: Counter[str]) -> None:
        """What was found besides, counted."""
        told = ("windows_differ", "layers_differ", "shared_number", "before_signing", "weak_grade")
        left = [(HEADS[kind], count) for kind, count in computed.items() if kind not in told]
        if left:
            self.gap()
            for head, count in left:
                self.line(f"{head.zh}：{count}处", f"{head.en}: {count}")
