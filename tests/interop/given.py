"""Tokens that the suite issues beforehand, the same for all languages: one per algorithm, and some that do not hold.

Owns: the project `given`. Scenarios name them `${given.ES256}`, `${given.issuer}` and so on.
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from mintmark.client import Client
from mintmark.v1 import project_pb2, token_service_pb2

from tests.interop.served import Served
from tests.project import ProjectUnderTest

ALGORITHMS = ("ES256", "EDDSA", "ED25519", "RS256", "PS256", "ES384")
_EXPIRED_SECONDS = 3_600


def issue(served: Served) -> dict[str, str]:
    """Return the tokens and issuers by variable name."""
    variables: dict[str, str] = {}
    with Client(served.target, credential=served.credential) as client:
        for algorithm in ALGORITHMS:
            project = ProjectUnderTest(client, f"given-{algorithm.lower()}")
            project.create(signing_algorithm=f"SIGNING_ALGORITHM_{algorithm}")
            project.use_template({"plan": "{{user.email}}", "https://example.com/roles": {"all": ["a", "é", 1.5]}})
            variables[f"given.{algorithm}"] = _session(client, project)
            variables[f"given.{algorithm}.issuer"] = f"{served.http}/{project.name}"
            if algorithm == "ES256":
                served.clock.move(timedelta(seconds=-_EXPIRED_SECONDS))
                variables["given.expired"] = _session(client, project)
                served.clock.move(timedelta(seconds=2 * _EXPIRED_SECONDS))
                variables["given.future"] = _session(client, project)
                served.clock.move(timedelta(seconds=-_EXPIRED_SECONDS))
    good = variables["given.ES256"]
    variables["given.tampered_payload"] = tampered(good, "plan", "enterprise")
    variables["given.tampered_signature"] = good[:-6] + ("AAAAAA" if not good.endswith("AAAAAA") else "BBBBBB")
    variables["given.unsigned"] = _unsigned(good)
    return variables


def _session(client: Client, project: ProjectUnderTest) -> str:
    request = token_service_pb2.IssueSessionTokenRequest(parent=project.name)
    request.subject.user = f"{project.name}/users/ada"
    return client.tokens.IssueSessionToken(request).token.token


def tampered(token: str, name: str, value: str) -> str:
    """Return the token with a claim changed and its signature kept."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return f"{header}.{_encode({**claims, name: value})}.{signature}"


def _unsigned(token: str) -> str:
    header, payload, _ = token.split(".")
    members = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    return f"{_encode({**members, 'alg': 'none'})}.{payload}."


def _encode(members: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(members, separators=(",", ":")).encode()).rstrip(b"=").decode()


assert {f"SIGNING_ALGORITHM_{name}" for name in ALGORITHMS} | {"SIGNING_ALGORITHM_UNSPECIFIED"} == set(project_pb2.SigningAlgorithm.keys())
