"""Correctness under load: `python -m tests.workers.load SECONDS`.

Two workers; calls that issue and refresh run beside calls that change template, key, user and role. Each token is read by a decoder that
shares no code with the service, and its signature checked by PyJWT with the published keys.

What may stand in a token: every change is numbered, in order. A token whose call began after change *n* was acknowledged, and ended
before change *m* began, says something between *n* and *m* - 1: never older, never newer. What one change writes together stands in a
token together.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from mintmark.client import Client
from mintmark.v1 import key_service_pb2, token_service_pb2

from tests.project import ProjectUnderTest, decode
from tests.workers.cluster import Cluster, run_cluster

TEMPLATE = {"plan": "{{user.custom_attributes.plan}}", "level": "{{user.custom_attributes.level}}"}
PAUSE_SECONDS = 0.02
KEY_PAUSE_SECONDS = 0.5
MOST_KEYS = 40
"""Keys of a run: a project has at most 50 that are published."""


@dataclass
class Track:
    """A thing that changes: how many changes began, and how many were acknowledged. `values` are what they wrote, if not their number."""

    began: int = 0
    acknowledged: int = 0
    values: dict[str, int] = field(default_factory=dict)


@dataclass
class Report:
    """How much was checked, and what was wrong."""

    tokens: int = 0
    refreshes: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    workers: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Load:
    """Threads over connections to both workers until the time is over."""

    def __init__(self, cluster: Cluster, clients: dict[int, Client]) -> None:
        self._cluster = cluster
        self._projects = [ProjectUnderTest(client, "p") for _, client in sorted(clients.items())]
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._tracks = {name: Track() for name in ("template", "user", "role", "key")}
        self.report = Report(workers=set(clients))
        first = self._projects[0]
        first.create()
        first.use_template({**TEMPLATE, "version": 0})
        first.update_user("ada", "custom_attributes,roles", custom_attributes={"plan": "0", "level": 0}, roles=["viewer"])
        self._role(first, 0)
        self._tracks["key"].values[decode(first.issue().token)[0]["kid"]] = 0
        self._keys: dict[str, Any] = {}
        self._key_pause = KEY_PAUSE_SECONDS

    def run(self, seconds: float) -> Report:
        """Run, and return what was found."""
        self._key_pause = max(KEY_PAUSE_SECONDS, seconds / MOST_KEYS)
        changes = {"template": self._template, "user": self._user, "role": self._role, "key": self._key}
        work: list[Callable[[], None]] = [
            lambda name=name, change=change, number=number: self._change(name, change, self._projects[number % 2])  # type: ignore[misc]
            for number, (name, change) in enumerate(changes.items())
        ]
        for project in self._projects:
            work += [lambda project=project: self._issue(project), lambda project=project: self._refresh(project)]  # type: ignore[misc]
        threads = [threading.Thread(target=self._guard, args=(item,)) for item in work]
        for thread in threads:
            thread.start()
        self._stop.wait(seconds)
        self._stop.set()
        for thread in threads:
            thread.join()
        self.report.changes = {name: track.acknowledged for name, track in self._tracks.items()}
        return self.report

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  (what fails is what the report says)
            self.report.wrong.append(f"{type(error).__name__}: {error}")
            self._stop.set()

    def _change(self, name: str, change: Callable[[ProjectUnderTest, int], None], project: ProjectUnderTest) -> None:
        track = self._tracks[name]
        while not self._stop.wait(self._key_pause if name == "key" else PAUSE_SECONDS):
            track.began += 1
            change(project, track.began)
            track.acknowledged += 1

    def _template(self, project: ProjectUnderTest, number: int) -> None:
        source = json.dumps({**TEMPLATE, "version": number})
        project.update_template("default-user", "source", source={"advanced": source})

    def _user(self, project: ProjectUnderTest, number: int) -> None:
        project.update_user("ada", "custom_attributes", custom_attributes={"plan": str(number), "level": number})

    def _role(self, project: ProjectUnderTest, number: int) -> None:
        project.update_role("viewer", [f"n{number}"])

    def _key(self, project: ProjectUnderTest, number: int) -> None:
        key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
        self._tracks["key"].values[key.name.rpartition("/")[2]] = number
        project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name, force=True))

    def _issue(self, project: ProjectUnderTest) -> None:
        while not self._stop.is_set():
            before = self._look("acknowledged")
            token = project.issue().token
            self._check(token, before, self._look("began"))

    def _refresh(self, project: ProjectUnderTest) -> None:
        opened = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
        token = opened.refresh_token.token
        while not self._stop.is_set():
            before = self._look("acknowledged")
            answer = project.client.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=token))
            after = self._look("began")
            token = answer.refresh_token.token
            self._check(answer.session_token.token, before, after)
            self._check(token, before, after)
            self.report.refreshes += 1

    def _look(self, which: str) -> dict[str, int]:
        return {name: getattr(track, which) for name, track in self._tracks.items()}

    def _check(self, token: str, before: dict[str, int], after: dict[str, int]) -> None:
        header, payload = decode(token)
        said = {
            "template": payload["version"],
            "user": int(payload["plan"]),
            "key": self._tracks["key"].values[header["kid"]],
        }
        if payload["drn"] == "DS":
            said["role"] = int(payload["permissions"][0].removeprefix("n"))
        with self._lock:
            self.report.tokens += 1
            for name, number in said.items():
                if not before[name] <= number <= after[name]:
                    self.report.wrong.append(f"{name} {number} in a token of {before[name]} to {after[name]}")
            if payload["level"] != int(payload["plan"]):
                self.report.wrong.append(f"plan {payload['plan']} beside level {payload['level']}")
        jwt.decode(token, self._key_of(header["kid"]), algorithms=["ES256"], options={"verify_aud": False})

    def _key_of(self, kid: str) -> Any:
        if kid not in self._keys:
            document = json.loads(self._cluster.fetch("/projects/p/.well-known/jwks.json")[1])
            self._keys |= {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys if key.key_id is not None}
        return self._keys[kid]


def run(folder: Path, seconds: float) -> Report:
    """Run the load over two new workers."""
    with run_cluster(folder) as cluster, cluster.clients() as clients:
        report = Load(cluster, clients).run(seconds)
        assert cluster.stop() == 0
        return report


def main() -> int:
    seconds = float(sys.argv[1])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), seconds)
    changes = ", ".join(f"{count} of {name}" for name, count in report.changes.items())
    print(f"{time.monotonic() - started:.0f} s: {report.tokens} tokens checked, {report.refreshes} refreshes, changes: {changes}.")
    for line in report.wrong[:20]:
        print(line)
    print(f"{len(report.wrong)} wrong.")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
