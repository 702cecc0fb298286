"""One place for a worker, and the process that fills it.

Owns: starting it, what it said last, when the next one may start. Never: when to look (supervisor).

| state | next |
| --- | --- |
| STARTING | SERVING when it says so; GONE when it ends |
| SERVING | GONE when it ends |
| GONE | STARTING after the pause, unless the service stops |
"""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any, Final

from mintmark_server.config import Settings
from mintmark_server.workers.pipe import Pipe

FIRST_PAUSE_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 30.0
STEADY_SECONDS: Final = 60.0
"""Who served that long begins with the first pause again."""


class State(Enum):
    """What a place's process does."""

    STARTING = 1
    SERVING = 2
    GONE = 3


class WorkerPlace:
    """A worker's number, and its process. Times are monotonic seconds."""

    def __init__(self, number: int, settings: Settings) -> None:
        self.number = number
        self.state = State.GONE
        self.failure = ""
        self.restarts = 0
        self.starts_at = 0.0
        self.pipe: Pipe | None = None
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._served_since: float | None = None

    def start(self) -> Pipe:
        """Start a new process, by executing the interpreter anew: nothing of this one's threads or libraries is in it."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "mintmark_server.workers.worker", str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL)  # noqa: S603
        self.pipe = Pipe(ours)
        self.state, self.failure = State.STARTING, ""
        self.pipe.send({"number": self.number, "settings": write_settings(self._settings)})
        return self.pipe

    def note_serving(self, now: float) -> None:
        """Its process serves."""
        self.state = State.SERVING
        self._served_since = now

    def note_end(self, now: float) -> int:
        """Its process has closed the pipe: wait for its end, and plan the next start; return the exit code."""
        assert self._process is not None
        assert self.pipe is not None
        self.pipe.close()
        self.pipe = None
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if self._served_since is not None and now - self._served_since >= STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        self.starts_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        self._served_since = None
        self.state = State.GONE
        return code

    def ask_metrics(self) -> bool:
        """Ask for metrics; tell whether there is somebody to answer."""
        pipe = self.pipe
        if pipe is None or self.state is not State.SERVING:
            return False
        try:
            pipe.send({"ask": "metrics"})
        except OSError:
            return False
        return True

    def terminate(self) -> None:
        """Have the process drain."""
        if self._process is not None and self.state is not State.GONE:
            self._process.terminate()

    def kill(self) -> None:
        """End the process now."""
        if self._process is not None and self.state is not State.GONE:
            self._process.kill()


def write_settings(settings: Settings) -> dict[str, Any]:
    """Return settings as flags that `load_settings` reads."""
    found = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {name: str(value) if isinstance(value, Path) else value for name, value in found.items() if value is not None}
