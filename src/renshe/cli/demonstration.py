"""``demo``: one real question for each shape of provision, with answer, conditions, numbers and articles."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from renshe.cli.common import Json as AsJson
from renshe.cli.common import Lang, language, print_json

if TYPE_CHECKING:
    from renshe.engine.errors import Language

Json: TypeAlias = Mapping[str, Any]

EXAMPLES = Path(__file__).parents[1] / "examples.yaml"
MARKS = {"met": "✓", "not_met": "✗", "undetermined": "？"}
LONG = 40
"""A title that is longer than this stands under the id of its document."""
SAID = {
    "zh": {"conditions": "条件", "worked": "怎样算出", "numbers": "数值"},
    "en": {"conditions": "Conditions", "worked": "How it was worked out", "numbers": "Numbers"},
}
OPENING = {
    "zh": "人社：按2020年6月的政策回答问题，共{count}问。法规库 {lawbook}",
    "en": "Renshe: questions under the law of June 2020, {count} in all. Lawbook {lawbook}",
}
ENDING = {
    "zh": """\
自己提问：写结果名、地区、日期和事实，例如

  {command}

加 --explain 看完整说明。
{renshe} ask 结果名 --region 地区：只问还会影响结果的事
{renshe} law list：可以问的全部名称
{renshe} demo --full：以上各问的完整说明
""",
    "en": """\
Ask your own: name the answer, the place, the day and the facts, as in

  {command}

Add --explain for the whole explanation.
{renshe} ask NAME --region PLACE: asks only what still matters
{renshe} law list: every name there is
{renshe} demo --full: all of the above explained in full
""",
}


def demo(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="only these questions")] = None,
    full: Annotated[bool, typer.Option("--full", help="explain every answer in full")] = False,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Answer real questions under the law of June 2020, in Chinese and English."""
    from renshe.api import Lawbook

    languages: tuple[Language, ...] = ("zh", "en") if lang is None else (language(lang),)
    book = Lawbook()
    answered = []
    for question in _chosen(examples(), names or []):
        case = {key: question.get(key) for key in ("region", "date", "inputs", "known_on")}
        answered.append((question, book.explain(question["outputs"], **case)))
    if json:
        print_json([{"id": asked["id"], "question": asked["question"], "decision": got} for asked, got in answered])
        return
    for tongue in languages:
        print(OPENING[tongue].format(count=len(answered), lawbook=book.hash))
    print()
    for number, (question, document) in enumerate(answered, 1):
        print(f"── {number}/{len(answered)} {question['id']} ".ljust(100, "─"))
        for tongue in languages:
            print("\n" + "\n".join(_page(question, document, tongue, full)))
        print()
    renshe = _command()
    print("─" * 100)
    for tongue in languages:
        print("\n" + ENDING[tongue].format(command=_asked(renshe, answered[0][0]), renshe=renshe), end="")


def examples() -> list[dict[str, Any]]:
    """The questions, as their file holds them."""
    from renshe.engine.yaml_source import load

    data: list[dict[str, Any]] = load(EXAMPLES, EXAMPLES.name).data
    return data


def _chosen(questions: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    from renshe.engine.errors import InputError, Problem, Words

    known = [question["id"] for question in questions]
    for name in names:
        if name not in known:
            what = Words(f"没有叫 {name[:80]} 的问题", f"no question is called {name[:80]}")
            raise InputError(Problem(what, Words("可选：" + "、".join(known), "choose from " + ", ".join(known))))
    return [question for question in questions if not names or question["id"] in names]


def _command() -> str:
    """How the command is called from here."""
    if shutil.which("renshe"):
        return "renshe"
    beside = Path(sys.executable).parent / "renshe"
    if beside.exists():
        return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)
    return "python -m renshe"


def _asked(renshe: str, question: Json) -> str:
    lines = [
        f"{renshe} decide {' '.join(question['outputs'])}",
        f"--region {question['region']} --date {question['date']}"
        + (f" --known-on {question['known_on']}" if "known_on" in question else ""),
        *(shlex.quote(f"{name}={_written(value)}") for name, value in question["inputs"].items()),
    ]
    return " \\\n      ".join(lines)


def _written(value: object) -> str:
    """A fact as the command line takes it."""
    if isinstance(value, list):
        return ",".join(map(_written, value))
    return value if isinstance(value, str) else str(value).lower()


def _page(question: Json, document: Json, tongue: Language, full: bool) -> list[str]:
    from renshe.engine.layout import wrap
    from renshe.engine.render import render

    asked = wrap(question["question"][tongue])
    if full:
        return [*asked, "", render(document, tongue, explain=True).rstrip("\n")]
    return [*asked, *Digest(document, tongue).lines()]


def parts_of(output: Json) -> Iterable[Json]:
    """An output's answers: one, or one for each member of a dimension."""
    parts: Iterable[Json] = output.get("parts", (output,))
    return parts


