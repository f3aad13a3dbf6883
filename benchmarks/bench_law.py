"""The real law of Beijing by compiled code: rows a second of contributions and of unemployment, beside the memory.

Run: ``python benchmarks/bench_law.py`` (``--sizes 100000,1000000,10000000``, ``--rounds 7``). What a payroll shows,
what a person without work is told, and every rule of these topics for every member. *Triad* is a[i] = b[i] + 3·c[i] in
the same minute, 24 bytes for each element. The bytes of a row are its input columns as read, and its values, states,
reasons and marks as written, each once and as stored: truths one byte, marks one bit.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

import harness
import tasks
import triad

from renshe.engine.vector import kernel, kernel_object

KEPT = 3e9
"""Bytes of all answers of a run beyond which they are computed in parts only, as any file is."""
LEAST = 0.20
TASKS: dict[str, Callable[[int], tasks.Task]] = {
    "contributions, as a payroll shows them": tasks.contributions,
    "unemployment, as a person is told": tasks.unemployment,
    "contributions, all": lambda rows: tasks.everything(rows, "contributions"),
    "unemployment, all": lambda rows: tasks.everything(rows, "unemployment"),
    "mini law": tasks.mini,
}


def measure(task: tasks.Task, memory: triad.Triad, rounds: int) -> tuple[list[list[str]], float]:
    """One task; the rows of the table, and its share of triad."""
    threads = harness.processors()
    buffers = kernel.Buffers()
    compiled = kernel_object.compiled
    first = harness.timed(lambda: task.in_parts(buffers))
    how = "compiled" if kernel_object.compiled > compiled else "kept"
    size = task.bytes()
    runs: dict[str, Callable[[], float]] = {
        "triad": lambda: memory.run(threads),
        "triad 1": lambda: memory.run(1),
        "past": lambda: memory.run(threads, past=True),
        "in parts": lambda: harness.timed(lambda: task.in_parts(buffers)),
    }
    whole = kernel.Buffers()
    if size * task.count <= KEPT:
        task.check()
        task.code(whole)
        runs["filled again"] = lambda: harness.timed(lambda: task.code(whole))
        runs["one thread"] = lambda: harness.timed(lambda: task.code(whole, threads=1))
        runs["fresh memory"] = lambda: harness.timed(task.code)
    found = harness.interleaved(runs, rounds, 0.05)
    bandwidth = max(statistics.median(found[name]) for name in ("triad", "triad 1"))
    most = max(bandwidth, statistics.median(found["past"]))
    lines, best = [], 0.0
    for name, seconds in found.items():
        if name in ("triad", "triad 1", "past"):
            continue
        rate = task.count / statistics.median(seconds)
        share = rate * size / bandwidth
        best = max(best, share if name in ("in parts", "filled again") else 0)
        lines.append([
            task.name, f"{task.count:,}", f"{size:.0f}", name, harness.rates(seconds, task.count),
            f"{rate * size / 1e9:.1f}", f"{share:.0%}", f"{rate * size / most:.0%}",
        ])  # fmt: skip
    triads = [harness.spread(found[name], ".1f", 1e-9) for name in ("triad 1", "triad", "past")]
    TRIADS.append([task.name, f"{task.count:,}", *triads, f"{first:.2f} ({how})"])
    return lines, best


TRIADS: list[list[str]] = []


def main() -> None:
    """Every task at every size."""
    asked = harness.options(__doc__, sizes="100000,1000000,10000000", rounds=7)
    if not kernel.available():
        print("No compiler here: pip install 'renshe[kernel]'")
        return
    results = harness.Results(__file__, "The real law, in memory, beside the memory itself", quick=asked.quick)
    sizes = [100_000, 1_000_000] if asked.quick else [int(each) for each in asked.sizes.split(",")]
    memory, lines, shares = triad.Triad(), [], {}
    for name, of in TASKS.items():
        for rows in sizes:
            task = of(rows)
            more, share = measure(task, memory, 3 if asked.quick else asked.rounds)
            print(*more, sep="\n", flush=True)
            lines += more
            if rows >= 1_000_000:
                shares[f"{name}, {rows:,} rows"] = share
    results.say(f"{harness.processors()} threads where not said. Triad is the better of one thread and of all; *past*")
    results.say("is the same loop stored past the caches, as the law stores: the most that this memory gives.")
    head = ["task", "rows", "bytes a row", "how", "M rows/s", "GB/s", "of triad", "of triad past the caches"]
    results.table(head, lines)
    head = ["task", "rows", "triad, one thread, GB/s", "triad, all", "triad past the caches, all", "first run, seconds"]
    results.table(head, TRIADS)
    for name, share in shares.items():
        results.goal(f"{name}, share of triad in memory at hand", share * 100, LEAST * 100, least=True, unit=" %")
    results.write()


if __name__ == "__main__":
    main()
