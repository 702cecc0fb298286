"""An intent as SQL.

Owns: what can be made of an intent before its transaction (`prepare`), and its statements inside of one. Never: transactions (writer).

A record's side tables say themselves what is stored, so an update decodes no old body, and writes there only what differs. Where the one
who puts has said what is stored (`Put.before`), they are not looked at either: the compare-and-set says that it still is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mintmark_server.errors import NotFound
from mintmark_server.ids import format_name
from mintmark_server.model.record import Record, Ref
from mintmark_server.model.security import AuditEntry, AuditEvent
from mintmark_server.storage import conditions
from mintmark_server.storage.audit import chain
from mintmark_server.storage.codec import encode, to_micros
from mintmark_server.storage.port import Expect, Intent, Put, Remove
from mintmark_server.storage.sqlite.connection import Connection, driver
from mintmark_server.storage.sqlite.rows import AT_ONCE, Row, insert_rows, refuse
from mintmark_server.storage.sqlite.schema import KEYS, RECORD_TYPES

_NOUNS: Final = {record.noun: record for record in RECORD_TYPES}
_REVISION: Final = {noun: f"SELECT revision FROM {noun} WHERE project_id = ? AND id = ?" for noun in _NOUNS}  # noqa: S608
_INSERT: Final = {
    noun: f"INSERT INTO {noun} (project_id, id, revision, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
    for noun in _NOUNS
} | {
    noun: f"INSERT INTO {noun} (project_id, id, revision, created_at, updated_at, body, {key}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    for noun, key in KEYS.items()
}
_UPDATE: Final = {
    noun: f"UPDATE {noun} SET revision = ?3, created_at = ?4, updated_at = ?5, body = ?6"  # noqa: S608
    f"{f', {KEYS[noun]} = ?7' if noun in KEYS else ''} WHERE project_id = ?1 AND id = ?2 AND revision = ?3 - 1"
    for noun in _NOUNS
}
_SIDES: Final = (
    "SELECT 0, to_noun, to_id FROM record_references WHERE noun = ?1 AND project_id = ?2 AND id = ?3"
    " UNION ALL SELECT 1, field, value FROM record_terms WHERE noun = ?1 AND project_id = ?2 AND id = ?3"
    " UNION ALL SELECT 2, field, value FROM record_uniques WHERE noun = ?1 AND project_id = ?2 AND id = ?3"
)
_REFERENCE, _TERM, _UNIQUE = range(3)
_ADD: Final = (
    "INSERT INTO record_references (noun, project_id, id, to_noun, to_id) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO record_terms (noun, project_id, id, field, value) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO record_uniques (noun, project_id, id, field, value) VALUES (?, ?, ?, ?, ?)",
)
_DROP: Final = (
    "DELETE FROM record_references WHERE noun = ? AND project_id = ? AND id = ? AND to_noun = ? AND to_id = ?",
    "DELETE FROM record_terms WHERE noun = ? AND project_id = ? AND id = ? AND field = ? AND value = ?",
    "DELETE FROM record_uniques WHERE noun = ? AND project_id = ? AND id = ? AND field = ? AND value = ?",
)
_BODY: Final = 5
"""Where in a row the text is."""
_SIDE_TABLES: Final = ("record_references", "record_terms", "record_uniques")


_Side: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class _PreparedPut:
    """A put with all that can be known before its transaction.

    `sides` are (table, first, second) rows, `known` those that are stored; both are left out where they are the same anyway.
    """

    ref: Ref
    revision: int
    row: tuple[Any, ...]
    sides: frozenset[_Side]
    known: frozenset[_Side] | None
    refers_to: tuple[Ref, ...]
    is_logged: bool

    @property
    def leaves_traces(self) -> bool:
        """Whether more is looked at, or written, than the record and its side entries."""
        return self.is_logged or bool(self.refers_to)

    @property
    def stands_alone(self) -> bool:
        """Whether it is a row that `rows` stores."""
        return self.ref.noun in KEYS and self.revision == 1 and not self.sides and not self.leaves_traces


class PreparedIntent:
    """An intent whose records are encoded, so that the transaction that does it is short."""

    def __init__(self, intent: Intent) -> None:
        self._changes = [_prepare(change) if isinstance(change, Put) else change for change in intent.changes]
        self._audit = intent.audit
        self._expected = intent.expected
        self._rows = _list_rows(self._changes)
        is_row = len(self._rows) == 1 == len(self._changes) and not self._audit and not self._expected
        self.row: Final = self._rows[0] if is_row else None
        """The row that is all of it, if it is one."""

    @property
    def is_single(self) -> bool:
        """Whether it is one statement, which does all or nothing by itself."""
        if self.row is not None:
            return True
        if len(self._changes) != 1 or self._audit:
            return False
        (change,) = self._changes
        return isinstance(change, _PreparedPut) and change.revision > 1 and change.sides == change.known and not change.leaves_traces

    @property
    def is_logged(self) -> bool:
        """Whether the change log will have it."""
        return any(change.is_logged if isinstance(change, _PreparedPut) else True for change in self._changes)

    def texts(self) -> Iterator[str]:
        """Yield the text of each change's record; "" where it is removed."""
        for change in self._changes:
            yield change.row[_BODY] if isinstance(change, _PreparedPut) else ""

    def do(self, connection: Connection) -> None:
        """Do all of it inside a transaction. Raises: what the port says; the transaction, or a savepoint, must be undone then."""
        row = self.row
        if row is not None:
            if not insert_rows(connection, [row]):
                refuse(connection, row)
            return
        steps = _Steps(connection)
        for expected in self._expected:
            steps.expect(expected)
        changes = self._changes[steps.insert(self._rows) :]
        for change in changes:
            if isinstance(change, _PreparedPut):
                steps.put(change)
            else:
                steps.remove(change)
        steps.check_references(changes)
        for entry in self._audit:
            steps.audit(entry)


