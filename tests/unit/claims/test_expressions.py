"""Dynamic values: what compiles, what it gives, what is refused and how it is said."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark_server.claims.kinds import Layer
from mintmark_server.errors import Reason

from tests.unit.claims.build import compile_claims, compiled, refusal_of, run, value_of

FORM = {"form": {"plan": "x", "n": 2, "f": 2.5, "none": None, "list": [1, "a"], "deep": {"a": {"b": 1}}, "text": "t"}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("user.email", "ada@example.com"),
        ("user.userId", "U1"),
        ("user.loginIds", ["ada"]),
        ("user.roles", ["dev", "admin"]),
        ("user.custom_attributes.level", 3),
        ("user.customAttributes.prefs", {"deep": {"n": [1]}, "lang": None}),
        ("user.custom_attributes.prefs.deep", {"n": [1]}),
        ("user.phone", ""),
        ("tenant_id", ""),
        ("tenant.name", ""),
        ("form.deep.a.b", 1),
        ("form.deep['a']", {"b": 1}),
        ("form.deep.x.y.z", ""),
        ("form.text.x", ""),
        ("form.none", ""),
        ("connectors.r.headers['x-id']", ""),
        ("'dev' in user.roles", True),
        ("size(user.roles)", 2),
        ("user.roles[0]", "dev"),
        ("user.roles.exists(r, r.startsWith('ad'))", True),
        ("user.roles.all(r, r == 'dev')", False),
        ("user.roles.filter(r, r != 'dev')", ["admin"]),
        ("user.roles.map(r, r + '!')", ["dev!", "admin!"]),
        ("user.email.endsWith('@example.com') ? 'in' : 'out'", "in"),
        ("user.custom_attributes.level > 2.0", True),
        ("user.custom_attributes.level + 1.5", 4.5),
        ("user.custom_attributes.level == 3.0", True),
        ("user.custom_attributes.plan == null", False),
        ("user.phone == null", True),
        ("has(user.phone)", False),
        ("has(user.email)", True),
        ("has(user.custom_attributes.teams)", True),
        ("has(form.plan)", True),
        ("has(form.deep.x)", False),
        ("user.custom_attributes.optin", False),
        ("!user.custom_attributes.optin", True),
        ("{'a': user.email, 'b': [1, 2.5, true, null]}", {"a": "ada@example.com", "b": [1, 2.5, True, None]}),
        ("1.0", 1),
        ("-0.0", 0),
        ("1e3", 1000),
        ("'é' + '✓'", "é✓"),
        ("user.status in ['enabled', 'invited']", True),
        ("request.time > 5.0 ? 'late' : 'early'", "late"),
    ],
)
def test_an_expression_gives_this(expression: str, value: Any) -> None:
    assert value_of(expression, **FORM, request={"time": 10}) == value


@pytest.mark.parametrize(
    ("expression", "reason", "suggestion"),
    [
        ("user.emial", Reason.UNKNOWN_REFERENCE, "user.email"),
        ("usr.email", Reason.UNKNOWN_REFERENCE, "user"),
        ("user.custom_attributes.plam", Reason.UNKNOWN_REFERENCE, "user.custom_attributes.plan"),
        ("tenant.custom_attributes.regoin", Reason.UNKNOWN_REFERENCE, "tenant.custom_attributes.region"),
        ("access_key.custom_attributes.teem", Reason.UNKNOWN_REFERENCE, "access_key.custom_attributes.team"),
        ("unauthUser.email", Reason.UNKNOWN_REFERENCE, "user"),
        ("user.lastAuth.country", Reason.UNKNOWN_REFERENCE, "session.auth_time"),
        ("ssoAppId", Reason.UNKNOWN_REFERENCE, "application.id"),
        ("user.userTenants", Reason.UNKNOWN_REFERENCE, "user.tenant_ids"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_with_the_nearest(expression: str, reason: Reason, suggestion: str) -> None:
    problem = refusal_of(expression)
    assert (problem.reason, problem.suggestion) == (reason, suggestion)


DESCOPE = {
    "user.userId": "user.id", "user.loginIds": "user.login_ids", "user.name": "user.name", "user.givenName": "user.given_name",
    "user.middleName": "user.middle_name", "user.familyName": "user.family_name", "user.email": "user.email", "user.phone": "user.phone",
    "user.verifiedEmail": "user.verified_email", "user.verifiedPhone": "user.verified_phone", "user.picture": "user.picture",
    "user.status": "user.status", "user.tenantNames": "user.tenant_names", "user.tenantIds": "user.tenant_ids",
    "user.roles": "user.roles", "user.tenant.roles": "tenant.roles", "user.customAttributes.plan": "user.custom_attributes.plan",
    "tenant.name": "tenant.name", "tenant.customAttributes.region": "tenant.custom_attributes.region", "tenant_id": "tenant.id",
    "accesskey.roles": "access_key.roles", "accesskey.customAttributes.team": "access_key.custom_attributes.team",
    "app.clientId": "application.client_id", "device.ip": "device.ip", "form.plan": "form.plan", "flow.executionId": "flow.executionId",
    "connectors.crm.statusCode": "connectors.crm.statusCode", "connectors.crm.body.tier": "connectors.crm.body.tier",
}  # fmt: skip
"""Descope's keys that have a meaning here, and what they read."""
DESCOPE_REFUSED = {
    "user.userID": "`user.id`", "user.emailDomain": "`user.email.endsWith(", "user.test": "declare an attribute",
    "user.userTenants": "`user.tenant_ids`", "user.tenants": "`user.tenant_ids`", "accesskey.tenants": "`access_key.tenant_ids`",
    "user.fingerprint.knownDevice": "`device`", "user.lastAuth.country": "`request.ip`", "user.lastAuth.countries": "`request.ip`",
    "user.lastAuth.city": "`request.ip`", "user.lastAuth.cities": "`request.ip`", "user.lastAuth.ip": "`request.ip`",
    "user.lastAuth.ips": "`request.ip`", "unauthUser.email": "`user`", "authInfo.method": "`session`", "ssoAppId": "`application.id`",
}  # fmt: skip
"""Those that have none, and what the hint says to write."""


