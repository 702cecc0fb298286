"""The boundary: who may call, what is refused before anything is looked at, and what never leaks."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    credential_service_pb2,
    error_pb2,
    project_service_pb2,
    template_service_pb2,
    token_service_pb2,
    token_service_pb2_grpc,
    user_pb2,
    user_service_pb2,
)
from mintmark_server.call import Call
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import DeadlineExceeded
from mintmark_server.model.directory import User
from mintmark_server.model.security import CallerRole
from mintmark_server.rpc.convert.directory import user_from_proto
from mintmark_server.rpc.convert.tokens import issue_from_proto
from mintmark_server.rpc.policy import METHOD_POLICY, Who, check_policy
from mintmark_server.rpc.server import list_methods
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest


@pytest.fixture
def channel(service: TestService) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(service.target) as opened:
        yield opened


def raw_call(channel: grpc.Channel, method: str, data: bytes, *metadata: tuple[str, str]) -> Any:
    service, _, name = method.partition(".")
    call = channel.unary_unary(f"/mintmark.v1.{service}/{name}")
    with pytest.raises(grpc.RpcError) as caught:
        call(data, metadata=metadata, timeout=5)
    return caught.value


def details_of(error: Any) -> dict[str, Any]:
    status = rpc_status.from_call(error)
    assert status is not None
    found: dict[str, Any] = {}
    for detail in status.details:
        for target in (
            error_details_pb2.ErrorInfo(),
            error_details_pb2.BadRequest(),
            error_pb2.ProblemList(),
            error_details_pb2.ResourceInfo(),
        ):
            if detail.Is(target.DESCRIPTOR):  # type: ignore[attr-defined]
                detail.Unpack(target)
                assert type(target).__name__ not in found, "one of each detail"
                found[type(target).__name__] = target
    return found


@contextmanager
def capture_log() -> Iterator[list[str]]:
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("mintmark"), Handler()
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.parametrize(
    "authorization",
    [
        [],
        ["Bearer "],
        ["Bearer nonsense"],
        ["Basic x"],
        ["Bearer mmc_" + "x" * 49],
        ["SECRET-WITH-ANOTHER-CHARACTER"],
        ["RIGHT", "RIGHT"],
    ],
)
def test_every_wrong_credential_reads_the_same(service: TestService, channel: grpc.Channel, authorization: list[str]) -> None:
    secret = service.credential
    values = {"RIGHT": f"Bearer {secret}", "SECRET-WITH-ANOTHER-CHARACTER": f"Bearer {secret[:-1]}{'0' if secret[-1] != '0' else '1'}"}
    metadata = [("authorization", values.get(value, value)) for value in authorization]
    error = raw_call(channel, "UserService.GetUser", b"", *metadata)
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED
    assert error.details() == "The call needs a valid credential."
    assert details_of(error)["ErrorInfo"].reason == "UNAUTHENTICATED"


def test_a_credential_ends_when_it_is_revoked_or_expires(service: TestService, client: Client) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id="short")
    grants = [{"project": "projects/-", "roles": ["CALLER_ROLE_OWNER"]}]
    json_format.ParseDict({"grants": grants, "expire_time": "2031-04-01T13:00:00Z"}, request.credential)
    answer = client.credentials.CreateCredential(request)
    listing = project_service_pb2.ListProjectsRequest()
    with Client(service.target, credential=answer.secret) as other:
        other.projects.ListProjects(listing)
        service.clock.move(timedelta(hours=1))
        with pytest.raises(errors.UnauthenticatedError):
            other.projects.ListProjects(listing)
        service.clock.move(timedelta(hours=-1))
        other.projects.ListProjects(listing)
        client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name="credentials/short"))
        with pytest.raises(errors.UnauthenticatedError):
            other.projects.ListProjects(listing)


def test_bytes_that_are_no_message_are_malformed(service: TestService, channel: grpc.Channel) -> None:
    error = raw_call(channel, "UserService.GetUser", b"\xff\xff\xff", ("authorization", f"Bearer {service.credential}"))
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    found = details_of(error)
    assert found["ErrorInfo"].reason == "MALFORMED_REQUEST"
    assert found["ErrorInfo"].domain == "mintmark"
    error = raw_call(channel, "UserService.GetUser", b"\xff\xff\xff")
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED, "nothing is parsed for strangers"
    invalid_utf8 = b"\x0a\x02\xff\xfe"
    error = raw_call(channel, "UserService.GetUser", invalid_utf8, ("authorization", f"Bearer {service.credential}"))
    assert details_of(error)["ErrorInfo"].reason == "MALFORMED_REQUEST"


def test_messages_above_the_bound_are_refused(client: Client, project: ProjectUnderTest) -> None:
    with pytest.raises(errors.RefusedError, match="too large"):
        project.create_template("large", '{"a": "' + "x" * (5 << 20) + '"}')
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.create_template("large", '{"a": "' + "x" * (2 << 20) + '"}')
    assert caught.value.problems[0].limit == 1 << 20


def test_an_error_has_everything_in_standard_and_in_typed_form(project: ProjectUnderTest) -> None:
    request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="t")
    request.template.kind = 1
    request.template.source.advanced = '{"iss": 1, "plan": "{{user.emial}}"}'
    with pytest.raises(errors.ClaimsRefusedError) as caught:
        project.client.templates.CreateTemplate(request)
    found = details_of(caught.value.__cause__)
    violations = [(violation.field, violation.reason) for violation in found["BadRequest"].field_violations]
    assert violations == [("iss", "RESERVED_CLAIM"), ("plan", "UNKNOWN_REFERENCE")]
    assert [problem.path for problem in found["ProblemList"].problems] == ["iss", "plan"]
    assert found["ErrorInfo"].metadata["problems"] == "2"
    assert found["ProblemList"].request_id == found["ErrorInfo"].metadata["request_id"] == caught.value.details.request_id


def test_so_many_problems_still_reach_the_caller(project: ProjectUnderTest) -> None:
    claims = {f"{'k' * 300}{number}": "{{user.emial}}" for number in range(200)}
    with pytest.raises(errors.ClaimsRefusedError) as caught:
        project.create_template("many", claims)
    assert caught.value.details.metadata["problems"] == "401"
    assert 3 < len(caught.value.problems) < 401


def test_a_request_id_is_a_uuid(project: ProjectUnderTest) -> None:
    request = user_service_pb2.CreateUserRequest(parent=project.name, user_id="u", request_id="nonsense")
    with pytest.raises(errors.InvalidRequestIdError):
        project.client.users.CreateUser(request)
    request.request_id = "8a0d2a4e-9b0f-4a39-9a39-6d1f3c1c7c11"
    project.client.users.CreateUser(request)


def test_the_callers_request_id_comes_back_and_a_new_one_otherwise(service: TestService, channel: grpc.Channel) -> None:
    authorization = ("authorization", f"Bearer {service.credential}")
    error = raw_call(channel, "UserService.GetUser", b"", authorization, ("x-request-id", "my-id.1"))
    assert details_of(error)["ErrorInfo"].metadata["request_id"] == "my-id.1"
    assert ("x-request-id", "my-id.1") in [(key, value) for key, value in error.trailing_metadata()]
    error = raw_call(channel, "UserService.GetUser", b"", authorization, ("x-request-id", 'x"y z'))
    assert details_of(error)["ErrorInfo"].metadata["request_id"] != 'x"y z'


def test_a_deadline_that_passed_signs_and_stores_nothing(service: TestService, project: ProjectUnderTest) -> None:
    components = service.components
    late = Call(now=service.clock.now(), actor="credentials/c", method="m", request_id="r", remaining=lambda: -0.001)
    record = user_from_proto(user_pb2.User(), project.id, "late")
    with pytest.raises(DeadlineExceeded):
        components.directory.users.create(record, validate_only=False, call=late)
    assert components.store.get(User, project.id, "late") is None
    with pytest.raises(DeadlineExceeded):
        components.issuer.issue(issue_from_proto(project.session_request(), TokenKind.SESSION), call=late)
    channel = grpc.insecure_channel(service.target)
    call = channel.unary_unary("/mintmark.v1.UserService/GetUser")
    with pytest.raises(grpc.RpcError) as caught:
        call(b"", timeout=-1, metadata=[("authorization", f"Bearer {service.credential}")])
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED  # type: ignore[attr-defined]


def test_a_bug_shows_its_request_id_and_nothing_else() -> None:
    with run_service() as broken, Client(broken.target, credential=broken.credential) as client:

        def explode(*_arguments: object, **_options: object) -> None:
            message = "secret internals"
            raise ZeroDivisionError(message)

        broken.components.store.list_all = explode  # type: ignore[method-assign,assignment]
        with capture_log() as lines, pytest.raises(errors.InternalError) as caught:
            client.projects.ListProjects(project_service_pb2.ListProjectsRequest())
        assert "secret internals" not in str(caught.value)
        assert caught.value.details.request_id in caught.value.message
        found = [json.loads(line) for line in lines]
        assert any(
            "ZeroDivisionError" in line.get("exception", "") and line["request_id"] == caught.value.details.request_id for line in found
        )


def test_one_line_a_call_and_no_secret_in_it(project: ProjectUnderTest, service: TestService) -> None:
    project.use_template({"plan": "a-claim-value"})
    with capture_log() as lines:
        issued = project.issue(client_claims={"hint": "another-value"})
        with pytest.raises(errors.NotFoundError):
            project.issue("nobody")
    assert len(lines) == 2
    first, second = (json.loads(line) for line in lines)
    assert (first["method"], first["code"], first["caller"]) == ("TokenService.IssueSessionToken", "OK", "credentials/bootstrap-owner")
    assert (second["code"], second["reason"]) == ("NOT_FOUND", "NOT_FOUND")
    text = "".join(lines)
    for hidden in (issued.token, issued.token.rpartition(".")[2], "a-claim-value", "another-value", service.credential):
        assert hidden not in text


def test_the_table_has_a_row_for_each_method_of_the_contract_and_no_other() -> None:
    keys = frozenset(method.key for method in list_methods())
    check_policy(keys)
    with pytest.raises(RuntimeError, match="GetUser"):
        check_policy(keys | {"UserService.GetUserTwice"})
    with pytest.raises(RuntimeError, match="GetUser"):
        check_policy(keys - {"UserService.GetUser"})


def credential(service: TestService, client: Client, name: str, project: str, roles: list[CallerRole]) -> Client:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=name)
    grant = {"project": project, "roles": [f"CALLER_ROLE_{role.value}" for role in roles]}
    json_format.ParseDict({"grants": [grant]}, request.credential)
    return Client(service.target, credential=client.credentials.CreateCredential(request).secret)


def request_for(method: Any, project: str) -> Any:
    """Return a request of a method whose place lies in a project."""
    policy = METHOD_POLICY[method.key]
    message: Any = method.request()
    target = message
    *steps, last = policy.place.split(".")
    for step in steps:
        target = target.session if step == "issue" else getattr(target, step)
    if last:
        setattr(target, last, project if last == "parent" else f"{project}/things/x")
    return message


SERVED = [method for method in list_methods() if not method.client_streaming]


def call_method(channel: grpc.Channel, method: Any, data: bytes, metadata: Any) -> Any:
    """Call a method; of a stream return its first answer."""
    path = f"/{method.service}/{method.name}"
    if not method.server_streaming:
        return channel.unary_unary(path)(data, metadata=metadata, timeout=5)
    answers = channel.unary_stream(path)(data, metadata=metadata, timeout=5)
    try:
        return next(answers)
    finally:
        answers.cancel()


@pytest.fixture(scope="module")
def callers(service: TestService, client: Client) -> Iterator[dict[str, Client]]:
    for name in ("mine", "theirs"):
        ProjectUnderTest(client, name).create()
    made = {role.value: credential(service, client, f"has-{role.value.lower()}", "projects/mine", [role]) for role in CallerRole}
    yield made
    for caller in made.values():
        caller.close()


@pytest.mark.parametrize("method", SERVED, ids=lambda method: method.key)
def test_only_the_roles_of_its_row_may_call_a_method(callers: dict[str, Client], channel: grpc.Channel, method: Any) -> None:
    policy = METHOD_POLICY[method.key]
    data = request_for(method, "projects/mine").SerializeToString()
    for role in CallerRole:
        caller = callers[role.value]
        try:
            call_method(channel, method, data, [*caller._connection.build_metadata(())])
            code = grpc.StatusCode.OK
        except grpc.RpcError as error:
            code = error.code()  # type: ignore[attr-defined]
        by_secret = policy.who is Who.SUBJECT and not policy.place
        allowed = policy.who is Who.ANY_ROLE or by_secret or (policy.who is not Who.OPERATOR and role in policy.roles)
        assert (code is not grpc.StatusCode.PERMISSION_DENIED) is allowed, f"{role} on {method.key}: {code}"
        assert code not in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN)


@pytest.mark.parametrize("method", [method for method in SERVED if METHOD_POLICY[method.key].place], ids=lambda method: method.key)
def test_a_project_of_others_looks_like_none(callers: dict[str, Client], channel: grpc.Channel, method: Any) -> None:
    answers = []
    for project in ("projects/theirs", "projects/absent"):
        data = request_for(method, project).SerializeToString()
        metadata = [*callers["OWNER"]._connection.build_metadata(()), ("x-request-id", "same")]
        with pytest.raises(grpc.RpcError) as caught:
            call_method(channel, method, data, metadata)
        error: Any = caught.value
        answers.append((error.code(), error.details().replace(project, "PROJECT")))
    assert answers[0] == answers[1]
    assert answers[0][0] is grpc.StatusCode.NOT_FOUND


def test_projects_of_others_are_not_listed(callers: dict[str, Client]) -> None:
    answer = callers["AUDITOR"].projects.ListProjects(project_service_pb2.ListProjectsRequest())
    assert [project.name for project in answer.projects] == ["projects/mine"]


def test_a_role_in_one_project_is_none_in_another(callers: dict[str, Client]) -> None:
    request = token_service_pb2.IssueSessionTokenRequest(parent="projects/mine")
    request.subject.user = "projects/theirs/users/ada"
    with pytest.raises(errors.InvalidResourceNameError) as caught:
        callers["ISSUER"].tokens.IssueSessionToken(request)
    assert caught.value.problems[0].path == "subject.user"


def test_a_server_that_is_full_refuses(service: TestService) -> None:
    stub = token_service_pb2_grpc.TokenServiceStub(grpc.insecure_channel(service.target))
    with pytest.raises(grpc.RpcError) as caught:
        stub.PreviewToken(token_service_pb2.PreviewTokenRequest(), metadata=[("x-big", "x" * 40_000)], timeout=5)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED  # type: ignore[attr-defined]
