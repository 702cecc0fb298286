"""Two states of a resource, compared by what they mean.

Owns: a resource as leaves by path, and the differences. Never: which fields a resource has: the contract's descriptors and annotations say
that.

What only the service writes is left out. Claims are compared in their canonical form, so neither notation, order of members nor white space
is a difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf import duration_pb2
from google.protobuf.message import Message

from mintmark.ascode.kinds import OWNER_LABEL, is_output
from mintmark.ascode.nodes import join
from mintmark.v1 import claim_pb2

_SOURCE: Final = claim_pb2.ClaimSource.DESCRIPTOR.full_name
_VALUE: Final = claim_pb2.ClaimValue.DESCRIPTOR.full_name
OWNER_PATH: Final = join("labels", OWNER_LABEL)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One leaf that differs; None: it is not there."""

    path: str
    before: str | None
    after: str | None


def find_changes(before: Message | None, after: Message | None, *, canonical: bool = True) -> tuple[Change, ...]:
    """Return the leaves that differ, in order of paths.

    `canonical`: both messages are as the service answers them, with claims in canonical form; else their sources are compared.
    """
    old = dict(leaves(before, canonical=canonical)) if before is not None else {}
    new = dict(leaves(after, canonical=canonical)) if after is not None else {}
    paths = sorted({*old, *new})
    return tuple(Change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


def leaves(message: Any, *, canonical: bool, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) of everything that a message says and that is not the service's own to write."""
    for field, value in message.ListFields():
        here = join(path, field.name)
        if is_output(field) or (not path and field.name == "name"):
            continue
        if field.message_type is not None and field.message_type.full_name == _SOURCE:
            below = join(path, "claims")
            yield from _claims(message.claims, below) if canonical else _source(value, below)
        elif field.message_type is not None and field.message_type.GetOptions().map_entry:
            for key in value:
                yield from _leaf(field.message_type.fields_by_name["value"], value[key], join(here, key), canonical=canonical)
        elif field.is_repeated and field.message_type is not None:
            for index, item in enumerate(value):
                yield from _leaf(field, item, f"{here}[{index}]", canonical=canonical)
        elif field.is_repeated:
            yield here, _json(list(value))
        else:
            yield from _leaf(field, value, here, canonical=canonical)


def _leaf(field: Any, value: Any, path: str, *, canonical: bool) -> Iterator[tuple[str, str]]:
    if field.message_type is None:
        enum = field.enum_type
        yield path, enum.values_by_number[value].name if enum is not None and value in enum.values_by_number else _json(value)
    elif isinstance(value, duration_pb2.Duration):
        yield path, value.ToJsonString()
    elif field.message_type.full_name == _VALUE:
        yield from _claim(value, path)
    else:
        yield from leaves(value, canonical=canonical, path=path)


def _claims(claims: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name in claims:
        yield from _claim(claims[name], join(path, name))


def _claim(value: claim_pb2.ClaimValue, path: str) -> Iterator[tuple[str, str]]:
    """Yield the leaves of a claim value: objects member by member, a list as one."""
    if value.WhichOneof("kind") == "struct" and value.struct.fields:
        yield from _claims(value.struct.fields, path)
    else:
        yield path, _text(value)


def _text(value: claim_pb2.ClaimValue) -> str:
    """Return a claim value as people write it: expressions bare, texts in quotes, and different values never the same."""
    kind = value.WhichOneof("kind")
    if kind == "dynamic":
        dynamic = value.dynamic
        text = f"{{{{{dynamic.expression}}}}}" if dynamic.WhichOneof("kind") == "expression" else _json(dynamic.text)
        return f"{text} or {_text(dynamic.fallback)}" if dynamic.HasField("fallback") else text
    if kind == "list":
        return f"[{', '.join(map(_text, value.list.values))}]"
    if kind == "struct":
        members = [f"{_json(name)}: {_text(value.struct.fields[name])}" for name in sorted(value.struct.fields)]
        return f"{{{', '.join(members)}}}"
    if kind == "string":
        return _json(value.string.replace("{{", "{{{{"))
    if kind == "number":
        return _json(value.number)
    return "true" if kind == "bool" and value.bool else "false" if kind == "bool" else "null"


def _source(source: claim_pb2.ClaimSource, path: str) -> Iterator[tuple[str, str]]:
    if source.WhichOneof("notation") == "simple":
        yield from _claims(source.simple.fields, path)
        return
    try:
        claims = json.loads(source.advanced or "{}")
    except (ValueError, RecursionError):
        claims = None
    if isinstance(claims, dict):
        yield from _members(claims, path)
    else:
        yield path, _json(source.advanced)


def _members(members: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, value in members.items():
        if isinstance(value, dict) and value:
            yield from _members(value, join(path, name))
        else:
            yield join(path, name), _advanced(value)


def _advanced(value: Any) -> str:
    if isinstance(value, str) and value.startswith("{{") and value.endswith("}}") and value.count("{{") == 1:
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_advanced, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_json(name)}: {_advanced(value[name])}' for name in sorted(value))}}}"
    return _json(value)


def _json(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)
