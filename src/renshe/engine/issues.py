"""Recorded doubts: what is unclear, where it stands, which reading is taken, and what is decided by it."""

from __future__ import annotations

from collections.abc import Collection

from renshe.engine.law_json import Json, citations, pair, title_of, use_of
from renshe.engine.lawbook import Issue, Lawbook
from renshe.engine.lookup import Item, citers


def issues_at(book: Lawbook, provisions: Collection[str]) -> list[Issue]:
    """Doubts that stand at one of *provisions*, or set another provision against it."""
    return [
        issue
        for document in book.documents.values()
        for issue in document.issues
        if any(cite in provisions for cite in (*issue.cites, *issue.against))
    ]


def issue_json(book: Lawbook, issue: Issue) -> Json:
    """One doubt with its provisions, its reading, and what rests on those provisions."""
    resting = decided_by(book, issue)
    document = book.documents[issue.document]
    return {
        "kind": issue.kind or None,
        "document": title_of(document),
        "region": document.region,
        "external": document.external,
        "cites": citations(book, issue.cites),
        "with": citations(book, issue.against),
        "what": pair(issue.what),
        "reading": issue.reading and pair(issue.reading),
        "decides": [use_of(book, item) for item in resting],
        "topics": [
            {"topic": topic, "label": pair(book.topic_name(topic))}
            for topic in dict.fromkeys(item.topic for item in resting)
        ],
    }


def decided_by(book: Lawbook, issue: Issue) -> list[Item]:
    """Rules and numbers that rest on a provision the doubt stands at, each name of a place once."""
    resting = citers(book)
    found = (item for cite in (*issue.cites, *issue.against) for item in resting.get(cite, ()))
    return list({(item.layer, item.name): item for item in found}.values())
