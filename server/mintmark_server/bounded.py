"""Caches of what belongs to a project.

Owns: how many projects a process keeps in memory. Never: what is kept, or when it is stale.
"""

from __future__ import annotations

from typing import Final, TypeVar

MAX_CACHED_PROJECTS: Final = 256
"""Projects whose configuration and keys a process keeps: some 200 KB each, most of it CEL's."""

V = TypeVar("V")


def keep(cache: dict[str, V], project_id: str, value: V, *, most: int = MAX_CACHED_PROJECTS) -> None:
    """Keep a project's value; where there are too many, the oldest goes."""
    cache.pop(project_id, None)
    while len(cache) >= most:
        cache.pop(next(iter(cache)))
    cache[project_id] = value
