"""A template's settings, as a table: what each combination writes into each kind of token."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import project_service_pb2, token_service_pb2

from tests.project import ProjectUnderTest, decode

ROOT = {"roles": ["support"], "permissions": ["ticket"]}
ACME = {"roles": ["admin"], "permissions": ["read", "write"]}
BOTH = {**ROOT, "tenants": {"acme": ACME}}
NOTHING: dict[str, Any] = {}
DCT = {"dct": "acme"}

TABLE: list[tuple[str, bool, str, str, dict[str, Any]]] = [
    # auth_schema, auto_tenant_claim, selected tenant, kind: dct, roles, permissions, tenants
    ("DEFAULT", False, "", "session", BOTH),
    ("DEFAULT", False, "", "access_key", BOTH),
    ("DEFAULT", False, "", "id", BOTH),
    ("DEFAULT", False, "", "id without its scope", NOTHING),
    ("DEFAULT", False, "", "refresh", NOTHING),
    ("DEFAULT", False, "acme", "session", {**BOTH, **DCT}),
    ("DEFAULT", False, "acme", "access_key", {**BOTH, **DCT}),
    ("DEFAULT", False, "acme", "id", {**BOTH, **DCT}),
    ("DEFAULT", False, "acme", "id without its scope", NOTHING),
    ("DEFAULT", False, "acme", "refresh", DCT),
    ("DEFAULT", True, "", "session", {**BOTH, **DCT}),
    ("DEFAULT", True, "", "access_key", {**BOTH, **DCT}),
    ("DEFAULT", True, "", "id", {**BOTH, **DCT}),
    ("DEFAULT", True, "", "id without its scope", NOTHING),
    ("DEFAULT", True, "", "refresh", DCT),
    ("DEFAULT", True, "acme", "session", {**BOTH, **DCT}),
    ("DEFAULT", True, "acme", "access_key", {**BOTH, **DCT}),
    ("DEFAULT", True, "acme", "id", {**BOTH, **DCT}),
    ("DEFAULT", True, "acme", "id without its scope", NOTHING),
    ("DEFAULT", True, "acme", "refresh", DCT),
    ("TENANT_ONLY", False, "", "session", NOTHING),
    ("TENANT_ONLY", False, "", "access_key", NOTHING),
    ("TENANT_ONLY", False, "", "id", NOTHING),
    ("TENANT_ONLY", False, "", "id without its scope", NOTHING),
    ("TENANT_ONLY", False, "", "refresh", NOTHING),
    ("TENANT_ONLY", False, "acme", "session", {**ACME, **DCT}),
    ("TENANT_ONLY", False, "acme", "access_key", {**ACME, **DCT}),
    ("TENANT_ONLY", False, "acme", "id", {**ACME, **DCT}),
    ("TENANT_ONLY", False, "acme", "id without its scope", NOTHING),
    ("TENANT_ONLY", False, "acme", "refresh", DCT),
    ("TENANT_ONLY", True, "", "session", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "", "access_key", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "", "id", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "", "id without its scope", NOTHING),
    ("TENANT_ONLY", True, "", "refresh", DCT),
    ("TENANT_ONLY", True, "acme", "session", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "acme", "access_key", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "acme", "id", {**ACME, **DCT}),
    ("TENANT_ONLY", True, "acme", "id without its scope", NOTHING),
    ("TENANT_ONLY", True, "acme", "refresh", DCT),
    ("NONE", False, "", "session", NOTHING),
    ("NONE", False, "", "access_key", NOTHING),
    ("NONE", False, "", "id", NOTHING),
    ("NONE", False, "", "id without its scope", NOTHING),
    ("NONE", False, "", "refresh", NOTHING),
    ("NONE", False, "acme", "session", DCT),
    ("NONE", False, "acme", "access_key", DCT),
    ("NONE", False, "acme", "id", DCT),
    ("NONE", False, "acme", "id without its scope", NOTHING),
    ("NONE", False, "acme", "refresh", DCT),
    ("NONE", True, "", "session", DCT),
    ("NONE", True, "", "access_key", DCT),
    ("NONE", True, "", "id", DCT),
    ("NONE", True, "", "id without its scope", NOTHING),
    ("NONE", True, "", "refresh", DCT),
    ("NONE", True, "acme", "session", DCT),
    ("NONE", True, "acme", "access_key", DCT),
    ("NONE", True, "acme", "id", DCT),
    ("NONE", True, "acme", "id without its scope", NOTHING),
    ("NONE", True, "acme", "refresh", DCT),
]


@pytest.fixture(scope="module")
def project(client: Client) -> ProjectUnderTest:
    """A user and a key with a role at project level and one in their only tenant; and a user in two tenants."""
    made = ProjectUnderTest(client, "settings")
    made.create()
    made.create_role("support", ["ticket"])
    acme = [{"tenant": f"{made.name}/tenants/acme", "roles": ["admin"]}]
    made.update_user("ada", "roles,memberships", roles=["support"], memberships=acme)
    made.create_user("grace", memberships=[*acme, {"tenant": f"{made.name}/tenants/globex", "roles": ["viewer"]}])
    made.create_access_key("nightly", roles=["support"], memberships=acme)
    made.create_application("web", client_id="web")
    made.use_template({"claim": 1})
    made.use_template({"claim": 1}, kind="ACCESS_KEY")
    return made


def write_settings(project: ProjectUnderTest, **settings: Any) -> None:
    """Give both templates these settings, and no others."""
    flags = ("auto_tenant_claim", "conformance_issuer", "enforce_issuer", "exclude_permissions", "override_subject", "add_jti")
    mask = ",".join((*flags, "auth_schema", "omit_from_refresh", "source"))
    for template in ("default-user", "default-access-key"):
        project.update_template(template, mask, **{"source": {"advanced": '{"claim": 1}'}, **settings})


def payload(project: ProjectUnderTest, kind: str, user: str = "ada", **fields: Any) -> dict[str, Any]:
    tokens = project.client.tokens
    match kind:
        case "session":
            issued = tokens.IssueSessionToken(project.fill(token_service_pb2.IssueSessionTokenRequest(), user, **fields))
        case "refresh":
            issued = tokens.IssueRefreshToken(project.fill(token_service_pb2.IssueRefreshTokenRequest(), user, **fields))
        case "access_key":
            issued = tokens.IssueAccessKeyToken(
                project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), "", access_key="nightly", **fields)
            )
        case _:
            scopes = [] if "without" in kind else ["authorization"]
            request = project.fill(token_service_pb2.IssueIdTokenRequest(), user, application="web", scopes=scopes, **fields)
            issued = tokens.IssueIdToken(request)
    return decode(issued.token.token)[1]


@pytest.mark.parametrize(("schema", "automatic", "tenant", "kind", "expected"), TABLE)
def test_authorization_is_written_as_the_settings_say(
    project: ProjectUnderTest, schema: str, automatic: bool, tenant: str, kind: str, expected: dict[str, Any]
) -> None:
    write_settings(project, auth_schema=f"AUTH_SCHEMA_{schema}", auto_tenant_claim=automatic)
    found = payload(project, kind, **({"tenant": tenant} if tenant else {}))
    assert {name: found[name] for name in ("dct", "roles", "permissions", "tenants") if name in found} == expected


def test_the_table_is_complete() -> None:
    kinds = ("session", "access_key", "id", "id without its scope", "refresh")
    assert {row[:4] for row in TABLE} == {
        (schema, automatic, tenant, kind)
        for schema in ("DEFAULT", "TENANT_ONLY", "NONE")
        for automatic in (False, True)
        for tenant in ("", "acme")
        for kind in kinds
    }


def test_of_two_tenants_none_is_selected_by_itself(project: ProjectUnderTest) -> None:
    write_settings(project, auth_schema="AUTH_SCHEMA_TENANT_ONLY", auto_tenant_claim=True)
    assert {"dct", "roles", "permissions", "tenants"} & set(payload(project, "session", "grace")) == set()
    assert payload(project, "session", "grace", tenant="globex")["roles"] == ["viewer"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("DEFAULT", {"roles": ["support"], "tenants": {"acme": {"roles": ["admin"]}}}),
        ("TENANT_ONLY", {"roles": ["admin"]}),
        ("NONE", {}),
    ],
)
def test_permissions_can_be_left_out(project: ProjectUnderTest, schema: str, expected: dict[str, Any]) -> None:
    write_settings(project, auth_schema=f"AUTH_SCHEMA_{schema}", exclude_permissions=True)
    found = payload(project, "session", tenant="acme")
    assert {name: found[name] for name in ("roles", "permissions", "tenants") if name in found} == expected


@pytest.mark.parametrize(
    ("add_jti", "kind", "expected"),
    [
        (False, "session", False),
        (False, "access_key", False),
        (False, "refresh", True),
        (False, "id", True),
        (True, "session", True),
        (True, "access_key", True),
        (True, "refresh", True),
        (True, "id", True),
    ],
)
def test_a_jti_is_added_where_it_is_asked_for_or_needed(project: ProjectUnderTest, add_jti: bool, kind: str, expected: bool) -> None:
    write_settings(project, add_jti=add_jti)
    first, second = payload(project, kind), payload(project, kind)
    assert ("jti" in first) is expected
    if expected:
        assert first["jti"] != second["jti"]


@pytest.mark.parametrize(
    ("omit", "kind", "expected"),
    [(False, "refresh", True), (True, "refresh", False), (True, "session", True), (True, "access_key", True)],
)
def test_custom_and_client_claims_can_be_kept_out_of_refresh_tokens(
    project: ProjectUnderTest, omit: bool, kind: str, expected: bool
) -> None:
    write_settings(project, omit_from_refresh=omit)
    found = payload(project, kind, client_claims={"hint": 1})
    assert ("claim" in found, "nsec" in found) == (expected, expected)


@pytest.fixture(scope="module")
def bare(client: Client) -> ProjectUnderTest:
    """A project whose issuer is its bare id."""
    made = ProjectUnderTest(client, "bareissuer")
    made.create(issuer_style="ISSUER_STYLE_PROJECT_ID")
    made.create_access_key("nightly")
    made.create_application("web", client_id="web")
    made.use_template({"claim": 1})
    made.use_template({"claim": 1}, kind="ACCESS_KEY")
    return made


@pytest.mark.parametrize(
    ("conformance", "kind", "is_url"),
    [
        (False, "session", False),
        (False, "refresh", False),
        (False, "access_key", False),
        (False, "id", True),
        (True, "session", True),
        (True, "refresh", True),
        (True, "access_key", True),
        (True, "id", True),
    ],
)
def test_the_issuer_is_a_url_where_it_has_to_conform(bare: ProjectUnderTest, conformance: bool, kind: str, is_url: bool) -> None:
    url = bare.client.projects.GetProject(project_service_pb2.GetProjectRequest(name=bare.name)).project.issuer_url
    write_settings(bare, conformance_issuer=conformance)
    found = payload(bare, kind)
    assert found["iss"] == (url if is_url else "bareissuer")
    if kind == "refresh":
        assert found["aud"] == found["iss"]


def test_another_issuer_is_refused_only_where_it_is_enforced(bare: ProjectUnderTest) -> None:
    url = bare.client.projects.GetProject(project_service_pb2.GetProjectRequest(name=bare.name)).project.issuer_url
    bare.create_application("foreign", issuer="https://elsewhere.example.com")
    write_settings(bare, enforce_issuer=False)
    assert payload(bare, "session", issuer="https://elsewhere.example.com")["iss"] == "bareissuer"
    write_settings(bare, enforce_issuer=True)
    for issuer in ("", "bareissuer", url):
        assert payload(bare, "session", issuer=issuer)["iss"] == "bareissuer"
    with pytest.raises(errors.IssuerMismatchError) as caught:
        payload(bare, "session", issuer="https://elsewhere.example.com")
    assert [problem.path for problem in caught.value.problems] == ["issuer"]
    with pytest.raises(errors.IssuerMismatchError) as caught:
        payload(bare, "session", application="foreign")
    assert [problem.path for problem in caught.value.problems] == ["application"]


def test_a_subject_is_overridden_where_template_and_project_say_so(project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["sub"])
    request = token_service_pb2.IssueSessionTokenRequest()
    try:
        project.update_template(
            "default-user", "source,override_subject", source={"advanced": '{"sub": "{{user.email}}"}'}, override_subject=True
        )
        found = payload(project, "session")
        assert (found["sub"], found["dsub"]) == ("ada@example.com", "ada")
        answer = project.client.tokens.IssueSessionToken(project.fill(request)).token.evaluation
        assert [(warning.path, warning.message) for warning in answer.warnings] == [("sub", "The project template overrides `sub`.")]
        with pytest.raises(errors.ReservedClaimError):
            project.update_template("default-user", "override_subject", override_subject=False)
    finally:
        write_settings(project)
        project.update_settings(allowed_overrides=[])


def test_unset_settings_are_inherited_and_set_ones_win(project: ProjectUnderTest) -> None:
    write_settings(project, auth_schema="AUTH_SCHEMA_TENANT_ONLY", auto_tenant_claim=True, add_jti=True)
    fields: list[dict[str, Any]] = [{}, {"auth_schema": "AUTH_SCHEMA_NONE", "add_jti": False}, {"inherit": False}]
    found = []
    for number, setting in enumerate(fields):
        template = project.create_template(f"own{number}", {"own": number}, **setting)
        project.create_application(f"app{number}", user_template=template.name)
        found.append(payload(project, "session", application=f"app{number}"))
    inherited, overridden, replaced = found
    assert (inherited["dct"], inherited["roles"], "jti" in inherited, inherited["claim"]) == ("acme", ["admin"], True, 1)
    assert (overridden["dct"], "roles" in overridden, "jti" in overridden) == ("acme", False, False)
    assert ("dct" in replaced, replaced["roles"], "tenants" in replaced, "claim" in replaced) == (False, ["support"], True, False)


def test_settings_of_the_project_need_a_known_shape(project: ProjectUnderTest) -> None:
    request = project_service_pb2.UpdateProjectRequest()
    json_format.ParseDict({"name": project.name, "settings": {"allowed_overrides": ["iss"]}}, request.project)
    request.update_mask.paths.append("settings.allowed_overrides")
    with pytest.raises(errors.InvalidFieldError):
        project.client.projects.UpdateProject(request)
