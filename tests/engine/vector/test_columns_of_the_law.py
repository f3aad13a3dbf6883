"""Columns answer the real law as the explaining evaluation does, on thousands of rows of every topic."""

from __future__ import annotations

import random
from typing import Any

import pytest

from renshe.api import Lawbook
from renshe.engine.bind import Program
from tests.engine.vector.equality import agree, domains_of, members_of, outputs_of, random_rows

REGIONS = ("CN", "CN-BJ", "CN-SH", "CN-TJ", "CN-GD-440100", "CN-HB")
ROWS = 400
"""Rows for each topic in each region where it reads otherwise than in the nation."""


@pytest.fixture(scope="module")
def book() -> Any:
    return Lawbook().compiled


def own(program: Program, nation: Program, outputs: tuple[str, ...]) -> bool:
    """Whether the law behind some outputs is another one here than in the nation."""
    return program.region == nation.region or any(
        program.find(name) != nation.find(name) for name in program.closure(outputs)
    )


@pytest.mark.parametrize("region", REGIONS)
def test_every_topic(book: Any, region: str) -> None:
    program, nation = Program(book, region), Program(book, "CN")
    chance = random.Random(region)
    for outputs in outputs_of(program).values():
        if own(program, nation, outputs):
            figures = members_of(program, outputs, chance)
            rows = list(random_rows(program, domains_of(program, outputs), ROWS, chance))
            agree(program, figures, rows)


@pytest.mark.parametrize("region", ["CN-BJ", "CN-TJ"])
def test_what_holds_for_all_rows_is_put_in(book: Any, region: str) -> None:
    program = Program(book, region)
    chance = random.Random(region)
    for outputs in outputs_of(program).values():
        figures = members_of(program, outputs, chance)
        for row in random_rows(program, domains_of(program, outputs), 4, chance):
            fixed = {name: value for name, value in row.items() if chance.random() < 0.5}
            rest = {name: value for name, value in row.items() if name not in fixed}
            agree(program, figures, [rest, rest], fixed=fixed)


def test_as_it_was_known_earlier(book: Any) -> None:
    program = Program(book, "CN-BJ", known_on=737500)  # 2020-03-16
    chance = random.Random(3)
    for outputs in outputs_of(program).values():
        rows = list(random_rows(program, domains_of(program, outputs), 20, chance))
        agree(program, members_of(program, outputs, chance), rows)
