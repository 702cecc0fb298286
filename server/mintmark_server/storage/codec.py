"""Records as JSON text.

Owns: encoding and decoding, compiled once per dataclass from its type hints. Fields at their default are left out; unknown fields are
refused, so that a newer service's data is never read half. Never: migrations (sqlite).

datetime is UTC microseconds, timedelta microseconds, a frozenset a sorted list; all else is what JSON has.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_print: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

T = TypeVar("T")
Convert = Callable[[Any], Any]


class DecodeError(Exception):
    """Stored text that is not what this version of the service writes; names the field, never a value."""


def encode(record: object) -> str:
    """Return a record as JSON text."""
    class_: Any = type(record)
    return _print(_encoder(class_)(record))


def decode(record_type: type[T], text: str) -> T:
    """Return the record that JSON text holds. Raises: DecodeError."""
    try:
        class_: Any = record_type
        record: T = _decoder(class_)(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DecodeError(f"A stored {record_type.__name__} can't be read: {type(error).__name__}.") from error
    return record


def to_micros(instant: datetime) -> int:
    """Return microseconds since the epoch."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the UTC instant."""
    return _EPOCH + timedelta(microseconds=micros)


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    """Return JSON data without read-only mappings and tuples."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _encoder(class_: Any) -> Convert:
    hints = get_type_hints(class_)
    fields = dataclasses.fields(class_)
    read = attrgetter(*(field.name for field in fields), "__class__")  # The class only so that it is always a tuple.
    steps = tuple((field.name, _default(field), _convert(hints[field.name], encoding=True)) for field in fields)

    def run(record: Any) -> dict[str, Any]:
        found = {}
        for (name, default, convert), value in zip(steps, read(record), strict=False):
            if value is not default and value != default:
                found[name] = value if convert is _same else convert(value)
        return found

    return run


@cache
def _decoder(class_: Any) -> Convert:
    hints = get_type_hints(class_)
    converts = {field.name: _convert(hints[field.name], encoding=False) for field in dataclasses.fields(class_)}
    steps = tuple((name, convert) for name, convert in converts.items() if convert is not _same)

    def run(data: dict[str, Any]) -> Any:
        # What was just parsed is nobody else's.
        for name, convert in steps:
            if name in data:
                data[name] = convert(data[name])
        return class_(**data)

    return run


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


def _convert(hint: Any, *, encoding: bool) -> Convert:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        arguments = [argument for argument in get_args(hint) if argument is not type(None)]
        if len(arguments) > 1:
            # What was parsed is plain already.
            return _plain if encoding else _same
        inner = _convert(arguments[0], encoding=encoding)
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin in (tuple, frozenset):
        return _convert_items(origin, _convert(get_args(hint)[0], encoding=encoding), encoding=encoding)
    if origin is not None and issubclass(origin, Mapping):
        inner = _convert(get_args(hint)[1], encoding=encoding)
        if encoding:
            return lambda value: {key: inner(item) for key, item in value.items()}
        if inner is _same:
            return types.MappingProxyType
        return lambda value: types.MappingProxyType({key: inner(item) for key, item in value.items()})
    if dataclasses.is_dataclass(hint):
        class_: Any = hint
        return _encoder(class_) if encoding else _decoder(class_)
    if hint is datetime:
        return to_micros if encoding else from_micros
    if hint is timedelta:
        return (lambda value: value // _MICROSECOND) if encoding else (lambda value: timedelta(microseconds=value))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        # A member is text itself, and JSON takes it for that.
        return _same if encoding else _reader(hint)
    return _same


def _reader(members: type[StrEnum]) -> Convert:
    """Return how to find a member by its text: a KeyError for one that is unknown."""
    return {member.value: member for member in members}.__getitem__


def _convert_items(origin: Any, inner: Convert, *, encoding: bool) -> Convert:
    if not encoding:
        return origin if inner is _same else lambda value: origin(map(inner, value))
    if origin is frozenset:
        return sorted if inner is _same else lambda value: sorted(map(inner, value))
    return list if inner is _same else lambda value: [inner(item) for item in value]
