"""What the pages show is what happens: Python examples and commands are run, shown output is found in the real one."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from renshe import batch

PAGES = ["README.md", "docs/python-api.md"]
COMMANDS = ["README.md", "docs/command-line.md", "docs/add-a-document.md", "docs/payroll.md"]
SLOW = {"--mutate"}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARKED = re.compile(r"<!-- output of make run: begin -->\n```\n(.*?)```\n<!-- output of make run: end -->", re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCED.findall(page.read_text("utf-8")) if name == language]


@pytest.mark.parametrize("name", PAGES)
def test_python_examples_give_what_they_show(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    found = blocks(root / name, "python")
    assert found, f"{name} has no Python"
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    shared: dict[str, Any] = {"__name__": "__main__"}
    for number, text in enumerate(found, 1):
        test = parser.get_doctest(text, shared, f"{name}, block {number}", name, 0)
        assert test.examples, f"{name}, block {number}: nothing to run"
        runner.run(test, clear_globs=False)
        shared = test.globs
    assert runner.summarize(verbose=False).failed == 0


def commands(root: Path) -> list[str]:
    found: dict[str, None] = {}
    for name in COMMANDS:
        for text in blocks(root / name, ""):
            joined = text.replace("\\\n", " ")
            found.update(dict.fromkeys(line for line in joined.splitlines() if line.startswith("renshe ")))
    return list(found)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "command" in metafunc.fixturenames:
        metafunc.parametrize("command", commands(Path(__file__).resolve().parent.parent))


@pytest.fixture(scope="session")
def results(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the pages speak of: a roster, and what was made of it for June and July."""
    folder = tmp_path_factory.mktemp("results")
    shutil.copyfile(root / "examples" / "roster-beijing-2020-07.xlsx", folder / "roster.xlsx")
    for name, month in (("june", "2020-06"), ("july", "2020-07")):
        batch(folder / "roster.xlsx", folder / f"{name}.xlsx", region="CN-BJ", month=month, explain=False)
    return folder


@pytest.fixture
def desk(root: Path, results: Path, tmp_path: Path) -> Path:
    """A folder like the repository, to which a command may write."""
    for entry in root.iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    for file in results.iterdir():
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path


def test_commands_work(root: Path, desk: Path, command: str) -> None:
    words = shlex.split(command, comments=True)
    if SLOW & set(words):
        pytest.skip("slow; test_law does the same")
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=desk,
        env=environment,
        input="",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


def test_the_readme_shows_what_make_run_prints(root: Path) -> None:
    shown = MARKED.search((root / "README.md").read_text("utf-8"))
    assert shown is not None, "README.md shows no output of make run"
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "renshe", "demo"], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    real = iter(done.stdout.splitlines())
    for line in shown[1].splitlines():
        if line.strip() not in ("", "…"):
            assert line in real, f"make run does not print, in this place: {line}"


def test_the_architecture_names_every_module_of_the_engine(root: Path) -> None:
    page = (root / "docs" / "architecture.md").read_text("utf-8")
    engine = root / "src" / "renshe" / "engine"
    modules = {path.stem for path in engine.glob("*.py")} - {"__init__"} | {"schemas", "tables"}
    table = page[page.index("## The engine, module by module") : page.index("## Where a change goes")]
    named = set(
        re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|")))
    )
    assert named == modules


def test_the_architecture_names_every_module_of_the_tables(root: Path) -> None:
    page = (root / "docs" / "architecture.md").read_text("utf-8")
    folder = root / "src" / "renshe" / "engine" / "tables"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"} | {"workbook"}
    table = page[page.index("## Tables of people, module by module") :]
    cells = (line.split("|") for line in table.splitlines() if line.startswith("| `"))
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell[1] + cell[2])}
    assert named - {"plain"} == modules
