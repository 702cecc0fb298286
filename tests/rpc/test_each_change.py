"""Each RPC that issues or changes: once per request id, with its answer in the same transaction, and audited by names alone."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import grpc
import pytest
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import token_service_pb2
from mintmark_server.errors import Reason, Unavailable
from mintmark_server.model.security import StoredAnswer
from mintmark_server.storage.audit import find_break
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import TestService, run_service

from tests.rpc.each_change import AUDITED, CHANGING, METHODS, REQUESTS, VALUE, World, alter

_NUMBERS = itertools.count(1)
UNARY = [key for key in CHANGING if not METHODS[key].client_streaming]
AUDITED_UNARY = [key for key in AUDITED if not METHODS[key].client_streaming]


class FakeForgetfulStore(MemoryStore):
    """Refuses whatever stores an answer, and says what it holds."""

    refuses = False

    def commit(self, intent: Intent) -> None:
        if self.refuses and any(isinstance(change, Put) and isinstance(change.record, StoredAnswer) for change in intent.changes):
            raise Unavailable(Reason.STORAGE_UNAVAILABLE, "The disk is full.", retry_after=timedelta(milliseconds=1))
        super().commit(intent)

    def content(self) -> tuple[dict[Any, Any], int]:
        """Return all records but answers, and how many audit events there are."""
        records = {ref: record for ref, record in self._records.items() if not isinstance(record, StoredAnswer)}
        return records, sum(len(log) for log in self._audit.values())


@pytest.fixture(scope="module")
def store() -> FakeForgetfulStore:
    return FakeForgetfulStore()


@pytest.fixture(scope="module")
def service(store: FakeForgetfulStore) -> Iterator[TestService]:
    with run_service(store) as running:
        yield running


@pytest.fixture
def world(client: Client) -> World:
    made = World(client, f"w{next(_NUMBERS)}")
    made.fill_up()
    return made


def test_there_is_a_request_for_each_method() -> None:
    assert sorted(REQUESTS) == sorted(set(UNARY) | set(AUDITED_UNARY))


@pytest.mark.parametrize("key", UNARY)
def test_a_request_id_is_honoured(store: FakeForgetfulStore, world: World, key: str) -> None:
    request = world.request(key)
    request.request_id = str(uuid.uuid4())
    before = store.content()
    store.refuses = True
    try:
        with pytest.raises(errors.StorageUnavailableError):
            world.call(key, request)
    finally:
        store.refuses = False
    assert store.content() == before, "without its answer nothing is stored"
    first = world.call(key, request)
    done = store.content()
    assert world.call(key, request) == first
    assert store.content() == done
    alter(request)
    with pytest.raises(errors.MintmarkError) as caught:
        world.call(key, request)
    assert caught.value.reason == "REQUEST_ID_REUSED"
    assert store.content() == done
    answers = [record for record in store._records.values() if isinstance(record, StoredAnswer)]
    assert all(VALUE not in repr(answer) for answer in answers)


def test_a_streams_items_have_request_ids_of_their_own(store: FakeForgetfulStore, world: World) -> None:
    def send(*items: Any) -> list[Any]:
        requests = [token_service_pb2.StreamIssueRequest(item=item) for item in items]
        return [answer.outcome for answer in world.client.tokens.StreamIssue(iter(requests))]

    item = token_service_pb2.IssueItem(refresh=world.request("TokenService.IssueRefreshToken"))
    item.refresh.request_id = str(uuid.uuid4())
    first, again = send(item, item)
    done = store.content()
    assert (first.token.token, first.token) == (again.token.token, again.token)
    assert send(item) == [first]
    item.refresh.view = 2
    (refused,) = send(item)
    assert refused.error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert "The request id was used for another request." in refused.error.message
    assert store.content() == done


@pytest.mark.parametrize("key", AUDITED_UNARY)
def test_a_change_leaves_one_event_with_names_and_no_values(store: FakeForgetfulStore, world: World, key: str) -> None:
    before = {project: len(log) for project, log in store._audit.items()}
    answer = world.call(key, world.request(key))
    fresh = [event for project, log in store._audit.items() for event in log[before.get(project, 0) :]]
    assert len(fresh) == 1, fresh
    entry = fresh[0].entry
    assert (entry.method, entry.actor) == (key, "credentials/bootstrap-owner")
    assert entry.resource.startswith(("projects/", "credentials/"))
    assert entry.request_id
    text = repr(entry)
    assert VALUE not in text
    for secret in (world.refresh_token, getattr(answer, "secret", "")):
        assert not secret or secret not in text
    assert all(find_break(log) is None for log in store._audit.values())
    if key.rpartition(".")[2].startswith("Update"):
        assert entry.fields
