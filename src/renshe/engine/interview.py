"""Asking only what still matters.

The interview keeps evaluating in three-valued logic. What is missing is a candidate; a candidate is asked only
when two completions of the case that differ in it alone give different answers, found on boundary values up to
:data:`LIMIT` evaluations (beyond that it is asked, if any completion tried came to an answer). Where all
completions give one answer, what decides the reason for it is asked. Among candidates the one most likely to settle
the answer comes first; facts whose absence is the ordinary case come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.decision import Decision, read_inputs
from renshe.engine.domains import Domains
from renshe.engine.errors import Words
from renshe.engine.evaluate import Result
from renshe.engine.ir import Unknown
from renshe.engine.values import ValueType

LIMIT = 4000
TRIED = 6
"""How many boundary values of a candidate are tried when candidates are ranked."""


@dataclass(frozen=True)
class Question:
    """One thing to ask, in words.

    Attributes:
        name: the input.
        question, help, label: words from the vocabulary.
        type: what an answer is.
        choices: members with their words, for an enum.
        assumed: whether an ordinary value stands already, which ``default`` holds.
    """

    name: str
    question: Words
    label: Words
    type: ValueType
    help: Words | None = None
    choices: Mapping[str, Words] | None = None
    assumed: bool = False
    default: Any = None


class Interview:
    """A conversation about some outputs of one case.

    >>> interview = ask("unemployment_benefit_eligible", region="CN-BJ", date="2020-07-10")  # doctest: +SKIP
    >>> interview.next().name  # doctest: +SKIP
    'contribution_months'
    >>> interview.answer("contribution_months", 11)  # doctest: +SKIP
    """

    def __init__(
        self, program: Program, outputs: Sequence[str], given: Mapping[str, Any], *, all_reasons: bool = False
    ) -> None:
        self.program = program
        self.outputs = tuple(outputs)
        self.given: dict[str, Any] = dict(given)
        self.all_reasons = all_reasons
        self.domains = Domains(program, outputs)
        self.asked: list[str] = []
        self.skipped: set[str] = set()

    def answer(self, name: str, value: object) -> None:
        """Take an answer; ``"?"`` is “I do not know”. Raises ``InputError`` for one that cannot be read."""
        self.given.update(read_inputs(self.program.book, {name: value}))

    def skip(self, name: str) -> None:
        """Leave an assumed value as it stands."""
        self.skipped.add(name)

    def decision(self) -> Decision:
        """The answer on what is known so far."""
        return Decision(self.program, self.outputs, self.given)

    def next(self) -> Question | None:
        """What to ask next, or None when nothing can change the answer."""
        missing = self._missing()
        for reasons in (False, True):
            # Where every answer is the same, say no, what is still missing may decide for which reason.
            for name in self._ranked(missing):
                if self.relevant(name, reasons=reasons):
                    return self._put(name)
        if missing and self._answerable(missing[0]):
            return self._put(missing[0])
        for name in self.decision().assumed:
            if name not in self.skipped and name not in self.asked and self.relevant(name):
                return self._put(name)
        return None

    def _put(self, name: str) -> Question:
        if name not in self.asked:
            self.asked.append(name)
        term = self.program.book.terms[name]
        return Question(
            name=name,
            question=term.question or Words(f"{term.label.zh}？", f"{term.label.en}?"),
            label=term.label,
            type=term.type,
            help=term.help,
            choices=self.program.book.enums.get(term.type.enum) if term.type.enum else None,
            assumed=term.has_default,
            default=term.when_absent,
        )

    # ---- what is missing

    def _results(self) -> list[Result]:
        return [part.result for part in self.decision().parts()]

    def _answerable(self, name: str) -> bool:
        """Whether an answer waits behind *name*, the same whatever it is."""
        search = _Search(self, name, LIMIT, reasons=True)
        search.differs({k: v for k, v in self.given.items() if k != name})
        return search.decides

    def _open(self) -> bool:
        return any(result.unknown for result in self._results())

    def _missing(self) -> list[str]:
        """Inputs that are missing for an answer, in reading order."""
        names = dict.fromkeys(name for result in self._results() for name in self._missing_of(result))
        return [name for name in names if name not in self.given and self.program.askable(name)]

    def _missing_of(self, result: Result) -> Iterator[str]:
        if isinstance(result.value, Unknown):
            order = {name: index for index, name in enumerate(self.program.closure([result.name]))}
            yield from sorted(result.value.missing, key=lambda name: (order.get(name, len(order)), name))
        elif self.all_reasons:
            for read in result.reads.values():
                if read.unknown or read.not_checked or read.reasons:
                    yield from self._missing_of(read)

    # ---- which first

    def _ranked(self, names: list[str]) -> list[str]:
        """Candidates, those most likely to settle the answer first; the order of the law among equals."""
        if len(names) < 2 or self.all_reasons:
            return names
        return sorted(names, key=lambda name: -self._settles(name))

    def _settles(self, name: str) -> float:
        values = self.domains.of(name, self.given)
        if not values:
            return 0.0
        step = max(1, len(values) // TRIED)
        tried = values[::step]
        settled = sum(1 for value in tried if self._outcome({**self.given, name: value}) is not None)
        return settled / len(tried)

    def _outcome(self, given: Mapping[str, Any]) -> Any:
        """The answers when all outputs are decided, else None."""
        parts = Decision(self.program, self.outputs, given).parts()
        values = [(tuple(sorted(part.at.items())), part.result) for part in parts]
        if any(result.unknown for _, result in values):
            return None
        return tuple((at, result.name, _plain(result.value)) for at, result in values)

    def relevant(self, name: str, limit: int = LIMIT, *, reasons: bool = False) -> bool:
        """Whether two completions that differ in *name* alone give different answers (*reasons*: or other reasons)."""
        if self.all_reasons and not self._open():
            return True
        return _Search(self, name, limit, reasons).differs({k: v for k, v in self.given.items() if k != name})


class _Search:
    """Depth-first over boundary values of what else is missing, until *name* makes a difference."""

    def __init__(self, interview: Interview, name: str, limit: int, reasons: bool) -> None:
        self.interview, self.name, self.left, self.reasons = interview, name, limit, reasons
        self.decides = False

    def differs(self, given: dict[str, Any]) -> bool:
        domains = self.interview.domains
        values = domains.of(self.name, given)
        if values is None:
            return True
        outcomes: set[Any] = set()
        missing: dict[str, None] = {}
        for value in values:
            self.left -= 1
            if self.left < 0:
                # Out of tries: asked, unless not one completion so far came to an answer.
                return self.decides
            outcome, open_names = self._run({**given, self.name: value})
            if outcome is not None:
                outcomes.add(outcome)
                if len(outcomes) > 1:
                    return True
            missing.update(dict.fromkeys(open_names))
        for other in missing:
            tries = domains.of(other, given)
            if tries is None:
                return True
            return any(self.differs({**given, other: value}) for value in tries)
        return False

    def _run(self, given: dict[str, Any]) -> tuple[Any, list[str]]:
        interview = self.interview
        decision = Decision(interview.program, interview.outputs, given)
        open_names = [name for name in decision.missing if name not in given and interview.program.askable(name)]
        parts = list(decision.parts())
        if open_names:
            return None, open_names
        # With nothing left to ask, *undetermined* is an answer like the others.
        self.decides = self.decides or not any(part.result.unknown for part in parts)
        answers = tuple((tuple(sorted(p.at.items())), p.result.name, _plain(p.result.value)) for p in parts)
        return (answers, decision.reasons if self.reasons else ()), []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((key, _plain(inner)) for key, inner in value.items()))
    if isinstance(value, Unknown):
        return ("undetermined", *sorted(value.missing))
    return tuple(_plain(inner) for inner in value) if isinstance(value, tuple) else value
