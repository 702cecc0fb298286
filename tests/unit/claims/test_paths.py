"""Paths: one spelling, and reading it back."""

from __future__ import annotations

import pytest
from mintmark_server.claims.paths import element, member, parse_path


@pytest.mark.parametrize(
    ("path", "key", "joined"),
    [
        ("", "plan", "plan"),
        ("", "_x-1", "_x-1"),
        ("box", "a", "box.a"),
        ("box[0]", "a", "box[0].a"),
        ("", "", '[""]'),
        ("box", "a.b", 'box["a.b"]'),
        ("", "1st", '["1st"]'),
        ("", "-a", '["-a"]'),
        ("", "a\n", '["a\\n"]'),
        ("", "é", '["é"]'),
        ("", "https://x/y", '["https://x/y"]'),
        ("box", 'q"', 'box["q\\""]'),
        ("box", "[0]", 'box["[0]"]'),
    ],
)
def test_a_member_is_bare_or_quoted(path: str, key: str, joined: str) -> None:
    assert member(path, key) == joined


def test_an_element_has_its_index() -> None:
    assert element(element("roles", 0), 12) == "roles[0][12]"


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("", ()),
        ("plan", ("plan",)),
        ("a.b-c._d", ("a", "b-c", "_d")),
        ('a["b.c"][0].d', ("a", "b.c", 0, "d")),
        ('["é"]["q\\"\\\\"]', ("é", 'q"\\')),
        ('["\\u00e9"]', ("é",)),
    ],
)
def test_a_path_is_split_into_steps(path: str, steps: tuple[str | int, ...]) -> None:
    assert parse_path(path) == steps


@pytest.mark.parametrize(
    "path",
    [".", ".a", "a.", "a..b", "a b", "a.[0]", "a[0]b", "a[", "a[]", "a[-1]", "a[x]", "1a", '["a"', '["a\\"]', "é", "a[٣]"],
)
def test_anything_else_is_no_path(path: str) -> None:
    assert parse_path(path) is None


@pytest.mark.parametrize("path", ['["\\q"]', '["\\u00"]', '["\n"]', "a[" + "1" * 5_000 + "]"])
def test_what_json_could_not_read_is_no_path_either(path: str) -> None:
    assert parse_path(path) is None
