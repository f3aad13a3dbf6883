"""``renshe.decision/1`` holds what it promised: old documents stay valid, no field vanishes, none turns optional."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from renshe import api
from renshe.engine.check import Case, read_cases
from tests.engine.small import DATA, answer

ROOT = DATA.parent.parent
SCHEMA = json.loads((ROOT / "src/renshe/schemas/decision-1.schema.json").read_text("utf-8"))
FORM = json.loads((DATA / "decision-form.json").read_text("utf-8"))
FROZEN = sorted((DATA / "decisions").glob("*.json"))
VALIDATOR = Draft202012Validator(SCHEMA)


def problems(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}"[:300] for error in VALIDATOR.iter_errors(document)]


def forms(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of the schema with the path to it."""
    if isinstance(schema, dict):
        yield path or "/", schema
        for key, inner in schema.items():
            if key in ("properties", "$defs"):
                for name, each in inner.items():
                    yield from forms(each, f"{path}/{key}/{name}")
            elif key in ("items", "additionalProperties"):
                yield from forms(inner, f"{path}/{key}")
            elif key in ("oneOf", "anyOf"):
                for number, each in enumerate(inner):
                    yield from forms(each, f"{path}/{key}/{number}")


def first_cases() -> list[Case]:
    """The first case of each file: every topic of every place."""
    return [cases[0] for path in sorted((ROOT / "tests/cases").rglob("*.yaml")) if (cases := read_cases([path]))]


# ---- the schema


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_object_is_closed_and_every_part_is_described() -> None:
    for path, form in forms(SCHEMA):
        if form.get("type") == "object":
            assert "additionalProperties" in form, path
        if path.split("/")[-2] == "properties":
            assert "$ref" in form or "description" in form, path


def test_no_field_vanished_and_none_became_optional() -> None:
    now = dict(forms(SCHEMA))
    for path, then in FORM.items():
        assert path in now, f"{path} is gone"
        assert set(then.get("required", ())) <= set(now[path].get("required", ())), path
        assert set(then.get("properties", ())) <= set(now[path].get("properties", ())), path
        assert set(then.get("enum", ())) <= set(now[path].get("enum", ())), path


def test_no_field_was_added_as_required() -> None:
    """A document written before would no longer be valid: what is added is optional."""
    for path, form in forms(SCHEMA):
        if path in FORM:
            assert set(form.get("required", ())) == set(FORM[path].get("required", ())), path


# ---- documents


@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_a_document_once_written_stays_valid(file: Path) -> None:
    assert problems(json.loads(file.read_text("utf-8"))) == []


def test_there_are_documents_of_every_kind() -> None:
    whole = "".join(file.read_text("utf-8") for file in FROZEN)
    for status in ("met", "not_met", "computed", "undetermined"):
        assert f'"status": "{status}"' in whole
    for field in ("parts", "steps", "formula", "tests", "record", "because", "at", "of", "question", "replaces"):
        assert f'"{field}"' in whole


@pytest.mark.parametrize(
    ("name", "outputs", "case"),
    [
        (
            "refused",
            ("canteen_eligible", "canteen_amount"),
            {"worked_months": 11, "work_place": "office", "meal": "lunch", "date": "2021-07-01"},
        ),
        ("parts", ("canteen_amount",), {"worked_months": 13, "work_place": "school"}),
    ],
)
def test_the_same_case_gives_the_same_document(name: str, outputs: tuple[str, ...], case: dict[str, Any]) -> None:
    """The words too: who changes one on purpose writes the document anew."""
    frozen = json.loads((DATA / "decisions" / f"{name}.json").read_text("utf-8"))
    now = json.loads(json.dumps(answer(*outputs, **case).to_json()))
    for moving in ("lawbook", "renshe"):
        frozen[moving] = now[moving]
    assert now == frozen


@pytest.mark.parametrize("case", first_cases(), ids=lambda case: case.place.rpartition("cases/")[2])
def test_every_topic_gives_a_valid_document(case: Case) -> None:
    decision = api.decide(
        list(case.expect), region=case.region, date=case.date, inputs=case.inputs, known_on=case.known_on
    )
    document = json.loads(json.dumps(decision.to_json(), ensure_ascii=False))
    assert problems(document) == []
    whole(document)


def whole(document: dict[str, Any]) -> None:
    """Whatever the document names stands in it."""
    nodes = {node["id"]: node for node in document["explanation"]}
    assert len(nodes) == len(document["explanation"])
    for node in nodes.values():
        assert set(node["reads"]) <= nodes.keys()
        assert {step["node"] for step in node.get("steps", ())} <= nodes.keys()
        assert set(node["cites"]) <= document["citations"].keys()
    for output in document["outputs"].values():
        for part in output.get("parts", (output,)):
            assert nodes[part["node"]]["status"] == part["status"]
            assert set(part["reasons"]) <= {reason["code"] for reason in document["reasons"]}
    for reason in document["reasons"]:
        assert set(reason["conditions"]) <= nodes.keys()
        assert set(reason["cites"]) <= document["citations"].keys()
