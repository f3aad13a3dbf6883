"""From a program, the figures asked for and the columns of a table to a plan: what is computed, in which order.

A plan says all that a back-end needs, and nothing of the law has to be looked up again while rows run. Dimensions,
facts that are the same for all rows, and the numbers that then stand still are put into the bodies as constants, so
that of a rule for all insurances only what concerns this one is left.

A back-end goes through ``Plan.nodes`` in their order, or runs them as others read them; what a node is and how its
answer is found stands in :mod:`~renshe.engine.vector.nodes`. It takes a column for each of ``Plan.columns``: days and
months as ordinals, money as fen, words by their numbers (:meth:`Plan.word`). A null says nothing and the name is
computed; *none* is a value. It gives for each figure (``Plan.places``) the value, whether it is none, and where it is
unknown the names that are missing, by ``Plan.missing``, and the reasons, by ``Plan.codes``. A row that it cannot or
will not do it leaves to another back-end, or to :class:`~renshe.engine.evaluate.Evaluation`, which says what is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from renshe.engine import ir
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.lawbook import LAW, Number, Provided
from renshe.engine.values import ValueType
from renshe.engine.vector import gathering
from renshe.engine.vector.constants import Constants
from renshe.engine.vector.lookups import cells
from renshe.engine.vector.nodes import (
    Alias,
    Answer,
    Body,
    Dated,
    Figure,
    Fixed,
    Handed,
    Join,
    Kind,
    Lookup,
    MemberOf,
    Members,
    Missing,
    MonthOf,
    Node,
    Plan,
    Scalar,
    Version,
    Versions,
)

KINDS: Mapping[str, Kind] = {
    "boolean": "bool", "date": "day", "month": "month", "text": "word", "enum": "word",
    "list": "object", "record": "object", "partial_day": "object",
}  # fmt: skip
"""Kinds of value by type; whatever else there is, is a whole number."""
RESERVED: Mapping[str, Kind] = {"date": "day", "month": "month", "region": "word"}
PLAIN = frozenset({"rule", "condition", "cause", "eligibility", "anyof", "causes", "member"})
"""Kinds of rule that run over columns; the others are left to the evaluation of single rows."""


def plan(
    program: Program,
    figures: Sequence[Figure],
    columns: Collection[str],
    fixed: Mapping[str, Any] | None = None,
) -> Plan:
    """What *figures* need where a table has *columns*.

    Args:
        program: the law of one region as known on one day.
        figures: outputs, each for members of its dimensions.
        columns: names that may have a value of their own on a row: inputs, rules, numbers, ``date``, ``month``.
        fixed: parsed values that hold for all rows; none of them is a column.
    """
    return _Builder(program, columns, fixed or {}).plan(tuple(figures))


class _Builder:
    """The nodes of one plan as they are found."""

    def __init__(self, program: Program, columns: Collection[str], fixed: Mapping[str, Any]) -> None:
        self.program, self.book = program, program.book
        self.fixed = {name: fixed[name] for name in sorted(fixed)}
        self.constants = Constants(program, columns, self.fixed)
        self.columns = self.constants.columns
        self.constant, self.versions = self.constants.of, self.constants.versions
        self.nodes: list[Node] = []
        self.index: dict[tuple[str, Members], int | None] = {}
        self._dimensions: dict[str, frozenset[str] | None] = {}

    def plan(self, figures: tuple[Figure, ...]) -> Plan:
        places = tuple(self.node(figure.name, dict(figure.at)) for figure in figures)
        nodes = tuple(self.nodes)
        asked = repr((
            self.book.hash, self.program.region, self.program.known_on, figures, sorted(self.columns), self.fixed,
        ))  # fmt: skip
        return Plan(
            digest=hashlib.sha256(asked.encode()).hexdigest(),
            region=self.program.region,
            figures=figures,
            places=places,
            nodes=nodes,
            columns={name: self.kind(name) for name in gathering.columns(nodes)},
            kinds={name: self.kind(name) for name in gathering.dated(nodes)},
            fixed=self.fixed,
            words=gathering.words(self.book, nodes),
            missing=gathering.missing(self.program, nodes),
            codes=gathering.codes(self.program, nodes),
            program=self.program,
        )

    # ---- names

    def type(self, name: str) -> ValueType:
        """The type of a name; of a number that nobody declared its own."""
        term = self.book.terms.get(name)
        if term is not None:
            return term.type
        numbers = (layer[name] for layer in self.book.layers.values() if name in layer)
        return next((number.type for number in numbers if isinstance(number, Number)), ValueType("integer"))

    def kind(self, name: str) -> Kind:
        """What a name holds."""
        return RESERVED[name] if name in RESERVED else KINDS.get(self.type(name).kind, "int")

    def dimensions(self, name: str) -> frozenset[str]:
        """The dimensions whose member can make a difference to *name*."""
        found = self._dimensions.get(name, frozenset())
        if found is None:
            return frozenset(self.program.dimensions)  # a ring: it is left to the evaluation
        if name not in self._dimensions:
            self._dimensions[name] = None
            found = self._dimensions[name] = self._own_dimensions(name)
        return found

    def _own_dimensions(self, name: str) -> frozenset[str]:
        found = {name} & set(self.program.dimensions)
        for alias, at in self.book.aliases.get(name, ()):
            found |= {dimension for dimension, _ in at} if alias in self.columns else set()
        for version in self.versions(name):
            moved = {dimension for dimension, _ in version.spec["at"]} if version.kind == "member" else set()
            for read in version.reads:
                found |= self.dimensions(read) - moved
        if isinstance(self.program.find(name), BoundNumber):
            for read in self.program.edges(name):
                found |= self.dimensions(read)
        return frozenset(found)

    # ---- nodes

    def node(self, name: str, at: Mapping[str, str]) -> int:
        """The place of *name* for the members *at*."""
        own = tuple(sorted((dimension, at[dimension]) for dimension in at.keys() & self.dimensions(name)))
        key = (name, own)
        place = self.index.get(key)
        if place is not None:
            return place
        if key in self.index:
            return self._add(name, own, self._scalar(name, own))  # a ring
        self.index[key] = None
        self.index[key] = place = self._built(name, own)
        return place

    def _built(self, name: str, own: Members) -> int:
        at = dict(own)
        answer: Answer | None = self.constant(name, at)
        if answer is not None:
            return self._add(name, own, answer)
        aliases = tuple(alias for alias, _ in self.book.aliases.get(name, ()) if alias in self.columns)
        if any(other in self.columns for alias in aliases for other, _ in self.book.aliases.get(alias, ())):
            return self._add(name, own, self._scalar(name, own))
        answer = self._answer(name, own, at)
        tells = any(version.spec.get("code") for version in self.versions(name))
        if isinstance(answer, Scalar) and (aliases or tells):
            return self._add(name, own, answer)  # what is given is left to the evaluation with the rest
        return self._add(name, own, answer, self._aliases(name, at), name if name in self.columns else None)

    def _add(
        self, name: str, own: Members, answer: Answer, aliases: tuple[Alias, ...] = (), given: str | None = None
    ) -> int:
        bound = self.program.find(name)
        kind = self.kind(name)
        if isinstance(bound, BoundNumber) and bound.number.kind in ("scale", "window"):
            kind = "scale" if bound.number.kind == "scale" else "window"
        nullable = self.type(name).nullable or (isinstance(bound, BoundNumber) and bound.number.type.nullable)
        self.nodes.append(Node(len(self.nodes), name, own, kind, nullable, aliases, given, answer))
        return len(self.nodes) - 1

    def _aliases(self, name: str, at: Mapping[str, str]) -> tuple[Alias, ...]:
        found = []
        for alias, members in self.book.aliases.get(name, ()):
            if alias not in self.columns:
                continue
            places: list[tuple[int, str]] = []
            for dimension, member in members:
                here = self.constant(dimension, at)
                if here is None or (here.value != member and places):
                    places.append((self.node(dimension, at), member))
                elif here.value != member:
                    break
            else:
                found.append(Alias(alias, tuple(places)))
        return tuple(found)

    def _scalar(self, name: str, own: Members) -> Scalar:
        return Scalar(gathering.facts(self.program, name, self.columns), own)

    def _answer(self, name: str, own: Members, at: Mapping[str, str]) -> Answer:
        if name in self.constants.known:
            return Fixed(self.constants.known[name])
        if name == "month":
            return MonthOf(self.node("date", at))
        bound = self.program.find(name)
        if isinstance(bound, BoundRule):
            if any(version.kind not in PLAIN for version in self.versions(name)):
                return self._scalar(name, own)
            return self._versions(name, at)
        if isinstance(bound, BoundNumber):
            return self.constants.number(name, bound, at) or self._lookup(name, bound, own, at)
        return self._absent(name)

    def _absent(self, name: str) -> Fixed | Missing:
        """What there is where nothing answers a name."""
        term = self.book.terms.get(name)
        if term is not None and term.has_default:
            return Fixed(term.when_absent)
        is_law = (term is None or not term.is_input) and self.program.defined_anywhere(name)
        return Missing((LAW if is_law else name,))

    # ---- numbers

    def _lookup(self, name: str, bound: BoundNumber, own: Members, at: Mapping[str, str]) -> Answer:
        number = bound.number
        clock = self.constant(number.clock, at) if bound.needs_clock else None
        moves = bound.needs_clock and (clock is None or clock.value is None)
        known, by = self._keys(bound, at)
        if any(self.nodes[key].kind != "word" for key in by):
            return self._scalar(name, own)
        table = cells(bound, None if clock is None else clock.value, known)
        return Lookup(table, self.node(number.clock, at) if moves else None, number.clock, by)

    def _keys(self, bound: BoundNumber, at: Mapping[str, str]) -> tuple[dict[str, str], tuple[int, ...]]:
        """The keys of a table that are known, and the nodes of the others."""
        known = self.constants.keys(bound, at)
        return known, tuple(self.node(key, at) for key in bound.number.by if key not in known)

    # ---- rules

    def _versions(self, name: str, at: Mapping[str, str]) -> Answer:
        found: list[Version] = []
        for version in self.versions(name):
            here = self.constants.in_force(version, at)
            if here is False:
                continue
            clock = self.constant(version.clock, at)
            if here is None and clock is not None:
                break  # a day that there is not
            code, when = version.spec.get("code"), version.kind == "cause"
            rule = self._rule(version, at)
            if here:
                found.append(Version(rule, None, None, None, code, when))
                break
            found.append(Version(rule, self.node(version.clock, at), version.since, version.until, code, when))
        return Versions(tuple(found), self._absent(name)) if found else self._absent(name)

    def _rule(self, version: Provided, at: Mapping[str, str]) -> Body | Join | MemberOf:
        spec = version.spec
        if version.kind == "member":
            return MemberOf(self.node(spec["of"], {**at, **dict(spec["at"])}), self._renames(spec["at"]))
        if version.kind not in ("eligibility", "anyof", "causes"):
            return self._body(version, at)
        if version.kind == "causes":
            code_from = self.node(spec["code_from"], at) if spec["code_from"] else None
            return Join(self._items(version, True, at), True, True, code_from, tuple(spec["except"]))
        decides = version.kind == "anyof"
        return Join(self._items(version, decides, at), decides, None if spec.get("code") else False)

    def _items(self, version: Provided, decides: bool, at: Mapping[str, str]) -> tuple[int, ...]:
        """Nodes of what is joined; what stands the other way on every row has no part in it."""
        found = {name: self.constant(name, at) for name in version.names}
        return tuple(
            self.node(name, at) for name, constant in found.items() if constant is None or constant.value is decides
        )

    def _renames(self, at: Any) -> tuple[tuple[str, str], ...]:
        names: dict[str, str] = {}
        for base, aliases in self.book.aliases.items():
            for alias, alias_at in aliases:
                if alias_at == at:
                    names.setdefault(base, alias)
        return tuple(names.items())

    def _body(self, version: Provided, at: Mapping[str, str]) -> Body:
        tree = self.constants.folded(version, at)
        dated = {}
        reads: dict[str, None] = {}
        for node in ir.nodes(tree):
            if isinstance(node, ir.Method) and node.method == "on":
                bound = self.program.find(node.number)
                if isinstance(bound, BoundNumber) and node.number not in self.constants.known:
                    dated[node.number] = self._dated(node.number, bound, at)
                    continue
            if isinstance(node, ir.Read | ir.Method):
                reads[node.name if isinstance(node, ir.Read) else node.number] = None
        handed = tuple(
            Handed(name, self.node(name, at), name in version.arguments)
            for name in (version.reasons_from if version.kind == "rule" else ())
            if name in reads or (name not in version.arguments and self.constant(name, at) is None)
        )
        return Body(tree, {name: self.node(name, at) for name in reads}, dated, handed)

    def _dated(self, name: str, bound: BoundNumber, at: Mapping[str, str]) -> Dated:
        clock = bound.number.clock
        known, by = self._keys(bound, at)
        given = self.node(name, at) if name in self.columns else None
        return Dated(cells(bound, None, known, dated=True), by, self.kind(clock) == "month", given)
