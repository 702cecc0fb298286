"""Old and new together: server/docs/compatibility.md, row by row."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    claim_pb2,
    error_pb2,
    template_service_pb2,
    token_service_pb2,
    user_pb2,
    user_service_pb2,
)
from mintmark_server.testing import TestService

from tests.e2e.conftest import ROOT, Served, free_port
from tests.project import ProjectUnderTest, decode

UNKNOWN_FIELD = b"\xa2\x38\x0ffrom the future"
"""Field 900, a text."""


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "protos/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def released(generate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the released contract, out of the history."""
    _, commit = (ROOT / "protos/released.txt").read_text().split()
    folder: Path = generate.load_released(commit, tmp_path_factory.mktemp("released"))
    return folder


@contextmanager
def newer_service(method: str, answer: bytes | status_pb2.Status) -> Iterator[Client]:
    """A client of a service that answers one method with these bytes, or this status."""

    def behave(_: bytes, context: grpc.ServicerContext) -> Any:
        if isinstance(answer, status_pb2.Status):
            context.abort_with_status(rpc_status.to_status(answer))
        return answer

    service, _, name = method.partition("/")
    with futures.ThreadPoolExecutor(1) as threads:
        server = grpc.server(threads)
        handler = grpc.method_handlers_generic_handler(service, {name: grpc.unary_unary_rpc_method_handler(behave)})
        server.add_generic_rpc_handlers((handler,))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            with Client(f"127.0.0.1:{port}", credential="c") as client:
                yield client
        finally:
            server.stop(None).wait()


def refusal(code: grpc.StatusCode, reason: str, *details: Any) -> status_pb2.Status:
    status = status_pb2.Status(code=code.value[0], message="Wait.")
    for detail in (error_details_pb2.ErrorInfo(reason=reason, domain="mintmark", metadata={"request_id": "r"}), *details):
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


# What a client does with what it does not know.


def test_an_unknown_field_and_enumeration_value_are_kept() -> None:
    user = user_pb2.User(name="projects/p/users/ada").SerializeToString() + b"\xa0\x01\x4d" + UNKNOWN_FIELD
    answer = b"\x0a" + bytes([len(user)]) + user
    with newer_service("mintmark.v1.UserService/GetUser", answer) as client:
        read = client.users.GetUser(user_service_pb2.GetUserRequest(name="projects/p/users/ada")).user
    assert read.status == 77
    assert UNKNOWN_FIELD in read.SerializeToString()


def test_an_unknown_member_of_a_oneof_is_none_of_those_known() -> None:
    value = claim_pb2.ClaimValue.FromString(UNKNOWN_FIELD)
    assert value.WhichOneof("kind") is None
    outcome = token_service_pb2.IssueOutcome.FromString(UNKNOWN_FIELD)
    assert outcome.WhichOneof("outcome") is None


@pytest.mark.parametrize(
    ("code", "group"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, errors.RefusedError),
        (grpc.StatusCode.FAILED_PRECONDITION, errors.StateError),
        (grpc.StatusCode.ABORTED, errors.ConflictError),
        (grpc.StatusCode.PERMISSION_DENIED, errors.AccessError),
        (grpc.StatusCode.NOT_FOUND, errors.AbsenceError),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, errors.UnavailabilityError),
        (grpc.StatusCode.INTERNAL, errors.ServiceError),
    ],
)
def test_an_unknown_reason_has_its_name_and_the_group_of_its_code(code: grpc.StatusCode, group: type[errors.MintmarkError]) -> None:
    problem = error_pb2.Problem(path="moon")
    problem.reason = 4711  # type: ignore[assignment]
    refused = refusal(code, "MOON_NOT_FULL", error_pb2.ProblemList(problems=[problem]))
    with newer_service("mintmark.v1.UserService/GetUser", refused) as client, pytest.raises(group) as caught:
        client.users.GetUser(user_service_pb2.GetUserRequest())
    assert type(caught.value) is group
    assert (caught.value.reason, caught.value.message) == ("MOON_NOT_FULL", "Wait.")
    assert [(found.reason, found.path) for found in caught.value.problems] == [("4711", "moon")]
    assert group.reason == "", "only this exception has it"


# What the service does with what it does not know.


def send(service: TestService, method: str, data: bytes) -> bytes:
    with grpc.insecure_channel(service.target) as channel:
        call = channel.unary_unary(f"/mintmark.v1.{method}")
        answer: bytes = call(data, metadata=[("authorization", f"Bearer {service.credential}")], timeout=5)
        return answer


def reason_of(service: TestService, method: str, data: bytes) -> str:
    with pytest.raises(grpc.RpcError) as caught:
        send(service, method, data)
    return errors.from_grpc(caught.value).reason


def test_an_unknown_field_is_as_if_it_were_not_there(service: TestService, project: ProjectUnderTest) -> None:
    request = user_service_pb2.GetUserRequest(name=f"{project.name}/users/ada")
    answer = send(service, "UserService/GetUser", request.SerializeToString() + UNKNOWN_FIELD)
    assert user_service_pb2.GetUserResponse.FromString(answer).user.email == "ada@example.com"
    update = user_service_pb2.UpdateUserRequest(user=user_pb2.User(name=request.name))
    update.update_mask.paths.append("nickname")
    assert reason_of(service, "UserService/UpdateUser", update.SerializeToString()) == "INVALID_FIELD_MASK"


