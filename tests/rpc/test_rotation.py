"""A rotation with caches warm: verifiers that keep a key set for its max-age refuse no valid token, and no revoked key's token after it.

Discovery and key set come over HTTP, and are read by other libraries (joserfc, PyJWT) and ours. Each verifier keeps the set as long as the
answer says, by the service's own clock; some are always at the end of it.
"""

from __future__ import annotations

import json
import socket
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from mintmark.jwks import load_key_set
from mintmark.key_sets import RemoteKeys, discover_keys
from mintmark.v1 import key_service_pb2, project_pb2
from mintmark.verify import TokenRefusedError, Verifier
from mintmark_server.testing import MovingClock, TestService, run_service
from mintmark_server.testing_projects import TestProject
from mintmark_server.wellknown.server import HttpServer
from starlette.applications import Starlette

from tests.project import decode

ALGORITHMS = {"ES256": "ES256", "ES384": "ES384", "EDDSA": "EdDSA", "ED25519": "Ed25519", "RS256": "RS256", "PS256": "PS256"}
STEP = timedelta(seconds=100)
MAX_AGE = 300


class OtherLibrary:
    """A verifier made of another library and an HTTP client, as an application would: looks up an unknown key once, then refuses."""

    def __init__(self, issuer: str, algorithm: str, clock: MovingClock, http: httpx.Client, *, phase: int) -> None:
        self.issuer, self.algorithm, self.clock, self.http = issuer, algorithm, clock, http
        self.kept_until = clock.now() + timedelta(seconds=phase)
        self.fetches = 0
        self.text = self._fetch()

    def _fetch(self) -> str:
        document = self.http.get(f"{self.issuer}/.well-known/openid-configuration").json()
        assert document["issuer"] == self.issuer
        assert self.algorithm in document["id_token_signing_alg_values_supported"]
        answer = self.http.get(document["jwks_uri"])
        assert answer.headers["cache-control"] == f"public, max-age={MAX_AGE}"
        self.fetches += 1
        return answer.text

    def holds(self, token: str) -> bool:
        if self.clock.now() >= self.kept_until:
            self.text = self._fetch()
            self.kept_until = self.clock.now() + timedelta(seconds=MAX_AGE)
        if decode(token)[0]["kid"] not in self.text:
            self.text = self._fetch()
        return self.verifies(token)

    def verifies(self, token: str) -> bool:
        raise NotImplementedError


class Joserfc(OtherLibrary):
    def verifies(self, token: str) -> bool:
        keys = KeySet.import_key_set(json.loads(self.text))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # It warns of `EdDSA`, which RFC 9864 renames.
            try:
                claims = joserfc_jwt.decode(token, keys, algorithms=[self.algorithm]).claims
            except (JoseError, ValueError):
                return False
        return bool(claims["iss"] == self.issuer and claims["exp"] > self.clock.now().timestamp())


class PyJwt(OtherLibrary):
    def verifies(self, token: str) -> bool:
        keys = jwt.PyJWKSet.from_json(self.text)
        options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
        try:
            key = keys[decode(token)[0]["kid"]]
            claims = jwt.decode(token, key, algorithms=[self.algorithm], issuer=self.issuer, options=options)
        except (jwt.PyJWTError, KeyError):
            return False
        return bool(claims["exp"] > self.clock.now().timestamp())


class Ours:
    """Our verifier; what it has kept is looked at again when the clock says so."""

    def __init__(self, keys: RemoteKeys, issuer: str, clock: MovingClock) -> None:
        self.verifier = Verifier(issuer, keys=keys, leeway=0, clock=lambda: clock.now().timestamp())

    def holds(self, token: str) -> bool:
        try:
            self.verifier.verify(token)
        except TokenRefusedError:
            return False
        return True


@pytest.fixture(scope="module")
def served() -> Iterator[TestService]:
    with run_service(serve_http=True) as service:
        yield service


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


