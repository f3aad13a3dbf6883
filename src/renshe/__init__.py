"""Renshe (人社): China's labour and social-security documents as a working system.

The public face is small: ``decide`` answers one case, ``ask`` interviews for one, ``batch`` computes a table of
people, ``Lawbook`` holds the law as it stands in this release. Everything else is reached through these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from renshe.api import Lawbook as Lawbook
    from renshe.api import ask as ask
    from renshe.api import batch as batch
    from renshe.api import decide as decide
    from renshe.api import explain as explain

__all__ = ["Lawbook", "ask", "batch", "decide", "explain"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Resolved on first use, so that importing the package costs nothing to those who only want a sub-package.
    if name in __all__:
        from renshe import api

        return getattr(api, name)
    raise AttributeError(f"module 'renshe' has no attribute {name!r}")
