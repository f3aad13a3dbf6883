"""What could not be determined, in few entries: one for a row, one for an employer, one where the law is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import LAW, Lawbook
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Computed, Outcome
from renshe.engine.tables.headers import Header
from renshe.engine.tables.lines import Line
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import OF_A_PERSON, Roster
from renshe.engine.tables.rows import Reject

MANY_MONTHS = 3


@dataclass
class _Gap:
    """What is missing for some figures: in one row, in all rows of an employer, or in many where the law is silent."""

    line: Line
    kind: str
    missing: dict[str, None] = field(default_factory=dict)
    figures: dict[str, None] = field(default_factory=dict)
    months: dict[int, None] = field(default_factory=dict)
    lines: int = 0


def undetermined(outcome: Outcome) -> Iterator[Reject]:
    """Entries for what is not determined; what is missing of one row or one employer is one entry."""
    found: dict[Any, _Gap] = {}
    for row in outcome.rows:
        if not row.complete:
            for gap in _gaps(outcome, row, found):
                gap.lines += 1
                gap.months[row.line.month] = None
    headers = {header.sheet.name: header for header in outcome.table.headers}
    for gap in found.values():
        yield _entry(outcome, headers, gap)


def _gaps(outcome: Outcome, row: Computed, found: dict[Any, _Gap]) -> list[_Gap]:
    """The gaps of one row, added to those *found*."""
    mine: dict[int, _Gap] = {}
    blank = [name for name in _needed(outcome) if name not in row.given]
    for figure in outcome.roster.figures:
        value = row.values[figure.key]
        if not isinstance(value, Unknown):
            continue
        # A cell the table needs and this row left empty says more than what a rule would take in its place.
        asked = {name for name in value.missing if outcome.program.askable(name)}
        own = [name for name in asked if outcome.book.terms[name].entity in OF_A_PERSON]
        key: Any
        if blank and asked:
            key, kind, missing = row.line.place, "row", blank
        elif own:
            key, kind, missing = row.line.place, "row", own
        elif asked:
            key, kind, missing = id(row.line.employer), "employer", list(asked)
        else:
            key, kind, missing = tuple(sorted(value.missing)), "law", sorted(value.missing)
        gap = found.setdefault((kind, key), _Gap(row.line, kind))
        gap.missing.update(dict.fromkeys(missing))
        gap.figures[figure.key] = None
        mine[id(gap)] = gap
    return list(mine.values())


def _needed(outcome: Outcome) -> list[str]:
    roster = outcome.roster
    return [name for name in roster.people.columns if name in roster.people.required and name in outcome.book.terms]


def _entry(outcome: Outcome, headers: Mapping[str, Header], gap: _Gap) -> Reject:
    """*gap* as an entry of the list of what is wrong."""
    roster = outcome.roster
    order = (*roster.people.columns, *roster.employers.columns)
    missing = tuple(sorted(gap.missing, key=lambda name: (order.index(name) if name in order else len(order), name)))
    at = gap.line.place if gap.kind == "row" else (gap.line.employer.place or gap.line.place)
    if gap.kind == "law":
        at = Cell("", 0, 0)
    place, column = _cell(headers.get(at.sheet), at, missing)
    names = [_label(outcome.book, name) for name in missing]
    named = _named(roster, gap.figures)
    months = list(gap.months)
    when = "、".join(map(month_text, months)) if len(outcome.months) > 1 else ""
    if when and len(months) > MANY_MONTHS:
        when = f"{month_text(min(months))}—{month_text(max(months))}"
    count = gap.kind != "row"
    what = Words(
        f"缺少{'、'.join(each.zh for each in names)}，无法确定：{named.zh}"
        + (f"（{when}）" if when else "") + (f"，共 {gap.lines} 行" if count else ""),
        f"{', '.join(each.en for each in names)} missing; not determined: {named.en}"
        + (f" ({when})" if when else "") + (f" ({gap.lines} lines)" if count else ""),
    )  # fmt: skip
    who = {
        "row": gap.line.who(roster, unmask=outcome.options.unmask),
        "employer": gap.line.employer.name,
        "law": "",
    }[gap.kind]
    header = headers.get(at.sheet)
    label = header.text(column) if header is not None and column is not None else ""
    whole = gap.kind == "law" or (gap.kind == "employer" and gap.line.employer.place is None)
    return Reject(place, label, "", what, _remedy(outcome, missing), False, who, missing, whole)


def _cell(header: Header | None, at: Cell, missing: Iterable[str]) -> tuple[Cell, int | None]:
    """The cell to fill in, when the table has a column for it."""
    columns = (header.column_of(name) for name in missing) if header is not None else ()
    column = next((column for column in columns if column is not None), None)
    return (Cell(at.sheet, at.row, column), column) if column is not None else (at, None)


def _named(roster: Roster, keys: Iterable[str]) -> Words:
    """Figures in few words: all of them, whole groups, and within a group those that are meant."""
    wanted = set(keys)
    if wanted == {figure.key for figure in roster.figures}:
        return Words("全部金额", "all amounts")
    zh, en = [], []
    for group in dict.fromkeys(figure.group for figure in roster.figures):
        figures = [figure for figure in roster.figures if figure.group == group]
        meant = [figure for figure in figures if figure.key in wanted]
        if meant == figures:
            zh.append(group.zh)
            en.append(group.en)
        elif meant:
            zh.append(f"{group.zh}（{'、'.join(figure.short.zh for figure in meant)}）")
            en.append(f"{group.en} ({', '.join(figure.short.en for figure in meant)})")
    return Words("、".join(zh), "; ".join(en))


def _remedy(outcome: Outcome, missing: tuple[str, ...]) -> Words:
    facts = [name for name in missing if name in _needed(outcome) or outcome.program.askable(name)]
    numbers = [name for name in missing if name not in facts and name != LAW]
    shared = [name for name in facts if outcome.book.terms[name].entity not in OF_A_PERSON]
    zh, en = [], []
    if facts:
        labels = [_label(outcome.book, name) for name in facts]
        zh.append(f"在表中填“{'”“'.join(each.zh for each in labels)}”")
        en.append(f"fill in {', '.join(f'“{each.en}”' for each in labels)}")
    if shared:
        given = " ".join(f"--set {name}=…" for name in shared)
        zh.append(f"各行相同可加 {given}")
        en.append(f"what is the same for all may be given with {given}")
    if numbers:
        zh.append("没有可据的数值；若已知，可用 --set " + " --set ".join(f"{name}=值" for name in numbers) + " 给出")
        en.append(
            "no text gives the number; if you know it, add " + " ".join(f"--set {name}=VALUE" for name in numbers)
        )
    if LAW in missing:
        zh.append("该月没有收录的规定在施行")
        en.append("no law held here is in force for that month")
    return Words("；".join(zh), "; ".join(en))


def _label(book: Lawbook, name: str) -> Words:
    return Words("施行中的规定", "law in force") if name == LAW else book.label(name)