class Digest:
    """A decision on a few lines: the answer and why, each condition, each number, each with its article.

    What ``render`` explains at length stands here once and in short: a test beside its condition, of several
    articles the first, and one line for the members of a dimension that came out alike.
    """

    def __init__(self, document: Json, tongue: Language) -> None:
        self.document, self.language = document, tongue
        self.zh = tongue == "zh"
        self.nodes: list[Json] = document["explanation"]

    def lines(self) -> list[str]:
        """The digest, wrapped."""
        from renshe.engine.layout import wrap

        lines = [line for answer in self.answers() for line in wrap(answer, "▸ ", "    ")]
        lines += [line for note in self.notes() for line in wrap(note, "  ", "    ")]
        for title, items in (("conditions", self.conditions()), ("worked", self.worked()), ("numbers", self.numbers())):
            wrapped = [line for item in dict.fromkeys(items) for line in wrap(item, "    ", "        ")]
            lines += ["  " + SAID[self.language][title], *wrapped] if wrapped else []
        return lines

    # ---- words

    def say(self, words: Json) -> str:
        """The words in the reader's language."""
        return str(words[self.language])

    def both(self, zh: str, en: str) -> str:
        """What is said in the reader's language."""
        return zh if self.zh else en

    def joined(self, items: Iterable[str]) -> str:
        """Several things in a row."""
        return self.both("、", ", ").join(dict.fromkeys(items))

    def members(self, items: Iterable[Json]) -> str:
        """For which members of a dimension; the months of a series are not told apart."""
        found = [at for item in items if "#" not in item.get("id", "") for at in item.get("at", ())]
        shown = self.joined(self.say(at["display"]) for at in found)
        return self.both(f"（{shown}）", f" ({shown})") if shown else ""

    def articles(self, cites: Iterable[str]) -> str:
        """The first article by the number of its document, and how many more there are."""
        found = [self.document["citations"][cite] for cite in cites if cite in self.document["citations"]]
        if not found:
            return ""
        title = self.both(f"《{found[0]['title']['zh']}》", found[0]["title"]["en"])
        name = found[0]["number"] or (title if len(title) <= LONG else found[0]["document"])
        more = self.both(f" 等{len(found)}条", f" and {len(found) - 1} more") if len(found) > 1 else ""
        return f" 〔{name} {found[0]['path'].rstrip('、')}{more}〕"

    # ---- the answer

    def answers(self) -> Iterator[str]:
        """Each output with its articles; the members of a dimension that came out alike together."""
        nodes = {node["id"]: node for node in self.nodes}
        for output in self.document["outputs"].values():
            alike: dict[str, list[Json]] = {}
            for part in parts_of(output):
                alike.setdefault(self.say(part["display"]), []).append(part)
            for shown, parts in alike.items():
                label = self.say(output["label"]) + self.members(parts)
                yield label + self.both("：", ": ") + shown + self.articles(nodes[parts[0]["node"]]["cites"])

    def notes(self) -> Iterator[str]:
        """Reasons, what is missing, what was taken as it stands, and how well the sources are known."""
        document, colon = self.document, self.both("：", ": ")
        for reason in document["reasons"]:
            yield self.both("因为", "because") + colon + self.say(reason)
        for change in document["would_change"][:1]:
            yield self.say(change) + self.both("。", ".")
        parts = [part for output in document["outputs"].values() for part in parts_of(output)]
        for item in {item["name"]: item for part in parts for item in part["missing"]}.values():
            yield self.both("缺", "missing") + colon + self.say(item.get("question") or item["label"])
        for taken, words in (
            ("assumed", ("按通常情形", "taken as usual")),
            ("given", ("按案件给出", "as the case says")),
        ):
            for item in document[taken]:
                yield self.both(*words) + colon + self.say(item["label"]) + " " + self.say(item["display"])
        yield from (self.say(notice) + self.both("。", ".") for notice in document["notices"])
        yield (
            self.both("依据等级", "sources") + colon + self.both(document["grade"]["zh"], document["grade"]["weakest"])
        )

    # ---- what it rests on

    def conditions(self) -> Iterator[str]:
        """Every condition and cause, and how it came out."""
        alike: dict[tuple[str, bool | None], list[Json]] = {}
        for node in self.nodes:
            if node["kind"] in ("condition", "cause", "causes") and node["status"] in MARKS:
                alike.setdefault((node["name"], node["value"]), []).append(node)
        outcomes = Counter(name for name, _ in alike)
        for (name, _), nodes in alike.items():
            first, members = nodes[0], self.members(nodes) if outcomes[name] > 1 else ""
            # The last test decided. A bare yes or no only repeats the condition.
            said = [test for test in first.get("tests", ())[-1:] if not test["zh"].endswith(("（是）", "（否）"))]
            test = self.both("：", ": ") + self.say(said[0]) if said and len(nodes) == 1 else ""
            yield f"{MARKS[first['status']]} {self.say(first['label'])}{members}{test}{self.articles(first['cites'])}"

    def worked(self) -> Iterator[str]:
        """The formula of each output that has one; of the members of a dimension that have the same, once."""
        asked = [part["node"] for output in self.document["outputs"].values() for part in parts_of(output)]
        alike: dict[tuple[str, str], list[Json]] = {}
        for node in self.nodes:
            if node["id"] in asked and "formula" in node:
                label, formula = self.say(node["label"]), self.say(node["formula"])
                if not formula.startswith((f"{label}（", f"{label} (")):
                    alike.setdefault((label, formula), []).append(node)
        for (label, formula), nodes in alike.items():
            yield f"{label}{self.members(nodes)} = {formula}"

    def numbers(self) -> Iterator[str]:
        """Every number with its period, its place, its grade and its article."""
        for node in self.nodes:
            record = node.get("record")
            if record is not None:
                place = self.say(node["layer"]["name"])
                if record["region"] != node["layer"]["region"]:
                    # The nation set it for one province.
                    place += self.both("为", " for ") + self.say(record["place"]) + self.both("规定", "")
                grade = self.both(record["grade_display"]["zh"], record["grade"])
                facts = [fact for fact in (self.span(record["since"], record["until"]), place, grade) if fact]
                head = f"{self.say(node['label'])}{self.both('：', ': ')}{self.say(record['display'])}"
                yield head + self.both("；", "; ") + self.joined(facts) + self.articles(record["cites"])

    def span(self, since: str | None, until: str | None) -> str:
        """From when to when."""
        if since and until:
            return self.both(f"{since}至{until}", f"{since} to {until}")
        if since:
            return self.both(f"{since}起", f"from {since}")
        return self.both(f"至{until}", f"until {until}") if until else ""
