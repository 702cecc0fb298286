"""The service in process, for tests: the memory store, a clock that moves, a unix socket.

Owns: `TestService`, `MovingClock`, and the floor: empty RPCs that real ones are measured against. Never: anything that a production
process needs.

`server/docs/testing.md` shows how; `mintmark_server.pytest_plugin` has it as fixtures.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf.empty_pb2 import Empty
from mintmark.client import Client
from mintmark.jwks import VerificationKey, load_key_set
from mintmark.v1 import token_service_pb2
from mintmark.verify import Verifier
from starlette.types import ASGIApp, Receive, Scope, Send

from mintmark_server.app import BOOTSTRAP_ID, Components
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.keys.keyring import LoadSigner
from mintmark_server.keys.material import load_signer
from mintmark_server.rpc.boundary import Authorise, Boundary, Method
from mintmark_server.rpc.policy import METHOD_POLICY
from mintmark_server.rpc.server import AnyHandler, GrpcServer, TransportLimits
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Store
from mintmark_server.testing_projects import TestProject
from mintmark_server.wellknown.application import build_application
from mintmark_server.wellknown.server import HttpServer

START = datetime(2031, 4, 1, 12, 0, tzinfo=UTC)
PUBLIC_URL = "https://tokens.example.com"

FLOOR_SERVICE: Final = "mintmark.testing.Floor"
BARE, EMPTY, EMPTY_STREAM = (f"/{FLOOR_SERVICE}/{name}" for name in ("Bare", "Empty", "EmptyStream"))
"""Methods of `build_floor`, as a channel calls them."""


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._elapsed = timedelta()

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now

    def elapsed(self) -> timedelta:
        """Return how much time has passed."""
        return self._elapsed

    def move(self, by: timedelta) -> None:
        """Let time pass; a negative span sets the clock back."""
        self._now += by
        self._elapsed += max(by, timedelta())

    def jump(self, by: timedelta) -> None:
        """Set the clock, without any time passing."""
        self._now += by


@dataclass(frozen=True, slots=True, kw_only=True)
class TestService:
    """A running service: where to call it, as whom, and what is behind it. `http` is its URL where HTTP is served, else "".

    `client` is connected to it as `credential`, which owns all projects and may do everything.
    """

    __test__ = False

    target: str
    http: str
    credential: str
    clock: MovingClock
    components: Components
    client: Client

    def create_project(self, project_id: str, **contents: Any) -> TestProject:
        """Create a project with what `TestProject.fill` takes."""
        project = TestProject(self.client, project_id, url=self.components.issuer_url(project_id))
        project.create()
        project.fill(**contents)
        return project

    def verifier(self, project_id: str, **options: Any) -> Verifier:
        """Return a verifier of a project's tokens, at the service's instant, with its keys as they are now."""
        keys = PublishedKeys(self.components, project_id)
        return Verifier(
            self.components.issuer_url(project_id), issuers=[project_id], keys=keys, clock=lambda: self.clock.now().timestamp(), **options
        )


class PublishedKeys:
    """A project's key set as the service publishes it now: a source for verifiers that keeps nothing."""

    def __init__(self, components: Components, project_id: str) -> None:
        self._components = components
        self._project_id = project_id

    def find(self, kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys."""
        return self.get(kid)

    def get(self, _kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys."""
        return load_key_set(self._components.key_set(self._project_id).text)


@contextmanager
def run_service(
    store: Store | None = None, *, clock: MovingClock | None = None, load: LoadSigner = load_signer, serve_http: bool = False
) -> Iterator[TestService]:
    """Run the service on a unix socket, on the memory store unless another is given; `load` makes the signers.

    With `serve_http` it serves key sets on loopback too, and its issuers are below that address; else below PUBLIC_URL.
    """
    clock = clock or MovingClock()
    with ExitStack() as stack:
        application: ASGIApp | None = None

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            assert application is not None
            await application(scope, receive, send)

        http = HttpServer(serve, host="127.0.0.1", port=0) if serve_http else None
        if http is not None:
            stack.callback(http.stop)
        public_url = f"http://127.0.0.1:{http.port}" if http is not None else PUBLIC_URL
        components = Components(store or MemoryStore(), EncryptionKey(os.urandom(32)), clock, public_url=public_url, load=load)
        secret = components.create_operator(BOOTSTRAP_ID, now=clock.now())
        handlers = [*components.handlers(), *build_floor(components.boundary)]
        server = GrpcServer(handlers, waits=components.boundary.waits, limits=TransportLimits(), stopping=components.stopping)
        target = f"unix:{Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='mm'))) / 's'}"
        server.add_port(target, None)
        server.start()
        stack.callback(server.stop, 1)
        if http is not None:
            application = build_application(components)
            http.start()
        client = stack.enter_context(Client(target, credential=secret))
        yield TestService(
            target=target,
            http=public_url if http is not None else "",
            credential=secret,
            clock=clock,
            components=components,
            client=client,
        )


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
        "Empty": grpc.stream_unary_rpc_method_handler(empty),
        "EmptyStream": grpc.stream_stream_rpc_method_handler(stream),
    }
    return [grpc.method_handlers_generic_handler(FLOOR_SERVICE, table)]
