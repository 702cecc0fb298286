"""The command line: `mintmark`.

Owns: its commands. Never: policy; it says what the service says.

Exit codes: 0 done · 1 the service failed · 2 wrong usage · 3 refused (what was sent, claims, or what is stored) · 4 no access ·
5 absent · 6 conflict · 7 unavailable or too slow.
"""

from mintmark.cli.app import app, main

__all__ = ["app", "main"]
