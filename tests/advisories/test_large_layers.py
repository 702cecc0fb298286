"""Attack: claims that are cheap to send and take minutes to compile, while others wait. What is measured is counted, not timed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.v1 import error_pb2, template_service_pb2
from mintmark_server.claims import expressions, placeholders
from mintmark_server.claims.compile import LayerRules, compile_layer
from mintmark_server.claims.engine import Engine, build_engine
from mintmark_server.claims.kinds import Layer
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import Problem

from tests.project import ProjectUnderTest

MEGABYTE = 1 << 20


def validate(project: ProjectUnderTest, claims: Any, **fields: Any) -> Any:
    request = template_service_pb2.ValidateTemplateRequest(parent=project.name)
    source = claims if isinstance(claims, str) else json.dumps(claims)
    json_format.ParseDict({"kind": "TEMPLATE_KIND_USER", "source": {"advanced": source}, **fields}, request.template)
    return project.client.templates.ValidateTemplate(request)


def find_problems(source: str, **fields: Any) -> list[Problem]:
    return compile_layer(
        LayerDefinition(source=source, **fields), layer=Layer.PROJECT_TEMPLATE, engine=build_engine(()), rules=LayerRules()
    )[1]


LONG: Any = {f"c{number}": "true||" * 166 + "true" for number in range(40)}
"""Expressions of 1,000 characters."""
TOO_LARGE: dict[str, tuple[Any, dict[str, Any], int, str]] = {
    "placeholders in one text": ({"a": "{{a}}" * 200_000}, {}, 2_000, "source.advanced"),
    "characters of expressions": ({name: "{{" + text + "}}" for name, text in LONG.items()}, {}, 32_768, "source.advanced"),
    "characters in texts": ({"a": ["-{{" + text + "}}" for text in LONG.values()]}, {}, 32_768, "source.advanced"),
    "characters of conditions": (dict.fromkeys(LONG, 1), {"conditions": LONG}, 32_768, "source.advanced"),
    "values": ({"a": [[0] * 100] * 200}, {}, 20_000, "source.advanced"),
    "locks": ({"a": 1}, {"locked": ["a"] * 2_001}, 2_000, "locked"),
    "removals": ({"a": 1}, {"remove_claims": ["sub"] * 2_001}, 2_000, "remove_claims"),
    "fallbacks": ({"a": 1}, {"fallbacks": {f"f{number}": {"null": None} for number in range(2_001)}}, 2_000, "fallbacks"),
}


@pytest.mark.parametrize(("claims", "fields", "limit", "field"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_too_much_is_refused_before_it_is_compiled(
    project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch, claims: Any, fields: dict[str, Any], limit: int, field: str
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing is compiled")

    monkeypatch.setattr(Engine, "parse", refuse)
    answer = validate(project, claims, **fields)
    (problem,) = answer.problems
    assert problem.reason == error_pb2.ERROR_REASON_INPUT_TOO_LARGE
    assert (problem.limit, problem.source_field) == (limit, field)
    assert problem.actual > limit


def test_as_much_as_may_be_is_compiled() -> None:
    assert find_problems(json.dumps({"a": ["{{user.email}}"] * 2_000})) == []


def test_too_many_placeholders_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    places = 0

    def count(text: str, offset: int, start: tuple[int, int] = (1, 1)) -> tuple[int, int]:
        nonlocal places
        places += 1
        return start

    monkeypatch.setattr(placeholders, "find_place", count)
    (problem,) = find_problems(json.dumps({"a": "{{a}}" * 100_000}))
    assert (problem.actual, places) == (100_000, 0)


def test_problems_are_told_up_to_a_number(project: ProjectUnderTest) -> None:
    answer = validate(project, {f"k{number}": 1e99 for number in range(3_000)})
    assert (answer.valid, len(answer.problems)) == (False, 2_500)


def test_what_is_near_is_not_looked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    find = expressions.find_unknown

    def count(*arguments: Any, searches: bool, **named: Any) -> Any:
        asked.append(searches)
        return find(*arguments, searches=searches, **named)

    monkeypatch.setattr(expressions, "find_unknown", count)
    claims = {f"c{number}": f"{{{{[user.nowhere, user.nowhere, user.x{number}]}}}}" for number in range(200)}
    problems = find_problems(json.dumps(claims))
    assert (len(asked), sum(asked)) == (400, 50)
    unknown = [problem for problem in problems if problem.reason == "UNKNOWN_REFERENCE"]
    assert len(unknown) == 400
    assert all("does not exist" in problem.message for problem in unknown)


def test_mappings_have_a_bound_together_before_they_are_compiled(project: ProjectUnderTest) -> None:
    mappings = [{"scope": f"s{number}", "source": {"advanced": json.dumps({"a": "x" * 2_000})}} for number in range(140)]
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.create_application("web", scope_mappings=mappings)
    assert [(problem.path, problem.limit) for problem in caught.value.problems] == [("application.scope_mappings", 262_144)]
