"""The HTTP server, in a thread of its own.

Owns: binding, starting and stopping uvicorn, and connections that nobody asks anything over. Never: routes (application).

uvicorn waits without an end for the first request of a connection, and for the rest of one that has begun; so a few hundred connections,
which say nothing, would keep verifiers from the key sets. Here each has a time for its next request, and of too many the one that has
been silent for longest goes.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_BACKLOG: Final = 512
SILENCE_SECONDS: Final = 15
"""How long a connection may take for its next request, from the last answer on to the request's end."""
MAX_CONNECTIONS: Final = 384
"""Connections at a time; beside them those that are answered just now."""


def build_protocol() -> type[asyncio.Protocol]:
    """Return the protocol of one server's connections."""
    silent: dict[Any, asyncio.TimerHandle] = {}

    class Connection(H11Protocol):
        def connection_made(self, transport: Any) -> None:  # noqa: ANN401  (whatever asyncio has)
            super().connection_made(transport)
            if len(self.connections) > MAX_CONNECTIONS and silent:
                next(iter(silent)).end()
            self.be_silent()

        def connection_lost(self, exc: Exception | None) -> None:
            self.speak()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            answering: Any = self.cycle
            if answering is not None and not answering.response_complete:
                self.speak()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self.be_silent()

        def be_silent(self) -> None:
            if self not in silent and not self.transport.is_closing():
                silent[self] = self.loop.call_later(SILENCE_SECONDS, self.end)

        def speak(self) -> None:
            timer = silent.pop(self, None)
            if timer is not None:
                timer.cancel()

        def end(self) -> None:
            self.speak()
            self.transport.abort()

    return Connection


class HttpServer:
    """Serves an ASGI application. The address is bound when made, so a taken port is known before anything starts."""

    def __init__(self, application: ASGIApp, *, host: str, port: int) -> None:
        """Raises: OSError when the address can't be bound."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # The protocol is named, since asyncio sets TCP_NODELAY only then; else a body waits 40 ms until its header is acknowledged.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen(_BACKLOG)
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            application,
            log_config=None,
            # Bugs, and not what everybody who connects can have it say.
            log_level="error",
            access_log=False,
            http=build_protocol(),
            ws="none",
            lifespan="off",
            server_header=False,
            timeout_keep_alive=SILENCE_SECONDS,
            limit_concurrency=_BACKLOG,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="http", daemon=True)

    def start(self) -> None:
        """Serve."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what runs, and stop."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        self._socket.close()
