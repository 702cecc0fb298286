"""Nodes to resources: names, fields, conflicts."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format
from mintmark.ascode.desired import Desired, read_desired
from mintmark.ascode.findings import DocumentsError
from mintmark.ascode.yamltext import read_yaml

TEMPLATE = "name: templates/t\nkind: TEMPLATE_KIND_USER\nsource: {advanced: {}}\n"


def read(*texts: str, project: str = "shop") -> tuple[Desired, ...]:
    return read_desired([node for index, text in enumerate(texts) for node in read_yaml(text, f"f{index}")], project)


def findings(*texts: str) -> list[tuple[str, str, str, str]]:
    with pytest.raises(DocumentsError) as caught:
        read(*texts)
    return [(str(finding.place), finding.path, finding.message, finding.hint) for finding in caught.value.findings]


def as_dict(desired: Desired) -> dict[str, Any]:
    return json_format.MessageToDict(desired.message, preserving_proto_field_name=True)


def test_names_are_relative_or_in_full() -> None:
    names = ["roles/a", "projects/-/roles/b", "projects/other/roles/c", "projects/-"]
    assert [desired.name for desired in read(*(f"name: {name}" for name in names))] == [
        "projects/shop",
        "projects/other/roles/c",
        "projects/shop/roles/a",
        "projects/shop/roles/b",
    ]


def test_a_mapping_of_claims_becomes_json_text() -> None:
    (desired,) = read('name: templates/t\nkind: TEMPLATE_KIND_USER\nsource:\n  advanced: {b: 1, a: ["{{user.id}}", 0.5, null], ü: {}}\n')
    assert as_dict(desired) == {
        "name": "projects/shop/templates/t",
        "kind": "TEMPLATE_KIND_USER",
        "source": {"advanced": '{\n  "b": 1,\n  "a": [\n    "{{user.id}}",\n    0.5,\n    null\n  ],\n  "ü": {}\n}'},
    }


def test_the_contracts_own_form_is_read() -> None:
    text = """
name: applications/web
kind: APPLICATION_KIND_INBOUND
user_template: t
access_key_template: projects/shop/templates/k
use_project_mappings: false
lifetimes: {session_ttl: "90.5s"}
scope_mappings:
  - scope: a
    source: {simple: {fields: {n: {"null": null}, d: {dynamic: {text: "x{{user.id}}", fallback: {number: 1}}}}}}
