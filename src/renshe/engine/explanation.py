"""Everything an answer rests on as a list of nodes: each value once, with its tests, numbers and citations.

A node has the name of what it answers. Where a name was answered several times, for a member of a dimension or for
a month of a series, its id says for which: ``relief_rate@insurance=pension``, ``amount#3``. Answers that agree in
all they rest on are one node.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from renshe.engine import ir
from renshe.engine.bind import BoundNumber
from renshe.engine.decision import DETERMINATIONS, Decision, status_of
from renshe.engine.errors import Words
from renshe.engine.evaluate import Evaluation, Result
from renshe.engine.labels import Labels, labels_of
from renshe.engine.lawbook import Number, Provided, Record
from renshe.engine.scalars import day_text, month_text
from renshe.engine.types import MonthWindow, Scale, Window
from renshe.engine.values import ValueType, to_json
from renshe.engine.words import Speech

UNDETERMINED = Words("无法确定", "undetermined")
OUTCOMES = {"met": Words("符合", "met"), "not_met": Words("不符合", "not met")}
"""How a requirement came out; a circumstance is there or not: yes or no."""
GRADE_WORDS = {
    "printed": Words("文件原文", "printed in a document held here"),
    "confirmed": Words("已核实", "confirmed in the text of the law or on a government page"),
    "reported": Words("转载", "reported by a reprint or in answers to questions"),
    "unverified": Words("待核实", "not verified"),
}
KINDS = {"anyof": "any_of"}
"""Kinds of rule whose published name is another."""


def both(words: Words) -> dict[str, str]:
    """Both languages, as the document holds them."""
    return {"zh": words.zh, "en": words.en}


def json_value(kind: ValueType | None, value: Any) -> Any:
    """A value as the document holds it; of a window its two ends, of a scale its steps."""
    if isinstance(value, ir.Unknown):
        return None
    if isinstance(value, (Window, MonthWindow)):
        text = day_text if isinstance(value, Window) else month_text
        ends = (value.first_or_none, value.last_or_none)
        return [None if end is None else text(int(end)) for end in ends] if value.known else None
    if isinstance(value, Scale):
        return {str(start): json_value(kind, step) for start, step in value.steps}
    return to_json(kind, value) if kind is not None else value


def _telling(tests: list[Any]) -> list[Any]:
    """*tests* without those that only guard the next one: that there is something to compare."""
    telling = [test for test in tests if not (isinstance(test[0], ir.IsNone) and test[2][0] is not None)]
    return telling or tests


class Explanation:
    """The nodes behind the answers of one decision.

    Attributes:
        results: node id → what was found, what it rests on before it.
        below: node id → ids of what it read, then of its steps.
    """

    def __init__(self, decision: Decision) -> None:
        self.program, self.root = decision.program, decision.evaluation
        self.book = decision.program.book
        self.labels: Labels = labels_of(self.book)
        self.results: dict[str, Result] = {}
        self.below: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._ids: dict[int, str] = {}
        self._same: dict[Any, str] = {}
        self._numbering: dict[int, str] = {}
        self._moved: dict[int, tuple[str, ...]] = {}
        self._dated: dict[int, str] = {}

    # ---- which nodes there are

    def add(self, result: Result) -> str:
        """The id of the node of *result*, with all that it rests on added too."""
        known = self._ids.get(id(result))
        if known is not None:
            return known
        if result.provided is not None and result.provided.kind == "series":
            base = self._numbering.get(id(result.evaluation), "")
            spec = result.provided.spec
            moved = (spec["clock"], *(name for name, _ in spec["vary"]))
            for position, step in enumerate(result.steps, 1):
                self._numbering.setdefault(id(step.evaluation), f"{base}#{position}")
                self._moved.setdefault(id(step.evaluation), moved)
        for key, read in result.reads.items():
            if key != read.name:
                # A number that the rule read on a day of its own choice.
                self._dated.setdefault(id(read), day_text(int(key.rpartition("@")[2])))
        reads = tuple([self.add(read) for read in result.reads.values()])
        steps = tuple([self.add(step) for step in result.steps])
        key = self._key(result, reads, steps)
        name = self._same.get(key)
        if name is None:
            name = self._same[key] = self._name(result)
            self.results[name], self.below[name] = result, (reads, steps)
        self._ids[id(result)] = name
        return name

    @staticmethod
    def _key(result: Result, reads: tuple[str, ...], steps: tuple[str, ...]) -> Any:
        # A rule's value follows from what it read; only a leaf is told apart by its value.
        value = None if reads or steps else result.value
        if isinstance(value, ir.Unknown):
            value = value.missing
        try:
            hash(value)
        except TypeError:
            value = id(value)
        return result.name, result.source, id(result.provided), id(result.record), reads, steps, type(value), value

    def _name(self, result: Result) -> str:
        at = self.members(result.evaluation)
        dated = self._dated.get(id(result))
        where = [*(f"{key}={value}" for key, value in at.items()), *([f"date={dated}"] if dated else [])]
        place = "@" + ",".join(where) if where else ""
        name = wanted = f"{result.name}{place}{self._numbering.get(id(result.evaluation), '')}"
        count = 1
        while name in self.results:
            count += 1
            name = f"{wanted}~{count}"
        return name

    def members(self, evaluation: Evaluation) -> dict[str, str]:
        """The members of dimensions for which *evaluation* stands, where the case did not choose them."""
        if evaluation is self.root:
            return {}
        here, asked = evaluation.given, self.root.given
        return {name: here[name] for name in self.program.dimensions if name in here and here[name] != asked.get(name)}

    def under(self, roots: Iterable[str]) -> list[str]:
        """The nodes *roots* and all below them, in reading order, each once."""
        seen: dict[str, None] = {}
        stack = [*reversed(list(roots))]
        while stack:
            name = stack.pop()
            if name not in seen:
                seen[name] = None
                reads, steps = self.below[name]
                stack.extend(reversed((*reads, *steps)))
        return list(seen)

    # ---- what a node says

    def stated(self, name: str, value: Any) -> dict[str, Any]:
        """A name with a value, in words and as the document holds it."""
        return {
            "name": name,
            "label": both(self.labels.label(name)),
            "value": json_value(self.labels.type(name), value),
            "display": both(self.labels.show_named(name, value)),
        }

    def at(self, evaluation: Evaluation) -> list[dict[str, Any]]:
        """For which member, or which month of a series, *evaluation* stands."""
        names = (*self.members(evaluation), *self._moved.get(id(evaluation), ()))
        return [self.stated(name, evaluation.given[name]) for name in names]

    def display(self, result: Result) -> Words:
        """The value of *result* as people read it."""
        status = status_of(result)
        if status == "undetermined":
            return UNDETERMINED
        while result.provided is not None and result.provided.kind == "member":
            result = result.steps[0]
        if status in OUTCOMES and result.provided is not None and result.provided.kind not in ("cause", "causes"):
            return OUTCOMES[status]
        return self.labels.show_named(result.name, result.value)

    def node(self, name: str) -> dict[str, Any]:
        """One node of the document."""
        result = self.results[name]
        provided, number = result.provided, self.number(result)
        reads, _ = self.below[name]
        kind = self.labels.type(result.name)
        unknown = isinstance(result.value, ir.Unknown)
        node: dict[str, Any] = {
            "id": name,
            "name": result.name,
            "label": both(self.labels.label(result.name)),
            "source": result.source,
            "kind": KINDS.get(provided.kind, provided.kind) if provided else number.kind if number else "input",
            "status": status_of(result),
            "value": json_value(kind, result.value),
            "display": both(self.display(result)),
            "reads": list(reads),
            "cites": list(dict.fromkeys(result.cites)),
            "reasons": list(result.reasons),
        }
        if unknown:
            node["missing"] = sorted(result.value.missing)
        if result.evaluation is not self.root and (at := self.at(result.evaluation)):
            node["at"] = at
        layer = provided.layer if provided else number.layer if number else None
        if layer is not None:
            node["layer"] = self.place(layer)
            node["replaced"] = [self.place(region) for region in result.replaced]
        if provided is not None:
            self._rule(node, result, provided)
        if number is not None and result.record is not None:
            node["record"] = self._record(result, number, result.record)
        return node

    def place(self, region: str) -> dict[str, Any]:
        """A region with its name."""
        return {"region": region, "name": both(self.book.place_name(region))}

    def number(self, result: Result) -> Number | None:
        """The number that answered, if one did."""
        if result.source != "number":
            return None
        bound = self.program.find(result.name)
        return bound.number if isinstance(bound, BoundNumber) else None

    def _rule(self, node: dict[str, Any], result: Result, provided: Provided) -> None:
        speech = Speech(self.labels, result)
        known = not isinstance(result.value, ir.Unknown)
        if result.tests:
            node["tests"] = [self._test(speech, test) for test in _telling(result.tests)]
        formula = speech.returned(fact=provided.kind != "rule") if known and provided.tree is not None else None
        if formula is not None and provided.kind == "rule":
            node["formula"] = both(formula)
        elif formula is not None and not result.tests:
            # A condition that is nothing but a fact: the fact is its test.
            node["tests"] = [{**both(formula), "holds": result.value, "kind": "fact"}]
        if result.because is not None:
            node["because"] = {"code": result.because[0], "cites": result.because[1]}
        if provided.kind in DETERMINATIONS:
            node["not_checked"] = list(result.not_checked)
        if result.steps:
            names = (*self._moved[id(result.steps[0].evaluation)],) if provided.kind == "series" else (*result.at,)
            node["steps"] = [
                {
                    "node": step_id,
                    "at": [self.stated(name, step.evaluation.given[name]) for name in names],
                    "display": both(self.display(step)),
                }
                for step, step_id in zip(result.steps, self.below[node["id"]][1], strict=True)
            ]

    @staticmethod
    def _test(speech: Speech, test: tuple[Any, Any, tuple[Any, ...]]) -> dict[str, Any]:
        zh, en = speech.test(*test)
        return {
            "zh": zh,
            "en": en,
            "holds": None if isinstance(test[1], ir.Unknown) else bool(test[1]),
            "kind": "fact" if isinstance(test[0], ir.Read) else "comparison",
        }

    def _record(self, result: Result, number: Number, record: Record) -> dict[str, Any]:
        change, _, target = (record.changes or "").partition(" ")
        changed = self.book.documents.get(target.partition("/")[0])
        clock = self.labels.type(number.clock)
        text = month_text if clock is not None and clock.kind == "month" else day_text
        known = not isinstance(result.value, ir.Unknown)
        return {
            "display": both(self.labels.show_number(number, result.value) if known else UNDETERMINED),
            "unit": number.unit,
            "clock": number.clock,
            "since": None if record.since is None else text(record.since),
            "until": None if record.until is None else text(record.until),
            "region": record.region,
            "place": both(self.book.place_name(record.region)),
            "grade": record.grade,
            "grade_display": both(GRADE_WORDS[record.grade]),
            "cites": list(record.cites),
            "note": both(record.note) if record.note is not None else None,
            "changes": {
                "kind": change,
                "target": target,
                "number": changed.number or changed.title.zh if changed is not None else target,
                **({"title": both(changed.title)} if changed is not None else {}),
            }
            if change
            else None,
        }
