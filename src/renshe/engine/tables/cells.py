"""One cell of a table as a value: what a spreadsheet holds, read without ever rounding it."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from renshe.engine.errors import Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import plain
from renshe.engine.tables.roster import Field
from renshe.engine.values import Value, ValueProblem, ValueType, parse

EXACT_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""
SHOWN = 80
"""So much of a cell's text is shown."""
MASK_FROM, MASK_TO = 6, 4
"""Digits of a number that identifies a person which stay readable: at its beginning and at its end."""
_RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_EXPONENT = re.compile(r"\d+(?:\.\d+)?[Ee]\+?\d+")


def is_blank(raw: object) -> bool:
    """Whether a cell holds nothing."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def number_text(raw: float | int) -> str:
    """A number as the spreadsheet shows it, all its digits, without an exponent."""
    if isinstance(raw, int):
        return str(raw)
    text = f"{raw:.{EXACT_DIGITS}g}"
    return format(Decimal(text), "f") if "e" in text else text


def shown(raw: object) -> str:
    """What a cell holds, for a list of what is wrong."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, (int, float)):
        return number_text(raw)
    if isinstance(raw, (datetime.date, datetime.datetime)):
        return raw.isoformat()[:10]
    # What a cell holds may be printed: nothing in it may steer a terminal.
    return "".join(sign if sign.isprintable() else " " for sign in str(raw)[:SHOWN]).strip()


def masked_within(text: str) -> str:
    """Text with every resident identity number in it masked, whichever column it slipped into."""
    return _RESIDENT_NUMBER.sub(lambda found: mask(found[0]), text)


def fact(book: Lawbook, kind: ValueType, raw: object, place: str) -> Value | Problem:
    """The value of a fact, or what is wrong with the cell.

    Args:
        book: for the words of enums.
        kind: what the fact is to be.
        raw: what the cell holds; not blank.
        place: sheet and cell, for the problem.
    """
    labels = {text: member for member, each in book.enums.get(kind.enum, {}).items() for text in (each.zh, each.en)}
    given: Any = raw
    if isinstance(raw, float) or (isinstance(raw, int) and not isinstance(raw, bool)):
        given = number_text(raw)
        if kind.kind in ("money", "rate") and given.startswith("-"):
            what = Words(f"金额或比例为负：{given}", f"a negative amount or rate: {given}")
            return Problem(what, Words("写不小于 0 的数", "write a number not below 0"), place)
        decimals = len(given.partition(".")[2])
        if kind.kind == "money" and decimals > 2:
            what = Words(f"金额 {given} 多于两位小数", f"the amount {given} has more than two decimals")
            fix = Words(
                "在表中先四舍五入到分，如 =ROUND(A1,2)", "round it to the fen in the sheet first, such as =ROUND(A1,2)"
            )
            return Problem(what, fix, place)
    elif isinstance(raw, str) and kind.kind == "money":
        given = plain(raw).removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    try:
        return parse(kind, given, labels=labels)
    except ValueProblem as problem:
        return problem.problem(place)


def field(form: Field, raw: object, place: str) -> str | Problem:
    """The text of a field, or what is wrong with the cell."""
    if form.kind == "month":
        return _month(raw, place)
    if isinstance(raw, (float, int)) and not isinstance(raw, bool):
        digits = number_text(raw)
        if form.kind == "identifier" or len(digits.lstrip("-")) > EXACT_DIGITS:
            return _became_number(form, digits, place)
        return digits
    text = shown(raw) if not isinstance(raw, str) else str(raw).strip()
    if form.kind in ("identifier", "code"):
        text = plain(text).replace(" ", "").removeprefix("'").upper()
        if _EXPONENT.fullmatch(text) and "." in text:
            return _became_number(form, text, place)
    if len(text) > 200 or not text.isprintable():
        what = Words("文字过长或含控制字符", "the text is too long or holds control characters")
        return Problem(what, Words("改短", "shorten it"), place)
    return text


def _became_number(form: Field, digits: str, place: str) -> Problem:
    what = Words(
        f"{form.label.zh}被 Excel 存成了数字（{digits}），后几位可能已经丢失",
        f"the {form.label.en} was turned into a number by Excel ({digits}); its last digits may be lost",
    )
    return Problem(what, Words("把单元格设为“文本”格式，重新输入", "format the cell as text and type it again"), place)


def _month(raw: object, place: str) -> str | Problem:
    from renshe.engine.scalars import month_text

    given: Any = raw
    if isinstance(raw, (datetime.date, datetime.datetime)):
        given = f"{raw.year:04d}-{raw.month:02d}"
    elif isinstance(raw, (float, int)) and not isinstance(raw, bool):
        given = number_text(raw)
    try:
        return month_text(int(parse(ValueType("month"), given)))  # type: ignore[arg-type]
    except ValueProblem as problem:
        return problem.problem(place)


def mask(text: str) -> str:
    """A number that identifies a person with its middle hidden."""
    hidden = len(text) - MASK_FROM - MASK_TO
    if hidden <= 0:
        return "*" * max(len(text) - 2, 0) + text[-2:]
    return text[:MASK_FROM] + "*" * hidden + text[-MASK_TO:]


def identity_warning(text: str) -> Words | None:
    """What is wrong with a resident identity number, when it looks like one; another kind of number passes."""
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    if len(text) != 18 or not text[:17].isdigit():
        return None
    try:
        ric.get_birth_date(text)
    except ValidationError:
        return Words("身份证号码中的出生日期不存在", "the day of birth in the identity number does not exist")
    if ric.calc_check_digit(text) != text[-1]:
        return Words("身份证号码的校验位不对", "the check digit of the identity number is wrong")
    return None
