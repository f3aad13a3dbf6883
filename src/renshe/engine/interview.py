"""Asking only what still matters.

The interview keeps evaluating in three-valued logic. What is missing is a candidate; a candidate is asked only
when two completions of the case that differ in it alone give different answers, found on boundary values up to
:data:`LIMIT` cases (beyond that it is asked, if any completion tried came to an answer). Where all completions give
one answer, what decides the reason for it is asked. Among candidates the one most likely to settle the answer comes
first; facts whose absence is the ordinary case come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.engine.bind import Program
from renshe.engine.completions import Completions
from renshe.engine.decision import Decision, read_inputs
from renshe.engine.domains import Domains
from renshe.engine.errors import Words
from renshe.engine.evaluate import Result
from renshe.engine.ir import Unknown
from renshe.engine.values import ValueType

LIMIT = 2000
"""Cases answered in search of a difference, before a candidate is taken to make one."""
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

    Attributes:
        given: what the case says so far, as parsed values.
        asked: names of the inputs asked, in order.

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
        """Take an answer.

        Args:
            name: the input; it may be one that was not asked.
            value: as a case holds it; ``"?"`` is “I do not know”.

        Raises:
            InputError: for a value that cannot be read. The question stands.
        """
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
        completions = self._completions()
        ranked = self._ranked(missing, completions)
        for reasons in (False, True):
            # Where every answer is the same, say no, what is still missing may decide for which reason.
            for name in ranked:
                if self._matters(name, completions, LIMIT, reasons):
                    return self._put(name)
        if missing and completions.decided:
            # The same answer waits whatever is said, as far as boundary values show: it takes saying it.
            return self._put(missing[0])
        for name in self.decision().assumed:
            if name not in self.skipped and self._matters(name, completions, LIMIT, reasons=False):
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

    def _ranked(self, names: list[str], completions: Completions) -> list[str]:
        """Candidates, those most likely to settle the answer first; the order of the law among equals."""
        if len(names) < 2 or self.all_reasons:
            return names
        return sorted(names, key=lambda name: -self._settles(name, completions))

    @staticmethod
    def _settles(name: str, completions: Completions) -> float:
        values = completions.values(name, {})
        if values is None:
            return 0.0
        tried = values[:: max(1, len(values) // TRIED)]
        return sum(completions.run({name: value}).decided for value in tried) / len(tried)

    # ---- what matters

    def _completions(self) -> Completions:
        return Completions(self.program, self.outputs, self.given, self.domains)

    def relevant(self, name: str, limit: int = LIMIT, *, reasons: bool = False) -> bool:
        """Whether two completions that differ in *name* alone give different answers (*reasons*: or other reasons).

        Args:
            name: an input, given already or not.
            limit: cases answered before it is taken to matter.
            reasons: count other reasons for the same answer as a difference.
        """
        return self._matters(name, self._completions(), limit, reasons)

    def _matters(self, name: str, completions: Completions, limit: int, reasons: bool) -> bool:
        if self.all_reasons and not self._open():
            return True
        return completions.differs(name, limit, reasons=reasons)
