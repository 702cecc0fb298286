"""Inputs of an issue have a largest size each, and who calls for itself is not asked where it calls from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mintmark import errors
from mintmark.client import Client
from mintmark_server.config import load_settings
from mintmark_server.serving import GrpcSide
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import exchange, open_session, refresh


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


@pytest.mark.parametrize(
    ("fields", "path", "limit"),
    [
        ({"authentication": {"acr": "a" * 513}}, "authentication.acr", 512),
        ({"nonce": "n" * 513}, "nonce", 512),
        ({"request_context": {"ip": "1" * 65}}, "request_context.ip", 64),
        ({"request_context": {"user_agent": "u" * 513}}, "request_context.user_agent", 512),
        ({"scopes": ["email", "s" * 513]}, "scopes[1]", 512),
        ({"scopes": [f"s{number}" for number in range(101)]}, "scopes", 100),
    ],
)
def test_what_is_too_large_is_refused_with_its_limit(project: ProjectUnderTest, fields: dict[str, Any], path: str, limit: int) -> None:
    with pytest.raises(errors.InputTooLargeError) as caught:
        open_session(project, **fields)
    assert [(problem.path, problem.limit, problem.actual) for problem in caught.value.problems] == [(path, limit, limit + 1)]


@pytest.mark.parametrize("scope", ["", "email profile", 'a"b', "a\\b", "a\tb", "\u00fc", "a\n"])
def test_a_scope_is_one_scope(project: ProjectUnderTest, scope: str) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        open_session(project, scopes=["openid", scope])
    assert [problem.path for problem in caught.value.problems] == ["scopes[1]"]


def test_what_is_as_large_as_may_be_is_taken(project: ProjectUnderTest) -> None:
    opened = open_session(
        project, authentication={"acr": "a" * 512, "amr": ["pwd", "mfa"] * 100}, nonce="n" * 512, scopes=["s" * 512] * 100
    )
    payload = decode(opened.session_token.token)[1]
    assert (payload["acr"], payload["amr"]) == ("a" * 512, ["mfa", "pwd"])


def test_a_subject_refreshes_within_the_same_bounds(project: ProjectUnderTest, subject: Client) -> None:
    project.use_template({"ip": "{{request.ip}}", "agent": "{{request.user_agent}}"}, empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    opened = open_session(project, request_context={"ip": "203.0.113.7"})
    assert decode(opened.session_token.token)[1]["ip"] == "203.0.113.7"
    with pytest.raises(errors.InputTooLargeError):
        refresh(subject, opened.refresh_token.token, request_context={"user_agent": "u" * 513})
    told = {"ip": "203.0.113.7", "user_agent": "browser"}
    payload = decode(refresh(subject, opened.refresh_token.token, request_context=told).session_token.token)[1]
    assert payload["agent"] == "browser"
    assert "ip" not in payload, "a unix socket has no address, whatever the subject says"


def test_a_key_that_is_for_certain_addresses_is_not_exchanged_without_one(project: ProjectUnderTest) -> None:
    project.create_access_key("k1", permitted_ips=["10.0.0.0/8"])
    with pytest.raises(errors.AccessKeyInactiveError) as caught:
        exchange(project.client, project, access_key="k1")
    assert caught.value.problems[0].path == "request_context.ip"
    assert caught.value.problems[0].hint == "Say which address its holder calls from."
    assert exchange(project.client, project, access_key="k1", request_context={"ip": "10.0.0.1"}).token


def test_over_the_network_the_address_is_the_one_that_is_seen() -> None:
    with run_service() as service, Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        project.use_template({"ip": "{{request.ip}}"})
        project.use_template({"ip": "{{request.ip}}"}, kind="ACCESS_KEY")
        opened, made = open_session(project), project.create_access_key("k1", permitted_ips=["127.0.0.0/8"])
        side = GrpcSide(service.components, load_settings({"grpc_address": "127.0.0.1:0"}, {}, None))
        side.start()
        told = {"ip": "203.0.113.7"}
        with Client(side.address) as subject, Client(side.address, credential=made.secret) as machine:
            assert decode(refresh(subject, opened.refresh_token.token, request_context=told).session_token.token)[1]["ip"] == "127.0.0.1"
            assert decode(exchange(machine, project, request_context=told).token)[1]["ip"] == "127.0.0.1"
        side.stop()
