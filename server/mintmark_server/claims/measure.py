"""The measures of a value: text, keys, depth.

Owns: one walk that gives a value's compact JSON text with all that the limits count (DESIGN §6). Never: the bounds (check).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from mintmark_server.claims import paths
from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.values import Json


class Measure(NamedTuple):
    """`text` is compact JSON; `chars` what the value limit counts; `keys` object keys below; a scalar has depth 1.

    `longest_key` is the length of the longest key below, in characters.
    """

    text: str
    chars: int
    keys: int = 0
    depth: int = 1
    longest_key: int = 0


_TRUE: Final = Measure("true", 4)
_FALSE: Final = Measure("false", 5)
_TEXTS: Final = {str}
"""The types in a list of texts: nothing is below."""


def measure(value: Json) -> Measure:
    """Measure a top-level claim's value: a string counts its characters, anything else its compact JSON text."""
    if isinstance(value, str):
        return Measure(quote(value), len(value))
    if value.__class__ is bool:
        return _TRUE if value else _FALSE
    text = dump(value)
    if not isinstance(value, list | dict):
        return Measure(text, len(text))
    if isinstance(value, list) and set(map(type, value)) == _TEXTS:
        return Measure(text, len(text), 0, 2)
    return Measure(text, len(text), *_count(value))


def _count(value: list[Json] | dict[str, Json]) -> tuple[int, int, int]:
    """Return (keys, depth, longest key) below a list or object."""
    keys = deepest = longest = 0
    items: Sequence[Json]
    if isinstance(value, dict):
        keys = len(value)
        longest = max(map(len, value), default=0)
        items = list(value.values())
    else:
        items = value
    for item in items:
        if isinstance(item, list | dict):
            more, depth, key = _count(item)
            keys += more
            longest = max(longest, key)
            deepest = max(deepest, depth)
        else:
            deepest = deepest or 1
    return keys, deepest + 1, longest


def find_long_keys(value: object, path: str, *, bound: int) -> list[tuple[str, int]]:
    """Return (path, characters) of each key below that is longer than the bound."""
    found: list[tuple[str, int]] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            below = paths.member(path, key)
            if len(key) > bound:
                found.append((below, len(key)))
            found += find_long_keys(item, below, bound=bound)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            found += find_long_keys(item, paths.element(path, index), bound=bound)
    return found


def find_deepest(value: object, path: str) -> tuple[int, str]:
    """Return (depth, path) of the deepest leaf, the first of several; a scalar has depth 1."""
    items: list[tuple[str, object]]
    if isinstance(value, Mapping):
        items = [(paths.member(path, key), value[key]) for key in sorted(value)]
    elif isinstance(value, list | tuple):
        items = [(paths.element(path, index), item) for index, item in enumerate(value)]
    else:
        items = []
    deepest, where = 0, path
    for below, item in items:
        depth, leaf = find_deepest(item, below)
        if depth > deepest:
            deepest, where = depth, leaf
    return deepest + 1, where


def count_values(value: object) -> int:
    """Return the number of elements and members at every depth."""
    if isinstance(value, Mapping):
        return len(value) + sum(count_values(item) for item in value.values())
    if isinstance(value, list | tuple):
        return len(value) + sum(count_values(item) for item in value)
    return 0


def count_keys(value: object) -> int:
    """Return the number of object keys at every depth of a written or resolved value."""
    if isinstance(value, Mapping):
        return len(value) + sum(count_keys(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(count_keys(item) for item in value)
    return 0
