"""One question of an interview: how long a person waits for it, over all outputs that a case of the law asks for.

Run: ``python benchmarks/bench_interview.py``. Each interview begins with nothing but place and day, and is answered
from its case; what the case does not say is not known.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import harness

from renshe.api import default
from renshe.engine.check import read_cases, topics_of
from renshe.engine.decision import read_inputs
from renshe.engine.evaluate import ASKED


def main() -> None:
    """Time every question; print the median, the 99th percentile and the slowest."""
    asked = harness.options(__doc__)
    results = harness.Results(__file__, "A question of an interview", quick=asked.quick)
    law = default()
    book = law.compiled
    waits: list[tuple[float, str]] = []
    interviews = 0
    for case in read_cases([Path(__file__).parent.parent / "tests/cases"]):
        if case.topic not in topics_of(book):
            continue
        given = read_inputs(book, case.inputs)
        for output in case.expect:
            interview = law.ask(output, region=case.region, date=case.date, known_on=case.known_on)
            interviews += 1
            while True:
                start = time.perf_counter()
                question = interview.next()
                waits.append((time.perf_counter() - start, f"{output} in {case.region}, {case.id}"))
                if question is None:
                    break
                if question.assumed and question.name not in given:
                    interview.skip(question.name)
                else:
                    interview.given[question.name] = given.get(question.name, ASKED)
    seconds = [wait for wait, _ in waits]
    slowest, where = max(waits)
    results.item(f"{interviews} interviews, {len(waits)} questions, ends included")
    late = statistics.quantiles(seconds, n=100)[98]
    results.item(f"median {statistics.median(seconds) * 1e3:.1f} ms, 99 % {late * 1e3:.0f} ms")
    results.item(f"slowest {slowest * 1e3:.0f} ms: {where}")
    results.write()


if __name__ == "__main__":
    main()
