"""One cell of a table as a value: what a spreadsheet holds, read without ever rounding it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from renshe.engine.errors import Language, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import day_text, month_text, plain
from renshe.engine.tables.roster import Column, Field
from renshe.engine.values import Value, ValueProblem, ValueType, display, parse

LANGUAGES: tuple[Language, ...] = ("zh", "en")

EXACT_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""
SHOWN = 80
"""So much of a cell's text is shown."""
MASK_FROM, MASK_TO = 6, 4
"""Digits of a number that identifies a person which stay readable: at its beginning and at its end."""


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


YES, NO = frozenset("√✓✔yY有"), frozenset("×✗✘nN无")
"""Marks for yes and no that tables use beside the words."""
NOTHING = frozenset(("-", "--", "—", "——", "/", "\\", "无", "n/a", "N/A"))
"""What stands in a cell where there is nothing to say."""
_THOUSANDS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]{1,3}")
_RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How amounts are read.

    Attributes:
        yuan: how many yuan one unit of the column is.
        rounded: whether an amount with more than two decimals is rounded half up to the fen; else it is refused.
    """

    yuan: int = 1
    rounded: bool = False


PLAIN = Reading()


def fact(
    book: Lawbook, kind: ValueType, raw: object, place: str, column: Column | None = None, reading: Reading = PLAIN
) -> Value | Problem:
    """The value of a fact, or what is wrong with the cell.

    Args:
        book: for the words of enums.
        kind: what the fact is to be.
        raw: what the cell holds; not blank.
        place: sheet and cell, for the problem.
        column: what the roster says of the fact.
        reading: how amounts are read.
    """
    given: Any = raw
    if isinstance(raw, float) or (isinstance(raw, int) and not isinstance(raw, bool)):
        given = number_text(raw)
        if kind.kind in ("money", "rate") and given.startswith("-"):
            what = Words(f"金额或比例为负：{given}", f"a negative amount or rate: {given}")
            return Problem(what, Words("写不小于 0 的数", "write a number not below 0"), place)
    elif isinstance(raw, str):
        given = _written(kind, raw)
    if kind.kind == "money" and isinstance(given, str):
        amount = _amount(given, reading)
        if amount is None:
            what = Words(f"金额 {given} 多于两位小数", f"the amount {given} has more than two decimals")
            fix = Words(
                "在表中先四舍五入到分，如 =ROUND(A1,2)；全表都要这样取，用 --round",
                "round it to the fen in the sheet first, such as =ROUND(A1,2); to round all of them use --round",
            )
            return Problem(what, fix, place)
        given = amount
    labels = {text: member for member, each in book.enums.get(kind.enum, {}).items() for text in (each.zh, each.en)}
    if column is not None and kind.kind == "enum":
        labels.update(column.words)
    try:
        value = parse(kind, given, labels=labels)
    except ValueProblem as problem:
        return _refused(book, kind, problem, place)
    if column is not None and column.possible is not None and _beyond(value, column.possible):
        return _impossible(kind, value, column.possible, place)
    return value


def _written(kind: ValueType, raw: str) -> str:
    """Text of a cell without what people put around a value."""
    text = plain(raw).replace("\u00a0", " ").strip().removeprefix("'").strip()
    if kind.kind == "boolean":
        return "true" if text in YES else "false" if text in NO else text
    if kind.kind != "money":
        return text
    text = text.removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    return text.replace(" ", "") if _THOUSANDS.fullmatch(text) else text


def _amount(given: str, reading: Reading) -> str | None:
    """A number in yuan with two decimals at most; None when it has more. What is no number stays as it is."""
    digits = given.replace(",", "")
    whole, _, fraction = digits.partition(".")
    if not (whole.isdigit() and digits.isascii() and (not fraction or fraction.isdigit())):
        return given
    if reading.yuan == 1 and len(fraction) <= 2:
        return given
    amount = Decimal(digits) * reading.yuan
    fen = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(fen) if fen == amount or reading.rounded else None


def _beyond(value: Value, bounds: tuple[int, int]) -> bool:
    return isinstance(value, int) and not bounds[0] <= value <= bounds[1]


def unusual(column: Column | None, value: Value) -> bool:
    """Whether a value is one that wants a look."""
    return column is not None and column.usual is not None and _beyond(value, column.usual)


def _impossible(kind: ValueType, value: Value, bounds: tuple[int, int], place: str) -> Problem:
    shown_ = {language: display(kind, value, language) for language in LANGUAGES}
    most = {language: display(kind, bounds[1], language) for language in LANGUAGES}
    what = Words(
        f"{shown_['zh']}超出可能的范围（至多 {most['zh']}）", f"{shown_['en']} is more than it can be ({most['en']})"
    )
    fix = None
    if kind.kind == "rate" and isinstance(value, int):
        # 0.2 typed for 0.2%, or 12 for 12%: people think in percent.
        meant = display(kind, value // 100, "en")
        fix = Words(f"若是 {meant}，请写 {meant}（带百分号）", f"if it is {meant}, write {meant} with its sign")
    return Problem(what, fix, place)


def _refused(book: Lawbook, kind: ValueType, problem: ValueProblem, place: str) -> Problem:
    """What a cell holds and what it should, in the words of those who fill in tables."""
    if kind.kind == "boolean":
        what = Words(f"填的是 {problem.found}，应为“是”或“否”", f"found {problem.found}, expected yes or no")
        return Problem(what, problem.hint or Words("填“是”或“否”", "write yes or no"), place)
    if kind.kind == "money":
        what = Words(f"填的是 {problem.found}，应为金额", f"found {problem.found}, expected an amount")
        fix = Words("只写数字，以元计，至多两位小数", "write the number alone, in yuan, with at most two decimals")
        return Problem(what, fix, place)
    if kind.kind == "rate":
        what = Words(f"填的是 {problem.found}，应为比例", f"found {problem.found}, expected a rate")
        return Problem(what, Words("写成 8% 或 0.08", "write 8% or 0.08"), place)
    if kind.kind == "enum":
        words = book.enums.get(kind.enum, {})
        zh, en = ("、".join(words[m].zh for m in kind.members), ", ".join(words[m].en for m in kind.members))
        what = Words(f"填的是 {problem.found}，应为选项之一", f"found {problem.found}, expected one of the choices")
        return Problem(what, Words(f"从中选一项：{zh}", f"choose one of: {en}"), place)
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
    text = shown(raw) if not isinstance(raw, str) else " ".join(str(raw).split())
    if form.kind in ("identifier", "code"):
        text = plain(text).replace(" ", "").removeprefix("'").upper()
        # A code may look like one by chance, 1E5; with a point in it it is none.
        if _EXPONENT.fullmatch(text) and ("." in text or form.kind == "identifier"):
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
    given: Any = raw
    if isinstance(raw, (datetime.date, datetime.datetime)):
        given = f"{raw.year:04d}-{raw.month:02d}"
    elif isinstance(raw, (float, int)) and not isinstance(raw, bool):
        given = number_text(raw)
        # Excel makes 2020.1 of what was typed as 2020.10, so a number with a point says no month for sure.
        if given.partition(".")[2] == "1":
            what = Words(f"{given} 可能是1月，也可能是10月", f"{given} may be January or October")
            return Problem(what, Words("写成 2020-01 或 2020-10", "write 2020-01 or 2020-10"), place)
    elif isinstance(raw, str):
        given = "".join(plain(raw).split()).removesuffix("份")
    for kind in ("month", "date"):
        try:
            value = int(parse(ValueType(kind), given))  # type: ignore[arg-type]
        except ValueProblem:
            continue
        return month_text(value) if kind == "month" else day_text(value)[:7]
    what = Words(f"填的是 {shown(raw)}，应为月份", f"found {shown(raw)}, expected a month")
    return Problem(what, Words("写成 2020-07", "write it as 2020-07"), place)


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
