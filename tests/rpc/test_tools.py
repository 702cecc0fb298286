"""What people point at the server: generic reflection clients, health checks."""

from __future__ import annotations

import json
import re
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from mintmark_server.rpc.reflection import list_elements
from mintmark_server.rpc.server import list_methods
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode

MADE_BY_PROTOC = re.compile(r"Entry(\.(key|value))?$|\._\w+$")
"""Maps' entries, and the oneofs of optional fields."""


class ReflectionClient:
    """A client that knows nothing of the contract but what the server tells, as grpcurl does."""

    def __init__(self, channel: grpc.Channel, service: str) -> None:
        self.channel = channel
        self.method = channel.stream_stream(
            f"/{service}/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        self.pool = descriptor_pool.DescriptorPool()
        self.known: set[str] = set()

    def ask(self, **question: Any) -> Any:
        return next(iter(self.method(iter([reflection_pb2.ServerReflectionRequest(**question)]), timeout=5)))

    def services(self) -> list[str]:
        return [service.name for service in self.ask(list_services="").list_services_response.service]

    def load(self, **question: Any) -> None:
        for data in self.ask(**question).file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            if file.name in self.known:
                continue
            self.known.add(file.name)
            for dependency in file.dependency:
                self.load(file_by_filename=dependency)
            self.pool.Add(file)  # type: ignore[attr-defined]

    def call(self, service: str, method: str, body: str, credential: str) -> dict[str, Any]:
        self.load(file_containing_symbol=service)
        descriptor = self.pool.FindServiceByName(service).FindMethodByName(method)  # type: ignore[no-untyped-call]
        request = json_format.Parse(body, message_factory.GetMessageClass(descriptor.input_type)())
        response_type = message_factory.GetMessageClass(descriptor.output_type)
        call = self.channel.unary_unary(f"/{service}/{method}")
        answer = call(request.SerializeToString(), metadata=[("authorization", f"Bearer {credential}")], timeout=5)
        return json_format.MessageToDict(response_type.FromString(answer))


@pytest.mark.parametrize("version", ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"])
def test_a_generic_client_lists_services_and_issues_a_token(service: TestService, project: ProjectUnderTest, version: str) -> None:
    project.use_template({"plan": "free"})
    with grpc.insecure_channel(service.target) as channel:
        generic = ReflectionClient(channel, version)
        expected = {method.service for method in list_methods()}
        assert set(generic.services()) == expected | {
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
        }
        body = json.dumps({"parent": project.name, "subject": {"user": f"{project.name}/users/ada"}})
        answer = generic.call("mintmark.v1.TokenService", "IssueSessionToken", body, service.credential)
    assert decode(answer["token"]["token"])[1]["plan"] == "free"


def test_health_answers_check_list_and_watch() -> None:
    with run_service() as service, grpc.insecure_channel(service.target) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        assert stub.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING
        for method in list_methods():
            request = health_pb2.HealthCheckRequest(service=method.service)
            assert stub.Check(request).status == health_pb2.HealthCheckResponse.SERVING
        statuses = stub.List(health_pb2.HealthListRequest()).statuses
        assert {name: status.status for name, status in statuses.items()} == dict.fromkeys(
            ["", *{method.service for method in list_methods()}], health_pb2.HealthCheckResponse.SERVING
        )
        assert next(iter(stub.Watch(health_pb2.HealthCheckRequest(), timeout=5))).status == health_pb2.HealthCheckResponse.SERVING
        with pytest.raises(grpc.RpcError) as caught:
            stub.Check(health_pb2.HealthCheckRequest(service="nonsense"))
        assert caught.value.code() is grpc.StatusCode.NOT_FOUND  # type: ignore[attr-defined]


def test_a_generic_client_reads_the_contracts_comments(service: TestService) -> None:
    with grpc.insecure_channel(service.target) as channel:
        generic = ReflectionClient(channel, "grpc.reflection.v1.ServerReflection")
        answers = [generic.ask(file_containing_symbol=f"mintmark.v1.RoleService{method}") for method in ("", ".CreateRole")]
        missing = generic.ask(file_containing_symbol="mintmark.v1.RoleService.CreateRoles")
        second_name = generic.ask(file_containing_symbol="grpc.reflection.v1.ServerReflection")
    files = [
        [descriptor_pb2.FileDescriptorProto.FromString(data) for data in answer.file_descriptor_response.file_descriptor_proto]
        for answer in answers
    ]
    assert files[0] == files[1], "a method is found by its service's file"
    assert answers[1].original_request.file_containing_symbol == "mintmark.v1.RoleService.CreateRole"
    own = next(file for file in files[0] if file.name == "mintmark/v1/role_service.proto")
    comments = {tuple(location.path): location.leading_comments for location in own.source_code_info.location}
    create = [method.name for method in own.service[0].method].index("CreateRole")
    assert comments[6, 0] == " Manages roles.\n"
    assert " Caller: owner, directory-editor.\n" in comments[6, 0, 2, create]
    assert missing.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]
    (data,) = second_name.file_descriptor_response.file_descriptor_proto
    file = descriptor_pb2.FileDescriptorProto.FromString(data)
    assert (file.package, file.service[0].name) == ("grpc.reflection.v1", "ServerReflection")


def test_every_element_of_the_contract_has_its_comment(service: TestService) -> None:
    with grpc.insecure_channel(service.target) as channel:
        generic = ReflectionClient(channel, "grpc.reflection.v1.ServerReflection")
        for name in sorted({method.service for method in list_methods()}):
            for data in generic.ask(file_containing_symbol=name).file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                explained = {tuple(location.path) for location in file.source_code_info.location if location.leading_comments}
                silent = [element for path, element in list_elements(file) if path not in explained]
                if file.package == "mintmark.v1":
                    assert not [element for element in silent if not MADE_BY_PROTOC.search(element)], file.name


def test_errors_details_are_known_to_a_generic_client(service: TestService) -> None:
    with grpc.insecure_channel(service.target) as channel:
        generic = ReflectionClient(channel, "grpc.reflection.v1.ServerReflection")
        for name in ("ErrorInfo", "BadRequest", "PreconditionFailure", "ResourceInfo", "RetryInfo"):
            assert generic.ask(file_containing_symbol=f"google.rpc.{name}").HasField("file_descriptor_response"), name
        assert generic.ask(file_containing_symbol="mintmark.v1.ProblemList").HasField("file_descriptor_response")
