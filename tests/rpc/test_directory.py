"""Users, memberships, import, projects, credentials, audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import (
    audit_service_pb2,
    credential_service_pb2,
    project_service_pb2,
    role_service_pb2,
    tenant_service_pb2,
    user_pb2,
    user_service_pb2,
)
from mintmark_server.directory.standard import build_page_token
from mintmark_server.storage.audit import find_break
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest


def users(project: ProjectUnderTest, filter_: str) -> list[str]:
    answer = project.client.users.ListUsers(user_service_pb2.ListUsersRequest(parent=project.name, filter=filter_))
    return [user.name.rpartition("/")[2] for user in answer.users]


def test_users_are_found_by_email_login_id_tenant_and_label(project: ProjectUnderTest) -> None:
    project.create_user(
        "grace", email="g@x", login_ids=["+49 1"], memberships=[{"tenant": f"{project.name}/tenants/acme"}], labels={"team": "core"}
    )
    assert users(project, 'email = "g@x"') == ["grace"]
    assert users(project, 'login_id = "+49 1"') == ["grace"]
    assert users(project, "tenant:acme") == ["grace"]
    assert users(project, 'labels.team = core AND email = "g@x"') == ["grace"]
    assert users(project, 'email = "G@X"') == []
    assert users(project, "") == ["ada", "grace"]


def test_a_login_id_belongs_to_one_user(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.AlreadyExistsError):
        project.create_user("grace", login_ids=["ada@example.com"])


def test_absent_is_not_empty(project: ProjectUnderTest) -> None:
    user = project.create_user("grace", email="")
    assert user.HasField("email")
    assert not user.HasField("phone")
    cleared = project.update_user("grace", "email")
    assert not cleared.HasField("email")


def test_all_problems_of_a_user_are_told_at_once(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.MintmarkError) as caught:
        project.create_user(
            "bad",
            email="x" * 16_385,
            roles=["admin", "nobody", "admin"],
            memberships=[{"tenant": f"{project.name}/tenants/absent", "roles": ["ghost"]}],
            custom_attributes={"plam": "x", "level": "three", "teams": ["x"] * 251, "plan": None},
        )
    assert [(problem.path, problem.reason) for problem in caught.value.problems] == [
        ("user.custom_attributes.level", "INVALID_FIELD"),
        ("user.custom_attributes.plam", "INVALID_FIELD"),
        ("user.custom_attributes.plan", "INVALID_FIELD"),
        ("user.custom_attributes.teams", "INPUT_TOO_LARGE"),
        ("user.email", "INPUT_TOO_LARGE"),
        ("user.memberships[0].roles[0]", "REFERENCE_NOT_FOUND"),
        ("user.memberships[0].tenant", "REFERENCE_NOT_FOUND"),
        ("user.roles[1]", "REFERENCE_NOT_FOUND"),
        ("user.roles[2]", "INVALID_FIELD"),
    ]


def test_bounds_of_lists(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.InputTooLargeError):
        project.create_role("big", [f"p{number}" for number in range(251)])
    project.create_role("full", [f"p{number}" for number in range(250)])
    memberships = [{"tenant": f"{project.name}/tenants/t{number}"} for number in range(1_001)]
    with pytest.raises(errors.MintmarkError) as caught:
        project.create_user("u", memberships=memberships)
    # Of too many, none is looked at.
    assert [(problem.path, problem.reason) for problem in caught.value.problems] == [("user.memberships", "INPUT_TOO_LARGE")]


def test_memberships_are_added_changed_and_removed(project: ProjectUnderTest) -> None:
    name, acme = f"{project.name}/users/ada", f"{project.name}/tenants/acme"
    for roles in ([], ["admin"]):
        request = user_service_pb2.AddMembershipRequest(user=name, membership=user_pb2.Membership(tenant=acme, roles=roles))
        user = project.client.users.AddMembership(request).user
        assert [(item.tenant, list(item.roles)) for item in user.memberships] == [(acme, roles)]
    with pytest.raises(errors.ReferenceNotFoundError):
        project.client.users.AddMembership(
            user_service_pb2.AddMembershipRequest(user=name, membership=user_pb2.Membership(tenant=f"{project.name}/tenants/none"))
        )
    with pytest.raises(errors.ResourceInUseError):
        project.client.tenants.DeleteTenant(tenant_service_pb2.DeleteTenantRequest(name=acme))
    with pytest.raises(errors.ResourceInUseError):
        project.client.roles.DeleteRole(role_service_pb2.DeleteRoleRequest(name=f"{project.name}/roles/admin"))
    removal = user_service_pb2.RemoveMembershipRequest(user=name, tenant=acme)
    assert list(project.client.users.RemoveMembership(removal).user.memberships) == []
    with pytest.raises(errors.NotFoundError):
        project.client.users.RemoveMembership(removal)
    removal.allow_missing = True
    project.client.users.RemoveMembership(removal)
    with pytest.raises(errors.EtagMismatchError):
        project.client.users.RemoveMembership(
            user_service_pb2.RemoveMembershipRequest(user=name, tenant=acme, etag='"x"', allow_missing=True)
        )


def import_requests(project: ProjectUnderTest, documents: list[dict[str, Any]], **options: Any) -> Iterator[Any]:
    for document in documents:
        request = user_service_pb2.ImportUsersRequest(parent=project.name, **options)
        json_format.ParseDict(document, request.user)
        yield request


def test_an_import_stores_what_is_right_and_lists_what_is_not(service: TestService, project: ProjectUnderTest) -> None:
    name = f"{project.name}/users"
    documents = [{"name": f"{name}/u{number}", "email": f"u{number}@x"} for number in range(250)]
    documents[3] = {"name": "nonsense"}
    documents[120] = {"name": f"{name}/bad", "custom_attributes": {"plam": 1}}
    documents[130] = {"name": f"{name}/ada"}
    documents[140] = {"name": f"{name}/taken", "login_ids": ["ada@example.com"]}
    documents[150] = {"name": f"{name}/loose", "roles": ["ghost"]}
    documents[160] = {"name": f"{name}/u1"}
    documents[170] = {"name": "projects/other/users/x"}
    answer = project.client.users.ImportUsers(import_requests(project, documents))
    assert answer.created_count == 250 - 7
    assert [(failure.index, failure.problems[0].path) for failure in answer.failures] == [
        (3, "user.name"),
        (120, "user.custom_attributes.plam"),
        (130, "user.name"),
        (140, "user"),
        (150, "roles"),
        (160, "user.name"),
        (170, "user.name"),
    ]
    assert len(service.components.store.list_audit(project.id, after=0, limit=999)) >= 243
    again = project.client.users.ImportUsers(import_requests(project, documents[:3], update_existing=True))
    assert (again.created_count, again.updated_count) == (0, 3)
    assert project.client.users.ImportUsers(iter(())) == user_service_pb2.ImportUsersResponse()


def test_an_import_needs_its_role_in_the_first_project_and_stays_there(
    service: TestService, client: Client, project: ProjectUnderTest
) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"i-{project.id}")
    json_format.ParseDict({"grants": [{"project": project.name, "roles": ["CALLER_ROLE_ISSUER"]}]}, request.credential)
    with (
        Client(service.target, credential=client.credentials.CreateCredential(request).secret) as issuer,
        pytest.raises(errors.PermissionDeniedError),
    ):
        issuer.users.ImportUsers(import_requests(project, [{"name": f"{project.name}/users/x"}]))
    first, second = import_requests(project, [{"name": f"{project.name}/users/x"}, {"name": "projects/other/users/y"}])
    second.parent = "projects/other"
    answer = project.client.users.ImportUsers(iter((first, second)))
    assert answer.created_count == 1
    assert answer.failures[0].problems[0].path == "parent"


def test_a_project_has_defaults_and_shows_what_differs(client: Client) -> None:
    made = client.projects.CreateProject(project_service_pb2.CreateProjectRequest(project_id="plain")).project
    assert made.issuer_url == "https://tokens.example.com/projects/plain"
    assert made.settings.ByteSize() == 0
    effective = made.effective_settings
    assert (effective.limits.max_key_chars, effective.limits.max_value_chars, effective.limits.max_keys) == (60, 500, 100)
    assert effective.lifetimes.session_ttl.seconds == 600
    assert [budget.kind for budget in effective.budgets] == [1, 2]
    request = project_service_pb2.UpdateProjectRequest()
    json_format.ParseDict({"name": made.name, "settings": {"limits": {"max_keys": 7}, "verify_one_in_n": 0}}, request.project)
    request.update_mask.paths.extend(["settings.limits.max_keys", "settings.verify_one_in_n"])
    changed = client.projects.UpdateProject(request).project
    assert changed.settings.limits.max_keys == 7
    assert changed.settings.HasField("verify_one_in_n")
    assert changed.effective_settings.limits.max_key_chars == 60


def test_settings_that_cannot_be_are_refused_together(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.MintmarkError) as caught:
        project.update_settings(
            lifetimes={"session_ttl": "1s", "refresh_ttl": "-5s"},
        )
    assert [problem.path for problem in caught.value.problems] == ["project.settings.lifetimes.refresh_ttl"]
    with pytest.raises(errors.MintmarkError) as caught:
        project.update_settings(
            lifetimes={"session_ttl": "1s"},
            limits={"max_keys": 1_001, "max_depth": -1},
            allowed_overrides=["iss", "aud"],
            budgets=[{"kind": "BUDGET_KIND_CUSTOM"}],
            refresh_policy={"overlap": "61s"},
            verify_one_in_n=-1,
        )
    assert [problem.path for problem in caught.value.problems] == [
        "project.settings.allowed_overrides[1]",
        "project.settings.budgets[0].custom_bytes",
        "project.settings.lifetimes.session_ttl",
        "project.settings.limits.max_depth",
        "project.settings.limits.max_keys",
        "project.settings.refresh_policy.overlap",
        "project.settings.verify_one_in_n",
    ]


def test_what_iss_says_is_fixed(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.ImmutableFieldError):
        project.update_settings(issuer_style="ISSUER_STYLE_PROJECT_ID")


def test_only_the_operator_raises_limits(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=f"o-{project.id}")
    json_format.ParseDict({"grants": [{"project": project.name, "roles": ["CALLER_ROLE_OWNER"]}]}, request.credential)
    with Client(service.target, credential=client.credentials.CreateCredential(request).secret) as owner:
        mine = ProjectUnderTest(owner, project.id)
        mine.update_settings(limits={"max_keys": 50})
        with pytest.raises(errors.OperatorOnlyError, match="max_keys"):
            mine.update_settings(limits={"max_keys": 101})
        with pytest.raises(errors.PermissionDeniedError):
            owner.projects.DeleteProject(project_service_pb2.DeleteProjectRequest(name=project.name))
    project.update_settings(limits={"max_keys": 1_000})


def test_a_project_with_records_is_deleted_by_force_only(service: TestService, project: ProjectUnderTest) -> None:
    with pytest.raises(errors.ResourceInUseError, match="owns records"):
        project.client.projects.DeleteProject(project_service_pb2.DeleteProjectRequest(name=project.name))
    project.client.projects.DeleteProject(project_service_pb2.DeleteProjectRequest(name=project.name, force=True))
    with pytest.raises(errors.NotFoundError):
        project.issue()
    assert service.components.store.list_audit("", after=0, limit=9_999)[-1].entry.resource == project.name
    project.create()
    project.issue()


def test_a_credentials_secret_is_shown_once_and_never_stored(service: TestService, client: Client) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id="once", validate_only=True)
    json_format.ParseDict({"grants": [{"project": "projects/-", "roles": ["CALLER_ROLE_AUDITOR"]}]}, request.credential)
    assert client.credentials.CreateCredential(request).secret == ""
    request.validate_only = False
    answer = client.credentials.CreateCredential(request)
    assert answer.secret.startswith("mmc_")
    shown = client.credentials.GetCredential(credential_service_pb2.GetCredentialRequest(name="credentials/once")).credential
    assert answer.secret not in str(shown)
    listed = client.credentials.ListCredentials(credential_service_pb2.ListCredentialsRequest()).credentials
    assert "credentials/once" in [credential.name for credential in listed]
    update = credential_service_pb2.UpdateCredentialRequest()
    json_format.ParseDict({"name": "credentials/once", "display_name": "Once"}, update.credential)
    client.credentials.UpdateCredential(update)
    with Client(service.target, credential=answer.secret) as auditor:
        auditor.projects.ListProjects(project_service_pb2.ListProjectsRequest())


@pytest.mark.parametrize(
    ("grant", "path"),
    [
        ({"project": "projects/absent", "roles": [1]}, "credential.grants[0].project"),
        ({"project": "nonsense", "roles": [1]}, "credential.grants[0].project"),
        ({"project": "projects/-"}, "credential.grants[0].roles"),
        ({"project": "projects/-", "roles": [99]}, "credential.grants[0].roles[0]"),
        ({"project": "projects/-", "roles": [0]}, "credential.grants[0].roles[0]"),
        ({"project": "projects/-", "permissions": [99]}, "credential.grants[0].permissions[0]"),
    ],
)
def test_a_grant_names_a_project_and_roles(client: Client, grant: dict[str, Any], path: str) -> None:
    request = credential_service_pb2.CreateCredentialRequest(credential_id="bad")
    json_format.ParseDict({"grants": [grant]}, request.credential)
    with pytest.raises(errors.MintmarkError) as caught:
        client.credentials.CreateCredential(request)
    assert [problem.path for problem in caught.value.problems] == [path]


def test_each_change_is_in_the_audit_log_with_names_and_no_values(service: TestService, project: ProjectUnderTest) -> None:
    project.update_user("ada", "email", email="secret-value@example.com")
    answer = project.client.audit.ListAuditEvents(audit_service_pb2.ListAuditEventsRequest(parent=project.name, page_size=1_000))
    last = answer.audit_events[-1]
    assert (last.method, last.resource, list(last.fields)) == ("UserService.UpdateUser", f"{project.name}/users/ada", ["email"])
    assert last.actor == "credentials/bootstrap-owner"
    assert last.request_id
    assert "secret-value" not in str(answer)
    assert find_break(service.components.store.list_audit(project.id, after=0, limit=999)) is None
    page = project.client.audit.ListAuditEvents(audit_service_pb2.ListAuditEventsRequest(parent=project.name, page_size=2))
    second = project.client.audit.ListAuditEvents(
        audit_service_pb2.ListAuditEventsRequest(parent=project.name, page_size=2, page_token=page.next_page_token)
    )
    assert [event.sequence for event in (*page.audit_events, *second.audit_events)] == [1, 2, 3, 4]
    for after in ("9" * 19, "9" * 60, "a"):
        with pytest.raises(errors.InvalidPageTokenError):
            project.client.audit.ListAuditEvents(
                audit_service_pb2.ListAuditEventsRequest(parent=project.name, page_token=build_page_token(after, f"audit\n{project.id}"))
            )
    whole = project.client.audit.ListAuditEvents(audit_service_pb2.ListAuditEventsRequest(parent="projects/-"))
    assert whole.audit_events[0].resource == "credentials/bootstrap-owner"


def test_a_refused_change_is_in_no_log(service: TestService, project: ProjectUnderTest) -> None:
    before = len(service.components.store.list_audit(project.id, after=0, limit=999))
    with pytest.raises(errors.MintmarkError):
        project.create_user("ada")
    with pytest.raises(errors.MintmarkError):
        project.create_template("t", {"iss": 1})
    assert len(service.components.store.list_audit(project.id, after=0, limit=999)) == before
