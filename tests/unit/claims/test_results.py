"""What is remembered of expressions: as long as it is short, and not too many."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark_server.claims.evaluate import evaluate
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import build_program
from mintmark_server.claims.results import MAX_CHARS, Place, Results, find_place
from mintmark_server.claims.snapshot import Snapshot
from mintmark_server.claims.values import MISSING
from mintmark_server.errors import Reason

from tests.unit.claims.build import STAMPS, compiled

PATHS = (("user", "roles"), ("user", "custom_attributes", "plan"))


def place_of(roles: Any, plan: Any = "pro", expression: object = "an expression") -> Place | None:
    return find_place(expression, PATHS, {"user": {"roles": roles, "custom_attributes": {"plan": plan}}})


def kept(results: Results, result: Any, **read: Any) -> bool:
    place = place_of(["dev"], **read)
    assert place is not None
    results.keep(place, result)
    return results.find(place) is not MISSING


@pytest.mark.parametrize("result", [True, None, 0, 1.5, "", "x" * MAX_CHARS])
def test_one_short_value_is_remembered_for_its_expression_and_what_it_read(result: Any) -> None:
    results = Results()
    assert kept(results, result)
    assert results.find(place_of(["dev"])) == result  # type: ignore[arg-type]
    for other in (place_of(["dev"], expression="another"), place_of(["admin"]), place_of("dev"), place_of(["dev"], plan=None)):
        assert other is not None
        assert results.find(other) is MISSING


def test_what_cel_tells_apart_has_places_of_its_own() -> None:
    values = [MISSING, None, False, True, 0, 0.0, -0.0, 1, 1.0, "", "1", "True", "None", [], ["1"], [1], {}, {"a": None}, {"a": True}]
    places = [find_place("an expression", PATHS, {"user": {} if value is MISSING else {"roles": value}}) for value in values]
    assert None not in places
    assert len(set(places)) == len(values)


def test_an_object_that_is_not_there_is_not_one_without_the_member() -> None:
    program = build_program(
        [compiled({"deep": "{{has(user.custom_attributes.prefs.deep)}}"})], kind=TokenKind.SESSION, settings=EffectiveSettings()
    )
    found = []
    for prefs in ({}, "text", {"deep": 1}, None):
        evaluation = evaluate(program, Snapshot(roots={"user": {"custom_attributes": {"prefs": prefs}}}, stamps=STAMPS))
        found.append(evaluation.custom.get("deep") or [problem.reason for problem in evaluation.problems])
    assert found == ['"deep":false', [Reason.EXPRESSION_FAILED], '"deep":true', '"deep":false']


@pytest.mark.parametrize("result", [["a"], {"a": 1}, "x" * (MAX_CHARS + 1)])
def test_what_is_long_or_might_be_changed_is_not(result: Any) -> None:
    results = Results()
    assert not kept(results, result)
    assert not kept(results, True, plan="x" * MAX_CHARS)
    assert len(results) == 0


def test_what_read_something_long_has_no_place() -> None:
    assert place_of(["dev"] * 21) is None
    assert place_of(["dev"], plan="x" * (MAX_CHARS + 1)) is None
    assert place_of(["dev"], plan={str(number): number for number in range(21)}) is None


def test_all_go_when_there_are_too_many() -> None:
    results = Results(most=3)
    assert [kept(results, True, plan=plan) for plan in "abc"] == [True, True, True]
    assert kept(results, False, plan="d")
    assert len(results) == 1
