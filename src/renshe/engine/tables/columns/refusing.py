"""What could not be taken of a piece of a table: the row, the column, what stands there, why, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from renshe.engine.errors import Words
from renshe.engine.tables.columns.casting import Fault, Form, cast
from renshe.engine.tables.columns.column import Array, Column, Mask
from renshe.engine.tables.columns.joining import Employers
from renshe.engine.tables.columns.lines import Lines
from renshe.engine.tables.columns.mapping import FileColumn
from renshe.engine.tables.rows import describe
from renshe.engine.values import ValueType

if TYPE_CHECKING:
    from renshe.engine.tables.columns.unit import Unit


@dataclass(frozen=True, slots=True)
class Refused:
    """One value, or one row, that could not be taken.

    Attributes:
        row: the row of the file, its first row of data being 1.
        who: whom it is about, the number masked.
        column: the header.
        found: what stands there.
    """

    row: int
    who: str
    column: str
    found: str
    what: Words
    fix: Words | None


class Refusing:
    """Collects what is wrong with the pieces of one table."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.person = [
            (name, column) for name in unit.roster.person if (column := unit.mapped.one("field", name)) is not None
        ]

    def begin(self, batch: Any, first: int) -> Collected:
        """What is wrong with one piece: nothing yet."""
        return Collected(self, batch, first)


class Collected:
    """What is wrong with one piece."""

    def __init__(self, of: Refusing, batch: Any, first: int) -> None:
        self.of, self.batch, self.first = of, batch, first
        self._wrong: Mask | None = None
        self._told: list[tuple[int, str, str, Words, Words | None]] = []

    def rows(self) -> Mask | None:
        """The rows that are left out; None: no row."""
        return self._wrong

    def add(self, column: FileColumn, faults: Sequence[Fault]) -> None:
        """Values of a column that cannot be taken."""
        for fault in faults:
            self._mark(fault.row, column.header, fault.found, fault.problem.what, fault.problem.fix)

    def month(self, column: FileColumn, array: Any) -> Column:
        """A column that holds the first or the last month of a row."""
        found, faults = cast(self.of.unit.book, Form(ValueType("month")), array)
        self.add(column, faults)
        return found

    def employers(self, employers: Employers, key: FileColumn, found: Array) -> None:
        """Rows whose employer is not there, or is wrong itself."""
        for row in np.flatnonzero(found < 0).tolist():
            value = self.batch.column(key.index)[row].as_py()
            text = "" if value is None else str(value).strip()[:80]
            what = Words("没有写是哪个单位", "it does not say which employer")
            if text:
                what = Words(f"{employers.name} 中没有单位“{text}”", f"{employers.name} has no employer “{text}”")
            fix = Words(f"在 {employers.name} 中加上，或改这一行", f"add it to {employers.name}, or change this row")
            self._mark(row, key.header, text, what, fix)
        if employers.wrong:
            for row in np.flatnonzero(np.isin(found, np.asarray(list(employers.wrong)))).tolist():
                for header, fault in employers.wrong[int(found[row])]:
                    where = int(found[row]) + 1
                    what = Words(
                        f"所在单位（{employers.name} 第 {where} 行）有误：{fault.problem.what.zh}",
                        f"its employer (row {where} of {employers.name}) has an error: {fault.problem.what.en}",
                    )
                    self._mark(row, header, fault.found, what, fault.problem.fix)

    def months(self, own: FileColumn | None, lines: Lines) -> None:
        """Rows whose month is none of those computed, or that say none where one is needed."""
        header = own.header if own is not None else ""
        what = Words("属期不在所算的月份内", "the month is not among those computed")
        self._rows(lines.strange, header, what, Words("改属期或计算月份", "change it or the months computed"))
        what = Words("没有写属期月份", "it says no month")
        self._rows(lines.silent, header, what, Words("填上，或用 --month", "fill it in, or use --month"))

    def told(self) -> list[Refused]:
        """All of it, in the order of the rows."""
        who: dict[int, str] = {}
        found = []
        for row, header, text, what, fix in sorted(self._told, key=lambda each: each[0]):
            if row not in who:
                who[row] = self._who(row)
            found.append(Refused(self.first + row + 1, who[row], header, text, what, fix))
        return found

    def _rows(self, rows: Mask | None, header: str, what: Words, fix: Words) -> None:
        for row in () if rows is None else np.flatnonzero(rows).tolist():
            self._mark(row, header, "", what, fix)

    def _mark(self, row: int, header: str, found: str, what: Words, fix: Words | None) -> None:
        if self._wrong is None:
            self._wrong = np.zeros(self.batch.num_rows, np.bool_)
        self._wrong[row] = True
        self._told.append((row, header, found, what, fix))

    def _who(self, row: int) -> str:
        fields = {}
        for name, column in self.of.person:
            value = self.batch.column(column.index)[row].as_py()
            if value is not None:
                fields[name] = str(value).strip()[:80]
        return describe(self.of.unit.roster, fields, unmask=self.of.unit.options.unmask)


COLUMNS = ("row", "who", "column", "found", "problem_zh", "problem_en", "fix_zh", "fix_en")


def as_csv(refused: Iterable[Refused]) -> str:
    """Lines of the file of what was refused."""
    import csv
    import io

    from renshe.engine.tables.delimited import harmless

    out = io.StringIO()
    writer = csv.writer(out)
    for each in refused:
        fix = each.fix or Words("", "")
        texts = (each.who, each.column, each.found, each.what.zh, each.what.en, fix.zh, fix.en)
        writer.writerow([each.row, *map(harmless, texts)])
    return out.getvalue()
