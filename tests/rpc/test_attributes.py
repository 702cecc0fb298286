"""Attribute definitions that change or go while others use them: refused with the list of users, or by force and loudly."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.v1 import attribute_pb2, attribute_service_pb2, audit_service_pb2, token_service_pb2
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import open_session, refresh


@pytest.fixture
def used(project: ProjectUnderTest) -> ProjectUnderTest:
    """A project where everything that can hold claims uses `user.plan` or `access_key.team`."""
    project.create_attribute("access_key.team", "STRING")
    project.use_template({"plan": "{{user.customAttributes.plan}}", "other": 1})
    project.create_template("quoted", '{"box": [{"p": "{{user.custom_attributes.pl\\u0061n + \'!\'}}"}]}')
    project.create_template("free", {"name": "{{user.name}}", "text": "user.custom_attributes.plan"})
    project.create_flow("checkout", {"was": 1}, conditions={"was": "has(user.custom_attributes.plan)"})
    project.update_settings(scope_mappings=[{"scope": "plan", "source": {"advanced": '{"p": "{{user.custom_attributes.plan}}"}'}}])
    project.create_application(
        "web", scope_mappings=[{"scope": "plan", "source": {"advanced": '{"p": "{{user.custom_attributes.plan}}"}'}}]
    )
    project.create_access_key(
        "nightly", custom_attributes={"team": "ops"}, source={"advanced": '{"t": "{{access_key.custom_attributes.team}}"}'}
    )
    return project


def delete(project: ProjectUnderTest, attribute: str, **fields: Any) -> list[str]:
    name = f"{project.name}/attributes/{attribute}"
    return list(project.client.attributes.DeleteAttribute(attribute_service_pb2.DeleteAttributeRequest(name=name, **fields)).broken)


def retype(project: ProjectUnderTest, attribute: str, type_: str, **fields: Any) -> Any:
    request = attribute_service_pb2.UpdateAttributeRequest(**fields)
    request.attribute.name = f"{project.name}/attributes/{attribute}"
    request.attribute.type = f"ATTRIBUTE_TYPE_{type_}"  # type: ignore[assignment]
    return project.client.attributes.UpdateAttribute(request)


def test_everybody_who_uses_it_is_named_when_an_attribute_would_go(used: ProjectUnderTest) -> None:
    with pytest.raises(errors.ResourceInUseError) as caught:
        delete(used, "user.plan")
    assert caught.value.details.code == "FAILED_PRECONDITION"
    assert [(problem.path, problem.message) for problem in caught.value.problems] == [
        ("name", f"{used.name} uses it at `p`: `user.custom_attributes.plan` does not exist."),
        ("name", f"{used.name}/applications/web uses it at `p`: `user.custom_attributes.plan` does not exist."),
        ("name", f"{used.name}/flows/checkout uses it at `was`: `user.custom_attributes.plan` does not exist."),
        ("name", f"{used.name}/templates/default-user uses it at `plan`: `user.customAttributes.plan` does not exist."),
        ("name", f"{used.name}/templates/quoted uses it at `box[0].p`: `user.custom_attributes.plan` does not exist."),
    ]
    with pytest.raises(errors.ResourceInUseError, match="accessKeys/nightly uses it at `t`"):
        delete(used, "access_key.team", validate_only=True)
    assert used.payload()["other"] == 1


def test_force_breaks_the_users_and_issuing_says_why(used: ProjectUnderTest) -> None:
    used.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    assert used.payload()["plan"] == "pro"
    assert delete(used, "user.plan", force=True) == [
        used.name,
        f"{used.name}/applications/web",
        f"{used.name}/flows/checkout",
        f"{used.name}/templates/default-user",
        f"{used.name}/templates/quoted",
    ]
    with pytest.raises(errors.UnknownReferenceError) as caught:
        used.payload()
    assert caught.value.details.code == "FAILED_PRECONDITION"
    assert [(problem.path, problem.layer) for problem in caught.value.problems] == [("plan", "project_template")]
    assert [problem.path for problem in used.preview().problems] == ["plan"]
    audit = used.client.audit.ListAuditEvents(audit_service_pb2.ListAuditEventsRequest(parent=used.name, page_size=1_000)).audit_events
    assert [event.note for event in audit if event.resource.endswith("attributes/user.plan")] == ["", "broke 5"]

    used.create_attribute("user.plan", "STRING")
    assert used.payload()["plan"] == "pro"


def test_a_broken_template_is_mended_by_an_update(used: ProjectUnderTest) -> None:
    delete(used, "user.plan", force=True)
    used.update_template("default-user", "source", source={"advanced": '{"mended": true}'})
    assert used.payload()["mended"] is True


def test_an_attribute_that_nobody_uses_goes_and_values_of_it_may_stay(project: ProjectUnderTest) -> None:
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro", "level": 3})
    assert delete(project, "user.plan") == []
    renamed = project.update_user("ada", "display_name", display_name="Ada King")
    assert dict(renamed.custom_attributes) == {"plan": "pro", "level": 3}
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.update_user("ada", "custom_attributes", custom_attributes={"plan": "free"})
    assert [problem.path for problem in caught.value.problems] == ["user.custom_attributes.plan"]


@pytest.mark.parametrize("frozen_by", ["a flow", "session claims"])
def test_what_a_session_froze_does_not_hold_an_attribute_back_and_its_refresh_says_so(
    service: TestService, project: ProjectUnderTest, frozen_by: str
) -> None:
    reading = {"source": {"advanced": '{"tier":\n "{{user.custom_attributes.plan}}"}'}}
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    opened = open_session(project, **({"inline_flow": reading} if frozen_by == "a flow" else {}))
    token, layer = opened.refresh_token.token, "flow"
    if frozen_by == "session claims":
        layer = "session_claims"
        request = token_service_pb2.UpdateSessionClaimsRequest(refresh_token=token)
        token = project.client.tokens.UpdateSessionClaims(json_format.ParseDict(reading, request)).refresh_token.token
    assert delete(project, "user.plan") == []
    for _ in range(2):  # A refresh that fails consumes nothing.
        with pytest.raises(errors.UnknownReferenceError) as caught:
            refresh(project.client, token)
        assert caught.value.details.code == "FAILED_PRECONDITION"
        (problem,) = caught.value.problems
        assert (problem.path, problem.layer, problem.source_field, problem.line) == ("tier", layer, "source.advanced", 2)
    project.create_attribute("user.plan", "STRING")
    assert decode(refresh(project.client, token).session_token.token)[1]["tier"] == "pro"


def test_another_type_is_refused_where_a_layer_would_not_compile(used: ProjectUnderTest) -> None:
    with pytest.raises(errors.ResourceInUseError) as caught:
        retype(used, "user.plan", "NUMBER")
    assert [(problem.path, problem.message.partition(" uses")[0]) for problem in caught.value.problems] == [
        ("attribute.type", f"{used.name}/templates/quoted")
    ]


def test_another_type_is_refused_while_records_hold_the_old_one_and_a_layer_reads_them(project: ProjectUnderTest) -> None:
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    project.create_user("grace", custom_attributes={"level": 1})
    assert retype(project, "user.plan", "NUMBER").broken == []
    assert retype(project, "user.plan", "STRING").attribute.type == attribute_pb2.ATTRIBUTE_TYPE_STRING
    project.use_template({"plan": "{{user.custom_attributes.plan}}"})
    with pytest.raises(errors.ResourceInUseError) as caught:
        retype(project, "user.plan", "NUMBER")
    assert [problem.message for problem in caught.value.problems] == [f"{project.name}/users/ada holds a value that is no number."]
    assert project.payload()["plan"] == "pro"


@pytest.mark.parametrize(
    ("claims", "type_", "value"),
    [
        ({"a": "{{user.custom_attributes.plan}}"}, "NUMBER", "pro"),
        ({"a": "<{{user.custom_attributes.plan}}>"}, "NUMBER", "pro"),
        ({"a": "{{user.custom_attributes.plan == null ? 'x' : 'y'}}"}, "NUMBER", "pro"),
        ({"a": "{{user.custom_attributes.plan}}"}, "BOOL", "true"),
        ({"a": "{{user.custom_attributes.plan}}"}, "STRING_LIST", "pro"),
        ({"a": "{{user.custom_attributes.plan}}"}, "OBJECT", "pro"),
    ],
)
def test_a_value_of_another_type_than_declared_refuses_the_token(
    project: ProjectUnderTest, claims: dict[str, Any], type_: str, value: str
) -> None:
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": value})
    project.use_template(claims)
    assert retype(project, "user.plan", type_, force=True).broken == [f"{project.name}/users/ada"]
    with pytest.raises(errors.ExpressionFailedError) as caught:
        project.issue()
    (problem,) = caught.value.problems
    assert (problem.path, problem.layer) == ("a", "project_template")
    assert "another type than it is declared as" in problem.message
    assert value not in problem.message.split()
    assert project.update_user("ada", "display_name", display_name="Ada King").display_name == "Ada King"


def test_a_path_through_a_value_of_another_type_refuses_the_token_too(project: ProjectUnderTest) -> None:
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    retype(project, "user.plan", "OBJECT")
    project.use_template({"a": "{{user.custom_attributes.plan.tier}}"}, empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    with pytest.raises(errors.ExpressionFailedError):
        project.issue()


def test_a_preview_assumes_declared_attributes_of_their_type_only(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}", "region": "{{tenant.custom_attributes.region}}"})
    project.update_user("ada", "memberships", memberships=[{"tenant": f"{project.name}/tenants/acme"}])
    drafts = {"assume_subject_attributes": {"plan": "gold"}, "assume_tenant_attributes": {"region": "eu"}}
    assert '"plan":"gold","region":"eu"' in project.preview(tenant="acme", drafts=drafts).payload
    drafts = {"assume_subject_attributes": {"plan": 5, "plam": "x"}, "assume_tenant_attributes": {"region": True}}
    assert [problem.path for problem in project.preview(tenant="acme", drafts=drafts).problems] == [
        "assume_subject_attributes.plam",
        "assume_subject_attributes.plan",
        "assume_tenant_attributes.region",
    ]


def test_true_is_not_one(project: ProjectUnderTest) -> None:
    project.create_attribute("user.box", "OBJECT")
    first = project.update_user("ada", "custom_attributes", custom_attributes={"box": {"a": True}})
    second = project.update_user("ada", "custom_attributes", custom_attributes={"box": {"a": 1}})
    assert first.etag != second.etag
    assert second.custom_attributes["box"]["a"] == 1.0
    assert project.update_user("ada", "custom_attributes", custom_attributes={"box": {"a": 1}}).etag == second.etag
