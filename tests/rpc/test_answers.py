"""`request_id`: a repeat gets the first answer, whatever it changed or issued happens once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    access_key_service_pb2,
    credential_pb2,
    credential_service_pb2,
    session_pb2,
    token_service_pb2,
    user_service_pb2,
    user_service_pb2_grpc,
)
from mintmark_server.model.security import StoredAnswer
from mintmark_server.model.sessions import Session
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest
from tests.rpc.calls import introspect


@pytest.fixture
def request_id() -> str:
    return str(uuid.uuid4())


@contextmanager
def passed(service: TestService, **span: float) -> Iterator[None]:
    service.clock.move(timedelta(**span))
    try:
        yield
    finally:
        service.clock.move(-timedelta(**span))


def create_user(client: Client, project: ProjectUnderTest, user_id: str, request_id: str, **fields: Any) -> Any:
    request = user_service_pb2.CreateUserRequest(parent=project.name, user_id=user_id, request_id=request_id)
    json_format.ParseDict(fields, request.user)
    return client.users.CreateUser(request).user


def open_session(project: ProjectUnderTest, request_id: str) -> Any:
    return project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), request_id=request_id))


def count_audit(service: TestService, project: ProjectUnderTest) -> int:
    return len(service.components.store.list_audit(project.id, after=0, limit=1000))


def test_a_change_happens_once(service: TestService, client: Client, project: ProjectUnderTest, request_id: str) -> None:
    first = create_user(client, project, "bob", request_id, email="bob@example.com")
    audited = count_audit(service, project)
    assert create_user(client, project, "bob", request_id, email="bob@example.com") == first
    assert count_audit(service, project) == audited
    with pytest.raises(errors.AlreadyExistsError):
        create_user(client, project, "bob", str(uuid.uuid4()), email="bob@example.com")


def test_a_secret_that_is_shown_once_is_shown_again_to_a_repeat(
    service: TestService, client: Client, project: ProjectUnderTest, request_id: str
) -> None:
    request = access_key_service_pb2.CreateAccessKeyRequest(parent=project.name, access_key_id="ci", request_id=request_id)
    secret = client.access_keys.CreateAccessKey(request).secret
    assert secret.startswith("mmk_")
    assert client.access_keys.CreateAccessKey(request).secret == secret
    stored = list(service.components.store.list_all(StoredAnswer))
    assert stored
    assert all(secret not in repr(answer) for answer in stored)


def test_a_token_and_a_session_are_issued_once(project: ProjectUnderTest, request_id: str) -> None:
    first = open_session(project, request_id)
    assert open_session(project, request_id) == first
    listed = project.client.tokens.ListSessions(token_service_pb2.ListSessionsRequest(parent=project.name)).sessions
    assert [session.name for session in listed] == [first.session.name]


def test_a_repeated_refresh_gets_the_same_pair_also_after_the_overlap(
    service: TestService, project: ProjectUnderTest, request_id: str
) -> None:
    opened = open_session(project, str(uuid.uuid4()))
    request = token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token, request_id=request_id)
    with Client(service.target) as subject:
        pair = subject.tokens.RefreshSession(request)
        with passed(service, seconds=60):
            assert subject.tokens.RefreshSession(request) == pair


def test_another_request_with_the_same_id_is_refused(client: Client, project: ProjectUnderTest, request_id: str) -> None:
    create_user(client, project, "bob", request_id)
    with pytest.raises(errors.RefusedError) as caught:
        create_user(client, project, "eve", request_id)
    assert (caught.value.reason, caught.value.problems[0].path) == ("REQUEST_ID_REUSED", "request_id")
    create_user(client, project, "eve", str(uuid.uuid4()))


def test_after_an_hour_the_id_is_forgotten(service: TestService, client: Client, project: ProjectUnderTest, request_id: str) -> None:
    create_user(client, project, "bob", request_id)
    with passed(service, minutes=59, seconds=59), pytest.raises(errors.RefusedError):
        create_user(client, project, "eve", request_id)
    with passed(service, hours=1):
        create_user(client, project, "eve", request_id)
        create_user(client, project, "eve", request_id)


def test_what_is_over_is_erased(service: TestService, client: Client, project: ProjectUnderTest, request_id: str) -> None:
    create_user(client, project, "bob", request_id)
    with passed(service, hours=1):
        service.components.maintain()
        now = service.clock.now()
        assert all(answer.expires_at > now for answer in service.components.store.list_all(StoredAnswer))


def test_a_refused_call_may_be_sent_again_with_its_id(client: Client, project: ProjectUnderTest, request_id: str) -> None:
    with pytest.raises(errors.RefusedError):
        create_user(client, project, "bob", request_id, custom_attributes={"nope": 1})
    assert create_user(client, project, "bob", request_id, email="bob@example.com").email == "bob@example.com"


def test_what_a_refusal_stores_is_stored(service: TestService, project: ProjectUnderTest, request_id: str) -> None:
    opened = open_session(project, str(uuid.uuid4()))
    consumed = token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token)
    with Client(service.target) as subject:
        subject.tokens.RefreshSession(consumed)
        with passed(service, seconds=60), pytest.raises(errors.MintmarkError):
            subject.tokens.RefreshSession(
                token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token, request_id=request_id)
            )
    session = project.client.tokens.ListSessions(token_service_pb2.ListSessionsRequest(parent=project.name)).sessions[0]
    assert session.state == session_pb2.SESSION_STATE_ENDED


class FakeOvertakenStore(MemoryStore):
    """Changes each session once more right before its end is stored."""

    overtakes = 0

    def commit(self, intent: Intent) -> None:
        for change in intent.changes:
            if isinstance(change, Put) and isinstance(change.record, Session) and change.record.end is not None and self.overtakes:
                self.overtakes -= 1
                stored = self.get(Session, change.record.project_id, change.record.id)
                assert stored is not None
                super().commit(Intent(changes=(Put(replace(stored, revision=stored.revision + 1)),)))
        super().commit(intent)


def test_what_a_refusal_stores_is_stored_also_where_others_are_faster(request_id: str) -> None:
    store = FakeOvertakenStore()
    with run_service(store) as service, Client(service.target, credential=service.credential) as client, Client(service.target) as subject:
        project = ProjectUnderTest(client, "p")
        project.create()
        opened = client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
        request = token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token, request_id=request_id)
        subject.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token))
        service.clock.move(timedelta(seconds=11))
        store.overtakes = 3
        with pytest.raises(errors.SessionEndedError):
            subject.tokens.RefreshSession(request)
        session = client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=opened.session.name)).session
        assert session.end.cause == session_pb2.SESSION_END_CAUSE_REUSED


def test_callers_do_not_see_each_others_answers(service: TestService, client: Client, project: ProjectUnderTest, request_id: str) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"other-{project.id}")
    grant = request.credential.grants.add(project=project.name)
    grant.roles.append(credential_pb2.CALLER_ROLE_DIRECTORY_EDITOR)
    secret = client.credentials.CreateCredential(request).secret
    create_user(client, project, "bob", request_id)
    with Client(service.target, credential=secret) as other, pytest.raises(errors.AlreadyExistsError):
        create_user(other, project, "bob", request_id)


def test_racing_repeats_get_one_answer(client: Client, project: ProjectUnderTest, request_id: str) -> None:
    answers: list[Any] = []

    def run() -> None:
        answers.append(create_user(client, project, "bob", request_id))

    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert all(answer == answers[0] for answer in answers)


def test_different_racing_changes_of_one_record_all_happen(client: Client, project: ProjectUnderTest) -> None:
    def run(number: int) -> None:
        request = user_service_pb2.UpdateUserRequest(request_id=str(uuid.uuid4()))
        request.user.name = f"{project.name}/users/ada"
        request.user.display_name = f"Ada {number}"
        request.update_mask.paths.append("display_name")
        done.append(client.users.UpdateUser(request).user.display_name)

    done: list[str] = []
    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["Ada 0", "Ada 1", "Ada 2", "Ada 3"]


def test_without_an_id_nothing_is_kept(service: TestService, project: ProjectUnderTest) -> None:
    before = len(list(service.components.store.list_all(StoredAnswer)))
    request = user_service_pb2.CreateUserRequest(parent=project.name, user_id="bob")
    with grpc.insecure_channel(service.target) as channel:
        stub: Any = user_service_pb2_grpc.UserServiceStub(channel)
        stub.CreateUser(request, metadata=[("authorization", f"Bearer {service.credential}")], timeout=5)
    assert len(list(service.components.store.list_all(StoredAnswer))) == before


def test_the_client_makes_an_id_where_a_repeat_needs_one(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    request = user_service_pb2.CreateUserRequest(parent=project.name, user_id="carol")
    before = len(list(service.components.store.list_all(StoredAnswer)))
    client.users.CreateUser(request)
    assert len(list(service.components.store.list_all(StoredAnswer))) == before + 1
    assert not request.request_id, "the caller's message is the caller's"
    with pytest.raises(errors.AlreadyExistsError):
        client.users.CreateUser(request)
    kept = len(list(service.components.store.list_all(StoredAnswer)))
    project.issue()
    assert len(list(service.components.store.list_all(StoredAnswer))) == kept, "a stateless token stores nothing"


def test_a_repeat_after_a_revocation_gets_what_was_given_and_it_holds_no_longer(project: ProjectUnderTest, request_id: str) -> None:
    opened = open_session(project, str(uuid.uuid4()))
    request = token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token, request_id=request_id)
    first = project.client.tokens.RefreshSession(request)
    assert introspect(project, first.session_token.token).active
    project.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=opened.session.name))
    repeated = project.client.tokens.RefreshSession(request)
    assert repeated == first
    assert not introspect(project, repeated.session_token.token).active
    with pytest.raises(errors.SessionEndedError):
        project.client.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=repeated.refresh_token.token))
