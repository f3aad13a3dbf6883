"""The checked subset: what a body may hold and what it comes to; what it may not, with file, line and a fix."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping
from typing import Any

import pytest

from renshe.engine import authoring, ir
from renshe.engine.errors import LawError
from renshe.engine.ir import Frame, Unknown
from renshe.engine.subset import Body, check
from renshe.engine.types import Day, Month, MonthWindow, Scale, Window
from tests.engine.conftest import Law, sound

ENUMS = {"event": ("hired", "left", "none"), "office": ("north", "south")}
ENUM_OF = {"event": "event", "office": "office", "other_event": "event", "f": "event"}
JULY_1 = Day(737607)  # 2020-07-01
JULY = Month(2020 * 12 + 6)


def body(text: str) -> Body:
    """The checked form of a function written here; line 1 is its ``def``."""
    (function,) = ast.parse(textwrap.dedent(text).removeprefix("\n")).body
    assert isinstance(function, ast.FunctionDef)
    return check(function, "pay.py", ENUMS, ENUM_OF)


def run(text: str, on: Any = None, **values: Any) -> Any:
    """What the function comes to; an argument that is not given is missing under its own name."""
    return body(text).tree.run(Frame(lambda name: values.get(name, Unknown(frozenset((name,)))), on))


def missing(value: Any) -> set[str]:
    assert isinstance(value, Unknown), value
    return set(value.missing)


GOOD: list[tuple[str, Mapping[str, Any], Any]] = [
    ("def f(a: Money, n: int) -> Money: return a * n + a - n * a", {"a": 300, "n": 5}, 300),
    ("def f(n: int) -> int: return (n + 7) // 2 % 4", {"n": 8}, 3),
    ("def f(n: int) -> int: return -5 + n", {"n": 8}, 3),
    ("def f(n: Months) -> bool: return 12 <= n < 24", {"n": 23}, True),
    ("def f(n: Months) -> bool: return 12 <= n < 24", {"n": 24}, False),
    ("def f(a: bool, b: bool) -> bool: return a and not b or b and not a", {"a": True, "b": True}, False),
    ("def f(a: Money, b: Money) -> Money: return min(max(a, b), a + b)", {"a": 3, "b": 5}, 5),
    ("def f(a: Money) -> Money: return abs(a - a * 2)", {"a": 3}, 3),
    ("def f(a: Money, r: Rate) -> Money: return half_up_to_fen(a * r)", {"a": 105, "r": 100_000}, 11),
    ("def f(a: Money, r: Rate) -> Money: return half_up_to_fen(r * a)", {"a": 104, "r": 100_000}, 10),
    ("def f(a: Money, r: Rate) -> Money: return half_up_to_yuan(a * r + a * r)", {"a": 12500, "r": 500_000}, 12500),
    ("def f(a: Money, r: Rate) -> Money: return half_up_to_yuan(a * r * 2, 12)", {"a": 12000, "r": 500_000}, 1000),
    ("def f(a: Money, n: int) -> Money: return down_to_yuan(a, over=n)", {"a": 11999, "n": 12}, 900),
    ("def f(a: Money) -> Money: return down_to_yuan(a, 12)", {"a": 11999}, 900),
    ("def f(a: Money, b: Money) -> Money: return up_to_step(a, b)", {"a": 11991, "b": 10}, 12000),
    ("def f(a: Rate, b: Rate) -> Rate: return half_up_to_millionth(a * b)", {"a": 500_000, "b": 300_001}, 150_001),
    ("def f(a: Rate) -> Rate: return a * 2 - 1 * a", {"a": 500_000}, 500_000),
    ("def f(a: Money, b: Money) -> bool: return a * 100 >= b * 60", {"a": 60, "b": 100}, True),
    ("def f(a: Money) -> bool: return a == Money(0)", {"a": 0}, True),
    ("def f(a: Rate) -> Rate: return max(a, Rate(0))", {"a": 7}, 7),
    ("def f(d: Day) -> Day: return d + 30 - 1", {"d": JULY_1}, JULY_1 + 29),
    ("def f(d: Day, e: Day) -> int: return d - e", {"d": JULY_1, "e": JULY_1 - 3}, 3),
    ("def f(m: Month) -> int: return m + 6 - m", {"m": JULY}, 6),
    ("def f(d: Day) -> Day: return months_after(d, 1)", {"d": JULY_1 + 30}, JULY_1 + 61),
    ("def f(d: Day) -> Month: return month_of(d)", {"d": JULY_1}, JULY),
    ("def f(m: Month) -> Day: return first_day(m)", {"m": JULY}, JULY_1),
    ("def f(m: Month) -> Day: return last_day(m)", {"m": JULY}, JULY_1 + 30),
    ("def f(date: Day, month: Month, region: Text) -> bool: return region == 'CN'", {"region": "CN"}, True),
    ("def f(event: Choice) -> bool: return event == 'hired'", {"event": "hired"}, True),
    ("def f(event: Choice) -> bool: return 'hired' != event", {"event": "hired"}, False),
    ("def f(event: Choice) -> bool: return event in ('hired', 'left')", {"event": "left"}, True),
    ("def f(event: Choice) -> bool: return event not in ['hired', 'left']", {"event": "left"}, False),
    ("def f(event: Choice, other_event: Choice) -> bool: return event == other_event", {"event": "left",
    "other_event": "left"}, True),
    ("def f(t: Text) -> bool: return t != 'x'", {"t": "x"}, False),
    ("def f(n: int) -> bool: return n in (3, 6, 9)", {"n": 6}, True),
    ("def f(a: bool) -> Choice: return 'hired' if a else 'left'", {"a": False}, "left"),
    ("def f(a: bool) -> Choice | None: return 'hired' if a else None", {"a": False}, None),
    ("def f(event: Choice) -> Choice: return event", {"event": "left"}, "left"),
    ("def f(s: Scale[Money], n: Months) -> Money: return s.at(n) + s.lowest + s.highest",
     {"s": Scale(((0, 1), (12, 5))), "n": 12}, 11),
    ("def f(w: Window, date: Day) -> bool: return w.holds(date)", {"w": Window(JULY_1, None), "date": JULY_1}, True),
    ("def f(w: MonthWindow) -> int: return w.last - w.first", {"w": MonthWindow(JULY, JULY + 2)}, 2),
    ("def f() -> bool: return False", {}, False),
    ("def f(*, n: int) -> int: return n", {"n": 4}, 4),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values", "expected"), GOOD, ids=[text for text, _, _ in GOOD])
def test_a_body_may_hold(text: str, values: Mapping[str, Any], expected: Any) -> None:
    assert run(text, **values) == expected


PLAIN = [entry for entry in GOOD if "* r" not in entry[0] and "r * a" not in entry[0]]


@pytest.mark.parametrize(("text", "values", "expected"), PLAIN, ids=[text for text, _, _ in PLAIN])
def test_a_body_means_what_it_means_in_python(text: str, values: Mapping[str, Any], expected: Any) -> None:
    # But for money times a rate, whose millionths the compiler folds into the rounding.
    space: dict[str, Any] = dict(vars(authoring))
    exec(f"from __future__ import annotations\n{text}", space)
    assert space["f"](**{**dict.fromkeys(body(text).arguments), **values}) == expected


def test_locals_and_branches_fall_through() -> None:
    text = '''
    def f(a: Money, n: int, over: bool) -> Money:
        """Said first."""
        if n > 3:
            part = a * 2
        elif over:
            return because(Money(0), "too_much", cites="cn-1/1")
        else:
            part = a
        "a remark"
        whole = part + a
        if over:
            whole_and_one = whole + a
            return whole_and_one
        return whole
    '''
    assert run(text, a=10, n=4, over=False) == 30
    assert run(text, a=10, n=4, over=True) == 40
    assert run(text, a=10, n=3, over=False) == 20
    assert run(text, a=10, n=3, over=True) == 0
    checked = body(text)
    assert checked.codes == (("too_much", "cn-1/1"),)
    assert checked.branches == (3, 5, 11)
    assert checked.literals == ((3, 3), (4, 2))


@pytest.mark.parametrize(
    "order", ["n, 'no', 'cn-1/1'", "n, cites='cn-1/1', code='no'", "code='no', value=n, cites='cn-1/1'"]
)
def test_the_parts_of_because_go_by_their_names(order: str) -> None:
    checked = body(f"def f(n: int) -> int: return because({order})")
    assert checked.codes == (("no", "cn-1/1"),) and checked.tree.value == ir.Read("n")


@pytest.mark.parametrize(
    "text",
    [
        "def f(a: Money | None) -> Money:\n    if a is None:\n        return Money(0)\n    return a",
        "def f(a: Money | None) -> Money:\n    if a is not None:\n        return a\n    return Money(0)",
        "def f(a: Money | None) -> Money:\n    return Money(0) if a is None else a",
        "def f(a: Money | None, b: bool) -> Money:\n    if a is None or b:\n        return Money(0)\n    return a",
        "def f(a: Money | None, b: bool) -> Money:\n    return a if b and a is not None and a > Money(0) else Money(0)",
        "def f(a: Money | None) -> Money:\n    if not (a is None):\n        return a\n    return Money(0)",
        "def f(a: Money | None, b: Money | None) -> bool:\n    return a is None or b is None or a > b",
        "def f(a: Money | None) -> Money:\n    x = a\n    if x is None:\n        return Money(0)\n    return x",
        "def f(a: Money | None) -> Money | None:\n    return a",
        "def f(a: Money | None, b: bool) -> Money | None:\n    return a if b else None",
    ],
)  # fmt: skip
def test_what_may_be_none_is_used_once_it_is_known_to_be_there(text: str) -> None:
    assert isinstance(body(text), Body)


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("a + Money(0)", 2),
        ("min(a, Money(0))", 2),
        ("a if b else Money(0)", 2),
        ("a if a is None else Money(0)", 2),
        ("a if a is None or b else Money(0)", 2),
        ("a if b or a is not None else Money(0)", 2),
        ("(Money(0)\n    if b\n    else half_up_to_fen(a, 2))", 4),
    ],
)
def test_what_may_be_none_is_refused_before(expression: str, line: int) -> None:
    refused(f"def f(a: Money | None, b: bool) -> Money:\n    return {expression}", line, "none")


BAD: list[tuple[str, int, str]] = [
    # what a function may be
    ("def f(n: int = 3) -> int: return n", 1, "defaults"),
    ("def f(*n: int) -> int: return 3", 1, "defaults"),
    ("def f(**n: int) -> int: return 3", 1, "defaults"),
    ("def f(n: int, /) -> int: return n", 1, "defaults"),
    ("def f(n) -> int: return 3", 1, "n has no type"),
    ("def f(n: float) -> int: return 3", 1, "n has no type"),
    ("def f(n: 'int') -> int: return n", 1, "n has no type"),
    ("def f(n: int):\n    return n", 1, "f has no type"),
    # statements
    ("def f(n: int) -> int:\n    while n:\n        return 1", 2, "While"),
    ("def f(n: int) -> int:\n    for i in n:\n        return 1", 2, "For"),
    ("def f(n: int) -> int:\n    x = n\n    x = 3\n    return x", 3, "x has a value"),
    ("def f(n: int) -> int:\n    n = 3\n    return n", 2, "n has a value"),
    ("def f(n: int) -> int:\n    n += 3\n    return n", 2, "AugAssign"),
    ("def f(n: int) -> int:\n    a = b = n\n    return a", 2, "Assign"),
    ("def f(n: int) -> int:\n    a, b = n, n\n    return a", 2, "Assign"),
    ("def f(n: int) -> int:\n    import os\n    return n", 2, "Import"),
    ("def f(n: int) -> int:\n    try:\n        return n\n    except ValueError:\n        return 0", 2, "Try"),
    ("def f(n: int) -> int:\n    raise ValueError", 2, "Raise"),
    ("def f(n: int) -> int:\n    print(n)\n    return n", 2, "Expr"),
    ("def f(n: int) -> int:\n    return n\n    return n", 3, "after return"),
    ("def f(n: int) -> int:\n    return", 2, "return"),
    ("def f(n: int) -> int:\n    x = n", 2, "one path does not return"),
    ("def f(n: int) -> int:\n    if n > 3:\n        return n", 2, "one path does not return"),
    ("def f(n: int) -> int:\n    if n > 3:\n        x = n\n    return x", 4, "x is neither"),
    # expressions
    ("def f() -> int:\n    return m", 2, "m is neither"),
    ("def f() -> int:\n    return 3.5", 2, "3.5 cannot stand"),
    ("def f(n: int) -> int:\n    return n / 2", 2, "cannot be combined"),
    ("def f(n: int) -> int:\n    return n ** 2", 2, "cannot be combined"),
    ("def f(n: int, m: int) -> int:\n    return n // m", 2, "divisor"),
    ("def f(n: int) -> int:\n    return n % 0", 2, "divisor"),
    ("def f(n: int) -> int:\n    return n // -1", 2, "divisor"),
    ("def f(n: int) -> int:\n    return sum(n, n)", 2, "sum(int, int)"),
    ("def f(n: int) -> int:\n    return n.bit_length()", 2, "n.bit_length"),
    ("def f(n: int) -> int:\n    return [n][0]", 2, "outside the subset"),
    ("def f(n: int) -> int:\n    return (lambda: n)()", 2, "outside the subset"),
    ("def f(t: Text) -> Text:\n    return f'{t}'", 2, "outside the subset"),
    ("def f(t: Text) -> Text:\n    return t + 'x'", 2, "cannot be combined"),
    ("def f(a: Money) -> Money:\n    return a + 100", 2, "money and int"),
    ("def f(a: Money) -> Money:\n    return a + Money(100)", 2, "the only literal of Money is 0"),
    ("def f(a: Rate) -> bool:\n    return a > 0", 2, "not a comparison"),
    ("def f(a: Money, b: Money) -> Money:\n    return a * b", 2, "money and money"),
    ("def f(a: Money, r: Rate) -> Money:\n    return a * r", 2, "returns exact"),
    ("def f(a: Money, r: Rate) -> bool:\n    return a * r > a", 2, "not a comparison"),
    ("def f(a: Rate) -> Rate:\n    return a * a", 2, "returns rate2"),
    ("def f(a: Rate) -> Rate:\n    return half_up_to_millionth(a)", 2, "half_up_to_millionth(rate)"),
    ("def f(a: int) -> Money:\n    return half_up_to_fen(a)", 2, "half_up_to_fen(int)"),
    ("def f(d: Day, e: Day) -> Day:\n    return d + e", 2, "day and day"),
    ("def f(d: Day, m: Month) -> bool:\n    return d > m", 2, "not a comparison"),
    ("def f(a: bool) -> bool:\n    return a > False", 2, "not a comparison"),
    ("def f(t: Text) -> bool:\n    return t < 'x'", 2, "not a comparison"),
    ("def f(n: int) -> bool:\n    return n", 2, "returns int"),
    ("def f(n: int) -> bool:\n    return not n", 2, "bool is wanted"),
    ("def f(n: int, a: bool) -> bool:\n    return a and n", 2, "bool is wanted"),
    ("def f(n: int) -> int:\n    if n:\n        return 1\n    return 2", 2, "bool is wanted"),
    ("def f(n: int, a: bool) -> int:\n    return n if n else 3", 2, "bool is wanted"),
    ("def f(n: int, a: Money, b: bool) -> int:\n    x = n if b else a\n    return n", 2, "sides differ"),
    ("def f(n: int, m: int) -> bool:\n    return n is m", 2, "for None only"),
    ("def f(n: int, m: int) -> bool:\n    return n in (m, 3)", 2, "tuple of literals"),
    ("def f(n: int) -> bool:\n    return n in ('3', 6)", 2, "not a comparison"),
    ("def f(a: Money) -> bool:\n    return a in (0, 6)", 2, "not a comparison"),
    ("def f(a: Money | None) -> Money:\n    return a", 2, "returns money"),
    ("def f(a: Money) -> Money:\n    return None", 2, "returns none"),
    # enums
    ("def f(event: Choice) -> bool:\n    return event == 'fired'", 2, "'fired' is not a member of event"),
    ("def f(event: Choice) -> bool:\n    return 'fired' == event", 2, "'fired' is not a member of event"),
    ("def f(event: Choice) -> bool:\n    return event in ('left', 'fired')", 2, "'fired' is not a member of event"),
    ("def f(a: bool) -> Choice:\n    return 'left' if a else 'fired'", 2, "'fired' is not a member of event"),
    ("def f(a: bool) -> Choice:\n    return because('fired', 'code')", 2, "'fired' is not a member of event"),
    ("def f(a: bool) -> Choice:\n    x = 'fired'\n    return x", 3, "literal"),
    ("def f(t: Text) -> Choice:\n    return t", 2, "literal"),
    ("def f(event: Choice, office: Choice) -> bool:\n    return event == office", 2, "not a comparison"),
    # because, numbers
    ("def f(n: int) -> int:\n    x = because(n, 'code')\n    return x", 2, "because(int, text)"),
    ("def f(n: int, c: Text) -> int:\n    return because(n, c)", 2, "its code as a literal"),
    ("def f(n: int) -> int:\n    return because(n)", 2, "its code as a literal"),
    ("def f(n: int) -> int:\n    return because(n, 'a', 'b', 'c')", 2, "its code as a literal"),
    ("def f(n: int) -> int:\n    return because(n, 'a', why='b')", 2, "its code as a literal"),
    ("def f(n: int) -> int:\n    return because(n, cites='b')", 2, "its code as a literal"),
    ("def f(s: Scale[Money]) -> Money:\n    return s.at('x')", 2, "s.at"),
    ("def f(s: Scale[Money]) -> Money:\n    return s.middle", 2, "s.middle"),
    ("def f(s: Scale[Money]) -> Money:\n    return s.lowest()", 2, "s.lowest"),
    ("def f(s: Scale[Money], n: int) -> Money:\n    return s.at(position=n)", 2, "s.at"),
    ("def f(s: Scale[Money]) -> Money:\n    return s", 2, "returns scale"),
    ("def f(w: Window, m: Month) -> bool:\n    return w.holds(m)", 2, "w.holds"),
    ("def f(w: Window, date: Day, n: int) -> bool:\n    return w.holds(date, strictly=n)", 2, "w.holds"),
    ("def f(w: MonthWindow) -> Day:\n    return w.first", 2, "returns month"),
    ("def f(a: Dated[Money]) -> Money:\n    return a", 2, "returns dated"),
    ("def f(a: Money, n: int) -> Money:\n    return half_up_to_fen(*a)", 2, "outside the subset"),
    ("def f(a: Money, n: int) -> Money:\n    return half_up_to_fen(**a)", 2, "half_up_to_fen"),
    ("def f(a: Money, b: Money) -> Money:\n    return max(a, default=b)", 2, "max(money, money)"),
    ("def f(a: Money, b: int) -> Money:\n    return half_up_to_fen(a, by=b)", 2, "half_up_to_fen"),
    ("def f(s: Scale[Money]) -> Money:\n    t = s\n    return t.lowest", 3, "t.lowest"),
    ("def f(a: bool, w: Window) -> bool:\n    return w == w", 2, "not a comparison"),
]


def refused(text: str, line: int, says: str) -> None:
    with pytest.raises(LawError) as failure:
        body(text)
    (problem,) = failure.value.problems
    assert problem.place == f"pay.py:{line}"
    assert says.lower() in problem.what.en.lower(), problem.what.en
    sound(problem)


@pytest.mark.parametrize(("text", "line", "says"), BAD, ids=[f"{text.partition('def f')[2]}" for text, _, _ in BAD])
def test_a_body_may_not_hold(text: str, line: int, says: str) -> None:
    refused(text, line, says)


def test_ways_through_a_body_do_not_double_without_end() -> None:
    forks = "".join(f"    if n > {i}:\n        a{i} = 1\n    else:\n        a{i} = 0\n" for i in range(40))
    with pytest.raises(LawError, match="too many ways through"):
        body(f"def f(n: int) -> int:\n{forks}    return n")


# ---- totality, and what is missing


def test_a_share_among_nobody_is_undetermined() -> None:
    text = "def f(a: Money, n: int) -> Money: return half_up_to_fen(a, n)"
    assert run(text, a=100, n=3) == 33
    assert missing(run(text, a=100, n=0)) == {"n"}
    exact = "def f(a: Money, r: Rate, n: int) -> Money: return down_to_yuan(a * r, n)"
    assert missing(run(exact, a=100, r=5, n=0)) == {"n"}


def test_no_less_than_nobody_shares_either() -> None:
    assert missing(run("def f(a: Money, n: int) -> Money: return half_up_to_yuan(a, n - 3)", a=100, n=1)) == {"n"}


def test_below_the_first_step_and_at_an_open_end_the_number_is_missing() -> None:
    scale = "def f(s: Scale[Money], n: Months) -> Money: return s.at(n)"
    assert missing(run(scale, s=Scale(((12, 5),)), n=11)) == {"s"}
    assert missing(run("def f(w: Window) -> Day: return w.last", w=Window(JULY_1, None))) == {"w"}
    assert missing(run("def f(w: Window) -> Day: return w.first", w=ir.NO_WINDOW)) == {"w"}
    assert run("def f(w: Window, date: Day) -> bool: return w.holds(date)", w=ir.NO_WINDOW, date=JULY_1) is False


def test_a_calendar_that_ends_is_no_crash() -> None:
    assert missing(run("def f(d: Day, n: int) -> Day: return months_after(d, n)", d=JULY_1, n=10**9)) == {"d", "n"}
    assert missing(run("def f(d: Day) -> Month: return month_of(d - 3)", d=1)) == {"d"}


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("a and b", {"a": False}, False),
        ("b and a", {"a": False}, False),
        ("a or b", {"a": True}, True),
        ("b or a", {"a": True}, True),
        ("a and b", {"a": True}, {"b"}),
        ("a or b", {}, {"a", "b"}),
        ("not a", {}, {"a"}),
        ("True if a else b", {"b": True}, True),
        ("True if a else b", {"b": False}, {"a"}),
        ("True if a else b", {"a": True}, True),
        ("a == b", {"a": True}, {"b"}),
    ],
)
def test_what_is_known_decides_as_soon_as_it_can(expression: str, values: dict[str, bool], expected: object) -> None:
    if "==" in expression:
        expression = "x > y"
        values, expected = {"x": 3}, {"y"}  # type: ignore[dict-item]
    got = run(f"def f(a: bool, b: bool, x: int, y: int) -> bool: return {expression}", **values)
    assert got is expected if isinstance(expected, bool) else missing(got) == expected


def test_a_local_of_something_missing_stops_only_what_uses_it() -> None:
    text = "def f(a: Money, b: bool) -> Money:\n    x = a + a\n    if b:\n        return Money(0)\n    return x"
    assert run(text, b=True) == 0
    assert missing(run(text, b=False)) == {"a"}


def test_a_branch_not_taken_asks_for_nothing() -> None:
    seen: list[str] = []

    def read(name: str) -> Any:
        seen.append(name)
        return {"b": False, "c": 3}[name]

    tree = body("def f(a: int, b: bool, c: int) -> int:\n    if b:\n        return a\n    return c").tree
    assert tree.run(Frame(read, lambda name, day: None)) == 3
    assert seen == ["b", "c"]


def test_a_wrong_body_is_refused_with_its_place_in_the_law(law: Law) -> None:
    law.outputs(half="integer", whole="integer").inputs(number="integer")
    law.rules(
        """
        @rule(cites="cn-1/1")
        def half(number: int) -> int:
            return number / 2


        @rule(cites="cn-1/1")
        def whole(number: int) -> int:
            while number:
                return number
        """
    )
    first, second = law.problems()
    assert first.place == law.place("cn/pay/pay.py", 4)
    assert second.place == law.place("cn/pay/pay.py", 9)
    assert law.place("cn/pay/pay.py", 4) in first.text("zh")
    sound(first)
    sound(second)
