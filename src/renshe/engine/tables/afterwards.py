"""A line of a result explained afterwards, from what the result itself carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.decision import Decision, read_day, read_inputs
from renshe.engine.errors import Language
from renshe.engine.lawbook import Lawbook
from renshe.engine.layout import wrap
from renshe.engine.tables.explaining import articles as articles_of
from renshe.engine.tables.explaining import cited_as
from renshe.engine.tables.figures import Figures
from renshe.engine.tables.roster import Figure, Roster
from renshe.engine.tables.workbook.trail import Trail, read


@dataclass(frozen=True)
class Explained:
    """A line with the decisions behind its figures."""

    trail: Trail
    row: int
    lawbook: str
    decisions: tuple[tuple[Decision, tuple[Figure, ...]], ...]

    @property
    def law_changed(self) -> bool:
        """Whether the law here is another one than the result was made with."""
        return self.lawbook != self.trail.lawbook

    def to_json(self) -> dict[str, Any]:
        """The line as JSON: one ``renshe.decision/1`` for each combination of members."""
        return {
            "row": self.row,
            "lawbook": self.lawbook,
            "made_with": self.trail.lawbook,
            "decisions": [decision.to_json() for decision, _ in self.decisions],
        }


def explain_line(book: Lawbook, roster: Callable[[str], Roster], path: Path, row: int) -> Explained:
    """The figures of one line of a result, decided again with all they rest on.

    Args:
        book: the law.
        roster: finds a roster by its name.
        path: a workbook that ``renshe batch`` wrote.
        row: the line's number.

    Raises:
        InputError: when it is no such workbook, or has no such line.
    """
    trail = read(path, row)
    known = None if trail.known_on is None else read_day(trail.known_on, "known_on")
    given = {**read_inputs(book, trail.inputs), "date": read_day(trail.date, "date")}
    figures = Figures(Program(book, trail.region, known), roster(trail.roster))
    decisions = tuple(
        (Decision(figures.program, [each.name for each in found], {**given, **group.at}), tuple(found))
        for group, found in figures.groups
    )
    return Explained(trail, row, book.hash, decisions)


def explained_text(found: Explained, language: Language) -> str:
    """The line in words: each figure with its formula, and the numbers and articles it rests on."""
    zh = language == "zh"
    colon = "：" if zh else ": "
    out = [f"第 {found.row} 行" if zh else f"Line {found.row}"]
    if found.law_changed:
        out.append(
            f"注意：结果是按法规库 {found.trail.lawbook} 算的，现在是 {found.lawbook}，以下按现在的规定"
            if zh
            else f"Note: made with lawbook {found.trail.lawbook}; what follows is by the law here, {found.lawbook}"
        )
    articles: dict[str, int] = {}
    texts: dict[str, str] = {}
    told: set[str] = set()
    for decision, figures in found.decisions:
        document = decision.to_json()
        nodes = {node["id"]: node for node in document["explanation"]}
        for figure in figures:
            head = document["outputs"][figure.name]
            out.append("")
            out.append(f"{figure.group[language]}·{figure.short[language]}{colon}{head['display'][language]}")
            if head["missing"]:
                names = [each["label"][language] for each in head["missing"]]
                out += wrap(("缺少：" if zh else "missing: ") + ("、" if zh else ", ").join(names), "  ", "    ")
            stack = [(1, nodes[head["node"]])] if head.get("node") in nodes else []
            while stack:
                depth, node = stack.pop()
                line = _line(node, language, depth == 1, articles, texts, document["citations"])
                key = f"{node['label']['zh']}{line}"
                if line and (depth == 1 or key not in told):
                    told.add(key)
                    indent = "  " * min(depth, 4)
                    out += wrap(line, indent, indent + "  ")
                under = (*node["reads"], *(step["node"] for step in node.get("steps", ())))
                below = [nodes[name] for name in under if name in nodes]
                stack.extend((depth + 1, each) for each in reversed(below) if each["source"] in ("rule", "number"))
    out += ["", "依据" if zh else "Articles"]
    for cite, number in articles.items():
        out += wrap(f"[{number}] {texts[cite]}", "  ", "      ")
    return "\n".join(out)


def _line(
    node: Any, language: Language, first: bool, articles: dict[str, int], texts: dict[str, str], citations: Any
) -> str:
    record = node.get("record")
    colon, comma, stop = ("：", "，", "；") if language == "zh" else (": ", ", ", "; ")
    cites = record["cites"] if record else node["cites"]
    marks = ""
    for cite in cites:
        if cite in citations:
            cited = citations[cite]
            named = articles_of([cited_as(cited, language)], language)
            texts.setdefault(cite, f"{named}{colon}{cited['gist'][language]}")
            marks += f"[{articles.setdefault(cite, len(articles) + 1)}]"
    formula = node.get("formula")
    said = formula[language] if formula else ""
    if not said and not record:
        said = stop.join(("✓ " if t["holds"] else "✗ ") + t[language] for t in node.get("tests", ())[:4])
    start = "= " if first else f"{node['label'][language]} {node['display'][language]}"
    grade = f"{comma}{record['grade_display'][language]}" if record else ""
    joint = "" if first or not said else " = " if formula else colon
    return f"{start}{joint}{said}{grade} {marks}".strip() if (said or not first) else ""
