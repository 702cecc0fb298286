"""Payloads compared as text by top-level claim differ as the same payloads compared leaf by leaf."""

from __future__ import annotations

from itertools import product

import pytest
from mintmark_server.claims.jsontext import dump
from mintmark_server.claims.values import Json
from mintmark_server.tokens.differences import Change, ChangeKind, compare, compare_members

ABSENT = "absent"
VALUES: list[Json] = ["x", "{", "", 1, None, True, [], [{"k": 1}], {}, {"k": 1}, {"k": {"n": 2}, "m": []}, {"k": {}}]


@pytest.mark.parametrize(("before", "after"), list(product([ABSENT, *VALUES], repeat=2)))
def test_texts_differ_as_their_values_do(before: Json, after: Json) -> None:
    payloads: list[dict[str, Json]] = [{"b": 1, "é.": before, "iat": 1}, {"a": {"z": 1}, "é.": after, "iat": 2}]
    old, new = ({name: value for name, value in payload.items() if value != ABSENT} for payload in payloads)
    texts = [{name: dump(value) for name, value in payload.items()} for payload in (old, new)]
    assert compare_members(*texts) == compare(old, new)


def test_changes_stand_in_the_order_of_their_paths() -> None:
    changes = compare_members({"a": "1", "b": '{"x":1,"z":1}', "c": "[]"}, {"a": "2", "b": '{"y":1,"z":1}', "d": "null"})
    assert changes == [
        Change("a", ChangeKind.CHANGED),
        Change("b.x", ChangeKind.REMOVED),
        Change("b.y", ChangeKind.ADDED),
        Change("c", ChangeKind.REMOVED),
        Change("d", ChangeKind.ADDED),
    ]
