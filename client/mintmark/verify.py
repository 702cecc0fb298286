"""Verifying tokens, without a server and without gRPC.

Owns: the checks of a token against a key set (RFC 8725, DESIGN §7), key sets from a URL with bounded caching, a typed result with trusted
and untrusted claims apart. Never: trusting anything of a token before its signature holds; `nsec`, which a client sent.

    verifier = Verifier("https://tokens.example.com/projects/demo")
    token = verifier.verify(text)            # a session or access-key token
    token.subject, token.claims["plan"]

Checks, in this order: (1) size and form; (2) `kid` names a known key, whose one algorithm is the token's; (3) signature; (4) no duplicate
members; (5) kind, by `typ` and `drn`; (6) issuer; (7) audience; (8) times.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol

from mintmark.jwks import JwkError, VerificationKey, parse_key_set
from mintmark.jws import JwsError, UnverifiedJws, load_members, parse, verify

MAX_TOKEN_BYTES: Final = 16 * 1024
MAX_KEY_SET_BYTES: Final = 256 * 1024
MAX_LEEWAY_SECONDS: Final = 300.0
DEFAULT_LEEWAY_SECONDS: Final = 5.0
_FETCH_SECONDS: Final = 5.0
_UNTRUSTED: Final = "nsec"


class Kind(StrEnum):
    """The kinds of token."""

    SESSION = "session"
    REFRESH = "refresh"
    ID = "id"
    ACCESS_KEY = "access_key"


_KINDS: Final = {
    ("JWT", "DS"): Kind.SESSION,
    ("refresh+jwt", "DSR"): Kind.REFRESH,
    ("JWT", None): Kind.ID,
    ("JWT", "DSK"): Kind.ACCESS_KEY,
}
"""By the header's `typ` and the claim `drn`; anything else is no token of ours."""
DEFAULT_KINDS: Final = frozenset({Kind.SESSION, Kind.ACCESS_KEY})


