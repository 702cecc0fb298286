"""Compiling a layer: everything that can be known when it is written.

Owns: from a `LayerDefinition` to a `CompiledLayer`, with all problems at once, each with its path: notation, names, overrides,
expressions, conditions, fallbacks, locks, limits of the layer by itself (DESIGN §4-§6). Never: other layers (program), values that
depend on a subject (evaluate).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from mintmark_server.claims import names, paths, places
from mintmark_server.claims.check import OVERRIDE_CHECKS, depth_problem, key_problem, keys_problem, value_problem
from mintmark_server.claims.engine import Engine
from mintmark_server.claims.expressions import Expression, ExpressionCompiler, Use
from mintmark_server.claims.hints import find_place
from mintmark_server.claims.kinds import Layer, MergeRule, Notation
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.measure import count_keys, find_deepest, find_long_keys
from mintmark_server.claims.nodes import (
    ConstantNode,
    DynamicNode,
    ListNode,
    Node,
    ObjectNode,
    build_constant,
    find_dynamic,
    find_expressions,
)
from mintmark_server.claims.notation import Claims, count_expression_chars, count_expressions, parse_claims, parse_constant
from mintmark_server.claims.roots import DYNAMIC_ROOTS, UNTRUSTED_ROOTS, Path
from mintmark_server.claims.values import MISSING, ClaimValue, Dynamic, DynamicKind, Json
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import (
    DEFAULT_LIMITS,
    MAX_LAYER_COST,
    MAX_LAYER_EXPRESSION_CHARS,
    MAX_LAYER_EXPRESSIONS,
    MAX_LAYER_PROBLEMS,
    Limits,
)

_OVERRIDING_LAYERS = frozenset({Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.FLOW})
_TEMPLATE_LAYERS = frozenset({Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRules:
    """What the project allows a layer to do."""

    limits: Limits = DEFAULT_LIMITS
    allowed_overrides: frozenset[str] = frozenset()
    override_subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerOrigin:
    """Where a layer's definition stands: resource name and revision; `from_request` for what the call itself brings."""

    resource: str = ""
    revision: int = 0
    from_request: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One top-level claim of one layer, ready to evaluate."""

    name: str
    node: Node
    condition: Expression | None
    layer: CompiledLayer
    from_request: bool
    """Whether the request brings the claim, or anything that its value or condition reads."""
    expressions: tuple[Expression, ...]
    """Those of its value and its condition."""


@dataclass(slots=True, eq=False)
class CompiledLayer:
    """A layer, compiled. Immutable once built; `claims` is its canonical form."""

    layer: Layer
    origin: LayerOrigin
    definition: LayerDefinition
    claims: Claims
    entries: Mapping[str, Entry]
    removes: frozenset[str]
    locks: frozenset[str]
    merge: MergeRule
    reads: frozenset[Path]
    """Canonical paths that its expressions read."""

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of this layer's claims with its place in what the author wrote."""
        return _locate([problem], self.definition)[0]

    @property
    def cost(self) -> float:
        """Units of the worst evaluation of all its expressions."""
        return sum(expression.cost for entry in self.entries.values() for expression in entry.expressions)

    @property
    def captures(self) -> frozenset[Path]:
        """Paths of the flow's context that have to be kept for later evaluations."""
        return frozenset(path for path in self.reads if path[0] in DYNAMIC_ROOTS)

    @property
    def attributes(self) -> tuple[str, ...]:
        """Ids of the attribute definitions that are used, e.g. `user.plan`, sorted."""
        return tuple(sorted({f"{path[0]}.{path[2]}" for path in self.reads if path[1:2] == ("custom_attributes",)}))

    @property
    def overrides(self) -> tuple[str, ...]:
        """Standard claims that the layer overrides, sorted."""
        return tuple(sorted(names.OVERRIDABLE & set(self.entries)))


def compile_layer(
    definition: LayerDefinition,
    *,
    layer: Layer,
    engine: Engine,
    rules: LayerRules,
    origin: LayerOrigin | None = None,
) -> tuple[CompiledLayer, list[Problem]]:
    """Compile a layer; return it, as far as it goes, and all its problems. Only a layer without problems may be evaluated."""
    return _LayerCompiler(definition, layer, engine, rules, origin or LayerOrigin()).compile()


