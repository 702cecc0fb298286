"""Connections to SQLite.

Owns: which SQLite library is used and whether it is safe, pragmas, and translating the driver's exceptions.
Never: SQL of the store.

A commit that races a checkpoint may lose pages in SQLite 3.7.0 to 3.51.2 (fixed in 3.51.3, 3.50.7, 3.44.6; sqlite.org/wal.html). With
an unsafe library the rollback journal is used in place of WAL, and a warning says so.
"""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mintmark_server.storage import conditions

BUSY_TIMEOUT_MS: Final = 5_000
Connection = Any
"""A connection of whichever driver is there."""


def load_driver() -> Any:  # noqa: ANN401
    """Return pysqlite3 where it is installed, else the standard library's module."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


driver = load_driver()


class UnsafeSqliteWarning(UserWarning):
    """The SQLite library has the WAL-reset bug."""


def is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether a SQLite version is free of the WAL-reset bug."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def connect(path: Path, *, version: tuple[int, ...] = driver.sqlite_version_info, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Connection:
    """Open a connection in autocommit mode with the pragmas set. A new file is readable by its owner alone."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with translated():
        connection = driver.connect(path, isolation_level=None, check_same_thread=False, timeout=busy_timeout_ms / 1000)
        journal = "WAL" if is_safe(version) else "DELETE"
        if journal == "DELETE":
            found = ".".join(map(str, version))
            message = f"SQLite {found} can lose data in WAL mode; using the rollback journal, which is several times slower."
            warnings.warn(message, UnsafeSqliteWarning, stacklevel=2)
        for pragma in (f"journal_mode = {journal}", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def is_busy(error: Exception) -> bool:
    """Tell whether another connection holds the lock."""
    return "locked" in str(error) or "busy" in str(error)


class _Translated:
    """A context without state of its own, since each read enters it."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _class: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, driver.OperationalError):
            text = str(error)
            if any(word in text for word in _PASSING):
                raise conditions.unavailable(f"The database can't be used now ({text}); nothing was stored.") from error


_PASSING: Final = ("locked", "busy", "full", "disk I/O", "unable to open", "readonly", "interrupted")
_TRANSLATED: Final = _Translated()


def translated() -> _Translated:
    """Turn what a database that is busy, full or away raises into `Unavailable`; anything else stays a bug."""
    return _TRANSLATED


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run a write transaction: `BEGIN IMMEDIATE`, so that it never waits for an upgrade of its lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has ended the transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
