"""Templates, flows and mappings: what is refused when written, and what is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.v1 import (
    error_pb2,
    flow_service_pb2,
    template_service_pb2,
)
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest


def problems_of(error: errors.MintmarkError) -> list[tuple[str, str]]:
    return [(problem.path, problem.reason) for problem in error.problems]


TEN_MISTAKES = {
    "iss": "evil",
    "ROLES": ["admin"],
    "aud": 5,
    "plan": "{{user.custom_attributes.plam}}",
    "who": "{{user}}",
    "line": "teams: {{user.custom_attributes.teams}}",
    "open": "{{user.email",
    "big": 9007199254740992,
    "k" * 61: 1,
    "slow": "{{size(user.roles.map(r, user.roles.map(s, r + s)))}}",
    "syntax": "{{1 +}}",
    "fine": 1,
}
TEN_FOUND = [
    ("ROLES", "RESERVED_CLAIM"),
    ("aud", "OVERRIDE_NOT_ALLOWED"),
    ("big", "NUMBER_OUT_OF_RANGE"),
    ("iss", "RESERVED_CLAIM"),
    ("k" * 61, "CLAIM_KEY_TOO_LONG"),
    ("line", "INVALID_EXPRESSION"),
    ("nowhere", "UNKNOWN_CLAIM"),
    ("open", "INVALID_PLACEHOLDER"),
    ("plan", "UNKNOWN_REFERENCE"),
    ("slow", "EXPRESSION_TOO_COSTLY"),
    ("syntax", "INVALID_EXPRESSION"),
    ("who", "INVALID_EXPRESSION"),
]


def test_all_mistakes_of_a_template_are_told_at_once(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.ClaimsRefusedError) as caught:
        project.create_template("bad", TEN_MISTAKES, locked=["nowhere"])
    assert problems_of(caught.value) == TEN_FOUND
    with pytest.raises(errors.NotFoundError):
        project.client.templates.GetTemplate(template_service_pb2.GetTemplateRequest(name=f"{project.name}/templates/bad"))


def test_validation_tells_the_same_without_storing(project: ProjectUnderTest) -> None:
    request = template_service_pb2.ValidateTemplateRequest(parent=project.name)
    json_format.ParseDict(
        {"kind": "TEMPLATE_KIND_USER", "source": {"advanced": json.dumps(TEN_MISTAKES)}, "locked": ["nowhere"]}, request.template
    )
    answer = project.client.templates.ValidateTemplate(request)
    assert not answer.valid
    found = [(problem.path, error_pb2.ErrorReason.Name(problem.reason).removeprefix("ERROR_REASON_")) for problem in answer.problems]
    assert found == TEN_FOUND
    plan = next(problem for problem in answer.problems if problem.path == "plan")
    assert (plan.suggestion, plan.layer) == ("user.custom_attributes.plan", "project_template")
    syntax = next(problem for problem in answer.problems if problem.path == "syntax")
    assert (syntax.line, syntax.column) != (0, 0)


def test_validation_looks_at_stored_templates_and_completes_drafts(project: ProjectUnderTest) -> None:
    stored = project.create_template("good", {"a": 1})
    answer = project.client.templates.ValidateTemplate(template_service_pb2.ValidateTemplateRequest(parent=project.name, name=stored.name))
    assert answer.valid
    assert answer.template.claims["a"].number == 1
    with pytest.raises(errors.FieldRequiredError):
        project.client.templates.ValidateTemplate(template_service_pb2.ValidateTemplateRequest(parent=project.name))
    with pytest.raises(errors.NotFoundError):
        project.client.templates.ValidateTemplate(
            template_service_pb2.ValidateTemplateRequest(parent=project.name, name=f"{project.name}/templates/absent")
        )
    with pytest.raises(errors.InvalidResourceNameError):
        project.client.templates.ValidateTemplate(
            template_service_pb2.ValidateTemplateRequest(parent=project.name, name="projects/other/templates/x")
        )


@pytest.mark.parametrize(
    ("source", "reason", "place"),
    [
        ('{"a": 1, "a": 2}', "DUPLICATE_JSON_KEY", None),
        ('{"a": {"b": 1, "b": 2}}', "DUPLICATE_JSON_KEY", None),
        ('{"a": NaN}', "INVALID_JSON", None),
        ('{"a": -Infinity}', "INVALID_JSON", None),
        ('{"a": 1e999}', "NUMBER_OUT_OF_RANGE", None),
        ('{"a": "\\ud800"}', "INVALID_JSON", None),
        ('{"\\ud800": 1}', "INVALID_JSON", None),
        ("[" * 33 + "]" * 33, "INVALID_JSON", None),
        ('{"a": ' + "[" * 32 + "]" * 32 + "}", "INVALID_JSON", None),
        ('{"a": ' + "[" * 30 + "]" * 30 + "}", "CLAIM_TOO_DEEP", None),
        ("[1]", "INVALID_JSON", None),
        ("null", "INVALID_JSON", None),
        ("", "INVALID_JSON", (1, 1)),
        ('{"a": 1,\n  "b": }', "INVALID_JSON", (2, 8)),
        ('{"a": 1} x', "INVALID_JSON", (1, 10)),
        ('{"": 1}', "INVALID_CLAIM_VALUE", None),
        ('{"a": 1' + "0" * 400 + "}", "NUMBER_OUT_OF_RANGE", None),
    ],
)
def test_json_that_is_not_strict_is_refused(project: ProjectUnderTest, source: str, reason: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(errors.MintmarkError) as caught:
        project.create_template("bad", source)
    assert [problem.reason for problem in caught.value.problems] == [reason]
    if place is not None:
        assert (caught.value.problems[0].line, caught.value.problems[0].column) == place


def test_both_notations_give_the_same_claims(project: ProjectUnderTest) -> None:
    simple: dict[str, Any] = {
        "plan": {"dynamic": {"expression": "user.custom_attributes.plan", "fallback": {"string": "free"}}},
        "label": {"dynamic": {"text": "<{{user.email}}>"}},
        "literal": {"string": "{{user.email}}"},
        "box": {"struct": {"fields": {"n": {"number": 1.5}, "l": {"list": {"values": [{"bool": True}, {"null": None}]}}}}},
    }
    advanced = {
        "plan": "{{user.custom_attributes.plan}}",
        "label": "<{{user.email}}>",
        "literal": "{{{{user.email}}",
        "box": {"n": 1.5, "l": [True, None]},
    }
    request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="simple")
    json_format.ParseDict({"kind": 1, "source": {"simple": {"fields": simple}}}, request.template)
    first = project.client.templates.CreateTemplate(request).template
    second = project.create_template("advanced", advanced, fallbacks={"plan": {"string": "free"}})
    assert json_format.MessageToDict(first.source.simple, preserving_proto_field_name=True)["fields"] == simple
    assert second.source.advanced == json.dumps(advanced)
    expected = {name: value for name, value in second.claims.items() if name != "plan"}
    assert {name: value for name, value in first.claims.items() if name != "plan"} == expected
    for template in (first, second):
        draft = json_format.MessageToDict(template, preserving_proto_field_name=True)
        payload = json.loads(project.preview(drafts={"draft_template": draft}).payload)
        assert payload["plan"] == "free"
        assert payload["label"] == "<ada@example.com>"
        assert payload["literal"] == "{{user.email}}"
        assert payload["box"] == {"n": 1.5, "l": [True, None]}


def test_simple_notation_may_nest_as_deep_as_the_limits_allow(project: ProjectUnderTest) -> None:
    value: dict[str, Any] = {"number": 1}
    for _ in range(15):
        value = {"struct": {"fields": {"n": value}}}
    request = template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="deep")
    json_format.ParseDict({"kind": 1, "source": {"simple": {"fields": {"a": value}}}}, request.template)
    project.client.templates.CreateTemplate(request)
    json_format.ParseDict({"simple": {"fields": {"a": {"struct": {"fields": {"n": value}}}}}}, request.template.source)
    request.template_id = "deeper"
    with pytest.raises(errors.ClaimTooDeepError):
        project.client.templates.CreateTemplate(request)


def test_a_fallback_is_a_constant(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.InvalidClaimValueError) as caught:
        project.create_template(
            "bad", {"a": "{{user.email}}"}, fallbacks={"a": {"list": {"values": [{"dynamic": {"expression": "user.id"}}]}}}
        )
    assert problems_of(caught.value) == [("a[0]", "INVALID_CLAIM_VALUE")]


def test_every_write_is_a_revision_that_can_be_brought_back(service: TestService, project: ProjectUnderTest) -> None:
    project.use_template({"v": 1})
    project.update_template("default-user", "source", source={"advanced": '{"v": 2}'})
    name = f"{project.name}/templates/default-user"
    listing = template_service_pb2.ListTemplateRevisionsRequest(parent=name)
    revisions = project.client.templates.ListTemplateRevisions(listing).revisions
    assert [revision.name.rpartition("/")[2] for revision in revisions] == ["1", "2"]
    assert revisions[0].author == "credentials/bootstrap-owner"
    assert json.loads(revisions[0].template.source.advanced) == {"v": 1}
    one = project.client.templates.GetTemplateRevision(template_service_pb2.GetTemplateRevisionRequest(name=f"{name}/revisions/1"))
    assert one.revision == revisions[0]
    rolled = project.client.templates.RollbackTemplate(template_service_pb2.RollbackTemplateRequest(name=name, revision=1)).template
    assert (rolled.revision, json.loads(rolled.source.advanced)) == (3, {"v": 1})
    assert project.payload()["v"] == 1
    assert [origin.source_revision for origin in project.issue().evaluation.origins if origin.path == "v"] == [3]
    for revision in (9, -1, 0):
        with pytest.raises(errors.NotFoundError):
            project.client.templates.RollbackTemplate(template_service_pb2.RollbackTemplateRequest(name=name, revision=revision))


def test_revisions_go_with_their_template(project: ProjectUnderTest) -> None:
    for version in (1, 2):
        template = project.create_template("t", {"v": version})
        assert template.revision == 1
        project.client.templates.DeleteTemplate(template_service_pb2.DeleteTemplateRequest(name=template.name))
    with pytest.raises(errors.NotFoundError):
        project.client.templates.ListTemplateRevisions(template_service_pb2.ListTemplateRevisionsRequest(parent=template.name))


def test_a_rollback_is_checked_as_any_write(project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["aud"])
    template = project.create_template("t", {"aud": "api"})
    project.update_template("t", "source", source={"advanced": "{}"})
    project.update_settings(allowed_overrides=[])
    with pytest.raises(errors.OverrideNotAllowedError):
        project.client.templates.RollbackTemplate(template_service_pb2.RollbackTemplateRequest(name=template.name, revision=1))


def test_a_template_in_use_stays(project: ProjectUnderTest) -> None:
    template = project.use_template({})
    with pytest.raises(errors.ResourceInUseError, match=project.name):
        project.client.templates.DeleteTemplate(template_service_pb2.DeleteTemplateRequest(name=template.name))


def test_a_template_stays_of_its_kind_and_in_its_slot(project: ProjectUnderTest) -> None:
    template = project.create_template("t", {}, kind="ACCESS_KEY")
    with pytest.raises(errors.ImmutableFieldError):
        project.update_template("t", "kind", kind="TEMPLATE_KIND_USER")
    with pytest.raises(errors.WrongKindError) as caught:
        project.update_settings(user_template=template.name)
    assert problems_of(caught.value) == [("project.settings.user_template", "WRONG_KIND")]
    with pytest.raises(errors.WrongKindError):
        project.create_application("a", user_template=template.name)
    with pytest.raises(errors.ReferenceNotFoundError):
        project.create_application("a", user_template=f"{project.name}/templates/absent")
    with pytest.raises(errors.InvalidResourceNameError):
        project.create_application("a", user_template="projects/other/templates/t")


def test_locks_between_templates_hold_whichever_is_written_second(project: ProjectUnderTest) -> None:
    project.use_template({"tier": "gold"}, locked=["tier"])
    inheriting = project.create_template("inherits", {"b": 1})
    project.create_application("a", user_template=inheriting.name)
    with pytest.raises(errors.ClaimLockedError) as caught:
        project.update_template("inherits", "source", source={"advanced": '{"tier": "platinum"}'})
    assert [problem.layer for problem in caught.value.problems] == ["application_template"]
    with pytest.raises(errors.ClaimLockedError):
        project.update_template("default-user", "source,locked", source={"advanced": '{"b": 1}'}, locked=["b"])
    free = project.create_template("sets", {"tier": "platinum"})
    with pytest.raises(errors.ClaimLockedError):
        project.create_application("c", user_template=free.name)


def test_mappings_are_checked_with_their_place(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.MintmarkError) as caught:
        project.update_settings(scope_mappings=[{"scope": "ok", "source": {"advanced": '{"iss": 1}'}}, {"scope": "a b"}])
    assert problems_of(caught.value) == [
        ("project.settings.scope_mappings[0].iss", "RESERVED_CLAIM"),
        ("project.settings.scope_mappings[1].scope", "INVALID_FIELD"),
    ]


def test_an_access_keys_claims_are_checked(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.ReservedClaimError) as caught:
        project.create_access_key("k", source={"advanced": '{"sub": "x"}'})
    assert problems_of(caught.value) == [("sub", "RESERVED_CLAIM")]


def test_dynamic_roots_are_for_flows_only(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.UnknownReferenceError):
        project.create_template("t", {"a": "{{form.plan}}"})
    project.create_flow("f", {"a": "{{form.plan}}", "b": "{{device.name}}", "c": "{{connectors.x.y}}", "d": "{{flow.id}}"})


def test_an_inline_flow_that_is_wrong_is_the_requests_fault(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.ReservedClaimError) as caught:
        project.issue(inline_flow={"source": {"advanced": '{"iss": 1}'}})
    assert caught.value.details.code == "INVALID_ARGUMENT"
    assert (
        project.payload(inline_flow={"source": {"advanced": '{"step": "{{form.step}}"}'}}, flow_context={"form": {"step": 3}})["step"] == 3
    )


def test_context_and_user_agent_have_bounds(project: ProjectUnderTest) -> None:
    project.create_flow("f", {"a": "{{form.a}}"})
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.issue(flow="f", flow_context={"form": {"a": "x" * 17_000}})
    assert problems_of(caught.value) == [("flow_context", "INPUT_TOO_LARGE")]
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.issue(flow="f", flow_context={"form": {"a": {"b": [1] * 251}}}, request_context={"user_agent": "x" * 513})
    assert problems_of(caught.value) == [("flow_context.form.a.b", "INPUT_TOO_LARGE"), ("request_context.user_agent", "INPUT_TOO_LARGE")]


def test_numbers_that_are_none_are_refused_wherever_they_come_from(project: ProjectUnderTest) -> None:
    project.create_flow("f", {"a": "{{form.a}}"})
    request = project.session_request(flow="f")
    request.flow_context.form["a"] = float("nan")
    request.client_claims["b"] = float("inf")
    with pytest.raises(errors.NumberOutOfRangeError):
        project.client.tokens.IssueSessionToken(request)
    request = project.session_request()
    request.client_claims["b"] = float("inf")
    with pytest.raises(errors.NumberOutOfRangeError) as caught:
        project.client.tokens.IssueSessionToken(request)
    assert problems_of(caught.value) == [("nsec.b", "NUMBER_OUT_OF_RANGE")]
    assert caught.value.details.code == "INVALID_ARGUMENT"


def test_unknown_methods_of_authentication_are_refused(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.issue(authentication={"amr": ["pwd", "telepathy"]})
    assert problems_of(caught.value) == [("authentication.amr", "INVALID_FIELD")]


def test_a_flows_revision_counts_its_writes(project: ProjectUnderTest) -> None:
    assert project.create_flow("f", {"a": 1}).revision == 1
    request = flow_service_pb2.UpdateFlowRequest()
    json_format.ParseDict({"name": f"{project.name}/flows/f", "source": {"advanced": '{"a": 2}'}}, request.flow)
    assert project.client.flows.UpdateFlow(request).flow.revision == 2
    origins = {origin.path: origin for origin in project.issue(flow="f").evaluation.origins}
    assert (origins["a"].source, origins["a"].source_revision) == (f"{project.name}/flows/f", 2)


def test_provenance_names_layer_revision_expression_record_and_what_it_overrode(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "{{user.custom_attributes.plan}}", "fixed": 1}, fallbacks={"plan": {"string": "free"}})
    project.create_flow("f", {"fixed": 2})
    origins = {origin.path: origin for origin in project.issue(flow="f").evaluation.origins}
    plan = origins["plan"]
    assert (plan.layer, plan.source, plan.source_revision) == (1, f"{project.name}/templates/default-user", 1)
    assert (plan.expression, plan.fallback) == ("user.custom_attributes.plan", True)
    assert [(record.root, record.name, record.revision) for record in plan.records] == [("user", f"{project.name}/users/ada", 1)]
    assert list(origins["fixed"].overrode) == [1]
    assert origins["sub"].layer == 7
