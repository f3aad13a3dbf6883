"""The size class against a second table, written down apart from the numbers of the law."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renshe import decide

# What each industry goes by, and the least of each for large, medium and small; money in ten thousand yuan.
STAFF, REVENUE, ASSETS = "enterprise_staff_count", "annual_revenue", "total_assets"
Minimums = dict[str, tuple[int, int, int]]
TABLE: dict[str, Minimums] = {
    "agriculture": {REVENUE: (20_000, 500, 50)},
    "industry": {STAFF: (1000, 300, 20), REVENUE: (40_000, 2_000, 300)},
    "construction": {REVENUE: (80_000, 6_000, 300), ASSETS: (80_000, 5_000, 300)},
    "wholesale": {STAFF: (200, 20, 5), REVENUE: (40_000, 5_000, 1_000)},
    "retail": {STAFF: (300, 50, 10), REVENUE: (20_000, 500, 100)},
    "transport": {STAFF: (1000, 300, 20), REVENUE: (30_000, 3_000, 200)},
    "storage": {STAFF: (200, 100, 20), REVENUE: (30_000, 1_000, 100)},
    "post": {STAFF: (1000, 300, 20), REVENUE: (30_000, 2_000, 100)},
    "accommodation": {STAFF: (300, 100, 10), REVENUE: (10_000, 2_000, 100)},
    "catering": {STAFF: (300, 100, 10), REVENUE: (10_000, 2_000, 100)},
    "information_transmission": {STAFF: (2000, 100, 10), REVENUE: (100_000, 1_000, 100)},
    "software_and_it_services": {STAFF: (300, 100, 10), REVENUE: (10_000, 1_000, 50)},
    "real_estate_development": {REVENUE: (200_000, 1_000, 100), ASSETS: (10_000, 5_000, 2_000)},
    "property_management": {STAFF: (1000, 300, 100), REVENUE: (5_000, 1_000, 500)},
    "leasing_and_business_services": {STAFF: (300, 100, 10), ASSETS: (120_000, 8_000, 100)},
    "other_industry": {STAFF: (300, 100, 10)},
}
CLASSES = ("large", "medium", "small", "micro")


def decided(industry: str, figures: dict[str, int]) -> str:
    """The class the law gives; money in fen."""
    inputs: dict[str, object] = {"enterprise_industry": industry}
    for name, figure in figures.items():
        inputs[name] = figure if name == STAFF else f"{figure // 100}.{figure % 100:02d}"
    found: Any = decide("enterprise_size", region="CN", date="2020-06-22", inputs=inputs).to_json()
    return str(found["outputs"]["enterprise_size"]["value"])


def expected(industry: str, figures: dict[str, int]) -> str:
    """The lowest of the classes that the figures reach one by one: missing one minimum drops a class."""
    reached = []
    for name, minimums in TABLE[industry].items():
        unit = 1 if name == STAFF else 1_000_000
        reached.append(sum(figures[name] < minimum * unit for minimum in minimums))
    return CLASSES[max(reached)]


@st.composite
def enterprises(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    """An industry, and figures at, just below, and away from its minimums."""
    industry = draw(st.sampled_from(sorted(TABLE)))
    figures = {}
    for name, minimums in TABLE[industry].items():
        unit = 1 if name == STAFF else 1_000_000
        edges = [minimum * unit + step for minimum in minimums for step in (-1, 0, 1)]
        figures[name] = draw(st.one_of(st.sampled_from(edges), st.integers(0, minimums[0] * unit * 2)))
    return industry, figures


@settings(max_examples=400, deadline=None)
@given(enterprises())
def test_the_class_is_the_lowest_that_any_figure_reaches(enterprise: tuple[str, dict[str, int]]) -> None:
    industry, figures = enterprise
    assert decided(industry, figures) == expected(industry, figures)


@pytest.mark.parametrize("industry", sorted(TABLE))
def test_an_industry_asks_only_for_the_figures_it_goes_by(industry: str) -> None:
    inputs: dict[str, object] = {"enterprise_industry": industry}
    missing = decide("enterprise_size", region="CN", date="2020-06-22", inputs=inputs).missing
    assert set(missing) == set(TABLE[industry])
