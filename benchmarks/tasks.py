"""What is timed: the invented rules of ``mini_law``, and the real law of Beijing, over seeded columns of any length."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from renshe.api import default
from renshe.engine.bind import BoundRule, Program
from renshe.engine.build import Root, build
from renshe.engine.lawbook import Lawbook
from renshe.engine.vector import answers, kernel
from renshe.engine.vector.nodes import Figure, Plan
from renshe.engine.vector.plan import plan as planned

HERE = Path(__file__).parent
PART = 1 << 19
"""Rows of a part: as many as are shared among threads."""
CHECKED = 20_000
INSURANCES = ("pension", "medical", "unemployment", "work_injury", "housing")
CLASSES = ("micro", "small", "medium", "large", "public")
MARCH = {"month": 2020 * 12 + 2, "date": 737_515}
JULY = {"month": 2020 * 12 + 6, "date": 737_637}
BYTES = {"i8": 1, "u8": 1, "i16": 2, "i32": 4, "i64": 8, "truth": 1, "bits": 1 / 8}


class Task:
    """Some figures over some columns: what is timed."""

    def __init__(
        self, name: str, program: Program, figures: Sequence[Figure], columns: Mapping[str, Any],
        words: Mapping[str, Sequence[str]], fixed: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.name, self.program, self.figures, self.fixed = name, program, figures, fixed
        self.plan: Plan = planned(program, figures, (*columns, *words), fixed)
        chance = np.random.default_rng(7)
        count = len(next(iter(columns.values())))
        numbers = {
            name: np.asarray([self.plan.word(word) for word in members], np.int32)[
                chance.integers(0, len(members), count)
            ]
            for name, members in words.items()
        }
        self.columns = {name: each for name, each in {**columns, **numbers}.items() if name in self.plan.columns}
        self.count = count

    def code(self, buffers: kernel.Buffers | None = None, threads: int | None = None) -> list[Any]:
        """The answers by compiled code."""
        return kernel.run(
            self.program, self.figures, self.columns, self.fixed, plan=self.plan, threads=threads, buffers=buffers
        )

    def in_parts(self, buffers: kernel.Buffers) -> None:
        """The answers part by part, each in the place of the one before."""
        for first in range(0, self.count, PART):
            columns = {name: each[first : first + PART] for name, each in self.columns.items()}
            kernel.run(self.program, self.figures, columns, self.fixed, plan=self.plan, buffers=buffers)

    def check(self) -> None:
        """Compiled code and columns agree on the first rows."""
        columns = {name: each[:CHECKED] for name, each in self.columns.items()}
        for one, other in zip(
            answers.run(self.program, self.figures, columns, self.fixed, plan=self.plan), self.code(), strict=True
        ):
            rows = len(one.state)
            assert (one.state == other.state[:rows]).all() and (one.state <= answers.NONE).all(), one.figure.key
            assert (one.values == other.values[:rows])[one.state == answers.KNOWN].all(), one.figure.key

    def bytes(self) -> float:
        """What is read and written for each row."""
        code = kernel._kernels[self.plan.digest][0]
        return sum(BYTES[slot.type] for slot in code.source.slots if not slot.uniform)


# ---- what is computed


def mini(count: int) -> Task:
    """The invented law: 11 columns, 19 figures."""
    chance = np.random.default_rng(1)
    tests = {"involuntary": 0.9, "registered": 0.85, "seeking": 0.8, "unclaimed": 0.95, "poor": 0.1}
    columns = {
        "wage": (np.exp(chance.normal(np.log(8000), 0.7, count)) * 100).astype(np.int64),
        "cost": (np.exp(chance.normal(np.log(9000), 1.6, count)) * 100).astype(np.int64),
        "injury_rate": chance.choice([2000, 4000, 7000, 9000, 11000, 13000, 16000, 19000], count),
        "contribution_months": chance.integers(0, 420, count),
        "receipt_month_number": chance.integers(1, 25, count),
        **{name: chance.random(count) < share for name, share in tests.items()},
    }
    words = {"employer_class": CLASSES}
    return Task("mini law, 19 figures", Program(mini_book(), "CN"), MINI, columns, words, MARCH)


def mini_book() -> Lawbook:
    """The invented law, built."""
    sys.path.insert(0, str(HERE))
    return build([Root(HERE / "mini_law", "mini_law")])


MINI = [
    Figure("base"),
    *(
        Figure("contribution", (("insurance", name), ("part", part)))
        for part in ("employer", "employee")
        for name in INSURANCES
    ),
    *(Figure("part_total", (("part", part),)) for part in ("employer", "employee")),
    *map(Figure, ("eligible", "benefit", "basic_paid", "critical_paid", "aid_paid", "self_paid")),
]


def contributions(count: int) -> Task:
    """All that the payroll roster shows of one person and month in Beijing."""
    roster = yaml.safe_load((HERE.parent / "src/renshe/law/rosters/contribution.yaml").read_text("utf-8"))
    figures = [
        Figure(each["name"], tuple(zip(each.get("at", {}), members, strict=True)))
        for each in roster["figures"]
        for members in itertools.product(*each.get("at", {}).values())
    ]
    chance = np.random.default_rng(2)
    wage = (np.exp(chance.normal(np.log(8000), 0.7, count)) * 100).astype(np.int64)
    columns = {
        "filed_wage": wage,
        "recorded_wage": wage,
        "separate_housing_fund_wage": wage,
        "current_work_injury_rate": chance.choice([2000, 4000, 7000], count),
        "floating_coefficient": np.full(count, 1_000_000),
        "housing_fund_rate": chance.choice([50_000, 80_000, 120_000], count),
        **{
            name: chance.random(count) < share
            for name, share in {
                "rural_contract_worker": 0.1, "has_employees": 0.95, "insured_as_employer": 0.97,
                "separate_housing_fund_filed": 0.05, "project_based_insured": 0.0,
            }.items()
        },
    }  # fmt: skip
    words = {
        "insured_category": ("employee",),
        "employer_type": ("enterprise", "individual_business", "public_institution"),
        "employer_size": ("micro", "small", "medium", "large"),
    }
    program = Program(default().compiled, "CN-BJ")
    known = {"insured_category": "employee", **JULY}
    words = {name: members for name, members in words.items() if name not in known}
    return Task(f"contributions, {len(figures)} figures", program, figures, columns, words, known)


def unemployment(count: int) -> Task:
    """Who may draw the benefit or the subsidy in Beijing, how much and for how long."""
    chance = np.random.default_rng(3)
    tests = {
        "involuntary_termination": 0.8, "registered_unemployed": 0.9, "job_seeking": 0.9, "unemployed": 0.95,
        "unemployment_benefit_exhausted": 0.2, "insured": 0.95, "reemployed_since_termination": 0.1,
        "unemployment_subsidy_claimed_before": 0.1, "claimed_in_other_region": 0.03, "lump_sum_benefit_claimed": 0.1,
    }  # fmt: skip
    columns = {
        "date": chance.integers(737_577, 737_700, count),
        "lump_sum_claim_date": chance.integers(737_425, 737_700, count),
        "contribution_months": chance.integers(0, 400, count),
        "receipt_month_number": chance.integers(1, 25, count),
        "unclaimed_benefit_months": chance.integers(0, 12, count),
        "months_paid_at_previous_standard": chance.integers(0, 6, count),
        **{name: chance.random(count) < share for name, share in tests.items()},
    }
    figures = [
        Figure(name)
        for name in (
            "unemployment_benefit_eligible", "unemployment_benefit_monthly", "unemployment_benefit_months",
            "unemployment_benefit_months_ceiling", "receipt_month_within_term", "medical_contribution_paid_by_fund",
            "top_up_amount", "unemployment_subsidy_eligible", "unemployment_subsidy_monthly",
            "unemployment_subsidy_maximum_months", "unemployment_subsidy_maximum_total",
            "unemployment_subsidy_first_payment_month", "unemployment_subsidy_last_payment_month",
        )
    ]  # fmt: skip
    program = Program(default().compiled, "CN-BJ")
    return Task(f"unemployment, {len(figures)} figures", program, figures, columns, {}, {})


RANGES = {
    "money": (0, 3_500_000), "rate": (2_000, 120_000), "day": (737_425, 737_790), "month": (24_240, 24_251),
    "months": (1, 400), "integer": (1, 30),
}  # fmt: skip
TOPICS = {
    "contributions": ("contribution", "contribution_base", "contribution_relief"),
    "unemployment": ("unemployment_benefit", "unemployment_subsidy", "unemployment_benefit_extension"),
}


def everything(count: int, name: str) -> Task:
    """Every rule of some topics in Beijing, for every member of what it depends on; all inputs at random."""
    program = Program(default().compiled, "CN-BJ")
    figures = list(_figures(program, TOPICS[name]))
    inputs = [*program.inputs_of(figure.name for figure in figures), *program.dimensions]
    plan = planned(program, figures, inputs, JULY)
    by_row = {node.name for node in plan.scalars}
    closures = {each: set(program.closure((each,))) for each in {figure.name for figure in figures}}
    figures = [figure for figure in figures if not closures[figure.name] & by_row]
    plan = planned(program, figures, inputs, JULY)
    chance = np.random.default_rng(5)
    columns, words = {}, {}
    for each in plan.columns:
        kind = program.book.terms[each].type
        if kind.kind == "enum":
            words[each] = kind.members
        elif kind.kind == "boolean":
            columns[each] = chance.random(count) < 0.5
        else:
            low, high = RANGES["day" if kind.kind == "date" else kind.kind]
            columns[each] = chance.integers(low, high + 1, count)
    few = Task(name, program, figures, {each: column[:64] for each, column in columns.items()}, words, JULY)
    told = answers.run(program, figures, few.columns, JULY, plan=few.plan)
    # What no text gives a number for is unknown in every row, and nothing to time.
    figures = [each.figure for each in told if not (each.state == answers.UNKNOWN).all()]
    return Task(f"{name}, all {len(figures)} figures", program, figures, columns, words, JULY)


def _figures(program: Program, topics: Sequence[str]) -> Iterator[Figure]:
    """The rules of topics, each as a figure for every member of its dimensions."""
    for name in sorted(_rules(program, topics)):
        reads = set(program.closure((name,)))
        own = [dimension for dimension in program.dimensions if dimension in reads]
        for members in itertools.product(*(program.book.terms[each].type.members for each in own)):
            yield Figure(name, tuple(zip(own, members, strict=True)))


def _rules(program: Program, topics: Sequence[str]) -> set[str]:
    names = {name for layer in program.chain for name in program.book.layers.get(layer, {})}
    bound = ((name, program.find(name)) for name in names)
    return {name for name, each in bound if isinstance(each, BoundRule) and each.versions[0].topic in topics}
