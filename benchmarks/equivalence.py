"""Whether columns answer as the explaining evaluation does, on as many random rows as you have time for.

Run: ``make equivalence ROWS=1000000``, or ``python -m benchmarks.equivalence --rows 1000000 --seed 7``. The rows are
shared out among all topics and regions; the first difference ends it with exit code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

from renshe.api import Lawbook
from renshe.engine.bind import Program
from tests.engine.vector.equality import differences, domains_of, members_of, outputs_of, random_rows

REGIONS = ("CN", "CN-BJ", "CN-SH", "CN-TJ", "CN-GD-440100", "CN-HB")
AT_ONCE = 2_000


@cache
def program(region: str) -> Program:
    """The law of a region, bound once in each process."""
    return Program(Lawbook().compiled, region)


def compare(task: tuple[str, tuple[str, ...], int, int]) -> tuple[int, int, str | None]:
    """Rows and values compared, and the first difference."""
    region, outputs, rows, seed = task
    chance, law = random.Random(seed), program(region)
    figures = members_of(law, outputs, chance)
    tried = list(random_rows(law, domains_of(law, outputs), rows, chance))
    return len(tried), len(tried) * len(figures), next(differences(law, figures, tried), None)


def main() -> int:
    """Compare; say how much was compared, or what differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    given: Any = options.parse_args()
    topics = [(region, outputs) for region in REGIONS for outputs in outputs_of(program(region)).values()]
    each = -(-given.rows // len(topics))
    parts = [min(AT_ONCE, each - first) for first in range(0, each, AT_ONCE)]
    tasks = [
        (region, outputs, count, given.seed * 1_000_003 + number * 1009 + part)
        for part, count in enumerate(parts)
        for number, (region, outputs) in enumerate(topics)
    ]
    rows = values = 0
    start = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for more, compared, found in pool.map(compare, tasks):
            rows, values = rows + more, values + compared
            if found is not None:
                print(f"after {rows:,} rows: {found}")
                return 1
    took = time.perf_counter() - start
    print(f"{rows:,} rows, {values:,} values with what is missing and their reasons: all equal ({took:.0f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
