"""Refusals: why a token does not hold.

Owns: `RefusalReason` and `TokenRefusedError`. Never: deciding.
"""

from __future__ import annotations

from enum import StrEnum


class RefusalReason(StrEnum):
    """Why a token was refused. The first check that fails says it; the order is that of `mintmark.verify`."""

    MALFORMED = "malformed"
    """No compact JWS, not canonical, or a claim is absent or of the wrong type."""
    TOO_LARGE = "too_large"
    """More bytes than the verifier reads."""
    UNSUPPORTED_HEADER = "unsupported_header"
    """The header has a member that would change the rules (`crit`, `b64`, `jwk`, `jku`, `x5c`, `zip` …)."""
    UNKNOWN_KEY = "unknown_key"
    """No `kid`, or none of the issuer's keys: it was revoked or taken out, or the token is another issuer's."""
    WRONG_ALGORITHM = "wrong_algorithm"
    """`alg` is not the algorithm of the key."""
    UNSUITABLE_KEY = "unsuitable_key"
    """The key does not fit its algorithm."""
    BAD_SIGNATURE = "bad_signature"
    """The signature does not verify."""
    WRONG_KIND = "wrong_kind"
    """The kind (`typ`, `drn`) is not one of those expected."""
    WRONG_ISSUER = "wrong_issuer"
    """`iss` is another issuer."""
    WRONG_AUDIENCE = "wrong_audience"
    """`aud` names others, or nobody, where the verifier's own name was expected."""
    EXPIRED = "expired"
    """`exp` has passed."""
    NOT_YET_VALID = "not_yet_valid"
    """`nbf` or `iat` is in the future."""
    KEYS_UNAVAILABLE = "keys_unavailable"
    """The key set can't be had: nothing is known of the token. The only reason that may pass by itself."""


class TokenRefusedError(Exception):
    """A token that does not hold; `reason` is machine-readable. The message has nothing of the token in it."""

    def __init__(self, reason: RefusalReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
