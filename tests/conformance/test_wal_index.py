"""The WAL index says all that the data version says: whatever happens to the database, a look at the header misses no commit."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark_server.storage.port import Changes, Resync
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.connection import UnsafeSqliteWarning, connect, driver, is_safe
from mintmark_server.storage.sqlite.walindex import WalIndex, is_header, open_wal_index

from tests.conformance.records import project, user
from tests.conformance.suite import put

pytestmark = pytest.mark.skipif(not is_safe(driver.sqlite_version_info), reason="this SQLite is used with the rollback journal")

STEPS = ("insert", "insert large", "begin", "rollback", "commit", "passive", "full", "restart", "truncate", "vacuum", "read", "reopen")
CHANGING = {"insert", "insert large"}


class Database:
    """A database with two writers and a reader; `look` tells whether the header moved, and whether the data version did."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writers = [connect(path), connect(path)]
        self.writers[0].execute("CREATE TABLE t (body BLOB)")
        self.reader = connect(path)
        found = open_wal_index(path)
        assert found is not None
        self.index: WalIndex = found
        self.header, self.version = self.index.peek(), self.ask()

    def ask(self) -> Any:
        return self.reader.execute("PRAGMA data_version").fetchone()[0]

    def look(self) -> tuple[bool, bool]:
        before = self.header, self.version
        self.header, self.version = self.index.peek(), self.ask()
        return self.header != before[0], self.version != before[1]

    def step(self, name: str, number: int) -> bool:
        """Do one thing; return whether it committed a change."""
        writer = self.writers[number]
        was_open = writer.in_transaction
        match name:
            case "insert" | "insert large":
                size = 300_000 if name == "insert large" else 10
                try:
                    writer.execute("INSERT INTO t VALUES (zeroblob(?))", (size,))
                except driver.OperationalError:
                    return False  # The other writer holds the lock.
                return not was_open
            case "begin" if not was_open:
                writer.execute("BEGIN")
            case "rollback" | "commit" if was_open:
                changed = writer.total_changes
                writer.execute(name.upper())
                return name == "commit" and changed > 0
            case "passive" | "full" | "restart" | "truncate":
                self.try_to(writer, f"PRAGMA wal_checkpoint({name})")
            case "vacuum" if not was_open:
                self.try_to(writer, "VACUUM")
            case "read":
                writer.execute("SELECT count(*) FROM t").fetchone()
            case "reopen":
                writer.close()
                self.writers[number] = connect(self.path, busy_timeout_ms=0)
        return False

    def try_to(self, writer: Any, sql: str) -> None:
        with contextlib.suppress(driver.OperationalError):  # Others may read or write.
            writer.execute(sql).fetchall()

    def close(self) -> None:
        for connection in (*self.writers, self.reader):
            connection.close()
        self.index.close()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=25))
def test_the_header_moves_whenever_the_data_version_does(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]) -> None:
    database = Database(tmp_path_factory.mktemp("wal") / "m.db")
    for writer in database.writers:
        writer.execute("PRAGMA busy_timeout = 0")
    try:
        for name, number in steps:
            committed = database.step(name, number)
            header_moved, version_moved = database.look()
            assert header_moved or not version_moved, "the header missed what the data version tells"
            if committed and name in CHANGING:
                assert header_moved
        assert database.look() == (False, False), "and it stands still where nothing happens"
    finally:
        database.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "m.db")
    yield store
    store.close()


_OTHER = """
import pathlib, sys
from mintmark_server.storage.sqlite import SqliteStore
from tests.conformance.records import updated, user
from tests.conformance.suite import put
store = SqliteStore(pathlib.Path(sys.argv[1]))
record = user("U")
for line in sys.stdin:
    put(store, record)
    print("done", flush=True)
    record = updated(record, email=line.strip())
"""


def test_commits_of_another_process_are_seen_once_acknowledged(store: SqliteStore, tmp_path: Path) -> None:
    put(store, project())
    cursor = store.changes_since(None).cursor
    command = [sys.executable, "-c", _OTHER, str(tmp_path / "m.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for number in range(5):
            other.stdin.write(f"{number}\n")
            assert other.stdout.readline() == "done\n"
            found = store.changes_since(cursor)
            assert isinstance(found, Changes)
            assert len(found.refs) == 1
            cursor = found.cursor
            assert store.changes_since(cursor) == Changes(frozenset(), cursor)
        other.kill()
    put(store, user("V"))
    found = store.changes_since(cursor)
    assert isinstance(found, Changes)
    assert len(found.refs) == 1, "and after the other one was killed as well"


def test_what_did_not_move_is_not_asked_for(store: SqliteStore) -> None:
    put(store, project())
    cursor = store.changes_since(None).cursor
    store.changes_since(cursor)
    statements: list[str] = []
    store._reader().set_trace_callback(statements.append)
    assert store.changes_since(cursor) == Changes(frozenset(), cursor)
    assert statements == []
    put(store, user("U"))
    store.changes_since(cursor)
    assert statements == ["SELECT max(sequence) FROM changes", *statements[1:]]


def test_with_the_rollback_journal_sqlite_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect_unsafely(path: Path, **options: Any) -> Any:
        return connect(path, version=(3, 46, 0), **options)

    monkeypatch.setattr("mintmark_server.storage.sqlite.store.connect", connect_unsafely)

    def see_a_change() -> Changes | Resync:
        store = SqliteStore(tmp_path / "m.db")
        put(store, project())
        cursor = store.changes_since(None).cursor
        put(store, user("U"))
        found = store.changes_since(cursor)
        assert store._index is None
        store.close()
        return found

    with pytest.warns(UnsafeSqliteWarning):
        found = see_a_change()
    assert isinstance(found, Changes)
    assert len(found.refs) == 1


def test_a_file_that_is_no_index_is_not_looked_at(tmp_path: Path) -> None:
    database = tmp_path / "m.db"
    assert open_wal_index(database) is None
    (tmp_path / "m.db-shm").write_bytes(b"short")
    assert open_wal_index(database) is None
    (tmp_path / "m.db-shm").write_bytes(bytes(32_768))
    assert open_wal_index(database) is None


def test_a_header_is_known_by_its_version_copies_and_checksum(store: SqliteStore, tmp_path: Path) -> None:
    put(store, project())
    header = (tmp_path / "m.db-shm").read_bytes()[:48]
    assert is_header(header, header)
    for place in range(48):
        other = bytearray(header)
        other[place] ^= 1
        assert not is_header(bytes(other), header)
        assert not is_header(bytes(other), bytes(other))
    assert not is_header(header[:40], header[:40])
