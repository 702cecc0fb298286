"""Claim paths in errors and origins.

Owns: the one spelling of a path (DESIGN §3): bare names joined by `.`, any other key as `["…"]`, list elements `[n]`.
Never: looking anything up.

A key that is longer than any may be is cut: else what stands below it would have paths as long, each of them.
"""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring as quote
from typing import Final

from mintmark_server.limits import HARD_CAPS

_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_QUOTED: Final = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"'
_STEP: Final = re.compile(rf"(\.?)([A-Za-z_][A-Za-z0-9_-]*)|\[([0-9]{{1,9}})\]|\[({_QUOTED})\]")


def member(path: str, key: str) -> str:
    """Return the path of the member `key` of the object at `path` ("" is the payload itself)."""
    if len(key) > HARD_CAPS.max_key_chars:
        key = f"{key[: HARD_CAPS.max_key_chars]}…"
    if _BARE.match(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{quote(key)}]"


def element(path: str, index: int) -> str:
    """Return the path of an element of the list at `path`."""
    return f"{path}[{index}]"


def parse_path(path: str) -> tuple[str | int, ...] | None:
    """Split a path into keys and indexes; None when it is not one."""
    steps: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            return None
        dot, name, index, quoted = match.groups()
        if name and bool(dot) != bool(position):
            return None
        steps.append(name or (int(index) if index else json.loads(quoted)))
        position = match.end()
    return tuple(steps)
