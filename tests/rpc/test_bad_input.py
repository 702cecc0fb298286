"""What an author can get wrong, one by one: reason, path, place in the text, and a hint that helps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.v1 import error_pb2, template_service_pb2

from tests.project import ProjectUnderTest

Expected = tuple[str, str, tuple[int, int], str]


def validate(project: ProjectUnderTest, claims: Any, **fields: Any) -> Any:
    request = template_service_pb2.ValidateTemplateRequest(parent=project.name)
    source = claims if isinstance(claims, str) else json.dumps(claims)
    json_format.ParseDict({"kind": "TEMPLATE_KIND_USER", "source": {"advanced": source}, **fields}, request.template)
    return project.client.templates.ValidateTemplate(request)


def word(problem: Any) -> str:
    return error_pb2.ErrorReason.Name(problem.reason).removeprefix("ERROR_REASON_")


WRITTEN: list[tuple[str, Any, dict[str, Any], Expected]] = [
    ("unknown root", {"a": "{{usr.email}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "Did you mean `user`?")),
    ("unknown field", {"a": "Hi {{ user.emial }}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 14), "Did you mean `user.email`?")),
    ("a field without its root", {"a": "{{email}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "Did you mean `user.email`?")),
    (
        "unknown attribute",
        {"box": [{"p": "{{user.customAttributes.plam}}"}]},
        {},
        ("UNKNOWN_REFERENCE", "box[0].p", (1, 19), "Did you mean `user.custom_attributes.plan`?"),
    ),
    (
        "an attribute without its prefix",
        {"a": "{{user.plan}}"},
        {},
        ("UNKNOWN_REFERENCE", "a", (1, 10), "Did you mean `user.custom_attributes.plan`?"),
    ),
    ("nothing near", {"a": "{{user.custom_attributes.zzz}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "Declare the attribute first.")),
    ("Descope's, elsewhere", {"a": "{{user.userTenants}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "write `user.tenant_ids`")),
    ("Descope's, nowhere", {"a": "{{user.emailDomain}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "endsWith('@example.com')")),
    ("flow root in a template", {"a": "{{form.plan}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 10), "read in flows")),
    ("a place on a later line", {"a": "one\n{{user.id}} two\n  {{usr}}"}, {}, ("UNKNOWN_REFERENCE", "a", (1, 34), "Did you mean `user`?")),
    ("a list in text", {"a": "roles: {{user.roles}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 17), "stand alone in its string")),
    ("an object in text", {"a": "-{{ {'a': 1} }}"}, {}, ("INVALID_EXPRESSION", "a", (1, 12), "stand alone in its string")),
    ("wrong type in text", {"a": "-{{b'x'}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 11), "A claim is text, a boolean, a number")),
    ("a timestamp", {"a": "{{timestamp('2026-01-01T00:00:00Z')}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 10), "seconds")),
    ("a root as a whole", {"a": "{{[user]}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 11), "as `user.id`")),
    ("text and number added", {"a": "{{user.email +\n  1}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 21), "convert with string()")),
    ("a whole number beside a number", {"a": "{{user.custom_attributes.level > 2}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 39), "`2.0`")),
    ("no such function", {"a": "{{user.email.split('@')}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 26), "there are bool, bytes, contains")),
    ("a field by its key", {"a": "{{user['email']}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 14), "Write `user.email`")),
    ("a loop over text", {"a": "{{user.email.exists(c, c == 'x')}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 14), "A loop runs over a list")),
    ("an optional", {"a": "{{user.?email}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 10), "fallback")),
    ("not CEL", {"a": "{{user.email ==}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 23), "An expression is CEL")),
    ("not a condition", {"a": 1}, {"conditions": {"a": " user.email"}}, ("INVALID_EXPRESSION", "a", (1, 2), "compare with ==")),
    ("an unclosed placeholder", {"a": "x\ny {{user.email}"}, {}, ("INVALID_PLACEHOLDER", "a", (1, 13), "written `{{{{`")),
    ("an empty placeholder", {"a": "x {{ }}"}, {}, ("INVALID_PLACEHOLDER", "a", (1, 10), "as `{{user.email}}`")),
    ("nested braces", {"a": "{{ {{user.email}} }}"}, {}, ("INVALID_EXPRESSION", "a", (1, 23), "Placeholders don't nest")),
    ("2,049 characters", {"a": "{{'" + "x" * 2_047 + "'}}"}, {}, ("INVALID_EXPRESSION", "a", (1, 10), "Split it")),
    (
        "a nested loop",
        {"a": "n: {{user.roles.exists(r, user.roles.exists(s, s == r)) ? 1 : 2}}"},
        {},
        ("EXPRESSION_TOO_COSTLY", "a", (1, 13), "without a nested one"),
    ),
    (
        "loops in loops, far deeper than the text",
        {"a": "{{" + "user.roles.exists(r, " * 25 + "true" + ")" * 25 + "}}"},
        {},
        ("INVALID_EXPRESSION", "a", (1, 10), "Make it flatter"),
    ),
    ("a regular expression", {"a": "{{user.email.matches('a')}}"}, {}, ("EXPRESSION_TOO_COSTLY", "a", (1, 10), "startsWith, endsWith")),
    ("names that fold to one", {"Plan": 1, "plan": 2}, {}, ("DUPLICATE_CLAIM", "plan", (1, 13), "Rename or remove")),
    ("a reserved name", {"Iss": 1}, {}, ("RESERVED_CLAIM", "Iss", (1, 2), "inside, every name is free")),
    ("a reserved name that may be overridden", {"AUD": "x"}, {}, ("RESERVED_CLAIM", "AUD", (1, 2), "Write it as `aud`.")),
    ("an override that is not allowed", {"aud": "x"}, {}, ("OVERRIDE_NOT_ALLOWED", "aud", (1, 2), "allowed_overrides")),
    ("a subject without its setting", {"sub": "x"}, {}, ("RESERVED_CLAIM", "sub", (1, 2), "override_subject")),
    ("a key too long", {"a": {"k" * 61: 1}}, {}, ("CLAIM_KEY_TOO_LONG", f"a.{'k' * 61}", (1, 8), "Shorten it.")),
    ("a value too long", {"a": "x" * 501}, {}, ("CLAIM_VALUE_TOO_LONG", "a", (1, 7), "reference instead of the content")),
    ("a number too large", {"a": [9007199254740992]}, {}, ("NUMBER_OUT_OF_RANGE", "a[0]", (1, 8), "Write it as a string.")),
    ("a condition of nothing", {"a": 1}, {"conditions": {"b": "true"}}, ("UNKNOWN_CLAIM", "b", (0, 0), "top-level claim")),
    ("a fallback of a constant", {"a": 1}, {"fallbacks": {"a": {"number": 2}}}, ("UNKNOWN_CLAIM", "a", (0, 0), "full path")),
    ("a lock on nothing", {"a": 1}, {"locked": ["b"]}, ("UNKNOWN_CLAIM", "b", (0, 0), "top-level claim")),
    ("a stamp removed", {"a": 1}, {"remove_claims": ["roles"]}, ("RESERVED_CLAIM", "roles", (0, 0), "auth_schema")),
    ("a member twice", '{"a": 1,\n "a": 2}', {}, ("DUPLICATE_JSON_KEY", "a", (2, 2), "Rename or remove")),
    (
        "a member twice, further in",
        '{"x": {"a": [0, {"é": "{[\\"", "b": 1, "\\u0062": 2}]}}',
        {},
        ("DUPLICATE_JSON_KEY", "x.a[1].b", (1, 39), "Rename"),
    ),
    ("no JSON", '{"a": 1,\n "b": }', {}, ("INVALID_JSON", "", (2, 7), "double quotes")),
]


@pytest.mark.parametrize(("claims", "fields", "expected"), [case[1:] for case in WRITTEN], ids=[case[0] for case in WRITTEN])
def test_a_mistake_is_told_when_written(project: ProjectUnderTest, claims: Any, fields: dict[str, Any], expected: Expected) -> None:
    (problem,) = validate(project, claims, **fields).problems
    assert (word(problem), problem.path, (problem.line, problem.column)) == expected[:3]
    assert expected[3] in problem.hint


def test_a_limit_names_its_bound_and_the_figure(project: ProjectUnderTest) -> None:
    claims = {"a": "{{'" + "x" * 2_047 + "'}}", "k" * 61: 1, "v": "x" * 501, "deep": json.loads('{"n":' * 16 + "1" + "}" * 16)}
    found = {
        problem.path.partition(".")[0]: (word(problem), problem.limit, problem.actual) for problem in validate(project, claims).problems
    }
    assert found == {
        "a": ("INVALID_EXPRESSION", 2_048, 2_049),
        "k" * 61: ("CLAIM_KEY_TOO_LONG", 60, 61),
        "v": ("CLAIM_VALUE_TOO_LONG", 500, 501),
        "deep": ("CLAIM_TOO_DEEP", 16, 17),
    }
    (many,) = validate(project, {f"c{index}": 1 for index in range(101)}).problems
    assert (word(many), many.path, many.limit, many.actual) == ("TOO_MANY_CLAIMS", "", 100, 101)


ISSUED: list[tuple[str, str, str, str]] = [
    ("division by zero", "10 / size(user.login_ids.filter(l, l == 'x'))", "EXPRESSION_FAILED", "division by zero"),
    ("modulus by zero", "10 % size(user.login_ids.filter(l, l == 'x'))", "EXPRESSION_FAILED", "division by zero"),
    ("index out of range", "user.roles[7]", "EXPRESSION_FAILED", "out of range"),
    ("a key that is not there", "{'a': 1}[user.email]", "EXPRESSION_FAILED", "not there"),
    ("an absent attribute in an operation", "user.custom_attributes.plan + '!'", "EXPRESSION_FAILED", "null or absent"),
    ("text that is no number", "int(user.email)", "EXPRESSION_FAILED", "no number"),
    ("a key twice", "{'ada': 1, user.id: 2}", "EXPRESSION_FAILED", "twice"),
    ("an infinity", "1.0 / double(size(user.roles))", "NUMBER_OUT_OF_RANGE", "not finite"),
]


@pytest.mark.parametrize(("expression", "reason", "said"), [case[1:] for case in ISSUED], ids=[case[0] for case in ISSUED])
def test_what_fails_for_a_subject_refuses_its_token(project: ProjectUnderTest, expression: str, reason: str, said: str) -> None:
    project.use_template({"fine": 1, "box": {"bad": "{{" + expression + "}}"}}, empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    with pytest.raises(errors.MintmarkError) as caught:
        project.issue()
    assert caught.value.details.code == "FAILED_PRECONDITION"
    (problem,) = caught.value.problems
    assert (problem.reason, problem.path, problem.layer) == (reason, "box.bad", "project_template")
    assert said in problem.message
    assert problem.hint
    assert [(word(item), item.path) for item in project.preview().problems] == [(reason, "box.bad")]


def test_what_fails_at_issue_has_its_place_in_the_stored_source(project: ProjectUnderTest) -> None:
    source = '{"fine": 1,\n "box": [{"bad": "x {{1 / size(user.login_ids.filter(l, l == user.id))}}"}],\n "all": "{{user.login_ids}}"}'
    json_format.ParseDict(
        {"kind": "TEMPLATE_KIND_USER", "source": {"advanced": source}, "conditions": {"fine": "user.phone.startsWith('x')"}},
        (request := template_service_pb2.CreateTemplateRequest(parent=project.name, template_id="t")).template,
    )
    project.client.templates.CreateTemplate(request)
    project.update_settings(user_template=f"{project.name}/templates/t")
    project.create_user("many", login_ids=[f"{number:03}-{'x' * 50}@example.com" for number in range(10)])
    with pytest.raises(errors.MintmarkError) as caught:
        project.issue(user="many")
    assert [(item.path, item.reason, item.line, item.column, item.source_field) for item in caught.value.problems] == [
        ("all", "CLAIM_VALUE_TOO_LONG", 3, 9, "source.advanced"),
        ("box[0].bad", "EXPRESSION_FAILED", 2, 18, "source.advanced"),
        ("fine", "EXPRESSION_FAILED", 1, 1, "conditions"),
    ]


def test_what_the_request_brought_is_the_requests_fault(project: ProjectUnderTest) -> None:
    project.use_template({"fine": 1})
    project.create_flow("f", {"bad": "{{form.list[3]}}"})
    with pytest.raises(errors.ExpressionFailedError) as caught:
        project.issue(flow="f", flow_context={"form": {"list": [1]}})
    assert caught.value.details.code == "INVALID_ARGUMENT"


def test_a_locked_claim_says_who_locked_it_and_what_to_do(project: ProjectUnderTest) -> None:
    project.use_template({"tier": "gold"}, locked=["tier"])
    with pytest.raises(errors.ClaimLockedError) as caught:
        project.issue(inline_flow={"source": {"advanced": '{"Tier": "platinum"}'}})
    (problem,) = caught.value.problems
    assert (problem.path, problem.layer) == ("Tier", "flow")
    assert problem.hint == "Take it out of this layer, or unlock it in the project template."


def test_names_that_fold_to_one_across_layers_are_found_at_issue(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free"})
    project.create_flow("f", {"Plan": "pro"})
    with pytest.raises(errors.DuplicateClaimError) as caught:
        project.issue(flow="f")
    (problem,) = caught.value.problems
    assert (problem.path, problem.layer, problem.hint) == ("Plan", "flow", "Rename or remove one of them.")
