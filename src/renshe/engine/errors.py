"""Errors are part of the product: what was wrong, where, and what to do, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
WORD = re.compile(r"(?!renshe\b)[a-z]+(?:'[a-z]+)?(?=[ ,:;]|$)")
"""A word that begins a sentence; a name of the law, an option or a file keeps its letters."""


@dataclass(frozen=True)
class Words:
    """One sentence in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        what: what was found and what was expected.
        fix: what to do about it.
        place: where: a file with its line, a sheet with its cell, an input's name.
    """

    what: Words
    fix: Words | None = None
    place: str = ""

    def text(self, language: Language) -> str:
        """The problem as one line."""
        stop = "。" if language == "zh" else ". "
        colon = "：" if language == "zh" else ": "
        end = "。" if language == "zh" else "."
        start = f"{self.place}{colon}" if self.place else ""
        if self.fix is None:
            return start + self.what[language] + end
        # Inside a line what was found may begin small, as after a place; a sentence after a full stop may not.
        fix = self.fix[language]
        fix = fix[:1].upper() + fix[1:] if WORD.match(fix) else fix
        return f"{start}{self.what[language]}{stop}{fix}{end}"


class RensheError(Exception):
    """Whatever the user can put right. Holds all problems found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)


class LawError(RensheError):
    """The law as written cannot be built."""


class InputError(RensheError):
    """A case, a file or a command holds what cannot be read."""
