"""A hundred million people from Parquet to Parquet under the real law of Beijing: seconds, memory, and how they grow.

Run: ``python benchmarks/bench_hundred_million.py`` (``--largest 10000000`` for less). Three outputs with status and
reasons. The files repeat a million seeded rows. Each run is a process of its own; seconds are those of the work.
"""

from __future__ import annotations

import json
import math
import statistics
import tempfile
import time
from pathlib import Path

import harness

SIZES = (1_000_000, 10_000_000, 100_000_000)
ROUNDS = {1_000_000: 5, 10_000_000: 3}
MEGABYTES, EXPONENT = 600, 1.05


def part(folder: str, rows: int, write: bool) -> None:
    """Write a file, or compute it."""
    import files

    source, out = Path(folder, f"{rows}.parquet"), Path(folder, f"{rows}.out.parquet")
    if write:
        files.write(source, files.people, rows)
        return harness.tell()
    start, before = time.perf_counter(), time.process_time()
    done = files.stream("law", source, out)
    assert done.lines == rows and not done.rejected and not done.undetermined, done
    harness.tell(seconds=time.perf_counter() - start, processor=time.process_time() - before, size=out.stat().st_size)
    return None


def exponent(points: dict[int, float]) -> float:
    """The slope of the logarithms of seconds over those of rows, by least squares."""
    across, up = ([math.log(each) for each in values] for values in (points, points.values()))
    x, y = statistics.fmean(across), statistics.fmean(up)
    return sum((a - x) * (b - y) for a, b in zip(across, up, strict=True)) / sum((a - x) ** 2 for a in across)


def main() -> None:
    """Every size."""
    asked = harness.options(__doc__, largest=SIZES[-1])
    if asked.part:
        return part(**json.loads(asked.part))
    results = harness.Results(__file__, "A hundred million people, from file to file", quick=asked.quick)
    sizes = [100_000, 1_000_000] if asked.quick else [size for size in SIZES if size <= asked.largest]
    lines, seconds, processor, peaks = [], {}, {}, []
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            harness.apart(__file__, folder=folder, rows=rows, write=True)
            rounds = 1 if asked.quick else ROUNDS.get(rows, 1)
            runs = [
                harness.apart(__file__, folder=folder, rows=rows, write=False)
                for _ in range(rounds + (rows < SIZES[-1]))
            ]
            # The first run of a size may compile or read a cold file; of a hundred million there is one only.
            runs = runs[-rounds:]
        took = [run["seconds"] for run in runs]
        seconds[rows] = statistics.median(took)
        processor[rows] = statistics.median(run["processor"] for run in runs)
        peaks += [run["peak"] for run in runs]
        lines.append([
            f"{rows:,}", str(len(runs)), harness.spread(took), f"{processor[rows]:.1f}", harness.rates(took, rows),
            harness.spread([run["peak"] for run in runs], ".0f"), f"{runs[0]['size'] / 1e6:,.0f}",
        ])  # fmt: skip
    results.say(f"{harness.processors()} threads; three outputs of `contribution` and `housing_fund`.")
    head = ["rows", "runs", "seconds", "of the processors", "M rows/s", "peak MB", "result MB"]
    results.table(head, lines)
    results.goal("peak memory", max(peaks), MEGABYTES, unit=" MB")
    results.goal("exponent of seconds over rows", exponent(seconds), EXPONENT)
    results.item(f"exponent of the processors' seconds, which other work disturbs less: {exponent(processor):.3f}")
    results.write()
    return None


if __name__ == "__main__":
    main()
