"""A request's bytes, and what of it the boundary looks at.

Owns: parsing within bounds, the place that a request names, the form of a request id. Never: who may call (call), what a request means
(convert).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from google.protobuf.message import DecodeError, Message

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_MESSAGE_BYTES


def build_place_reader(message: type[Message], path: str) -> Callable[[Any], str]:
    """Return how to read the place of a request; most name it in a field of their own."""
    if path in message.DESCRIPTOR.fields_by_name:
        return attrgetter(path)
    return (lambda request: read_place(request, path)) if path else (lambda _: "")


def parse(message_type: type[Message], data: bytes | None, *, limit: int = MAX_MESSAGE_BYTES) -> Message:
    """Parse a request. Raises: InvalidInput MALFORMED_REQUEST, also where none came (None), INPUT_TOO_LARGE."""
    if data is None:
        text = "The call ended without its message."
        raise InvalidInput([Problem(reason=Reason.MALFORMED_REQUEST, path="", message=text)])
    if len(data) > limit:
        message = f"The request has {len(data)} bytes; at most {limit} are allowed."
        raise InvalidInput([Problem(reason=Reason.INPUT_TOO_LARGE, path="", message=message, limit=limit, actual=len(data))])
    try:
        return message_type.FromString(data)
    except DecodeError as error:
        message = f"The bytes are no {message_type.DESCRIPTOR.full_name}."
        raise InvalidInput([Problem(reason=Reason.MALFORMED_REQUEST, path="", message=message)]) from error


def read_place(request: Message, path: str) -> str:
    """Return the text of a field; a oneof's name stands for whichever of its fields is set."""
    value: Any = request
    for step in path.split("."):
        if step in value.DESCRIPTOR.oneofs_by_name:
            chosen = value.WhichOneof(step)
            if chosen is None:
                return ""
            value = getattr(value, chosen)
        else:
            value = getattr(value, step)
    return str(value)


def check_request_id(given: str) -> None:
    """Check that a `request_id` is a UUID (AIP-155). Raises: InvalidInput INVALID_REQUEST_ID."""
    try:
        fits = str(uuid.UUID(given)) == given.lower()
    except ValueError:
        fits = False
    if not fits:
        problem = Problem(reason=Reason.INVALID_REQUEST_ID, path="request_id", message="A request id is a UUID.")
        raise InvalidInput([problem])
