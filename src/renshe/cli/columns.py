"""``batch`` over tables of any length, and ``explain`` for one of their rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renshe.cli.common import EXIT_FAILED, print_json, say

if TYPE_CHECKING:
    from renshe.api import Lawbook
    from renshe.engine.errors import Language
    from renshe.engine.tables.columns.explaining import RowExplained
    from renshe.engine.tables.columns.stream import Streamed

COLUMNS = frozenset({".parquet", ".pq", ".feather", ".arrow", ".ipc"})
"""Files that are read and written as columns."""
EXIT_INTERRUPTED = 130
"""What shells say of a command that was interrupted."""
LARGE = 50_000_000
"""A text file of so many bytes is read as columns though it could be a roster."""
SHOWN, SHOWN_MISSING = 8, 8

Outputs = Annotated[
    list[str] | None,
    typer.Option("--outputs", metavar="A,B", help="what is computed: name or name.member · 要算什么"),
]
Employers = Annotated[
    Path | None, typer.Option("--employers", metavar="FILE", help="facts of employers, joined by key · 单位表")
]
On = Annotated[
    str | None, typer.Option("--on", metavar="COLUMN", help="the column that joins employers · 对应单位的列")
]
Totals = Annotated[Path | None, typer.Option("--totals", metavar="FILE", help="sums by employer · 按单位汇总")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="what could not be taken; else beside · 退回的行")
]
MaxRejects = Annotated[
    int | None, typer.Option("--max-rejects", metavar="N", help="stop when more rows are refused · 退回过多即停")
]
Resume = Annotated[bool, typer.Option("--resume", help="go on with an interrupted run · 接着中断处算")]
Inputs = Annotated[
    bool,
    typer.Option("--inputs/--no-inputs", show_default=False, help="keep the facts in the result · 结果带上所用情况"),
]
MissingNames = Annotated[
    bool, typer.Option("--missing/--no-missing", show_default=False, help="name what is missing · 写明缺什么")
]
Reasons = Annotated[
    bool | None, typer.Option("--reasons/--no-reasons", help="reasons of each output, as lists · 写明理由")
]
Fen = Annotated[bool, typer.Option("--fen", help="amounts as whole fen, in …_fen · 金额写成整分")]
Backend = Annotated[str | None, typer.Option("--backend", help="kernel, columns or scalar · 计算后端")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="how many compute · 线程数")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="say which back-end ran and why · 说明用了哪个后端")]


def is_columns(file: Path, out: Path | None, asked: bool) -> bool:
    """Whether a table is computed as columns: by its kind or that of its result, by what is asked, or by its size."""
    suffixes = {path.suffix.lower() for path in (file, out) if path is not None}
    if suffixes & COLUMNS or asked:
        return True
    return ".csv" in suffixes and file.is_file() and file.stat().st_size > LARGE


def compute(
    book: Lawbook, roster: str, file: Path, out: Path | None, order: dict[str, Any], tongue: Language,
    *, json: bool, verbose: bool,
) -> None:  # fmt: skip
    """Compute a table and say what came of it."""
    from renshe.engine.tables.columns.order import Order, run

    outputs = [name for each in order.pop("outputs") or [] for name in each.replace("，", ",").split(",") if name]
    target = out or file.with_name(f"{file.stem}.out.parquet")
    with _progress(tongue) as told:
        try:
            done = run(book.compiled, book.roster(roster), file, target, Order(outputs=outputs, **order), told)
        except KeyboardInterrupt:
            say("已中断；加 --resume 接着算" if tongue == "zh" else "Interrupted; --resume goes on from here.")
            raise typer.Exit(EXIT_INTERRUPTED) from None
    print_json(as_json(book.hash, done)) if json else report(book, done, tongue, verbose=verbose)
    if done.stopped:
        raise typer.Exit(EXIT_FAILED)


def report(book: Lawbook, done: Streamed, tongue: Language, *, verbose: bool) -> None:
    """What a run came to, on the screen."""
    zh = tongue == "zh"
    for note in done.notes:
        say(note.text(tongue))
    if done.resumed:
        say(f"接着第 {done.resumed:,} 行之后算" if zh else f"Went on after row {done.resumed:,}")
    say(
        f"读 {done.rows:,} 行，写 {done.lines:,} 行；退回 {done.rejected:,} 行，"
        f"有金额或结果无法确定的 {done.undetermined:,} 行"
        if zh
        else f"{done.rows:,} rows read, {done.lines:,} lines written; {done.rejected:,} rows refused, "
        f"{done.undetermined:,} lines with something undetermined"
    )
    missing = sorted(done.missing.items(), key=lambda pair: -pair[1])
    for name, count in missing[:SHOWN_MISSING]:
        label = book.compiled.label(name)[tongue]
        say(f"  缺“{label}”（{name}）：{count:,} 行" if zh else f"  {label} ({name}) missing: {count:,} lines")
    for each in done.refused[:SHOWN]:
        where = f"第 {each.row} 行" if zh else f"row {each.row}"
        say("  " + " ".join(text for text in (where, each.who, each.column, each.found, each.what[tongue]) if text))
    if done.rejected > SHOWN:
        say("  …")
    if done.stopped:
        say("退回的行过多，已停止，没有写结果" if zh else "Too many rows were refused; no result was written.")
    for path in done.written:
        say(f"已写出 {path}" if zh else f"Written: {path}")
    if verbose:
        why = done.why[tongue] if done.why is not None else ""
        speed = done.rows / done.seconds if done.seconds else 0
        say(
            f"后端 {done.backend}（{why}）；{done.seconds:.1f} 秒，每秒 {speed:,.0f} 行"
            if zh
            else f"Back-end {done.backend} ({why}); {done.seconds:.1f} s, {speed:,.0f} rows a second"
        )


def as_json(lawbook: str, done: Streamed) -> dict[str, Any]:
    """What a run came to, for scripts."""
    return {
        "lawbook": lawbook,
        "rows": done.rows,
        "lines": done.lines,
        "rejected": done.rejected,
        "undetermined": done.undetermined,
        "missing": done.missing,
        "rejects": [
            {
                "row": each.row, "who": each.who, "column": each.column, "found": each.found,
                "problem": {"zh": each.what.zh, "en": each.what.en},
                "fix": each.fix and {"zh": each.fix.zh, "en": each.fix.en},
            }
            for each in done.refused
        ],
        "stopped": done.stopped,
        "resumed": done.resumed,
        "backend": done.backend,
        "seconds": round(done.seconds, 3),
        "written": [str(path) for path in done.written],
    }  # fmt: skip


@contextmanager
def _progress(tongue: Language) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar for whoever waits at a screen; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    shown = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("计算" if tongue == "zh" else "computing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


# ---- one row


def was_columns(file: Path) -> bool:
    """Whether a result was written by a run over columns."""
    return file.suffix.lower() in COLUMNS or file.with_name(f"{file.name}.renshe.json").is_file()


def explain(
    file: Path, row: int, law: list[Path | str], against: Path | None, tongue: Language, *, json: bool
) -> None:  # fmt: skip
    """Explain one row, under the law here and, where it is another than the result's, under that one too."""
    from renshe.api import Lawbook

    found = [_explained(Lawbook(law), file, row)]
    if against is not None:
        found.append(_explained(Lawbook([*law, against]), file, row))
    if json:
        documents = [each.to_json() for each in found]
        print_json(documents[0] if against is None else {"row": row, "under": documents})
        return
    for each in found:
        if against is not None:
            made = not each.explained.law_changed
            told = each.explained.lawbook + (
                "" if not made else "（结果所用）" if tongue == "zh" else " (the result's own)"
            )
            say(f"法规库 {told}" if tongue == "zh" else f"Lawbook {told}")
        say(each.text(tongue))
        say()


def _explained(book: Lawbook, file: Path, row: int) -> RowExplained:
    from renshe.engine.tables.columns.explaining import explain_row

    return explain_row(book.compiled, book.roster, file, row)
