"""One column of facts as whole arrays: what each row says, that it says nothing, *none*, or *asked and not known*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renshe.engine.evaluate import ASKED

Array: TypeAlias = NDArray[Any]
Mask: TypeAlias = "NDArray[np.bool_]"
Held: TypeAlias = Literal["number", "truth", "item"]
"""What an array holds: whole numbers (fen, parts per million, counts, ordinals), truth, or positions in ``items``."""

DTYPES: Mapping[str, Any] = {"number": np.int64, "truth": np.bool_, "item": np.int32}
ITEMS = frozenset({"text", "enum", "list", "record", "partial_day"})
"""Types of value of which a column keeps each different one once."""


def held(kind: str) -> Held:
    """What the array of a type of value holds."""
    return "truth" if kind == "boolean" else "item" if kind in ITEMS else "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A fact on every row.

    Attributes:
        held: what ``values`` hold; they are meaningless where the row gives no value.
        said: the rows that say something; None: all of them.
        none: the rows that say that there is none; None: no row.
        asked: the rows on which it was asked for and is not known; None: no row.
        items: the different values that ``values`` count, where it holds items.
    """

    held: Held
    values: Array
    said: Mask | None = None
    none: Mask | None = None
    asked: Mask | None = None
    items: tuple[Any, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def whole(self) -> bool:
        """Whether every row says something."""
        return self.said is None

    def take(self, rows: Array) -> Column:
        """The given rows, in their order."""
        return replace(
            self,
            values=self.values[rows],
            said=None if self.said is None else tidy_all(self.said[rows]),
            none=None if self.none is None else tidy_any(self.none[rows]),
            asked=None if self.asked is None else tidy_any(self.asked[rows]),
        )

    def without(self, rows: Mask) -> Column:
        """The same with nothing said on *rows*."""
        if not rows.any():
            return self
        said = ~rows if self.said is None else self.said & ~rows
        return replace(
            self,
            said=said,
            none=None if self.none is None else tidy_any(self.none & said),
            asked=None if self.asked is None else tidy_any(self.asked & said),
        )

    def or_else(self, other: Column) -> Column:
        """What *other* says on the rows of which this one says nothing."""
        if self.said is None:
            return self
        items, moved = joined_items(self.items, other.items)
        theirs = moved[other.values] if other.held == "item" and len(moved) else other.values
        mine = self.said
        values = np.where(mine, self.values, theirs).astype(DTYPES[self.held], copy=False)
        return Column(
            self.held,
            values,
            None if other.said is None else tidy_all(mine | other.said),
            _either(mine, self.none, other.none),
            _either(mine, self.asked, other.asked),
            items,
        )

    def at(self, row: int) -> tuple[bool, Any]:
        """Whether a row says something, and what: a parsed value, None or ``ASKED``."""
        if self.said is not None and not self.said[row]:
            return False, None
        if self.asked is not None and self.asked[row]:
            return True, ASKED
        if self.none is not None and self.none[row]:
            return True, None
        value = self.values[row].item()
        return True, self.items[value] if self.held == "item" else value


def _either(mine: Mask, own: Mask | None, other: Mask | None) -> Mask | None:
    if own is None and other is None:
        return None
    nothing = np.zeros(len(mine), np.bool_)
    return tidy_any(np.where(mine, nothing if own is None else own, nothing if other is None else other))


def tidy_all(mask: Mask) -> Mask | None:
    """The mask, or None where it holds of all rows."""
    return None if mask.all() else mask


def tidy_any(mask: Mask) -> Mask | None:
    """The mask, or None where it holds of no row."""
    return mask if mask.any() else None


def joined_items(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[tuple[Any, ...], Array]:
    """The items of both, and where each of *other* stands among them."""
    found = {key(item): place for place, item in enumerate(one)}
    items = list(one)
    moved = np.zeros(len(other), np.int32)
    for place, item in enumerate(other):
        if key(item) not in found:
            found[key(item)] = len(items)
            items.append(item)
        moved[place] = found[key(item)]
    return tuple(items), moved


def key(item: Any) -> Any:
    """What two equal items have in common."""
    return item if isinstance(item, str) else repr(item)


def same(kind: str, value: Any, rows: int) -> Column:
    """A column that says the same on every row."""
    what = held(kind)
    bare = value is None or value is ASKED
    values = np.full(rows, 0 if bare or what == "item" else value, DTYPES[what])
    return Column(
        what,
        values,
        None,
        np.ones(rows, np.bool_) if value is None else None,
        np.ones(rows, np.bool_) if value is ASKED else None,
        () if bare or what != "item" else (value,),
    )


def of_values(kind: str, values: Sequence[tuple[bool, Any]]) -> Column:
    """A column of what each row says, as :meth:`Column.at` tells it."""
    what = held(kind)
    array = np.zeros(len(values), DTYPES[what])
    said = np.asarray([says for says, _ in values], np.bool_)
    none = np.asarray([says and value is None for says, value in values], np.bool_)
    asked = np.asarray([says and value is ASKED for says, value in values], np.bool_)
    items: list[Any] = []
    places: dict[Any, int] = {}
    for row, (says, value) in enumerate(values):
        if not says or value is None or value is ASKED:
            continue
        if what == "item":
            name = key(value)
            if name not in places:
                places[name] = len(items)
                items.append(value)
            value = places[name]
        array[row] = value
    return Column(what, array, tidy_all(said), tidy_any(none), tidy_any(asked), tuple(items))
