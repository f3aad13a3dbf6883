"""What would change a refusal.

For each failed condition that turns on an amount, a count or a day: the nearest value that passes, tried on the
condition itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from renshe.engine import ir
from renshe.engine.decision import Decision, type_of
from renshe.engine.evaluate import ASKED, Result
from renshe.engine.types import MonthWindow, Window

COUNTABLE = frozenset({"money", "rate", "months", "integer", "date", "month"})
REACH = {"money": 10**13, "rate": 10**7, "months": 1200, "integer": 10**7, "date": 40_000, "month": 1200}


@dataclass(frozen=True)
class Change:
    """With ``needed`` in place of ``current``, *condition* would be met; other things being equal."""

    condition: str
    input: str
    current: int
    needed: int


def would_change(decision: Decision, conditions: Collection[str] | None = None) -> list[Change]:
    """The nearest passing values for the failed conditions of *decision*, one per input and condition.

    Args:
        decision: the answer.
        conditions: only these; all that failed when left out.
    """
    changes: dict[Change, None] = {}
    for result in decision.results():
        provided = result.provided
        if provided is None or provided.kind != "condition" or result.value is not False:
            continue
        if conditions is None or result.name in conditions:
            changes.update(dict.fromkeys(_changes(decision, result)))
    return list(changes)


def _changes(decision: Decision, failed: Result) -> Iterator[Change]:
    book = decision.program.book
    for name in _countable_inputs(decision, failed):
        kind = type_of(book, name)
        current = failed.evaluation.value(name)
        if kind is None or not isinstance(current, int) or isinstance(current, bool):
            continue
        needed = _nearest(failed, name, current, kind.kind)
        if needed is not None:
            yield Change(failed.name, name, current, needed)


def _countable_inputs(decision: Decision, failed: Result) -> list[str]:
    """Given inputs of the case that *failed* read, itself or through what it read."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    stack = [failed]
    while stack:
        result = stack.pop()
        if id(result) in seen or result.evaluation is not failed.evaluation:
            continue
        seen.add(id(result))
        if result.source in ("given", "case") and result.name != "region":
            kind = type_of(decision.program.book, result.name)
            if kind is not None and kind.kind in COUNTABLE and decision.given.get(result.name) is not ASKED:
                found[result.name] = None
        stack.extend(result.reads.values())
    if "month" in found and "month" not in failed.evaluation.given:
        # The month follows the day: the day is what one can move.
        del found["month"]
        found["date"] = None
    return list(found)


def _passes(failed: Result, name: str, value: int) -> bool:
    if value < 0:
        return False
    try:
        return failed.evaluation.child({name: value}).value(failed.name) is True
    except (ValueError, OverflowError):
        return False


def _nearest(failed: Result, name: str, current: int, kind: str) -> int | None:
    """The nearest passing value: at a boundary the condition met, or by steps that double; then halved back."""
    reach = REACH[kind]
    near = (c for c in _boundaries(failed, current) if c != current and abs(c - current) <= reach)
    best = next((value for value in sorted(near, key=lambda c: abs(c - current)) if _passes(failed, name, value)), None)
    found = [value for sign in (1, -1) if (value := _gallop(failed, name, current, sign, reach)) is not None]
    if best is not None:
        found.append(_halved(failed, name, current, best))
    return min(found, key=lambda value: abs(value - current), default=None)


def _boundaries(failed: Result, current: int) -> set[int]:
    """What the tests compared with, as it is, and as far away as the test was from passing."""
    found: set[int] = set()
    for node, _, operands in failed.tests:
        numbers = [o for o in operands if isinstance(o, int) and not isinstance(o, bool)]
        if not isinstance(node, (ir.Compare, ir.Method)) or not numbers:
            continue
        for operand in operands[1:]:
            window = isinstance(operand, (Window, MonthWindow))
            ends = (operand.first_or_none, operand.last_or_none) if window else (operand,)
            for end in (int(end) for end in ends if isinstance(end, int)):
                away = end - numbers[0]
                found |= {around + step for around in (end, current + away, current - away) for step in (-1, 0, 1)}
        found |= {numbers[0] - 1, numbers[0], numbers[0] + 1}
    return found


def _halved(failed: Result, name: str, fails: int, passes: int) -> int:
    """Where between the two it begins to pass."""
    while abs(passes - fails) > 1:
        middle = (fails + passes) // 2
        if _passes(failed, name, middle):
            passes = middle
        else:
            fails = middle
    return passes


def _gallop(failed: Result, name: str, current: int, sign: int, reach: int) -> int | None:
    step, last = 1, 0
    while step <= reach:
        if _passes(failed, name, current + sign * step):
            return _halved(failed, name, current + sign * last, current + sign * step)
        last, step = step, step * 2
    return None
