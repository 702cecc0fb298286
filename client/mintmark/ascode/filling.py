"""Nodes into messages of the contract.

Owns: the fields of the contract by their own names, with a place for everything that does not fit. Never: which resources there are
(desired).

The form is ProtoJSON with the contract's field names. Two things are added: where the contract has claims as JSON text (`source.advanced`),
a mapping may stand and is written as JSON; and another resource of the same project may be named by its id, or as `templates/default`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from google.api import field_behavior_pb2
from google.protobuf import duration_pb2, json_format
from google.protobuf.descriptor import FieldDescriptor

from mintmark.ascode.findings import DocumentsError, Finding, nearest
from mintmark.ascode.jsontext import read_embedded_json
from mintmark.ascode.kinds import Kind, has_behavior, is_output, reference_kind
from mintmark.ascode.nodes import Node, join, word

ADVANCED: Final = "mintmark.v1.ClaimSource.advanced"
_INTEGERS: Final = (FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64)


def write_claims(value: Any, message: Any) -> Any:
    """Return ProtoJSON of a message with claims that stand as an object written as the JSON text that the contract has."""
    if not isinstance(value, dict):
        return value
    return {key: _write_member(member, _find_field(message, key)) for key, member in value.items()}


def _find_field(message: Any, key: str) -> Any:
    return message.fields_by_name.get(key) or message.fields_by_camelcase_name.get(key)


def _write_member(member: Any, field: Any) -> Any:
    if field is None or field.message_type is None or field.message_type.GetOptions().map_entry:
        is_claims = field is not None and field.full_name == ADVANCED and isinstance(member, dict)
        return json.dumps(member, ensure_ascii=False) if is_claims else member
    if isinstance(member, list):
        return [write_claims(item, field.message_type) for item in member]
    return write_claims(member, field.message_type)


class Filler:
    """Fills messages and collects what does not fit. `project` is the name of the project that the resource belongs to.

    What is not `whole` is ProtoJSON as an RPC takes it: fields that the service writes may stand there, required ones be absent, and names
    are those of the wire.
    """

    def __init__(self, project: str, findings: list[Finding], *, whole: bool = True) -> None:
        self._project = project
        self._findings = findings
        self._whole = whole

    def fill(self, message: Any, node: Node, path: str, *, but: frozenset[str] = frozenset()) -> None:
        """Fill a message from a mapping; `but` are keys that are no fields."""
        if not isinstance(node.value, dict):
            self._refuse(node, path, f"Expected a mapping, found {word(node.value)}.")
            return
        fields = message.DESCRIPTOR.fields_by_name
        for key, value in node.value.items():
            if key in but:
                continue
            field = fields.get(key) if self._whole else _find_field(message.DESCRIPTOR, key)
            if field is None:
                known = [name for name, field in fields.items() if not is_output(field)]
                self._findings.append(Finding(node.keys[key], join(path, key), f"There is no field {key} here.", nearest(key, known)))
            elif self._whole and is_output(field):
                hint = "Leave it out." if key != "etag" else "Leave it out: a plan reads the etags itself."
                self._findings.append(Finding(node.keys[key], join(path, key), f"The service writes {key}.", hint))
            elif value.value is not None or self._is_null(field):
                self._set(message, field, value, join(path, key))
        for name, field in fields.items() if self._whole else ():
            if has_behavior(field, field_behavior_pb2.REQUIRED) and (name not in node.value or node.value[name].value is None):
                self._findings.append(Finding(node.place, join(path, name), f"{name} is required.", _choices(field)))

    def _set(self, message: Any, field: Any, node: Node, path: str) -> None:
        oneof = field.containing_oneof
        if oneof is not None and message.WhichOneof(oneof.name) is not None:
            self._refuse(node, path, f"Only one of {', '.join(member.name for member in oneof.fields)} may be set.")
        elif field.message_type is not None and field.message_type.GetOptions().map_entry:
            self._map(message, field, node, path)
        elif field.is_repeated:
            if not isinstance(node.value, list):
                self._refuse(node, path, f"Expected a list, found {word(node.value)}.")
                return
            for index, item in enumerate(node.value):
                self._element(getattr(message, field.name), field, item, f"{path}[{index}]")
        elif field.message_type is None:
            value = self._scalar(field, node, path)
            if value is not None:
                setattr(message, field.name, value)
        else:
            below = getattr(message, field.name)
            below.SetInParent()
            self._message(below, node, path)

    def _map(self, message: Any, field: Any, node: Node, path: str) -> None:
        if not isinstance(node.value, dict):
            self._refuse(node, path, f"Expected a mapping, found {word(node.value)}.")
            return
        value_field = field.message_type.fields_by_name["value"]
        target = getattr(message, field.name)
        for key, item in node.value.items():
            if value_field.message_type is not None:
                self._message(target[key], item, join(path, key))
            else:
                value = self._scalar(value_field, item, join(path, key))
                if value is not None:
                    target[key] = value

    def _element(self, target: Any, field: Any, node: Node, path: str) -> None:
        if field.message_type is not None:
            self._message(target.add(), node, path)
        else:
            value = self._scalar(field, node, path)
            if value is not None:
                target.append(value)

    def _message(self, message: Any, node: Node, path: str) -> None:
        if not message.DESCRIPTOR.full_name.startswith("google.protobuf."):
            self.fill(message, node, path)
            return
        if not isinstance(message, duration_pb2.Duration):
            try:
                json_format.ParseDict(node.plain(), message)
            except json_format.ParseError as error:
                self._refuse(node, path, f"{error}.".replace("..", "."))
            return
        try:
            message.FromJsonString(node.value)  # type: ignore[arg-type]  # It refuses what is no text.
        except (ValueError, TypeError, AttributeError):
            self._refuse(node, path, f"Expected a duration in seconds as text, found {word(node.value)}.", 'E.g. "600s".')

    def _scalar(self, field: Any, node: Node, path: str) -> Any:
        value = node.value
        if field.full_name == ADVANCED and isinstance(value, dict):
            return json.dumps(node.plain(), ensure_ascii=False, indent=2)
        if field.full_name == ADVANCED and isinstance(value, str):
            self._check_json(node, path)
        if field.enum_type is not None:
            return self._enum(field.enum_type, node, path)
        kind = reference_kind(field)
        if kind is not None and isinstance(value, str) and self._whole:
            return self._reference(kind, node, path)
        fits = False
        if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
            fits = isinstance(value, str)
        elif field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
            fits = isinstance(value, bool)
        elif field.cpp_type in _INTEGERS:
            bits = 31 if field.cpp_type == FieldDescriptor.CPPTYPE_INT32 else 63
            fits = isinstance(value, int) and not isinstance(value, bool) and -(2**bits) <= value < 2**bits
        else:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        if fits:
            return value
        hint = "Quote it." if field.cpp_type == FieldDescriptor.CPPTYPE_STRING and isinstance(value, bool | int | float) else ""
        self._refuse(node, path, f"Expected {_TYPES[field.cpp_type]}, found {word(value)}.", hint)
        return None

    def _enum(self, enum: Any, node: Node, path: str) -> Any:
        if enum.full_name == "google.protobuf.NullValue":
            if node.value is not None:
                self._refuse(node, path, f"Expected null, found {word(node.value)}.")
                return None
            return 0
        found = enum.values_by_name.get(node.value) if isinstance(node.value, str) else None
        if found is None or found.number == 0:
            names = [value.name for value in enum.values if value.number]
            said = node.value if isinstance(node.value, str) else word(node.value)
            short = [name for name in names if name.endswith(f"_{said.upper()}")]
            hint = f"Did you mean {short[0]}?" if short else nearest(said, names)
            self._refuse(node, path, f"{said} is not one of the values here.", hint)
            return None
        return found.number

    def _reference(self, kind: Kind, node: Node, path: str) -> str:
        given = str(node.value)
        if not given:
            return ""
        segments = given.split("/")
        if len(segments) == 1:
            segments = [kind.collection, given]
        if len(segments) == 2:  # noqa: PLR2004
            segments = [*self._project.split("/"), *segments]
        if segments[:2] == ["projects", "-"]:
            segments[:2] = self._project.split("/")
        if len(segments) != 4 or segments[2] != kind.collection or not all(segments):  # noqa: PLR2004
            self._refuse(node, path, f"{given} is not the name of a {kind.singular}.", f"Write its id, or {kind.collection}/ID.")
            return ""
        name = "/".join(segments)
        if not name.startswith(f"{self._project}/"):
            self._refuse(node, path, f"{given} belongs to another project than {self._project}.", f"Write {kind.collection}/{segments[3]}.")
        return name

    def _check_json(self, node: Node, path: str) -> None:
        """Note where a text of claims is no JSON object."""
        try:
            claims = read_embedded_json(node)
        except DocumentsError as error:
            self._findings += [replace(finding, path=path) for finding in error.findings]
        else:
            if not isinstance(claims.value, dict):
                self._refuse(
                    node, path, f"Expected the text of a JSON object, found {word(claims.value)}.", "A mapping may stand here, too."
                )

    def _is_null(self, field: Any) -> bool:
        return field.enum_type is not None and field.enum_type.full_name == "google.protobuf.NullValue"

    def _refuse(self, node: Node, path: str, message: str, hint: str = "") -> None:
        self._findings.append(Finding(node.place, path, message, hint))


_TYPES: Final = {
    FieldDescriptor.CPPTYPE_STRING: "text",
    FieldDescriptor.CPPTYPE_BOOL: "true or false",
    FieldDescriptor.CPPTYPE_INT32: "a whole number of 32 bits",
    FieldDescriptor.CPPTYPE_INT64: "a whole number of 64 bits",
    FieldDescriptor.CPPTYPE_DOUBLE: "a number",
}


def _choices(field: Any) -> str:
    if field.enum_type is None:
        return ""
    return f"One of {', '.join(value.name for value in field.enum_type.values if value.number)}."
