"""What joins other answers, over columns: requirements, alternatives, causes, and an answer for one member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from renshe.engine.vector.nodes import Join, Kind, MemberOf, Plan
from renshe.engine.vector.vectors import (
    NO,
    NOTHING,
    Array,
    Bits,
    Mask,
    Vector,
    bit,
    either,
    tidy,
    union,
    within,
    without,
)


class Joins:
    """Runs what joins others.

    Args:
        plan: what they belong to.
        node: the vector of a node.
        decoded: words and objects by number, as they stand.
    """

    def __init__(self, plan: Plan, node: Callable[[int], Vector], decoded: Callable[[Kind], Sequence[Any]]) -> None:
        self.plan, self.node, self.decoded = plan, node, decoded

    def join(self, join: Join) -> Vector:
        """An item that decides does so though others are unknown; the reasons are those of all."""
        states = [self.node(item) for item in join.items]
        if join.code_from is not None:
            states.append(self._cause(join.code_from, join.excepted))
        decided = NO
        unknown: Mask = None
        missing: Bits = {}
        reasons: Bits = {}
        for state in states:
            says = state.value if join.decides else ~state.value
            decided = decided | (says if state.unknown is None else says & ~state.unknown)
            unknown = either(unknown, state.unknown)
            missing, reasons = union(missing, state.missing), union(reasons, state.reasons)
        unknown = tidy(without(unknown, decided))
        if join.hands_on is None:
            reasons = {}
        elif join.hands_on is join.decides:
            reasons = within(decided, reasons)
        else:
            reasons = within(~decided if unknown is None else ~(decided | unknown), reasons)
        return Vector(decided if join.decides else ~decided, unknown, None, within(unknown, missing), reasons)

    def _cause(self, place: int, excepted: tuple[str, ...]) -> Vector:
        """Whether a choice, or one of a list of them, is a cause: then it is its own reason."""
        state = self.node(place)
        kind = self.plan.nodes[place].kind
        members = self.decoded(kind)
        codes = [_codes(member, excepted, self.plan.code_bits) for member in members] or [()]
        number = np.where(state.known, state.value, 0)
        here: Mask = state.known if state.none is None else state.known & ~state.none
        value = here & np.asarray([bool(each) for each in codes])[number]
        reasons: Bits = {}
        for word in {bit(code)[0] for each in codes for code in each}:
            table = [sum(1 << code % 64 for code in each if code // 64 == word) for each in codes]
            reasons[word] = np.asarray(table, dtype=np.uint64)[number]
        return Vector(value, state.unknown, None, state.missing, within(value, reasons))

    def member(self, answer: MemberOf) -> Vector:
        """The answer of another node; what is missing may go by another name."""
        found = self.node(answer.of)
        missing: Bits = dict(found.missing)
        bits = self.plan.missing_bits
        for base, alias in answer.renames:
            if base in bits and bit(bits[base])[0] in found.missing:
                word, one = bit(bits[base])
                rows: Array = (found.missing[word] & one) != NOTHING
                if rows.any():
                    missing[word] = missing[word] & ~np.where(rows, one, NOTHING)
                    to, other = bit(bits[alias])
                    missing[to] = missing.get(to, NOTHING) | np.where(rows, other, NOTHING)
        return Vector(
            found.value, found.unknown, found.none, missing, found.reasons, found.low, found.high,
            structs=found.structs,
        )  # fmt: skip


def _codes(member: Any, excepted: tuple[str, ...], bits: Any) -> tuple[int, ...]:
    members = member if isinstance(member, tuple) else (member,)
    return tuple(dict.fromkeys(bits[each] for each in members if each in bits and each not in excepted))
