"""The worst case of an expression.

Owns: an upper bound on what one evaluation can take, computed on the checked tree at the inputs' largest sizes (DESIGN §4): evaluation
holds the interpreter lock, so no expression may freeze the server. Never: measuring; timing.

A unit stands for about 0.1 µs. The weights were measured on the shapes that each stands for; the ADR on the cost bound has the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mintmark_server.claims.roots import DYNAMIC_ROOTS, Field, FieldType, Schema, find_field
from mintmark_server.claims.syntax import (
    Call,
    Comprehension,
    Constant,
    Ident,
    ListNode,
    MapNode,
    Node,
    Select,
    read_path,
)
from mintmark_server.limits import MAX_CONTEXT_BYTES, MAX_CONTEXT_ELEMENTS

_STEP: Final = 0.7
"""Any call, select or literal."""
_ITERATION: Final = 1.0
_BUILD_ELEMENT: Final = 4.0
"""Handing one element of a stored list or object to CEL, and taking one out of a result."""
_COPY_ELEMENT: Final = 2.0
_APPEND: Final = 0.1
"""`map` and `filter` copy their accumulator at each step: per element that is already there."""
_COMPARE_ELEMENT: Final = 0.25
_CHAR: Final = 0.006
_SEARCH_CHAR: Final = 0.05
_SEARCH_PAIR: Final = 0.0001
"""`contains`: per character of the text and of what is looked for."""

_ENDLESS: Final = frozenset({"matches"})
"""Excluded: no useful bound holds for a regular expression."""
_SEARCHES: Final = frozenset({"contains"})
_BRANCH: Final = "_?_:_"
_MEMBERSHIP: Final = frozenset({"@in", "in", "_in_"})
_COMPARISONS: Final = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "startsWith", "endsWith"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a value can be: `chars` in all, `elements` of a list or object, `each` the characters of one element."""

    chars: float = 0.0
    elements: float = 1.0
    each: float = 0.0


_SCALAR: Final = Size()
_CAPTURED: Final = Size(MAX_CONTEXT_BYTES, MAX_CONTEXT_ELEMENTS, MAX_CONTEXT_BYTES)


def compute_cost(tree: Node, schema: Schema) -> float:
    """Return the units of the worst evaluation, inputs and result included; infinite for what is excluded."""
    meter = _Meter(schema)
    size = meter.visit(tree, {})
    return meter.cost + meter.inputs() + _BUILD_ELEMENT * size.elements + _CHAR * size.chars


