"""Verifying tokens, without a server and without gRPC.

Owns: the checks of a token against a key set (RFC 8725, DESIGN §7), their order, and `Verifier`. Never: trusting anything of a token before
its signature holds; `nsec`, which a client sent.

    verifier = Verifier("https://tokens.example.com/projects/demo")
    token = verifier.verify(text)            # a session or access-key token
    token.subject, token.claims["plan"]

Checks, in this order, numbered as in `server/docs/verifying.md`, which has them for every language: (1) size; (2) form and header;
(3) `kid` names a known key, whose one algorithm is the token's; (4) signature; (5) payload without duplicate members; (6) kind, by `typ`
and `drn`; (7) issuer and subject; (8) audience; (9) times.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from mintmark.fetching import KEY_SET_PATH
from mintmark.jwks import MAX_KEY_ID_CHARS, VerificationKey
from mintmark.jws import MAX_TOKEN_BYTES, JwsError, UnverifiedJws, parse, verify
from mintmark.key_sets import FixedKeys, KeySource, RemoteKeys, discover_keys
from mintmark.refusals import RefusalReason, TokenRefusedError
from mintmark.verified import Kind, VerifiedToken

__all__ = [
    "ANY_AUDIENCE",
    "DEFAULT_KINDS",
    "AnyAudience",
    "FixedKeys",
    "KeySource",
    "Kind",
    "RefusalReason",
    "RemoteKeys",
    "TokenRefusedError",
    "VerifiedToken",
    "Verifier",
    "discover_keys",
    "read_unverified_issuer",
    "read_unverified_key_id",
    "take_apart",
    "verify_token",
]

HEADER_TOKEN_BYTES: Final = 16 * 1024
"""What a header can carry at most; a verifier reads no more unless it is told to."""
MAX_LEEWAY_SECONDS: Final = 300.0
DEFAULT_LEEWAY_SECONDS: Final = 5.0
_MAX_TIME: Final = 2**53 - 1
_UNTRUSTED: Final = "nsec"
_KINDS: Final = {
    ("JWT", "DS"): Kind.SESSION,
    ("refresh+jwt", "DSR"): Kind.REFRESH,
    ("JWT", None): Kind.ID,
    ("JWT", "DSK"): Kind.ACCESS_KEY,
}
"""By the header's `typ` and the claim `drn`; anything else is no token of ours."""
DEFAULT_KINDS: Final = frozenset({Kind.SESSION, Kind.ACCESS_KEY})


class AnyAudience(Enum):
    """The type of ANY_AUDIENCE."""

    ANY_AUDIENCE = "any audience"


ANY_AUDIENCE: Final = AnyAudience.ANY_AUDIENCE
"""For those who verify for others, as introspection does: whom a token is for is not looked at."""


def verify_token(
    token: str | UnverifiedJws,
    keys: Mapping[str, VerificationKey],
    *,
    issuers: Collection[str],
    kinds: Collection[Kind] = DEFAULT_KINDS,
    audience: str | AnyAudience = "",
    now: float,
    leeway: float = DEFAULT_LEEWAY_SECONDS,
    max_bytes: int = MAX_TOKEN_BYTES,
) -> VerifiedToken:
    """Verify a token, or what `take_apart` made of one, against keys; `now` and `leeway` are seconds. Raises: TokenRefusedError.

    `audience` is the verifier's own name. Without one ("") a token that names an audience is refused (RFC 7519 §4.1.3); only a refresh
    token is then told by its issuer.
    """
    jws = token if isinstance(token, UnverifiedJws) else take_apart(token, max_bytes=max_bytes)
    return _check(jws, keys.get(_key_id(jws)), issuers=issuers, kinds=kinds, audience=audience, now=now, leeway=leeway)


def read_unverified_key_id(token: str) -> str:
    """Return the `kid` that a token names, for looking its key up. Raises: TokenRefusedError."""
    return _key_id(take_apart(token))


