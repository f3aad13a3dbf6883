"""The sheets that list: what was not computed, changes, what was assumed, the explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.tables.batch import Outcome, Progress
from renshe.engine.tables.explaining import steps
from renshe.engine.tables.resting import Resting
from renshe.engine.tables.workbook import EXPLAINED_LINES, assumed, changes
from renshe.engine.tables.workbook.listing import Head, write_list
from renshe.engine.tables.workbook.styles import A3, OPEN, SHADE, WEAK, Styles
from renshe.engine.tables.workbook_names import EXPLANATION, REJECTS


def write(book: Any, styles: Styles, outcome: Outcome, extras: Any, found: Resting) -> None:
    """All lists, the ones that want acting on first."""
    _rejects(book, styles, outcome)
    if extras.changes is not None:
        changes.write_owed(book, styles, outcome, *extras.changes)
    if extras.differences is not None:
        changes.write_differences(book, styles, outcome, *extras.differences)
    assumed.write(book, styles, outcome, found)
    explain = extras.explain if extras.explain is not None else len(outcome.rows) <= EXPLAINED_LINES
    if explain:
        _explanation(book, styles, outcome, extras.progress)


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
    write_list(book, styles, REJECTS, remark, REJECT_HEADS, reject_rows(outcome, styles.language))


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
    Head(Words("等级", "grade"), 14, wrap=True),
    Head(Words("理由", "reasons"), 26, wrap=True),
)


def _explanation(book: Any, styles: Styles, outcome: Outcome, progress: Progress | None) -> None:
    unverified = GRADE_WORDS["unverified"][styles.language]

    def rows() -> Iterable[tuple[Sequence[Any], str | None]]:
        for index, row in enumerate(outcome.rows, 1):
            if progress is not None:
                progress(index, len(outcome.rows))
            for step in steps(outcome, row, styles.language):
                head = step.depth == 0
                label = step.label if head else "　" * min(step.depth, 4) + step.label
                yield (
                    step.line, step.who, step.month, step.figure, label, step.result, step.how, step.period,
                    step.articles, step.grade, step.reasons,
                ), (SHADE if head else WEAK if step.grade == unverified else None)  # fmt: skip

    remark = Words(
        "每个金额一组：底色行是金额本身，等级取其中最弱的；下面是所依据的规则和数值，标黄的未经核实。"
        "按行号或项目筛选；同一人几个金额共用的依据只列一次",
        "One group for each amount: the shaded row is the amount, with the weakest grade of all it rests on; below it "
        "what that is, in yellow what is not verified. Filter by line or figure; what several share is listed once",
    )
    write_list(book, styles, EXPLANATION, remark, EXPLANATION_HEADS, rows(), paper=A3)
