"""Retention: sessions and receipts are removed a week after their tokens are over (DESIGN §7).

Owns: which are due, a bounded number a run. Never: when it runs (app).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from mintmark_server.errors import MintmarkError
from mintmark_server.model.directory import Project
from mintmark_server.model.record import Record
from mintmark_server.model.sessions import Receipt, Session
from mintmark_server.storage.port import Intent, Remove, Store
from mintmark_server.tokens.receipts import RETENTION

PER_RUN: Final = 200
"""Records of a kind that one run looks at in a project: a few milliseconds."""


class Retention:
    """Removes what is due. Receipts stand in order of their end; sessions are looked through in turn, run by run."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: dict[str, str] = {}

    def run(self, *, now: datetime) -> int:
        """Remove what is due; return how many."""
        projects = [project.id for project in self._store.list_all(Project)]
        return sum(self._remove_receipts(project_id, now) + self._remove_sessions(project_id, now) for project_id in projects)

    def _remove_receipts(self, project_id: str, now: datetime) -> int:
        page = self._store.list_records(Receipt, project_id, limit=PER_RUN)
        return sum(self._remove(receipt) for receipt in page.records if receipt.kept_until <= now)

    def _remove_sessions(self, project_id: str, now: datetime) -> int:
        page = self._store.list_records(Session, project_id, after=self._places.get(project_id, ""), limit=PER_RUN)
        self._places[project_id] = page.next_after or ""
        return sum(self._remove(session) for session in page.records if session.expires_at + RETENTION <= now)

    def _remove(self, record: Record) -> int:
        try:
            self._store.commit(Intent(changes=(Remove(record.ref, record.revision),)))
        except MintmarkError:
            # Somebody was faster, or the disk is full: the next run sees to it.
            return 0
        return 1
