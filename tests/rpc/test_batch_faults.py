"""BatchIssue and StreamIssue when something goes wrong: bad items, limits, deadlines, clients that stop, a locked database."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import credential_service_pb2, token_service_pb2, token_service_pb2_grpc
from mintmark_server.claims.check import CheckedClaims
from mintmark_server.directory.credentials import Caller
from mintmark_server.model.sessions import Session
from mintmark_server.rpc.streams import MAX_STREAMS_OF_CALLER
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.storage.sqlite.connection import driver
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode
from tests.rpc.test_batch import batch, item, reason_of, stream


def message(project: ProjectUnderTest, user: str = "ada") -> token_service_pb2.StreamIssueRequest:
    return json_format.ParseDict({"item": item(project, "SESSION", user)}, token_service_pb2.StreamIssueRequest())


@pytest.mark.timeout(60)
def test_a_hundred_bad_items_leave_nine_hundred_alone(project: ProjectUnderTest) -> None:
    project.use_template({"mail": "{{user.email}}"})
    users = ["nobody" if index % 10 == 3 else "ada" for index in range(1_000)]
    outcomes = batch(project, *(item(project, "SESSION", user) for user in users))
    assert [outcome.WhichOneof("outcome") for outcome in outcomes] == ["error" if user == "nobody" else "token" for user in users]
    assert {reason_of(outcome) for outcome in outcomes if outcome.HasField("error")} == {"NOT_FOUND"}
    assert {decode(outcome.token.token)[1]["mail"] for outcome in outcomes if outcome.HasField("token")} == {"ada@example.com"}


def test_an_item_over_the_limits_fails_alone(project: ProjectUnderTest) -> None:
    project.use_template({"name": "{{user.name}}"})
    project.create_user("long", display_name="x" * 501)
    outcomes = batch(project, item(project, "SESSION"), item(project, "SESSION", "long"), item(project, "SESSION"))
    assert [outcome.WhichOneof("outcome") for outcome in outcomes] == ["token", "error", "token"]
    assert reason_of(outcomes[1]) == "CLAIM_VALUE_TOO_LONG"


def test_the_same_subject_twice_gets_two_tokens(project: ProjectUnderTest) -> None:
    project.use_template({"mail": "{{user.email}}"}, add_jti=True)
    outcomes = batch(project, item(project, "SESSION"), item(project, "SESSION"))
    first, second = (decode(outcome.token.token)[1] for outcome in outcomes)
    assert first.pop("jti") != second.pop("jti")
    assert first == second


@contextmanager
def observed_signer(
    service: TestService, project: ProjectUnderTest, before: Callable[[int], object] = lambda _: None
) -> Iterator[list[int]]:
    """Note each signature of a project; `before` gets its number, from 1."""
    service.components.configurations.refresh()
    keys = service.components.keyring.get(project.id)
    signer = keys.signer
    assert signer is not None
    signed: list[int] = []

    class Observed:
        def __getattr__(self, name: str) -> Any:
            return getattr(signer, name)

        def sign(self, claims: CheckedClaims) -> str:
            signed.append(len(signed) + 1)
            before(signed[-1])
            return signer.sign(claims)

    object.__setattr__(keys, "signer", Observed())
    try:
        yield signed
    finally:
        object.__setattr__(keys, "signer", signer)


def test_a_deadline_in_the_middle_ends_the_batch_and_stores_nothing(service: TestService, project: ProjectUnderTest) -> None:
    gone = threading.Event()
    request = token_service_pb2.BatchIssueRequest(parent=project.name)
    for kind in ("REFRESH", "SESSION", "SESSION", "SESSION", "SESSION"):
        json_format.ParseDict(item(project, kind), request.items.add())
    with (
        observed_signer(service, project, lambda number: gone.wait(10) if number == 3 else None) as signed,
        grpc.insecure_channel(service.target) as channel,
    ):
        call = token_service_pb2_grpc.TokenServiceStub(channel).BatchIssue.future(
            request, metadata=[("authorization", f"Bearer {service.credential}")], timeout=0.5
        )
        assert call.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        gone.set()
        assert project.issue().token
    assert len(signed) in (3, 4), "up to the third, and the token of the call that shows that the service lives"
    assert [session for session in service.components.store.list_all(Session) if session.project_id == project.id] == []


def test_outcomes_that_no_client_would_take_are_refused_as_a_whole(service: TestService, project: ProjectUnderTest) -> None:
    big = {f"c{number}": "x" * 499 for number in range(60)}
    project.use_template(big)
    items = [item(project, "REFRESH"), *(item(project, "SESSION", view="EVALUATION_VIEW_FULL") for _ in range(100))]
    with pytest.raises(errors.InputTooLargeError) as caught:
        batch(project, *items)
    assert [problem.path for problem in caught.value.problems] == ["items"]
    assert [session for session in service.components.store.list_all(Session) if session.project_id == project.id] == []
    assert len(batch(project, *items[:50])) == 50


def test_a_stream_issues_no_more_than_its_client_reads(service: TestService, project: ProjectUnderTest) -> None:
    """A client that stops reading is not answered on and on: the answers that wait are bounded by HTTP/2's window."""
    project.use_template({f"c{number}": "x" * 499 for number in range(90)})
    request = json_format.ParseDict({"item": item(project, "SESSION", view="EVALUATION_VIEW_FULL")}, token_service_pb2.StreamIssueRequest())
    pause = threading.Event()
    with observed_signer(service, project) as signed:
        answers = project.client.tokens.StreamIssue(itertools.repeat(request, 2_000), timeout=30)
        assert next(answers).outcome.token.token
        settled = -1
        while settled != len(signed):
            settled = len(signed)
            pause.wait(0.5)
        assert settled < 1_000
        assert project.issue().token
        answers.close()


