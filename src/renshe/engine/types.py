"""The types a provision is written in.

All of them are whole numbers or text when a rule runs: money is fen, a rate is parts per million, a day or a
month is an ordinal. The classes exist for the reader and for the type checker, which knows which of them may
be added, multiplied or compared: to it they are no ``int``, so that fen are never compared with days, nor
yuan divided without a named rounding. At run time their operators are those of ``int``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from typing import Self

T = TypeVar("T")

Months = int
"""A number of months."""

Choice = str
"""The name of one member of an enum declared in the vocabulary."""

Text = str
"""Free text: compared and looked up, nothing else."""

if TYPE_CHECKING:

    class _Ordered:
        """What all have: ``int()`` gives the bare number; comparison is with one's own kind only."""

        def __new__(cls, value: int, /) -> Self: ...
        def __index__(self) -> int: ...
        def __lt__(self, other: Self, /) -> bool: ...
        def __le__(self, other: Self, /) -> bool: ...
        def __gt__(self, other: Self, /) -> bool: ...
        def __ge__(self, other: Self, /) -> bool: ...

    class _Quantity(_Ordered):
        """What may be added up, and taken a number of times from the left; from the right each says what it gives."""

        def __add__(self, other: Self, /) -> Self: ...
        def __sub__(self, other: Self, /) -> Self: ...
        def __rmul__(self, other: int, /) -> Self: ...

    class _Moment(_Ordered):
        """What may be moved by a number of steps, and whose distance is a number of steps."""

        def __add__(self, other: int, /) -> Self: ...
        @overload
        def __sub__(self, other: Self, /) -> int: ...
        @overload
        def __sub__(self, other: int, /) -> Self: ...
        def __sub__(self, other: Self | int, /) -> Self | int: ...

else:
    _Ordered = _Quantity = _Moment = int


class Exact(_Quantity):
    """Money × Rate before rounding: fen times parts per million. Only a rounding helper turns it into Money."""

    if TYPE_CHECKING:

        def __mul__(self, other: int, /) -> Exact: ...


class RateProduct(_Ordered):
    """Rate × Rate before rounding: parts per million squared. Only a rounding helper turns it into Rate."""


class Rate(_Quantity):
    """A proportion in parts per million: 0.0020 is 2000."""

    if TYPE_CHECKING:

        @overload
        def __mul__(self, other: int, /) -> Rate: ...
        @overload
        def __mul__(self, other: Rate, /) -> RateProduct: ...
        @overload
        def __mul__(self, other: Money, /) -> Exact: ...
        def __mul__(self, other: int | Rate | Money, /) -> Rate | RateProduct | Exact: ...


class Money(_Quantity):
    """An amount in fen: 1816.00 yuan is 181600."""

    if TYPE_CHECKING:

        @overload
        def __mul__(self, other: int, /) -> Money: ...
        @overload
        def __mul__(self, other: Rate, /) -> Exact: ...
        def __mul__(self, other: int | Rate, /) -> Money | Exact: ...
        def __abs__(self) -> Money: ...


class Day(_Moment):
    """A calendar day as its proleptic Gregorian ordinal. ``day + 30`` is thirty days later."""


class Month(_Moment):
    """A calendar month: year × 12 + month − 1. ``month + 6`` is six months later."""


@dataclass(frozen=True)
class PartialDay:
    """A date as a source gives it: a day, or only its month (``2019-09``)."""

    month: int
    day: int | None = None


class Scale(Generic[T]):
    """A number that goes by steps: the step at or below what is asked for answers."""

    __slots__ = ("steps",)

    def __init__(self, steps: tuple[tuple[int, T], ...]) -> None:
        self.steps = steps

    def at(self, position: int) -> T:
        """The value of the highest step not above *position*; ``LookupError`` below the first step."""
        answer: T | None = None
        for start, value in self.steps:
            if start > position:
                break
            answer = value
        if answer is None:
            raise LookupError(f"the scale begins at {self.steps[0][0]}, asked for {position}")
        return answer

    @property
    def lowest(self) -> T:
        """The value of the first step."""
        return self.steps[0][1]

    @property
    def highest(self) -> T:
        """The value of the last step."""
        return self.steps[-1][1]


M = TypeVar("M", Day, Month)


class _Span(Generic[M]):
    __slots__ = ("first_or_none", "known", "last_or_none")

    def __init__(self, first: M | None, last: M | None, *, known: bool = True) -> None:
        self.first_or_none: M | None = first
        self.last_or_none: M | None = last
        self.known = known

    def holds(self, moment: M) -> bool:
        """Whether *moment* lies inside, both ends included. A window of which nothing is known holds nothing."""
        if not self.known:
            return False
        first, last = self.first_or_none, self.last_or_none
        return (first is None or first <= moment) and (last is None or moment <= last)

    @property
    def first(self) -> M:
        """The first day or month inside; ``LookupError`` when the window is open there or unknown."""
        if self.first_or_none is None:
            raise LookupError("the window has no first day")
        return self.first_or_none

    @property
    def last(self) -> M:
        """The last day or month inside; ``LookupError`` when the window is open there or unknown."""
        if self.last_or_none is None:
            raise LookupError("the window has no last day")
        return self.last_or_none


class Window(_Span[Day]):
    """A span of days a person or a document can be inside or outside of."""

    __slots__ = ()


class MonthWindow(_Span[Month]):
    """A span of months."""

    __slots__ = ()


class Dated(Generic[T]):
    """A number that the rule itself reads on a day it names, instead of on the number's clock."""

    if TYPE_CHECKING:

        def on(self, day: Day) -> T:
            """The value in force on *day*."""
            ...
