"""The Python face of Renshe: small, documented, stable."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Required, TypedDict, Unpack, cast

from renshe.engine import lawbook as compiled
from renshe.engine.bind import Program
from renshe.engine.cache import load
from renshe.engine.decision import Decision
from renshe.engine.decision import decide as _decide
from renshe.engine.declared import Declared, Duty, Scheme, ServiceItem, ServicePackage
from renshe.engine.errors import Language
from renshe.engine.interview import Interview
from renshe.engine.tables.columns.face import Tables

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
    rounded: bool
    unmask: bool
    language: Language


class When(TypedDict, total=False):
    """Where and when something declared is asked for."""

    region: Required[str]
    date: Required[object]
    known_on: object


@dataclass(frozen=True)
class DutyDue:
    """One duty, once, with its days.

    Attributes:
        duty: what it is, and whose.
        opens, due: the first and the last day; None where nothing says, or where ``missing`` is not known.
        missing: what the days turn on: names of facts, or ``working_days`` where those are counted.
        cites: what the days rest on, besides the duty itself.
        applies: whether it is owed; None when what it turns on is not known.
    """

    duty: Duty
    opens: datetime.date | None
    due: datetime.date | None
    missing: tuple[str, ...]
    cites: tuple[str, ...]
    applies: bool | None


class Lawbook(Tables):
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
                ``facts`` for all rows, ``owed_since``, ``compare``, ``explain``, ``unmask``, ``rounded`` (amounts
                with more than two decimals are rounded, not refused), ``language``.

        Returns:
            ``.outcome`` with lines, totals and everything that is wrong; ``.written``, the files.

        Raises:
            renshe.engine.errors.InputError: when a file, a day, a month or a fact cannot be read.
        """
        from renshe.engine.tables import run

        made = run.Order(**{**order, "compare": Path(order["compare"]) if order.get("compare") else None})  # type: ignore[arg-type]
        return run.run(self.compiled, self.roster(roster), Path(source), None if out is None else Path(out), made)

    # ---- what is declared

    def scheme(self, name: str, **when: Unpack[When]) -> Scheme:
        """One benefit: its window, channels, papers, rules, exclusions, causes to stop, notices.

        Args:
            name: as :meth:`schemes` lists it.
            when: ``region``, ``date`` and, to ask as the law was known on a day, ``known_on``.

        Returns:
            Frozen data with the provisions each element rests on; :meth:`describe` tells it as JSON.

        Raises:
            renshe.engine.errors.InputError: for a place or a day that cannot be read, and a name that is not there.
        """
        return cast(Scheme, self._declared("scheme", name, when))

    def schemes(self, **when: Unpack[When]) -> tuple[Scheme, ...]:
        """All benefits that a place has on a day; arguments as for :meth:`scheme`."""
        return cast("tuple[Scheme, ...]", self._all("scheme", when))

    def service(self, name: str, **when: Unpack[When]) -> ServiceItem:
        """One service item; arguments as for :meth:`scheme`."""
        return cast(ServiceItem, self._declared("service", name, when))

    def services(self, **when: Unpack[When]) -> tuple[ServiceItem, ...]:
        """All service items that a place has on a day; arguments as for :meth:`scheme`."""
        return cast("tuple[ServiceItem, ...]", self._all("service", when))

    def package(self, name: str, **when: Unpack[When]) -> ServicePackage:
        """One service package (一件事); arguments as for :meth:`scheme`."""
        return cast(ServicePackage, self._declared("package", name, when))

    def packages(self, **when: Unpack[When]) -> tuple[ServicePackage, ...]:
        """All service packages that a place has on a day; arguments as for :meth:`scheme`."""
        return cast("tuple[ServicePackage, ...]", self._all("package", when))

    def duty(self, name: str, **when: Unpack[When]) -> Duty:
        """One duty; arguments as for :meth:`scheme`."""
        return cast(Duty, self._declared("duty", name, when))

    def duties(
        self,
        *,
        region: str,
        date: object,
        holder: str | None = None,
        start: object = None,
        end: object = None,
        inputs: Mapping[str, object] | None = None,
        known_on: object = None,
    ) -> tuple[DutyDue, ...]:
        """Who must do what by when, those with a day first, in their order.

        Args:
            region, date: where, and the law of which day.
            holder: only the duties of one actor: ``"employer"``, ``"用人单位"``.
            start, end: only what can be done in this period; what recurs is there once for each of its days. A duty
                that no day limits is owed in any period.
            inputs: facts: the days that deadlines are counted from, and what a duty turns on.
            known_on: as the law was known on this day.

        Raises:
            renshe.engine.errors.InputError: for a place, day, actor, name or value that cannot be read.
        """
        from renshe.engine.declared_answer import duties_of

        _, found = duties_of(
            self.compiled,
            region=region,
            date=date,
            holder=holder,
            start=start,
            end=end,
            inputs=inputs,
            known_on=known_on,
            programs=self._programs,
        )
        return tuple(
            DutyDue(
                duty=one.duty,
                opens=_date(one.deadline.opens),
                due=_date(one.deadline.due),
                missing=one.deadline.missing,
                cites=one.deadline.cites,
                applies=one.applies,
            )
            for one in found
        )

    def describe(self, declared: Declared) -> dict[str, Any]:
        """A scheme, a service, a package or a duty as JSON: both languages, each element with its provisions."""
        from renshe.engine.declared_answer import declared_json

        return declared_json(self.compiled, declared)

    def _declared(self, kind: str, name: str, when: When) -> Declared:
        from renshe.engine.declared_answer import evaluation_of, find

        return find(evaluation_of(self.compiled, **when, programs=self._programs), kind, name)

    def _all(self, kind: str, when: When) -> tuple[Declared, ...]:
        from renshe.engine.declared import in_force
        from renshe.engine.declared_answer import evaluation_of

        evaluation = evaluation_of(self.compiled, **when, programs=self._programs)
        return tuple(in_force(evaluation.program, kind, evaluation.given["date"]))


def _date(day: int | None) -> datetime.date | None:
    return None if day is None else datetime.date.fromordinal(day)


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
