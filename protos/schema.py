"""Generate the JSON Schema of configuration documents from the contract, its comments as descriptions.

Owns: contract to schema. Never: which resources are configuration, or what their names look like (mintmark.ascode).
"""

from __future__ import annotations

import json
from typing import Any, Final

from google.api import field_behavior_pb2
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from mintmark.ascode.filling import ADVANCED
from mintmark.ascode.kinds import KINDS, PROJECT, has_behavior, is_output, reference_kind

_INTEGERS: Final = (FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64)
_SCALARS: Final = {
    FieldDescriptor.CPPTYPE_STRING: "string",
    FieldDescriptor.CPPTYPE_BOOL: "boolean",
    FieldDescriptor.CPPTYPE_DOUBLE: "number",
}
_MESSAGE, _FIELD = 4, 2
"""Field numbers in FileDescriptorProto and DescriptorProto, as paths of source locations have them."""


def build_schema(files: descriptor_pb2.FileDescriptorSet) -> str:
    """Return the schema's text. `files` have source information."""
    comments = _read_comments(files)
    definitions: dict[str, Any] = {}
    branches = []
    for kind in KINDS:
        _define(kind.message.DESCRIPTOR, comments, definitions)
        own = definitions[kind.message.DESCRIPTOR.name]
        own["properties"] = {"name": {"type": "string", "description": _NAME}, **own["properties"]}
        own["required"] = ["name", *own.get("required", [])]
        pattern = "^projects/[^/]+$" if kind is PROJECT else f"^(projects/[^/]+/)?{kind.collection}/[^/]+$"
        branches.append(
            {
                "if": {"properties": {"name": {"type": "string", "pattern": pattern}}, "required": ["name"]},
                "then": {"$ref": f"#/$defs/{kind.message.DESCRIPTOR.name}"},
            }
        )
    document = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "pattern": "|".join(branch["if"]["properties"]["name"]["pattern"] for branch in branches)}
        },
        "allOf": branches,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document of Mintmark's configuration",
        "description": "Generated from the contract by `make proto`. A document is the whole of the resource that its name says.",
        "anyOf": [{"$ref": "#/$defs/Document"}, {"type": "array", "items": {"$ref": "#/$defs/Document"}}],
        "$defs": {"Document": document, **dict(sorted(definitions.items()))},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


_NAME: Final = "The resource's name: relative (`templates/default`; `projects/-` is the project itself), or in full."


def _define(descriptor: Descriptor, comments: dict[str, str], definitions: dict[str, Any]) -> dict[str, str]:
    """Add a message's definition, and those of the messages in it; return a reference to it."""
    reference = {"$ref": f"#/$defs/{descriptor.name}"}
    if descriptor.name in definitions:
        return reference
    properties: dict[str, Any] = {}
    definition = definitions[descriptor.name] = {
        "type": "object",
        "description": comments.get(descriptor.full_name, ""),
        "additionalProperties": False,
        "properties": properties,
    }
    required = []
    for field in descriptor.fields:
        if is_output(field) or has_behavior(field, field_behavior_pb2.IDENTIFIER):
            continue
        shape = _shape(field, comments, definitions)
        properties[field.name] = {**shape, "description": comments.get(field.full_name, "")}
        if has_behavior(field, field_behavior_pb2.REQUIRED):
            required.append(field.name)
    if required:
        definition["required"] = required
    for oneof in descriptor.oneofs:
        names = [field.name for field in oneof.fields]
        pairs = [{"required": [one, other]} for index, one in enumerate(names) for other in names[index + 1 :]]
        if pairs:
            definition["not"] = {"anyOf": pairs}
    return reference


def _shape(field: FieldDescriptor, comments: dict[str, str], definitions: dict[str, Any]) -> dict[str, Any]:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return {"type": "object", "additionalProperties": _single(field.message_type.fields_by_name["value"], comments, definitions)}
    single = _single(field, comments, definitions)
    return {"type": "array", "items": single} if field.is_repeated else single


def _single(field: FieldDescriptor, comments: dict[str, str], definitions: dict[str, Any]) -> dict[str, Any]:
    if field.message_type is not None:
        if field.message_type.full_name == "google.protobuf.Duration":
            return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?s$"}
        return _define(field.message_type, comments, definitions)
    if field.enum_type is not None:
        if field.enum_type.full_name == "google.protobuf.NullValue":
            return {"type": "null"}
        return {"enum": [value.name for value in field.enum_type.values if value.number]}
    if field.full_name == ADVANCED:
        return {"type": ["object", "string"]}
    kind = reference_kind(field)
    if kind is not None:
        return {"type": "string", "pattern": f"^((projects/[^/]+/)?{kind.collection}/)?[^/]+$|^$"}
    if field.cpp_type in _INTEGERS:
        return {"type": "integer"}
    return {"type": _SCALARS[field.cpp_type]}


def _read_comments(files: descriptor_pb2.FileDescriptorSet) -> dict[str, str]:
    """Return the comments of messages and fields by full name."""
    comments = {}
    for file in files.file:
        for location in file.source_code_info.location:
            text = " ".join(location.leading_comments.split())
            path = list(location.path)
            if not text or path[:1] != [_MESSAGE] or len(path) not in (2, 4):
                continue
            message = file.message_type[path[1]]
            name = f"{file.package}.{message.name}"
            if len(path) == 2:  # noqa: PLR2004
                comments[name] = text
            elif path[2] == _FIELD:
                comments[f"{name}.{message.field[path[3]].name}"] = text
    return comments
