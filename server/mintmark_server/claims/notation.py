"""The two notations of a layer's claims, parsed once into the canonical form.

Owns: advanced (JSON with placeholders) and simple (typed rows) notation, both ways: text -> `ClaimValue`s and back. Never: whether an
expression compiles (expressions), whether a name is allowed (compile).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from mintmark_server.claims import paths, places
from mintmark_server.claims.hints import find_place
from mintmark_server.claims.jsontext import dump, load_object
from mintmark_server.claims.kinds import Notation
from mintmark_server.claims.measure import count_values
from mintmark_server.claims.placeholders import Placeholder, PlaceholderError, escape, split_placeholders
from mintmark_server.claims.values import MISSING, ClaimValue, Dynamic, DynamicKind, Json, Missing
from mintmark_server.errors import Problem, ProblemsError, Reason
from mintmark_server.limits import MAX_JSON_DEPTH, MAX_LAYER_EXPRESSIONS, MAX_LAYER_VALUES, MAX_NUMBER, MAX_SOURCE_BYTES

Claims = Mapping[str, ClaimValue]

_LEVELS_PER_STRUCT: Final = 3
"""A nested object is `{"struct": {"fields": {...}}}` in simple notation."""
_KINDS: Final = ("string", "bool", "number", "dynamic", "struct", "list", "null")


def parse_claims(notation: Notation, source: str) -> tuple[Claims, list[Problem]]:
    """Parse a layer's source; return its canonical claims, as far as they can be read, and all problems."""
    field = places.ADVANCED if notation is Notation.ADVANCED else places.SIMPLE
    levels = 1 if notation is Notation.ADVANCED else _LEVELS_PER_STRUCT
    size = len(source.encode(errors="surrogatepass"))
    if size > MAX_SOURCE_BYTES:
        message = f"The source has {size} bytes; at most {MAX_SOURCE_BYTES} are allowed."
        hint = "Split it over a template and a flow, or store what it says in attributes."
        problem = Problem(
            reason=Reason.INPUT_TOO_LARGE,
            path="",
            message=message,
            hint=hint,
            limit=MAX_SOURCE_BYTES,
            actual=size,
            source_field=field,
        )
        return {}, [problem]
    try:
        members = load_object(source, max_depth=MAX_JSON_DEPTH * levels)
    except ProblemsError as error:
        return {}, [replace(problem, source_field=field) for problem in error.problems]
    if (values := count_values(members)) > MAX_LAYER_VALUES * levels:
        actual = values // levels
        message = f"The source has {actual} values at all depths; at most {MAX_LAYER_VALUES} are allowed."
        return {}, [
            Problem(
                reason=Reason.INPUT_TOO_LARGE,
                path="",
                message=message,
                hint="Store in attributes what is not a claim's shape.",
                limit=MAX_LAYER_VALUES,
                actual=actual,
                source_field=field,
            )
        ]
    reader = _Reader()
    read = reader.advanced if notation is Notation.ADVANCED else reader.simple
    claims = {name: read(value, paths.member("", name)) for name, value in members.items()}
    return MappingProxyType(claims), reader.problems


def print_claims(notation: Notation, claims: Claims) -> str:
    """Write claims in a notation; parsing the text gives the same claims.

    Fallbacks have no place in advanced notation's text (they stand beside it in the layer), so a claim with one is written without.
    """
    write = _to_advanced if notation is Notation.ADVANCED else _to_simple
    return dump({name: write(value) for name, value in claims.items()})


def count_expressions(claims: Claims) -> int:
    """Return the number of expressions in all values."""
    return sum(_count_expressions(value) for value in claims.values())


def count_expression_chars(claims: Claims) -> int:
    """Return the number of characters of the expressions in all values, of which there are not too many."""
    return sum(_count_expression_chars(value) for value in claims.values())


def parse_constant(value: Json, path: str) -> tuple[Json, list[Problem]]:
    """Check a constant (a fallback, a client claim): numbers in range, -0 as 0, integral numbers as integers."""
    reader = _Reader()
    return reader.constant(value, path), reader.problems


