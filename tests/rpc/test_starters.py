"""Starter templates: created from what the service lists, and their tokens held to each reader's documented rules.

The rules are written down here anew, from each reader's documentation, and know nothing of the templates.
"""

from __future__ import annotations

from typing import Any

import pytest
from mintmark import errors
from mintmark.v1 import project_service_pb2, template_service_pb2, token_service_pb2

from tests.project import ProjectUnderTest, decode

NAMESPACE = "https://hasura.io/jwt/claims"


def find_hasura_problems(payload: dict[str, Any]) -> list[str]:
    """Hasura, "Authentication using JWTs": both role variables are there, the default among the allowed, session variables are text."""
    claims = payload.get(NAMESPACE)
    if not isinstance(claims, dict):
        return ["no namespace"]
    found = [f"{key} is no session variable" for key in claims if not key.lower().startswith("x-hasura-")]
    allowed, default = claims.get("x-hasura-allowed-roles"), claims.get("x-hasura-default-role")
    if not (isinstance(allowed, list) and allowed and all(isinstance(role, str) for role in allowed)):
        return [*found, "allowed roles"]
    if default not in allowed:
        found.append("the default role is not allowed")
    if len(set(allowed)) != len(allowed):
        found.append("a role stands twice")
    found += [f"{key} is no text" for key, value in claims.items() if key != "x-hasura-allowed-roles" and not isinstance(value, str)]
    return found


def find_supabase_problems(payload: dict[str, Any]) -> list[str]:
    """Supabase, "JWT claims reference": the claims that are always present, with their types."""
    required: dict[str, type | tuple[type, ...]] = {
        "iss": str, "aud": (str, list), "exp": int, "iat": int, "sub": str, "role": str, "aal": str, "session_id": str, "email": str,
        "phone": str, "is_anonymous": bool, "app_metadata": dict, "user_metadata": dict,
    }  # fmt: skip
    found = [f"{name} is {payload.get(name)!r}" for name, type_ in required.items() if not isinstance(payload.get(name), type_)]
    if payload.get("role") not in ("anon", "authenticated", "service_role"):
        found.append("role")
    if payload.get("aal") not in ("aal1", "aal2"):
        found.append("aal")
    return found


def find_postgrest_problems(payload: dict[str, Any], *, audience: str, database_roles: set[str]) -> list[str]:
    """PostgREST, "Authentication": `role` is a database role; `aud`, where configured, a text or a list that has it; times are numbers."""
    audiences = payload["aud"] if isinstance(payload["aud"], list) else [payload["aud"]]
    found = [] if payload.get("role") in database_roles else ["role"]
    found += [] if audience in audiences else ["aud"]
    return found + [name for name in ("exp", "iat") if not isinstance(payload[name], int)]


def find_kubernetes_problems(payload: dict[str, Any], *, issuer: str, client_id: str) -> list[str]:
    """Kubernetes, "Authenticating", structured configuration: issuer.url, audiences, claimMappings of username and groups."""
    audiences = payload["aud"] if isinstance(payload["aud"], list) else [payload["aud"]]
    found = [] if payload["iss"] == issuer and "://" in issuer else ["iss"]
    found += [] if client_id in audiences else ["aud"]
    username = payload.get("username")
    groups = payload.get("groups", []) + payload.get("tenant_groups", []) if isinstance(payload.get("groups", []), list) else None
    if not isinstance(username, str) or not username or username.startswith("system:"):
        found.append("username")
    if not (isinstance(groups, list) and all(isinstance(group, str) and group and not group.startswith("system:") for group in groups)):
        found.append("groups")
    return found


def find_descope_roles(payload: dict[str, Any], tenant: str = "") -> list[str]:
    """Descope's SDKs: a tenant's roles under `tenants`, or at the root where there is no `tenants` and `dct` names it; else the root."""
    if not tenant:
        return payload.get("roles", [])  # type: ignore[no-any-return]
    if "tenants" not in payload and payload.get("dct") == tenant:
        return payload.get("roles", [])  # type: ignore[no-any-return]
    return payload.get("tenants", {}).get(tenant, {}).get("roles", [])  # type: ignore[no-any-return]


def starters(project: ProjectUnderTest) -> dict[str, Any]:
    answer = project.client.templates.ListStarterTemplates(template_service_pb2.ListStarterTemplatesRequest(parent=project.name))
    return {starter.name.rpartition("/")[2]: starter for starter in answer.starter_templates}


@pytest.fixture
def use(project: ProjectUnderTest) -> Any:
    """Use a starter as its message says."""

    def use(name: str) -> ProjectUnderTest:
        full = f"{project.name}/starterTemplates/{name}"
        starter = project.client.templates.GetStarterTemplate(template_service_pb2.GetStarterTemplateRequest(name=full)).starter_template
        if starter.allowed_overrides:
            project.update_settings(allowed_overrides=list(starter.allowed_overrides))
        request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id=name, template=starter.template)
        template = project.client.templates.CreateTemplate(request).template
        project.update_settings(user_template=template.name)
        project.update_user(
            "ada",
            "roles,memberships",
            roles=["viewer"],
            memberships=[{"tenant": f"{project.name}/tenants/acme", "roles": ["admin"]}],
        )
        project.create_user("bare")
        return project

    return use


