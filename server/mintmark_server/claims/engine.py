"""CEL, behind one module: Google's cel-cpp through `cel-expr-python`.

Owns: the typed environment of a project, compiling, evaluating. The only module of `claims` that knows CEL; beside it only the one that
reads CEL's trees (tree) knows protobuf. Never: policies, fallbacks, plain paths (expressions).

Each typed root is a message of a private descriptor pool, scalars as wrapper types, lists as `ListValue`, objects as `Struct`; so
`has()` and `== null` work as people expect (ADR 2). Aliases are further fields of the same message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, struct_pb2, wrappers_pb2
from google.protobuf.message import DecodeError, Message

from mintmark_server.claims.roots import DYNAMIC_ROOTS, AttributeSpec, Field, FieldType, Path, Schema, build_schema
from mintmark_server.claims.syntax import Node
from mintmark_server.claims.tree import read_tree
from mintmark_server.claims.values import MISSING, Json, Missing

_PACKAGE: Final = "mintmark.roots"
_TYPE_NAMES: Final = {
    FieldType.STRING: "google.protobuf.StringValue",
    FieldType.BOOL: "google.protobuf.BoolValue",
    FieldType.NUMBER: "google.protobuf.DoubleValue",
    FieldType.LIST: "google.protobuf.ListValue",
    FieldType.OBJECT: "google.protobuf.Struct",
}
_CLASSES: Final[Mapping[FieldType, tuple[type, ...]]] = {
    FieldType.STRING: (str,),
    FieldType.BOOL: (bool,),
    FieldType.NUMBER: (int, float),
    FieldType.LIST: (list, tuple),
    FieldType.OBJECT: (Mapping,),
    FieldType.MESSAGE: (Mapping,),
}
_EXACT: Final[Mapping[FieldType, frozenset[type]]] = {
    type_: frozenset(
        {*(class_ for class_ in classes if class_ is not Mapping), *({dict} if Mapping in classes else ()), type(None), Missing}
    )
    for type_, classes in _CLASSES.items()
}
"""The same as classes that need no look at their bases; nothing fits everywhere."""
_FAILURES: Final = {
    "Index error": "the index is out of range",
    "divide by zero": "division by zero",
    "modulus by zero": "division by zero",
    "Key not found": "the key is not there; test with has(), level by level",
    "No matching overload": "there is no such operation on values of these types; one may be null or absent",
    "overflow": "the number is too large",
    "out of int64 range": "the number is too large",
    "out of uint64 range": "the number is too large or negative",
    "cannot convert": "the text is no number",
    "onversion": "the value can't be converted",
    "duplicate key": "an object has the same key twice",
    "map key type": "an object's key is no text",
    "iteration": "it takes too many steps",
}
"""CEL's words for a failure, and ours; CEL's may quote a value."""
OTHER_TYPE: Final = "an attribute holds a value of another type than it is declared as"
_MESSAGE_ERROR: Final = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_ERROR: Final = cel.Type.ERROR
_OPTIONAL, _MESSAGE_TYPE = 1, 11


class CompileError(Exception):
    """The text is no valid expression. `line` and `column` count from 1; 0 when CEL does not say."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class EvaluationError(Exception):
    """CEL could not evaluate the expression on these values; the text names no value."""


@dataclass(frozen=True, slots=True)
class CheckedExpression:
    """A compiled expression: CEL's own, its checked tree, and its type."""

    program: Any
    tree: Node
    result_type: str
    """CEL's name: STRING, BOOL, INT, UINT, DOUBLE, NULL, DYN, LIST<…>, MAP<…>, BYTES, TIMESTAMP, DURATION, TYPE…, or a message's."""


