"""The Go examples in front of the real service: what they let through, what not, and through a rotation of keys; and the README's code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from mintmark.client import Client
from mintmark.v1 import key_service_pb2, token_service_pb2

from tests.interop.given import tampered
from tests.interop.served import serve
from tests.interop.suite import ROOT
from tests.project import ProjectUnderTest

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(shutil.which("go") is None, reason="go not found on the PATH; see client/go/README.md"),
]

GO = ROOT / "client/go"
HASURA = "https://hasura.io/jwt/claims"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    subprocess.run(["go", "build", "-o", folder, "./examples/middleware", "./examples/hasura"], cwd=GO, check=True)
    return folder


@pytest.fixture(scope="module")
def project() -> Iterator[ProjectUnderTest]:
    with serve() as served, Client(served.target, credential=served.credential) as client:
        made = ProjectUnderTest(client, "guarded")
        made.create()
        made.update_user("ada", "memberships", memberships=[{"tenant": f"{made.name}/tenants/acme", "roles": ["admin"]}])
        claims = {"x-hasura-allowed-roles": "{{tenant.roles}}", "x-hasura-default-role": "member", "x-hasura-user-id": "{{user.id}}"}
        made.use_template({"plan": "free", HASURA: claims})
        made.issuer = f"{served.http}/{made.name}"  # type: ignore[attr-defined]
        yield made


@contextmanager
def running(program: Path, issuer: str) -> Iterator[str]:
    """Run an example; yield its URL."""
    process = subprocess.Popen([program, "-issuer", issuer, "-listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        yield f"http://{process.stderr.readline().split()[-1]}"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def get(url: str, token: str, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}", **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None


def test_the_middleware_protects_its_route(built: Path, project: ProjectUnderTest) -> None:
    prepared = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    token = project.issue(client_claims={"theme": "dark", "plan": "enterprise"}).token
    refresh = token_service_pb2.IssueRefreshTokenRequest(parent=project.name)
    refresh.subject.user = f"{project.name}/users/ada"
    foreign = ProjectUnderTest(project.client, "foreign")
    foreign.create()
    passed = (200, {"orders_of": "ada", "plan": "free", "untrusted": {"theme": "dark", "plan": "enterprise"}})
    with running(built / "middleware", project.issuer) as url:  # type: ignore[attr-defined]
        assert get(f"{url}/orders", token) == passed
        for refused in (
            project.client.tokens.IssueRefreshToken(refresh).token.token,
            foreign.issue().token,
            tampered(token, "plan", "enterprise"),
            "rubbish",
        ):
            assert get(f"{url}/orders", refused) == (401, None)
        # The next key was published before it signs, so nobody has to look again.
        project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=prepared.name, force=True))
        rotated = project.issue(client_claims={"theme": "dark", "plan": "enterprise"})
        assert rotated.key == prepared.name
        assert get(f"{url}/orders", rotated.token) == passed
        assert get(f"{url}/orders", token) == passed


def test_the_authoriser_reads_the_nested_object(built: Path, project: ProjectUnderTest) -> None:
    forged = {HASURA: {"x-hasura-allowed-roles": ["owner"], "x-hasura-user-id": "eve"}}
    token = project.issue(tenant="acme", client_claims=forged).token
    with running(built / "hasura", project.issuer) as url:  # type: ignore[attr-defined]
        assert get(f"{url}/authorize", token) == (200, {"x-hasura-role": "member", "x-hasura-user-id": "ada"})
        assert get(f"{url}/authorize", token, **{"x-hasura-role": "admin"}) == (200, {"x-hasura-role": "admin", "x-hasura-user-id": "ada"})
        assert get(f"{url}/authorize", token, **{"x-hasura-role": "owner"}) == (401, None)
        assert get(f"{url}/authorize", "rubbish") == (401, None)


PARTS = (
    "func main() {{ ctx := context.Background()\n{block}\n}}",
    "func errorsAre(err error) {{\n{block}\n}}",
    "func claimsAre(template *v1.Template) {{\n{block}\n_, _, _ = source, native, err\n}}",
    "func verifying(ctx context.Context, text string) {{\n{block}\n_, _ = token, err\n}}",
)
IMPORTS = """import (
"context"; "errors"; "fmt"; "log"
mintmark "mintmark.dev/client/go"; "mintmark.dev/client/go/verify"; v1 "mintmark.dev/client/go/v1"
)"""


def test_the_readmes_code_compiles_and_its_first_call_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```go\n(.*?)```", (GO / "README.md").read_text(), flags=re.DOTALL)
    code = [part.format(block=block.replace("…", "")) for part, block in zip(PARTS, blocks, strict=True)]
    build = GO / "build"
    build.mkdir(exist_ok=True)
    with serve() as served, Client(served.target, credential=served.credential) as client, TemporaryDirectory(dir=build) as folder:
        project = ProjectUnderTest(client, "demo")
        project.create()
        program = "\n".join(["package main", IMPORTS, *code])
        Path(folder, "main.go").write_text(program.replace("127.0.0.1:50051", served.target))
        subprocess.run(["go", "build", "-o", tmp_path / "readme", f"./build/{Path(folder).name}"], cwd=GO, check=True)
        environment = {**os.environ, "MINTMARK_CREDENTIAL": served.credential}
        done = subprocess.run([tmp_path / "readme"], env=environment, capture_output=True, text=True, check=True, timeout=30)
    assert re.fullmatch(r"eyJ[\w-]+\.[\w-]+\.[\w-]+ <nil>\n", done.stdout), done.stdout
