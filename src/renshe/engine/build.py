"""From folders of law to a lawbook: read everything, link every name, or say what to put right.

This is build-time work. A compiled lawbook is cached; answering a case imports nothing from here.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from renshe.engine import declarations as kinds
from renshe.engine import subset
from renshe.engine.declared_source import DeclaredSources
from renshe.engine.errors import LawError, Problem, Words
from renshe.engine.lawbook import Lawbook, Number, Provided
from renshe.engine.link import Linker
from renshe.engine.sources import Root, files_of

__all__ = ["Root", "build"]


def build(roots: Sequence[Root]) -> Lawbook:
    """Read and link the law under *roots*; a later root adds to the earlier ones.

    Raises:
        LawError: with every problem found in the first stage that found any.
    """
    return _Builder(roots).run()


class _Builder(DeclaredSources):
    """Rules read on top of the files, then everything linked."""

    def run(self) -> Lawbook:
        self.stage(self.read_places)
        self.stage(self.read_words)
        self.stage(self.read_documents)
        self.stage(self.read_numbers)
        self.stage(self.read_rules)
        self.stage(self.read_declared)
        linker = Linker(self.terms, self.reasons, self.enums, self.documents, self.provisions, self.layers, self.bodies)
        for place, cites in self.cited_at:
            linker.cited(cites, place)
        problems = linker.problems()
        if problems:
            raise LawError(problems)
        return Lawbook(
            hash=self.digest.hexdigest()[:16],
            terms=self.terms,
            reasons=self.reasons,
            enums=self.enums,
            within=self.within,
            layers=self.layers,
            documents=self.documents,
            provisions=self.provisions,
            places=self.places,
            prefixes=self.prefixes,
            aliases=linker.aliases(),
            declared=self.declared,
            topics=self.topic_labels,
            fields=self.fields,
        )

    # ---- rules

    def read_rules(self) -> None:
        found: list[tuple[kinds.Declaration, str, str, str, Root]] = []
        names: dict[int, str] = {}
        trees: dict[str, dict[int, ast.FunctionDef]] = {}
        helpers: dict[str, str] = {}
        for root, place, topic in self.topics():
            for file in files_of(topic, ".py"):
                module = self.module(file, root)
                if module is None:
                    continue
                tree = ast.parse(file.read_bytes())
                self.place_of(file, root)
                self.digest.update(canonical(tree).encode())
                functions = {
                    n.decorator_list[0].lineno: n
                    for n in tree.body
                    if isinstance(n, ast.FunctionDef) and n.decorator_list
                }
                helpers[root.shown(file)] = "".join(map(canonical, filter(is_helper, tree.body)))
                for variable, item in vars(module).items():
                    if isinstance(item, kinds.Declaration) and item.module == module.__name__:
                        names[id(item)] = item.name or variable
                        found.append((item, place, topic.name, root.shown(file), root))
                        trees[root.shown(file)] = functions
        for item, place, topic_name, shown, _ in found:
            try:
                self.rule(item, names, place, topic_name, shown, trees[shown], helpers[shown])
            except LawError as error:
                self.problems.extend(error.problems)

    def module(self, file: Path, root: Root) -> ModuleType | None:
        """The module of *file*; whatever reading it raises is the author's to put right."""
        name = ".".join((root.package, *file.relative_to(root.path).with_suffix("").parts))
        try:
            module = importlib.import_module(name)
        except Exception as error:
            lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
            line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
            said = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
            fix = Words("改正这一行", "put that line right")
            if isinstance(error, ModuleNotFoundError) and error.name in (root.package, root.package.split(".")[0]):
                fix = Words(
                    f"含 Python 规则的文件夹须能作为包 {root.package} 导入：把它的上级文件夹放进 PYTHONPATH",
                    f"rules in Python are imported as package {root.package}: put the folder above it on PYTHONPATH",
                )
            what = Words(f"这个文件读不进来（{said}）", f"the file cannot be imported ({said})")
            self.problems.append(Problem(what, fix, f"{root.shown(file)}:{line}"))
            return None
        if Path(module.__file__ or "").resolve() != file.resolve():
            # Its bodies would be read from one file and its declarations from another.
            self.wrong(
                root.shown(file), f"{name} 导入的是另一个文件", f"{name} is imported from another file",
                "给文件夹改名，或把它的上级文件夹放在 PYTHONPATH 最前",
                "rename the folder, or put the one above it first on PYTHONPATH",
            )  # fmt: skip
            return None
        return module

    def rule(
        self, item: kinds.Declaration, names: Mapping[int, str], place: str, topic: str, shown: str,
        functions: Mapping[int, ast.FunctionDef], helpers: str,
    ) -> None:  # fmt: skip
        name = names[id(item)]
        here = f"{shown}:{item.line}"

        def stop(zh: str, en: str, fix_zh: str, fix_en: str) -> LawError:
            return LawError(Problem(Words(zh, en), Words(fix_zh, fix_en), here))

        def plain(reference: Any) -> str:
            if isinstance(reference, str) or id(reference) in names:
                return reference if isinstance(reference, str) else names[id(reference)]
            called = getattr(reference, "__name__", None) or type(reference).__name__
            raise stop(
                f"{name} 引用的 {called} 不是有名称的声明", f"{name} refers to {called}, no declaration with a name",
                "先写 名称 = any_of(…) 这样的声明，再引用它", "declare it first: `name = any_of(…)`, and refer to it",
            )  # fmt: skip

        body: subset.Body | None = None
        summary = ""
        arguments: tuple[str, ...] = ()
        if isinstance(item, (kinds.Rule, kinds.Condition, kinds.Cause, kinds.Reducer)):
            if item.line not in functions:
                raise stop(
                    f"{name} 不是文件顶层的 def", f"{name} is not a def of the file's top level",
                    "写成 @rule(…) 之下的 def", "write it as a def under its decorator, @rule(…) …",
                )  # fmt: skip
            function = functions[item.line]
            summary = (ast.get_docstring(function) or "").partition("\n")[0]
            arguments = tuple(a.arg for a in (*function.args.args, *function.args.kwonlyargs))
            if not isinstance(item, kinds.Reducer):
                enum_of = {n: term.type.enum for n, term in self.terms.items() if term.type.enum}
                numbers = (entry for layer in self.layers.values() for entry in layer.values())
                enum_of |= {n.name: n.type.enum for n in numbers if isinstance(n, Number) and n.type.enum}
                body = subset.check(function, shown, {e: tuple(m) for e, m in self.enums.items()}, enum_of)
                arguments = tuple(body.arguments)
        kind = type(item).__name__.lower()
        dependencies, spec = describe(item, plain)
        if isinstance(item, kinds.Reducer):
            # Its body stays Python: a digest tells whether two lawbooks do the same.
            spec["body"] = hashlib.sha256((canonical(function) + helpers).encode()).hexdigest()[:16]
        provided = Provided(
            name=name,
            kind=kind,
            layer=place,
            topic=topic,
            cites=item.cites,
            since=self.clock_point(item.since, item.clock, here),
            until=self.clock_point(item.until, item.clock, here, last=True),
            clock=item.clock,
            known_from=self.known_from(item.cites, here),
            place=here,
            summary=summary,
            tree=body.tree if body else None,
            arguments=arguments,
            names=dependencies,
            reasons_from=tuple(plain(r) for r in getattr(item, "reasons_from", ())),
            codes=body.codes if body else (),
            branches=body.branches if body else (),
            literals=body.literals if body else (),
            spec=spec,
            replaces=item.replaces,
        )
        layer = self.layers.setdefault(place, {})
        existing = layer.get(name)
        if isinstance(existing, Number):
            self.wrong(
                here, f"{name} 在 {place} 既是规则又是数值", f"{name} is both a rule and a number in {place}",
                "一层只能取其一", "a layer holds one of the two",
            )  # fmt: skip
            return
        layer[name] = (*(existing or ()), provided)
        self.bodies.setdefault((place, name), []).append((provided, body))


