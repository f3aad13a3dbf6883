"""The rules of the house that a tool can hold: what is in the tree, what is shipped, what is depended on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MOST_LINES = 420
TEXT = {".cfg", ".ini", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml"}
TEXT_NAMES = {".gitignore", "LICENSE", "Makefile", "run"}

# Where the files of a machine's user or of a build commonly lie. Bracketed, so that this line is not one of them.
MACHINE_PATH = re.compile(
    r"(?:[f]ile://|(?<![\w.~/-]))/(?:[h]ome|[r]oot|[w]ork|[f]arm|[U]sers|[b]uilds?)/[\w.-]|\b[A-Z]:\\[U]sers\\"
)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def project_files(root: Path) -> list[Path]:
    """What git tracks or would track; in an unpacked archive, every file but what make and the tools leave."""
    if (root / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
        return [path for name in listed.split("\0") if name and (path := root / name).is_file()]
    return list(_walk(root))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name in {"__pycache__", "build", "dist"}:
            continue
        if path.is_file():
            yield path
        elif not path.name.startswith(".") or path.name == ".ci":
            yield from _walk(path)


def lines_where(root: Path, wrong: re.Pattern[str]) -> list[str]:
    """``file:line`` of each line of the project's text files that *wrong* matches."""
    found = []
    for path in project_files(root):
        if path.suffix in TEXT or path.name in TEXT_NAMES:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if wrong.search(line):
                    found.append(f"{path.relative_to(root).as_posix()}:{number}")
    return found


def test_no_file_names_a_path_of_a_machine(root: Path) -> None:
    assert lines_where(root, MACHINE_PATH) == []


def test_no_file_names_the_path_of_this_checkout(root: Path) -> None:
    if len(root.parts) < 3:
        pytest.skip(f"{root} is too short to tell from an ordinary word")
    assert lines_where(root, re.compile(re.escape(str(root)))) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see /" + "home/ann/renshe/x.py", True),
        ("file:///" + "Users/ann", True),
        ("C:" + "\\Users\\ann", True),
        ("open src/renshe/law or ../shared/law", False),
        ("https://example.org/" + "work/1", False),
        ("~/" + "work/renshe", False),
    ],
)
def test_a_path_of_a_machine_is_known_by_its_form(line: str, found: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is found


def test_source_files_are_short(root: Path) -> None:
    """About 400 lines. A register of provisions is as long as its document, and stays one file."""
    source = root / "src"
    long = {
        path.relative_to(root).as_posix(): count
        for path in project_files(root)
        if path.is_relative_to(source) and path.suffix in {".py", ".yaml", ".yml"} and path.parent.name != "documents"
        if (count := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    broken = []
    for page in project_files(root):
        if page.suffix == ".md":
            for target in re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", page.read_text("utf-8"))):
                name = unquote(target.partition("#")[0])
                if name and "://" not in name and not name.startswith("mailto:") and not (page.parent / name).exists():
                    broken.append(f"{page.relative_to(root).as_posix()} → {target}")
    assert broken == []


# -- dependencies ------------------------------------------------------------------------------------------------


def needed_to_run(root: Path) -> dict[str, Distribution]:
    """The installed distributions that the project's dependencies, and theirs in turn, call for."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, Distribution] = {}
    waiting = [(Requirement(text), "") for text in project["dependencies"]]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        try:
            found[name] = distribution(requirement.name)
        except PackageNotFoundError:
            pytest.skip(f"{requirement.name} is not installed here, so its licence cannot be read")
        extras = {"", *requirement.extras}
        waiting += [(Requirement(text), extra) for text in found[name].requires or () for extra in extras]
    return found


def licence_of(package: Distribution) -> str:
    """All that the package's metadata says of its licence."""
    said = package.metadata
    trove = [line for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    return "\n".join([*(said.get_all("License") or ()), *(said.get_all("License-Expression") or ()), *trove])


def test_no_dependency_is_under_the_agpl(root: Path) -> None:
    packages = needed_to_run(root)
    assert {"pydantic", "pyyaml", "typer"} <= packages.keys()
    agpl = re.compile(r"AGPL|Affero", re.IGNORECASE)
    assert [name for name, package in packages.items() if agpl.search(licence_of(package))] == []


# -- what is shipped ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archives(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The names in the wheel, and those in the sdist (without its first folder)."""
    pytest.importorskip("hatchling", reason="hatchling is not installed: nothing can be built (make test installs it)")
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", os.fspath(target)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
        in_wheel = set(wheel.namelist())
    with tarfile.open(next(target.glob("*.tar.gz"))) as sdist:
        in_sdist = {name.partition("/")[2] for name in sdist.getnames()}
    return in_wheel, in_sdist


def test_the_wheel_holds_the_whole_package(root: Path, archives: tuple[set[str], set[str]]) -> None:
    in_wheel, _ = archives
    source = root / "src"
    package = {path.relative_to(source).as_posix() for path in project_files(root) if path.is_relative_to(source)}
    assert {name for name in in_wheel if ".dist-info/" not in name} == package
    assert "renshe/py.typed" in in_wheel
    assert any(name.startswith("renshe/law/") and name.endswith(".yaml") for name in in_wheel)


def test_benchmarks_are_not_shipped(archives: tuple[set[str], set[str]]) -> None:
    in_wheel, in_sdist = archives
    assert not [name for name in in_wheel | in_sdist if "benchmarks" in Path(name).parts]
    assert {"pyproject.toml", "LICENSE", "tests/conftest.py"} <= in_sdist


def test_what_we_are_measured_against_stays_with_the_benchmarks(root: Path) -> None:
    peer = re.compile(r"[o]penfisca", re.IGNORECASE)
    code = [path for path in project_files(root) if path.suffix in {".py", ".toml"}]
    own = [path for path in code if "benchmarks" not in path.relative_to(root).parts]
    assert not [path.name for path in own if peer.search(path.read_text("utf-8"))]
