"""A worker process: `python -m mintmark_server.workers.worker DESCRIPTOR`, started by the supervisor alone.

Owns: serving gRPC on the shared address until told to stop, and ending when the supervisor is gone. Never: HTTP, maintenance.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import threading
from typing import Final

from mintmark_server.app import Components
from mintmark_server.config import load_settings
from mintmark_server.errors import MintmarkError
from mintmark_server.keys.encryption import EncryptionKeyError
from mintmark_server.rpc.logs import start_log
from mintmark_server.serving import GrpcSide, ServiceError, open_components
from mintmark_server.storage.sqlite.schema import NewerDatabaseError
from mintmark_server.workers.pipe import Pipe
from mintmark_server.workers.totals import read_figures

DRAIN_MARGIN_SECONDS: Final = 5.0
"""What stopping may take beyond the calls' own time; then the process is ended."""
_PR_SET_PDEATHSIG: Final = 1


def main() -> int:
    """Serve; return the exit code."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _ask_for_signal_when_orphaned()
    pipe = Pipe(socket.socket(fileno=int(sys.argv[1])))
    hello = pipe.receive()
    if not hello:
        return 1
    settings = load_settings(hello[0]["settings"], {}, None)
    start_log(settings.log_level, worker=hello[0]["number"])
    try:
        store, components = open_components(settings)
        side = GrpcSide(components, settings, shares_port=True)
    except (ServiceError, EncryptionKeyError, NewerDatabaseError) as error:
        pipe.send({"failed": str(error)})
        return 1
    except MintmarkError as error:
        pipe.send({"failed": error.message})
        return 1
    side.start()
    pipe.send({"serving": True})
    threading.Thread(target=_listen, args=(pipe, components, stop), name="supervisor", daemon=True).start()
    stop.wait()
    guard = threading.Timer(settings.drain_seconds + DRAIN_MARGIN_SECONDS, os._exit, args=(1,))
    guard.daemon = True
    guard.start()
    side.stop()
    _tell_metrics(pipe, components)
    store.close()
    return 0


def _listen(pipe: Pipe, components: Components, stop: threading.Event) -> None:
    """Answer the supervisor until it is gone; then stop."""
    while (messages := pipe.receive()) is not None:
        for _ in messages:
            _tell_metrics(pipe, components)
    stop.set()


def _tell_metrics(pipe: Pipe, components: Components) -> None:
    try:
        pipe.send({"metrics": read_figures(components.metrics.collect())})
    except OSError:
        # The supervisor is gone, and nobody wants to know.
        return


def _ask_for_signal_when_orphaned() -> None:
    """Have Linux send SIGTERM when the supervisor ends, which also reaches a worker that is still starting."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
