"""What the body of a rule did, in words: its tests and its formula with the values they met, zh and en.

A test is said as the law puts it, whatever came out of it: Chinese as a sentence, English as what was looked at, its
value, and after a colon what is asked of it. A colon needs no verb, and so no singular or plural: labels are of both.
"""

from __future__ import annotations

from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import MILLION
from renshe.engine.errors import Words
from renshe.engine.evaluate import Result
from renshe.engine.labels import BOOLEAN, DAY, DAYS, EXACT, INTEGER, MONEY, MONTH, MONTHS, RATE, Labels, labels_of
from renshe.engine.lawbook import Lawbook
from renshe.engine.phrases import (
    AMOUNTS,
    FLIPPED,
    MOMENTS,
    ROUNDED,
    SIGNS,
    STEPPED,
    SYMBOLS,
    Pair,
    gap,
    pair,
    quoted,
    the,
    with_value,
)
from renshe.engine.values import ValueType

BODY_TYPES = {
    "money": MONEY, "rate": RATE, "int": INTEGER, "day": DAY, "month": MONTH, "bool": BOOLEAN, "exact": EXACT,
}  # fmt: skip

SIMPLE = (ir.Read, ir.Constant, ir.Local, ir.Method)
"""What a local may stand for and still be said in full within a formula."""
HELPER_TYPES = {
    "half_up_to_fen": MONEY, "half_up_to_yuan": MONEY, "down_to_yuan": MONEY, "half_up_to_millionth": RATE,
    "up_to_step": MONEY,
    "months_after": DAY, "first_day": DAY, "last_day": DAY, "month_of": MONTH,
}  # fmt: skip


def test_words(book: Lawbook, result: Result, test: tuple[Any, Any, tuple[Any, ...]]) -> Words:
    """One entry of ``result.tests`` as a phrase, with the values it met."""
    return Words(*Speech(labels_of(book), result).test(*test))


def formula_words(book: Lawbook, result: Result) -> Words | None:
    """The expression that gave the value of a rule, with the values it met; None where it was a plain literal."""
    return Speech(labels_of(book), result).returned()


