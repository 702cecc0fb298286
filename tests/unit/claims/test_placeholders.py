"""Placeholders: where one starts and ends, and what is literal."""

from __future__ import annotations

import pytest
from mintmark_server.claims.placeholders import Placeholder, PlaceholderError, escape, split_placeholders


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("{ a } }} {", ("{ a } }} {",)),
        ("{{user.email}}", (Placeholder("user.email", (1, 3)),)),
        ("{{  user.email }}", (Placeholder("user.email", (1, 5)),)),
        ("a {{b}} c", ("a ", Placeholder("b", (1, 5)), " c")),
        ("{{a}}{{b}}", (Placeholder("a", (1, 3)), Placeholder("b", (1, 8)))),
        ("{{{{", ("{{",)),
        ("{{{{a}}", ("{{a}}",)),
        ("{{{{{a", ("{{{a",)),
        ("{{{{{{{{", ("{{{{",)),
        ("{{{{{{a}}", ("{{", Placeholder("a", (1, 7)))),
        ("x{{{{y{{a}}", ("x{{y", Placeholder("a", (1, 9)))),
        ("{{{'a': 1}}}", (Placeholder("{'a': 1}", (1, 3)),)),
        ("{{ {'a': {'b': 1}} }}", (Placeholder("{'a': {'b': 1}}", (1, 4)),)),
        ("{{'}}'}}", (Placeholder("'}}'", (1, 3)),)),
        ("{{'{'}}", (Placeholder("'{'", (1, 3)),)),
        ('{{"\\"}}"}}', (Placeholder('"\\"}}"', (1, 3)),)),
        ("{{'''a'}}'''}}", (Placeholder("'''a'}}'''", (1, 3)),)),
        ("{{r'\\'}}", (Placeholder("r'\\'", (1, 3)),)),
        ("{{''}}", (Placeholder("''", (1, 3)),)),
        ("{{a}}}", (Placeholder("a", (1, 3)), "}")),
        ("é{{a}}", ("é", Placeholder("a", (1, 4)))),
        ("{{a\n}}", (Placeholder("a", (1, 3)),)),
    ],
)
def test_a_string_is_split_once(text: str, parts: tuple[str | Placeholder, ...]) -> None:
    assert split_placeholders(text) == parts


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("{{", 1),
        ("{{a", 1),
        ("{{a}", 1),
        ("ab {{c} }", 4),
        ("{{a}} {{b", 7),
        ("{{}}", 1),
        ("x {{   }}", 3),
        ("{{'a}}", 1),
        ("{{'a\\'}}", 1),
        ("{{{a}}", 1),
    ],
)
def test_what_is_not_closed_or_empty_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(PlaceholderError) as caught:
        split_placeholders(text)
    assert caught.value.column == column


def test_literal_braces_are_written_twice() -> None:
    assert escape("a {{b}} {c") == "a {{{{b}} {c"
    assert split_placeholders(escape("{{{{{")) == ("{{{{{",)
