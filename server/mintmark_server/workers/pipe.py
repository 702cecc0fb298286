"""What supervisor and worker tell each other.

Owns: messages as lines of JSON over a socket pair. Never: what they mean to either side.

| from | message | meaning |
| --- | --- | --- |
| supervisor | `{"number": 1, "settings": {…}}` | the first: who you are, what to serve |
| supervisor | `{"ask": "metrics"}` | tell your metrics |
| worker | `{"serving": true}` | the address is bound, calls are answered |
| worker | `{"failed": "…"}` | it can't start, and why |
| worker | `{"metrics": […]}` | as asked; also the last before it ends |

The end of the pipe is the other side's end: a worker whose supervisor is gone drains and ends.
"""

from __future__ import annotations

import json
import socket
import threading
from typing import Any, Final

_CHUNK: Final = 65_536


class Pipe:
    """One end. Sending is safe from any thread; receiving is one thread's."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._received = b""
        self._lock = threading.Lock()

    def fileno(self) -> int:
        """The descriptor, for a selector."""
        return self._end.fileno()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message. Raises: OSError when the other side is gone."""
        data = json.dumps(message).encode() + b"\n"
        with self._lock:
            self._end.sendall(data)

    def receive(self) -> list[dict[str, Any]] | None:
        """Wait for something to come, and return the messages that are complete; None at the end."""
        try:
            data = self._end.recv(_CHUNK)
        except OSError:
            return None
        if not data:
            return None
        *lines, self._received = (self._received + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Close this end."""
        self._end.close()
