"""The interview over all cases of the law: the same answers, nothing irrelevant, and short where the answer is no."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from renshe.api import default
from renshe.engine.bind import Program
from renshe.engine.check import Case, read_cases
from renshe.engine.decision import Decision, decide, read_inputs
from renshe.engine.evaluate import ASKED
from renshe.engine.interview import Interview

CASES = Path(__file__).parent / "cases"
PROGRAMS: dict = {}
RECORDED: list[tuple[str, str, int, int]] = []


def decision_of(case: Case) -> Decision:
    return decide(
        default().compiled, tuple(case.expect), region=case.region, date=case.date, inputs=case.inputs,
        known_on=case.known_on, programs=PROGRAMS,
    )  # fmt: skip


def all_cases() -> list[Case]:
    return read_cases([CASES])


def interviewed(case: Case, output: str) -> tuple[Interview, list[str]]:
    """The interview about one output, answered from the case; what the case does not say is not known."""
    book = default().compiled
    given = read_inputs(book, case.inputs)
    decision = decision_of(case)
    # Given in the place of a rule or a number, dimensions, and what narrows a register: stated, never asked.
    kept = {name: value for name, value in given.items() if not askable(decision.program, name)}
    interview = Interview(decision.program, [output], {**kept, "date": decision.given["date"]})
    # A case may say for all members of a dimension what the interview asks for one.
    bases = {alias: (base,) for base, members in book.aliases.items() for alias, _ in members}
    asked: list[str] = []
    while (question := interview.next()) is not None:
        assert question.name not in asked, f"{question.name} is asked twice"
        asked.append(question.name)
        answer = next((given[name] for name in (question.name, *bases.get(question.name, ())) if name in given), None)
        if answer is not None or question.name in given:
            interview.given[question.name] = answer
        elif question.assumed:
            interview.skip(question.name)
        else:
            interview.given[question.name] = ASKED
    return interview, asked


def askable(program: Program, name: str) -> bool:
    term = program.book.terms.get(name)
    return (
        term is not None
        and term.is_input
        and not term.dimension
        and program.find(name) is None
        and name != "document_number"
    )


def outputs_of_cases() -> Iterator[tuple[Case, str]]:
    for case in all_cases():
        for output in case.expect:
            if output not in case.inputs:
                yield case, output


PAIRS = list(outputs_of_cases())


@pytest.mark.parametrize(("case", "output"), PAIRS, ids=[f"{case.id}-{output}" for case, output in PAIRS])
def test_the_interview_answers_as_decide_does(case: Case, output: str) -> None:
    decision = decision_of(case)
    interview, asked = interviewed(case, output)
    told = [(dict(part.at), repr(part.result.value)) for part in interview.decision().answers[output].parts]
    known = [(dict(part.at), repr(part.result.value)) for part in decision.answers[output].parts]
    if any(part.result.unknown for part in decision.answers[output].parts):
        assert [at for at, _ in told] == [at for at, _ in known]
    else:
        assert told == known
    part = decision.answers[output].single
    if part is not None and part.status == "not_met":
        closure = len(decision.program.inputs_of([output]))
        if closure >= 4:
            RECORDED.append((case.id, output, len(asked), closure))


FIRST_OF_EACH = list({(case.topic, case.region, output): (case, output) for case, output in PAIRS}.values())
ENUMERATED = 4000


@pytest.mark.parametrize(("case", "output"), FIRST_OF_EACH, ids=[f"{c.topic}-{c.region}-{o}" for c, o in FIRST_OF_EACH])
def test_nothing_irrelevant_is_asked(case: Case, output: str) -> None:
    """Before each question, two completions that differ in it alone are found by plain enumeration.

    Up to ENUMERATED completions on boundary values; where those run out, the interview's own search is asked again
    with ten times its limit.
    """
    given = read_inputs(default().compiled, case.inputs)
    decision = decision_of(case)
    kept = {name: value for name, value in given.items() if not askable(decision.program, name)}
    interview = Interview(decision.program, [output], {**kept, "date": decision.given["date"]})
    while (question := interview.next()) is not None:
        name = question.name
        assert (
            differs(interview, name)
            or interview.relevant(name, 40_000)
            or interview.relevant(name, 40_000, reasons=True)
        ), f"{name} is asked and cannot matter"
        interview.given[name] = given.get(name, ASKED)


def differs(interview: Interview, name: str) -> bool:
    program, output = interview.program, interview.outputs[0]
    free = [n for n in program.inputs_of([output]) if n != name and n not in interview.given]
    domains = [interview.domains.of(n, interview.given) for n in (name, *free)]
    if any(domain is None for domain in domains):
        return False
    own, *others = ((*domain[:2], *domain[2 :: max(1, len(domain) // 4)]) for domain in domains)
    for count, completion in enumerate(itertools.product(*others)):
        if count * len(own) > ENUMERATED:
            return False
        given = {**interview.given, **dict(zip(free, completion, strict=True))}
        answers = {told(Decision(program, [output], {**given, name: value})) for value in own}
        if len(answers) > 1:
            return True
    return False


def told(decision: Decision) -> str:
    return repr([(dict(part.at), part.missing or part.result.value) for part in decision.parts()])


def test_refused_cases_are_asked_at_most_three_fifths_of_what_they_could_be() -> None:
    if not RECORDED:
        pytest.skip("runs after the interviews above")
    asked = sum(number for _, _, number, _ in RECORDED)
    possible = sum(number for _, _, _, number in RECORDED)
    print(f"asked {asked} of {possible} = {asked / possible:.0%} over {len(RECORDED)} refusals")
    assert asked * 10 <= possible * 6