class _Reader:
    """Turns JSON into claim values and collects problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def advanced(self, value: Json, path: str) -> ClaimValue:
        if isinstance(value, str):
            return self._placeholders(value, path)
        if isinstance(value, list):
            return tuple(self.advanced(item, paths.element(path, index)) for index, item in enumerate(value))
        if isinstance(value, dict):
            return MappingProxyType({key: self.advanced(item, paths.member(path, key)) for key, item in value.items()})
        return self._scalar(value, path)

    def simple(self, value: Json, path: str) -> ClaimValue:
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in _KINDS:
            return self._refused(path, f"Expected an object with one of the members {', '.join(_KINDS)}.")
        kind, held = next(iter(value.items()))
        if kind == "dynamic":
            return self._dynamic(held, path)
        if kind == "struct" and isinstance(held, dict) and set(held) <= {"fields"}:
            fields = held.get("fields", {})
            if isinstance(fields, dict):
                return MappingProxyType({key: self.simple(item, paths.member(path, key)) for key, item in fields.items()})
        if kind == "list" and isinstance(held, dict) and set(held) <= {"values"}:
            values = held.get("values", [])
            if isinstance(values, list):
                return tuple(self.simple(item, paths.element(path, index)) for index, item in enumerate(values))
        fits = {
            "string": isinstance(held, str),
            "bool": isinstance(held, bool),
            "number": isinstance(held, int | float) and not isinstance(held, bool),
            "null": held is None,
        }
        if not fits.get(kind):
            return self._refused(path, f"The value is not what `{kind}` holds.")
        return self._scalar(held, path)

    def constant(self, value: Json, path: str) -> Json:
        if isinstance(value, list):
            return [self.constant(item, paths.element(path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: self.constant(item, paths.member(path, key)) for key, item in value.items()}
        return self._scalar(value, path)

    def _scalar(self, value: Json, path: str) -> bool | int | float | str | None:
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float):
            if not math.isfinite(value) or abs(value) > MAX_NUMBER:
                self.problems.append(number_out_of_range(path))
                return 0
            return int(value) if isinstance(value, float) and value.is_integer() else value
        return self._refused(path, "Expected a scalar.")

    def _placeholders(self, text: str, path: str) -> ClaimValue:
        if "{{" not in text:
            return text
        if text.count("{{") > MAX_LAYER_EXPRESSIONS:
            # Too many to be taken apart; whoever counts them refuses the layer.
            return Dynamic(DynamicKind.TEXT, text)
        try:
            parts = split_placeholders(text)
        except PlaceholderError as error:
            self.problems.append(
                Problem(
                    reason=Reason.INVALID_PLACEHOLDER,
                    path=path,
                    message=error.message,
                    hint=error.hint,
                    line=error.line,
                    column=error.column,
                )
            )
            return text
        if len(parts) == 1 and isinstance(parts[0], Placeholder):
            return Dynamic(DynamicKind.EXPRESSION, parts[0].expression, place=parts[0].place)
        if any(isinstance(part, Placeholder) for part in parts):
            return Dynamic(DynamicKind.TEXT, text)
        return "".join(str(part) for part in parts)

    def _dynamic(self, held: Json, path: str) -> ClaimValue:
        if not isinstance(held, dict) or not set(held) <= {"expression", "text", "fallback"}:
            return self._refused(path, "A dynamic value has `expression` or `text`, and may have `fallback`.")
        fallback: Json | Missing = MISSING
        if "fallback" in held:
            fallback = self._constant_of(self.simple(held["fallback"], path), path)
        kinds = [kind for kind in DynamicKind if kind.value.lower() in held]
        source = held.get(kinds[0].value.lower()) if len(kinds) == 1 else None
        if not isinstance(source, str):
            return self._refused(path, "A dynamic value has one of `expression` and `text`, a string.")
        if kinds[0] is DynamicKind.TEXT:
            return Dynamic(DynamicKind.TEXT, source, fallback)
        return Dynamic(DynamicKind.EXPRESSION, source.strip(), fallback, place=find_place(source, len(source) - len(source.lstrip())))

    def _constant_of(self, value: ClaimValue, path: str) -> Json:
        if isinstance(value, Dynamic):
            self._refused(path, "A fallback is a constant; it can't be dynamic.")
            return None
        if isinstance(value, tuple):
            return [self._constant_of(item, path) for item in value]
        if isinstance(value, Mapping):
            return {key: self._constant_of(item, path) for key, item in value.items()}
        return value

    def _refused(self, path: str, message: str) -> str:
        """Note the problem; return what stands in, so that reading can go on."""
        self.problems.append(Problem(reason=Reason.INVALID_CLAIM_VALUE, path=path, message=message))
        return ""


def number_out_of_range(path: str, *, layer: str = "") -> Problem:
    """Return the problem of a number that not every consumer reads exactly."""
    return Problem(
        reason=Reason.NUMBER_OUT_OF_RANGE,
        path=path,
        layer=layer,
        message=f"The number is not finite or beyond ±{MAX_NUMBER}.",
        hint="Write it as a string.",
    )


def _count_expressions(value: ClaimValue) -> int:
    if isinstance(value, Dynamic):
        # Each pair of braces is counted, also a literal one: a text is not taken apart before it is known to be one.
        return 1 if value.kind is DynamicKind.EXPRESSION else value.source.count("{{")
    if isinstance(value, Mapping):
        return sum(_count_expressions(item) for item in value.values())
    return sum(_count_expressions(item) for item in value) if isinstance(value, tuple) else 0


def _count_expression_chars(value: ClaimValue) -> int:
    if isinstance(value, Dynamic):
        if value.kind is DynamicKind.EXPRESSION:
            return len(value.source)
        try:
            return sum(len(part.expression) for part in split_placeholders(value.source) if isinstance(part, Placeholder))
        except PlaceholderError:
            return 0
    if isinstance(value, Mapping):
        return sum(_count_expression_chars(item) for item in value.values())
    return sum(_count_expression_chars(item) for item in value) if isinstance(value, tuple) else 0


def _to_advanced(value: ClaimValue) -> Json:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Dynamic):
        if value.kind is DynamicKind.TEXT:
            return value.source
        # The space keeps an expression's own braces apart: `{{{{` would be a literal `{{`.
        space = " " if value.source.startswith("{") else ""
        return "{{" + space + value.source + "}}"
    if isinstance(value, tuple):
        return [_to_advanced(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _to_advanced(item) for key, item in value.items()}
    return value


def _to_simple(value: ClaimValue) -> Json:
    if isinstance(value, Dynamic):
        held: dict[str, Json] = {value.kind.value.lower(): value.source}
        if value.fallback is not MISSING:
            held["fallback"] = _to_simple(_frozen(value.fallback))
        return {"dynamic": held}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, tuple):
        return {"list": {"values": [_to_simple(item) for item in value]}}
    if isinstance(value, Mapping):
        return {"struct": {"fields": {key: _to_simple(item) for key, item in value.items()}}}
    kind = "null" if value is None else "string" if isinstance(value, str) else "number"
    return {kind: value}


def _frozen(value: Json) -> ClaimValue:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
