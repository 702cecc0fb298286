"""The worst case of an expression.

Owns: an upper bound on what one evaluation can take, computed on the checked tree at the inputs' largest sizes (DESIGN §4): evaluation
holds the interpreter lock, so no expression may freeze the server. Never: measuring; timing.

A unit stands for about 0.1 µs. The weights were measured on the shapes that each stands for (ADR 20).
A value's size is followed through lists and objects that the expression builds, at every depth: what is shared while it is evaluated
is written out in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
from mintmark_server.limits import MAX_CAPTURED_VALUES, MAX_CONTEXT_BYTES, MAX_CONTEXT_ELEMENTS

_STEP: Final = 0.4
"""Any call, select or literal."""
_MEMBER: Final = 12.0
"""Looking into an object of the record's, or into what a flow captured."""
_ITERATION: Final = 0.6
_GIVE: Final = 6.5
"""Handing one element of a stored list to CEL."""
_GIVE_MEMBER: Final = 12.0
"""Handing one value inside an object attribute to CEL."""
_GIVE_CAPTURED: Final = 0.8
"""Handing one value of the captured context to CEL."""
_TAKE: Final = 7.0
"""Taking one value inside a result out of CEL, checking it and writing it."""
_COPY: Final = 1.0
"""One element of lists that are joined, or of a list or object that the expression builds."""
_APPEND: Final = 0.16
"""`map` and `filter` copy their accumulator at each step: per element that is already there."""
_COMPARE: Final = 0.25
_CHAR: Final = 0.006
_READ_CHAR: Final = 0.0075
"""One character of a field, each time that it is read: CEL copies it."""
_SEARCH_CHAR: Final = 0.05
_SEARCH_PAIR: Final = 0.0001
"""`contains`: per character of the text and of what is looked for."""
_MAX_LOOP_DEPTH: Final = 3
"""Loops in loops in loops; none that deep is cheap."""

