"""Coverage is computed from what cases evaluate, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.api import default
from renshe.engine.coverage import COUNTS, NOT_EXECUTABLE, coverage, coverage_text, default_cases
from renshe.engine.lawbook import Lawbook

CASE = """\
- id: one
  topic: work_injury_rate
  provisions: [{provision}]
  region: CN-BJ
  date: "2020-05-15"
  inputs: {{month: "2020-05", current_work_injury_rate: "0.0020", project_based_insured: false}}
  expect: {{work_injury_rate: "{rate}"}}
"""


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def cases(folder: Path, rate: str = "0.0016", provision: str = "bj-rsf-2020-4/1") -> Path:
    file = folder / "cases.yaml"
    file.write_text(CASE.format(rate=rate, provision=provision), "utf-8")
    return file


def opened(found: dict[str, object], document: str) -> list[str]:
    return next(d["open"] for d in found["documents"] if d["id"] == document)  # type: ignore[attr-defined]


def test_without_cases_nothing_is_executed_and_a_note_says_so(book: Lawbook) -> None:
    found = coverage(book, None)
    assert found["total"]["executed"] == 0
    assert found["total"]["nothing"] == found["total"]["executable"]
    assert "没有案例" in coverage_text(found, "zh")
    assert "no case was run" in coverage_text(found, "en")


def test_what_a_passing_case_evaluates_is_executed(book: Lawbook, tmp_path: Path) -> None:
    found = coverage(book, cases(tmp_path))
    left = opened(found, "bj-rsf-2020-4")
    assert "bj-rsf-2020-4/1" not in left  # the record and the rule
    assert "bj-rsf-2020-4/3" in left  # the floating rate is another rule


def test_a_failing_case_proves_nothing(book: Lawbook, tmp_path: Path) -> None:
    found = coverage(book, cases(tmp_path, rate="0.0017"))
    assert found["cases"] == {"run": 1, "passed": 0}
    assert found["total"]["executed"] == 0


def test_what_a_case_says_it_proves_does_not_count(book: Lawbook, tmp_path: Path) -> None:
    claimed = coverage(book, cases(tmp_path, provision="mohrss-2020-49/1.1"))
    assert "mohrss-2020-49/1.1" in opened(claimed, "mohrss-2020-49")


def test_counts_add_up_for_every_document_and_in_all(book: Lawbook) -> None:
    found = coverage(book, default_cases())
    for document in (*found["documents"], found["total"]):
        assert document["executable"] + document["reference"] == document["provisions"]
        assert document["executed"] + document["declared"] + document["nothing"] == document["executable"]
    for count in COUNTS:
        assert found["total"][count] == sum(document[count] for document in found["documents"])
    assert found["total"]["declared"] > 0
    assert found["total"]["executed"] > 0


def test_only_documents_that_are_held_count(book: Lawbook) -> None:
    listed = {document["id"] for document in coverage(book, None)["documents"]}
    assert listed == {document.id for document in book.documents.values() if not document.external}


def test_reference_is_told_by_the_kind_alone(book: Lawbook, tmp_path: Path) -> None:
    held = {d.id for d in book.documents.values() if not d.external}
    wanted = sum(p.document in held and p.kind in NOT_EXECUTABLE for p in book.provisions.values())
    assert coverage(book, None)["total"]["reference"] == wanted
    assert coverage(book, cases(tmp_path))["total"]["reference"] == wanted


def test_the_cases_of_the_checkout_are_found(root: Path) -> None:
    assert default_cases() == root / "tests" / "cases"
