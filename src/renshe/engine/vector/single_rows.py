"""Rows one by one: what is no body over a row of numbers, and rows that the columns cannot answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from renshe.engine.evaluate import Evaluation
from renshe.engine.ir import Unknown
from renshe.engine.vector.given import ABSENT, Book, Given
from renshe.engine.vector.nodes import Node, Plan, Scalar
from renshe.engine.vector.vectors import DTYPES, WORD, Array, Bits, Vector, bit, tidy

REMEMBERED = 100_000
"""Different rows of facts that are remembered for one name before it begins anew."""
LARGEST = (1 << 63) - 1


class SingleRows:
    """Evaluates rows of one run; what the same facts came to is remembered."""

    def __init__(self, plan: Plan, book: Book) -> None:
        self.plan, self.book = plan, book
        self.memory: dict[int, dict[Any, int]] = {}
        self.answers: dict[int, list[tuple[Any, ...]]] = {}

    # ---- names that only an evaluation can answer

    def scalar(self, node: Node, columns: Mapping[str, Given], rows: Array, count: int) -> Vector:
        """A node for the given rows; the others are unknown for lack of nothing."""
        answer = node.answer
        assert isinstance(answer, Scalar)
        facts = {name: columns[name] for name in answer.facts if name in columns}
        memory = self.memory.setdefault(node.index, {})
        answers = self.answers.setdefault(node.index, [])
        if len(answers) > REMEMBERED:
            memory.clear()
            answers.clear()
        numbers: Array = np.zeros(count, dtype=np.int64)
        cells = [_cells(column) for column in facts.values()]
        if all(len(each) == 1 for each in cells):
            rows = rows[:1]
        for row in rows:
            key = tuple(each[row] if len(each) > 1 else each[0] for each in cells)
            found = memory.get(key)
            if found is None:
                found = memory[key] = len(answers)
                answers.append(self._answer(node, facts, dict(answer.at), int(row)))
            numbers[row] = found
        if len(rows) == 1 and all(len(each) == 1 for each in cells):
            numbers = numbers[rows[0] : rows[0] + 1].reshape(())
        return self._vector(node, answers, numbers)

    def _answer(self, node: Node, facts: Mapping[str, Given], at: Mapping[str, str], row: int) -> tuple[Any, ...]:
        result = Evaluation(self.plan.program, {**self.given(facts, row), **at}).result(node.name)
        value = result.value
        if isinstance(value, Unknown):
            return 0, False, True, self._names(value.missing), ()
        bare = 0 if value is None else self.book.encoded(node.kind, value)
        return bare, value is None, False, (), tuple(self.plan.code_bits[code] for code in result.reasons)

    def _names(self, missing: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.plan.missing_bits[name] for name in missing)

    def _vector(self, node: Node, answers: list[tuple[Any, ...]], numbers: Array) -> Vector:
        values = np.asarray([each[0] for each in answers] or [0], dtype=DTYPES.get(node.kind, np.int64))
        none = np.asarray([each[1] for each in answers] or [False])[numbers]
        unknown = np.asarray([each[2] for each in answers] or [False])[numbers]
        value = np.asarray(values[numbers])
        low, high = (int(values.min()), int(values.max())) if values.dtype == np.int64 else (0, 0)
        missing = _bits([each[3] for each in answers], numbers)
        reasons = _bits([each[4] for each in answers], numbers)
        return Vector(value, tidy(unknown), tidy(none), missing, reasons, low, high)

    def given(self, columns: Mapping[str, Given], row: int) -> dict[str, Any]:
        """The facts of a row as an evaluation takes them."""
        facts = dict(self.plan.fixed)
        for name, column in columns.items():
            kind = self.plan.columns[name]
            value = column.value(row, kind, self.book)
            if value is not ABSENT:
                facts[name] = value
        return facts

    # ---- rows that were set aside

    def whole(self, columns: Mapping[str, Given], row: int) -> list[tuple[Any, ...]]:
        """For each figure on a row: its value, whether it is none, whether unknown, and the bits of both sets.

        A whole number beyond 64 bits is given as it is.
        """
        evaluations: dict[Any, Evaluation] = {}
        facts = self.given(columns, row)
        found: list[tuple[Any, ...]] = []
        for figure, place in zip(self.plan.figures, self.plan.places, strict=True):
            if figure.at not in evaluations:
                evaluations[figure.at] = Evaluation(self.plan.program, {**facts, **dict(figure.at)})
            result = evaluations[figure.at].result(figure.name)
            value = result.value
            if isinstance(value, Unknown):
                found.append((0, False, True, self._names(value.missing), ()))
                continue
            bare = 0 if value is None else self.book.encoded(self.plan.nodes[place].kind, value)
            reasons = tuple(self.plan.code_bits[code] for code in result.reasons)
            found.append((bare, value is None, False, (), reasons))
        return found


def _cells(column: Given) -> list[Any]:
    """What each row says, in a form that compares; one item where all say the same."""
    values = column.values.reshape(-1)
    masks = [mask for mask in (column.said, column.none, column.asked) if mask is not None]
    if not masks:
        return list(values.tolist())
    count = max(len(values), *(mask.size for mask in masks))
    state = np.zeros(count, dtype=np.int64)
    said = np.asarray(True) if column.said is None else column.said
    for number, mask in ((1, ~said), (2, column.none), (3, column.asked)):
        if mask is not None:
            state = np.where(mask, number, state)
    bare = np.where(state == 0, values, 0)
    return list(zip(state.tolist(), bare.tolist(), strict=True))


def _bits(sets: list[tuple[int, ...]], numbers: Array) -> Bits:
    found: Bits = {}
    for word in {bit(number)[0] for each in sets for number in each}:
        table = [sum(1 << number % WORD for number in each if number // WORD == word) for each in sets]
        bits = np.asarray(np.asarray(table, dtype=np.uint64)[numbers])
        if bits.any():
            found[word] = bits
    return found
