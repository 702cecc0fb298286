"""A worker's place: how long it pauses before the next process."""

from __future__ import annotations

import subprocess
import sys

from mintmark_server.config import Settings
from mintmark_server.workers.pipe import Pipe
from mintmark_server.workers.process import State, WorkerPlace


class Ending(WorkerPlace):
    """A place whose processes end at once."""

    def start(self) -> Pipe:
        pipe = super().start()
        assert self._process is not None
        self._process.kill()
        return pipe


def test_the_pause_doubles_up_to_half_a_minute_and_begins_anew_after_a_steady_minute() -> None:
    place = Ending(1, Settings())
    pauses = []
    for _ in range(11):
        place.start()
        assert place.state is State.STARTING
        assert place.note_end(1_000.0) == -9
        assert place.state is State.GONE
        pauses.append(round(place.starts_at - 1_000.0, 3))
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]
    place.start()
    place.note_serving(2_000.0)
    place.note_end(2_059.0)
    assert place.starts_at == 2_089.0
    place.start()
    place.note_serving(3_000.0)
    place.note_end(3_060.0)
    assert round(place.starts_at - 3_060.0, 3) == 0.1


def test_nobody_is_asked_who_does_not_serve() -> None:
    place = WorkerPlace(1, Settings())
    assert not place.ask_metrics()
    place.terminate()
    place.kill()


def test_a_worker_without_a_supervisor_ends() -> None:
    code = "import socket, subprocess, sys; a, b = socket.socketpair(); a.close(); sys.exit(subprocess.run([sys.executable, '-m', "
    code += "'mintmark_server.workers.worker', str(b.fileno())], pass_fds=[b.fileno()], timeout=30).returncode)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 1
