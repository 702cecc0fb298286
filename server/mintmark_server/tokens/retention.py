"""Retention: what is kept for a time goes when its time is over.

Owns: which sealed successors, sessions and receipts are due, and a bound on what one run looks at. Never: when it runs (serving).

| | goes |
| --- | --- |
| a sealed successor | when its window has ended (DESIGN §7) |
| a session | a week after its tokens are over; an hour after its time is over, that is noted |
| a receipt | when it says so, likewise a week later |

A run takes up where the one before it stopped, so its cost depends neither on how many projects there are nor on how many records.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from mintmark_server.model.directory import Project
from mintmark_server.model.sessions import Receipt, Session
from mintmark_server.storage.port import Put, Remove, Store, Term
from mintmark_server.storage.together import commit_each
from mintmark_server.tokens.receipts import RETENTION

NOTED_AFTER: Final = timedelta(hours=1)
"""How long a session's time has to be over until that is noted for good: a clock that is ahead for a while does not end sessions."""
PROJECTS_PER_RUN: Final = 100
PER_PROJECT: Final = 2_000
"""Records of a kind that a run looks at in a project: some tens of milliseconds."""
_RECEIPTS_AT_ONCE: Final = 100
PER_RUN: Final = 10_000
"""Records after which a run ends with the project that it is at."""


class Retention:
    """Removes what is due. Receipts stand in order of their end; sessions are looked through in turn, run by run."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._projects: Iterator[Project] | None = None
        self._places: dict[tuple[str | Term, ...], str] = {}
        self._looked = 0

    def run(self, *, now: datetime) -> int:
        """Remove what is due; return how much."""
        self._looked = done = 0
        for project_id in self._next_projects():
            done += commit_each(self._store, [*self._due_receipts(project_id, now), *self._due_sessions(project_id, now)])
            done += commit_each(self._store, self._due_successors(project_id, now))
            if self._looked >= PER_RUN:
                break
        return done

    def _next_projects(self) -> Iterator[str]:
        """Yield the projects whose turn it is, and begin anew after the last."""
        if self._projects is None:
            self._projects = self._store.list_all(Project)
        count = 0
        for project in itertools.islice(self._projects, PROJECTS_PER_RUN):
            count += 1
            yield project.id
        if count < PROJECTS_PER_RUN:
            self._projects = None

    def _due_receipts(self, project_id: str, now: datetime) -> list[Remove]:
        """Return receipts that may go. They stand in order of their end: the first that stays ends the look."""
        due: list[Remove] = []
        after: str | None = ""
        while after is not None and len(due) < PER_PROJECT:
            page = self._store.list_records(Receipt, project_id, after=after, limit=min(_RECEIPTS_AT_ONCE, PER_PROJECT))
            self._looked += len(page.records)
            going = [Remove(receipt.ref, receipt.revision) for receipt in page.records if receipt.kept_until <= now]
            due += going
            after = page.next_after if len(going) == len(page.records) else None
        return due

    def _due_sessions(self, project_id: str, now: datetime) -> list[Put | Remove]:
        found: list[Put | Remove] = []
        for session in self._next_sessions(project_id):
            end = session.end_by(now - NOTED_AFTER) if session.end is None else None
            if session.expires_at + RETENTION <= now:
                found.append(Remove(session.ref, session.revision))
            elif end is not None:
                found.append(Put(session.ended(end, now)))
        return found

    def _due_successors(self, project_id: str, now: datetime) -> list[Put]:
        return [
            Put(replace(session, successor=None, revision=session.revision + 1, updated_at=now), before=session)
            for session in self._next_sessions(project_id, Term("sealed", "yes"))
            if session.successor is not None and session.successor.until <= now
        ]

    def _next_sessions(self, project_id: str, *terms: Term) -> Sequence[Session]:
        key: tuple[str | Term, ...] = (project_id, *terms)
        page = self._store.list_records(Session, project_id, terms=terms, after=self._places.pop(key, ""), limit=PER_PROJECT)
        if page.next_after is not None:
            self._places[key] = page.next_after
        self._looked += len(page.records)
        return page.records
