"""What ``renshe batch`` says on the screen: employers with their sums, what is wrong first, files written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renshe.cli.common import say

if TYPE_CHECKING:
    from renshe.engine.errors import Language
    from renshe.engine.tables.run import Run

SHOWN_REJECTS, SHOWN_EMPLOYERS, SHOWN_COLUMNS, NAME_COLUMNS = 8, 20, 4, 36


def report(done: Run, tongue: Language) -> None:
    """Say what a run came to."""
    from renshe.engine.layout import wrap
    from renshe.engine.tables.workbook.lists import reject_rows

    outcome, zh = done.outcome, tongue == "zh"
    _sums(done, tongue)
    rejects = list(reject_rows(outcome, tongue))
    refused = sum(1 for each in outcome.rejects if each.refused)
    say()
    people, lines = outcome.table.people, len(outcome.rows)
    if rejects:
        say(
            f"人员 {people} 行，算出 {lines} 行；列出问题 {len(rejects)} 处，其中未计算 {refused} 处"
            if zh
            else f"{people} rows of people, {lines} lines computed; {len(rejects)} entries listed, {refused} left out"
        )
    else:
        say(
            f"人员 {people} 行，算出 {lines} 行，没有问题"
            if zh
            else f"{people} rows of people, {lines} lines computed; nothing to report"
        )
    for listed, _ in rejects[:SHOWN_REJECTS]:
        kind, sheet, cell, column, who, _, what, _ = map(str, listed)
        at = "!".join(text for text in (sheet, cell) if text != "—")
        said = " ".join(text for text in (kind, at, who or column, what) if text)
        say("\n".join(wrap(said, "  ", "    ")))
    if len(rejects) > SHOWN_REJECTS:
        more = len(rejects) - SHOWN_REJECTS
        say(f"  …另有 {more} 处，见结果" if zh else f"  … and {more} more, see the result")
    if done.changes is not None:
        _owed(done, tongue)
    for path in done.written:
        say(f"已写出 {path}" if zh else f"Written: {path}")


def _sums(done: Run, tongue: Language) -> None:
    """The employers with the sums of the summary, its last columns: a screen is not as wide as a sheet."""
    from renshe.engine.layout import cut, pad, width
    from renshe.engine.tables.run import EmployerSum, summary_rows

    outcome, zh = done.outcome, tongue == "zh"
    summary = outcome.roster.summary
    columns = sorted(summary.added)[-SHOWN_COLUMNS:]
    keys = [dict.fromkeys(key for row in summary.rows for key in row.cells[at]) for at in columns]
    heads = ["单位" if zh else "employer", "行数" if zh else "lines", *(summary.columns[at][tongue] for at in columns)]
    found = summary_rows(outcome)

    def row(name: str, of: list[EmployerSum]) -> list[str]:
        cells = []
        for each in keys:
            added = [one.added(each) for one in of]
            if not any(one.lines for one in of):
                cells.append("—")
                continue
            cells.append(_amount(sum(fen for fen, _ in added), open_=any(open_ for _, open_ in added)))
        return [cut(name, NAME_COLUMNS), str(sum(one.lines for one in of)), *cells]

    own = "本单位" if zh else "the employer"
    rows = [row(each.employer or own, [each]) for each in found[:SHOWN_EMPLOYERS]]
    if len(found) > SHOWN_EMPLOYERS:
        more = len(found) - SHOWN_EMPLOYERS
        rows.append([f"…另有 {more} 个单位" if zh else f"… {more} more", "", *("" for _ in keys)])
    if len(found) > 1:
        rows.append(row("合计" if zh else "in all", found))
    sizes = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    for name, *cells in (heads, *rows):
        right = [" " * (size - width(cell)) + cell for cell, size in zip(cells, sizes[1:], strict=True)]
        say("  ".join([pad(name, sizes[0]), *right]).rstrip())
    if any("*" in cell for _, *cells in rows for cell in cells):
        say("* 有的金额无法确定，没有计入" if zh else "* amounts that are not determined are not in it")


def _owed(done: Run, tongue: Language) -> None:
    """What later law makes owed or returned, for the employer and for the employees."""
    from renshe.engine.layout import wrap
    from renshe.engine.scalars import decimal_text

    zh, changes = tongue == "zh", done.changes or []
    lines = {each.row.line.number for each in changes if each.paid}
    known = {each.row.line.number for each in changes if each.owed is not None}
    said = f"后来的规定改变 {len(changes)} 处金额" if zh else f"later law changes {len(changes)} amounts"
    for total in done.outcome.roster.sums[-2:]:
        of = set(total.of)
        owed = decimal_text(sum(each.owed or 0 for each in changes if each.key in of), 2, 2)
        label = total.label[tongue]
        said += f"；{label}应补退合计 {owed} 元" if zh else f"; {label}: owed (+) or returned (-) {owed} yuan"
    say("\n".join(wrap(said, "", "  ")))
    if lines - known:
        count = len(lines - known)
        say(
            f"  另有 {count} 行当时还无法算出，没有补退"
            if zh
            else f"  {count} more lines could not be computed then, so that nothing is owed for them"
        )


def _amount(fen: int, *, open_: bool) -> str:
    """An amount; a star where something is not in it."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}" + ("*" if open_ else "")
