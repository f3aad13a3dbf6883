"""``batch``, ``template`` and ``explain``: tables of people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renshe.cli import columns
from renshe.cli.common import Json, KnownOn, Lang, LawFolder, Region, language, print_json, say

if TYPE_CHECKING:
    from renshe.engine.errors import Language
    from renshe.engine.tables.headers import Headers
    from renshe.engine.tables.run import Run

ROSTER = "contribution"
BATCH_EXAMPLES = """\b
Examples · 例:
  renshe batch roster.xlsx --region CN-BJ --month 2020-07 -o out.xlsx
  renshe batch roster.xlsx --region 北京 --from 2020-02 --to 2020-12
  renshe batch roster.csv --region 上海 --month 2020-07 --set 单位类型=企业
  renshe batch roster.xlsx --region CN-BJ --from 2020-02 --to 2020-07 \\
         --owed-since 2020-06-21 --compare june.xlsx -o out.xlsx
  renshe batch people.parquet --region CN-BJ --month 2020-07 -o o.parquet
  renshe batch people.csv --outputs relief_rate.pension,late_fee \\
         --region 广东 --date 2020-07-15 --month 2020-07 -o out.csv"""
TEMPLATE_EXAMPLES = """\b
Examples · 例:
  renshe template roster -o roster.xlsx"""
EXPLAIN_EXAMPLES = """\b
Examples · 例:
  renshe explain out.xlsx --row 12
  renshe explain out.xlsx --row 12 --json
  renshe explain out.parquet --row 1234567 --against OLD_LAW"""
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="the result: .xlsx, .csv, .parquet … · 结果文件")
]


def batch(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the table: .xlsx, .csv, .parquet, .feather … · 名册")],
    region: Region = "CN",
    month: Annotated[str | None, typer.Option("--month", help="the month, as 2020-07 · 属期月份")] = None,
    first: Annotated[str | None, typer.Option("--from", help="first month of several · 起始月")] = None,
    last: Annotated[str | None, typer.Option("--to", help="last month of several · 截止月")] = None,
    out: Out = None,
    facts: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="a fact for all rows that do not say otherwise · 各行相同的情况"
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="day of filing; each month's last day when left out · 办理日")
    ] = None,
    known_on: KnownOn = None,
    owed_since: Annotated[
        str | None,
        typer.Option(
            "--owed-since", metavar="DATE", help="list what law signed after this day changes · 此后新规引起的补退"
        ),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="last month's result · 上月结果，列出差异")
    ] = None,
    explain: Annotated[
        bool | None,
        typer.Option("--explain/--no-explain", help="explain every line; few lines are unasked · 逐行说明"),
    ] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="show identity numbers whole · 显示完整证件号码")] = False,
    rounded: Annotated[bool, typer.Option("--round", help="round amounts to the fen · 表中金额四舍五入到分")] = False,
    outputs: columns.Outputs = None,
    employers: columns.Employers = None,
    on: columns.On = None,
    totals: columns.Totals = None,
    rejects: columns.Rejects = None,
    max_rejects: columns.MaxRejects = None,
    resume: columns.Resume = False,
    inputs: columns.Inputs = True,
    missing: columns.MissingNames = True,
    reasons: columns.Reasons = None,
    fen: columns.Fen = False,
    backend: columns.Backend = None,
    threads: columns.Threads = None,
    verbose: columns.Verbose = False,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Compute a whole table of people and write a workbook."""
    from renshe.api import Lawbook
    from renshe.cli.batch_screen import report
    from renshe.cli.names import place, resolve
    from renshe.engine.tables.headers import Headers
    from renshe.engine.tables.run import Order, run

    tongue, book = language(lang), Lawbook(law or ())
    _, given = resolve(book.compiled, [], _facts(facts or [], Headers(book.compiled, book.roster(ROSTER))))
    chosen: tuple[object, ...] = (outputs, employers, on, totals, rejects, max_rejects, backend, threads, reasons)
    if columns.is_columns(file, out, any(each is not None for each in chosen) or resume or fen or not inputs):
        refused = {"--owed-since": owed_since, "--compare": compare, "--explain": explain, "--round": rounded or None}
        for option, value in refused.items():
            if value is not None:
                raise typer.BadParameter("only for a roster: .xlsx or .csv · 只用于名册", param_hint=option)
        columns.compute(
            book, ROSTER, file, out,
            {
                "region": place(book.compiled, region), "month": month, "first": first, "last": last, "date": date,
                "known_on": known_on, "facts": given, "outputs": outputs, "employers": employers, "on": on,
                "totals": totals, "rejects": rejects, "max_rejects": max_rejects, "resume": resume, "inputs": inputs,
                "missing": missing, "reasons": reasons, "money": "fen" if fen else "decimal", "unmask": unmask,
                "backend": backend, "threads": threads,
            },
            tongue, json=json, verbose=verbose,
        )  # fmt: skip
        return
    order = Order(
        region=place(book.compiled, region), month=month, first=first, last=last, date=date, known_on=known_on,
        facts=given, owed_since=owed_since, compare=compare, explain=explain, unmask=unmask, rounded=rounded,
        language=tongue,
    )  # fmt: skip
    target = file.with_name(f"{file.stem}.out.xlsx") if out is None else out
    with _progress(tongue) as told:
        done = run(book.compiled, book.roster(ROSTER), file, target, order, told)
    print_json(_as_json(done)) if json else report(done, tongue)


