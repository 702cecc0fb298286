"""The syntax tree of an expression.

Owns: the nodes that references and costs are read from, and the walk over them. Never: CEL's own messages (engine makes the nodes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mintmark_server.claims.roots import Path


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; `value` is None for null, bytes for bytes."""

    value: bool | int | float | str | bytes | None
    position: int


@dataclass(frozen=True, slots=True)
class Ident:
    """A root or a comprehension's variable."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Select:
    """`operand.field`, or `has(operand.field)` when `test_only`."""

    operand: Node
    field: str
    test_only: bool
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator; a method's receiver is its first argument."""

    function: str
    arguments: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list literal."""

    elements: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A map literal, or a message literal when `message` is set."""

    entries: tuple[tuple[Node | None, Node], ...]
    message: str
    position: int


@dataclass(frozen=True, slots=True)
class Comprehension:
    """What `all exists exists_one map filter` expand to."""

    variable: str
    range: Node
    accumulator: str
    initial: Node
    condition: Node
    step: Node
    result: Node
    position: int


Node: TypeAlias = Constant | Ident | Select | Call | ListNode | MapNode | Comprehension


@dataclass(frozen=True, slots=True)
class Reference:
    """A path that an expression reads, as spelled; `position` is where it starts, in characters from 0."""

    path: Path
    position: int


def find_references(node: Node, *, bound: frozenset[str] = frozenset()) -> Iterator[Reference]:
    """Yield each path that starts at a root; constant string indexes are steps too (`headers['x-id']`)."""
    path = read_path(node)
    if path is not None:
        if path.path[0] not in bound:
            yield path
        return
    match node:
        case Select(operand=operand):
            yield from find_references(operand, bound=bound)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from find_references(argument, bound=bound)
        case ListNode(elements=elements):
            for element in elements:
                yield from find_references(element, bound=bound)
        case MapNode(entries=entries):
            for key, value in entries:
                if key is not None:
                    yield from find_references(key, bound=bound)
                yield from find_references(value, bound=bound)
        case Comprehension():
            yield from find_references(node.range, bound=bound)
            yield from find_references(node.initial, bound=bound)
            inner = bound | {node.variable, node.accumulator}
            for part in (node.condition, node.step, node.result):
                yield from find_references(part, bound=inner)
        case Constant() | Ident():
            return


def read_path(node: Node) -> Reference | None:
    """Return the path that the node is, a root followed by `.name` or `["text"]` steps; None when it is anything else."""
    steps: list[str] = []
    while True:
        match node:
            case Ident(name=name, position=position):
                return Reference((name, *reversed(steps)), position)
            case Select(operand=operand, field=field):
                steps.append(field)
                node = operand
            case Call(function="_[_]", arguments=(operand, Constant(value=str() as key))):
                steps.append(key)
                node = operand
            case _:
                return None


def is_plain_path(node: Node) -> bool:
    """Tell whether the node is a path that can be read directly: no `has()` in it."""
    while isinstance(node, Select | Call):
        if isinstance(node, Select):
            if node.test_only:
                return False
            node = node.operand
        else:
            node = node.arguments[0]
    return True
