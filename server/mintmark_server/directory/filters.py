"""Filters of listings: a small part of AIP-160.

Owns: `email = "ada@example.com" AND labels.team = "core"`, with `:` in place of `=` where a list is meant. Never: finding records.
"""

from __future__ import annotations

import json
import re
from typing import Final

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_TEXT_CHARS
from mintmark_server.storage.port import Term

_TERM: Final = re.compile(r"""\s*([a-z_]+(?:\.[A-Za-z0-9._~/-]+)?)\s*(=|:)\s*("(?:[^"\\]|\\.)*"|[^\s"=:]+)\s*""")
MAX_TERMS: Final = 20
"""Conditions of one filter: each is looked up for each record."""
_AND: Final = re.compile(r"AND\s", re.ASCII)


def parse_filter(text: str, fields: frozenset[str]) -> tuple[Term, ...]:
    """Parse a filter over these fields and `labels.*`. Raises: InvalidInput INVALID_FILTER."""
    terms: list[Term] = []
    position = 0
    if len(text) > MAX_TEXT_CHARS:
        raise _refused("The filter is too long.")
    while text.strip():
        match = _TERM.match(text, position)
        if match is None:
            raise _refused(f'Expected `field = "value"` at character {position + 1}.')
        name, _, value = match.groups()
        terms.append(Term(_field(name, fields), _value(value)))
        if len(terms) > MAX_TERMS:
            raise _refused(f"A filter has at most {MAX_TERMS} conditions.")
        position = match.end()
        if position == len(text):
            break
        joined = _AND.match(text, position)
        if joined is None:
            raise _refused(f"Expected AND at character {position + 1}.")
        position = joined.end()
    return tuple(terms)


def _field(name: str, fields: frozenset[str]) -> str:
    head, _, key = name.partition(".")
    if head == "labels" and key:
        return f"label.{key}"
    if name not in fields:
        known = ", ".join(sorted({*fields, "labels.{key}"}))
        raise _refused(f"There is no field {name} to filter by; known are {known}.")
    return name


def _value(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        value = str(json.loads(text))
        value.encode()  # Half of a surrogate pair is no text.
    except ValueError:
        raise _refused("A quoted value is written as in JSON.") from None
    return value


def _refused(message: str) -> InvalidInput:
    return InvalidInput([Problem(reason=Reason.INVALID_FILTER, path="filter", message=message)])
