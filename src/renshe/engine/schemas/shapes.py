"""What the pieces of a file look like: names, days, amounts, ids. Each shape says in words what was expected."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, LiteralString, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from renshe.engine.errors import Words
from renshe.engine.scalars import FIRST_YEAR, LAST_YEAR, MAX_INTEGER, MAX_MONTHS

T = TypeVar("T")


class Entry(BaseModel):
    """A mapping with fixed keys. Its docstrings become the descriptions of the published schema."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)


# ---- faults

EXPECTED, UNWANTED, MISSING = "expected", "unwanted", "missing"
"""Types of errors. The first two bring their own words; the third is pydantic's."""
Path: TypeAlias = tuple[str | int, ...]


Fault: TypeAlias = InitErrorDetails


def expected(path: Path, found: object, words: Words) -> Fault:
    """At *path*, seen from the entry that looks, something stands that is not what *words* say."""
    return InitErrorDetails(type=_error(EXPECTED, words), loc=path, input=found)


def unwanted(path: Path, why: Words) -> Fault:
    """At *path* something stands that has no place there."""
    return InitErrorDetails(type=_error(UNWANTED, why), loc=path, input=None)


def missing(path: Path) -> Fault:
    """At *path* nothing stands, and something must."""
    return InitErrorDetails(type=MISSING, loc=path, input=None)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all *faults* of one entry, each at its own path."""
    if details := list(faults):
        raise ValidationError.from_exception_data("entry", details)


def _error(kind: LiteralString, words: Words) -> PydanticCustomError:
    return PydanticCustomError(kind, "{en}", {"zh": words.zh, "en": words.en})


# ---- shapes


@dataclass(frozen=True, eq=False)
class Shape:
    """A test of one value, with words for what passes it and a JSON Schema that says nearly as much."""

    expected: Words
    schema: Mapping[str, Any]
    holds: Callable[[Any], bool]

    def check(self, value: T) -> T:
        """*value* as it is, or an error."""
        if not self.holds(value):
            raise _error(EXPECTED, self.expected)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), **self.schema}


def _written(pattern: str, zh: str, en: str, holds: Callable[[str], bool] = lambda value: True) -> Shape:
    whole = re.compile(pattern)
    return Shape(
        Words(zh, en),
        {"type": "string", "pattern": f"^(?:{pattern})$"},
        lambda value: isinstance(value, str) and whole.fullmatch(value) is not None and holds(value),
    )


def _number(least: int, most: int, zh: str, en: str) -> Shape:
    return Shape(
        Words(zh, en),
        {"type": "integer", "minimum": least, "maximum": most},
        lambda value: value.__class__ is int and least <= value <= most,
    )


def _exists(text: str) -> bool:
    try:
        day = datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return False
    return FIRST_YEAR <= day.year <= LAST_YEAR


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH = "[0-9]{4}-[0-9]{2}"
_DOCUMENT = "[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_PROVISION = r"[0-9A-Za-z_()]+(?:\.[0-9A-Za-z_()]+)*"

DAY = _written(_DAY, '存在的日期，如 "2020-07-01"', 'a day that exists, such as "2020-07-01"', _exists)
MONTH = _written(_MONTH, '月份，如 "2020-07"', 'a month such as "2020-07"', _exists)
MOMENT = _written(
    f"{_DAY}|{_MONTH}",
    '日期或月份，如 "2020-07-01"、"2020-07"',
    'a day or a month such as "2020-07-01" or "2020-07"',
    _exists,
)
TEXT = Shape(
    Words("文字，不能为空", "text that is not blank"),
    {"type": "string", "pattern": r"\S"},
    lambda value: isinstance(value, str) and not value.isspace() and value != "",
)
NAME = _written(
    "[a-z][a-z0-9_]*",
    "名称：以小写字母开头，只用小写字母、数字和下划线",
    "a name: lower-case letters, digits and underscores, a letter first",
)
DOCUMENT_ID = _written(_DOCUMENT, "文件编号，如 bj-rsf-2020-8a", "a document id such as bj-rsf-2020-8a")
PROVISION_ID = _written(
    f"{_DOCUMENT}/{_PROVISION}", "条款编号，如 bj-rsf-2020-8a/1.1", "a provision id such as bj-rsf-2020-8a/1.1"
)
TARGET_ID = _written(
    f"{_DOCUMENT}(?:/{_PROVISION})?",
    "文件或条款编号，如 bj-rsf-2020-8a、bj-rsf-2020-8a/1.1",
    "the id of a document or a provision, such as bj-rsf-2020-8a or bj-rsf-2020-8a/1.1",
)
PROVISION_KEY = _written(
    _PROVISION,
    '文件内的条款号，加引号，如 "1.1"',
    'the number of a provision within its document, in quotes, such as "1.1"',
)
REGION = _written(
    "CN(?:-[A-Z]{2}(?:-[0-9]{6})?)?",
    "地区代码，如 CN、CN-BJ、CN-GD-440100",
    "a region code such as CN, CN-BJ or CN-GD-440100",
)
PART = _written(
    "CN-[A-Z]{2}(?:-[0-9]{6})?",
    "省级或市级代码，如 CN-HB、CN-GD-440100",
    "the code of a province or a city such as CN-HB or CN-GD-440100",
)
QUALIFIED_NAME = _written(
    r"cn(?:_[a-z]{2}(?:_[0-9]{6})?)?\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*",
    "地区.主题.名称，如 cn.severance.average_wage",
    "region.topic.name such as cn.severance.average_wage",
)
UNIT = _written(
    "CNY(?:/[a-z]+)*|rate|months|days|count|date|month|text|boolean|enum:[a-z][a-z0-9_]*",
    "单位：CNY 或 CNY/month 这样的金额单位、rate、months、days、count、date、month、text、boolean、enum:枚举名 之一",
    "a unit: CNY or an amount such as CNY/month, rate, months, days, count, date, month, text, boolean or enum:NAME",
)

# The values of a type as they stand in files of the law: stricter than what people may type in.
BOOLEAN = Shape(Words("true 或 false", "true or false"), {"type": "boolean"}, lambda value: isinstance(value, bool))
SCALARS: Mapping[str, Shape] = {
    "boolean": BOOLEAN,
    "integer": _number(-MAX_INTEGER, MAX_INTEGER, "整数，如 12", "a whole number such as 12"),
    "months": _number(0, MAX_MONTHS, "月数，如 12", "a number of months such as 12"),
    "money": _written(
        r"(?:0|[1-9][0-9]{0,11})\.[0-9]{2}",
        '以元计、两位小数、加引号的金额，如 "1816.00"',
        'an amount in yuan with two decimals, in quotes, such as "1816.00"',
    ),
    "rate": _written(
        r"[0-9](?:\.[0-9]{1,6})?|10(?:\.0{1,6})?",
        '0至10、至多六位小数、加引号的比例，如 "0.0020"',
        'a rate from 0 to 10 with at most six decimals, in quotes, such as "0.0020"',
    ),
    "date": DAY,
    "month": MONTH,
    "partial_day": MOMENT,
    "text": TEXT,
    "enum": NAME,
}


def type_of_unit(unit: str) -> str:
    """The type of the values of a number in *unit*."""
    if unit.startswith("enum:"):
        return "enum"
    return "money" if unit.startswith("CNY") else {"days": "integer", "count": "integer"}.get(unit, unit)


# ---- as annotations

Text: TypeAlias = Annotated[str, TEXT]
Name: TypeAlias = Annotated[str, NAME]
Day: TypeAlias = Annotated[str, DAY]
Moment: TypeAlias = Annotated[str, MOMENT]
DocumentId: TypeAlias = Annotated[str, DOCUMENT_ID]
ProvisionId: TypeAlias = Annotated[str, PROVISION_ID]
TargetId: TypeAlias = Annotated[str, TARGET_ID]
ProvisionKey: TypeAlias = Annotated[str, PROVISION_KEY]
Region: TypeAlias = Annotated[str, REGION]
Part: TypeAlias = Annotated[str, PART]
QualifiedName: TypeAlias = Annotated[str, QUALIFIED_NAME]
Unit: TypeAlias = Annotated[str, UNIT]

# A list in a file becomes a tuple, so that an entry cannot change.
Many: TypeAlias = Annotated[tuple[T, ...], Field(strict=False)]
AtLeastOne: TypeAlias = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]
Cites: TypeAlias = AtLeastOne[ProvisionId]


class Label(Entry):
    """The same in Chinese and in English."""

    zh: Text
    """As an officer or a clerk would say it."""
    en: Text
    """Plain English."""


def in_order(first: str | None, last: str | None) -> bool:
    """Whether *first* does not come after *last*; a month begins on its first day and ends on its last."""
    if first is None or last is None:
        return True
    return (first if len(first) == 10 else f"{first}-01") <= (last if len(last) == 10 else f"{last}-31")


def out_of_order(key: str, last: str | None, first_key: str, first: str | None) -> Iterator[Fault]:
    """A fault at *key* when its day or month *last* lies before that of *first_key*."""
    if not in_order(first, last):
        words = Words(f"不早于 {first_key}（{first}）", f"no day before {first_key} ({first})")
        yield expected((key,), last, words)
