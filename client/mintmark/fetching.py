"""Reading key sets over HTTP.

Owns: one bounded GET, and discovery (OpenID Connect Discovery §4). Never: keeping what was read (key_sets), parsing keys (jwks).

Bounds: no redirect is followed, since it could lead anywhere (also from HTTPS to this machine's own network); an answer has at most
256 KiB and comes within five seconds. An answer that is not 200, or 304 where an entity tag was sent, is none.
"""

from __future__ import annotations

import contextlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final

from mintmark.addresses import check_url, is_loopback
from mintmark.jws import JwsError, load_members

MAX_BYTES: Final = 256 * 1024
FETCH_SECONDS: Final = 5.0
DISCOVERY_PATH: Final = "/.well-known/openid-configuration"
KEY_SET_PATH: Final = "/.well-known/jwks.json"
_CHUNK_BYTES: Final = 64 * 1024
_HEADERS: Final = {"accept": "application/jwk-set+json, application/json", "user-agent": "mintmark"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: `text` is None where it has not changed; `max_age` in seconds, None where the answer does not say."""

    text: bytes | None
    etag: str = ""
    max_age: float | None = None


Fetch = Callable[[str], Fetched]
"""Gets a key set, given the entity tag of the one at hand ("" for none). Raises: OSError."""


class KeySetFetch:
    """Gets a key set from a URL."""

    def __init__(self, url: str, *, allow_plaintext: bool = False) -> None:
        """`allow_plaintext` permits HTTP off loopback. Raises: ValueError for a URL that is not to be read."""
        check_url(url, allow_plaintext=allow_plaintext)
        self._url = url

    def __call__(self, etag: str) -> Fetched:
        """Get it. Raises: OSError."""
        return get(self._url, etag=etag)


class DiscoveredFetch:
    """Gets a key set from where an issuer's discovery document says, each time anew: an issuer may move its keys.

    The document has to name exactly this issuer (§4.3), else one issuer could speak for another; and keys at the same origin, so that
    it can't send us anywhere else.
    """

    def __init__(self, issuer: str, *, allow_plaintext: bool = False) -> None:
        """Raises: ValueError for an issuer that is no URL to be read."""
        self._origin = check_url(issuer, allow_plaintext=allow_plaintext)
        if self._origin.query:
            raise ValueError("An issuer has no query.")
        self._issuer = issuer
        self._allow_plaintext = allow_plaintext

    def __call__(self, etag: str) -> Fetched:
        """Get the document, then the set. Raises: OSError."""
        document = get(self._issuer.rstrip("/") + DISCOVERY_PATH)
        try:
            members = load_members(document.text or b"")
        except JwsError as error:
            raise OSError("the discovery document is not a JSON object") from error
        if members.get("issuer") != self._issuer:
            raise OSError("the discovery document is another issuer's")
        return get(self._check_place(members.get("jwks_uri")), etag=etag)

    def _check_place(self, uri: Any) -> str:
        text = uri if isinstance(uri, str) else ""
        try:
            parts = check_url(text, allow_plaintext=self._allow_plaintext)
        except ValueError as error:
            raise OSError("the discovery document's jwks_uri is not to be read") from error
        if (parts.scheme, parts.hostname, parts.port) != (self._origin.scheme, self._origin.hostname, self._origin.port):
            raise OSError("the discovery document's jwks_uri has another origin than the issuer")
        return text


def get(url: str, *, etag: str = "") -> Fetched:
    """Get a text. Raises: OSError, also for what is no HTTP."""
    ends = time.monotonic() + FETCH_SECONDS
    headers = {**_HEADERS, "if-none-match": etag} if etag else dict(_HEADERS)
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if is_loopback(check_url(url, allow_plaintext=True).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    try:
        with contextlib.closing(opener.open(urllib.request.Request(url, headers=headers), timeout=FETCH_SECONDS)) as answer:  # noqa: S310  (checked)
            if answer.status != http.client.OK:
                raise OSError(f"the answer's status is {answer.status}")
            tag = str(answer.headers.get("etag", ""))
            return Fetched(_read(answer, ends), tag if tag.isprintable() else "", _find_max_age(answer.headers))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.client.NOT_MODIFIED and etag:
                return Fetched(None, etag, _find_max_age(error.headers))
        raise
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(f"the answer is no HTTP: {error}") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_options: Any) -> None:
        return None


def _read(answer: Any, ends: float) -> bytes:
    """Read a body in bounded time, also one that comes drop by drop."""
    data = b""
    while chunk := answer.read1(_CHUNK_BYTES):
        data += chunk
        if len(data) > MAX_BYTES:
            raise OSError("the answer is too large")
        if time.monotonic() > ends:
            raise TimeoutError("the answer takes too long")
    if answer.length:
        raise OSError("the answer was cut short")
    return data


def _find_max_age(headers: Message) -> float | None:
    """Return how long an answer may be kept (RFC 9111 §4.2), less what a cache on the way used up; None where it does not say."""
    for directive in str(headers.get("cache-control", "")).lower().split(","):
        name, _, value = (part.strip() for part in directive.partition("="))
        if name in ("no-store", "no-cache"):
            return 0.0
        digits = value.strip('"')
        if name == "max-age" and digits.isascii() and digits.isdecimal():
            age = str(headers.get("age", "")).strip()
            used = float(age) if age.isascii() and age.isdecimal() else 0.0
            return max(0.0, float(digits[:12]) - used)
    return None
