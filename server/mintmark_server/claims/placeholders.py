"""Placeholders in advanced notation: `{{expression}}` in a JSON string.

Owns: splitting a string into literal text and expressions, once, from the source (DESIGN §3). Never: keys, resolved values, client
claims; compiling (expressions).

A placeholder ends at the first `}}` outside quotes and balanced braces. `{{{{` is a literal `{{`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_QUOTES: Final = ("'''", '"""', "'", '"')


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An expression between braces; `column` is where it starts in the string, from 1, in characters."""

    expression: str
    column: int


class PlaceholderError(Exception):
    """A placeholder that is not closed, or empty. `column` counts from 1."""

    def __init__(self, message: str, *, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


def split_placeholders(text: str) -> tuple[str | Placeholder, ...]:
    """Split a string into literal parts (not empty) and placeholders, in order.

    Raises: PlaceholderError.
    """
    parts: list[str | Placeholder] = []
    literal: list[str] = []
    position = 0
    while (start := text.find("{{", position)) >= 0:
        literal.append(text[position:start])
        if text.startswith("{{{{", start):
            literal.append("{{")
            position = start + 4
            continue
        end = _find_end(text, start + 2)
        if end < 0:
            message = "The placeholder is not closed: `}}` is missing; a literal `{{` is written `{{{{`."
            raise PlaceholderError(message, column=start + 1)
        inside = text[start + 2 : end]
        expression = inside.strip()
        if not expression:
            raise PlaceholderError("The placeholder is empty.", column=start + 1)
        if joined := "".join(literal):
            parts.append(joined)
        literal = []
        parts.append(Placeholder(expression, start + 3 + len(inside) - len(inside.lstrip())))
        position = end + 2
    if joined := "".join([*literal, text[position:]]):
        parts.append(joined)
    return tuple(parts)


def escape(text: str) -> str:
    """Return literal text as it has to be written in advanced notation; the inverse of splitting."""
    return text.replace("{{", "{{{{")


def _find_end(text: str, position: int) -> int:
    """Return where the closing `}}` starts, or -1."""
    braces = 0
    while position < len(text):
        character = text[position]
        if character in "'\"":
            position = _skip_quoted(text, position)
            if position < 0:
                return -1
            continue
        if character == "{":
            braces += 1
        elif character == "}":
            if braces:
                braces -= 1
            elif text.startswith("}}", position):
                return position
        position += 1
    return -1


def _skip_quoted(text: str, position: int) -> int:
    """Return the position after the CEL string literal that starts here, or -1 when it is not closed."""
    raw = position > 0 and text[position - 1] in "rR"
    mark = next(mark for mark in _QUOTES if text.startswith(mark, position))
    position += len(mark)
    while position < len(text):
        if text[position] == "\\" and not raw:
            position += 2
        elif text.startswith(mark, position):
            return position + len(mark)
        else:
            position += 1
    return -1
