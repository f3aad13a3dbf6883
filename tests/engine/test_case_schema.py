"""The form of case files holds what it promised: old files stay valid, no field vanishes, none turns required."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from renshe.engine.yaml_source import load

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "src/renshe/schemas/cases.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
QUERIES = Draft202012Validator(json.loads((ROOT / "src/renshe/schemas/queries.schema.json").read_text("utf-8")))
FILES = sorted((ROOT / "tests/cases").rglob("*.yaml"))
FROZEN = ROOT / "tests/data/cases-first-form.yaml"
FIELDS = {
    *("id", "topic", "provisions", "region", "date", "inputs", "expect"),
    *("reasons", "known_on", "note_zh", "why", "reading"),
}
REQUIRED = {"id", "topic", "region", "date", "expect"}


def problems(data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}"[:300] for error in VALIDATOR.iter_errors(data)]


def entry() -> dict[str, Any]:
    items = SCHEMA["items"]
    found: dict[str, Any] = SCHEMA["$defs"][items["$ref"].rpartition("/")[2]] if "$ref" in items else items
    return found


@pytest.mark.parametrize(
    "file", [FROZEN, *(f for f in FILES if f.parent.name != "declared")], ids=lambda file: file.stem
)
def test_a_case_file_once_written_stays_valid(file: Path) -> None:
    assert problems(load(file, file.name).data) == []


@pytest.mark.parametrize("file", [f for f in FILES if f.parent.name == "declared"], ids=lambda file: file.stem)
def test_a_file_of_queries_fits_its_schema(file: Path) -> None:
    assert [error.message for error in QUERIES.iter_errors(load(file, file.name).data)] == []


def test_no_field_vanished_and_none_was_added_as_required() -> None:
    assert set(entry()["properties"]) >= FIELDS
    assert set(entry()["required"]) <= REQUIRED | {"inputs", "provisions"}
    frozen = load(FROZEN, FROZEN.name).data
    assert {name for case in frozen for name in case} == FIELDS


@pytest.mark.parametrize(
    "wrong",
    [{"unknown": 1}, {"date": "2020-7-1"}, {"region": "Beijing"}, {"expect": {}}, {"id": None}],
)
def test_what_is_no_case_is_refused(wrong: dict[str, Any]) -> None:
    case = load(FROZEN, FROZEN.name).data[0]
    assert problems([case]) == []
    assert problems([{**case, **wrong}]) != []
