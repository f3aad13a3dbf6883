"""What it takes before many rows are fast: starting, the first call, later calls, and tables of 1, 100 and 10,000 rows.

Run: ``python benchmarks/bench_first_call.py``. The contributions of a payroll in Beijing. Each start is a process of
its own, once with nothing kept (no lawbook, no code) and then with what the first one kept.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import harness

SIZES = (1, 100, 10_000)
RUNS = 7
CALLS = 50
STEPS = ("imports", "law loaded", "planned", "first call", "second call")


def part(rows: int, calls: int) -> None:
    """The steps of one process, and later calls with every back-end."""
    begun = time.perf_counter()
    steps: dict[str, Any] = {}

    def done(name: str) -> None:
        nonlocal begun
        steps[name] = time.perf_counter() - begun
        begun = time.perf_counter()

    import tasks

    from renshe.api import default
    from renshe.engine.vector import answers, kernel

    done("imports")
    assert default().compiled.hash
    done("law loaded")
    task = tasks.contributions(rows)
    done("planned")
    task.code()
    done("first call")
    task.code()
    done("second call")
    buffers = kernel.Buffers()
    ways = {
        "kernel": lambda: task.code(buffers),
        "columns": lambda: answers.run(task.program, task.figures, task.columns, task.fixed, plan=task.plan),
    }
    for name, run in ways.items():
        steps[name] = statistics.median(harness.timed(run) for _ in range(calls))
    harness.tell(**steps)


def command(folder: str, rows: int) -> float:
    """Seconds of the whole command on a Parquet file of so many rows."""
    called = ["-m", "renshe", "batch", f"{folder}/{rows}.parquet", "--region", "CN-BJ", "--month", "2020-07", "-o",
              f"{folder}/{rows}.out.parquet", "--outputs", "person_contribution"]  # fmt: skip
    start = time.perf_counter()
    subprocess.run([sys.executable, *called], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Everything."""
    asked = harness.options(__doc__, runs=RUNS)
    if asked.part:
        return part(**json.loads(asked.part))
    results = harness.Results(__file__, "The first call, and few rows", quick=asked.quick)
    runs = 2 if asked.quick else asked.runs
    kept = os.environ.get("RENSHE_CACHE")
    cold, warm, small, commands = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            os.environ["RENSHE_CACHE"] = str(Path(folder, f"cache{number}"))
            cold.append(harness.apart(__file__, rows=10_000, calls=1))
            warm.append(harness.apart(__file__, rows=10_000, calls=1))
        for rows in SIZES:
            found = [harness.apart(__file__, rows=rows, calls=CALLS) for _ in range(min(runs, 3))]
            small.append([f"{rows:,}", *(harness.spread([run[name] for run in found], ".2f", 1e3)
                                         for name in ("kernel", "columns"))])  # fmt: skip
        import files

        for rows in SIZES:
            files.write(Path(folder, f"{rows}.parquet"), files.people, rows)
            command(folder, rows)
            took = [command(folder, rows) for _ in range(runs)]
            commands.append([f"{rows:,}", harness.spread(took, ".2f")])
    if kept is None:
        del os.environ["RENSHE_CACHE"]
    else:
        os.environ["RENSHE_CACHE"] = kept
    results.say(f"Milliseconds in a new process, medians of {runs}; 24 figures of 10,000 rows.")
    results.table(
        ["step", "nothing kept", "kept"],
        [[step, *(harness.spread([run[step] for run in each], ".1f", 1e3) for each in (cold, warm))] for step in STEPS],
    )
    results.say(f"A later call, milliseconds, medians of {CALLS} calls:")
    results.table(["rows", "kernel", "columns"], small)
    results.say(
        "The command `renshe batch FILE.parquet --outputs person_contribution -o …`, seconds from start to end:"
    )
    results.table(["rows", "seconds"], commands)
    results.write()
    return None


if __name__ == "__main__":
    main()
