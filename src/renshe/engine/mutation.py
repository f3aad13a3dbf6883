"""Which numbers no case guards: each is moved by one unit, and at least one case must notice.

Moved are the value of every record (each step and each boundary of a scale, each end of a window, each cell of a
table), the days from and to which a record is in force, every whole-number literal of a rule but 0 and 1, and the
times and days that something declared is due by. A choice is moved to every other member of its enum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from renshe.engine import ir
from renshe.engine.bind import clash
from renshe.engine.check import Case, Outcome, run_case
from renshe.engine.declared import COUNTS, Declared, Duty
from renshe.engine.lawbook import Lawbook, Number, Provided, Record
from renshe.engine.types import MonthWindow, Scale, Window


def survivors(book: Lawbook, outcomes: Sequence[Outcome]) -> list[str]:
    """``place name: what moved`` for every mutant that no case noticed."""
    touching = _touching(outcomes)
    found: list[str] = []
    for layer_name, layer in book.layers.items():
        for name, entry in layer.items():
            cases = touching.get((layer_name, name), [])
            for what, place, mutant in _mutants(entry):
                if not _noticed(book, layer_name, name, mutant, cases):
                    found.append(f"{place} {name}: {what}")
    return [*found, *_declared_survivors(book, outcomes)]


def _declared_survivors(book: Lawbook, outcomes: Sequence[Outcome]) -> list[str]:
    """The same for what is due by a number of its own: so many days after, the 15th of each month."""
    queries = [outcome for outcome in outcomes if outcome.found is not None and outcome.status == "passed"]
    found: list[str] = []
    for layer_name, layer in book.declared.items():
        for name, versions in layer.items():
            touching = [o for o in queries if o.found and any(v.name == name for v in o.found.versions)]
            for index, version in enumerate(versions):
                for what, moved in _due_moved(version):
                    changed = {**layer, name: (*versions[:index], moved, *versions[index + 1 :])}
                    mutant = replace(book, declared={**book.declared, layer_name: changed})
                    programs: dict[Any, Any] = {}
                    if not any(_fails(mutant, outcome.case, programs) for outcome in touching):
                        found.append(f"{version.place} {name}: {what}")
    return found


def _due_moved(version: Declared) -> Iterator[tuple[str, Declared]]:
    due = version.deadline
    for part in (*COUNTS, "month", "day") if due is not None else ():
        value = getattr(due, part)
        for step in (-1, 1) if value is not None else ():
            where = "due" if isinstance(version, Duty) else "limit"
            changes: dict[str, Any] = {where: replace(due, **{part: value + step})}  # type: ignore[type-var]
            yield f"{part} {value} {step:+}", replace(version, **changes)


def _touching(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], list[Outcome]]:
    """Which passed cases could notice a change of which definition: those whose closure holds it."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.status != "passed":
            continue
        if outcome.decision is not None:
            program, names = outcome.decision.program, tuple(outcome.case.expect)
        elif outcome.found is not None and outcome.found.program is not None:
            program, names = outcome.found.program, outcome.found.reads
        else:
            continue
        for name in program.closure(names):
            for layer in program.chain:
                if name in program.book.layers.get(layer, {}):
                    found.setdefault((layer, name), []).append(outcome)
    return found


def _noticed(book: Lawbook, layer: str, name: str, mutant: Any, outcomes: Sequence[Outcome]) -> bool:
    layers = {**book.layers, layer: {**book.layers[layer], name: mutant}}
    changed = replace(book, layers=layers)
    programs: dict[Any, Any] = {}
    return any(_fails(changed, outcome.case, programs) for outcome in outcomes)


def _fails(book: Lawbook, case: Case, programs: dict[Any, Any]) -> bool:
    return run_case(book, case, programs).status != "passed"


def _mutants(entry: tuple[Provided, ...] | Number) -> Iterator[tuple[str, str, Any]]:
    if isinstance(entry, Number):
        for index, record in enumerate(entry.records):
            for what, changed in _records(record, entry.type.members):
                before, after = entry.records[:index], entry.records[index + 1 :]
                if any(clash(changed, other) for other in (*before, *after)):
                    continue  # the build itself refuses it
                records = (*before, changed, *after)
                yield what, record.place, replace(entry, records=records)
        return
    for index, version in enumerate(entry):
        for what, changed_version in _versions(version):
            yield what, version.place, (*entry[:index], changed_version, *entry[index + 1 :])


def _records(record: Record, members: tuple[str, ...]) -> Iterator[tuple[str, Record]]:
    for what, value in _moved(record.value, members):
        yield what, replace(record, value=value)
    for edge in ("since", "until"):
        day = getattr(record, edge)
        if day is not None:
            for step in (-1, 1):
                yield f"{edge} {step:+}", replace(record, **{edge: day + step})


def _moved(value: Any, members: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every way to move one whole number inside a value by one, or one choice to another of *members*."""
    match value:
        case bool():
            yield "turned", not value
        case int():
            for step in (-1, 1):
                if value + step >= 0:
                    yield f"{value} {step:+}", value + step
        case str() if members:
            yield from ((f"{value} → {other}", other) for other in members if other != value)
        case str():
            yield "other text", value + "?"
        case Window() | MonthWindow():
            ends: list[Any] = [value.first_or_none, value.last_or_none]
            for index, end in enumerate(ends):
                for step in (-1, 1):
                    if end is not None:
                        moved = [*ends]
                        moved[index] = end + step
                        yield f"{('first', 'last')[index]} {step:+}", type(value)(*moved)
        case Scale():
            yield from _moved_scale(value)
        case dict():
            for key, inner in value.items():
                for what, moved_inner in _moved(inner, members):
                    yield f"{key}: {what}", {**value, key: moved_inner}


def _moved_scale(scale: Scale[Any]) -> Iterator[tuple[str, Any]]:
    for index, (start, step) in enumerate(scale.steps):
        before, after = scale.steps[:index], scale.steps[index + 1 :]
        for change in (-1, 1):
            if start + change >= 0:
                yield f"step at {start} {change:+}", Scale((*before, (start + change, step), *after))
        for what, moved in _moved(step):
            yield f"step {start}: {what}", Scale((*before, (start, moved), *after))


def _versions(version: Provided) -> Iterator[tuple[str, Provided]]:
    wanted = {value for _, value in version.literals}
    if version.tree is None or not wanted:
        return
    for node in ir.nodes(version.tree):
        if isinstance(node, ir.Constant) and type(node.value) is int and node.value in wanted:
            for step in (-1, 1):
                tree = _swap(version.tree, node, ir.Constant(node.value + step), {})
                yield f"literal {node.value} {step:+}", replace(version, tree=tree)


def _swap(tree: Any, old: Any, new: Any, done: dict[int, Any]) -> Any:
    """*tree* with the node *old* replaced; what branches share stays shared."""
    if tree is old:
        return new
    if isinstance(tree, tuple):
        return tuple(_swap(item, old, new, done) for item in tree)
    if not is_dataclass(tree) or isinstance(tree, type):
        return tree
    if id(tree) not in done:
        changed = {field.name: _swap(getattr(tree, field.name), old, new, done) for field in fields(tree)}
        done[id(tree)] = replace(tree, **changed)
    return done[id(tree)]
