"""``law …``: what the law here says, and how much of it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renshe.cli import owed
from renshe.cli.common import Json, Lang, LawFolder, Region, helped, language, print_json, say

app = typer.Typer(
    help="Look things up in the law: names, numbers, documents, coverage. 查阅法规：名称、数值、文件、执行情况。",
    short_help="Look things up in the law · 查阅法规",
    rich_markup_mode=None,
    no_args_is_help=True,
)
LIST_EXAMPLES = """\b
Examples · 例:
  renshe law list
  renshe law list unemployment_subsidy
  renshe law list --region CN-BJ --lang zh"""
SHOW_EXAMPLES = """\b
Examples · 例:
  renshe law show relief_rate             a name · 名称
  renshe law show 减免比例 --lang zh      what people call it · 中文名
  renshe law show 人社部发〔2020〕49号    a document by its number · 文号
  renshe law show mohrss-2020-49/1.1      a provision · 条款
  renshe law show outside_relief_period   a reason · 理由
  renshe law show contribution_base_ceiling --region CN-BJ   one place · 一地"""
TIMELINE_EXAMPLES = """\b
Examples · 例:
  renshe law timeline full_waiver_window      a period, number, rule · 期间等
  renshe law timeline 人社部发〔2020〕49号    a document · 文件
  renshe law timeline --region CN-BJ --from 2020-06-01 --to 2020-07-31"""
CONFLICTS_EXAMPLES = """\b
Examples · 例:
  renshe law conflicts                        at a glance · 概览
  renshe law conflicts unemployment_subsidy --region CN-BJ
  renshe law conflicts 京人社发〔2020〕8号 --lang zh"""
DIFF_EXAMPLES = """\b
Examples · 例:
  renshe law diff 2020-06-21 2020-06-22 --region CN-GD  two days · 两日所知
  renshe law diff 2020-06-21 --region CN-BJ             to now · 与现在比
  renshe law diff --law theirs --against ours           two folders · 两套"""
COVERAGE_EXAMPLES = """\b
Examples · 例:
  renshe law coverage
  renshe law coverage --cases my_cases --json"""

Cases = Annotated[Path | None, typer.Option("--cases", help="case files; else tests/cases · 案例，不写用 tests/cases")]


@app.command(
    "list",
    **helped(
        "List what can be asked, by topic",
        "按主题列出可以问的名称",
        "With the places that have written it. A topic by itself is listed whole, with its documents.",
        LIST_EXAMPLES,
    ),
)
def list_names(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="only this topic, with its documents · 只看这个主题及其文件")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="only what this place itself issued · 只看此地规定")
    ] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """List topics and their names, with the places that define them."""
    from renshe.api import Lawbook
    from renshe.cli.names import place
    from renshe.engine.browse_declared import listing, listing_text

    book, tongue = Lawbook(law or ()).compiled, language(lang)
    found = listing(book, topic=topic, region=None if region is None else place(book, region))
    print_json(found) if json else say(listing_text(found, tongue))


@app.command(
    "show",
    **helped(
        "Show one name",
        "查一个名称",
        "Its words, its rules, its numbers with grade and source, and what uses it. A document with its dates, its "
        "effects and its provisions.",
        SHOW_EXAMPLES,
    ),
)
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="a rule, number, input, document, provision or reason · 规则、数值、输入项、文件、条款或理由",
        ),
    ],
    region: Annotated[
        str | None, typer.Option("--region", help="of rules and numbers only what counts here · 只列此地适用的")
    ] = None,
    cases: Cases = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Show one name: its words, versions, numbers with grade and source, and what uses it."""
    from renshe.api import Lawbook
    from renshe.cli.checking import exist
    from renshe.cli.names import place
    from renshe.engine.browse_declared import entry, entry_text
    from renshe.engine.check import read_cases
    from renshe.engine.coverage import default_cases

    tongue, folder = language(lang), cases or default_cases()
    if cases is not None:
        exist([cases])
    book = Lawbook(law or ()).compiled
    here = None if region is None else place(book, region)
    found = entry(book, name, read_cases([folder]) if folder else None, here)
    print_json(found) if json else say(entry_text(found, tongue))


