"""The wheel in a new environment and real processes: issue, kill -9, restart; and everything that stops a start."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import sqlite3
import threading
import urllib.request
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from mintmark.client import Client
from mintmark.errors import MintmarkError
from mintmark.v1 import credential_service_pb2, project_service_pb2, token_service_pb2, user_service_pb2

from tests.clients.certificates import make_certificates
from tests.e2e.conftest import Installed, serve
from tests.project import ProjectUnderTest, decode

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


@pytest.fixture
def data(installed: Installed, tmp_path: Path) -> tuple[Path, str]:
    """A new data folder and the owner's secret."""
    done = installed.run("mintmark-server", "init", "--data-dir", "data", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "shown only now" in done.stderr
    return tmp_path, done.stdout.strip()


def read_keys(http: str, project_id: str) -> Any:
    with urllib.request.urlopen(f"{http}/projects/{project_id}/.well-known/jwks.json", timeout=5) as answer:
        return json.load(answer)


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(installed: Installed, data: tuple[Path, str]) -> None:
    cwd, secret = data
    stored: list[str] = []
    with serve(installed, "serve", "--data-dir", "data", cwd=cwd) as served:
        with Client(served.target, credential=secret) as client:
            project = ProjectUnderTest(client, "p")
            project.create()
            project.use_template({"plan": "{{user.custom_attributes.plan}}"})
            first = project.issue()
            session = client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest())).session
            keys = read_keys(served.http, "p")

            def write() -> None:
                for number in range(100_000):
                    try:
                        project.create_user(f"u{number}", email=f"{number}@x")
                    except MintmarkError:
                        return
                    stored.append(f"u{number}")

            writer = threading.Thread(target=write)
            writer.start()
            while len(stored) < 50:
                threading.Event().wait(0.01)
            served.kill()
            writer.join()
        assert served.process.returncode == -signal.SIGKILL
    with serve(installed, "serve", "--data-dir", "data", cwd=cwd) as served, Client(served.target, credential=secret) as client:
        assert read_keys(served.http, "p") == keys
        project = ProjectUnderTest(client, "p")
        again = project.issue()
        assert decode(again.token)[0] == decode(first.token)[0], "the same key signs"
        assert client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=session.name)).session == session
        for user_id in stored:
            client.users.GetUser(user_service_pb2.GetUserRequest(name=f"projects/p/users/{user_id}"))
    check = installed.run("mintmark-server", "check", "--data-dir", "data", cwd=cwd)
    assert (check.returncode, check.stdout) == (0, "All is well.\n")


def test_a_stop_drains_what_runs(installed: Installed, data: tuple[Path, str]) -> None:
    cwd, secret = data
    with serve(installed, "serve", "--data-dir", "data", cwd=cwd) as served, Client(served.target, credential=secret) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        requests = iter_slowly(served.process)
        answer = client.users.ImportUsers(requests, timeout=30)
        assert answer.created_count == 3
        assert served.process.wait(timeout=20) == 0
        _, error = served.process.communicate()
        assert "Draining." in error


def iter_slowly(process: Any) -> Any:
    for number in range(3):
        request = user_service_pb2.ImportUsersRequest(parent="projects/p")
        request.user.name = f"projects/p/users/u{number}"
        yield request
        if number == 0:
            process.terminate()
            threading.Event().wait(0.5)


def test_each_wrong_start_has_its_own_error(installed: Installed, data: tuple[Path, str], tmp_path: Path) -> None:
    cwd, secret = data
    key_file, database = cwd / "data/encryption.key", cwd / "data/mintmark.db"
    with serve(installed, "serve", "--data-dir", "data", cwd=cwd) as served, Client(served.target, credential=secret) as client:
        client.projects.CreateProject(project_service_pb2.CreateProjectRequest(project_id="p"))

    def refused(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, str]:
        done = installed.run("mintmark-server", "serve", "--data-dir", "data", *arguments, cwd=cwd, env=env)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stderr

    key_file.chmod(0o644)
    assert refused() == (1, "data/encryption.key can be read by others (mode 0644): chmod 600 data/encryption.key\n")
    key_file.chmod(0o600)
    code, error = refused(env={"MINTMARK_ENCRYPTION_KEY": base64.b64encode(os.urandom(32)).decode()})
    assert code == 1
    assert "is sealed under key-encryption key" in error
    kept = key_file.read_bytes()
    key_file.write_text("nonsense!")
    assert "holds no key" in refused()[1]
    key_file.unlink()
    assert "does not exist" in refused()[1]
    key_file.write_bytes(kept)
    key_file.chmod(0o600)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code, error = refused("--grpc-address", address, "--http-address", "127.0.0.1:0")
        assert (code, error) == (1, f"The gRPC address {address} can't be bound: Address already in use.\n")
        code, error = refused("--http-address", address)
        assert (code, error) == (1, f"The HTTP address {address} can't be bound: Address already in use.\n")
    code, error = refused("--grpc-address", "0.0.0.0:0", "--tls-key", "k", "--log-level", "loud")
    assert code == 2
    assert len(error.splitlines()) == 4
    code, error = refused("--tls-key", "k.pem", "--tls-cert", "c.pem", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0")
    assert (code, error) == (1, "k.pem can't be read: No such file or directory.\n")
    raw = sqlite3.connect(database)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    code, error = refused()
    assert code == 1
    assert "The database has schema 99" in error
    again = installed.run("mintmark-server", "init", "--data-dir", "data", cwd=cwd)
    assert (again.returncode, again.stdout) == (1, "")
    absent = installed.run("mintmark-server", "serve", "--data-dir", "none", cwd=cwd)
    assert absent.stderr == "none/mintmark.db does not exist: run `mintmark-server init` first.\n"


def test_tls_and_client_certificates(installed: Installed, data: tuple[Path, str]) -> None:
    cwd, secret = data
    make_certificates(cwd)
    arguments = ["serve", "--data-dir", "data", "--tls-cert", "server.pem", "--tls-key", "server.key", "--client-ca", "ca.pem"]
    with serve(installed, *arguments, cwd=cwd) as served:
        port = served.target.rpartition(":")[2]
        files = {"ca_file": cwd / "ca.pem", "cert_file": cwd / "client.pem", "key_file": cwd / "client.key"}
        with Client(f"localhost:{port}", credential=secret, **files) as client:
            request = credential_service_pb2.CreateCredentialRequest(credential_id="machine")
            grants = [{"project": "projects/-", "roles": ["CALLER_ROLE_OWNER"]}]
            json_format.ParseDict({"grants": grants, "mtls_identities": ["spiffe://example/machine"]}, request.credential)
            client.credentials.CreateCredential(request)
        with Client(f"localhost:{port}", **files) as machine:
            machine.projects.CreateProject(project_service_pb2.CreateProjectRequest(project_id="p"))
        with Client(f"localhost:{port}", credential=secret, ca_file=cwd / "ca.pem", timeout=3) as without:
            with pytest.raises(MintmarkError) as caught:
                without.projects.ListProjects(project_service_pb2.ListProjectsRequest())
            assert caught.value.details.code == grpc.StatusCode.UNAVAILABLE.name


def test_the_command_line_has_a_group_for_each_noun(installed: Installed) -> None:
    done = installed.run("mintmark", "--help")
    assert done.returncode == 0
    for group in ("token", "template", "flow", "user", "tenant", "app", "key", "credential", "access-key", "audit"):
        assert group in done.stdout