def find_referrers(connection: Connection, ref: Ref, limit: int) -> list[Ref]:
    """Return records that refer to `ref`."""
    sql = "SELECT noun, project_id, id FROM record_references WHERE project_id = ? AND to_noun = ? AND to_id = ? ORDER BY noun, id LIMIT ?"
    return [Ref(*row) for row in connection.execute(sql, (ref.project_id, ref.noun, ref.id, limit)).fetchall()]


def _prepare(put: Put) -> _PreparedPut:
    record = put.record
    sides: frozenset[_Side] = frozenset()
    known: frozenset[_Side] | None = frozenset()
    if put.before is None or not _is_like(put.before, record):
        sides = _list_sides(record)
        known = frozenset() if record.revision == 1 else _list_sides(put.before) if put.before is not None else None
    times = to_micros(record.created_at), to_micros(record.updated_at)
    row: tuple[Any, ...] = (record.project_id, record.id, record.revision, *times, encode(record))
    if record.noun in KEYS:
        row += tuple(key for _, key in record.unique_values())
    return _PreparedPut(record.ref, record.revision, row, sides, known, tuple(record.references()), record.in_change_log)


def _list_rows(changes: Sequence[_PreparedPut | Remove]) -> list[Row]:
    """Return the rows of one place that an intent begins with, as one that stores nothing but receipts."""
    rows: list[Row] = []
    for change in changes:
        if isinstance(change, Remove) or not change.stands_alone:
            break
        project_id, record_id, _, created_at, updated_at, body, key = change.row
        row = Row(place=(change.ref.noun, project_id), values=(record_id, created_at, updated_at, body, key))
        if rows and row.place != rows[0].place:
            break
        rows.append(row)
    return rows


def _is_like(before: Record, record: Record) -> bool:
    """Tell whether a record has the side entries that it had before, as most have."""
    return (
        before.labels is record.labels
        and before.terms() == record.terms()
        and before.unique_values() == record.unique_values()
        and before.references() == record.references()
    )


def _list_sides(record: Record) -> frozenset[_Side]:
    sides: list[_Side] = [(_TERM, field, value) for field, value in record.terms()]
    sides += [(_TERM, f"label.{key}", value) for key, value in record.labels.items()]
    if record.noun not in KEYS:
        sides += [(_UNIQUE, field, value) for field, value in record.unique_values()]
    sides += [(_REFERENCE, ref.noun, ref.id) for ref in record.references()]
    return frozenset(sides)


