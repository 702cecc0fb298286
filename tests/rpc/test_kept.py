"""What is kept with a subject never outlives what it was made of: the token after a change says the change."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from mintmark import errors
from mintmark.v1 import access_key_service_pb2, application_service_pb2, tenant_service_pb2, token_service_pb2, user_service_pb2
from mintmark_server.claims.settled import Kept
from mintmark_server.model.directory import User
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import exchange

TEMPLATE = {
    "fixed": "100 %s",
    "mail": "{{user.email}}",
    "plan": "{{user.custom_attributes.plan}}",
    "writer": "{{'write' in user.permissions}}",
    "region": "{{tenant.custom_attributes.region}}",
    "app": "{{application.name}}",
}
BEFORE = {"fixed": "100 %s", "mail": "ada@example.com", "plan": "pro", "writer": False, "region": "eu", "app": "Web"}


@pytest.fixture
def warm(project: ProjectUnderTest) -> ProjectUnderTest:
    """A project whose user has had several tokens of the same layers."""
    membership = {"tenant": f"{project.name}/tenants/acme", "roles": ["viewer"]}
    project.update_user(
        "ada", "custom_attributes,memberships,roles", custom_attributes={"plan": "pro"}, memberships=[membership], roles=["viewer"]
    )
    update_tenant(project, "eu")
    project.use_template(TEMPLATE)
    project.create_application("web", display_name="Web")
    assert [claims(project) for _ in range(4)] == [BEFORE] * 4
    return project


def claims(project: ProjectUnderTest) -> dict[str, Any]:
    payload = project.payload(tenant="acme", application="web")
    return {name: payload[name] for name in TEMPLATE}


def update_tenant(project: ProjectUnderTest, region: str) -> None:
    request = tenant_service_pb2.UpdateTenantRequest()
    request.tenant.name = f"{project.name}/tenants/acme"
    request.tenant.custom_attributes.update({"region": region})
    request.update_mask.paths.append("custom_attributes")
    project.client.tenants.UpdateTenant(request)


def update_application(project: ProjectUnderTest) -> None:
    request = application_service_pb2.UpdateApplicationRequest()
    request.application.name = f"{project.name}/applications/web"
    request.application.display_name = "Shop"
    request.update_mask.paths.append("display_name")
    project.client.applications.UpdateApplication(request)


CHANGES: dict[str, tuple[Callable[[ProjectUnderTest], object], dict[str, Any]]] = {
    "user": (lambda project: project.update_user("ada", "email", email="new@example.com"), {"mail": "new@example.com"}),
    "attribute": (lambda project: project.update_user("ada", "custom_attributes", custom_attributes={"plan": "50 %"}), {"plan": "50 %"}),
    "role": (lambda project: project.update_role("viewer", ["write"]), {"writer": True}),
    "tenant": (lambda project: update_tenant(project, "us"), {"region": "us"}),
    "application": (update_application, {"app": "Shop"}),
    "template": (
        lambda project: project.update_template("default-user", "source", source={"advanced": json.dumps({**TEMPLATE, "fixed": 7})}),
        {"fixed": 7},
    ),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_the_next_token_says_what_changed(warm: ProjectUnderTest, changed: str) -> None:
    change, after = CHANGES[changed]
    before = warm.preview(tenant="acme", application="web")
    change(warm)
    assert [claims(warm) for _ in range(3)] == [BEFORE | after] * 3
    now = warm.preview(tenant="acme", application="web")
    assert now.digest != before.digest
    assert {name: json.loads(now.payload)[name] for name in TEMPLATE} == BEFORE | after


def test_who_left_the_tenant_or_is_disabled_gets_no_token(warm: ProjectUnderTest) -> None:
    warm.update_user("ada", "memberships", memberships=[])
    with pytest.raises(errors.NotAMemberError):
        claims(warm)
    warm.client.users.UpdateUser(
        user_service_pb2.UpdateUserRequest(
            user={"name": f"{warm.name}/users/ada", "status": "USER_STATUS_DISABLED"},
            update_mask={"paths": ["status"]},
        )
    )
    with pytest.raises(errors.SubjectDisabledError):
        warm.payload()


def test_tokens_of_one_subject_say_their_own_times(service: TestService, warm: ProjectUnderTest) -> None:
    first = warm.payload(tenant="acme", application="web")
    service.clock.move(timedelta(minutes=7))
    second = warm.payload(tenant="acme", application="web", ttl="60s")
    assert (second["iat"] - first["iat"], second["exp"] - second["iat"]) == (7 * 60, 60)


def test_what_is_kept_stays_small_however_many_places_are_asked_for(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"mail": "{{user.email}}"})
    for number in range(12):
        project.create_application(f"app{number}")
        for _ in range(3):
            assert project.payload(application=f"app{number}")["mail"] == "ada@example.com"
    cache = service.components.records
    user = cache.get(User, project.id, "ada")
    assert user is not None
    view = cache.view(user, service.components.configurations.get(project.id))
    assert 0 < len(view.gathered) <= 8
    assert all(isinstance(gathered.kept, Kept) for gathered in view.gathered.values())


def test_a_later_key_of_the_same_id_does_not_inherit_claims(project: ProjectUnderTest) -> None:
    for claims_of_key in ({"job": "admin"}, {"job": "guest"}, {"job": "{{access_key.id}}"}, {}):
        project.create_access_key("k1", source={"advanced": json.dumps(claims_of_key)})
        expected = {"job": "k1"} if "{{" in claims_of_key.get("job", "") else claims_of_key
        for _ in range(2):
            payload = decode(exchange(project.client, project, access_key="k1").token)[1]
            assert {name: payload[name] for name in payload.keys() & {"job"}} == expected
        project.client.access_keys.DeleteAccessKey(access_key_service_pb2.DeleteAccessKeyRequest(name=f"{project.name}/accessKeys/k1"))


def test_several_mappings_of_one_scope_each_bring_their_claims(project: ProjectUnderTest) -> None:
    written = ({"first": 1, "both": 1}, {"second": 2, "both": 2})
    mappings = [{"scope": "shop", "source": {"advanced": json.dumps(claims_of_scope)}} for claims_of_scope in written]
    project.create_application("web", scope_mappings=mappings)
    request = project.fill(token_service_pb2.IssueIdTokenRequest(), application="web", scopes=["shop"])
    for _ in range(2):
        payload = decode(project.client.tokens.IssueIdToken(request).token.token)[1]
        assert [payload.get(name) for name in ("first", "second", "both")] == [1, 2, 2]
