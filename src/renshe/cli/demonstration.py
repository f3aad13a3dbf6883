"""``demo``: one real question for each shape of provision, with answer, conditions, numbers and articles; a roster."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from renshe.cli.common import Json as AsJson
from renshe.cli.common import Lang, language, print_json, say

if TYPE_CHECKING:
    from renshe.api import Lawbook
    from renshe.engine.errors import Language

Json: TypeAlias = Mapping[str, Any]

EXAMPLES = Path(__file__).parents[1] / "examples.yaml"
ROSTER = Path("examples") / "roster-beijing-2020-07.xlsx"
RESULT = Path("out") / ROSTER.name
EXAMPLES_OF_USE = """\b
Examples · 例:
  renshe demo
  renshe demo layoff_report contribution_base --lang zh
  renshe demo --full --lang en"""
OPENING = {
    "zh": "人社：按2020年6月的政策回答问题，共{count}问。法规库 {lawbook}",
    "en": "Renshe: questions under the law of June 2020, {count} in all. Lawbook {lawbook}",
}
ENDING = {
    "zh": """\
自己提问：写结果名、地区、日期和事实，例如

  {command}

加 --explain 看完整说明。
{renshe} ask 结果名 --region 地区：只问还会影响结果的事
{renshe} law list：可以问的全部名称
{renshe} demo --full：以上各问的完整说明
""",
    "en": """\
Ask your own: name the answer, the place, the day and the facts, as in

  {command}

Add --explain for the whole explanation.
{renshe} ask NAME --region PLACE: asks only what still matters
{renshe} law list: every name there is
{renshe} demo --full: all of the above explained in full
""",
}


def demo(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]…", help="only these questions · 只看这几问")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="explain every answer in full · 逐项说明")] = False,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Answer real questions under the law of June 2020, in Chinese and English."""
    from renshe.api import Lawbook
    from renshe.engine.layout import columns_here

    languages: tuple[Language, ...] = ("zh", "en") if lang is None else (language(lang),)
    book = Lawbook()
    answered = []
    for question in _chosen(examples(), names or []):
        case: dict[str, Any] = {key: question.get(key) for key in ("region", "date", "inputs", "known_on")}
        answered.append((question, book.explain(question["outputs"], **case)))
    if json:
        print_json([{"id": asked["id"], "question": asked["question"], "decision": got} for asked, got in answered])
        return
    for tongue in languages:
        say(OPENING[tongue].format(count=len(answered), lawbook=book.hash))
    say()
    for number, (question, document) in enumerate(answered, 1):
        say(f"── {number}/{len(answered)} {question['id']} ".ljust(columns_here(), "─"))
        for tongue in languages:
            say("\n" + "\n".join(_page(question, document, tongue, full)))
        say()
    renshe = _command()
    say("─" * columns_here())
    for tongue in languages:
        say("\n" + ENDING[tongue].format(command=_asked(renshe, answered[0][0]), renshe=renshe).rstrip())
    if not names:
        _roster(book, languages, renshe)


def _roster(book: Lawbook, languages: Sequence[Language], renshe: str) -> None:
    """The payroll roster of the examples, computed into a workbook; a package installed without them has none."""
    from renshe.cli.batch_screen import report
    from renshe.engine.tables.run import Order, run

    checkout = Path(__file__).resolve().parents[3]
    source = next((here for here in (ROSTER, checkout / ROSTER) if here.is_file()), None)
    if source is None:
        return
    RESULT.parent.mkdir(exist_ok=True)
    say(f"\n$ {renshe} batch {ROSTER} --region CN-BJ --month 2020-07 \\\n      -o {RESULT}")
    order = Order(region="CN-BJ", month="2020-07", language=languages[0])
    done = run(book.compiled, book.roster("contribution"), source, RESULT, order)
    for tongue in languages:
        say()
        report(done, tongue)


def examples() -> list[dict[str, Any]]:
    """The questions, as their file holds them."""
    from renshe.engine.yaml_source import load

    data: list[dict[str, Any]] = load(EXAMPLES, EXAMPLES.name).data
    return data


def _chosen(questions: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    from renshe.engine.errors import InputError, Problem, Words

    known = [question["id"] for question in questions]
    for name in names:
        if name not in known:
            what = Words(f"没有叫 {name[:80]} 的问题", f"no question is called {name[:80]}")
            raise InputError(Problem(what, Words("可选：" + "、".join(known), "choose from " + ", ".join(known))))
    return [question for question in questions if not names or question["id"] in names]


def _command() -> str:
    """How the command is called from here."""
    import shutil

    if shutil.which("renshe"):
        return "renshe"
    beside = Path(sys.executable).parent / "renshe"
    if beside.exists():
        return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)
    return "python -m renshe"


def _asked(renshe: str, question: Json) -> str:
    import shlex

    lines = [
        f"{renshe} decide {' '.join(question['outputs'])}",
        f"--region {question['region']} --date {question['date']}"
        + (f" --known-on {question['known_on']}" if "known_on" in question else ""),
        *(shlex.quote(f"{name}={_written(value)}") for name, value in question["inputs"].items()),
    ]
    return " \\\n      ".join(lines)


def _written(value: object) -> str:
    """A fact as the command line takes it."""
    if isinstance(value, list):
        return ",".join(map(_written, value))
    return value if isinstance(value, str) else str(value).lower()


def _page(question: Json, document: Json, tongue: Language, full: bool) -> list[str]:
    from renshe.cli.digest import Digest
    from renshe.engine.layout import wrap
    from renshe.engine.render import render

    asked = wrap(question["question"][tongue])
    if full:
        return [*asked, "", render(document, tongue, explain=True).rstrip("\n")]
    return [*asked, *Digest(document, tongue).lines()]
