"""How many users an import over gRPC stores a second: each checked, audited and durable.

Owns: the row of ImportUsers. Never: `load-demo`, which stores without a call (growth).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

import grpc
from mintmark.v1 import user_service_pb2

from tests.bench.rows import Row

USERS = 2_000
ROUNDS = 3
_METHOD = "/mintmark.v1.UserService/ImportUsers"


def measure_import(target: str, metadata: tuple[tuple[str, str], ...], project: str) -> Row:
    """Import new users into a project so often; return the row of users a second."""
    numbers = itertools.count()
    rates = tuple(USERS / _import(target, metadata, lambda: _build_users(project, itertools.islice(numbers, USERS))) for _ in range(ROUNDS))
    return Row(name="users that ImportUsers stores a second", unit="users/s", samples=rates, floor_samples=(1.0,) * ROUNDS, at_least=True)


def _import(target: str, metadata: tuple[tuple[str, str], ...], build: Callable[[], Iterator[bytes]]) -> float:
    messages = [*build()]
    with grpc.insecure_channel(target) as channel:
        grpc.channel_ready_future(channel).result(timeout=10)
        started = time.perf_counter()
        answer = channel.stream_unary(_METHOD)(iter(messages), metadata=metadata, timeout=120)
        seconds = time.perf_counter() - started
    response = user_service_pb2.ImportUsersResponse.FromString(answer)
    assert response.created_count == len(messages), response.failures[:1]
    return seconds


def _build_users(project: str, numbers: Iterator[int]) -> Iterator[bytes]:
    for number in numbers:
        request = user_service_pb2.ImportUsersRequest(parent=project)
        user = request.user
        user.name = f"{project}/users/imported{number}"
        user.display_name = f"Imported {number}"
        user.email = f"imported{number}@example.com"
        user.login_ids.append(user.email)
        data: bytes = request.SerializeToString()
        yield data