class _LayerCompiler:
    def __init__(self, definition: LayerDefinition, layer: Layer, engine: Engine, rules: LayerRules, origin: LayerOrigin) -> None:
        self.definition = definition
        self.layer = layer
        self.rules = rules
        self.origin = origin
        self.expressions = ExpressionCompiler(engine, layer=layer.word, dynamic_roots=layer is Layer.FLOW)
        self.conditions = ExpressionCompiler(engine, layer=layer.word, dynamic_roots=layer is Layer.FLOW)
        self.problems: list[Problem] = []
        self.fallbacks: dict[str, Json] = {}

    def compile(self) -> tuple[CompiledLayer, list[Problem]]:
        claims, problems = parse_claims(self.definition.notation, self.definition.source)
        self.problems += problems
        is_readable = bool(claims) or not problems
        if too_large := _find_too_large(self.definition, claims):
            # Nothing of it is looked at any further: each part would cost time, and most of them a problem.
            self.problems += too_large
            claims, is_readable = {}, False
        else:
            self._read_fallbacks()
        nodes = {name: self._node(value, paths.member("", name)) for name, value in claims.items()}
        conditions: dict[str, Expression] = {}
        if is_readable:
            # What can't be read has no names that could be told apart from wrong ones.
            conditions = self._conditions(claims)
            self._check_fallbacks()
            self._check_lists(claims)
        self._check_names(nodes)
        self._check_overrides(nodes, conditions)
        self._check_limits(claims, nodes, conditions)
        self._check_cost([*(item for node in nodes.values() for item in find_expressions(node)), *conditions.values()])
        compiled = CompiledLayer(
            layer=self.layer,
            origin=self.origin,
            definition=self.definition,
            claims=claims,
            entries={},
            removes=frozenset(self.definition.remove_claims),
            locks=frozenset(self.definition.locked),
            merge=self.definition.merge,
            reads=frozenset(path for node in nodes.values() for expression in find_expressions(node) for path in expression.reads)
            | {path for condition in conditions.values() for path in condition.reads},
        )
        compiled.entries = MappingProxyType(
            {name: self._entry(name, nodes[name], conditions.get(name), compiled) for name in sorted(nodes)}
        )
        conditioned = [replace(problem, source_field=places.CONDITIONS) for problem in self.conditions.problems]
        return compiled, self._in_layer([*self.problems, *self.expressions.problems, *conditioned])

    def _entry(self, name: str, node: Node, condition: Expression | None, compiled: CompiledLayer) -> Entry:
        expressions = [*find_expressions(node), *([condition] if condition is not None else [])]
        from_request = self.origin.from_request or any(expression.from_request for expression in expressions)
        return Entry(name, node, condition, compiled, from_request, tuple(expressions))

    def _in_layer(self, problems: list[Problem]) -> list[Problem]:
        told = problems[:MAX_LAYER_PROBLEMS]
        named = [problem if problem.layer else replace(problem, layer=self.layer.word) for problem in told]
        placed = [problem for problem in named if problem.source_field]
        return [*placed, *_locate([problem for problem in named if not problem.source_field], self.definition)]

    def _refuse(self, reason: Reason, path: str, message: str, *, hint: str = "", source_field: str = "") -> None:
        problem = Problem(reason=reason, path=path, message=message, hint=hint, layer=self.layer.word, source_field=source_field)
        self.problems.append(problem)

    def _read_fallbacks(self) -> None:
        for path, value in self.definition.fallbacks.items():
            self.fallbacks[path], problems = parse_constant(value, path)
            self.problems += [replace(problem, source_field=places.FALLBACKS) for problem in problems]

    def _check_fallbacks(self) -> None:
        for path in self.fallbacks:
            message = "No dynamic value stands at this fallback's path."
            hint = "Name the full path of a dynamic value, as `box.plan`."
            self._refuse(Reason.UNKNOWN_CLAIM, path, message, hint=hint, source_field=places.FALLBACKS)

    def _node(self, value: ClaimValue, path: str) -> Node:
        """Compile a value; where it has problems the node stands in, and the layer is refused."""
        if isinstance(value, Dynamic):
            fallback = self.fallbacks.pop(path, value.fallback)
            compiled = (
                self.expressions.expression(value.source, path, use=Use.VALUE, place=value.place)
                if value.kind is DynamicKind.EXPRESSION
                else self.expressions.interpolation(value.source, path)
            )
            return DynamicNode(compiled, fallback) if compiled is not None else _PLACEHOLDER_NODE
        if isinstance(value, tuple):
            elements = tuple(self._node(item, paths.element(path, index)) for index, item in enumerate(value))
            constant = _constants(elements)
            return ListNode(elements) if constant is None else build_constant(constant)
        if isinstance(value, Mapping):
            members = tuple((key, self._node(value[key], paths.member(path, key))) for key in sorted(value))
            constant = _constants(tuple(node for _, node in members))
            if constant is None:
                return ObjectNode(members)
            return build_constant(dict(zip((key for key, _ in members), constant, strict=True)))
        return build_constant(value)

    def _conditions(self, claims: Claims) -> dict[str, Expression]:
        conditions = {}
        for name, source in self.definition.conditions.items():
            path = paths.member("", name)
            if name not in claims:
                message = "A condition names a claim that the layer does not have."
                self._refuse(Reason.UNKNOWN_CLAIM, path, message, hint=_LIST_HINT, source_field=places.CONDITIONS)
                continue
            place = find_place(source, len(source) - len(source.lstrip()))
            compiled = self.conditions.expression(source.strip(), path, use=Use.CONDITION, place=place)
            if compiled is not None:
                conditions[name] = compiled
        return conditions

    def _check_names(self, nodes: Mapping[str, Node]) -> None:
        seen: dict[str, str] = {}
        for name in sorted(nodes):
            path = paths.member("", name)
            folded = names.fold(name)
            if folded in names.RESERVED:
                if problem := self._reserved_problem(name, folded, path):
                    self.problems.append(problem)
            elif folded in seen:
                message = f"The name is the same as `{seen[folded]}` after case folding; some readers take them for one."
                self._refuse(Reason.DUPLICATE_CLAIM, path, message, hint="Rename or remove one of them.")
            elif not name:
                self._refuse(Reason.INVALID_CLAIM_VALUE, path, "A claim's name can't be empty.", hint="Name it.")
            seen.setdefault(folded, name)

    def _reserved_problem(self, name: str, folded: str, path: str) -> Problem | None:
        may = self.layer in _TEMPLATE_LAYERS and self.rules.override_subject if name == "sub" else self.layer in _OVERRIDING_LAYERS
        if name not in names.OVERRIDABLE or not may:
            hint = "Choose another name, or put it into an object: inside, every name is free."
            if name == "sub" and self.layer in _TEMPLATE_LAYERS:
                hint = "Set the template's `override_subject`."
            elif name not in names.OVERRIDABLE and folded in names.OVERRIDABLE:
                hint = f"Write it as `{folded}`."
            message = f"`{folded}` belongs to the service and can't be set here."
            return Problem(reason=Reason.RESERVED_CLAIM, path=path, message=message, hint=hint, layer=self.layer.word)
        if name not in self.rules.allowed_overrides:
            message = f"The project does not allow `{name}` to be overridden."
            hint = "Add it to the project's `allowed_overrides`."
            return Problem(reason=Reason.OVERRIDE_NOT_ALLOWED, path=path, message=message, hint=hint, layer=self.layer.word)
        return None

    def _check_overrides(self, nodes: Mapping[str, Node], conditions: Mapping[str, Expression]) -> None:
        refused = {problem.path for problem in self.problems}
        for name in sorted(names.OVERRIDABLE & set(nodes)):
            if name in refused:
                continue
            node = nodes[name]
            if node is _PLACEHOLDER_NODE:
                continue  # Its expression is refused; what stands in for it has no type.
            check = OVERRIDE_CHECKS[name]
            if isinstance(node, ConstantNode) and (problem := check(node.value, layer=self.layer.word)):
                self.problems.append(problem)
                continue
            expressions = [*find_expressions(node), *([conditions[name]] if name in conditions else [])]
            roots = {path[0] for expression in expressions for path in expression.reads}
            untrusted = roots - {"user", "access_key"} if name == "sub" else roots & UNTRUSTED_ROOTS
            if untrusted:
                allowed = "constants, `user.*` or `access_key.*`" if name == "sub" else "what callers do not control"
                message = f"`{name}` can't be taken from {', '.join(f'`{root}`' for root in sorted(untrusted))}; only from {allowed}."
                hint = "Store it in an attribute first, or compare it with constants in a condition of another claim."
                self._refuse(Reason.UNTRUSTED_OVERRIDE_SOURCE, name, message, hint=hint)

    def _check_limits(self, claims: Claims, nodes: Mapping[str, Node], conditions: Mapping[str, Expression]) -> None:
        limits, layer = self.rules.limits, self.layer.word
        total = 0
        for name in sorted(claims):
            path = paths.member("", name)
            value, node = claims[name], nodes[name]
            long_keys = find_long_keys({name: value}, "", bound=limits.max_key_chars)
            self.problems += [key_problem(where, limits.max_key_chars, chars, layer=layer) for where, chars in long_keys]
            depth, where = find_deepest(value, path)
            if depth > limits.max_depth:
                self.problems.append(depth_problem(where, limits.max_depth, depth, layer=layer))
            if isinstance(node, ConstantNode) and node.measure.chars > limits.max_value_chars:
                self.problems.append(value_problem(path, limits.max_value_chars, node.measure.chars, layer=layer))
            certain = not any(True for _ in find_dynamic(node)) or self._never_empty(node)
            if name not in conditions and certain:
                total += 1 + count_keys(value)
        if total > limits.max_keys:
            self.problems.append(keys_problem("", limits.max_keys, total, layer=layer))

    def _check_cost(self, expressions: list[Expression]) -> None:
        total = sum(expression.cost for expression in expressions)
        if total > MAX_LAYER_COST:
            self.problems.append(cost_problem(total, "", what="all expressions", layer=self.layer))

    def _never_empty(self, node: Node) -> bool:
        """Tell whether each dynamic value below has a fallback, so that no policy can leave it out."""
        return all(dynamic.fallback is not MISSING for dynamic in find_dynamic(node))

    def _check_lists(self, claims: Claims) -> None:
        for name in self.definition.locked:
            if name not in claims:
                message = "`locked` names a claim that the layer does not have."
                self._refuse(Reason.UNKNOWN_CLAIM, paths.member("", name), message, hint=_LIST_HINT, source_field=places.LOCKED)
        for name in self.definition.remove_claims:
            if names.is_reserved(name):
                message = f"`{names.fold(name)}` belongs to the service and can't be removed."
                hint = "Use the template's settings: `auth_schema`, `exclude_permissions`, `add_jti`."
                self._refuse(Reason.RESERVED_CLAIM, paths.member("", name), message, hint=hint, source_field=places.REMOVED)