def read_unverified_issuer(token: str | UnverifiedJws) -> str:
    """Return the `iss` that a token names, for finding out who can verify it. Raises: TokenRefusedError."""
    jws = token if isinstance(token, UnverifiedJws) else take_apart(token)
    try:
        return str(jws.unverified_members.get("iss", ""))
    except JwsError as error:
        raise TokenRefusedError(RefusalReason(error.reason), str(error)) from error


class Verifier:
    """Verifies one issuer's tokens. Safe to share between threads and tasks."""

    def __init__(
        self,
        issuer: str,
        *,
        keys: KeySource | None = None,
        issuers: Iterable[str] = (),
        kinds: Collection[Kind] = DEFAULT_KINDS,
        audience: str | AnyAudience = "",
        leeway: float = DEFAULT_LEEWAY_SECONDS,
        max_bytes: int = HEADER_TOKEN_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`issuer` is the project's URL; its set stands below it. `issuers` are further spellings, as the bare project id.

        Raises: ValueError for an issuer that is no URL to be read, where `keys` are not given.
        """
        if not issuer:
            raise ValueError("A verifier needs its issuer.")
        self._issuers = frozenset([issuer, *issuers])
        self._keys = keys if keys is not None else RemoteKeys(issuer.rstrip("/") + KEY_SET_PATH)
        self._kinds = frozenset(kinds)
        self._audience = audience
        self._leeway = leeway
        self._max_bytes = max_bytes
        self._clock = clock

    def verify(self, token: str, *, kinds: Collection[Kind] | None = None, audience: str | AnyAudience | None = None) -> VerifiedToken:
        """Verify a token; it may wait for a key set. Raises: TokenRefusedError."""
        jws = take_apart(token, max_bytes=self._max_bytes)
        kid = _key_id(jws)
        return self._check(jws, self._keys.get(kid) if kid else {}, kinds, audience)

    async def verify_async(
        self, token: str, *, kinds: Collection[Kind] | None = None, audience: str | AnyAudience | None = None
    ) -> VerifiedToken:
        """Verify a token without holding up the event loop: a key set is waited for in a thread. Raises: TokenRefusedError."""
        jws = take_apart(token, max_bytes=self._max_bytes)
        kid = _key_id(jws)
        keys = self._keys.find(kid) if kid else {}
        if keys is None:
            keys = await asyncio.to_thread(self._keys.get, kid)
        return self._check(jws, keys, kinds, audience)

    def _check(
        self,
        jws: UnverifiedJws,
        keys: Mapping[str, VerificationKey],
        kinds: Collection[Kind] | None,
        audience: str | AnyAudience | None,
    ) -> VerifiedToken:
        return _check(
            jws,
            keys.get(_key_id(jws)),
            issuers=self._issuers,
            kinds=self._kinds if kinds is None else kinds,
            audience=self._audience if audience is None else audience,
            now=self._clock(),
            leeway=self._leeway,
        )


def take_apart(token: str, *, max_bytes: int = MAX_TOKEN_BYTES) -> UnverifiedJws:
    """Take a token apart: 1 size, 2 form and header. Raises: TokenRefusedError."""
    if not isinstance(token, str):
        raise TokenRefusedError(RefusalReason.MALFORMED, "The token is no text.")
    if len(token) > max_bytes:
        raise TokenRefusedError(RefusalReason.TOO_LARGE, f"The token is larger than {max_bytes} bytes.")
    try:
        return parse(token)
    except JwsError as error:
        raise TokenRefusedError(RefusalReason(error.reason), str(error)) from error


def _key_id(jws: UnverifiedJws) -> str:
    """Return the `kid`, "" for one that no key can have: nobody is asked about it."""
    kid = str(jws.unverified_header.get("kid", ""))
    return kid if len(kid) <= MAX_KEY_ID_CHARS else ""


def _check(
    jws: UnverifiedJws,
    key: VerificationKey | None,
    *,
    issuers: Collection[str],
    kinds: Collection[Kind],
    audience: str | AnyAudience,
    now: float,
    leeway: float,
) -> VerifiedToken:
    # 3 key
    if key is None:
        raise TokenRefusedError(RefusalReason.UNKNOWN_KEY, "The token names no key of this issuer.")
    # 3 algorithm, 4 signature, 5 payload
    try:
        verify(jws, key.public_key, algorithm=key.algorithm)
        claims = dict(jws.unverified_members)
    except JwsError as error:
        raise TokenRefusedError(RefusalReason(error.reason), str(error)) from error
    # 6 kind
    kind = _read_kind(jws, claims)
    if kind not in kinds:
        raise TokenRefusedError(RefusalReason.WRONG_KIND, f"The token is of kind {kind.value}.")
    # 7 issuer and subject, 8 audience, 9 times
    issuer, subject = _check_names(claims, issuers)
    _check_audience(claims, kind, issuer, audience)
    issued_at, expires_at = _check_times(claims, now=now, leeway=min(max(leeway, 0.0), MAX_LEEWAY_SECONDS))
    untrusted = claims.pop(_UNTRUSTED, {})
    return VerifiedToken(
        kind=kind,
        subject=subject,
        user_id=str(claims.get("dsub", subject)),
        issuer=issuer,
        key_id=key.kid,
        issued_at=issued_at,
        expires_at=expires_at,
        claims=MappingProxyType(claims),
        untrusted_claims=MappingProxyType(untrusted if isinstance(untrusted, dict) else {}),
    )


def _read_kind(jws: UnverifiedJws, claims: Mapping[str, Any]) -> Kind:
    drn = claims.get("drn")
    kind = _KINDS.get((str(jws.unverified_header.get("typ", "")), drn if drn is None or isinstance(drn, str) else ""))
    if kind is None or ("drn" in claims and drn is None):
        raise TokenRefusedError(RefusalReason.WRONG_KIND, "The token's `typ` and `drn` name no kind.")
    return kind


def _check_names(claims: Mapping[str, Any], issuers: Collection[str]) -> tuple[str, str]:
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or issuer not in issuers:
        raise TokenRefusedError(RefusalReason.WRONG_ISSUER, "The token comes from another issuer.")
    if not isinstance(subject, str) or not subject:
        raise TokenRefusedError(RefusalReason.MALFORMED, "The token has no subject.")
    return issuer, subject


def _check_audience(claims: Mapping[str, Any], kind: Kind, issuer: str, audience: str | AnyAudience) -> None:
    named = claims.get("aud", [])
    audiences = named if isinstance(named, list) else [named]
    if not all(isinstance(value, str) for value in audiences):
        raise TokenRefusedError(RefusalReason.MALFORMED, "`aud` is neither a text nor a list of texts.")
    if kind is Kind.REFRESH and audiences != [issuer]:
        raise TokenRefusedError(RefusalReason.WRONG_AUDIENCE, "A refresh token is for its issuer alone.")
    if kind is Kind.ID and not audiences:
        raise TokenRefusedError(RefusalReason.WRONG_AUDIENCE, "An ID token is for a client.")
    if isinstance(audience, AnyAudience) or (kind is Kind.REFRESH and not audience):
        return
    if audience not in audiences if audience else audiences:
        raise TokenRefusedError(RefusalReason.WRONG_AUDIENCE, "The token is for somebody else.")
    if kind is Kind.ID and claims.get("azp", audience) != audience:
        raise TokenRefusedError(RefusalReason.WRONG_AUDIENCE, "The ID token was issued to another client.")


def _check_times(claims: Mapping[str, Any], *, now: float, leeway: float) -> tuple[int, int]:
    issued_at, expires_at = _read_time(claims, "iat"), _read_time(claims, "exp")
    not_before = _read_time(claims, "nbf") if "nbf" in claims else issued_at
    if now >= expires_at + leeway:
        raise TokenRefusedError(RefusalReason.EXPIRED, "The token has expired.")
    if max(issued_at, not_before) > now + leeway:
        raise TokenRefusedError(RefusalReason.NOT_YET_VALID, "The token is from the future.")
    return issued_at, expires_at


def _read_time(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_TIME:
        raise TokenRefusedError(RefusalReason.MALFORMED, f"`{name}` is no whole number of seconds.")
    return value
