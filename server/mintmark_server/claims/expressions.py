"""Dynamic values: from an expression's text to a value.

Owns: compiling with all problems (position, nearest spelling, type, cost), plain paths, interpolated text. Never: CEL itself (engine),
what is remembered of it (results), fallbacks and empty-claim policies (nodes).

A plain path is read directly when evaluated; it agrees with CEL wherever something stands there, and where nothing does it is
MISSING, which CEL can't say (DESIGN §4).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from mintmark_server.claims.cost import compute_cost
from mintmark_server.claims.engine import (
    OTHER_TYPE,
    CheckedExpression,
    CompileError,
    Engine,
    EvaluationError,
    RootPlan,
    fits,
    read_canonical,
)
from mintmark_server.claims.hints import START, Place, add_places, find_compile_hint, find_place, find_type_hint
from mintmark_server.claims.jsontext import dump_number
from mintmark_server.claims.placeholders import Placeholder, PlaceholderError, split_placeholders
from mintmark_server.claims.results import OWN_FIELDS, RESULTS
from mintmark_server.claims.results import find_place as find_result_place
from mintmark_server.claims.roots import DYNAMIC_ROOTS, REQUEST_ROOTS, Field, FieldType, Path, find_attribute, find_field, find_unknown
from mintmark_server.claims.snapshot import Views
from mintmark_server.claims.syntax import Node, find_references, is_plain_path, read_path
from mintmark_server.claims.values import MISSING, Json, Missing
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import MAX_EXPRESSION_CHARS, MAX_EXPRESSION_COST, MAX_NUMBER

_SCALARS: Final = frozenset({"STRING", "BOOL", "INT", "UINT", "DOUBLE", "NULL", "DYN"})
_LIST: Final = re.compile(r"LIST<(.*)>\Z")
_MAP: Final = re.compile(r"MAP<([A-Z]+), (.*)>\Z")


_MAX_SEARCHED: Final = 50
"""Unknown references of a layer for which it is looked what is near."""
_FAILED_HINT: Final = "Test what may be absent with has(), bounds with size(), and divisors; or mend the record."


class Use(Enum):
    """What an expression's result is for."""

    VALUE = "a claim value"
    TEXT = "text"
    CONDITION = "a condition"


