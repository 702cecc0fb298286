"""The store on SQLite.

Owns: the port's reads, on one connection per thread. Never: schema (schema), pragmas (connection), transactions (writer), what an intent
writes (intents).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, cast

from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEntry, AuditEvent
from mintmark_server.model.sessions import Session
from mintmark_server.storage.audit import find_break
from mintmark_server.storage.codec import decode
from mintmark_server.storage.port import Changes, Comparison, Cursor, Intent, Page, Put, R, Resync, Term
from mintmark_server.storage.sqlite.connection import BUSY_TIMEOUT_MS, Connection, connect, driver, translated
from mintmark_server.storage.sqlite.decoded import DecodedRecords
from mintmark_server.storage.sqlite.intents import PreparedIntent, find_referrers
from mintmark_server.storage.sqlite.schema import KEYS, RECORD_TYPES, migrate
from mintmark_server.storage.sqlite.walindex import WalIndex, is_next, open_wal_index
from mintmark_server.storage.sqlite.writer import MAX_WAITING, Writer, unwatched

_GET: Final = {record.noun: f"SELECT body FROM {record.noun} WHERE project_id = ? AND id = ?" for record in RECORD_TYPES}  # noqa: S608
_LOG_KEPT: Final = 100_000
"""Entries of the change log that pruning keeps; a reader that is further behind reads everything anew."""
_LOG_PRUNED_AT_ONCE: Final = 10_000
PAGE_CACHE_BYTES: Final = 16 * 1024 * 1024
"""Pages that the writing connection keeps: what it changes lies scattered over the indexes. Reading ones keep SQLite's 2 MB each."""
_LAST: Final = "\U0010ffff"
"""Comes after every id."""


