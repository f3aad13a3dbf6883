"""An invented allowance in ``tests/data/small_law``: small enough to check every word that is said of it."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from renshe.engine.build import Root, build
from renshe.engine.decision import Decision, decide
from renshe.engine.lawbook import Lawbook

DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def small_law() -> Lawbook:
    """The allowance, built once."""
    sys.path.insert(0, str(DATA))
    try:
        return build([Root(DATA / "small_law", "small_law")])
    finally:
        sys.path.remove(str(DATA))


def answer(
    *outputs: str, region: str = "CN", date: str = "2020-07-10", known_on: str | None = None, **inputs: Any
) -> Decision:
    """A case under the small law."""
    return decide(small_law(), outputs, region=region, date=date, inputs=inputs, known_on=known_on)
