"""The Python face of Renshe: small, documented, stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Required, TypedDict, Unpack

from renshe.engine import lawbook as compiled
from renshe.engine.bind import Program
from renshe.engine.cache import load
from renshe.engine.decision import Decision
from renshe.engine.decision import decide as _decide
from renshe.engine.errors import Language
from renshe.engine.interview import Interview

if TYPE_CHECKING:
    from renshe.engine.tables.roster import Roster
    from renshe.engine.tables.run import Run

LAW_FOLDER = Path(__file__).parent / "law"


class Case(TypedDict, total=False):
    """What a case says: the arguments that :meth:`Lawbook.decide` takes beside the outputs."""

    region: Required[str]
    date: Required[object]
    inputs: Mapping[str, object] | None
    known_on: object
    strict: str | None


class Talk(TypedDict, total=False):
    """What an interview begins with: the arguments that :meth:`Lawbook.ask` takes beside the outputs."""

    region: Required[str]
    date: Required[object]
    inputs: Mapping[str, object] | None
    known_on: object
    all_reasons: bool


class Order(TypedDict, total=False):
    """What a table is computed for: the arguments that :meth:`Lawbook.batch` takes beside the files."""

    region: Required[str]
    month: str | None
    first: str | None
    last: str | None
    date: str | None
    known_on: object
    facts: Mapping[str, object] | None
    owed_since: object
    compare: str | Path | None
    explain: bool | None
    unmask: bool
    language: Language


class Lawbook:
    """The law of this release, or of this release and folders added to it.

    Args:
        extra: one folder or several, laid out like ``renshe/law`` (``vocabulary/``, ``cn_gd_440100/…``), whose
            documents, numbers and words are added. Rules written in Python need the folder to be an importable
            package of its name.

    Raises:
        renshe.engine.errors.LawError: when an added folder cannot be built, with every problem and its place.
    """

    def __init__(self, extra: str | Path | Sequence[str | Path] = ()) -> None:
        folders = (extra,) if isinstance(extra, (str, Path)) else extra
        self._folders = [LAW_FOLDER, *(Path(folder).absolute() for folder in folders)]
        self._programs: dict[tuple[str, int | None], Program] = {}

    @cached_property
    def compiled(self) -> compiled.Lawbook:
        """The compiled form."""
        return load(self._folders, ["renshe.law", *(folder.name for folder in self._folders[1:])])

    @property
    def hash(self) -> str:
        """The content hash printed in every answer."""
        return self.compiled.hash

    def decide(
        self,
        outputs: str | Sequence[str],
        *,
        region: str,
        date: object,
        inputs: Mapping[str, object] | None = None,
        known_on: object = None,
        strict: str | None = None,
    ) -> Decision:
        """Answer one case.

        Args:
            outputs: one public name or several.
            region: ``CN``, ``CN-BJ``, ``CN-GD-440100`` …
            date: the day of the act, application or decision: ``"2020-07-10"`` or a ``datetime.date``.
            inputs: name → value: money ``"1816.00"`` (yuan), rates ``"0.0020"``, months ``"2020-07"``, enum member
                names, whole numbers, booleans, ``None`` for *none*, ``"?"`` for asked and not known.
            known_on: answer as the law was known on this day.
            strict: refuse an answer that rests on less than this grade (``printed``, ``confirmed``,
                ``reported``, ``unverified``) or on an assumption.

        Returns:
            A decision: ``.answers``, ``.reasons``, ``.missing``, ``.assumed``, ``.grade``, ``.to_json()``.

        Raises:
            renshe.engine.errors.InputError: for a name, value, place or day that cannot be read, or below *strict*.
        """
        names = [outputs] if isinstance(outputs, str) else list(outputs)
        decision = _decide(
            self.compiled, names, region=region, date=date, inputs=inputs, known_on=known_on, programs=self._programs
        )
        if strict is not None:
            decision.refuse_below(strict)
        return decision

    def explain(self, outputs: str | Sequence[str], **case: Unpack[Case]) -> dict[str, Any]:
        """Like :meth:`decide`, as the document ``renshe.decision/1`` with every condition, number and citation.

        Args:
            outputs, case: as for :meth:`decide`.

        Raises:
            renshe.engine.errors.InputError: as :meth:`decide` does.
        """
        return self.decide(outputs, **case).to_json()

    def ask(
        self,
        outputs: str | Sequence[str],
        *,
        region: str,
        date: object,
        inputs: Mapping[str, object] | None = None,
        known_on: object = None,
        all_reasons: bool = False,
    ) -> Interview:
        """Begin an interview: it asks only what can still change the answer.

        Args:
            outputs, region, date, inputs, known_on: as for :meth:`decide`.
            all_reasons: go on until every condition is decided, not only the answer.

        Returns:
            An interview: ``.next()`` is the next question or None, ``.answer()`` takes one, ``.decision()`` is what is
            answered so far.

        Raises:
            renshe.engine.errors.InputError: as :meth:`decide` does.
        """
        first = self.decide(outputs, region=region, date=date, inputs=inputs, known_on=known_on)
        return Interview(first.program, first.outputs, first.given, all_reasons=all_reasons)

    def roster(self, name: str) -> Roster:
        """A roster: the columns a table of people has, and the figures made of each of its lines.

        Args:
            name: the name of a file in ``rosters/`` of the law, such as ``"contribution"``.

        Raises:
            renshe.engine.errors.InputError: when there is none of that name.
        """
        from renshe.engine.tables.roster import find_roster, load_roster

        return load_roster(self.compiled, find_roster(self._folders, name))

    def batch(
        self, source: str | Path, out: str | Path | None = None, *, roster: str = "contribution", **order: Unpack[Order]
    ) -> Run:
        """Compute a table of people and write the result.

        Args:
            source: a workbook or a CSV file.
            out: where the result goes, ``.xlsx`` or ``.csv``; None writes nothing.
            roster: the columns a table has and the figures made of a line.
            order: ``region`` and ``month`` (or ``first`` and ``last``); and when wanted ``date``, ``known_on``,
                ``facts`` for all rows, ``owed_since``, ``compare``, ``explain``, ``unmask``, ``language``.

        Returns:
            ``.outcome`` with lines, totals and everything that is wrong; ``.written``, the files.

        Raises:
            renshe.engine.errors.InputError: when a file, a day, a month or a fact cannot be read.
        """
        from renshe.engine.tables import run

        made = run.Order(**{**order, "compare": Path(order["compare"]) if order.get("compare") else None})  # type: ignore[arg-type]
        return run.run(self.compiled, self.roster(roster), Path(source), None if out is None else Path(out), made)


@lru_cache(maxsize=1)
def default() -> Lawbook:
    """The law of this release, loaded once."""
    return Lawbook()


def decide(outputs: str | Sequence[str], **case: Unpack[Case]) -> Decision:
    """Answer one case under the law of this release.

    Args:
        outputs: one public name or several.
        case: ``region``, ``date``, ``inputs``, ``known_on``, ``strict``, as for :meth:`Lawbook.decide`.

    Raises:
        renshe.engine.errors.InputError: for a name, value, place or day that cannot be read, or below ``strict``.
    """
    return default().decide(outputs, **case)


def explain(outputs: str | Sequence[str], **case: Unpack[Case]) -> dict[str, Any]:
    """One case under the law of this release as ``renshe.decision/1``.

    Args:
        outputs, case: as for :func:`decide`.

    Raises:
        renshe.engine.errors.InputError: as :func:`decide` does.
    """
    return default().explain(outputs, **case)


def ask(outputs: str | Sequence[str], **case: Unpack[Talk]) -> Interview:
    """Begin an interview under the law of this release: it asks only what can still change the answer.

    Args:
        outputs: one public name or several.
        case: ``region``, ``date``, ``inputs``, ``known_on``, ``all_reasons``, as for :meth:`Lawbook.ask`.

    Raises:
        renshe.engine.errors.InputError: as :func:`decide` does.
    """
    return default().ask(outputs, **case)


def batch(source: str | Path, out: str | Path | None = None, **order: Unpack[Order]) -> Run:
    """Compute a table of people under the law of this release and write the result.

    Args:
        source, out, order: as for :meth:`Lawbook.batch`.

    Raises:
        renshe.engine.errors.InputError: as :meth:`Lawbook.batch` does.
    """
    return default().batch(source, out, **order)