class TokenRefusedError(Exception):
    """A token that does not hold; `reason` is machine-readable.

    Reasons: `malformed too_large unsupported_header unknown_key wrong_algorithm unsuitable_key bad_signature wrong_kind wrong_issuer
    wrong_audience expired not_yet_valid keys_unavailable`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedToken:
    """A token whose checks all passed. `claims` are trusted; `untrusted_claims` is what the client sent (`nsec`).

    `subject` is `sub`; `user_id` the real id where a template overrode the subject (`dsub`). Times are seconds since the epoch.
    """

    kind: Kind
    subject: str
    user_id: str
    issuer: str
    key_id: str
    issued_at: int
    expires_at: int
    claims: Mapping[str, Any]
    untrusted_claims: Mapping[str, Any]

    @property
    def session_id(self) -> str:
        """The session (`sid`), or "" for a token without one."""
        return str(self.claims.get("sid", ""))


def verify_token(
    token: str,
    keys: Mapping[str, VerificationKey],
    *,
    issuers: Collection[str],
    kinds: Collection[Kind] = DEFAULT_KINDS,
    audience: str = "",
    now: float,
    leeway: float = DEFAULT_LEEWAY_SECONDS,
) -> VerifiedToken:
    """Verify a token against keys; `audience` "" asks for none, `now` and `leeway` are seconds. Raises: TokenRefusedError."""
    jws = _parse(token)
    key = keys.get(str(jws.unverified_header.get("kid", "")))
    if key is None:
        raise TokenRefusedError("unknown_key", "The token names no key of this issuer.")
    try:
        payload = verify(jws, key.public_key, algorithm=key.algorithm)
        claims = load_members(payload)
    except JwsError as error:
        raise TokenRefusedError(error.reason, str(error)) from error
    kind = _read_kind(jws, claims)
    if kind not in kinds:
        raise TokenRefusedError("wrong_kind", f"The token is of kind {kind.value}.")
    _check_names(claims, kind, issuers=issuers, audience=audience)
    issued_at, expires_at = _check_times(claims, now=now, leeway=min(max(leeway, 0.0), MAX_LEEWAY_SECONDS))
    untrusted = claims.pop(_UNTRUSTED, {})
    subject = claims["sub"]
    return VerifiedToken(
        kind=kind,
        subject=subject,
        user_id=str(claims.get("dsub", subject)),
        issuer=claims["iss"],
        key_id=key.kid,
        issued_at=issued_at,
        expires_at=expires_at,
        claims=MappingProxyType(claims),
        untrusted_claims=MappingProxyType(untrusted if isinstance(untrusted, dict) else {}),
    )


def read_unverified_key_id(token: str) -> str:
    """Return the `kid` that a token names, for looking its key up. Raises: TokenRefusedError."""
    return str(_parse(token).unverified_header.get("kid", ""))


def read_unverified_issuer(token: str) -> str:
    """Return the `iss` that a token names, for finding out who can verify it. Raises: TokenRefusedError."""
    try:
        return str(load_members(_parse(token).unverified_payload).get("iss", ""))
    except JwsError as error:
        raise TokenRefusedError(error.reason, str(error)) from error


def _parse(token: str) -> UnverifiedJws:
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefusedError("too_large", f"The token is larger than {MAX_TOKEN_BYTES} bytes.")
    try:
        return parse(token)
    except JwsError as error:
        raise TokenRefusedError(error.reason, str(error)) from error


def _read_kind(jws: UnverifiedJws, claims: Mapping[str, Any]) -> Kind:
    drn = claims.get("drn")
    kind = _KINDS.get((str(jws.unverified_header.get("typ", "")), drn if drn is None or isinstance(drn, str) else ""))
    if kind is None:
        raise TokenRefusedError("wrong_kind", "The token's `typ` and `drn` name no kind.")
    return kind


def _check_names(claims: Mapping[str, Any], kind: Kind, *, issuers: Collection[str], audience: str) -> None:
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or issuer not in issuers:
        raise TokenRefusedError("wrong_issuer", "The token comes from another issuer.")
    if not isinstance(subject, str) or not subject:
        raise TokenRefusedError("malformed", "The token has no subject.")
    named = claims.get("aud")
    audiences = named if isinstance(named, list) else [named]
    if kind is Kind.REFRESH and audiences != [issuer]:
        raise TokenRefusedError("wrong_audience", "A refresh token is for its issuer alone.")
    if audience and audience not in audiences:
        raise TokenRefusedError("wrong_audience", "The token is for somebody else.")


def _check_times(claims: Mapping[str, Any], *, now: float, leeway: float) -> tuple[int, int]:
    times = {name: claims.get(name) for name in ("iat", "exp", "nbf")}
    for name, value in times.items():
        if value is None and name == "nbf":
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            raise TokenRefusedError("malformed", f"`{name}` is no whole number of seconds.")
    issued_at, expires_at, not_before = times["iat"], times["exp"], times["nbf"]
    assert isinstance(issued_at, int)
    assert isinstance(expires_at, int)
    if now >= expires_at + leeway:
        raise TokenRefusedError("expired", "The token has expired.")
    if issued_at > now + leeway or (isinstance(not_before, int) and not_before > now + leeway):
        raise TokenRefusedError("not_yet_valid", "The token is from the future.")
    return issued_at, expires_at


class KeySource(Protocol):
    """Where keys come from."""

    def get(self, kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys, having looked again where `kid` is not among them. Raises: TokenRefusedError keys_unavailable."""


