"""Measures: what the limits count."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark_server.claims.measure import Measure, count_keys, find_deepest, find_long_keys, measure


@pytest.mark.parametrize(
    ("value", "measured"),
    [
        ("", Measure('""', 0)),
        ('é"😀', Measure('"é\\"😀"', 3)),
        (None, Measure("null", 4)),
        (True, Measure("true", 4)),
        (-1.50, Measure("-1.5", 4)),
        (1e-7, Measure("1e-7", 4)),
        ([], Measure("[]", 2, 0, 1, 0)),
        ({}, Measure("{}", 2, 0, 1, 0)),
        (["a", 1], Measure('["a",1]', 7, 0, 2, 0)),
        ({"é": 1}, Measure('{"é":1}', 7, 1, 2, 1)),
        ({"a": []}, Measure('{"a":[]}', 8, 1, 2, 1)),
        ([[[]]], Measure("[[[]]]", 6, 0, 3, 0)),
        ({"b": {"long": 1}, "a": [{"x": {"y": 1}}]}, Measure('{"a":[{"x":{"y":1}}],"b":{"long":1}}', 36, 5, 5, 4)),
    ],
)
def test_a_value_measures_this(value: Any, measured: Measure) -> None:
    assert measure(value) == measured
    assert find_deepest(value, "x")[0] == measured.depth
    assert count_keys(value) == measured.keys


def test_the_deepest_leaf_is_named_the_first_of_several() -> None:
    assert find_deepest(5, "x") == (1, "x")
    assert find_deepest({"b": {"c": 1}, "a": {"d": 1}}, "x") == (3, "x.a.d")
    assert find_deepest([1, [2], [3]], "x") == (3, "x[1][0]")
    assert find_deepest({"a": {"b": {}}, "c": 1}, "") == (3, "a.b")


def test_each_long_key_is_found_with_its_path_and_length() -> None:
    value = {"abc": {"ok": 1, "lång": [{"a.bc": 1}]}, "ab": 1}
    assert find_long_keys(value, "nsec", bound=2) == [
        ("nsec.abc", 3),
        ('nsec.abc["lång"]', 4),
        ('nsec.abc["lång"][0]["a.bc"]', 4),
    ]
    assert find_long_keys(value, "", bound=4) == []


def test_keys_of_a_written_value_are_counted_like_those_of_a_resolved_one() -> None:
    assert count_keys(({"a": ({"b": 1},)}, "c")) == 2
