"""The pieces of a document's file as the lawbook keeps them: provisions, issues, labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from renshe.engine.errors import Words
from renshe.engine.lawbook import Issue, Provision


def provision_of(document: str, key: str, entry: Mapping[str, Any]) -> Provision:
    """One provision of the register."""
    return Provision(
        id=f"{document}/{key}",
        document=document,
        path=entry.get("path", ""),
        kind=entry["kind"],
        gist=words(entry["gist"]),
        addressee=tuple(entry.get("addressee") or ()),
        measure=entry.get("measure"),
        part=entry.get("part"),
        units=tuple(entry.get("units") or ()),
        responsibility_mode=entry.get("responsibility_mode"),
    )


def issue_of(document: str, entry: Mapping[str, Any]) -> Issue:
    """One doubt and the reading taken."""
    return Issue(
        document=document,
        what=words(entry["what"]),
        reading=words(entry["reading"]) if entry.get("reading") else None,
        kind=entry.get("kind") or "",
        cites=tuple(entry.get("cites") or ()),
        against=tuple(entry.get("with") or ()),
    )


def words(entry: Mapping[str, str]) -> Words:
    """Both languages of a YAML label."""
    return Words(entry["zh"], entry["en"])