class FixedKeys:
    """A key set that is at hand. Raises: JwkError when it is none."""

    def __init__(self, key_set: str | Mapping[str, Any]) -> None:
        members = json.loads(key_set) if isinstance(key_set, str) else key_set
        self._keys = parse_key_set(members)

    def get(self, _kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys."""
        return self._keys


def fetch_text(url: str) -> tuple[str, float]:
    """Fetch a text over HTTP; return it with the seconds that it may be kept (`max-age`). Redirects are refused. Raises: OSError."""
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(url, timeout=_FETCH_SECONDS) as answer:
        data = answer.read(MAX_KEY_SET_BYTES + 1)
        cache_control = answer.headers.get("cache-control", "")
    if len(data) > MAX_KEY_SET_BYTES:
        raise OSError("the key set is too large")
    seconds = 300.0
    for directive in cache_control.split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age" and value.isdecimal():
            seconds = float(value)
    return data.decode(), seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_options: Any) -> None:
        return None


class RemoteKeys:
    """A key set behind a URL, kept for its max-age (300 s at most) and refreshed in the background from half of it on.

    A token with an unknown `kid` makes it look again, once in 10 s at most, so that nobody can make it fetch by sending tokens. While the
    set can't be fetched, the one at hand serves for an hour.
    """

    def __init__(
        self,
        url: str,
        *,
        fetch: Callable[[str], tuple[str, float]] = fetch_text,
        monotonic: Callable[[], float] = time.monotonic,
        max_age: float = 300.0,
        unknown_key_interval: float = 10.0,
        stale_for: float = 3_600.0,
    ) -> None:
        """All spans are seconds. Raises: ValueError for a URL that is neither HTTPS nor HTTP."""
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"Expected an HTTP URL, not {url!r}.")
        self._url = url
        self._fetch = fetch
        self._monotonic = monotonic
        self._max_age = max_age
        self._interval = unknown_key_interval
        self._stale_for = stale_for
        self._lock = threading.Lock()
        self._keys: Mapping[str, VerificationKey] = {}
        self._fetched_at = -1e18
        self._tried_at = -1e18
        self._expires_at = -1e18
        self._refreshing = False

    def get(self, kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys. Raises: TokenRefusedError keys_unavailable."""
        now = self._monotonic()
        if kid in self._keys and now < self._expires_at:
            if now > (self._fetched_at + self._expires_at) / 2:
                self._refresh_behind(now)
            return self._keys
        with self._lock:
            now = self._monotonic()
            fresh = now < self._expires_at
            if not (fresh and kid in self._keys) and now >= self._tried_at + (self._interval if self._keys or fresh else 1.0):
                self._load(now)
            if now >= self._fetched_at + self._stale_for:
                raise TokenRefusedError("keys_unavailable", "The key set can't be fetched.")
            return self._keys

    def _refresh_behind(self, now: float) -> None:
        """Fetch in a thread of its own; one at a time."""
        if self._refreshing or now < self._tried_at + self._interval or not self._lock.acquire(blocking=False):
            return
        self._refreshing = True

        def run() -> None:
            try:
                self._load(now)
            finally:
                self._refreshing = False
                self._lock.release()

        threading.Thread(target=run, name="mintmark-keys", daemon=True).start()

    def _load(self, now: float) -> None:
        self._tried_at = now
        try:
            text, seconds = self._fetch(self._url)
            keys = parse_key_set(json.loads(text))
        except (OSError, ValueError, JwkError):
            return
        self._keys = keys
        self._fetched_at = now
        self._expires_at = now + min(seconds, self._max_age)


class Verifier:
    """Verifies one issuer's tokens. Safe to share between threads."""

    def __init__(
        self,
        issuer: str,
        *,
        keys: KeySource | None = None,
        issuers: Iterable[str] = (),
        kinds: Collection[Kind] = DEFAULT_KINDS,
        audience: str = "",
        leeway: float = DEFAULT_LEEWAY_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`issuer` is the project's URL; its set stands below it. `issuers` are further spellings, as the bare project id."""
        self._issuers = frozenset([issuer, *issuers])
        self._keys = keys if keys is not None else RemoteKeys(f"{issuer.rstrip('/')}/.well-known/jwks.json")
        self._kinds = frozenset(kinds)
        self._audience = audience
        self._leeway = leeway
        self._clock = clock

    def verify(self, token: str, *, kinds: Collection[Kind] | None = None, audience: str | None = None) -> VerifiedToken:
        """Verify a token. Raises: TokenRefusedError."""
        keys = self._keys.get(read_unverified_key_id(token))
        return verify_token(
            token,
            keys,
            issuers=self._issuers,
            kinds=self._kinds if kinds is None else kinds,
            audience=self._audience if audience is None else audience,
            now=self._clock(),
            leeway=self._leeway,
        )
