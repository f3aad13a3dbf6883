"""Whether all executors answer as the explaining evaluation does, on as many random rows as you have time for.

Run: ``make equivalence ROWS=1000000``, or ``python -m benchmarks.equivalence --rows 1000000 --seed 7``; ``--minutes``
ends it earlier, ``--record FILE`` keeps what was found. The rows are shared out among all topics and regions. Every
output, also for some members of its dimensions, is answered by evaluation, by plain functions, by columns, and by
compiled code where there is a compiler: value and status, what is missing, and the reasons, which plain functions do
not give. Half of the rows say all that is asked of them, so that compiled code answers them by itself; of the others
more or less is absent or not known, and now and then they answer in the law's place. Differences are counted, the
first few told; any ends it with exit code 1.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from renshe.api import Lawbook
from renshe.engine import plain
from renshe.engine.bind import Program
from renshe.engine.vector import answers, kernel
from renshe.engine.vector.given import ABSENT, Book, from_values
from renshe.engine.vector.nodes import Figure
from renshe.engine.vector.plan import plan
from tests.engine.vector.equality import (
    BEYOND_64_BITS,
    domains_of,
    explained,
    members_of,
    outputs_of,
    random_rows,
    said,
    told,
    whole_rows,
)

REGIONS = ("CN", "CN-BJ", "CN-SH", "CN-TJ", "CN-GD-440100", "CN-HB")
AT_ONCE = 1_500
SHOWN = 3
Row = dict[str, Any]
Told = tuple[Any, ...]


@cache
def program(region: str) -> Program:
    """The law of a region, bound once in each process."""
    return Program(Lawbook().compiled, region)


def by_plain_functions(law: Program, figures: Sequence[Figure], rows: Sequence[Row]) -> list[list[Told]]:
    """What plain functions say; they give no reasons."""
    together: dict[Any, list[str]] = {}
    for figure in figures:
        together.setdefault(figure.at, []).append(figure.name)
    compiled = {at: plain.compiled(law, tuple(names)) for at, names in together.items()}
    found = []
    for row in rows:
        said = {at: each.run({**row, **dict(at)}) for at, each in compiled.items()}
        found.append([told(said[figure.at][figure.name], ()) for figure in figures])
    return found


def by_tables(law: Program, figures: Sequence[Figure], rows: Sequence[Row]) -> Iterator[tuple[str, list[list[Told]]]]:
    """What columns say, and what compiled code does."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    planned = plan(law, figures, names)
    book = Book.of(planned)
    given = {
        name: from_values(planned.columns[name], [row.get(name, ABSENT) for row in rows], book)
        for name in names
        if name in planned.columns
    }
    if not given:
        rows = rows[:1]  # nothing of a row is read
    runs = {"columns": answers.run} | ({"kernel": kernel.run} if kernel.available() else {})
    for name, run in runs.items():
        found = run(law, figures, given, plan=planned, book=book)
        yield name, [[said(answer, row) for answer in found] for row in range(len(rows))]


Compared = tuple[int, Counter[str], list[str]]


def compare(task: tuple[str, tuple[str, ...], int, int]) -> Compared:
    """Rows; values compared and differences, by executor; and the first differences."""
    region, outputs, count, seed = task
    chance, law = random.Random(seed), program(region)
    figures = members_of(law, outputs, chance)
    tried = domains_of(law, outputs)
    found: Counter[str] = Counter()
    shown: list[str] = []
    halves = (whole_rows(law, tried, count - count // 2, chance), random_rows(law, tried, count // 2, chance))
    for rows in map(list, halves):
        wanted = [explained(law, figures, row) for row in rows]
        bare = [[each if each == BEYOND_64_BITS else (*each[:-1], frozenset()) for each in row] for row in wanted]
        others = [("plain", by_plain_functions(law, figures, rows)), *by_tables(law, figures, rows)]
        for name, got in others:
            against = bare if name == "plain" else wanted
            for row, (one, other) in enumerate(zip(against, got, strict=False)):
                found[name] += len(figures)
                for figure, want, have in zip(figures, one, other, strict=True):
                    if want != have:
                        found[f"{name} differs"] += 1
                        shown.append(f"{name}: {figure.key} in {region}: {have}, not {want}, for {rows[row]}")
    return count, found, shown[:SHOWN]


def compare_all(tasks: Sequence[Any], minutes: float) -> Iterator[Compared]:
    """What comes of all tasks, or of those that were begun before the time was up."""
    end = time.monotonic() + minutes * 60
    processes = os.cpu_count() or 1
    under_way: deque[Future[Compared]] = deque()
    with ProcessPoolExecutor(processes) as pool:
        for task in tasks:
            if time.monotonic() > end:
                break
            under_way.append(pool.submit(compare, task))
            if len(under_way) > 2 * processes:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def main() -> int:
    """Compare; say how much was compared, and what differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=float("inf"), help="after which nothing more is begun")
    options.add_argument("--record", type=Path, help="a file of results by lawbook, which gets one more")
    given: Any = options.parse_args()
    topics = [(region, outputs) for region in REGIONS for outputs in outputs_of(program(region)).values()]
    each = -(-given.rows // len(topics))
    parts = [min(AT_ONCE, each - first) for first in range(0, each, AT_ONCE)]
    tasks = [
        (region, outputs, count, given.seed * 1_000_003 + number * 1009 + part)
        for part, count in enumerate(parts)
        for number, (region, outputs) in enumerate(topics)
    ]
    rows, found = 0, Counter[str]()
    start = time.perf_counter()
    for done, (more, compared, shown) in enumerate(compare_all(tasks, given.minutes), 1):
        rows, found = rows + more, found + compared
        for text in shown:
            print(text, flush=True)
        if not done % len(topics):
            print(f"{rows:,} rows after {time.perf_counter() - start:.0f} s", flush=True)
    took = time.perf_counter() - start
    differences = sum(number for name, number in found.items() if name.endswith("differs"))
    values = {name: number for name, number in found.items() if not name.endswith("differs")}
    for name, number in values.items():
        print(f"{name}: {number:,} values as explained, but for {found[f'{name} differs']:,}")
    print(f"{rows:,} rows of {len(topics)} topics and regions, {differences:,} differences ({took:.0f} s)")
    if given.record is not None:
        record(given.record, {
            "lawbook": Lawbook().compiled.hash, "date": datetime.date.today().isoformat(), "seed": given.seed,
            "rows": rows, "topics_and_regions": len(topics), "values": values, "differences": differences,
            "seconds": round(took),
        })  # fmt: skip
    return 1 if differences else 0


def record(path: Path, result: Mapping[str, Any]) -> None:
    """Put a result first among those of a file; one of the same lawbook, seed and rows takes the other's place."""
    same = ("lawbook", "seed", "rows")
    known = json.loads(path.read_text("utf-8")) if path.exists() else []
    kept = [each for each in known if any(each[key] != result[key] for key in same)]
    lines = ",\n".join(" " + json.dumps(each, ensure_ascii=False) for each in [result, *kept])
    path.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