def template(
    kind: Annotated[str, typer.Argument(metavar="roster", help="what to fill in: roster · 名册模板")],
    out: Out = None,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Write an empty table to fill in."""
    from renshe.api import Lawbook
    from renshe.engine.tables.template import write_template

    if kind != "roster":
        raise typer.BadParameter(f"{kind}: roster", param_hint="template")
    tongue, book = language(lang), Lawbook(law or ())
    target = out or Path("roster.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{target.name}: .xlsx", param_hint="--out")
    write_template(book.compiled, book.roster(ROSTER), target, tongue)
    say(f"已写出模板 {target}" if tongue == "zh" else f"Written: {target}")


def explain(
    file: Annotated[Path, typer.Argument(metavar="OUT", help="a result that batch wrote · 结果文件")],
    row: Annotated[int, typer.Option("--row", help="the line's number in the result · 行号")],
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FOLDER", help="under the law with this folder too · 另按加上此目录的法规"),
    ] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Explain one line of a result."""
    from renshe.api import Lawbook
    from renshe.engine.tables.afterwards import explain_line, explained_text

    tongue = language(lang)
    if columns.was_columns(file):
        columns.explain(file, row, [*(law or ())], against, tongue, json=json)
        return
    book = Lawbook(law or ())
    found = explain_line(book.compiled, book.roster, file, row)
    print_json(found.to_json()) if json else say(explained_text(found, tongue))


# ---- around a run


def _facts(words: list[str], headers: Headers) -> dict[str, object]:
    """Facts for all rows; called as in the law, or as the headers of tables call them."""
    from renshe.engine.errors import InputError, Problem, Words
    from renshe.engine.tables.headers import normal

    found: dict[str, object] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise InputError(Problem(Words(f"看不懂 --set {word[:80]}", f"--set {word[:80]} is not understood"),
                                     Words("写成 --set 名称=值", "write --set name=value")))  # fmt: skip
        known = headers.known.get(normal(name), name)
        found[known if known in headers.book.terms else name] = value
    return found


@contextmanager
def _progress(tongue: Language) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the screen of whoever waits; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("计算" if tongue == "zh" else "computing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _as_json(done: Run) -> dict[str, Any]:
    from renshe.engine.tables.run import summary_rows
    from renshe.engine.values import ValueType, to_json

    money, outcome = ValueType("money"), done.outcome
    return {
        "lawbook": outcome.book.hash,
        "region": outcome.options.region,
        "people": outcome.table.people,
        "lines": len(outcome.rows),
        "rows_left_out": outcome.table.left_out,
        "employers": [
            {
                "employer": each.employer,
                "lines": each.lines,
                "amounts": {key: to_json(money, amount) for key, amount in each.amounts.items()},
                "lines_not_in_it": each.open,
                "rows_left_out": each.left_out,
            }
            for each in summary_rows(outcome)
        ],
        "rejects": [
            {
                "sheet": each.place.sheet,
                "cell": each.place.address,
                "row": each.place.row,
                "column": each.column,
                "found": each.found,
                "problem": {"zh": each.what.zh, "en": each.what.en},
                "fix": each.fix and {"zh": each.fix.zh, "en": each.fix.en},
                "refused": each.refused,
                "missing": list(each.missing),
            }
            for each in outcome.rejects
        ],
        "written": [str(path) for path in done.written],
    }
