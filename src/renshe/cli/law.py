"""``law …``: what the law here says, and how much of it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renshe.cli.common import Json, Lang, LawFolder, language, print_json

app = typer.Typer(
    help="The law itself: names, numbers, documents, coverage.", rich_markup_mode=None, no_args_is_help=True
)


@app.command("list")
def list_names(
    topic: Annotated[str | None, typer.Argument(help="only this topic")] = None,
    region: Annotated[str | None, typer.Option("--region", help="only what this place itself has issued")] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """List topics and their names, with the places that define them."""
    from renshe.api import Lawbook
    from renshe.engine.browse import listing
    from renshe.engine.browse_text import listing_text

    found = listing(Lawbook(law or ()).compiled, topic=topic, region=region)
    print_json(found) if json else print(listing_text(found, language(lang)))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="a rule, number, input, document, provision or reason")],
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Show one name: its words, versions, numbers with grade and source, and what uses it."""
    from renshe.api import Lawbook
    from renshe.engine.browse import entry
    from renshe.engine.browse_text import entry_text

    found = entry(Lawbook(law or ()).compiled, name)
    print_json(found) if json else print(entry_text(found, language(lang)))


@app.command("coverage")
def coverage(
    cases: Annotated[Path | None, typer.Option("--cases", help="case files to run; tests/cases when left out")] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """How many provisions of each document are executed by a case, declared, reference, or nothing yet."""
    from renshe.api import Lawbook
    from renshe.engine.coverage import coverage as measure
    from renshe.engine.coverage import coverage_text, default_cases

    found = measure(Lawbook(law or ()).compiled, cases or default_cases())
    print_json(found) if json else print(coverage_text(found, language(lang)))
