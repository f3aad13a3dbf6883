"""A payroll roster of 10,000 people: the whole command in a fresh process, its seconds and its memory, without and with
explanations, and by what it spends them.

Run: ``python benchmarks/bench_batch.py`` (add ``--people 1000`` for a quick look). Budget: 15 s and 400 MB of peak
memory for 10,000 people in one month, workbook read and written; explanations are a choice and have none.
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
import xlsxwriter  # type: ignore[import-untyped]

RUNS, EXPLAINED_RUNS = 5, 3
SECONDS, MEGABYTES = 15.0, 400.0
EMPLOYERS = 60
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIZES = ("大型", "中型", "小型", "微型")


def identity_number(index: int) -> str:
    """A number with the right check digit, of a place in which nobody is registered."""
    digits = f"110000{1960 + index // 1000 % 45:04d}{index // 28 % 12 + 1:02d}{index % 28 + 1:02d}{index % 1000:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def write_roster(path: Path, people: int) -> None:
    """A workbook of so many people at sixty employers; one in a thousand has no wage, one in two thousand a slip."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("人员名册")
        sheet.write_row(0, 0, ("单位名称", "工号", "姓名", "身份证号码", "农民合同制工人", "缴费工资", "部门"))
        for index in range(people):
            wage: Any = 2_000 + index * 7_919 % 4_000_000 / 100
            wage = None if index % 1000 == 999 else "约八千" if index % 2000 == 500 else wage
            rural = "是" if index % 7 == 0 else "否"
            employer = f"北京第{index % EMPLOYERS + 1:02d}号有限公司"
            row = (employer, f"G{index:06d}", f"员工{index:05d}", identity_number(index), rural, wage, "生产部")
            sheet.write_row(index + 1, 0, row)
        employers = book.add_worksheet("单位")
        employers.write_row(0, 0, ("单位名称", "单位类型", "企业划型", "现行工伤保险费率", "住房公积金缴存比例"))
        for index in range(EMPLOYERS):
            kind = "企业" if index % 10 else "民办非企业单位"
            size = SIZES[index % 4] if index % 10 else "不划型"
            row = (f"北京第{index + 1:02d}号有限公司", kind, size, 0.002 + index % 8 * 0.002, 0.05 + index % 8 / 100)
            employers.write_row(index + 1, 0, row)


def command(roster: Path, out: Path, *more: str) -> list[str]:
    """The command as a clerk types it."""
    return [sys.executable, "-m", "renshe", "batch", str(roster), "--region", "CN-BJ", "--month", "2020-07",
            "-o", str(out), *more]  # fmt: skip


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and megabytes at the peak of one run in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1_000_000


def stages(roster: Path, out: Path) -> dict[str, float]:
    """Seconds of each stage, in this process."""
    from renshe.api import default
    from renshe.engine.tables.batch import Options, compute
    from renshe.engine.tables.hidden import hidden_parts
    from renshe.engine.tables.reading import read_sheets
    from renshe.engine.tables.workbook import Extras, write_workbook

    found, start = {}, time.perf_counter()

    def done(name: str) -> None:
        nonlocal start
        found[name] = time.perf_counter() - start
        start = time.perf_counter()

    book = default()
    plan = book.roster("contribution")
    done("law loaded")
    sheets, hidden = read_sheets(roster), hidden_parts(roster)
    done("workbook read")
    outcome = compute(book.compiled, plan, sheets, Options("CN-BJ", (2020 * 12 + 6,)), hidden=hidden)
    done("rows and amounts")
    write_workbook(outcome, out, "zh", Extras(roster.name, explain=False))
    done("workbook written")
    return found


def report(results: harness.Results, name: str, runs: list[tuple[float, float, float]], *, budget: bool) -> None:
    """Medians with their spread, against the budget where there is one."""
    seconds, processor, megabytes = (statistics.median(values) for values in zip(*runs, strict=True))
    low, high = min(run[0] for run in runs), max(run[0] for run in runs)
    results.item(
        f"{name}: median of {len(runs)} {seconds:.1f} s ({low:.1f}–{high:.1f}), of the processor {processor:.1f} s, "
        f"peak {megabytes:.0f} MB"
    )
    if budget:
        met = seconds <= SECONDS and megabytes <= MEGABYTES
        results.item(f"budget {SECONDS:.0f} s and {MEGABYTES:.0f} MB: {'met' if met else 'NOT met'}")


def main() -> None:
    """Write the roster, run the command, print medians, then where the time goes."""
    asked = harness.options(__doc__, people=10_000, runs=RUNS)
    if asked.quick:
        asked.people, asked.runs = 1_000, 1
    results = harness.Results(__file__, "A payroll roster, workbook to workbook", quick=asked.quick)
    with tempfile.TemporaryDirectory() as folder:
        roster, out = Path(folder) / "roster.xlsx", Path(folder) / "out.xlsx"
        write_roster(roster, asked.people)
        measured(command(roster, out, "--no-explain"))  # the lawbook is built if it was not
        plain = [measured(command(roster, out, "--no-explain")) for _ in range(asked.runs)]
        size = out.stat().st_size / 1_000_000
        report(results, f"{asked.people:,} people, no explanations", plain, budget=asked.people >= 10_000)
        rate = asked.people / statistics.median(run[0] for run in plain)
        results.item(f"{rate:,.0f} people a second, from file to file; the result has {size:.1f} MB")
        told = subprocess.run(command(roster, out, "--no-explain", "--json"), capture_output=True, check=True)
        lines = json.loads(told.stdout)["lines"]
        results.item(f"{lines:,} lines computed; rows without a wage are lines with open amounts, slips are left out")
        for name, seconds in stages(roster, out).items():
            results.item(f"{name}: {seconds:.2f} s")
        few = min(asked.people, 100 if asked.quick else 1_000)
        write_roster(roster, few)
        explained = [measured(command(roster, out, "--explain")) for _ in range(min(EXPLAINED_RUNS, asked.runs))]
        report(results, f"{few:,} people, every figure explained", explained, budget=False)
        results.item(f"the result has {out.stat().st_size / 1_000_000:.1f} MB")
    results.write()


if __name__ == "__main__":
    main()