labels: {team: "1"}
"""
    assert as_dict(read(text)[0]) == {
        "name": "projects/shop/applications/web",
        "kind": "APPLICATION_KIND_INBOUND",
        "user_template": "projects/shop/templates/t",
        "access_key_template": "projects/shop/templates/k",
        "use_project_mappings": False,
        "lifetimes": {"session_ttl": "90.500s"},
        "scope_mappings": [
            {
                "scope": "a",
                "source": {
                    "simple": {"fields": {"n": {"null": None}, "d": {"dynamic": {"text": "x{{user.id}}", "fallback": {"number": 1.0}}}}}
                },
            }
        ],
        "labels": {"team": "1"},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1]", ("f0:1:1", "", "A document is a mapping; this one is a list.", "E.g. name: templates/default")),
        ("kind: x", ("f0:1:1", "name", "A document needs the name of its resource.", "E.g. name: templates/default")),
        ("name: template/x", ("f0:1:7", "name", "There is no collection template.", "Did you mean templates?")),
        (
            "name: projects/-/a/b/c",
            (
                "f0:1:7",
                "name",
                "projects/-/a/b/c is not a resource name.",
                "Write projects/-, or COLLECTION/ID; collections are applications, attributes, flows, roles, templates.",
            ),
        ),
        (
            "name: accessKeys/nightly",
            (
                "f0:1:7",
                "name",
                "accessKeys/nightly can't stand in files.",
                "An access key has a secret, and secrets never stand in files: `mintmark access-key create`.",
            ),
        ),
        (
            "name: credentials/ci",
            (
                "f0:1:7",
                "name",
                "credentials/ci can't stand in files.",
                "A credential is a secret, and secrets never stand in files: `mintmark credential create`.",
            ),
        ),
        (
            "name: projects/-/users/ada",
            ("f0:1:7", "name", "projects/-/users/ada can't stand in files.", "Users are data, not configuration: `mintmark user import`."),
        ),
        (
            TEMPLATE + "empty_claims_policy: x",
            ("f0:4:1", "empty_claims_policy", "There is no field empty_claims_policy here.", "Did you mean empty_claim_policy?"),
        ),
        (
            TEMPLATE + "emptyClaimPolicy: x",
            ("f0:4:1", "emptyClaimPolicy", "There is no field emptyClaimPolicy here.", "Did you mean empty_claim_policy?"),
        ),
        (TEMPLATE + "etag: x", ("f0:4:1", "etag", "The service writes etag.", "Leave it out: a plan reads the etags itself.")),
        (TEMPLATE + "revision: 3", ("f0:4:1", "revision", "The service writes revision.", "Leave it out.")),
        (TEMPLATE + "add_jti: 1", ("f0:4:10", "add_jti", "Expected true or false, found a number.", "")),
        (TEMPLATE + "display_name: 1", ("f0:4:15", "display_name", "Expected text, found a number.", "Quote it.")),
        (TEMPLATE + "locked: plan", ("f0:4:9", "locked", "Expected a list, found text.", "")),
        (TEMPLATE + "locked: [a, 1]", ("f0:4:13", "locked[1]", "Expected text, found a number.", "Quote it.")),
        (TEMPLATE + "labels: [a]", ("f0:4:9", "labels", "Expected a mapping, found a list.", "")),
        (
            TEMPLATE + "auth_schema: NONE",
            ("f0:4:14", "auth_schema", "NONE is not one of the values here.", "Did you mean AUTH_SCHEMA_NONE?"),
        ),
        (
            TEMPLATE + "fallbacks: {a: {string: x, bool: true}}",
            ("f0:4:34", "fallbacks.a.bool", "Only one of string, bool, number, dynamic, struct, list, null may be set.", ""),
        ),
        (TEMPLATE + "fallbacks: {a: x}", ("f0:4:16", "fallbacks.a", "Expected a mapping, found text.", "")),
        (
            TEMPLATE + "labels: {mintmark.dev/applied-by: me}",
            (
                "f0:4:9",
                "labels",
                "The label mintmark.dev/applied-by is written by apply.",
                "Leave it out; `--owner` says whose files these are.",
            ),
        ),
        (
            "name: templates/t\nsource: {advanced: {}}",
            ("f0:1:1", "kind", "kind is required.", "One of TEMPLATE_KIND_USER, TEMPLATE_KIND_ACCESS_KEY."),
        ),
        (
            "name: projects/-\nsettings: {limits: {max_keys: 1.5}}",
            ("f0:2:31", "settings.limits.max_keys", "Expected a whole number of 32 bits, found a number.", ""),
        ),
        (
            "name: projects/-\nsettings: {limits: {max_keys: 3000000000}}",
            ("f0:2:31", "settings.limits.max_keys", "Expected a whole number of 32 bits, found a number.", ""),
        ),
        (
            "name: projects/-\nsettings: {lifetimes: {session_ttl: 300}}",
            ("f0:2:37", "settings.lifetimes.session_ttl", "Expected a duration in seconds as text, found a number.", 'E.g. "600s".'),
        ),
        (
            "name: projects/-\nsettings: {user_template: projects/other/templates/t}",
            (
                "f0:2:27",
                "settings.user_template",
                "projects/other/templates/t belongs to another project than projects/shop.",
                "Write templates/t.",
            ),
        ),
        (
            "name: projects/-\nsettings: {user_template: flows/t}",
            ("f0:2:27", "settings.user_template", "flows/t is not the name of a template.", "Write its id, or templates/ID."),
        ),
    ],
)
def test_what_does_not_fit_is_told_with_place_path_and_hint(text: str, expected: tuple[str, str, str, str]) -> None:
    assert findings(text) == [expected]


def test_all_findings_of_all_files_come_at_once() -> None:
    assert [finding[0] for finding in findings(TEMPLATE + "a: 1\nb: 1", "name: roles/r\npermissions: x")] == ["f0:4:1", "f0:5:1", "f1:2:14"]


def test_a_resource_that_is_described_twice_is_refused_with_both_places() -> None:
    assert findings("name: roles/a", "\n\nname: projects/shop/roles/a") == [
        (
            "f1:3:1",
            "name",
            "projects/shop/roles/a is described twice: here and at f0:1:1.",
            "A document is the whole of its resource; keep one of them.",
        )
    ]


def test_two_applications_with_one_client_id_are_refused_with_both_places() -> None:
    application = "name: applications/{}\nkind: APPLICATION_KIND_OIDC\nclient_id: web"
    assert findings(application.format("a"), application.format("b")) == [
        (
            "f1:1:1",
            "client_id",
            "The client id web is also that of projects/shop/applications/a at f0:1:1.",
            "A client id is unique in its project.",
        )
    ]
