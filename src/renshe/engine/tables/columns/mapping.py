"""Which column of a file is what: a fact, the month, the place, who employs whom; or somebody's own, which is kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from renshe.engine.decision import RESERVED, type_of
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.columns.casting import Form, refused
from renshe.engine.tables.headers import Headers, normal
from renshe.engine.tables.roster import Roster
from renshe.engine.values import ValueType

PLACES = frozenset({"region", "地区", "省份", "统筹区", "参保地"})
DAYS = frozenset({"date", "办理日", "办理日期"})
SPANS = ("from_month", "to_month")
UNITS = {"fen": "fen", "yuan": "yuan", "ppm": "ppm", "分": "fen", "元": "yuan"}
_SUFFIX = re.compile(r"^(.+)_(fen|yuan|ppm)$", re.IGNORECASE)
_BRACKET = re.compile(r"[(（\[【]\s*(分|元|fen|yuan|ppm)\s*[)）\]】]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file.

    Attributes:
        header: its name in the file, and ``index`` its place.
        role: ``fact``, ``month``, ``date``, ``region``, ``field`` (of the roster), or ``kept``.
        name: the fact or the field it is.
        form: how a fact is read.
    """

    index: int
    header: str
    role: str
    name: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class Mapped:
    """The columns of a file, and what is to be said of them."""

    columns: tuple[FileColumn, ...]
    notes: tuple[Problem, ...] = ()

    def facts(self) -> Iterable[FileColumn]:
        """The columns that hold facts."""
        return (column for column in self.columns if column.role == "fact")

    def one(self, role: str, name: str = "") -> FileColumn | None:
        """The column of a role, and of a name where there may be several."""
        found = (each for each in self.columns if each.role == role and (not name or each.name == name))
        return next(found, None)


class Mapper:
    """Recognises the columns of files, by public name, by label, or by what people write for it."""

    def __init__(self, book: Lawbook, roster: Roster) -> None:
        self.book, self.roster = book, roster
        self.headers = Headers(book, roster)

    def map(self, schema: Any, reads: Collection[str], place: str, passed: Collection[str] = ()) -> Mapped:
        """The columns of *schema*.

        Args:
            schema: an Arrow schema.
            reads: names that the figures may read; any other column is only kept.
            place: the file's name, for problems.
            passed: columns that an earlier run wrote, which are neither read nor kept.

        Raises:
            InputError: when two columns are the same fact, or one cannot hold it.
        """
        found: list[FileColumn] = []
        problems: list[Problem] = []
        notes: list[Problem] = []
        seen: dict[str, str] = {}
        for index, field in enumerate(schema):
            header = field.name
            if header in passed:
                continue
            column = self._column(index, field, reads)
            if column.role != "kept":
                twice = seen.setdefault(column.name, header)
                if twice != header or sum(1 for name in schema.names if name == header) > 1:
                    named = self.headers.label(column.name).zh if column.role == "fact" else column.name
                    what = Words(
                        f"“{twice}”和“{header}”两列都是{named}",
                        f"the columns “{twice}” and “{header}” both are {column.name}",
                    )
                    problems.append(Problem(what, Words("只留一列", "keep one of them"), place))
                    continue
            if column.form is not None:
                wrong = refused(field.type, column.form)
                if wrong is not None:
                    problems.append(Problem(wrong, None, f"{place} {header}"))
                if self._overrides(column.name):
                    label = self.book.label(column.name)
                    notes.append(Problem(Words(
                        f"“{label.zh}”由这一列给出，不再按规定计算",
                        f"“{label.en}” is given by this column and is not computed where it says something",
                    ), None, header))  # fmt: skip
            elif column.role == "kept" and column.name:
                near = self.headers.label(column.name)
                notes.append(Problem(Words("不认识这一列，照原样保留", "the column is not known; it is kept as it is"),
                                     Words(f"若指“{near.zh}”请改列名", f"if you mean “{near.en}”, rename it"),
                                     header))  # fmt: skip
            found.append(column)
        if problems:
            raise InputError(problems)
        return Mapped(tuple(found), tuple(notes))

    def _column(self, index: int, field: Any, reads: Collection[str]) -> FileColumn:
        header, unit = self._unit(field)
        bare = normal(header)
        if bare in PLACES:
            return FileColumn(index, field.name, "region", "region")
        if bare in DAYS:
            return FileColumn(index, field.name, "date", "date", Form(ValueType("date")))
        name = self._exact(header, reads) or self.headers.known.get(bare)
        if name is None and unit:
            name = self._exact(field.name, reads)
        if name is None:
            near = self._near(bare, reads)
            return FileColumn(index, field.name, "kept", near)
        if name == "month":
            return FileColumn(index, field.name, "month", "month", Form(RESERVED["month"]))
        if name in self.roster.fields:
            return FileColumn(index, field.name, "field", name)
        kind = type_of(self.book, name)
        if name not in reads or kind is None:
            return FileColumn(index, field.name, "kept")
        return FileColumn(index, field.name, "fact", name, Form(kind, unit))

    def _exact(self, header: str, reads: Collection[str]) -> str | None:
        # A rule or a number may be given too, but only by the name it has in the law.
        return header if header in reads and type_of(self.book, header) is not None else None

    def _overrides(self, name: str) -> bool:
        term = self.book.terms.get(name)
        return term is None or not term.is_input

    def _near(self, bare: str, reads: Collection[str]) -> str:
        import difflib

        near = difflib.get_close_matches(bare[:80], self.headers.known, 1, 0.8)
        name = self.headers.known[near[0]] if near else ""
        return name if name in reads else ""

    def _unit(self, field: Any) -> tuple[str, str]:
        """The header without the unit it says, and the unit."""
        header = field.name
        said: Mapping[bytes, bytes] = field.metadata or {}
        unit = UNITS.get(said.get(b"unit", b"").decode("utf-8", "replace").lower(), "")
        match = _SUFFIX.match(header)
        if match:
            return match[1], unit or UNITS[match[2].lower()]
        match = _BRACKET.search(header)
        if match:
            return header[: match.start()], unit or UNITS[match[1].lower()]
        return header, unit
