"""Measure one warm issue against one empty call, and its parts against a raw signature, in one run: `python -m tests.bench`.

Each row is a ratio to a floor of the same run; rounds of floor and measured thing take turns, and medians are compared.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from mintmark.client import Client
from mintmark_server.claims.check import seal
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.testing import run_service

from tests.project import ProjectUnderTest

ROUNDS = 30
CALLS = 50
CLAIMS = {
    **{f"fixed{number}": f"value {number}" for number in range(5)},
    "mail": "{{user.email}}",
    "name": "{{user.name}}",
    "plan": "{{user.custom_attributes.plan}}",
    "teams": "{{user.custom_attributes.teams}}",
    "admin": "{{'admin' in user.roles}}",
}


def sample(run: Callable[[], object]) -> float:
    """Return microseconds of one call, the mean of one round."""
    started = time.perf_counter()
    for _ in range(CALLS):
        run()
    return (time.perf_counter() - started) / CALLS * 1e6


def compare(name: str, measured: Callable[[], object], floor_name: str, floor: Callable[[], object]) -> None:
    for run in (measured, floor):
        sample(run)
    pairs = [(sample(measured), sample(floor)) for _ in range(ROUNDS)]
    ours, floors = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratio = statistics.median(ours) / statistics.median(floors)
    print(f"{name}: {statistics.median(ours):.0f} us; {floor_name}: {statistics.median(floors):.0f} us; ratio {ratio:.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "m.db")
        with run_service(store) as service, Client(service.target, credential=service.credential) as client:
            project = ProjectUnderTest(client, "p")
            project.create()
            project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro", "teams": ["a", "b"]})
            project.use_template(CLAIMS)
            request = project.session_request(view="EVALUATION_VIEW_BASIC")
            stub = health_pb2_grpc.HealthStub(grpc.insecure_channel(service.target))
            empty = health_pb2.HealthCheckRequest()
            compare("warm issue over gRPC", lambda: client.tokens.IssueSessionToken(request), "empty call", lambda: stub.Check(empty))
            signer = service.components.keyring.signer("p")
            checked = seal(TokenKind.SESSION, project.preview().payload, [])
            assert checked is not None
            compare("raw signature", lambda: signer.sign(checked), "empty call", lambda: stub.Check(empty))


if __name__ == "__main__":
    sys.exit(main())