@app.command(
    "timeline",
    **helped(
        "What happens when",
        "按日期列出变动",
        "Documents signed, in force, extended, expired, repealed; numbers that change; periods that open, move, close; "
        "each with the day from which it could be known.",
        TIMELINE_EXAMPLES,
    ),
)
def show_timeline(
    about: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="this name, topic or document only · 只看此项")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="what counts in this place · 只看此地适用的")] = None,
    first: Annotated[str | None, typer.Option("--from", help="first day · 起始日")] = None,
    last: Annotated[str | None, typer.Option("--to", help="last day · 截止日")] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """What happens in the law in order of day, with the day from which it could be known."""
    from renshe.api import Lawbook
    from renshe.cli.names import place
    from renshe.engine.timeline import timeline
    from renshe.engine.timeline_text import timeline_text

    book, tongue = Lawbook(law or ()).compiled, language(lang)
    found = timeline(book, about, region=None if region is None else place(book, region), first=first, last=last)
    print_json(found) if json else say(timeline_text(found, tongue))


@app.command(
    "conflicts",
    **helped(
        "Clashes and doubts, and how they are read",
        "列出相抵、疑点与读法",
        "What weighs most, and how many of each kind; with a topic or --all each of them, with the reading taken and "
        "what it bears on. Recorded on documents, or computed: a number that two "
        "documents share, places or records that differ, acts before signing, values from memory, unread numbers.",
        CONFLICTS_EXAMPLES,
    ),
)
def show_conflicts(
    about: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="this topic, document or name only · 只看此项")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="what counts in this place · 只看此地适用的")] = None,
    whole: Annotated[bool, typer.Option("--all", help="everything, one by one · 全部逐条列出")] = False,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Recorded doubts with the reading taken, and computed clashes with who wins and why."""
    from renshe.api import Lawbook
    from renshe.cli.names import place
    from renshe.engine.conflicts import conflicts
    from renshe.engine.conflicts_overview import conflicts_overview
    from renshe.engine.conflicts_text import conflicts_text

    book, tongue = Lawbook(law or ()).compiled, language(lang)
    found = conflicts(book, about, region=None if region is None else place(book, region))
    told = conflicts_text if whole or about is not None else conflicts_overview
    print_json(found) if json else say(told(found, tongue))


@app.command(
    "diff",
    **helped(
        "What two days or lawbooks have apart",
        "比较两日所知，或两套法规",
        "Numbers, periods, rules and documents that differ for a place: between what was known on two days, or between "
        "the law with the folders given by --law and that with those given by --against.",
        DIFF_EXAMPLES,
    ),
)
def show_diff(
    before: Annotated[str | None, typer.Argument(metavar="[A]", help="as known on this day · 此日所知")] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[B]", help="and on this one; else now · 与此日，不写为现在")
    ] = None,
    region: Region = "CN",
    against: Annotated[
        list[str] | None, typer.Option("--against", help="a folder of law for B · B 方另加的法规")
    ] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """What differs for a place between two days of knowledge, or between two lawbooks."""
    from renshe.api import Lawbook
    from renshe.cli.names import place
    from renshe.engine.errors import InputError, Problem, Words
    from renshe.engine.law_diff import law_diff, side
    from renshe.engine.law_diff_text import law_diff_text

    if before is None and against is None:
        what = Words("没有写与什么比较", "nothing is named to compare with")
        fix = Words("写一个日期，或 --against 文件夹", "give a day such as 2020-06-21, or --against FOLDER")
        raise InputError(Problem(what, fix))
    book, tongue = Lawbook(law or ()).compiled, language(lang)
    other = book if against is None else Lawbook(against).compiled
    # A day given once holds for both lawbooks; only days differ where there is one lawbook.
    until = before if against is not None and after is None else after
    found = law_diff(side(book, place(book, region), before, "A"), side(other, place(other, region), until, "B"))
    print_json(found) if json else say(law_diff_text(found, tongue))


@app.command(
    "coverage",
    **helped(
        "Count what is carried out",
        "统计条款执行情况",
        "Of each document: provisions that can be carried out, that a passing case carries out, that are reference.",
        COVERAGE_EXAMPLES,
    ),
)
def coverage(
    cases: Cases = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """How many provisions of each document are executed by a case, declared, reference, or nothing yet."""
    from renshe.api import Lawbook
    from renshe.engine.coverage import coverage as measure
    from renshe.engine.coverage import coverage_text, default_cases

    tongue, found = language(lang), measure(Lawbook(law or ()).compiled, cases or default_cases())
    print_json(found) if json else say(coverage_text(found, tongue))


app.command(
    "duties",
    **helped(
        "List who must do what by when",
        "列出由谁、做什么、到哪一天",
        "With the days that the law gives, or that follow from the facts given (NAME=VALUE).",
        owed.EXAMPLES,
    ),
)(owed.duties)
