"""Properties of evaluation and explanation, over random layers, subjects and kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark_server.claims import names, paths
from mintmark_server.claims.compile import CompiledLayer, LayerRules
from mintmark_server.claims.evaluate import Evaluation, evaluate
from mintmark_server.claims.explain import Explanation, explain
from mintmark_server.claims.kinds import AbsenceReason, AuthSchema, EmptyClaimPolicy, Layer, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import build_program
from mintmark_server.claims.snapshot import RecordRevision, Snapshot, StampInputs

from tests.unit.claims.build import STAMPS, USER, compile_claims

FAST = settings(max_examples=120)
RULES = LayerRules(allowed_overrides=frozenset({"aud", "amr"}))
NAMES = st.sampled_from(["a", "b", "box", "é", "https://x", "a.b"])
REFERENCES = st.sampled_from(
    [
        "{{user.email}}", "{{user.phone}}", "{{user.custom_attributes.plan}}", "{{user.custom_attributes.teams}}",
        "{{user.custom_attributes.prefs}}", "{{user.custom_attributes.prefs.deep}}", "{{user.custom_attributes.level}}", "<{{user.phone}}>",
        "{{user.phone}}{{user.locale}}", "{{'admin' in user.roles}}", "{{ {'k': user.email, 'n': {}} }}", "{{ {} }}", "{{user.roles}}",
    ]
)  # fmt: skip
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["", "x", "é"]), REFERENCES)
VALUES = st.recursive(LEAVES, lambda inner: st.one_of(st.dictionaries(NAMES, inner, max_size=3), st.lists(inner, max_size=2)), max_leaves=6)
CLAIMS = st.dictionaries(NAMES, VALUES, max_size=4)
CONDITIONS = st.sampled_from(["user.custom_attributes.plan == 'pro'", "'admin' in user.roles", "has(user.phone)", "true"])
LAYERS = (Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE, Layer.SCOPE_MAPPING, Layer.FLOW, Layer.SESSION_CLAIMS)


@dataclass(frozen=True)
class Made:
    """A program's parts, and what was evaluated."""

    layers: tuple[CompiledLayer, ...]
    settings: EffectiveSettings
    kind: TokenKind
    snapshot: Snapshot
    templates_in_scope: bool

    def evaluate(self, layers: tuple[CompiledLayer, ...] | None = None) -> Evaluation:
        program = build_program(
            self.layers if layers is None else layers, kind=self.kind, settings=self.settings, templates_in_scope=self.templates_in_scope
        )
        return evaluate(program, self.snapshot)


@st.composite
def layer(draw: st.DrawFn, which: Layer) -> CompiledLayer:
    claims = draw(CLAIMS)
    overriding = which in (Layer.PROJECT_TEMPLATE, Layer.FLOW) and draw(st.booleans())
    if overriding:
        claims = {**claims, "aud": draw(st.sampled_from(["api", ["api", "b"], "{{user.custom_attributes.teams}}"]))}
    conditions = {name: draw(CONDITIONS) for name in claims if draw(st.integers(0, 3)) == 0}
    removes = draw(st.lists(NAMES, max_size=2)) if draw(st.integers(0, 3)) == 0 else []
    merge = draw(st.sampled_from(["REPLACE", "DEEP_MERGE"]))
    made, problems = compile_claims(claims, layer=which, rules=RULES, conditions=conditions, remove_claims=tuple(removes), merge=merge)
    assert problems == []
    return made


