"""Tokens for tests of the client: signed here, with a key of this run."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from mintmark.jwks import build_jwk
from mintmark.jws import build_header, sign
from mintmark.verify import FixedKeys, Verifier

KEY = ec.generate_private_key(ec.SECP256R1())
JWK = build_jwk(KEY.public_key(), algorithm="ES256")
ISSUER = "https://tokens.example.com/projects/p"
CLAIMS: dict[str, Any] = {"iss": ISSUER, "sub": "U1", "iat": 1_000, "exp": 1_600, "drn": "DS"}


def token_of(changes: dict[str, Any] | None = None, *, typ: str = "JWT", kid: str = JWK["kid"], payload: bytes | None = None) -> str:
    """Return a token; a change to None takes the claim out."""
    claims = {name: value for name, value in {**CLAIMS, **(changes or {})}.items() if value is not None}
    return sign(build_header("ES256", kid=kid, typ=typ), payload or json.dumps(claims).encode(), KEY, algorithm="ES256")


def make_verifier(**options: Any) -> Verifier:
    """Return a verifier of these tokens, at the instant 1,100."""
    now = options.pop("now", 1_100.0)
    return Verifier(ISSUER, keys=options.pop("keys", None) or FixedKeys({"keys": [JWK]}), clock=lambda: now, **options)
