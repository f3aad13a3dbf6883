"""Values as people write and read them: parsed from files, JSON and the command line, printed and compared.

Inside, every value is a whole number, text, a tuple or a mapping; ``scalars`` says how single ones are written.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from renshe.engine.errors import Language, Problem, Words
from renshe.engine.scalars import READ, day_text, decimal_text, is_digits, month_text, partial_day_text, plain, scaled
from renshe.engine.types import PartialDay

Value: TypeAlias = "bool | int | str | PartialDay | tuple[Value, ...] | dict[str, Value] | None"

KINDS = frozenset((*READ, "enum", "list", "record"))
MAX_TEXT = 10_000
MAX_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a name of the vocabulary holds.

    Attributes:
        kind: one of ``KINDS``.
        enum: the name of the enum, and ``members`` its member names.
        item: what a list holds; text when left out.
        record: the name of the record, and ``fields`` what it holds, in order.
        nullable: whether *none* is a value: no cap, no limit, not requested.
        ordered: whether the order of a list matters.
    """

    kind: str
    enum: str = ""
    members: tuple[str, ...] = ()
    item: ValueType | None = None
    record: str = ""
    fields: tuple[tuple[str, ValueType], ...] = ()
    nullable: bool = False
    ordered: bool = False


_TEXT = ValueType("text")


