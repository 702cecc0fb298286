"""Scalars of the contract: times, durations, enumerations, structs.

Owns: each conversion in one place. Never: messages of nouns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from google.protobuf.duration_pb2 import Duration
from google.protobuf.struct_pb2 import ListValue, Struct, Value
from google.protobuf.timestamp_pb2 import Timestamp

from mintmark_server.claims.values import Json
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_STRUCT_BYTES

E = TypeVar("E", bound=StrEnum)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_SECONDS = 253_402_300_799
_NANOS = 1_000_000_000


def time_to_proto(instant: datetime | None) -> Any:
    """Return a timestamp, or None for None."""
    if instant is None:
        return None
    micros = (instant - _EPOCH) // _MICROSECOND
    return Timestamp(seconds=micros // 1_000_000, nanos=micros % 1_000_000 * 1_000)


def write_time(instant: datetime, target: Timestamp) -> None:
    """Write an instant into a message's own timestamp."""
    micros = (instant - _EPOCH) // _MICROSECOND
    target.seconds, target.nanos = micros // 1_000_000, micros % 1_000_000 * 1_000


def time_from_proto(message: Any, field: str, *, path: str) -> datetime | None:
    """Return the instant of a field, None where it is unset. Raises: InvalidInput."""
    if not message.HasField(field):
        return None
    stamp = getattr(message, field)
    if not 0 <= stamp.seconds <= _MAX_SECONDS or not 0 <= stamp.nanos < _NANOS:
        raise refused(path, "The time is out of range.")
    return _EPOCH + timedelta(seconds=stamp.seconds, microseconds=stamp.nanos // 1_000)


def span_to_proto(span: timedelta | None) -> Any:
    """Return a duration, or None for None."""
    if span is None:
        return None
    micros = span // timedelta(microseconds=1)
    return Duration(seconds=micros // 1_000_000, nanos=micros % 1_000_000 * 1_000)


def span_from_proto(message: Any, field: str, *, path: str) -> timedelta | None:
    """Return the span of a field, None where it is unset. Raises: InvalidInput."""
    if not message.HasField(field):
        return None
    duration = getattr(message, field)
    if not 0 <= duration.seconds <= _MAX_SECONDS or not 0 <= duration.nanos < _NANOS:
        raise refused(path, "The duration is negative or out of range.")
    return timedelta(seconds=duration.seconds, microseconds=duration.nanos // 1_000)


def enum_to_proto(enum: Any, member: StrEnum, prefix: str) -> Any:
    """Return the number of an enumeration's value, e.g. prefix `TOKEN_KIND`."""
    return enum.Value(f"{prefix}_{member.value}")


def enum_from_proto(enum: Any, number: int, prefix: str, members: type[E], *, path: str, default: E | None = None) -> E:
    """Return the member of a number; the unspecified one gives the default. Raises: InvalidInput."""
    if number == 0 and default is not None:
        return default
    if number != 0 and number in enum.values():
        return members(enum.Name(number).removeprefix(f"{prefix}_"))
    names = ", ".join(f"{prefix}_{member.value}" for member in members)
    reason = Reason.FIELD_REQUIRED if number == 0 else Reason.INVALID_FIELD
    raise InvalidInput([Problem(reason=reason, path=path, message=f"Expected one of {names}.")])


def struct_to_proto(members: Mapping[str, Json]) -> Struct:
    """Return a struct."""
    struct = Struct()
    for name, value in members.items():
        _fill(struct.fields[name], value)
    return struct


def struct_from_proto(struct: Struct) -> dict[str, Json]:
    """Return a struct's members; integral numbers are integers, so they are written without a fraction."""
    return {name: _read(value) for name, value in struct.fields.items()}


def sent_struct_from_proto(struct: Struct, *, path: str) -> dict[str, Json]:
    """Return the members of a struct that somebody passes on. Raises: InvalidInput INPUT_TOO_LARGE, before any of it is read."""
    size = struct.ByteSize()
    if size > MAX_STRUCT_BYTES:
        message = f"It has {size} bytes; at most {MAX_STRUCT_BYTES} are allowed."
        raise InvalidInput([Problem(reason=Reason.INPUT_TOO_LARGE, path=path, message=message, limit=MAX_STRUCT_BYTES, actual=size)])
    return struct_from_proto(struct)


def too_long(path: str, count: int, limit: int, what: str) -> Problem:
    """Return the problem of too many elements."""
    return Problem(reason=Reason.INPUT_TOO_LARGE, path=path, message=f"At most {limit} {what}.", limit=limit, actual=count)


def refused(path: str, message: str, *, hint: str = "") -> InvalidInput:
    """Return the error of one invalid field."""
    return InvalidInput([Problem(reason=Reason.INVALID_FIELD, path=path, message=message, hint=hint)])


def _fill(target: Value, value: Json) -> None:
    if value is None:
        target.null_value = 0  # type: ignore[assignment]  # NULL_VALUE
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        for name, item in value.items():
            _fill(target.struct_value.fields[name], item)
    else:
        target.list_value.SetInParent()
        for item in value:
            _fill(target.list_value.values.add(), item)


def _read(value: Value) -> Json:
    match value.WhichOneof("kind"):
        case "bool_value":
            return value.bool_value
        case "number_value":
            return number_from_proto(value.number_value)
        case "string_value":
            return value.string_value
        case "struct_value":
            return struct_from_proto(value.struct_value)
        case "list_value":
            return _read_list(value.list_value)
        case _:
            return None


def _read_list(values: ListValue) -> list[Json]:
    return [_read(item) for item in values.values]


def number_from_proto(number: float) -> int | float:
    """Return a double as an integer where it is one."""
    return int(number) if math.isfinite(number) and number.is_integer() else number
