"""A service that ends between record and answer: `python -m tests.workers.crashing ADDRESS`."""

from __future__ import annotations

import os
import sys
import threading

from mintmark_server.app import Components
from mintmark_server.clock import SystemClock
from mintmark_server.config import load_settings
from mintmark_server.keys.keyfile import load_encryption_key
from mintmark_server.model.sessions import Session
from mintmark_server.serving import GrpcSide
from mintmark_server.storage.port import Intent, Put
from mintmark_server.storage.sqlite import SqliteStore


class CrashingStore(SqliteStore):
    """Ends the process as soon as a second generation is durable."""

    def commit(self, intent: Intent) -> None:
        super().commit(intent)
        for change in intent.changes:
            if isinstance(change, Put) and isinstance(change.record, Session) and change.record.generation == 2:
                os._exit(9)


def main() -> None:
    settings = load_settings({"grpc_address": sys.argv[1]}, os.environ, None)
    key = load_encryption_key(settings.encryption_key_path)
    components = Components(CrashingStore(settings.database_path), key, SystemClock(), public_url=settings.public_base)
    GrpcSide(components, settings).start()
    threading.Event().wait(120)


if __name__ == "__main__":
    main()