class ValueProblem(ValueError):
    """What was given is no value of its type.

    Attributes:
        found: what was given, shortened and safe to print.
        expected: what a value looks like, as a noun phrase.
        hint: what to do about it.
        path: where inside a list or a record; positions count from 1.
    """

    def __init__(
        self, found: str, expected: Words, hint: Words | None = None, path: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(found, expected, hint, path)
        self.found, self.expected, self.hint, self.path = found, expected, hint, path

    def __str__(self) -> str:
        return self.problem().text("en")

    def inside(self, step: str | int) -> ValueProblem:
        """The same problem, seen from the list or record around it."""
        return ValueProblem(self.found, self.expected, self.hint, (step, *self.path))

    def problem(self, place: str = "") -> Problem:
        """The problem at *place*: an input's name, a file with its line, a cell."""
        inner = "".join(f"#{step}" if isinstance(step, int) else f".{step}" for step in self.path)
        what = Words(f"得到 {self.found}，应为{self.expected.zh}", f"found {self.found}, expected {self.expected.en}")
        return Problem(what, self.hint, (place + inner).removeprefix("."))


# ---- reading


def parse(type: ValueType, raw: object, *, labels: Mapping[str, str] | None = None) -> Value:
    """The value that *raw* stands for.

    Args:
        type: what it is to be.
        raw: what a file, JSON or a command line holds; or a value already of its type, such as ``Money``.
        labels: what people call the members of enums → member.

    Raises:
        ValueProblem: and nothing else, whatever *raw* is.
    """
    if isinstance(raw, str):
        raw = str.__str__(raw)
        if len(raw) > MAX_TEXT:
            raise ValueProblem(_found(raw), Words(f"至多{MAX_TEXT}个字符", f"at most {MAX_TEXT} characters"))
    if type.kind == "enum" and (member := _member(type, raw, labels or {})) is not None:
        return member
    if type.nullable and (raw is None or plain(raw).casefold() in ("null", "none", "无")):
        return None
    if type.kind == "list":
        return _list(type, raw, labels)
    if type.kind == "record":
        return _record(type, raw, labels)
    value = READ[type.kind](raw) if type.kind in READ else None
    if value is None:
        raise _refuse(type, raw, _nearest(raw, (*type.members, *(labels or ()))) if type.kind == "enum" else None)
    return value


def _member(type: ValueType, raw: object, labels: Mapping[str, str]) -> str | None:
    # A member may itself be called none (no event): it comes before the word for no value.
    word = raw.strip() if isinstance(raw, str) else ""
    member = word if word in type.members else labels.get(word)
    return member if member in type.members else None


def _list(type: ValueType, raw: object, labels: Mapping[str, str] | None) -> tuple[Value, ...]:
    item = type.item or _TEXT
    items = _split(type, item, raw) if isinstance(raw, str) and raw.strip() else raw
    if not isinstance(items, (list, tuple)):
        raise _refuse(type, raw, _EMPTY if raw is None or isinstance(raw, str) else None)
    if len(items) > MAX_ITEMS:
        raise ValueProblem(_found(raw), Words(f"至多{MAX_ITEMS}项", f"at most {MAX_ITEMS} items"))
    values: list[Value] = []
    for position, each in enumerate(items, start=1):
        try:
            values.append(parse(item, each, labels=labels))
        except ValueProblem as problem:
            raise problem.inside(position) from None
    return tuple(values)


def _split(type: ValueType, item: ValueType, text: str) -> object:
    if item.kind in ("list", "record") or plain(text).startswith("["):
        return _json(type, text)
    if item.kind in ("integer", "months", "money"):
        if "、" in text:
            return text.split("、")
        # 1,816.00 is one amount or two: nobody is paid on a guess.
        halves = pairwise(plain(text).split(","))
        if any(is_digits(left[-1:]) and is_digits(right[:3]) and not is_digits(right[3:4]) for left, right in halves):
            raise _refuse(type, text, _AMBIGUOUS)
    return text.replace("，", ",").replace("、", ",").split(",")


def _record(type: ValueType, raw: object, labels: Mapping[str, str] | None) -> dict[str, Value]:
    given = _json(type, raw) if isinstance(raw, str) and raw.strip() else raw
    if not isinstance(given, Mapping):
        raise _refuse(type, raw)
    names = [name for name, _ in type.fields]
    for name in given:
        if name not in names:
            raise _refuse(type, name, _nearest(name, names))
    record: dict[str, Value] = {}
    for name, of in type.fields:
        if name not in given:
            # What is not known is not none: a field without a value says so.
            raise ValueProblem("—", _expected(of), _FIELD).inside(name)
        try:
            record[name] = parse(of, given[name], labels=labels)
        except ValueProblem as problem:
            raise problem.inside(name) from None
    return record


def _json(type: ValueType, text: str) -> object:
    import json  # only for a list or a record written as text

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    try:
        # Decimals stay the text they are.
        return json.loads(text, object_pairs_hook=once, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise _refuse(type, text) from None


# ---- what is wrong

_EXPECTED = {
    "boolean": Words("是或否（true 或 false）", "yes or no (true or false)"),
    "integer": Words("整数，如 12（绝对值不超过100亿）", "a whole number such as 12, up to 10 billion either way"),
    "months": Words("月数，如 12（0至12000的整数）", "a number of months such as 12, whole, from 0 to 12000"),
    "money": Words(
        "以元计的金额，如 1816.00（不为负，至多两位小数，不超过9000亿）",
        "an amount in yuan such as 1816.00, not below zero, with at most two decimals, up to 900 billion",
    ),
    "rate": Words(
        "比例，如 0.16、16% 或 1.2（0至10，至多六位小数）",
        "a rate such as 0.16, 16% or 1.2, from 0 to 10, with at most six decimals",
    ),
    "date": Words("日期，如 2020-07-01（1900年至2999年）", "a date such as 2020-07-01, from 1900 to 2999"),
    "month": Words("月份，如 2020-07（1900年至2999年）", "a month such as 2020-07, from 1900 to 2999"),
    "partial_day": Words("日期或月份，如 2020-07-01 或 2020-07", "a date or a month such as 2020-07-01 or 2020-07"),
    "text": Words("文字", "text"),
    "list": Words('列表，如 a、b 或 ["a", "b"]', 'a list such as a, b or ["a", "b"]'),
}
_DECIMALS = Words("带小数的数请加引号，如 '0.50'", "put a number with decimals in quotes, such as '0.50'")
_QUOTES = Words("请加引号写成文字", "put it in quotes")
_ALONE = Words("只写数字，不带单位和符号", "write the number alone, without unit or sign")
_PERCENT = Words("百分数请带百分号，如 16%", "write a percentage with its sign, such as 16%")
_UNKNOWN = Words("不知道就写 ?，没有问到就不写", "write ? for what is not known, leave out what is not asked")
_EMPTY = Words("没有一项就写 []", "write [] for an empty list")
_AMBIGUOUS = Words("各项之间请用顿号", "put a blank after a comma between items, and no comma within one")
_FIELD = Words("每一项都要写；没有就写 null", "give every field; write null for none")
_SHOWN = 60


def _expected(type: ValueType) -> Words:
    if type.kind == "enum":
        some, count = type.members[:8], len(type.members)
        more = Words(f"等{count}项", f" … ({count} in all)") if count > len(some) else Words("", "")
        return Words("、".join(some) + more.zh + "之一", "one of " + ", ".join(some) + more.en)
    if type.kind == "record":
        names = [name for name, _ in type.fields]
        return Words("记录，各项为 " + "、".join(names), "a record of " + ", ".join(names))
    return _EXPECTED[type.kind]


def _found(raw: object) -> str:
    # What is shown comes from outside: it is cut, and nothing in it may steer a terminal or fail to encode.
    if isinstance(raw, str):
        shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in raw[:_SHOWN])
        return f'"{shown}{"…" if len(raw) > _SHOWN else ""}"'
    if raw is None or isinstance(raw, bool):
        return "null" if raw is None else "true" if raw else "false"
    if isinstance(raw, float) or (type(raw) is int and abs(raw) < 10**_SHOWN):
        return repr(raw)
    return type(raw).__name__


def _hint(type: ValueType, raw: object) -> Words | None:
    if isinstance(raw, float):
        return _DECIMALS
    if isinstance(raw, int) and type.kind in ("text", "enum", "date", "month", "partial_day"):
        return _QUOTES
    text = plain(raw)
    if raw is None or (isinstance(raw, str) and not text):
        return _UNKNOWN
    if text and type.kind == "rate" and scaled(text, 6) is not None:
        return _PERCENT
    if text and type.kind in ("integer", "months", "money", "rate") and not set(text) <= set("0123456789.,-"):
        return _ALONE
    return None


def _refuse(type: ValueType, raw: object, hint: Words | None = None) -> ValueProblem:
    return ValueProblem(_found(raw), _expected(type), hint or _hint(type, raw))


def _nearest(word: object, names: Sequence[str]) -> Words | None:
    import difflib  # only once something is wrong

    if not isinstance(word, str):
        return None
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word[:_SHOWN].strip().casefold().replace(" ", "_"), folded, n=1)
    return Words(f"最接近的是 {folded[close[0]]}", f"the nearest is {folded[close[0]]}") if close else None


