"""Updates that say what they replace: fewer statements, the same database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mintmark_server.errors import Conflict, Reason
from mintmark_server.model.sessions import SealedSuccessor, Session, SessionEnd, SessionEndCause
from mintmark_server.storage.port import Intent, Put, Term
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.connection import connect

from tests.conformance.grouping import commit_together
from tests.conformance.records import AT, full_records, project, updated
from tests.conformance.suite import put

SESSION = replace(
    next(record for record in full_records() if isinstance(record, Session)), project_id="P", revision=1, successor=None, end=None
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mintmark.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    put(store, project(), *[replace(SESSION, id=session_id) for session_id in ("s1", "s2", "s3")])
    yield store
    store.close()


def session(store: SqliteStore, session_id: str) -> Session:
    found = store.get(Session, "P", session_id)
    assert found is not None
    return found


def refreshed(before: Session, **fields: Any) -> Put:
    return Put(updated(before, **fields), before=before)


def list_terms(path: Path, session_id: str) -> list[tuple[str, str]]:
    connection = connect(path)
    rows = connection.execute("SELECT field, value FROM record_terms WHERE noun = 'sessions' AND id = ? ORDER BY 1, 2", (session_id,))
    found = [tuple(row) for row in rows.fetchall()]
    connection.close()
    return found


def test_side_entries_follow_an_update_that_says_what_it_replaces(store: SqliteStore, path: Path) -> None:
    sealed = SealedSuccessor(request_digest="d", sealed="s", until=AT)
    steps: list[dict[str, Any]] = [
        {"successor": sealed, "labels": {"team": "a"}},
        {"tenant_id": "t9"},
        {"successor": None, "labels": {}, "end": SessionEnd(cause=SessionEndCause.REVOKED, at=AT)},
    ]
    for fields in steps:
        said, looked_up = session(store, "s1"), session(store, "s2")
        store.commit(Intent(changes=(refreshed(said, **fields),)))
        store.commit(Intent(changes=(Put(updated(looked_up, **fields)),)))
        assert list_terms(path, "s1") == list_terms(path, "s2")
    assert ("state", "ENDED") in list_terms(path, "s1")
    page = store.list_records(Session, "P", terms=[Term("tenant", "t9")], limit=9)
    assert [found.id for found in page.records] == ["s1", "s2"]


def test_one_that_was_overtaken_changes_nothing_and_harms_no_other_of_its_group(store: SqliteStore) -> None:
    first, second, third = (session(store, session_id) for session_id in ("s1", "s2", "s3"))
    store.commit(Intent(changes=(refreshed(second, refresh_digest="faster"),)))
    outcomes = commit_together(store, [Intent(changes=(refreshed(one, refresh_digest="new"),)) for one in (first, second, third)])
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, type(None)]
    assert isinstance(outcomes[1], Conflict)
    assert outcomes[1].reason is Reason.ETAG_MISMATCH
    assert [session(store, session_id).refresh_digest for session_id in ("s1", "s2", "s3")] == ["new", "faster", "new"]
    assert store.check() == []
