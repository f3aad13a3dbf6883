"""Compiled code answers as columns do, on many rows of every topic, and as the evaluation of single rows."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renshe.api import Lawbook
from renshe.engine.bind import Program
from renshe.engine.cache import cache_folder
from renshe.engine.evaluate import ASKED
from renshe.engine.scalars import MAX_FEN
from renshe.engine.vector import answers, kernel, kernel_object
from renshe.engine.vector.answers import Answer
from renshe.engine.vector.given import ABSENT, Book, Given, from_values
from renshe.engine.vector.nodes import Figure, Plan
from renshe.engine.vector.plan import plan as planned
from tests.engine.vector.equality import DAY, domains_of, explained, members_of, outputs_of, told

pytestmark = pytest.mark.skipif(not kernel.available(), reason="no compiler here")

ROWS = 20_000
SINGLES = 40
"""Rows that are also compared with an evaluation, and rows where a name is left to evaluations anyway."""


@pytest.fixture(scope="module")
def book() -> Any:
    return Lawbook().compiled


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of its own, and nothing loaded yet."""
    monkeypatch.setenv("RENSHE_CACHE", str(tmp_path))
    monkeypatch.setattr(kernel_object, "_loaded", {})
    kernel._kernels.clear()
    yield tmp_path
    kernel._kernels.clear()


# ---- rows


