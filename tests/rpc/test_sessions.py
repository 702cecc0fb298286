"""The life of a session: refresh, racing tabs, reuse, tenants, claims, revocation, introspection."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    access_key_service_pb2,
    credential_service_pb2,
    evaluation_pb2,
    key_service_pb2,
    session_pb2,
    token_service_pb2,
    user_service_pb2,
)
from mintmark_server.errors import Unavailable
from mintmark_server.model.sessions import Session
from mintmark_server.rpc.limiter import RateLimiter
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import exchange, introspect, open_session, passed, refresh, session_of

NOW = 1_932_811_200


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


def test_a_refresh_rotates_and_keeps_the_session(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project, authentication={"amr": ["pwd"]})
    with passed(service, minutes=9):
        answer = refresh(subject, opened.refresh_token.token)
    first, second = decode(opened.session_token.token)[1], decode(answer.session_token.token)[1]
    assert (second["sid"], second["amr"], second["iat"], second["exp"]) == (first["sid"], ["pwd"], NOW + 540, NOW + 1_140)
    assert answer.refresh_token.token != opened.refresh_token.token
    assert decode(answer.refresh_token.token)[1]["exp"] == decode(opened.refresh_token.token)[1]["exp"], "the absolute end stays"
    assert answer.session.generation == 2
    stored = session_of(service, project, opened)
    assert opened.refresh_token.token not in str(stored)
    assert answer.refresh_token.token not in str(stored)


def test_the_same_token_with_the_same_request_gets_the_same_pair_within_the_window(
    service: TestService, project: ProjectUnderTest, subject: Client
) -> None:
    opened = open_session(project)
    first = refresh(subject, opened.refresh_token.token)
    with passed(service, seconds=9):
        again = refresh(subject, opened.refresh_token.token)
    for field in ("session_token", "refresh_token"):
        one, two = getattr(first, field), getattr(again, field)
        assert (one.token, one.kind, one.expire_time, one.jti, one.key) == (two.token, two.kind, two.expire_time, two.jti, two.key)
        assert (one.evaluation.digest, one.evaluation.payload) == (two.evaluation.digest, two.evaluation.payload)


def test_another_request_with_a_consumed_token_is_superseded(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    refresh(subject, opened.refresh_token.token)
    with pytest.raises(errors.SupersededError) as caught:
        refresh(subject, opened.refresh_token.token, client_claims={"a": 1})
    assert caught.value.details.code == "ABORTED"
    assert session_of(service, project, opened).end is None


def test_reuse_after_the_window_ends_the_session_and_says_why(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    second = refresh(subject, opened.refresh_token.token)
    third = refresh(subject, second.refresh_token.token)
    with passed(service, seconds=10):
        with pytest.raises(errors.SessionEndedError, match="used twice"):
            refresh(subject, second.refresh_token.token)
        with pytest.raises(errors.SessionEndedError):
            refresh(subject, third.refresh_token.token)
    shown = project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=opened.session.name)).session
    assert shown.state == session_pb2.SESSION_STATE_ENDED
    assert (shown.end.cause, shown.end.generation) == (session_pb2.SESSION_END_CAUSE_REUSED, 2)
    assert shown.end.time.seconds == NOW + 10
    last = service.components.store.list_audit(project.id, after=0, limit=99)[-1].entry
    assert (last.note, last.resource) == ("ended: REUSED", opened.session.name)


def test_the_window_ends_when_the_successor_is_used(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    second = refresh(subject, opened.refresh_token.token)
    refresh(subject, second.refresh_token.token)
    with pytest.raises(errors.SessionEndedError):
        refresh(subject, opened.refresh_token.token)


def test_what_was_sealed_is_erased_after_the_window(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    refresh(subject, opened.refresh_token.token)
    retention = service.components.retention
    retention.run(now=service.clock.now())
    assert session_of(service, project, opened).successor is not None
    assert retention.run(now=service.clock.now() + timedelta(seconds=10)) >= 1
    assert session_of(service, project, opened).successor is None


def test_many_racing_tabs_get_one_pair(service: TestService, project: ProjectUnderTest) -> None:
    opened = open_session(project)
    answers: list[Any] = []

    def run() -> None:
        with Client(service.target) as tab:
            answers.append(refresh(tab, opened.refresh_token.token))

    threads = [threading.Thread(target=run) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 24
    assert len({(answer.session_token.token, answer.refresh_token.token) for answer in answers}) == 1
    assert session_of(service, project, opened).generation == 2


def test_a_refresh_that_fails_consumes_nothing(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}"})
    opened = open_session(project)
    before = session_of(service, project, opened)
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "x" * 501})
    with pytest.raises(errors.ClaimValueTooLongError) as caught:
        refresh(subject, opened.refresh_token.token)
    assert caught.value.details.code == "FAILED_PRECONDITION"
    assert session_of(service, project, opened) == before
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "ok"})
    assert decode(refresh(subject, opened.refresh_token.token).session_token.token)[1]["plan"] == "ok"


def test_the_subject_moved_on(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.create_application("web")
    project.create_user("grace")
    opened = open_session(project, user="grace", application="web")
    token = opened.refresh_token.token
    project.update_user("grace", "status", status="USER_STATUS_DISABLED")
    with pytest.raises(errors.SubjectDisabledError):
        refresh(subject, token)
    project.update_user("grace", "status", status="USER_STATUS_ENABLED")
    project.client.users.DeleteUser(user_service_pb2.DeleteUserRequest(name=f"{project.name}/users/grace"))
    with pytest.raises(errors.SessionEndedError, match="deleted"):
        refresh(subject, token)
    end = session_of(service, project, opened).end
    assert end is not None
    assert end.cause.value == "SUBJECT_DELETED"


def test_a_session_ends_by_itself(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "60s", "refresh_ttl": "3600s"})
    opened = open_session(project)
    with passed(service, seconds=59):
        second = refresh(subject, opened.refresh_token.token)
        with passed(service, seconds=59):
            third = refresh(subject, second.refresh_token.token)
            with passed(service, seconds=60), pytest.raises(errors.SessionEndedError, match="idle"):
                refresh(subject, third.refresh_token.token)
    project.update_settings(lifetimes={"refresh_ttl": "60s"})
    short = open_session(project)
    with passed(service, seconds=61), pytest.raises(errors.SessionEndedError, match="time is over"):
        refresh(subject, short.refresh_token.token)
    with passed(service, seconds=70), pytest.raises(errors.UnauthenticatedError):
        refresh(subject, short.refresh_token.token)


def test_a_step_up_leaves_by_itself(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    project.update_settings(lifetimes={"step_up_ttl": "120s"})
    opened = open_session(project, authentication={"amr": ["pwd"], "step_up": True})
    with passed(service, seconds=119):
        second = refresh(subject, opened.refresh_token.token)
        assert decode(second.session_token.token)[1]["su"] is True
    with passed(service, seconds=120):
        third = refresh(subject, second.refresh_token.token)
        assert "su" not in decode(third.session_token.token)[1]
        again = {"amr": ["totp"], "step_up": True, "acr": "high"}
        stepped = refresh(project.client, third.refresh_token.token, authentication=again)
        payload = decode(stepped.session_token.token)[1]
        assert (payload["su"], payload["amr"], payload["acr"]) == (True, ["pwd", "totp"], "high")
        with pytest.raises(errors.UnauthenticatedError):
            refresh(subject, stepped.refresh_token.token, authentication={"step_up": True})
        with pytest.raises(errors.ImmutableFieldError):
            refresh(project.client, stepped.refresh_token.token, authentication={"impersonator": "projects/p/users/x"})


def test_tenants_are_selected_by_the_subject(project: ProjectUnderTest, subject: Client) -> None:
    memberships = [{"tenant": f"{project.name}/tenants/{tenant}", "roles": ["viewer"]} for tenant in ("acme", "globex")]
    project.update_user("ada", "memberships", memberships=memberships)
    project.use_template({"org": "{{tenant.name}}"}, auth_schema="AUTH_SCHEMA_TENANT_ONLY")
    opened = open_session(project, tenant="acme")

    def select(token: str, tenant: str) -> Any:
        request = token_service_pb2.SelectTenantRequest(refresh_token=token, tenant=tenant)
        return subject.tokens.SelectTenant(request)

    selected = select(opened.refresh_token.token, f"{project.name}/tenants/globex")
    payload = decode(selected.session_token.token)[1]
    assert (payload["dct"], payload["org"]) == ("globex", "Globex")
    kept = refresh(subject, selected.refresh_token.token)
    assert decode(kept.session_token.token)[1]["dct"] == "globex"
    for name in ("globex", "projects/other/tenants/globex", f"{project.name}/tenants/", f"{project.name}/users/ada"):
        with pytest.raises(errors.InvalidResourceNameError):
            select(kept.refresh_token.token, name)
    with pytest.raises(errors.NotAMemberError):
        select(kept.refresh_token.token, f"{project.name}/tenants/nowhere")


def test_session_claims_win_and_stay(project: ProjectUnderTest, subject: Client) -> None:
    project.use_template({"plan": "free", "locked": 1, "gone": 1}, locked=["locked"])
    opened = open_session(project)

    def update(client: Client, token: str, claims: dict[str, Any], **fields: Any) -> Any:
        document = {"refresh_token": token, "source": {"advanced": json.dumps(claims)}, "view": "EVALUATION_VIEW_FULL", **fields}
        return client.tokens.UpdateSessionClaims(json_format.ParseDict(document, token_service_pb2.UpdateSessionClaimsRequest()))

    with pytest.raises(errors.UnauthenticatedError):
        update(subject, opened.refresh_token.token, {"plan": "hacked"})
    with pytest.raises(errors.ClaimLockedError) as caught:
        update(project.client, opened.refresh_token.token, {"locked": 2})
    assert caught.value.details.code == "INVALID_ARGUMENT"
    with pytest.raises(errors.ReservedClaimError):
        update(project.client, opened.refresh_token.token, {"sub": "x"})
    updated = update(project.client, opened.refresh_token.token, {"plan": "{{user.email}}"}, remove_claims=["gone"])
    payload = decode(updated.session_token.token)[1]
    assert (payload["plan"], payload["locked"]) == ("ada@example.com", 1)
    assert "gone" not in payload
    origins = {origin.path: origin.layer for origin in updated.session_token.evaluation.origins}
    assert origins["plan"] == evaluation_pb2.LAYER_SESSION_CLAIMS
    project.update_user("ada", "email", email="new@example.com")
    assert decode(refresh(subject, updated.refresh_token.token).session_token.token)[1]["plan"] == "new@example.com"


def test_client_claims_stay_until_others_are_sent(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project, client_claims={"a": 1})
    second = refresh(subject, opened.refresh_token.token)
    assert decode(second.session_token.token)[1]["nsec"] == {"a": 1}
    third = refresh(subject, second.refresh_token.token, client_claims={"b": "{{user.email}}"})
    assert decode(third.session_token.token)[1]["nsec"] == {"b": "{{user.email}}"}


def test_an_id_token_comes_along(project: ProjectUnderTest, subject: Client) -> None:
    project.create_application("web")
    opened = open_session(project, application="web", scopes=["openid", "email"])
    answer = refresh(subject, opened.refresh_token.token, with_id_token=True)
    payload = decode(answer.id_token.token)[1]
    assert (payload["aud"], payload["email"]) == ("web", "ada@example.com")
    assert payload["at_hash"]


def test_without_rotation_the_token_stays_and_needs_a_trusted_caller(project: ProjectUnderTest, subject: Client) -> None:
    project.update_settings(refresh_policy={"rotation": False})
    opened = open_session(project)
    for _ in range(2):
        answer = refresh(project.client, opened.refresh_token.token)
        assert answer.refresh_token.token == opened.refresh_token.token
        assert decode(answer.session_token.token)[1]["sid"]
    with pytest.raises(errors.PermissionDeniedError):
        refresh(subject, opened.refresh_token.token)


def test_without_an_overlap_nothing_is_answered_twice(project: ProjectUnderTest, subject: Client) -> None:
    project.update_settings(refresh_policy={"overlap": "0s"})
    opened = open_session(project)
    refresh(subject, opened.refresh_token.token)
    with pytest.raises(errors.SessionEndedError):
        refresh(subject, opened.refresh_token.token)


def test_sessions_are_revoked_by_name_token_or_user(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    by_name, by_token, *others = [open_session(project) for _ in range(5)]
    request = token_service_pb2.RevokeSessionRequest(name=by_name.session.name)
    ended = project.client.tokens.RevokeSession(request).session
    assert ended.end.cause == session_pb2.SESSION_END_CAUSE_REVOKED
    assert project.client.tokens.RevokeSession(request).session == ended, "ending twice is ending once"
    subject.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(refresh_token=by_token.refresh_token.token))
    for opened in (by_name, by_token):
        with pytest.raises(errors.SessionEndedError, match="revoked"):
            refresh(subject, opened.refresh_token.token)
    with pytest.raises(errors.UnauthenticatedError):
        subject.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=others[0].session.name))
    with pytest.raises(errors.FieldRequiredError):
        project.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest())
    count = project.client.tokens.RevokeUserSessions(token_service_pb2.RevokeUserSessionsRequest(user=f"{project.name}/users/ada"))
    assert count.revoked_count == 3
    listing = token_service_pb2.ListSessionsRequest(parent=project.name, filter="state = ACTIVE")
    assert list(project.client.tokens.ListSessions(listing).sessions) == []
    with pytest.raises(errors.NotFoundError):
        project.client.tokens.RevokeUserSessions(token_service_pb2.RevokeUserSessionsRequest(user=f"{project.name}/users/nobody"))


def test_every_wrong_refresh_token_reads_the_same(service: TestService, project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    stateless = project.issue()
    header, payload, signature = opened.refresh_token.token.split(".")
    unknown = service.components.store.get(Session, project.id, opened.session.name.rpartition("/")[2])
    assert unknown is not None
    wrong = [
        "nonsense",
        "a.b.c",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{payload}",
        stateless.token,
        opened.session_token.token,
        "x" * 100_000,
        service.credential,
    ]
    texts = set()
    for token in wrong:
        with pytest.raises(errors.UnauthenticatedError) as caught:
            refresh(subject, token)
        texts.add(caught.value.message)
    assert texts == {"The call needs a valid credential."}
    with pytest.raises(errors.FieldRequiredError):
        refresh(subject, "")


def test_a_credential_of_another_project_can_not_refresh(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    opened = open_session(project)
    ProjectUnderTest(client, f"other-{project.id}").create()
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"x-{project.id}")
    grants = [{"project": f"projects/other-{project.id}", "roles": ["CALLER_ROLE_ISSUER"]}]
    json_format.ParseDict({"grants": grants}, request.credential)
    secret = client.credentials.CreateCredential(request).secret
    with Client(service.target, credential=secret) as other, pytest.raises(errors.NotFoundError):
        refresh(other, opened.refresh_token.token)


def test_a_revoked_key_takes_its_tokens_along(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    active = opened.session_token.key
    assert introspect(project, opened.session_token.token).active
    revoked = project.client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=active)).key
    assert revoked.state == 5
    assert not introspect(project, opened.session_token.token).active
    with pytest.raises(errors.UnauthenticatedError):
        refresh(subject, opened.refresh_token.token)
    assert project.issue().key != active, "another key signs at once"
    assert project.client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=active)).key == revoked
    with pytest.raises(errors.InvalidStateError):
        project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=active, force=True))


def test_introspection_tells_what_holds_and_keeps_the_untrusted_apart(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free", "n": [1, 2.5]})
    opened = open_session(project, client_claims={"plan": "hacked"})
    found = introspect(project, opened.session_token.token)
    assert found.active
    assert (found.subject, found.session) == (f"{project.name}/users/ada", opened.session.name)
    assert (found.kind, found.expire_time.seconds) == (evaluation_pb2.TOKEN_KIND_SESSION, NOW + 600)
    assert found.claims["plan"] == "free"
    assert "nsec" not in found.claims
    assert found.untrusted_claims["plan"] == "hacked"
    inactive = token_service_pb2.IntrospectTokenResponse()
    assert introspect(project, opened.refresh_token.token) == inactive
    assert introspect(project, opened.refresh_token.token, expected_kinds=["TOKEN_KIND_REFRESH"]).active
    assert introspect(project, opened.session_token.token, audience="somebody") == inactive
    assert introspect(project, "nonsense") == inactive
    with passed(service, seconds=606):
        assert introspect(project, opened.session_token.token) == inactive
    project.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=opened.session.name))
    assert introspect(project, opened.session_token.token) == inactive
    stateless = project.issue().token
    assert introspect(project, stateless).active
    project.update_user("ada", "status", status="USER_STATUS_DISABLED")
    assert introspect(project, stateless) == inactive


def test_another_projects_token_is_just_inactive(client: Client, project: ProjectUnderTest) -> None:
    other = ProjectUnderTest(client, f"foreign-{project.id}")
    other.create()
    assert introspect(project, other.issue().token) == token_service_pb2.IntrospectTokenResponse()


def test_an_access_keys_token_holds_as_long_as_its_key(project: ProjectUnderTest) -> None:
    key = project.create_access_key("k1").access_key
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key="k1")
    token = project.client.tokens.IssueAccessKeyToken(request).token.token
    found = introspect(project, token)
    assert (found.active, found.subject) == (True, key.name)
    project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=key.name))
    assert not introspect(project, token).active


def test_who_has_only_a_subjects_secret_is_rate_limited() -> None:
    limiter = RateLimiter(rate=10, burst=3)
    for _ in range(3):
        limiter.check("m", "ipv4:10.0.0.1:1000", now=0.0)
    with pytest.raises(Unavailable) as caught:
        limiter.check("m", "ipv4:10.0.0.1:2000", now=0.0)
    assert caught.value.reason == "RATE_LIMITED"
    assert caught.value.retry_after == timedelta(seconds=0.1)
    limiter.check("m", "ipv4:10.0.0.2:1000", now=0.0)
    limiter.check("m", "ipv4:10.0.0.1:2000", now=0.1)


def test_an_access_key_exchanges_its_own_secret(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"kind": "machine"}, kind="ACCESS_KEY")
    made = project.create_access_key("k1", memberships=[{"tenant": f"{project.name}/tenants/acme"}])
    with Client(service.target, credential=made.secret) as machine:
        payload = decode(exchange(machine, project, tenant="acme", client_claims={"a": 1}).token)[1]
        assert (payload["sub"], payload["kind"], payload["dct"], payload["nsec"]) == ("k1", "machine", "acme", {"a": 1})
        assert decode(exchange(machine, project, access_key="k1").token)[1]["sub"] == "k1"
        with pytest.raises(errors.UnauthenticatedError):
            exchange(machine, project, access_key="other")
        with pytest.raises(errors.UnauthenticatedError):
            machine.tokens.IssueSessionToken(project.session_request())
        project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=made.access_key.name))
        with pytest.raises(errors.UnauthenticatedError):
            exchange(machine, project)


def test_a_rotated_secret_holds_for_an_hour(service: TestService, project: ProjectUnderTest) -> None:
    made = project.create_access_key("k1")
    rotated = project.client.access_keys.RotateAccessKey(access_key_service_pb2.RotateAccessKeyRequest(name=made.access_key.name))
    assert rotated.secret != made.secret
    with Client(service.target, credential=made.secret) as old, Client(service.target, credential=rotated.secret) as new:
        with passed(service, minutes=59):
            exchange(old, project)
            exchange(new, project)
        with passed(service, minutes=60):
            exchange(new, project)
            with pytest.raises(errors.UnauthenticatedError):
                exchange(old, project)
    update = access_key_service_pb2.UpdateAccessKeyRequest()
    json_format.ParseDict({"name": made.access_key.name, "description": "new"}, update.access_key)
    project.client.access_keys.UpdateAccessKey(update)
    with Client(service.target, credential=rotated.secret) as new:
        exchange(new, project)


def test_an_access_key_is_used_from_its_addresses_only(service: TestService, project: ProjectUnderTest) -> None:
    made = project.create_access_key("k1", permitted_ips=["10.0.0.0/8", "2001:db8::1"])
    exchange(project.client, project, access_key="k1", request_context={"ip": "10.1.2.3"})
    exchange(project.client, project, access_key="k1", request_context={"ip": "2001:db8::1"})
    for address in ("11.0.0.1", "nonsense", "::1"):
        with pytest.raises(errors.AccessKeyInactiveError):
            exchange(project.client, project, access_key="k1", request_context={"ip": address})
    with Client(service.target, credential=made.secret) as machine, pytest.raises(errors.UnauthenticatedError):
        exchange(machine, project)


@pytest.mark.parametrize("secret", ["mmk_nonsense", "mmk_" + "x" * 49])
def test_a_wrong_access_key_secret_reads_like_any_other(service: TestService, project: ProjectUnderTest, secret: str) -> None:
    with (
        Client(service.target, credential=secret) as machine,
        pytest.raises(errors.UnauthenticatedError, match="The call needs a valid credential"),
    ):
        exchange(machine, project)
