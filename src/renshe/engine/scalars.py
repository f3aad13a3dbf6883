"""How single values are written: amounts, rates, days, months, yes and no. Read from text, and written again.

Inside, they are whole numbers: money is fen, a rate is parts per million, a day or a month is an ordinal. No amount
ever passes through a float: a number with decimals is text on both sides. A reader answers None to what is no value
of its kind; ``values`` finds the words for it. Nothing here compiles a pattern: every command line begins here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from renshe.engine.arithmetic import FEN_PER_YUAN, MILLION, month_of
from renshe.engine.types import Day, Money, Month, PartialDay, Rate

MAX_FEN = 90_000_000_000_000
MAX_INTEGER = 10_000_000_000
MAX_MONTHS = 12_000
MAX_RATE = 10 * MILLION
FIRST_YEAR, LAST_YEAR = 1900, 2999

_MAX_DIGITS = 30
_HALF_WIDTH = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}


def plain(raw: object) -> str:
    """Text without blanks around it and with full-width digits and punctuation made half-width; else nothing."""
    text = raw.strip() if isinstance(raw, str) else ""
    return text if text.isascii() else text.translate(_HALF_WIDTH).strip()


def is_digits(text: str) -> bool:
    """Whether *text* is made of the digits 0 to 9, one at least."""
    return text.isascii() and text.isdigit()


def scaled(text: str, places: int) -> int | None:
    """A number not below zero times 10 to the *places*; None when it is none or has more decimals than that."""
    whole, point, fraction = text.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and not (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    if not all(map(is_digits, groups)) or (point and not (is_digits(fraction) and len(fraction) <= places)):
        return None
    digits = ("".join(groups) + fraction.ljust(places, "0")).lstrip("0") or "0"
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def _within(number: int | None, least: int, most: int) -> int | None:
    return number if number is not None and least <= number <= most else None


def _boolean(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    word = plain(raw).casefold()
    return True if word in ("true", "yes", "是", "1") else False if word in ("false", "no", "否", "0") else None


def _whole(raw: object) -> int | None:
    # Neither a truth value nor an amount, a rate or a day already counted in its own unit is a plain number.
    if type(raw) is int:
        return raw
    text = plain(raw)
    size = scaled(text.removeprefix("-"), 0)
    return -size if size is not None and text.startswith("-") else size


def _fen(raw: object) -> int | None:
    if isinstance(raw, Money):
        return int(raw)
    return raw * FEN_PER_YUAN if type(raw) is int else scaled(plain(raw), 2)


def _millionths(raw: object) -> int | None:
    if isinstance(raw, Rate):
        return int(raw)
    if type(raw) is int:
        return raw * MILLION
    text = plain(raw)
    if "," in text:
        return None
    places = 4 if text.endswith("%") else 3 if text.endswith("‰") else 6
    return scaled(text if places == 6 else text[:-1].rstrip(), places)


def _calendar(raw: object) -> tuple[int, ...]:
    """The two or three numbers of a month or a day as written; nothing when it is neither."""
    text = plain(raw)
    if is_digits(text):
        parts = [text[:4], text[4:6], text[6:]] if len(text) == 8 else [text[:4], text[4:]]
    elif "年" in text:
        text = text.replace("年", "-", 1).replace("月", "-", 1)
        parts = text.removesuffix("日").removesuffix("号").removesuffix("-").split("-")
    else:
        parts = text.split(next((mark for mark in "-/." if mark in text), "-"))
    if len(parts[0]) != 4 or not all(len(part) <= 2 for part in parts[1:]) or not all(map(is_digits, parts)):
        return ()
    return tuple(map(int, parts))


def _day(raw: object) -> int | None:
    date: datetime.date | None = None
    try:
        if isinstance(raw, Day):
            date = datetime.date.fromordinal(int(raw))
        elif isinstance(raw, datetime.datetime):
            # A spreadsheet gives a day as its midnight; another hour is no day.
            date = raw.date() if raw.time() == datetime.time() else None
        elif isinstance(raw, datetime.date):
            date = raw
        elif len(parts := _calendar(raw)) == 3:
            date = datetime.date(*parts)
    except (ValueError, OverflowError):
        return None
    return date.toordinal() if date and FIRST_YEAR <= date.year <= LAST_YEAR else None


def _month(raw: object) -> int | None:
    month: int | None = None
    if isinstance(raw, Month):
        month = int(raw)
    elif isinstance(raw, datetime.date):
        # A spreadsheet gives a month as its first day.
        day = _day(raw) if raw.day == 1 else None
        month = None if day is None else int(month_of(Day(day)))
    elif len(parts := _calendar(raw)) == 2 and 1 <= parts[1] <= 12:
        month = parts[0] * 12 + parts[1] - 1
    return _within(month, FIRST_YEAR * 12, LAST_YEAR * 12 + 11)


def _partial_day(raw: object) -> PartialDay | None:
    if isinstance(raw, PartialDay):
        raw = Month(raw.month) if raw.day is None else Day(raw.day)
    day = _day(raw)
    if day is not None:
        return PartialDay(int(month_of(Day(day))), day)
    month = _month(raw)
    return None if month is None else PartialDay(month)


def _text(raw: object) -> str | None:
    text = raw.strip() if isinstance(raw, str) else ""
    # Half a surrogate pair and control characters can be neither stored nor printed everywhere.
    if not text.isprintable() and any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\r\n") for c in text):
        return None
    return text or None


READ: dict[str, Callable[[object], bool | int | str | PartialDay | None]] = {
    "boolean": _boolean,
    "integer": lambda raw: _within(_whole(raw), -MAX_INTEGER, MAX_INTEGER),
    "months": lambda raw: _within(_whole(raw), 0, MAX_MONTHS),
    "money": lambda raw: _within(_fen(raw), 0, MAX_FEN),
    "rate": lambda raw: _within(_millionths(raw), 0, MAX_RATE),
    "date": _day,
    "month": _month,
    "partial_day": _partial_day,
    "text": _text,
}
"""Kind → its reader."""


def decimal_text(number: int, places: int, least: int = 0) -> str:
    """*number* ÷ 10 to the *places*, with no more decimals than it has, but *least*."""
    whole, rest = divmod(abs(number), 10**places)
    fraction = f"{rest:0{places}d}".rstrip("0").ljust(least, "0")
    return f"{'-' if number < 0 else ''}{whole}{'.' if fraction else ''}{fraction}"


def month_text(month: int) -> str:
    """A month as ``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def day_text(day: int) -> str:
    """A day as ``YYYY-MM-DD``."""
    return datetime.date.fromordinal(day).isoformat()


def partial_day_text(day: PartialDay) -> str:
    """A day, or the month when no more is known."""
    return month_text(day.month) if day.day is None else day_text(day.day)
