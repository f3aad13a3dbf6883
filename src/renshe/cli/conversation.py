"""The conversation of ``ask``: a question at a time, answered as people answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from renshe.cli.common import say
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.layout import INDENT, wrap
from renshe.engine.scalars import is_digits, plain
from renshe.engine.values import ValueType, display

if TYPE_CHECKING:
    from renshe.engine.errors import Language
    from renshe.engine.interview import Interview, Question

OPENING = Words(
    "只问还会影响结果的事。不知道就按回车，要结束就按 Ctrl-D。",
    "Only what can still change the answer is asked. Press Enter for what you do not know, Ctrl-D to stop.",
)
HINTS = {
    "boolean": Words("是/否", "yes/no"),
    "integer": Words("填整数", "a whole number"),
    "months": Words("填月数，如 12", "a number of months, such as 12"),
    "money": Words("填金额（元），如 1816.00", "an amount in yuan, such as 1816.00"),
    "rate": Words("填比例，如 16%", "a rate, such as 16%"),
    "date": Words("填日期，如 2020-07-01", "a date, such as 2020-07-01"),
    "month": Words("填年月，如 2020-07", "a month, such as 2020-07"),
    "partial_day": Words("填日期或年月，如 2020-07-01 或 2020-07", "a date or a month, such as 2020-07-01 or 2020-07"),
    "enum": Words("填序号", "give its number"),
}
YES = frozenset(("y", "ye", "yes", "yeah", "是", "是的", "对", "对的"))
NO = frozenset(("n", "no", "nope", "否", "不是", "不对"))
"""“没有” is neither: to “have you no work?” it means yes."""
NOT_KNOWN = frozenset(
    ("", "?", "不知道", "不清楚", "不确定", "不记得", "未知", "don't know", "dont know", "do not know", "unknown")
)
UNITS = {"months": ("个月", "月", "months", "month"), "money": ("元", "yuan"), "integer": ("人", "天", "次", "个")}
YES_OR_NO = Words("请回答是或否；不知道就按回车。", "Please answer yes or no, or press Enter if you do not know.")
EXAMPLES = {"money": "5000.00", "date": "2020-07-01", "month": "2020-07", "months": 12, "integer": 1, "boolean": True}


def converse(interview: Interview, tongue: Language) -> None:
    """Ask until nothing more matters or the reader ends it."""
    first = True
    while (question := interview.next()) is not None:
        say("\n".join([*(wrap(OPENING[tongue]) if first else ()), *put(question, tongue)]))
        first = False
        while (reply := _reply()) is not None:
            try:
                if plain(reply) == "" and question.assumed:
                    interview.skip(question.name)
                else:
                    interview.answer(question.name, read(question, reply))
                break
            except InputError as error:
                say("\n".join(_again(question, problem)[tongue] for problem in error.problems))
        if reply is None:
            break
    if not first:
        say()


def _reply() -> str | None:
    """A line typed; None at the end of what is typed."""
    try:
        return input("> ")
    except (EOFError, RuntimeError):  # no more input, or none at all
        say()
        return None


def put(question: Question, tongue: Language) -> list[str]:
    """A question with what an answer looks like, its help and its choices."""
    zh = tongue == "zh"
    hint = expected(question)[tongue]
    lines = ["", *wrap(f"{question.question[tongue]}（{hint}）" if zh else f"{question.question[tongue]} ({hint})")]
    if question.help is not None:
        lines += wrap(question.help[tongue], INDENT, INDENT)
    for number, words in enumerate((choices_of(question)).values(), 1):
        lines += wrap(f"{number}. {words[tongue]}", INDENT, INDENT * 3)
    if question.assumed:
        labels = dict(question.choices or {})
        usual = display(question.type, question.default, tongue, labels)
        lines += wrap(f"按回车：按通常情形，即“{usual}”" if zh else f"Enter: as usual, that is “{usual}”", INDENT)
    return lines


def choices_of(question: Question) -> dict[str, Words]:
    """Members to choose from, in the order in which they are numbered."""
    return dict(question.choices or {})


def expected(question: Question) -> Words:
    """What an answer looks like."""
    kind = question.type
    if kind.kind == "list":
        hint = _list_hint(kind, bool(question.choices))
    elif kind.kind == "enum" and not question.choices:
        hint = Words("、".join(kind.members), ", ".join(kind.members))
    else:
        hint = HINTS.get(kind.kind, Words("填文字", "text"))
    return Words(f"{hint.zh}；没有就填“无”", f"{hint.en}, or none") if kind.nullable else hint


def _list_hint(kind: ValueType, numbered: bool) -> Words:
    item = kind.item
    if item is not None and item.kind == "record":
        example = json.dumps([{name: EXAMPLES.get(of.kind, "…") for name, of in item.fields}], ensure_ascii=False)
        return Words(f"写成 {example}", f"written as {example}")
    if numbered:
        return Words("填序号，可以多个，用逗号隔开；一个也没有就填 []", "their numbers, with commas, or [] for none")
    return Words("逐个写，用顿号隔开；一个也没有就填 []", "one after the other, with commas, or [] for none")


def read(question: Question, reply: str) -> object:
    """What was typed, as a case holds it: the number of a choice, a unit left on, a plain “I do not know”."""
    text, kind = plain(reply), question.type
    if text.casefold().rstrip(".。!！") in NOT_KNOWN:
        return "?"
    if kind.kind == "boolean":
        word = text.casefold()
        return True if word in YES else False if word in NO else text
    members = list(choices_of(question))
    if members and kind.kind in ("enum", "list"):
        parts = [part.strip() for part in text.replace("、", ",").split(",")] if kind.kind == "list" else [text]
        named: list[Any] = [
            members[int(part) - 1] if is_digits(part) and len(part) < 5 and 0 < int(part) <= len(members) else part
            for part in parts
        ]
        return named[0] if kind.kind == "enum" else reply if text == "[]" else ",".join(named)
    for unit in UNITS.get(kind.kind, ()):
        text = text.removesuffix(unit).rstrip()
    return text if kind.kind in UNITS else reply


def _again(question: Question, problem: Problem) -> Words:
    """What was wrong with an answer, without the name of the input: the question stands above."""
    if question.choices and question.type.kind == "enum":
        last = len(question.choices)
        return Words(f"请填 1 到 {last} 的序号；不知道就按回车。", f"Give a number from 1 to {last}, or press Enter.")
    if question.type.kind == "boolean":
        return Words(YES_OR_NO.zh, YES_OR_NO.en)
    if question.type.item is not None and question.type.item.kind == "record":
        hint = expected(question)
        return Words(f"看不懂。请{hint.zh}。", f"That cannot be read. It is {hint.en}.")
    here = Problem(problem.what, problem.fix)
    return Words(here.text("zh"), here.text("en"))
