"""The five insurances of three cities, for every yuan of wage, against plain whole-number arithmetic written here.

The oracle knows no engine: bounds, rates, relief and rounding stand below as integers, as a clerk would copy them from
the notices. Wages are every yuan from 0 to 60,000, and every fen within five yuan of each floor and ceiling. What does
not depend on the wage (rate and relief of a line) is asked of the engine once and compared, then handed in; every
hundred and first wage runs through the whole chain from the facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from renshe.api import default
from renshe.engine.bind import Program
from renshe.engine.decision import read_day, read_inputs
from renshe.engine.plain import compiled

MILLION = 1_000_000
INSURANCES = ("pension", "medical", "unemployment", "work_injury", "maternity")
RELIEVED = ("pension", "unemployment", "work_injury")
OUTPUTS = ("contribution_base", "person_contribution", "contribution_relief_amount", "person_contribution_payable")
WHOLE_CHAIN = 101
HIGHEST_YUAN = 60_000


@dataclass(frozen=True)
class City:
    """A city in one month: bounds in fen and rates in millionths, in the order of ``INSURANCES``."""

    region: str
    month: str
    floors: tuple[int, ...]
    ceilings: tuple[int, ...]
    employer: tuple[int, ...]
    employee: tuple[int, ...]
    fixed: int = 0
    """Fen that the employee pays for medical insurance on top."""
    steps: tuple[int, ...] = (1, 1, 1, 1, 1)
    """Fen to whose multiple a contribution is raised."""
    injury_set: str = "0.0040"
    """The work injury rate that the agency has set, before any cut."""


BEIJING_RATES: dict[str, Any] = {"employee": (80_000, 20_000, 2_000, 0, 0), "fixed": 300}
SHANGHAI_RATES: dict[str, Any] = {
    "employer": (160_000, 100_000, 5_000, 1_600, 0),
    "employee": (80_000, 20_000, 5_000, 0, 0),
    "steps": (10, 10, 10, 1, 1),
    "injury_set": "0.0016",
}
TIANJIN_RATES: dict[str, Any] = {
    "employer": (160_000, 100_000, 5_000, 4_700, 5_000),
    "employee": (80_000, 20_000, 5_000, 0, 0),
    "injury_set": "0.0047",
}
JULY = {
    "Beijing": City(
        "CN-BJ", "2020-07", (361_300, 536_000, 361_300, 471_300, 536_000),
        (2_654_100, 2_973_200, 2_654_100, 2_654_100, 2_973_200),
        employer=(160_000, 100_000, 8_000, 3_200, 8_000), **BEIJING_RATES,
    ),
    "Shanghai": City("CN-SH", "2020-07", (492_700,) * 5, (2_801_700,) * 5, **SHANGHAI_RATES),
    "Tianjin": City("CN-TJ", "2020-07", (336_400,) * 5, (1_896_900,) * 5, **TIANJIN_RATES),
}  # fmt: skip
JUNE = {
    "Beijing": City(
        "CN-BJ", "2020-06", (361_300, 555_700, 361_300, 471_300, 555_700),
        (2_356_500, 2_778_600, 2_356_500, 2_356_500, 2_778_600),
        employer=(160_000, 100_000, 8_000, 3_200, 8_000), **BEIJING_RATES,
    ),
    "Shanghai": City("CN-SH", "2020-06", (492_700,) * 5, (2_463_300,) * 5, **SHANGHAI_RATES),
    "Tianjin": City("CN-TJ", "2020-06", (336_400,) * 5, (1_682_100,) * 5, **TIANJIN_RATES),
}  # fmt: skip


# ---- the oracle


def oracle(wage: int, floor: int, ceiling: int, rate: int, fixed: int, step: int, spared: int) -> tuple[int, ...]:
    """Base, contribution, what the relief saves and what stays payable, in fen; *spared* is in halves."""
    base = floor if wage < floor else ceiling if wage > ceiling else wage
    due = (2 * base * rate + MILLION) // (2 * MILLION) + fixed
    due += -due % step
    payable = (due * (2 - spared) + 1) // 2
    return base, due, due - payable, payable


def lines(city: City, spared: int) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Insurance, part and what the oracle needs for it."""
    for index, insurance in enumerate(INSURANCES):
        for part, rates in (("employer", city.employer), ("employee", city.employee)):
            fixed = city.fixed if (insurance, part) == ("medical", "employee") else 0
            relief = spared if part == "employer" and insurance in RELIEVED else 0
            line = (city.floors[index], city.ceilings[index], rates[index], fixed, city.steps[index], relief)
            yield insurance, part, line


def wages(city: City) -> list[int]:
    """Every yuan, and every fen around each bound."""
    around = {bound + fen for bound in (*city.floors, *city.ceilings) for fen in range(-500, 501)}
    return sorted({*range(0, HIGHEST_YUAN * 100 + 1, 100), *around})


# ---- the check


def facts(city: City, insurance: str, part: str, size: str) -> dict[str, Any]:
    """What a roster and an employer's card say."""
    told: dict[str, Any] = {
        "month": city.month,
        "insurance": insurance,
        "contribution_part": part,
        "employer_type": "enterprise",
        "employer_size": size,
        "current_work_injury_rate": city.injury_set,
        "rural_contract_worker": False,
        "insured_category": "employee",
        "insured_as_individual": False,
        "project_based_insured": False,
    }
    return {**read_inputs(default().compiled, told), "date": read_day(f"{city.month}-15", "")}


@pytest.mark.parametrize("name", ["Beijing", "Shanghai", "Tianjin"])
@pytest.mark.parametrize(
    ("cities", "size", "spared"),
    [(JULY, "small", 2), (JUNE, "large", 1)],
    ids=["small enterprise, spared in full", "large enterprise, halved"],
)
def test_no_fen_differs(name: str, cities: dict[str, City], size: str, spared: int) -> None:
    city = cities[name]
    program = Program(default().compiled, city.region)
    whole = compiled(program, OUTPUTS)
    settled = compiled(program, ("contribution_rate", "relief_rate"))
    paid = wages(city)
    differences = 0
    for insurance, part, line in lines(city, spared):
        given = facts(city, insurance, part, size)
        row = {**given, **settled.run(given)}
        assert row["contribution_rate"] == line[2], (insurance, part)
        assert row["relief_rate"] == line[5] * MILLION // 2, (insurance, part)
        for index, wage in enumerate(paid):
            asked = given if index % WHOLE_CHAIN == 0 else row
            asked["filed_wage"] = wage
            if tuple(whole.run(asked).values()) != oracle(wage, *line):
                differences += 1
    assert differences == 0
    assert len(paid) > HIGHEST_YUAN


def test_the_oracle_itself() -> None:
    """By hand: 8,000.55 yuan at 16%, half of it spared; 4,927 yuan at 8% raised to the jiao; a tie goes up."""
    assert oracle(800_055, 361_300, 2_356_500, 160_000, 0, 1, 1) == (800_055, 128_009, 64_004, 64_005)
    assert oracle(1, 492_700, 2_801_700, 80_000, 0, 10, 0) == (492_700, 39_420, 0, 39_420)
    assert oracle(500_250, 361_300, 2_654_100, 2_000, 0, 1, 0) == (500_250, 1_001, 0, 1_001)
    assert oracle(9_999_999, 361_300, 2_654_100, 20_000, 300, 1, 0) == (2_654_100, 53_382, 0, 53_382)
