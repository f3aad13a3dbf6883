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
    split,
    today,
)

if TYPE_CHECKING:
    from renshe.engine.errors import Language
    from renshe.engine.interview import Interview, Question

Words_ = Annotated[list[str], typer.Argument(metavar="OUTPUT… [NAME=VALUE]…", help="outputs, and inputs as name=value")]
Strict = Annotated[
    str | None,
    typer.Option(
        "--strict", help="refuse what rests on less: printed, confirmed, reported, unverified; or on an assumption"
    ),
]


def decide(
    words: Words_,
    region: Region = "CN",
    date: Date = None,
    known_on: KnownOn = None,
    strict: Strict = None,
    explain: Annotated[bool, typer.Option("--explain", help="every condition and number, not only the answer")] = False,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Answer one case, as in: renshe decide OUTPUT --region CN-BJ --date 2020-07-10 NAME=VALUE."""
    from renshe.api import Lawbook
    from renshe.engine.errors import InputError

    tongue = language(lang)
    names, inputs = split(words)
    _need_outputs(names)
    _known_level(strict)
    decision = Lawbook(law or ()).decide(names, region=region, date=date or today(), inputs=inputs, known_on=known_on)
    if strict is not None:
        try:
            decision.refuse_below(strict)
        except InputError as error:
            print(error.text(tongue), file=sys.stderr)
            raise typer.Exit(EXIT_STRICT) from None
    document = decision.to_json()
    if json:
        print_json(document)
    else:
        from renshe.engine.render import render

        print(render(document, tongue, explain=explain))


def ask(
    words: Words_,
    region: Region = "CN",
    date: Date = None,
    known_on: KnownOn = None,
    all_reasons: Annotated[bool, typer.Option("--all-reasons", help="go on until every condition is decided")] = False,
    json: Json = False,
    lang: Lang = None,
    law: LawFolder = None,
) -> None:
    """Ask what still matters, then answer. With --json print the next question and what is known, and stop."""
    from renshe.api import Lawbook

    tongue = language(lang)
    names, inputs = split(words)
    _need_outputs(names)
    interview = Lawbook(law or ()).ask(
        names, region=region, date=date or today(), inputs=inputs, known_on=known_on, all_reasons=all_reasons
    )
    if json:
        question = interview.next()
        print_json({"question": question and question_json(question), "decision": interview.decision().to_json()})
        return
    _converse(interview, tongue)
    from renshe.engine.render import render

    print()
    print(render(interview.decision().to_json(), tongue, explain=False))


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


def _converse(interview: Interview, tongue: Language) -> None:
    from renshe.engine.errors import InputError

    while (question := interview.next()) is not None:
        prompt = question.question[tongue]
        if question.help is not None:
            prompt += f"\n  {question.help[tongue]}"
        for number, (name, words) in enumerate((question.choices or {}).items(), 1):
            prompt += (
                f"\n  {number}. {words[tongue]}（{name}）"
                if tongue == "zh"
                else f"\n  {number}. {words[tongue]} ({name})"
            )
        print(prompt)
        while True:
            try:
                reply = input("> ").strip()
            except EOFError:
                return
            if not reply and question.assumed:
                interview.skip(question.name)
                break
            members = list(question.choices or {})
            if reply.isascii() and reply.isdigit() and len(reply) < 5 and 0 < int(reply) <= len(members):
                reply = members[int(reply) - 1]
            try:
                interview.answer(question.name, reply or "?")
                break
            except InputError as error:
                print(error.text(tongue))


def _need_outputs(names: list[str]) -> None:
    from renshe.engine.errors import InputError, Problem, Words

    if not names:
        raise InputError(
            Problem(
                Words("没有写要问什么", "no output was named"),
                Words("写一个输出名；renshe law list 列出全部", "name an output; renshe law list shows them all"),
            )
        )


def _known_level(strict: str | None) -> None:
    from renshe.engine.decision import GRADES

    if strict is not None and strict not in GRADES:
        raise typer.BadParameter(f"{strict}: " + ", ".join(GRADES), param_hint="--strict")