def test_the_library_has_the_four_and_each_says_whom_it_is_for(project: ProjectUnderTest) -> None:
    found = starters(project)
    assert list(found) == ["descope-default", "hasura", "kubernetes", "supabase"]
    for name, starter in found.items():
        assert starter.documentation_uri.startswith("https://"), name
        assert len(starter.description) > 80, name
        full = f"{project.name}/starterTemplates/{name}"
        one = project.client.templates.GetStarterTemplate(template_service_pb2.GetStarterTemplateRequest(name=full))
        assert one.starter_template == starter
    absent = f"{project.name}/starterTemplates/absent"
    with pytest.raises(errors.NotFoundError):
        project.client.templates.GetStarterTemplate(template_service_pb2.GetStarterTemplateRequest(name=absent))


def test_hasura(use: Any) -> None:
    project = use("hasura")
    payload = project.payload()
    assert find_hasura_problems(payload) == []
    assert payload[NAMESPACE] == {
        "x-hasura-allowed-roles": ["viewer", "user"],
        "x-hasura-default-role": "user",
        "x-hasura-user-id": "ada",
        "x-hasura-tenant-id": "acme",
    }
    bare = project.payload("bare")
    assert find_hasura_problems(bare) == []
    assert sorted(bare[NAMESPACE]) == ["x-hasura-allowed-roles", "x-hasura-default-role", "x-hasura-user-id"]
    project.create_role("user", [])
    project.update_user("ada", "roles", roles=["user", "viewer"])
    assert find_hasura_problems(project.payload()) == []


def test_supabase_and_postgrest(use: Any) -> None:
    project = use("supabase")
    request = project.fill(token_service_pb2.IssueSessionRequest(), authentication={"amr": ["pwd", "mfa"]})
    opened = project.client.tokens.IssueSession(request)
    payload = decode(opened.session_token.token)[1]
    assert find_supabase_problems(payload) == []
    assert find_postgrest_problems(payload, audience="authenticated", database_roles={"anon", "authenticated"}) == []
    assert (payload["aal"], payload["session_id"]) == ("aal2", payload["sid"])
    assert payload["app_metadata"] == {"roles": ["viewer"], "tenant_id": "acme"}
    bare = project.payload("bare")
    assert find_supabase_problems(bare) == []
    assert find_postgrest_problems(bare, audience="authenticated", database_roles={"anon", "authenticated"}) == []
    assert (bare["email"], bare["phone"], bare["aal"]) == ("", "", "aal1")


def test_kubernetes(use: Any) -> None:
    project = use("kubernetes")
    project.create_application("kubectl", client_id="kube", id_token_claims="ID_TOKEN_CLAIMS_ALWAYS")
    issuer = project.client.projects.GetProject(project_service_pb2.GetProjectRequest(name=project.name)).project.issuer_url
    expected = {"ada": ("ada@example.com", ["viewer"], ["acme:admin"]), "bare": ("bare", None, None)}
    for user, claims in expected.items():
        request = project.fill(token_service_pb2.IssueIdTokenRequest(), user, application="kubectl")
        payload = decode(project.client.tokens.IssueIdToken(request).token.token)[1]
        assert find_kubernetes_problems(payload, issuer=issuer, client_id="kube") == []
        assert (payload["username"], payload.get("groups"), payload.get("tenant_groups")) == claims


def test_descope_default(use: Any) -> None:
    project = use("descope-default")
    payload = project.payload()
    assert (payload["drn"], payload["dct"]) == ("DS", "acme")
    assert (find_descope_roles(payload), find_descope_roles(payload, "acme"), find_descope_roles(payload, "globex")) == (
        ["viewer"],
        ["admin"],
        [],
    )
    assert payload["permissions"] == ["read"]
    assert payload["tenants"]["acme"]["permissions"] == ["read", "write"]
    assert {"roles", "permissions", "tenants", "dct"} & set(project.payload("bare")) == set()


def test_the_rules_can_fail() -> None:
    assert find_hasura_problems({NAMESPACE: {"x-hasura-allowed-roles": ["a"], "x-hasura-default-role": "user", "id": 1}}) == [
        "id is no session variable",
        "the default role is not allowed",
        "id is no text",
    ]
    assert "role" in find_supabase_problems({"role": "root"})
    assert find_postgrest_problems({"role": "root", "aud": "x", "exp": 1, "iat": 1}, audience="y", database_roles={"anon"}) == [
        "role",
        "aud",
    ]
    assert find_kubernetes_problems({"iss": "P1", "aud": "a", "username": "", "groups": "g"}, issuer="P1", client_id="b") == [
        "iss",
        "aud",
        "username",
        "groups",
    ]
