"""Both clients against servers: calls, streams, errors, deadlines, and what is tried again under the same request id."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from mintmark import aio, errors
from mintmark.client import Client
from mintmark.v1 import (
    audit_service_pb2,
    token_service_pb2,
    token_service_pb2_grpc,
    user_service_pb2,
    user_service_pb2_grpc,
)
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest


class Flaky(user_service_pb2_grpc.UserServiceServicer, token_service_pb2_grpc.TokenServiceServicer):
    """Is not there for the first so many calls, and notes request ids and deadlines."""

    def __init__(self) -> None:
        self.away = 0
        self.status = grpc.StatusCode.UNAVAILABLE
        self.seen: list[str] = []
        self.deadlines: list[float | None] = []
        self.release = threading.Event()

    def _answer(self, request: Any, context: grpc.ServicerContext, answer: Any) -> Any:
        self.seen.append(getattr(request, "request_id", ""))
        self.deadlines.append(context.time_remaining())
        if len(self.seen) <= self.away:
            context.abort(self.status, "away")
        return answer

    def CreateUser(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return self._answer(request, context, user_service_pb2.CreateUserResponse())

    def GetUser(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return self._answer(request, context, user_service_pb2.GetUserResponse())

    def ImportUsers(self, request_iterator: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        for request in request_iterator:
            self._answer(request, context, None)
        return user_service_pb2.ImportUsersResponse()

    def IssueSessionToken(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return self._answer(request, context, token_service_pb2.IssueSessionTokenResponse())

    def IntrospectToken(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        self.release.wait(5)
        return token_service_pb2.IntrospectTokenResponse()


@pytest.fixture
def flaky() -> Iterator[tuple[str, Flaky]]:
    servicer = Flaky()
    server = grpc.server(ThreadPoolExecutor(4))
    user_service_pb2_grpc.add_UserServiceServicer_to_server(servicer, server)
    token_service_pb2_grpc.add_TokenServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}", servicer
    servicer.release.set()
    server.stop(0).wait()


Call = Callable[[str, str, str, Any, float | None], Any]


def call_synchronously(target: str, service: str, method: str, request: Any, timeout: float | None = None) -> Any:
    with Client(target) as client:
        return getattr(getattr(client, service), method)(request, timeout=timeout)


def call_asynchronously(target: str, service: str, method: str, request: Any, timeout: float | None = None) -> Any:
    async def run() -> Any:
        async with aio.Client(target) as client:
            return await getattr(getattr(client, service), method)(request, timeout=timeout)

    return asyncio.run(run())


both = pytest.mark.parametrize("call", [call_synchronously, call_asynchronously])


@both
def test_a_change_is_tried_again_under_the_same_request_id(flaky: tuple[str, Flaky], call: Call) -> None:
    target, servicer = flaky
    servicer.away = 2
    call(target, "users", "CreateUser", user_service_pb2.CreateUserRequest(user_id="u"), None)
    assert len(servicer.seen) == 3
    assert len(set(servicer.seen)) == 1
    assert len(servicer.seen[0]) == 36


@both
def test_what_may_happen_twice_is_tried_again_as_it_is(flaky: tuple[str, Flaky], call: Call) -> None:
    target, servicer = flaky
    servicer.away = 1
    call(target, "users", "GetUser", user_service_pb2.GetUserRequest(), None)
    call(target, "tokens", "IssueSessionToken", token_service_pb2.IssueSessionTokenRequest(), None)
    assert servicer.seen == ["", "", ""]


@both
def test_a_call_is_tried_four_times_and_then_the_service_is_unreachable(flaky: tuple[str, Flaky], call: Call) -> None:
    target, servicer = flaky
    servicer.away = 9
    with pytest.raises(errors.UnreachableError) as caught:
        call(target, "users", "GetUser", user_service_pb2.GetUserRequest(), None)
    assert isinstance(caught.value.__cause__, grpc.RpcError)
    assert len(servicer.seen) == 4


@both
@pytest.mark.parametrize("status", [grpc.StatusCode.INTERNAL, grpc.StatusCode.ABORTED, grpc.StatusCode.RESOURCE_EXHAUSTED])
def test_other_failures_are_not_tried_again(flaky: tuple[str, Flaky], call: Call, status: grpc.StatusCode) -> None:
    target, servicer = flaky
    servicer.away, servicer.status = 9, status
    with pytest.raises(errors.MintmarkError):
        call(target, "users", "GetUser", user_service_pb2.GetUserRequest(), None)
    assert len(servicer.seen) == 1


@both
def test_a_call_has_a_deadline(flaky: tuple[str, Flaky], call: Call) -> None:
    target, servicer = flaky
    call(target, "users", "GetUser", user_service_pb2.GetUserRequest(), None)
    call(target, "users", "GetUser", user_service_pb2.GetUserRequest(), 100.0)
    assert servicer.deadlines[0] is not None
    assert servicer.deadlines[1] is not None
    assert servicer.deadlines[0] < 12 < servicer.deadlines[1] < 102, "gRPC rounds up"
    with pytest.raises(errors.DeadlineExceededError):
        call(target, "tokens", "IntrospectToken", token_service_pb2.IntrospectTokenRequest(), 0.05)


@both
def test_a_stream_lasts_as_long_as_it_lasts(flaky: tuple[str, Flaky], call: Call) -> None:
    target, servicer = flaky
    call(target, "users", "ImportUsers", iter([user_service_pb2.ImportUsersRequest()]), None)
    assert (servicer.deadlines[0] or 1e9) > 1e6


def test_the_asynchronous_client_issues_streams_and_raises(service: TestService, project: ProjectUnderTest) -> None:
    async def run() -> None:
        async with aio.Client(service.target, credential=service.credential) as client:
            issued = await client.tokens.IssueSessionToken(project.session_request())
            assert issued.token.token.count(".") == 2
            with pytest.raises(errors.NotFoundError) as caught:
                await client.users.GetUser(user_service_pb2.GetUserRequest(name=f"{project.name}/users/nobody"))
            assert isinstance(caught.value.__cause__, grpc.aio.AioRpcError)
            assert caught.value.details.resource == f"{project.name}/users/nobody"
            items = [token_service_pb2.StreamIssueRequest() for _ in range(3)]
            for item in items:
                item.item.session.CopyFrom(project.session_request())
            outcomes = [answer.outcome.token.token.count(".") async for answer in client.tokens.StreamIssue(iter(items))]
            assert outcomes == [2, 2, 2]
        async with aio.Client(service.target) as stranger:
            events: Any = stranger.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(parent=project.name))
            with pytest.raises(errors.UnauthenticatedError):
                await anext(events)

    asyncio.run(run())


def test_a_stream_that_is_let_go_of_ends(service: TestService, project: ProjectUnderTest) -> None:
    async def run() -> None:
        async with aio.Client(service.target, credential=service.credential) as client:
            for number in range(8):
                events: Any = client.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(parent=project.name))
                project.create_user(f"u{number}")
                event = await anext(events)
                assert event.audit_event.resource.startswith(project.name)
                await events.aclose()

    asyncio.run(run())


def test_a_task_that_is_cancelled_cancels_its_call(flaky: tuple[str, Flaky]) -> None:
    target, _ = flaky

    async def run() -> None:
        async with aio.Client(target) as client:
            call: Any = client.tokens.IntrospectToken(token_service_pb2.IntrospectTokenRequest())
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(call, 0.05)

    asyncio.run(run())


def test_many_tasks_share_a_client(service: TestService, project: ProjectUnderTest) -> None:
    async def run() -> set[str]:
        async with aio.Client(service.target, credential=service.credential) as client:
            calls: list[Any] = [client.tokens.IssueSessionToken(project.session_request()) for _ in range(20)]
            return {answer.token.jti or answer.token.token for answer in await asyncio.gather(*calls)}

    assert len(asyncio.run(run())) == 20
