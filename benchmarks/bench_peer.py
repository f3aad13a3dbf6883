"""The same 19 outputs by us and by OpenFisca-Core, in memory: rows a second, peak memory, and wrong fen.

Run: ``python benchmarks/bench_peer.py`` (``--sizes 100000,1000000,10000000``, ``--rounds 5``). The rules stand in
``mini_law`` and, as users of OpenFisca write them, in ``mini_openfisca``; both get the same seeded rows. Runs take
turns in one process, memory is measured in a process for each. *Filled again*: all answers are kept, in the memory of
the run before; *in parts*: half a million rows at a time, as files are computed; *fresh memory*: asked of the system
for every run, as OpenFisca does. Every row is compared with ``exact``, the integers of Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import exact
import harness
import numpy as np
import tasks

from renshe.engine.vector import kernel

CHECKED = 1_000_000
"""Rows that are compared at a time."""
GOALS = {1_000_000: (3, 5), 10_000_000: (8, 12)}


def prepared(task: tasks.Task) -> Any:
    """The columns of a task for OpenFisca."""
    import mini_openfisca

    order = np.argsort(np.asarray([task.plan.word(word) for word in tasks.CLASSES]))
    return mini_openfisca.Prepared({**task.columns, "employer_class": order[task.columns["employer_class"]]})


def peer(ready: Any) -> float:
    """Seconds of one run of OpenFisca; that its inputs are handed over before is not counted."""
    import mini_openfisca

    simulation = ready.simulation()
    return harness.timed(partial(mini_openfisca.calculate, simulation))


def fen(amounts: Any) -> Any:
    """Amounts of OpenFisca as whole fen, the nearest."""
    return amounts if amounts.dtype == np.bool_ else np.rint(amounts.astype(np.float64) * 100).astype(np.int64)


def wrong(task: tasks.Task, first: int) -> tuple[int, int]:
    """Rows of those from *first* on with any output that is not the exact one: ours, OpenFisca's."""
    import mini_openfisca

    words = np.asarray(task.plan.words, dtype=object)
    columns = {name: column[first : first + CHECKED] for name, column in task.columns.items()}
    listed = {name: column.tolist() for name, column in columns.items()}
    listed["employer_class"] = words[columns["employer_class"]].tolist()
    names = list(listed)
    rows = zip(*listed.values(), strict=True)
    truth = np.asarray([exact.row(**dict(zip(names, row, strict=True))) for row in rows], np.int64)
    few = tasks.Task.__new__(tasks.Task)
    few.__dict__.update(task.__dict__, columns=columns, count=len(columns["wage"]))
    ours = [answer.values for answer in few.code()]
    theirs = [fen(each) for each in mini_openfisca.calculate(prepared(few).simulation())]
    return tuple(  # type: ignore[return-value]
        int(np.any([each != truth[:, place] for place, each in enumerate(found)], axis=0).sum())
        for found in (ours, theirs)
    )


def memory(engine: str, rows: int) -> None:
    """One run in this process: its memory, and that of the rows before it."""
    task = tasks.mini(rows)
    if engine == "ours":
        task.code()
    elif engine == "parts":
        task.in_parts(kernel.Buffers())
    else:
        ready = prepared(task)
        task.columns.clear()
        peer(ready)
    harness.tell()


def measure(rows: int, rounds: int) -> list[list[str]]:
    """One size; the rows of the table."""
    task, buffers = tasks.mini(rows), kernel.Buffers()
    task.code(buffers)
    task.check()
    ready = prepared(task)
    runs: dict[str, Callable[[], float]] = {
        "ours, filled again": lambda: harness.timed(lambda: task.code(buffers)),
        "OpenFisca": lambda: peer(ready),
        "ours, in parts": lambda: harness.timed(lambda: task.in_parts(buffers)),
        "ours, fresh memory": lambda: harness.timed(task.code),
    }
    peer(ready)
    found = harness.interleaved(runs, rounds)
    table = []
    for name, seconds in found.items():
        times = "" if name == "OpenFisca" else harness.ratio(found["OpenFisca"], seconds)[1]
        table.append([f"{rows:,}", name, harness.rates(seconds, rows), times])
    if rows in GOALS:
        least, goal = GOALS[rows]
        for name in (each for each in found if each != "OpenFisca"):
            times, _ = harness.ratio(found["OpenFisca"], found[name])
            GOALS_FOUND.append((f"{rows:,} rows, {name}, times OpenFisca (goal {goal})", times, least))
    ours, theirs = map(sum, zip(*(wrong(task, first) for first in range(0, rows, CHECKED)), strict=True))
    WRONG.append([f"{rows:,}", f"{ours:,}", f"{theirs:,} ({theirs / rows:.1%})"])
    return table


GOALS_FOUND: list[tuple[str, float, float]] = []
WRONG: list[list[str]] = []


def main() -> None:
    """Every size."""
    asked = harness.options(__doc__, sizes="100000,1000000,10000000", rounds=7)
    if asked.part:
        return memory(**json.loads(asked.part))
    results = harness.Results(__file__, "The same rules as OpenFisca, in memory", quick=asked.quick)
    try:
        import mini_openfisca  # noqa: F401
    except ImportError:
        print("OpenFisca is not installed: pip install -r benchmarks/requirements.txt")
        return None
    sizes = [100_000, 1_000_000] if asked.quick else [int(each) for each in asked.sizes.split(",")]
    rounds = 3 if asked.quick else asked.rounds
    results.say(f"19 outputs of 11 columns; medians of {rounds} runs in turn, {harness.processors()} threads for us.")
    results.say(
        "OpenFisca runs in one thread, with its 32-bit numbers, and tells no reasons. Its answers are in memory"
    )
    results.say(
        "that is fresh in every run, so *fresh memory* is what compares like with like; the other two show what the"
    )
    results.say("code does where memory is at hand. All three are held against the limits.")
    table = [row for size in sizes for row in measure(size, rounds)]
    results.table(["rows", "engine", "M rows/s", "times OpenFisca"], table)
    results.table(
        ["rows, all compared with exact arithmetic", "ours with a wrong fen", "OpenFisca with a wrong fen"], WRONG
    )
    peaks = []
    for size in sizes:
        found = {engine: harness.apart(__file__, engine=engine, rows=size)["peak"] for engine in ENGINES}
        peaks.append([f"{size:,}", *(f"{each:,.0f}" for each in found.values())])
    results.table(["rows", *(f"{each}, peak MB" for each in ENGINES.values())], peaks)
    for what, found_, least in GOALS_FOUND:
        results.goal(what, found_, least, least=True)
    results.goal("rows of ours with a wrong fen", sum(int(row[1].replace(",", "")) for row in WRONG), 0)
    results.write()


ENGINES = {"ours": "ours, all answers kept", "parts": "ours, in parts", "openfisca": "OpenFisca"}

if __name__ == "__main__":
    main()
