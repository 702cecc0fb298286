"""Claim names: which belong to the service, and when two are the same.

Owns: folding (NFKC and case folding: Go decodes `Sub` into `sub`), the locked stamps and the overridable names (DESIGN §5).
Never: whether a project allows an override (compile).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

LOCKED_STAMPS: Final = frozenset(
    [
        "iss",
        "exp",
        "iat",
        "nbf",
        "jti",
        "drn",
        "sid",
        "dct",
        "dsub",
        "nsec",
        "tenants",
        "roles",
        "permissions",
        "rexp",
        "su",
        "act",
        "may_act",
        "cnf",
        "azp",
        "nonce",
        "auth_time",
        "acr",
        "at_hash",
        "c_hash",
        "scope",
        "client_id",
    ]
)
"""Set by the service alone, never by an author."""

SCOPE_CLAIMS: Final = frozenset({"email_verified", "phone_number_verified"})
"""Only the standard scopes bring these (OpenID Connect Core §5.4)."""

OVERRIDABLE: Final = frozenset({"aud", "amr", "sub"})
"""Standard claims that a template or flow may set where the project's `allowed_overrides` name them."""

RESERVED: Final = LOCKED_STAMPS | SCOPE_CLAIMS | OVERRIDABLE

AMR_VALUES: Final = frozenset(["oauth", "email", "sms", "whatsapp", "webauthn", "totp", "fed", "pwd", "mfa"])
"""The registered authentication methods."""


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Return what names are compared by: NFKC, case folding, NFKC again (Unicode §3.13, D146)."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def is_reserved(name: str) -> bool:
    """Tell whether the name, or another spelling of it, belongs to the service."""
    return fold(name) in RESERVED