@pytest.mark.parametrize(("spelled", "path"), DESCOPE.items())
def test_descopes_keys_are_other_names(spelled: str, path: str) -> None:
    (expression,) = compiled({"a": "{{" + spelled + "}}"}, layer=Layer.FLOW).entries["a"].expressions
    assert ".".join(expression.plain or ()) == path


@pytest.mark.parametrize(("spelled", "said"), DESCOPE_REFUSED.items())
def test_descopes_keys_without_a_meaning_are_refused_with_what_to_write(spelled: str, said: str) -> None:
    problem = refusal_of(spelled)
    assert problem.reason is Reason.UNKNOWN_REFERENCE
    assert said in problem.hint


def test_an_unknown_root_or_field_with_nothing_near_is_told_what_there_is() -> None:
    assert refusal_of("zzzz.a").hint == "There are access_key, application, connectors, device, flow, form, request, session, tenant, user."
    assert refusal_of("application.zzzz").hint == "There are client_id, id, kind, name."


@pytest.mark.parametrize(
    "expression",
    [
        "1 +",
        "user",
        "[user]",
        "{'a': tenant}",
        "user.custom_attributes",
        "timestamp('2026-01-01T00:00:00Z')",
        "b'bytes'",
        "duration('1s')",
        "{1: 2}",
        "type(1)",
        "user.email + 1",
        "user.email > 1.0",
        "nonsense(user.email)",
        "user.custom_attributes['plan']",
        "'a' ? 1 : 2",
        "x",
        "9223372036854775808",
        "'\\ud800'",
        "1 = 2",
        "`a`",
        "user.email\0",
    ],
)
def test_what_gives_no_claim_value_is_refused_when_written(expression: str) -> None:
    assert refusal_of(expression).reason in (Reason.INVALID_EXPRESSION, Reason.UNKNOWN_REFERENCE)


@pytest.mark.parametrize(
    "expression",
    [
        "user.roles.all(x, size(user.roles+user.roles+user.roles+user.roles) > 0)",
        "user.roles.map(x, user.email+user.email+user.email+user.email)",
        "user.roles.map(x, user.roles)",
        "user.roles.all(x, x in user.roles)",
        "user.roles.map(r, user.roles.map(s, r + s))",
        "user.roles.exists(r, user.tenant_ids.exists(s, r == s))",
        "user.tenant_ids.map(t, t + '!')",
        "size(" + " + ".join(["user.roles"] * 30) + ")",
        "form.list.all(x, form.list.all(y, x == y))",
        "user.email.matches('a*')",
        "matches(user.email, 'a')",
    ],
)
def test_what_could_hold_everybody_up_is_refused_when_written(expression: str) -> None:
    assert refusal_of(expression).reason is Reason.EXPRESSION_TOO_COSTLY


@pytest.mark.parametrize(
    "expression",
    [
        "user.roles.exists(r, r == 'admin')",
        "user.roles.all(r, r.startsWith('a'))",
        "user.roles.filter(r, r in ['admin', 'dev'])",
        "user.roles.map(r, 'x:' + r)",
        "user.tenant_ids.exists(t, t == 'T1')",
        "user.roles.exists_one(r, r.contains('ad'))",
        "user.email.contains('@') && user.name.size() < 10 || 'admin' in user.roles",
        "form.list.exists(x, x == 'a')",
    ],
)
def test_their_cheap_cousins_are_accepted(expression: str) -> None:
    value_of(expression, **FORM)


