"""Where claims stand in the JSON text that they were written in.

Owns: finding the keys and values of a text by their paths, and taking a place inside a string to its place in the text, so that an editor
can show it. Never: parsing values (jsontext), what a problem means.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mintmark_server.claims import paths
from mintmark_server.claims.hints import Place
from mintmark_server.errors import Problem, Reason

ADVANCED: Final = "source.advanced"
SIMPLE: Final = "source.simple"
CONDITIONS: Final = "conditions"
FALLBACKS: Final = "fallbacks"
LOCKED: Final = "locked"
REMOVED: Final = "remove_claims"
"""The fields of a layer in which something can be wrong."""

_OF_NAMES: Final = frozenset(
    {Reason.RESERVED_CLAIM, Reason.OVERRIDE_NOT_ALLOWED, Reason.DUPLICATE_CLAIM, Reason.CLAIM_KEY_TOO_LONG, Reason.CLAIM_LOCKED}
)
"""What is wrong is the name: the place is the key's, else the value's."""
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_ESCAPE_CHARS: Final = 2
_UNICODE_ESCAPE_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a text: its path, and the offsets of its key and of itself; an element's key is itself."""

    path: str
    key: int
    value: int


@dataclass(slots=True)
class _Container:
    """An object or list that is open. `index` is None in an object."""

    path: str
    index: int | None
    awaits_key: bool = False
    member: str = ""
    key: int = 0


def find_spots(text: str) -> Iterator[Spot]:
    """Yield the values of a text in the order in which they stand; it is JSON as far as it is read."""
    open_: list[_Container] = []
    for token in _TOKEN.finditer(text):
        inside, first = open_[-1] if open_ else None, token[0][0]
        if first == ":":
            continue
        if first in "}]":
            open_.pop()
        elif first == "," and inside is not None:
            if inside.index is None:
                inside.awaits_key = True
            else:
                inside.index += 1
        elif inside is not None and inside.awaits_key:
            inside.awaits_key = False
            inside.member, inside.key = paths.member(inside.path, json.loads(token[0], strict=False)), token.start()
        else:
            spot = _spot(inside, token.start())
            yield spot
            if first in "{[":
                open_.append(_Container(spot.path, None if first == "{" else 0, awaits_key=first == "{"))


def locate(problems: Iterable[Problem], text: str) -> list[Problem]:
    """Return problems of what stands in advanced notation with their places in the text.

    A place that one has already is one in the string at its path. What has no spot of its own, as a part of a resolved value, is at the
    nearest one around it.
    """
    spots: dict[str, Spot] = {}
    for spot in find_spots(text):
        spots.setdefault(spot.path, spot)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(offset: int) -> Place:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    located = []
    for problem in problems:
        line, column = 0, 0
        nearest = _nearest(spots, problem.path)
        if nearest is not None and nearest.path:
            line, column = place(_offset(problem, nearest, text))
        located.append(replace(problem, source_field=ADVANCED, line=line, column=column))
    return located


def _nearest(spots: Mapping[str, Spot], path: str) -> Spot | None:
    """Return the spot at a path, or the nearest around it."""
    steps = paths.parse_path(path) or ()
    while path not in spots and steps:
        steps = steps[:-1]
        path = _join(steps)
    return spots.get(path)


def _offset(problem: Problem, spot: Spot, text: str) -> int:
    if problem.line and text[spot.value] == '"':
        return _find_in_string(text, spot.value, (problem.line, problem.column))
    return spot.key if problem.reason in _OF_NAMES else spot.value


def _spot(inside: _Container | None, offset: int) -> Spot:
    if inside is None:
        return Spot("", offset, offset)
    if inside.index is None:
        return Spot(inside.member, inside.key, offset)
    return Spot(paths.element(inside.path, inside.index), offset, offset)


def _join(steps: tuple[str | int, ...]) -> str:
    path = ""
    for step in steps:
        path = paths.element(path, step) if isinstance(step, int) else paths.member(path, step)
    return path


def _find_in_string(text: str, start: int, place: Place) -> int:
    """Return the offset in the text of a place in the string that starts there; a character may be written as an escape."""
    line, column = 1, 1
    position = start + 1
    while (line, column) < place and text[position] != '"':
        end = position + 1
        if text[position] == "\\":
            end = position + (_UNICODE_ESCAPE_CHARS if text[position + 1] == "u" else _ESCAPE_CHARS)
        character = json.loads(f'"{text[position:end]}"')
        if "\ud800" <= character <= "\udbff":  # The first half of a pair: one character with the second.
            end += _UNICODE_ESCAPE_CHARS
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
        position = end
    return position
