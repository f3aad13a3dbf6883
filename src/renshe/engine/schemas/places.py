"""The form of the file of places: names of regions and the first two digits of a province's city codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from renshe.engine.errors import LawError
from renshe.engine.schemas.reading import Read, read_with
from renshe.engine.schemas.shapes import Entry, Label, Region


class PlaceEntry(Entry):
    """A place people may name."""

    label: Label
    prefix: Annotated[str, Field(pattern="^[0-9]{2}$")] | None = None
    """GB/T 2260: what the codes of a province's cities begin with."""


PLACES: TypeAdapter[dict[Region, PlaceEntry]] = TypeAdapter(dict[Region, PlaceEntry])


def read_places(path: Path, shown_as: str) -> Read[dict[str, PlaceEntry]]:
    """All places by code; :class:`LawError` with all problems of the file."""
    return read_with(PLACES, path, shown_as, LawError)
