"""Sessions that are not decoded again: only ever for the very text that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mintmark_server.errors import Conflict
from mintmark_server.model.sessions import Session
from mintmark_server.storage.codec import DecodeError, decode, encode
from mintmark_server.storage.port import Intent, Put, Remove
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.connection import connect
from mintmark_server.storage.sqlite.decoded import DecodedRecords

from tests.conformance.records import full_records, project, updated
from tests.conformance.suite import put

SESSION = replace(next(record for record in full_records() if isinstance(record, Session)), end=None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "m.db")
    put(store, project(), SESSION)
    yield store
    store.close()


def get(store: SqliteStore) -> Any:
    return store.get(Session, "P", "S")


def test_what_was_written_or_read_a_moment_ago_is_not_decoded_again(store: SqliteStore, tmp_path: Path) -> None:
    assert get(store) is SESSION
    other = SqliteStore(tmp_path / "m.db")
    first = get(other)
    assert first == SESSION
    assert first is not SESSION
    assert get(other) is first
    other.close()


def test_what_another_process_wrote_is_read(store: SqliteStore, tmp_path: Path) -> None:
    get(store)
    other = SqliteStore(tmp_path / "m.db")
    other.commit(Intent(changes=(Put(updated(SESSION, generation=9)),)))
    assert get(store).generation == 9
    other.commit(Intent(changes=(Remove(SESSION.ref, SESSION.revision + 1),)))
    assert get(store) is None
    other.close()


def test_the_text_decides_and_not_the_revision(store: SqliteStore, tmp_path: Path) -> None:
    get(store)
    with closing(connect(tmp_path / "m.db")) as connection:
        connection.execute("UPDATE sessions SET body = ?", (encode(replace(SESSION, tenant_id="other")),))
    assert get(store).tenant_id == "other"
    with closing(connect(tmp_path / "m.db")) as connection:
        connection.execute("UPDATE sessions SET body = replace(body, '\"user_id\"', '\"from_the_future\"')")
    with pytest.raises(DecodeError):
        get(store)


def test_a_write_that_failed_is_not_handed_out(store: SqliteStore) -> None:
    with pytest.raises(Conflict):
        store.commit(Intent(changes=(Put(updated(updated(SESSION, generation=9))),)))
    assert get(store) == SESSION


def test_an_older_record_that_comes_late_is_not_handed_out(store: SqliteStore) -> None:
    changed = updated(SESSION, generation=9)
    put(store, changed)
    store._sessions.keep(SESSION, encode(SESSION))
    assert get(store) == changed


def test_the_least_recently_kept_go() -> None:
    text = encode(SESSION)
    records = DecodedRecords(max_bytes=2 * len(text))
    for name in ("a", "b", "a", "c"):
        one = encode(replace(SESSION, id=name))
        records.keep(decode(Session, one), one)
    found = [records.find("P", name, encode(replace(SESSION, id=name))) is not None for name in ("a", "b", "c")]
    assert found == [True, False, True]
    assert records.size == 2 * len(text)
    records.keep(SESSION, "x" * (2 * len(text) + 1))
    assert records.size == 0, "one that is larger than all may be is not kept"
