"""Rows a second of compiled code: the rules of ``mini_law`` beside OpenFisca, and the real law of Beijing.

Run: ``python benchmarks/bench_kernel.py [rows …]`` (100,000, 1,000,000 and 10,000,000 when left out). What is compared
runs in turn, and medians are compared; ``triad`` is a[i] = b[i] + 3·c[i] on the same machine in the same minute, 24
bytes for each element, and a share of it counts the bytes of each row once as read or written. Memory that is *filled
again* holds all answers of a run, and those of the next; *fresh* memory is asked of the system for each run, which on a
virtual machine may take longer than to fill it; *in parts* is how a file is read, computed and written.
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from renshe.api import default
from renshe.engine.bind import Program
from renshe.engine.build import Root, build
from renshe.engine.vector import answers, kernel, kernel_object
from renshe.engine.vector.kernel_ports import Ports, Slot
from renshe.engine.vector.kernel_text import real
from renshe.engine.vector.nodes import Figure, Plan
from renshe.engine.vector.plan import plan as planned

HERE = Path(__file__).parent
ROUNDS = 7
PART = 1 << 19
"""Rows of a part: as many as are shared among threads."""
CHECKED = 20_000
INSURANCES = ("pension", "medical", "unemployment", "work_injury", "housing")
MARCH = {"month": 2020 * 12 + 2, "date": 737_515}
JULY = {"month": 2020 * 12 + 6, "date": 737_637}
OURS = ("filled again", "in parts", "fresh memory")
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
    sys.path.insert(0, str(HERE))
    program = Program(build([Root(HERE / "mini_law", "mini_law")]), "CN")
    figures = [
        Figure("base"),
        *(
            Figure("contribution", (("insurance", name), ("part", part)))
            for part in ("employer", "employee")
            for name in INSURANCES
        ),
        *(Figure("part_total", (("part", part),)) for part in ("employer", "employee")),
        *map(Figure, ("eligible", "benefit", "basic_paid", "critical_paid", "aid_paid", "self_paid")),
    ]
    words = {"employer_class": ("micro", "small", "medium", "large", "public")}
    return Task("mini law, 19 figures", program, figures, columns, words, MARCH)


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


# ---- what it is measured against


class Triad:
    """a[i] = b[i] + 3·c[i] by the same compiler, on arrays too large for any cache."""

    ELEMENTS = 1 << 24

    def __init__(self) -> None:
        ports = Ports()
        line = ports.text.line
        b, c = (ports.load(Slot("column", name, "values", "i64"), (0, 0)) for name in "bc")
        b, c = (line("bitcast ~i64 $0 to ~double", (each,), type="double") for each in (b, c))
        total = line(
            "fadd ~double $0, $1", (b, line("fmul ~double $0, $1", (c, real(3.0)), type="double")), type="double"
        )
        ports.put(Slot("figure", 0, "values", "i64"), line("bitcast ~double $0 to ~i64", (total,)))
        # Stored as any loop stores: what is written is fetched first, and the 24 bytes of an element do not count it.
        self.function = kernel_object.function(ports.module().replace(", align 64, !nontemporal !0", ", align 8"))
        self.arrays = [np.ones(self.ELEMENTS) for _ in range(3)]
        self.addresses = np.asarray([array.ctypes.data for array in self.arrays], np.uint64)

    def run(self, threads: int) -> float:
        """Bytes a second."""
        batches = range(0, self.ELEMENTS, kernel.BATCH)
        at = self.addresses.ctypes.data
        start = time.perf_counter()
        if threads == 1:
            self.function(at, 0, self.ELEMENTS)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda first: self.function(at, first, first + kernel.BATCH), batches))
        return 24 * self.ELEMENTS / (time.perf_counter() - start)


def openfisca(task: Task) -> tuple[Callable[[], Any], Callable[[Any], Any]] | None:
    """What prepares a run of OpenFisca, and what runs it; None where it is not installed."""
    try:
        import mini_openfisca
    except ImportError:
        return None
    order = np.argsort(np.asarray([task.plan.word(word) for word in ("micro", "small", "medium", "large", "public")]))
    classes = order[task.columns["employer_class"]]
    prepared = mini_openfisca.Prepared({**task.columns, "employer_class": classes})
    return prepared.simulation, mini_openfisca.calculate


def timed(of: Callable[[], Any]) -> float:
    start = time.perf_counter()
    kept = of()
    end = time.perf_counter()
    del kept
    return end - start


def report(task: Task, triad: Triad, peer: Any = None) -> None:
    """Interleave everything, and print medians."""
    threads = kernel._processors()
    buffers = kernel.Buffers()
    compiled = kernel_object.compiled
    first = timed(lambda: task.code(buffers))
    task.check()
    size = task.bytes()
    found: dict[str, list[float]] = {}

    def note(key: str, value: float) -> None:
        found.setdefault(key, []).append(value)

    for _ in range(ROUNDS if task.count < 5_000_000 else 5):
        note("triad 1", triad.run(1))
        note("triad", triad.run(threads))
        note("filled again, 1 thread", timed(lambda: task.code(buffers, threads=1)))
        note("filled again", timed(lambda: task.code(buffers)))
        if task.count > PART:
            note("in parts", timed(lambda: task.in_parts(buffers)))
        note("fresh memory", timed(task.code))
        if peer is not None:
            prepare, calculate = peer
            note("OpenFisca", timed(partial(calculate, prepare())))
    best = statistics.median(found["triad"]), statistics.median(found["triad 1"])
    how = "compiled" if kernel_object.compiled > compiled else "kept"
    print(f"{task.name}, {task.count:,} rows, {size:.0f} bytes a row; first run ({how}) {first:.2f} s")
    print(f"  triad {best[0] / 1e9:.1f} GB/s, by one thread {best[1] / 1e9:.1f}; load {os.getloadavg()[0]:.1f}")
    for key, seconds in found.items():
        if not key.startswith("triad"):
            middle = statistics.median(seconds)
            rate = task.count / middle
            share = f"{rate * size / max(best):5.0%} of triad" if key != "OpenFisca" else ""
            span = f"{task.count / max(seconds) / 1e6:.1f}–{task.count / min(seconds) / 1e6:.1f}"
            print(f"  {key:24} {rate / 1e6:7.1f} M rows/s ({span}) {share}")
    if peer is not None:
        other = statistics.median(found["OpenFisca"])
        times = [f"{other / statistics.median(found[key]):.1f} ({key})" for key in found if key in OURS]
        print(f"  OpenFisca takes × {', × '.join(times)}")


def main() -> None:
    """Every size, every task."""
    if not kernel.available():
        print("No compiler here: pip install 'renshe[kernel]'")
        return
    triad = Triad()
    for rows in [int(each) for each in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000]:
        task = mini(rows)
        peer = openfisca(task)
        report(task, triad, peer)
        if peer is None:
            print("  OpenFisca is not installed: pip install openfisca-core")
        del task, peer
        report(contributions(rows), triad)
        report(unemployment(rows), triad)


if __name__ == "__main__":
    main()
