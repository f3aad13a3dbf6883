"""The form of a file of queries: what is looked up among the declarations of the law, and what is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from renshe.engine.errors import Words
from renshe.engine.schemas.cases import distinct
from renshe.engine.schemas.shapes import (
    AtLeastOne,
    Day,
    Entry,
    Fault,
    Many,
    Name,
    ProvisionId,
    Region,
    missing,
    out_of_order,
    refuse,
    unwanted,
)

ONE = ("scheme", "service", "package", "duty")


class QueryEntry(Entry):
    """One query."""

    id: Name
    topic: Name
    query: Literal["scheme", "service", "package", "duty", "schemes", "services", "packages", "duties"]
    """One thing by its name, or all of a kind that the place has."""
    name: Name | None = None
    """The scheme, service, package or duty."""
    provisions: Many[ProvisionId] = ()
    """What the query proves; a user's own need not say."""
    region: Region
    date: Day
    """The day for which it is asked."""
    holder: Name | None = None
    """Only the duties of this actor."""
    from_: Day | None = Field(default=None, alias="from")
    """Only duties that can still be done on this day or later."""
    to: Day | None = None
    """Only duties that begin by this day."""
    inputs: dict[Name, Any] = Field(default_factory=dict)
    """What is known: the days that deadlines are counted from, what a duty turns on."""
    expect: Annotated[dict[Name, Any], Field(min_length=1)]
    """What is found: the ids of a list of elements in any order, the name of a rule, a day."""
    known_on: Day | None = None
    """Ask as if only what was known on this day were law."""
    note_zh: str | None = None
    why: str | None = None
    reading: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> QueryEntry:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        yield from out_of_order("to", self.to, "from", self.from_)
        if self.query in ONE and self.name is None:
            yield missing(("name",))
        if self.query not in ONE and self.name is not None:
            yield unwanted(("name",), Words("问的是全部", "all of them are asked for"))
        for key, written in (("holder", self.holder), ("from", self.from_), ("to", self.to)):
            if written is not None and self.query != "duties":
                yield unwanted((key,), Words("它只用于 duties", "it is for duties"))


Queries: TypeAlias = Annotated[AtLeastOne[QueryEntry], AfterValidator(distinct)]
"""All queries of a file."""
