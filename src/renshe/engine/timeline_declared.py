"""Schemes, services, packages and duties on the timeline: which windows are theirs, and when what is due is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from renshe.engine.bind import Program
from renshe.engine.declared import Declared, Duty
from renshe.engine.declared_due import Deadline, deadlines
from renshe.engine.evaluate import Evaluation
from renshe.engine.focus import Focus, read_by
from renshe.engine.law_json import Json, pair
from renshe.engine.lawbook import Lawbook, Number

Event: TypeAlias = Callable[..., Json]
"""Makes an event with all its keys: of a kind, of what happens, and more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is declared where it is looked at, and between which days.

    ``chain`` is that of a place, or None for all; ``first`` and ``last`` bound what recurs.
    """

    book: Lawbook
    chain: Sequence[str] | None
    focus: Focus | None
    first: int | None
    last: int | None

    def all(self) -> Iterator[Declared]:
        """Every version that counts here."""
        for layer, names in self.book.declared.items():
            if self.chain is None or layer in self.chain:
                for versions in names.values():
                    yield from versions

    # ---- whose a window is

    def users(self) -> Mapping[tuple[str, str], list[Json]]:
        """Layer and name of a window → the schemes, services and duties that it times."""
        found: dict[tuple[str, str], list[Json]] = {}
        for each in self.all():
            for due in (each.period, each.deadline):
                number = due and due.by and self._bound(each, due.by)
                if isinstance(number, Number) and number.kind == "window":
                    found.setdefault((number.layer, number.name), []).append(_named(self.book, each))
        return found

    def _bound(self, declared: Declared, name: str) -> Any:
        layer = declared.layer
        while layer:
            if name in self.book.layers.get(layer, {}):
                return self.book.layers[layer][name]
            layer = layer.rpartition("-")[0]
        return None

    # ---- what happens

    def events(self, event: Event) -> Iterator[Json]:
        """The days of duties; when somebody asks about one thing, also from when each scheme and duty is known."""
        for each in self.all():
            if not self._asked(each):
                continue
            base: Json = {
                "known_from": each.known_from, "region": each.layer, "cites": each.cites,
                "subject": {"name": each.name, "label": pair(each.label)}, "holders": _holders(each),
                "replaced_in": self._below(each),
            }  # fmt: skip
            if self.focus is not None:
                yield event(each.kind, "ends" if each.ended else "known", day=each.known_from, **base)
            for deadline in () if each.ended or not isinstance(each, Duty) else self._days(each):
                if deadline.due is not None:
                    more = {} if deadline.opens is None else {"valid_from": deadline.opens}
                    yield event(each.kind, "due", day=deadline.due, **base, **more)

    def _asked(self, declared: Declared) -> bool:
        focus = self.focus
        if focus is None:
            return True
        if focus.kind == "topic":
            return declared.topic == focus.word
        if focus.kind == "document":
            return any(cite.partition("/")[0] in focus.own for cite in declared.all_cites())
        return declared.name == focus.word or bool(focus.names & read_by(declared))

    def _days(self, duty: Duty) -> Iterator[Deadline]:
        due = duty.due
        if due is None or (due.every is not None and self.last is None):
            return  # what recurs has no end unless one is asked for
        start = max(duty.known_from, self.first or 0, duty.since or 0)
        # The days are those of the place that is looked at, where one is.
        region = self.chain[0] if self.chain else duty.layer
        evaluation = Evaluation(Program(self.book, region), {"date": start})
        yield from deadlines(evaluation, due, start, self.last)

    def _below(self, declared: Declared) -> list[str]:
        """Lower places of the chain that have one of their own."""
        if self.chain is None:
            return []
        lower = self.chain[: self.chain.index(declared.layer)]
        return [layer for layer in lower if declared.name in self.book.declared.get(layer, {})]


def _named(book: Lawbook, declared: Declared) -> Json:
    return {
        "kind": declared.kind,
        "name": declared.name,
        "label": pair(declared.label),
        "region": declared.layer,
        "holders": _holders(declared),
    }


def _holders(declared: Declared) -> list[Json]:
    """Who must, or who runs it."""
    actors: Collection[Any] = declared.holders if isinstance(declared, Duty) else declared.agencies
    units = declared.units if isinstance(declared, Duty) else ()
    return [*(pair(actor.label) for actor in actors), *({"zh": unit, "en": unit} for unit in units)]
