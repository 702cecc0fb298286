"""The service in process, for tests: the memory store, a clock that moves, a unix socket.

Owns: `TestService` and `MovingClock`. Never: anything that a production process needs.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mintmark_server.app import BOOTSTRAP_ID, Components
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.rpc.server import GrpcServer, TransportLimits
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Store

START = datetime(2031, 4, 1, 12, 0, tzinfo=UTC)
PUBLIC_URL = "https://tokens.example.com"


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
def run_service(store: Store | None = None, *, clock: MovingClock | None = None) -> Iterator[TestService]:
    """Run the service on a unix socket, on the memory store unless another is given."""
    clock = clock or MovingClock()
    components = Components(store or MemoryStore(), EncryptionKey(os.urandom(32)), clock, public_url=PUBLIC_URL)
    secret = components.create_operator(BOOTSTRAP_ID, now=clock.now())
    server = GrpcServer(components.handlers(), limits=TransportLimits(), stopping=components.stopping)
    with tempfile.TemporaryDirectory(prefix="mm") as folder:
        target = f"unix:{Path(folder) / 's'}"
        server.add_port(target, None)
        server.start()
        try:
            yield TestService(target=target, credential=secret, clock=clock, components=components)
        finally:
            server.stop(1)
