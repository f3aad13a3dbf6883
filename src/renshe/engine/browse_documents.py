"""A document as a reader looks it up: what it is, when it acts, what it does to others, what rests on it."""

from __future__ import annotations

from renshe.engine.issues import issue_json, issues_at
from renshe.engine.law_json import Json, pair, place_of, point, title_of, use_of
from renshe.engine.lawbook import Document, Effect, Lawbook, Provision, normal_number
from renshe.engine.lookup import citers


def document_json(book: Lawbook, document: Document) -> Json:
    """Identity, dates, effects both ways, provisions with what rests on each, and doubts."""
    own = [provision for provision in book.provisions.values() if provision.document == document.id]
    same = [
        other.id
        for other in book.documents.values()
        if other is not document and document.number and normal_number(other.number) == normal_number(document.number)
    ]
    targets = {document.id, *(provision.id for provision in own)}
    effects_in = [
        {**effect_json(book, effect), "document": title_of(other)}
        for other in book.documents.values()
        for effect in other.effects
        if effect.target in targets
    ]
    return {
        "is": "document",
        **title_of(document),
        "region": place_of(book, document.region),
        "issuers": list(document.issuers),
        "signed": point(book, "date", document.signed),
        "published": point(book, "date", document.published),
        "known_from": point(book, "date", document.known_from),
        "effective_from": point(book, "date", document.effective_from),
        "effective_to": point(book, "date", document.effective_to),
        "effective_cites": list(document.effective_cites),
        "external": document.external,
        "grade": document.grade,
        "same_number": same,
        "effects": [effect_json(book, effect) for effect in document.effects],
        "affected_by": effects_in,
        "provisions": [provision_json(book, provision) for provision in own],
        "issues": [issue_json(book, issue) for issue in document.issues],
    }


def effect_json(book: Lawbook, effect: Effect) -> Json:
    """What a document does to another."""
    target = book.documents.get(effect.target.partition("/")[0])
    return {
        "kind": effect.kind,
        "target": effect.target,
        "target_document": target and title_of(target),
        "from": point(book, "date", effect.since),
        "until": point(book, "date", effect.until),
        "cites": list(effect.cites),
    }


def provision_alone(book: Lawbook, provision: Provision) -> Json:
    """One provision by itself: with its document's dates, and what it does to other documents or they to it."""
    document = book.documents[provision.document]
    return {
        **provision_json(book, provision),
        "document": title_of(document),
        "region": place_of(book, document.region),
        "signed": point(book, "date", document.signed),
        "effective_from": point(book, "date", document.effective_from),
        "grade": document.grade,
        "effects": [effect_json(book, effect) for effect in document.effects if provision.id in effect.cites],
        "affected_by": [
            {**effect_json(book, effect), "document": title_of(other)}
            for other in book.documents.values()
            for effect in other.effects
            if effect.target == provision.id
        ],
    }


def provision_json(book: Lawbook, provision: Provision) -> Json:
    """One provision, what rests on it, and the doubts that stand at it."""
    return {
        "id": provision.id,
        "path": provision.path,
        "kind": provision.kind,
        "gist": pair(provision.gist),
        "addressee": list(provision.addressee),
        "measure": provision.measure,
        "part": provision.part,
        "units": list(provision.units),
        "responsibility_mode": provision.responsibility_mode,
        "cited_by": [use_of(book, item) for item in citers(book).get(provision.id, ())],
        "issues": [issue_json(book, issue) for issue in issues_at(book, [provision.id])],
    }
