"""Receipts that are stored together are one statement, and each has an outcome of its own all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mintmark_server.errors import AlreadyExists, NotFound
from mintmark_server.model.record import NO_LABELS
from mintmark_server.model.sessions import Receipt
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Changes, Intent, Put, Remove, Store
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.rows import AT_ONCE

from tests.conformance.grouping import commit_together
from tests.conformance.records import full_records, project, user
from tests.conformance.suite import put

RECEIPT = next(record for record in full_records() if isinstance(record, Receipt))


def receipt(record_id: str, *, key: str = "", project_id: str = "P") -> Receipt:
    return replace(RECEIPT, id=record_id, key=key or f"key-{record_id}", project_id=project_id, labels=NO_LABELS)


def storing(*receipts: Receipt) -> Intent:
    return Intent(changes=tuple(Put(one) for one in receipts))


def ids(store: Store) -> list[str]:
    return [one.id for one in store.list_all(Receipt)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "m.db")
    put(store, project(), project("Q"))
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite"])
def either(request: pytest.FixtureRequest, store: SqliteStore) -> Store:
    if request.param == "sqlite":
        return store
    memory = MemoryStore()
    put(memory, project(), project("Q"))
    return memory


def test_receipts_of_a_group_are_one_statement_and_found_by_their_keys(store: SqliteStore) -> None:
    statements: list[str] = []
    store.writer._connection.set_trace_callback(statements.append)
    assert commit_together(store, [storing(receipt(f"r{number}")) for number in range(7)]) == [None] * 7
    store.writer._connection.set_trace_callback(None)
    group = statements[statements.index("BEGIN IMMEDIATE", 1) :]
    assert [statement.split()[0] for statement in group] == ["BEGIN", "INSERT", "COMMIT"]
    for number in range(7):
        assert store.find(Receipt, "P", "key", f"key-r{number}") == receipt(f"r{number}")
    assert store.find(Receipt, "Q", "key", "key-r1") is None


def test_in_a_group_one_that_is_refused_harms_no_other(store: SqliteStore) -> None:
    put(store, receipt("stored", key="taken"))
    intents = [
        storing(receipt("a")),
        storing(receipt("stored")),
        storing(receipt("b", key="taken")),
        storing(receipt("c", project_id="absent")),
        storing(receipt("d", project_id="Q")),
        storing(receipt("e")),
        storing(receipt("e", key="f")),
        Intent(changes=(Put(user("u")),)),
    ]
    outcomes = commit_together(store, intents)
    refused = [AlreadyExists, AlreadyExists, NotFound]
    nothing = type(None)
    assert [type(outcome) for outcome in outcomes] == [nothing, *refused, nothing, nothing, AlreadyExists, nothing]
    assert str(outcomes[2]) == "Another of the receipts has this key."
    assert ids(store) == ["a", "e", "stored", "d"]
    assert store.check() == []


def test_a_group_for_a_project_that_is_gone_stores_nothing(store: SqliteStore) -> None:
    outcomes = commit_together(store, [storing(receipt("a", project_id="absent")), storing(receipt("b", project_id="absent"))])
    assert [type(outcome) for outcome in outcomes] == [NotFound, NotFound]
    assert ids(store) == []


@pytest.mark.parametrize("wrong", [0, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE])
def test_many_receipts_of_one_intent_are_stored_all_or_not_at_all(either: Store, wrong: int) -> None:
    put(either, receipt("stored", key="taken"))
    receipts = [receipt(f"r{number:03}") for number in range(2 * AT_ONCE + 1)]
    refused = [*receipts[:wrong], replace(receipts[wrong], key="taken"), *receipts[wrong + 1 :]]
    with pytest.raises(AlreadyExists, match=r"Another of the receipts has this key\."):
        either.commit(storing(*refused))
    assert ids(either) == ["stored"]
    either.commit(storing(*receipts))
    assert ids(either) == [*[one.id for one in receipts], "stored"]


def test_a_receipt_goes_with_its_project_and_frees_its_key(either: Store) -> None:
    put(either, receipt("a", key="k"))
    either.commit(Intent(changes=(Remove(project().ref, 1, force=True), Put(project()), Put(receipt("b", key="k")))))
    assert ids(either) == ["b"]
    found = either.find(Receipt, "P", "key", "k")
    assert found is not None
    assert found.id == "b"


def test_a_key_that_changed_is_found_anew_and_never_taken(either: Store) -> None:
    put(either, receipt("a", key="1"), receipt("b", key="2"))
    put(either, replace(receipt("a", key="3"), revision=2))
    assert either.find(Receipt, "P", "key", "1") is None
    with pytest.raises(AlreadyExists, match=r"Another of the receipts has this key\."):
        put(either, replace(receipt("a", key="2"), revision=3))
    found = either.find(Receipt, "P", "key", "3")
    assert found is not None
    assert found.revision == 2


def test_a_commit_of_receipts_alone_makes_nobody_ask_what_changed(store: SqliteStore, tmp_path: Path) -> None:
    if store._index is None:
        pytest.skip("this SQLite is used with the rollback journal")
    cursor = store.changes_since(None).cursor
    store.changes_since(cursor)
    statements: list[str] = []
    store._reader().set_trace_callback(statements.append)
    put(store, receipt("a"))
    assert store.changes_since(cursor) == Changes(frozenset(), cursor)
    assert statements == []
    other = SqliteStore(tmp_path / "m.db")
    put(other, user("u"))
    put(store, receipt("b"))
    found = store.changes_since(cursor)
    assert isinstance(found, Changes)
    assert [ref.id for ref in found.refs] == ["u"], "a commit of another store before it is not passed over"
    other.close()


def test_a_commit_of_another_store_right_after_the_own_is_not_passed_over(store: SqliteStore, tmp_path: Path) -> None:
    if store._index is None:
        pytest.skip("this SQLite is used with the rollback journal")
    cursor = store.changes_since(None).cursor
    store.changes_since(cursor)
    other = SqliteStore(tmp_path / "m.db")
    committed = store._watch()
    put(store, receipt("a"))
    put(other, user("u"))
    committed()
    found = store.changes_since(cursor)
    assert isinstance(found, Changes)
    assert [ref.id for ref in found.refs] == ["u"]
    other.close()
