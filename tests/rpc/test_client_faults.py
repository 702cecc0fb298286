"""What goes wrong between both Python clients and a service: the typed error says what to do, nothing hangs, nothing is left behind."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from mintmark import aio, errors
from mintmark.client import Client
from mintmark.v1 import audit_service_pb2, audit_service_pb2_grpc, user_service_pb2, user_service_pb2_grpc

from tests.clients.certificates import make_certificates

GET_USER = user_service_pb2.GetUserRequest(name="projects/demo/users/ada")
WATCH = audit_service_pb2.WatchAuditEventsRequest(parent="projects/demo")
SOON = 10.0
ROUNDS = 16
"""What a call left behind would be there so often; gRPC and the server's pool keep a few threads and handles for the process."""
HANDLES = Path("/proc/self/fd")


class Answering(user_service_pb2_grpc.UserServiceServicer, audit_service_pb2_grpc.AuditServiceServicer):
    """Answers with a name, or with one of five megabytes; streams without an end, and counts the callers that went away."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entered = threading.Semaphore(0)
        self.left = threading.Semaphore(0)

    def GetUser(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return user_service_pb2.GetUserResponse(user={"name": self.name})

    def CreateUser(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        gone = threading.Event()
        assert context.add_callback(gone.set)
        self.entered.release()
        gone.wait(SOON)
        self.left.release()
        return user_service_pb2.CreateUserResponse()

    def WatchAuditEvents(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        context.add_callback(self.left.release)
        while context.is_active():
            yield audit_service_pb2.WatchAuditEventsResponse()


@contextmanager
def serving(servicer: Answering, address: str = "127.0.0.1:0", credentials: grpc.ServerCredentials | None = None) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.max_send_message_length", -1)])
    user_service_pb2_grpc.add_UserServiceServicer_to_server(servicer, server)
    audit_service_pb2_grpc.add_AuditServiceServicer_to_server(servicer, server)
    port = server.add_secure_port(address, credentials) if credentials else server.add_insecure_port(address)
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(0).wait()


def get_synchronously(target: str, **options: Any) -> str:
    with Client(target, **options) as client:
        return client.users.GetUser(GET_USER).user.name


def get_asynchronously(target: str, **options: Any) -> str:
    async def run() -> str:
        async with aio.Client(target, **options) as client:
            return (await client.users.GetUser(GET_USER)).user.name

    return asyncio.run(run())


Get = Callable[..., str]
both = pytest.mark.parametrize("get", [get_synchronously, get_asynchronously])


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    make_certificates(folder)
    return folder


@both
def test_a_wrong_address_is_said_with_what_to_check(get: Get) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(errors.UnreachableError, match="check the address, and that both sides use TLS or neither"):
            get(f"127.0.0.1:{probe.getsockname()[1]}")


@both
def test_tls_and_no_tls_do_not_meet(get: Get, certificates: Path) -> None:
    pair = ((certificates / "server.key").read_bytes(), (certificates / "server.pem").read_bytes())
    ca_file = certificates / "ca.pem"
    with serving(Answering("secure"), credentials=grpc.ssl_server_credentials([pair])) as secure, serving(Answering("plain")) as plain:
        named = secure.replace("127.0.0.1", "localhost")
        assert get(named, ca_file=ca_file) == "secure"
        for target, options in ((named, {}), (plain, {"ca_file": ca_file}), (secure, {"ca_file": ca_file})):
            with pytest.raises(errors.UnreachableError, match="both sides use TLS"):
                get(target, **options)


@both
def test_an_answer_of_five_megabytes_is_refused_with_what_to_do(get: Get) -> None:
    with serving(Answering("x" * (5 << 20))) as target, pytest.raises(errors.MintmarkError, match="ask for less at once") as caught:
        get(target)
    assert caught.value.details.code == "RESOURCE_EXHAUSTED"


def test_a_service_that_goes_away_and_comes_back_is_found_by_the_same_client() -> None:
    with serving(Answering("first")) as target:
        client = Client(target)
        assert client.users.GetUser(GET_USER).user.name == "first"
    with client:
        with pytest.raises(errors.UnreachableError):
            client.users.GetUser(GET_USER)
        with serving(Answering("second"), target):
            until = time.monotonic() + 3 * SOON
            while True:  # connecting anew waits a little after each failure
                try:
                    assert client.users.GetUser(GET_USER).user.name == "second"
                    break
                except errors.UnreachableError:
                    assert time.monotonic() < until


def count_held() -> tuple[int, int]:
    """Return how many threads and handles there are."""
    gc.collect()
    return threading.active_count(), len(list(HANDLES.iterdir()))


def watch_and_leave(client: Client) -> None:
    events = client.audit.WatchAuditEvents(WATCH)
    next(iter(events))
    events.close()


async def call_and_cancel(target: str, entered: threading.Semaphore) -> None:
    async with aio.Client(target) as client:
        calling = asyncio.ensure_future(client.users.CreateUser(user_service_pb2.CreateUserRequest(user_id="u")))
        assert await asyncio.to_thread(entered.acquire, timeout=SOON)
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
        events: Any = client.audit.WatchAuditEvents(WATCH)
        await anext(events)
        await events.aclose()


@pytest.mark.skipif(not HANDLES.is_dir(), reason="handles are counted in /proc")
def test_cancelled_calls_and_streams_end_for_the_service_and_leave_nothing_behind() -> None:
    servicer = Answering("ada")

    def once() -> None:
        with Client(target) as client:
            watch_and_leave(client)
        asyncio.run(call_and_cancel(target, servicer.entered))
        for _ in range(3):
            assert servicer.left.acquire(timeout=SOON), "the service still serves a caller that went away"

    with serving(servicer) as target:
        once()
        before = count_held()
        for _ in range(ROUNDS):
            once()
        after = count_held()
    for now, then in zip(after, before, strict=True):
        assert now - then < ROUNDS // 2, f"{before} threads and handles before, {after} after"
