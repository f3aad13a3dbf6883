"""``check``: cases against the law."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from renshe.cli.common import EXIT_FAILED, Json, Lang, LawFolder, language, print_json, say

EXAMPLES = """\b
Examples · 例:
  renshe check tests/cases
  renshe check my_cases.yaml --topic contribution_relief
  renshe check tests/cases --branches --mutate

\b
How to write a case · 案例写法: docs/write-a-rule.md"""


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="CASES…", help="case files, or folders of them · 案例文件或文件夹")
    ],
    branches: Annotated[
        bool,
        typer.Option("--branches", help="also list branches no case reaches · 未走到的分支"),
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="also list numbers that no case guards · 无案例守护的数")
    ] = False,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="only this topic, may be repeated · 只看这个主题，可多次")
    ] = None,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Check cases against the law; exit 1 when one fails. A topic nobody has written yet is said to be so."""
    from renshe.api import Lawbook
    from renshe.engine import check as checking

    tongue = language(lang)
    book = Lawbook(law or ()).compiled
    exist(paths)
    found = checking.read_all(paths)
    _some(found, paths)
    cases = [case for case in found if not topic or case.topic in topic]
    if not cases:
        none = "没有这个主题的案例。" if tongue == "zh" else "No case is of this topic."
        print(none, file=sys.stderr)
    outcomes = checking.check(book, cases, tongue)
    counts = checking.summary(outcomes)
    gaps: dict[str, list[str]] = {}
    if branches:
        from renshe.engine.branches import unreached
        from renshe.engine.lookup import unread

        gaps["branches"] = [gap[tongue] for gap in unreached(book, outcomes)]
        # A number under a misspelt name is reached by nothing either, and no case would tell.
        gaps["unread"] = [f"{number.place} {number.name}" for number in unread(book)]
    if mutate:
        from renshe.engine.mutation import survivors

        gaps["survivors"] = survivors(book, outcomes)
    if topic:
        # The cases of one topic say nothing of another's branches and numbers.
        here = tuple(f"/{each}/" for each in topic)
        gaps = {gap: [item for item in items if any(part in item for part in here)] for gap, items in gaps.items()}
    if json:
        print_json({"cases": [outcome.to_json() for outcome in outcomes], "summary": counts, **gaps})
    else:
        from renshe.engine.check_text import report

        say(report(outcomes, counts, gaps, tongue))
    if counts["failed"] or counts["undetermined"] or any(gaps.values()):
        raise typer.Exit(EXIT_FAILED)


def _some(cases: Sequence[object], paths: list[Path]) -> None:
    """No case at all is a mistyped folder more often than a wish."""
    from renshe.engine.errors import InputError, Problem, Words

    if not cases:
        what = Words("里面没有案例", "no case is in it")
        fix = Words("案例写在 .yaml 文件里", "cases are written in .yaml files")
        raise InputError(Problem(what, fix, str(path)) for path in paths)


def exist(paths: list[Path]) -> None:
    """Refuse what is no file and no folder."""
    from renshe.engine.errors import InputError, Problem, Words

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InputError(
            Problem(
                Words("没有这个文件或文件夹", "no such file or folder"), Words("检查路径", "check the path"), str(path)
            )
            for path in missing
        )
