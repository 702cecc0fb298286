"""Comparing revisions of a template."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.v1 import template_service_pb2

from tests.project import ProjectUnderTest


def compare(project: ProjectUnderTest, template: str = "t", **revisions: int) -> Any:
    request = template_service_pb2.CompareTemplateRevisionsRequest(name=f"{project.name}/templates/{template}", **revisions)
    return project.client.templates.CompareTemplateRevisions(request)


def rows(answer: Any) -> list[tuple[str, str, str, str]]:
    kinds = template_service_pb2.ClaimChangeKind
    return [(item.path, kinds.Name(item.kind).removeprefix("CLAIM_CHANGE_KIND_"), item.before, item.after) for item in answer.differences]


def test_each_claim_and_setting_that_differs_is_told_with_both_texts(project: ProjectUnderTest) -> None:
    project.create_template(
        "t",
        {"plan": "{{user.custom_attributes.plan}}", "box": {"a": 1, "gone": True}, "https://a.b/c": {"x": [1, 2]}},
        conditions={"plan": "user.verified_email"},
        fallbacks={"plan": {"string": "free"}},
        locked=["plan"],
        add_jti=True,
    )
    project.update_template(
        "t",
        "source,conditions,fallbacks,locked,add_jti,empty_claim_policy,labels,display_name",
        source={"advanced": json.dumps({"plan": "<{{user.email}}>", "box": {"a": 1, "new": None}, "https://a.b/c": {"x": [2, 1]}})},
        fallbacks={"plan": {"string": "basic"}},
        empty_claim_policy="EMPTY_CLAIM_POLICY_NIL",
        labels={"team": "core"},
        display_name="T",
    )
    answer = compare(project)
    assert (answer.base_revision, answer.revision) == (1, 2)
    assert rows(answer) == [
        ("add_jti", "REMOVED", "true", ""),
        ("claims.box.gone", "REMOVED", "true", ""),
        ("claims.box.new", "ADDED", "", "null"),
        ("claims.plan", "CHANGED", '"{{user.custom_attributes.plan}}"', '"<{{user.email}}>"'),
        ('claims["https://a.b/c"].x', "CHANGED", "[1,2]", "[2,1]"),
        ("conditions.plan", "REMOVED", '"user.verified_email"', ""),
        ("display_name", "ADDED", "", '"T"'),
        ("empty_claim_policy", "ADDED", "", '"NIL"'),
        ("fallbacks.plan", "CHANGED", '"free"', '"basic"'),
        ("labels.team", "ADDED", "", '"core"'),
        ("locked", "REMOVED", '["plan"]', ""),
    ]
    back = rows(compare(project, base_revision=2, revision=1))
    assert [(path, after, before) for path, _, before, after in back] == [(path, before, after) for path, _, before, after in rows(answer)]
    assert rows(compare(project, base_revision=2, revision=2)) == []


def test_the_same_in_other_words_is_no_difference(project: ProjectUnderTest) -> None:
    project.create_template("t", '{"b": 1.0, "plan": "{{ user.custom_attributes.plan }}"}', fallbacks={"plan": {"string": "free"}})
    request = template_service_pb2.UpdateTemplateRequest()
    simple = {"plan": {"dynamic": {"expression": "user.custom_attributes.plan", "fallback": {"string": "free"}}}, "b": {"number": 1}}
    json_format.ParseDict({"name": f"{project.name}/templates/t", "source": {"simple": {"fields": simple}}}, request.template)
    request.update_mask.paths.extend(["source", "fallbacks"])
    assert project.client.templates.UpdateTemplate(request).template.revision == 2
    assert rows(compare(project)) == []


def test_revisions_that_are_not_there_are_not_found(project: ProjectUnderTest) -> None:
    project.create_template("t", {})
    for revisions in ({}, {"revision": 9}, {"base_revision": 9}, {"base_revision": -1, "revision": 1}):
        with pytest.raises(errors.NotFoundError):
            compare(project, **revisions)
    with pytest.raises(errors.NotFoundError):
        compare(project, "absent")