class Engine:
    """The environment of one project's schema. Immutable; safe for threads (118 KiB each, so keep it cached)."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        pool = _build_pool(schema)
        self._classes = _Classes(pool)
        variables = {name: cel.Type(_type_name(field)) for name, field in schema.roots.items()}
        self._typed = cel.NewEnv(descriptor_pool=pool, variables=variables)
        dynamic = dict.fromkeys(DYNAMIC_ROOTS, cel.Type.DYN)
        self._with_flow = cel.NewEnv(descriptor_pool=pool, variables=variables | dynamic)

    def parse(self, text: str) -> Node:
        """Parse without checking names or types. Raises: CompileError."""
        expression = _compile(self._with_flow, text, disable_check=True)
        return _read_tree(expression)

    def check(self, text: str, *, dynamic_roots: bool) -> CheckedExpression:
        """Compile and type-check; flow roots exist where `dynamic_roots`. Raises: CompileError."""
        expression = _compile(self._with_flow if dynamic_roots else self._typed, text, disable_check=False)
        return CheckedExpression(expression, _read_tree(expression), expression.return_type().name().removeprefix(f"{_PACKAGE}."))

    def evaluate(self, checked: CheckedExpression, activation: Any) -> Json:
        """Evaluate on an activation made by `activate`. Raises: EvaluationError."""
        try:
            result = checked.program.eval(activation)
        except RuntimeError as error:
            raise EvaluationError(_public_text(str(error))) from error
        value = result.plain_value()
        class_ = value.__class__
        if class_ is bool or class_ is float or class_ is int:
            number: Json = value
            return number
        # An error's plain value is its text, so nothing else can be one.
        if class_ is str and result.type() == _ERROR:
            raise EvaluationError(_public_text(value))
        return _to_json(value)

    def plan_roots(self, paths: Iterable[Path]) -> RootPlan:
        """Return how to build the root values that these spelled paths read; only the fields that are used (DESIGN §4)."""
        members: dict[str, dict[str, Any]] = {}
        for path in dict.fromkeys(paths):
            place = members
            for step in path:
                place = place.setdefault(step, {})
        dynamic = tuple(root for root in members if root in DYNAMIC_ROOTS)
        typed = {root: self.schema.roots[root] for root in members if root not in DYNAMIC_ROOTS}
        roots = tuple(
            (root, self._classes.find(_type_name(field)), _plan_member(root, field, members[root])) for root, field in typed.items()
        )
        names = {*dynamic, *(name for _, _, member in roots for name in _canonical_roots(member))}
        return RootPlan(tuple(sorted(names)), dynamic, roots)

    def activate(self, plan: RootPlan, snapshot: Mapping[str, Any]) -> Any:
        """Return CEL's view of a snapshot, for every expression whose paths the plan has."""
        return self._with_flow.Activation(plan.build(snapshot))


@dataclass(frozen=True, slots=True, eq=False)
class RootPlan:
    """How to build root values, worked out once: dynamic roots by name, typed ones by name, message class and members.

    `names` are the canonical roots that are read.
    """

    names: tuple[str, ...]
    dynamic: tuple[str, ...]
    typed: tuple[tuple[str, type[Message], _Member], ...]

    def build(self, snapshot: Mapping[str, Any]) -> dict[str, Any]:
        """Build the root values of a snapshot."""
        built = {root: snapshot.get(root, {}) for root in self.dynamic}
        for root, class_, member in self.typed:
            message = class_()
            if member.type is FieldType.MESSAGE:
                _fill(message, member.members, snapshot)
            else:
                _set(message, member.type, read_canonical(snapshot, member.path))
            built[root] = message
        return built


class _Member(NamedTuple):
    """A field that is used: its spelling, type and canonical path; of a message the members that are used."""

    name: str
    type: FieldType
    path: Path
    members: tuple[_Member, ...]


def _plan_member(name: str, field: Field, used: Mapping[str, Any]) -> _Member:
    # What stands below a list or object comes with it.
    below = used.items() if field.type is FieldType.MESSAGE else ()
    return _Member(name, field.type, field.path, tuple(_plan_member(step, field.members[step], more) for step, more in below))


def _canonical_roots(member: _Member) -> Iterator[str]:
    """Yield the roots that hold what is read: an alias below one root may stand for a field of another."""
    yield member.path[0]
    for below in member.members:
        yield from _canonical_roots(below)


def _fill(message: Any, members: tuple[_Member, ...], snapshot: Mapping[str, Any]) -> None:
    for name, type_, path, below in members:
        if type_ is FieldType.MESSAGE:
            inner = getattr(message, name)
            inner.SetInParent()
            _fill(inner, below, snapshot)
            continue
        value = read_canonical(snapshot, path)
        if value is MISSING:
            continue
        _set(getattr(message, name), type_, value)


@lru_cache(maxsize=256)
def build_engine(attributes: tuple[AttributeSpec, ...]) -> Engine:
    """Return the engine of a project's declared attributes; equal declarations share one."""
    return Engine(build_schema(attributes))


