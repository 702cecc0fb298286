"""The two notations: the same claims from both, problems with their paths, and back to text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mintmark_server.claims.kinds import Notation
from mintmark_server.claims.notation import parse_claims, parse_constant, print_claims
from mintmark_server.claims.values import MISSING, Dynamic, DynamicKind
from mintmark_server.errors import Reason

SIMPLE, ADVANCED = Notation.SIMPLE, Notation.ADVANCED
EXPRESSION, TEXT = DynamicKind.EXPRESSION, DynamicKind.TEXT


def parsed(notation: Notation, source: Any) -> dict[str, Any]:
    claims, problems = parse_claims(notation, source if isinstance(source, str) else json.dumps(source))
    assert problems == []
    return dict(claims)


def refused(notation: Notation, source: Any) -> list[tuple[str, Reason]]:
    _, problems = parse_claims(notation, source if isinstance(source, str) else json.dumps(source))
    return [(problem.path, problem.reason) for problem in problems]


@pytest.mark.parametrize(
    ("simple", "advanced", "value"),
    [
        ({"string": "a"}, "a", "a"),
        ({"string": ""}, "", ""),
        ({"bool": False}, False, False),
        ({"number": 1}, 1, 1),
        ({"number": 2.5}, 2.5, 2.5),
        ({"null": None}, None, None),
        ({"list": {"values": [{"number": 1}]}}, [1], (1,)),
        ({"list": {}}, [], ()),
        ({"struct": {"fields": {"a": {"bool": True}}}}, {"a": True}, {"a": True}),
        ({"struct": {}}, {}, {}),
        ({"dynamic": {"expression": "user.email"}}, "{{user.email}}", Dynamic(EXPRESSION, "user.email")),
        ({"dynamic": {"expression": " user.email\n"}}, "{{ user.email }}", Dynamic(EXPRESSION, "user.email")),
        ({"dynamic": {"text": " {{user.email}}"}}, " {{user.email}}", Dynamic(TEXT, " {{user.email}}")),
        ({"string": "{{a}}"}, "{{{{a}}", "{{a}}"),
    ],
)
def test_both_notations_say_the_same(simple: Any, advanced: Any, value: Any) -> None:
    assert parsed(SIMPLE, {"x": simple}) == {"x": value}
    assert parsed(ADVANCED, {"x": advanced}) == {"x": value}


def test_an_integral_number_is_an_integer_and_minus_zero_is_zero() -> None:
    claims = parsed(ADVANCED, '{"a": 3.0, "b": -0.0, "c": -0, "d": 1e2, "e": true}')
    assert [(name, type(value).__name__, str(value)) for name, value in claims.items()] == [
        ("a", "int", "3"),
        ("b", "int", "0"),
        ("c", "int", "0"),
        ("d", "int", "100"),
        ("e", "bool", "True"),
    ]


def test_a_key_is_never_a_placeholder() -> None:
    assert parsed(ADVANCED, {"{{user.email}}": {"{{x": 1}}) == {"{{user.email}}": {"{{x": 1}}


def test_a_simple_string_is_always_literal() -> None:
    assert parsed(SIMPLE, {"x": {"string": "{{user.email"}}) == {"x": "{{user.email"}


@pytest.mark.parametrize(
    ("held", "fallback"),
    [
        ({"expression": "user.name"}, MISSING),
        ({"expression": "user.name", "fallback": {"null": None}}, None),
        ({"expression": "user.name", "fallback": {"bool": False}}, False),
        ({"text": "a {{user.name}}", "fallback": {"list": {"values": [{"struct": {"fields": {"a": {"number": 1.0}}}}]}}}, [{"a": 1}]),
    ],
)
def test_a_fallback_is_a_constant_or_not_there(held: Any, fallback: Any) -> None:
    assert parsed(SIMPLE, {"x": {"dynamic": held}})["x"].fallback == fallback


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("{", [("", Reason.INVALID_JSON)]),
        ("[]", [("", Reason.INVALID_JSON)]),
        ('{"a": 1, "a": 2}', [("a", Reason.DUPLICATE_JSON_KEY)]),
        ({"a": "{{"}, [("a", Reason.INVALID_PLACEHOLDER)]),
        ({"a": {"b.c": ["x", "{{}}"]}}, [('a["b.c"][1]', Reason.INVALID_PLACEHOLDER)]),
        ({"a": 9007199254740992}, [("a", Reason.NUMBER_OUT_OF_RANGE)]),
        ({"a": [-9007199254740992.0]}, [("a[0]", Reason.NUMBER_OUT_OF_RANGE)]),
        ('{"a": 1e400, "b": -1e400}', [("a", Reason.NUMBER_OUT_OF_RANGE), ("b", Reason.NUMBER_OUT_OF_RANGE)]),
        ('{"a": 123456789012345678901234567890}', [("a", Reason.NUMBER_OUT_OF_RANGE)]),
        ({"a": "{{", "b": "{{"}, [("a", Reason.INVALID_PLACEHOLDER), ("b", Reason.INVALID_PLACEHOLDER)]),
    ],
)
def test_advanced_notation_is_refused_with_all_its_problems(source: Any, problems: list[tuple[str, Reason]]) -> None:
    assert refused(ADVANCED, source) == problems


@pytest.mark.parametrize(
    "value",
    [
        1,
        "a",
        None,
        [],
        {},
        {"string": "a", "bool": True},
        {"text": "a"},
        {"string": 1},
        {"string": None},
        {"bool": 1},
        {"bool": "true"},
        {"number": "1"},
        {"number": True},
        {"number": None},
        {"null": False},
        {"struct": {"a": {"bool": True}}},
        {"struct": []},
        {"struct": {"fields": []}},
        {"list": []},
        {"list": {"values": {}}},
        {"dynamic": "user.email"},
        {"dynamic": {}},
        {"dynamic": {"expression": 1}},
        {"dynamic": {"expression": "a", "text": "b"}},
        {"dynamic": {"fallback": {"bool": True}}},
        {"dynamic": {"expression": "a", "fallback": 1}},
        {"dynamic": {"expression": "a", "fallback": {"dynamic": {"expression": "b"}}}},
        {"dynamic": {"expression": "a", "other": 1}},
    ],
)
def test_a_simple_row_that_is_none_is_refused_at_its_path(value: Any) -> None:
    assert refused(SIMPLE, {"box": {"struct": {"fields": {"x": value}}}}) == [("box.x", Reason.INVALID_CLAIM_VALUE)]


def test_a_source_has_a_largest_size_in_bytes() -> None:
    source = '{"a":"' + "é" * 524_284 + '"}'
    assert refused(ADVANCED, source) == []
    assert refused(ADVANCED, source + " ") == [("", Reason.INPUT_TOO_LARGE)]


def test_both_notations_reach_the_same_depth() -> None:
    advanced: Any = 1
    simple: Any = {"number": 1}
    for _ in range(24):
        advanced, simple = {"a": advanced}, {"struct": {"fields": {"a": simple}}}
    assert refused(ADVANCED, advanced) == []
    assert refused(SIMPLE, {"a": simple}) == []


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        (ADVANCED, '{"a":"{{{{x","b":"{{user.email}}","c":[null,{"d":1}],"e":"<{{user.name}}>"}'),
        (
            SIMPLE,
            '{"a":{"string":"{{x"},"b":{"dynamic":{"expression":"user.email"}},'  # noqa: ISC004
            '"c":{"list":{"values":[{"null":null},{"struct":{"fields":{"d":{"number":1}}}}]}},"e":{"dynamic":{"text":"<{{user.name}}>"}}}',
        ),
    ],
)
def test_claims_are_printed_in_code_point_order(notation: Notation, text: str) -> None:
    dynamic = {"e": Dynamic(TEXT, "<{{user.name}}>"), "b": Dynamic(EXPRESSION, "user.email")}
    assert print_claims(notation, {**dynamic, "c": (None, {"d": 1}), "a": "{{x"}) == text


def test_an_expression_that_starts_with_a_brace_is_printed_as_one() -> None:
    claims = {"x": Dynamic(EXPRESSION, "{{'k': 'a'}['k']: 1}")}
    assert parsed(ADVANCED, print_claims(ADVANCED, claims)) == claims


def test_a_fallback_is_printed_in_simple_notation() -> None:
    claims = {"x": Dynamic(EXPRESSION, "user.name", [None, {"a": 1}])}
    assert parsed(SIMPLE, print_claims(SIMPLE, claims)) == claims


def test_a_constant_is_normal_and_in_range() -> None:
    assert parse_constant({"a": [1.0, -0.0, 2.5, "{{x}}", None, True]}, "x") == ({"a": [1, 0, 2.5, "{{x}}", None, True]}, [])
    _, problems = parse_constant({"a": [1, float("inf")], "b": float("nan")}, "x")
    assert [(problem.path, problem.reason) for problem in problems] == [
        ("x.a[1]", Reason.NUMBER_OUT_OF_RANGE),
        ("x.b", Reason.NUMBER_OUT_OF_RANGE),
    ]
