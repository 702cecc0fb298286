"""JSON text: what the one loader refuses, and how the one dumper spells."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark_server.claims.jsontext import dump, dump_number, load, load_object
from mintmark_server.errors import InvalidInput, Reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        (" true ", True),
        ('"\\u00e9\\ud83d\\ude00"', "é😀"),
        ("[]", []),
        ('{"a":[1,2.5,{"b":""}]}', {"a": [1, 2.5, {"b": ""}]}),
        ("9007199254740991", 9007199254740991),
        ("-0.0", 0),
        ('"[[[[{{{{"', "[[[[{{{{"),
        ('"\\"]"', '"]'),
    ],
)
def test_a_text_is_loaded_as_this(text: str, value: Any) -> None:
    assert load(text, max_depth=3) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.INVALID_JSON),
        ("{", Reason.INVALID_JSON),
        ("[1,]", Reason.INVALID_JSON),
        ("1 2", Reason.INVALID_JSON),
        ("01", Reason.INVALID_JSON),
        ("'a'", Reason.INVALID_JSON),
        ("\ufeff1", Reason.INVALID_JSON),
        ('"\t"', Reason.INVALID_JSON),
        ("NaN", Reason.INVALID_JSON),
        ("[-Infinity]", Reason.INVALID_JSON),
        ('"\\ud800"', Reason.INVALID_JSON),
        ('"\ud800"', Reason.INVALID_JSON),
        ('[{"\\udc00": 1}]', Reason.INVALID_JSON),
        ('{"a": 1, "a": 1}', Reason.DUPLICATE_JSON_KEY),
        ('[{"b": {"a": 1, "\\u0061": 2}}]', Reason.DUPLICATE_JSON_KEY),
    ],
)
def test_a_text_is_refused_at_its_path(text: str, reason: Reason) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(text, path="template.source")
    assert [(problem.reason, problem.path) for problem in caught.value.problems] == [(reason, "template.source")]


def test_what_is_not_json_has_its_line_and_column() -> None:
    with pytest.raises(InvalidInput) as caught:
        load('{\n  "a": x}')
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == (2, 8)


def test_nesting_is_bounded_before_anything_is_parsed() -> None:
    assert load("[" * 32 + "]" * 32) is not None
    with pytest.raises(InvalidInput):
        load("[" * 33 + "]" * 33)
    with pytest.raises(InvalidInput):
        load('{"a":' * 200_000)


def test_a_number_of_many_digits_takes_no_time() -> None:
    assert load("1" * 200_000) == float("inf")


@pytest.mark.parametrize(("text", "found"), [("null", "null"), ("[]", "list"), ('"a"', "str"), ("1", "int")])
def test_an_object_is_asked_for(text: str, found: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_object(text)
    assert caught.value.problems[0].message == f"Expected one JSON object, found {found}."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ([], "[]"),
        ({}, "{}"),
        ((1, "a"), '[1,"a"]'),
        ({"b": 1, "a": {"d": [], "c": None}, "B": 2}, '{"B":2,"a":{"c":null,"d":[]},"b":1}'),
        ({"é": 1, "z": 2, "😀": 3, "\uffff": 4}, '{"z":2,"é":1,"\uffff":4,"😀":3}'),
        ('q"b\\s/', '"q\\"b\\\\s/"'),
        ("\b\t\n\f\r\x00\x1f\x7f\u2028", '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\u2028"'),
        ("é✓😀", '"é✓😀"'),
    ],
)
def test_a_value_is_written_like_this(value: Any, text: str) -> None:
    assert dump(value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (1e3, "1000"),
        (9007199254740991, "9007199254740991"),
        (-9007199254740991.0, "-9007199254740991"),
        (4503599627370495.5, "4503599627370495.5"),
        (0.0001, "0.0001"),
        (0.00001, "0.00001"),
        (-0.000012345, "-0.000012345"),
        (0.000001, "0.000001"),
        (-0.000001, "-0.000001"),
        (0.0000009999999, "9.999999e-7"),
        (1e-7, "1e-7"),
        (-1.5e-10, "-1.5e-10"),
        (5e-324, "5e-324"),
        (2.2250738585072014e-308, "2.2250738585072014e-308"),
        (1 / 3, "0.3333333333333333"),
    ],
)
def test_a_number_is_spelled_as_ecmascript_does(number: float, text: str) -> None:
    assert dump_number(number) == text
