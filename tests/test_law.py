"""The law against its cases: every case, every branch, every number."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.api import default
from renshe.engine.branches import unreached
from renshe.engine.check import Outcome, check, read_all
from renshe.engine.check_text import report
from renshe.engine.mutation import survivors

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return check(default().compiled, read_all([CASES]))


@pytest.mark.parametrize("topic", sorted({path.stem for path in CASES.rglob("*.yaml")}))
def test_every_case_of_a_topic_passes(topic: str, outcomes: list[Outcome]) -> None:
    wrong = [outcome for outcome in outcomes if outcome.case.topic == topic and outcome.status != "passed"]
    assert not wrong, "\n" + report(wrong, {}, {}, "en")


def test_case_ids_are_unique(outcomes: list[Outcome]) -> None:
    ids = [outcome.case.id for outcome in outcomes]
    assert len(ids) == len(set(ids))


def test_cases_name_registered_provisions(outcomes: list[Outcome]) -> None:
    provisions = default().compiled.provisions
    unknown = {(o.case.id, p) for o in outcomes for p in o.case.provisions if p not in provisions}
    assert not unknown


def test_every_branch_is_reached_by_a_case(outcomes: list[Outcome]) -> None:
    gaps = unreached(default().compiled, outcomes)
    assert not gaps, "\n".join(gap.en for gap in gaps)


def test_every_number_is_guarded_by_a_case(outcomes: list[Outcome]) -> None:
    alive = survivors(default().compiled, outcomes)
    assert not alive, "\n".join(alive)
