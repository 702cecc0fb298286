"""Sessions by state are found by index: what a page costs does not grow with the sessions that are not on it. Steps are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from mintmark_server.model.sessions import Session, SessionEnd, SessionEndCause
from mintmark_server.storage.port import Intent, Put
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.tokens.listing import SessionListing

from tests.conformance.records import AT, full_records, project
from tests.conformance.suite import put

SESSION = replace(next(record for record in full_records() if isinstance(record, Session)), end=None, revision=1, idle_expires_at=None)
END = SessionEnd(cause=SessionEndCause.REVOKED, at=AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "m.db")
    put(store, project())
    yield store
    store.close()


def fill(store: SqliteStore, count: int, prefix: str, *, days: int, end: SessionEnd | None = None) -> None:
    sessions = [replace(SESSION, id=f"{prefix}{number:05}", expires_at=AT + timedelta(days=days), end=end) for number in range(count)]
    store.commit(Intent(changes=tuple(map(Put, sessions))))


def count_steps(store: SqliteStore, filter_text: str, expected: list[str]) -> int:
    """Return how many steps SQLite's machine takes for a page of three."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    reader = store._reader()
    reader.set_progress_handler(step, 1)
    try:
        page = SessionListing(store).list_now("P", page_size=3, page_token="", filter_text=filter_text, now=AT)
    finally:
        reader.set_progress_handler(None, 0)
    assert [session.id for session in page.records] == expected
    return steps


def test_a_page_costs_the_same_however_many_sessions_are_in_the_other_state(store: SqliteStore) -> None:
    fill(store, 3, "live", days=1)
    fill(store, 2, "over", days=-1)
    fill(store, 1, "revoked", days=1, end=END)
    ended = ["over00000", "over00001", "revoked00000"]
    few = count_steps(store, "state:ENDED", ended)
    fill(store, 2_000, "many", days=1)
    assert count_steps(store, "state:ENDED", ended) <= few + 50
    live = ["live00000", "live00001", "live00002"]
    few = count_steps(store, "state:ACTIVE", live)
    fill(store, 2_000, "done", days=1, end=END)
    assert count_steps(store, "state:ACTIVE", live) <= few + 50


def test_a_state_is_looked_for_among_a_users_sessions(store: SqliteStore) -> None:
    fill(store, 2_000, "many", days=-1, end=END)
    fill(store, 1_000, "over", days=-1)
    store.commit(Intent(changes=(Put(replace(SESSION, id="zoe", user_id="zoe", expires_at=AT)),)))
    assert count_steps(store, "state:ENDED AND user:zoe", ["zoe"]) <= 1_000
