"""The service's own tokens, read where their times say less than the store does.

Owns: verifying a token whose time is over, or still to come. Never: which of them is accepted for what.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from mintmark.jwks import VerificationKey
from mintmark.jws import JwsError, UnverifiedJws, load_members
from mintmark.verify import ANY_AUDIENCE, Kind, RefusalReason, TokenRefusedError, VerifiedToken, take_apart, verify_token


def verify_own(
    token: str | UnverifiedJws,
    keys: Mapping[str, VerificationKey],
    *,
    issuers: Collection[str],
    kinds: Collection[Kind],
    now: float,
    forgiven: str,
) -> VerifiedToken:
    """Verify a token, or what `take_apart` made of one. Raises: TokenRefusedError.

    One that fails for the `forgiven` reason alone, `expired` or `not_yet_valid`, passes.
    """
    jws = token if isinstance(token, UnverifiedJws) else take_apart(token)
    try:
        return verify_token(jws, keys, issuers=issuers, kinds=kinds, audience=ANY_AUDIENCE, now=now)
    except TokenRefusedError as error:
        if error.reason != forgiven:
            raise
        # The signature holds and times are checked last: so its own time may be read.
        issued_at = float(json.loads(jws.unverified_payload)["iat"])
        return verify_token(jws, keys, issuers=issuers, kinds=kinds, audience=ANY_AUDIENCE, now=issued_at)


def read_unverified_session_id(token: UnverifiedJws) -> str:
    """Return the `sid` that a token names, for looking it up; "" for none. Raises: TokenRefusedError."""
    try:
        return str(load_members(token.unverified_payload).get("sid", ""))
    except JwsError as error:
        raise TokenRefusedError(RefusalReason(error.reason), str(error)) from error
