"""The forms of the files law and cases are written in; ``docs/write-a-rule.md`` says the same for people.

Build-time code: it imports pydantic and yaml, and no answer from a built lawbook needs it. The JSON Schemas that
editors use are made from these models: ``python -m renshe.engine.schemas``.
"""

from renshe.engine.schemas.cases import CaseEntry
from renshe.engine.schemas.declared import (
    DeclaredEntry,
    DueEntry,
    DutyEntry,
    ElementEntry,
    PackageEntry,
    SchemeEntry,
    ServiceEntry,
)
from renshe.engine.schemas.documents import (
    DocumentFile,
    EffectEntry,
    EffectiveEntry,
    IssueEntry,
    ProvisionEntry,
)
from renshe.engine.schemas.numbers import NumberEntry, RecordEntry
from renshe.engine.schemas.publishing import json_schemas
from renshe.engine.schemas.queries import QueryEntry
from renshe.engine.schemas.reading import (
    Read,
    read_cases,
    read_cases_apart,
    read_declared,
    read_document,
    read_numbers,
    read_vocabulary,
)
from renshe.engine.schemas.shapes import Label
from renshe.engine.schemas.vocabulary import FieldEntry, InputEntry, ItemEntry, OutputEntry, VocabularyFile

__all__ = [
    "CaseEntry",
    "DeclaredEntry",
    "DocumentFile",
    "DueEntry",
    "DutyEntry",
    "EffectEntry",
    "EffectiveEntry",
    "ElementEntry",
    "FieldEntry",
    "InputEntry",
    "IssueEntry",
    "ItemEntry",
    "Label",
    "NumberEntry",
    "OutputEntry",
    "PackageEntry",
    "ProvisionEntry",
    "QueryEntry",
    "Read",
    "RecordEntry",
    "SchemeEntry",
    "ServiceEntry",
    "VocabularyFile",
    "json_schemas",
    "read_cases",
    "read_cases_apart",
    "read_declared",
    "read_document",
    "read_numbers",
    "read_vocabulary",
]
