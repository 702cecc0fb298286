"""Retention is bounded by run, misses nothing, and one change that fails stops no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mintmark_server.model.directory import Project, User
from mintmark_server.model.sessions import Receipt, SealedSuccessor, Session
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Page, R, Remove
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.together import commit_each
from mintmark_server.tokens import retention
from mintmark_server.tokens.retention import Retention

from tests.conformance.records import AT, full_records, project, updated, user
from tests.conformance.suite import put

SESSION = next(record for record in full_records() if isinstance(record, Session))
RECEIPT = next(record for record in full_records() if isinstance(record, Receipt))


def session(session_id: str, project_id: str, *, sealed_until: int | None = None, ended_days_ago: int = 0) -> Session:
    successor = None
    if sealed_until is not None:
        successor = SealedSuccessor(request_digest="d", sealed="s", until=AT + timedelta(seconds=sealed_until))
    expires_at = AT - timedelta(days=ended_days_ago)
    return replace(SESSION, project_id=project_id, id=session_id, revision=1, successor=successor, expires_at=expires_at)


def receipt(receipt_id: str, *, days: int) -> Receipt:
    return replace(RECEIPT, project_id="P", id=receipt_id, key=receipt_id, revision=1, kept_until=AT + timedelta(days=days))


def test_the_changes_beside_one_that_fails_still_happen(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "m.db")
    put(store, project(), *[user(f"u{number:03}") for number in range(250)])
    put(store, updated(user("u120")))
    removals = [Remove(user(f"u{number:03}").ref, 1) for number in range(250)]
    before = store.writer.commits
    assert commit_each(store, removals) == 249
    # Two chunks of a commit each, and one of which each change has its own.
    assert store.writer.commits - before == 2 + 99
    assert [record.id for record in store.list_all(User)] == ["u120"]
    store.close()


def test_each_project_and_each_record_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PROJECTS_PER_RUN", 2)
    monkeypatch.setattr(retention, "PER_PROJECT", 3)
    store = MemoryStore()
    names = ["P1", "P2", "P3", "P4", "P5"]
    for name in names:
        put(store, project(name), *[session(f"s{number}", name, sealed_until=number) for number in range(10)])
    job = Retention(store)
    erased = [job.run(now=AT + timedelta(seconds=60)) for _ in range(30)]
    assert sum(erased) == 50
    assert max(erased) == 6
    assert all(record.successor is None for record in store.list_all(Session))
    assert len(list(store.list_all(Session))) == 50
    assert len(list(store.list_all(Project))) == 5


def test_a_run_ends_when_it_has_looked_at_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PER_RUN", 4)
    store = MemoryStore()
    for name in ("P1", "P2", "P3"):
        put(store, project(name), *[session(f"s{number}", name, ended_days_ago=8) for number in range(5)])
    job = Retention(store)
    assert [job.run(now=AT) for _ in range(4)] == [5, 5, 5, 0]


def test_what_is_not_due_stays() -> None:
    store = MemoryStore()
    put(store, project("P"), session("young", "P", ended_days_ago=6), session("sealed", "P", sealed_until=1))
    put(store, receipt("a", days=0), receipt("b", days=1))
    assert Retention(store).run(now=AT) == 1
    assert [record.id for record in store.list_all(Receipt)] == ["b"]
    assert sorted(record.id for record in store.list_all(Session)) == ["sealed", "young"]


class CountingStore(MemoryStore):
    """Counts the records that listings return."""

    def __init__(self) -> None:
        super().__init__()
        self.listed = 0

    def list_records(self, record_type: type[R], project_id: str, **conditions: Any) -> Page[R]:
        page = super().list_records(record_type, project_id, **conditions)
        self.listed += len(page.records)
        return page


def test_a_look_at_receipts_ends_with_those_that_stay() -> None:
    store = CountingStore()
    put(store, project("P"), *[receipt(f"r{number:04}", days=-1 if number < 250 else 1) for number in range(1_000)])
    assert Retention(store).run(now=AT) == 250
    assert store.count(Receipt, "P") == 750
    # Three hundreds with what is due, and none of what comes after.
    assert store.listed == 300
