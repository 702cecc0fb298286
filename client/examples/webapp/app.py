"""The application: what it is made of, and where each request goes.

Owns: putting it together, headers that hold for every answer. Never: sessions (sessions), HTML (pages).

    uvicorn --app-dir client/examples --factory webapp.app:create_app
"""

from __future__ import annotations

import hmac
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from mintmark.aio import Client
from mintmark.errors import UnavailabilityError
from mintmark.integrations.asgi import RequireToken
from mintmark.verify import Verifier
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from webapp.pages import show_page
from webapp.sessions import SESSION, Sessions

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def create_app() -> Starlette:
    """Return the application as the environment describes it: for `uvicorn --factory`.

    MINTMARK_TARGET and MINTMARK_CREDENTIAL_FILE say where the service is and as whom to call it (an `issuer`); WEBAPP_ISSUER is the
    project's URL; WEBAPP_PASSWORD opens every account: put your own way of signing users in there.
    """
    issuer, password = os.environ["WEBAPP_ISSUER"], os.environ["WEBAPP_PASSWORD"].encode()

    def check_password(_login_id: str, given: str) -> bool:
        return bool(password) and hmac.compare_digest(given.encode(), password)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Client() as client:
            app.state.sessions.client = client
            yield

    sessions = Sessions(project=f"projects/{issuer.rpartition('/')[2]}", check_password=check_password)
    return build_app(sessions, Verifier(issuer), lifespan=lifespan)


def build_app(sessions: Sessions, verifier: Verifier, *, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Return the application."""
    require = RequireToken(verifier, cookie=SESSION)
    require_writer = RequireToken(verifier, cookie=SESSION, permissions=["write"])

    async def page(request: Request) -> Response:
        return await show_page(request, verifier)

    async def me(request: Request) -> Response:
        token = await require(request)
        permissions = sorted(token.find_permissions(tenant=token.tenant_id))
        return JSONResponse(
            {"user": token.user_id, "tenant": token.tenant_id, "plan": token.claims.get("plan"), "permissions": permissions}
        )

    async def create_order(request: Request) -> Response:
        token = await require_writer(request)
        return JSONResponse({"ordered_by": token.user_id, "for": token.tenant_id}, status_code=201)

    routes = [
        Route("/", page),
        Route("/session/login", sessions.login, methods=["POST"]),
        Route("/session/refresh", sessions.refresh, methods=["POST"]),
        Route("/session/tenant", sessions.select_tenant, methods=["POST"]),
        Route("/session/logout", sessions.logout, methods=["POST"]),
        Route("/api/me", me),
        Route("/api/orders", create_order, methods=["POST"]),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_add_headers)],
        exception_handlers={UnavailabilityError: _unavailable},
        lifespan=lifespan,
    )
    app.state.sessions = sessions
    return app


async def _unavailable(_request: Request, _error: Exception) -> Response:
    """Say that the service is away; cookies stay, so that nobody is signed out by that."""
    return JSONResponse({"error": "unavailable"}, status_code=503, headers={"retry-after": "5"})


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response