def test_streams_that_stand_idle_leave_calls_alone(service: TestService, project: ProjectUnderTest) -> None:
    ends = threading.Event()

    def requests() -> Iterator[token_service_pb2.StreamIssueRequest]:
        yield message(project)
        ends.wait(30)

    streams = [project.client.tokens.StreamIssue(requests(), timeout=30) for _ in range(MAX_STREAMS_OF_CALLER)]
    try:
        assert [next(one).outcome.HasField("token") for one in streams] == [True] * MAX_STREAMS_OF_CALLER
        assert project.issue().token
        with pytest.raises(errors.RateLimitedError):
            next(project.client.tokens.StreamIssue(iter([message(project)]), timeout=10))
    finally:
        ends.set()
    assert [len(list(one)) for one in streams] == [0] * MAX_STREAMS_OF_CALLER


def test_each_message_of_a_stream_is_of_its_own_time(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    """A long stream doesn't go on with yesterday's clock, user or credential."""
    project.use_template({"mail": "{{user.email}}"})
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"streamer-{project.id}")
    json_format.ParseDict({"grants": [{"project": project.name, "roles": ["CALLER_ROLE_ISSUER"]}]}, request.credential)
    made = client.credentials.CreateCredential(request)
    go = threading.Semaphore(0)

    def requests() -> Iterator[token_service_pb2.StreamIssueRequest]:
        for _ in range(3):
            go.acquire(timeout=10)
            yield message(project)

    with Client(service.target, credential=made.secret) as issuer:
        answers = issuer.tokens.StreamIssue(requests(), timeout=30)
        go.release()
        before = decode(next(answers).outcome.token.token)[1]
        service.clock.move(timedelta(minutes=7))
        project.update_user("ada", "email", email="new@example.com")
        go.release()
        after = decode(next(answers).outcome.token.token)[1]
        client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name=made.credential.name))
        go.release()
        assert reason_of(next(answers).outcome) == "UNAUTHENTICATED"
    assert (before["mail"], after["mail"]) == ("ada@example.com", "new@example.com")
    assert after["iat"] - before["iat"] == 7 * 60


def test_a_stream_asks_who_calls_once_and_anew_when_that_may_have_changed(
    service: TestService, client: Client, project: ProjectUnderTest
) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"until-{project.id}")
    json_format.ParseDict({"grants": [{"project": project.name, "roles": ["CALLER_ROLE_ISSUER"]}]}, request.credential)
    request.credential.expire_time.FromDatetime(service.clock.now() + timedelta(minutes=10))
    made = client.credentials.CreateCredential(request)
    authenticator = service.components.authenticator
    authenticate = authenticator.authenticate
    asked: list[str] = []
    go = threading.Semaphore(0)

    def noted(bearer: str, *, now: datetime) -> Caller:
        asked.append(bearer)
        return authenticate(bearer, now=now)

    def requests() -> Iterator[token_service_pb2.StreamIssueRequest]:
        for _ in range(3):
            go.acquire(timeout=10)
            yield message(project)

    with Client(service.target, credential=made.secret) as issuer:
        authenticator.authenticate = noted  # type: ignore[method-assign]
        try:
            answers = issuer.tokens.StreamIssue(requests(), timeout=30)
            for _ in range(2):
                go.release()
                assert next(answers).outcome.HasField("token")
            assert asked == [made.secret]
            service.clock.move(timedelta(minutes=10))
            go.release()
            assert reason_of(next(answers).outcome) == "UNAUTHENTICATED"
        finally:
            del authenticator.authenticate  # type: ignore[misc]


def test_a_database_that_is_locked_for_a_while_delays_what_is_stored_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with run_service(SqliteStore(path)) as service, Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        project.use_template({"mail": "{{user.email}}"})
        other: sqlite3.Connection = driver.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(3, lambda: other.execute("COMMIT"))
        release.start()
        # The client gives each batch a request id, and an answer that may be asked for again is stored; without one nothing is.
        request = token_service_pb2.BatchIssueRequest(parent=project.name)
        for _ in range(20):
            json_format.ParseDict(item(project, "SESSION"), request.items.add())
        try:
            with grpc.insecure_channel(service.target) as channel:
                stub = token_service_pb2_grpc.TokenServiceStub(channel)
                outcomes = stub.BatchIssue(request, metadata=[("authorization", f"Bearer {service.credential}")], timeout=10).outcomes
            assert all(outcome.HasField("token") for outcome in outcomes)
            assert all(outcome.HasField("token") for outcome in stream(project, item(project, "SESSION"), item(project, "SESSION")))
            assert release.is_alive(), "what only reads does not wait"
            opened = batch(project, item(project, "REFRESH"), item(project, "SESSION", "nobody"))
        finally:
            release.join()
            other.close()
        assert [outcome.WhichOneof("outcome") for outcome in opened] == ["token", "error"]
        assert len(list(service.components.store.list_all(Session))) == 1
