"""CEL's own tree of an expression, as nodes of `syntax`.

Owns: reading what CEL serialises. Never: compiling (engine), what a tree means (cost, checks).

CEL serialises a checked expression as google.api.expr's CheckedExpr, which no distribution ships for Python. `_FIELDS` are the fields
that are read here (cel-spec, proto/cel/expr/syntax.proto and checked.proto).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message

from mintmark_server.claims.syntax import Call, Comprehension, Constant, Ident, ListNode, MapNode, Node, Select

_OPTIONAL, _REPEATED = 1, 3
_DOUBLE, _INT64, _UINT64, _INT32, _BOOL, _STRING, _MESSAGE, _BYTES = 1, 3, 4, 5, 8, 9, 11, 12
_FIELDS: Final[Mapping[str, tuple[tuple[str, int, int | str, bool], ...]]] = {
    "Constant": (
        ("null_value", 1, _INT32, False),
        ("bool_value", 2, _BOOL, False),
        ("int64_value", 3, _INT64, False),
        ("uint64_value", 4, _UINT64, False),
        ("double_value", 5, _DOUBLE, False),
        ("string_value", 6, _STRING, False),
        ("bytes_value", 7, _BYTES, False),
    ),
    "Ident": (("name", 1, _STRING, False),),
    "SelectExpr": (("operand", 1, "Expr", False), ("field", 2, _STRING, False), ("test_only", 3, _BOOL, False)),
    "CallExpr": (("target", 1, "Expr", False), ("function", 2, _STRING, False), ("args", 3, "Expr", True)),
    "CreateList": (("elements", 1, "Expr", True),),
    "Entry": (("map_key", 3, "Expr", False), ("value", 4, "Expr", False)),
    "CreateStruct": (("message_name", 1, _STRING, False), ("entries", 2, "Entry", True)),
    "ComprehensionExpr": (
        ("iter_var", 1, _STRING, False),
        ("iter_range", 2, "Expr", False),
        ("accu_var", 3, _STRING, False),
        ("accu_init", 4, "Expr", False),
        ("loop_condition", 5, "Expr", False),
        ("loop_step", 6, "Expr", False),
        ("result", 7, "Expr", False),
    ),
    "Expr": (
        ("id", 2, _INT64, False),
        ("const_expr", 3, "Constant", False),
        ("ident_expr", 4, "Ident", False),
        ("select_expr", 5, "SelectExpr", False),
        ("call_expr", 6, "CallExpr", False),
        ("list_expr", 7, "CreateList", False),
        ("struct_expr", 8, "CreateStruct", False),
        ("comprehension_expr", 9, "ComprehensionExpr", False),
    ),
    "Position": (("key", 1, _INT64, False), ("value", 2, _INT32, False)),
    "SourceInfo": (("positions", 4, "Position", True),),
    "CheckedExpr": (("expr", 4, "Expr", False), ("source_info", 5, "SourceInfo", False)),
    "ParsedExpr": (("expr", 2, "Expr", False), ("source_info", 3, "SourceInfo", False)),
}


def _build_classes() -> dict[str, type[Message]]:
    package = "mintmark.syntax"
    file = descriptor_pb2.FileDescriptorProto(name="mintmark/syntax.proto", package=package, syntax="proto2")
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for field, number, type_, repeated in fields:
            described = message.field.add(name=field, number=number, label=_REPEATED if repeated else _OPTIONAL)
            if isinstance(type_, str):
                described.type = _MESSAGE  # type: ignore[assignment]
                described.type_name = f".{package}.{type_}"
            else:
                described.type = type_  # type: ignore[assignment]
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{package}.{name}")) for name in ("CheckedExpr", "ParsedExpr")
    }


_CLASSES: Final = _build_classes()


def read_tree(serialized: bytes) -> Node:
    """Return the tree of an expression as CEL serialises it, parsed or checked."""
    envelope = any_pb2.Any.FromString(serialized)
    holder: Any = _CLASSES[envelope.type_url.rpartition(".")[2]].FromString(envelope.value)
    positions = {entry.key: entry.value for entry in holder.source_info.positions}
    return _read_node(holder.expr, positions)


def _read_node(expr: Any, positions: Mapping[int, int]) -> Node:
    position = positions.get(expr.id, 0)

    def read(child: Any) -> Node:
        return _read_node(child, positions)

    if expr.HasField("const_expr"):
        return Constant(_read_constant(expr.const_expr), position)
    if expr.HasField("ident_expr"):
        return Ident(expr.ident_expr.name, position)
    if expr.HasField("select_expr"):
        select = expr.select_expr
        return Select(read(select.operand), select.field, select.test_only, position)
    if expr.HasField("call_expr"):
        call = expr.call_expr
        target = [read(call.target)] if call.HasField("target") else []
        return Call(call.function, (*target, *(read(argument) for argument in call.args)), position)
    if expr.HasField("list_expr"):
        return ListNode(tuple(read(element) for element in expr.list_expr.elements), position)
    if expr.HasField("struct_expr"):
        struct = expr.struct_expr
        entries = tuple((read(entry.map_key) if entry.HasField("map_key") else None, read(entry.value)) for entry in struct.entries)
        return MapNode(entries, struct.message_name, position)
    loop = expr.comprehension_expr
    return Comprehension(
        loop.iter_var,
        read(loop.iter_range),
        loop.accu_var,
        read(loop.accu_init),
        read(loop.loop_condition),
        read(loop.loop_step),
        read(loop.result),
        position,
    )


def _read_constant(constant: Any) -> bool | int | float | str | bytes | None:
    set_fields = constant.ListFields()
    if not set_fields or set_fields[0][0].name == "null_value":
        return None
    value: bool | int | float | str | bytes = set_fields[0][1]
    return value
