"""``law …``: what the law here says, and how much of it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renshe.cli.common import Json, Lang, LawFolder, helped, language, print_json, say

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
  renshe law show outside_relief_period   a reason · 理由"""
COVERAGE_EXAMPLES = """\b
Examples · 例:
  renshe law coverage
  renshe law coverage --cases my_cases --json"""

Cases = Annotated[
    Path | None, typer.Option("--cases", help="case files; tests/cases when left out · 所用案例，不写用 tests/cases")
]


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
    from renshe.engine.browse import listing
    from renshe.engine.browse_text import listing_text

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
    cases: Cases = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Show one name: its words, versions, numbers with grade and source, and what uses it."""
    from renshe.api import Lawbook
    from renshe.engine.browse import entry
    from renshe.engine.browse_text import entry_text
    from renshe.engine.check import read_cases
    from renshe.engine.coverage import default_cases

    tongue, folder = language(lang), cases or default_cases()
    found = entry(Lawbook(law or ()).compiled, name, read_cases([folder]) if folder else None)
    print_json(found) if json else say(entry_text(found, tongue))


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
