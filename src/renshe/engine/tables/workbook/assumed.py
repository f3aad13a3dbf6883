"""The sheet that says what was taken where nobody said anything, and every number of the law that was used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.ir import Unknown
from renshe.engine.labels import labels_of
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.explaining import articles, document_name
from renshe.engine.tables.figures import Taken
from renshe.engine.tables.resting import Basis, Resting
from renshe.engine.tables.workbook.listing import Head, write_list
from renshe.engine.tables.workbook.styles import WEAK, Styles
from renshe.engine.tables.workbook_names import ASSUMED

ASSUMED_HEADS = (
    Head(Words("类别", "kind"), 16),
    Head(Words("项目", "item"), 30, wrap=True),
    Head(Words("采用的值", "value taken"), 26, wrap=True),
    Head(Words("涉及行数", "lines"), 10),
    Head(Words("期间", "period"), 20),
    Head(Words("等级", "grade"), 14, wrap=True),
    Head(Words("来源或说明", "source or remark"), 70, wrap=True),
)


def write(book: Any, styles: Styles, outcome: Outcome, found: Resting) -> None:
    """What was taken, what was given for the run, every number used, and which column was taken for what."""
    remark = Words(
        "表中没有填、按通常情形或另一项取的值；用到的数值，标黄的未经核实，使用前请核对；以及采用了名册的哪些列",
        "What was taken where a cell was empty; the numbers used, those in yellow are not verified; the columns used",
    )
    write_list(book, styles, ASSUMED, remark, ASSUMED_HEADS, _assumed_rows(styles, outcome, found))


def _assumed_rows(styles: Styles, outcome: Outcome, found: Resting) -> Iterable[tuple[Sequence[Any], str | None]]:
    labels = labels_of(outcome.book)
    why = {
        "default": Words("未填时通常这样取", "what is ordinarily so"),
        "stand_in": Words("取自另一项", "taken from another item"),
        "when_absent": Words("法规未另有说明时的通常情形", "the ordinary case"),
    }
    for taken, lines in _all_taken(outcome, found.names).items():
        kind = outcome.book.terms[taken.name].type
        source = f"：{styles.say(outcome.book.label(taken.source))}" if taken.source else ""
        yield (
            (
                styles.say(Words("未填的事实", "fact not stated")),
                styles.say(outcome.book.label(taken.name)),
                styles.say(Words("各行不同", "differs by line")) if taken.value is None
                else styles.say(labels.show(kind, taken.value)),
                lines,
                "",
                "",
                styles.say(why[taken.why]) + source,
            ),
            None,
        )  # fmt: skip
    for name, value in outcome.options.facts.items():
        shown = labels.show(labels.type(name), value)
        kind_ = styles.say(Words("运行时给定", "given for the run"))
        yield (kind_, styles.say(outcome.book.label(name)), styles.say(shown), len(outcome.rows), "", "", ""), None
    for basis in found.numbers:
        yield _basis_row(styles, outcome, basis), WEAK if basis.grade == "unverified" else None
    yield from _columns(styles, outcome)


def _columns(styles: Styles, outcome: Outcome) -> Iterable[tuple[Sequence[Any], str | None]]:
    """Which column of the table was taken for what: an auditor need not guess."""
    kind = styles.say(Words("采用的列", "column used"))
    for header in outcome.table.headers:
        for column, name in sorted(header.columns.items()):
            field = outcome.roster.fields.get(name)
            label = field.label if field is not None else outcome.book.label(name)
            place = str(header.cell(header.row, column))
            if header.units.get(column, 1) != 1:
                place += styles.say(
                    Words(f"；已折算为元（× {header.units[column]}）", f"; times {header.units[column]}")
                )
            yield (kind, styles.say(label), header.text(column), "", "", "", place), None


def _all_taken(outcome: Outcome, read: Set[str]) -> dict[Taken, int]:
    """What was taken and *read* → lines; values that differ from line to line are one entry."""
    by_name: dict[tuple[str, str, str], dict[Any, int]] = {}
    for taken, numbers in ((taken, numbers) for taken, numbers in outcome.taken.items() if taken.name in read):
        values = by_name.setdefault((taken.name, taken.why, taken.source), {})
        values[taken.value] = values.get(taken.value, 0) + len(numbers)
    found: dict[Taken, int] = {}
    for (name, why, source), values in by_name.items():
        if len(values) > 6:
            found[Taken(name, None, why, source)] = sum(values.values())
        else:
            found.update({Taken(name, value, why, source): count for value, count in values.items()})
    for name in sorted(read):
        term = outcome.book.terms.get(name)
        if term is not None and term.has_default and outcome.program.find(name) is None:
            count = sum(1 for row in outcome.rows if name not in row.given)
            if count:
                found[Taken(name, term.when_absent, "when_absent")] = count
    return found


def _basis_row(styles: Styles, outcome: Outcome, basis: Basis) -> tuple[Any, ...]:
    result, record = basis.result, basis.result.record
    labels = labels_of(outcome.book)
    at = {name: result.reads[name].value for name in result.reads if outcome.book.terms.get(name)}
    keys = [
        styles.say(labels.show(outcome.book.terms[name].type, value))
        for name, value in at.items()
        if outcome.book.terms[name].type.kind == "enum" and not isinstance(value, Unknown)
    ]
    item = styles.say(outcome.book.label(result.name)) + (f"（{'、'.join(keys)}）" if keys else "")
    since, until = (record.since, record.until) if record else (None, None)
    number = labels.number(result.name)
    period = "" if since is None and until is None else f"{_point(number, since)}—{_point(number, until)}"
    sources = articles((_source(outcome, cite, styles) for cite in (record.cites if record else ())), styles.language)
    joint = "；" if styles.language == "zh" else "; "
    note = f"{joint}{styles.say(record.note)}" if record and record.note else ""
    return (
        styles.say(Words("用到的数值", "number used")),
        item,
        styles.say(labels.show(labels.type(result.name), result.value)),
        "",
        period,
        styles.say(GRADE_WORDS[basis.grade]),
        sources + note,
    )


def _source(outcome: Outcome, cite: str, styles: Styles) -> tuple[str, str]:
    """A provision as people cite it: document and path."""
    document = outcome.book.documents[cite.partition("/")[0]]
    name = document_name(document.number, document.title, styles.language)
    return name, outcome.book.provisions[cite].path


def _point(number: Any, point: int | None) -> str:
    from renshe.engine.scalars import day_text

    if point is None:
        return ""
    return month_text(point) if number is not None and point < 100_000 else day_text(point)
