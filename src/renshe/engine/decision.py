"""One case answered: ``renshe.decision/1``.

A :class:`Decision` is asked for values, reasons and what is missing; :meth:`Decision.to_json` is the published
document of which text, pages and workbooks are views.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renshe.engine.bind import Program, shown
from renshe.engine.errors import InputError, Problem, Words
from renshe.engine.evaluate import ASKED, Evaluation, Result
from renshe.engine.ir import Unknown
from renshe.engine.lawbook import Lawbook, Number
from renshe.engine.scalars import day_text, plain
from renshe.engine.values import ValueProblem, ValueType, parse

GRADES = ("printed", "confirmed", "reported", "unverified")
MAX_NAME = 80
MAX_NEAREST = 20
"""Looking for the nearest names takes time: of the names that are wrong only so many get them, by so much of each."""
MAX_PROGRAMS = 200
"""Places and days of knowledge that stay bound; there is no end of them to ask for."""
DETERMINATIONS = frozenset({"condition", "cause", "eligibility", "anyof", "causes"})
RESERVED = {"date": ValueType("date"), "month": ValueType("month"), "region": ValueType("text")}


@dataclass(frozen=True)
class Part:
    """An output for one member of each dimension it was asked without (``at`` is empty where there is none)."""

    at: Mapping[str, str]
    result: Result

    @property
    def status(self) -> str:
        """``met``, ``not_met``, ``computed`` or ``undetermined``."""
        return status_of(self.result)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is missing, when undetermined."""
        return tuple(sorted(self.result.value.missing)) if self.result.unknown else ()


@dataclass(frozen=True)
class Answer:
    """What one output came to: one part, or one for each member of a dimension where they differ."""

    name: str
    parts: tuple[Part, ...]

    @property
    def single(self) -> Part | None:
        """The part, where there is one for all."""
        return self.parts[0] if len(self.parts) == 1 else None


def status_of(result: Result) -> str:
    """The status of one result."""
    if result.unknown:
        return "undetermined"
    here = result
    while here.provided is not None and here.provided.kind == "member":
        here = here.steps[0]
    if here.provided is not None and here.provided.kind in DETERMINATIONS:
        return "met" if result.value else "not_met"
    return "computed"


def type_of(book: Lawbook, name: str) -> ValueType | None:
    """The type of a public name: reserved, in the vocabulary, or a number."""
    if name in RESERVED:
        return RESERVED[name]
    term = book.terms.get(name)
    if term is not None:
        return term.type
    for layer in book.layers.values():
        entry = layer.get(name)
        if isinstance(entry, Number) and entry.kind in ("scalar", "table"):
            return entry.type
    return None


def nearest_names(book: Lawbook, name: str) -> list[str]:
    """Public names close to *name*."""
    numbers = (n for layer in book.layers.values() for n, entry in layer.items() if isinstance(entry, Number))
    return difflib.get_close_matches(name[:MAX_NAME], [*RESERVED, *book.terms, *numbers], 3, 0.6)


def read_inputs(book: Lawbook, raw: Mapping[str, object], place: str = "") -> dict[str, Any]:
    """Parse the inputs of a case.

    Args:
        book: the lawbook whose vocabulary types them.
        raw: name → value as files, JSON or a command line hold it; ``"?"`` is asked and not known.
        place: where the case stands, for problems.

    Raises:
        InputError: with every wrong name (and the nearest right ones) and every wrong value (and what was expected).
    """
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        here = f"{place} {shown(name)}".strip()
        name = str(name)
        kind = type_of(book, name)
        if name in ("date", "region"):
            # The day and the place of a case stand beside its inputs; here they would be passed over in silence.
            problems.append(
                Problem(
                    Words(f"{name} 不是输入项", f"{name} is no input"),
                    Words(f"用参数 {name}，命令行写 --{name}", f"give it as {name}, on the command line as --{name}"),
                    here,
                )
            )
        elif kind is None:
            near = nearest_names(book, name) if len(problems) < MAX_NEAREST else []
            problems.append(
                Problem(
                    Words(f"没有名为 {shown(name)} 的输入", f"there is no input named {shown(name)}"),
                    Words("相近的有：" + "、".join(near), "near it: " + ", ".join(near)) if near else None,
                    here,
                )
            )
        elif plain(value) == "?":
            given[name] = ASKED
        else:
            try:
                labels = {words.zh: member for member, words in book.enums.get(kind.enum, {}).items()}
                given[name] = parse(kind, value, labels=labels)
            except ValueProblem as problem:
                problems.append(problem.problem(here))
    if problems:
        raise InputError(problems)
    return given


