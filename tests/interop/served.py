"""The service that all runners call: a real server on loopback, with a clock that is moved and faults that are asked for.

Owns: the server, the fault switch between transport and handlers, and the HTTP address at which runners ask for faults.
"""

from __future__ import annotations

import json
import socket
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import grpc
from grpc_status import rpc_status
from mintmark_server.app import BOOTSTRAP_ID, Components
from mintmark_server.config import Settings
from mintmark_server.errors import Reason, Unavailable
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.rpc.server import AnyHandler
from mintmark_server.rpc.status import to_status
from mintmark_server.serving import Service
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.testing import MovingClock

RETRY_AFTER = timedelta(milliseconds=1_500)
HELD_SECONDS = 30


class Faults:
    """What the next calls of a method meet, and how many there were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        self.unavailable: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    def take(self, method: str) -> str:
        """Count a call; return `unavailable`, `hold` or nothing."""
        with self._lock:
            self.seen[method] += 1
            for kind, waiting in (("unavailable", self.unavailable), ("hold", self.held)):
                if waiting[method]:
                    waiting[method] -= 1
                    return kind
        return ""

    def pop_seen(self, method: str) -> int:
        with self._lock:
            return self.seen.pop(method, 0)


class FaultyHandlers(grpc.GenericRpcHandler):  # type: ignore[type-arg]
    """A service's handlers behind the fault switch."""

    def __init__(self, inner: AnyHandler, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        handler = self._inner.service(handler_call_details)
        fault = self._faults.take(handler_call_details.method.removeprefix("/")) if handler is not None else ""
        if not fault:
            return handler
        return grpc.unary_unary_rpc_method_handler(_refuse if fault == "unavailable" else _hold)


def _refuse(_request: Any, context: grpc.ServicerContext) -> Any:
    error = Unavailable(Reason.STORAGE_UNAVAILABLE, "The storage is away.", retry_after=RETRY_AFTER)
    context.abort_with_status(rpc_status.to_status(to_status(error, request_id="interop")))


def _hold(_request: Any, context: grpc.ServicerContext) -> Any:
    gone = threading.Event()
    if context.add_callback(gone.set):
        gone.wait(HELD_SECONDS)
    context.abort(grpc.StatusCode.CANCELLED, "The caller went away.")


class FaultyComponents(Components):
    """The service's components, with the fault switch before every handler."""

    faults = Faults()

    def handlers(self) -> list[AnyHandler]:
        return [FaultyHandlers(handler, self.faults) for handler in super().handlers()]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running service: where it is, as whom to call it, its clock and its faults."""

    target: str
    http: str
    control: str
    credential: str
    start: datetime
    clock: MovingClock
    faults: Faults

    def reset(self) -> None:
        """Bring the clock back and forget all faults."""
        self.clock.move(self.start - self.clock.now())
        self.faults.clear()

    @property
    def now(self) -> int:
        return int(self.start.timestamp())


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def serve() -> Iterator[Served]:
    """Serve until the block ends. The clock starts at the present second, so that JOSE libraries find the tokens valid."""
    start = datetime.now(UTC).replace(microsecond=0)
    clock = MovingClock(start)
    http = _free_address()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), grpc_address="127.0.0.1:0", http_address=http, drain_seconds=1.0)
        components = FaultyComponents(MemoryStore(), EncryptionKey(bytes(32)), clock, public_url=settings.public_base)
        components.faults.clear()
        credential = components.create_operator(BOOTSTRAP_ID, now=start)
        service = Service(components, settings)
        service.start()
        control = _Control(clock, components.faults)
        try:
            yield Served(
                target=service.addresses.grpc,
                http=f"http://{http}",
                control=control.start(),
                credential=credential,
                start=start,
                clock=clock,
                faults=components.faults,
            )
        finally:
            control.stop()
            service.stop()


class _Control:
    """The HTTP address where runners ask for faults."""

    def __init__(self, clock: MovingClock, faults: Faults) -> None:
        def act(path: str, body: dict[str, Any]) -> dict[str, Any]:
            match path:
                case "/clock":
                    clock.move(timedelta(seconds=body["seconds"]))
                case "/unavailable":
                    faults.unavailable[body["method"]] = body["calls"]
                case "/hold":
                    faults.held[body["method"]] = 1
                case "/calls":
                    return {"calls": faults.pop_seen(body["method"])}
                case _:
                    raise KeyError(path)
            return {}

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                try:
                    status, answer = 200, act(self.path, body)
                except KeyError as error:
                    status, answer = 400, {"unknown": str(error)}
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def start(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)
