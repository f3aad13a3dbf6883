"""``check``: cases against the law."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renshe.cli.common import EXIT_FAILED, Json, Lang, LawFolder, language, print_json


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="CASES…", help="case files, or folders of them")],
    branches: Annotated[bool, typer.Option("--branches", help="list branches that no case reaches")] = False,
    mutate: Annotated[bool, typer.Option("--mutate", help="list numbers that no case guards")] = False,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="only this topic (may be repeated)")] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Run cases; exit 1 when one fails. A topic nobody has written yet is said to be so, never passed."""
    from renshe.api import Lawbook
    from renshe.engine import check as checking

    tongue = language(lang)
    book = Lawbook(law or ()).compiled
    _exist(paths)
    cases = [case for case in checking.read_cases(paths) if not topic or case.topic in topic]
    outcomes = checking.check(book, cases, tongue)
    counts = checking.summary(outcomes)
    gaps: dict[str, list[str]] = {}
    if branches:
        from renshe.engine.branches import unreached

        gaps["branches"] = unreached(book, outcomes)
    if mutate:
        from renshe.engine.mutation import survivors

        gaps["survivors"] = survivors(book, outcomes)
    if json:
        print_json({"cases": [outcome.to_json() for outcome in outcomes], "summary": counts, **gaps})
    else:
        from renshe.engine.check_text import report

        print(report(outcomes, counts, gaps, tongue))
    if counts["failed"] or counts["undetermined"] or any(gaps.values()):
        raise typer.Exit(EXIT_FAILED)


def _exist(paths: list[Path]) -> None:
    from renshe.engine.errors import InputError, Problem, Words

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InputError(
            Problem(
                Words("没有这个文件或文件夹", "no such file or folder"), Words("检查路径", "check the path"), str(path)
            )
            for path in missing
        )
