"""Who calls with a subject's own secret: what they learn from a refusal, and how often they may try."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import access_key_service_pb2, application_service_pb2, token_service_pb2
from mintmark_server.errors import Unavailable
from mintmark_server.rpc.limiter import RateLimiter
from mintmark_server.secret import ACCESS_KEY_PREFIX, new_secret
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import exchange, open_session, passed, refresh

Change = Callable[[ProjectUnderTest, Any], dict[str, Any]]


def deactivate(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=made.access_key.name))
    return {}


def update(project: ProjectUnderTest, made: Any, **fields: Any) -> None:
    request = access_key_service_pb2.UpdateAccessKeyRequest()
    json_format.ParseDict({"name": made.access_key.name, **fields}, request.access_key)
    request.update_mask.paths.extend(fields)
    project.client.access_keys.UpdateAccessKey(request)


def expire(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    update(project, made, expire_time="2031-04-01T12:00:00Z")
    return {}


def move_away(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    update(project, made, permitted_ips=["10.0.0.0/8"])
    return {}


def disable_user(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    project.update_user("ada", "status", status="USER_STATUS_DISABLED")
    return {}


def delete(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    project.client.access_keys.DeleteAccessKey(access_key_service_pb2.DeleteAccessKeyRequest(name=made.access_key.name))
    return {}


def rotate_twice(project: ProjectUnderTest, made: Any) -> dict[str, Any]:
    for _ in range(2):
        project.client.access_keys.RotateAccessKey(access_key_service_pb2.RotateAccessKeyRequest(name=made.access_key.name))
    return {}


def name_another(project: ProjectUnderTest, _made: Any) -> dict[str, Any]:
    project.create_access_key("other")
    return {"access_key": "other"}


def another_project(project: ProjectUnderTest, _made: Any) -> dict[str, Any]:
    ProjectUnderTest(project.client, f"b-{project.id}").create()
    return {"parent": f"projects/b-{project.id}"}


def no_project(_project: ProjectUnderTest, _made: Any) -> dict[str, Any]:
    return {"parent": "projects/nowhere"}


@pytest.mark.parametrize(
    "change",
    [deactivate, expire, move_away, disable_user, delete, rotate_twice, name_another, another_project, no_project],
)
def test_a_key_that_does_not_hold_reads_the_same_for_every_cause(service: TestService, project: ProjectUnderTest, change: Change) -> None:
    made = project.create_access_key("k1", bound_user=f"{project.name}/users/ada")
    with Client(service.target, credential=made.secret) as machine:
        assert decode(exchange(machine, project).token)[1]["sub"] == "k1"
        fields = change(project, made)
        with pytest.raises(errors.UnauthenticatedError) as caught:
            exchange(machine, project, **fields)
    assert (caught.value.message, list(caught.value.problems)) == ("The call needs a valid credential.", [])


PROBES: tuple[dict[str, Any], ...] = (
    {},
    {"application": "web"},
    {"application": "none"},
    {"tenant": "acme"},
    {"parent": "projects/nowhere"},
    {"ttl": "1s"},
)


def test_who_does_not_hold_the_secret_learns_nothing(service: TestService, project: ProjectUnderTest) -> None:
    project.create_application("web")
    disabled = application_service_pb2.UpdateApplicationRequest()
    json_format.ParseDict({"name": f"{project.name}/applications/web", "disabled": True}, disabled.application)
    disabled.update_mask.paths.append("disabled")
    project.client.applications.UpdateApplication(disabled)
    messages = set()
    with Client(service.target, credential=new_secret(ACCESS_KEY_PREFIX)) as guesser:
        for fields in (
            {},
            {"application": "web"},
            {"application": "none"},
            {"tenant": "acme"},
            {"parent": "projects/nowhere"},
            {"ttl": "1s"},
        ):
            with pytest.raises(errors.UnauthenticatedError) as caught:
                exchange(guesser, project, **fields)
            messages.add(caught.value.message)
    assert messages == {"The call needs a valid credential."}


def test_an_access_key_is_active_again_and_expires(service: TestService, project: ProjectUnderTest) -> None:
    made = project.create_access_key("k1", expire_time="2031-04-01T12:10:00Z")
    name = made.access_key.name
    project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=name))
    with pytest.raises(errors.AccessKeyInactiveError, match="not active"):
        exchange(project.client, project, access_key="k1")
    project.client.access_keys.ActivateAccessKey(access_key_service_pb2.ActivateAccessKeyRequest(name=name))
    with Client(service.target, credential=made.secret) as machine:
        exchange(machine, project)
        with passed(service, minutes=10):
            with pytest.raises(errors.UnauthenticatedError):
                exchange(machine, project)
            with pytest.raises(errors.AccessKeyInactiveError, match="expired"):
                exchange(project.client, project, access_key="k1")


def test_a_key_and_a_session_are_limited_from_wherever_they_call() -> None:
    limiter = RateLimiter(rate=1, burst=3)
    for number in range(3):
        limiter.check("m", f"ipv4:10.0.0.{number}:1", now=0.0)
        limiter.check("m", "projects/p/accessKeys/k1", now=0.0)
    limiter.check("m", "ipv4:10.0.0.9:1", now=0.0)
    limiter.check("m", "projects/p/accessKeys/k2", now=0.0)
    with pytest.raises(Unavailable):
        limiter.check("m", "projects/p/accessKeys/k1", now=0.0)


def test_one_key_does_not_use_up_anothers_calls() -> None:
    """Over the wire: each has its own bucket; a credential has none."""
    with run_service() as service, ExitStack() as stack:
        owner = stack.enter_context(Client(service.target, credential=service.credential))
        project = ProjectUnderTest(owner, "p")
        project.create()
        opened = open_session(project)
        buckets = service.components.boundary._limiter._buckets
        machine = stack.enter_context(Client(service.target, credential=project.create_access_key("k1").secret))
        exchange(machine, project)
        browser = stack.enter_context(Client(service.target))
        refresh(browser, opened.refresh_token.token)
        with pytest.raises(errors.UnauthenticatedError):
            browser.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token="nonsense"))
        exchange(owner, project, access_key="k1")
        counted = {who for _, who in buckets}
    assert counted == {"unix:", "projects/p/accessKeys/k1", opened.session.name}
