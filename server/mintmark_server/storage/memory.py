"""The memory store: the fake for tests, and the model that the other backends are compared with.

Owns: the port's meaning in its simplest form. Never: durability.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import cast

from mintmark_server.errors import NotFound
from mintmark_server.ids import format_name
from mintmark_server.model.record import Record, Ref
from mintmark_server.model.security import AuditEvent
from mintmark_server.storage import conditions
from mintmark_server.storage.audit import chain
from mintmark_server.storage.port import Changes, Comparison, Cursor, Intent, Page, Put, R, Remove, Resync, Term

_CURSOR = "memory-"


class MemoryStore:
    """Records in dictionaries under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._records: dict[Ref, Record] = {}
        self._changes: list[Ref] = []
        self._audit: dict[str, list[AuditEvent]] = {}
        self._closed = False

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return the record, or None."""
        with self._open():
            return cast("R | None", self._records.get(Ref(record_type.noun, project_id, record_id)))

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has this unique value, or None."""
        with self._open():
            for record in self._of(record_type, project_id):
                if (index, value) in record.unique_values():
                    return record
            return None

    def list_records(
        self, record_type: type[R], project_id: str, *, terms: Sequence[Term] = (), prefix: str = "", after: str = "", limit: int
    ) -> Page[R]:
        """Return a page of records."""
        with self._open():
            found = sorted(
                (
                    record
                    for record in self._of(record_type, project_id)
                    if record.id > after and record.id.startswith(prefix) and all(_meets(record, term) for term in terms)
                ),
                key=lambda record: record.id.encode(),
            )
            page = tuple(found[:limit])
            return Page(records=page, next_after=page[-1].id if len(found) > limit else None)

    def count(self, record_type: type[R], project_id: str) -> int:
        """Return how many records there are."""
        with self._open():
            return len(list(self._of(record_type, project_id)))

    def referrers(self, ref: Ref, *, limit: int) -> Sequence[Ref]:
        """Return records that refer to `ref`."""
        with self._open():
            return sorted(record.ref for record in self._records.values() if ref in record.references())[:limit]

    def commit(self, intent: Intent) -> None:
        """Do all of the intent, or nothing."""
        with self._open():
            if intent.check is not None:
                intent.check()
            before, changes = dict(self._records), len(self._changes)
            try:
                for expected in intent.expected:
                    stored = self._records.get(expected.ref)
                    conditions.check_revision(expected.ref, stored=stored.revision if stored else None, expected=expected.revision)
                for change in intent.changes:
                    self._apply(change)
                self._check_references(intent)
            except BaseException:
                self._records = before
                del self._changes[changes:]
                raise
            for entry in intent.audit:
                log = self._audit.setdefault(entry.project_id, [])
                log.append(chain(entry, log[-1] if log else None))

    def changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        """Return what changed."""
        with self._open():
            now = Cursor(f"{_CURSOR}{id(self)}-{len(self._changes)}")
            if cursor is None or not cursor.startswith(f"{_CURSOR}{id(self)}-"):
                return Resync(now)
            return Changes(frozenset(self._changes[int(cursor.rpartition("-")[2]) :]), now)

    def list_audit(self, project_id: str, *, after: int, limit: int) -> Sequence[AuditEvent]:
        """Return events, oldest first."""
        with self._open():
            return self._audit.get(project_id, [])[after : after + limit]

    def list_all(self, record_type: type[R], *, after_project: str = "") -> Iterator[R]:
        """Yield all records of a noun."""
        with self._open():
            found = [record for record in self._records.values() if isinstance(record, record_type)]
        if after_project:
            found = [record for record in found if record.project_id > after_project]
        yield from sorted(found, key=lambda record: record.ref)

    def prune_changes(self) -> int:
        """Drop nothing: this log lives as long as its tests."""
        return 0

    def close(self) -> None:
        """Forget everything."""
        self._closed = True

    def _open(self) -> threading.RLock:
        if self._closed:
            raise RuntimeError("The store is closed.")
        return self._lock

    def _of(self, record_type: type[R], project_id: str) -> Iterator[R]:
        for record in self._records.values():
            if isinstance(record, record_type) and record.project_id == project_id:
                yield record

    def _apply(self, change: Put | Remove) -> None:
        if isinstance(change, Remove):
            self._remove(change)
            return
        record = change.record
        stored = self._records.get(record.ref)
        conditions.check_revision(record.ref, stored=stored.revision if stored else None, expected=record.revision - 1)
        for index, value in record.unique_values():
            other = self.find(type(record), record.project_id, index, value)
            if other is not None and other.ref != record.ref:
                raise conditions.value_taken(record.ref, index)
        self._records[record.ref] = record
        self._note(record)

    def _remove(self, change: Remove) -> None:
        stored = self._records.get(change.ref)
        if stored is None:
            raise NotFound(format_name(change.ref))
        conditions.check_revision(change.ref, stored=stored.revision, expected=change.revision)
        owned = []
        if change.ref.noun == "projects":
            owned = [record for record in self._records.values() if record.project_id == change.ref.id and record is not stored]
            if owned and not change.force:
                raise conditions.owns_records(change.ref)
        for record in [stored, *owned]:
            del self._records[record.ref]
            self._note(record)

    def _note(self, record: Record) -> None:
        if record.in_change_log:
            self._changes.append(record.ref)

    def _check_references(self, intent: Intent) -> None:
        for change in intent.changes:
            if isinstance(change, Put) and change.record.ref in self._records:
                project = Ref("projects", change.record.project_id, change.record.project_id)
                if change.record.project_id and project not in self._records:
                    raise NotFound(format_name(project))
                for ref in change.record.references():
                    if ref not in self._records:
                        raise conditions.missing_reference(ref)
            elif isinstance(change, Remove) and not change.force and change.ref not in self._records:
                referrers = self.referrers(change.ref, limit=conditions.REFERRERS_NAMED)
                if referrers:
                    raise conditions.in_use(change.ref, referrers)


def _meets(record: Record, term: Term) -> bool:
    label = record.labels.get(term.field.removeprefix("label.")) if term.field.startswith("label.") else None
    values = [value for field, value in record.terms() if field == term.field] if label is None else [label]
    return any(_compare(value.encode(), term) for value in values)


def _compare(value: bytes, term: Term) -> bool:
    match term.comparison:
        case Comparison.EQUAL:
            return value == term.value.encode()
        case Comparison.AT_MOST:
            return value <= term.value.encode()
        case Comparison.ABOVE:
            return value > term.value.encode()