class Decision:
    """The answers to the outputs asked of one case.

    Attributes:
        program: region, knowledge and lawbook that answered.
        given: parsed inputs, with the date.
        answers: output → :class:`Answer`, in the order asked.
    """

    def __init__(self, program: Program, outputs: Sequence[str], given: Mapping[str, Any]) -> None:
        self.program = program
        self.given = dict(given)  # what an interview is told later belongs to its next decision
        self.evaluation = Evaluation(program, self.given)
        self.outputs = tuple(outputs)
        self.answers = {name: Answer(name, tuple(_parts(self.evaluation, name, {}))) for name in outputs}

    def parts(self) -> Iterator[Part]:
        """All parts of all answers."""
        for answer in self.answers.values():
            yield from answer.parts

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of all reasons over the outputs asked, each once."""
        return tuple(dict.fromkeys(code for part in self.parts() for code in part.result.reasons))

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing for the outputs that could not be determined."""
        return tuple(dict.fromkeys(name for part in self.parts() for name in part.missing))

    def results(self) -> list[Result]:
        """Everything the answers rest on, each result once, outputs first."""
        seen: dict[int, Result] = {}

        def walk(result: Result) -> None:
            if id(result) not in seen:
                seen[id(result)] = result
                for other in (*result.reads.values(), *result.steps):
                    walk(other)

        for part in self.parts():
            walk(part.result)
        return list(seen.values())

    @property
    def assumed(self) -> dict[str, Any]:
        """Inputs nobody reported that were taken at their ordinary value."""
        return {result.name: result.value for result in self.results() if result.source == "assumed"}

    @property
    def overridden(self) -> tuple[str, ...]:
        """Given values that stand in the place of a rule or a number."""
        names = (result.name for result in self.results() if result.source == "given")
        return tuple(name for name in dict.fromkeys(names) if self.program.find(name) is not None)

    @property
    def grade(self) -> str:
        """The weakest grade the answers rest on."""
        worst = max((GRADES.index(grade_of(self.program.book, result)) for result in self.results()), default=0)
        return GRADES[worst]

    def refuse_below(self, level: str) -> None:
        """Refuse an answer that rests on too little.

        Args:
            level: the weakest grade to accept, one of :data:`GRADES`.

        Raises:
            InputError: when something it rests on is graded below *level* or was assumed, or for no such level.
        """
        if level not in GRADES:
            what = Words(f"没有等级 {shown(level)}", f"there is no grade {shown(level)}")
            raise InputError(
                Problem(what, Words("可用：" + "、".join(GRADES), "use one of " + ", ".join(GRADES)), "strict")
            )
        problems = []
        for result in self.results():
            grade = grade_of(self.program.book, result)
            if GRADES.index(grade) > GRADES.index(level):
                label = self.program.book.label(result.name)
                problems.append(
                    Problem(
                        Words(
                            f"“{label.zh}”的依据等级是 {grade}，低于要求的 {level}",
                            f"“{label.en}” rests on {grade}, below {level}",
                        ),
                        Words("核对原文后在案件中给出该值", "check the source and give the value in the case"),
                        result.name,
                    )
                )
            if result.source == "assumed":
                label = self.program.book.label(result.name)
                problems.append(
                    Problem(
                        Words(
                            f"“{label.zh}”未报，不能按通常情形假定",
                            f"“{label.en}” was not reported and may not be assumed",
                        ),
                        Words("在案件中写明", "state it in the case"),
                        result.name,
                    )
                )
        if problems:
            raise InputError(dict.fromkeys(problems))

    def to_json(self) -> dict[str, Any]:
        """The answer as ``renshe.decision/1``; its JSON Schema is published with the package."""
        from renshe.engine.report import decision_json

        return decision_json(self)


def grade_of(book: Lawbook, result: Result) -> str:
    """The grade of one result: its record's, else the best of the documents that state the rule."""
    if result.record is not None:
        return result.record.grade
    cited = [book.provisions[cite].document for cite in result.cites if cite in book.provisions]
    return GRADES[min((GRADES.index(book.documents[document].grade) for document in cited), default=0)]


