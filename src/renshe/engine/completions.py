"""Whether an input can still matter: what a case answers once it is completed.

A completion gives each missing input one of its boundary values (:mod:`renshe.engine.domains`). Some completions are
drawn first, spread over all values, since most inputs that matter are found so at once; then all are gone through in
order, which alone can show that an input does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from renshe.engine.bind import Program
from renshe.engine.decision import Decision
from renshe.engine.domains import Domains
from renshe.engine.ir import Unknown

DRAWN = 24
"""Completions drawn before all are gone through."""
TRIED = 8
"""Values of the input itself that are tried on one drawn completion; the next one tries others."""


class Outcome(NamedTuple):
    """What a case answers with some inputs tried.

    Attributes:
        answers: the values of all outputs; *undetermined* is one like the others.
        reasons: the codes of all reasons.
        open: inputs that are missing still; the rest counts only when there are none.
        decided: whether every output came to a value.
    """

    answers: tuple[Any, ...]
    reasons: tuple[str, ...]
    open: tuple[str, ...]
    decided: bool

    def told(self, reasons: bool) -> tuple[Any, ...]:
        """What is compared: the answers, and the reasons where these count."""
        return (self.answers, self.reasons) if reasons else (self.answers,)


class Completions:
    """The completions of one case, each answered once."""

    def __init__(self, program: Program, outputs: Sequence[str], given: Mapping[str, Any], domains: Domains) -> None:
        self.program, self.outputs, self.given, self.domains = program, outputs, given, domains
        self.decided = False
        """Whether some completion tried so far came to an answer."""
        self._answered: dict[frozenset[tuple[str, Any]], Outcome] = {}
        self._left = 0

    def run(self, trial: Mapping[str, Any]) -> Outcome:
        """What the case answers with the values of *trial* in place of, or beside, its own."""
        key = frozenset(trial.items())
        found = self._answered.get(key)
        if found is None:
            self._left -= 1
            found = self._answered[key] = self._outcome({**self.given, **trial})
            self.decided = self.decided or found.decided
        return found

    def _outcome(self, given: Mapping[str, Any]) -> Outcome:
        decision = Decision(self.program, self.outputs, given)
        parts = list(decision.parts())
        open_names = (name for name in decision.missing if name not in given and self.program.askable(name))
        return Outcome(
            tuple((tuple(sorted(part.at.items())), part.result.name, _plain(part.result.value)) for part in parts),
            decision.reasons,
            tuple(open_names),
            not any(part.result.unknown for part in parts),
        )

    def values(self, name: str, trial: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Boundary values of *name* beside what the case and *trial* give; None where they cannot be listed."""
        return self.domains.of(name, {**self.given, **trial}) or None

    def differs(self, name: str, limit: int, *, reasons: bool = False) -> bool:
        """Whether two completions that differ in *name* alone give different answers (*reasons*: or other reasons).

        So it is taken to be where values cannot be listed, and where *limit* cases did not settle it, unless not one
        completion came to an answer: then another input could do no better.
        """
        values = self.values(name, {})
        if values is None:
            return True
        draw = Random(0)  # the same questions for the same case
        for shift in range(DRAWN):
            rest: dict[str, Any] = {}
            if self._complete(name, draw.choice(values), rest, draw) is None:
                return True
            # Now that the rest is there, so are the boundaries near what it says.
            spread = self.values(name, rest) or values
            step = max(1, len(spread) // TRIED)
            seen = {self._complete(name, value, rest, draw, reasons) for value in spread[shift % step :: step]}
            if len(seen) > 1:
                return True
        # Where none of these came to an answer, hardly any other will: no use in making a person wait for it.
        self._left = limit if self.decided else limit // 10
        return self._any(name, {}, reasons)

    def _complete(self, name: str, value: Any, rest: dict[str, Any], draw: Random, reasons: bool = False) -> Any:
        """The answer with *value*, what is missing for it drawn and added to *rest*; None where it cannot be listed."""
        while (outcome := self.run({**rest, name: value})).open:
            tries = self.values(outcome.open[0], rest)
            if tries is None:
                return None
            rest[outcome.open[0]] = draw.choice(tries)
        return outcome.told(reasons)

    def _any(self, name: str, trial: Mapping[str, Any], reasons: bool) -> bool:
        """On any completion of *trial*, depth first; what is missing for no value of *name* is left out."""
        seen: set[Any] = set()
        missing: dict[str, None] = {}
        values = self.values(name, trial)
        if values is None:
            return True
        for value in values:
            if self._left <= 0:
                return self.decided
            outcome = self.run({**trial, name: value})
            if outcome.open:
                missing.update(dict.fromkeys(outcome.open))
            else:
                seen.add(outcome.told(reasons))
                if len(seen) > 1:
                    return True
        other = next(iter(missing), None)
        if other is None:
            return False
        tries = self.values(other, trial)
        return tries is None or any(self._any(name, {**trial, other: value}, reasons) for value in tries)


def _plain(value: Any) -> Any:
    """A value that can be compared with others in a set."""
    if isinstance(value, dict):
        return tuple(sorted((key, _plain(inner)) for key, inner in value.items()))
    if isinstance(value, Unknown):
        return ("undetermined", *sorted(value.missing))
    return tuple(_plain(inner) for inner in value) if isinstance(value, tuple) else value
