"""The sheets of changes: against last month's result, and what later-signed law makes owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.ir import Unknown
from renshe.engine.scalars import month_text
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.comparing import Difference
from renshe.engine.tables.owed import Change
from renshe.engine.tables.workbook.listing import Head, write_list
from renshe.engine.tables.workbook.styles import WEAK, Styles
from renshe.engine.tables.workbook_names import DIFFERENCES, OWED, UNDETERMINED

DIFFERENCE_HEADS = (
    Head(Words("变动", "change"), 10),
    Head(Words("单位", "employer"), 28, wrap=True),
    Head(Words("人员", "who"), 28),
    Head(Words("项目", "item"), 34),
    Head(Words("上月", "last month"), 15, money=True),
    Head(Words("本月", "this month"), 15, money=True),
    Head(Words("差额", "difference"), 15, money=True),
)
KINDS = {"joined": Words("新增", "joined"), "left": Words("减少", "left"), "changed": Words("变动", "changed")}


def _figure_labels(outcome: Outcome, styles: Styles) -> dict[str, str]:
    found = {f.key: f"{styles.say(f.group)}·{styles.say(f.short)}" for f in outcome.roster.figures}
    return {**found, **{each.name: styles.say(each.label) for each in outcome.roster.sums}}


def _amount(styles: Styles, value: Any) -> Any:
    if isinstance(value, Unknown):
        return styles.say(UNDETERMINED)
    return "—" if value is None else value


def write_differences(book: Any, styles: Styles, outcome: Outcome, name: str, found: list[Difference]) -> None:
    """Who came, who left, and which amounts changed; of who came or left what that changes in all."""
    labels = _figure_labels(outcome, styles)
    in_all = [each.name for each in outcome.roster.sums[-2:]]

    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for each in found:
            kind = styles.say(KINDS[each.kind])
            if each.kind != "changed":
                for key in in_all:
                    value = each.values.get(key)
                    ends = ("—", _amount(styles, value)) if each.kind == "joined" else (_amount(styles, value), "—")
                    change = (value if each.kind == "joined" else -value) if isinstance(value, int) else "—"
                    yield (kind, each.employer, each.who, labels[key], *ends, change), WEAK
            for key, before, after in each.amounts:
                known = isinstance(before, int) and isinstance(after, int)
                less = after - before if known else "—"
                cells = (kind, each.employer, each.who, labels[key], _amount(styles, before), _amount(styles, after))
                yield (*cells, less), None

    remark = Words(f"与 {name} 比：谁来了、谁走了、哪些金额变了", f"Against {name}: who joined, who left, what changed")
    write_list(book, styles, DIFFERENCES, remark, DIFFERENCE_HEADS, rows())


OWED_HEADS = (
    Head(Words("行号", "line"), 7),
    Head(Words("属期", "month"), 10),
    Head(Words("单位", "employer"), 28, wrap=True),
    Head(Words("人员", "who"), 28),
    Head(Words("项目", "item"), 34),
    Head(Words("按当时所知", "as known then"), 15, money=True),
    Head(Words("按现在所知", "as known now"), 15, money=True),
    Head(Words("应补（+）应退（-）", "owed (+) or to be returned (-)"), 18, money=True),
)


def write_owed(book: Any, styles: Styles, outcome: Outcome, day: str, found: list[Change]) -> None:
    """What documents signed after *day* change: what is paid and what it comes from, without the sums of a line.

    A line of which nothing could be computed then was not computed then: nothing was paid that could be put right.
    """
    labels = _figure_labels(outcome, styles)
    sums = {each.name for each in outcome.roster.sums}
    by_line: dict[int, list[Change]] = {}
    for each in found:
        if each.key not in sums:
            by_line.setdefault(each.row.line.number, []).append(each)
    known = {
        number: [each for each in of_line if not isinstance(each.before, Unknown)]
        for number, of_line in by_line.items()
        if any(each.owed is not None for each in of_line)
    }

    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for each in (each for of_line in known.values() for each in of_line):
            line, owed = each.row.line, each.owed
            yield (
                line.number, month_text(line.month), line.employer.name,
                line.who(outcome.roster, unmask=outcome.options.unmask), labels[each.key],
                _amount(styles, each.before), _amount(styles, each.after), "—" if owed is None else owed,
            ), None  # fmt: skip

    later = len(by_line) - len(known)
    remark = Words(
        f"{day}之后签发的文件改变了哪些已算月份的金额"
        + (f"；另有 {later} 行当时还无法算出，没有补退，未列" if later else ""),
        f"What documents signed after {day} change for months already computed"
        + (f"; {later} more lines could not be computed then, so that nothing is owed for them" if later else ""),
    )
    write_list(book, styles, OWED, remark, OWED_HEADS, rows(), total=len(OWED_HEADS) - 1)