# ---- writing and comparing


def to_json(type: ValueType, value: Any) -> object:
    """*value* as JSON, YAML and cases hold it: ``"1816.00"``, ``"0.0016"``, ``"2020-07-01"``, ``null``."""
    if value is None:
        return None
    match type.kind:
        case "money":
            return decimal_text(value, 2, least=2)
        case "rate":
            return decimal_text(value, 6, least=2)
        case "date":
            return day_text(value)
        case "month":
            return month_text(value)
        case "partial_day":
            return partial_day_text(value)
        case "list":
            return [to_json(type.item or _TEXT, item) for item in value]
        case "record":
            return {name: to_json(of, value[name]) for name, of in type.fields}
    return value


def same(type: ValueType, expected_raw: object, got: Any) -> bool:
    """Whether *got* is the value written as *expected_raw*; lists without order count what they hold.

    Raises:
        ValueProblem: when *expected_raw* is no value of the type.
    """
    if expected_raw is None or got is None:
        return expected_raw is None and got is None
    return _key(type, parse(type, expected_raw)) == _key(type, got)


def _key(type: ValueType, value: Any) -> Hashable:
    """What two equal values have in common and different ones have not."""
    if type.kind == "list" and isinstance(value, (list, tuple)):
        keys = tuple(_key(type.item or _TEXT, item) for item in value)
        return keys if type.ordered else frozenset(Counter(keys).items())
    if type.kind == "record" and isinstance(value, Mapping):
        return tuple((name, name in value, _key(of, value.get(name))) for name, of in type.fields)
    return value if isinstance(value, Hashable) else repr(value)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def display(type: ValueType, value: Any, language: Language, labels: Mapping[str, Words] | None = None) -> str:
    """*value* for people.

    Args:
        type: what it is.
        value: the value.
        language: ``zh`` or ``en``.
        labels: member of an enum, or field of a record → what people call it.
    """
    zh = language == "zh"

    def called(name: str) -> str:
        return labels[name][language] if labels and name in labels else name

    def month(ordinal: int) -> str:
        year, month0 = divmod(ordinal, 12)
        return f"{year}年{month0 + 1}月" if zh else f"{_MONTHS[month0]} {year}"

    def day(ordinal: int) -> str:
        date = datetime.date.fromordinal(ordinal)
        whole = month(date.year * 12 + date.month - 1)
        return f"{whole}{date.day}日" if zh else f"{date.day} {whole}"

    if value is None:
        return "无" if zh else "none"
    match type.kind:
        case "boolean":
            return ("是" if value else "否") if zh else ("yes" if value else "no")
        case "months":
            return f"{value}个月" if zh else f"{value} month{'' if value == 1 else 's'}"
        case "money":
            amount = f"{'-' * (value < 0)}{abs(value) // 100:,}.{abs(value) % 100:02d}"
            return f"{amount}元" if zh else f"CNY {amount}"
        case "rate":
            # A share is said in per cent; a coefficient above one as it is.
            return decimal_text(value, 6) if value > 1_000_000 else decimal_text(value, 4) + "%"
        case "date":
            return day(value)
        case "month":
            return month(value)
        case "partial_day":
            return month(value.month) if value.day is None else day(value.day)
        case "enum":
            return called(value)
        case "list":
            item = type.item or _TEXT
            mark = ("；" if zh else "; ") if item.kind in ("list", "record") else ("、" if zh else ", ")
            return mark.join(display(item, each, language, labels) for each in value) or ("无" if zh else "none")
        case "record":
            parts = [(called(name), display(of, value[name], language, labels)) for name, of in type.fields]
            return "，".join(f"{a}：{b}" for a, b in parts) if zh else ", ".join(f"{a}: {b}" for a, b in parts)
    return str(value)
