"""Any line explained: each figure with its rule, the values used, the numbers of the law, articles and grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from renshe.engine.decision import GRADES, Decision
from renshe.engine.errors import Language, Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Computed, Outcome

ORDERS = ("主席令", "国务院令", "中华人民共和国主席令", "中华人民共和国国务院令")
"""How the numbers begin under which laws and regulations are made known."""


@dataclass(frozen=True)
class Step:
    """One thing a figure rests on, or the figure itself (``depth`` 0)."""

    line: int
    who: str
    month: str
    figure: str
    depth: int
    label: str
    result: str
    how: str
    period: str
    articles: str
    grade: str
    reasons: str


def decisions(outcome: Outcome, row: Computed) -> Iterator[tuple[Decision, list[Any]]]:
    """The decisions behind a line: one for each combination of members, with its figures."""
    for group, figures in outcome.figures.groups:
        names = [figure.name for figure in figures]
        yield Decision(outcome.program, names, {**row.given, **group.at}), figures


def steps(outcome: Outcome, row: Computed, language: Language) -> Iterator[Step]:
    """Every figure of a line and what it rests on; what two figures share is told once."""
    who = row.line.who(outcome.roster, unmask=outcome.options.unmask)
    told: set[tuple[Any, ...]] = set()
    found: dict[str, list[Step]] = {}
    for decision, figures in decisions(outcome, row):
        document = decision.to_json()
        nodes = {node["id"]: node for node in document["explanation"]}
        for figure in figures:
            head = document["outputs"][figure.name]
            node = nodes.get(head.get("node", ""))
            label = f"{figure.group[language]}·{figure.short[language]}"
            parts: list[Step] = []
            below = list(_below(nodes, node))
            weakest = _weakest((each for _, each in below), document)
            for depth, each in below:
                step = _step(outcome, row, who, label, depth, each, document, language)
                if depth == 0:
                    # What the amount itself rests on is as weak as the weakest thing below it.
                    step = replace(step, grade=_grade_words(weakest, language))
                key = (step.label, step.result, step.how, step.period)
                if depth == 0 or key not in told:
                    told.add(key)
                    parts.append(step)
            found[figure.key] = parts
    for figure in outcome.roster.figures:
        yield from found[figure.key]


def _below(nodes: dict[str, Any], node: Any) -> Iterator[tuple[int, Any]]:
    """A node and the rules and numbers under it, each once; facts are told in the formulas."""
    seen: set[str] = set()
    stack = [(0, node)] if node is not None else []
    while stack:
        depth, here = stack.pop()
        if here["id"] in seen:
            continue
        seen.add(here["id"])
        if depth == 0 or here["source"] in ("rule", "number") or here["status"] == "undetermined":
            yield depth, here
        under = (*here["reads"], *(step["node"] for step in here.get("steps", ())))
        below = [nodes[name] for name in under if name in nodes]
        stack.extend((depth + 1, each) for each in reversed(below))


def _step(
    outcome: Outcome, row: Computed, who: str, figure: str, depth: int, node: Any, document: Any, language: Language
) -> Step:
    record = node.get("record")
    cites = record["cites"] if record else node["cites"]
    grades = [document["citations"][cite]["grade"] for cite in cites if cite in document["citations"]]
    words = document["citations"]
    reasons = [_reason(outcome, code, language) for code in node["reasons"]]
    return Step(
        line=row.line.number,
        who=who,
        month=month_text(row.line.month),
        figure=figure,
        depth=depth,
        label=node["label"][language],
        result=node["display"][language],
        how=_how(node, language),
        period=_period(record, language) if record else "",
        articles=articles((cited_as(words[cite], language) for cite in cites if cite in words), language),
        grade=record["grade_display"][language] if record else _grade(grades, language),
        reasons=_joined(reasons, language),
    )


def _how(node: Any, language: Language) -> str:
    formula = node.get("formula")
    if formula:
        return str(formula[language])
    # A requirement says what it found; of the others the way taken through the text is enough.
    tests = node.get("tests", ())[:4]
    return _joined((("✓ " if test["holds"] else "✗ ") + test[language] for test in tests), language)


def _joined(parts: Iterable[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(parts)


def _period(record: Any, language: Language) -> str:
    since, until = record["since"], record["until"]
    if since is None and until is None:
        return ""
    joint = "至" if language == "zh" else " to "
    return f"{since or ''}{joint}{until or ''}"


def document_name(number: str, title: Words, language: Language) -> str:
    """A document as people cite it: a notice by its number, a law or a regulation by its name.

    Nobody knows the Social Insurance Law as order 35 of the President.
    """
    if number and not number.startswith(ORDERS):
        return number
    if language == "zh":
        return f"《{title.zh.removeprefix('中华人民共和国')}》"
    return title.en + (f" ({number})" if number else "")


def articles(cited: Iterable[tuple[str, str]], language: Language) -> str:
    """Provisions, each a document's name and a path, with the document named once."""
    paths: dict[str, dict[str, None]] = {}
    for name, path in cited:
        paths.setdefault(name, {})[path.strip("、")] = None
    comma = "、" if language == "zh" else ", "
    return _joined((f"{name} {comma.join(filter(None, found))}".strip() for name, found in paths.items()), language)


def cited_as(cited: Any, language: Language) -> tuple[str, str]:
    """A citation of a decision: what people call the document, and the path."""
    title = Words(cited["title"]["zh"], cited["title"]["en"])
    return document_name(cited["number"], title, language), cited["path"]


def _grade(grades: list[str], language: Language) -> str:
    """The grade of a rule: of the texts that say it, the surest."""
    return _grade_words(min(grades, key=GRADES.index), language) if grades else ""


def _weakest(nodes: Iterable[Any], document: Any) -> str:
    """The weakest grade of *nodes*: of each number its own, of each rule the surest of its texts."""
    found = []
    for node in nodes:
        if node.get("record"):
            found.append(node["record"]["grade"])
        grades = [document["citations"][cite]["grade"] for cite in node["cites"] if cite in document["citations"]]
        found += [min(grades, key=GRADES.index)] if grades else []
    return max(found, key=GRADES.index, default="")


def _grade_words(grade: str, language: Language) -> str:
    return GRADE_WORDS[grade][language] if grade else ""


def _reason(outcome: Outcome, code: str, language: Language) -> str:
    found = outcome.book.reasons.get(code)
    if found is None:
        found = next((members[code] for members in outcome.book.enums.values() if code in members), None)
    return found[language] if found is not None else code
