"""The service's command line: `mintmark-server`.

Owns: init, serve, demo, migrate, backup, check. Never: what they do (app, storage, keys).
"""

from mintmark_server.cli.app import app, main

__all__ = ["app", "main"]
