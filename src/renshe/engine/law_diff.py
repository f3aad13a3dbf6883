"""What differs for one place between the law as known on two days, or between two lawbooks.

Numbers and windows are compared value by value over the whole of their time, not record by record: a record that says
again what an earlier one said is no difference. Rules are compared by what they do, documents by their dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.errors import InputError
from renshe.engine.law_json import Json, citations, name_of, place_of, point, title_of
from renshe.engine.lawbook import Lawbook, Number, Provided, Record
from renshe.engine.spans import changed_lines, differences, spans
from renshe.engine.values import ValueProblem, ValueType, parse, to_json

DAY = ValueType("date")
DATES = ("effective_from", "expiry_date", "repealed_from")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a lawbook, seen from the place, as known on a day."""

    book: Lawbook
    program: Program
    known_on: str | None

    def json(self) -> Json:
        """Which law this is."""
        return {"lawbook": self.book.hash, "known_on": self.known_on}

    def number(self, name: str) -> BoundNumber | None:
        found = self.program.find(name)
        return found if isinstance(found, BoundNumber) else None

    def versions(self, name: str) -> tuple[Provided, ...]:
        """The versions that can answer: below one without begin and end, none does."""
        found = self.program.find(name)
        versions = found.versions if isinstance(found, BoundRule) else ()
        whole = (at for at, version in enumerate(versions, 1) if version.since is None and version.until is None)
        return versions[: next(whole, len(versions))]

    def names(self) -> dict[str, None]:
        return dict.fromkeys(name for layer in self.program.chain for name in self.book.layers.get(layer, {}))


def side(book: Lawbook, region: str, known_on: str | None, name: str = "known_on") -> Side:
    """One side of a comparison.

    Raises:
        InputError: for a place or a day that is none.
    """
    try:
        day = None if known_on is None else int(parse(DAY, known_on))  # type: ignore[arg-type]
    except ValueProblem as problem:
        raise InputError(problem.problem(name)) from None
    return Side(book, Program(book, region, day), None if day is None else str(to_json(DAY, day)))


def law_diff(before: Side, after: Side) -> Json:
    """What differs for the place both sides are seen from.

    Args:
        before, after: the two, for one region; see :func:`side`.

    Returns:
        ``{"region", "before", "after", "numbers", "windows", "rules", "documents"}``; each item has ``change``:
        ``added``, ``removed`` or ``changed``, seen from *before*.
    """
    names = dict.fromkeys((*before.names(), *after.names()))
    numbers = [found for name in names if (found := _number(before, after, name))]
    return {
        "region": place_of(after.book, after.program.region),
        "before": before.json(),
        "after": after.json(),
        "numbers": [found for found in numbers if found["kind"] != "window"],
        "windows": [found for found in numbers if found["kind"] == "window"],
        "rules": [found for name in names if (found := _rule(before, after, name))],
        "documents": list(_documents(before, after)),
    }


def _change(old: object, new: object) -> str:
    return "changed" if old and new else "added" if new else "removed"


# ---- numbers


def _number(before: Side, after: Side, name: str) -> Json | None:
    old, new = before.number(name), after.number(name)
    shape = new.number if new else old.number if old else None
    if shape is None:
        return None
    lines = [spans(bound.records if bound else ()) for bound in (old, new)]
    found = differences(lines[0], lines[1], shape)
    if not found:
        return None
    book = after.book if new else before.book
    return {
        **name_of(book, name),
        "kind": shape.kind,
        "change": _change(old and old.records, new and new.records),
        "layers": [bound.number.layer if bound and bound.records else None for bound in (old, new)],
        "spans": [_span(before, after, shape, *each) for each in found],
    }


def _span(
    before: Side, after: Side, number: Number,
    since: int | None, until: int | None, old: Record | None, new: Record | None,
) -> Json:  # fmt: skip
    book = after.book
    return {
        "from": point(book, number.clock, since),
        "until": point(book, number.clock, until),
        "changes": changed_lines(book, number, old, new),
        "before": _source(before.book, old),
        "after": _source(after.book, new),
    }


def _source(book: Lawbook, record: Record | None) -> Json | None:
    if record is None:
        return None
    return {
        "known_from": to_json(DAY, record.known_from),
        "grade": record.grade,
        "changes": record.changes,
        "cites": citations(book, record.cites),
    }


# ---- rules


def _rule(before: Side, after: Side, name: str) -> Json | None:
    old, new = before.versions(name), after.versions(name)
    if [_does(version) for version in old] == [_does(version) for version in new]:
        return None
    book = after.book if new else before.book
    return {
        **name_of(book, name),
        "kind": (new or old)[0].kind,
        "change": _change(old, new),
        "before": [_version(before.book, version) for version in old],
        "after": [_version(after.book, version) for version in new],
    }


def _does(version: Provided) -> Provided:
    """What a version does, without where its text stands."""
    spec = {key: value for key, value in version.spec.items() if key != "function"}  # where the body of a reducer is
    tree = _without_lines(version.tree)
    return replace(version, place="", summary="", tree=tree, branches=(), literals=(), spec=spec)


def _without_lines(tree: Any) -> Any:
    """A checked tree without the lines of its branches: they move when a comment is added above."""
    if isinstance(tree, tuple):
        return tuple(map(_without_lines, tree))
    fields = getattr(tree, "__dataclass_fields__", None)
    if fields is None:
        return tree
    parts = tuple(0 if name == "line" else _without_lines(getattr(tree, name)) for name in fields)
    return type(tree).__name__, parts


def _version(book: Lawbook, version: Provided) -> Json:
    return {
        "region": version.layer,
        "since": point(book, version.clock, version.since),
        "until": point(book, version.clock, version.until),
        "known_from": to_json(DAY, version.known_from),
        "cites": citations(book, version.cites),
        "place": version.place,
    }


# ---- documents


def _documents(before: Side, after: Side) -> Iterator[Json]:
    """Documents of the place's chain that one side does not know, or whose dates differ."""
    old, new = _dates(before), _dates(after)
    for identity in dict.fromkeys((*old, *new)):
        fields = [
            {"field": field, "before": old.get(identity, {}).get(field), "after": new.get(identity, {}).get(field)}
            for field in DATES
            if old.get(identity, {}).get(field) != new.get(identity, {}).get(field)
        ]
        if fields or (identity in old) != (identity in new):
            document = (after if identity in new else before).book.documents[identity]
            yield {
                **title_of(document),
                "region": document.region,
                "change": _change(identity in old, identity in new),
                "signed": point(after.book, "date", document.signed),
                "fields": fields,
            }


def _dates(one: Side) -> dict[str, Json]:
    rows: Sequence[dict[str, Any]] = one.program.rows("documents")
    chain = one.program.chain
    return {
        row["id"]: {field: point(one.book, "date", row[field][0]) for field in DATES}
        for row in rows
        if one.book.documents[row["id"]].region in chain
    }
