"""A store that can hold commits back, so that what a call stores, and its answer, are one intent.

Owns: `DeferringStore`: inside `deferred()` the calling thread's commits are collected; the block's owner commits them together.
Never: holding a transaction open: nothing is begun before everything is known.

While commits are held back, `get` and `find` see them in the same thread, listings don't. What conflicts shows when the collected
intent is committed; then the call is run anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mintmark_server.model.record import Record, Ref
from mintmark_server.model.security import AuditEvent
from mintmark_server.storage.port import Changes, Cursor, Intent, Page, Put, R, Resync, Store, Term


class Collected:
    """The commits that a thread holds back, in order, and what they would have stored (None: removed)."""

    def __init__(self, outer: Collected | None) -> None:
        self.intents: list[Intent] = []
        self.records: dict[Ref, Record | None] = dict(outer.records) if outer is not None else {}

    def add(self, intent: Intent) -> None:
        """Hold an intent back."""
        self.intents.append(intent)
        for change in intent.changes:
            if isinstance(change, Put):
                self.records[change.record.ref] = change.record
            else:
                self.records[change.ref] = None

    def clear(self) -> None:
        """Forget what was held back."""
        self.intents.clear()
        self.records.clear()

    def join(self, *more: Put) -> Intent:
        """Return everything as one intent."""
        changes = tuple(change for intent in self.intents for change in intent.changes)
        audit = tuple(entry for intent in self.intents for entry in intent.audit)
        expected = tuple(one for intent in self.intents for one in intent.expected)
        # All of one thread's commits are for the same caller, who waits for all of them or for none.
        check = next((intent.check for intent in self.intents if intent.check is not None), None)
        return Intent(changes=(*changes, *more), audit=audit, expected=expected, check=check)


class DeferringStore:
    """Another store, with commits that can be held back."""

    def __init__(self, store: Store) -> None:
        self.inner = store
        self._local = threading.local()

    @contextmanager
    def deferred(self) -> Iterator[Collected]:
        """Collect this thread's commits; nothing of them is stored. May be nested: the outer block goes on afterwards."""
        outer: Collected | None = getattr(self._local, "collected", None)
        collected = Collected(outer)
        self._local.collected = collected
        try:
            yield collected
        finally:
            self._local.collected = outer

    def holds_back(self) -> bool:
        """Tell whether this thread holds anything back."""
        collected = self._collected()
        return collected is not None and bool(collected.records)

    def holds(self, record_type: type[Record], project_id: str, record_id: str) -> bool:
        """Tell whether this thread holds a change of the record back."""
        collected = self._collected()
        return collected is not None and bool(collected.records) and Ref(record_type.noun, project_id, record_id) in collected.records

    def commit(self, intent: Intent) -> None:
        """Do all of the intent, or hold it back."""
        collected = self._collected()
        if collected is not None:
            collected.add(intent)
        else:
            self.inner.commit(intent)

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return the record, or None."""
        collected = self._collected()
        if collected is not None and collected.records:
            ref = Ref(record_type.noun, project_id, record_id)
            if ref in collected.records:
                held = collected.records[ref]
                return held if isinstance(held, record_type) else None
        return self.inner.get(record_type, project_id, record_id)

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has this unique value, or None."""
        collected = self._collected()
        for record in collected.records.values() if collected is not None else ():
            if isinstance(record, record_type) and record.project_id == project_id and (index, value) in record.unique_values():
                return record
        found = self.inner.find(record_type, project_id, index, value)
        if found is not None and collected is not None and found.ref in collected.records:
            return None
        return found

    def list_records(
        self, record_type: type[R], project_id: str, *, terms: Sequence[Term] = (), prefix: str = "", after: str = "", limit: int
    ) -> Page[R]:
        """Return a page of records."""
        return self.inner.list_records(record_type, project_id, terms=terms, prefix=prefix, after=after, limit=limit)

    def count(self, record_type: type[R], project_id: str) -> int:
        """Return how many records there are."""
        return self.inner.count(record_type, project_id)

    def referrers(self, ref: Ref, *, limit: int) -> Sequence[Ref]:
        """Return records that refer to `ref`."""
        return self.inner.referrers(ref, limit=limit)

    def changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        """Return what changed."""
        return self.inner.changes_since(cursor)

    def list_audit(self, project_id: str, *, after: int, limit: int) -> Sequence[AuditEvent]:
        """Return events, oldest first."""
        return self.inner.list_audit(project_id, after=after, limit=limit)

    def list_all(self, record_type: type[R], *, after_project: str = "") -> Iterator[R]:
        """Yield all records of a noun."""
        return self.inner.list_all(record_type, after_project=after_project)

    def prune_changes(self) -> int:
        """Drop old entries of the change log."""
        return self.inner.prune_changes()

    def close(self) -> None:
        """Close the store."""
        self.inner.close()

    def _collected(self) -> Collected | None:
        collected: Collected | None = getattr(self._local, "collected", None)
        return collected
