"""A real server process that also serves the floor: `python -m tests.bench.server`.

Like `mintmark-server serve`, with settings from `MINTMARK_…` in the environment alone (`MINTMARK_DATA_DIR` made by `mintmark-server
init`), and with the empty RPCs of `mintmark_server.testing.build_floor` beside the contract. Prints one line when it serves: the gRPC
address. Ends on SIGTERM.
"""

from __future__ import annotations

import os
import signal
import threading

from mintmark_server.config import load_settings
from mintmark_server.rpc.logs import start_log
from mintmark_server.serving import Service, open_components
from mintmark_server.testing import build_floor


def main() -> None:
    settings = load_settings({}, os.environ, None)
    start_log(settings.log_level)
    _, components = open_components(settings)
    service = Service(components, settings, more=build_floor(components.boundary))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    service.start()
    print(service.addresses.grpc, flush=True)
    stop.wait()
    service.stop()


if __name__ == "__main__":
    main()
