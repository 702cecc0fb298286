"""Mintmark: the client of the token-claims service.

Loads nothing by itself: `mintmark.verify` works where there is no gRPC.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mintmark.client import Client
    from mintmark.errors import MintmarkError

__all__ = ["Client", "MintmarkError"]

_HOMES = {"Client": "mintmark.client", "MintmarkError": "mintmark.errors"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
