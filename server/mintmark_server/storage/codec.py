"""Records as JSON text.

Owns: encoding and decoding, compiled once per dataclass from its type hints. Fields at their default are left out; unknown fields are
refused, so that a newer service's data is never read half. Never: migrations (sqlite).

datetime is UTC microseconds, timedelta microseconds, a frozenset a sorted list; all else is what JSON has. A `Sequence` of dataclasses is
decoded when somebody looks at it, and unknown fields are refused then; what nobody looked at is written again as it was.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from mintmark_server.lazy import LazySequence

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_print_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_read_json: Final = json.JSONDecoder().raw_decode
_print_text: Final[Callable[[str], str]] = encode_basestring

T = TypeVar("T")
Convert = Callable[[Any], Any]
Print = Callable[[Any], str]


class DecodeError(Exception):
    """Stored text that is not what this version of the service writes; names the field, never a value."""


def encode(record: object) -> str:
    """Return a record as JSON text."""
    class_: Any = type(record)
    return _encoder(class_)(record)


def decode(record_type: type[T], text: str) -> T:
    """Return the record that JSON text holds. Raises: DecodeError."""
    try:
        class_: Any = record_type
        record: T = _decoder(class_)(_parse(text))
    except _UNREADABLE as error:
        raise _unreadable(record_type, error) from error
    return record


def _parse(text: str) -> Any:
    value, end = _read_json(text)
    if end != len(text):
        raise ValueError
    return value


def to_micros(instant: datetime) -> int:
    """Return microseconds since the epoch."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the UTC instant."""
    return _EPOCH + timedelta(microseconds=micros)


_UNREADABLE: Final = (KeyError, TypeError, ValueError, AttributeError)


def _unreadable(record_type: type[Any], error: Exception) -> DecodeError:
    return DecodeError(f"A stored {record_type.__name__} can't be read: {type(error).__name__}.")


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
def _encoder(class_: Any) -> Print:
    hints = get_type_hints(class_, include_extras=True)
    fields = dataclasses.fields(class_)
    read = attrgetter(*(field.name for field in fields), "__class__")  # The class only so that it is always a tuple.
    steps = tuple((_print_text(field.name) + ":", *_default(field), _printer(hints[field.name])) for field in fields)

    def run(record: Any) -> str:
        found = [
            name + print_value(value)
            for (name, is_required, default, print_value), value in zip(steps, read(record), strict=False)
            if is_required or (value is not default and value != default)
        ]
        return "{" + ",".join(found) + "}"

    return run


@cache
def _decoder(class_: Any) -> Convert:
    hints = get_type_hints(class_)
    converts = {field.name: _convert(hints[field.name]) for field in dataclasses.fields(class_)}
    steps = tuple((name, convert) for name, convert in converts.items() if convert is not _same)

    def run(data: dict[str, Any]) -> Any:
        # What was just parsed is nobody else's.
        for name, convert in steps:
            if name in data:
                data[name] = convert(data[name])
        return class_(**data)

    return run


def _default(field: dataclasses.Field[Any]) -> tuple[bool, Any]:
    """Tell whether a field has to be given, and what it is where it is not."""
    if field.default is not dataclasses.MISSING:
        return False, field.default
    if field.default_factory is not dataclasses.MISSING:
        return False, field.default_factory()
    return True, None


def _printer(hint: Any) -> Print:
    """Return how to print a value of a type."""
    origin = get_origin(hint)
    if origin is Annotated:
        # Plain is the one that there is: nothing in it is to be escaped.
        return '"%s"'.__mod__
    if origin in (Union, types.UnionType):
        arguments = [argument for argument in get_args(hint) if argument is not type(None)]
        if len(arguments) > 1:
            return lambda value: _print_json(_plain(value))
        inner = _printer(arguments[0])
        return lambda value: "null" if value is None else inner(value)
    if origin in (tuple, frozenset, Sequence):
        item = get_args(hint)[0]
        return _print_plain_items if origin is tuple and get_origin(item) is Annotated else _items_printer(origin, _printer(item))
    if origin is not None and issubclass(origin, Mapping):
        inner = _printer(get_args(hint)[1])
        return lambda value: "{" + ",".join([f"{_print_text(key)}:{inner(item)}" for key, item in value.items()]) + "}"
    if dataclasses.is_dataclass(hint):
        class_: Any = hint
        return _encoder(class_)
    if hint is datetime:
        return lambda value: str((value - _EPOCH) // _MICROSECOND)
    if hint is timedelta:
        return lambda value: str(value // _MICROSECOND)
    if isinstance(hint, type) and issubclass(hint, str):
        # A member of a StrEnum is text itself.
        return _print_text
    return _print_int if hint is int else _print_json


def _print_int(value: int) -> str:
    return str(value) if value.__class__ is int else _print_json(value)


def _print_plain_items(value: tuple[str, ...]) -> str:
    return '["' + '","'.join(value) + '"]' if value else "[]"


def _items_printer(origin: Any, inner: Print) -> Print:
    if origin is Sequence:

        def print_item(item: Any) -> str:
            return _print_json(item) if item.__class__ is dict else inner(item)

        def run(value: Sequence[Any]) -> str:
            return "[" + ",".join(value.print_items(print_item) if isinstance(value, LazySequence) else map(inner, value)) + "]"

        return run
    if origin is frozenset:
        return lambda value: "[" + ",".join(map(inner, sorted(value))) + "]"
    return lambda value: "[" + ",".join(map(inner, value)) + "]"


def _convert(hint: Any) -> Convert:
    """Return how to make a value of a type from what was parsed."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        arguments = [argument for argument in get_args(hint) if argument is not type(None)]
        if len(arguments) > 1:
            # What was parsed is plain already.
            return _same
        inner = _convert(arguments[0])
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin is Sequence:
        return _lazily(get_args(hint)[0])
    if origin in (tuple, frozenset):
        inner = _convert(get_args(hint)[0])
        return origin if inner is _same else lambda value: origin(map(inner, value))
    if origin is not None and issubclass(origin, Mapping):
        inner = _convert(get_args(hint)[1])
        if inner is _same:
            return types.MappingProxyType
        return lambda value: types.MappingProxyType({key: inner(item) for key, item in value.items()})
    if dataclasses.is_dataclass(hint):
        class_: Any = hint
        return _decoder(class_)
    if hint is datetime:
        return from_micros
    if hint is timedelta:
        return lambda value: timedelta(microseconds=value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _reader(hint)
    return _same


def _reader(members: type[StrEnum]) -> Convert:
    """Return how to find a member by its text: a KeyError for one that is unknown."""
    return {member.value: member for member in members}.__getitem__


def _lazily(item_type: Any) -> Convert:
    decode_item = _decoder(item_type)

    def decode_copy(stored: dict[str, Any]) -> Any:
        try:
            return decode_item(copy.deepcopy(stored))
        except _UNREADABLE as error:
            raise _unreadable(item_type, error) from error

    def run(value: list[dict[str, Any]]) -> LazySequence[Any]:
        if value.__class__ is not list or not all(item.__class__ is dict for item in value):
            raise TypeError
        return LazySequence(value, decode_copy)

    return run
