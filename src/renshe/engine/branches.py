"""Which branches of the law no case reaches, which determinations no case has seen both ways, what no query asks."""

from __future__ import annotations

from collections.abc import Iterable

from renshe.engine.check import Outcome
from renshe.engine.decision import DETERMINATIONS
from renshe.engine.errors import Words
from renshe.engine.evaluate import Result
from renshe.engine.lawbook import Lawbook, Number, Provided


def reached(outcomes: Iterable[Outcome]) -> tuple[set[tuple[str, int, bool]], set[tuple[str, object]]]:
    """Branches (place, line, way) and determinations (place, answer) that some case went through."""
    ways: set[tuple[str, int, bool]] = set()
    answers: set[tuple[str, object]] = set()
    for result in _results(outcomes):
        provided = result.provided
        if provided is None:
            continue
        file = provided.place.partition(":")[0]
        ways.update((file, line, way) for line, way in result.branches)
        if not result.unknown:
            determination = provided.kind in DETERMINATIONS
            answers.add((provided.place, result.value if determination else None))
    return ways, answers


def _results(outcomes: Iterable[Outcome]) -> Iterable[Result]:
    for outcome in outcomes:
        if outcome.decision is not None:
            yield from outcome.decision.results()


def unreached(book: Lawbook, outcomes: Iterable[Outcome]) -> list[Words]:
    """``file:line name: what no case reaches``, in the order of the law."""
    outcomes = list(outcomes)
    ways, answers = reached(outcomes)
    gaps = _never_queried(book, outcomes)
    for layer in book.layers.values():
        for entry in layer.values():
            for version in () if isinstance(entry, Number) else entry:
                if version.kind == "total":
                    continue  # one case is one row: a total is summed over many
                gaps += _gaps(version, ways, answers)
    return sorted(dict.fromkeys(gaps), key=lambda gap: gap.en)


def _never_queried(book: Lawbook, outcomes: Iterable[Outcome]) -> list[Words]:
    asked = {version.place for outcome in outcomes if outcome.found for version in outcome.found.versions}
    declared = (version for layer in book.declared.values() for versions in layer.values() for version in versions)
    return [
        _gap(f"{each.place} {each.name}", "没有查询问过", "never queried")
        for each in declared
        if each.place not in asked and not each.ended
    ]


def _gaps(version: Provided, ways: set[tuple[str, int, bool]], answers: set[tuple[str, object]]) -> list[Words]:
    here = f"{version.place} {version.name}"
    file = version.place.partition(":")[0]
    wanted: tuple[object, ...] = (True, False) if version.kind in DETERMINATIONS else (None,)
    missing = [answer for answer in wanted if (version.place, answer) not in answers]
    if missing == [None] or len(missing) == 2:
        return [_gap(here, "没有案例算到", "never evaluated")]
    gaps = [_gap(here, f"没有案例得出“{_yes(answer)}”", f"never {str(answer).lower()}") for answer in missing]
    for line in version.branches:
        for way in (True, False):
            if (file, line, way) not in ways:
                zh, en = f"没有案例使此处的判断为“{_yes(way)}”", f"the test is never {str(way).lower()}"
                gaps.append(_gap(f"{file}:{line} {version.name}", zh, en))
    return gaps


def _yes(answer: object) -> str:
    return "是" if answer else "否"


def _gap(place: str, zh: str, en: str) -> Words:
    return Words(f"{place}：{zh}", f"{place}: {en}")
