"""Programs and snapshots for tests of the pure core, in few words."""

from __future__ import annotations

import json
from typing import Any

from mintmark_server.claims.compile import CompiledLayer, LayerOrigin, LayerRules, compile_layer
from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.evaluate import Evaluation, evaluate
from mintmark_server.claims.kinds import AttributeScope, AttributeType, AuthSchema, EmptyClaimPolicy, Layer, MergeRule, TokenKind
from mintmark_server.claims.layers import EffectiveSettings, LayerDefinition
from mintmark_server.claims.program import build_program
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.claims.snapshot import Snapshot, StampInputs
from mintmark_server.errors import Problem

ATTRIBUTES = tuple(
    sorted(
        [
            AttributeSpec(AttributeScope.USER, "plan", AttributeType.STRING),
            AttributeSpec(AttributeScope.USER, "level", AttributeType.NUMBER),
            AttributeSpec(AttributeScope.USER, "optin", AttributeType.BOOL),
            AttributeSpec(AttributeScope.USER, "teams", AttributeType.STRING_LIST),
            AttributeSpec(AttributeScope.USER, "prefs", AttributeType.OBJECT),
            AttributeSpec(AttributeScope.TENANT, "region", AttributeType.STRING),
            AttributeSpec(AttributeScope.ACCESS_KEY, "team", AttributeType.STRING),
        ]
    )
)
ENGINE = build_engine(ATTRIBUTES)
STAMPS = StampInputs(issuer_url="https://t/projects/p", issuer_id="p", subject_id="U1", issued_at=1_000, expires_at=1_600, jti="j")
USER: dict[str, Any] = {
    "id": "U1",
    "email": "ada@example.com",
    "name": "Ada",
    "login_ids": ["ada"],
    "roles": ["dev", "admin"],
    "permissions": ["read", "write"],
    "tenant_ids": ["T1"],
    "status": "enabled",
    "custom_attributes": {"plan": "pro", "level": 3, "optin": False, "teams": ["blue"], "prefs": {"lang": None, "deep": {"n": [1]}}},
}


def compile_claims(
    claims: Any, *, layer: Layer = Layer.PROJECT_TEMPLATE, from_request: bool = False, rules: LayerRules | None = None, **beside: Any
) -> tuple[CompiledLayer, list[Problem]]:
    source = claims if isinstance(claims, str) else json.dumps(claims)
    if "merge" in beside:
        beside["merge"] = MergeRule(beside["merge"])
    origin = LayerOrigin(resource=layer.word, revision=1, from_request=from_request)
    return compile_layer(LayerDefinition(source=source, **beside), layer=layer, engine=ENGINE, rules=rules or LayerRules(), origin=origin)


def compiled(claims: Any, **options: Any) -> CompiledLayer:
    made, problems = compile_claims(claims, **options)
    assert problems == []
    return made


def run(
    *layers: CompiledLayer,
    kind: TokenKind = TokenKind.SESSION,
    policy: str = "NONE",
    roots: dict[str, Any] | None = None,
    stamps: StampInputs = STAMPS,
    **settings: Any,
) -> Evaluation:
    effective = EffectiveSettings(auth_schema=AuthSchema.NONE, empty_claim_policy=EmptyClaimPolicy(policy), **settings)
    program = build_program(layers, kind=kind, settings=effective)
    return evaluate(program, Snapshot(roots={"user": USER, **(roots or {})}, stamps=stamps))


def claims_of(evaluation: Evaluation) -> dict[str, Any]:
    assert evaluation.problems == ()
    payload = json.loads(evaluation.payload)
    return {name: value for name, value in payload.items() if name not in ("exp", "iat", "iss", "sub", "drn")}


def value_of(expression: str, *, layer: Layer = Layer.FLOW, **roots: Any) -> Any:
    """Return what an expression gives as a claim."""
    evaluation = run(compiled({"x": "{{" + expression + "}}"}, layer=layer), roots=roots)
    assert evaluation.problems == (), evaluation.problems
    return json.loads(evaluation.payload)["x"]


def refusal_of(expression: str, *, layer: Layer = Layer.FLOW) -> Problem:
    """Return why an expression is refused when written."""
    _, problems = compile_claims({"x": "{{" + expression + "}}"}, layer=layer)
    assert len(problems) == 1, problems
    return problems[0]
