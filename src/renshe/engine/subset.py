"""The checked subset of Python: from a rule's source to its tree, or a sentence that says what to change.

The subset is small on purpose: whatever passes here is pure and total, and means the same in every executor.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from renshe.engine import ir
from renshe.engine.expressions import ANNOTATIONS, NONE, Expressions, Ty

MAX_PATHS = 1000
"""Pieces of paths through a body: what follows an ``if`` that falls through stands in both, so that they double."""


@dataclass(frozen=True)
class Body:
    """A checked function: its tree, its arguments with their types, what it returns, what it may say."""

    tree: Any
    arguments: Mapping[str, Ty]
    returns: Ty
    codes: tuple[tuple[str, str | None], ...]
    branches: tuple[int, ...]
    literals: tuple[tuple[int, int], ...]
    """Lines and values of whole-number literals other than 0 and 1, for the mutation report."""


def check(
    function: ast.FunctionDef, shown_as: str, enums: Mapping[str, tuple[str, ...]], enum_of: Mapping[str, str]
) -> Body:
    """Check *function* and lower its body.

    Args:
        function: its syntax tree.
        shown_as: the file, as problems name it.
        enums: enum → members, for literals compared with a choice.
        enum_of: name in the vocabulary → its enum.

    Raises:
        LawError: with file, line, what is outside the subset, and what to write instead.
    """
    return _Checker(shown_as, enums, enum_of).function(function)


class _Checker(Expressions):
    """Statements: a function becomes one tree."""

    # ---- the function

    def function(self, node: ast.FunctionDef) -> Body:
        spec = node.args
        if spec.vararg or spec.kwarg or spec.defaults or any(spec.kw_defaults) or spec.posonlyargs:
            raise self.stop(
                node, "规则的参数不能有默认值、* 或 **", "a rule's arguments have no defaults, * or **",
                "只列参数名与类型", "list argument names with their types only",
            )  # fmt: skip
        for argument in (*spec.args, *spec.kwonlyargs):
            self.arguments[argument.arg] = self.annotation(argument.annotation, argument, argument.arg)
        self.returns = self.annotation(node.returns, node, node.name)
        tree = self.block(node.body, None, {}, frozenset(), node)
        return Body(
            tree, self.arguments, self.returns, tuple(self.codes), tuple(sorted(set(self.branches))),
            tuple(sorted(set(self.literals))),
        )  # fmt: skip

    def annotation(self, node: ast.expr | None, at: ast.AST, name: str) -> Ty:
        found: Ty | None = None
        if isinstance(node, ast.Name):
            found = ANNOTATIONS.get(node.id)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            right = node.right
            if isinstance(right, ast.Constant) and right.value is None:
                return replace(self.annotation(node.left, at, name), optional=True)
        elif (
            isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in ("Scale", "Dated")
        ):
            inner = self.annotation(node.slice, at, name)
            return Ty(node.value.id.lower(), of=inner.kind, optional=inner.optional)
        if found is None:
            raise self.stop(
                at, f"{name} 缺少类型或类型不在子集之内", f"{name} has no type, or one outside the subset",
                "可用：" + "、".join(ANNOTATIONS) + "、Scale[…]、Dated[…]、X | None",
                "use one of " + ", ".join(ANNOTATIONS) + ", Scale[…], Dated[…], X | None",
            )  # fmt: skip
        return replace(found, enum=self.enum_of.get(name, "")) if found.kind == "choice" else found

    # ---- statements: a body becomes one tree. What follows an ``if`` stands in each branch that falls through, so that
    # every test lies on one path, with the locals of that path: an explanation needs them.

    def block(
        self, body: list[ast.stmt], after: tuple[list[ast.stmt], Any] | None, local: dict[str, Ty],
        known: frozenset[str], at: ast.AST,
    ) -> Any:  # fmt: skip
        self.paths += 1
        if self.paths > MAX_PATHS:
            raise self.stop(
                at, "分支组合太多", "there are too many ways through this body",
                "拆成几个规则", "split it into several rules",
            )  # fmt: skip
        for index, statement in enumerate(body):
            rest = body[index + 1 :]
            match statement:
                case ast.Expr(value=ast.Constant(value=str())):
                    continue
                case ast.Return(value=None):
                    raise self.stop(
                        statement, "return 没有值", "this return has no value", "写 return 值", "return a value"
                    )
                case ast.Return(value=value) if value is not None:
                    if rest:
                        raise self.stop(
                            rest[0], "return 之后还有语句", "there is code after return", "删去", "delete it"
                        )
                    return self.returned(value, local, known)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    return self.assigned(statement, name, value, rest, after, local, known)
                case ast.If(test=test, body=then, orelse=otherwise):
                    self.branches.append(statement.lineno)
                    tree, ty = self.expression(test, local, known)
                    self.want(test, ty, "bool")
                    follow = (rest, after) if rest or after else None
                    yes = self.block(then, follow, dict(local), known | self.facts(test, True), statement)
                    no = self.block(otherwise, follow, dict(local), known | self.facts(test, False), statement)
                    return ir.Branch(self.as_test(tree), yes, no, statement.lineno)
                case _:
                    raise self.stop(
                        statement, f"{type(statement).__name__} 不在规则子集之内",
                        f"{type(statement).__name__} is outside the subset of rules",
                        "只用局部名赋值、if、return；需要循环的写成 reducer",
                        "use assignments to locals, if and return; what needs a loop is a reducer",
                    )  # fmt: skip
        if after is None:
            raise self.stop(
                at, "有一条路径没有 return", "one path does not return",
                "让每条路径都 return 一个值", "return a value on every path",
            )  # fmt: skip
        return self.block(after[0], after[1], local, known, at)

    def assigned(
        self, statement: ast.Assign, name: str, value: ast.expr, rest: list[ast.stmt],
        after: tuple[list[ast.stmt], Any] | None, local: dict[str, Ty], known: frozenset[str],
    ) -> Any:  # fmt: skip
        if name in self.arguments or name in local:
            raise self.stop(
                statement, f"{name} 已有值", f"{name} has a value already", "换一个局部名", "use another local name"
            )
        tree, ty = self.expression(value, local, known)
        local = {**local, name: ty}
        return ir.Let(name, tree, self.block(rest, after, local, known, statement))

    def returned(self, value: ast.expr, local: dict[str, Ty], known: frozenset[str]) -> Any:
        match value:
            case ast.Call(func=ast.Name(id="because"), args=args, keywords=keywords):
                parts = list(args) + [k.value for k in keywords]
                names = [*("value", "code", "cites", *[None] * len(args))[: len(args)], *(k.arg for k in keywords)]
                said = dict(zip(names, parts, strict=True))
                texts = [said[name] for name in ("code", "cites") if name in said]
                if not {"value", "code"} <= set(said) <= {"value", "code", "cites"} or any(
                    not isinstance(text, ast.Constant) or not isinstance(text.value, str) for text in texts
                ):
                    raise self.stop(
                        value, "because 的理由码须写成字面文字", "because takes its code as a literal",
                        'because(值, "理由码", cites="条款")', 'because(value, "code", cites="provision")',
                    )  # fmt: skip
                tree, ty = self.expression(said["value"], local, known)
                code, cites = [*(text.value for text in texts), None][:2]  # type: ignore[attr-defined]
                self.codes.append((code, cites))
                self.fits(said["value"], ty)
                return ir.Reasoned(tree, code, cites)
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                self.branches.append(value.lineno)
                tree, ty = self.expression(test, local, known)
                self.want(test, ty, "bool")
                yes = self.returned(then, local, known | self.facts(test, True))
                no = self.returned(otherwise, local, known | self.facts(test, False))
                return ir.Branch(self.as_test(tree), yes, no, value.lineno)
        tree, ty = self.expression(value, local, known)
        self.fits(value, ty)
        return tree

    def fits(self, node: ast.expr, ty: Ty) -> None:
        wanted = self.returns
        if wanted.kind == "choice" and ty.kind == "text":
            if not isinstance(node, ast.Constant):
                raise self.stop(
                    node, "枚举的成员须在 return 处写成字面值", "a member of an enum is returned as a literal",
                    '写 return "成员"', 'write return "member"',
                )  # fmt: skip
            self.literal_member(node, wanted.enum)
            return
        good = wanted.optional if ty == NONE else ty.like(wanted) and (wanted.optional or not ty.optional)
        if not good:
            raise self.stop(
                node, f"返回 {ty.said}，声明的是 {wanted.said}",
                f"this returns {ty.said}, the declared type is {wanted.said}",
                "乘以比例须经取整函数；可能为无的值先判 is None",
                "a product with a rate needs a rounding helper; what may be none is tested with `is None` first",
            )  # fmt: skip
