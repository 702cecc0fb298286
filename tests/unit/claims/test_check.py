"""The last gate: limits at their edges, standard claims' types, and who may make checked claims."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from mintmark_server.claims.check import (
    CheckedClaims,
    amr_problem,
    audience_problem,
    check_claim,
    check_client_claims,
    seal,
    subject_problem,
)
from mintmark_server.claims.evaluate import Evaluation, evaluate
from mintmark_server.claims.kinds import Layer, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.measure import measure
from mintmark_server.claims.program import build_program
from mintmark_server.claims.snapshot import Snapshot
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import Limits

from tests.unit.claims.build import STAMPS, compiled, run

SMALL = Limits(max_key_chars=4, max_value_chars=10, max_depth=2)


def test_checked_claims_are_made_by_the_check_alone() -> None:
    for seal_ in (None, object(), True):
        with pytest.raises(TypeError):
            CheckedClaims(TokenKind.SESSION, b"{}", seal_)


def test_checked_claims_cannot_be_changed_into_others() -> None:
    checked = run(compiled({"a": 1})).checked
    assert checked is not None
    with pytest.raises(dataclasses.FrozenInstanceError):
        checked.payload = b"{}"  # type: ignore[misc]


def test_a_payload_is_sealed_without_problems_only() -> None:
    problem = Problem(reason=Reason.CLAIM_TOO_DEEP, path="a", message="m")
    assert seal(TokenKind.ID, '{"a":"é"}', [problem]) is None
    checked = seal(TokenKind.ID, '{"a":"é"}', [])
    assert checked is not None
    assert (checked.kind, checked.payload) == (TokenKind.ID, b'{"a":"\xc3\xa9"}')


def test_an_evaluation_is_checked_exactly_when_it_has_no_problems() -> None:
    good = run(compiled({"a": 1}))
    assert good.problems == ()
    assert good.checked is not None
    assert good.checked.payload == good.payload.encode()
    bad = run(compiled({"a": 1, "b": "{{user.roles[9]}}"}))
    assert [problem.path for problem in bad.problems] == ["b"]
    assert bad.checked is None


@pytest.mark.parametrize(
    ("name", "value", "problems"),
    [
        ("abcd", "0123456789", []),
        ("éééé", "é" * 10, []),
        ("abcde", 1, [("abcde", Reason.CLAIM_KEY_TOO_LONG, 4, 5)]),
        ("a", "0123456789-", [("a", Reason.CLAIM_VALUE_TOO_LONG, 10, 11)]),
        ("a", ["0123456"], [("a", Reason.CLAIM_VALUE_TOO_LONG, 10, 11)]),
        ("a", ["012345"], []),
        ("a", {"b": []}, []),
        ("a", {"b": [1]}, [("a.b[0]", Reason.CLAIM_TOO_DEEP, 2, 3)]),
        ("a", {"bcdef": 1}, [("a.bcdef", Reason.CLAIM_KEY_TOO_LONG, 4, 5), ("a", Reason.CLAIM_VALUE_TOO_LONG, 10, 11)]),
        ("x/y z", 1, [('["x/y z"]', Reason.CLAIM_KEY_TOO_LONG, 4, 5)]),
    ],
)
def test_a_claim_is_measured_against_each_limit(name: str, value: Any, problems: list[tuple[str, Reason, int, int]]) -> None:
    found = check_claim(name, value, measure(value), SMALL, layer="flow")
    assert [(problem.path, problem.reason, problem.limit, problem.actual) for problem in found] == problems
    assert {problem.layer for problem in found} <= {"flow"}


def test_client_claims_have_bounds_of_their_own() -> None:
    limits = Limits(nsec_max_key_chars=4, nsec_max_value_chars=10, nsec_max_keys=3, nsec_max_depth=2)

    def found(claims: dict[str, Any]) -> list[tuple[str, Reason, int | None, int | None]]:
        problems = check_client_claims([(name, value, measure(value)) for name, value in claims.items()], limits)
        assert {problem.layer for problem in problems} <= {"client"}
        return [(problem.path, problem.reason, problem.limit, problem.actual) for problem in problems]

    assert found({"abcd": "0123456789", "a": {"b": 1}}) == []
    assert found({"a": 1, "b": {"c": 1, "d": 1}}) == [
        ("nsec.b", Reason.CLAIM_VALUE_TOO_LONG, 10, 13),
        ("nsec", Reason.TOO_MANY_CLAIMS, 3, 4),
    ]
    assert found({"abcde": 1}) == [("nsec.abcde", Reason.CLAIM_KEY_TOO_LONG, 4, 5)]
    assert found({"a": [[1]]}) == [("nsec.a[0][0]", Reason.CLAIM_TOO_DEEP, 2, 3)]


@pytest.mark.parametrize("value", ["a", ["a"], ["a", "b"]])
def test_an_audience_is_a_text_or_texts(value: Any) -> None:
    assert audience_problem(value, layer="flow") is None


@pytest.mark.parametrize("value", ["", [], [""], ["a", 1], 1, None, True, {}, {"a": 1}])
def test_anything_else_is_no_audience(value: Any) -> None:
    problem = audience_problem(value, layer="flow")
    assert problem is not None
    assert (problem.reason, problem.path, problem.layer) == (Reason.INVALID_CLAIM_TYPE, "aud", "flow")


@pytest.mark.parametrize("value", [["pwd"], ["mfa", "totp"]])
def test_methods_are_a_list_of_registered_ones(value: Any) -> None:
    assert amr_problem(value, layer="flow") is None


@pytest.mark.parametrize("value", ["pwd", ["guess"], ["PWD"], [1], [None], {}, None, [["pwd"]]])
def test_anything_else_is_no_list_of_methods(value: Any) -> None:
    problem = amr_problem(value, layer="flow")
    assert problem is not None
    assert (problem.reason, problem.path) == (Reason.INVALID_CLAIM_TYPE, "amr")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("U2", None),
        ("", Reason.SUBJECT_NOT_ALLOWED),
        (1, Reason.INVALID_CLAIM_TYPE),
        (None, Reason.INVALID_CLAIM_TYPE),
        (["U2"], Reason.INVALID_CLAIM_TYPE),
        (False, Reason.INVALID_CLAIM_TYPE),
    ],
)
def test_a_subject_is_a_text_that_is_not_empty(value: Any, reason: Reason | None) -> None:
    problem = subject_problem(value, layer="project_template")
    assert (problem.reason if problem else None) == reason


def with_three_keys(claims: dict[str, Any], *, layer: Layer, roots: dict[str, Any] | None = None, from_request: bool = False) -> Evaluation:
    made = compiled(claims, layer=layer, from_request=from_request)
    program = build_program([made], kind=TokenKind.SESSION, settings=EffectiveSettings(), limits=Limits(max_keys=3))
    return evaluate(program, Snapshot(roots=roots or {}, stamps=STAMPS))


def test_keys_are_counted_at_every_depth_and_over_all_claims() -> None:
    assert with_three_keys({"a": [{"b": 1}], "c": "d"}, layer=Layer.FLOW).problems == ()
    roots = {"user": {"custom_attributes": {"prefs": {"x": 1, "y": [{"z": 1}]}}}}
    evaluation = with_three_keys({"a": "{{user.custom_attributes.prefs}}"}, layer=Layer.FLOW, roots=roots)
    assert [(problem.path, problem.reason, problem.limit, problem.actual) for problem in evaluation.problems] == [
        ("", Reason.TOO_MANY_CLAIMS, 3, 4)
    ]
    assert not evaluation.request_caused


def test_too_many_keys_from_the_captured_context_are_the_requests_fault() -> None:
    roots = {"form": {"box": {"a": 1, "b": 1, "c": 1}}}
    evaluation = with_three_keys({"x": "{{form.box}}"}, layer=Layer.FLOW, roots=roots)
    assert [problem.reason for problem in evaluation.problems] == [Reason.TOO_MANY_CLAIMS]
    assert evaluation.request_caused


def test_what_a_key_or_quote_holds_does_not_break_out_of_the_payload() -> None:
    claims = {'a":1,"sub': 'x","iss":"evil', "\u2028\x00": ["</script>"]}
    payload = json.loads(run(compiled(claims)).payload)
    assert (payload["sub"], payload["iss"]) == ("U1", "p")
    assert {name: payload[name] for name in claims} == claims
