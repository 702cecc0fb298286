"""Where problems stand in the source as written."""

from __future__ import annotations

import json

import pytest
from mintmark_server.claims.compile import LayerRules, compile_layer
from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.kinds import Layer, Notation
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.places import Spot, find_spots
from mintmark_server.errors import Problem

SOURCE = r"""{
  "esc\u0061ped": "\u00e9\n\t\ud83d\ude00\"é😀{{usr.id}} and {{user.emial}}",
  "Iss": {"x": 1},
  "box": [1, {"two words": ["{{user.id}}", "{{
    }}"]}],
  "deep": [[-9007199254740993, 1e400]], "box2": {}
}
"""


def find_problems(definition: LayerDefinition) -> list[Problem]:
    return compile_layer(definition, layer=Layer.PROJECT_TEMPLATE, engine=build_engine(()), rules=LayerRules())[1]


def find_texts(definition: LayerDefinition) -> dict[tuple[str, str], str]:
    """Return the next characters at each problem's place."""
    lines = definition.source.splitlines()
    return {
        (problem.path, problem.message[:12]): lines[problem.line - 1][problem.column - 1 :][:12]
        for problem in find_problems(definition)
        if problem.source_field == "source.advanced"
    }


def test_a_text_is_followed_value_by_value() -> None:
    assert list(find_spots('{"a": [1, {}], "b c": "x,]" }')) == [
        Spot("", 0, 0),
        Spot("a", 1, 6),
        Spot("a[0]", 7, 7),
        Spot("a[1]", 10, 10),
        Spot('["b c"]', 15, 22),
    ]


def test_each_problem_points_at_what_an_editor_shows() -> None:
    source = SOURCE.replace("{{\n    }}", "{{ }}")
    assert find_texts(LayerDefinition(source=source)) == {
        ("Iss", "`iss` belong"): '"Iss": {"x":',
        ('box[1]["two words"][1]', "The placehol"): '{{ }}"]}],',
        ("deep[0][0]", "The number i"): "-90071992547",
        ("deep[0][1]", "The number i"): '1e400]], "bo',
        ("escaped", "`usr` does n"): "usr.id}} and",
        ("escaped", "`user.emial`"): "user.emial}}",
    }


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{"a": 1,\n "b": [NaN, "NaN"]}', 'NaN, "NaN"]}'),
        ('{"a": "fine", "b": "\\ud800"}', '"\\ud800"}'),
        ('{"a": "fine", "\\udc00": 1}', '"\\udc00": 1}'),
        ('{"a": ' + "[" * 32 + "]" * 32 + "}", "[" + "]" * 11),
        ('{"a": {"b": 1, "\\u0062": 2}}', '"\\u0062": 2}'),
        ("[1]", "[1]"),
        (SOURCE, "\n"),
    ],
)
def test_what_is_no_json_object_is_pointed_at(source: str, text: str) -> None:
    definition = LayerDefinition(source=source, locked=("a",), conditions={"c": "true"}, fallbacks={"d": 1})
    (problem,) = find_problems(definition)  # What the names beside it mean can't be known.
    assert (source.splitlines(keepends=True)[problem.line - 1][problem.column - 1 :][:12], problem.source_field) == (
        text,
        "source.advanced",
    )
    assert problem.hint


def test_what_stands_beside_the_claims_says_which_field() -> None:
    definition = LayerDefinition(
        source='{"a": 1, "b": 2}',
        conditions={"a": "\n user.id", "x": "true"},
        fallbacks={"b": 2},
        locked=("y",),
        remove_claims=("iss",),
    )
    assert [(problem.source_field, problem.path, problem.line, problem.column) for problem in find_problems(definition)] == [
        ("conditions", "x", 0, 0),
        ("fallbacks", "b", 0, 0),
        ("locked", "y", 0, 0),
        ("remove_claims", "iss", 0, 0),
        ("conditions", "a", 2, 2),
    ]


def test_a_place_in_simple_notation_is_one_in_the_expression() -> None:
    definition = LayerDefinition(notation=Notation.SIMPLE, source='{"a": {"dynamic": {"expression": " user.emial"}}}')
    (problem,) = find_problems(definition)
    assert (problem.source_field, problem.line, problem.column) == ("source.simple", 1, 2)


def test_a_layer_has_a_bounded_number_of_expressions() -> None:
    claims = {"a": ["{{x}} {{y}}"] * 1_000, "iss": 1}
    found = find_problems(LayerDefinition(source=json.dumps(claims)))
    assert {problem.reason for problem in found} == {"UNKNOWN_REFERENCE", "RESERVED_CLAIM"}
    assert len(found) == 2_001
    claims["b"] = "{{z}}"
    (problem,) = find_problems(LayerDefinition(source=json.dumps(claims)))
    assert (problem.reason, problem.limit, problem.actual, problem.message) == (
        "INPUT_TOO_LARGE",
        2_000,
        2_001,
        "The claims have 2001 expressions; at most 2000 are allowed.",
    )
