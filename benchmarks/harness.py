"""What every benchmark shares: options, times, memory of a process of its own, and the page that results go to.

A benchmark prints what it finds and puts the same lines into its section of ``RESULTS.md``, with the machine, versions
and how busy the machine was. With ``--quick`` it measures small sizes for a look and writes nothing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE / "RESULTS.md"
HEAD = """# Results

Written by the benchmarks themselves (`make bench`, or each alone): every section by the program it names, with the
machine and the minute it ran in. `a (b–c)` is a median with the least and the most seen. Load is the number of
processes that wanted a processor in the minute before and after the run: more than the machine has processors means
that other work ran too. Megabytes are millions of bytes.
"""
MARK = re.compile(r"^<!-- (bench_\w+) -->$", re.MULTILINE)
PACKAGES = ("numpy", "pyarrow", "llvmlite", "openfisca-core")
PAUSE = 0.2


def options(doc: str | None, **more: Any) -> argparse.Namespace:
    """The options of a benchmark: ``--quick``, and those of its own as name → default."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look; nothing is written")
    for name, default in more.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--part", help=argparse.SUPPRESS)  # a measurement in a process of its own, see `apart`
    return parser.parse_args()


# ---- times


def timed(of: Callable[[], Any]) -> float:
    """Seconds of one call; what it gives is let go of afterwards."""
    start = time.perf_counter()
    kept = of()
    end = time.perf_counter()
    del kept
    return end - start


def interleaved(runs: dict[str, Callable[[], Any]], rounds: int, pause: float = PAUSE) -> dict[str, list[float]]:
    """Seconds of each in turn, so that a busy minute favours nobody; a pause before each lets the machine settle.

    What a run gives is taken as its seconds where it is a number of its own timing.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            time.sleep(pause)
            found[name].append(run())
    return found


def spread(values: Sequence[float], form: str = ".1f", scale: float = 1) -> str:
    """The median, with the least and the most."""
    low, middle, high = (each * scale for each in (min(values), statistics.median(values), max(values)))
    return f"{middle:{form}} ({low:{form}}–{high:{form}})"


def rates(seconds: Sequence[float], rows: int) -> str:
    """Million rows a second, with spread."""
    return spread([rows / each for each in seconds], ".1f", 1e-6)


def ratio(slow: Sequence[float], fast: Sequence[float]) -> tuple[float, str]:
    """How many times faster: of the medians, with the least and the most of the rounds."""
    each = [one / other for one, other in zip(slow, fast, strict=True)]
    middle = statistics.median(slow) / statistics.median(fast)
    return middle, f"{middle:.1f} ({min(each):.1f}–{max(each):.1f})"


# ---- a process of its own


def apart(file: str, **asked: Any) -> dict[str, Any]:
    """What ``file`` measures when called with ``--part`` in a new process, and ``peak``, its memory in megabytes."""
    done = subprocess.run(
        [sys.executable, file, "--part", json.dumps(asked)], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(**found: Any) -> None:
    """Hand what was measured to the process that asked, with the peak of memory."""
    print(json.dumps({**found, "peak": peak()}))


def peak() -> float:
    """The most memory this process has had, in megabytes.

    The system's own count is preferred: ``getrusage`` begins with the memory of the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) * 1024 / 1e6
    except (OSError, IndexError):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


# ---- the page


def machine() -> str:
    """Processor, memory, system and versions; nothing that names the machine."""
    model, memory = platform.machine(), ""
    try:
        model = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)[0]
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB of memory"
    except (OSError, IndexError, ValueError):
        pass
    try:
        from llvmlite import binding

        model += f" ({binding.get_host_cpu_name()})"
    except ImportError:
        pass
    versions = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return f"{model}, {processors()} processors{memory}; {platform.system()}; {', '.join(versions)}"


def processors() -> int:
    """As many as this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Results:
    """What a benchmark finds: printed at once, and written as its section of the page at the end."""

    def __init__(self, file: str, title: str, *, quick: bool) -> None:
        self.name, self.title, self.quick = Path(file).stem, title, quick
        self.lines: list[str] = []
        self.load = os.getloadavg()[0]
        self.began = datetime.now(UTC)

    def say(self, line: str = "") -> None:
        """One line, or a paragraph."""
        print(line, flush=True)
        self.lines.append(line)

    def item(self, line: str) -> None:
        """One line of a list."""
        self.say(f"- {line}")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table."""
        self.say()
        for row in (head, ["---"] * len(head), *rows):
            self.say(f"| {' | '.join(row)} |")
        self.say()

    def goal(self, what: str, found: float, limit: float, *, least: bool = False, unit: str = "") -> None:
        """A limit, and whether it is met: at most that much, or at least with ``least``."""
        met = found >= limit if least else found <= limit
        sign = "≥" if least else "≤"
        self.item(f"{what}: {found:.3g}{unit}, must be {sign} {limit:g}{unit}: {'met' if met else '**NOT met**'}")

    def write(self) -> None:
        """Put the section in its place."""
        if self.quick:
            print("(quick: RESULTS.md is left as it is)")
            return
        load = f"load {self.load:.1f} before, {os.getloadavg()[0]:.1f} after"
        when = f"{self.began:%Y-%m-%d %H:%M} UTC, {load}. {machine()}."
        body = "\n".join([f"## {self.title}", "", f"`benchmarks/{self.name}.py`, {when}", "", *self.lines])
        parts = MARK.split(PAGE.read_text("utf-8"))[1:] if PAGE.exists() else []
        sections = {**dict(zip(parts[::2], parts[1::2], strict=True)), self.name: body}
        told = "\n".join(f"<!-- {name} -->\n{sections[name].strip()}\n" for name in sorted(sections))
        PAGE.write_text(re.sub(r"\n{3,}", "\n\n", f"{HEAD}\n{told}"), "utf-8")
