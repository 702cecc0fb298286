"""A real service of several workers, started from the environment that runs the tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import grpc
import pytest
from mintmark.client import Client
from mintmark.v1 import project_service_pb2, project_service_pb2_grpc, token_service_pb2_grpc

from tests.e2e.conftest import free_port

PUBLIC_URL = "https://tokens.example.com"
START_SECONDS = 60
STEP_SECONDS = 0.02

C = TypeVar("C", grpc.Channel, Client)


class Cluster:
    """A service over the data of a folder, made unless a `secret` says that it is there. Its ports stay the same over restarts."""

    def __init__(self, folder: Path, *, workers: int = 2, secret: str = "", log: str = "log") -> None:
        self.folder = folder
        self.workers = workers
        self.target, self.http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        self.log = folder / log
        self.process: subprocess.Popen[bytes] | None = None
        self.secret = secret or self.run("init").stdout.strip()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command over the data to its end."""
        command = [*COMMAND, *arguments]
        return subprocess.run(command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False, timeout=60)

    def start(self) -> None:
        """Start, and wait until it is ready."""
        arguments = ["serve", "--workers", str(self.workers), "--grpc-address", self.target, "--http-address", self.http]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*COMMAND, *arguments], cwd=self.folder, env=self.environment(), stderr=log, stdout=log)
        wait_for(lambda: self.ready() == (200, "ok\n") or self.process is None or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()

    def ready(self) -> tuple[int, str]:
        """Return what /readyz answers; 0 when nobody does."""
        return self.fetch("/readyz")

    def fetch(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://{self.http}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str) -> float:
        """Return the sum of a metric's samples."""
        lines = self.fetch("/metrics")[1].splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith((f"{name} ", f"{name}{{")))

    def lines(self) -> list[dict[str, Any]]:
        """Return the log's lines that are JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{") and line.endswith("}")]

    def worker_pids(self) -> list[int]:
        """Return the processes that the supervisor started."""
        assert self.process is not None
        return children_of(self.process.pid)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {self.secret}"),)

    def open_channel(self) -> tuple[grpc.Channel, int]:
        """Open a connection of its own, without retries; return it with the number of the worker that serves it."""
        channel = grpc.insecure_channel(self.target, options=[("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0)])
        list_projects = project_service_pb2_grpc.ProjectServiceStub(channel).ListProjects
        return channel, self._find_worker(list_projects, self.metadata())

    def open_client(self) -> tuple[Client, int]:
        """Open a client; return it with the number of the worker that serves it."""
        client = Client(self.target, credential=self.secret, timeout=30)
        return client, self._find_worker(client.projects.ListProjects, ())

    def _find_worker(self, list_projects: Any, metadata: tuple[tuple[str, str], ...]) -> int:
        request_id = uuid.uuid4().hex
        list_projects(project_service_pb2.ListProjectsRequest(), metadata=(*metadata, ("x-request-id", request_id)), timeout=30)
        served: list[int] = []

        def was_logged() -> bool:
            served[:] = [line["worker"] for line in self.lines() if line.get("request_id") == request_id]
            return bool(served)

        wait_for(was_logged)
        return served[0]

    @contextmanager
    def channels(self) -> Iterator[dict[int, grpc.Channel]]:
        """Open connections until there is one to each worker."""
        with self._each(self.open_channel) as found:
            yield found

    @contextmanager
    def clients(self) -> Iterator[dict[int, Client]]:
        """Open clients until there is one of each worker."""
        with self._each(self.open_client) as found:
            yield found

    @contextmanager
    def _each(self, connect: Callable[[], tuple[C, int]]) -> Iterator[dict[int, C]]:
        with ExitStack() as stack:
            found: dict[int, C] = {}
            for _ in range(200):
                connection, number = connect()
                stack.callback(connection.close)
                found.setdefault(number, connection)
                if len(found) == self.workers:
                    break
            assert len(found) == self.workers
            yield found

    def stop(self) -> int:
        """Drain, and return the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=60)

    def end(self) -> None:
        """Leave nothing behind."""
        if self.process is not None and self.process.poll() is None:
            pids = self.worker_pids()
            self.process.kill()
            self.process.wait(timeout=20)
            for pid in pids:
                kill(pid)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of its processes."""
        settings = {"MINTMARK_DATA_DIR": "data", "MINTMARK_PUBLIC_URL": PUBLIC_URL}
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), **settings, **more}


COMMAND = [str(Path(sys.prefix) / "bin/mintmark-server")]


@contextmanager
def run_cluster(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """Run a service until the block ends."""
    cluster = Cluster(folder, workers=workers)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()


def tokens(channel: grpc.Channel) -> token_service_pb2_grpc.TokenServiceStub:
    return token_service_pb2_grpc.TokenServiceStub(channel)


def wait_for(condition: Any, *, seconds: float = START_SECONDS) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail("it did not happen in time")
        threading.Event().wait(STEP_SECONDS)


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return sorted(found)
