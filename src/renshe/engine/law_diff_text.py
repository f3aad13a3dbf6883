"""A comparison of two lawbooks, or of one on two days, as a page: what was, what is, and by which document."""

from __future__ import annotations

from renshe.engine.errors import Language, Words
from renshe.engine.law_json import Json
from renshe.engine.law_page import LawPage

CHANGE = {
    "added": ("+", Words("新有", "new")),
    "removed": ("-", Words("没有了", "gone")),
    "changed": ("~", Words("改变", "changed")),
}
FIELD = {
    "effective_from": Words("施行自", "in force from"),
    "expiry_date": Words("届满", "expires"),
    "repealed_from": Words("废止自", "repealed from"),
}
MOST_LINES = 6
"""How many cells of a table are told one by one."""


def law_diff_text(found: Json, language: Language) -> str:
    """Numbers first, then periods, rules and documents."""
    page = _Diff(language)
    page.begin(found)
    for key, zh, en in (("numbers", "数值", "Numbers"), ("windows", "期间", "Periods")):
        page.section(found[key], zh, en)
        for item in found[key]:
            page.number(item)
    page.section(found["rules"], "规则", "Rules")
    for alike in _alike(found["rules"]):
        page.rules(alike)
    page.section(found["documents"], "文件", "Documents")
    for item in found["documents"]:
        page.document(item)
    if not any(found[key] for key in ("numbers", "windows", "rules", "documents")):
        page.line("没有不同", "nothing differs")
    return page.text()


def _alike(rules: list[Json]) -> list[list[Json]]:
    """Rules that one document brings or takes with it are told together; one that changes, by itself."""
    groups: dict[object, list[Json]] = {}
    for item in rules:
        versions = item["after"] or item["before"]
        one = versions[0]
        document = one["cites"][0]["id"].partition("/")[0] if one["cites"] else ""
        alone = item["change"] == "changed" or len(versions) > 1 or one["since"] or one["until"]
        groups.setdefault(id(item) if alone else (item["change"], one["region"], document), []).append(item)
    return list(groups.values())


class _Diff(LawPage):
    """Differences, one after the other."""

    def begin(self, found: Json) -> None:
        place = self.place(found["region"])
        self.line(f"{place}：{self.which(found, 'before')} 与 {self.which(found, 'after')} 相比",
                  f"{place}: {self.which(found, 'before')} against {self.which(found, 'after')}")  # fmt: skip

    def which(self, found: Json, key: str) -> str:
        one, other = found[key], found["after" if key == "before" else "before"]
        book = "" if one["lawbook"] == other["lawbook"] else one["lawbook"]
        if one["known_on"]:
            known = f"{one['known_on']}所知" if self.zh else f"as known on {one['known_on']}"
        else:
            known = "" if book else "现在所知" if self.zh else "as known now"
        return " ".join(part for part in (book, known) if part)

    def section(self, items: list[Json], zh: str, en: str) -> None:
        if items:
            self.gap()
            self.head(f"{zh} {len(items)}", f"{en}: {len(items)}")

    def title(self, item: Json, name: str) -> None:
        sign, words = CHANGE[item["change"]]
        self.line(f"{sign} {words.zh}：{name}", f"{sign} {words.en}: {name}", 1)

    def number(self, item: Json) -> None:
        self.title(item, self.both(item))
        for span in item["spans"]:
            said = self.changes(span["changes"])
            if span["from"] or span["until"]:
                when = self.span({"since": span["from"], "until": span["until"]})
                said = f"{when}：{said}" if self.zh else f"{when}: {said}"
            self.lines.append(f"    {said}{self.sources(span)}")

    def changes(self, changes: list[Json]) -> str:
        if len(changes) > MOST_LINES:
            return f"{len(changes)}项改变" if self.zh else f"{len(changes)} values change"
        return ("；" if self.zh else "; ").join(map(self.step, changes))

    def step(self, change: Json) -> str:
        none = "无" if self.zh else "none"
        where = self.say(change["for"]) + " " if change["for"] else ""
        return f"{where}{self.say(change['before']) or none} → {self.say(change['after']) or none}"

    def sources(self, span: Json) -> str:
        """The articles and grades that the one and the other rest on."""
        said = [self.source(span[key]) for key in ("before", "after")]
        return f"  [{' → '.join(said)}]"

    def source(self, source: Json | None) -> str:
        if source is None:
            return "—"
        return self.join([source["cites"][0]["id"] if source["cites"] else "", self.grade(source["grade"])])

    def rules(self, alike: list[Json]) -> None:
        names = self.called(alike)
        self.title(alike[0], names)
        for key, sign in (("before", "−"), ("after", "+")):
            for version in alike[0][key]:
                span = self.span(version) if version["since"] or version["until"] else ""
                document = version["cites"][0]["id"].partition("/")[0] if version["cites"] else ""
                facts = self.join([version["region"], span, self.known(version)])
                self.lines.append(f"    {sign} {facts}  [{document}]")

    def document(self, item: Json) -> None:
        self.title(item, f"{item['id']} {self.document_name(item)}")
        if item["change"] == "added" and item["signed"]:
            self.line(f"{item['signed']}签发", f"signed {item['signed']}", 2)
        for field in item["fields"]:
            name, none = FIELD[field["field"]][self.language], self.not_said()
            said = f"{field['before'] or none} → {field['after'] or none}"
            if item["change"] != "changed":
                said = field["after"] or field["before"]
            self.lines.append(f"    {name} {said}")