def drawn(plan: Plan, tried: Mapping[str, tuple[Any, ...]], count: int, book: Book, seed: str) -> dict[str, Given]:
    """Columns of values drawn from those worth trying; half of the rows say everything, the others less and less."""
    chance = np.random.default_rng(list(seed.encode()))
    absent = np.where(np.arange(count) < count // 2, 0.0, np.linspace(0, 0.5, count))
    found = {}
    for name, kind in plan.columns.items():
        values = tried.get(name)
        if values:
            each = from_values(kind, [*values, ASKED], book)
            rows = chance.integers(0, len(values), count)
            rows[(chance.random(count) < absent / 10)] = len(values)
            column = each.taken(rows)
            found[name] = Given(column.values, chance.random(count) >= absent, column.none, column.asked)
    return found


def same(one: Sequence[Answer], other: Sequence[Answer]) -> Iterator[str]:
    """Each figure on which two back-ends differ."""
    for wanted, got in zip(one, other, strict=True):
        differs = wanted.state != got.state
        differs |= (wanted.values != got.values) & (wanted.state == answers.KNOWN)
        for bits in ("missing", "reasons"):
            ours, theirs = getattr(wanted, bits), getattr(got, bits)
            for word in ours.keys() | theirs.keys():
                differs |= ours.get(word, np.uint64(0)) != theirs.get(word, np.uint64(0))
        for row in np.flatnonzero(differs)[:1]:
            ours, theirs = ((each.value(row), each.codes(row)) for each in (wanted, got))
            yield f"{wanted.figure.key}, row {row}: {theirs}, not {ours}"


def by_evaluation(figures: Sequence[Figure], plan: Plan) -> tuple[Figure, ...]:
    """The figures behind which some name is left to evaluations of single rows."""
    found = []
    for figure, place in zip(plan.figures, plan.places, strict=True):
        reached, stack = set(), [place]
        while stack:
            node = stack.pop()
            if node not in reached:
                reached.add(node)
                stack.extend(plan.nodes[node].reads)
        if any(node.index in reached for node in plan.scalars):
            found.append(figure)
    return tuple(found)


def compared(program: Program, figures: Sequence[Figure], tried: Mapping[str, tuple[Any, ...]], count: int) -> None:
    plan = planned(program, figures, tuple(tried))
    book = Book.of(plan)
    given = drawn(plan, tried, count, book, str(figures[0]))
    if not given:
        return
    whole = answers.run(program, figures, given, plan=plan, book=book)
    code = kernel.run(program, figures, given, plan=plan, book=book)
    assert not list(same(whole, code))
    for row in range(0, count, -(-count // SINGLES)):
        facts = {
            name: value
            for name, column in given.items()
            if (value := column.value(row, plan.columns[name], book)) is not ABSENT
        }
        assert [told(each.value(row), each.codes(row)) for each in code] == explained(program, figures, facts)


@pytest.mark.parametrize("region", ["CN-BJ", "CN-GD-440100"])
def test_every_topic(book: Any, region: str) -> None:
    program = Program(book, region)
    chance = random.Random(region)
    for outputs in outputs_of(program).values():
        figures = members_of(program, outputs, chance)
        tried = domains_of(program, outputs)
        alone = by_evaluation(figures, planned(program, figures, tuple(tried)))
        rest = tuple(figure for figure in figures if figure not in alone)
        if rest:
            compared(program, rest, tried, ROWS)
        if alone:
            compared(program, alone, tried, SINGLES)


# ---- what code answers by itself

UNEMPLOYMENT = (
    "unemployment_benefit_eligible",
    "unemployment_benefit_monthly",
    "unemployment_benefit_months",
    "receipt_month_within_term",
    "unemployment_subsidy_eligible",
    "unemployment_subsidy_monthly",
    "unemployment_subsidy_maximum_total",
    "unemployment_subsidy_last_payment_month",
)
FIGURES = tuple(Figure(name) for name in UNEMPLOYMENT)


def claims(count: int, seed: int = 1) -> dict[str, Any]:
    """Rows that say all that the unemployment figures of Beijing need."""
    chance = np.random.default_rng(seed)
    tests = (
        "involuntary_termination", "registered_unemployed", "job_seeking", "unemployed", "insured",
        "unemployment_benefit_exhausted", "reemployed_since_termination", "unemployment_subsidy_claimed_before",
        "claimed_in_other_region",
    )  # fmt: skip
    return {
        "date": chance.integers(DAY - 150, DAY + 150, count),
        "contribution_months": chance.integers(0, 400, count),
        "unclaimed_benefit_months": chance.integers(0, 12, count),
        "receipt_month_number": chance.integers(1, 25, count),
        **{name: chance.random(count) < 0.7 for name in tests},
    }


def test_rows_that_say_everything_are_answered_by_code_alone(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    program, columns = Program(book, "CN-BJ"), claims(3000)
    wanted = answers.run(program, FIGURES, columns)
    monkeypatch.setattr(kernel._Run, "_columns", None)
    assert not list(same(wanted, kernel.run(program, FIGURES, columns)))


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 64, 65, kernel.BATCH - 1, kernel.BATCH + 1, 3 * kernel.BATCH + 5])
@pytest.mark.parametrize("threads", [1, 3])
def test_any_number_of_rows_and_threads(book: Any, count: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SHARED", 2)
    program, columns = Program(book, "CN-BJ"), claims(count)
    code = kernel.run(program, FIGURES, columns, threads=threads)
    assert not list(same(answers.run(program, FIGURES, columns), code))
    assert all(len(answer.values) == len(answer.state) == count for answer in code)


def test_memory_that_is_filled_again(book: Any) -> None:
    program, buffers = Program(book, "CN-BJ"), kernel.Buffers()
    for count in (500, 700, 100):
        columns = claims(count, seed=count)
        code = kernel.run(program, FIGURES, columns, buffers=buffers)
        assert not list(same(answers.run(program, FIGURES, columns), code))


def test_rows_that_are_unknown_or_too_large_are_left_to_columns(book: Any) -> None:
    """Of a base of 900 billion a contribution is more than 64 bits hold before it is rounded."""
    program = Program(book, "CN-BJ")
    at = (("insurance", "pension"), ("contribution_part", "employer"))
    figures = [Figure("person_contribution", at), Figure("contribution_base", at[:1])]
    base = np.ma.masked_array([500_000, MAX_FEN, 0, 500_000], [False, False, False, True])
    columns = {"contribution_base": base, "month": np.full(4, 2020 * 12 + 6)}
    wanted, code = (run(program, figures, columns, {"date": DAY}) for run in (answers.run, kernel.run))
    assert not list(same(wanted, code))
    assert code[0].value(1) == MAX_FEN // 100 * 16 and code[1].state.tolist() == [0, 0, 0, 2]


# ---- compiled once


def test_arrays_that_cannot_be_written_do_not_compile_again(book: Any, apart: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    program, columns = Program(book, "CN-BJ"), claims(256)
    wanted = kernel.run(program, FIGURES, columns)
    before = kernel_object.compiled
    table = {name: pa.array(column) for name, column in columns.items()}
    frozen = {name: column.copy() for name, column in columns.items()}
    for column in frozen.values():
        column.setflags(write=False)
    halves = {name: pa.chunked_array([column[:100], column[100:]]) for name, column in table.items()}
    for each in (table, frozen, halves):
        assert not list(same(wanted, kernel.run(program, FIGURES, each)))
    assert kernel_object.compiled == before


SCRIPT = """
import sys
from renshe.api import Lawbook
from renshe.engine.bind import Program
from renshe.engine.vector import kernel, kernel_object
from tests.engine.vector.test_kernel import FIGURES, claims
found = kernel.run(Program(Lawbook().compiled, "CN-BJ"), FIGURES, claims(100))
print(kernel_object.compiled, [int(answer.values.sum()) for answer in found])
"""


def start() -> subprocess.Popen[str]:
    root = Path(__file__).parents[3]
    return subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True, cwd=root)


def test_another_process_finds_what_one_compiled(book: Any, apart: Path) -> None:
    found = kernel.run(Program(book, "CN-BJ"), FIGURES, claims(100))
    (file,) = apart.glob("kernel-*.o")
    printed, _ = start().communicate()
    assert printed.split(maxsplit=1) == ["0", f"{[int(answer.values.sum()) for answer in found]}\n"]
    assert list(apart.glob("kernel-*.o")) == [file]


def test_two_processes_may_compile_at_once(apart: Path) -> None:
    printed = {process.communicate()[0].partition(" ")[2] for process in [start(), start()]}
    assert len(printed) == 1 and printed != {""}
    assert len(list(apart.glob("kernel-*"))) == 1


@pytest.mark.parametrize(
    "damage", [lambda code: code[:-1], lambda code: b"", lambda code: code[:40] + bytes([code[40] ^ 1]) + code[41:]]
)
def test_what_was_not_written_so_is_compiled_again(book: Any, apart: Path, damage: Any) -> None:
    program, columns = Program(book, "CN-BJ"), claims(100)
    wanted = kernel.run(program, FIGURES[:1], columns)
    (file,) = apart.glob("kernel-*.o")
    file.write_bytes(damage(file.read_bytes()))
    kernel_object._loaded.clear()
    kernel._kernels.clear()
    before = kernel_object.compiled
    assert not list(same(wanted, kernel.run(program, FIGURES[:1], columns)))
    assert kernel_object.compiled == before + 1


def test_a_folder_that_cannot_be_written_costs_time_only(
    book: Any, apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENSHE_CACHE", str(apart / "file" / "below"))
    (apart / "file").write_text("in the way", "utf-8")
    assert cache_folder() is not None
    columns = claims(20)
    program = Program(book, "CN-BJ")
    assert not list(same(answers.run(program, FIGURES, columns), kernel.run(program, FIGURES, columns)))


# ---- no compiler


def test_without_a_compiler_there_is_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    kernel_object._machine.cache_clear()
    assert not kernel.available()
    monkeypatch.undo()
    kernel_object._machine.cache_clear()
    assert kernel.available()


def test_the_last_rows_of_a_wide_table(book: Any) -> None:
    """What the code of many columns reads for the rows that fill no vector is there until it has read it."""
    program, chance = Program(book, "CN"), random.Random(1)
    outputs = next(names for names in outputs_of(program).values() if "person_contribution" in names)
    figures, tried = members_of(program, outputs, chance), domains_of(program, outputs)
    for count in (1, 50):
        compared(program, figures, tried, count)


# ---- tables that come in parts


def test_parts_of_other_shapes_are_few_compilations(book: Any, apart: Path) -> None:
    """A part without nulls runs what was compiled for one with nulls, an even column what was for another."""
    program = Program(book, "CN-BJ")
    columns = claims(640)
    plan = planned(program, FIGURES, tuple(columns))
    months = np.ma.masked_array(columns["contribution_months"], np.arange(640) % 5 == 0)
    before = kernel_object.compiled
    parts = [
        {**columns, "insured": np.ones(640, np.bool_)},
        columns,
        {**columns, "contribution_months": months},
        {**columns, "unemployed": np.zeros(640, np.bool_)},
        {name: column for name, column in columns.items() if name != "job_seeking"},
        {**columns, "contribution_months": np.full(640, 13)},
        {**columns, "contribution_months": months, "job_seeking": columns["insured"]},
    ]
    for each in parts:
        found = kernel.run(program, FIGURES, each, plan=plan)
        assert not list(same(answers.run(program, FIGURES, each, plan=plan), found))
    assert kernel_object.compiled - before == 4
