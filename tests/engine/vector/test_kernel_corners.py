"""The corners of three-valued logic once more, with compiled code: the tests of columns beside an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from renshe.engine.bind import Program
from renshe.engine.vector import kernel
from renshe.engine.vector.answers import Answer
from renshe.engine.vector.nodes import Figure
from tests.engine.test_kinds import person
from tests.engine.test_plain import later, shapes
from tests.engine.vector import equality, test_columns
from tests.engine.vector.equality import Row, agree
from tests.engine.vector.test_columns import (
    numbers,
    test_a_known_failure_decides_and_reasons_are_handed_on,
    test_a_table_of_several_places,
    test_both_ways_of_an_open_branch,
    test_columns_of_arrow,
    test_columns_of_numpy_and_of_text,
    test_every_node_of_a_tree,
    test_given_determinations_tell_their_reason_by_version,
    test_numbers,
    test_regions_and_days_of_knowledge,
    test_values_of_every_type_pass_through,
    test_versions_clocks_tables_and_members,
    test_what_has_no_answer,
    test_what_the_body_read_before_it_was_decided_hands_on_its_reasons,
)

pytestmark = pytest.mark.skipif(not kernel.available(), reason="no compiler here")
__all__ = [
    "later", "numbers", "person", "shapes", "test_a_known_failure_decides_and_reasons_are_handed_on",
    "test_a_table_of_several_places", "test_both_ways_of_an_open_branch", "test_columns_of_arrow",
    "test_columns_of_numpy_and_of_text", "test_every_node_of_a_tree",
    "test_given_determinations_tell_their_reason_by_version", "test_numbers", "test_regions_and_days_of_knowledge",
    "test_values_of_every_type_pass_through", "test_versions_clocks_tables_and_members", "test_what_has_no_answer",
    "test_what_the_body_read_before_it_was_decided_hands_on_its_reasons",
]  # fmt: skip


def compiled(*arguments: Any, part: int = 0, **named: Any) -> list[Answer]:
    return kernel.run(*arguments, **named)


def same(program: Program, outputs: Iterable[str | Figure], rows: Sequence[Row]) -> None:
    """All rows together, and two of them whose facts hold for all rows: each plan is a compilation."""
    figures = tuple(Figure(each) if isinstance(each, str) else each for each in outputs)
    agree(program, figures, rows)
    for row in rows[:: max(1, len(rows) // 2)][:2]:
        agree(program, figures, [{}], fixed=row)


@pytest.fixture(autouse=True)
def by_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equality, "run", compiled)
    monkeypatch.setattr(test_columns, "run", compiled)
    monkeypatch.setattr(test_columns, "same", same)
