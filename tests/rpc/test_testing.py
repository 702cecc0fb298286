"""What other people's tests are given: the service, projects, and the fixtures that pytest finds."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from mintmark import errors
from mintmark.verify import TokenRefusedError, Verifier
from mintmark_server.testing import MovingClock, TestService, run_service
from mintmark_server.testing_projects import TestProject

from tests.project import decode


def test_a_project_is_made_in_a_line(mintmark_project: TestProject, mintmark_verifier: Verifier) -> None:
    mintmark_project.fill(
        settings={"lifetimes": {"session_ttl": "60s"}},
        roles={"buyer": ["order"]},
        tenants=["acme", "globex"],
        attributes={"user.plan": "STRING"},
        users={"ada": {"email": "ada@example.com", "custom_attributes": {"plan": "pro"}}, "bob": {}},
        memberships={"ada": {"acme": ["buyer"], "globex": []}},
        claims={"plan": "{{user.custom_attributes.plan}}", "at": "{{tenant.id}}"},
    )
    text = mintmark_project.issue("ada", tenant="acme")
    payload = decode(text)[1]
    assert {name: payload[name] for name in ("plan", "at", "sub", "dct", "iss")} == {
        "plan": "pro",
        "at": "acme",
        "sub": "ada",
        "dct": "acme",
        "iss": mintmark_project.url,
    }
    assert payload["exp"] - payload["iat"] == 60
    assert payload["tenants"] == {"acme": {"roles": ["buyer"], "permissions": ["order"]}, "globex": {}}
    assert mintmark_verifier.verify(text).find_permissions(tenant="acme") == {"order"}
    opened = mintmark_project.open_session("bob")
    assert mintmark_verifier.verify(opened.session_token.token).session_id == opened.session.name.rpartition("/")[2]
    assert mintmark_project.create_access_key("k1")
    mintmark_project.create_application("web")
    assert mintmark_project.open_session("bob", application="web", with_id_token=True).id_token.token


def test_each_test_has_a_project_and_the_clock_is_put_back(mintmark_service: TestService, mintmark_clock: MovingClock) -> None:
    assert mintmark_clock is mintmark_service.clock
    assert mintmark_clock.now().isoformat() == "2031-04-01T12:00:00+00:00"
    mintmark_clock.move(timedelta(days=1))


def test_the_clock_was_put_back(mintmark_clock: MovingClock) -> None:
    assert mintmark_clock.now().isoformat() == "2031-04-01T12:00:00+00:00"
    mintmark_clock.move(timedelta(days=1))


def test_a_verifier_has_the_clock_and_the_newest_keys(
    mintmark_service: TestService, mintmark_project: TestProject, mintmark_clock: MovingClock, mintmark_verifier: Verifier
) -> None:
    mintmark_project.fill(users={"ada": {}})
    text = mintmark_project.issue("ada")
    assert mintmark_verifier.verify(text).subject == "ada"
    mintmark_clock.move(timedelta(minutes=11))
    with pytest.raises(TokenRefusedError, match="expired"):
        mintmark_verifier.verify(text)


def test_key_sets_are_served_on_loopback(mintmark_service: TestService, mintmark_project: TestProject, mintmark_clock: MovingClock) -> None:
    mintmark_project.fill(users={"ada": {}})
    assert mintmark_project.url == f"{mintmark_service.http}/projects/{mintmark_project.id}"
    assert httpx.get(f"{mintmark_project.url}/.well-known/openid-configuration").json()["issuer"] == mintmark_project.url
    verifier = Verifier(mintmark_project.url, clock=lambda: mintmark_clock.now().timestamp())
    assert verifier.verify(mintmark_project.issue("ada")).subject == "ada"


def test_services_are_apart() -> None:
    with run_service() as first, run_service() as second:
        first.create_project("p", users={"ada": {}})
        project = second.create_project("p")
        with pytest.raises(errors.NotFoundError):
            project.issue("ada")
        assert first.http == second.http == ""


@pytest.mark.timeout(60)
def test_pytest_finds_the_fixtures_by_itself(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(mintmark_project):\n    assert mintmark_project.id\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "test_it.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    code = "import sys, mintmark_server.pytest_plugin; print('mintmark_server.app' in sys.modules or 'grpc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
