"""YAML, read strictly and written so that it reads back the same.

Owns: the part of YAML that means the same to every reader; its bounds. Never: Python objects, merge keys, tags.

What YAML 1.1 and 1.2 read differently, or as something that its author did not mean (`no`, `2031-04-01`, `010`, `12:30`, `1_000`), is
refused with the hint to quote it. Keys are text. A key stands once. Aliases may be used; each use counts in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import yaml

from mintmark.ascode.findings import Place
from mintmark.ascode.nodes import MAX_NUMBER_CHARS, Node, Scalar, check_bounds, check_text, refuse

MAX_ALIASES: Final = 1_000
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS: Final[dict[str, Scalar]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_FLOAT: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_BREAKS: Final = re.compile("[\x85\u2028\u2029]")
"""Line breaks of YAML 1.1, which a reader would fold."""
_OCTAL: Final = re.compile(r"[-+]?0[oO]?[0-7_]+\Z")
_SURPRISES: Final = {
    "bool": "Write true or false, or quote it if it is text.",
    "null": "Write null, or quote it if it is text.",
    "int": "Write the number in plain decimal digits, or quote it if it is text.",
    "float": "Write the number as in JSON, or quote it if it is text; NaN and infinities are no claim values.",
    "timestamp": "Quote it: a date is text here.",
    "merge": "Merge keys are not read; write the members out, or use an alias as a whole value.",
}


class SurpriseError(ValueError):
    """A plain scalar that readers of YAML don't agree about."""


def read_yaml(text: str, file: str) -> list[Node]:
    """Return the documents of a YAML text; empty ones are left out. Raises: DocumentsError."""
    try:
        return list(_Reader(text, file).documents())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file)
        raise refuse(place, f"Not YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise refuse(Place(file), f"Not YAML: {str(error).splitlines()[0]}.") from error


def resolve(text: str) -> Scalar:
    """Return what a plain scalar means. Raises: SurpriseError with a hint."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text) and len(text) <= MAX_NUMBER_CHARS:
        return int(text)
    if _FLOAT.match(text):
        number = float(text)
        if len(text) > MAX_NUMBER_CHARS or number in (float("inf"), float("-inf")):
            raise SurpriseError("The number is out of range; quote it.")
        return number
    if _OCTAL.match(text):
        raise SurpriseError(_SURPRISES["int"])
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], ()):
        if pattern.match(text):
            raise SurpriseError(_SURPRISES.get(tag.rpartition(":")[2], "Quote it."))
    return text


def write_yaml(documents: list[Any]) -> str:
    """Write documents so that `read_yaml` reads them back the same."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False)


class _Dumper(yaml.SafeDumper):
    """Quotes whatever would not read back as text, writes lines as lines, and uses no aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.Node:
        try:
            style = None if isinstance(resolve(text), str) else '"'
        except SurpriseError:
            style = '"'
        if _BREAKS.search(text):
            style = '"'
        elif "\n" in text:
            style = "|"
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


class _Reader:
    """Builds nodes from events, so that nothing is built before its bounds are checked."""

    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._text = text
        self._file = file
        self._anchors: dict[str, Node] = {}
        self._weight = 0
        self._aliases = 0

    def documents(self) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
                node = self._node(next(self._events), 0)
                if node.value is not None:
                    yield node

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, place)
        self._weight += 1
        check_bounds(place, depth=depth, nodes=self._weight)
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style):
            raise refuse(place, f"The tag {event.tag} is not read.", "Leave it out; quote what is text.")
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(place, depth)
        else:
            node = self._mapping(place, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, anchor: str | None, place: Place) -> Node:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise refuse(place, f"More than {MAX_ALIASES} aliases.")
        found = self._anchors.get(anchor or "")
        if found is None:
            raise refuse(place, f"The alias *{anchor} stands inside what it names, or names nothing above it.")
        self._weight += found.weight
        check_bounds(place, depth=0, nodes=self._weight)
        return replace(found, place=place)

    def _scalar(self, event: Any, place: Place) -> Node:
        if event.style not in (None, ""):
            block, indent = self._block(event) if event.style == "|" else (0, 0)
            return Node(check_text(event.value, place), place, block=block, indent=indent)
        try:
            return Node(resolve(event.value), place)
        except SurpriseError as surprise:
            raise refuse(place, f"{event.value[:60]} does not mean the same to every reader of YAML.", str(surprise)) from None

    def _block(self, event: Any) -> tuple[int, int]:
        """Return the first line of a literal block's text, and how far its lines are indented."""
        written = self._text[self._text.index("\n", event.start_mark.index) + 1 : event.end_mark.index]
        longest = max(zip(event.value.split("\n"), written.split("\n"), strict=False), key=lambda pair: len(pair[0]))
        return event.start_mark.line + 2, len(longest[1].rstrip("\r")) - len(longest[0])

    def _list(self, place: Place, depth: int) -> Node:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Node(items, place, weight=1 + sum(item.weight for item in items))

    def _mapping(self, place: Place, depth: int) -> Node:
        members: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in members:
                raise refuse(self._place(event), f"The key {key} stands twice: here and at {keys[key]}.", "Keep one of them.")
            keys[key] = self._place(event)
            members[key] = self._node(next(self._events), depth + 1)
        return Node(members, place, keys=keys, weight=1 + sum(member.weight for member in members.values()))

    def _key(self, event: Any) -> str:
        place = self._place(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise refuse(place, "A key is text; this one is a list, a mapping or an alias.")
        node = self._node(event, 0)
        if not isinstance(node.value, str):
            raise refuse(place, f"A key is text; {event.value or 'nothing'} is not.", f'Quote it: "{event.value}".')
        return node.value

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
