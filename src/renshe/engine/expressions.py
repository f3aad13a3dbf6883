"""Expressions of the checked subset: their types, what may be combined with what, and their trees."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from renshe.engine import ir
from renshe.engine.arithmetic import MILLION
from renshe.engine.errors import LawError, Problem, Words


@dataclass(frozen=True, slots=True)
class Ty:
    """A type inside a body; ``kind`` is one of ANNOTATIONS, or ``exact rate2 none scale dated``."""

    kind: str
    enum: str = ""
    optional: bool = False
    of: str = ""

    @property
    def said(self) -> str:
        """As a problem names it."""
        return self.kind + (f" of {self.enum}" if self.enum else "") + (" | None" if self.optional else "")

    def like(self, other: Ty) -> bool:
        """Whether values of the two can be equal; an enum without a name is checked when names are linked."""
        return self.kind == other.kind and (self.enum == other.enum or not self.enum or not other.enum)


INT, BOOL, NONE, TEXT = Ty("int"), Ty("bool"), Ty("none"), Ty("text")
ANNOTATIONS = {
    "Money": Ty("money"),
    "Rate": Ty("rate"),
    "Months": INT,
    "int": INT,
    "bool": BOOL,
    "Day": Ty("day"),
    "Month": Ty("month"),
    "Choice": Ty("choice"),
    "Text": TEXT,
    "Window": Ty("window"),
    "MonthWindow": Ty("month_window"),
}
# left, operator, right → result; what is not here does not exist.
OPERATIONS: dict[tuple[str, str, str], str] = {
    **{(kind, op, kind): kind for kind in ("money", "int", "rate", "exact") for op in "+-"},
    ("day", "+", "int"): "day",
    ("day", "-", "int"): "day",
    ("day", "-", "day"): "int",
    ("month", "+", "int"): "month",
    ("month", "-", "int"): "month",
    ("month", "-", "month"): "int",
    ("int", "*", "int"): "int",
    ("money", "*", "int"): "money",
    ("int", "*", "money"): "money",
    ("rate", "*", "int"): "rate",
    ("int", "*", "rate"): "rate",
    ("money", "*", "rate"): "exact",
    ("rate", "*", "money"): "exact",
    ("rate", "*", "rate"): "rate2",
    ("exact", "*", "int"): "exact",
    ("int", "//", "int"): "int",
    ("int", "%", "int"): "int",
}
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
ORDERED = frozenset({"int", "money", "rate", "exact", "day", "month"})
EQUAL = frozenset({"bool", "text", "choice"})
"""What else may be equal or not."""
ROUNDING = {"half_up_to_fen", "half_up_to_yuan", "down_to_yuan"}
"""Helpers that turn an amount, with a divisor or without, into money."""
# helper → the kinds it takes, the kind it gives
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "half_up_to_millionth": (("rate2",), "rate"),
    "up_to_step": (("money", "money"), "money"),
    "months_after": (("day", "int"), "day"),
    "month_of": (("day",), "month"),
    "first_day": (("month",), "day"),
    "last_day": (("month",), "day"),
}


class Expressions:
    """Checks and lowers the expressions of one function; ``subset`` does its statements."""

    def __init__(self, file: str, enums: Mapping[str, tuple[str, ...]], enum_of: Mapping[str, str]) -> None:
        self.file, self.enums, self.enum_of = file, enums, enum_of
        self.arguments: dict[str, Ty] = {}
        self.returns = NONE
        self.codes: list[tuple[str, str | None]] = []
        self.paths = 0
        self.branches: list[int] = []
        self.literals: list[tuple[int, int]] = []

    def stop(self, node: ast.AST, zh: str, en: str, fix_zh: str, fix_en: str) -> LawError:
        place = f"{self.file}:{getattr(node, 'lineno', 0)}"
        return LawError(Problem(Words(zh, en), Words(fix_zh, fix_en), place))

    # ---- expressions

    def expression(self, node: ast.expr, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        match node:
            case ast.Constant(value=value):
                return self.constant(node, value)
            case ast.Name(id=name):
                return self.name(node, name, local, known)
            case ast.BoolOp(op=op, values=values):
                return self.boolean(op, values, local, known)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                tree, ty = self.expression(operand, local, known)
                self.want(operand, ty, "bool")
                return ir.Not(self.as_test(tree)), BOOL
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
                return ir.Constant(-number), INT
            case ast.BinOp():
                return self.arithmetic(node, local, known)
            case ast.Compare():
                return self.comparison(node, local, known)
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                self.branches.append(node.lineno)
                tree, ty = self.expression(test, local, known)
                self.want(test, ty, "bool")
                yes, yes_ty = self.expression(then, local, known | self.facts(test, True))
                no, no_ty = self.expression(otherwise, local, known | self.facts(test, False))
                both = self.joined(node, yes_ty, no_ty)
                return ir.Branch(self.as_test(tree), yes, no, node.lineno), both
            case ast.Call():
                return self.call(node, local, known)
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                return self.attribute(node, name, attr, (), local, known)
        raise self.stop(
            node, f"{ast.unparse(node)[:60]} 不在规则子集之内",
            f"{ast.unparse(node)[:60]} is outside the subset of rules",
            "见 docs/write-a-rule.md 的“The body”", "see “The body” in docs/write-a-rule.md",
        )  # fmt: skip

    def constant(self, node: ast.expr, value: object) -> tuple[Any, Ty]:
        if isinstance(value, bool):
            return ir.Constant(value), BOOL
        if isinstance(value, int):
            if value not in (0, 1):
                self.literals.append((node.lineno, value))
            return ir.Constant(value), INT
        if value is None:
            return ir.Constant(None), NONE
        if isinstance(value, str):
            return ir.Constant(value), TEXT
        raise self.stop(
            node, f"{value!r} 不能用在规则里", f"{value!r} cannot stand in a rule",
            "金额与比例写进 YAML 数值，文字加引号", "put amounts and rates into the numbers' YAML",
        )  # fmt: skip

    def name(self, node: ast.expr, name: str, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        if name in local:
            ty = local[name]
            return ir.Local(name), replace(ty, optional=ty.optional and name not in known)
        if name in self.arguments:
            ty = self.arguments[name]
            return ir.Read(name), replace(ty, optional=ty.optional and name not in known)
        raise self.stop(
            node, f"{name} 不是参数也不是局部名", f"{name} is neither an argument nor a local",
            "把它加进参数表", "add it to the arguments",
        )  # fmt: skip

    def boolean(
        self, op: ast.boolop, values: list[ast.expr], local: dict[str, Ty], known: frozenset[str]
    ) -> tuple[Any, Ty]:
        items = []
        for value in values:
            tree, ty = self.expression(value, local, known)
            self.want(value, ty, "bool")
            items.append(self.as_test(tree))
            # What an earlier item settles holds for the later ones: they matter only when it did not decide.
            known = known | self.facts(value, isinstance(op, ast.And))
        return (ir.All if isinstance(op, ast.And) else ir.Any_)(tuple(items)), BOOL

    def arithmetic(self, node: ast.BinOp, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        op = OPERATORS.get(type(node.op))
        left, left_ty = self.expression(node.left, local, known)
        right, right_ty = self.expression(node.right, local, known)
        for side, ty in ((node.left, left_ty), (node.right, right_ty)):
            self.present(side, ty)
        kind = OPERATIONS.get((left_ty.kind, op or "", right_ty.kind))
        if kind is None:
            raise self.stop(
                node, f"{left_ty.kind} {ast.unparse(node)[:40]!r} {right_ty.kind} 没有定义",
                f"{left_ty.kind} and {right_ty.kind} cannot be combined in {ast.unparse(node)[:40]!r}",
                "除法写作取整函数的第二个参数；金额只与金额相加，与整数或比例相乘",
                "division is a rounding helper's second argument; money times an integer or a rate",
            )  # fmt: skip
        if op in ("//", "%") and not (isinstance(node.right, ast.Constant) and node.right.value):
            raise self.stop(
                node, f"{op} 的除数须为大于零的字面整数", f"the divisor of {op} is a literal above zero",
                "写成字面整数", "write a literal whole number",
            )  # fmt: skip
        return ir.Arithmetic(op or "", left, right), Ty(kind)

    def comparison(self, node: ast.Compare, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        parts: list[Any] = []
        left_node = node.left
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            parts.append(self.one_comparison(node, left_node, op, right_node, local, known))
            left_node = right_node
        return (parts[0] if len(parts) == 1 else ir.All(tuple(parts))), BOOL

    def one_comparison(
        self, node: ast.Compare, left_node: ast.expr, op: ast.cmpop, right_node: ast.expr,
        local: dict[str, Ty], known: frozenset[str],
    ) -> Any:  # fmt: skip
        left, left_ty = self.expression(left_node, local, known)
        if isinstance(op, (ast.Is, ast.IsNot)):
            if not (isinstance(right_node, ast.Constant) and right_node.value is None):
                raise self.stop(node, "is 只用于 None", "`is` is for None only", "用 == 比较", "compare with ==")
            return ir.IsNone(left, isinstance(op, ast.IsNot))
        if isinstance(op, (ast.In, ast.NotIn)):
            if not isinstance(right_node, (ast.Tuple, ast.Set, ast.List)) or not all(
                isinstance(item, ast.Constant) for item in right_node.elts
            ):
                raise self.stop(
                    node, "in 的右边须为字面值的元组", "the right side of `in` is a tuple of literals",
                    '写成 x in ("a", "b")', 'write x in ("a", "b")',
                )  # fmt: skip
            for item in right_node.elts:
                item_ty = self.constant(item, item.value)[1]  # type: ignore[attr-defined]
                if left_ty.kind == "choice" and item_ty == TEXT:
                    self.literal_member(item, left_ty.enum)
                elif left_ty.kind not in ("int", "text") or not item_ty.like(left_ty):
                    raise self.unlike(item, left_ty, "in", item_ty)
            choices = tuple(item.value for item in right_node.elts if isinstance(item, ast.Constant))
            return ir.In(left, choices, isinstance(op, ast.NotIn))
        right, right_ty = self.expression(right_node, local, known)
        symbol = OPERATORS[type(op)]
        self.present(left_node, left_ty)
        self.present(right_node, right_ty)
        equality = symbol in ("==", "!=")
        if equality and left_ty.kind == "choice" and isinstance(right_node, ast.Constant) and right_ty == TEXT:
            self.literal_member(right_node, left_ty.enum)
            right_ty = left_ty
        elif equality and right_ty.kind == "choice" and isinstance(left_node, ast.Constant) and left_ty == TEXT:
            self.literal_member(left_node, right_ty.enum)
            left_ty = right_ty
        if not left_ty.like(right_ty) or left_ty.kind not in (ORDERED | EQUAL if equality else ORDERED):
            raise self.unlike(node, left_ty, symbol, right_ty)
        return ir.Compare(symbol, left, right, left_ty.kind)

    def unlike(self, node: ast.AST, left: Ty, symbol: str, right: Ty) -> LawError:
        return self.stop(
            node, f"{left.said} 与 {right.said} 不能这样比较", f"{left.said} {symbol} {right.said} is not a comparison",
            "两边须同类；金额与 Money(0)、比例与 Rate(0) 比较；文字与枚举只比相等",
            "both sides are of one type: money with Money(0), a rate with Rate(0); text and choices for equality only",
        )  # fmt: skip

    def call(self, node: ast.Call, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        match node.func:
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                return self.attribute(node, name, attr, tuple(node.args), local, known)
            case ast.Name(id="Money" | "Rate" as kind):
                if len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0:
                    return ir.Constant(0), ANNOTATIONS[kind]
                raise self.stop(
                    node, f"{kind} 的字面值只能是 0", f"the only literal of {kind} is 0",
                    "其他金额与比例写进 YAML 数值", "put other amounts and rates into the numbers' YAML",
                )  # fmt: skip
            case ast.Name(id=helper):
                return self.helper(node, helper, local, known)
        raise self.stop(
            node,
            "不在子集之内的调用",
            "a call outside the subset",
            "见 docs/write-a-rule.md",
            "see docs/write-a-rule.md",
        )

    def helper(self, node: ast.Call, helper: str, local: dict[str, Ty], known: frozenset[str]) -> tuple[Any, Ty]:
        parts = [*node.args, *(keyword.value for keyword in node.keywords)]
        lowered = [self.expression(part, local, known) for part in parts]
        for part, (_, ty) in zip(parts, lowered, strict=True):
            self.present(part, ty)
        kinds = [ty.kind for _, ty in lowered]
        said = ", ".join(kinds)
        trees = [tree for tree, _ in lowered]
        needs = ir.reads(tuple(trees))
        if [keyword.arg for keyword in node.keywords] not in ([], ["over"] if helper in ROUNDING else []):
            kinds = []
        if helper in ("min", "max") and len(kinds) >= 2 and len(set(kinds)) == 1 and kinds[0] in ORDERED:
            return ir.Call(helper, tuple(trees)), lowered[0][1]
        if helper == "abs" and kinds in (["int"], ["money"]):
            return ir.Call(helper, tuple(trees)), lowered[0][1]
        if helper in ROUNDING and kinds[:1] in (["money"], ["exact"]) and kinds[1:] in ([], ["int"]):
            over = trees[1] if len(trees) > 1 else ir.Constant(1)
            if kinds[0] == "exact":
                over = ir.Constant(MILLION) if len(trees) == 1 else ir.Arithmetic("*", over, ir.Constant(MILLION))
            divisor = ir.reads(over)
            return ir.Call(helper, (trees[0], over), divisor or needs), Ty("money")
        if helper in STEPS and tuple(kinds) == STEPS[helper][0]:
            return ir.Call(helper, tuple(trees), needs), Ty(STEPS[helper][1])
        raise self.stop(
            node, f"{helper}({said}) 不在子集之内", f"{helper}({said}) is not in the subset",
            "可用：min max abs " + " ".join(sorted(ROUNDING | set(STEPS))),
            "use min max abs " + " ".join(sorted(ROUNDING | set(STEPS))),
        )  # fmt: skip

    def attribute(
        self,
        node: ast.expr,
        name: str,
        attr: str,
        args: tuple[ast.expr, ...],
        local: dict[str, Ty],
        known: frozenset[str],
    ) -> tuple[Any, Ty]:
        target = self.arguments.get(name)
        lowered = [self.expression(arg, local, known) for arg in args]
        plain = isinstance(node, ast.Attribute) == (attr in ("lowest", "highest", "first", "last"))
        plain = plain and not getattr(node, "keywords", ())
        shape = (target.kind if target and plain else "", attr, tuple(ty.kind for _, ty in lowered))
        trees = tuple(tree for tree, _ in lowered)
        for arg, (_, ty) in zip(args, lowered, strict=True):
            self.present(arg, ty)
        match shape:
            case ("scale", "at", ("int",)) | ("scale", "lowest" | "highest", ()) | ("dated", "on", ("day",)):
                return ir.Method(name, attr, trees), Ty(target.of, optional=target.optional) if target else NONE
            case ("window", "holds", ("day",)) | ("month_window", "holds", ("month",)):
                return ir.Method(name, attr, trees), BOOL
            case ("window", "first" | "last", ()):
                return ir.Method(name, attr), Ty("day")
            case ("month_window", "first" | "last", ()):
                return ir.Method(name, attr), Ty("month")
        raise self.stop(
            node, f"{name}.{attr} 不在子集之内", f"{name}.{attr} is not in the subset",
            "标准用 .at .lowest .highest，期间用 .holds .first .last，Dated 用 .on；注意参数的类型",
            "a scale has .at .lowest .highest, a window .holds .first .last, a Dated .on; mind the argument's type",
        )  # fmt: skip

    # ---- small checks

    @staticmethod
    def as_test(tree: Any) -> Any:
        return ir.Read(tree.name, test=True) if isinstance(tree, ir.Read) else tree

    def want(self, node: ast.expr, ty: Ty, kind: str) -> None:
        if ty.kind != kind or ty.optional:
            raise self.stop(
                node, f"此处须为 {kind}，得到 {ty.kind}", f"{kind} is wanted here, this is {ty.kind}",
                "写成比较", "write a comparison",
            )  # fmt: skip

    def present(self, node: ast.expr, ty: Ty) -> None:
        if ty.optional or ty == NONE:
            raise self.stop(
                node, f"{ast.unparse(node)[:40]} 可能为无", f"{ast.unparse(node)[:40]} may be none",
                "先用 if … is None 分开", "separate the case with `if … is None` first",
            )  # fmt: skip

    def joined(self, node: ast.expr, yes: Ty, no: Ty) -> Ty:
        if yes == NONE or no == NONE:
            return replace(no if yes == NONE else yes, optional=True)
        if yes.like(no):
            return replace(yes, optional=yes.optional or no.optional)
        raise self.stop(
            node, f"两支类型不同：{yes.said} 与 {no.said}", f"the two sides differ: {yes.said} and {no.said}",
            "让两支同类", "make them the same type",
        )  # fmt: skip

    def literal_member(self, node: ast.expr, enum: str) -> None:
        members = self.enums.get(enum, ())
        if isinstance(node, ast.Constant) and members and node.value not in members:
            raise self.stop(
                node, f"{node.value!r} 不是 {enum} 的成员", f"{node.value!r} is not a member of {enum}",
                "成员有：" + "、".join(members), "the members are " + ", ".join(members),
            )  # fmt: skip

    def facts(self, test: ast.expr, truth: bool) -> frozenset[str]:
        """Names that are not none when *test* came out as *truth*."""
        match test:
            case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=None)]):
                if isinstance(op, ast.IsNot if truth else ast.Is):
                    return frozenset((name,))
            case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And if truth else ast.Or):
                return frozenset().union(*(self.facts(value, truth) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.facts(operand, not truth)
        return frozenset()
