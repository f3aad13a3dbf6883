"""A million rows with NumPy alone: ten contribution figures, and the benefits of the unemployed.

Run: ``python benchmarks/bench_columns.py``. One thread; every value with its state, what is missing and its reasons.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import harness
import numpy as np

from renshe.api import default
from renshe.engine.bind import Program
from renshe.engine.vector.answers import run
from renshe.engine.vector.given import Book, Given
from renshe.engine.vector.nodes import Figure, Plan
from renshe.engine.vector.plan import plan

ROWS = 1_000_000
INSURANCES = ("pension", "unemployment", "work_injury", "medical", "maternity")
JULY = {"date": 737637, "month": 24246}  # 2020-07-31
CONTRIBUTIONS = (
    *(Figure("person_contribution_payable", (("insurance", i), ("contribution_part", "employer"))) for i in INSURANCES),
    *(
        Figure("person_contribution", (("insurance", i), ("contribution_part", "employee")))
        for i in ("pension", "unemployment", "medical")
    ),
    *(Figure("housing_fund_contribution", (("contribution_part", part),)) for part in ("employer", "employee")),
)
UNEMPLOYED = tuple(
    Figure(name)
    for name in (
        "unemployment_benefit_eligible", "unemployment_benefit_monthly", "unemployment_benefit_months",
        "unemployment_subsidy_eligible", "unemployment_subsidy_monthly",
    )
)  # fmt: skip
RANGES = {
    "filed_wage": (200_000, 3_500_000),
    "date": (737_425, 737_790),
    "month": (24_240, 24_251),
    "current_work_injury_rate": (2_000, 19_000),
    "housing_fund_rate": (50_000, 120_000),
    "contribution_months": (0, 400),
}


def table(program: Program, plan: Plan, book: Book, nulls: float) -> dict[str, Given]:
    """Random columns for all that a plan reads."""
    chance = np.random.default_rng(1)
    found = {}
    for name, kind in plan.columns.items():
        if kind == "word":
            members = [book.words.number(member) for member in program.book.terms[name].type.members]
            values: Any = np.asarray(members, dtype=np.int32)[chance.integers(0, len(members), ROWS)]
        elif kind == "bool":
            values = chance.random(ROWS) < 0.5
        else:
            ends = RANGES["date"] if kind == "day" else RANGES["month"] if kind == "month" else (0, 30)
            low, high = RANGES.get(name, ends)
            values = chance.integers(low, high + 1, ROWS)
        found[name] = Given(values, chance.random(ROWS) >= nulls if nulls else None)
    return found


def measure(results: harness.Results, label: str, figures: tuple[Figure, ...], fixed: Mapping[str, Any]) -> None:
    """Print how many rows a second, with every cell filled and with some empty."""
    program = Program(default().compiled, "CN-BJ")
    names = [*program.inputs_of(figure.name for figure in figures), "filed_wage", "date", "month"]
    planned = plan(program, figures, [name for name in names if name not in fixed], fixed)
    for nulls in (0.0, 0.02):
        book = Book.of(planned)
        columns = table(program, planned, book, nulls)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            run(program, figures, columns, fixed, plan=planned, book=book)
            best = min(best, time.perf_counter() - start)
        rate = f"{ROWS / best / 1e6:.2f} M rows/s"
        results.item(f"{label}, {len(columns)} columns, {nulls:.0%} empty: {rate}, the best of 3")


def main() -> None:
    """Measure all."""
    asked = harness.options(__doc__)
    results = harness.Results(__file__, "NumPy alone, a million rows", quick=asked.quick)
    measure(results, "contributions, July", CONTRIBUTIONS, JULY)
    measure(results, "contributions, any month", CONTRIBUTIONS, {})
    measure(results, "unemployed, any month", UNEMPLOYED, {})
    results.write()


if __name__ == "__main__":
    main()
