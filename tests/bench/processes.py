"""Server processes of the bench: started, pinned to a core, their CPU time read from `/proc`.

Owns: `BenchServer`. Never: load.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.e2e.conftest import free_port

ROOT = Path(__file__).parents[2]
_TICK_MICROS = 1e6 / os.sysconf("SC_CLK_TCK")
_STARTUP_SECONDS = 60
_WITH_FLOOR = ("-m", "tests.bench.server")
_SERVER = "from mintmark_server.cli import main; main()"


def list_cores() -> list[int]:
    """Return the cores that this process may use."""
    return sorted(os.sched_getaffinity(0))


def pin(pid: int, cores: list[int]) -> None:
    """Bind a process, and what it starts from now on, to cores."""
    os.sched_setaffinity(pid, cores)


@dataclass(frozen=True)
class BenchServer:
    """A running server: where to call it, as whom, and its process tree's root."""

    target: str
    http: str
    credential: str
    folder: Path
    pid: int

    def cpu_micros(self) -> float:
        """Return the CPU time that the process and its children have used so far."""
        return sum(_read_cpu(pid) for pid in _tree(self.pid))

    def count_commits(self) -> tuple[float, float]:
        """Return how many durable commits there were so far, and how much was stored in them."""
        with urllib.request.urlopen(f"http://{self.http}/metrics", timeout=10) as answer:
            found = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line.startswith("mintmark_commit"))
        return float(found["mintmark_commits_total"]), float(found["mintmark_committed_intents_total"])

    def resident_bytes(self) -> int:
        """Return the memory of the process tree."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in _tree(self.pid))
        return pages * os.sysconf("SC_PAGE_SIZE")


def run_server_command(*arguments: str) -> str:
    """Run `mintmark-server` to its end; return what it printed. Raises: RuntimeError when it fails."""
    done = subprocess.run([sys.executable, "-c", _SERVER, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"mintmark-server {' '.join(arguments)}: {done.stderr[-2_000:]}")
    return done.stdout.strip()


def init(folder: Path) -> str:
    """Make a data folder; return its owner's credential."""
    return run_server_command("init", "--data-dir", str(folder))


@contextmanager
def serve(
    folder: Path,
    credential: str,
    *,
    cores: list[int],
    workers: int = 0,
    command: Sequence[str] = _WITH_FLOOR,
    environment: Mapping[str, str] = MappingProxyType({}),
    **settings: str,
) -> Iterator[BenchServer]:
    """Serve a data folder on the given cores until the block ends.

    With `workers` it is `mintmark-server serve`; without, one process with the floor beside the contract, or another `command`.
    """
    if workers:
        command = ["-c", _SERVER, "serve", "--workers", str(workers)]
    target, http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    values = {
        "data_dir": str(folder),
        "grpc_address": target,
        "http_address": http,
        "log_level": "warning",
        **settings,
    }
    variables = {f"MINTMARK_{name.upper()}": value for name, value in values.items()}
    own = list_cores()
    pin(0, cores)  # Inherited by what is started now.
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.DEVNULL,
            stderr=log,
            env={**os.environ, **environment, **variables},
            cwd=ROOT,
        )
    pin(0, own)
    try:
        _wait_ready(process, f"http://{http}/readyz", folder / "server.log")
        yield BenchServer(target, http, credential, folder, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _STARTUP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not become ready:\n{log.read_text()[-2_000:]}")


def _read_cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK_MICROS


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _tree(int(child))
    return found
