"""The exercise of ``docs/add-a-document.md``: a made-up notice becomes law with YAML alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from renshe.api import Lawbook
from renshe.engine.check import check, read_cases

PAGE = "docs/add-a-document.md"
# The files of the exercise, and where the page says they go.
FILES = {
    "tests/data/extra_law/cn_gd_440100/documents/gz-example-2020-1.yaml": (
        "src/renshe/law/cn_gd_440100/documents/gz-example-2020-1.yaml"
    ),
    "tests/data/extra_law/cn_gd_440100/contribution_relief/contribution_relief.yaml": (
        "src/renshe/law/cn_gd_440100/contribution_relief/contribution_relief.yaml"
    ),
    "tests/data/extra_cases/contribution_relief.yaml": "tests/cases/cn_gd_440100/contribution_relief.yaml",
}
FACTS = {
    "insurance": "pension",
    "contribution_part": "employer",
    "employer_type": "enterprise",
    "employer_size": "small",
    "contribution_due": "16700.00",
}
SPARED, OWED = ("1.00", "0.00"), ("0.00", "16700.00")


@pytest.fixture(scope="module")
def extra(root: Path) -> Path:
    return root / "tests" / "data" / "extra_law"


@pytest.fixture(scope="module")
def book(extra: Path) -> Lawbook:
    return Lawbook(extra=[extra])


def relief(book: Lawbook, region: str, month: str, known_on: str | None = None) -> tuple[tuple[str, str], list[str]]:
    """What is relieved and left to pay for *month*, and why."""
    inputs = {**FACTS, "month": month}
    asked = ["relief_rate", "contribution_payable"]
    got = book.explain(asked, region=region, date=f"{month}-15", inputs=inputs, known_on=known_on)
    outputs, reasons = got["outputs"], [reason["code"] for reason in got["reasons"]]
    return (outputs["relief_rate"]["value"], outputs["contribution_payable"]["value"]), reasons


@pytest.mark.parametrize(
    ("month", "answer", "reasons"),
    [
        ("2020-01", OWED, ["outside_relief_period"]),
        ("2020-02", SPARED, []),
        ("2020-12", SPARED, []),
        ("2021-01", SPARED, []),
        ("2021-02", SPARED, []),
        ("2021-03", OWED, ["outside_relief_period"]),
    ],
)
def test_in_the_city_relief_lasts_two_months_longer(
    book: Lawbook, month: str, answer: tuple[str, str], reasons: list[str]
) -> None:
    assert relief(book, "CN-GD-440100", month) == (answer, reasons)


@pytest.mark.parametrize("region", ["CN", "CN-GD", "CN-GD-440300", "CN-BJ"])
def test_everywhere_else_it_ends_with_the_year(book: Lawbook, region: str) -> None:
    assert relief(book, region, "2020-12") == (SPARED, [])
    assert relief(book, region, "2021-01") == (OWED, ["outside_relief_period"])


def test_before_it_was_signed_nobody_knew_of_it(book: Lawbook) -> None:
    assert relief(book, "CN-GD-440100", "2021-01", "2020-12-17") == (OWED, ["outside_relief_period"])
    assert relief(book, "CN-GD-440100", "2021-01", "2020-12-18") == (SPARED, [])


def test_the_law_of_the_release_is_untouched(book: Lawbook) -> None:
    release = Lawbook()
    assert relief(release, "CN-GD-440100", "2021-01") == (OWED, ["outside_relief_period"])
    assert release.hash != book.hash


def test_the_answer_names_the_notice(book: Lawbook) -> None:
    inputs = {**FACTS, "month": "2021-01"}
    got = book.explain("relief_rate", region="CN-GD-440100", date="2021-01-15", inputs=inputs)
    window = next(node for node in got["explanation"] if node["name"] == "full_waiver_window")
    assert window["layer"]["region"] == "CN-GD-440100"
    assert [place["region"] for place in window["replaced"]] == ["CN"]
    assert got["citations"]["gz-example-2020-1/1"]["number"] == "穗示例〔2020〕1号"


def test_the_two_cases_pass(root: Path, book: Lawbook) -> None:
    cases = read_cases([root / "tests" / "data" / "extra_cases"])
    assert [outcome.status for outcome in check(book.compiled, cases)] == ["passed", "passed"]


def test_every_older_case_still_passes(root: Path, book: Lawbook) -> None:
    cases = read_cases([root / "tests" / "cases"])
    assert [o.case.id for o in check(book.compiled, cases) if o.status not in ("passed", "not_written")] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "tests/data/extra_cases", "--law", "tests/data/extra_law"], "passed 2"),
        (["law", "show", "gz-example-2020-1", "--law", "tests/data/extra_law"], "穗示例〔2020〕1号"),
        (["law", "list", "--region", "CN-GD-440100", "--law", "tests/data/extra_law"], "and 1 number"),
    ],
)
def test_the_command_line_takes_the_folder(root: Path, arguments: list[str], said: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "renshe", *arguments, "--lang", "en"]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout


# ---- the page


def lines_of(file: Path) -> int:
    return sum(1 for line in file.read_text("utf-8").splitlines() if line.strip())


def test_it_is_yaml_alone(extra: Path) -> None:
    assert {path.suffix for path in extra.rglob("*") if path.is_file()} == {".yaml"}


@pytest.mark.parametrize(("file", "shown_as"), FILES.items())
def test_the_page_shows_the_files_as_they_are(root: Path, file: str, shown_as: str) -> None:
    page = (root / PAGE).read_text("utf-8")
    block = re.search(rf"`{re.escape(shown_as)}`[^\n]*\n\n```yaml\n(.*?)```", page, re.DOTALL)
    assert block is not None, f"{PAGE} does not show {shown_as}"
    assert block[1] == (root / file).read_text("utf-8")


def test_the_page_counts_the_lines(root: Path) -> None:
    page = (root / PAGE).read_text("utf-8")
    counted = re.search(r"<!-- counted -->\n\*\*(\d+) lines\*\* of YAML.*?(\d+) .*?(\d+) .*?(\d+) ", page, re.DOTALL)
    assert counted is not None, f"{PAGE} does not say how many lines it takes"
    parts = [lines_of(root / file) for file in FILES]
    assert [int(number) for number in counted.groups()] == [sum(parts), *parts]
