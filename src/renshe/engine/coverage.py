"""How much of the documents held here is carried out. Computed from the law and its cases, never claimed.

Every provision of a document that is held (law that is only relied on is left out) is counted once:

- ``reference``: nothing in it can be carried out. These are the provisions of two kinds: ``reference`` (on what a
  document rests, where else something is found, what another provision says already) and ``exhortation`` (a wish:
  no act, nobody bound, no day). Every other kind binds somebody to something that can be answered: a figure, a
  condition, a day, a paper, a channel, or a duty that is somebody's. The kind alone decides, so that the number
  counted against does not move with the cases.
- ``executable``: all the others. Of these
- ``executed``: cited by a rule, condition, cause, reducer, number record, branch or register entry that a passing case
  evaluated to an answer. What a case lists under ``provisions`` does not count, nor does a citation no case reaches;
- ``declared``: shown by a query of a scheme, a service, a package or a duty, and not executed. A query that passes
  shows what the declaration as a whole cites and what the fields cite that it expects: one that expects the channels
  says nothing of the papers, and one that lists names shows no provision;
- ``nothing``: neither.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from renshe.engine import check
from renshe.engine.errors import Language
from renshe.engine.lawbook import Lawbook, Provision
from renshe.engine.layout import pad, width

Json: TypeAlias = dict[str, Any]

NOT_EXECUTABLE = frozenset({"reference", "exhortation"})
COUNTS = ("provisions", "executable", "executed", "declared", "reference", "nothing")
HEADS = {
    "zh": ("条款", "可执行", "已执行", "已声明", "仅供参照", "未写"),
    "en": COUNTS,
}
LEGEND = {
    "zh": (
        "  已执行：有案例通过，并且用到了据此写的规则或数值",
        "  已声明：列入了待遇、服务或职责，有测试查询到",
        "  仅供参照：没有可执行的内容；未写：能执行，但还没有写成规则或还没有案例",
    ),
    "en": (
        "  executed: a case that passes used a rule or a number that rests on it",
        "  declared: part of a benefit, a service or a duty that a test looks up",
        "  reference: nothing in it to carry out; nothing: not written yet, or without a case",
    ),
}


def coverage(book: Lawbook, cases_path: Path | None) -> Json:
    """The counts of the module's docstring, in all and for each document.

    Args:
        book: the law.
        cases_path: a case file or a folder of them; None: no case, so nothing is executed.

    Returns:
        ``{"total": {counts}, "documents": [{"id", "number", "title", counts, "open"}], "cases": {"run", "passed"}}``,
        where ``open`` lists the provisions counted under ``nothing``; ``note`` says why when no case was run.
    """
    outcomes = check.check(book, check.read_all([cases_path])) if cases_path is not None else []
    passed = [outcome for outcome in outcomes if outcome.status == "passed"]
    done, declared = executed(passed), queried(passed)
    documents = []
    for document in book.documents.values():
        if not document.external:
            own = [provision for provision in book.provisions.values() if provision.document == document.id]
            title = {"zh": document.title.zh, "en": document.title.en}
            named = {"id": document.id, "number": document.number, "title": title}
            documents.append({**named, **_counts(own, done, declared)})
    found: Json = {
        "total": {count: sum(document[count] for document in documents) for count in COUNTS},
        "documents": documents,
        "cases": {"run": len(outcomes), "passed": len(passed)},
    }
    if not outcomes:
        found["note"] = {
            "zh": "没有案例可运行，所以没有一条算已执行；用 --cases 指明案例文件",
            "en": "no case was run, so nothing counts as executed; name case files with --cases",
        }
    return found


def executed(outcomes: Iterable[check.Outcome]) -> set[str]:
    """Provisions on which something rests that a case evaluated to an answer."""
    found: set[str] = set()
    for outcome in outcomes:
        for result in outcome.decision.results() if outcome.decision else ():
            if not result.unknown:
                found.update(result.cites)
                found.update(result.record.cites if result.record else ())
                found.update([result.because[1]] if result.because and result.because[1] else ())
    return found


def queried(outcomes: Iterable[check.Outcome]) -> set[str]:
    """Provisions that a query showed."""
    return {cite for outcome in outcomes if outcome.found is not None for cite in outcome.found.cites}


def _counts(provisions: list[Provision], done: set[str], declared: set[str]) -> Json:
    executable = [provision.id for provision in provisions if provision.kind not in NOT_EXECUTABLE]
    left = [id for id in executable if id not in done]
    nothing = [id for id in left if id not in declared]
    return {
        "provisions": len(provisions),
        "executable": len(executable),
        "executed": len(executable) - len(left),
        "declared": len(left) - len(nothing),
        "reference": len(provisions) - len(executable),
        "nothing": len(nothing),
        "open": nothing,
    }


def default_cases() -> Path | None:
    """The cases of the law: ``tests/cases`` of the checkout this package lies in, else of the working directory."""
    checkout = Path(__file__).resolve().parents[3]
    # An installed package lies in no checkout: what its folders are called up there means nothing.
    places = [checkout] if (checkout / "pyproject.toml").is_file() else []
    with contextlib.suppress(OSError):  # the working directory may be gone
        places.append(Path.cwd())
    found = (place / "tests" / "cases" for place in places)
    return next((folder for folder in found if folder.is_dir()), None)


def coverage_text(found: Json, language: Language) -> str:
    """The counts as a table, one document a line, the total last."""
    rows = [[document["id"], *(str(document[count]) for count in COUNTS)] for document in found["documents"]]
    total = found["total"]
    rows.append(["合计" if language == "zh" else "total", *(str(total[count]) for count in COUNTS)])
    heads = ["文件" if language == "zh" else "document", *HEADS[language]]
    sizes = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    lines = []
    for name, *counts in (heads, *rows):
        cells = [" " * (size - width(cell)) + cell for cell, size in zip(counts, sizes[1:], strict=True)]
        lines.append("  ".join([pad(name, sizes[0]), *cells]))
    lines.append("")
    if "note" in found:
        return "\n".join([*lines, found["note"][language]])
    cases = found["cases"]
    lines.append(
        f"可执行的条款：已执行{_share(total, 'executed')}，已声明{_share(total, 'declared')}；"
        f"运行案例{cases['run']}个，通过{cases['passed']}个"
        if language == "zh"
        else f"of the executable provisions {_share(total, 'executed')} are executed and {_share(total, 'declared')} "
        f"declared; {cases['run']} cases run, {cases['passed']} passed"
    )
    lines += LEGEND[language]
    return "\n".join(lines)


def _share(total: Json, count: str) -> str:
    return f"{total[count] * 100 // total['executable']}%" if total["executable"] else "–"
