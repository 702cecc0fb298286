"""Descope's JWT templates to documents: what maps, and a note on all that does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mintmark.ascode.descope import REPLACEMENTS, import_templates
from mintmark.ascode.desired import read_desired
from mintmark.ascode.findings import DocumentsError
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.yamltext import read_yaml, write_yaml
from mintmark_server.claims import roots

FULL: dict[str, Any] = {
    "id": "JT2abc",
    "name": "Default User JWT",
    "description": "For people.",
    "type": "user",
    "authSchema": "tenantOnly",
    "emptyClaimPolicy": "nil",
    "autoDCT": True,
    "conformanceIssuer": True,
    "enforceIssuer": False,
    "issuerType": "legacy",
    "excludePermissions": True,
    "overrideSubject": False,
    "addJti": True,
    "omitCustomClaimsFromDSR": True,
    "tags": ["a"],
    "source": "library",
    "futureField": 1,
    "template": {
        "email": "{{user.email}}",
        "plan": "{{user.customAttributes.plan}}",
        "domain": "{{user.emailDomain}}",
        "seen": {"deep": ["x {{user.lastAuth.country}}"]},
        "known": "{{user.fingerprint.knownDevice}}",
        "form": "{{form.color}}",
        "old": "@user.name",
    },
}


def convert(document: Any) -> tuple[list[dict[str, Any]], list[tuple[int, str, str, str]]]:
    documents, notes = import_templates(read_json(json.dumps(document, indent=1), "f.json"))
    return documents, [(note.place.line, note.path, note.message, note.hint) for note in notes]


def test_everything_that_maps_is_kept_and_all_else_is_noted_at_its_line() -> None:
    documents, notes = convert(FULL)
    assert documents == [
        {
            "name": "templates/default-user-jwt",
            "display_name": "Default User JWT",
            "kind": "TEMPLATE_KIND_USER",
            "auth_schema": "AUTH_SCHEMA_TENANT_ONLY",
            "empty_claim_policy": "EMPTY_CLAIM_POLICY_NIL",
            "auto_tenant_claim": True,
            "conformance_issuer": True,
            "enforce_issuer": False,
            "exclude_permissions": True,
            "override_subject": False,
            "add_jti": True,
            "omit_from_refresh": True,
            "source": {"advanced": FULL["template"]},
        }
    ]
    assert notes == [
        (2, "id", "id has no counterpart here: 'JT2abc'", "The service makes its own; the document's name is what refers to the template."),
        (4, "description", "description has no counterpart here: 'For people.'", "Keep it as a comment."),
        (
            11,
            "issuerType",
            "issuerType has no counterpart here: 'legacy'",
            "What `iss` says is the project's: settings.issuer_style, and conformance_issuer of the template.",
        ),
        (16, "tags", "tags has no counterpart here: ['a']", "Write labels instead."),
        (19, "source", "source has no counterpart here: 'library'", "The claims stand in the document itself."),
        (
            20,
            "futureField",
            "futureField has no counterpart here: 1",
            (
                "Known are addJti, authSchema, autoDCT, conformanceIssuer, emptyClaimPolicy, enforceIssuer, excludePermissions, name,"
                " omitCustomClaimsFromDSR, overrideSubject, template, type."
            ),
        ),
        (
            23,
            "template.plan",
            "{{user.customAttributes.plan}} needs a declared attribute.",
            "Describe attributes/user.plan with its type, unless it is there.",
        ),
        (24, "template.domain", "{{user.emailDomain}} has no meaning here.", "The nearest thing is {{user.email}}."),
        (27, "template.seen.deep[0]", "{{user.lastAuth.country}} has no meaning here.", "The nearest thing is {{session.auth_time}}."),
        (30, "template.known", "{{user.fingerprint.knownDevice}} has no meaning here.", "A flow reads it from {{device}}."),
        (31, "template.form", "{{form.color}} exists in flows only.", "Set the claim in the flow."),
        (32, "template.old", "@user.name is no placeholder, here as there.", "Write {{user.name}}."),
    ]


def test_the_documents_read_as_documents() -> None:
    documents, _ = convert(FULL)
    (desired,) = read_desired(read_yaml(write_yaml(documents), "f"), "shop")
    assert desired.name == "projects/shop/templates/default-user-jwt"


@pytest.mark.parametrize(
    "wrap", [lambda t: t, lambda t: {"template": t}, lambda t: [t], lambda t: [{"template": t}], lambda t: {"templates": [t]}]
)
def test_every_wrapping_of_the_api_is_read(wrap: Any) -> None:
    template = {"name": "Machines", "type": "key", "template": {}}
    assert convert(wrap(template))[0] == [
        {"name": "templates/machines", "display_name": "Machines", "kind": "TEMPLATE_KIND_ACCESS_KEY", "source": {"advanced": {}}}
    ]


def test_names_become_ids_that_differ() -> None:
    names = ["Ä b", "ä B", "b", "日本", "x" * 100]
    documents, _ = convert([{"name": name, "type": "user", "template": {}} for name in names])
    assert [document["name"] for document in documents] == [
        "templates/b",
        "templates/b-2",
        "templates/b-3",
        "templates/template",
        f"templates/{'x' * 63}",
    ]


def test_the_defaults_that_descope_leaves_empty_are_its_defaults() -> None:
    (document,), _ = convert({"name": "a", "type": "user", "template": {}, "authSchema": "", "emptyClaimPolicy": ""})
    assert (document["auth_schema"], document["empty_claim_policy"]) == ("AUTH_SCHEMA_DEFAULT", "EMPTY_CLAIM_POLICY_NONE")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"template": []}, "Expected the claims as an object, found a list."),
        ({"template": None}, "Expected the claims as an object, found nothing."),
        ({"type": "tenant"}, "type is 'tenant', which Descope does not have."),
        ({"authSchema": "tenant"}, "authSchema is 'tenant', which Descope does not have."),
        ({"addJti": "true"}, "Expected true or false, found text."),
        ({"name": ""}, "A template of Descope's has a name."),
    ],
)
def test_what_is_no_template_of_descopes_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentsError) as caught:
        convert({**FULL, **change})
    assert [finding.message for finding in caught.value.findings] == [message]


@pytest.mark.parametrize("document", [[], {"templates": []}, 1])
def test_a_file_without_templates_is_refused(document: Any) -> None:
    with pytest.raises(DocumentsError):
        convert(document)


def test_the_replacements_are_the_services() -> None:
    assert {spelled: nearest for spelled, (nearest, _) in roots._REPLACEMENTS.items()} == REPLACEMENTS
