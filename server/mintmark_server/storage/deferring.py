"""A store that can hold commits back, so that what a call stores and its answer are one intent.

Owns: `DeferringStore`: inside `deferred()` the calling thread's commits are collected; the block's owner commits them together.
Never: holding a transaction open: nothing is begun before everything is known.

While commits are held back, reads don't see them. A call whose one commit is its last step does not notice; what conflicts shows when the
collected intent is committed, and the call is run anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEvent
from mintmark_server.storage.port import Changes, Cursor, Intent, Page, R, Resync, Store, Term


class DeferringStore:
    """Another store, with commits that can be held back."""

    def __init__(self, store: Store) -> None:
        self.inner = store
        self._local = threading.local()

    @contextmanager
    def deferred(self) -> Iterator[list[Intent]]:
        """Collect this thread's commits; nothing of them is stored."""
        collected: list[Intent] = []
        self._local.collected = collected
        try:
            yield collected
        finally:
            self._local.collected = None

    def commit(self, intent: Intent) -> None:
        """Do all of the intent, or hold it back."""
        collected = getattr(self._local, "collected", None)
        if collected is not None:
            collected.append(intent)
        else:
            self.inner.commit(intent)

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return the record, or None."""
        return self.inner.get(record_type, project_id, record_id)

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has this unique value, or None."""
        return self.inner.find(record_type, project_id, index, value)

    def list_records(
        self, record_type: type[R], project_id: str, *, terms: Sequence[Term] = (), prefix: str = "", after: str = "", limit: int
    ) -> Page[R]:
        """Return a page of records."""
        return self.inner.list_records(record_type, project_id, terms=terms, prefix=prefix, after=after, limit=limit)

    def referrers(self, ref: Ref, *, limit: int) -> Sequence[Ref]:
        """Return records that refer to `ref`."""
        return self.inner.referrers(ref, limit=limit)

    def changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        """Return what changed."""
        return self.inner.changes_since(cursor)

    def list_audit(self, project_id: str, *, after: int, limit: int) -> Sequence[AuditEvent]:
        """Return events, oldest first."""
        return self.inner.list_audit(project_id, after=after, limit=limit)

    def list_all(self, record_type: type[R]) -> Iterator[R]:
        """Yield all records of a noun."""
        return self.inner.list_all(record_type)

    def close(self) -> None:
        """Close the store."""
        self.inner.close()
