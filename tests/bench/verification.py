"""Verifying tokens against one raw verification of a signature, in this process.

Owns: rows of the verifier and of introspection. Never: servers of their own process.

The bars are what a change may not make worse; nobody else's figure stands behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mintmark.client import Client
from mintmark.jws import ALGORITHMS, parse, verify
from mintmark.v1 import token_service_pb2
from mintmark.verify import FixedKeys, Verifier
from mintmark_server.call import Call
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.testing import TestService, run_service

from tests.bench.evaluation import CONSTANTS, REFERENCES
from tests.bench.floors import build_verification, timed, waited
from tests.bench.rows import Row, take_turns
from tests.project import ProjectUnderTest

ROUNDS = 15


def measure(folder: Path, *, rounds: int = ROUNDS) -> list[Row]:
    """Return the rows of verification, on the database that is used in production."""
    store = SqliteStore(folder / "verification.db")
    with run_service(store) as service, Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "verification")
        project.create()
        project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro", "teams": ["a"], "level": 3})
        project.use_template(CONSTANTS | REFERENCES)
        opened = client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
        token = opened.session_token.token
        raw = timed(build_verification(), 300)
        unit = "us of CPU"
        call = token_service_pb2.IntrospectTokenRequest(parent=project.name, token=token)
        assert client.tokens.IntrospectToken(call).active
        return [
            take_turns(
                "verify a token of 10 claims / raw ES256 verification",
                timed(build_verifier(service, token), 300),
                raw,
                unit=unit,
                rounds=rounds,
                bar=1.75,
            ),
            take_turns(
                "its signature alone / raw ES256 verification",
                timed(build_signature(service, token), 300),
                raw,
                unit=unit,
                rounds=rounds,
                bar=None,
            ),
            take_turns(
                "introspect it, no transport / raw ES256 verification",
                timed(build_introspection(service, token), 200),
                raw,
                unit=unit,
                rounds=rounds,
                bar=3.5,
            ),
            take_turns(
                "introspect it over gRPC / raw ES256 verification",
                waited(lambda: client.tokens.IntrospectToken(call), 100),
                waited(build_verification(), 300),
                unit="us",
                rounds=rounds,
                bar=None,
            ),
        ]


def build_verifier(service: TestService, token: str) -> Callable[[], object]:
    """Return one verification as an application does it, with the keys at hand."""
    keys = FixedKeys(service.components.key_set("verification").text)
    issuer = service.components.issuer_url("verification")
    verifier = Verifier(issuer, keys=keys, clock=lambda: service.clock.now().timestamp())
    assert verifier.verify(token).subject == "ada"
    return lambda: verifier.verify(token)


def build_signature(service: TestService, token: str) -> Callable[[], object]:
    """Return the check of form and signature alone."""
    (key,) = FixedKeys(service.components.key_set("verification").text).get("").values()
    assert key.algorithm in ALGORITHMS
    return lambda: verify(parse(token), key.public_key, algorithm=key.algorithm)


def build_introspection(service: TestService, token: str) -> Callable[[], object]:
    """Return one introspection as the service does it for a call."""
    call = Call(now=service.clock.now(), actor="credentials/bench", method="TokenService.IntrospectToken", request_id="bench")
    introspector = service.components.introspector
    assert introspector.introspect("verification", token, call=call) is not None
    return lambda: introspector.introspect("verification", token, call=call)
