"""Divisions and days in compiled code, at their edges: each form must give what the language of the rules means."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from renshe.engine import arithmetic
from renshe.engine.ir import HELPERS
from renshe.engine.vector import kernel_object
from renshe.engine.vector.kernel_numbers import EXACT, SMALL, Numbers, held_in
from renshe.engine.vector.kernel_ports import Ports, Slot
from renshe.engine.vector.kernel_text import MOST, Value

pytestmark = pytest.mark.skipif(not kernel_object.available(), reason="no compiler here")

Form = Callable[[Numbers, Sequence[Value]], Value]
DIVISORS = (1, 2, 3, 7, 12, 100, 1000, 4096, 999_999, 1_000_000, 10_000_000, 100_000_000, 2**31 - 1)
SPANS = (
    (0, 200),
    (-90, 90),
    (0, SMALL - 1),
    (0, EXACT - 10**9),
    (-EXACT // 2, EXACT // 3),
    (0, MOST // 8),
    (-MOST // 8, MOST // 8),
)


def computed(forms: Sequence[Form], columns: Sequence[tuple[tuple[int, int], Sequence[int]]]) -> list[list[int]]:
    """What each form gives on each row; a column is its bounds and its values."""
    ports = Ports()
    read = [
        ports.held(Slot("column", str(place), "values", "i64"), bounds)[0] for place, (bounds, _) in enumerate(columns)
    ]
    numbers = Numbers(ports.text)
    for place, form in enumerate(forms):
        value = form(numbers, read)
        ports.put(Slot("figure", place, "values", "truth" if value.type == "i1" else "i64", False), value)
    rows = -(-len(columns[0][1]) // 8) * 8
    arrays = []
    for slot in ports.slots:
        raw = np.zeros(rows * 8 + 64, np.uint8)
        array = raw[-raw.ctypes.data % 64 :][: rows * 8].view(np.int64)
        if slot.kind == "column":
            array[: len(columns[0][1])] = columns[int(slot.name)][1]
        arrays.append((slot, array, raw))
    addresses = np.asarray([array.ctypes.data for _, array, _ in arrays], np.uint64)
    kernel_object.function(ports.module())(addresses.ctypes.data, 0, rows)
    filled = {slot.name: array for slot, array, _ in arrays if slot.kind == "figure"}
    truths = {slot.name for slot, _, _ in arrays if slot.type == "truth"}
    same = {slot.name: of.name for slot, of in ports.shared.items()}
    count = len(columns[0][1])
    places = [same.get(place, place) for place in range(len(forms))]
    return [
        (filled[place].view(np.uint8)[:count] if place in truths else filled[place][:count]).tolist()
        for place in places
    ]


def edges(low: int, high: int, divisors: Sequence[int], chance: random.Random) -> list[int]:
    """Both ends, zero, and multiples and half-way points of every divisor, each with its neighbours."""
    found = {low, high, 0}
    for divisor in divisors:
        for _ in range(20):
            whole = chance.randint(low // divisor, high // divisor) * divisor
            found |= {whole, whole + divisor // 2, whole + divisor // 2 + 1}
        found |= {high // divisor * divisor, low // divisor * divisor}
    near = {value + step for value in found for step in (-1, 0, 1)}
    near |= {chance.randint(low, high) for _ in range(300)}
    return sorted(value for value in near if low <= value <= high)


@pytest.mark.parametrize("span", SPANS)
def test_a_literal_divides_as_in_a_rule(span: tuple[int, int]) -> None:
    values = edges(*span, DIVISORS, random.Random(str(span)))
    forms: list[Form] = []
    wanted: list[Callable[[int], int]] = []
    for divisor in DIVISORS:
        forms += [
            lambda numbers, read, d=divisor: numbers.floor(read[0], d),  # type: ignore[misc]
            lambda numbers, read, d=divisor: numbers.mod(read[0], d),  # type: ignore[misc]
            lambda numbers, read, d=divisor: numbers.half_up(read[0], d),  # type: ignore[misc]
            lambda numbers, read, d=divisor: numbers.down(read[0], d),  # type: ignore[misc]
        ]
        wanted += [
            lambda n, d=divisor: n // d,  # type: ignore[misc]
            lambda n, d=divisor: n % d,  # type: ignore[misc]
            lambda n, d=divisor: arithmetic._half_up(n, d),  # type: ignore[misc]
            lambda n, d=divisor: arithmetic._down(n, d),  # type: ignore[misc]
        ]
    found = computed(forms, [(span, values)])
    for place, of in enumerate(wanted):
        assert found[place] == [of(value) for value in values], (DIVISORS[place // 4], place % 4)


@pytest.mark.parametrize("span", [(0, 10**6), (-(10**6), 10**6), (-EXACT // 4, EXACT // 4), (-MOST // 16, MOST // 16)])
@pytest.mark.parametrize("by", [(1, 30), (1, 10**6), (1, MOST // 64)])
def test_a_row_divides_as_in_a_rule(span: tuple[int, int], by: tuple[int, int]) -> None:
    chance = random.Random(str((span, by)))
    pairs = []
    for _ in range(500):
        divisor = chance.choice([by[0], by[1], chance.randint(*by), chance.randint(by[0], min(by[1], 40))])
        whole = chance.randint(-(-span[0] // divisor), span[1] // divisor) * divisor
        for near in (whole, whole + divisor // 2, whole + (divisor + 1) // 2, whole - 1, whole - divisor // 2):
            if span[0] <= near <= span[1]:
                pairs.append((near, divisor))
    forms: list[Form] = [
        lambda numbers, read: numbers.half_up_by(read[0], read[1]),
        lambda numbers, read: numbers.down_by(read[0], read[1]),
        lambda numbers, read: numbers.up_to_step(read[0], read[1]),
    ]
    half, down, step = computed(forms, [(span, [n for n, _ in pairs]), (by, [d for _, d in pairs])])
    assert half == [arithmetic._half_up(n, d) for n, d in pairs]
    assert down == [arithmetic._down(n, d) for n, d in pairs]
    assert step == [HELPERS["up_to_step"](n, d) for n, d in pairs]


def test_every_day_of_the_calendar_has_its_month() -> None:
    first, last = arithmetic.CALENDAR["date"]
    days = np.arange(first, last + 1)
    forms: list[Form] = [
        lambda numbers, read: numbers.month_of(read[0])[0],
        lambda numbers, read: numbers.first_day(numbers.month_of(read[0])[0])[0],
    ]
    months, begins = computed(forms, [((first, last), days)])  # type: ignore[list-item]
    true = (days - 719_163).astype("datetime64[D]").astype("datetime64[M]")
    assert (np.asarray(months) == true.astype(np.int64) + 1970 * 12).all()
    assert (np.asarray(begins) == true.astype("datetime64[D]").astype(np.int64) + 719_163).all()


def test_steps_on_the_calendar_and_beyond_it() -> None:
    chance = random.Random(4)
    first, last = arithmetic.CALENDAR["date"]
    ends = [first - 1, first, first + 30, last - 30, last, last + 1, 730_179, 737_484, 737_485]
    rows = [
        (
            chance.choice(ends) if chance.random() < 0.3 else chance.randint(first, last),
            chance.randint(-130_000, 130_000),
        )
        for _ in range(3000)
    ] + [(day, step) for day in ends for step in (-12, -1, 0, 1, 12, 48)]
    span = (first - 10, last + 10)
    forms: list[Form] = []
    for helper in ("month_of", "months_after"):
        for part in (0, 1):
            forms.append(
                lambda numbers, read, h=helper, p=part: getattr(numbers, h)(*read[: 1 if h == "month_of" else 2])[p]  # type: ignore[misc]
            )
    for helper in ("first_day", "last_day"):
        for part in (0, 1):
            forms.append(lambda numbers, read, h=helper, p=part: getattr(numbers, h)(read[1])[p])  # type: ignore[misc]
    found = computed(forms, [(span, [day for day, _ in rows]), ((-130_000, 130_000), [step for _, step in rows])])
    for place, (helper, of) in enumerate(
        [
            ("month_of", lambda day, _: (day,)),
            ("months_after", lambda day, step: (day, step)),
            ("first_day", lambda _, step: (step,)),
            ("last_day", lambda _, step: (step,)),
        ]
    ):
        values, faults = found[2 * place : 2 * place + 2]
        for row, value, fault in zip(rows, values, faults, strict=True):
            try:
                wanted = int(HELPERS[helper](*of(*row)))
            except (ValueError, OverflowError):
                assert fault, (helper, row)
            else:
                assert not fault and value == wanted, (helper, row)


def test_a_product_that_leaves_the_bits_is_told() -> None:
    wide = 2**62
    rows = [
        (a, b) for a in (0, 1, -1, wide, -wide, 3_037_000_499, 2**40) for b in (0, 1, -1, wide, 2**31, 2**22, 2**23)
    ]
    forms: list[Form] = [
        lambda numbers, read: numbers.text.mul(*held_in(numbers.text, *read)[:2]),
        lambda numbers, read: held_in(numbers.text, *read)[2],
    ]
    spans = ((-wide, wide), (-wide, wide))
    values, told = computed(forms, [(spans[0], [a for a, _ in rows]), (spans[1], [b for _, b in rows])])
    for (a, b), value, out in zip(rows, values, told, strict=True):
        assert out or value == a * b
        assert not out or abs(a) > 2**31 or abs(b) > 2**31