class _Steps:
    """The statements of one intent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._execute = connection.execute

    def expect(self, expected: Expect) -> None:
        self._check_revision(expected.ref, expected.revision)

    def insert(self, rows: Sequence[Row]) -> int:
        """Insert rows as many at once as may be; return how many are in, up to the first that something is wrong with or near it."""
        for start in range(0, len(rows), AT_ONCE):
            if not insert_rows(self._connection, rows[start : start + AT_ONCE]):
                return start
        return len(rows)

    def put(self, put: _PreparedPut) -> None:
        ref = put.ref
        try:
            if put.revision == 1:
                self._execute(_INSERT[ref.noun], put.row)
            elif self._execute(_UPDATE[ref.noun], put.row).rowcount != 1:
                self._check_revision(ref, put.revision - 1)
        except driver.IntegrityError as error:
            self._check_revision(ref, put.revision - 1)
            if ref.noun not in KEYS:
                raise
            raise conditions.value_taken(ref, KEYS[ref.noun]) from error
        stored: frozenset[_Side] | None = put.known
        if stored is None:
            stored = frozenset(self._execute(_SIDES, (ref.noun, ref.project_id, ref.id)).fetchall())
        if stored != put.sides:
            self._change_sides(ref, stored - put.sides, put.sides - stored)
        self._note(ref, is_logged=put.is_logged)

    def remove(self, change: Remove) -> None:
        ref = change.ref
        self._check_revision(ref, change.revision)
        if ref.noun == "projects":
            self._remove_owned(ref, force=change.force)
        self._execute(f"DELETE FROM {ref.noun} WHERE project_id = ? AND id = ?", (ref.project_id, ref.id))  # noqa: S608
        for table in _SIDE_TABLES:
            self._execute(f"DELETE FROM {table} WHERE noun = ? AND project_id = ? AND id = ?", (ref.noun, ref.project_id, ref.id))  # noqa: S608
        self._note(ref, is_logged=_NOUNS[ref.noun].in_change_log)

    def check_references(self, changes: Sequence[_PreparedPut | Remove]) -> None:
        """Check what the intent's records refer to, and who refers to what it removed, after all its changes."""
        present: set[Ref] = set()
        removed = {change.ref for change in changes if isinstance(change, Remove)}
        for change in changes:
            if isinstance(change, Remove):
                if not change.force:
                    self._check_unused(change.ref)
                continue
            if change.ref in removed and self._stored_revision(change.ref) is None:
                continue
            # What is updated was stored, so its project is: one that is removed takes all its records along.
            project_id = change.ref.project_id if change.revision == 1 else ""
            if project_id and not self._is_present(Ref("projects", project_id, project_id), present):
                raise NotFound(format_name(Ref("projects", project_id, project_id)))
            for ref in change.refers_to:
                if not self._is_present(ref, present):
                    raise conditions.missing_reference(ref)

    def audit(self, entry: AuditEntry) -> None:
        sql = "SELECT sequence, previous_digest, digest FROM audit_events WHERE project_id = ? ORDER BY sequence DESC LIMIT 1"
        row = self._execute(sql, (entry.project_id,)).fetchone()
        event = chain(entry, AuditEvent(row[0], entry, row[1], row[2]) if row else None)
        arguments = (entry.project_id, event.sequence, encode(entry), event.previous_digest, event.digest)
        self._execute("INSERT INTO audit_events (project_id, sequence, entry, previous_digest, digest) VALUES (?, ?, ?, ?, ?)", arguments)

    def _check_revision(self, ref: Ref, expected: int) -> None:
        conditions.check_revision(ref, stored=self._stored_revision(ref), expected=expected)

    def _check_unused(self, ref: Ref) -> None:
        if self._stored_revision(ref) is None:
            referrers = find_referrers(self._connection, ref, conditions.REFERRERS_NAMED)
            if referrers:
                raise conditions.in_use(ref, referrers)

    def _change_sides(self, ref: Ref, old: Iterable[_Side], new: Iterable[_Side]) -> None:
        place = (ref.noun, ref.project_id, ref.id)
        for side, *pair in sorted(old):
            self._execute(_DROP[side], (*place, *pair))
        for side, *pair in sorted(new):
            try:
                self._execute(_ADD[side], (*place, *pair))
            except driver.IntegrityError as error:
                if side != _UNIQUE:
                    raise
                raise conditions.value_taken(ref, pair[0]) from error

    def _remove_owned(self, project: Ref, *, force: bool) -> None:
        for noun, record_type in _NOUNS.items():
            if noun == "projects":
                continue
            rows = self._execute(f"SELECT id FROM {noun} WHERE project_id = ?", (project.id,)).fetchall()  # noqa: S608
            if rows and not force:
                raise conditions.owns_records(project)
            self._execute(f"DELETE FROM {noun} WHERE project_id = ?", (project.id,))  # noqa: S608
            for (record_id,) in rows:
                self._note(Ref(noun, project.id, record_id), is_logged=record_type.in_change_log)
        for table in _SIDE_TABLES:
            self._execute(f"DELETE FROM {table} WHERE project_id = ?", (project.id,))  # noqa: S608

    def _note(self, ref: Ref, *, is_logged: bool) -> None:
        if is_logged:
            self._execute("INSERT INTO changes (noun, project_id, id) VALUES (?, ?, ?)", (ref.noun, ref.project_id, ref.id))

    def _is_present(self, ref: Ref, known: set[Ref]) -> bool:
        if ref not in known and self._stored_revision(ref) is not None:
            known.add(ref)
        return ref in known

    def _stored_revision(self, ref: Ref) -> int | None:
        row: tuple[Any, ...] | None = self._execute(_REVISION[ref.noun], (ref.project_id, ref.id)).fetchone()
        return row[0] if row else None
