"""Division and the calendar in kernel code: exact on every lane, and no lane waits for a machine's divide.

Four forms of division, taken by the bounds of what is divided; each gives the whole number the language of the rules
means, and ``tests/engine/vector/test_kernel_numbers.py`` holds them against it at their edges.

*small*: ``n·m >> s`` with ``m = ⌈2^s / d⌉`` is ``⌊n / d⌋`` for ``0 ≤ n < N`` when ``(m·d − 2^s)·N < 2^s``, as the error
``n·(m·d − 2^s) / (d·2^s)`` stays below ``1 / d``, the least distance of a quotient from the next whole number.

*double*: for ``|n| < 2^50`` a binary fraction holds ``n + ½`` without loss. Divided by multiplying with the nearest
fraction to ``1 / d`` it is off by less than ``|n / d|·2^−51 < ½ / d``. With the half added (d even) or without it (d
odd) the true quotient keeps at least ``½ / d`` from every half-way point, so rounding to nearest lands on the half-up
quotient of ``n``. ``⌊n / d⌋`` is the half-up quotient of ``n − ⌊d / 2⌋``.

*corrected*: for larger ``n`` the same multiplication may be one off, where the quotient stays below ``2^50``; the
rest ``n − q·d``, taken in whole numbers, tells by which sign.

*whole*: the machine's own division, lane by lane, for what is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from renshe.engine.arithmetic import CALENDAR
from renshe.engine.vector.kernel_text import LANES, MOST, NO, ZERO, Text, Value, number, real

EXACT = 2**50
SMALL = 2**31
SHIFT = 3 * 2**51
"""1.5 · 2^52: added to a binary fraction below 2^51 it leaves the nearest whole number in the lowest bits."""
SHIFT_BITS = 0x4338000000000000
FIRST_DAY, LAST_DAY = CALENDAR["date"]
FIRST_MONTH, LAST_MONTH = CALENDAR["month"]


class Numbers:
    """Divisions and days written into a :class:`~renshe.engine.vector.kernel_text.Text`."""

    def __init__(self, text: Text) -> None:
        self.text = text

    # ---- by a literal

    def floor(self, n: Value, d: int) -> Value:
        """``n // d`` for a literal *d* above zero."""
        bounds = (n.low // d, n.high // d)
        if d == 1 or bounds[0] == bounds[1]:
            return n if d == 1 else number(bounds[0])
        if d & (d - 1) == 0:
            return self.text.line(f"ashr ~i64 $0, {self._shift(n, d.bit_length() - 1)}", (n,), bounds)
        if n.low < 0 and n.high - n.low + d < SMALL:
            turns = -(n.low // d)
            return self._off(self.floor(self.text.add(n, number(turns * d)), d), -turns)
        if n.low >= 0 and n.high < SMALL:
            shift = n.high.bit_length() + d.bit_length()
            factor = -(-(2**shift) // d)
            product = self.text.line("mul ~i64 $0, $1", (n, number(factor)), (0, n.high * factor))
            return self.text.line(f"lshr ~i64 $0, {self._shift(n, shift)}", (product,), bounds)
        if max(-n.low, n.high) + d < EXACT:
            return self._double(self.text.sub(n, number(d // 2)), d, bounds)
        if max(-n.low, n.high) // d < EXACT:
            return self._corrected(n, d, bounds)
        return self._signed(n, d, bounds)

    @staticmethod
    def _shift(n: Value, by: int) -> str:
        return str(by) if n.uniform else f"<{', '.join([f'i64 {by}'] * LANES)}>"

    def _off(self, value: Value, by: int) -> Value:
        return self.text.add(value, number(by))

    def mod(self, n: Value, d: int) -> Value:
        """``n % d`` for a literal *d* above zero."""
        if n.low >= 0 and n.high < d:
            return n
        rest = self.text.sub(n, self.text.mul(self.floor(n, d), number(d)))
        return Value(rest.text, 0, d - 1, "i64", rest.uniform)

    def half_up(self, n: Value, d: int) -> Value:
        """*n* ÷ *d*, rounded half-up on the magnitude, for a literal *d* above zero."""
        if d == 1:
            return n
        if n.low < 0:
            return self._on_size(n, lambda size: self.half_up(size, d))
        bounds = ((2 * n.low + d) // (2 * d), (2 * n.high + d) // (2 * d))
        if bounds[0] == bounds[1]:
            return number(bounds[0])
        if SMALL <= n.high + d < EXACT:
            return self._double(n, d, bounds)
        if d % 2 == 0:
            return self.floor(self._off(n, d // 2), d)
        return self.floor(self._off(self.text.mul(n, number(2)), d), 2 * d)

    def down(self, n: Value, d: int) -> Value:
        """*n* ÷ *d*, cut towards zero."""
        return self._on_size(n, lambda size: self.floor(size, d)) if n.low < 0 else self.floor(n, d)

    def _on_size(self, n: Value, rounded: Callable[[Value], Value]) -> Value:
        result = rounded(self.text.size(n))
        return self.text.select(self.text.compare("<", n, ZERO), self.text.sub(ZERO, result), result)

    def _double(self, n: Value, d: int, bounds: tuple[int, int]) -> Value:
        """The half-up quotient of *n*, of a magnitude below ``EXACT``."""
        line = self.text.line
        raised = line("add ~i64 $0, $1", (n, number(SHIFT_BITS)))
        fraction = line("bitcast ~i64 $0 to ~double", (raised,), type="double")
        fraction = line("fsub ~double $0, $1", (fraction, real(SHIFT)), type="double")
        if d % 2 == 0:
            fraction = line("fadd ~double $0, $1", (fraction, real(0.5)), type="double")
        fraction = line("fmul ~double $0, $1", (fraction, real(1 / d)), type="double")
        return self._nearest(fraction, bounds)

    def _nearest(self, fraction: Value, bounds: tuple[int, int]) -> Value:
        line = self.text.line
        shifted = line("fadd ~double $0, $1", (fraction, real(SHIFT)), type="double")
        raised = line("bitcast ~double $0 to ~i64", (shifted,))
        return line("sub ~i64 $0, $1", (raised, number(SHIFT_BITS)), bounds)

    def _corrected(self, n: Value, d: int, bounds: tuple[int, int]) -> Value:
        line, text = self.text.line, self.text
        fraction = line("sitofp ~i64 $0 to ~double", (n,), type="double")
        fraction = line("fmul ~double $0, $1", (fraction, real(1 / d)), type="double")
        # |guess − n / d| < ⅜ + ½: it is the quotient, or one more.
        guess = self._nearest(fraction, (bounds[0] - 1, bounds[1] + 1))
        rest = line("sub ~i64 $0, $1", (n, line("mul ~i64 $0, $1", (guess, number(d)))), (-d, d))
        found = text.select(text.compare("<", rest, ZERO), text.sub(guess, number(1)), guess)
        return Value(found.text, *bounds, "i64", found.uniform)

    def _signed(self, n: Value, d: int, bounds: tuple[int, int]) -> Value:
        text = self.text
        cut = text.line("sdiv ~i64 $0, $1", (n, number(d)), (bounds[0], bounds[1] + 1))
        if n.low >= 0:
            return Value(cut.text, *bounds, "i64", cut.uniform)
        rest = text.line("srem ~i64 $0, $1", (n, number(d)), (1 - d, d - 1))
        found = text.select(text.compare("<", rest, ZERO), text.sub(cut, number(1)), cut)
        return Value(found.text, *bounds, "i64", found.uniform)

    # ---- by what a row says; it lies above zero

    def floor_by(self, n: Value, d: Value) -> Value:
        """``n // d`` for *n* from zero up and *d* above zero."""
        if d.constant:
            return self.floor(n, d.low)
        bounds = (n.low // d.high, n.high // d.low)
        if bounds[0] == bounds[1]:
            return number(bounds[0])
        line = self.text.line
        if n.high < EXACT and d.high < EXACT:
            # Rounded to nearest, n / d stays below the next whole number, which is at least 1 / d away.
            parts = [line("sitofp ~i64 $0 to ~double", (each,), type="double") for each in (n, d)]
            fraction = line("fdiv ~double $0, $1", parts, type="double")
            return self._nearest(self.text.intrinsic("floor", (fraction,), type="double"), bounds)
        return line("udiv ~i64 $0, $1", (n, d), bounds)

    def half_up_by(self, n: Value, d: Value) -> Value:
        """*n* ÷ *d*, rounded half-up on the magnitude; *n* and *d* stay below a quarter of ``MOST``."""
        if d.constant:
            return self.half_up(n, d.low)
        if n.low < 0:
            return self._on_size(n, lambda size: self.half_up_by(size, d))
        twice = self.text.mul(d, number(2))
        return self.floor_by(self.text.add(self.text.mul(n, number(2)), d), twice)

    def down_by(self, n: Value, d: Value) -> Value:
        """*n* ÷ *d*, cut towards zero."""
        return self._on_size(n, lambda size: self.floor_by(size, d)) if n.low < 0 else self.floor_by(n, d)

    def up_to_step(self, n: Value, step: Value) -> Value:
        """*n* raised to the next whole number of *step*s, which lie above zero."""
        text = self.text
        if step.constant and step.low == 1:
            return n
        if n.low >= 0:
            steps = self.floor_by(text.sub(text.add(n, step), number(1)), step)
        else:
            # -(-n // step): of a magnitude cut towards zero, or raised.
            size = text.size(n)
            up = self.floor_by(text.sub(text.add(size, step), number(1)), step)
            steps = text.select(text.compare("<", n, ZERO), text.sub(ZERO, self.floor_by(size, step)), up)
        raised = text.line("mul ~i64 $0, $1", (steps, step))
        return Value(raised.text, n.low, n.high + step.high - 1, "i64", raised.uniform)

    # ---- the calendar; what lies outside it is held in, and told

    def month_of(self, day: Value) -> tuple[Value, Value]:
        """The month of a day, and whether it is no day of the calendar."""
        text = self.text
        day, outside = text.within(day, FIRST_DAY, LAST_DAY)
        # Days since the first of March of the year 0, in cycles of 400 years; the leap day is the last of its year.
        z = text.add(day, number(305))
        era = self.floor(z, 146_097)
        doe = self.mod(z, 146_097)
        leaps = text.sub(self.floor(doe, 36_524), text.add(self.floor(doe, 1_460), self.floor(doe, 146_096)))
        yoe = self._bounded(self.floor(self._bounded(text.add(doe, leaps), 0, 146_096), 365), 0, 399)
        before = text.add(text.mul(yoe, number(365)), text.sub(self.floor(yoe, 4), self.floor(yoe, 100)))
        doy = self._bounded(text.sub(doe, before), 0, 365)
        mp = self.floor(text.add(text.mul(doy, number(5)), number(2)), 153)
        months = text.add(text.mul(text.add(yoe, text.mul(era, number(400))), number(12)), mp)
        month = text.add(months, number(2))
        return self._bounded(month, self._month(day.low), self._month(day.high)), outside

    def first_day(self, month: Value) -> tuple[Value, Value]:
        """The first day of a month, and whether it is no month of the calendar."""
        text = self.text
        month, outside = text.within(month, FIRST_MONTH, LAST_MONTH)
        march = text.sub(month, number(2))
        year = self.floor(march, 12)
        mp = self.mod(march, 12)
        leaps = text.add(text.sub(self.floor(year, 4), self.floor(year, 100)), self.floor(year, 400))
        days = text.add(text.mul(year, number(365)), leaps)
        into = self.floor(text.add(text.mul(mp, number(153)), number(2)), 5)
        return text.sub(text.add(days, into), number(305)), outside

    def last_day(self, month: Value) -> tuple[Value, Value]:
        """The last day of a month, and whether there is none."""
        following, outside = self.first_day(self._off(month, 1))
        return self._off(following, -1), outside

    def months_after(self, day: Value, months: Value) -> tuple[Value, Value]:
        """The same day of the month some months later, or the last of it; and whether there is none."""
        text = self.text
        month, no_day = self.month_of(day)
        months, too_far = text.within(months, -LAST_MONTH, LAST_MONTH)
        then = text.add(month, months)
        begins, _ = self.first_day(month)
        first, none_then = self.first_day(then)
        last, none_after = self.last_day(then)
        day = text.within(day, FIRST_DAY, LAST_DAY)[0]
        into = self._bounded(text.sub(day, begins), 0, 30)
        return text.low_one(text.add(first, into), last), text.or_(no_day, too_far, none_then, none_after)

    @staticmethod
    def _bounded(value: Value, low: int, high: int) -> Value:
        """*value* with bounds that follow from what it is, and are narrower than those of its parts."""
        if value.constant:
            return value
        low, high = max(low, value.low), min(high, value.high)
        return number(low) if low == high else Value(value.text, low, high, "i64", value.uniform)

    @staticmethod
    def _month(day: int) -> int:
        date = datetime.date.fromordinal(day)
        return date.year * 12 + date.month - 1


def held_in(text: Text, a: Value, b: Value) -> tuple[Value, Value, Value]:
    """Two factors, the wider held in so that their product stays below ``MOST``; and whether it had to be."""
    sizes = [max(abs(each.low), abs(each.high), 1) for each in (a, b)]
    if sizes[0] * sizes[1] <= MOST:
        return a, b, NO
    if sizes[0] >= sizes[1]:
        limit = MOST // min(sizes[1], 2**31)
        a, outside = text.within(a, -limit, limit)
        b, too = text.within(b, -(2**31), 2**31)
    else:
        limit = MOST // min(sizes[0], 2**31)
        b, outside = text.within(b, -limit, limit)
        a, too = text.within(a, -(2**31), 2**31)
    return a, b, text.or_(outside, too)
