"""Why sessions end, what does not end them, and what a clock that jumps does to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from mintmark import errors
from mintmark.cli.sessions import describe_end
from mintmark.client import Client
from mintmark.v1 import application_service_pb2, key_service_pb2, session_pb2, token_service_pb2, user_service_pb2
from mintmark_server.errors import Reason, Unavailable
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import introspect, open_session, passed, refresh, session_of

NOW = 1_932_811_200


class FakeCrashingStore(MemoryStore):
    """Fails around commits that write sessions: `full` refuses them all, `after` loses the answer of one."""

    crash = ""

    def commit(self, intent: Intent) -> None:
        writes = any(isinstance(change, Put) and change.record.noun == "sessions" for change in intent.changes)
        if writes and self.crash == "full":
            raise Unavailable(Reason.STORAGE_UNAVAILABLE, "The disk is full.", retry_after=timedelta(seconds=1))
        super().commit(intent)
        if writes and self.crash == "after":
            self.crash = ""
            raise RuntimeError("the process died here")


@pytest.fixture(scope="module")
def store() -> FakeCrashingStore:
    return FakeCrashingStore()


@pytest.fixture(scope="module")
def service(store: FakeCrashingStore) -> Iterator[TestService]:
    with run_service(store) as running:
        yield running


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


def get(project: ProjectUnderTest, opened: Any) -> session_pb2.Session:
    return project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=opened.session.name)).session


def test_get_session_says_which_generation_was_reused_when_and_from_where(
    service: TestService, project: ProjectUnderTest, subject: Client
) -> None:
    opened = open_session(project)
    tokens = [opened.refresh_token.token]
    for _ in range(5):
        tokens.append(refresh(subject, tokens[-1]).refresh_token.token)
    with passed(service, minutes=1), pytest.raises(errors.SessionEndedError):
        refresh(project.client, tokens[3], request_context={"ip": "203.0.113.7"})
    session = get(project, opened)
    assert describe_end(session) == "The session ended: reused generation 4 at 2031-04-01T12:01:00Z from 203.0.113.7."
    assert not any(token in str(session) for token in tokens)


def test_a_generation_that_is_older_than_what_is_kept_ends_the_session_all_the_same(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    tokens = [opened.refresh_token.token]
    for _ in range(34):
        tokens.append(refresh(subject, tokens[-1]).refresh_token.token)
    with pytest.raises(errors.SessionEndedError):
        refresh(subject, tokens[1])
    session = get(project, opened)
    assert (session.generation, session.end.cause, session.end.generation) == (35, session_pb2.SESSION_END_CAUSE_REUSED, 0)
    assert describe_end(session).startswith("The session ended: reused generation (an older one) at 2031-04-01T")
    with pytest.raises(errors.SessionEndedError):
        refresh(subject, tokens[-1])


def test_who_calls_for_itself_can_not_say_where_it_calls_from(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    second = refresh(subject, opened.refresh_token.token)
    refresh(subject, second.refresh_token.token)
    with pytest.raises(errors.SessionEndedError):
        refresh(subject, opened.refresh_token.token, request_context={"ip": "203.0.113.7"})
    end = get(project, opened).end
    assert (end.generation, end.peer) == (1, "unix:")


def test_a_later_user_of_the_same_id_does_not_inherit_the_session(project: ProjectUnderTest, subject: Client) -> None:
    project.create_user("grace")
    opened = open_session(project, user="grace")
    project.client.users.DeleteUser(user_service_pb2.DeleteUserRequest(name=f"{project.name}/users/grace"))
    project.create_user("grace", roles=["admin"])
    assert not introspect(project, opened.session_token.token).active
    with pytest.raises(errors.SessionEndedError, match="deleted"):
        refresh(subject, opened.refresh_token.token)
    assert get(project, opened).end.cause == session_pb2.SESSION_END_CAUSE_SUBJECT_DELETED


def test_a_disabled_application_refuses_and_a_deleted_one_ends(project: ProjectUnderTest, subject: Client) -> None:
    application = project.create_application("web")
    opened = open_session(project, application="web")
    request = application_service_pb2.UpdateApplicationRequest(application=application)
    request.application.ClearField("etag")
    request.application.disabled = True
    request.update_mask.paths.append("disabled")
    project.client.applications.UpdateApplication(request)
    with pytest.raises(errors.ApplicationDisabledError):
        refresh(subject, opened.refresh_token.token)
    assert get(project, opened).state == session_pb2.SESSION_STATE_ACTIVE
    project.client.applications.DeleteApplication(application_service_pb2.DeleteApplicationRequest(name=application.name))
    with pytest.raises(errors.SessionEndedError, match="application"):
        refresh(subject, opened.refresh_token.token)
    session = get(project, opened)
    assert session.end.cause == session_pb2.SESSION_END_CAUSE_APPLICATION_DELETED
    assert describe_end(session) == "The session ended because its application was deleted at 2031-04-01T12:00:00Z from unix:."


def test_the_session_of_a_revoked_key_says_so(project: ProjectUnderTest, subject: Client) -> None:
    opened, other = open_session(project), open_session(project)
    project.client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=opened.refresh_token.key))
    header, payload, signature = opened.refresh_token.token.split(".")
    forged = f"{header}.{payload}.{signature[::-1]}"
    for token in (forged, opened.refresh_token.token):
        assert get(project, opened).state == session_pb2.SESSION_STATE_ACTIVE
        with pytest.raises(errors.UnauthenticatedError):
            refresh(subject, token)
    assert get(project, opened).end.cause == session_pb2.SESSION_END_CAUSE_KEY_REVOKED
    assert get(project, other).state == session_pb2.SESSION_STATE_ACTIVE


def test_a_session_whose_time_is_over_says_so_before_anybody_tried(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "60s", "refresh_ttl": "600s"})
    opened = open_session(project)
    listing = token_service_pb2.ListSessionsRequest(parent=project.name, filter="state = ACTIVE")
    assert [session.name for session in project.client.tokens.ListSessions(listing).sessions] == [opened.session.name]
    with passed(service, seconds=60):
        session = get(project, opened)
        assert (session.state, session.end.cause) == (session_pb2.SESSION_STATE_ENDED, session_pb2.SESSION_END_CAUSE_IDLE)
        assert session.end.time.seconds == NOW + 60
        assert not introspect(project, opened.session_token.token).active
        assert list(project.client.tokens.ListSessions(listing).sessions) == []
        listing.filter = "state = ENDED AND user = ada"
        assert list(project.client.tokens.ListSessions(listing).sessions) == [session]
        with pytest.raises(errors.SessionEndedError):
            project.issue(session=opened.session.name)


def test_a_state_that_no_session_can_have_is_refused_and_two_are_met_by_none(project: ProjectUnderTest) -> None:
    open_session(project)

    def listed(filter_text: str) -> int:
        request = token_service_pb2.ListSessionsRequest(parent=project.name, filter=filter_text)
        return len(project.client.tokens.ListSessions(request).sessions)

    with pytest.raises(errors.InvalidFilterError, match="A session's state is ACTIVE or ENDED"):
        listed("state:active")
    assert (listed("state:ACTIVE AND state:ENDED"), listed("state:ACTIVE AND state:ACTIVE"), listed("")) == (0, 1, 1)


@pytest.mark.parametrize("notice", ["refresh", "revoke", "revoke all", "maintain"])
def test_whoever_notes_the_end_of_a_session_that_ran_out_it_stays_what_it_was(
    service: TestService, project: ProjectUnderTest, subject: Client, notice: str
) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "60s", "refresh_ttl": "86400s"})
    opened = open_session(project)
    with passed(service, hours=1, seconds=60):
        shown = get(project, opened)
        match notice:
            case "refresh":
                with pytest.raises(errors.SessionEndedError, match="idle too long"):
                    refresh(subject, opened.refresh_token.token)
            case "revoke":
                project.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=opened.session.name))
            case "revoke all":
                request = token_service_pb2.RevokeUserSessionsRequest(user=f"{project.name}/users/ada")
                assert project.client.tokens.RevokeUserSessions(request).revoked_count == 0
            case _:
                service.components.maintain()
        assert get(project, opened).end == shown.end
        assert shown.end.time.seconds == NOW + 60
    # Noted is noted, also when the clock was ahead.
    assert get(project, opened).state == session_pb2.SESSION_STATE_ENDED


def test_a_clock_that_is_ahead_for_a_while_ends_no_session_that_nobody_used(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "60s", "refresh_ttl": "86400s"})
    opened = open_session(project)
    with passed(service, hours=1, seconds=59):
        assert get(project, opened).state == session_pb2.SESSION_STATE_ENDED
        service.components.maintain()
    assert get(project, opened).state == session_pb2.SESSION_STATE_ACTIVE


def test_membership_lost_is_refused_until_another_tenant_is_selected(project: ProjectUnderTest, subject: Client) -> None:
    acme, globex = (f"{project.name}/tenants/{tenant}" for tenant in ("acme", "globex"))
    project.update_user("ada", "memberships", memberships=[{"tenant": acme, "roles": ["admin"]}, {"tenant": globex, "roles": ["viewer"]}])
    opened = open_session(project, tenant="acme")
    project.update_user("ada", "memberships", memberships=[{"tenant": globex, "roles": ["viewer"]}])
    for _ in range(2):
        with pytest.raises(errors.NotAMemberError):
            refresh(subject, opened.refresh_token.token)
    request = token_service_pb2.SelectTenantRequest(refresh_token=opened.refresh_token.token, tenant=globex)
    payload = decode(subject.tokens.SelectTenant(request).session_token.token)[1]
    assert (payload["dct"], payload["tenants"]) == ("globex", {"globex": {"permissions": ["read"], "roles": ["viewer"]}})


def test_a_crash_after_the_record_is_repaired_by_the_retry(
    store: FakeCrashingStore, service: TestService, project: ProjectUnderTest, subject: Client
) -> None:
    opened = open_session(project)
    store.crash = "after"
    with pytest.raises(errors.InternalError):
        refresh(subject, opened.refresh_token.token)
    recorded = session_of(service, project, opened)
    assert recorded.generation == 2
    with passed(service, seconds=9):
        first = refresh(subject, opened.refresh_token.token)
        assert refresh(subject, opened.refresh_token.token).refresh_token.token == first.refresh_token.token
    assert session_of(service, project, opened) == recorded
    refresh(subject, first.refresh_token.token)


def test_a_full_disk_consumes_nothing(store: FakeCrashingStore, service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    before = session_of(service, project, opened)
    store.crash = "full"
    with pytest.raises(errors.StorageUnavailableError):
        refresh(subject, opened.refresh_token.token)
    store.crash = ""
    assert session_of(service, project, opened) == before
    assert refresh(subject, opened.refresh_token.token).session.generation == 2


def test_a_clock_that_goes_back_an_hour_logs_nobody_out(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    with passed(service, hours=-1):
        second = refresh(subject, opened.refresh_token.token)
        payload = decode(second.session_token.token)[1]
        assert (payload["iat"], payload["exp"]) == (NOW - 3_600, NOW - 3_000)
        assert decode(second.refresh_token.token)[1]["exp"] == decode(opened.refresh_token.token)[1]["exp"]
        again = refresh(subject, opened.refresh_token.token)
        assert again.refresh_token.token == second.refresh_token.token
    third = refresh(subject, second.refresh_token.token)
    assert third.session.generation == 3


def test_a_clock_that_goes_back_does_not_open_a_window_again(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    second = refresh(subject, opened.refresh_token.token)
    with passed(service, seconds=-30):
        assert refresh(subject, opened.refresh_token.token).refresh_token.token == second.refresh_token.token, "a clock that is set right"
    with passed(service, hours=-1):
        with pytest.raises(errors.SupersededError):
            refresh(subject, opened.refresh_token.token)
        assert get(project, opened).state == session_pb2.SESSION_STATE_ACTIVE
        refresh(subject, second.refresh_token.token)


def test_without_rotation_parallel_refreshes_all_succeed(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(refresh_policy={"rotation": False}, lifetimes={"session_idle_ttl": "600s"})
    opened = open_session(project)
    answers: list[Any] = []

    def run() -> None:
        answers.append(refresh(project.client, opened.refresh_token.token))

    threads = [threading.Thread(target=run) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.refresh_token.token for answer in answers} == {opened.refresh_token.token}
    assert len(answers) == 24
    assert session_of(service, project, opened).generation == 1


def test_without_rotation_a_selected_tenant_rotates_all_the_same(project: ProjectUnderTest) -> None:
    project.update_user("ada", "memberships", memberships=[{"tenant": f"{project.name}/tenants/acme"}])
    project.update_settings(refresh_policy={"rotation": False})
    opened = open_session(project)
    request = token_service_pb2.SelectTenantRequest(refresh_token=opened.refresh_token.token, tenant=f"{project.name}/tenants/acme")
    selected = project.client.tokens.SelectTenant(request)
    assert selected.session.generation == 2
    assert decode(selected.refresh_token.token)[1]["dct"] == "acme"
    assert refresh(project.client, selected.refresh_token.token).refresh_token.token == selected.refresh_token.token


def test_revoking_all_of_a_users_sessions_is_one_answer_per_request_id(project: ProjectUnderTest) -> None:
    for _ in range(3):
        open_session(project)
    request = token_service_pb2.RevokeUserSessionsRequest(
        user=f"{project.name}/users/ada", request_id="6d4a4f0e-2d54-4c3f-9a52-6c21b7a0a1f4"
    )
    assert project.client.tokens.RevokeUserSessions(request).revoked_count == 3
    assert project.client.tokens.RevokeUserSessions(request).revoked_count == 3
    request.request_id = ""
    assert project.client.tokens.RevokeUserSessions(request).revoked_count == 0
