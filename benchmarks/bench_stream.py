"""From a Parquet file to a Parquet file, ten million rows with the rules of ``mini_law``: us and OpenFisca-Core.

Run: ``python benchmarks/bench_stream.py`` (``--rows 10000000``, ``--rounds 3``). Each run is a process of its own that
reads, computes and writes; its seconds are those of the work, without starting Python. We go piece by piece; OpenFisca
has the whole table in memory, which is how it works on its own.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import harness

SHARE = 1 / 3


def openfisca(source: Path, out: Path) -> None:
    """Read the table, compute all outputs, write them."""
    import mini_openfisca
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    import tasks

    table = pq.read_table(source)
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        table = table.drop_columns(name)
        if pa.types.is_decimal(column.type):
            column = column.cast(pa.float64()).cast(pa.float32())
        elif pa.types.is_string(column.type):
            column = pc.index_in(column, pa.array(tasks.CLASSES))
        columns[name] = column.to_numpy(zero_copy_only=False)
    simulation = mini_openfisca.SimulationBuilder().build_default_simulation(mini_openfisca.SYSTEM, table_rows(columns))
    for name, kind in mini_openfisca.INPUTS.items():
        types = {float: np.float32, int: np.int32, bool: np.bool_}
        simulation.set_input(name, mini_openfisca.PERIOD, columns.pop(name).astype(types[kind], copy=False))
    found = mini_openfisca.calculate(simulation)
    pq.write_table(pa.table(dict(zip(mini_openfisca.FORMULAS, found, strict=True))), out, compression="zstd")


def table_rows(columns: dict[str, Any]) -> int:
    """How many rows there are."""
    return len(next(iter(columns.values())))


def part(engine: str, folder: str, rows: int) -> None:
    """What one process does."""
    import files
    import tasks

    source, out = Path(folder, "people.parquet"), Path(folder, f"{engine}.parquet")
    if engine == "write":
        files.write(source, tasks.mini, rows)
        return harness.tell()
    start = time.perf_counter()
    (openfisca if engine == "openfisca" else partial(files.stream, "mini"))(source, out)
    harness.tell(seconds=time.perf_counter() - start)
    return None


def main() -> None:
    """Both in turn."""
    asked = harness.options(__doc__, rows=10_000_000, rounds=3)
    if asked.part:
        return part(**json.loads(asked.part))
    results = harness.Results(__file__, "The same rules as OpenFisca, from file to file", quick=asked.quick)
    try:
        import mini_openfisca  # noqa: F401
    except ImportError:
        print("OpenFisca is not installed: pip install -r benchmarks/requirements.txt")
        return None
    rows, rounds = (1_000_000, 1) if asked.quick else (asked.rows, asked.rounds)
    found: dict[str, list[dict[str, float]]] = {"ours": [], "openfisca": []}
    with tempfile.TemporaryDirectory() as folder:
        harness.apart(__file__, engine="write", folder=folder, rows=rows)
        harness.apart(__file__, engine="ours", folder=folder, rows=rows)  # the code is compiled if it was not
        for _ in range(rounds):
            for engine, runs in found.items():
                runs.append(harness.apart(__file__, engine=engine, folder=folder, rows=rows))
        sizes = {name: Path(folder, f"{name}.parquet").stat().st_size / 1e6 for name in ("people", *found)}
    results.say(
        f"{rows:,} rows, 11 columns read ({sizes['people']:.0f} MB), 19 outputs written; {rounds} runs in turn."
    )
    lines = []
    for engine, runs in found.items():
        seconds, peaks = ([run[what] for run in runs] for what in ("seconds", "peak"))
        lines.append([
            {"ours": "ours, in pieces", "openfisca": "OpenFisca, the whole table"}[engine],
            harness.spread(seconds), harness.rates(seconds, rows), harness.spread(peaks, ".0f"), f"{sizes[engine]:.0f}",
        ])  # fmt: skip
    results.table(["engine", "seconds", "M rows/s", "peak MB", "result MB"], lines)
    ours, theirs = (statistics.median(run["peak"] for run in runs) for runs in found.values())
    results.goal(f"{rows:,} rows, our peak memory by OpenFisca's", ours / theirs, round(SHARE, 3))
    results.write()
    return None


if __name__ == "__main__":
    main()
