"""The service's command line: `mintmark-server`.

Owns: init, serve, demo, load-demo, migrate, backup, check, keys. Never: what they do (app, serving, storage, keys).
"""

import sys


def main() -> None:
    """Run the command line; where only the client's requirements are installed, say what is missing."""
    try:
        from mintmark_server.cli.app import main as run  # noqa: PLC0415  (it loads the whole service)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mintmark"):
            raise
        sys.exit(f"{error.name} is not installed: the service needs more than the client. Install mintmark[server].")
    run()
