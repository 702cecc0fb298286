"""Every command of the README runs, in its order, against the demo that it tells to start."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.e2e.conftest import ROOT, Installed, serve
from tests.e2e.documents import lay_tools
from tests.rpc.test_tools import ReflectionClient

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

README = (ROOT / "README.md").read_text()
SHELL = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def run_shell(script: str, cwd: Path, env: dict[str, str]) -> Any:
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, check=False, cwd=cwd, env=env)


def run_grpcurl(command: str, cwd: Path, target: str) -> dict[str, Any]:
    """Do what a grpcurl command says with a client that knows the contract from reflection alone."""
    expanded = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {command}"], capture_output=True, text=True, check=True, cwd=cwd
    ).stdout.split("\0")
    body, header = expanded[expanded.index("-d") + 1], expanded[expanded.index("-H") + 1]
    assert "-plaintext" in expanded
    address, method = [word for word in expanded if word][-2:]
    assert address == "127.0.0.1:50051"
    service, _, name = method.partition("/")
    with grpc.insecure_channel(target) as channel:
        generic = ReflectionClient(channel, "grpc.reflection.v1.ServerReflection")
        return generic.call(service, name, body, header.removeprefix("authorization: Bearer "))


def test_the_readmes_commands_run(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(installed.folder)
    with serve(installed, "demo", cwd=tmp_path) as served:
        env = {
            "PATH": f"{lay_tools(tmp_path)}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "MINTMARK_TARGET": served.target,
            "MINTMARK_CREDENTIAL_FILE": ".mintmark-demo/credential",
        }
        outputs = []
        assert len(SHELL) == 6
        for script in SHELL:
            done = run_shell(script.replace("127.0.0.1:50051", served.target), tmp_path, env)
            assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
            outputs.append(done.stdout)
        assert "plan comes from the project_template" in outputs[0]
        assert "support is not in the token: its condition is false" in outputs[0]
        assert "The template is valid." in outputs[3]
        assert "All is well." in outputs[5]
        assert '"kind": "TOKEN_KIND_SESSION"' in outputs[1]
        assert "// Issue a session token" in outputs[1]
        assert (tmp_path / "copy.db").exists()
        credential = (tmp_path / ".mintmark-demo/credential").read_text().strip()
        client_code = PYTHON[0].replace("127.0.0.1:50051", served.target) + "\nprint(token)\n"
        issued = subprocess.run(
            [sys.executable, "-c", client_code], capture_output=True, text=True, check=True, env={**env, "MINTMARK_CREDENTIAL": credential}
        )
        token = issued.stdout.strip()
        issuer = served.http
        verify_code = PYTHON[1].replace("http://127.0.0.1:8080", issuer) + f"\nimport json\nprint(json.dumps(verify({token!r})))\n"
        verified = subprocess.run([sys.executable, "-c", verify_code], capture_output=True, text=True, check=True, env=env)
        assert json.loads(verified.stdout)["sub"] == "ada"


def test_the_demo_prints_commands_that_work(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(installed.folder)
    first = installed.run(
        "mintmark-server", "demo", "--once", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0", cwd=tmp_path
    )
    assert first.returncode == 0, first.stderr
    assert "Made the project `demo`" in first.stdout
    with serve(installed, "demo", cwd=tmp_path) as served:
        assert served.process.stdout is not None
        lines = []
        for line in served.process.stdout:
            lines.append(line.rstrip("\n"))
            if "Serving until" in line:
                break
        text = "\n".join(lines)
        assert "Made the project" not in text, "a second start keeps the data"
        commands = [line.strip() for line in lines if line.startswith("  ")]
        grpcurl = next(command for command in commands if command.startswith("grpcurl"))
        answer = run_grpcurl(grpcurl.removeprefix("grpcurl ").replace(served.target, "127.0.0.1:50051"), tmp_path, served.target)
        assert json.loads(answer["token"]["evaluation"]["payload"])["plan"] == "trial"
        for command in commands:
            if command.startswith("echo"):
                done = run_shell(command, tmp_path, {"PATH": os.environ["PATH"], "HOME": str(tmp_path)})
                assert done.returncode == 0, done.stderr
                assert "trial" in done.stdout or "plan comes from the flow" in done.stdout
        assert shlex.split(grpcurl)[0] == "grpcurl"
