"""A document as read: plain values that know their place in the file.

Owns: `Node`, its bounds, and paths into it. Never: which notation it was written in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mintmark.ascode.findings import DocumentsError, Finding, Place

MAX_NODES: Final = 200_000
"""Values in one file, each use of an alias counted in full."""
MAX_DEPTH: Final = 100
MAX_NUMBER_CHARS: Final = 32
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_STEP: Final = re.compile(r"""\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]""")

Scalar = str | bool | int | float | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. `keys` has the places of a mapping's keys; `weight` counts the values in it.

    `block` is the first line of a literal block's text, else 0; `indent` is how far the block's lines are indented.
    """

    value: Scalar | dict[str, Node] | list[Node]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    block: int = 0
    indent: int = 0
    weight: int = 1

    def place_in_text(self, line: int, column: int) -> Place:
        """Return where a line and column of the text stand in the file; the text's own place where it is no literal block."""
        if not self.block:
            return self.place
        return Place(self.place.file, self.block + line - 1, self.indent + column)

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, steps: list[str | int]) -> tuple[Node, int]:
        """Follow the steps as far as they lead; return the last node and how many steps led there."""
        node, done = self, 0
        for step in steps:
            below: Node | None = None
            if isinstance(node.value, dict) and isinstance(step, str):
                below = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                below = node.value[step]
            if below is None:
                break
            node, done = below, done + 1
        return node, done


def word(value: Any) -> str:
    """Say what kind of value it is, as people call it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def join(path: str, key: str) -> str:
    """Return the path of a member, as the service writes paths."""
    if _NAME.match(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(key, ensure_ascii=False)}]"


def split(path: str) -> list[str | int]:
    """Return a path's steps; what can't be read ends it."""
    steps: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            break
        bare, index, quoted = match.groups()
        steps.append(bare if bare is not None else int(index) if index is not None else json.loads(quoted))
        position = match.end()
    return steps


def refuse(place: Place, message: str, hint: str = "") -> DocumentsError:
    """Return the error of one thing at one place."""
    return DocumentsError([Finding(place, "", message, hint)])


def check_text(text: str, place: Place) -> str:
    """Check that a text is Unicode. Raises: DocumentsError."""
    if _SURROGATE.search(text):
        raise refuse(place, "The text holds a lone surrogate, which is not Unicode.")
    return text


def check_bounds(place: Place, *, depth: int, nodes: int) -> None:
    """Check nesting and size. Raises: DocumentsError."""
    if depth > MAX_DEPTH:
        raise refuse(place, f"Nested deeper than {MAX_DEPTH}.")
    if nodes > MAX_NODES:
        raise refuse(place, f"More than {MAX_NODES} values, aliases counted in full.")