def read_canonical(snapshot: Mapping[str, Any], path: Path) -> Json | Missing:
    """Return what stands at a canonical path; MISSING also below something absent or a scalar."""
    value: Any = snapshot
    for step in path:
        # The exact class first: it is what snapshots are made of, and far cheaper to tell.
        if value.__class__ is not dict and not isinstance(value, Mapping):
            return MISSING
        value = value.get(step, MISSING)
    found: Json | Missing = value
    return found


def fits(type_: FieldType, value: Json | Missing) -> bool:
    """Tell whether a value is what its field is declared as; nothing fits everywhere."""
    if value.__class__ in _EXACT[type_]:
        return True
    if value is MISSING or value is None:
        return True
    return type_ is FieldType.BOOL if isinstance(value, bool) else isinstance(value, _CLASSES[type_])


def _set(message: Any, type_: FieldType, value: Json | Missing) -> None:
    if value is MISSING or value is None:
        return
    if not fits(type_, value):
        raise EvaluationError(OTHER_TYPE)
    if type_ is FieldType.LIST:
        message.SetInParent()
        add = message.values.add
        for item in value:  # type: ignore[union-attr]
            if item.__class__ is str:
                add().string_value = item
            else:
                message.append(item)
    elif type_ is FieldType.OBJECT:
        message.SetInParent()
        message.update(value)
    else:
        message.value = value


def _type_name(field: Field) -> str:
    if field.type is not FieldType.MESSAGE:
        return _TYPE_NAMES[field.type]
    return f"{_PACKAGE}.{_message_name(field.path)}"


def _message_name(path: Path) -> str:
    return "_".join(path)


def _build_pool(schema: Schema) -> descriptor_pool.DescriptorPool:
    """Describe the roots as messages in a pool of the project's own."""
    pool = descriptor_pool.DescriptorPool()
    for module in (wrappers_pb2, struct_pb2):
        known = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(known)
        pool.Add(known)
    file = descriptor_pb2.FileDescriptorProto(
        name="mintmark/roots.proto",
        package=_PACKAGE,
        syntax="proto3",
        dependency=["google/protobuf/wrappers.proto", "google/protobuf/struct.proto"],
    )
    described: set[Path] = set()

    def describe(field: Field) -> None:
        if field.type is not FieldType.MESSAGE or field.path in described:
            return
        described.add(field.path)
        message = file.message_type.add(name=_message_name(field.path))
        # Aliases (camelCase) share their JSON name with the field they stand for; these messages are never JSON.
        message.options.deprecated_legacy_json_field_conflicts = True
        for number, (name, member) in enumerate(field.members.items(), 1):
            describe(member)
            type_name = "." + _type_name(member)
            message.field.add(name=name, number=number, type=_MESSAGE_TYPE, label=_OPTIONAL, type_name=type_name)

    for root in schema.roots.values():
        describe(root)
    pool.Add(file)
    return pool


class _Classes:
    """Message classes of the pool, made once."""

    def __init__(self, pool: descriptor_pool.DescriptorPool) -> None:
        self._pool = pool
        self._classes: dict[str, type[Message]] = {}

    def find(self, name: str) -> type[Message]:
        found = self._classes.get(name)
        if found is None:
            found = message_factory.GetMessageClass(self._pool.FindMessageTypeByName(name))
            self._classes[name] = found
        return found


def _compile(environment: Any, text: str, *, disable_check: bool) -> Any:
    try:
        return environment.compile(text, disable_check=disable_check)
    except RuntimeError as error:
        match = _MESSAGE_ERROR.search(str(error))
        if match is None:
            raise CompileError("The expression does not compile.", line=0, column=0) from error
        line, column = int(match[1]), int(match[2])
        raise CompileError(match[3].strip().replace(f"{_PACKAGE}.", ""), line=max(line, 0), column=max(column, 0)) from error


def _read_tree(expression: Any) -> Node:
    try:
        return read_tree(expression.serialize())
    except DecodeError as error:
        # Loops in loops make CEL's own tree far deeper than the text.
        raise CompileError("The expression is nested too deep.", line=0, column=0) from error


def _public_text(text: str) -> str:
    """Keep the kind of failure; what follows may quote a value."""
    code, _, rest = text.partition(":")
    return next((phrase for said, phrase in _FAILURES.items() if said in rest), code.replace("_", " ").lower())


def _to_json(value: Any) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [_to_json(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _to_json(item) for key, item in value.items()}
    raise EvaluationError("the result holds something that is no claim value")