class Speech:
    """The body of one result, piece by piece, as it ran."""

    def __init__(self, labels: Labels, result: Result) -> None:
        self.labels, self.result = labels, result
        self.root: Any = result.provided.tree if result.provided else None
        self.target: Any = None
        self._lets: dict[str, Any] | None = None

    # ---- tests

    def test(self, node: Any, value: Any, operands: tuple[Any, ...]) -> Pair:
        """A test and the values of its sides."""
        self.target, self._lets = node, None
        match node:
            case ir.Compare():
                return self._compare(node, *operands)
            case ir.In(item=item, choices=choices, negated=negated):
                return self._among(item, operands[0], choices, not negated)
            case ir.IsNone(item=item, negated=negated):
                (zh, en), found = self.subject(item), self.labels.show(self.type(item), operands[0])
                none = operands[0] is None
                said = "" if none else f"（{found.zh}）" if negated else f"（实为{found.zh}）"
                asked = "given" if negated else "none"
                return (
                    f"{'有' if negated else '没有'}{zh}{said}",
                    f"{en}: none" if none and not negated else f"{en} ({found.en}): {asked}",
                )
            case ir.Method(number=number):
                (zh, en), label = self.operand(node.arguments[0], operands[0], last=True), self.labels.label(number)
                span = self.labels.show(None, operands[1])
                return f"{zh}在{label.zh}内（{span.zh}）", f"{en}: within {the(label.en)} ({span.en})"
            case ir.Read(name=name):
                return self.fact(name, value)
        return str(value), str(value)

    def fact(self, name: str, value: Any) -> Pair:
        """A name and its value as a statement by itself."""
        label, shown = self.labels.label(name), self.labels.show_named(name, value)
        return f"{label.zh}：{shown.zh}", f"{label.en}: {shown.en}"

    def _among(self, item: Any, value: Any, choices: tuple[Any, ...], inside: bool) -> Pair:
        """Whether something is, or is not, one of some choices; Chinese says last which it is."""
        (zh, en), kind = self.subject(item), self.type(item)
        found, shown = self.labels.show(kind, value), [self.labels.show(kind, choice) for choice in choices]
        # Of one choice that is the one it is, one word is enough.
        same = len(choices) == 1 and value == choices[0]
        if len(shown) == 1:
            said = f"{'是' if inside else '不是'}{quoted(shown[0].zh)}"
            asked = f"{'' if inside else 'not '}{shown[0].en if same else f'“{shown[0].en}”'}"
        else:
            said = f"{'属于' if inside else '不属于'}{'、'.join(words.zh for words in shown)}"
            asked = f"{'one' if inside else 'none'} of {', '.join(words.en for words in shown)}"
        return (
            f"{zh}{said}" if same else f"{zh}{said}（实为{found.zh}）",
            f"{en}: {asked}" if same else f"{en} ({found.en}): {asked}",
        )

    def subject(self, item: Any) -> Pair:
        """What is looked at, without its value."""
        while isinstance(item, ir.Local):
            item = self.lets[item.name]
        return pair(self.labels.label(item.name)) if isinstance(item, ir.Read) else self.formula(item, whole=True)

    def _compare(self, node: ir.Compare, left: Any, right: Any) -> Pair:
        op, one, other = node.op, node.left, node.right
        if isinstance(one, ir.Constant) and not isinstance(other, ir.Constant):
            op, one, other, left, right = FLIPPED.get(op, op), other, one, right, left
        kind = self.type(one) or self.type(other) or BODY_TYPES.get(node.kind)
        summed, fixed = op not in ("==", "!="), isinstance(other, ir.Constant)
        plain = node.kind in ("choice", "text", "bool")
        if plain and fixed:
            return self._among(one, left, (right,), op == "==")
        a, a_en = self.operand(one, left, kind, summed=summed, last=True)
        if fixed and isinstance(one, ir.Read):
            b, b_en = pair(self.labels.show_named(one.name, right))
        else:
            b, b_en = self.operand(other, right, kind, summed=summed, last=True)
        b_en = the(b_en)
        if plain:
            zh, en = ("不一致", "different from") if op == "!=" else ("一致", "the same as")
            return f"{a}与{b}{zh}", f"{a_en}: {en} {b_en}"
        if node.kind in ("day", "month"):
            said, be = MOMENTS[op]
            return f"{a}{said}{b}", f"{a_en}: {be} {b_en}"
        return f"{gap(a)}{SYMBOLS[op]} {b}", f"{a_en}: {AMOUNTS[op]} {b_en}"

    # ---- expressions

    def named(self, name: str, value: Any) -> Pair:
        """A name with its value."""
        label, shown = self.labels.label(name), self.labels.show_named(name, value)
        return f"{label.zh}（{shown.zh}）", f"{label.en} ({shown.en})"

    def operand(
        self, node: Any, value: Any, kind: ValueType | None = None, *, summed: bool = False, last: bool = False
    ) -> Pair:
        """One side of a test; a formula is followed by what it came to.

        Args:
            node, value, kind: the side, what it came to, and what it is where that does not show.
            summed: an equals sign may stand before what a sum came to.
            last: nothing follows.
        """
        while isinstance(node, ir.Local):
            node = self.lets[node.name]
        if isinstance(node, ir.Constant):
            return pair(self.labels.show(kind, value))
        if isinstance(node, ir.Read):
            return self.named(node.name, value)
        (zh, en), own = self.formula(node, whole=True), self.type(node) or kind
        shown = self.labels.show(own, value)
        if summed and isinstance(node, ir.Arithmetic) and not self._is_moment(node):
            return f"{gap(zh)}= {shown.zh}", f"{en} = {shown.en}"
        return with_value(zh, en, shown, last)

    def formula(self, node: Any, kind: ValueType | None = None, *, inner: bool = False, whole: bool = False) -> Pair:
        """An expression.

        Args:
            node: the expression.
            kind: what a literal in it is.
            inner: it is part of another: what is made of several parts gets brackets.
            whole: it is all there is: what it came to is said elsewhere.
        """
        match node:
            case ir.Constant(value=value):
                return pair(self.labels.show(kind, value))
            case ir.Read(name=name):
                return self.named(name, self.run(node))
            case ir.Local(name=name):
                source = self.lets[name]
                if inner and not isinstance(source, SIMPLE):
                    # A formula within a formula soon cannot be read: its value stands for it.
                    return pair(self.labels.show(self.type(source) or kind, self.run(node)))
                return self.formula(source, kind, inner=inner, whole=whole)
            case ir.Branch(test=test, then=then, otherwise=otherwise):
                return self.formula(then if self.run(test) is True else otherwise, kind, inner=inner, whole=whole)
            case ir.Reasoned(value=value):
                return self.formula(value, kind, inner=inner, whole=whole)
            case ir.Arithmetic() if inner and self._bare(node):
                # Figures alone say less than what they come to.
                return pair(self.labels.show(kind or self.type(node), self.run(node)))
            case ir.Method():
                zh, en = self._method(node)
                return (zh, en) if whole else with_value(zh, en, self.labels.show(self.type(node), self.run(node)))
            case ir.Arithmetic():
                said = self._arithmetic(node)
                inner = inner and node.op != "//" and not self._is_moment(node)
            case ir.Call(helper=helper):
                said = self._call(node)
                inner = inner and helper not in STEPPED and helper not in ("months_after", "abs")
            case _:
                return pair(self.labels.show(BOOLEAN, self.run(node)))
        return (f"（{said[0]}）", f"({said[1]})") if inner else said

    def _bare(self, node: Any) -> bool:
        """Whether a formula holds figures only: literals, and locals that stand by their value."""
        if isinstance(node, ir.Local):
            node = self.lets[node.name]
            return not isinstance(node, SIMPLE) or isinstance(node, ir.Constant)
        if isinstance(node, ir.Arithmetic):
            return self._bare(node.left) and self._bare(node.right)
        return isinstance(node, ir.Constant)

    def _is_moment(self, node: Any) -> bool:
        kind = self.type(node)
        return kind is not None and kind.kind in ("date", "month")

    def _arithmetic(self, node: ir.Arithmetic) -> Pair:
        op, left, right = node.op, self.type(node.left), self.type(node.right)
        moment = self._is_moment(node.left)
        if moment and right is not None and right.kind in ("date", "month"):
            (a, a_en), (b, b_en) = self.formula(node.left, inner=True), self.formula(node.right, inner=True)
            days = left == DAY
            return (
                f"{b}至{a}的{'天' if days else '月'}数",
                f"{'days' if days else 'months'} from {the(b_en)} to {the(a_en)}",
            )
        if moment:
            (a, a_en), way = self.formula(node.left, inner=True), op == "+"
            b, b_en = self.formula(node.right, DAYS if left == DAY else MONTHS, inner=True)
            plain = isinstance(node.right, ir.Constant) and not isinstance(node.left, ir.Arithmetic)
            return self._moved(a, "+" if way else "-", b, plain), f"{b_en} {'after' if way else 'before'} {the(a_en)}"
        same = op in "+-"
        a, a_en = self.formula(node.left, right if same else None, inner=not same)
        b, b_en = self.formula(node.right, left if same else None, inner=True)
        if same and b == "0":
            return a, a_en
        if op == "//":
            return f"（{gap(a)}÷ {b} 取整）", f"({a_en} ÷ {b_en}, rounded down)"
        if op == "%":
            return f"{gap(a)}÷ {b} 的余数", f"the remainder of {the(a_en)} ÷ {b_en}"
        return f"{gap(a)}{SIGNS[op]}{'' if b.startswith('（') else ' '}{b}", f"{a_en} {SIGNS[op]} {b_en}"

    def _call(self, node: ir.Call) -> Pair:
        helper, parts = node.helper, node.arguments
        if helper in ("min", "max"):
            kind = self.type(node)
            moment = self._is_moment(node)
            pairs = [self.formula(part, kind, inner=True) for part in parts]
            most = "最" if len(pairs) > 2 else "较"
            zh, en = (("早", "earli"), ("晚", "lat"))[helper == "max"] if moment else (
                (("低", "low"), ("高", "high"))[helper == "max"]
            )  # fmt: skip
            return (
                f"{'、'.join(p[0] for p in pairs[:-1])}与{pairs[-1][0]}中{most}{zh}者",
                f"the {en}{'est' if len(pairs) > 2 else 'er'} of "
                f"{', '.join(the(p[1]) for p in pairs[:-1])} and {the(pairs[-1][1])}",
            )
        over = self._divisor(parts[1], self.type(parts[0])) if helper in ROUNDED and len(parts) > 1 else None
        loose = isinstance(parts[0], ir.Arithmetic) and parts[0].op in "+-"
        a, a_en = self.formula(parts[0], inner=helper == "abs" or (loose and over is not None))
        if helper in STEPPED:
            zh, en = STEPPED[helper]
            return zh.format(a), en.format(a, the(a_en))
        if helper == "months_after":
            b, b_en = self.formula(parts[1], MONTHS, inner=True)
            return self._moved(a, "+", b, isinstance(parts[1], ir.Constant)), f"{b_en} after {the(a_en)}"
        if helper == "up_to_step":
            b, b_en = self.formula(parts[1], MONEY)
            return f"{a}，向上进到{b}的整倍数", f"{a_en}, raised to a multiple of {the(b_en)}"
        if helper == "abs":
            return f"{a}的绝对值", f"the absolute value of {the(a_en)}"
        zh, en = ROUNDED[helper]
        if over is not None:
            b, b_en = self.formula(over, inner=True)
            return f"{gap(a)}÷ {b}，{zh}", f"{a_en} ÷ {b_en}, {en}"
        return f"{a}，{zh}", f"{a_en}, {en}"

    @staticmethod
    def _moved(moment: str, op: str, by: str, plain: bool) -> str:
        """A day or month moved: by a figure, “A后6个月”; a name and its value cannot stand so, hence “A + B”."""
        return f"{moment}{'后' if op == '+' else '前'}{by}" if plain else f"{gap(moment)}{SIGNS[op]} {by}"

    @staticmethod
    def _divisor(over: Any, kind: ValueType | None) -> Any:
        """What a person would divide by: without the million that a rate's own unit brings along."""
        if kind == EXACT:
            if isinstance(over, ir.Arithmetic) and over.right == ir.Constant(MILLION):
                return over.left
            if over == ir.Constant(MILLION):
                return None
        return None if over == ir.Constant(1) else over

    def _method(self, node: ir.Method) -> Pair:
        label = self.labels.label(node.number)
        zh, en = label.zh, label.en
        month = self.type(node) == MONTH
        match node.method:
            case "at":
                a, a_en = self.formula(node.arguments[0], inner=True)
                return f"{zh}中{a}对应的一档", f"the step for {the(a_en)} in {the(en)}"
            case "lowest" | "highest":
                low = node.method == "lowest"
                return f"{zh}的最{'低' if low else '高'}一档", f"the {node.method} step in {the(en)}"
            case "first" | "last":
                first = node.method == "first"
                return (
                    f"{zh}的{'第一' if first else '最后一'}{'个月' if month else '天'}",
                    f"the {node.method} {'month' if month else 'day'} of {the(en)}",
                )
            case "on":
                a, a_en = self.formula(node.arguments[0], inner=True)
                return f"{a}的{zh}", f"{en} on {the(a_en)}"
        return pair(self.labels.show(BOOLEAN, self.run(node)))

    def returned(self, *, fact: bool = False) -> Words | None:
        """The expression on the path that ran; *fact*: a name alone is said as a statement, not as a formula."""
        node = self.root
        self._lets, self.target = {}, None
        while True:
            match node:
                case ir.Let(name=name, value=value, rest=rest):
                    self._lets[name] = value
                    node = rest
                case ir.Branch(test=test, then=then, otherwise=otherwise):
                    state = self.run(test)
                    if isinstance(state, ir.Unknown):
                        return None
                    node = then if state else otherwise
                case ir.Reasoned(value=value):
                    node = value
                case ir.Read(name=name) if fact:
                    return Words(*self.fact(name, self.run(node)))
                case ir.Read() | ir.Local() | ir.Arithmetic() | ir.Call() | ir.Method():
                    return Words(*self.formula(node, whole=True))
                case _:
                    return None

    # ---- types, locals, values

    def type(self, node: Any) -> ValueType | None:
        """What an expression is; None for a literal, which is what it stands beside."""
        match node:
            case ir.Read(name=name):
                return self.labels.type(name)
            case ir.Method(number=name, method=method):
                return BOOLEAN if method == "holds" else self.labels.type(name)
            case ir.Local(name=name):
                return self.type(self.lets[name])
            case ir.Call(helper=helper, arguments=arguments):
                return HELPER_TYPES.get(helper) or self._first(arguments)
            case ir.Branch(then=then, otherwise=otherwise):
                return self._first((then, otherwise))
            case ir.Arithmetic(op=op, left=left, right=right):
                one, other = self.type(left), self.type(right)
                if one and other and one.kind in ("date", "month") and op == "-" and other.kind == one.kind:
                    return DAYS if one.kind == "date" else MONTHS
                kinds = {kind.kind for kind in (one, other) if kind}
                if op == "*":
                    return EXACT if kinds >= {"money", "rate"} or "exact" in kinds else (
                        MONEY if "money" in kinds else RATE if "rate" in kinds else INTEGER
                    )  # fmt: skip
                return INTEGER if op in ("//", "%") else one or other
            case ir.Constant():
                return None
        return BOOLEAN

    def _first(self, nodes: tuple[Any, ...]) -> ValueType | None:
        return next((kind for node in nodes if (kind := self.type(node)) is not None), None)

    @property
    def lets(self) -> dict[str, Any]:
        """The locals that hold where the test stands, with their expressions."""
        if self._lets is None:
            self._lets = _scope(self.root, self.target, {}) or {}
        return self._lets

    def run(self, node: Any) -> Any:
        """The value of an expression, from what the result has read."""
        if isinstance(node, ir.Read):
            return self._read(node.name)
        frame = ir.Frame(self._read, self._on)
        frame.quiet = 1
        for name, value in self.lets.items():
            frame.locals[name] = value.run(frame)
        return node.run(frame)

    def _read(self, name: str) -> Any:
        found = self.result.reads.get(name)
        return self.result.evaluation.value(name) if found is None else found.value

    def _on(self, name: str, day: int) -> Any:
        return self.result.evaluation.on(name, day).value


def _scope(node: Any, target: Any, lets: dict[str, Any]) -> dict[str, Any] | None:
    if node is target:
        return lets
    if isinstance(node, ir.Let):
        found = _scope(node.value, target, lets)
        return _scope(node.rest, target, {**lets, node.name: node.value}) if found is None else found
    if isinstance(node, tuple):
        children: tuple[Any, ...] = node
    elif hasattr(node, "__dataclass_fields__"):
        children = tuple(getattr(node, name) for name in node.__dataclass_fields__)
    else:
        return None
    for child in children:
        found = _scope(child, target, lets)
        if found is not None:
            return found
    return None
