"""JSON text: the one loader and the one dumper.

Owns: parsing untrusted JSON strictly, and writing compact JSON whose bytes are equal for equal values: members in code-point order,
UTF-8 unescaped, numbers as ECMAScript spells them (DESIGN §1, RFC 8785). Never: what a value means.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from json.encoder import encode_basestring as quote
from typing import Final

from mintmark_server.claims.hints import find_place
from mintmark_server.claims.places import Spot, find_spots
from mintmark_server.claims.values import Json
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_JSON_DEPTH, MAX_NUMBER

__all__ = ["dump", "dump_number", "load", "load_object", "quote"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_INTEGRAL_FROM: Final = 1e-6
"""ECMAScript writes smaller magnitudes with an exponent (ECMA-262 §6.1.6.1.20)."""


class _Refused(Exception):
    """Carries one problem out of the JSON library's callbacks; `find` finds its offset in the text."""

    def __init__(self, reason: Reason, message: str, *, find: Callable[[str], int], hint: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.find = find
        self.hint = hint


def load(text: str, *, path: str = "", max_depth: int = MAX_JSON_DEPTH) -> Json:
    """Parse JSON text that is not trusted.

    Refuses duplicate members, NaN and infinities, lone surrogates, numbers beyond 2^53-1 and nesting deeper than `max_depth`.

    Raises: InvalidInput at `path`, with line and column.
    """
    try:
        if (offset := _find_too_deep(text, max_depth)) >= 0:
            message = f"The JSON is nested deeper than {max_depth}."
            raise _Refused(Reason.INVALID_JSON, message, find=lambda _: offset, hint="Flatten it.")
        value: Json = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_number, parse_int=_integer)
        _check_text(text, value)
    except _Refused as refused:
        line, column = find_place(text, refused.find(text))
        problem = Problem(reason=refused.reason, path=path, message=refused.message, hint=refused.hint, line=line, column=column)
        if refused.reason is Reason.DUPLICATE_JSON_KEY:
            spot = _find_duplicate(text)
            name = json.JSONDecoder().raw_decode(text, spot.key)[0]
            problem = replace(problem, path=path or spot.path, message=f"The member {quote(name)} stands twice in one object.")
        raise InvalidInput([problem]) from None
    except json.JSONDecodeError as error:
        problem = Problem(
            reason=Reason.INVALID_JSON,
            path=path,
            message=f"Not JSON: {error.msg} (line {error.lineno}, column {error.colno}).",
            hint="JSON has its keys in double quotes, no comma after the last member, and no comments.",
            line=error.lineno,
            column=error.colno,
        )
        raise InvalidInput([problem]) from None
    return value


def load_object(text: str, *, path: str = "", max_depth: int = MAX_JSON_DEPTH) -> dict[str, Json]:
    """Parse JSON text that has to be one object. Raises: InvalidInput."""
    value = load(text, path=path, max_depth=max_depth)
    if not isinstance(value, dict):
        found = "null" if value is None else type(value).__name__
        message = f"Expected one JSON object, found {found}."
        problem = Problem(reason=Reason.INVALID_JSON, path=path, message=message, hint='Write `{"name": value}`.', line=1, column=1)
        raise InvalidInput([problem])
    return value


def dump(value: Json | tuple[Json, ...] | Mapping[str, Json]) -> str:
    """Write the value as compact JSON text; equal values give equal text."""
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int | float):
        return dump_number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join([quote(element) if element.__class__ is str else dump(element) for element in value]) + "]"
    return "{" + ",".join([f"{quote(key)}:{dump(value[key])}" for key in sorted(value)]) + "}"


def dump_number(number: float) -> str:
    """Spell a finite number as ECMAScript does: `1`, `0.000001`, `1e-7`; -0 is 0 (RFC 8785 §3.2.2.3)."""
    if isinstance(number, int):
        return str(number)
    if number.is_integer():
        return str(int(number))
    text = repr(number)
    if "e" not in text:
        return text
    digits, _, exponent = text.partition("e")
    power = int(exponent)
    if abs(number) < _INTEGRAL_FROM:
        return f"{digits}e{power}"
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}0.{'0' * (-power - 1)}{digits.lstrip('-').replace('.', '')}"


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        message = "A member stands twice in one object."
        raise _Refused(
            Reason.DUPLICATE_JSON_KEY, message, find=lambda text: _find_duplicate(text).key, hint="Rename or remove one of them."
        )
    return members


def _find_duplicate(text: str) -> Spot:
    """Return the first member that stands twice; the text is JSON up to there, and has one."""
    seen: set[str] = set()
    for spot in find_spots(text):
        if spot.path in seen:
            return spot
        seen.add(spot.path)
    raise AssertionError("no member stands twice")


def _find_surrogate(text: str) -> int:
    """Return the offset of the first string with a lone surrogate; there is one."""
    decode = json.JSONDecoder().raw_decode
    places = (place for spot in find_spots(text) for place in (spot.key, spot.value) if text[place] == '"')
    return next(place for place in places if _SURROGATE.search(decode(text, place)[0]))


def _constant(name: str) -> Json:
    def find(text: str) -> int:
        return next(spot.value for spot in find_spots(text) if text.startswith(name, spot.value))

    raise _Refused(Reason.INVALID_JSON, f"{name} is not JSON.", find=find, hint="Write a finite number, or null.")


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or abs(number) > MAX_NUMBER:
        return math.inf
    return number


def _integer(text: str) -> float:
    # A longer text is out of range for certain; int() of a huge text would take quadratic time.
    if len(text) > len(str(MAX_NUMBER)) + 1:
        return math.inf
    return int(text)


def _find_too_deep(text: str, max_depth: int) -> int:
    """Return the offset of the first bracket that nests deeper, quoted ones left out, or -1: a bound before any recursion."""
    depth = 0
    quoted = escaped = False
    for offset, character in enumerate(text):
        if quoted:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                quoted = False
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            if depth > max_depth:
                return offset
        elif character in "]}":
            depth -= 1
    return -1


def _check_text(text: str, value: Json) -> None:
    # Only an escape or a raw surrogate in the text can give one in the value.
    if ("\\u" in text or _SURROGATE.search(text)) and _has_surrogate(value):
        message = "A string holds a lone surrogate, which is not Unicode text."
        raise _Refused(Reason.INVALID_JSON, message, find=_find_surrogate, hint="Write both halves of the pair, or the character itself.")


def _has_surrogate(value: Json) -> bool:
    if isinstance(value, str):
        return _SURROGATE.search(value) is not None
    if isinstance(value, dict):
        return any(_SURROGATE.search(key) or _has_surrogate(member) for key, member in value.items())
    if isinstance(value, list):
        return any(_has_surrogate(element) for element in value)
    return False