_LIST_HINT = "Name a top-level claim of this layer."
_PLACEHOLDER_NODE = build_constant(None)


def cost_problem(cost: float, path: str, *, what: str, layer: Layer) -> Problem:
    """Return the problem of claims that are evaluated together and cost too much in the worst case."""
    total = math.ceil(cost)
    return Problem(
        reason=Reason.EXPRESSION_TOO_COSTLY,
        path=path,
        message=f"The worst cases of {what} together cost {total} units; at most {MAX_LAYER_COST} are allowed.",
        hint="Have fewer expressions that loop; a path alone costs next to nothing.",
        limit=MAX_LAYER_COST,
        actual=total,
        layer=layer.word,
    )


def _find_too_large(definition: LayerDefinition, claims: Claims) -> list[Problem]:
    """Return what there is too much of to be compiled."""
    hint = "Store what they compute in an attribute."
    problems = []
    for field in (places.CONDITIONS, places.FALLBACKS, places.LOCKED, places.REMOVED):
        actual = len(getattr(definition, field))
        if actual > MAX_LAYER_EXPRESSIONS:
            message = f"There are {actual} entries; at most {MAX_LAYER_EXPRESSIONS} are allowed."
            problems.append(_too_large(message, MAX_LAYER_EXPRESSIONS, actual, source_field=field))
    if (count := count_expressions(claims) + len(definition.conditions)) > MAX_LAYER_EXPRESSIONS:
        message = f"The claims have {count} expressions; at most {MAX_LAYER_EXPRESSIONS} are allowed."
        return [*problems, _too_large(message, MAX_LAYER_EXPRESSIONS, count, hint=hint)]
    if (chars := count_expression_chars(claims) + sum(map(len, definition.conditions.values()))) > MAX_LAYER_EXPRESSION_CHARS:
        message = f"The expressions have {chars} characters together; at most {MAX_LAYER_EXPRESSION_CHARS} are allowed."
        problems.append(_too_large(message, MAX_LAYER_EXPRESSION_CHARS, chars, hint=hint))
    return problems


def _too_large(message: str, limit: int, actual: int, *, hint: str = "", source_field: str = "") -> Problem:
    return Problem(
        reason=Reason.INPUT_TOO_LARGE, path="", message=message, hint=hint, limit=limit, actual=actual, source_field=source_field
    )


def _locate(problems: list[Problem], definition: LayerDefinition) -> list[Problem]:
    if definition.notation is Notation.SIMPLE:
        return [replace(problem, source_field=places.SIMPLE) for problem in problems]
    return places.locate(problems, definition.source) if problems else []


def _constants(nodes: tuple[Node, ...]) -> list[Json] | None:
    """Return the nodes' values when all are constants, and none stands in for what has problems."""
    values: list[Json] = []
    for node in nodes:
        if not isinstance(node, ConstantNode) or node is _PLACEHOLDER_NODE:
            return None
        values.append(node.value)
    return values
