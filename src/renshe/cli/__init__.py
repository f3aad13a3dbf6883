"""``renshe …``: parses, calls, prints. Nothing is computed here, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

import typer

from renshe.cli import answer, checking, demonstration, law
from renshe.cli.common import EXIT_INPUT, EXIT_LAW, language

app = typer.Typer(
    name="renshe",
    help="China's labour and social-security law: answered, explained, checked. 人社法规：作答、说明、核对。",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
)
app.command("decide")(answer.decide)
app.command("ask")(answer.ask)
app.command("check")(checking.check)
app.command("demo")(demonstration.demo)
app.add_typer(law.app, name="law")


def main() -> None:
    """Run the command line. What the user can put right ends in a sentence, never in a traceback."""
    from renshe.engine.errors import LawError, RensheError

    try:
        app()
    except RensheError as error:
        print(error.text(language(None, sys.argv)), file=sys.stderr)
        raise SystemExit(EXIT_LAW if isinstance(error, LawError) else EXIT_INPUT) from None
    except BrokenPipeError:
        # The reader of a pipe went away (``| head``); that is no error of ours.
        sys.stderr.close()
        raise SystemExit(0) from None
