"""How two payloads differ, claim by claim.

Owns: the kinds of change, and comparing payloads leaf by leaf. Never: why (explaining), for whom (plan).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mintmark_server.claims import paths
from mintmark_server.claims.jsontext import dump

OF_THE_TOKEN: Final = frozenset({"iat", "exp", "nbf", "jti", "at_hash", "nonce"})
"""Claims that are another token's in every token."""


class ChangeKind(StrEnum):
    """Kinds of change to a claim."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    ORIGIN_CHANGED = "ORIGIN_CHANGED"
    POSSIBLY_CHANGED = "POSSIBLY_CHANGED"


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that changes, by its path."""

    path: str
    kind: ChangeKind


def compare(before: Mapping[str, Any], after: Mapping[str, Any], *, ignored: Collection[str] = OF_THE_TOKEN) -> list[Change]:
    """Return how payloads differ, in code-point order of the paths; equal values are those with equal compact JSON."""
    old, new = ({path: dump(value) for path, value in list_leaves(payload, ignored)} for payload in (before, after))
    return [
        Change(path, ChangeKind.ADDED if path not in old else ChangeKind.REMOVED if path not in new else ChangeKind.CHANGED)
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    ]


def compare_members(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Compare payloads that are given as compact JSON text by top-level claim; only objects that differ are parsed."""
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    whole: list[Change] = []
    objects: list[str] = []
    for name in names:
        old, new = before.get(name), after.get(name)
        if "{" in (old or "")[:1] + (new or "")[:1]:
            objects.append(name)
        elif name not in OF_THE_TOKEN:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else ChangeKind.CHANGED
            whole.append(Change(paths.member("", name), kind))
    if objects:
        parsed = ({name: json.loads(members[name]) for name in objects if name in members} for members in (before, after))
        whole += compare(*parsed)
    return sorted(whole, key=lambda change: change.path)


def list_leaves(payload: Mapping[str, Any], ignored: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """Yield path and value of each scalar, list and empty object."""
    for name, value in payload.items():
        if name not in ignored:
            yield from _descend(value, paths.member("", name))


def _descend(value: object, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _descend(item, paths.member(path, key))
    else:
        yield path, value