@st.composite
def made(draw: st.DrawFn) -> Made:
    chosen = [which for which in LAYERS if draw(st.booleans())]
    attributes: dict[str, Any] = {}
    for name, values in (
        ("plan", st.sampled_from(["pro", "", "free"])),
        ("teams", st.lists(st.sampled_from(["x", "y"]), max_size=2)),
        ("prefs", st.sampled_from([{}, {"deep": {"n": [1]}, "nil": None}, {"deep": {}}])),
        ("level", st.integers(-1, 3)),
    ):
        if draw(st.booleans()):
            attributes[name] = draw(values)
    user = {**USER, "custom_attributes": attributes, "roles": draw(st.lists(st.sampled_from(["admin", "dev"]), max_size=2, unique=True))}
    if draw(st.booleans()):
        user["phone"] = draw(st.sampled_from(["", "+1"]))
    stamps: StampInputs = replace(STAMPS, client_id="web", client_claims=draw(st.sampled_from([{}, {"hint": {"a": 1}}])))
    return Made(
        layers=tuple(draw(layer(which)) for which in chosen),
        settings=EffectiveSettings(
            auth_schema=AuthSchema.NONE,
            empty_claim_policy=draw(st.sampled_from(EmptyClaimPolicy)),
            omit_from_refresh=draw(st.booleans()),
        ),
        kind=draw(st.sampled_from([TokenKind.SESSION, TokenKind.REFRESH, TokenKind.ID])),
        snapshot=Snapshot(roots={"user": user}, records=(RecordRevision("user", "projects/p/users/U1", 7),), stamps=stamps),
        templates_in_scope=draw(st.booleans()),
    )


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield path and value of scalars, lists and empty objects, by the rule of DESIGN §3 written down anew."""
    if isinstance(value, dict) and (value or not path):
        for key, item in value.items():
            yield from leaves(item, paths.member(path, key))
    else:
        yield path, value


def covers(whole: str, path: str) -> bool:
    return path == whole or path.startswith((f"{whole}.", f"{whole}["))


def stand(value: dict[str, Any], path: str) -> Any:
    """Return what stands at a path."""
    found: Any = value
    for step in paths.parse_path(path) or ():
        found = found[step]
    return found


def put(target: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = paths.parse_path(path) or ()
    for step in parents:
        target = target.setdefault(step, {})
    target[last] = value


@FAST
@given(made())
def test_each_leaf_of_the_payload_has_one_origin_and_nothing_else_has(case: Made) -> None:
    evaluation = case.evaluate()
    if evaluation.problems:
        return
    payload = json.loads(evaluation.payload)
    origins = [origin.path for origin in explain(evaluation).origins]
    assert len(origins) == len(set(origins))
    stamped = {path for path in origins if path in payload and path not in dict(leaves(payload))}
    assert set(origins) - stamped == {path for path, _ in leaves(payload) if not any(covers(whole, path) for whole in stamped)}


@FAST
@given(made())
def test_replaying_the_origins_rebuilds_the_payload(case: Made) -> None:
    evaluation = case.evaluate()
    if evaluation.problems:
        return
    payload = json.loads(evaluation.payload)
    bare = json.loads(case.evaluate(()).payload)
    alone = {made.layer: json.loads(case.evaluate((made,)).payload) for made in case.layers}
    rebuilt: dict[str, Any] = {}
    for origin in explain(evaluation).origins:
        if "azp" in payload and origin.path in ("aud", "azp"):
            continue  # An ID token's own client joins the audience that a layer sets.
        source = bare if origin.layer in (Layer.STAMP, Layer.CLIENT) else alone[origin.layer]
        put(rebuilt, origin.path, stand(source, origin.path))
    if "azp" in payload:
        payload = {name: value for name, value in payload.items() if name not in ("aud", "azp")}
    assert rebuilt == payload


@FAST
@given(made())
def test_each_configured_claim_that_is_absent_has_one_reason(case: Made) -> None:
    evaluation = case.evaluate()
    if evaluation.problems:
        return
    payload = json.loads(evaluation.payload)
    explanation = explain(evaluation)
    found = [absence.path for absence in explanation.absences]
    assert len(found) == len(set(found))
    present = {path for path, _ in leaves(payload)}
    for absence in explanation.absences:
        assert absence.path not in present
        assert not any(covers(absence.path, other) for other in found if other != absence.path), [
            (item.path, item.reason.value, item.layer.name) for item in explanation.absences
        ]
    configured = {name for made in case.layers for name in made.entries}
    for name in configured - set(payload):
        whole = paths.member("", name)
        assert [absence.path for absence in explanation.absences if covers(whole, absence.path)] == [whole]
    standing = {*present, *found}
    for made in case.layers:
        for path, _ in leaves(json.loads(json.dumps(written(made)))):
            assert any(covers(path, other) or covers(other, path) for other in standing), f"{path} has neither origin nor reason"


def written(made: CompiledLayer) -> dict[str, Any]:
    """Return a layer's claims with a text for whatever is dynamic."""

    def plain(value: Any) -> Any:
        if hasattr(value, "items"):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return value if isinstance(value, str | int | float | bool | None) else "dynamic"

    return {name: plain(value) for name, value in made.claims.items()}


@FAST
@given(made())
def test_a_reason_is_true(case: Made) -> None:
    evaluation = case.evaluate()
    explanation: Explanation = explain(evaluation)
    omitting = case.kind is TokenKind.REFRESH and case.settings.omit_from_refresh
    for absence in explanation.absences:
        if absence.reason is AbsenceReason.OMITTED_FOR_KIND:
            assert omitting or (case.kind is TokenKind.REFRESH and absence.path == "aud")
        elif absence.reason is AbsenceReason.NOT_IN_SCOPE:
            assert not case.templates_in_scope
            assert absence.layer <= Layer.APPLICATION_TEMPLATE
        elif absence.reason is AbsenceReason.EMPTY_DELETED:
            assert case.settings.empty_claim_policy is EmptyClaimPolicy.DELETE
        elif absence.reason is AbsenceReason.REMOVED:
            assert any(absence.layer < made.layer and made.removes for made in case.layers)
        elif absence.reason is AbsenceReason.OVERRIDDEN:
            assert any(absence.layer < made.layer for made in case.layers)


@FAST
@given(made())
def test_explaining_changes_nothing_and_sizes_sum(case: Made) -> None:
    evaluation = case.evaluate()
    before = (evaluation.payload, evaluation.digest_text(), evaluation.problems, evaluation.warnings)
    assert explain(evaluation) == explain(evaluation)
    assert (evaluation.payload, evaluation.digest_text(), evaluation.problems, evaluation.warnings) == before
    again = case.evaluate()
    assert (again.payload, again.digest_text(), again.problems, again.warnings) == before
    assert sum(size for _, size in evaluation.claim_sizes()) + 2 == len(evaluation.payload.encode())
    assert [name for name, _ in evaluation.claim_sizes()] == sorted(json.loads(evaluation.payload))


@FAST
@given(made())
def test_what_is_checked_is_the_payload_or_there_are_problems(case: Made) -> None:
    evaluation = case.evaluate()
    assert (evaluation.checked is None) is bool(evaluation.problems)
    if evaluation.checked is not None:
        assert evaluation.checked.payload == evaluation.payload.encode()
    payload = json.loads(evaluation.payload)
    folded = [names.fold(name) for name in payload]
    assert len(folded) == len(set(folded))
    overridden = names.OVERRIDABLE & set(evaluation.custom)
    assert {warning.path for warning in evaluation.warnings} == overridden - {problem.path for problem in evaluation.problems}
