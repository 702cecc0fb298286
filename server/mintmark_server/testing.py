"""The service in process, for tests: the memory store, a clock that moves, a unix socket.

Owns: `TestService`, `MovingClock`, and the floor: empty RPCs that real ones are measured against. Never: anything that a production
process needs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf.empty_pb2 import Empty
from mintmark.v1 import token_service_pb2

from mintmark_server.app import BOOTSTRAP_ID, Components
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.keys.keyring import LoadSigner
from mintmark_server.keys.material import load_signer
from mintmark_server.rpc.boundary import Authorise, Boundary, Method
from mintmark_server.rpc.policy import METHOD_POLICY
from mintmark_server.rpc.server import AnyHandler, GrpcServer, TransportLimits
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Store

START = datetime(2031, 4, 1, 12, 0, tzinfo=UTC)
PUBLIC_URL = "https://tokens.example.com"

FLOOR_SERVICE: Final = "mintmark.testing.Floor"
BARE, EMPTY, EMPTY_STREAM = (f"/{FLOOR_SERVICE}/{name}" for name in ("Bare", "Empty", "EmptyStream"))
"""Methods of `build_floor`, as a channel calls them."""


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


@dataclass(frozen=True, slots=True, kw_only=True)
class TestService:
    """A running service: where to call it, as whom, and what is behind it."""

    __test__ = False

    target: str
    credential: str
    clock: MovingClock
    components: Components


@contextmanager
def run_service(store: Store | None = None, *, clock: MovingClock | None = None, load: LoadSigner = load_signer) -> Iterator[TestService]:
    """Run the service on a unix socket, on the memory store unless another is given; `load` makes the signers."""
    clock = clock or MovingClock()
    components = Components(store or MemoryStore(), EncryptionKey(os.urandom(32)), clock, public_url=PUBLIC_URL, load=load)
    secret = components.create_operator(BOOTSTRAP_ID, now=clock.now())
    server = GrpcServer([*components.handlers(), *build_floor(components.boundary)], limits=TransportLimits(), stopping=components.stopping)
    with tempfile.TemporaryDirectory(prefix="mm") as folder:
        target = f"unix:{Path(folder) / 's'}"
        server.add_port(target, None)
        server.start()
        try:
            yield TestService(target=target, credential=secret, clock=clock, components=components)
        finally:
            server.stop(1)


def build_floor(boundary: Boundary) -> list[AnyHandler]:
    """Return handlers of empty RPCs, to be served beside the contract by tests and the bench alone.

    | method | is | takes | answers |
    | --- | --- | --- | --- |
    | BARE | what gRPC itself costs: no wrapper, no credential | anything | no bytes |
    | EMPTY | a unary call through the wrapper, authorised as IssueSessionToken | IssueSessionTokenRequest with `parent` | Empty |
    | EMPTY_STREAM | a bidirectional stream through the wrapper, as StreamIssue | StreamIssueRequest with `item.session.parent` | Empty |

    `run_service` serves them. Elsewhere: `Service(components, settings, more=build_floor(components.boundary))`. To call one:
    `channel.unary_unary(EMPTY)(request.SerializeToString(), metadata=[("authorization", f"Bearer {credential}")])`, or
    `channel.stream_stream(EMPTY_STREAM)(iterator of bytes, metadata=…)`.
    """

    def method(name: str, request: type[Any], *, streams: bool) -> Method:
        return Method(service=FLOOR_SERVICE, name=name, request=request, client_streaming=streams, server_streaming=streams)

    def answer_each(requests: Iterator[Any], authorise: Authorise) -> Iterator[Empty]:
        for request in requests:
            authorise(request)
            yield Empty()

    empty = boundary.unary(
        method("Empty", token_service_pb2.IssueSessionTokenRequest, streams=False),
        METHOD_POLICY["TokenService.IssueSessionToken"],
        lambda _request, _call: Empty(),
    )
    stream = boundary.duplex(
        method("EmptyStream", token_service_pb2.StreamIssueRequest, streams=True),
        METHOD_POLICY["TokenService.StreamIssue"],
        answer_each,
    )
    table = {
        "Bare": grpc.unary_unary_rpc_method_handler(lambda _data, _context: b""),
        "Empty": grpc.unary_unary_rpc_method_handler(empty),
        "EmptyStream": grpc.stream_stream_rpc_method_handler(stream),
    }
    return [grpc.method_handlers_generic_handler(FLOOR_SERVICE, table)]
