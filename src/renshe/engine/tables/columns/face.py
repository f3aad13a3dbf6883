"""What a lawbook does with tables of any length. Nothing of it is imported before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Required, TypedDict, Unpack

if TYPE_CHECKING:
    from renshe.engine.lawbook import Lawbook
    from renshe.engine.tables.columns.explaining import RowExplained
    from renshe.engine.tables.columns.stream import Streamed
    from renshe.engine.tables.columns.unit import Unit
    from renshe.engine.tables.roster import Roster


class Asked(TypedDict, total=False):
    """What a table is computed for: the arguments that :meth:`Tables.unit` takes beside the schema."""

    region: Required[str]
    month: str | None
    first: str | None
    last: str | None
    date: object
    known_on: object
    facts: Mapping[str, object] | None
    outputs: Sequence[str]
    inputs: bool
    missing: bool
    reasons: bool | None
    money: str
    unmask: bool
    backend: str | None


class Streaming(Asked, total=False):
    """The arguments that :meth:`Tables.stream` takes beside the files it reads and writes."""

    employers: str | Path | None
    on: str | None
    totals: str | Path | None
    rejects: str | Path | None
    max_rejects: int | None
    resume: bool
    threads: int | None


class _Law(Protocol):
    """What is asked of a lawbook here."""

    @property
    def compiled(self) -> Lawbook: ...

    def roster(self, name: str) -> Roster: ...


class Tables:
    """Tables of any length under the law of a lawbook."""

    def stream(
        self: _Law,
        source: str | Path,
        out: str | Path,
        *,
        roster: str = "contribution",
        progress: Callable[[int, int | None], None] | None = None,
        **order: Unpack[Streaming],
    ) -> Streamed:
        """Compute a table of any length, in pieces, with memory that does not grow with it.

        Args:
            source: a Parquet, Feather or CSV file, or a workbook.
            out: the result, of the kind its suffix says.
            roster: the words of columns, and the figures made when no outputs are chosen.
            progress: told how many rows are done, of how many where that is known.
            order: ``region``; ``month``, or ``first`` and ``last``, or a column of months; and when wanted ``date``,
                ``known_on``, ``facts`` for all rows, ``outputs`` by name, ``employers`` and ``on``, ``totals``,
                ``rejects``, ``max_rejects``, ``resume``, ``inputs``, ``missing``, ``reasons``, ``money``
                (``decimal`` or ``fen``), ``unmask``, ``backend``, ``threads``.

        Returns:
            Counts of rows, lines, what was refused and what is undetermined; ``.written``, the files.

        Raises:
            renshe.engine.errors.InputError: when a file, a column, a day, a month or a fact cannot be read.
        """
        from renshe.engine.tables.columns.order import Order, run

        return run(self.compiled, self.roster(roster), Path(source), Path(out), Order(**order), progress)

    def unit(self: _Law, schema: Any, *, roster: str = "contribution", **asked: Unpack[Asked]) -> Unit:
        """A function from record batches to record batches with their figures, to be called anywhere, in any order.

        Args:
            schema: the Arrow schema of the batches.
            roster: as for :meth:`stream`.
            asked: as for :meth:`stream`, but for files.

        Returns:
            Call it with a batch; ``.layout.schema`` is the schema of what it gives. It can be pickled.

        Raises:
            renshe.engine.errors.InputError: as :meth:`stream` does.
        """
        from renshe.engine.tables.columns.order import Order, options_of
        from renshe.engine.tables.columns.unit import Unit

        return Unit(self.compiled, self.roster(roster), options_of(self.compiled, Order(**asked)), schema)

    def explain_row(self: _Law, result: str | Path, row: int) -> RowExplained:
        """One row of what :meth:`stream` wrote, decided again with all it rests on.

        Args:
            result: the file.
            row: the row, the first one being 1.

        Returns:
            ``.text("zh")``, ``.to_json()``; ``.differences`` from the file, where the law has changed since.

        Raises:
            renshe.engine.errors.InputError: when it is no such file, or does not hold what the row rests on.
        """
        from renshe.engine.tables.columns.explaining import explain_row

        return explain_row(self.compiled, self.roster, Path(result), row)