class SqliteStore:
    """Records in one SQLite file. `max_pages` bounds the file's size (for tests of a full disk), `page_cache_bytes` what writing keeps."""

    def __init__(
        self,
        path: Path,
        *,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        max_pages: int = 0,
        max_waiting: int = MAX_WAITING,
        page_cache_bytes: int = PAGE_CACHE_BYTES,
    ) -> None:
        self._path = path
        self._timeout = busy_timeout_ms
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        connection = connect(path, busy_timeout_ms=busy_timeout_ms)
        with translated():
            connection.execute(f"PRAGMA cache_size = -{page_cache_bytes // 1024}")
            self.migrated = migrate(connection)
            if max_pages:
                connection.execute(f"PRAGMA max_page_count = {max_pages}")
            self._epoch: str = connection.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()[0]
            journal: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
        self._index: WalIndex | None = open_wal_index(path) if journal == "wal" else None
        self._seen: tuple[bytes, Changes] | None = None
        self._sessions = DecodedRecords()
        self.writer = Writer(connection, busy_timeout_ms=busy_timeout_ms, max_waiting=max_waiting, watch=self._watch)

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return the record, or None."""
        rows = self._read(_GET[record_type.noun], (project_id, record_id))
        if not rows:
            return None
        text: str = rows[0][0]
        if record_type.noun != Session.noun:
            return decode(record_type, text)
        record = self._sessions.find(project_id, record_id, text)
        if record is None:
            record = decode(record_type, text)
            self._sessions.keep(record, text)
        return cast("R", record)

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has this unique value, or None."""
        if KEYS.get(record_type.noun) == index:
            rows = self._read(f"SELECT body FROM {record_type.noun} WHERE project_id = ? AND {index} = ?", (project_id, value))  # noqa: S608
            return decode(record_type, rows[0][0]) if rows else None
        sql = "SELECT id FROM record_uniques WHERE noun = ? AND project_id = ? AND field = ? AND value = ?"
        row = self._read(sql, (record_type.noun, project_id, index, value))
        return self.get(record_type, project_id, row[0][0]) if row else None

    def list_records(
        self, record_type: type[R], project_id: str, *, terms: Sequence[Term] = (), prefix: str = "", after: str = "", limit: int
    ) -> Page[R]:
        """Return a page of records."""
        # The first term leads: its rows stand in order of their ids, so a rare one is not searched for among all records.
        leading, *others = terms or (None,)
        arguments: list[Any] = []
        sql, place, record_id = f"SELECT r.body, r.id FROM {record_type.noun} AS r", "r", "r.id"  # noqa: S608
        if leading is not None:
            sql, place = f"SELECT r.body, r.id FROM record_terms AS t CROSS JOIN {record_type.noun} AS r", "t"  # noqa: S608
            # A comparison is looked up by value: the plus keeps SQLite from walking through all ids in their order.
            record_id = "t.id" if leading.comparison is Comparison.EQUAL else "+t.id"
            sql += " ON r.project_id = t.project_id AND r.id = t.id"
            sql += f" WHERE t.noun = ? AND t.field = ? AND t.value {leading.comparison.value} ? AND"
            arguments += [record_type.noun, leading.field, leading.value]
        else:
            sql += " WHERE"
        sql += f" {place}.project_id = ? AND {record_id} > ?"
        arguments += [project_id, after]
        if prefix:
            sql += f" AND {record_id} >= ? AND {record_id} < ?"
            arguments += [prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)]
        for term in others:
            sql += " AND EXISTS (SELECT 1 FROM record_terms AS o WHERE o.project_id = r.project_id AND o.noun = ? AND o.id = r.id"
            sql += f" AND o.field = ? AND o.value {term.comparison.value} ?)"
            arguments += [record_type.noun, term.field, term.value]
        rows = self._read(f"{sql} ORDER BY {record_id} LIMIT ?", (*arguments, limit + 1))
        page = tuple(decode(record_type, body) for body, _ in rows[:limit])
        return Page(records=page, next_after=page[-1].id if len(rows) > limit else None)

    def count(self, record_type: type[R], project_id: str) -> int:
        """Return how many records there are."""
        count: int = self._read(f"SELECT count(*) FROM {record_type.noun} WHERE project_id = ?", (project_id,))[0][0]  # noqa: S608
        return count

    def referrers(self, ref: Ref, *, limit: int) -> Sequence[Ref]:
        """Return records that refer to `ref`."""
        with translated():
            return find_referrers(self._reader(), ref, limit)

    def commit(self, intent: Intent) -> None:
        """Do all of the intent in one transaction, shared with what waits at the same time, and return after it is durable."""
        self._check_open()
        prepared = PreparedIntent(intent)
        self.writer.run(prepared.do, check=intent.check, is_single=prepared.is_single, row=prepared.row, is_logged=prepared.is_logged)
        for change, text in zip(intent.changes, prepared.texts(), strict=True):
            if isinstance(change, Put) and isinstance(change.record, Session):
                self._sessions.keep(change.record, text)

    def changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        """Return what changed. The header of the WAL index, which every commit moves, is the cheap negative; else the data version."""
        if self._index is None:
            return self._ask_changes_since(cursor)
        self._check_open()
        header, seen = self._index.peek(), self._seen
        if seen is not None and seen[0] == header and seen[1].cursor == cursor:
            return seen[1]
        # The header was read first: what is committed from here on will have moved it. That it moved is what the data version would say.
        with translated():
            found = self._changes_since(self._reader(), cursor)
        self._seen = (header, Changes(frozenset(), found.cursor))
        return found

    def _watch(self) -> Callable[[], None]:
        """Carry what was seen over a commit of this store that the change log says nothing of.

        While it holds the lock nobody else commits; where the counter moved by one, nobody did between the commit and the look after it.
        """
        index, seen = self._index, self._seen
        if index is None or seen is None or seen[0] != (before := index.peek()):
            return unwatched()

        def committed() -> None:
            after = index.peek()
            if is_next(before, after):
                self._seen = (after, seen[1])

        return committed

    def _ask_changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        reader = self._reader()
        with translated():
            version = reader.execute("PRAGMA data_version").fetchone()[0]
            seen = getattr(self._local, "seen", None)
            if seen is not None and seen == (version, cursor):
                return Changes(frozenset(), cursor)  # type: ignore[arg-type]
            found = self._changes_since(reader, cursor)
            self._local.seen = (version, found.cursor)
        return found

    def _changes_since(self, reader: Connection, cursor: Cursor | None) -> Changes | Resync:
        # Session writes move the data version too, and are most writes: one look at the log's end says that nothing else did.
        last = _scalar(reader, "SELECT max(sequence) FROM changes") or 0
        if cursor == f"{self._epoch}-{last}":
            return Changes(frozenset(), cursor)
        reader.execute("BEGIN")
        try:
            last = _scalar(reader, "SELECT max(sequence) FROM changes") or 0
            pruned = int(_scalar(reader, "SELECT value FROM meta WHERE name = 'pruned'") or 0)
            now = Cursor(f"{self._epoch}-{max(last, pruned)}")
            if cursor is None or not cursor.startswith(f"{self._epoch}-"):
                return Resync(now)
            since = int(cursor.rpartition("-")[2])
            if since < pruned or since > last > 0:
                return Resync(now)
            rows = reader.execute("SELECT DISTINCT noun, project_id, id FROM changes WHERE sequence > ?", (since,)).fetchall()
            return Changes(frozenset(Ref(*row) for row in rows), now)
        finally:
            reader.execute("COMMIT")

    def list_audit(self, project_id: str, *, after: int, limit: int) -> Sequence[AuditEvent]:
        """Return events, oldest first."""
        sql = (
            "SELECT sequence, entry, previous_digest, digest FROM audit_events WHERE project_id = ? AND sequence > ?"
            " ORDER BY sequence LIMIT ?"
        )
        rows = self._read(sql, (project_id, after, limit))
        return [AuditEvent(sequence, decode(AuditEntry, entry), previous, digest) for sequence, entry, previous, digest in rows]

    def list_all(self, record_type: type[R], *, after_project: str = "") -> Iterator[R]:
        """Yield all records of a noun, a bounded number in memory."""
        place = (after_project, _LAST if after_project else "")
        while True:
            sql = f"SELECT project_id, id, body FROM {record_type.noun} WHERE (project_id, id) > (?, ?) ORDER BY project_id, id LIMIT 500"  # noqa: S608
            rows = self._read(sql, place)
            for project_id, record_id, body in rows:
                yield decode(record_type, body)
                place = (project_id, record_id)
            if not rows:
                return

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        self.writer.close()
        with self._lock:
            for connection in self._readers:
                connection.close()
        if self._index is not None:
            self._index.close()
            self._index = None

    def backup(self, target: Path) -> None:
        """Write a consistent copy to a new file that only its owner may read, or nothing (administration). Raises: OSError, Unavailable."""
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        copy = driver.connect(target)
        try:
            with translated():
                self._reader().backup(copy)
        except BaseException:
            target.unlink()
            raise
        finally:
            copy.close()

    def check(self) -> list[str]:
        """Return what is wrong with the file, and with the audit log's chains; nothing when all is well (administration)."""
        found = [row[0] for row in self._read("PRAGMA integrity_check", ()) if row[0] != "ok"]
        for (project_id,) in self._read("SELECT DISTINCT project_id FROM audit_events ORDER BY project_id", ()):
            broken = find_break(self._audit_chain(project_id))
            if broken is not None:
                found.append(f"The audit log of project {project_id or '-'} is broken at event {broken}.")
        return found

    def prune_changes(self, *, keep: int = _LOG_KEPT) -> int:
        """Drop old entries of the change log, a bounded number at once; return how many."""

        def prune(connection: Connection) -> int:
            (last,) = connection.execute("SELECT coalesce(max(sequence), 0) FROM changes").fetchone()
            bound = last - keep
            sql = "SELECT max(sequence), count(*) FROM (SELECT sequence FROM changes WHERE sequence <= ? ORDER BY sequence LIMIT ?)"
            highest, count = connection.execute(sql, (bound, _LOG_PRUNED_AT_ONCE)).fetchone()
            if count:
                connection.execute("DELETE FROM changes WHERE sequence <= ?", (highest,))
                connection.execute("INSERT OR REPLACE INTO meta VALUES ('pruned', ?)", (str(highest),))
            return int(count)

        return self.writer.run(prune)

    def _audit_chain(self, project_id: str) -> Iterator[AuditEvent]:
        after = 0
        while events := self.list_audit(project_id, after=after, limit=500):
            yield from events
            after = events[-1].sequence

    def _read(self, sql: str, arguments: Sequence[Any]) -> list[Any]:
        self._check_open()
        cursor = getattr(self._local, "cursor", None) or self._reader().cursor()
        self._local.cursor = None
        with translated():
            try:
                rows: list[Any] = cursor.execute(sql, arguments).fetchall()
            except BaseException:
                # It would hold on to what the database was like, for all that this thread reads from now on.
                cursor.close()
                raise
        self._local.cursor = cursor
        return rows

    def _reader(self) -> Connection:
        self._check_open()
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = connect(self._path, busy_timeout_ms=self._timeout)
            reader.execute("PRAGMA query_only = ON")
            self._local.reader = reader
            with self._lock:
                self._readers.append(reader)
        return reader

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("The store is closed.")


def _scalar(connection: Connection, sql: str) -> Any:  # noqa: ANN401
    row = connection.execute(sql).fetchone()
    return row[0] if row else None
