"""`mintmark-server keys rewrap`, killed at random moments under load, while services run that seal under either key-encryption key."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mintmark.client import Client
from mintmark.v1 import key_service_pb2
from mintmark_server.keys.encryption import read_key_id
from mintmark_server.keys.keyfile import load_encryption_key
from mintmark_server.keys.rewrap import find_closed
from mintmark_server.model.security import ProjectSecret, SigningKey
from mintmark_server.storage.sqlite import SqliteStore

from tests.project import ProjectUnderTest
from tests.workers.cluster import COMMAND, Cluster
from tests.workers.test_refresh import Chain, open_channel, prepare, refresh, session_of

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

PROJECTS = 20
KILLS = 12


class KeyedCluster(Cluster):
    """A service with key-encryption keys of its own, from the environment; unset: those of the file."""

    keys = ""

    def environment(self, **more: str) -> dict[str, str]:
        return super().environment(**({"MINTMARK_ENCRYPTION_KEY": self.keys} if self.keys else {}), **more)


def start_rewrap(cluster: Cluster) -> subprocess.Popen[str]:
    command = [*COMMAND, "keys", "rewrap"]
    return subprocess.Popen(
        command, cwd=cluster.folder, env=cluster.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def kill_within(cluster: Cluster, *, lines: int) -> None:
    """Start a rewrap and kill it: a moment after it printed so many lines, or before it prints any (0)."""
    with start_rewrap(cluster) as process:
        assert process.stdout is not None
        for _ in range(lines):
            if not process.stdout.readline():
                break
        threading.Event().wait(random.uniform(0.0, 0.01 if lines else 1.5))
        process.kill()


@contextmanager
def opened(folder: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(folder / "data" / "mintmark.db")
    try:
        yield store
    finally:
        store.close()


def write_keys(path: Path, keys: list[str]) -> None:
    """Give the file these keys, the newest first, in one step."""
    beside = path.with_name("beside")
    beside.touch(mode=0o600)
    beside.write_text("".join(f"{key}\n" for key in keys))
    beside.replace(path)


def read_ids(folder: Path) -> list[str]:
    """Return under which key each lasting envelope is."""
    with opened(folder) as store:
        return [read_key_id(record.sealed) for kind in (SigningKey, ProjectSecret) for record in store.list_all(kind)]


def test_a_rewrap_that_is_killed_at_random_moments_loses_nothing_while_services_run_on_either_key(tmp_path: Path) -> None:
    one = KeyedCluster(tmp_path, workers=1, log="one")
    other = KeyedCluster(tmp_path, workers=1, secret=one.secret, log="other")
    key_file = tmp_path / "data" / "encryption.key"
    old = key_file.read_text().strip()
    try:
        one.start()
        project = prepare(one, "60s")
        names = ["p", *(f"q{number:02}" for number in range(PROJECTS))]
        for name in names[1:]:
            ProjectUnderTest(project.client, name).create()
        while len(key_file.read_text().split()) == 1:
            kill_within(one, lines=0 if random.random() < 0.5 else 1)
        new, kept = key_file.read_text().split()
        assert kept == old
        # The other service goes on sealing under the old key, as one that was not restarted since the environment changed.
        other.keys = f"{old} {new}"
        other.start()
        channels = [open_channel(service) for service in (one, other)]
        chains = [Chain(project, channels, one.metadata()) for _ in range(2)]
        clients = [Client(service.target, credential=one.secret, timeout=30) for service in (one, other)]
        split = 0
        for number in range(KILLS):
            # There and back again, so that each run has everything to do.
            write_keys(key_file, key_file.read_text().split()[::-1])
            kill_within(one, lines=random.randrange(0, 2 * PROJECTS))
            split += len(set(read_ids(tmp_path))) == 2
            with opened(tmp_path) as store:
                assert find_closed(store, load_encryption_key(key_file)) == []
            for client in clients:
                client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=f"projects/{names[number]}"))
                for name in random.sample(names, 3):
                    assert ProjectUnderTest(client, name).issue().token
        assert split > KILLS // 2, "killed in the middle"
        write_keys(key_file, [new, old])
        for chain in chains:
            chain.end()
        for chain in chains:
            session = session_of(project, chain.name)
            assert (session.generation, session.HasField("end")) == (1 + chain.steps, False)
            assert chain.steps > 10
        with start_rewrap(one) as process:
            said = process.communicate(timeout=60)[0]
        assert process.returncode == 0, said
        assert len(set(read_ids(tmp_path))) == 1
        assert len(read_ids(tmp_path)) == 2 * len(names) + 2 * KILLS
        # Answers to request ids are left to run out, so the old key can't go yet.
        dropped = one.run("keys", "rewrap", "--drop")
        assert dropped.returncode != 0
        assert "Nothing was dropped" in dropped.stdout + dropped.stderr
        assert key_file.read_text().split() == [new, old]
        for client in clients:
            client.close()
        for channel in channels:
            channel.close()
        for service in (one, other):
            assert service.stop() == 0
        # The new key alone opens all that lasts.
        one.keys = new
        assert one.run("check").stdout == "All is well.\n"
        one.start()
        with Client(one.target, credential=one.secret, timeout=30) as client:
            for name in names:
                assert ProjectUnderTest(client, name).issue().token
        channel = open_channel(one)
        assert refresh(channel, chains[0].token)
        channel.close()
    finally:
        for service in (one, other):
            service.end()
