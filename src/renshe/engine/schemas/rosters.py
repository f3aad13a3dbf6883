"""The form of a roster file: which columns a table of people has, and which figures are made of a line of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from renshe.engine.errors import LawError
from renshe.engine.schemas.reading import Read, read_with
from renshe.engine.schemas.shapes import AtLeastOne, Entry, Label, Many, Name, Text


class FieldForm(Entry):
    """A column that is no fact of the law: who a line is about, and for which months it stands."""

    kind: Literal["name", "code", "identifier", "month", "region"]
    """A name; a code that is text; a number that identifies a person and is masked; a month; a place."""
    label: Label
    also: Many[Text] = ()
    """Other headers people write for it."""
    near: Many[Text] = ()
    """Headers that look like it and may not be it: not taken, and said so."""
    help: Label | None = None


class BoundsForm(Entry):
    """The least and the most, both in; an amount or a rate is text, as everywhere in the law."""

    least: Text
    most: Text


class ColumnForm(Entry):
    """How a fact of the vocabulary is taken from a table."""

    also: Many[Text] = ()
    """Other headers people write for it, the surest first."""
    near: Many[Text] = ()
    """Headers that look like it and may not be it: not taken, and said so."""
    words: dict[Text, Name] = Field(default_factory=dict)
    """What people write for the members of an enum beside their labels → the member."""
    possible: BoundsForm | None = None
    """What it can be; a cell beyond them is refused as a slip, such as 0.2 for 0.2%."""
    usual: BoundsForm | None = None
    """What it usually is; a cell beyond them is computed and listed for a look."""
    example: Text | None = None
    """What a cell may look like."""
    default: Any = None
    """Taken where the cell is empty, and listed as an assumption."""
    stand_in: Name | None = None
    """The fact, or the output, that stands in where the cell is empty; listed as an assumption."""


class SheetForm(Entry):
    """One sheet of the template."""

    label: Label
    also: Many[Text] = ()
    """Other names people give such a sheet."""
    columns: AtLeastOne[Name]
    """Fields and facts, in the order of the template."""
    required: Many[Name] = ()
    """Columns without which the sheet cannot be read."""


class FigureForm(Entry):
    """One output for each combination of members; each is a column of the result."""

    name: Name
    at: dict[Name, AtLeastOne[Name]] = Field(default_factory=dict)
    """Dimension → its members, in the order of the columns."""
    group: Label
    """What stands above its columns."""


class SumForm(Entry):
    """A column that adds figures of one line."""

    label: Label
    of: AtLeastOne[Text]
    """Keys of figures: the name with its members, ``person_contribution.pension.employer``; ``*`` for any member."""


class SummaryRowForm(Entry):
    """One row of an employer's block on the summary."""

    label: Label
    cells: AtLeastOne[Many[Text]]
    """For each column the figures that are added; none where there is nothing to show."""


class SummaryForm(Entry):
    """The block each employer has on the summary."""

    columns: AtLeastOne[Label]
    rows: AtLeastOne[SummaryRowForm]
    added: Many[int] = ()
    """Columns, from 0, that a last row adds up; a sum of bases means nothing."""


class EmployerTotalForm(Entry):
    """How an employer's amount is worked out from the sum of bases, where a place counts it so."""

    choice: Name
    """The output that says how an amount is counted, for each member of the figures' dimensions."""
    member: Name
    """The choice by which the amount is worked out once for the employer."""
    at: dict[Name, Name]
    """The only members for which that can be: what is withheld from a person is always the person's."""
    given: dict[Name, Name]
    """Input ← the figure whose lines are added up for it."""
    figures: dict[Name, Name]
    """Figure → the output that answers it for the employer."""
    differences: dict[Name, Many[Name]] = Field(default_factory=dict)
    """Figure → the two figures it is the difference of."""


class RosterFile(Entry):
    """A table of people, and what is made of it."""

    title: Label
    fields: dict[Name, FieldForm]
    person: AtLeastOne[Name]
    """Fields that say who a line is about, the surest first."""
    employer: AtLeastOne[Name]
    """Fields by which a person is joined to an employer, the surest first."""
    sheets: dict[Literal["people", "employers"], SheetForm]
    columns: dict[Name, ColumnForm] = Field(default_factory=dict)
    ignored: Many[Text] = ()
    """Headers that are common and play no part; they are passed over without a word."""
    figures: AtLeastOne[FigureForm]
    sums: dict[Name, SumForm] = Field(default_factory=dict)
    summary: SummaryForm
    employer_total: EmployerTotalForm | None = None


ROSTER: TypeAdapter[RosterFile] = TypeAdapter(RosterFile)


def read_roster(path: Path, shown_as: str) -> Read[RosterFile]:
    """One roster; :class:`LawError` with all problems of the file."""
    return read_with(ROSTER, path, shown_as, LawError)
