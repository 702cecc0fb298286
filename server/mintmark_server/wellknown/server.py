"""The HTTP server, in a thread of its own.

Owns: binding, starting and stopping uvicorn. Never: routes (application).
"""

from __future__ import annotations

import socket
import threading

import uvicorn
from starlette.types import ASGIApp

_BACKLOG = 512
_KEEP_ALIVE_SECONDS = 15


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
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
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
