"""JSON, read strictly with places.

Owns: a reader that knows lines and columns, refuses duplicate members, NaN and lone surrogates, and bounds depth and size.
Never: YAML; some JSON is not YAML (tabs, surrogate pairs), so each has its reader.
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # Documented in its source, unknown to typeshed.
from typing import Final

from mintmark.ascode.findings import Place
from mintmark.ascode.nodes import MAX_NUMBER_CHARS, Node, check_bounds, check_text, refuse

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_TOKEN: Final = re.compile(
    r"(?P<number>-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][-+]?[0-9]+)?)|(?P<word>true|false|null)"
)
_WORDS: Final = {"true": True, "false": False, "null": None}


def read_json(text: str, file: str) -> list[Node]:
    """Return the one value of a JSON text, as a list as YAML's reader does. Raises: DocumentsError."""
    return [_Reader(text, file).document()]


def read_embedded_json(text: Node) -> Node:
    """Return the value of the JSON text that a node holds, with its places in the node's file. Raises: DocumentsError."""
    return _Reader(str(text.value), text.place.file, within=text).document()


class _Reader:
    def __init__(self, text: str, file: str, *, within: Node | None = None) -> None:
        self._text = text
        self._file = file
        self._within = within
        self._at = 0
        self._weight = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def document(self) -> Node:
        node = self._node(0)
        self._skip()
        if self._at != len(self._text):
            raise refuse(self._place(), "Not JSON: something follows the value.")
        return node

    def _node(self, depth: int) -> Node:
        self._skip()
        place = self._place()
        self._weight += 1
        check_bounds(place, depth=depth, nodes=self._weight)
        match self._text[self._at : self._at + 1]:
            case "{":
                return self._object(place, depth)
            case "[":
                return self._list(place, depth)
            case '"':
                return Node(self._string(place), place)
        token = _TOKEN.match(self._text, self._at)
        if token is None:
            raise refuse(place, "Not JSON: expected a value.")
        self._at = token.end()
        if token["word"]:
            return Node(_WORDS[token["word"]], place)
        if len(token["number"]) > MAX_NUMBER_CHARS:
            raise refuse(place, "The number is out of range; quote it.")
        return Node(float(token["number"]) if token["fraction"] or token["exponent"] else int(token["number"]), place)

    def _object(self, place: Place, depth: int) -> Node:
        members: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while self._more("}", first=not members):
            key_place = self._place()
            if self._text[self._at : self._at + 1] != '"':
                raise refuse(key_place, "Not JSON: expected a member's name in double quotes.")
            key = self._string(key_place)
            if key in members:
                raise refuse(key_place, f"The key {key} stands twice: here and at {keys[key]}.", "Keep one of them.")
            self._take(":")
            keys[key] = key_place
            members[key] = self._node(depth + 1)
        return Node(members, place, keys=keys)

    def _list(self, place: Place, depth: int) -> Node:
        items: list[Node] = []
        while self._more("]", first=not items):
            items.append(self._node(depth + 1))
        return Node(items, place)

    def _more(self, end: str, *, first: bool) -> bool:
        """Step to the next member, or over the end."""
        if first:
            self._at += 1
        self._skip()
        if self._text[self._at : self._at + 1] == end:
            self._at += 1
            return False
        if not first:
            self._take(",")
            self._skip()
        return True

    def _take(self, character: str) -> None:
        self._skip()
        if self._text[self._at : self._at + 1] != character:
            raise refuse(self._place(), f"Not JSON: expected {character}")
        self._at += 1

    def _string(self, place: Place) -> str:
        try:
            text, self._at = scanstring(self._text, self._at + 1, True)
        except json.JSONDecodeError as error:
            raise refuse(place, f"Not JSON: {error.msg}.") from error
        return check_text(text, place)

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match is not None else self._at

    def _place(self) -> Place:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= self._at else (low, middle)
        line, column = low + 1, self._at - self._starts[low] + 1
        return self._within.place_in_text(line, column) if self._within is not None else Place(self._file, line, column)