def test_a_whole_number_beside_a_number_is_refused_with_the_way_to_write_it() -> None:
    problem = refusal_of("user.custom_attributes.level > 2")
    assert problem.reason is Reason.INVALID_EXPRESSION
    assert "2.0" in problem.hint


def test_an_expression_has_a_largest_length() -> None:
    problem = refusal_of("'" + "x" * 2_047 + "'")
    assert (problem.reason, problem.limit, problem.actual) == (Reason.INVALID_EXPRESSION, 2_048, 2_049)


def test_a_syntax_error_has_its_place() -> None:
    problem = refusal_of("user.email ==")
    assert problem.column > 0
    assert problem.line == 1


@pytest.mark.parametrize(
    ("expression", "roots"),
    [
        ("user.phone + 'x'", {}),
        ("user.roles[9]", {}),
        ("form.plan + 1", FORM),
        ("form.absent == 1", FORM),
        ("int(form.plan)", FORM),
        ("1 / 0", {}),
        ("[form.f][0] * 1e308 * 1e308", FORM),
        ("double('nan')", {}),
        ("form.n % 0", FORM),
    ],
)
def test_any_other_failure_refuses_the_token(expression: str, roots: dict[str, Any]) -> None:
    layer, problems = compile_claims({"x": "{{" + expression + "}}"}, layer=Layer.FLOW)
    if problems:
        assert problems[0].reason is Reason.INVALID_EXPRESSION
        return
    evaluation = run(layer, roots=roots, policy="DELETE")
    assert [problem.reason for problem in evaluation.problems] in ([Reason.EXPRESSION_FAILED], [Reason.NUMBER_OUT_OF_RANGE])
    assert evaluation.checked is None


def test_the_dynamic_roots_are_for_flows_only() -> None:
    for root in ("form", "flow", "connectors", "device"):
        _, problems = compile_claims({"x": "{{" + root + ".a}}"}, layer=Layer.PROJECT_TEMPLATE)
        assert [problem.reason for problem in problems] == [Reason.UNKNOWN_REFERENCE]


def test_what_an_expression_reads_is_read_from_its_tree() -> None:
    layer = compiled(
        {"a": "{{form.a.b}}", "b": "{{has(form.c) ? form.c : user.customAttributes.plan}}", "c": "'form.z' {{device.d}}"},
        layer=Layer.FLOW,
        conditions={"a": "connectors.x.y == 'form.q'"},
    )
    assert layer.captures == {("form", "a", "b"), ("form", "c"), ("device", "d"), ("connectors", "x", "y")}
    assert layer.attributes == ("user.plan",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{user.email}}", "ada@example.com"),
        (" {{user.email}}", " ada@example.com"),
        ("<{{user.phone}}>", "<>"),
        ("<{{form.none}}>", "<>"),
        ("{{user.custom_attributes.level}}/{{user.custom_attributes.optin}}", "3/false"),
        ("{{form.f}}!", "2.5!"),
        ("{{{{not}} {{user.id}}", "{{not}} U1"),
        ("a } b }} {{user.id}}", "a } b }} U1"),
        ("{{'}}'}}|{{'{{'}}", "}}|{{"),
        ('{{"a}}"}}', "a}}"),
        ("{{ {'a': {'b': user.id}}['a']['b'] }}", "U1"),
        ("{{r'\\}}'}}x", "\\}}x"),
    ],
)
def test_text_is_interpolated(text: str, value: str) -> None:
    evaluation = run(compiled({"x": text}, layer=Layer.FLOW), roots=FORM)
    assert [outcome.value for outcome in evaluation.outcomes()] == [value]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{user.email", Reason.INVALID_PLACEHOLDER),
        ("{{}}", Reason.INVALID_PLACEHOLDER),
        ("{{  }}", Reason.INVALID_PLACEHOLDER),
        ("a {{'x}} b", Reason.INVALID_PLACEHOLDER),
        ("roles: {{user.roles}}", Reason.INVALID_EXPRESSION),
        ("prefs: {{user.custom_attributes.prefs}}", Reason.INVALID_EXPRESSION),
        ("x {{user}} y", Reason.INVALID_EXPRESSION),
    ],
)
def test_text_that_cannot_be_interpolated_is_refused(text: str, reason: Reason) -> None:
    _, problems = compile_claims({"x": text})
    assert [problem.reason for problem in problems] == [reason]


def test_a_list_in_text_at_run_time_refuses_the_token() -> None:
    evaluation = run(compiled({"x": "<{{form.list}}>"}, layer=Layer.FLOW), roots=FORM)
    assert [problem.reason for problem in evaluation.problems] == [Reason.EXPRESSION_FAILED]
    assert evaluation.request_caused
