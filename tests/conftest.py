"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A shared machine may stall for longer than any fair deadline; what is slow is the benchmarks' business.
settings.register_profile("renshe", deadline=None)
settings.load_profile("renshe")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout the tests run in."""
    return Path(__file__).resolve().parent.parent
