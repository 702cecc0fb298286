"""Attack: bringing a standard claim into the token by a way that is not its own."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark import errors
from mintmark.v1 import token_service_pb2

from tests.project import ProjectUnderTest, decode

STAMPS = ["sub", "iss", "roles", "tenants", "nsec", "drn", "exp", "act", "cnf", "client_id"]


@pytest.mark.parametrize("name", STAMPS)
def test_deep_merging_does_not_reach_stamps(project: ProjectUnderTest, name: str) -> None:
    project.use_template({"a": 1})
    with pytest.raises(errors.ReservedClaimError):
        project.issue(inline_flow={"merge": "MERGE_RULE_DEEP_MERGE", "source": {"advanced": f'{{"{name}": {{"x": 1}}}}'}})


@pytest.mark.parametrize("name", STAMPS)
def test_removing_does_not_reach_stamps(project: ProjectUnderTest, name: str) -> None:
    project.use_template({"a": 1})
    with pytest.raises(errors.ReservedClaimError):
        project.issue(inline_flow={"remove_claims": [name]})


def test_a_stamps_name_inside_an_object_stays_there(project: ProjectUnderTest) -> None:
    project.use_template({"box": {"sub": "U9", "nsec": {"roles": ["admin"]}, "iss": "evil"}})
    payload = project.payload()
    assert (payload["sub"], payload["box"]["sub"]) == ("ada", "U9")
    assert "nsec" not in payload


def test_a_path_like_name_is_a_name(project: ProjectUnderTest) -> None:
    names = {"tenants.acme.roles": ["admin"], "nsec.a": 1, '["sub"]': 2, "/sub": 3, "$.sub": 4}
    project.use_template(names)
    payload = project.payload()
    assert {name: payload[name] for name in names} == names
    assert "tenants" not in payload


def test_replacing_the_projects_template_does_not_shake_off_its_locks(project: ProjectUnderTest) -> None:
    project.use_template({"tier": "gold", "kyc": "{{user.phone}}"}, locked=["tier", "kyc"], empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    for claims in ({"b": 1}, {"tier": "platinum"}, {"TIER": "x", "kyc": 1}):
        template = project.create_template(f"t{len(claims)}{next(iter(claims))}", claims, inherit=False)
        with pytest.raises(errors.ClaimLockedError):
            project.create_application("app", user_template=template.name)


def test_a_lock_that_comes_later_holds_at_issue(project: ProjectUnderTest) -> None:
    project.use_template({"tier": "gold"})
    template = project.create_template("own", {"tier": "platinum"}, inherit=False)
    project.create_application("app", user_template=template.name)
    assert project.payload(application="app")["tier"] == "platinum"
    with pytest.raises(errors.ClaimLockedError):
        project.update_template("default-user", "locked", locked=["tier"])


def test_session_claims_override_nothing(project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["aud", "amr", "sub"])
    project.use_template({"tier": "gold"}, locked=["tier"])
    opened = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
    refresh = opened.refresh_token.token
    for claims, error in (
        ('{"sub": "U9"}', errors.ReservedClaimError),
        ('{"aud": "api"}', errors.ReservedClaimError),
        ('{"Roles": ["admin"]}', errors.ReservedClaimError),
        ('{"tier": "x"}', errors.ClaimLockedError),
    ):
        request = token_service_pb2.UpdateSessionClaimsRequest(refresh_token=refresh)
        request.source.advanced = claims
        with pytest.raises(error):
            project.client.tokens.UpdateSessionClaims(request)
    answer = project.client.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=refresh))
    assert decode(answer.session_token.token)[1]["tier"] == "gold"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "{{form.a}}"},
        {"aud": ["{{connectors.c.body}}"]},
        {"aud": "x-{{request.user_agent}}"},
        {"amr": "{{device.amr}}"},
        {"aud": "{{has(form.a) ? 'a' : 'b'}}"},
        {"aud": "{{user.email + string(request.ip)}}"},
        {"aud": "{{ {'a': form.a}.a }}"},
        {"aud": "{{[1].map(x, form.a)}}"},
    ],
)
def test_an_override_is_not_taken_from_what_callers_control(project: ProjectUnderTest, claims: dict[str, Any]) -> None:
    project.update_settings(allowed_overrides=["aud", "amr"])
    with pytest.raises(errors.UntrustedOverrideSourceError):
        project.create_flow("f", claims)


@pytest.mark.parametrize(
    "source", ["{{flow.id}}", "{{tenant.id}}", "{{session.id}}", "{{application.client_id}}", "{{user.id}}{{request.ip}}"]
)
def test_a_subject_comes_from_the_subjects_own_record(project: ProjectUnderTest, source: str) -> None:
    project.update_settings(allowed_overrides=["sub"])
    with pytest.raises((errors.UntrustedOverrideSourceError, errors.UnknownReferenceError)):
        project.create_template("t", {"sub": source}, override_subject=True)


def test_a_subject_is_never_somebody_elses(project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["sub"])
    project.create_user("grace")
    project.create_access_key("nightly")
    project.use_template({"sub": "{{user.custom_attributes.plan}}"}, override_subject=True)
    for taken in ("grace", "nightly"):
        project.update_user("ada", "custom_attributes", custom_attributes={"plan": taken})
        with pytest.raises(errors.SubjectNotAllowedError):
            project.issue()
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "ada"})
    assert project.payload()["sub"] == "ada"
