"""``decide`` and ``ask``: one case."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from renshe.cli.common import (
    EXIT_STRICT,
    Date,
    Json,
    KnownOn,
    Lang,
    LawFolder,
    Region,
    language,
    print_json,
    say,
    today,
)

if TYPE_CHECKING:
    from renshe.engine.interview import Question

Said = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="OUTPUT… [NAME=VALUE]…",
        show_default=False,
        help="what to answer, and facts; Chinese names will do · 要问的结果和已知的情况，可用中文名",
    ),
]
Strict = Annotated[
    str | None,
    typer.Option(
        "--strict",
        metavar="LEVEL",
        help="refuse what rests on less, or on an assumption: printed, confirmed, reported, unverified · "
        "低于此级或有假定就不答",
    ),
]
DECIDE_EXAMPLES = """\b
Examples · 例:
  renshe decide unemployment_benefit_monthly --region CN-BJ \\
         contribution_months=84 involuntary_termination=yes \\
         registered_unemployed=yes job_seeking=yes receipt_month_number=1
  renshe decide 减免比例 --region 广东 --date 2020-07-15 --lang zh --explain \\
         险种=工伤保险 单位类型=企业 企业划型=中型 缴费部分=单位缴费部分
  renshe decide relief_rate --region CN-GD --known-on 2020-06-21 --json

\b
Values · 值:
  yes/no 是/否   12   1816.00   0.2%   2020-07-01   2020-07   a,b 甲、乙
  none 无 (there is none · 没有)   ? (asked and not known · 不知道)
  'filings=[{"filing_date": "2020-07-01", "filed_wage": "5000.00"}]'"""
ASK_EXAMPLES = """\b
Examples · 例:
  renshe ask unemployment_subsidy_eligible --region CN-BJ --date 2020-07-10
  renshe ask 失业补助金月额 --region 北京 --lang zh

\b
Enter: not known. Ctrl-D: the end. · 不知道按回车，结束按 Ctrl-D。"""


def decide(
    words: Said = None,
    region: Region = "CN",
    date: Date = None,
    known_on: KnownOn = None,
    strict: Strict = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="also every condition, number and article · 逐项说明")
    ] = False,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Answer one case."""
    from renshe.api import Lawbook
    from renshe.cli.names import place, resolve, split
    from renshe.engine.errors import InputError

    tongue = language(lang)
    names, inputs = split(words or ())
    _known_level(strict)
    book = Lawbook(law or ())
    names, inputs = resolve(book.compiled, names, inputs)
    day = today() if date is None else date
    decision = book.decide(names, region=place(book.compiled, region), date=day, inputs=inputs, known_on=known_on)
    if strict is not None:
        try:
            decision.refuse_below(strict)
        except InputError as error:
            head = (
                f"没有作答：依据达不到 --strict {strict}。"
                if tongue == "zh"
                else f"No answer: it rests on less than {strict}."
            )
            print(f"{head}\n{error.text(tongue)}", file=sys.stderr)
            raise typer.Exit(EXIT_STRICT) from None
    document = decision.to_json()
    if json:
        print_json(document)
    else:
        from renshe.engine.render import render

        say(render(document, tongue, explain=explain))


def ask(
    words: Said = None,
    region: Region = "CN",
    date: Date = None,
    known_on: KnownOn = None,
    all_reasons: Annotated[
        bool, typer.Option("--all-reasons", help="go on until every condition is decided · 问到每项条件都有结论")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="explain the answer in full · 作答时逐项说明")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="print the next question and what is known, and stop · 只输出下一个问题")
    ] = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Ask what still matters, then answer."""
    from renshe.api import Lawbook
    from renshe.cli.names import place, resolve, split

    tongue = language(lang)
    names, inputs = split(words or ())
    book = Lawbook(law or ())
    names, inputs = resolve(book.compiled, names, inputs)
    where, day = place(book.compiled, region), today() if date is None else date
    interview = book.ask(names, region=where, date=day, inputs=inputs, known_on=known_on, all_reasons=all_reasons)
    if json:
        question = interview.next()
        print_json({"question": question and question_json(question), "decision": interview.decision().to_json()})
        return
    from renshe.cli.conversation import converse
    from renshe.engine.render import render

    converse(interview, tongue)
    say(render(interview.decision().to_json(), tongue, explain=explain))


def question_json(question: Question) -> dict[str, object]:
    """A question as JSON."""
    from renshe.engine.values import to_json

    def pair(words: object) -> dict[str, str] | None:
        return None if words is None else {"zh": words.zh, "en": words.en}  # type: ignore[attr-defined]

    return {
        "name": question.name,
        "label": pair(question.label),
        "question": pair(question.question),
        "help": pair(question.help),
        "type": question.type.kind,
        "choices": {name: pair(words) for name, words in (question.choices or {}).items()},
        "assumed": to_json(question.type, question.default) if question.assumed else None,
    }


def _known_level(strict: str | None) -> None:
    from renshe.engine.decision import GRADES

    if strict is not None and strict not in GRADES:
        raise typer.BadParameter(f"{strict}: " + ", ".join(GRADES), param_hint="--strict")
