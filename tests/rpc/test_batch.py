"""BatchIssue and StreamIssue: an outcome for each item, in order; WatchAuditEvents."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from google.protobuf import json_format
from google.rpc import error_details_pb2
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    audit_service_pb2,
    credential_service_pb2,
    error_pb2,
    evaluation_pb2,
    token_service_pb2,
    user_service_pb2,
)
from mintmark_server.model.sessions import Session
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode

KINDS = ["SESSION", "REFRESH", "ID", "ACCESS_KEY"]


@pytest.fixture
def project(project: ProjectUnderTest) -> ProjectUnderTest:
    project.use_template({"mail": "{{user.email}}"})
    project.create_application("web")
    project.create_access_key("ci")
    return project


def item(project: ProjectUnderTest, kind: str, user: str = "ada", **fields: Any) -> dict[str, Any]:
    field = kind.lower()
    document: dict[str, Any] = {"parent": project.name, **fields}
    if kind == "ACCESS_KEY":
        document["access_key"] = f"{project.name}/accessKeys/ci"
    else:
        document.setdefault("subject", {"user": f"{project.name}/users/{user}"})
    if kind == "ID":
        document["application"] = f"{project.name}/applications/web"
    return {field: document}


def batch(project: ProjectUnderTest, *items: dict[str, Any], **fields: Any) -> Any:
    request = json_format.ParseDict({"parent": project.name, "items": list(items), **fields}, token_service_pb2.BatchIssueRequest())
    return project.client.tokens.BatchIssue(request).outcomes


def stream(project: ProjectUnderTest, *items: dict[str, Any]) -> list[Any]:
    requests = [json_format.ParseDict({"item": one}, token_service_pb2.StreamIssueRequest()) for one in items]
    return [answer.outcome for answer in project.client.tokens.StreamIssue(iter(requests))]


def reason_of(outcome: Any) -> str:
    info = error_details_pb2.ErrorInfo()
    assert outcome.error.details[0].Unpack(info)
    return str(info.reason)


def sessions(service: TestService, project: ProjectUnderTest) -> list[Session]:
    return [session for session in service.components.store.list_all(Session) if session.project_id == project.id]


@pytest.mark.parametrize("call", [batch, stream])
def test_every_kind_comes_in_the_order_of_the_items(service: TestService, project: ProjectUnderTest, call: Any) -> None:
    outcomes = call(project, *(item(project, kind) for kind in KINDS))
    assert [evaluation_pb2.TokenKind.Name(outcome.token.kind) for outcome in outcomes] == [f"TOKEN_KIND_{kind}" for kind in KINDS]
    assert decode(outcomes[0].token.token)[1]["mail"] == "ada@example.com"
    assert len(sessions(service, project)) == 1
    with Client(service.target) as subject:
        subject.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=outcomes[1].token.token))


@pytest.mark.parametrize("call", [batch, stream])
def test_one_bad_item_leaves_the_others_alone(project: ProjectUnderTest, call: Any) -> None:
    bad = item(project, "SESSION", client_claims={f"k{number}": 1 for number in range(21)})
    outcomes = call(project, item(project, "SESSION"), item(project, "SESSION", "nobody"), bad, {}, item(project, "SESSION"))
    assert [outcome.WhichOneof("outcome") for outcome in outcomes] == ["token", "error", "error", "error", "token"]
    assert [reason_of(outcome) for outcome in outcomes[1:4]] == ["NOT_FOUND", "TOO_MANY_CLAIMS", "FIELD_REQUIRED"]
    problems = error_pb2.ProblemList()
    assert any(detail.Unpack(problems) for detail in outcomes[2].error.details)
    assert problems.problems[0].path == "nsec"


def test_items_take_the_project_of_their_batch(project: ProjectUnderTest) -> None:
    document = item(project, "SESSION")
    del document["session"]["parent"]
    assert batch(project, document)[0].token.token


def test_a_batch_of_many_sessions_is_one_commit(service: TestService, project: ProjectUnderTest) -> None:
    store = service.components.store.inner
    commits: list[Any] = []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            if name == "commit":
                return lambda intent: (commits.append(intent), store.commit(intent))
            return getattr(store, name)

    service.components.store.inner = Counting()  # type: ignore[assignment]
    try:
        outcomes = batch(project, *(item(project, "REFRESH") for _ in range(100)))
    finally:
        service.components.store.inner = store
    assert all(outcome.token.token for outcome in outcomes)
    assert len(commits) == 1
    assert len(sessions(service, project)) == 100


def test_a_user_may_be_brought_along_twice_in_a_batch(project: ProjectUnderTest) -> None:
    def brought(name: str) -> dict[str, Any]:
        user = {"name": f"{project.name}/users/new", "email": "new@example.com", "display_name": name}
        return item(project, "SESSION", subject={"upsert_user": user}, view="EVALUATION_VIEW_FULL")

    outcomes = batch(project, brought("One"), brought("Two"), item(project, "SESSION", "new"))
    assert [outcome.WhichOneof("outcome") for outcome in outcomes] == ["token"] * 3
    stored = project.client.users.GetUser(user_service_pb2.GetUserRequest(name=f"{project.name}/users/new"))
    assert (stored.user.display_name, stored.user.etag.endswith('-2"')) == ("Two", True)


def test_a_repeated_batch_is_the_first_one(service: TestService, project: ProjectUnderTest) -> None:
    request_id = str(uuid.uuid4())
    first = batch(project, item(project, "REFRESH"), item(project, "SESSION", "nobody"), request_id=request_id)
    again = batch(project, item(project, "REFRESH"), item(project, "SESSION", "nobody"), request_id=request_id)
    assert list(again) == list(first)
    assert len(sessions(service, project)) == 1


def test_a_repeated_message_of_a_stream_is_the_first_one(service: TestService, project: ProjectUnderTest) -> None:
    repeated = item(project, "REFRESH", request_id=str(uuid.uuid4()))
    outcomes = [*stream(project, repeated, repeated), *stream(project, repeated)]
    assert [outcome.token.token for outcome in outcomes] == [outcomes[0].token.token] * 3
    assert len(sessions(service, project)) == 1


@pytest.mark.parametrize(
    ("items", "error", "paths"),
    [
        ([], errors.FieldRequiredError, ["items"]),
        ([{"session": {"parent": "projects/other"}}], errors.InvalidFieldError, ["items[0].session.parent"]),
        ([{}, {"id": {"request_id": str(uuid.uuid4())}}], errors.InvalidFieldError, ["items[1].id.request_id"]),
        ([{}] * 1001, errors.InputTooLargeError, ["items"]),
    ],
)
def test_a_batch_that_is_none_is_refused(
    project: ProjectUnderTest, items: list[Any], error: type[errors.MintmarkError], paths: list[str]
) -> None:
    with pytest.raises(error) as caught:
        batch(project, *items)
    assert [problem.path for problem in caught.value.problems] == paths


def test_each_message_of_a_stream_is_authorised(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    other = ProjectUnderTest(client, f"{project.id}-other")
    other.create()
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"issuer-{project.id}")
    json_format.ParseDict({"grants": [{"project": project.name, "roles": ["CALLER_ROLE_ISSUER"]}]}, request.credential)
    with Client(service.target, credential=client.credentials.CreateCredential(request).secret) as issuer:
        limited = ProjectUnderTest(issuer, project.id)
        inline = item(project, "SESSION", inline_flow={"source": {"advanced": '{"x": 1}'}})
        outcomes = stream(limited, item(project, "SESSION"), item(other, "SESSION"), inline, item(project, "SESSION"))
    assert [outcome.WhichOneof("outcome") for outcome in outcomes] == ["token", "error", "error", "token"]
    assert [reason_of(outcome) for outcome in outcomes[1:3]] == ["NOT_FOUND", "PERMISSION_DENIED"]


def test_events_are_watched_as_they_come(project: ProjectUnderTest) -> None:
    request = audit_service_pb2.WatchAuditEventsRequest(parent=project.name)
    events = project.client.audit.WatchAuditEvents(request, timeout=10)
    first = next(events).audit_event
    project.create_user("bob")
    seen = [first]
    while not seen[-1].resource.endswith("/users/bob"):
        seen.append(next(events).audit_event)
    events.close()
    listed = project.client.audit.ListAuditEvents(audit_service_pb2.ListAuditEventsRequest(parent=project.name, page_size=1000))
    assert seen == list(listed.audit_events)
    after = project.client.audit.WatchAuditEvents(
        audit_service_pb2.WatchAuditEventsRequest(parent=project.name, after_sequence=seen[-2].sequence), timeout=10
    )
    assert next(after).audit_event == seen[-1]
    after.close()
    with pytest.raises(errors.InvalidFieldError):
        next(project.client.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(parent=project.name, after_sequence=-1)))


def test_a_watch_ends_with_the_service(project: ProjectUnderTest) -> None:
    with run_service() as service, Client(service.target, credential=service.credential) as client:
        other = ProjectUnderTest(client, "p")
        other.create()
        events = client.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(parent="projects/p"))
        next(events)
        service.components.stopping.set()
        assert len(list(events)) > 3


def test_what_an_item_says_is_the_same_as_alone(project: ProjectUnderTest) -> None:
    alone = project.issue()
    together = batch(project, item(project, "SESSION", view="EVALUATION_VIEW_FULL"))[0].token
    assert json.loads(alone.evaluation.payload).keys() == json.loads(together.evaluation.payload).keys()
    assert alone.evaluation.digest == together.evaluation.digest