def describe(item: kinds.Declaration, plain: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What a declaration depends on besides arguments, and what only its kind has."""
    match item:
        case kinds.Condition():
            return (), {"code": item.otherwise}
        case kinds.Cause():
            return (), {"code": item.code}
        case kinds.Reducer():
            return (), {"function": f"{item.module}:{item.function.__name__}"}
        case kinds.Eligibility():
            return tuple(plain(r) for r in item.requires), {}
        case kinds.AnyOf():
            return tuple(plain(a) for a in item.alternatives), {"code": item.otherwise}
        case kinds.Causes():
            return tuple(plain(c) for c in item.causes), {"code_from": item.code_from, "except": item.except_}
        case kinds.Collect():
            members = tuple(member for member, _ in item.members)
            return tuple(plain(c) for _, c in item.members), {"members": members, "missing": item.missing}
        case kinds.Series():
            spec = {
                "rule": plain(item.rule),
                "first": item.first,
                "count": item.count,
                "vary": item.vary,
                "clock": item.clock,
            }
            return (spec["rule"], item.first, item.count, *(start for _, start in item.vary)), spec
        case kinds.Member():
            return (plain(item.of),), {"of": plain(item.of), "at": item.at}
        case kinds.Total():
            return (), {"of": plain(item.of), "by": item.by}
        case kinds.Register():
            return tuple(n for _, n in item.match), {"source": item.source, "field": item.field, "match": item.match}
    return (), {}


def is_helper(node: ast.stmt) -> bool:
    """Whether a statement of a rule file is a function or a constant that bodies may use, and declares nothing."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return not isinstance(node.value, ast.Call)
    return isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.decorator_list


def canonical(node: Any) -> str:
    """A syntax tree as text: without places and docstrings, and in the same words under every version of Python."""
    if isinstance(node, list):
        return ",".join(map(canonical, node))
    if not isinstance(node, ast.AST):
        return ascii(node)
    fields = dict(ast.iter_fields(node))
    if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node, clean=False) is not None:
        fields["body"] = node.body[1:]
    # A field that newer versions added is empty in what older ones can read.
    said = (f"{name}={canonical(value)}" for name, value in fields.items() if value is not None and value != [])
    return f"{type(node).__name__}({' '.join(said)})"
