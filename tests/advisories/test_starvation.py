"""Attack: calls that begin and never send what they call with. Each holds a thread, and none needs a credential."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from grpc_health.v1 import health_pb2, health_pb2_grpc
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import audit_service_pb2, credential_service_pb2, user_service_pb2
from mintmark_server.rpc import health, threads
from mintmark_server.rpc.streams import MAX_STREAMS_OF_CALLER
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest
from tests.rpc.test_boundary import capture_log

UNARY = (
    "/mintmark.v1.TokenService/RefreshSession",
    "/mintmark.v1.TokenService/IssueSessionToken",
    "/mintmark.v1.AuditService/WatchAuditEvents",
    "/grpc.health.v1.Health/Check",
    "/grpc.health.v1.Health/List",
    "/grpc.health.v1.Health/Watch",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
)


class Silence:
    """Messages that do not come; for as many calls as you like."""

    def __init__(self) -> None:
        self.end = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.end.wait(30)
        raise StopIteration


@pytest.fixture
def silence() -> Iterator[Silence]:
    made = Silence()
    yield made
    made.end.set()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 8
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def add_caller(client: Client, service: TestService, credential_id: str, project: ProjectUnderTest, *roles: str) -> Client:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=credential_id)
    grants = [{"project": project.name, "roles": [f"CALLER_ROLE_{role}" for role in roles]}]
    json_format.ParseDict({"grants": grants}, request.credential)
    return Client(service.target, credential=client.credentials.CreateCredential(request).secret)


@pytest.mark.parametrize("method", UNARY)
def test_calls_without_a_message_keep_nobody_from_being_served(
    service: TestService, project: ProjectUnderTest, silence: Silence, method: str
) -> None:
    with grpc.insecure_channel(service.target) as channel:
        calls = [channel.stream_stream(method)(silence) for _ in range(20)]
        assert project.payload()["sub"] == "ada"
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        assert health_pb2.HealthCheckResponse.FromString(check(b"", timeout=5)).status == health_pb2.HealthCheckResponse.SERVING
        for call in calls:
            call.cancel()


def test_more_calls_without_a_message_than_may_wait_end_each_other(
    service: TestService, project: ProjectUnderTest, silence: Silence
) -> None:
    with grpc.insecure_channel(service.target) as channel:
        calls = [channel.stream_unary(UNARY[0]).future(silence) for _ in range(threads.MAX_WAITS + 20)]
        until(lambda: sum(call.done() for call in calls) >= 20)
        assert project.payload()["sub"] == "ada"
        # The call that is served had to wait for its message too.
        ended = [call.code() for call in calls if call.done()]
        assert ended in ([grpc.StatusCode.CANCELLED] * 20, [grpc.StatusCode.CANCELLED] * 21)
        for call in calls:
            call.cancel()


def test_a_call_does_not_wait_for_ever(service: TestService, silence: Silence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "LONGEST_WAIT_SECONDS", 0.2)
    with grpc.insecure_channel(service.target) as channel:
        for method in (UNARY[0], UNARY[3], UNARY[-1]):
            with pytest.raises(grpc.RpcError) as raised:
                channel.stream_unary(method)(silence, timeout=5)
            assert raised.value.code() is grpc.StatusCode.CANCELLED


def test_a_call_that_ends_without_its_message_is_malformed(service: TestService) -> None:
    with grpc.insecure_channel(service.target) as channel, pytest.raises(grpc.RpcError) as raised:
        channel.stream_unary(UNARY[0])(iter([]), timeout=5)
    assert (raised.value.code(), raised.value.details()) == (grpc.StatusCode.INVALID_ARGUMENT, "The call ended without its message.")


def test_streams_of_one_caller_leave_room_for_others(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    watch = audit_service_pb2.WatchAuditEventsRequest(parent=project.name)
    with add_caller(client, service, "greedy", project, "AUDITOR") as greedy:
        streams = [greedy.audit.WatchAuditEvents(watch, timeout=20) for _ in range(MAX_STREAMS_OF_CALLER)]
        assert [next(stream).audit_event.sequence for stream in streams] == [1] * MAX_STREAMS_OF_CALLER
        with pytest.raises(errors.RateLimitedError):
            next(greedy.audit.WatchAuditEvents(watch, timeout=5))
        assert next(client.audit.WatchAuditEvents(watch, timeout=5)).audit_event.sequence == 1
        for stream in streams:
            stream.close()


def test_a_stream_of_answers_ends_with_its_callers_credential(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    with add_caller(client, service, "leaving", project, "AUDITOR") as leaving:
        known = len(service.components.store.list_audit(project.id, after=0, limit=999))
        stream = leaving.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(parent=project.name), timeout=20)
        assert [next(stream).audit_event.sequence for _ in range(known)] == list(range(1, known + 1))
        client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name="credentials/leaving"))
        project.create_user("later")
        with pytest.raises(errors.UnauthenticatedError):
            next(stream)


def test_an_import_ends_with_its_callers_credential(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    def users() -> Iterator[user_service_pb2.ImportUsersRequest]:
        for number in range(250):
            if number == 150:
                client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name="credentials/importing"))
            request = user_service_pb2.ImportUsersRequest(parent=project.name)
            request.user.name = f"{project.name}/users/u{number:03}"
            yield request

    with add_caller(client, service, "importing", project, "DIRECTORY_EDITOR") as importing, pytest.raises(errors.UnauthenticatedError):
        importing.users.ImportUsers(users())
    listed = client.users.ListUsers(user_service_pb2.ListUsersRequest(parent=project.name, page_size=1_000)).users
    assert len(listed) <= 1 + 200
    assert not any(user.name.endswith("u249") for user in listed)


def test_who_goes_away_while_it_imports_is_no_bug(service: TestService, silence: Silence) -> None:
    with capture_log() as lines, grpc.insecure_channel(service.target) as channel:
        metadata = [("authorization", f"Bearer {service.credential}")]
        call = channel.stream_unary("/mintmark.v1.UserService/ImportUsers").future(silence, metadata=metadata)
        time.sleep(0.1)
        call.cancel()
        until(lambda: any("ImportUsers" in line for line in lines))
    (line,) = [json.loads(line) for line in lines if "ImportUsers" in line]
    assert (line["event"], line["timestamp"][:4]) == ("rpc", "2031")
    assert line["code"] in ("CANCELLED", "OK"), "the library tells one from the other by luck"


def test_watchers_are_bounded_told_of_the_end_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MAX_WATCHERS", 3)
    statuses: list[Any] = []
    with run_service() as service:
        channel = grpc.insecure_channel(service.target)
        stub: Any = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest()
        for _ in range(3):
            # Who has gone is no watcher any more.
            gone = stub.Watch(request, timeout=5)
            assert next(gone).status == health_pb2.HealthCheckResponse.SERVING
            gone.cancel()
        watches = []
        while len(watches) < 3:
            watch = stub.Watch(request, timeout=20)
            with contextlib.suppress(grpc.RpcError):
                statuses.append(next(watch).status)
                watches.append(watch)
        with pytest.raises(grpc.RpcError) as raised:
            next(stub.Watch(request, timeout=5))
        assert raised.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert statuses == [health_pb2.HealthCheckResponse.SERVING] * 3
    assert [next(watch).status for watch in watches] == [health_pb2.HealthCheckResponse.NOT_SERVING] * 3
    channel.close()