def test_an_unknown_enumeration_value_is_refused_where_it_matters(service: TestService, project: ProjectUnderTest) -> None:
    request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="t")
    request.template.source.advanced = "{}"
    request.template.kind = 77  # type: ignore[assignment]
    assert reason_of(service, "TemplateService/CreateTemplate", request.SerializeToString()) == "INVALID_FIELD"


def test_an_unknown_member_of_a_oneof_is_as_if_none_were_set(service: TestService, project: ProjectUnderTest) -> None:
    request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="t")
    request.template.kind = "TEMPLATE_KIND_USER"  # type: ignore[assignment]
    request.template.source.simple.fields["a"].CopyFrom(claim_pb2.ClaimValue.FromString(UNKNOWN_FIELD))
    assert reason_of(service, "TemplateService/CreateTemplate", request.SerializeToString()) == "INVALID_CLAIM_VALUE"
    issue = token_service_pb2.IssueSessionTokenRequest(parent=project.name)
    issue.subject.MergeFromString(UNKNOWN_FIELD)
    assert reason_of(service, "TokenService/IssueSessionToken", issue.SerializeToString()) == "FIELD_REQUIRED"


def test_an_unknown_rpc_is_unimplemented(service: TestService) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        send(service, "UserService/MergeUsers", b"")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED  # type: ignore[attr-defined]


# The released contract, and the released service.


def test_the_released_contract_works_with_the_service_of_today(
    generate: ModuleType, released: Path, service: TestService, project: ProjectUnderTest
) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}", "fixed": [1, "a"]})
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(generate.build_image(released)).file:
        pool.Add(file)  # type: ignore[attr-defined]

    def call(method: str, body: dict[str, Any]) -> dict[str, Any]:
        owner, _, name = method.partition("/")
        descriptor = pool.FindServiceByName(f"mintmark.v1.{owner}").FindMethodByName(name)  # type: ignore[no-untyped-call]
        request = json_format.ParseDict(body, message_factory.GetMessageClass(descriptor.input_type)())
        answer = message_factory.GetMessageClass(descriptor.output_type).FromString(send(service, method, request.SerializeToString()))
        return json_format.MessageToDict(answer)

    issued = call("TokenService/IssueSession", {"parent": project.name, "subject": {"user": f"{project.name}/users/ada"}})
    payload = decode(issued["sessionToken"]["token"])[1]
    assert (payload["plan"], payload["fixed"]) == ("pro", [1, "a"])
    refreshed = call("TokenService/RefreshSession", {"refreshToken": issued["refreshToken"]["token"]})
    assert refreshed["session"]["generation"] == "2"
    template = call("TemplateService/GetTemplate", {"name": f"{project.name}/templates/default-user"})["template"]
    assert template["claims"]["plan"]["dynamic"]["expression"] == "user.custom_attributes.plan"


@contextmanager
def released_demo(generate: ModuleType, folder: Path) -> Iterator[Served]:
    """The demo of the released service, run from its sources."""
    _, commit = (ROOT / "protos/released.txt").read_text().split()
    generate.load_released(commit, folder, "client", "server")
    target, http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "-c", "from mintmark_server.cli import main; main()", "demo", "--grpc-address", target, "--http-address", http],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}/client:{folder}/server"},
    )
    try:
        assert process.stdout is not None
        assert any("Serving until" in line for line in process.stdout), "the released service did not start"
        yield Served(process, target, f"http://{http}")
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.long
@pytest.mark.timeout(120)
def test_the_client_of_today_works_with_the_released_service(generate: ModuleType, tmp_path: Path) -> None:
    with released_demo(generate, tmp_path) as served:
        credential = (tmp_path / ".mintmark-demo/credential").read_text().strip()
        with Client(served.target, credential=credential) as client:
            issue = token_service_pb2.IssueSessionTokenRequest(parent="projects/demo")
            issue.subject.user = "projects/demo/users/ada"
            assert decode(client.tokens.IssueSessionToken(issue).token.token)[1]["plan"] == "pro"
            with pytest.raises(errors.AlreadyExistsError):
                client.users.CreateUser(user_service_pb2.CreateUserRequest(parent="projects/demo", user_id="ada"))
            bad = template_service_pb2.CreateTemplateRequest(parent="projects/demo", template_id="bad")
            bad.template.kind = "TEMPLATE_KIND_USER"  # type: ignore[assignment]
            bad.template.source.advanced = json.dumps({"iss": 1, "plan": "{{user.nmae}}"})
            with pytest.raises(errors.ClaimsRefusedError) as refused:
                client.templates.CreateTemplate(bad)
            assert {problem.reason for problem in refused.value.problems} == {"RESERVED_CLAIM", "UNKNOWN_REFERENCE"}
            with pytest.raises(errors.ServiceError) as absent:
                client.templates.ListStarterTemplates(template_service_pb2.ListStarterTemplatesRequest(parent="projects/demo"))
            assert absent.value.details.code == "UNIMPLEMENTED"
