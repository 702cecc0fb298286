"""The service's command line: `mintmark-server`.

Owns: init, serve, demo, load-demo, migrate, backup, check, keys. Never: what they do (app, serving, storage, keys).
"""

from mintmark_server.cli.app import app, main

__all__ = ["app", "main"]