class _Meter:
    """Walks a tree once and adds up; a comprehension's body is walked once and multiplied."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.cost = 0.0
        self._read: dict[tuple[str, ...], Size] = {}

    def inputs(self) -> float:
        """Return what handing over the values that are read takes, each once."""
        return sum(_BUILD_ELEMENT * size.elements + _CHAR * size.chars for size in self._read.values())

    def visit(self, node: Node, bound: Mapping[str, Size]) -> Size:
        self.cost += _STEP
        path = read_path(node)
        if path is not None and path.path[0] not in bound:
            return self._input(path.path, node)
        match node:
            case Constant(value=value):
                return Size(float(len(value)), each=float(len(value))) if isinstance(value, str | bytes) else _SCALAR
            case Ident(name=name):
                return bound[name]
            case Select(operand=operand, test_only=test_only):
                return _SCALAR if test_only else _element(self.visit(operand, bound))
            case ListNode(elements=elements):
                return _sum([self.visit(element, bound) for element in elements])
            case MapNode(entries=entries):
                keys = [self.visit(key, bound) for key, _ in entries if key is not None]
                return _sum([*keys, *(self.visit(value, bound) for _, value in entries)])
            case Comprehension():
                return self._comprehension(node, bound)
            case Call():
                return self._call(node, bound)

    def _input(self, path: tuple[str, ...], node: Node) -> Size:
        if isinstance(node, Select) and node.test_only:
            return _SCALAR
        if path[0] in DYNAMIC_ROOTS:
            size = _CAPTURED
        else:
            field, depth = _deepest_field(self.schema, path)
            size = _field_size(field)
            if depth < len(path):
                size = _element(size)
        self._read.setdefault(path, size)
        self.cost += _CHAR / 2 * min(size.chars, size.each)
        return size

    def _call(self, node: Call, bound: Mapping[str, Size]) -> Size:
        sizes = [self.visit(argument, bound) for argument in node.arguments]
        function = node.function
        if function in _ENDLESS:
            self.cost = float("inf")
        if function == _BRANCH:
            return _larger(sizes[1], sizes[2])
        if function == "_+_":
            total = _sum(sizes)
            lists = any(size.elements > 1 for size in sizes)
            self.cost += (_COPY_ELEMENT * total.elements if lists else 0.0) + _CHAR * total.chars
            return total
        if function in _MEMBERSHIP:
            self.cost += _COMPARE_ELEMENT * sizes[1].elements + _CHAR * min(sizes[1].chars, sizes[0].chars * sizes[1].elements)
            return _SCALAR
        if function in _COMPARISONS:
            self.cost += _COMPARE_ELEMENT * min(size.elements for size in sizes) + _CHAR * min(size.chars for size in sizes)
            return _SCALAR
        if function in _SEARCHES:
            text, wanted = sizes
            self.cost += _SEARCH_CHAR * text.chars + _SEARCH_PAIR * text.chars * wanted.chars
            return _SCALAR
        if function == "_[_]":
            return _element(sizes[0])
        self.cost += sum(_CHAR * size.chars for size in sizes)
        # What is left (conversions, arithmetic, logic) gives at most the text it was given.
        return Size(max((size.chars for size in sizes), default=0.0) + 32.0)

    def _comprehension(self, node: Comprehension, bound: Mapping[str, Size]) -> Size:
        range_ = self.visit(node.range, bound)
        times = max(range_.elements, 1.0)
        inner = {**bound, node.variable: _element(range_), node.accumulator: _SCALAR}
        before = self.cost
        appended = _appended(node)
        if appended is None:
            self.visit(node.condition, inner)
            size = self.visit(node.step, inner)
            self.cost = before + (self.cost - before + _ITERATION) * times
            return size if isinstance(node.result, Ident) else _SCALAR
        keep, element = appended
        if keep is not None:
            self.visit(keep, inner)
        one = self.visit(element, inner)
        self.cost = before + (self.cost - before + _ITERATION) * times + _APPEND * times * times
        chars = range_.chars if isinstance(element, Ident) else one.chars * times
        return Size(chars, times, one.chars)


def _appended(node: Comprehension) -> tuple[Node | None, Node] | None:
    """Return (condition, element) where the loop builds a list, as `map` and `filter` do; None for the others."""
    step, keep = node.step, None
    if isinstance(step, Call) and step.function == _BRANCH:
        keep, step = step.arguments[0], step.arguments[1]
    match step:
        case Call(function="_+_", arguments=(Ident(name=accumulator), ListNode(elements=(element,)))):
            return (keep, element) if accumulator == node.accumulator else None
        case _:
            return None


def _deepest_field(schema: Schema, path: tuple[str, ...]) -> tuple[Field, int]:
    for depth in range(len(path), 0, -1):
        field = find_field(schema, path[:depth])
        if field is not None:
            return field, depth
    raise KeyError(path)


def _field_size(field: Field) -> Size:
    if field.type in (FieldType.BOOL, FieldType.NUMBER, FieldType.MESSAGE):
        return _SCALAR
    if field.type is FieldType.STRING:
        return Size(field.max_chars, each=field.max_chars)
    return Size(field.max_chars, field.max_elements, field.max_element_chars)


def _element(size: Size) -> Size:
    # An element of an untyped value may itself be a list or object of all that is there.
    return Size(size.each, 1.0 if size.each < size.chars else size.elements, size.each)


def _sum(sizes: list[Size]) -> Size:
    return Size(
        sum(size.chars for size in sizes),
        sum(size.elements for size in sizes),
        max((size.chars for size in sizes), default=0.0),
    )


def _larger(first: Size, second: Size) -> Size:
    return Size(max(first.chars, second.chars), max(first.elements, second.elements), max(first.each, second.each))
