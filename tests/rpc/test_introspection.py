"""Introspection: a token holds as long as everything that it stands on does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark.client import Client
from mintmark.v1 import access_key_service_pb2, application_service_pb2, token_service_pb2, user_service_pb2
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest

INACTIVE = token_service_pb2.IntrospectTokenResponse()


def introspect(project: ProjectUnderTest, token: str, **fields: Any) -> Any:
    request = token_service_pb2.IntrospectTokenRequest(parent=project.name, token=token)
    return project.client.tokens.IntrospectToken(json_format.ParseDict(fields, request))


def open_session(project: ProjectUnderTest, **fields: Any) -> Any:
    return project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), **fields))


def join(project: ProjectUnderTest, tenant: str) -> None:
    request = user_service_pb2.AddMembershipRequest(user=f"{project.name}/users/ada")
    request.membership.tenant = f"{project.name}/tenants/{tenant}"
    project.client.users.AddMembership(request)


@pytest.fixture(autouse=True)
def _time(service: TestService) -> Iterator[None]:
    before = service.clock.now()
    yield
    service.clock.move(before - service.clock.now())


def test_a_member_of_the_selected_tenant_has_to_be_one(project: ProjectUnderTest) -> None:
    join(project, "acme")
    join(project, "globex")
    token = open_session(project, tenant="acme").session_token.token
    assert introspect(project, token).active
    for tenant, active in (("globex", True), ("acme", False)):
        request = user_service_pb2.RemoveMembershipRequest(user=f"{project.name}/users/ada", tenant=f"{project.name}/tenants/{tenant}")
        project.client.users.RemoveMembership(request)
        assert introspect(project, token).active is active


def test_of_refresh_tokens_only_the_newest_holds(project: ProjectUnderTest) -> None:
    kinds = ["TOKEN_KIND_REFRESH"]
    first = open_session(project).refresh_token.token
    assert introspect(project, first, expected_kinds=kinds).active
    request = token_service_pb2.RefreshSessionRequest(refresh_token=first)
    second = project.client.tokens.RefreshSession(request).refresh_token.token
    assert introspect(project, second, expected_kinds=kinds).active
    assert introspect(project, first, expected_kinds=kinds) == INACTIVE
    assert introspect(project, second, expected_kinds=kinds, audience="somebody") == INACTIVE


def test_a_session_that_was_idle_too_long_holds_no_token(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "120s"})
    token = open_session(project).session_token.token
    service.clock.move(timedelta(seconds=119))
    assert introspect(project, token).active
    service.clock.move(timedelta(seconds=1))
    assert introspect(project, token) == INACTIVE


def disable(project: ProjectUnderTest) -> None:
    request = application_service_pb2.UpdateApplicationRequest()
    json_format.ParseDict({"name": f"{project.name}/applications/web", "disabled": True}, request.application)
    request.update_mask.paths.append("disabled")
    project.client.applications.UpdateApplication(request)


def id_token(project: ProjectUnderTest) -> str:
    request = project.fill(token_service_pb2.IssueIdTokenRequest(), application="web")
    return project.client.tokens.IssueIdToken(request).token.token


def session_token(project: ProjectUnderTest) -> str:
    return str(open_session(project, application="web").session_token.token)


@pytest.mark.parametrize("issue", [id_token, session_token])
@pytest.mark.parametrize("client_id", ["", "client-1"])
def test_an_application_has_to_be_enabled(project: ProjectUnderTest, issue: Callable[[ProjectUnderTest], str], client_id: str) -> None:
    project.create_application("web", **({"client_id": client_id} if client_id else {}))
    token = issue(project)
    kinds = ["TOKEN_KIND_SESSION", "TOKEN_KIND_ID"]
    assert introspect(project, token, expected_kinds=kinds).active
    disable(project)
    assert introspect(project, token, expected_kinds=kinds) == INACTIVE


def test_a_bound_key_holds_as_long_as_its_user(service: TestService, project: ProjectUnderTest) -> None:
    project.create_user("bob")
    project.create_access_key("bound", bound_user=f"{project.name}/users/bob")
    project.create_access_key("short", expire_time="2031-04-01T12:01:00Z")

    def issue(key: str) -> str:
        request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key=key)
        return project.client.tokens.IssueAccessKeyToken(request).token.token

    bound, short = issue("bound"), issue("short")
    assert introspect(project, bound).active
    assert introspect(project, short).active
    project.update_user("bob", "status", status="USER_STATUS_DISABLED")
    assert introspect(project, bound) == INACTIVE
    service.clock.move(timedelta(seconds=60))
    assert introspect(project, short) == INACTIVE
    request = access_key_service_pb2.DeleteAccessKeyRequest(name=f"{project.name}/accessKeys/bound")
    project.client.access_keys.DeleteAccessKey(request)
    assert introspect(project, bound) == INACTIVE


def test_whom_a_token_is_for_is_looked_at_only_where_asked(project: ProjectUnderTest, client: Client) -> None:
    project.create_application("api", audience_policy="AUDIENCE_POLICY_CLIENT_ID", client_id="api-1")
    token = project.issue(application="api").token
    assert introspect(project, token).active
    assert introspect(project, token, audience="api-1").active
    assert introspect(project, token, audience="api") == INACTIVE
