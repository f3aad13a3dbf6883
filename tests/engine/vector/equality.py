"""Random rows on which columns must answer as an evaluation of each row does: value, what is missing, and reasons."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from renshe.engine.bind import BoundRule, Program
from renshe.engine.domains import Domains
from renshe.engine.evaluate import ASKED, Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.vector.answers import BEYOND, Answer, run
from renshe.engine.vector.given import ABSENT, Book, from_values
from renshe.engine.vector.nodes import Figure
from renshe.engine.vector.plan import plan

Row = dict[str, Any]
DAY = 737616  # 2020-07-10
BEYOND_64_BITS = ("beyond",)
ABSENCES = (0.0, 0.05, 0.3, 0.7)
"""How much is absent: most rows say nearly everything, some very little."""


def told(value: Any, codes: Iterable[str]) -> tuple[Any, ...]:
    """A value with its reasons, in a form that compares; what is missing by its names."""
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return BEYOND_64_BITS
    if isinstance(value, Unknown):
        return ("missing", tuple(sorted(value.missing)), frozenset(codes))
    return (type(value) is bool, value, frozenset(codes))


def said(answer: Answer, row: int) -> tuple[Any, ...]:
    """What an answer says of one row, in that form."""
    if answer.state[row] == BEYOND:
        return BEYOND_64_BITS
    return told(answer.value(row), answer.codes(row))


def explained(program: Program, figures: Sequence[Figure], row: Row) -> list[tuple[Any, ...]]:
    """What an evaluation says of one row."""
    children: dict[Any, Evaluation] = {}
    found = []
    for figure in figures:
        if figure.at not in children:
            children[figure.at] = Evaluation(program, {**row, **dict(figure.at)})
        result = children[figure.at].result(figure.name)
        found.append(told(result.value, result.reasons))
    return found


def answered(
    program: Program, figures: Sequence[Figure], rows: Sequence[Row], fixed: Row | None = None, part: int = 1 << 15
) -> list[list[tuple[Any, ...]]]:
    """What columns say of all rows."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    planned = plan(program, figures, columns, fixed)
    book = Book.of(planned)
    given = {
        name: from_values(planned.columns[name], [row.get(name, ABSENT) for row in rows], book)
        for name in columns
        if name in planned.columns
    }
    if not given:
        rows = rows[:1]
    answers = run(program, figures, given, fixed, plan=planned, book=book, part=part)
    return [[said(answer, row) for answer in answers] for row in range(len(rows))]


def differences(
    program: Program, figures: Sequence[Figure], rows: Sequence[Row], fixed: Row | None = None, part: int = 1 << 15
) -> Iterator[str]:
    """Each figure of a row on which the two differ."""
    for row, found in zip(rows, answered(program, figures, rows, fixed, part), strict=False):
        wanted = explained(program, figures, {**(fixed or {}), **row})
        for figure, got, want in zip(figures, found, wanted, strict=True):
            if got != want:
                reads = {*program.closure((figure.name,)), "month"}
                facts = {name: "?" if value is ASKED else value for name, value in row.items() if name in reads}
                yield f"{figure.key} in {program.region}: {got}, not {want}, for {facts}"


def agree(
    program: Program, figures: Sequence[Figure], rows: Sequence[Row], fixed: Row | None = None, part: int = 1 << 15
) -> None:  # fmt: skip
    """The two say the same of every row; otherwise where they first differ."""
    found = next(differences(program, figures, rows, fixed, part), None)
    assert found is None, found


def same(program: Program, outputs: Iterable[str | Figure], rows: Sequence[Row]) -> None:
    """The two agree on all rows together, and on each row when all it says holds for all rows."""
    figures = tuple(Figure(each) if isinstance(each, str) else each for each in outputs)
    agree(program, figures, rows)
    agree(program, figures, rows[:: max(1, len(rows) // 150)], part=3)
    for row in rows[:: max(1, len(rows) // 12)]:
        agree(program, figures, [{}], fixed=row)
        names = sorted(row)
        half = {name: row[name] for name in names[::2]}
        agree(program, figures, [{n: row[n] for n in names[1::2]}] * 2, fixed=half)


# ---- rows of a real law


def outputs_of(program: Program) -> dict[str, tuple[str, ...]]:
    """Topic → its rules here."""
    topics: dict[str, list[str]] = {}
    for name in program.closure(name for layer in program.chain for name in program.book.layers.get(layer, {})):
        bound = program.find(name)
        if isinstance(bound, BoundRule):
            topics.setdefault(bound.versions[0].topic, []).append(name)
    return {topic: tuple(names) for topic, names in topics.items()}


def members_of(program: Program, outputs: Iterable[str], chance: random.Random) -> tuple[Figure, ...]:
    """Each output as it is, and for some members of the dimensions it depends on."""
    found: list[Figure] = []
    for name in outputs:
        reads = set(program.closure((name,)))
        at = tuple(
            (dimension, chance.choice(members))
            for dimension in program.dimensions
            if dimension in reads and (members := program.book.terms[dimension].type.members)
        )
        found += [Figure(name), *([Figure(name, at)] if at else [])]
    return tuple(found)


def domains_of(program: Program, outputs: Iterable[str]) -> Mapping[str, tuple[Any, ...]]:
    """Values worth trying for whatever the outputs may read: edges, every member, none."""
    outputs = tuple(outputs)
    domains = Domains(program, outputs)
    reads = program.closure(outputs)
    names = [*reads, *(alias for name in reads for alias, _ in program.book.aliases.get(name, ())), *program.dimensions]
    names = [*(name for name in names if name in program.book.terms), "date", "month"]
    found = {name: domains.of(name, {"date": DAY}) for name in names}
    return {name: values for name, values in found.items() if values}


def random_rows(
    program: Program, values: Mapping[str, tuple[Any, ...]], count: int, chance: random.Random
) -> Iterator[Row]:  # fmt: skip
    """Rows that say more or less; now and then what the law itself would answer."""
    asked = {name for name in values if program.askable(name) or name in (*program.dimensions, "date", "month")}
    for _ in range(count):
        absent = chance.choice(ABSENCES)
        row = {}
        for name, tried in values.items():
            if chance.random() < (absent if name in asked else 0.95):
                continue
            row[name] = ASKED if chance.random() < 0.03 else chance.choice(tried)
        yield row


def whole_rows(
    program: Program, values: Mapping[str, tuple[Any, ...]], count: int, chance: random.Random
) -> Iterator[Row]:  # fmt: skip
    """Rows that say all that people are asked, and nothing that the law answers."""
    asked = {name: tried for name, tried in values.items() if program.askable(name) or name in ("date", "month")}
    dimensions = {name: tried for name, tried in values.items() if name in program.dimensions}
    for _ in range(count):
        yield {name: chance.choice(tried) for name, tried in (asked | dimensions).items()}
