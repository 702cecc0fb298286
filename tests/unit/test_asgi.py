"""Tokens of HTTP requests: Starlette and FastAPI answer as RFC 6750 asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI
from mintmark.cookies import TokenCookie
from mintmark.fetching import Fetched
from mintmark.integrations.asgi import RequireToken
from mintmark.jwks import VerificationKey
from mintmark.verify import RemoteKeys, VerifiedToken
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.unit.signing import make_verifier, token_of

SITE = "https://app.example.com"
COOKIE = TokenCookie()


def build_starlette(require: RequireToken) -> Any:
    async def endpoint(request: Request) -> Response:
        token = await require(request)
        return JSONResponse({"user": token.user_id})

    return Starlette(routes=[Route("/", endpoint, methods=["GET", "POST"])])


def build_fastapi(require: RequireToken) -> Any:
    app = FastAPI()

    @app.api_route("/", methods=["GET", "POST"])
    async def endpoint(token: VerifiedToken = Depends(require)) -> dict[str, str]:  # noqa: B008  (`require` is no module's)
        return {"user": token.user_id}

    return app


both = pytest.mark.parametrize("build", [build_starlette, build_fastapi])


def ask(app: Any, headers: Mapping[str, str] | Sequence[tuple[str, str]] = (), *, method: str = "GET") -> httpx.Response:
    async def run() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
            return await client.request(method, "/", headers=headers)  # type: ignore[arg-type]

    return asyncio.run(run())


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@both
def test_a_token_that_holds_comes_through(build: Any) -> None:
    app = build(RequireToken(make_verifier()))
    answer = ask(app, bearer(token_of()))
    assert (answer.status_code, answer.json()) == (200, {"user": "U1"})
    assert ask(app, {"authorization": f"bearer  {token_of()} "}, method="POST").status_code == 200


@both
def test_no_token_is_asked_for_one(build: Any) -> None:
    app = build(RequireToken(make_verifier()))
    for headers in ({}, {"authorization": "Basic eA=="}, {"cookie": f"DS={token_of()}"}):
        answer = ask(app, headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@both
@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "malformed"),
        ("x", "malformed"),
        ("x" * 1_000_000, "too_large"),
        (token_of({"exp": 1_000}), "expired"),
        (token_of({"iat": 2_000}), "not_yet_valid"),
        (token_of({"iss": "https://evil.example"}), "wrong_issuer"),
        (token_of({"aud": "other"}), "wrong_audience"),
        (token_of({"drn": "DSR"}, typ="refresh+jwt"), "wrong_kind"),
        (token_of(kid="other"), "unknown_key"),
        (token_of()[:-4] + "AAAA", "bad_signature"),
    ],
)
def test_a_token_that_does_not_hold_has_its_reason(build: Any, token: str, reason: str) -> None:
    answer = ask(build(RequireToken(make_verifier())), bearer(token))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == f'Bearer error="invalid_token", error_description="{reason}"'
    assert reason in answer.text


@both
def test_several_tokens_are_none(build: Any) -> None:
    app = build(RequireToken(make_verifier(), cookie=COOKIE))
    twice = [("authorization", f"Bearer {token_of()}"), ("authorization", f"Bearer {token_of()}")]
    assert ask(app, twice).status_code == 401
    assert ask(app, [("cookie", f"DS={token_of()}"), ("cookie", "DS=other")]).status_code == 401
    assert ask(app, [("cookie", "a=b"), ("cookie", f"DS={token_of()}")]).status_code == 200


@both
def test_a_cookie_counts_where_it_is_named_and_no_other_site_asks(build: Any) -> None:
    app = build(RequireToken(make_verifier(), cookie=COOKIE))
    cookie = {"cookie": f"DS={token_of()}"}
    assert ask(app, cookie).status_code == 200
    assert ask(app, {**cookie, "sec-fetch-site": "cross-site"}).status_code == 200, "reading changes nothing"
    for headers, status in (
        ({}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": SITE}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": SITE}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"{SITE}.evil.example"}, 403),
    ):
        assert ask(app, {**cookie, **headers}, method="POST").status_code == status, headers
    assert ask(app, bearer(token_of()), method="POST").status_code == 200, "no browser adds a bearer token by itself"


@both
def test_permissions_are_those_of_the_selected_tenant(build: Any) -> None:
    app = build(RequireToken(make_verifier(), permissions=["read", "write"]))
    tenants = {"acme": {"permissions": ["read", "write"]}, "globex": {"permissions": ["read"]}}
    assert ask(app, bearer(token_of({"tenants": tenants, "dct": "acme"}))).status_code == 200
    answer = ask(app, bearer(token_of({"tenants": tenants, "dct": "globex", "permissions": ["write"]})))
    assert (answer.status_code, answer.headers["www-authenticate"]) == (403, 'Bearer error="insufficient_scope"')
    assert ask(app, bearer(token_of({"permissions": ["read", "write"]}))).status_code == 200


@both
def test_a_key_set_that_cannot_be_had_is_no_fault_of_the_token(build: Any) -> None:
    def fetch(_etag: str) -> Fetched:
        raise OSError("down")

    answer = ask(build(RequireToken(make_verifier(keys=RemoteKeys(fetch=fetch)))), bearer(token_of()))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_an_event_loop_does_not_wait_for_a_key_set() -> None:
    class SlowKeys:
        """Has keys only after a while, in a thread."""

        def __init__(self, ready: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
            self.ready, self.loop = ready, loop

        def find(self, _kid: str) -> Mapping[str, VerificationKey] | None:
            return None

        def get(self, _kid: str) -> Mapping[str, VerificationKey]:
            asyncio.run_coroutine_threadsafe(self.ready.wait(), self.loop).result(5)
            return {}

    async def run() -> None:
        ready = asyncio.Event()
        verifier = make_verifier(keys=SlowKeys(ready, asyncio.get_running_loop()))
        verifying = asyncio.create_task(verifier.verify_async(token_of()))
        await asyncio.sleep(0)
        ready.set()
        with pytest.raises(Exception, match="names no key"):
            await verifying

    asyncio.run(run())
