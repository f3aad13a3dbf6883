"""The sheets that list: what was not computed, what was assumed, changes, what is owed, the explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.ir import Unknown
from renshe.engine.labels import labels_of
from renshe.engine.layout import width
from renshe.engine.scalars import month_text
from renshe.engine.tables import workbook
from renshe.engine.tables.batch import Outcome
from renshe.engine.tables.comparing import Difference
from renshe.engine.tables.explaining import steps
from renshe.engine.tables.figures import Taken
from renshe.engine.tables.owed import Change
from renshe.engine.tables.resting import Basis, bases
from renshe.engine.tables.workbook import EXPLAINED_LINES
from renshe.engine.tables.workbook.styles import OPEN, SHADE, WEAK, Styles, page, yuan
from renshe.engine.tables.workbook_names import (
    ASSUMED,
    DIFFERENCES,
    EXPLANATION,
    OWED,
    REJECTS,
    UNDETERMINED,
)

LINE_HEIGHT, MOST_LINES = 15, 20


@dataclass(frozen=True)
class Head:
    """A column of a list."""

    label: Words
    width: int
    wrap: bool = False
    money: bool = False


def _lines(text: str, columns: int) -> int:
    """How many lines a cell of that width takes; not every program works it out when it opens the file."""
    return sum(-(-max(width(part), 1) // max(columns - 1, 1)) for part in text.split("\n"))


def _list(
    book: Any, styles: Styles, name: Words, remark: Words, heads: Sequence[Head],
    rows: Iterable[tuple[Sequence[Any], str | None]],
) -> None:  # fmt: skip
    """A sheet with one table: title, remark, heads, rows, each with its fill."""
    sheet = book.add_worksheet(styles.say(name))
    page(sheet, repeat=(3, 3))
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, styles.say(name), styles.title)
    sheet.write_string(1, 0, styles.say(remark), styles.remark)
    sheet.set_row(3, 24)
    for column, head in enumerate(heads):
        sheet.write_string(3, column, styles.say(head.label), styles.head)
    row = 3
    formats = {
        fill: (
            styles.money(fill=fill),
            styles.count(fill=fill),
            styles.text(fill=fill),
            styles.text(wrap=True, fill=fill),
        )
        for fill in (None, OPEN, WEAK, SHADE)
    }
    for row, (cells, fill) in enumerate(rows, 4):
        if row == workbook.SHEET_ROWS - 1:
            more = Words("放不下了，其余从略", "there is no room for the rest")
            sheet.write_string(row, 0, styles.say(more), styles.text(bold=True))
            break
        money, count, text, wrapped = formats[fill]
        tall = max(_lines(str(cell), head.width) for head, cell in zip(heads, cells, strict=True) if head.wrap)
        if tall > 1:
            sheet.set_row(row, min(tall, MOST_LINES) * LINE_HEIGHT)
        for column, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(row, column, yuan(cell) if head.money else cell, money if head.money else count)
            else:
                sheet.write_string(row, column, str(cell), wrapped if head.wrap else text)
    sheet.freeze_panes(4, 0)
    if row > 3:
        sheet.autofilter(3, 0, row, len(heads) - 1)
    else:
        sheet.write_string(4, 0, styles.say(Words("无", "none")), styles.text())


def write(book: Any, styles: Styles, outcome: Outcome, extras: Any) -> None:
    """All lists, the ones that want acting on first."""
    _rejects(book, styles, outcome)
    if extras.changes is not None:
        _owed(book, styles, outcome, *extras.changes)
    if extras.differences is not None:
        _differences(book, styles, outcome, *extras.differences)
    _assumed(book, styles, outcome)
    explain = extras.explain if extras.explain is not None else len(outcome.rows) <= EXPLAINED_LINES
    if explain:
        _explanation(book, styles, outcome)


# ---- what was not computed

REJECT_HEADS = (
    Head(Words("处理", "what was done"), 12),
    Head(Words("工作表", "sheet"), 10),
    Head(Words("单元格", "cell"), 9),
    Head(Words("列", "column"), 16, wrap=True),
    Head(Words("人员或单位", "who"), 26, wrap=True),
    Head(Words("填的内容", "found"), 20, wrap=True),
    Head(Words("问题", "what is wrong"), 52, wrap=True),
    Head(Words("怎样处理", "what to do"), 52, wrap=True),
)
REFUSED, PARTLY, NOTED = (
    Words("未计算", "left out"),
    Words("部分未算出", "partly open"),
    Words("提示", "note"),
)


def reject_rows(outcome: Outcome, language: Any) -> Iterable[tuple[Sequence[Any], str | None]]:
    """Each reject as cells: the refused first."""
    for reject in sorted(outcome.rejects, key=lambda each: (not each.refused, not each.missing)):
        done = REFUSED if reject.refused else PARTLY if reject.missing else NOTED
        whole_row = not reject.column
        yield (
            (
                done[language],
                reject.place.sheet or "—",
                "—" if reject.whole else str(reject.place.row) if whole_row and not reject.missing
                else reject.place.address,
                reject.column,
                reject.who,
                reject.found,
                reject.what[language],
                reject.fix[language] if reject.fix else "",
            ),
            OPEN if reject.refused else WEAK if reject.missing else None,
        )  # fmt: skip


def _rejects(book: Any, styles: Styles, outcome: Outcome) -> None:
    remark = Words(
        "标红的行没有计算；标黄的行部分金额无法确定，不计入合计；其余是提示，金额已照算",
        "Rows in red were left out; of rows in yellow some amounts are not determined and are in no total; "
        "the others are notes",
    )
    _list(book, styles, REJECTS, remark, REJECT_HEADS, reject_rows(outcome, styles.language))


# ---- what was assumed, and on what it rests

ASSUMED_HEADS = (
    Head(Words("类别", "kind"), 16),
    Head(Words("项目", "item"), 30, wrap=True),
    Head(Words("采用的值", "value taken"), 26, wrap=True),
    Head(Words("涉及行数", "lines"), 10),
    Head(Words("期间", "period"), 20),
    Head(Words("等级", "grade"), 12),
    Head(Words("来源或说明", "source or remark"), 70, wrap=True),
)


def _assumed(book: Any, styles: Styles, outcome: Outcome) -> None:
    remark = Words(
        "表中没有填、按通常情形或另一项取的值；以及用到的数值，标黄的未经核实，使用前请核对",
        "What was taken where a cell was empty, and the numbers used; those in yellow are not verified",
    )
    _list(book, styles, ASSUMED, remark, ASSUMED_HEADS, _assumed_rows(styles, outcome))


def _assumed_rows(styles: Styles, outcome: Outcome) -> Iterable[tuple[Sequence[Any], str | None]]:
    labels = labels_of(outcome.book)
    why = {
        "default": Words("未填时通常这样取", "what is ordinarily so"),
        "stand_in": Words("取自另一项", "taken from another item"),
        "when_absent": Words("法规未另有说明时的通常情形", "the ordinary case"),
    }
    for taken, lines in _all_taken(outcome).items():
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
    for basis in bases(outcome):
        yield _basis_row(styles, outcome, basis), WEAK if basis.grade == "unverified" else None


def _all_taken(outcome: Outcome) -> dict[Taken, int]:
    """What was taken → lines; values that differ from line to line are one entry."""
    by_name: dict[tuple[str, str, str], dict[Any, int]] = {}
    for taken, numbers in outcome.taken.items():
        values = by_name.setdefault((taken.name, taken.why, taken.source), {})
        values[taken.value] = values.get(taken.value, 0) + len(numbers)
    found: dict[Taken, int] = {}
    for (name, why, source), values in by_name.items():
        if len(values) > 6:
            found[Taken(name, None, why, source)] = sum(values.values())
        else:
            found.update({Taken(name, value, why, source): count for value, count in values.items()})
    for name in sorted(outcome.figures.reads):
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
    sources = [outcome.book.documents[cite.partition("/")[0]] for cite in (record.cites if record else ())]
    names = dict.fromkeys(each.number or f"《{each.title.zh}》" for each in sources)
    note = f"；{styles.say(record.note)}" if record and record.note else ""
    return (
        styles.say(Words("用到的数值", "number used")),
        item,
        styles.say(labels.show(labels.type(result.name), result.value)),
        "",
        period,
        styles.say(GRADE_WORDS[basis.grade]),
        "、".join(names) + note,
    )


def _point(number: Any, point: int | None) -> str:
    from renshe.engine.scalars import day_text

    if point is None:
        return ""
    return month_text(point) if number is not None and point < 100_000 else day_text(point)


# ---- changes

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


def _differences(book: Any, styles: Styles, outcome: Outcome, name: str, found: list[Difference]) -> None:
    labels = _figure_labels(outcome, styles)

    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for each in found:
            kind = styles.say(KINDS[each.kind])
            if not each.amounts:
                yield (kind, each.employer, each.who, "", "", "", ""), WEAK
            for key, before, after in each.amounts:
                known = isinstance(before, int) and isinstance(after, int)
                less = after - before if known else "—"
                cells = (kind, each.employer, each.who, labels[key], _amount(styles, before), _amount(styles, after))
                yield (*cells, less), None

    remark = Words(f"与 {name} 比：谁来了、谁走了、哪些金额变了", f"Against {name}: who joined, who left, what changed")
    _list(book, styles, DIFFERENCES, remark, DIFFERENCE_HEADS, rows())


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


def _owed(book: Any, styles: Styles, outcome: Outcome, day: str, changes: list[Change]) -> None:
    labels = _figure_labels(outcome, styles)

    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for each in changes:
            line = each.row.line
            owed = each.owed
            yield (
                line.number, month_text(line.month), line.employer.name,
                line.who(outcome.roster, unmask=outcome.options.unmask), labels[each.key],
                _amount(styles, each.before), _amount(styles, each.after), "—" if owed is None else owed,
            ), None  # fmt: skip

    remark = Words(
        f"{day}之后签发的文件改变了哪些已算月份的金额",
        f"What documents signed after {day} change for months already computed",
    )
    _list(book, styles, OWED, remark, OWED_HEADS, rows())


# ---- the explanation

EXPLANATION_HEADS = (
    Head(Words("行号", "line"), 7),
    Head(Words("人员", "who"), 24, wrap=True),
    Head(Words("属期", "month"), 9),
    Head(Words("金额", "figure"), 26, wrap=True),
    Head(Words("依据项", "rests on"), 26, wrap=True),
    Head(Words("结果", "result"), 18, wrap=True),
    Head(Words("怎样得出", "how"), 60, wrap=True),
    Head(Words("数值期间", "period"), 18),
    Head(Words("文件与条款", "document and article"), 46, wrap=True),
    Head(Words("等级", "grade"), 10),
    Head(Words("理由", "reasons"), 26, wrap=True),
)


def _explanation(book: Any, styles: Styles, outcome: Outcome) -> None:
    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for row in outcome.rows:
            for step in steps(outcome, row, styles.language):
                head = step.depth == 0
                label = step.label if head else "　" * min(step.depth, 4) + step.label
                yield (
                    step.line, step.who, step.month, step.figure, label, step.result, step.how, step.period,
                    step.articles, step.grade, step.reasons,
                ), (SHADE if head else None)  # fmt: skip

    remark = Words(
        "每个金额一组：底色行是金额本身，下面是它所依据的规则和数值；按行号或项目筛选。同一人几个金额共用的依据只列一次",
        "One group for each amount: the shaded row is the amount, below it what it rests on. Filter by line or figure; "
        "what several amounts of a line share is listed once",
    )
    _list(book, styles, EXPLANATION, remark, EXPLANATION_HEADS, rows())
