"""Processes for end-to-end tests: the wheel in an environment of its own, servers on free ports."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it."""

    folder: Path

    def run(self, *arguments: Any, env: dict[str, str] | None = None, cwd: Path | None = None, stdin: str = "") -> Any:
        command, *rest = map(str, arguments)
        return subprocess.run(
            [self.folder / "bin" / command, *rest],
            capture_output=True,
            text=True,
            check=False,
            input=stdin,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **(env or {})},
            cwd=cwd,
            timeout=60,
        )


@dataclass
class Served:
    """A running server process."""

    process: subprocess.Popen[str]
    target: str
    http: str

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, built and installed with its locked dependencies into a new environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [folder / "venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "server/requirements.txt"], check=True)
    subprocess.run([*pip, "--no-deps", *folder.glob("*.whl")], check=True)
    return Installed(folder / "venv")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(installed: Installed, *arguments: str, env: dict[str, str] | None = None, cwd: Path) -> Iterator[Served]:
    """Run `mintmark-server` with these arguments on free ports until the block ends."""
    target, http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [installed.folder / "bin/mintmark-server", *arguments, "--grpc-address", target, "--http-address", http],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), **(env or {})},
        cwd=cwd,
    )
    try:
        wait_ready(process, f"http://{http}/readyz")
        yield Served(process, target, f"http://{http}")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()


def wait_ready(process: subprocess.Popen[str], url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            _, error = process.communicate()
            pytest.fail(f"the server ended: {error}")
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not become ready")
