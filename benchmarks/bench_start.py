"""Start-up: ``renshe --help`` and a cold ``renshe decide`` with the compiled lawbook, against an empty Python.

Run: ``python benchmarks/bench_start.py``. The first call builds the lawbook; it is timed apart.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import harness

RUNS = 15
HEAVY = ("numpy", "pandas", "pyarrow", "pydantic", "jsonschema", "yaml", "rich")
DECIDE = [
    "decide", "unemployment_benefit_eligible", "--region", "CN-BJ", "--date", "2020-07-10", "--lang", "zh",
    "contribution_months=11", "involuntary_termination=true", "registered_unemployed=true", "job_seeking=true",
]  # fmt: skip


def timed(command: list[str]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Interleave the commands; print medians, and ratios to an empty interpreter."""
    asked = harness.options(__doc__)
    results = harness.Results(__file__, "The command line from a cold start", quick=asked.quick)
    renshe = [sys.executable, "-m", "renshe"]
    first = timed([*renshe, *DECIDE])
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "renshe --help": [*renshe, "--help"],
        "renshe decide": [*renshe, *DECIDE],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(3 if asked.quick else RUNS):
        for name, command in commands.items():
            times[name].append(timed(command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    empty = medians["python -c pass"]
    results.item(f"first call, lawbook built if it was not: {first * 1000:.0f} ms")
    for name, median in medians.items():
        spread = f"{min(times[name]) * 1000:.0f}–{max(times[name]) * 1000:.0f}"
        results.item(
            f"{name}: median {median * 1000:.0f} ms ({spread}), × {median / empty:.1f} of an empty interpreter"
        )
    for name, goal in (("renshe --help", 0.2), ("renshe decide", 0.7)):
        results.item(f"goal: {name} ≤ {goal * 1000:.0f} ms: {'met' if medians[name] <= goal else 'NOT met'}")
    probe = "\n".join(
        [
            f"import sys; sys.argv[1:] = {DECIDE!r}",
            "try:",
            "    from renshe.cli import main; main()",
            "except SystemExit:",
            "    pass",
            f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)",
        ]
    )
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stderr.strip()
    results.item(f"of {', '.join(HEAVY)} the decide path loads: {loaded}")
    results.write()


if __name__ == "__main__":
    main()
