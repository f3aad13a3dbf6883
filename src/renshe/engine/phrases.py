"""The phrases that tests and formulas are said with, zh and en: signs, comparisons, roundings, articles."""

from __future__ import annotations

from typing import TypeAlias

from renshe.engine.errors import Words

Pair: TypeAlias = tuple[str, str]
"""The same in Chinese and in English."""

SYMBOLS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
AMOUNTS = {
    "==": "exactly", "!=": "other than", "<": "below", "<=": "at most", ">": "above", ">=": "at least",
}  # fmt: skip
MOMENTS = {
    "==": ("即", "the same as"), "!=": ("不是", "other than"),
    "<": ("早于", "before"), "<=": ("不晚于", "no later than"),
    ">": ("晚于", "after"), ">=": ("不早于", "no earlier than"),
}  # fmt: skip
BARE = frozenset(
    ("the", "a", "an", "this", "each", "every", "all", "no", "what", "whose", "which", "who", "how", "why", "where")
)
"""Words before which no article stands."""
SIGNS = {"+": "+", "-": "−", "*": "×"}
ROUNDED = {
    "half_up_to_fen": ("四舍五入到分", "rounded half up to the fen"),
    "half_up_to_yuan": ("四舍五入到元", "rounded half up to the yuan"),
    "down_to_yuan": ("舍去角分", "cut to the yuan"),
    "half_up_to_millionth": ("保留六位小数", "rounded half up to the sixth decimal"),
}
STEPPED = {
    "month_of": ("{0}所在月", "the month of {1}"),
    "first_day": ("{0}的第一天", "the first day of {1}"),
    "last_day": ("{0}的最后一天", "the last day of {1}"),
}


def pair(words: Words) -> Pair:
    """Both languages of *words*."""
    return words.zh, words.en


def with_value(zh: str, en: str, shown: Words, last: bool = False) -> Pair:
    """A phrase followed by what it came to, without one bracket upon another."""
    return (
        f"{zh}即{shown.zh}" if zh.endswith("）") else f"{zh}（{shown.zh}）",
        f"{en}, that is {shown.en}{'' if last else ','}" if en.endswith(")") else f"{en} ({shown.en})",
    )


def quoted(text: str) -> str:
    """*text* in Chinese quotation marks, unless it has its own."""
    return text if text.startswith("“") else f"“{text}”"


def the(text: str) -> str:
    """*text* with its article, where it stands within a phrase; a figure, a name or a bracket takes none."""
    return f"the {text}" if text[:1].islower() and text.partition(" ")[0] not in BARE else text


def gap(text: str) -> str:
    """*text* with the blank that a sign after it needs; a full bracket brings its own."""
    return text if text.endswith("）") else text + " "
