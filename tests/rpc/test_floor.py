"""The floor that the bench measures against: empty answers, through the same wrapper and credential check."""

from __future__ import annotations

import grpc
import pytest
from mintmark.v1 import token_service_pb2
from mintmark_server.testing import BARE, EMPTY, EMPTY_STREAM, TestService

from tests.project import ProjectUnderTest


def test_empty_calls_are_authorised_as_issues_are(service: TestService, project: ProjectUnderTest) -> None:
    valid = [("authorization", f"Bearer {service.credential}")]
    request = token_service_pb2.IssueSessionTokenRequest(parent=project.name)
    message = token_service_pb2.StreamIssueRequest()
    message.item.session.parent = project.name
    with grpc.insecure_channel(service.target) as channel:
        assert channel.unary_unary(BARE)(b"anything", timeout=5) == b""
        assert channel.unary_unary(EMPTY)(request.SerializeToString(), metadata=valid, timeout=5) == b""
        answers = channel.stream_stream(EMPTY_STREAM)(iter([message.SerializeToString()] * 3), metadata=valid, timeout=5)
        assert list(answers) == [b""] * 3
        with pytest.raises(grpc.RpcError) as unknown:
            channel.unary_unary(EMPTY)(request.SerializeToString(), timeout=5)
        with pytest.raises(grpc.RpcError) as foreign:
            channel.unary_unary(EMPTY)(b"\x0a\x00", metadata=[("authorization", "Bearer mmc_no")], timeout=5)
    assert {unknown.value.code(), foreign.value.code()} == {grpc.StatusCode.UNAUTHENTICATED}
