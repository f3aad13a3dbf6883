"""The report of a check as text: what failed and how, then one line of counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from renshe.engine.check import Outcome
from renshe.engine.errors import Language

STATUS = {
    "zh": {"passed": "通过", "failed": "不符", "undetermined": "无法确定", "not_written": "尚未编写"},
    "en": {"passed": "passed", "failed": "failed", "undetermined": "undetermined", "not_written": "not yet written"},
}
GAPS = {
    "zh": {
        "branches": "没有案例走到的分支",
        "survivors": "改动一个单位而没有案例察觉的数值",
        "unread": "没有规则用到的数",
    },
    "en": {
        "branches": "branches that no case reaches",
        "survivors": "numbers that can move by a unit unnoticed",
        "unread": "numbers that nothing reads",
    },
}
DIFFERS = {"zh": "：应为 {}，得到 {}", "en": ": expected {}, got {}"}


def report(
    outcomes: Sequence[Outcome], counts: Mapping[str, int], gaps: Mapping[str, Sequence[str]], language: Language
) -> str:
    """Failures first, then what is not written, the gaps asked for, and the counts."""
    lines: list[str] = []
    for outcome in outcomes:
        if outcome.status in ("failed", "undetermined"):
            lines += _failure(outcome, language)
    for topic, number in Counter(o.case.topic for o in outcomes if o.status == "not_written").items():
        lines.append(f"{STATUS[language]['not_written']}  {topic}  {number}")
    for gap, items in gaps.items():
        lines.append(f"{GAPS[language][gap]}{'：' if language == 'zh' else ': '}{len(items)}")
        lines += [f"  {item}" for item in items]
    lines.append("  ".join(f"{STATUS[language][status]} {number}" for status, number in counts.items()))
    return "\n".join(lines)


def _failure(outcome: Outcome, language: Language) -> list[str]:
    case = outcome.case
    where = " ".join(part for part in (case.region, case.date) if part)
    lines = [f"{STATUS[language][outcome.status]}  {case.id}  ({where})  {case.place}"]
    if outcome.error:
        return [*lines, *(f"    {line}" for line in outcome.error.splitlines())]
    for name, expected in case.expect.items():
        got = outcome.got.get(name)
        if _text(expected) != _text(got):
            lines.append(f"    {name}{DIFFERS[language].format(_text(expected), _text(got))}")
    if case.reasons is not None and set(case.reasons) != set(outcome.reasons):
        wanted, given = (", ".join(sorted(codes)) or "–" for codes in (case.reasons, outcome.reasons))
        lines.append(f"    reasons{DIFFERS[language].format(wanted, given)}")
    return lines


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
