"""Small tables of people, and what each of them comes to as a single case."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet as pq

from renshe.api import default
from renshe.engine.ir import Unknown
from renshe.engine.tables.columns.order import Order
from renshe.engine.tables.columns.order import run as run_order
from renshe.engine.tables.columns.stream import Streamed
from renshe.engine.tables.figures import Figures
from renshe.engine.tables.figures import sums as summed
from renshe.engine.tables.joining import Employer
from renshe.engine.tables.lines import Line
from renshe.engine.tables.reading import Cell
from renshe.engine.tables.roster import Roster

JULY = 2020 * 12 + 6
TYPES = ("enterprise", "public_institution", "individual_business", None)
SIZES = ("large", "medium", "small", "micro", None)


@lru_cache
def roster() -> Roster:
    return default().roster("contribution")


def people(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """People as cases write them; some say less than is needed."""
    chance = random.Random(seed)
    return [
        {
            "id_number": f"1101011990{row:08d}",
            "employer_code": f"E{row % 7}",
            "employer_type": chance.choice(TYPES),
            "employer_size": chance.choice(SIZES),
            "filed_wage": f"{chance.randrange(100_000, 4_000_000) / 100:.2f}" if chance.random() > 0.05 else None,
            "current_work_injury_rate": chance.choice(("0.002", "0.004", "0.011")),
            "housing_fund_rate": chance.choice(("0.05", "0.12")),
            "has_employees": chance.choice((True, False, None)),
        }
        for row in range(count)
    ]


def table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """People as a table with columns of the kinds that analysts have."""
    found = pa.Table.from_pylist([dict(row) for row in rows])
    wage = found.column("filed_wage").cast(pa.decimal128(12, 2))
    return found.set_column(found.column_names.index("filed_wage"), "filed_wage", wage)


def write(folder: Path, found: Any, name: str = "people.parquet", **options: Any) -> Path:
    """A table as a file of the kind its name says."""
    path = folder / name
    if path.suffix == ".parquet":
        pq.write_table(found, path, **options)
    elif path.suffix == ".feather":
        pa.feather.write_feather(found, path, **options)
    else:
        pa.csv.write_csv(found, path)
    return path


def run(source: Path, out: Path | str = "out.parquet", **order: Any) -> Streamed:
    """A run in Beijing for July 2020, unless something else is asked."""
    asked = {"region": "CN-BJ", "month": "2020-07", **order}
    return run_order(default().compiled, roster(), source, source.parent / out, Order(**asked))


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def singles(
    cases: Sequence[Mapping[str, Any]], region: str = "CN-BJ", month: int = JULY
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """What each person's figures are when every one is computed by itself: fen, or None where not determined."""
    from renshe.engine.bind import Program
    from renshe.engine.decision import read_inputs

    book = default().compiled
    figures = Figures(Program(book, region), roster())
    for case in cases:
        facts = {name: value for name, value in case.items() if value is not None and name in book.terms}
        line = Line(1, Cell("", 1, 0), {}, Employer("", {}, {}, None), month, read_inputs(book, facts))
        given, _ = figures.given(line)
        values = figures.values(given)
        values.update(summed(figures.roster, values))
        yield {key: None if isinstance(value, Unknown) else value for key, value in values.items()}


def fen(value: Any) -> int | None:
    """An amount of a result in fen."""
    return None if value is None else int(value * 100)
