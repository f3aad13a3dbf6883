"""The JSON Schemas of the files, for editors and for programs that write law."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from renshe.engine.schemas.reading import CASES, DECLARED, DOCUMENT, NUMBERS, QUERIES, VOCABULARY

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).parents[2] / "schemas"
_FORMS: dict[str, tuple[TypeAdapter[Any], str]] = {
    "vocabulary": (VOCABULARY, "Renshe: vocabulary of a topic"),
    "numbers": (NUMBERS, "Renshe: numbers of a topic"),
    "document": (DOCUMENT, "Renshe: a document and its provisions"),
    "cases": (CASES, "Renshe: cases"),
    "queries": (QUERIES, "Renshe: queries of declarations"),
    "schemes": (DECLARED["schemes"], "Renshe: schemes of a topic"),
    "services": (DECLARED["services"], "Renshe: service items of a topic"),
    "packages": (DECLARED["packages"], "Renshe: service packages of a topic"),
    "duties": (DECLARED["duties"], "Renshe: duties of a topic"),
}


class _Generator(GenerateJsonSchema):
    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        # Pydantic leaves it open what other keys hold; the models refuse them.
        return {**made, "additionalProperties": False} if "patternProperties" in made else made


def json_schemas() -> dict[str, str]:
    """File name → content."""
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": DIALECT, **adapter.json_schema(schema_generator=_Generator), "title": title},
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, (adapter, title) in _FORMS.items()
    }


def publish(folder: Path = FOLDER) -> list[Path]:
    """Write the schemas into *folder*; the files whose content changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in json_schemas().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8", newline="\n")
            changed.append(path)
    return changed
