"""``renshe …``: parses, calls, prints. Nothing is computed here, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renshe import __version__
from renshe.cli import answer, batch, checking, demonstration, law
from renshe.cli.common import (
    EXIT_CODES,
    EXIT_FAULT,
    EXIT_INPUT,
    EXIT_LAW,
    give_up_output,
    helped,
    language,
    prepare_streams,
    say,
)

if TYPE_CHECKING:
    from renshe.engine.errors import Language

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Whatever is wrong with a command line. Typer has no public name for it."""
START = """\b
To begin · 开始:
  renshe demo                               real questions · 真实问答
  renshe law list                           what can be asked · 可以问什么
  renshe ask NAME --region PLACE            asks what still matters · 逐项询问
  renshe decide NAME --region PLACE FACT=…  answers from facts · 按情况作答"""

app = typer.Typer(
    name="renshe",
    help="China's labour and social-security law: answered, explained, checked.\n\n人社法规：作答、说明、核对。",
    epilog=f"{START}\n\n{EXIT_CODES}",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        say(f"renshe {__version__}")
        raise typer.Exit(0)


@app.callback()
def _first(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version · 版本")
    ] = False,
) -> None:
    """What stands before a command."""


app.command(
    "decide",
    **helped(
        "Answer one case",
        "回答一个问题",
        "What is missing is listed with the names to give it by; renshe law show NAME says what a name takes.",
        answer.DECIDE_EXAMPLES,
    ),
)(answer.decide)
app.command("ask", **helped("Ask what still matters, then answer", "逐项询问后作答", examples=answer.ASK_EXAMPLES))(
    answer.ask
)
app.command(
    "batch",
    **helped(
        "Compute a table of people",
        "批量计算名册",
        "Writes a workbook: summary, lines, what could not be computed, what was assumed, the explanation. Good rows "
        "are computed, bad ones listed with their cell.",
        batch.BATCH_EXAMPLES,
    ),
)(batch.batch)
app.command("explain", **helped("Explain one line of a result", "说明结果中的一行", examples=batch.EXPLAIN_EXAMPLES))(
    batch.explain
)
app.command("template", **helped("Write an empty table to fill in", "生成空白模板", examples=batch.TEMPLATE_EXAMPLES))(
    batch.template
)
app.command(
    "check",
    **helped(
        "Check cases against the law",
        "用案例核对法规",
        "Exit 1 when one fails. A topic that nobody has written yet is reported as such, never as passed.",
        checking.EXAMPLES,
    ),
)(checking.check)
app.command(
    "demo", **helped("Answer real questions of June 2020", "回答真实问题", examples=demonstration.EXAMPLES_OF_USE)
)(demonstration.demo)
app.add_typer(law.app, name="law")


def main() -> None:
    """Run the command line. What the user can put right ends in a sentence, never in a traceback."""
    prepare_streams()
    try:
        code = app(prog_name="renshe", standalone_mode=False)
    except Exception as error:
        code = _ended(error, language(None, sys.argv))
    raise SystemExit(code or 0)


def _ended(error: Exception, tongue: Language) -> int:
    """What *error* means for the user, told; the exit code."""
    from renshe.engine.errors import LawError, RensheError  # not for --help

    if isinstance(error, RensheError):
        return _end(error.text(tongue), EXIT_LAW if isinstance(error, LawError) else EXIT_INPUT)
    if isinstance(error, UsageError):
        return _end(_misused(error, tongue), EXIT_INPUT)
    if isinstance(error, OSError):
        give_up_output()
        said = error.strerror or type(error).__name__
        where = f"{error.filename}: " if error.filename else ""
        what = f"读写失败：{said}。" if tongue == "zh" else f"cannot be read or written: {said}."
        return _end(where + what, EXIT_INPUT)
    if os.environ.get("RENSHE_DEBUG"):
        raise error
    return _end(_fault(error, tongue), EXIT_FAULT)


def _end(text: str, code: int) -> int:
    with suppress(OSError):  # nobody may be there to read it
        print(text, file=sys.stderr, flush=True)
    return code


def _fault(error: Exception, tongue: Language) -> str:
    said = f"{type(error).__name__}: {error}"[:300]
    if tongue == "zh":
        return f"程序自身出错：{said}。请附上所用命令报告此事；设 RENSHE_DEBUG=1 再运行可见全部经过。"
    return (
        f"Renshe itself is at fault: {said}. Please report it with the command; RENSHE_DEBUG=1 shows where it happened."
    )


def _called(parameter: Any, context: Any) -> str:
    """An option by its name, an argument by what stands for it in the usage."""
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.make_metavar(context))


def _misused(error: Any, tongue: Language) -> str:
    """What is wrong with the command line, how it is used, and where help is."""
    context, kind = error.ctx, type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    said = str(error.format_message())
    if tongue == "zh":
        match kind:
            case "NoSuchOption":
                said = f"没有选项 {error.option_name}"
            case "MissingParameter":
                said = f"缺少 {_called(error.param, context) if error.param else '参数'}"
            case "BadOptionUsage":
                said = f"选项 {error.option_name} 后面要有值"
            case "BadParameter":
                said = f"{error.param_hint or '参数'} 的值不对：{error.message}"
            case _:
                said = f"看不懂：{said}"
    said = said if said.endswith("?") else said.rstrip(".")
    stop = "" if said.endswith("?") else "。" if tongue == "zh" else "."
    if context is None:
        return said + stop
    usage, help_ = context.get_usage(), f"{context.command_path} --help"
    if tongue == "zh":
        return f"{said}{stop}\n{usage.replace('Usage: ', '用法：', 1)}\n{help_} 查看说明。"
    return f"{said}{stop}\n{usage}\nSee {help_}."
