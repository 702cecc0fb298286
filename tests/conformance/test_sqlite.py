"""The SQLite store is a store, and more: durable, migrated, shared between processes."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mintmark_server.errors import AlreadyExists, Reason, Unavailable
from mintmark_server.model.directory import User
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import ENDS, Receipt, Session, print_instant
from mintmark_server.storage.port import Changes, Comparison, Intent, Put, Remove, Resync, Term
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite import connection as sqlite_connection
from mintmark_server.storage.sqlite.connection import UnsafeSqliteWarning, connect, driver, is_safe
from mintmark_server.storage.sqlite.schema import NewerDatabaseError

from tests.conformance.records import AT, entry, full_records, project, updated, user
from tests.conformance.suite import StoreSuite, put

SESSION = next(record for record in full_records() if isinstance(record, Session))
RECEIPT = next(record for record in full_records() if isinstance(record, Receipt))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mintmark.db"


class TestSqliteStore(StoreSuite):
    @pytest.fixture
    def store(self, path: Path) -> Iterator[SqliteStore]:
        store = SqliteStore(path)
        yield store
        store.close()


def test_everything_is_there_after_a_restart(path: Path) -> None:
    first = SqliteStore(path)
    first.commit(Intent(changes=(Put(project()), Put(user("U"))), audit=(entry(),)))
    first.close()
    second = SqliteStore(path)
    assert second.migrated == 0
    assert second.get(User, "P", "U") == user("U")
    assert len(second.list_audit("P", after=0, limit=9)) == 1
    second.close()


def test_no_stale_answer_follows_a_change_of_another_process(path: Path) -> None:
    first, second = SqliteStore(path), SqliteStore(path)
    put(first, project())
    cursor = second.changes_since(None).cursor
    assert second.changes_since(cursor) == Changes(frozenset(), cursor)
    record = user("U")
    put(first, record)
    for number in range(3):
        changes = second.changes_since(cursor)
        assert isinstance(changes, Changes)
        assert changes.refs == {Ref("users", "P", "U")}
        cursor = changes.cursor
        record = updated(record, email=str(number))
        put(first, record)
    first.close()
    second.close()


def test_a_read_that_fails_holds_nothing_that_a_later_one_would_see(path: Path) -> None:
    first, second = SqliteStore(path), SqliteStore(path)
    put(first, project(), user("U"), user("V"))
    cursor = second.changes_since(None).cursor
    damaging = connect(path)
    damaging.execute("UPDATE users SET body = CAST(x'ff' AS TEXT) WHERE id = 'V'")
    damaging.close()
    with pytest.raises(driver.OperationalError):
        second.get(User, "P", "V")
    put(first, user("W"))
    assert second.changes_since(cursor) == Changes(frozenset({Ref("users", "P", "W")}), first.changes_since(None).cursor)
    assert second.get(User, "P", "W") == user("W")
    first.close()
    second.close()


def test_a_database_from_the_future_is_refused_and_left_alone(path: Path) -> None:
    SqliteStore(path).close()
    raw = driver.connect(path)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError, match="schema 999"):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_sessions_from_before_their_ends_were_terms_are_listed_by_them(path: Path) -> None:
    first = SqliteStore(path)
    lasting = replace(SESSION, end=None, revision=1)
    put(first, project())
    put(
        first,
        replace(lasting, id="absolute", expires_at=AT, idle_expires_at=None),
        replace(lasting, id="idle", expires_at=AT + timedelta(days=1), idle_expires_at=AT + timedelta(microseconds=7)),
        replace(lasting, id="later", expires_at=AT + timedelta(days=1), idle_expires_at=None),
        replace(SESSION, id="noted", revision=1, expires_at=AT),
    )
    written = list_terms(first)
    first.close()
    raw = driver.connect(path)
    raw.execute("DELETE FROM record_terms WHERE field = 'ends'")
    take_keys_from_receipts(raw)
    raw.execute("PRAGMA user_version = 1")
    raw.commit()
    raw.close()
    second = SqliteStore(path)
    assert second.migrated == 2
    assert list_terms(second) == written
    due = [Term(ENDS, print_instant(AT + timedelta(microseconds=7)), Comparison.AT_MOST)]
    assert [session.id for session in second.list_records(Session, "P", terms=due, limit=9).records] == ["absolute", "idle"]
    second.close()


def take_keys_from_receipts(raw: Any) -> None:
    """Store receipts as they were before their keys had a column."""
    raw.execute(
        "INSERT INTO record_uniques (noun, project_id, field, value, id) SELECT 'receipts', project_id, 'key', key, id FROM receipts"
    )
    raw.execute("DROP INDEX receipts_by_key")
    raw.execute("ALTER TABLE receipts DROP COLUMN key")


def test_receipts_from_before_their_keys_had_a_column_are_found_and_stay_unique(path: Path) -> None:
    first = SqliteStore(path)
    put(first, project(), RECEIPT, user("U", login_ids=("a",)))
    first.close()
    raw = driver.connect(path)
    take_keys_from_receipts(raw)
    raw.execute("PRAGMA user_version = 2")
    raw.commit()
    raw.close()
    second = SqliteStore(path)
    assert second.migrated == 1
    assert second.find(Receipt, "P", "key", "k") == RECEIPT
    assert second.find(User, "P", "login_id", "a") == user("U", login_ids=("a",))
    assert second._read("SELECT noun FROM record_uniques", ()) == [("users",)]
    with pytest.raises(AlreadyExists, match="has this key"):
        put(second, replace(RECEIPT, id="another"))
    second.commit(Intent(changes=(Remove(RECEIPT.ref, 1),)))
    put(second, replace(RECEIPT, id="another"))
    second.close()


def list_terms(store: SqliteStore) -> list[tuple[str, ...]]:
    return sorted(store._read("SELECT noun, project_id, id, field, value FROM record_terms", ()))


def test_only_the_owner_reads_the_file(path: Path) -> None:
    SqliteStore(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_tables_are_strict_and_compare_bytes(path: Path) -> None:
    SqliteStore(path).close()
    raw = driver.connect(path)
    tables = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    raw.close()
    assert len(tables) > 15
    assert [name for name, sql in tables if "STRICT" not in sql] == []
    assert [name for name, sql in tables if "NOCASE" in sql] == []


def test_a_backup_is_a_store_and_never_overwrites(path: Path, tmp_path: Path) -> None:
    store = SqliteStore(path)
    store.commit(Intent(changes=(Put(project()), Put(user("U"))), audit=(entry(),)))
    target = tmp_path / "copy.db"
    store.backup(target)
    with pytest.raises(FileExistsError):
        store.backup(target)
    store.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = SqliteStore(target)
    assert copy.get(User, "P", "U") == user("U")
    assert copy.check() == []
    copy.close()


def test_a_backup_that_fails_leaves_nothing(path: Path, tmp_path: Path) -> None:
    store = SqliteStore(path)
    store.close()  # so the copy has no source
    with pytest.raises(RuntimeError):
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    with pytest.raises(FileNotFoundError):
        store.backup(tmp_path / "absent/copy.db")


def test_a_changed_audit_event_is_found(path: Path) -> None:
    store = SqliteStore(path)
    for number in range(3):
        store.commit(Intent(changes=(), audit=(entry("", str(number)),)))
    assert store.check() == []
    raw = driver.connect(path)
    raw.execute("UPDATE audit_events SET entry = replace(entry, 'credentials/c', 'credentials/d') WHERE sequence = 2")
    raw.commit()
    raw.close()
    assert store.check() == ["The audit log of project - is broken at event 2."]
    store.close()


def test_a_full_disk_is_unavailable_and_nothing_is_half_written(path: Path) -> None:
    SqliteStore(path).close()
    store = SqliteStore(path, max_pages=path.stat().st_size // 4096 + 8)
    put(store, project())
    stored: list[int] = []

    def fill() -> None:
        for number in range(10_000):
            put(store, user(f"U{number}", picture="x" * 2_000), user(f"V{number}"))
            stored.append(number)

    with pytest.raises(Unavailable) as caught:
        fill()
    assert caught.value.reason is Reason.STORAGE_UNAVAILABLE
    assert store.get(User, "P", f"U{len(stored)}") is None
    assert store.get(User, "P", f"V{len(stored)}") is None
    assert stored == [] or store.get(User, "P", f"V{stored[-1]}") is not None
    store.close()


def test_a_busy_database_is_unavailable(path: Path) -> None:
    store = SqliteStore(path, busy_timeout_ms=20)
    raw = driver.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as caught:
        put(store, project())
    assert caught.value.reason is Reason.STORAGE_UNAVAILABLE
    raw.execute("ROLLBACK")
    raw.close()
    put(store, project())
    store.close()


def test_a_cursor_that_is_too_old_asks_for_everything(path: Path) -> None:
    store = SqliteStore(path)
    put(store, project())
    old = store.changes_since(None).cursor
    for number in range(20):
        put(store, user(f"U{number}"))
    near = store.changes_since(None).cursor
    put(store, user("last"))
    assert store.prune_changes(keep=2) == 20
    assert isinstance(store.changes_since(old), Resync)
    changes = store.changes_since(near)
    assert isinstance(changes, Changes)
    assert changes.refs == {Ref("users", "P", "last")}
    store.close()


def test_a_cursor_of_another_database_asks_for_everything(path: Path, tmp_path: Path) -> None:
    store, other = SqliteStore(path), SqliteStore(tmp_path / "other.db")
    assert isinstance(store.changes_since(other.changes_since(None).cursor), Resync)
    store.close()
    other.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 46, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version: tuple[int, ...], safe: bool) -> None:
    assert is_safe(version) is safe


def test_an_unsafe_library_uses_the_rollback_journal_and_says_so(path: Path) -> None:
    with pytest.warns(UnsafeSqliteWarning, match=r"3\.46\.1"):
        raw = connect(path, version=(3, 46, 1))
    assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    raw.close()


def test_the_standard_module_serves_where_the_other_is_absent() -> None:
    assert sqlite_connection.driver.__name__ in ("pysqlite3.dbapi2", "sqlite3")
    assert sqlite3.apilevel == driver.apilevel
