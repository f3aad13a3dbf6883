"""The form of a case file: what is given, and what the law answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.shapes import (
    NAME,
    AtLeastOne,
    Day,
    Entry,
    Fault,
    Many,
    Name,
    ProvisionId,
    Region,
    expected,
    refuse,
    unwanted,
)

UNDETERMINED = "undetermined"


class CaseEntry(Entry):
    """One case."""

    id: Name
    topic: Name
    provisions: Many[ProvisionId] = ()
    """What the case proves; a user's own case need not say."""
    region: Region
    date: Day
    """The day of the application, filing or decision."""
    inputs: dict[Name, Any] = Field(default_factory=dict)
    """What is given; ``month`` stands here."""
    expect: Annotated[dict[Name, Any], Field(min_length=1)]
    """The answers it tests; ``{undetermined: [names]}`` expects that they are missing."""
    reasons: Many[Name] | None = None
    """All reasons, in any order; left out when the case says nothing of them."""
    known_on: Day | None = None
    """Decide as if only what was known on this day were law."""
    note_zh: str | None = None
    why: str | None = None
    reading: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> CaseEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        for key in ("date", "region"):
            if key in self.inputs:
                why = Words("它是案例自己的一项，不是输入项", "it is a key of the case itself and no input")
                yield unwanted(("inputs", key), why)
        for name, answer in self.expect.items():
            if isinstance(answer, dict) and UNDETERMINED in answer:
                names = answer[UNDETERMINED]
                if len(answer) > 1 or not isinstance(names, list) or not names or not all(map(NAME.holds, names)):
                    words = Words("{undetermined: [所缺各项的名称]}", "{undetermined: [the names that are missing]}")
                    yield expected(("expect", name), answer, words)


class Identified(Protocol):
    """An entry with an id."""

    @property
    def id(self) -> str:
        """What it is called."""
        ...


E = TypeVar("E", bound=Identified)


def distinct(cases: tuple[E, ...]) -> tuple[E, ...]:
    """*cases* as they are, or a fault for each id that occurs twice."""
    seen: set[str] = set()
    twice = []
    for index, case in enumerate(cases):
        if case.id in seen:
            words = Words("文件里没有用过的编号", "an id that no other case of the file has")
            twice.append(expected((index, "id"), case.id, words))
        seen.add(case.id)
    refuse(twice)
    return cases


Cases: TypeAlias = Annotated[AtLeastOne[CaseEntry], AfterValidator(distinct)]
"""All cases of a file."""