def build_verifiers(served: TestService, project: TestProject, algorithm: str, http: httpx.Client) -> list[Any]:
    clock = served.clock

    def remote(**options: Any) -> RemoteKeys:
        url = f"{project.url}/.well-known/jwks.json"
        return RemoteKeys(url, monotonic=lambda: clock.now().timestamp(), **options)

    discovered = discover_keys(project.url)
    discovered._monotonic = lambda: clock.now().timestamp()
    ours = [Ours(keys, project.url, clock) for keys in (remote(), remote(stale_for=0), discovered)]
    others: list[type[OtherLibrary]] = [Joserfc, *([PyJwt] if algorithm in jwt.algorithms.get_default_algorithms() else [])]
    return [*ours, *(kind(project.url, algorithm, clock, http, phase=phase) for kind in others for phase in (100, 200, 300))]


def prepare(project: TestProject, algorithm: str) -> str:
    number = project_pb2.SigningAlgorithm.Value(f"SIGNING_ALGORITHM_{algorithm}")
    return project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name, algorithm=number)).key.name


@pytest.mark.timeout(60)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_valid_token_is_refused_and_no_revoked_one_accepted_after_the_max_age(
    served: TestService, http: httpx.Client, algorithm: str
) -> None:
    project = served.create_project(f"rotating-{algorithm.lower()}", users={"ada": {}})
    project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=prepare(project, algorithm), force=True))
    verifiers = build_verifiers(served, project, ALGORITHMS[algorithm], http)
    tokens: list[str] = []

    def live(seconds: int) -> None:
        """Let time pass in steps; at each a token is issued, and every verifier is shown every token that is valid."""
        for _ in range(seconds // int(STEP.total_seconds())):
            tokens.append(project.issue("ada"))
            tokens[:] = [token for token in tokens if decode(token)[1]["exp"] > served.clock.now().timestamp()]
            refused = [(type(verifier).__name__, token) for verifier in verifiers for token in tokens if not verifier.holds(token)]
            assert refused == []
            served.clock.move(STEP)

    live(400)
    first = decode(tokens[-1])[0]["kid"]
    second = prepare(project, algorithm)
    live(MAX_AGE)
    project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=second))
    live(700)
    assert {decode(token)[0]["kid"] for token in tokens} == {second.rpartition("/")[2]}, "the first key's tokens have lived their life"
    assert first in http.get(f"{project.url}/.well-known/jwks.json").text, "it may still verify refresh tokens"

    stolen = tokens[-1]
    project.client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=second))
    tokens.clear()
    live(MAX_AGE)
    assert decode(stolen)[1]["exp"] > served.clock.now().timestamp(), "it would hold by its time"
    assert [type(verifier).__name__ for verifier in verifiers if verifier.holds(stolen)] == []
    live(200)
    fetches = [verifier.fetches for verifier in verifiers if isinstance(verifier, OtherLibrary)]
    assert max(fetches) <= 12, "caches were warm: seven lives of a set and a few unknown keys in half an hour"


def test_pyjwts_own_client_follows_discovery(served: TestService, http: httpx.Client) -> None:
    project = served.create_project("discovered", users={"ada": {}})
    document = http.get(f"{project.url}/.well-known/openid-configuration").json()
    client = jwt.PyJWKClient(document["jwks_uri"], lifespan=MAX_AGE, cooldown_duration=0)
    for _ in range(2):
        token = project.issue("ada")
        key = client.get_signing_key_from_jwt(token)
        options: Any = {"verify_exp": False, "verify_iat": False}
        assert jwt.decode(token, key, algorithms=["ES256"], issuer=document["issuer"], options=options)["sub"] == "ada"
        project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=prepare(project, "ES256"), force=True))
    assert len(load_key_set(http.get(document["jwks_uri"]).text)) == 3


def test_a_verifier_meets_the_served_sets_entity_tag(served: TestService) -> None:
    project = served.create_project("tagged", users={"ada": {}})
    now = [0.0]
    keys = RemoteKeys(f"{project.url}/.well-known/jwks.json", monotonic=lambda: now[0])
    (kid,) = keys.get("x")
    tag = keys._held.etag
    assert tag == f'"{tag.strip(chr(34))}"'
    now[0] = 301.0
    assert kid in keys.get(kid)
    assert (keys._held.etag, keys._held.expires_at) == (tag, 601.0)


def test_an_answer_on_a_kept_connection_does_not_wait_for_acknowledgements() -> None:
    server = HttpServer(Starlette(), host="127.0.0.1", port=0)
    assert server._socket.proto == socket.IPPROTO_TCP, "asyncio sets TCP_NODELAY for no other"
    server.stop()
