"""What later-signed law changes for months already computed: the same lines by two days of knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.ir import Unknown
from renshe.engine.tables.batch import Computed, Outcome
from renshe.engine.tables.figures import Figures, sums


@dataclass(frozen=True)
class Change:
    """A figure of a line that is another one by what was known later."""

    row: Computed
    key: str
    before: Any
    after: Any
    paid: bool
    """Whether the figure is something that is paid, not what it is worked out from."""

    @property
    def owed(self) -> int | None:
        """After less before, in fen; None where either is not determined, and for what nobody pays."""
        if not self.paid or isinstance(self.before, Unknown) or isinstance(self.after, Unknown):
            return None
        return (self.after or 0) - (self.before or 0)


def owed_since(outcome: Outcome, day: int) -> list[Change]:
    """Figures that differ between what was known on *day* and what the run knows.

    Args:
        outcome: a run.
        day: the day on which the months were computed before.

    Returns:
        One change for each line and amount that differs, lines in order.
    """
    before = Figures(Program(outcome.book, outcome.options.region, day), outcome.roster, outcome.options.date)
    keys = [figure.key for figure in outcome.roster.figures] + [each.name for each in outcome.roster.sums]
    # A base, or what a relief spares, is no payment: only what the sums add up is.
    paid = {key for each in outcome.roster.sums for key in (each.name, *each.of)}
    changes = []
    for row in outcome.rows:
        given, _ = before.given(row.line)
        values = before.values(given)
        values.update(sums(outcome.roster, values))
        changes += [
            Change(row, key, values[key], row.values[key], key in paid)
            for key in keys
            if _told(values[key]) != _told(row.values[key])
        ]
    return changes


def _told(value: Any) -> Any:
    return "?" if isinstance(value, Unknown) else value
