"""Issuing over gRPC: what is in the token, who may ask for it, and what is stored."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import access_key_service_pb2, credential_service_pb2, token_service_pb2
from mintmark_server.model.directory import User
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.model.sessions import Session
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode

NOW = 1_932_811_200


def credential_for(service: TestService, client: Client, project: ProjectUnderTest, *, roles: list[str], permissions: list[str]) -> Client:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"c-{project.id}-{len(roles)}-{len(permissions)}")
    grant = {
        "project": project.name,
        "roles": [f"CALLER_ROLE_{role}" for role in roles],
        "permissions": [f"CALLER_PERMISSION_{permission}" for permission in permissions],
    }
    json_format.ParseDict({"grants": [grant]}, request.credential)
    return Client(service.target, credential=client.credentials.CreateCredential(request).secret)


def test_the_documented_token_has_these_members_and_no_others(client: Client) -> None:
    project = ProjectUnderTest(client, "sample")
    project.create(issuer_style="ISSUER_STYLE_PROJECT_ID")
    project.use_template({"my_json_custom_claim": {"hello": "I am a custom claim", "that_has": "Nested Json"}})
    token = project.issue(authentication={"amr": ["oauth"]}).token
    header, payload = decode(token)
    assert payload == {
        "amr": ["oauth"],
        "drn": "DS",
        "exp": NOW + 600,
        "iat": NOW,
        "iss": "sample",
        "my_json_custom_claim": {"hello": "I am a custom claim", "that_has": "Nested Json"},
        "sub": "ada",
    }
    assert header["alg"] == "ES256"
    assert header["typ"] == "JWT"
    assert sorted(header) == ["alg", "kid", "typ"]


def test_equal_claims_are_equal_bytes_in_code_point_order(project: ProjectUnderTest) -> None:
    project.use_template('{"b": 1e-6, "a": {"é": "ü/\\u2028", "Z": 1.0}, "c": 1e21}'.replace("1e21", "9007199254740991"))
    issued = project.issue()
    members = issued.evaluation.payload
    assert members.startswith('{"a":{"Z":1,"é":"ü/\u2028"},"b":0.000001,"c":9007199254740991,"drn":"DS",')


def test_a_login_id_names_the_user(project: ProjectUnderTest) -> None:
    assert project.payload(user="", subject={"login_id": "ada@example.com"})["sub"] == "ada"
    with pytest.raises(errors.NotFoundError):
        project.issue(user="", subject={"login_id": "nobody@example.com"})


def test_a_user_can_be_brought_along_and_is_stored_with_the_token(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}"}, empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    brought = {"name": f"{project.name}/users/grace", "email": "grace@example.com", "custom_attributes": {"plan": "pro"}}
    assert project.payload(user="", subject={"upsert_user": brought})["plan"] == "pro"
    stored = service.components.store.get(User, project.id, "grace")
    assert stored is not None
    assert stored.revision == 1
    project.issue(user="", subject={"upsert_user": brought})
    again = service.components.store.get(User, project.id, "grace")
    assert again is not None
    assert again.revision == 1, "nothing changed, nothing is written"
    assert project.payload(user="", subject={"upsert_user": {**brought, "custom_attributes": {"plan": "free"}}})["plan"] == "free"
    changed = service.components.store.get(User, project.id, "grace")
    assert changed is not None
    assert (changed.revision, changed.email) == (2, "grace@example.com")


def test_a_user_that_is_refused_is_not_stored(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"level": "{{user.custom_attributes.level > 2.0}}"})
    brought = {"name": f"{project.name}/users/grace"}
    with pytest.raises(errors.ExpressionFailedError):
        project.issue(user="", subject={"upsert_user": brought})
    assert service.components.store.get(User, project.id, "grace") is None
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.issue(user="", subject={"upsert_user": {**brought, "custom_attributes": {"plam": "x"}}})
    assert caught.value.problems[0].path == "subject.upsert_user.custom_attributes.plam"


def test_a_session_opens_with_its_first_generation_as_a_digest(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free"})
    project.create_flow("checkout", {"purpose": "{{form.purpose}}", "risk": "{{connectors.risk.score}}"})
    request = project.fill(
        token_service_pb2.IssueSessionRequest(),
        flow="checkout",
        flow_context={"form": {"purpose": "audit", "secret": "x"}, "connectors": {"risk": {"score": 3, "ip": "y"}}, "device": {"a": 1}},
        authentication={"amr": ["pwd"]},
    )
    answer = project.client.tokens.IssueSession(request)
    session_payload, refresh_payload = decode(answer.session_token.token)[1], decode(answer.refresh_token.token)[1]
    sid = answer.session.name.rpartition("/")[2]
    assert session_payload["sid"] == refresh_payload["sid"] == sid
    assert refresh_payload["drn"] == "DSR"
    assert refresh_payload["exp"] == NOW + 28 * 24 * 3600
    assert session_payload["rexp"] == "2031-04-29T12:00:00Z"
    assert decode(answer.refresh_token.token)[0]["typ"] == "refresh+jwt"
    stored = service.components.store.get(Session, project.id, sid)
    assert stored is not None
    assert stored.refresh_digest == hashlib.sha256(answer.refresh_token.token.encode()).hexdigest()
    assert stored.generation == 1
    assert stored.flow_run is not None
    assert stored.flow_run.context == {"form": {"purpose": "audit"}, "connectors": {"risk": {"score": 3}}}
    shown = project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=answer.session.name)).session
    assert shown == answer.session
    listed = project.client.tokens.ListSessions(token_service_pb2.ListSessionsRequest(parent=project.name, filter="user = ada"))
    assert [session.name for session in listed.sessions] == [answer.session.name]
    session_token = project.payload(session=answer.session.name)
    assert session_token["sid"] == sid


def test_a_session_that_is_refused_is_not_opened(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"high": "{{user.custom_attributes.level > 2.0}}"})
    with pytest.raises(errors.ExpressionFailedError):
        project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
    assert service.components.store.list_records(Session, project.id, limit=1).records == ()


def test_an_id_token_names_client_nonce_and_access_token(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free"})
    project.create_application("web", client_id="web-client")
    request = project.fill(
        token_service_pb2.IssueIdTokenRequest(),
        application="web",
        nonce="n-1",
        access_token="an.access.token",
        scopes=["openid", "profile", "email", "descope.custom_claims"],
        authentication={"amr": ["pwd"], "auth_time": "2031-04-01T11:59:00Z", "acr": "urn:x"},
    )
    payload = decode(project.client.tokens.IssueIdToken(request).token.token)[1]
    half = hashlib.sha256(b"an.access.token").digest()[:16]
    assert {name: payload[name] for name in sorted(payload) if name != "jti"} == {
        "acr": "urn:x",
        "amr": ["pwd"],
        "at_hash": urlsafe_b64encode(half).rstrip(b"=").decode(),
        "aud": "web-client",
        "auth_time": NOW - 60,
        "email": "ada@example.com",
        "exp": NOW + 600,
        "iat": NOW,
        "iss": f"https://tokens.example.com/projects/{project.id}",
        "name": "Ada Lovelace",
        "nonce": "n-1",
        "plan": "free",
        "sub": "ada",
    }
    request.scopes[:] = ["openid"]
    answer = project.client.tokens.IssueIdToken(request).token
    assert "plan" not in decode(answer.token)[1]
    assert [(absence.path, absence.reason) for absence in answer.evaluation.absences] == [("plan", 5)]


def test_a_session_with_an_id_token_ties_them_together(project: ProjectUnderTest) -> None:
    project.create_application("web")
    request = project.fill(token_service_pb2.IssueSessionRequest(), application="web", with_id_token=True, nonce="n")
    answer = project.client.tokens.IssueSession(request)
    half = hashlib.sha256(answer.session_token.token.encode()).digest()[:16]
    payload = decode(answer.id_token.token)[1]
    assert payload["at_hash"] == urlsafe_b64encode(half).rstrip(b"=").decode()
    assert payload["nonce"] == "n"
    with pytest.raises(errors.FieldRequiredError):
        project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), with_id_token=True))


def test_an_access_key_has_its_template_its_own_claims_and_its_tenant(project: ProjectUnderTest) -> None:
    project.use_template({"source": "machine", "who": "{{access_key.name}}"}, kind="ACCESS_KEY")
    project.create_access_key(
        "k1",
        display_name="Nightly",
        source={"advanced": '{"team": "billing"}'},
        memberships=[{"tenant": f"{project.name}/tenants/acme", "roles": ["viewer"]}],
    )
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key="k1", tenant="acme")
    payload = decode(project.client.tokens.IssueAccessKeyToken(request).token.token)[1]
    assert payload["drn"] == "DSK"
    assert payload["sub"] == "k1"
    assert payload["dct"] == "acme"
    assert payload["tenants"] == {"acme": {"permissions": ["read"], "roles": ["viewer"]}}
    assert (payload["source"], payload["who"], payload["team"]) == ("machine", "Nightly", "billing")


def test_a_bound_key_has_its_users_authorization(project: ProjectUnderTest) -> None:
    project.update_user("ada", "roles", roles=["admin"])
    project.create_access_key("k1", bound_user=f"{project.name}/users/ada")
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key="k1")
    payload = decode(project.client.tokens.IssueAccessKeyToken(request).token.token)[1]
    assert (payload["sub"], payload["roles"]) == ("k1", ["admin"])
    project.update_user("ada", "status", status="USER_STATUS_DISABLED")
    with pytest.raises(errors.SubjectDisabledError):
        project.client.tokens.IssueAccessKeyToken(request)


@pytest.mark.parametrize(
    ("field", "value", "permission"),
    [
        ("inline_flow", {"source": {"advanced": '{"a": 1}'}}, "INLINE_FLOW"),
        ("subject", {"upsert_user": {"name": "USERS/grace"}}, "UPSERT_USER"),
        ("authentication", {"impersonator": "USERS/eve"}, "IMPERSONATE"),
        ("authentication", {"step_up": True}, "STEP_UP"),
    ],
)
def test_some_fields_need_a_permission_of_their_own(
    service: TestService, client: Client, project: ProjectUnderTest, field: str, value: Any, permission: str
) -> None:
    named = json.loads(json.dumps(value).replace("USERS/", f"{project.name}/users/"))
    project.create_user("eve")
    request = project.session_request(**{field: named})
    with credential_for(service, client, project, roles=["ISSUER"], permissions=[]) as plain:
        plain.tokens.IssueSessionToken(project.session_request())
        with pytest.raises(errors.PermissionDeniedError, match=permission):
            plain.tokens.IssueSessionToken(request)
    with credential_for(service, client, project, roles=["ISSUER"], permissions=[permission]) as allowed:
        allowed.tokens.IssueSessionToken(request)


def test_an_impersonation_shows_in_the_token_and_in_the_audit_log(service: TestService, project: ProjectUnderTest) -> None:
    project.create_user("grace")
    payload = project.payload(user="grace", authentication={"impersonator": f"{project.name}/users/ada"})
    assert payload["act"] == {"sub": "ada"}
    last = service.components.store.list_audit(project.id, after=0, limit=99)[-1]
    assert (last.entry.resource, last.entry.note) == (f"{project.name}/users/grace", "impersonated by ada")


def test_a_step_up_shows_in_session_tokens_only(project: ProjectUnderTest) -> None:
    answer = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), authentication={"step_up": True}))
    assert decode(answer.session_token.token)[1]["su"] is True
    assert "su" not in decode(answer.refresh_token.token)[1]


def test_lifetimes_come_from_request_application_or_project(project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"session_ttl": "300s"})
    project.create_application("web", lifetimes={"session_ttl": "120s"})
    assert project.payload()["exp"] == NOW + 300
    assert project.payload(application="web")["exp"] == NOW + 120
    assert project.payload(ttl="30s")["exp"] == NOW + 30
    for ttl in ("301s", "0.5s"):
        with pytest.raises(errors.InvalidFieldError) as caught:
            project.issue(ttl=ttl)
        assert caught.value.problems[0].path == "ttl"


def test_the_audience_follows_the_applications_policy(project: ProjectUnderTest) -> None:
    for number, (policy, expected) in enumerate(
        [("NONE", None), ("CLIENT_ID", "cid"), ("PROJECT_ID", project.id), ("APPLICATION_ID", "app4"), ("CUSTOM", ["a", "b"])], 1
    ):
        project.create_application(
            f"app{number}", client_id="cid" if number == 2 else "", audience_policy=f"AUDIENCE_POLICY_{policy}", audiences=["a", "b"]
        )
        assert project.payload(application=f"app{number}").get("aud") == expected


def test_disabled_records_get_no_tokens(project: ProjectUnderTest) -> None:
    project.create_application("web", disabled=True)
    with pytest.raises(errors.ApplicationDisabledError):
        project.issue(application="web")
    key = project.create_access_key("k1").access_key
    project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=key.name))
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key="k1")
    with pytest.raises(errors.AccessKeyInactiveError):
        project.client.tokens.IssueAccessKeyToken(request)
    project.client.access_keys.ActivateAccessKey(access_key_service_pb2.ActivateAccessKeyRequest(name=key.name))
    project.client.tokens.IssueAccessKeyToken(request)
    project.create_access_key("old", expire_time="2031-04-01T12:00:00Z")
    with pytest.raises(errors.AccessKeyInactiveError, match="expired"):
        project.client.tokens.IssueAccessKeyToken(project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", access_key="old"))


def test_another_issuer_is_refused_where_the_template_enforces_it(project: ProjectUnderTest) -> None:
    project.use_template({}, enforce_issuer=True)
    project.create_application("web", issuer="https://other.example.com")
    right = f"https://tokens.example.com/{project.name}"
    project.issue(issuer=right)
    with pytest.raises(errors.IssuerMismatchError):
        project.issue(issuer="https://evil.example.com")
    with pytest.raises(errors.IssuerMismatchError) as caught:
        project.issue(application="web")
    assert caught.value.details.code == "FAILED_PRECONDITION"


def test_a_subject_that_is_somebody_elses_id_is_refused(project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["sub"])
    project.create_user("grace", email="ada")
    project.use_template({"sub": "{{user.email}}"}, override_subject=True)
    with pytest.raises(errors.SubjectNotAllowedError):
        project.issue(user="grace")
    assert project.payload(user="ada")["sub"] == "ada@example.com"
    assert project.payload(user="ada")["dsub"] == "ada"


def test_a_token_over_an_enforced_budget_is_refused_and_a_reported_one_warns(project: ProjectUnderTest) -> None:
    project.use_template({f"k{number}": "x" * 480 for number in range(8)})
    issued = project.issue()
    assert [warning.reason for warning in issued.evaluation.warnings] == [2]
    cookie = issued.evaluation.size.budgets[0]
    assert issued.evaluation.size.token_bytes == len(issued.token)
    assert cookie.actual_bytes == len("DS=") + len(issued.token) + len("; Path=/; Secure; HttpOnly; SameSite=Lax")
    assert cookie.headroom_bytes == 4096 - cookie.actual_bytes
    project.update_settings(budgets=[{"kind": "BUDGET_KIND_CUSTOM", "mode": "BUDGET_MODE_ENFORCE", "custom_bytes": "3000"}])
    with pytest.raises(errors.BudgetExceededError) as caught:
        project.issue()
    assert caught.value.details.code == "FAILED_PRECONDITION"
    assert caught.value.problems[0].limit == 3000
    assert caught.value.problems[0].actual == len(issued.token)
    with pytest.raises(errors.BudgetExceededError) as caught:
        project.issue(client_claims={"a": 1})
    assert caught.value.details.code == "INVALID_ARGUMENT"


def test_sizes_sum_to_the_payload(project: ProjectUnderTest) -> None:
    project.use_template({"é": "ü", "box": {"a": [1, 2]}, "plan": "{{user.custom_attributes.plan}}"})
    evaluation = project.issue(client_claims={"b": "✓"}).evaluation
    assert sum(size.bytes for size in evaluation.size.claims) + 2 == evaluation.size.payload_bytes == len(evaluation.payload.encode())


def test_a_view_shows_no_more_than_asked(project: ProjectUnderTest) -> None:
    basic = project.issue(view="EVALUATION_VIEW_BASIC").evaluation
    assert (basic.payload, len(basic.origins), len(basic.size.claims)) == ("", 0, 0)
    assert basic.digest
    assert basic.size.payload_bytes > 0
    sizes = project.issue(view="EVALUATION_VIEW_SIZES").evaluation
    assert sizes.payload == ""
    assert len(sizes.size.claims) > 0


def test_what_a_preview_says_is_what_the_token_says(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}", "t": "{{request.time}}"})
    foreseen, issued = project.preview(), project.issue().evaluation
    assert (foreseen.digest, foreseen.payload) == (issued.digest, issued.payload)
    assert foreseen.size == issued.size
    assert list(foreseen.origins) == list(issued.origins)
    foreseen = project.preview(drafts={"assume_subject_attributes": {"plan": "pro"}})
    assert json.loads(foreseen.payload)["plan"] == "pro"
    assert foreseen.digest != issued.digest
    draft = {"draft_template": {"source": {"advanced": '{"only": "{{user.email}}"}'}}}
    assert json.loads(project.preview(drafts=draft).payload)["only"] == "ada@example.com"
    broken = {"draft_template": {"source": {"advanced": '{"a": "{{user.emial}}"}'}}}
    found = project.preview(drafts=broken).problems
    assert [(problem.path, problem.suggestion) for problem in found] == [("a", "user.email")]


def test_a_preview_stores_and_signs_nothing(service: TestService, project: ProjectUnderTest) -> None:
    before = service.components.store.list_audit(project.id, after=0, limit=99)
    request = token_service_pb2.PreviewTokenRequest(refresh=project.fill(token_service_pb2.IssueRefreshTokenRequest()))
    evaluation = project.client.tokens.PreviewToken(request).evaluation
    assert json.loads(evaluation.payload)["sid"].startswith("S")
    assert service.components.store.list_records(Session, project.id, limit=1).records == ()
    assert service.components.store.list_audit(project.id, after=0, limit=99) == before
    with pytest.raises(errors.FieldRequiredError):
        project.client.tokens.PreviewToken(token_service_pb2.PreviewTokenRequest())


def test_a_change_holds_for_the_next_token(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}", "v": 1})
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "free"})
    assert (project.payload()["plan"], project.payload()["v"]) == ("free", 1)
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    project.update_template("default-user", "source", source={"advanced": '{"plan": "{{user.custom_attributes.plan}}", "v": 2}'})
    assert (project.payload()["plan"], project.payload()["v"]) == ("pro", 2)


def test_all_tenant_names_can_be_read(project: ProjectUnderTest) -> None:
    project.use_template({"orgs": "{{user.tenantNames}}", "ids": "{{user.tenant_ids}}"}, auth_schema="AUTH_SCHEMA_NONE")
    memberships = [{"tenant": f"{project.name}/tenants/{tenant}"} for tenant in ("globex", "acme")]
    project.update_user("ada", "memberships", memberships=memberships)
    payload = project.payload()
    assert (payload["orgs"], payload["ids"]) == (["Globex", "Acme"], ["globex", "acme"])


def test_scope_mappings_bring_claims_to_id_tokens(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free"})
    mappings = [
        {"scope": "billing", "source": {"advanced": '{"plan": "billed", "account": "{{user.id}}"}'}},
        {"scope": "always", "mandatory": True, "source": {"advanced": '{"terms": 3}'}},
    ]
    project.update_settings(scope_mappings=mappings)
    project.create_application("web", scope_mappings=[{"scope": "billing", "source": {"advanced": '{"account": "own"}'}}])
    request = project.fill(token_service_pb2.IssueIdTokenRequest(), application="web", scopes=["openid", "billing", "custom_claims"])
    issued = project.client.tokens.IssueIdToken(request).token
    payload = decode(issued.token)[1]
    assert (payload["plan"], payload["account"], payload["terms"]) == ("billed", "own", 3)
    project.create_application("closed", allowed_scopes=["openid"])
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.client.tokens.IssueIdToken(
            project.fill(token_service_pb2.IssueIdTokenRequest(), application="closed", scopes=["openid", "billing"])
        )
    assert caught.value.problems[0].path == "scopes[1]"


def test_a_project_without_an_active_key_issues_nothing(service: TestService, project: ProjectUnderTest) -> None:
    store = service.components.store
    key = store.list_records(SigningKey, project.id, limit=1).records[0]
    store.commit(Intent(changes=(Put(replace(key, state=KeyState.RETIRING, revision=2)),)))
    with pytest.raises(errors.NoActiveKeyError):
        project.issue()


def test_time_passes_between_tokens(service: TestService, client: Client) -> None:
    project = ProjectUnderTest(client, "timely")
    project.create()
    first = project.payload()
    service.clock.move(timedelta(seconds=5))
    try:
        assert project.payload()["iat"] == first["iat"] + 5
    finally:
        service.clock.move(timedelta(seconds=-5))


def test_a_session_that_ended_or_is_anothers_gets_no_tokens(service: TestService, project: ProjectUnderTest) -> None:
    session = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), ttl="60s")).session
    project.create_user("grace")
    with pytest.raises(errors.InvalidFieldError):
        project.issue(user="grace", session=session.name)
    with pytest.raises(errors.NotFoundError):
        project.issue(session=f"{project.name}/sessions/absent")
    assert project.payload(session=session.name)["exp"] == NOW + 60, "no token outlives its session"
    service.clock.move(timedelta(seconds=60))
    try:
        with pytest.raises(errors.SessionEndedError):
            project.issue(session=session.name)
    finally:
        service.clock.move(timedelta(seconds=-60))
