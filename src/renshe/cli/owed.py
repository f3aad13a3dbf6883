"""``law duties``: who must do what by when."""

from __future__ import annotations

from typing import Annotated

import typer

from renshe.cli.common import Date, Json, KnownOn, Lang, LawFolder, language, print_json, say, today

EXAMPLES = """\b
Examples · 例:
  renshe law duties --region CN-BJ --from 2020-07-01 --to 2020-07-31
  renshe law duties --region 北京 --holder 企业 --date 2020-07-01
  renshe law duties --date 2020-07-01 notice_issued_date=2020-06-23"""
Facts = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME=VALUE]…", show_default=False, help="facts that days are counted from · 起算日等情况"),
]
Place = Annotated[str, typer.Option("--region", help="CN, CN-BJ, CN-GD-440100, or a name · 地区")]
Holder = Annotated[str | None, typer.Option("--holder", help="only whose duties, e.g. employer · 只看谁的职责")]
From = Annotated[str | None, typer.Option("--from", help="only what is due on this day or later · 自哪一天")]
To = Annotated[str | None, typer.Option("--to", help="only what can be done by this day · 至哪一天")]


def duties(
    said: Facts = None,
    region: Place = "CN",
    date: Date = None,
    holder: Holder = None,
    start: From = None,
    end: To = None,
    known_on: KnownOn = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """List the duties of a place with their days; the law is that of --date, else of --from, else of today."""
    from renshe.api import Lawbook
    from renshe.cli.names import facts, place, resolve
    from renshe.engine.browse_declared import duties as told
    from renshe.engine.declared_answer import duties_of
    from renshe.engine.duties_text import duties_text

    book, tongue = Lawbook(law or ()).compiled, language(lang)
    found = told(
        *duties_of(
            book,
            region=place(book, region),
            date=date or start or today(),
            holder=holder,
            start=start,
            end=end,
            inputs=resolve(book, (), facts(said or ()))[1],
            known_on=known_on,
        ),
        holder=holder,
        start=start,
        end=end,
    )
    print_json(found) if json else say(duties_text(found, tongue))
