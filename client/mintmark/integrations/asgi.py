"""Tokens of HTTP requests, for Starlette and FastAPI.

Owns: finding a request's token (RFC 6750), the answers to one that does not hold. Never: verifying (verify), logging in.

    require = RequireToken(Verifier("https://tokens.example.com/projects/demo"))

    async def orders(request):                        # Starlette
        token = await require(request)

    @app.get("/orders")                               # FastAPI
    async def orders(token: Annotated[VerifiedToken, Depends(require)]): ...

| the request has | answer |
| --- | --- |
| no token | 401, `WWW-Authenticate: Bearer` |
| one that does not hold, or several | 401, `error="invalid_token"`, with the reason |
| a permission too few | 403, `error="insufficient_scope"` |
| a token from a cookie, and another site caused it | 403 |
| a token, and the key set can't be had | 503 |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from mintmark.cookies import CookieError, TokenCookie
from mintmark.refusals import RefusalReason, TokenRefusedError
from mintmark.verified import VerifiedToken
from mintmark.verify import Verifier

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_RETRY_SECONDS: Final = "5"


class RequireToken:
    """Asks a request for a token that holds; a dependency of FastAPI, or awaited with the request."""

    def __init__(self, verifier: Verifier, *, cookie: TokenCookie | None = None, permissions: Iterable[str] = ()) -> None:
        """The token stands in `Authorization: Bearer`, or else in `cookie`; `permissions` are those of the selected tenant, all needed."""
        self._verifier = verifier
        self._cookie = cookie
        self._permissions = frozenset(permissions)

    async def __call__(self, request: Request) -> VerifiedToken:
        """Return the request's token. Raises: HTTPException 401, 403, 503."""
        try:
            token = await self._verifier.verify_async(self._find(request))
        except TokenRefusedError as error:
            if error.reason is RefusalReason.KEYS_UNAVAILABLE:
                raise HTTPException(503, error.reason.value, headers={"retry-after": _RETRY_SECONDS}) from error
            raise _refuse(error.reason.value) from error
        if not self._permissions <= token.find_permissions(tenant=token.tenant_id):
            raise HTTPException(403, "insufficient_scope", headers={"www-authenticate": 'Bearer error="insufficient_scope"'})
        return token

    def _find(self, request: Request) -> str:
        given = request.headers.getlist("authorization")
        if len(given) > 1:
            raise _refuse("several_tokens")
        if given:
            scheme, _, text = given[0].partition(" ")
            if scheme.lower() == "bearer":
                return text.strip()
        text = read_cookie(request, self._cookie) if self._cookie is not None else ""
        if not text:
            raise HTTPException(401, "no_token", headers={"www-authenticate": "Bearer"})
        if request.method not in _SAFE_METHODS:
            check_same_origin(request)
        return text


def read_cookie(request: Request, cookie: TokenCookie) -> str:
    """Return a cookie's token, "" for none. Raises: HTTPException 401 for several."""
    try:
        return cookie.read("; ".join(request.headers.getlist("cookie")))
    except CookieError as error:
        raise _refuse("several_tokens") from error


def check_same_origin(request: Request) -> None:
    """Check that the page that caused a request is ours: a browser sends cookies along whoever asks it to. Raises: HTTPException 403.

    `Sec-Fetch-Site` says it, in older browsers `Origin`, which has to name the host that was asked. A request with neither is refused.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        ours = site == "same-origin"
    else:
        origin = urlsplit(request.headers.get("origin", ""))
        ours = bool(origin.netloc) and origin.netloc == request.headers.get("host")
    if not ours:
        raise HTTPException(403, "cross_site_request")


def _refuse(reason: str) -> HTTPException:
    challenge = f'Bearer error="invalid_token", error_description="{reason}"'
    return HTTPException(401, reason, headers={"www-authenticate": challenge})
