"""What is evaluated quickly is what careful evaluation gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark.v1 import evaluation_pb2
from mintmark_server.claims.compile import CompiledLayer
from mintmark_server.claims.evaluate import Evaluation, evaluate
from mintmark_server.claims.explain import explain
from mintmark_server.claims.kinds import EmptyClaimPolicy, Layer, MergeRule, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import Program, build_program
from mintmark_server.claims.results import RESULTS
from mintmark_server.claims.settled import Kept
from mintmark_server.claims.snapshot import RecordRevision, Snapshot
from mintmark_server.limits import Limits
from mintmark_server.rpc.convert.evaluations import assessment_to_proto
from mintmark_server.testing import START
from mintmark_server.tokens.assessment import Assessment
from mintmark_server.tokens.sizes import TokenSize

from tests.unit.claims.build import STAMPS, USER, compile_claims

SOURCES = st.sampled_from(
    [
        "{{user.email}}",
        "{{user.roles}}",
        "{{user.phone}}",
        "{{user.given_name}}",
        "{{user.custom_attributes.prefs}}",
        "{{user.custom_attributes.level}}",
        "{{user.custom_attributes.teams[0]}}",
        "{{'dev' in user.roles}}",
        "{{user.custom_attributes.level / 2.0}}",
        "{{has(user.phone)}}",
        "{{form.note}}",
        "Hello {{user.name}}, {{user.phone}}",
    ]
)
CLAIM = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text('aé"\\\n', max_size=9), SOURCES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["k", "key three"]), inner, max_size=2)),
    max_leaves=4,
)
CLAIMS = st.dictionaries(st.sampled_from(["a", "a b", "a!", 'q"', "é", "long name here"]), CLAIM, max_size=5)
USERS = st.fixed_dictionaries(
    {"id": st.just("U1"), "roles": st.lists(st.sampled_from(["dev", "é"]), max_size=2)},
    optional={
        "email": st.text('a"é\x00', max_size=30),
        "name": st.text(max_size=5),
        "given_name": st.just(""),
        "custom_attributes": st.fixed_dictionaries(
            {},
            optional={
                "prefs": st.one_of(st.just({}), st.just({"deep": {"n": [1]}, "a long key": None})),
                "level": st.floats(-1e6, 1e6, allow_nan=False),
                "teams": st.lists(st.text("ab", max_size=2), max_size=2),
            },
        ),
    },
)
LIMITS = st.builds(
    Limits,
    max_key_chars=st.sampled_from([6, 60]),
    max_value_chars=st.sampled_from([8, 20, 500]),
    max_keys=st.sampled_from([2, 100]),
    max_depth=st.sampled_from([1, 2, 16]),
)
PLACES = (Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.FLOW)
LAYER = st.tuples(CLAIMS, st.sampled_from(MergeRule), st.booleans(), st.booleans())


def build_layers(drawn: list[Any]) -> list[CompiledLayer]:
    layers = []
    for place, (claims, merge, conditional, from_request) in zip(
        (Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.FLOW), drawn, strict=False
    ):
        conditions = dict.fromkeys(list(claims)[:1], "user.email != 'a'") if conditional else {}
        is_flow = place is Layer.FLOW
        layer, problems = compile_claims(claims, layer=place, merge=merge, conditions=conditions, from_request=from_request and is_flow)
        if not problems:
            layers.append(layer)
    return layers


def with_care(program: Program) -> Program:
    """Return the program with nothing in it that is quick."""
    steps = replace(program.steps, constants={}, constant_keys=0, quick=(), careful=program.slots, deciding={})
    return replace(program, steps=steps)


def all_of(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "payload": evaluation.payload,
        "members": evaluation.members(),
        "custom": evaluation.custom,
        "problems": evaluation.problems,
        "request_caused": evaluation.request_caused,
        "warnings": evaluation.warnings,
        "sizes": evaluation.claim_sizes(),
        "digest": evaluation.digest_text(),
        "deciding": evaluation.deciding_layers(),
        "explanation": explain(evaluation),
        "checked": evaluation.checked is not None,
    }


@pytest.mark.timeout(60)
@settings(max_examples=300)
@given(st.lists(LAYER, max_size=3), st.tuples(USERS, USERS), LIMITS, st.sampled_from(EmptyClaimPolicy))
def test_quick_evaluation_is_careful_evaluation(drawn: list[Any], users: Any, limits: Limits, policy: EmptyClaimPolicy) -> None:
    effective = EffectiveSettings(empty_claim_policy=policy)
    program = build_program(build_layers(drawn), kind=TokenKind.SESSION, settings=effective, limits=limits)
    for revision, user in enumerate(users, 3):
        records = (RecordRevision("user", "projects/p/users/U1", revision),)
        snapshot = Snapshot(roots={"user": user, "form": {"note": "n"}}, records=records, stamps=STAMPS)
        careful = all_of(evaluate(with_care(program), snapshot))
        assert all_of(evaluate(program, snapshot)) == careful
        keeping = replace(snapshot, kept=Kept([].append))
        again = replace(
            keeping, stamps=replace(STAMPS, issued_at=2_000, sid="S%s"), records=(RecordRevision("user", "projects/p/users/U1", 9),)
        )
        other = all_of(evaluate(with_care(program), replace(again, kept=None)))
        # What was kept the first time is used from the second on, and what was printed then from the third on.
        assert [all_of(evaluate(program, one)) for one in (keeping, again, keeping, again)] == [careful, other, careful, other]


@settings(max_examples=100)
@given(st.lists(LAYER, max_size=3), USERS, st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(1, 10**10)), min_size=1, max_size=6))
def test_what_answers_keep_of_a_token_is_what_they_say(drawn: list[Any], user: dict[str, Any], asked: list[tuple[int, int]]) -> None:
    program = build_program(build_layers(drawn), kind=TokenKind.SESSION, settings=EffectiveSettings())
    records = (RecordRevision("user", "projects/p/users/U1", 3),)
    keeping = Snapshot(roots={"user": user, "form": {"note": "n"}}, records=records, stamps=STAMPS, kept=Kept([].append))
    for view, issued_at in asked:
        snapshot = replace(keeping, stamps=replace(STAMPS, issued_at=issued_at))
        assert answer(evaluate(program, snapshot), view) == answer(evaluate(program, replace(snapshot, kept=None)), view)


def answer(evaluation: Evaluation, view: int) -> bytes:
    """Return the message of an evaluation as it is sent."""
    message = evaluation_pb2.Evaluation()
    assessment = Assessment(
        evaluation=evaluation,
        size=TokenSize(token_bytes=9, payload_bytes=5, budgets=()),
        warnings=evaluation.warnings,
        problems=evaluation.problems,
        request_caused=evaluation.request_caused,
        digest="d",
        expires_at=START,
        jti="",
    )
    assessment_to_proto(assessment, view, message)
    return message.SerializeToString(deterministic=True)


@settings(max_examples=50)
@given(USERS, USERS)
def test_what_expressions_keep_of_one_subject_never_shows_in_another(first: dict[str, Any], second: dict[str, Any]) -> None:
    layer, _ = compile_claims(
        {"dev": "{{'dev' in user.roles}}", "mail": "{{has(user.email) ? user.email : 'none'}}", "tenant": "{{has(tenant.id)}}"}
    )
    program = build_program([layer], kind=TokenKind.SESSION, settings=EffectiveSettings())
    snapshots = [Snapshot(roots={"user": user}, stamps=STAMPS) for user in (first, second, USER)]
    shared = [replace(snapshot, views=snapshots[0].views) for snapshot in snapshots]
    shared.append(replace(shared[2], roots={"user": USER, "tenant": {"id": "T1"}}))
    alone = [*snapshots, Snapshot(roots={"user": USER, "tenant": {"id": "T1"}}, stamps=STAMPS)]
    assert [evaluate(program, one).payload for one in (*shared, *shared)] == [evaluate(program, one).payload for one in (*alone, *alone)]


ODD = st.sampled_from([None, True, False, 0, 1, 0.0, -0.0, 1.0, "1", "", [], {}, ["1"], [1], {"deep": None}, {"deep": {}}, {"deep": 1}])
ASKING = st.fixed_dictionaries(
    {"roles": st.lists(st.sampled_from(["dev", "1"]), max_size=2)},
    optional={
        "email": st.sampled_from(["ada", "dev", None]),
        "custom_attributes": st.fixed_dictionaries(
            {},
            optional={
                "plan": st.one_of(st.sampled_from(["1", "a" * 240, "a" * 251]), ODD),
                "level": st.one_of(st.sampled_from([0.0, -0.0, 1, True]), ODD),
                "optin": ODD,
                "teams": st.one_of(st.sampled_from([["a"] * 20, ["a"] * 21]), ODD),
                "prefs": ODD,
            },
        ),
    },
)
ASKED = {
    "role": "{{'dev' in user.roles}}",
    "first": "{{user.roles[0] + user.email}}",
    "level": "{{string(1.0 / user.custom_attributes.level)}}",
    "known": "{{has(user.custom_attributes.level) || user.custom_attributes.optin}}",
    "optin": "{{user.custom_attributes.optin == null ? 'never' : string(user.custom_attributes.optin)}}",
    "teams": "{{size(user.custom_attributes.teams)}}",
    "below": "{{has(user.custom_attributes.prefs.deep)}}",
    "deep": "{{string(user.custom_attributes.prefs.deep == 1.0)}}",
    "plan": "{{user.custom_attributes.plan + '!'}}",
    "tenant": "{{user.tenant.name == 'Acme' && tenant_id != null}}",
}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(ASKING, st.sampled_from([{}, {"id": "T1"}, {"name": "Acme"}])), min_size=2, max_size=5))
def test_what_is_remembered_of_other_subjects_is_what_cel_says(subjects: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    layer, problems = compile_claims(ASKED)
    assert not problems
    program = build_program([layer], kind=TokenKind.SESSION, settings=EffectiveSettings())
    snapshots = [Snapshot(roots={"user": user, "tenant": tenant}, stamps=STAMPS) for user, tenant in subjects]
    alone = []
    for snapshot in snapshots:
        RESULTS.clear()
        alone.append(evaluate(program, snapshot))
    RESULTS.clear()
    remembered = [evaluate(program, snapshot) for snapshot in (*snapshots, *snapshots)]
    assert [(one.payload, one.problems) for one in remembered] == [(one.payload, one.problems) for one in (*alone, *alone)]


def test_an_attribute_of_another_type_fails_only_what_reads_it() -> None:
    layer, _ = compile_claims({"level": "{{user.custom_attributes.level + 1.0}}", "mail": "{{size(user.email)}}"})
    program = build_program([layer], kind=TokenKind.SESSION, settings=EffectiveSettings())
    stale = {"email": "ada", "custom_attributes": {"level": "three"}}
    evaluation = evaluate(program, Snapshot(roots={"user": stale}, stamps=STAMPS))
    assert [problem.path for problem in evaluation.problems] == ["level"]
    assert evaluation.custom == {"mail": '"mail":3'}
