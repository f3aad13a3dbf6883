"""Tiny laws of a test's own: written under ``tmp_path``, importable by a name of their own, built by the engine.

>>> law.inputs(months="months").outputs(enough="boolean").reasons("too_few")
>>> law.rules('''
... @condition(cites="cn-1/1", otherwise="too_few")
... def enough(months: Months) -> bool:
...     return months >= 12
... ''')
>>> law.decide("enough", months=11).reasons
('too_few',)
"""

from __future__ import annotations

import importlib
import itertools
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from renshe.engine.bind import Program
from renshe.engine.build import Root, build
from renshe.engine.decision import Decision, decide
from renshe.engine.errors import LawError, Problem
from renshe.engine.evaluate import Evaluation
from renshe.engine.interview import Interview
from renshe.engine.lawbook import Lawbook

HEADER = "from renshe.engine.authoring import *\n"
"""The first line of every rule file, so that the text given to :meth:`Law.rules` begins in line 2."""
HAN = re.compile("[\u4e00-\u9fff]")
_names = (f"tiny_law_{number}" for number in itertools.count(1))


class _Plain(yaml.SafeDumper):
    """Writes the same thing twice rather than an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(data: Any) -> str:
    """*data* as YAML that the strict reader takes."""
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False)


def label(name: str) -> dict[str, str]:
    """Words that tell the name in both languages."""
    return {"zh": f"“{name}”", "en": name.replace("_", " ")}


def type_entry(written: str) -> dict[str, Any]:
    """``money``, ``money?`` (nullable), ``enum:event``, ``record:filing``, ``list:text``, ``list:money!`` (ordered)."""
    entry: dict[str, Any] = {}
    if written.endswith("?"):
        entry["nullable"], written = True, written[:-1]
    if written.endswith("!"):
        entry["ordered"], written = True, written[:-1]
    kind, _, of = written.partition(":")
    if kind == "list":
        return {"type": "list", "item": type_entry(of), **entry}
    return {"type": kind, **({kind: of} if of else {}), **entry}


class Law:
    """A law being written. Every method but the answers returns the law, so that they chain."""

    def __init__(self, folder: Path, package: str) -> None:
        self.package = package
        self.path = folder / package
        self.words: dict[str, dict[str, Any]] = {"inputs": {}, "outputs": {}, "reasons": {}, "enums": {}, "records": {}}
        self.programs: dict[tuple[str, int | None], Program] = {}
        self._book: Lawbook | None = None
        places = {"CN": None, "CN-BJ": "11", "CN-GD": "44", "CN-HB": "42", "CN-SH": "31"}
        self.write(
            "places.yaml",
            dump(
                {
                    code: {"label": label(code), **({"prefix": digits} if digits else {})}
                    for code, digits in places.items()
                }
            ),
        )
        self.document("cn-1", signed="2019-01-01")
        self.document("cn-2", signed="2020-06-22")
        self.document("bj-1", region="CN-BJ", signed="2020-03-01")

    # ---- writing

    def write(self, path: str, text: str) -> Law:
        """A file of the law, as it stands."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).removeprefix("\n"), encoding="utf-8")
        self._book = None
        return self

    def inputs(self, **types: str | dict[str, Any]) -> Law:
        """Inputs by type; a mapping says more: ``{"type": "enum", "enum": "event", "when_absent": "none"}``."""
        return self._terms("inputs", types, {"question": label("?")})

    def outputs(self, **types: str | dict[str, Any]) -> Law:
        """Outputs by type."""
        return self._terms("outputs", types, {})

    def _terms(self, section: str, types: dict[str, str | dict[str, Any]], more: dict[str, Any]) -> Law:
        for name, written in types.items():
            entry = type_entry(written) if isinstance(written, str) else {**type_entry(written["type"]), **written}
            entry["type"] = entry["type"].partition(":")[0].rstrip("?")
            self.words[section][name] = {"entity": "person", "label": label(name), **more, **entry}
        return self

    def reasons(self, *codes: str) -> Law:
        """Codes of reasons."""
        self.words["reasons"].update({code: label(code) for code in codes})
        return self

    def enum(self, name: str, *members: str) -> Law:
        """An enum with its members."""
        self.words["enums"][name] = {member: label(member) for member in members}
        return self

    def record(self, name: str, **fields: str) -> Law:
        """A record with its fields by type."""
        self.words["records"][name] = {of: {**type_entry(kind), "label": label(of)} for of, kind in fields.items()}
        return self

    def document(self, identity: str, *, region: str = "CN", signed: str | None = "2019-01-01", **more: Any) -> Law:
        """A document with provisions 1, 2, 3 and 4.1, unless ``provisions`` says otherwise."""
        provision = {"path": "§", "kind": "definition", "gist": label("gist")}
        data = {
            "id": identity,
            "region": region,
            "number": f"〔{identity}〕",
            "title": label(identity),
            "issuers": ["机关"],
            "signed": signed,
            "grade": "printed",
            "provisions": {key: provision for key in ("1", "2", "3", "4.1")},
            **more,
        }
        return self.write(f"{region.lower().replace('-', '_')}/documents/{identity}.yaml", dump(data))

    def rules(self, text: str, topic: str = "cn/pay", file: str | None = None) -> Law:
        """Rules of a topic folder; the text begins in line 2 of the file."""
        name = file or topic.partition("/")[2]
        return self.write(f"{topic}/{name}.py", HEADER + textwrap.dedent(text).removeprefix("\n"))

    def numbers(self, text: str, topic: str = "cn/pay") -> Law:
        """Numbers of a topic folder, as YAML; ``label`` is filled in."""
        entries = yaml.load(textwrap.dedent(text), Loader=yaml.BaseLoader)
        for name, entry in entries.items():
            entry.setdefault("label", label(name))
        return self.write(f"{topic}/{topic.partition('/')[2]}.yaml", _rewritten(entries))

    # ---- answers

    def place(self, path: str, line: int) -> str:
        """How a problem names a line of a file of this law."""
        return f"{self.package}/{path}:{line}"

    @property
    def book(self) -> Lawbook:
        """The law, built; again after a change."""
        if self._book is None:
            if any(self.words.values()):
                self.write("vocabulary/pay.yaml", dump({key: value for key, value in self.words.items() if value}))
            for module in [m for m in sys.modules if m.partition(".")[0] == self.package]:
                del sys.modules[module]
            importlib.invalidate_caches()
            self._book = build([Root(self.path, self.package)])
            self.programs = {}
        return self._book

    def problems(self) -> tuple[Problem, ...]:
        """What the build refuses."""
        with pytest.raises(LawError) as failure:
            _ = self.book
        return failure.value.problems

    def problem(self) -> Problem:
        """The only thing the build refuses: with a place, and a fix in both languages."""
        (problem,) = self.problems()
        sound(problem)
        return problem

    def decide(
        self, *outputs: str, region: str = "CN", date: str = "2020-07-10", known_on: str | None = None, **inputs: object
    ) -> Decision:
        """Answer a case."""
        return decide(
            self.book, outputs, region=region, date=date, inputs=inputs, known_on=known_on, programs=self.programs
        )

    def value(self, output: str, **case: Any) -> Any:
        """The value of one output, which is determined."""
        part = self.decide(output, **case).answers[output].single
        assert part is not None and not part.result.unknown, (output, part and part.missing)
        return part.result.value

    def missing(self, output: str, **case: Any) -> Sequence[str]:
        """What is missing for one output, which is undetermined."""
        part = self.decide(output, **case).answers[output].single
        assert part is not None and part.status == "undetermined", part and part.result.value
        return part.missing

    def ask(self, *outputs: str, all_reasons: bool = False, **case: Any) -> Interview:
        """Begin an interview."""
        first = self.decide(*outputs, **case)
        return Interview(first.program, first.outputs, first.given, all_reasons=all_reasons)

    def evaluation(self, region: str = "CN", **given: Any) -> Evaluation:
        """An evaluation on values already read."""
        return Evaluation(Program(self.book, region), given)


def _rewritten(entries: Any) -> str:
    """Numbers as the strict reader takes them: text in quotes, whole-number keys and null as they are."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {int(key) if key.isdigit() else key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        plain = {"null": None, "true": True, "false": False}
        return plain[node] if node in plain else int(node) if re.fullmatch("-?[0-9]+", node) else node

    return dump(walk(entries))


def sound(problem: Problem) -> None:
    """A problem says where, what and what to do, in Chinese and in English."""
    assert problem.place, problem
    assert problem.fix is not None or "expected" in problem.what.en, problem
    for words in (problem.what, problem.fix or problem.what):
        assert HAN.search(words.zh) or words.zh.isascii(), words
        assert words.en, words
    assert HAN.search(problem.text("zh")) and problem.text("en").endswith("."), problem


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Law]:
    """A law to write; its package lives as long as the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    # A file written twice within a second would be taken from its stale bytecode.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    tiny = Law(tmp_path, next(_names))
    yield tiny
    for module in [m for m in sys.modules if m.partition(".")[0] == tiny.package]:
        del sys.modules[module]
