"""Sessions of the application's users: signing in, refreshing, choosing a tenant, signing out.

Owns: the two cookies, and what becomes of them after each call. Never: checking tokens of requests (mintmark.integrations).

| cookie | holds | is sent to | by other sites' doing |
| --- | --- | --- | --- |
| `__Host-DS` | the session token, minutes | everything | when a link leads here (Lax) |
| `__Secure-DSR` | the refresh token, weeks | `/session` alone | never (Strict) |

Neither can be read by scripts. Everything here is POST from a page of our own (`check_same_origin`), signing in too: else another site
could sign its visitor in as somebody else and read later what was entered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from mintmark import errors
from mintmark.aio import Client
from mintmark.cookies import SameSite, TokenCookie
from mintmark.integrations.asgi import check_same_origin, read_cookie
from mintmark.v1 import token_service_pb2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

SESSION = TokenCookie(name="__Host-DS", same_site=SameSite.LAX)
REFRESH = TokenCookie(name="__Secure-DSR", path="/session", same_site=SameSite.STRICT)

MAX_FORM_BYTES = 4_096

CheckPassword = Callable[[str, str], bool]


@dataclass(kw_only=True)
class Sessions:
    """Calls the service for the application's users; `clock` tells seconds since the epoch."""

    project: str
    check_password: CheckPassword
    clock: Callable[[], float] = time.time
    client: Client = field(init=False)

    async def login(self, request: Request) -> Response:
        """Sign in: open a session, end the one before. Whether the name or the password was wrong is not said."""
        check_same_origin(request)
        form = await _read_form(request)
        login_id, password = form.get("login_id", ""), form.get("password", "")
        if not login_id or not self.check_password(login_id, password):
            return RedirectResponse("/?failed=1", status_code=303)
        opening = token_service_pb2.IssueSessionRequest(parent=self.project)
        opening.subject.login_id = login_id
        opening.authentication.amr.append("pwd")
        self._describe(request, opening)
        try:
            opened = await self.client.tokens.IssueSession(opening)
        except (errors.NotFoundError, errors.SubjectDisabledError):
            return RedirectResponse("/?failed=1", status_code=303)
        await self._end(read_cookie(request, REFRESH))
        return self._keep(opened, RedirectResponse("/", status_code=303))

    async def refresh(self, request: Request) -> Response:
        """Exchange the refresh token. Tabs that do it at the same time get the same tokens."""
        refreshing = token_service_pb2.RefreshSessionRequest(refresh_token=self._own(request))
        self._describe(request, refreshing)
        try:
            refreshed = await self.client.tokens.RefreshSession(refreshing)
        except (errors.SessionEndedError, errors.UnauthenticatedError, errors.SubjectDisabledError):
            return _forget(Response(status_code=401))
        return self._keep(refreshed, Response(status_code=204))

    async def select_tenant(self, request: Request) -> Response:
        """Choose the tenant to work in; roles and claims are those there from now on."""
        form = await _read_form(request)
        selecting = token_service_pb2.SelectTenantRequest(refresh_token=self._own(request))
        selecting.tenant = f"{self.project}/tenants/{form.get('tenant', '')}"
        self._describe(request, selecting)
        try:
            selected = await self.client.tokens.SelectTenant(selecting)
        except (errors.SessionEndedError, errors.UnauthenticatedError, errors.SubjectDisabledError):
            return _forget(RedirectResponse("/", status_code=303))
        except (errors.NotAMemberError, errors.InvalidResourceNameError) as error:
            raise HTTPException(403, "not_a_member") from error
        return self._keep(selected, RedirectResponse("/", status_code=303))

    async def logout(self, request: Request) -> Response:
        """Sign out: end the session, so that its tokens are of no use to whoever has them."""
        await self._end(self._own(request))
        return _forget(RedirectResponse("/", status_code=303))

    def _own(self, request: Request) -> str:
        """Return the refresh token of a request from a page of ours. Raises: HTTPException."""
        check_same_origin(request)
        token = read_cookie(request, REFRESH)
        if not token:
            raise HTTPException(401, "no_session")
        return token

    async def _end(self, refresh_token: str) -> None:
        if not refresh_token:
            return
        try:
            await self.client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(refresh_token=refresh_token))
        except errors.UnauthenticatedError:
            return  # It was no token of a session.

    def _describe(self, request: Request, message: Any) -> None:
        """Say where the user's request came from."""
        message.request_context.user_agent = request.headers.get("user-agent", "")[:512]
        if request.client is not None:
            message.request_context.ip = request.client.host

    def _keep(self, answer: Any, response: Response) -> Response:
        """Set both cookies, each for as long as its token lasts."""
        for cookie, issued in ((SESSION, answer.session_token), (REFRESH, answer.refresh_token)):
            lasts = max(1, issued.expire_time.seconds - int(self.clock()))
            response.headers.append("set-cookie", cookie.set(issued.token, max_age=lasts))
        return response


async def _read_form(request: Request) -> dict[str, str]:
    """Return the fields of a small form. Raises: HTTPException 413."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "too_large")
    return dict(parse_qsl(body.decode("ascii", "replace"), max_num_fields=10))


def _forget(response: Response) -> Response:
    for cookie in (SESSION, REFRESH):
        response.headers.append("set-cookie", cookie.clear())
    return response
