"""When a key retires: when the last token that it may have signed is over, whatever the settings were meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import application_service_pb2, flow_service_pb2, key_service_pb2
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import activate_another, open_session, passed, refresh


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


def test_a_key_retires_when_its_last_token_is_over(service: TestService, project: ProjectUnderTest) -> None:
    def retire(name: str) -> int:
        return project.client.keys.RetireKey(key_service_pb2.RetireKeyRequest(name=name)).key.state

    first = project.issue().key
    project.update_settings(lifetimes={"refresh_ttl": "3600s"})
    with pytest.raises(errors.InvalidStateError, match="active"):
        retire(first)
    second = activate_another(project)
    with passed(service, days=28):
        third, fourth = activate_another(project), activate_another(project)
        with pytest.raises(errors.InvalidStateError, match="2031-04-29T13:05:00"):
            retire(third.name)
        with pytest.raises(errors.InvalidStateError, match="2031-04-29T13:05:00"):
            retire(second.name)
        with pytest.raises(errors.InvalidStateError, match="2031-04-29T12:05:00"):
            retire(first)
    with passed(service, days=28, minutes=5):
        assert retire(first) == 4
    with passed(service, days=28, minutes=65):
        assert [retire(second.name), retire(third.name)] == [4, 4]
    waiting = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    assert retire(waiting.name) == 4
    key_set = project.client.keys.GetJsonWebKeySet(key_service_pb2.GetJsonWebKeySetRequest(parent=project.name)).key_set
    assert [jwk["kid"] for jwk in json.loads(key_set)["keys"]] == [fourth.name.rpartition("/")[2]]


def test_a_key_stays_for_the_refresh_tokens_of_sessions_that_are_older_than_lowered_lives(
    service: TestService, project: ProjectUnderTest, subject: Client
) -> None:
    opened = open_session(project)
    project.update_settings(lifetimes={"refresh_ttl": "3600s"})
    second = activate_another(project)
    pair = refresh(subject, opened.refresh_token.token)
    header, payload = decode(pair.refresh_token.token)
    assert header["kid"] == second.name.rpartition("/")[2]
    assert payload["exp"] - payload["iat"] == 28 * 86_400, "the session keeps its end"
    activate_another(project)
    with passed(service, days=27):
        with pytest.raises(errors.InvalidStateError, match="2031-04-29T12:05:00"):
            project.client.keys.RetireKey(key_service_pb2.RetireKeyRequest(name=second.name))
        assert refresh(subject, pair.refresh_token.token).session.generation == 3


@pytest.mark.parametrize("raise_and_lower", ["project", "application", "flow"])
def test_a_life_that_is_raised_and_lowered_at_once_is_kept_with_the_key(
    service: TestService, project: ProjectUnderTest, raise_and_lower: str
) -> None:
    project.update_settings(lifetimes={"refresh_ttl": "3600s"})
    activate_another(project)
    with passed(service, days=28, seconds=1):
        key = activate_another(project)
        _raise_and_lower(project, raise_and_lower)
        activate_another(project)
        with pytest.raises(errors.InvalidStateError, match="2031-05-09T12:05:01"):
            project.client.keys.RetireKey(key_service_pb2.RetireKeyRequest(name=key.name))


def _raise_and_lower(project: ProjectUnderTest, which: str) -> None:
    long, short = {"refresh_ttl": "864000s"}, {"refresh_ttl": "3600s"}
    match which:
        case "project":
            project.update_settings(lifetimes=long)
            project.update_settings(lifetimes=short)
        case "application":
            project.create_application("web", lifetimes=long)
            project.client.applications.DeleteApplication(
                application_service_pb2.DeleteApplicationRequest(name=f"{project.name}/applications/web")
            )
        case _:
            project.create_flow("enrol", {}, refresh_ttl="864000s")
            project.client.flows.DeleteFlow(flow_service_pb2.DeleteFlowRequest(name=f"{project.name}/flows/enrol"))
