"""The service's state as documents.

Owns: resources to documents that read back the same. Never: secrets; the kinds that have any are no documents.

Names are relative to the project, so that the files describe another project as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from google.protobuf import duration_pb2

from mintmark.ascode.filling import ADVANCED
from mintmark.ascode.kinds import KINDS, OWNER_LABEL, PROJECT, id_of, is_output, kind_of, reference_kind
from mintmark.ascode.yamltext import write_yaml


def export_files(resources: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of files by name: one for each kind."""
    files = {}
    for kind in KINDS:
        documents = [to_document(resources[name]) for name in sorted(resources) if kind_of(name) is kind]
        file = "project.yaml" if kind is PROJECT else f"{kind.collection}.yaml"
        files[file] = write_yaml(documents) if documents else f"# There are no {kind.collection}.\n"
    return files


def to_document(resource: Any) -> dict[str, Any]:
    """Return a resource as a document."""
    kind = kind_of(resource.name)
    name = "projects/-" if kind is PROJECT else f"{kind.collection}/{id_of(resource.name)}"
    document = {**_message(resource), "name": name}
    document = {"name": name, **document}
    labels = {key: value for key, value in document.pop("labels", {}).items() if key != OWNER_LABEL}
    return {**document, "labels": labels} if labels else document


def _message(message: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for field, value in message.ListFields():
        if is_output(field):
            continue
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            entry = field.message_type.fields_by_name["value"]
            members[field.name] = {key: _value(entry, value[key]) for key in sorted(value)}
        elif field.is_repeated:
            members[field.name] = [_value(field, item) for item in value]
        else:
            members[field.name] = _value(field, value)
    return members


def _value(field: Any, value: Any) -> Any:
    if isinstance(value, duration_pb2.Duration):
        return value.ToJsonString()
    if field.message_type is not None:
        return _message(value)
    if field.enum_type is not None:
        return None if field.enum_type.full_name == "google.protobuf.NullValue" else field.enum_type.values_by_number[value].name
    kind = reference_kind(field)
    if kind is not None:
        return f"{kind.collection}/{id_of(value)}"
    if field.full_name == ADVANCED:
        return json.loads(value or "{}")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
