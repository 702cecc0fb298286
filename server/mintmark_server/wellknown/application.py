"""The ASGI application.

Owns: `/projects/{project}/.well-known/openid-configuration`, the key set beside it and at `/v2/keys/{project}`, where Descope's SDKs look
for it, `/healthz`, `/readyz`, `/metrics`. Never: tokens.

Discovery says only what is true here (OpenID Connect Discovery §3): this service has no authorization endpoint, so it names none.
"""

from __future__ import annotations

import json
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mintmark_server.errors import MintmarkError, NotFound
from mintmark_server.ids import is_id
from mintmark_server.keys.keyring import KeySet

_SCOPES = ("openid", "profile", "email", "phone", "authorization", "custom_claims")


class NotReadyError(Exception):
    """Calls can't be served now; its text is one word that says why."""


class Published(Protocol):
    """What the HTTP side may read."""

    def key_set(self, project_id: str) -> KeySet:
        """Return a project's key set. Raises: NotFound."""

    def issuer_url(self, project_id: str) -> str:
        """Return a project's URL."""

    def check_ready(self) -> None:
        """Check that calls can be served. Raises: NotReadyError, MintmarkError."""

    def print_metrics(self) -> str:
        """Return the metrics as text (Prometheus exposition format)."""


def build_application(published: Published) -> Starlette:
    """Return the application."""

    def discovery(request: Request) -> Response:
        project_id = request.path_params["project"]
        key_set = _find(published, project_id)
        if key_set is None:
            return _absent()
        issuer = published.issuer_url(project_id)
        algorithms = sorted({key["alg"] for key in json.loads(key_set.text)["keys"]})
        document = {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": algorithms,
            "subject_types_supported": ["public"],
            "scopes_supported": list(_SCOPES),
        }
        return JSONResponse(document, headers=_cached(key_set))

    def keys(request: Request) -> Response:
        key_set = _find(published, request.path_params["project"])
        if key_set is None:
            return _absent()
        headers = {**_cached(key_set), "etag": key_set.etag}
        tags = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        if key_set.etag in tags or "*" in tags:
            return Response(status_code=304, headers=headers)
        return Response(key_set.text, media_type="application/jwk-set+json", headers=headers)

    def live(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def ready(_request: Request) -> Response:
        try:
            published.check_ready()
        except NotReadyError as error:
            return PlainTextResponse(f"{error}\n", status_code=503)
        except MintmarkError as error:
            return PlainTextResponse(f"{error.reason.value}\n", status_code=503)
        return PlainTextResponse("ok\n")

    def metrics(_request: Request) -> Response:
        return Response(published.print_metrics(), media_type="text/plain; version=0.0.4")

    prefix = "/projects/{project}/.well-known"
    routes = [
        Route(f"{prefix}/openid-configuration", discovery),
        Route(f"{prefix}/jwks.json", keys),
        Route("/v2/keys/{project}", keys),
        Route("/healthz", live),
        Route("/readyz", ready),
        Route("/metrics", metrics),
    ]
    application = Starlette(routes=routes, exception_handlers={Exception: _failed})
    # A redirect would lead to whichever host the request names.
    application.router.redirect_slashes = False
    return application


def _find(published: Published, project_id: str) -> KeySet | None:
    if not is_id(project_id):
        return None
    try:
        return published.key_set(project_id)
    except NotFound:
        return None


def _absent() -> Response:
    return JSONResponse({"error": "not_found"}, status_code=404)


def _cached(key_set: KeySet) -> dict[str, str]:
    return {"cache-control": f"public, max-age={int(key_set.max_age.total_seconds())}", "access-control-allow-origin": "*"}


async def _failed(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "unavailable"}, status_code=503)
