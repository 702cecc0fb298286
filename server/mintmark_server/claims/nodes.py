"""Compiled claim values: what stays the same, computed once; what does not, ready to resolve.

Owns: the nodes, and resolving them under an empty-claim policy (DESIGN §4). Never: parsing, merging, limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mintmark_server.claims import paths
from mintmark_server.claims.expressions import Expression, ExpressionError, Inputs, Interpolation
from mintmark_server.claims.kinds import EmptyClaimPolicy
from mintmark_server.claims.measure import Measure, measure
from mintmark_server.claims.values import MISSING, Json, Missing
from mintmark_server.errors import Problem


@dataclass(frozen=True, slots=True)
class ResolveContext:
    """What resolving needs besides the node; `problems` collects, so that one failure doesn't hide another."""

    inputs: Inputs
    policy: EmptyClaimPolicy
    layer: str
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class ConstantNode:
    """A value without anything dynamic in it, with its text and counts."""

    value: Json
    measure: Measure

    def resolve(self, _context: ResolveContext, _path: str) -> Json | Missing:
        """Return the value."""
        return self.value


@dataclass(frozen=True, slots=True)
class DynamicNode:
    """A reference, or interpolated text, with its fallback."""

    source: Expression | Interpolation
    fallback: Json | Missing

    def resolve(self, context: ResolveContext, path: str) -> Json | Missing:
        """Return the value; MISSING where the policy leaves it out, or where it failed (then a problem is noted)."""
        try:
            value = self.source.resolve(context.inputs)
        except ExpressionError as error:
            context.problems.append(error.problem(path, layer=context.layer))
            return MISSING
        if value is MISSING or value is None:
            if self.fallback is not MISSING:
                return self.fallback
            if context.policy is EmptyClaimPolicy.NONE:
                return ""
            return None if context.policy is EmptyClaimPolicy.NIL else MISSING
        if context.policy is not EmptyClaimPolicy.NONE and (value == "" or value == [] or value == {}):
            return None if context.policy is EmptyClaimPolicy.NIL else MISSING
        return value

    def uses_fallback(self, inputs: Inputs) -> bool:
        """Tell whether the value is the fallback's (for origins; the node resolved before)."""
        return self.fallback is not MISSING and self.source.resolve(inputs) in (MISSING, None)


@dataclass(frozen=True, slots=True)
class ObjectNode:
    """An object with something dynamic in it; members in code-point order of their keys."""

    members: tuple[tuple[str, Node], ...]

    def resolve(self, context: ResolveContext, path: str) -> Json | Missing:
        """Return the object; members that are left out are not in it, and `{}` stays."""
        resolved: dict[str, Json] = {}
        for key, node in self.members:
            value = node.resolve(context, paths.member(path, key))
            if value is not MISSING:
                resolved[key] = value
        return resolved


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list with something dynamic in it."""

    elements: tuple[Node, ...]

    def resolve(self, context: ResolveContext, path: str) -> Json | Missing:
        """Return the list without the elements that are left out."""
        resolved: list[Json] = []
        for index, node in enumerate(self.elements):
            value = node.resolve(context, paths.element(path, index))
            if value is not MISSING:
                resolved.append(value)
        return resolved


Node: TypeAlias = ConstantNode | DynamicNode | ObjectNode | ListNode


def build_constant(value: Json) -> ConstantNode:
    """Make a constant with its text and counts."""
    return ConstantNode(value, measure(value))


def find_dynamic(node: Node) -> Iterator[DynamicNode]:
    """Yield every dynamic node below."""
    if isinstance(node, DynamicNode):
        yield node
    elif isinstance(node, ObjectNode):
        for _, member in node.members:
            yield from find_dynamic(member)
    elif isinstance(node, ListNode):
        for element in node.elements:
            yield from find_dynamic(element)


def find_expressions(node: Node) -> Iterator[Expression]:
    """Yield every expression below."""
    for dynamic in find_dynamic(node):
        if isinstance(dynamic.source, Expression):
            yield dynamic.source
        else:
            yield from (part for part in dynamic.source.parts if isinstance(part, Expression))
