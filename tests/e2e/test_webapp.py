"""The example application against the real service: a browser's cookies, forms, tabs and enemies."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE
from typing import Any

import httpx
import pytest
from mintmark import aio
from mintmark.v1 import session_pb2, token_service_pb2
from mintmark_server.testing import MovingClock, TestService
from mintmark_server.testing_projects import TestProject
from webapp.app import HEADERS, build_app
from webapp.sessions import Sessions

from tests.e2e.conftest import ROOT, Installed, free_port, serve, wait_ready

SITE = "https://app.example.com"
FROM_OURSELVES = {"origin": SITE, "sec-fetch-site": "same-origin"}


@pytest.fixture
def project(mintmark_project: TestProject) -> TestProject:
    mintmark_project.fill(
        roles={"admin": ["read", "write"], "member": ["read"]},
        tenants=["acme", "globex", "initech"],
        attributes={"user.plan": "STRING"},
        users={
            "ada": {"login_ids": ["ada@example.com"], "custom_attributes": {"plan": "pro"}},
            "eve": {"login_ids": ["eve@example.com"]},
        },
        memberships={"ada": {"acme": ["admin"], "globex": ["member"]}},
        claims={"plan": "{{user.custom_attributes.plan}}"},
    )
    return mintmark_project


class Browser(httpx.AsyncClient):
    """Keeps cookies, and comes from our own pages unless it is told otherwise."""

    async def act(self, path: str, headers: dict[str, str] | None = None, **form: str) -> httpx.Response:
        return await self.post(path, headers=FROM_OURSELVES if headers is None else headers, data=form or None)

    async def sign_in(self, login_id: str = "ada@example.com", password: str = "right") -> httpx.Response:
        return await self.act("/session/login", login_id=login_id, password=password)

    def held(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.cookies.jar if cookie.name == name), "")


Scenario = Callable[[Callable[[], Browser]], Awaitable[None]]


def run(service: TestService, project: TestProject, scenario: Scenario) -> None:
    """Run a scenario with browsers of one application, which has its keys over HTTP."""

    async def go() -> None:
        def clock() -> float:
            return service.clock.now().timestamp()

        sessions = Sessions(project=project.name, check_password=lambda _login_id, given: given == "right", clock=clock)
        app = build_app(sessions, service.verifier(project.id))
        async with aio.Client(service.target, credential=service.credential) as sessions.client:
            open_browsers: list[Browser] = []

            def browse() -> Browser:
                open_browsers.append(Browser(transport=httpx.ASGITransport(app), base_url=SITE))
                return open_browsers[-1]

            await scenario(browse)
            for browser in open_browsers:
                await browser.aclose()

    asyncio.run(go())


def state_of(project: TestProject, name: str) -> Any:
    return project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=name)).session


def sessions_of(project: TestProject) -> list[Any]:
    request = token_service_pb2.ListSessionsRequest(parent=project.name)
    return sorted(project.client.tokens.ListSessions(request).sessions, key=lambda session: session.create_time.seconds)


def test_a_user_signs_in_works_chooses_a_tenant_and_signs_out(mintmark_service: TestService, project: TestProject) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        page = await browser.get("/")
        assert 'action="/session/login"' in page.text
        assert {name: page.headers[name] for name in HEADERS} == HEADERS
        assert (await browser.get("/api/me")).status_code == 401
        answer = await browser.sign_in()
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        session, refresh = answer.headers.get_list("set-cookie")
        assert session.startswith("__Host-DS=")
        assert session.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
        assert refresh.startswith("__Secure-DSR=")
        assert refresh.endswith("; Path=/session; Secure; HttpOnly; SameSite=Strict; Max-Age=2419200")
        assert (await browser.get("/api/me")).json() == {"user": "ada", "tenant": "", "plan": "pro", "permissions": []}
        assert "Signed in as <b>ada</b>" in (await browser.get("/")).text
        assert mintmark_service.verifier(project.id).verify(browser.held("__Host-DS")).claims["amr"] == ["pwd"]

        assert (await browser.act("/api/orders")).status_code == 403, "no tenant, no permission"
        assert (await browser.act("/session/tenant", tenant="acme")).status_code == 303
        assert (await browser.get("/api/me")).json()["permissions"] == ["read", "write"]
        assert (await browser.act("/api/orders")).json() == {"ordered_by": "ada", "for": "acme"}
        await browser.act("/session/tenant", tenant="globex")
        assert (await browser.act("/api/orders")).status_code == 403
        for tenant in ("initech", "nowhere", "../x", ""):
            assert (await browser.act("/session/tenant", tenant=tenant)).status_code == 403
        assert (await browser.get("/api/me")).json()["tenant"] == "globex"

        (opened,) = sessions_of(project)
        answer = await browser.act("/session/logout")
        assert answer.status_code == 303
        assert (browser.held("__Host-DS"), browser.held("__Secure-DSR")) == ("", "")
        assert (await browser.get("/api/me")).status_code == 401
        assert state_of(project, opened.name).end.cause == session_pb2.SESSION_END_CAUSE_REVOKED
        assert (await browser.act("/session/refresh")).status_code == 401

    run(mintmark_service, project, scenario)


@pytest.mark.parametrize(
    ("login_id", "password"), [("ada@example.com", "wrong"), ("nobody@example.com", "right"), ("", "right"), ("mallory", "right")]
)
def test_who_may_not_sign_in_is_told_the_same(mintmark_service: TestService, project: TestProject, login_id: str, password: str) -> None:
    project.fill(users={"mallory": {"login_ids": ["mallory"], "status": "USER_STATUS_DISABLED"}})

    async def scenario(browse: Callable[[], Browser]) -> None:
        answer = await browse().sign_in(login_id, password)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?failed=1")
        assert "set-cookie" not in answer.headers

    run(mintmark_service, project, scenario)


def test_a_session_token_that_is_over_is_refreshed(
    mintmark_service: TestService, project: TestProject, mintmark_clock: MovingClock
) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        first = browser.held("__Host-DS"), browser.held("__Secure-DSR")
        mintmark_clock.move(timedelta(minutes=11))
        assert (await browser.get("/api/me")).status_code == 401
        assert 'action="/session/login"' in (await browser.get("/")).text
        assert (await browser.act("/session/refresh")).status_code == 204
        assert (await browser.get("/api/me")).json()["user"] == "ada"
        assert browser.held("__Host-DS") != first[0]
        assert browser.held("__Secure-DSR") != first[1]
        mintmark_clock.move(timedelta(days=29))
        assert (await browser.act("/session/refresh")).status_code == 401
        assert (browser.held("__Host-DS"), browser.held("__Secure-DSR")) == ("", ""), "what is over is cleared"

    run(mintmark_service, project, scenario)


def test_tabs_that_refresh_at_once_stay_signed_in(mintmark_service: TestService, project: TestProject) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        cookie = {"cookie": f"__Secure-DSR={browser.held('__Secure-DSR')}"}
        tabs = [browse() for _ in range(6)]
        answers = await asyncio.gather(*(tab.act("/session/refresh", headers={**FROM_OURSELVES, **cookie}) for tab in tabs))
        assert [answer.status_code for answer in answers] == [204] * 6
        assert len({tab.held("__Secure-DSR") for tab in tabs}) == 1

    run(mintmark_service, project, scenario)


def test_a_stolen_token_puts_both_out(mintmark_service: TestService, project: TestProject, mintmark_clock: MovingClock) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser, thief = browse(), browse()
        await browser.sign_in()
        stolen = browser.held("__Secure-DSR")
        await browser.act("/session/refresh")
        mintmark_clock.move(timedelta(seconds=30))
        answer = await thief.act("/session/refresh", headers={**FROM_OURSELVES, "cookie": f"__Secure-DSR={stolen}"})
        assert answer.status_code == 401
        assert (await browser.act("/session/refresh")).status_code == 401
        (session,) = sessions_of(project)
        assert session.end.cause == session_pb2.SESSION_END_CAUSE_REUSED

    run(mintmark_service, project, scenario)


def test_signing_in_again_ends_the_session_before(mintmark_service: TestService, project: TestProject, mintmark_clock: MovingClock) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        mintmark_clock.move(timedelta(seconds=1))
        await browser.sign_in("eve@example.com")
        first, second = sessions_of(project)
        assert (first.end.cause, second.end.cause) == (session_pb2.SESSION_END_CAUSE_REVOKED, 0)
        assert (await browser.get("/api/me")).json()["user"] == "eve"

    run(mintmark_service, project, scenario)


@pytest.mark.parametrize("path", ["/session/login", "/session/refresh", "/session/tenant", "/session/logout", "/api/orders"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {},
    ],
)
def test_no_other_site_can_act(mintmark_service: TestService, project: TestProject, path: str, headers: dict[str, str]) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        await browser.act("/session/tenant", tenant="acme")
        before = browser.held("__Secure-DSR")
        answer = await browser.act(path, headers=headers, login_id="eve@example.com", password="right", tenant="globex")
        assert answer.status_code == 403
        assert browser.held("__Secure-DSR") == before
        assert (await browser.act("/api/orders")).status_code == 201

    run(mintmark_service, project, scenario)


def test_nothing_is_done_by_reading(mintmark_service: TestService, project: TestProject) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        for path in ("/session/login", "/session/refresh", "/session/tenant", "/session/logout", "/api/orders"):
            assert (await browser.get(path, headers=FROM_OURSELVES)).status_code == 405

    run(mintmark_service, project, scenario)


def test_wild_requests_have_an_answer(mintmark_service: TestService, project: TestProject) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        for cookie in (
            "__Host-DS=x",
            "__Host-DS=" + "x" * 5_000,
            "__Host-DS=a; __Host-DS=b",
            "__Host-DS=\x7f\x01",
            ";;=",
        ):
            answer = await browse().get("/api/me", headers={"cookie": cookie})
            assert answer.status_code == 401
        for cookie in ("__Secure-DSR=x", "__Secure-DSR=a.b.c", "__Secure-DSR=a; __Secure-DSR=b"):
            for path in ("/session/refresh", "/session/tenant", "/session/logout"):
                answer = await browse().act(path, headers={**FROM_OURSELVES, "cookie": cookie}, tenant="acme")
                assert answer.status_code in (303, 401)
                assert "=;" in answer.headers.get("set-cookie", "=;")
        large = await browse().act("/session/login", login_id="x" * 5_000, password="right")
        assert large.status_code == 413
        twisted = await browse().act("/session/login", login_id='"><script>\0\r\n', password="right")
        assert twisted.headers["location"] == "/?failed=1"

    run(mintmark_service, project, scenario)


def test_nobody_is_signed_out_while_the_service_is_away(mintmark_service: TestService, project: TestProject) -> None:
    async def scenario(browse: Callable[[], Browser]) -> None:
        browser = browse()
        await browser.sign_in()
        before = browser.held("__Secure-DSR")
        sessions = browser._transport.app.state.sessions  # type: ignore[attr-defined]
        connected = sessions.client
        async with aio.Client("127.0.0.1:1", timeout=0.5) as sessions.client:
            answer = await browser.act("/session/refresh")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert "set-cookie" not in answer.headers
            assert (await browser.get("/api/me")).status_code == 200
        sessions.client = connected
        assert browser.held("__Secure-DSR") == before
        assert (await browser.act("/session/refresh")).status_code == 204

    run(mintmark_service, project, scenario)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_readmes_commands_start_it(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    (tmp_path / "client").symlink_to(ROOT / "client")
    commands = re.findall(r"^    (.*)$", (ROOT / "client/examples/webapp/README.md").read_text(), flags=re.MULTILINE)
    port = free_port()
    with serve(installed, "demo", cwd=tmp_path) as served:
        script = "\n".join(commands).replace("127.0.0.1:8080", served.http.removeprefix("http://")).replace("--port 8000", f"--port {port}")
        assert script.startswith("export")
        assert f"--port {port}" in script
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "MINTMARK_TARGET": served.target}
        with subprocess.Popen(["bash", "-euc", f"{script} & echo $!; wait"], cwd=tmp_path, env=env, stdout=PIPE, text=True) as shell:
            assert shell.stdout is not None
            started = int(shell.stdout.readline())
            try:
                wait_ready(shell, f"http://127.0.0.1:{port}/")
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"sec-fetch-site": "same-origin"}) as browser:
                    answer = browser.post("/session/login", data={"login_id": "ada@example.com", "password": "choose-one"})
                    assert answer.headers["location"] == "/"
                    cookie = answer.headers.get_list("set-cookie")[0].partition(";")[0]
                    assert browser.get("/api/me", headers={"cookie": cookie}).json()["user"] == "ada"
                    assert browser.get("/static/page.js").status_code == 200
            finally:
                os.kill(started, signal.SIGTERM)
