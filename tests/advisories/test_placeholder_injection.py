"""Attack: text that looks like a placeholder, where it is not the author who wrote it, is never evaluated."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mintmark.v1 import token_service_pb2

from tests.project import ProjectUnderTest, decode

EVIL = "{{user.custom_attributes.plan}}"
TEXTS = [EVIL, "{{{{user.id}}}}", "{{", "}}", "{{user.id", "{{ 1 / 0 }}", "${user.id}", "{{'" + "a" * 40 + "'}}"]


@pytest.fixture
def secret(project: ProjectUnderTest) -> ProjectUnderTest:
    """Ada's plan is what the attacker wants to read."""
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "SECRET", "teams": TEXTS})
    return project


@pytest.mark.parametrize("text", TEXTS)
def test_through_attributes_names_and_tenants(secret: ProjectUnderTest, text: str) -> None:
    secret.update_user("ada", "display_name,given_name", display_name=text, given_name=text)
    tenant = secret.create_tenant("evil", display_name=text)
    secret.update_user("ada", "memberships", memberships=[{"tenant": tenant.name}])
    secret.use_template(
        {
            "alone": "{{user.name}}",
            "inside": "<{{user.given_name}}|{{tenant.name}}>",
            "list": "{{[user.name]}}",
            "key": "{{ {user.name: 1} }}",
        }
    )
    payload = secret.payload(tenant="evil")
    assert payload["alone"] == text
    assert payload["inside"] == f"<{text}|{text}>"
    assert payload["list"] == [text]
    assert payload["key"] == {text: 1}
    assert "SECRET" not in json.dumps(payload)


def test_through_a_list_attribute(secret: ProjectUnderTest) -> None:
    secret.use_template({"teams": "{{user.custom_attributes.teams}}"})
    assert secret.payload()["teams"] == TEXTS


@pytest.mark.parametrize("text", TEXTS)
def test_through_client_claims_values_and_keys(secret: ProjectUnderTest, text: str) -> None:
    secret.use_template({"a": 1})
    claims = {text: text, "box": {text: [text]}}
    payload = secret.payload(client_claims=claims)
    assert payload["nsec"] == claims
    assert "SECRET" not in json.dumps(payload)


@pytest.mark.parametrize("text", TEXTS)
def test_through_what_a_flow_captures(secret: ProjectUnderTest, text: str) -> None:
    secret.create_flow("f", {"note": "{{form.note}}", "line": "- {{form.note}} -", "body": "{{connectors.c.body}}"})
    context: dict[str, Any] = {"form": {"note": text}, "connectors": {"c": {"body": {text: text}}}}
    payload = secret.payload(flow="f", flow_context=context)
    assert (payload["note"], payload["line"], payload["body"]) == (text, f"- {text} -", {text: text})
    assert "SECRET" not in json.dumps(payload)


def test_through_the_request(secret: ProjectUnderTest) -> None:
    secret.use_template({"agent": "{{request.user_agent}}", "ip": "{{request.ip}}"})
    payload = secret.payload(request_context={"user_agent": EVIL, "ip": "192.0.2.1"})
    assert (payload["agent"], payload["ip"]) == (EVIL, "192.0.2.1")


def test_keys_that_an_author_writes_are_text_too(secret: ProjectUnderTest) -> None:
    secret.use_template({EVIL: 1, "box": {EVIL: {"{{1 / 0}}": True}}})
    payload = secret.payload()
    assert (payload[EVIL], payload["box"]) == (1, {EVIL: {"{{1 / 0}}": True}})


def test_literal_text_of_the_simple_notation_and_fallbacks(secret: ProjectUnderTest) -> None:
    secret.use_template({"a": "{{user.phone}}"}, fallbacks={"a": {"string": EVIL}})
    assert secret.payload()["a"] == EVIL
    simple = {"fields": {"a": {"string": EVIL}}}
    secret.update_template("default-user", "source,fallbacks", source={"simple": simple})
    assert secret.payload()["a"] == EVIL


def test_a_refresh_does_not_look_into_what_was_kept(secret: ProjectUnderTest) -> None:
    secret.use_template({"a": 1})
    request = secret.fill(
        token_service_pb2.IssueSessionRequest(),
        inline_flow={"source": {"advanced": '{"note": "{{form.note}}"}'}},
        flow_context={"form": {"note": EVIL}},
        client_claims={"k": EVIL},
    )
    opened = secret.client.tokens.IssueSession(request)
    answer = secret.client.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token))
    payload = decode(answer.session_token.token)[1]
    assert (payload["note"], payload["nsec"]) == (EVIL, {"k": EVIL})
