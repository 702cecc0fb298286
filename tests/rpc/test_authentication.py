"""How a subject authenticated: what it says in tokens, impersonation and consent, nobody, and how long flows' sessions live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import flow_service_pb2, token_service_pb2, user_service_pb2
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import introspect, open_session, passed, refresh, session_of

NOW = 1_932_811_200


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


@pytest.fixture
def helped(project: ProjectUnderTest) -> ProjectUnderTest:
    """The project with grace, who helps ada."""
    project.create_user("grace")
    return project


def act_as_ada(project: ProjectUnderTest, **fields: Any) -> Any:
    return open_session(project, authentication={"impersonator": f"{project.name}/users/grace"}, **fields)


def test_amr_auth_time_and_acr_stand_in_all_tokens_of_a_session(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.create_application("web")
    told = {"amr": ["totp", "pwd"], "auth_time": "2031-04-01T11:59:30Z", "acr": "aal2"}
    opened = open_session(project, application="web", authentication=told, with_id_token=True)
    with passed(service, minutes=5):
        again = refresh(subject, opened.refresh_token.token, with_id_token=True)
    for token in (opened.session_token, opened.refresh_token, opened.id_token, again.session_token, again.refresh_token, again.id_token):
        payload = decode(token.token)[1]
        assert (payload["amr"], payload["auth_time"], payload["acr"]) == (["pwd", "totp"], NOW - 30, "aal2")


def test_a_token_that_says_su_does_not_outlive_the_step_up(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.update_settings(lifetimes={"step_up_ttl": "700s"})
    opened = open_session(project, authentication={"step_up": True})
    assert decode(opened.session_token.token)[1]["exp"] == NOW + 600
    with passed(service, seconds=500):
        second = refresh(subject, opened.refresh_token.token)
        payload = decode(second.session_token.token)[1]
        assert (payload["su"], payload["exp"]) == (True, NOW + 700)
        assert second.session.authentication.step_up
    with passed(service, seconds=700):
        third = refresh(subject, second.refresh_token.token)
        payload = decode(third.session_token.token)[1]
        assert ("su" in payload, payload["exp"]) == (False, NOW + 1_300)
        assert not third.session.authentication.step_up
        shown = project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=opened.session.name)).session
        assert not shown.authentication.step_up


def test_a_step_up_does_not_grow_when_the_clock_goes_back(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project, authentication={"step_up": True})
    with passed(service, hours=-1):
        assert "su" not in decode(refresh(subject, opened.refresh_token.token).session_token.token)[1]


def test_an_impersonation_stays_visible_and_audited_at_each_refresh(
    service: TestService, helped: ProjectUnderTest, subject: Client
) -> None:
    opened = act_as_ada(helped)
    answer = refresh(subject, opened.refresh_token.token)
    for token in (opened.session_token, opened.refresh_token, answer.session_token, answer.refresh_token):
        payload = decode(token.token)[1]
        assert (payload["sub"], payload["act"]) == ("ada", {"sub": "grace"})
    events = [event.entry for event in service.components.store.list_audit(helped.id, after=0, limit=99)]
    noted = [(entry.method, entry.resource) for entry in events if entry.note == "impersonated by grace"]
    name = f"{helped.name}/users/ada"
    assert noted == [("TokenService.IssueSession", name), ("TokenService.RefreshSession", name)]


def test_who_impersonates_has_to_be_somebody_else_who_is_there_and_enabled(helped: ProjectUnderTest, subject: Client) -> None:
    with pytest.raises(errors.InvalidFieldError, match="themselves"):
        open_session(helped, user="grace", authentication={"impersonator": f"{helped.name}/users/grace"})
    with pytest.raises(errors.NotFoundError):
        open_session(helped, authentication={"impersonator": f"{helped.name}/users/nobody"})
    opened = act_as_ada(helped)
    helped.update_user("grace", "status", status="USER_STATUS_DISABLED")
    with pytest.raises(errors.SubjectDisabledError) as caught:
        refresh(subject, opened.refresh_token.token)
    assert caught.value.problems[0].path == "authentication.impersonator"
    with pytest.raises(errors.SubjectDisabledError):
        act_as_ada(helped)
    helped.client.users.DeleteUser(user_service_pb2.DeleteUserRequest(name=f"{helped.name}/users/grace"))
    with pytest.raises(errors.NotFoundError):
        refresh(subject, opened.refresh_token.token)


def test_consent_is_asked_for_where_the_project_says_so_also_at_each_refresh(
    service: TestService, helped: ProjectUnderTest, subject: Client
) -> None:
    act_as_ada(helped)
    helped.update_settings(impersonation_needs_consent=True)
    with pytest.raises(errors.ConsentRequiredError, match="does not consent") as caught:
        act_as_ada(helped)
    assert (caught.value.details.code, caught.value.problems[0].path) == ("FAILED_PRECONDITION", "authentication.impersonator")
    consent = {"impersonation_consent_expire_time": "2031-04-01T12:20:00Z"}
    shown = helped.update_user("ada", "impersonation_consent_expire_time", **consent)
    assert shown.impersonation_consent_expire_time.seconds == NOW + 1_200
    opened = act_as_ada(helped)
    with passed(service, minutes=19):
        second = refresh(subject, opened.refresh_token.token)
    with passed(service, minutes=20):
        with pytest.raises(errors.ConsentRequiredError, match="over"):
            refresh(subject, second.refresh_token.token)
        own = open_session(helped)
    refresh(subject, own.refresh_token.token)
    helped.update_user("ada", "impersonation_consent_expire_time")
    with pytest.raises(errors.ConsentRequiredError):
        refresh(subject, second.refresh_token.token)


def test_nobody_has_a_session_too(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.use_template({"guest": "{{session.anonymous}}", "mail": {"a": "{{user.email}}"}, "id": "{{user.id}}"})
    request = project.fill(token_service_pb2.IssueSessionRequest(), user="", authentication={"anonymous": True}, client_claims={"cart": 3})
    opened = project.client.tokens.IssueSession(request)
    payload = decode(opened.session_token.token)[1]
    assert payload["sub"].startswith("A")
    assert (payload["guest"], payload["id"], payload["mail"], payload["nsec"]) == (True, payload["sub"], {"a": ""}, {"cart": 3})
    assert {"roles", "tenants", "permissions", "dct"}.isdisjoint(payload)
    answer = refresh(subject, opened.refresh_token.token)
    assert decode(answer.session_token.token)[1]["sub"] == payload["sub"]
    assert introspect(project, answer.session_token.token).active
    assert (answer.session.user, answer.session.authentication.anonymous) == ("", True)
    explained = project.client.tokens.ExplainToken(
        token_service_pb2.ExplainTokenRequest(parent=project.name, token=answer.session_token.token)
    )
    assert explained.unchanged
    other = project.client.tokens.IssueSession(request)
    assert decode(other.session_token.token)[1]["sub"] != payload["sub"]
    project.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=opened.session.name))
    assert not introspect(project, answer.session_token.token).active


def test_nobody_can_be_no_member_and_gets_no_token_without_a_session(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.FieldRequiredError):
        project.issue("", authentication={"anonymous": True})
    with pytest.raises(errors.FieldRequiredError):
        project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), user=""))
    request = project.fill(token_service_pb2.IssueSessionRequest(), user="", authentication={"anonymous": True}, tenant="acme")
    with pytest.raises(errors.NotAMemberError):
        project.client.tokens.IssueSession(request)


def test_a_known_user_may_be_anonymous_to_the_application(project: ProjectUnderTest, subject: Client) -> None:
    project.use_template({"guest": "{{session.anonymous}}"})
    opened = open_session(project, authentication={"anonymous": True})
    payload = decode(refresh(subject, opened.refresh_token.token).session_token.token)[1]
    assert (payload["sub"], payload["guest"]) == ("ada", True)


def test_a_flow_says_how_long_the_sessions_that_it_opens_live(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.create_application("web", lifetimes={"refresh_ttl": "7200s"})
    flow = project.create_flow("remember", {"a": 1}, refresh_ttl="90000s")
    assert flow.refresh_ttl.seconds == 90_000
    assert decode(open_session(project, application="web").refresh_token.token)[1]["exp"] == NOW + 7_200
    opened = open_session(project, application="web", flow="remember")
    assert opened.session.expire_time.seconds == decode(opened.refresh_token.token)[1]["exp"] == NOW + 90_000
    with passed(service, seconds=89_990):
        last = refresh(subject, opened.refresh_token.token)
        assert decode(last.session_token.token)[1]["exp"] == NOW + 90_000, "no token outlives its session"
    shorter = open_session(project, application="web", flow="remember", ttl="60s")
    assert decode(shorter.refresh_token.token)[1]["exp"] == NOW + 60
    assert session_of(service, project, shorter).flow_run is not None


@pytest.mark.parametrize("ttl", ["1s", "315360001s"])
def test_a_flows_life_has_bounds(project: ProjectUnderTest, ttl: str) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.create_flow("f", {}, refresh_ttl=ttl)
    assert caught.value.problems[0].path == "flow.refresh_ttl"


def test_an_inline_flow_brings_no_life_along(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        open_session(project, inline_flow={"source": {"advanced": "{}"}, "refresh_ttl": "60s"})
    assert caught.value.problems[0].path == "inline_flow.refresh_ttl"


def test_a_flows_life_is_updated_by_its_path(project: ProjectUnderTest) -> None:
    flow = project.create_flow("f", {"a": 1}, refresh_ttl="60s")
    request = flow_service_pb2.UpdateFlowRequest()
    json_format.ParseDict({"name": flow.name}, request.flow)
    request.update_mask.paths.append("refresh_ttl")
    changed = project.client.flows.UpdateFlow(request).flow
    assert not changed.HasField("refresh_ttl")
    assert changed.source == flow.source
