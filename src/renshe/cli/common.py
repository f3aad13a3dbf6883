"""What the commands share: languages, exit codes, options, the split of names and ``name=value``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from renshe.engine.errors import Language

EXIT_FAILED = 1
"""A case failed."""
EXIT_INPUT = 2
"""Something given cannot be read."""
EXIT_STRICT = 3
"""The answer rests on less than ``--strict`` asks for."""
EXIT_LAW = 4
"""The law as written cannot be built."""

Region = Annotated[str, typer.Option("--region", help="CN, CN-BJ, CN-GD-440100 …")]
Date = Annotated[str | None, typer.Option("--date", help="day of the act or application; today when left out")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="answer as the law was known on this day")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Lang = Annotated[str | None, typer.Option("--lang", help="zh or en")]
LawFolder = Annotated[list[str] | None, typer.Option("--law", help="a folder with more law (may be repeated)")]


def language(given: str | None, argv: Sequence[str] = ()) -> Language:
    """The language to print: ``--lang``, else ``RENSHE_LANG``, else the locale's, else English."""
    arguments = list(argv)
    for index, word in enumerate(arguments):
        if word == "--lang" and index + 1 < len(arguments):
            given = arguments[index + 1]
        elif word.startswith("--lang="):
            given = word.partition("=")[2]
    named = given or os.environ.get("RENSHE_LANG")
    if given and given not in ("zh", "en"):
        if argv:
            return "en"
        raise typer.BadParameter(f"{given}: zh or en", param_hint="--lang")
    where = named or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if where.lower().startswith("zh") else "en"


def split(words: Sequence[str]) -> tuple[list[str], dict[str, object]]:
    """Names and ``name=value`` apart, in the order given."""
    from renshe.engine.errors import InputError, Problem, Words

    names: list[str] = []
    inputs: dict[str, object] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            names.append(word)
        elif name in inputs:
            raise InputError(
                Problem(
                    Words(f"{name} 给了两次", f"{name} is given twice"),
                    Words("只留一个", "keep one of them"),
                    word[:80],
                )
            )
        else:
            inputs[name] = value
    return names, inputs


def today() -> str:
    """Today, as a case writes it."""
    import datetime

    return datetime.date.today().isoformat()


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
