"""Layers over each other: merging, removal, locks, conditions, and the reason for everything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mintmark_server.claims.compile import LayerRules
from mintmark_server.claims.evaluate import evaluate
from mintmark_server.claims.explain import explain
from mintmark_server.claims.kinds import AbsenceReason, Layer, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import build_program
from mintmark_server.claims.snapshot import Snapshot
from mintmark_server.errors import Reason
from mintmark_server.limits import Limits

from tests.unit.claims.build import STAMPS, claims_of, compile_claims, compiled, run

T, A, F, S = Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.FLOW, Layer.SESSION_CLAIMS


def origins(evaluation: Any) -> dict[str, str]:
    return {origin.path: origin.layer.word for origin in explain(evaluation).origins if origin.layer is not Layer.STAMP}


def absences(evaluation: Any) -> dict[str, AbsenceReason]:
    return {absence.path: absence.reason for absence in explain(evaluation).absences}


def test_three_layers_merge_deeply_with_an_origin_for_each_leaf() -> None:
    evaluation = run(
        compiled({"box": {"a": 1, "deep": {"x": 1}, "list": [1]}}, layer=T),
        compiled({"box": {"deep": {"y": 2}, "b": {}}}, layer=A, merge="DEEP_MERGE"),
        compiled({"box": {"deep": {"x": 9}, "list": [2, 3]}}, layer=F, merge="DEEP_MERGE"),
    )
    assert claims_of(evaluation) == {"box": {"a": 1, "b": {}, "deep": {"x": 9, "y": 2}, "list": [2, 3]}}
    assert origins(evaluation) == {
        "box.a": "project_template",
        "box.b": "application_template",
        "box.deep.x": "flow",
        "box.deep.y": "application_template",
        "box.list": "flow",
    }


def test_a_layer_that_replaces_stops_the_merge() -> None:
    evaluation = run(
        compiled({"box": {"a": 1}}, layer=T),
        compiled({"box": {"b": 1}}, layer=A),
        compiled({"box": {"c": 1}}, layer=F, merge="DEEP_MERGE"),
    )
    assert claims_of(evaluation) == {"box": {"b": 1, "c": 1}}
    assert absences(evaluation) == {"box.a": AbsenceReason.OVERRIDDEN}


def test_an_object_over_a_scalar_and_a_scalar_over_an_object_replace() -> None:
    for lower, upper in (({"a": 1}, 5), (5, {"a": 1})):
        evaluation = run(compiled({"x": lower}, layer=T), compiled({"x": upper}, layer=F, merge="DEEP_MERGE"))
        assert claims_of(evaluation) == {"x": upper}


def test_a_removal_takes_what_stands_below_and_not_what_comes_after() -> None:
    evaluation = run(
        compiled({"a": 1, "b": 1}, layer=T),
        compiled({}, layer=A, remove_claims=("a", "b", "never")),
        compiled({"b": 2}, layer=F),
    )
    assert claims_of(evaluation) == {"b": 2}
    assert absences(evaluation) == {"a": AbsenceReason.REMOVED}


def test_each_absent_claim_has_one_reason() -> None:
    evaluation = run(
        compiled(
            {"gone": "{{user.phone}}", "cond": 1, "kept": 1, "box": {"a": "{{user.phone}}", "b": 1}},
            layer=T,
            conditions={"cond": "user.email == ''"},
        ),
        policy="DELETE",
    )
    assert claims_of(evaluation) == {"box": {"b": 1}, "kept": 1}
    assert absences(evaluation) == {
        "box.a": AbsenceReason.EMPTY_DELETED,
        "cond": AbsenceReason.CONDITION_FALSE,
        "gone": AbsenceReason.EMPTY_DELETED,
    }


def test_a_condition_that_fails_or_is_no_boolean_refuses() -> None:
    evaluation = run(compiled({"a": 1}, layer=F, conditions={"a": "form.ok"}), roots={"form": {"ok": "yes"}})
    assert [problem.reason for problem in evaluation.problems] == [Reason.EXPRESSION_FAILED]
    _, problems = compile_claims({"a": 1}, conditions={"a": "user.email", "b": "true"})
    assert [(problem.path, problem.reason) for problem in sorted(problems, key=lambda problem: problem.path)] == [
        ("a", Reason.INVALID_EXPRESSION),
        ("b", Reason.UNKNOWN_CLAIM),
    ]


def test_a_proposal_that_is_replaced_is_never_evaluated() -> None:
    evaluation = run(compiled({"a": "{{user.roles[9]}}"}, layer=T), compiled({"a": 1}, layer=F))
    assert claims_of(evaluation) == {"a": 1}


def test_problems_of_several_claims_come_together_sorted() -> None:
    evaluation = run(compiled({"b": "{{user.roles[9]}}", "a": "{{user.phone + 'x'}}"}))
    assert [problem.path for problem in evaluation.problems] == ["a", "b"]
    assert not evaluation.request_caused


def test_the_request_is_to_blame_as_soon_as_it_caused_one() -> None:
    stored = compiled({"a": "{{user.roles[9]}}"}, layer=T)
    assert not run(stored).request_caused
    assert run(stored, compiled({"b": "{{user.roles[9]}}"}, layer=F, from_request=True)).request_caused
    assert run(compiled({"b": "{{form.x + 1}}"}, layer=F), roots={"form": {"x": "a"}}).request_caused


def test_a_fallback_stands_anywhere_and_is_seen_in_the_origin() -> None:
    evaluation = run(
        compiled({"box": {"l": ["{{user.phone}}", 1]}, "p": "{{user.phone}}"}, fallbacks={"box.l[0]": "none", "p": {"n": 1}}),
        policy="DELETE",
    )
    assert claims_of(evaluation) == {"box": {"l": ["none", 1]}, "p": {"n": 1}}
    found = {origin.path: origin.fallback for origin in explain(evaluation).origins}
    assert {path: fallback for path, fallback in found.items() if path.startswith(("box", "p"))} == {"box.l": False, "p.n": True}


def test_overrides_reach_the_kinds_they_may() -> None:
    rules = LayerRules(allowed_overrides=frozenset({"aud", "amr"}))
    layer = compiled({"aud": ["x"], "amr": ["pwd"]}, rules=rules)
    session = json.loads(run(layer).payload)
    assert (session["aud"], session["amr"]) == (["x"], ["pwd"])
    refresh = run(layer, kind=TokenKind.REFRESH)
    assert json.loads(refresh.payload)["aud"] == json.loads(refresh.payload)["iss"]
    assert absences(refresh) == {}
    assert [warning.path for warning in run(layer).warnings] == ["amr", "aud"]


@pytest.mark.parametrize("value", ["", [], ["x", ""], 5, {"a": 1}, [1], None, True])
def test_an_audience_is_a_text_or_a_list_of_texts_also_when_computed(value: Any) -> None:
    rules = LayerRules(allowed_overrides=frozenset({"aud"}))
    _, problems = compile_claims({"aud": value}, rules=rules)
    assert [problem.reason for problem in problems] == [Reason.INVALID_CLAIM_TYPE]
    layer = compiled({"aud": "{{user.custom_attributes.prefs}}"}, rules=rules)
    assert [problem.reason for problem in run(layer).problems] == [Reason.INVALID_CLAIM_TYPE]


def test_limits_are_counted_on_what_was_resolved() -> None:
    limits = Limits(max_key_chars=5, max_value_chars=10, max_keys=4, max_depth=2)
    layer = compiled({"a": "{{user.email}}", "b": "{{user.custom_attributes.prefs}}", "c": 1, "d": 1, "e": 1})
    program = build_program([layer], kind=TokenKind.SESSION, settings=EffectiveSettings(), limits=limits)
    user = {"email": "x" * 11, "custom_attributes": {"prefs": {"longkey": {"n": 1}}}}
    evaluation = evaluate(program, Snapshot(roots={"user": user}, stamps=STAMPS))
    assert [(problem.path, problem.reason, problem.actual) for problem in evaluation.problems] == [
        ("", Reason.TOO_MANY_CLAIMS, 7),
        ("a", Reason.CLAIM_VALUE_TOO_LONG, 11),
        ("b", Reason.CLAIM_VALUE_TOO_LONG, 19),
        ("b.longkey", Reason.CLAIM_KEY_TOO_LONG, 7),
        ("b.longkey.n", Reason.CLAIM_TOO_DEEP, 3),
    ]


def test_explaining_twice_says_the_same_and_changes_nothing() -> None:
    evaluation = run(compiled({"a": "{{user.email}}"}))
    before = evaluation.payload
    assert explain(evaluation) == explain(evaluation)
    assert evaluation.payload == before
