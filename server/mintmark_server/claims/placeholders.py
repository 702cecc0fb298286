"""Placeholders in advanced notation: `{{expression}}` in a JSON string.

Owns: splitting a string into literal text and expressions, once, from the source (DESIGN §3). Never: keys, resolved values, client
claims; compiling (expressions).

A placeholder ends at the first `}}` outside quotes and balanced braces. `{{{{` is a literal `{{`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mintmark_server.claims.hints import Place, find_place

_QUOTES: Final = ("'''", '"""', "'", '"')


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An expression between braces, and where it starts in the string."""

    expression: str
    place: Place


class PlaceholderError(Exception):
    """A placeholder that is not closed, or empty. `line` and `column` count from 1."""

    def __init__(self, message: str, *, hint: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
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
            raise _refused(text, start, "The placeholder is not closed: `}}` is missing.", "Close it; a literal `{{` is written `{{{{`.")
        inside = text[start + 2 : end]
        expression = inside.strip()
        if not expression:
            raise _refused(text, start, "The placeholder is empty.", "Write an expression in it, as `{{user.email}}`.")
        if joined := "".join(literal):
            parts.append(joined)
        literal = []
        parts.append(Placeholder(expression, find_place(text, start + 2 + len(inside) - len(inside.lstrip()))))
        position = end + 2
    if joined := "".join([*literal, text[position:]]):
        parts.append(joined)
    return tuple(parts)


def escape(text: str) -> str:
    """Return literal text as it has to be written in advanced notation; the inverse of splitting."""
    return text.replace("{{", "{{{{")


def _refused(text: str, offset: int, message: str, hint: str) -> PlaceholderError:
    line, column = find_place(text, offset)
    return PlaceholderError(message, hint=hint, line=line, column=column)


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