_TIME: Final = 20.0
"""Reading a text as a time or a span."""
_TIMES: Final = frozenset({"timestamp", "duration"})
_ENDLESS: Final = "matches"
"""Excluded: no useful bound holds for a regular expression."""
_CALENDAR: Final = "get"
"""`getHours` and the like; with a time zone they would read the machine's files, so that is excluded."""
_SEARCHES: Final = frozenset({"contains"})
_BRANCH: Final = "_?_:_"
_MEMBERSHIP: Final = frozenset({"@in", "in", "_in_"})
_COMPARISONS: Final = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "startsWith", "endsWith"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a value can be: `chars` of all texts in it, `values` inside it at every depth, `count` of its elements or members.

    `element` is the largest element or member, None where it is a scalar without text; `is_opaque`: any part may be as large as all;
    `is_text`: it is text for certain.
    """

    chars: float = 0.0
    values: float = 0.0
    count: float = 1.0
    element: Size | None = None
    is_opaque: bool = False
    is_text: bool = False

    def inside(self) -> Size:
        """Return the size of one element or member."""
        return self if self.is_opaque else self.element or _SCALAR

    def share(self, times: float) -> Size:
        """Return the size of one element where all are alike."""
        inner = self.inside()
        values = max(self.values / times - 1.0, 0.0)
        return replace(inner, chars=self.chars / times, values=values, count=min(inner.count, max(values, 1.0)))


_SCALAR: Final = Size()


@dataclass(frozen=True, slots=True)
class Cost:
    """Units of the worst evaluation, inputs and result included; `excluded` is why there is no bound, "" where there is one."""

    units: float
    excluded: str = ""


def compute_cost(tree: Node, schema: Schema, *, is_plain: bool) -> Cost:
    """Return the cost of a checked expression; of a plain path, which CEL has no part in, that of writing what it leads to."""
    meter = _Meter(schema)
    size = meter.visit(tree, {})
    if is_plain:
        return Cost(_STEP + size.values + _CHAR * size.chars)
    if meter.excluded:
        return Cost(float("inf"), meter.excluded)
    return Cost(meter.cost + meter.inputs() + _TAKE * size.values + _CHAR * size.chars)


class _Meter:
    """Walks a tree once and adds up; a comprehension's body is walked once and multiplied."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.cost = 0.0
        self.excluded = ""
        self._depth = 0
        self._read: dict[tuple[str, ...], float] = {}

    def inputs(self) -> float:
        """Return what handing over the values that are read takes, each once."""
        return sum(self._read.values())

    def visit(self, node: Node, bound: Mapping[str, Size]) -> Size:
        self.cost += _STEP
        path = read_path(node)
        if path is not None and path.path[0] not in bound:
            return self._input(path.path, node)
        match node:
            case Constant(value=value):
                return Size(float(len(value)), is_text=isinstance(value, str)) if isinstance(value, str | bytes) else _SCALAR
            case Ident(name=name):
                return bound[name]
            case Select(operand=operand, test_only=test_only):
                size = self.visit(operand, bound)
                self.cost += _MEMBER
                return _SCALAR if test_only else size.inside()
            case ListNode(elements=elements):
                return self._build([self.visit(element, bound) for element in elements])
            case MapNode(entries=entries):
                keys = [self.visit(key, bound) for key, _ in entries if key is not None]
                return self._build([*keys, *(self.visit(value, bound) for _, value in entries)])
            case Comprehension():
                return self._comprehension(node, bound)
            case Call():
                return self._call(node, bound)

    def _exclude(self, message: str) -> None:
        self.excluded = self.excluded or message

    def _build(self, parts: list[Size]) -> Size:
        self.cost += _COPY * len(parts)
        count = float(len(parts))
        return Size(_chars(parts), count + sum(part.values for part in parts), count, _largest(parts))

    def _input(self, path: tuple[str, ...], node: Node) -> Size:
        if path[0] in DYNAMIC_ROOTS:
            root, size, deeper, give = path[:1], _CAPTURED, len(path) - 1, _GIVE_CAPTURED
        else:
            field, depth = _deepest_field(self.schema, path)
            root, size, deeper = path[:depth], _field_size(field), len(path) - depth
            give = _GIVE_MEMBER if field.type is FieldType.OBJECT else _GIVE
        self.cost += _MEMBER * deeper
        self._read.setdefault(root, give * max(size.values, 1.0) + _CHAR * size.chars)
        if isinstance(node, Select) and node.test_only:
            return _SCALAR
        self.cost += _READ_CHAR * (size.chars if size.element is None else size.element.chars)
        return size.inside() if deeper else size

    def _call(self, node: Call, bound: Mapping[str, Size]) -> Size:
        sizes = [self.visit(argument, bound) for argument in node.arguments]
        function = node.function
        if function == _ENDLESS:
            self._exclude("`matches` is not available: a regular expression has no useful bound.")
        if function.startswith(_CALENDAR) and len(sizes) > 1:
            self._exclude(f"`{function}` takes no time zone here: times are UTC.")
        if function in _TIMES:
            self.cost += _TIME
        if function == _BRANCH:
            return _largest(sizes[1:])
        if function == "_+_":
            return self._join(sizes)
        if function in _MEMBERSHIP:
            wanted, among = sizes
            self.cost += _COMPARE * (among.values or among.count) + _CHAR * min(among.chars, wanted.chars * max(among.count, 1.0))
            return _SCALAR
        if function in _COMPARISONS:
            self.cost += _COMPARE * min(size.values for size in sizes) + _CHAR * min(size.chars for size in sizes)
            return _SCALAR
        if function in _SEARCHES:
            text, wanted = sizes
            self.cost += _SEARCH_CHAR * text.chars + _SEARCH_PAIR * text.chars * wanted.chars
            return _SCALAR
        if function == "_[_]":
            self.cost += _MEMBER
            return sizes[0].inside()
        self.cost += sum(_CHAR * size.chars for size in sizes)
        if function == "dyn":
            return sizes[0]
        # What is left (conversions, arithmetic, logic) gives at most the text it was given.
        return Size(max((size.chars for size in sizes), default=0.0) + 32.0, is_text=function == "string")

    def _join(self, sizes: list[Size]) -> Size:
        lists = [] if any(size.is_text for size in sizes) else [size for size in sizes if size.values]
        count = sum(size.count for size in lists)
        self.cost += _COPY * count + _CHAR * _chars(sizes)
        if not lists:
            return Size(_chars(sizes), is_text=True)
        is_opaque = any(size.is_opaque for size in lists)
        element = replace(_largest(lists), is_opaque=False) if is_opaque else _largest([size.inside() for size in lists])
        return Size(_chars(sizes), sum(size.values for size in lists), count, element)

    def _comprehension(self, node: Comprehension, bound: Mapping[str, Size]) -> Size:
        """Meter a loop. Where one element may be as large as all, the worst is one that is, or all alike: both are counted."""
        range_ = self.visit(node.range, bound)
        times = max(range_.count, 1.0)
        if self._depth == _MAX_LOOP_DEPTH:
            self._exclude("Loops are nested too deep.")
            return _SCALAR
        self._depth += 1
        largest = range_.inside()
        is_uneven = largest.chars * times > range_.chars or (largest.values + 1.0) * times > range_.values
        alike = self._body(node, bound, range_.share(times) if is_uneven else largest, times)
        one = self._body(node, bound, largest, 1.0) if is_uneven else alike
        self._depth -= 1
        appended = _appended(node)
        if appended is None:
            return one if isinstance(node.result, Ident) else _SCALAR
        self.cost += _APPEND * times * times
        if isinstance(appended[1], Ident) and appended[1].name == node.variable:
            return Size(range_.chars, max(range_.values, times), times, largest)
        extra = one if is_uneven else _SCALAR
        return Size(alike.chars * times + extra.chars, (1.0 + alike.values) * times + extra.values, times, one)

    def _body(self, node: Comprehension, bound: Mapping[str, Size], element: Size, times: float) -> Size:
        """Count a loop's body that often with an element of that size; return what one step gives, or appends."""
        inner = {**bound, node.variable: element, node.accumulator: _SCALAR}
        before = self.cost
        appended = _appended(node)
        if appended is None:
            if isinstance(node.initial, ListNode | MapNode):
                self._exclude("The loop builds something whose size can't be followed.")
            self.visit(node.condition, inner)
            size = self.visit(node.step, inner)
        else:
            keep, added = appended
            if keep is not None:
                self.visit(keep, inner)
            size = self.visit(added, inner)
        self.cost = before + (self.cost - before + _ITERATION) * times
        return size


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
        return Size(field.max_chars, is_text=True)
    if field.type is FieldType.OBJECT:
        return Size(field.max_chars, field.max_elements, field.max_elements, is_opaque=True)
    return Size(field.max_chars, field.max_elements, field.max_elements, Size(field.max_element_chars, is_text=True))


_CAPTURED: Final = Size(MAX_CONTEXT_BYTES, MAX_CAPTURED_VALUES, MAX_CONTEXT_ELEMENTS, is_opaque=True)


def _chars(sizes: Iterable[Size]) -> float:
    return sum(size.chars for size in sizes)


def _largest(sizes: list[Size]) -> Size:
    """Return a size that none of these exceeds in anything."""
    inner = [size.element for size in sizes if size.element is not None]
    return Size(
        max((size.chars for size in sizes), default=0.0),
        max((size.values for size in sizes), default=0.0),
        max((size.count for size in sizes), default=1.0),
        _largest(inner) if inner else None,
        is_opaque=any(size.is_opaque for size in sizes),
        is_text=all(size.is_text for size in sizes),
    )
