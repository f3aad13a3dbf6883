"""What is the same on every row, once the members of dimensions and the facts given for all rows are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import month_of
from renshe.engine.bind import BoundNumber, BoundRule, Program
from renshe.engine.evaluate import ASKED
from renshe.engine.kinds import is_value, tells
from renshe.engine.lawbook import Provided
from renshe.engine.types import Day
from renshe.engine.vector.folding import Folding
from renshe.engine.vector.lookups import cells
from renshe.engine.vector.nodes import Fixed, Members, Missing

BODIES = frozenset({"rule", "condition", "cause"})


class Constants:
    """The constants of one plan. None of them has a reason to hand on.

    Attributes:
        known: what was given for all rows and stands still.
        columns: names that may have a value of their own on a row, and what was given for all rows but is read
            otherwise than what is computed: where it tells a reason, answers for a member, or is asked and not known.
    """

    def __init__(self, program: Program, columns: Collection[str], fixed: Mapping[str, Any]) -> None:
        self.program, self.book = program, program.book
        aliases = {alias for each in self.book.aliases.values() for alias, _ in each}
        self.known = {
            name: value
            for name, value in fixed.items()
            if value is not ASKED
            and name not in aliases
            and not (isinstance(value, bool) and isinstance(program.find(name), BoundRule))
        }
        self.columns = (frozenset(columns) | (fixed.keys() - self.known.keys())) - {"region"}
        self._found: dict[tuple[str, Members], Fixed | None] = {}

    def of(self, name: str, at: Mapping[str, str]) -> Fixed | None:
        """What *name* is on every row, where it is that."""
        key = (name, tuple(sorted(at.items())))
        if key not in self._found:
            self._found[key] = None  # so that a ring comes to an end
            self._found[key] = self._of(name, at)
        return self._found[key]

    def versions(self, name: str) -> tuple[Provided, ...]:
        """The versions of a rule that can answer: none stands behind one that is always in force."""
        bound = self.program.find(name)
        versions = bound.versions if isinstance(bound, BoundRule) else ()
        always = [version.since is None and version.until is None for version in versions]
        return versions[: always.index(True) + 1] if True in always else versions

    def _of(self, name: str, at: Mapping[str, str]) -> Fixed | None:
        if name in at:
            return Fixed(at[name])
        if name in self.columns or any(alias in self.columns for alias, _ in self.book.aliases.get(name, ())):
            return None
        if name in self.known:
            return Fixed(self.known[name])
        if name == "region":
            return Fixed(self.program.region)
        if name == "month":
            date = self.of("date", at)
            return Fixed(int(month_of(Day(date.value)))) if date is not None else None
        bound = self.program.find(name)
        if isinstance(bound, BoundNumber):
            answer = self.number(name, bound, at)
            return answer if isinstance(answer, Fixed) else None
        if isinstance(bound, BoundRule):
            return self._rule(name, at)
        term = self.book.terms.get(name)
        return Fixed(term.when_absent) if term is not None and term.has_default else None

    # ---- numbers

    def keys(self, bound: BoundNumber, at: Mapping[str, str]) -> dict[str, str]:
        """The keys of a table that stand still, each with its member."""
        keys = {key: self.of(key, at) for key in bound.number.by}
        return {key: found.value for key, found in keys.items() if found is not None and found.value is not None}

    def number(self, name: str, bound: BoundNumber, at: Mapping[str, str]) -> Fixed | Missing | None:
        """The answer of a number that neither a day nor a cell moves here."""
        clock = self.of(bound.number.clock, at) if bound.needs_clock else Fixed(None)
        known = self.keys(bound, at)
        if clock is None or len(known) < len(bound.number.by):
            return None
        if clock.value is None and bound.needs_clock:
            return Missing((bound.number.clock,))
        found = cells(bound, clock.value, known)
        return Fixed(found.values[0]) if found.whole else Missing((name,))

    # ---- rules

    def in_force(self, version: Provided, at: Mapping[str, str]) -> bool | None:
        """Whether a version is in force on every row or on none; None where that turns on the row."""
        if version.since is None and version.until is None:
            return True
        clock = self.of(version.clock, at)
        if clock is None or clock.value is None:
            return None
        return (version.since is None or version.since <= clock.value) and (
            version.until is None or clock.value <= version.until
        )

    def folded(self, version: Provided, at: Mapping[str, str]) -> Any:
        """The body of a version with its constants put in."""
        constants = {name: self.of(name, at) for name in version.arguments}
        known = {name: found.value for name, found in constants.items() if found is not None}
        keep = frozenset(version.reasons_from) - known.keys() if version.kind == "rule" else frozenset()
        return Folding(known, keep).fold(version.tree)

    def _rule(self, name: str, at: Mapping[str, str]) -> Fixed | None:
        for version in self.versions(name):
            here = self.in_force(version, at)
            if here is None:
                return None
            if here:
                found = self._version(version, at)
                fits = found is not None and is_value(self.book, name, found.value)
                return found if fits and found is not None and not tells(version, found.value) else None
        return None

    def _version(self, version: Provided, at: Mapping[str, str]) -> Fixed | None:
        if version.kind == "member":
            return self.of(version.spec["of"], {**at, **dict(version.spec["at"])})
        if version.kind in BODIES:
            tree = self.folded(version, at)
            hands = any(self.of(name, at) is None for name in version.reasons_from)
            return Fixed(tree.value) if isinstance(tree, ir.Constant) and not hands else None
        if version.kind in ("eligibility", "anyof"):
            decides = version.kind == "anyof"
            found = [self.of(name, at) for name in version.names]
            if decides and any(each is not None and each.value is True for each in found):
                return Fixed(True)
            settled = all(each is not None and each.value is (not decides) for each in found)
            return Fixed(not decides) if settled else None
        return None
