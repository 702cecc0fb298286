"""Explanations: for each leaf one origin, for each absent claim one reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from mintmark_server.claims.compile import LayerRules
from mintmark_server.claims.evaluate import Evaluation, evaluate
from mintmark_server.claims.explain import Absence, Origin, explain
from mintmark_server.claims.kinds import AbsenceReason, Layer, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import build_program
from mintmark_server.claims.snapshot import RecordRevision, Snapshot

from tests.unit.claims.build import STAMPS, USER, compiled, run

T, A, F, S = Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.FLOW, Layer.SESSION_CLAIMS
RECORDS = (RecordRevision("user", "projects/p/users/U1", 7), RecordRevision("tenant", "projects/p/tenants/T1", 3))


def origins(evaluation: Evaluation) -> dict[str, Origin]:
    return {origin.path: origin for origin in explain(evaluation).origins if origin.layer is not Layer.STAMP}


def absences(evaluation: Evaluation) -> list[Absence]:
    return list(explain(evaluation).absences)


def test_an_origin_says_layer_revision_expression_and_records() -> None:
    layer = compiled({"a": "{{user.email}}", "b": "{{tenant.name}} of {{ user.name }}", "c": 1})
    program = build_program([layer], kind=TokenKind.SESSION, settings=EffectiveSettings())
    snapshot = Snapshot(roots={"user": USER, "tenant": {"id": "T1"}}, records=RECORDS, stamps=STAMPS)
    template = {"layer": T, "source": "project_template", "source_revision": 1}
    assert origins(evaluate(program, snapshot)) == {
        "a": Origin(path="a", expression="user.email", records=RECORDS[:1], **template),
        "b": Origin(path="b", expression="{{tenant.name}} of {{ user.name }}", records=RECORDS, **template),
        "c": Origin(path="c", **template),
    }


def test_a_list_and_an_empty_object_are_one_leaf() -> None:
    evaluation = run(compiled({"l": [1, {"a": 2}], "o": {}, "box": {"l": ["{{user.email}}"], "o": {"x.y": 1}}}))
    found = origins(evaluation)
    assert list(found) == ["box.l", 'box.o["x.y"]', "l", "o"]
    assert found["box.l"].expression == "user.email"


def test_a_resolved_object_has_an_origin_for_each_leaf_of_it() -> None:
    found = origins(run(compiled({"p": "{{user.custom_attributes.prefs}}"})))
    assert {path: origin.expression for path, origin in found.items()} == {
        "p.deep.n": "user.custom_attributes.prefs",
        "p.lang": "user.custom_attributes.prefs",
    }


def test_an_origin_names_the_layers_it_overrode_lowest_first() -> None:
    evaluation = run(compiled({"x": 1}, layer=T), compiled({"x": 2}, layer=A), compiled({"x": 3}, layer=F))
    assert (origins(evaluation)["x"].layer, origins(evaluation)["x"].overrode) == (F, (T, A))
    assert absences(evaluation) == []


def test_a_layer_that_proposed_nothing_was_not_overridden() -> None:
    evaluation = run(
        compiled({"x": 1}, layer=T),
        compiled({"x": 2}, layer=A, conditions={"x": "false"}),
        compiled({"x": "{{user.phone}}"}, layer=F),
        policy="DELETE",
    )
    assert (origins(evaluation)["x"].layer, origins(evaluation)["x"].overrode) == (T, ())
    assert absences(evaluation) == []


@pytest.mark.parametrize(
    ("claim", "fallback", "used"),
    [
        ("{{user.phone}}", "none", True),
        ("{{user.email}}", "none", False),
        ("{{user.custom_attributes.optin}}", True, False),
        ("{{user.custom_attributes.prefs.lang}}", "en", True),
        ("<{{user.phone}}>", "none", False),
    ],
)
def test_an_origin_says_whether_the_fallback_was_used(claim: str, fallback: Any, used: bool) -> None:
    assert origins(run(compiled({"x": claim}, fallbacks={"x": fallback})))["x"].fallback is used


def test_each_stamp_and_the_client_claims_have_an_origin() -> None:
    evaluation = run(compiled({"a": 1}), stamps=replace(STAMPS, client_claims={"k": {"l": 1}}))
    assert {origin.path: origin.layer.word for origin in explain(evaluation).origins} == {
        "a": "project_template",
        "drn": "stamp",
        "exp": "stamp",
        "iat": "stamp",
        "iss": "stamp",
        "nsec": "client",
        "sub": "stamp",
    }


def test_an_override_has_the_origin_of_the_layer_that_set_it() -> None:
    rules = LayerRules(allowed_overrides=frozenset({"aud", "sub"}), override_subject=True)
    evaluation = run(compiled({"aud": "x", "sub": "{{user.email}}"}, rules=rules))
    found = {origin.path: (origin.layer, origin.expression) for origin in explain(evaluation).origins}
    assert found["aud"] == (T, "")
    assert found["sub"] == (T, "user.email")
    assert found["dsub"] == (Layer.STAMP, "")


def test_what_a_kind_leaves_out_has_that_reason() -> None:
    layer = compiled({"a": 1, "b": 1})
    refresh = run(layer, kind=TokenKind.REFRESH, omit_from_refresh=True)
    assert absences(refresh) == [Absence("a", AbsenceReason.OMITTED_FOR_KIND, T), Absence("b", AbsenceReason.OMITTED_FOR_KIND, T)]
    program = build_program([layer], kind=TokenKind.ID, settings=EffectiveSettings(), templates_in_scope=False)
    identity = evaluate(program, Snapshot(roots={}, stamps=STAMPS))
    assert absences(identity) == [Absence("a", AbsenceReason.NOT_IN_SCOPE, T), Absence("b", AbsenceReason.NOT_IN_SCOPE, T)]


def test_a_claim_out_of_scope_that_another_layer_sets_is_not_absent() -> None:
    layers = [compiled({"a": 1}, layer=T), compiled({"a": 2}, layer=F)]
    program = build_program(layers, kind=TokenKind.ID, settings=EffectiveSettings(), templates_in_scope=False)
    evaluation = evaluate(program, Snapshot(roots={}, stamps=STAMPS))
    assert absences(evaluation) == []
    assert origins(evaluation)["a"].overrode == ()


@pytest.mark.parametrize(
    ("upper", "merge", "found"),
    [
        ({"box": 5}, "DEEP_MERGE", [Absence("box.a", AbsenceReason.OVERRIDDEN, T), Absence("box.b.c", AbsenceReason.OVERRIDDEN, T)]),
        ({"box": {"a": 9}}, "REPLACE", [Absence("box.b.c", AbsenceReason.OVERRIDDEN, T)]),
        ({"box": {"a": 9}}, "DEEP_MERGE", []),
        ({"box": {"b": 9}}, "DEEP_MERGE", [Absence("box.b.c", AbsenceReason.OVERRIDDEN, T)]),
    ],
)
def test_a_leaf_that_a_higher_layer_took_away_was_overridden(upper: Any, merge: str, found: list[Absence]) -> None:
    assert absences(run(compiled({"box": {"a": 1, "b": {"c": 1}}}, layer=T), compiled(upper, layer=F, merge=merge))) == found


def test_a_members_deletion_names_the_member() -> None:
    evaluation = run(compiled({"box": {"a": "{{user.phone}}", "b": {"c": "{{user.phone}}"}}}), policy="DELETE")
    assert absences(evaluation) == [Absence("box.a", AbsenceReason.EMPTY_DELETED, T), Absence("box.b.c", AbsenceReason.EMPTY_DELETED, T)]
    assert list(origins(evaluation)) == ["box.b"]


def test_a_removal_is_the_reason_also_where_a_condition_is_false_above() -> None:
    evaluation = run(
        compiled({"a": 1}, layer=T),
        compiled({}, layer=A, remove_claims=("a",)),
        compiled({"a": 2}, layer=F, conditions={"a": "false"}),
    )
    assert [absence.path for absence in absences(evaluation)] == ["a"]


def test_an_evaluation_with_problems_can_be_explained() -> None:
    evaluation = run(compiled({"a": 1, "box": {"x": "{{user.roles[9]}}", "y": 1}}, fallbacks={"box.x": 1}))
    assert [problem.path for problem in evaluation.problems] == ["box.x"]
    assert list(origins(evaluation)) == ["a", "box.y"]
