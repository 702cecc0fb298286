"""A request that comes again, byte for byte, is read once, and never taken for another one."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark.v1 import token_service_pb2
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import InvalidInput
from mintmark_server.rpc.convert.tokens import issue_from_proto


def session_request(user_id: str = "ada", **fields: Any) -> token_service_pb2.IssueSessionTokenRequest:
    request = token_service_pb2.IssueSessionTokenRequest(parent="projects/demo", **fields)
    request.subject.user = f"projects/demo/users/{user_id}"
    return request


def test_a_request_that_comes_again_is_read_once() -> None:
    first = issue_from_proto(session_request(), TokenKind.SESSION)
    assert issue_from_proto(session_request(), TokenKind.SESSION) is first
    assert first.user.user_id == "ada"
    assert issue_from_proto(session_request("grace"), TokenKind.SESSION).user.user_id == "grace"
    assert issue_from_proto(session_request(issuer="https://other.example"), TokenKind.SESSION).issuer == "https://other.example"


def test_the_same_bytes_of_another_method_are_another_request() -> None:
    data = session_request().SerializeToString()
    session = issue_from_proto(token_service_pb2.IssueSessionTokenRequest.FromString(data), TokenKind.SESSION)
    refresh = issue_from_proto(token_service_pb2.IssueRefreshTokenRequest.FromString(data), TokenKind.REFRESH)
    assert (session.kind, refresh.kind) == (TokenKind.SESSION, TokenKind.REFRESH)


def test_a_key_that_need_not_be_named_by_one_caller_has_to_be_by_another() -> None:
    request = token_service_pb2.IssueAccessKeyTokenRequest(parent="projects/demo")
    assert issue_from_proto(request, TokenKind.ACCESS_KEY, by_secret=True).access_key_id == ""
    with pytest.raises(InvalidInput) as caught:
        issue_from_proto(request, TokenKind.ACCESS_KEY)
    assert [problem.path for problem in caught.value.problems] == ["access_key"]


def test_what_is_refused_is_refused_again_with_the_path_of_its_place() -> None:
    request = session_request(tenant="nothing")
    for path, expected in (("", "tenant"), ("session", "session.tenant"), ("", "tenant")):
        with pytest.raises(InvalidInput) as caught:
            issue_from_proto(request, TokenKind.SESSION, path=path)
        assert [problem.path for problem in caught.value.problems] == [expected]


def test_large_requests_and_those_long_past_are_read_anew() -> None:
    large = session_request(issuer="x" * 512)
    assert issue_from_proto(large, TokenKind.SESSION) is not issue_from_proto(large, TokenKind.SESSION)
    first = issue_from_proto(session_request(), TokenKind.SESSION)
    for number in range(300):
        issue_from_proto(session_request(f"u{number}"), TokenKind.SESSION)
    again = issue_from_proto(session_request(), TokenKind.SESSION)
    assert again == first
    assert again is not first
