"""The SQLite store.

Owns: `SqliteStore`, its schema and migrations. Never: anything a use case could see but the port.
"""

from mintmark_server.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
