"""Two programs on one snapshot: where they differ, and when only two evaluations can tell."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark_server.claims.difference import Difference, Members, can_compare
from mintmark_server.claims.kinds import AuthSchema, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import Program, build_program

from tests.unit.claims.build import USER, compiled

SETTINGS = EffectiveSettings(auth_schema=AuthSchema.NONE)


def program(claims: dict[str, Any], *, settings: EffectiveSettings = SETTINGS, **options: Any) -> Program:
    return build_program([compiled(claims, **options)], kind=TokenKind.SESSION, settings=settings)


def resolve(before: dict[str, Any], now: dict[str, Any], user: dict[str, Any] = USER) -> Members | None:
    return Difference(program(before), program(now)).resolve({"user": user}, {})


def test_what_both_resolve_alike_is_not_told() -> None:
    claims = {"mail": "{{user.email}}", "fixed": "x", "admin": "{{'admin' in user.roles}}", "text": "<{{user.email}}>"}
    assert resolve(claims, dict(claims)) == Members({}, {})


def test_what_differs_is_told_as_the_payload_has_it() -> None:
    members = resolve(
        {"a": "{{user.email}}", "b": "é", "c": 1}, {"a": "{{user.id}}", "b": "{{user.email}}", "d": [1, "x"]}, USER | {"id": "U1"}
    )
    assert members == Members(
        {"a": '"a":"ada@example.com"', "b": '"b":"é"', "c": '"c":1'}, {"a": '"a":"U1"', "b": '"b":"ada@example.com"', "d": '"d":[1,"x"]'}
    )
    assert members.texts() == (
        {"a": '"ada@example.com"', "b": '"é"', "c": "1"},
        {"a": '"U1"', "b": '"ada@example.com"', "d": '[1,"x"]'},
    )
    assert members.bytes_delta() == len('"a":"U1","b":"ada@example.com","d":[1,"x"],') - len('"a":"ada@example.com","b":"éé","c":1,')


def test_another_expression_of_the_same_value_is_no_difference() -> None:
    assert resolve({"a": "{{user.email}}", "b": "x"}, {"a": "{{user.email + ''}}", "b": "{{'x'}}"}) == Members({}, {})


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"a": "{{user.phone}}"}, {"a": "{{user.phone}}", "b": 1}),
        ({"a": 1}, {"a": "{{user.phone}}"}),
        ({"a": "{{user.roles[99]}}"}, {"a": 1}),
        ({"a": 1}, {f"k{number}": "{{user.email}}" for number in range(101)}),
        ({f"k{number}": number for number in range(100)} | {"z": "{{user.email}}"}, {"a": 1}),
    ],
)
def test_a_value_that_needs_care_is_nothing_to_tell_at_one_look(before: dict[str, Any], now: dict[str, Any]) -> None:
    assert resolve(before, now, {name: value for name, value in USER.items() if name != "phone"}) is None


def test_programs_that_stamp_or_judge_differently_are_not_compared() -> None:
    plain = program({"a": 1})
    assert can_compare(plain, program({"a": "{{user.email}}"}))
    assert not can_compare(plain, program({"a": 1}, settings=EffectiveSettings(auth_schema=AuthSchema.DEFAULT)))
    assert not can_compare(plain, program({"a": 1}, conditions={"a": "user.verified_email"}))
    assert not can_compare(plain, build_program([compiled({"a": 1})], kind=TokenKind.REFRESH, settings=SETTINGS))