class ExpressionError(Exception):
    """An expression failed on this snapshot, or gave what is no claim value."""

    def __init__(self, message: str, *, reason: Reason = Reason.EXPRESSION_FAILED, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.hint = hint

    def problem(self, path: str, *, layer: str) -> Problem:
        """Return the problem of a claim at a path."""
        return Problem(reason=self.reason, path=path, message=self.message, hint=self.hint, layer=layer)


class Inputs:
    """The roots that one evaluation reads; what CEL needs of them is built when an expression first asks for it.

    `views` keeps CEL's view for other evaluations of the very same roots; whoever keeps the roots keeps it with them.
    """

    __slots__ = ("_plans", "_views", "roots")

    def __init__(self, roots: Mapping[str, Any], plans: Mapping[Engine, RootPlan], views: Views) -> None:
        self.roots = roots
        self._plans = plans
        self._views = views

    def activation(self, expression: Expression) -> Any:  # noqa: ANN401
        """Return CEL's view of the roots. Raises: EvaluationError where an attribute that the expression reads has the wrong type."""
        plan, roots = self._plans[expression.engine], self.roots
        found = self._views.get(plan)
        if found is not None:
            for name, root in found[0]:
                if roots.get(name) is not root:
                    break
            else:
                return found[1]
        try:
            activation = expression.engine.activate(plan, roots)
        except EvaluationError:
            # What another expression reads may be what does not fit.
            return expression.engine.activate(expression.engine.plan_roots(expression.spelled), roots)
        self._views[plan] = (tuple((name, roots.get(name)) for name in plan.names), activation)
        return activation


def plan_inputs(expressions: Iterable[Expression]) -> dict[Engine, RootPlan]:
    """Return what CEL needs for these expressions, plain paths left out, by the engine that compiled them."""
    spelled: dict[Engine, list[Path]] = {}
    for expression in expressions:
        if expression.plain is None:
            spelled.setdefault(expression.engine, []).extend(expression.spelled)
    return {engine: engine.plan_roots(found) for engine, found in spelled.items()}


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `plain` is its canonical path where it is one; `reads` are canonical paths."""

    source: str
    plain: Path | None
    reads: tuple[Path, ...]
    result_type: str
    cost: float
    """Units of its worst evaluation (claims.cost)."""
    _declared: Field | None
    """The custom attribute that a plain path leads to or through: its value may be older than its type."""
    spelled: tuple[Path, ...]
    engine: Engine
    _checked: CheckedExpression
    _decided_by: tuple[Path, ...] | None
    """The canonical paths of the fields that CEL is given for it; None where a request brings any, or hardly two subjects share any."""
    _identity: object = field(default_factory=object, compare=False, repr=False)

    @property
    def from_request(self) -> bool:
        """Whether the request brings what it reads."""
        return any(path[0] in REQUEST_ROOTS for path in self.reads)

    def resolve(self, inputs: Inputs) -> Json | Missing:
        """Return the value on these roots. Raises: ExpressionError."""
        if self.plain is not None:
            value = read_canonical(inputs.roots, self.plain)
            if self._declared is not None:
                held = value if len(self.plain) == len(self._declared.path) else read_canonical(inputs.roots, self._declared.path)
                if not fits(self._declared.type, held):
                    raise ExpressionError(f"The expression failed: {OTHER_TYPE}.", hint=_FAILED_HINT)
            return value
        place = find_result_place(self._identity, self._decided_by, inputs.roots) if self._decided_by is not None else None
        if place is not None and (known := RESULTS.find(place)) is not MISSING:
            return known
        try:
            value = self.engine.evaluate(self._checked, inputs.activation(self))
        except EvaluationError as error:
            raise ExpressionError(f"The expression failed: {error}.", hint=_FAILED_HINT) from error
        if value.__class__ is not str and value.__class__ is not bool:
            _check_numbers(value)
        if place is not None:
            RESULTS.keep(place, value)
        return value

    def resolve_condition(self, inputs: Inputs) -> bool:
        """Return the value of a condition. Raises: ExpressionError, also where it is no boolean."""
        value = self.resolve(inputs)
        if value is True or value is False:
            return value
        raise ExpressionError("The condition is not true or false for this subject.", hint="Compare it with ==, or test it with has().")


@dataclass(frozen=True, slots=True)
class Interpolation:
    """Text with expressions in it."""

    source: str
    parts: tuple[str | Expression, ...]

    def resolve(self, inputs: Inputs) -> str:
        """Return the text; what is missing or null is empty text. Raises: ExpressionError."""
        return "".join([part if isinstance(part, str) else _to_text(part.resolve(inputs)) for part in self.parts])


class ExpressionCompiler:
    """Compiles the expressions of one layer and collects their problems."""

    def __init__(self, engine: Engine, *, layer: str, dynamic_roots: bool) -> None:
        self._engine = engine
        self._layer = layer
        self._dynamic_roots = dynamic_roots
        self._unknown = 0
        self.problems: list[Problem] = []

    def expression(self, source: str, path: str, *, use: Use, place: Place = START) -> Expression | None:
        """Compile one expression; None when there are problems. `place` is where it starts in its string."""
        if len(source) > MAX_EXPRESSION_CHARS:
            self._refuse(
                path,
                Reason.INVALID_EXPRESSION,
                f"The expression has {len(source)} characters; at most {MAX_EXPRESSION_CHARS} are allowed.",
                hint="Split it over several claims, or store what it computes in an attribute.",
                limit=MAX_EXPRESSION_CHARS,
                actual=len(source),
                place=place,
            )
            return None
        try:
            tree = self._engine.parse(source)
            if self._has_unknown(tree, path, source, place):
                return None
            checked = self._engine.check(source, dynamic_roots=self._dynamic_roots)
        except CompileError as error:
            self._refuse(
                path,
                Reason.INVALID_EXPRESSION,
                f"{error.message.rstrip('.')}.",
                hint=find_compile_hint(error.message, source),
                place=add_places(place, (error.line, error.column)) if error.line else place,
            )
            return None
        if not self._fits(checked, path, use, source, place):
            return None
        is_plain = read_path(checked.tree) is not None and is_plain_path(checked.tree)
        cost = compute_cost(checked.tree, self._engine.schema, is_plain=is_plain)
        if not cost.units <= MAX_EXPRESSION_COST:  # Refused as well, should it ever be no number.
            actual = None if math.isinf(cost.units) else math.ceil(cost.units)
            message = cost.excluded or f"Its worst case costs {actual} units; at most {MAX_EXPRESSION_COST} are allowed."
            hint = "Use startsWith, endsWith, contains, or a loop over fewer elements without a nested one."
            self._refuse(path, Reason.EXPRESSION_TOO_COSTLY, message, hint=hint, limit=MAX_EXPRESSION_COST, actual=actual, place=place)
            return None
        return self._build(source, checked, cost.units, is_plain=is_plain)

    def interpolation(self, source: str, path: str) -> Interpolation | None:
        """Compile text with placeholders; None when there are problems."""
        try:
            split = split_placeholders(source)
        except PlaceholderError as error:
            self._refuse(path, Reason.INVALID_PLACEHOLDER, error.message, hint=error.hint, place=(error.line, error.column))
            return None
        parts: list[str | Expression] = []
        complete = True
        for part in split:
            if isinstance(part, Placeholder):
                compiled = self.expression(part.expression, path, use=Use.TEXT, place=part.place)
                complete = complete and compiled is not None
                if compiled is not None:
                    parts.append(compiled)
            else:
                parts.append(part)
        return Interpolation(source, tuple(parts)) if complete else None

    def _build(self, source: str, checked: CheckedExpression, cost: float, *, is_plain: bool) -> Expression:
        spelled = tuple(dict.fromkeys(reference.path for reference in find_references(checked.tree)))
        reads = tuple(dict.fromkeys(self._canonical(path) for path in spelled))
        fields = [self._find_nearest(path) for path in spelled]
        is_shared = all(found is not None and found[0].path[0] not in REQUEST_ROOTS and found[0].path not in OWN_FIELDS for found in fields)
        return Expression(
            source=source,
            plain=reads[0] if is_plain else None,
            _declared=find_attribute(self._engine.schema, reads[0]) if is_plain else None,
            reads=reads,
            result_type=checked.result_type,
            cost=cost,
            spelled=spelled,
            engine=self._engine,
            _checked=checked,
            _decided_by=tuple(dict.fromkeys(found[0].path for found in fields if found is not None)) if is_shared else None,
        )

    def _canonical(self, path: Path) -> Path:
        found = self._find_nearest(path)
        return found[0].path + path[found[1] :] if found is not None else path

    def _find_nearest(self, path: Path) -> tuple[Field, int] | None:
        """Return the field that a spelled path leads to or through, and how many of its steps that takes; None on a dynamic root."""
        if path[0] in DYNAMIC_ROOTS:
            return None
        for depth in range(len(path), 0, -1):
            field = find_field(self._engine.schema, path[:depth])
            if field is not None:
                return field, depth
        return None

    def _has_unknown(self, tree: Node, path: str, source: str, place: Place) -> bool:
        found = False
        seen = set()
        for reference in find_references(tree):
            if reference.path in seen:
                continue
            seen.add(reference.path)
            searches = self._unknown < _MAX_SEARCHED
            unknown = find_unknown(self._engine.schema, reference.path, dynamic_roots=self._dynamic_roots, searches=searches)
            if unknown is None:
                continue
            found = True
            self._unknown += 1
            spelled = ".".join(reference.path[: unknown.index + 1])
            in_flows = reference.path[0] in DYNAMIC_ROOTS and not self._dynamic_roots
            self._refuse(
                path,
                Reason.UNKNOWN_REFERENCE,
                f"`{spelled}` exists in flows only." if in_flows else f"`{spelled}` does not exist.",
                hint=unknown.hint,
                suggestion=unknown.nearest,
                place=find_place(source, reference.position, place),
            )
        return found

    def _fits(self, checked: CheckedExpression, path: str, use: Use, source: str, place: Place) -> bool:
        for reference in find_references(checked.tree):
            field = find_field(self._engine.schema, reference.path)
            whole = len(reference.path) == 1 if reference.path[0] in DYNAMIC_ROOTS else _is_message(field)
            if whole:
                message = f"`{'.'.join(reference.path)}` as a whole is no claim value; name one of its fields."
                example = next((".".join(member.path) for member in field.members.values()), "") if field is not None else "form.plan"
                hint = f"Write a field of it, as `{example}`." if example else "Declare an attribute first."
                where = find_place(source, reference.position, place)
                self._refuse(path, Reason.INVALID_EXPRESSION, message, hint=hint, place=where)
                return False
        type_ = checked.result_type
        if use is Use.CONDITION:
            fits = type_ in ("BOOL", "DYN")
        elif use is Use.TEXT:
            fits = type_ in _SCALARS
        else:
            fits = _is_claim_type(type_)
        if not fits:
            found = type_.lower()
            hint = find_type_hint(type_, is_condition=use is Use.CONDITION, in_text=use is Use.TEXT)
            message = f"The result is of type {found}, which can't be {use.value}."
            self._refuse(path, Reason.INVALID_EXPRESSION, message, hint=hint, place=place)
        return fits

    def _refuse(self, path: str, reason: Reason, message: str, *, place: Place, **details: Any) -> None:  # noqa: ANN401
        line, column = place
        self.problems.append(Problem(reason=reason, path=path, message=message, layer=self._layer, line=line, column=column, **details))


def _is_message(field: Any) -> bool:  # noqa: ANN401
    return field is not None and field.type is FieldType.MESSAGE


def _is_claim_type(type_: str) -> bool:
    """Tell whether CEL's type is one that a claim value can have, at every depth."""
    if match := _LIST.match(type_):
        return _is_claim_type(match[1])
    if match := _MAP.match(type_):
        return match[1] in ("STRING", "DYN") and _is_claim_type(match[2])
    return type_ in _SCALARS


def _check_numbers(value: Json) -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > MAX_NUMBER:
            message = f"The result is not finite or beyond ±{MAX_NUMBER}."
            raise ExpressionError(message, reason=Reason.NUMBER_OUT_OF_RANGE, hint="Write it as text with string(), or test it first.")
    elif isinstance(value, list):
        for item in value:
            _check_numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            _check_numbers(item)


def _to_text(value: Json | Missing) -> str:
    if isinstance(value, str):
        return value
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return dump_number(value)
    raise ExpressionError("A list or object can't be put into text.", hint="Let it stand alone in its string.")
