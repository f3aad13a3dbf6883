"""The place of each row, where rows say their own: groups of lines under one law each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from renshe.engine.bind import chain_of
from renshe.engine.errors import InputError, Problem
from renshe.engine.lawbook import Lawbook
from renshe.engine.tables.columns.casting import Fault
from renshe.engine.tables.columns.column import Array, Mask
from renshe.engine.tables.columns.mapping import FileColumn


@dataclass(frozen=True)
class Whereabouts:
    """The place of each row of a piece; ``which`` counts ``regions``, and is None where all are in the first."""

    regions: tuple[str, ...]
    which: Array | None

    def groups(self, rows: Array | None, good: Mask | None, total: int) -> Iterator[tuple[str, Array | None]]:
        """Places with their lines, None for all lines; lines that are not *good* are in no group."""
        if self.which is None:
            yield self.regions[0], None if good is None else np.flatnonzero(good)
            return
        which = self.which if rows is None else self.which[rows]
        for number, region in enumerate(self.regions):
            here = which == number if good is None else (which == number) & good
            if here.all():
                yield region, None
            elif here.any():
                yield region, np.flatnonzero(here)

    def codes(self, rows: Array | None, total: int) -> Any:
        """The code of each line's place, as dictionary-encoded text."""
        which = np.zeros(total, np.int32) if self.which is None else self.which if rows is None else self.which[rows]
        return pa.array(self.regions).take(pa.array(which)).dictionary_encode()


class Places:
    """Reads places as people write them: codes or names."""

    def __init__(self, book: Lawbook, region: str) -> None:
        self.book, self.region = book, region
        self.names = {text: code for code, label in book.places.items() for text in (label.zh, label.en.casefold())}
        self._known: dict[str, str | Problem] = {}

    def of(self, batch: Any, column: FileColumn | None, refused: Any) -> Whereabouts:
        """The place of each row; a row that says none is in the place of the run."""
        if column is None:
            return Whereabouts((self.region,), None)
        array = batch.column(column.index)
        if not pa.types.is_dictionary(array.type):
            array = array.cast(pa.string()).dictionary_encode()
        regions = {self.region: 0}
        texts = [*array.dictionary.cast(pa.string()).to_pylist(), None]
        places = array.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
        read = [self._read(text) for text in texts]
        numbers = np.asarray(
            [0 if isinstance(each, Problem) else regions.setdefault(each, len(regions)) for each in read], np.int32
        )
        wrong = np.asarray([isinstance(each, Problem) for each in read], np.bool_)
        if wrong.any():
            faults = [Fault(int(row), str(texts[places[row]])[:80], read[places[row]])
                      for row in np.flatnonzero(wrong[places])]  # fmt: skip
            refused.add(column, faults)
        return Whereabouts(tuple(regions), numbers[places])

    def _read(self, text: str | None) -> str | Problem:
        if text is None or not text.strip():
            return self.region
        if text not in self._known:
            bare = text.strip()
            code = self.names.get(bare) or self.names.get(bare.casefold()) or self.names.get(bare[:-1]) or bare.upper()
            try:
                chain_of(self.book, code)
            except InputError as error:
                self._known[text] = error.problems[0]
            else:
                self._known[text] = code
        return self._known[text]
