"""One explained case in process: the median over all cases of the law, and its ratio to plain evaluation.

Run: ``python benchmarks/bench_single_case.py`` (``make bench`` runs it with the others).
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import harness

from renshe.api import default
from renshe.engine.check import read_cases, topics_of
from renshe.engine.decision import decide

ROUNDS = 5


def main() -> None:
    """Interleave explained and bare runs of every case; print medians in microseconds and their ratio."""
    asked = harness.options(__doc__)
    results = harness.Results(__file__, "One explained case in process", quick=asked.quick)
    rounds = 1 if asked.quick else ROUNDS
    book = default().compiled
    cases = [c for c in read_cases([Path(__file__).parent.parent / "tests/cases"]) if c.topic in topics_of(book)]
    programs: dict = {}
    explained: list[float] = []
    bare: list[float] = []
    for round_number in range(rounds + 1):
        for case in cases:
            arguments = {"region": case.region, "date": case.date, "inputs": case.inputs, "known_on": case.known_on}
            start = time.perf_counter()
            decision = decide(book, tuple(case.expect), programs=programs, **arguments)
            middle = time.perf_counter()
            decision.to_json()
            end = time.perf_counter()
            if round_number:  # the first round binds names and warms caches
                bare.append(middle - start)
                explained.append(end - start)
    median, plain = statistics.median(explained), statistics.median(bare)
    worst = statistics.quantiles(explained, n=100)[98]
    results.item(f"{len(cases)} cases × {rounds}")
    results.item(f"explained, with its document: median {median * 1e6:.0f} µs, 99 % {worst * 1e6:.0f} µs")
    results.item(f"evaluated only: median {plain * 1e6:.0f} µs; the explanation costs × {median / plain:.2f}")
    results.item(f"goal: median ≤ 1000 µs: {'met' if median <= 0.001 else 'NOT met'}")
    results.write()


if __name__ == "__main__":
    main()
