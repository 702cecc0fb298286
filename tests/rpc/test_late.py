"""Answers that are sent by whoever made durable what they tell: no thread waits, and nothing is told before its time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from mintmark.client import Client
from mintmark.v1 import token_service_pb2
from mintmark_server.errors import Conflict, Reason
from mintmark_server.model.sessions import Session
from mintmark_server.rpc import late
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Done, Intent
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest
from tests.rpc.calls import open_session, refresh

THREADS = 8
"""That serve calls."""


class FakeSlowStore(MemoryStore):
    """Takes its time: while `holds`, what nobody waits for is committed when `go_on` says so."""

    def __init__(self) -> None:
        super().__init__()
        self.holds = False
        self.held: list[tuple[Intent, Done]] = []
        self.errors: list[Exception] = []
        """What the next commits come to, in place of being done."""
        self.came = threading.Condition()

    def commit_later(self, intent: Intent, done: Done) -> None:
        if self.errors:
            done(self.errors.pop(0))
            return
        if not self.holds:
            super().commit_later(intent, done)
            return
        with self.came:
            self.held.append((intent, done))
            self.came.notify_all()

    def wait_for(self, count: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.held) >= count, timeout=5)

    def go_on(self) -> None:
        self.holds = False
        for intent, done in self.held:
            super().commit_later(intent, done)
        self.held.clear()


@pytest.fixture(scope="module")
def store() -> FakeSlowStore:
    return FakeSlowStore()


@pytest.fixture(scope="module")
def service(store: FakeSlowStore) -> Iterator[TestService]:
    with run_service(store) as running:
        yield running


@pytest.fixture
def channel(service: TestService) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(service.target) as opened:
        yield opened


def begin_refresh(channel: grpc.Channel, token: str, *, timeout: float = 5.0) -> Any:
    request = token_service_pb2.RefreshSessionRequest(refresh_token=token)
    return channel.unary_unary("/mintmark.v1.TokenService/RefreshSession").future(request.SerializeToString(), timeout=timeout)


def generation(store: FakeSlowStore, opened: Any) -> int:
    _, project_id, _, session_id = opened.session.name.split("/")
    session = store.get(Session, project_id, session_id)
    assert session is not None
    return session.generation


def read_token(future: Any) -> str:
    token: str = token_service_pb2.RefreshSessionResponse.FromString(future.result()).refresh_token.token
    return token


def test_calls_that_wait_for_the_disk_hold_no_thread(store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel) -> None:
    count = 2 * THREADS
    tokens = [open_session(project).refresh_token.token for _ in range(count)]
    store.holds = True
    futures = [begin_refresh(channel, token) for token in tokens]
    store.wait_for(count)
    assert project.issue().token, "another call is served meanwhile"
    assert not any(future.done() for future in futures)
    store.go_on()
    assert len({read_token(future) for future in futures} - set(tokens)) == count


def test_nothing_is_told_before_it_is_stored(store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel) -> None:
    opened = open_session(project)
    store.holds = True
    future = begin_refresh(channel, opened.refresh_token.token)
    store.wait_for(1)
    assert generation(store, opened) == 1
    assert not future.done()
    store.go_on()
    assert read_token(future)
    assert generation(store, opened) == 2


def test_a_refusal_has_its_status_details_and_request_id(store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel) -> None:
    opened = open_session(project)
    # More often overtaken than it is tried.
    store.errors = [Conflict(Reason.ETAG_MISMATCH, "Another revision is stored.")] * 64
    future = begin_refresh(channel, opened.refresh_token.token)
    error = future.exception()
    assert not store.errors
    assert error.code() is grpc.StatusCode.ABORTED
    assert "x-request-id" in dict(error.trailing_metadata())
    status = rpc_status.from_call(error)
    assert status is not None
    infos = [
        error_details_pb2.ErrorInfo.FromString(detail.value)
        for detail in status.details
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR)
    ]
    assert [info.reason for info in infos] == ["ETAG_MISMATCH"]


def test_who_was_overtaken_is_handled_anew(store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel) -> None:
    opened = open_session(project)
    store.errors = [Conflict(Reason.ETAG_MISMATCH, "Another revision is stored.")] * 63
    assert read_token(begin_refresh(channel, opened.refresh_token.token))
    assert generation(store, opened) == 2


def test_of_racing_refreshes_all_get_the_pair_of_the_first(store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel) -> None:
    opened = open_session(project)
    store.holds = True
    futures = [begin_refresh(channel, opened.refresh_token.token) for _ in range(5)]
    store.wait_for(5)
    store.go_on()
    assert len({read_token(future) for future in futures}) == 1
    assert generation(store, opened) == 2


def test_a_bug_while_storing_is_said_in_the_log_alone(
    store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_session(project)
    store.errors = [RuntimeError("the name of a secret")]
    logging.getLogger("mintmark").addHandler(caplog.handler)
    error = begin_refresh(channel, opened.refresh_token.token).exception()
    logging.getLogger("mintmark").removeHandler(caplog.handler)
    assert error.code() is grpc.StatusCode.INTERNAL
    assert "secret" not in error.details()
    assert "the name of a secret" in caplog.text
    assert read_token(begin_refresh(channel, opened.refresh_token.token)), "nothing was consumed"


def test_who_no_longer_waits_when_it_is_stored_gets_the_same_tokens_later(
    store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel
) -> None:
    opened = open_session(project)
    store.holds = True
    future = begin_refresh(channel, opened.refresh_token.token, timeout=0.2)
    store.wait_for(1)
    assert future.exception().code() is grpc.StatusCode.DEADLINE_EXCEEDED
    store.holds = False
    ((intent, done),) = store.held
    store.held.clear()
    # It was taken before the caller went away.
    store.commit(Intent(changes=intent.changes))
    done(None)
    assert generation(store, opened) == 2
    assert refresh(project.client, opened.refresh_token.token).refresh_token.token


def test_a_server_that_stops_answers_what_waits() -> None:
    store = FakeSlowStore()
    with run_service(store) as service, Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        opened = open_session(project)
        channel = grpc.insecure_channel(service.target)
        store.holds = True
        future = begin_refresh(channel, opened.refresh_token.token)
        store.wait_for(1)
        timer = threading.Timer(0.2, store.go_on)
        timer.start()
    assert read_token(future)
    timer.join()
    channel.close()


def test_where_grpcio_has_another_layout_the_thread_waits(
    store: FakeSlowStore, project: ProjectUnderTest, channel: grpc.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late, "_IS_KNOWN", False)
    opened = open_session(project)
    store.holds = True
    assert read_token(begin_refresh(channel, opened.refresh_token.token)), "it is committed in its thread, and not later"
    assert not store.held
    store.holds = False


def test_the_layout_of_the_grpcio_that_is_installed_is_known() -> None:
    assert late._IS_KNOWN


@pytest.mark.parametrize("part", ["_RPCState", "_Context", "_call_behavior", "_status"])
def test_a_layout_that_lacks_a_part_is_not_known(part: str) -> None:
    parts = {name: getattr(late._server, name) for name in ("_RPCState", "_Context", "_call_behavior", "_status")}
    assert late.is_known(SimpleNamespace(**parts))
    del parts[part]
    assert not late.is_known(SimpleNamespace(**parts))


def test_a_server_that_sends_something_else_is_not_known() -> None:
    parts = {name: getattr(late._server, name) for name in ("_RPCState", "_Context", "_call_behavior", "_status")}
    answers_twice = parts | {"_status": lambda event, state, answer: [parts["_status"](event, state, answer) for _ in range(2)]}
    assert not late.is_known(SimpleNamespace(**answers_twice))
    asks = parts | {
        "_call_behavior": lambda event, state, behave, argument, _: (parts["_call_behavior"](event, state, behave, argument, _)[0], True)
    }
    assert not late.is_known(SimpleNamespace(**asks))
