"""The pure function, in this process: evaluations against raw signatures.

Owns: rows of evaluation. Never: servers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mintmark_server.claims.evaluate import evaluate
from mintmark_server.claims.kinds import AuthSchema, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.program import build_program
from mintmark_server.claims.snapshot import Snapshot

from tests.bench.floors import build_signers, build_verification, timed
from tests.bench.rows import Row, take_turns
from tests.unit.claims.build import STAMPS, USER, compiled

ROUNDS = 15
CONSTANTS = {f"fixed{number}": f"value {number}" for number in range(5)}
REFERENCES = {
    "mail": "{{user.email}}",
    "name": "{{user.name}}",
    "plan": "{{user.custom_attributes.plan}}",
    "teams": "{{user.custom_attributes.teams}}",
    "level": "{{user.custom_attributes.level}}",
}
EXPRESSIONS = {
    "admin": "{{'admin' in user.roles}}",
    "domain": "{{user.email.endsWith('@example.com')}}",
    "tier": "{{user.custom_attributes.plan == 'pro' ? 'gold' : 'basic'}}",
    "size": "{{size(user.custom_attributes.teams)}}",
    "writer": "{{user.permissions.exists(item, item == 'write')}}",
}


def build_evaluation(claims: dict[str, Any]) -> Callable[[], object]:
    """Return one evaluation of a template's session token, with payload text and sizes."""
    effective = EffectiveSettings(auth_schema=AuthSchema.DEFAULT)
    program = build_program([compiled(claims)], kind=TokenKind.SESSION, settings=effective)
    snapshot = Snapshot(roots={"user": USER}, stamps=STAMPS)
    assert evaluate(program, snapshot).problems == ()

    def run() -> object:
        evaluation = evaluate(program, snapshot)
        return evaluation.payload, evaluation.claim_sizes()

    return run


def measure(rounds: int = ROUNDS) -> list[Row]:
    """Return the rows of evaluation and of signatures."""
    signers = build_signers()
    signature = timed(signers["ES256"], 500)
    plain = timed(build_evaluation(CONSTANTS | REFERENCES), 500)
    computed = timed(build_evaluation(CONSTANTS | EXPRESSIONS), 300)
    many = {f"{name}{number}": value for number in range(10) for name, value in (CONSTANTS | REFERENCES).items()}
    hundred = timed(build_evaluation(many), 60)
    unit = "us of CPU"
    rows = [
        take_turns("evaluate 10 claims, 5 references / ES256 signature", plain, signature, unit=unit, rounds=rounds, bar=0.8),
        take_turns("evaluate 10 claims, 5 expressions / ES256 signature", computed, signature, unit=unit, rounds=rounds, bar=1.5),
        take_turns("evaluate 100 claims / 10 claims", hundred, plain, unit=unit, rounds=rounds, bar=11),
        take_turns("raw ES256 verification / signature", timed(build_verification(), 300), signature, unit=unit, rounds=5, bar=None),
    ]
    for name, sign in signers.items():
        if name != "ES256":
            rows.append(take_turns(f"raw {name} signature / ES256", timed(sign, 50), signature, unit=unit, rounds=5, bar=None))
    return rows
