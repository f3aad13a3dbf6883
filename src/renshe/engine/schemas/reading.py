"""Files of the law and of cases, read into their models. What is wrong is said in words, with file and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from renshe.engine.errors import InputError, LawError, Problem, RensheError, Words
from renshe.engine.schemas.cases import CaseEntry, Cases
from renshe.engine.schemas.declared import DeclaredEntry, DutyEntry, PackageEntry, SchemeEntry, ServiceEntry
from renshe.engine.schemas.documents import DocumentFile
from renshe.engine.schemas.numbers import NumberEntry
from renshe.engine.schemas.queries import Queries, QueryEntry
from renshe.engine.schemas.shapes import EXPECTED, MISSING, UNWANTED, Name
from renshe.engine.schemas.vocabulary import VocabularyFile
from renshe.engine.yaml_source import Place, Source, load

M_co = TypeVar("M_co", covariant=True)

VOCABULARY: TypeAdapter[VocabularyFile] = TypeAdapter(VocabularyFile)
NUMBERS: TypeAdapter[dict[str, NumberEntry]] = TypeAdapter(dict[Name, NumberEntry])
DOCUMENT: TypeAdapter[DocumentFile] = TypeAdapter(DocumentFile)
CASES: TypeAdapter[tuple[CaseEntry, ...]] = TypeAdapter(Cases)
QUERIES: TypeAdapter[tuple[QueryEntry, ...]] = TypeAdapter(Queries)
DECLARED: dict[str, TypeAdapter[Any]] = {
    "schemes": TypeAdapter(dict[Name, SchemeEntry]),
    "services": TypeAdapter(dict[Name, ServiceEntry]),
    "packages": TypeAdapter(dict[Name, PackageEntry]),
    "duties": TypeAdapter(dict[Name, DutyEntry]),
}
"""What a file of declarations is called → its form."""


@dataclass(frozen=True)
class Read(Generic[M_co]):
    """The model of a file, and where its pieces stand."""

    model: M_co
    source: Source

    def line(self, *path: str | int) -> int:
        """The line of what stands at *path*, keys as they are written in the file."""
        return self.source.line(path)

    def place(self, *path: str | int) -> str:
        """The same as ``file:line``."""
        return self.source.place(path)


def read_vocabulary(path: Path, shown_as: str) -> Read[VocabularyFile]:
    """The names of one topic; :class:`LawError` with all problems of the file."""
    return read_with(VOCABULARY, path, shown_as, LawError)


def read_numbers(path: Path, shown_as: str) -> Read[dict[str, NumberEntry]]:
    """The numbers of a topic folder by name; :class:`LawError` with all problems of the file."""
    return read_with(NUMBERS, path, shown_as, LawError)


def read_declared(register: str, path: Path, shown_as: str) -> Read[dict[str, DeclaredEntry]]:
    """The schemes, services, packages or duties of a file; :class:`LawError` with all problems of the file."""
    return read_with(DECLARED[register], path, shown_as, LawError)


def read_document(path: Path, shown_as: str) -> Read[DocumentFile]:
    """One document with its provisions; :class:`LawError` with all problems of the file."""
    return read_with(DOCUMENT, path, shown_as, LawError)


def read_cases(path: Path, shown_as: str) -> Read[tuple[CaseEntry, ...]]:
    """The cases of a file; :class:`InputError` with all problems of the file."""
    return read_with(CASES, path, shown_as, InputError)


def read_cases_apart(path: Path, shown_as: str) -> tuple[Source, dict[int, list[Problem]]]:
    """The cases, or the queries, of a file as data, and what is wrong with each by its position.

    The good ones can go on. A file is one of queries when its first entry has a ``query``.

    Raises:
        InputError: when the file cannot be read at all, or is no list.
    """
    source = load(path, shown_as, InputError)
    first = source.data[0] if isinstance(source.data, list) and source.data else None
    form: TypeAdapter[Any] = QUERIES if isinstance(first, dict) and "query" in first else CASES
    try:
        form.validate_python(source.data)
    except ValidationError as failure:
        schema = form.json_schema()
        faults: dict[int, list[Problem]] = {}
        for details in failure.errors(include_url=False):
            problem = _problem(details, source, schema)
            if not details["loc"] or not isinstance(details["loc"][0], int):
                raise InputError(problem) from None
            faults.setdefault(details["loc"][0], []).append(problem)
        return source, faults
    return source, {}


M = TypeVar("M")


def read_with(adapter: TypeAdapter[M], path: Path, shown_as: str, error: type[RensheError]) -> Read[M]:
    """The file at *path* as *adapter* reads it; *error* with all problems of the file."""
    source = load(path, shown_as, error)
    try:
        return Read(adapter.validate_python(source.data), source)
    except ValidationError as failure:
        schema = adapter.json_schema()
        found = (
            (source.line(details["loc"]), _problem(details, source, schema))
            for details in failure.errors(include_url=False)
            # Items that were refused themselves are not counted: a list of only such ones is not empty.
            if not (details["type"] == "too_short" and details["input"])
        )
        raise error(problem for _, problem in sorted(found, key=lambda one: one[0])) from None


# ---- words

_MAPPING = Words("“键: 值”各行", 'lines of "key: value"')
_EXPECTED = {
    "bool_type": Words("true 或 false", "true or false"),
    "dict_type": _MAPPING,
    "greater_than_equal": Words("不小于 {ge} 的整数", "a whole number from {ge} up"),
    "int_type": Words("整数", "a whole number"),
    "model_type": _MAPPING,
    "none_required": Words("不写", "nothing here"),
    "string_pattern_mismatch": Words("符合 {pattern} 的文字", "text that matches {pattern}"),
    "string_type": Words("文字，数字请加引号", "text; put a number in quotes"),
    "too_short": Words("至少一项", "at least one item"),
    "tuple_type": Words("列表", "a list"),
}


def _problem(details: ErrorDetails, source: Source, schema: Mapping[str, Any]) -> Problem:
    kind, path, found = details["type"], details["loc"], details["input"]
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    place = source.place(path)
    field = _field(path)
    if kind == MISSING:
        what = Words(f"缺少 {field}", f"{field} is missing")
        return Problem(what, Words(f"补上 {path[-1]}", f"add {path[-1]}"), place)
    if kind == "extra_forbidden":
        known = _keys(schema, path[:-1])
        zh, en = "、".join(known), ", ".join(known)
        what = Words(f"没有 {field} 这一项，可写的有 {zh}", f"there is no key {field}; known are {en}")
        return Problem(what, _nearest(path[-1], known), place)
    if kind == UNWANTED:
        context = details["ctx"]
        what = Words(f"{field} 不应写在这里：{context['zh']}", f"{field} has no place here: {context['en']}")
        return Problem(what, Words("删去它", "delete it"), place)
    words, options = _expected(details)
    subject = Words(f"键 {field}", f"the key {field}") if is_key else Words(field or "文件", field or "the file")
    blank = " " if words.zh[0].isascii() else ""
    what = Words(
        f"{subject.zh} 是 {_found(found)}，应为{blank}{words.zh}",
        f"{subject.en} is {_found(found)}, expected {words.en}",
    )
    return Problem(what, _nearest(found, options), place)


def _expected(details: ErrorDetails) -> tuple[Words, list[str]]:
    """What was expected, and the words to choose from where there are such."""
    kind, context = details["type"], details.get("ctx", {})
    if kind == EXPECTED:
        return Words(context["zh"], context["en"]), []
    if kind == "literal_error":
        options = re.findall("'([^']*)'", context["expected"])
        return Words("、".join(options) + " 之一", "one of " + ", ".join(options)), options
    if words := _EXPECTED.get(kind):
        return Words(words.zh.format(**context), words.en.format(**context)), []
    return Words(f"别的内容（{details['msg']}）", f"something else ({details['msg']})"), []


def _field(path: Place) -> str:
    """A place as people write it: ``scale.records[0].value``, ``provisions["1.1"].gist``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[^\W\d]\w*", step):
            text += f".{step}" if text else step
        else:
            text += f'["{step[:60]}"]'
    return text


def _found(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:60]}…"'
    if isinstance(value, (dict, list, tuple)):
        brackets = "{}" if isinstance(value, dict) else "[]"
        return f"{brackets[0]}…{brackets[1]}" if value else brackets
    return str(value)


def _nearest(word: object, options: list[str]) -> Words | None:
    near = difflib.get_close_matches(str(word)[:60], options, n=1, cutoff=0.5)
    return Words(f"最接近的是 {near[0]}", f"the nearest is {near[0]}") if near else None


def _keys(schema: Mapping[str, Any], path: Place) -> list[str]:
    """The keys that *schema* knows at *path*."""

    def solid(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while True:
            if "$ref" in node:
                node = schema["$defs"][node["$ref"].rpartition("/")[2]]
            elif "anyOf" in node:  # one or null
                node = node["anyOf"][0]
            else:
                return node

    node = solid(schema)
    for step in path:
        inside = node.get("properties", {}).get(step) or node.get("items")
        if inside is None:
            inside = next(iter(node.get("patternProperties", {}).values()), None)
        node = solid(inside) if isinstance(inside, Mapping) else {}
    return list(node.get("properties", {}))
