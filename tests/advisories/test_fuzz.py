"""Requests that nobody would write: each is refused with a reason, none is a bug."""

from __future__ import annotations

import random
from typing import Any

import grpc
import pytest
from mintmark_server.rpc.server import list_methods
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest

SERVED = [method for method in list_methods() if not method.client_streaming and not method.server_streaming]
WILD_TEXTS = [
    *("", "x", "/", "\0", "-", "..", "*", '"', "{}", "["),
    *("projects/-", "projects/fuzz", "projects/fuzz/users/ada", "projects/fuzz/tenants/acme", "projects/fuzz/roles/admin", "admin"),
    *("é" * 70, "a" * 3_000, "{{user.email", "{{user.email}}", "{{form.a}} {{user.roles}}", '{"a":{"b":"{{user}}"}}', "user.email == ''"),
    *('{"a": "{{user.customAttributes.plan}}", "b": [1, {"c": "x{{user.id}}"}]}', "email = x", "a", "b.c", "user.plan"),
]
WILD_NUMBERS = [0, 1, -1, 7, 99, 2**31 - 1, -(2**31)]
WILD_FLOATS = [0.0, -0.0, 1.5, float("nan"), float("inf"), 1e308, 2.0**53]


def fill(message: Any, rng: random.Random, depth: int) -> None:
    """Fill a message with values that fit its types and nothing else."""
    for field in message.DESCRIPTOR.fields:
        if rng.random() < 0.45 or depth > 4:
            continue
        if field.is_repeated and field.message_type is not None and field.message_type.GetOptions().map_entry:
            target = getattr(message, field.name)
            key = rng.choice(WILD_TEXTS)
            value_field = field.message_type.fields_by_name["value"]
            if value_field.message_type is not None:
                fill(target[key], rng, depth + 1)
            elif value_field.type == value_field.TYPE_STRING:
                target[key] = rng.choice(WILD_TEXTS)
        elif field.is_repeated:
            for _ in range(rng.randint(0, 2)):
                if field.message_type is not None:
                    fill(getattr(message, field.name).add(), rng, depth + 1)
                else:
                    getattr(message, field.name).append(scalar(field, rng))
        elif field.message_type is not None:
            getattr(message, field.name).SetInParent()
            fill(getattr(message, field.name), rng, depth + 1)
        else:
            setattr(message, field.name, likely(field, rng) or scalar(field, rng))


def likely(field: Any, rng: random.Random) -> Any:
    """Return, mostly, what lets a request get past its first checks."""
    if rng.random() < 0.2 or field.type != field.TYPE_STRING:
        return None
    if field.name in ("parent", "project"):
        return "projects/fuzz"
    if field.name == "user" or (field.containing_type.name == "User" and field.name == "name"):
        return "projects/fuzz/users/ada"
    if field.name.endswith("_id") and field.name != "request_id":
        return f"r{rng.randint(0, 9)}"
    return None


def scalar(field: Any, rng: random.Random) -> Any:
    if field.type == field.TYPE_STRING:
        return rng.choice(WILD_TEXTS)
    if field.type == field.TYPE_BOOL:
        return rng.random() < 0.5
    if field.type in (field.TYPE_DOUBLE, field.TYPE_FLOAT):
        return rng.choice(WILD_FLOATS)
    return rng.choice(WILD_NUMBERS)


@pytest.mark.parametrize("method", SERVED, ids=lambda method: method.key)
def test_no_request_is_a_bug(service: TestService, method: Any) -> None:
    rng = random.Random(method.key)
    metadata = [("authorization", f"Bearer {service.credential}")]
    with grpc.insecure_channel(service.target) as channel:
        call = channel.unary_unary(f"/{method.service}/{method.name}")
        for number in range(60):
            message = method.request()
            fill(message, rng, 0)
            data = message.SerializeToString() if number % 5 else rng.randbytes(rng.randint(1, 60))
            try:
                call(data, metadata=metadata, timeout=5)
            except grpc.RpcError as error:
                code = error.code()  # type: ignore[attr-defined]
                assert code not in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DEADLINE_EXCEEDED), message


@pytest.fixture(autouse=True)
def _fuzzed_project(service: TestService, client: Any) -> None:
    if service.components.store.list_audit("fuzz", after=0, limit=1) == []:
        ProjectUnderTest(client, "fuzz").create()
