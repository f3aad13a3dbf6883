"""Clashes and doubts as a page: recorded ones with the reading taken, computed ones with both sides and who wins."""

from __future__ import annotations

from collections import Counter

from renshe.engine.errors import Language, Words
from renshe.engine.law_json import Json
from renshe.engine.law_page import ISSUE, LawPage

HEADS = {
    "shared_number": Words("同一文号，两份文件", "One number, two documents"),
    "layers_differ": Words("上下两级所定不同", "Two places set different values"),
    "windows_differ": Words("上下两级的期间不同", "Two places set different periods"),
    "layer_silent": Words("只有一级有定的时段", "Times in which only one of two places sets a value"),
    "overlap": Words("后签发的文件改变了先签发的", "A later document changed what an earlier one set"),
    "before_signing": Words("起算日早于签发日", "Acts from a day before it was signed"),
    "weak_grade": Words("待核实", "Not verified"),
    "unread_number": Words("没有规则用到的数", "Numbers that nothing reads"),
}
MOST_SHOWN = 3
"""How many cells of a table, or pieces of time, are told one by one."""


def conflicts_text(found: Json, language: Language) -> str:
    """The recorded ones first, by their kind, then the computed ones, by theirs."""
    page = ConflictsPage(language)
    counts = Counter(issue["kind"] for issue in found["recorded"])
    kinds = page.join(f"{ISSUE[kind][language]} {count}" for kind, count in counts.items())
    total, computed = len(found["recorded"]), len(found["computed"])
    page.line(
        f"记录的疑点{total}处" + (f"（{kinds}）" if kinds else "") + f"，由登记与数值算出的{computed}处",
        f"{total} recorded" + (f" ({kinds})" if kinds else "") + f", {computed} computed from registers and numbers",
    )
    page.recorded([issue for issue in found["recorded"] if not issue["external"]],
                  "记录的疑点与所取读法", "Recorded, with the reading taken")  # fmt: skip
    page.recorded([issue for issue in found["recorded"] if issue["external"]],
                  "背景文件的疑点（所据而未刊的法律）", "Of background law, relied on and not printed")  # fmt: skip
    for kind, head in HEADS.items():
        several = [each for each in found["computed"] if each["kind"] == kind]
        if several:
            page.gap()
            page.head(head.zh, head.en)
            for each in several:
                page.finding(each, why=each["why"] != several[-1]["why"] or each is several[-1])
    return page.text()


class ConflictsPage(LawPage):
    """Findings, one after the other."""

    def recorded(self, issues: list[Json], zh: str, en: str) -> None:
        """Recorded doubts under the documents that they stand at."""
        if issues:
            self.gap()
            self.head(zh, en)
        last = ""
        for issue in issues:
            if issue["document"]["id"] != last:
                last = issue["document"]["id"]
                self.lines.append(f"  {last} {self.document_name(issue['document'])}")
            self.issue(issue, 2, decides=True)

    def finding(self, found: Json, *, why: bool) -> None:
        """One finding: where, both sides, what differs, who wins and why; a reason that all share is said last."""
        self.line(self.where(found), self.where(found), 1)
        for position, side in enumerate(found["sides"]):
            said = self.side(side, named=found["subject"] is None)
            if found["wins"] is not None:
                mark = "▸" if position == found["wins"] else "·"
                said = f"{mark} {said}"
            self.lines.append(f"    {said}")
        for piece in found["differences"][:MOST_SHOWN]:
            self.lines.append(f"    {self.piece(piece)}")
        if (left := len(found["differences"]) - MOST_SHOWN) > 0:
            self.line(f"另有{left}段不同", f"and {left} more", 2)
        if why:
            self.line(f"→ {self.say(found['why'])}", f"→ {self.say(found['why'])}", 2)

    def where(self, found: Json) -> str:
        place = self.place(found["region"])
        if found["subject"]:
            return f"{self.both(found['subject'])} · {place}"
        if found["document"]:
            return f"{found['document']['id']} {self.document_name(found['document'])} · {place}"
        return f"{found['number']} · {place}"

    def side(self, side: Json, *, named: bool) -> str:
        if "document" in side:
            said = self.document_side(side)
        else:
            span = self.span(side) if side["since"] or side["until"] else ""
            facts = self.join([span, self.place(side["region"]), self.grade(side["grade"]), self.known(side)])
            ids = self.join(cite["id"] for cite in side["cites"][:1])
            value = self.values(side["shown"], "after")
            name = self.say(side["name"]["label"]) + (" " if self.zh else ": ") if named else ""
            said = f"{name}{value}（{facts}） [{ids}]" if self.zh else f"{name}{value} ({facts}) [{ids}]"
        return said

    def document_side(self, side: Json) -> str:
        document, signed = side["document"], side["signed"] or self.not_said()
        if "acts_from" in side:
            verb = {
                "in_force": ("施行", "in force"), "repeals": ("废止他件", "repeals"), "extends": ("延长", "extends"),
            }.get(side["what"], ("起效", "acts"))[0 if self.zh else 1]  # fmt: skip
            ids = self.join(cite["id"] for cite in side["cites"])
            return (f"{side['acts_from']}起{verb}，{signed}签发 [{ids}]" if self.zh
                    else f"{verb} from {side['acts_from']}, signed {signed} [{ids}]")  # fmt: skip
        name = f"{document['id']} {self.document_name(document)}"
        facts = f"{signed}签发" if self.zh else f"signed {signed}"
        return f"{name}，{facts}" if self.zh else f"{name}, {facts}"

    def piece(self, piece: Json) -> str:
        """From when to when two places differ, and in what."""
        span = self.span({"since": piece["from"], "until": piece["until"]})
        if not piece["from"] and not piece["until"]:
            span = "始终" if self.zh else "always"
        changes = piece["changes"]
        if len(changes) > MOST_SHOWN:
            return f"{span}：{len(changes)}项不同" if self.zh else f"{span}: {len(changes)} values differ"
        said = ("；" if self.zh else "; ").join(self.both_values(change) for change in changes)
        return f"{span}：{said}" if self.zh else f"{span}: {said}"

    def both_values(self, change: Json) -> str:
        none = "无" if self.zh else "none"
        where = self.say(change["for"]) + " " if change["for"] else ""
        before, after = self.say(change["before"]) or none, self.say(change["after"]) or none
        return f"{where}{before} ≠ {after}"

    def values(self, lines: list[Json], which: str) -> str:
        if len(lines) > MOST_SHOWN:
            return f"{len(lines)}项" if self.zh else f"{len(lines)} values"
        said = ((self.say(line["for"]) + " " if line["for"] else "") + self.say(line[which]) for line in lines)
        return ("；" if self.zh else "; ").join(said)
