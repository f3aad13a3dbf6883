"""What the commands share: languages, exit codes, options, and how they print."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

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
EXIT_FAULT = 5
"""Renshe itself is at fault."""
EXIT_CODES = """\b
Exit codes · 退出码:
  0  answered; "no" and "undetermined" are answers · 已作答，含“无法确定”
  1  check: a case failed, or a gap was found · 案例不符，或查出空缺
  2  something typed or given cannot be read · 输入有误
  3  the answer rests on less than --strict asks for · 依据达不到 --strict
  4  the law as written cannot be built · 法规写法有误
  5  a fault of Renshe itself · 程序自身出错"""

Region = Annotated[str, typer.Option("--region", help="CN, CN-BJ, CN-GD-440100, or a name · 地区")]
Date = Annotated[
    str | None, typer.Option("--date", help="day of the act or application; today when left out · 办理日，不写为今天")
]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="by the law as known on this day · 按当日已知规定")]
Json = Annotated[bool, typer.Option("--json", help="print JSON · 输出 JSON")]
Lang = Annotated[str | None, typer.Option("--lang", help="zh or en; else RENSHE_LANG or the locale · 语言")]
LawFolder = Annotated[
    list[str] | None, typer.Option("--law", help="a folder with more law, may be repeated · 另加的法规")
]


class Help(TypedDict):
    """What a command says of itself, in the forms Typer asks for."""

    help: str
    short_help: str
    epilog: str


def helped(en: str, zh: str, more: str = "", examples: str = "") -> Help:
    """What ``--help`` says of a command: of itself, and in the list of commands."""
    paragraphs = [f"{en}. {zh}。", *([more] if more else [])]
    return {"help": "\n\n".join(paragraphs), "short_help": f"{en} · {zh}", "epilog": examples}


STAND_IN = {"✓": "√", "✗": "×", "▸": ">", "−": "-", "—": "-", "─": "-", "？": "?"}
"""What stands for a sign where the terminal's encoding has it not."""


def prepare_streams() -> None:
    """Let no sign, and no byte typed, end in a traceback, whatever the encoding of the terminal is."""
    codecs.register_error("renshe", _stand_in)
    for stream, errors in ((sys.stdout, "renshe"), (sys.stderr, "renshe"), (sys.stdin, "replace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = ""
    for sign in error.object[error.start : error.end]:
        near = STAND_IN.get(sign, "")
        try:
            near.encode(error.encoding)
        except UnicodeEncodeError:
            near = ""
        found += near or sign.encode("ascii", "backslashreplace").decode()
    return found, error.end


def say(text: str = "") -> None:
    """Print *text*. Who reads a pipe may go away (``| head``): that is no error of ours."""
    try:
        print(text, flush=True)
    except OSError as error:
        give_up_output()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(0) from None
        raise


def give_up_output() -> None:
    """What could not be written is not tried again when Python ends."""
    with suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(document: Any) -> None:
    """One JSON document on standard output, in any encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    say(json.dumps(document, ensure_ascii=not encoding.lower().startswith("utf"), indent=1))


def language(given: str | None, argv: Sequence[str] = ()) -> Language:
    """The language to print: ``--lang``, else ``RENSHE_LANG``, else the locale's, else English."""
    arguments = list(argv)
    for index, word in enumerate(arguments):
        if word == "--lang" and index + 1 < len(arguments):
            given = arguments[index + 1]
        elif word.startswith("--lang="):
            given = word.partition("=")[2]
    if given and given not in ("zh", "en"):
        if argv:
            return "en"
        raise typer.BadParameter(f"{given}: zh / en", param_hint="--lang")
    named = given or os.environ.get("RENSHE_LANG")
    where = named or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if where.lower().startswith("zh") else "en"


def today() -> str:
    """Today, as a case writes it."""
    import datetime

    return datetime.date.today().isoformat()
