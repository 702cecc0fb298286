"""Group commit: one transaction for what waits at the same time, and to each its own outcome."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mintmark_server.errors import AlreadyExists, Conflict, DeadlineExceeded, InvalidInput, Reason, Unavailable
from mintmark_server.model.directory import User
from mintmark_server.storage.port import Changes, Intent, Put
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.connection import connect, driver
from mintmark_server.storage.sqlite.writer import Writer

from tests.conformance.grouping import Group, commit_together, wait_until_waiting
from tests.conformance.records import entry, project, updated, user
from tests.conformance.suite import put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mintmark.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    put(store, project())
    yield store
    store.close()


def stored(store: SqliteStore, *ids: str) -> list[bool]:
    return [store.get(User, "P", user_id) is not None for user_id in ids]


def test_what_waits_at_the_same_time_is_one_commit(store: SqliteStore) -> None:
    before = store.writer.commits, store.writer.pieces
    ids = [f"u{number}" for number in range(12)]
    outcomes = commit_together(store, [Intent(changes=(Put(user(user_id)),), audit=(entry(),)) for user_id in ids])
    assert outcomes == [None] * 12
    assert stored(store, *ids) == [True] * 12
    # The one that held the writer, and the group.
    assert (store.writer.commits - before[0], store.writer.pieces - before[1]) == (2, 13)
    assert len(store.list_audit("P", after=0, limit=99)) == 12
    assert store.check() == []


def test_the_writer_says_how_many_threads_it_holds(store: SqliteStore) -> None:
    assert store.writer.held == 0
    group = Group(store)
    for number in range(3):
        group.add(Intent(changes=(Put(user(f"u{number}")),), audit=(entry(),)))
    assert store.writer.held == 4, "they, and the one that writes"
    group.finish()
    assert store.writer.held == 0


def test_a_lone_intent_is_done_at_once_by_its_own_thread(store: SqliteStore) -> None:
    threads: list[int] = []
    before = store.writer.commits
    store.commit(Intent(changes=(Put(user("u")),), check=lambda: threads.append(threading.get_ident())))
    assert threads == [threading.get_ident()]
    assert store.writer.commits - before == 1


def test_one_that_fails_harms_no_other_and_leaves_nothing(store: SqliteStore) -> None:
    put(store, user("taken"))
    cursor = store.changes_since(None).cursor
    intents = [
        Intent(changes=(Put(user("a")),)),
        Intent(changes=(Put(user("half")), Put(user("taken"))), audit=(entry(note="lost"),)),
        Intent(changes=(Put(user("b", roles=("absent",))),)),
        Intent(changes=(Put(user("taken", revision=5)),)),
        Intent(changes=(Put(user("c")),), audit=(entry(note="kept"),)),
    ]
    outcomes = commit_together(store, intents)
    assert [type(outcome) for outcome in outcomes] == [type(None), AlreadyExists, InvalidInput, Conflict, type(None)]
    assert stored(store, "a", "half", "b", "c") == [True, False, False, True]
    assert [event.entry.note for event in store.list_audit("P", after=0, limit=9)] == ["kept"]
    changes = store.changes_since(cursor)
    assert isinstance(changes, Changes)
    assert {ref.id for ref in changes.refs} == {"a", "c"}


def test_of_two_updates_in_a_group_the_first_wins(store: SqliteStore) -> None:
    first = user("u")
    put(store, first)
    outcomes = commit_together(store, [Intent(changes=(Put(updated(first, email=name)),)) for name in ("1", "2", "3")])
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, Conflict]
    found = store.get(User, "P", "u")
    assert found is not None
    assert found.email == "1"


def test_a_group_in_which_all_fail_stores_nothing(store: SqliteStore) -> None:
    put(store, user("taken"))
    before = store.writer.commits
    outcomes = commit_together(store, [Intent(changes=(Put(user("taken")),)) for _ in range(3)])
    assert [type(outcome) for outcome in outcomes] == [AlreadyExists] * 3
    # Only the one that held the writer.
    assert store.writer.commits - before == 1


def test_what_nobody_waits_for_any_more_is_not_stored(store: SqliteStore) -> None:
    def give_up() -> None:
        raise DeadlineExceeded

    outcomes = commit_together(store, [Intent(changes=(Put(user("a")),)), Intent(changes=(Put(user("late")),), check=give_up)])
    assert [type(outcome) for outcome in outcomes] == [type(None), DeadlineExceeded]
    assert stored(store, "a", "late") == [True, False]
    with pytest.raises(DeadlineExceeded):
        store.commit(Intent(changes=(Put(user("late")),), check=give_up))
    assert stored(store, "late") == [False]


def test_a_bug_in_one_is_raised_to_that_one(store: SqliteStore) -> None:
    group = Group(store)
    group.add(Intent(changes=(Put(user("a")),)))
    caught: list[Exception] = []

    def run() -> None:
        try:
            store.writer.run(lambda _: 1 // 0)
        except ZeroDivisionError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until_waiting(store, 2)
    assert group.finish() == [None]
    thread.join()
    assert len(caught) == 1
    assert stored(store, "a") == [True]


def test_more_than_may_wait_are_refused_at_once(path: Path) -> None:
    store = SqliteStore(path, max_waiting=2)
    put(store, project())
    group = Group(store)
    group.add(Intent(changes=(Put(user("a")),)))
    group.add(Intent(changes=(Put(user("b")),)))
    with pytest.raises(Unavailable) as caught:
        put(store, user("c"))
    assert (caught.value.reason, caught.value.message) == (Reason.STORAGE_UNAVAILABLE, "Too many writes wait; nothing was stored.")
    assert group.finish() == [None, None]
    assert stored(store, "a", "b", "c") == [True, True, False]
    store.close()


def test_those_that_wait_for_another_process_are_one_group_when_it_is_done(store: SqliteStore, path: Path) -> None:
    raw = driver.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    before = store.writer.commits
    threads = [threading.Thread(target=put, args=(store, user(f"u{number}"))) for number in range(6)]
    for thread in threads:
        thread.start()
    wait_until_waiting(store, 6)
    raw.execute("ROLLBACK")
    raw.close()
    for thread in threads:
        thread.join()
    assert store.writer.commits - before == 1
    assert stored(store, *[f"u{number}" for number in range(6)]) == [True] * 6


def test_when_another_process_holds_on_all_that_waited_are_refused(path: Path) -> None:
    store = SqliteStore(path, busy_timeout_ms=200)
    put(store, project())
    raw = driver.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    reasons: list[Any] = []

    def write(number: int) -> None:
        with pytest.raises(Unavailable) as caught:
            put(store, user(f"u{number}"))
        reasons.append(caught.value.reason)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raw.execute("ROLLBACK")
    raw.close()
    assert reasons == [Reason.STORAGE_UNAVAILABLE] * 4
    assert stored(store, "u0", "u1", "u2", "u3") == [False] * 4
    put(store, user("u0"))
    store.close()


def test_a_disk_that_is_too_full_for_one_has_room_for_the_others(path: Path) -> None:
    SqliteStore(path).close()
    store = SqliteStore(path, max_pages=path.stat().st_size // 4096 + 40)
    put(store, project())
    intents = [
        Intent(changes=(Put(user("a")),)),
        Intent(changes=(Put(user("half")), Put(user("large", picture="x" * 400_000)))),
        Intent(changes=(Put(user("b")),)),
    ]
    outcomes = commit_together(store, intents)
    assert [type(outcome) for outcome in outcomes] == [type(None), Unavailable, type(None)]
    assert stored(store, "a", "half", "large", "b") == [True, False, False, True]
    assert store.check() == []
    store.close()


class FailingCommits:
    """A connection whose next commits fail, as on a broken disk."""

    def __init__(self, connection: Any, failures: int) -> None:
        self._connection = connection
        self._failures = failures

    def execute(self, sql: str, *arguments: Any) -> Any:
        if sql == "COMMIT" and self._failures:
            self._failures -= 1
            raise driver.OperationalError("disk I/O error")
        return self._connection.execute(sql, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize(("failures", "expected"), [(1, ["done", "done"]), (2, ["failed", "done"]), (3, ["failed", "failed"])])
def test_after_a_commit_that_failed_each_has_one_of_its_own(path: Path, failures: int, expected: list[str]) -> None:
    connection = connect(path)
    connection.execute("CREATE TABLE notes (text) ")
    writer = Writer(FailingCommits(connection, failures))
    outcomes: dict[str, str] = {}
    began, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        go_on.wait()
        raise DeadlineExceeded

    def run(name: str, check: Any = None) -> None:
        try:
            writer.run(lambda connection: connection.execute("INSERT INTO notes VALUES (?)", (name,)), check=check)
            outcomes[name] = "done"
        except Unavailable:
            outcomes[name] = "failed"
        except DeadlineExceeded:
            outcomes[name] = "late"

    threads = [threading.Thread(target=run, args=("holder", hold))]
    threads[0].start()
    began.wait()
    for number, name in enumerate(("a", "b"), start=1):
        threads.append(threading.Thread(target=run, args=(name,)))
        threads[-1].start()
        while writer.waiting < number:
            threading.Event().wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join()
    assert [outcomes[name] for name in ("holder", "a", "b")] == ["late", *expected]
    rows = {row[0] for row in connection.execute("SELECT text FROM notes")}
    assert rows == {name for name in ("a", "b") if outcomes[name] == "done"}
    writer.close()


def test_closing_waits_for_what_is_under_way_and_refuses_what_comes_after(path: Path) -> None:
    store = SqliteStore(path)
    put(store, project())
    group = Group(store)
    group.add(Intent(changes=(Put(user("a")),)))
    closer = threading.Thread(target=store.close)
    closer.start()
    wait_until_waiting(store, 2)
    with pytest.raises(RuntimeError, match="closed"):
        put(store, user("b"))
    assert group.finish() == [None]
    closer.join()
    again = SqliteStore(path)
    assert stored(again, "a", "b") == [True, False]
    again.close()


def test_threads_without_end_all_get_their_turn(store: SqliteStore) -> None:
    def write(name: str) -> None:
        record = user(name)
        for _ in range(20):
            put(store, record)
            record = updated(record)

    threads = [threading.Thread(target=write, args=(f"u{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(8):
        found = store.get(User, "P", f"u{number}")
        assert found is not None
        assert found.revision == 20