def _parts(evaluation: Evaluation, name: str, at: dict[str, str]) -> Iterable[Part]:
    """One part, or one per member of a dimension that was asked for without one."""
    result = evaluation.result(name)
    if not isinstance(result.value, Unknown):
        return (Part(at, result),)
    dimension = _open_dimension(evaluation, result)
    if dimension is None:
        return (Part(at, result),)
    kind = evaluation.program.book.terms[dimension].type
    members = _members_of(result, dimension) or kind.members
    parts: list[Part] = []
    for member in members:
        parts.extend(_parts(evaluation.child({dimension: member}), name, {**at, dimension: member}))
    first = parts[0].result if parts else result
    if all(_outcome(part.result) == _outcome(first) for part in parts):
        return (Part(at, first),)
    return parts


def _open_dimension(evaluation: Evaluation, result: Result) -> str | None:
    for dimension in evaluation.program.dimensions:
        if dimension in result.value.missing and evaluation.given.get(dimension) is not ASKED:
            return dimension
    return None


def _members_of(result: Result, dimension: str) -> tuple[str, ...]:
    """Members that depend on the case, where a register left them."""
    seen: set[int] = set()
    stack = [result]
    while stack:
        here = stack.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        found = here.evaluation.members.get(dimension)
        if found:
            return found
        stack.extend((*here.reads.values(), *here.steps))
    return ()


def _outcome(result: Result) -> tuple[Any, tuple[str, ...]]:
    value = tuple(sorted(result.value.missing)) if isinstance(result.value, Unknown) else result.value
    if isinstance(value, dict):
        value = tuple(sorted(value.items()))
    return (result.unknown, value), result.reasons


def decide(
    book: Lawbook,
    outputs: Sequence[str],
    *,
    region: str,
    date: object,
    inputs: Mapping[str, object] | None = None,
    known_on: object = None,
    programs: dict[tuple[str, int | None], Program] | None = None,
) -> Decision:
    """Answer *outputs* for one case.

    Args:
        book: the law.
        outputs: public names to answer.
        region: ``CN``, ``CN-BJ``, ``CN-GD-440100`` …
        date: the day of the act, application or decision.
        inputs: name → value as a file or JSON holds it.
        known_on: answer as the law was known on this day (default: all that is held).
        programs: a cache of programs to share between calls.

    Raises:
        InputError: for a name, value, place or day that cannot be read.
    """
    day = read_day(date, "date")
    known = None if known_on is None else read_day(known_on, "known_on")
    check_outputs(book, outputs)
    given = read_inputs(book, inputs or {})
    earliest = book.earliest
    if day < earliest:
        raise InputError(
            Problem(
                Words(
                    f"{day_text(day)} 早于所收录的全部法规（最早 {day_text(earliest)}）",
                    f"{day_text(day)} is before all law held here (the earliest is of {day_text(earliest)})",
                ),
                Words("检查年份，或换一个日期", "check the year, or give another day"),
                "date",
            )
        )
    cache = {} if programs is None else programs
    key = (str(region), known)
    program = cache.get(key)
    if program is None:
        program = cache[key] = Program(book, region, known)
        if len(cache) > MAX_PROGRAMS:
            cache.pop(next(iter(cache)), None)
    return Decision(program, outputs, {**given, "date": day})


def read_day(raw: object, place: str) -> int:
    """A day given by itself, outside a case's inputs."""
    try:
        value = parse(RESERVED["date"], raw)
    except ValueProblem as problem:
        raise InputError(problem.problem(place)) from None
    if not isinstance(value, int):  # pragma: no cover - a date is never none
        raise InputError(Problem(Words("缺少日期", "no day given"), None, place))
    return value


def check_outputs(book: Lawbook, outputs: Sequence[str]) -> None:
    """Raise :class:`InputError` for an output that no law here defines, with the nearest names."""
    problems: list[Problem] = []
    for name in outputs:
        if name not in book.answerable:
            few = len(problems) < MAX_NEAREST
            near = difflib.get_close_matches(name[:MAX_NAME], sorted(book.answerable), 3, 0.5) if few else []
            problems.append(
                Problem(
                    Words(f"没有规则回答 {shown(name)}", f"no rule answers {shown(name)}"),
                    Words("相近的有：" + "、".join(near), "near it: " + ", ".join(near))
                    if near
                    else Words("用 renshe law list 查看", "see renshe law list"),
                    "output",
                )
            )
    if problems:
        raise InputError(problems)
