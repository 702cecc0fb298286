"""Keys: prepared, published, activated; tokens that others verify from the published set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import joserfc
import jwt
import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet
from mintmark import errors
from mintmark.cli.rotation import rotate
from mintmark.v1 import key_pb2, key_service_pb2, project_pb2, token_service_pb2
from mintmark_server.testing import TestService
from mintmark_server.wellknown.application import build_application
from mintmark_server.wellknown.server import HttpServer

from tests.project import ProjectUnderTest, decode

ALGORITHMS = ("ES256", "ES384", "EDDSA", "ED25519", "RS256", "PS256")
NOT_KNOWN_TO_PYJWT = ("ED25519",)
"""PyJWT refuses the header `alg: Ed25519` (RFC 9864), and a set whose only key says so."""
WARNED_OF_BY_JOSERFC = ("EDDSA",)
"""joserfc verifies it and warns that RFC 9864 has another name for it."""


@pytest.fixture(scope="module")
def http(service: TestService) -> Iterator[str]:
    server = HttpServer(build_application(service.components), host="127.0.0.1", port=0)
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def switch(project: ProjectUnderTest, algorithm: str) -> Any:
    number = project_pb2.SigningAlgorithm.Value(f"SIGNING_ALGORITHM_{algorithm}")
    key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name, algorithm=number)).key
    return project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name, force=True)).key


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_tokens_verify_elsewhere_from_the_published_set(project: ProjectUnderTest, http: str, algorithm: str) -> None:
    key = switch(project, algorithm)
    issued = project.issue()
    token, header = issued.token, decode(issued.token)[0]
    assert header["kid"] == key.name.rpartition("/")[2]
    assert issued.key == key.name
    url = f"{http}/projects/{project.id}/.well-known/jwks.json"
    options = {"verify_exp": False, "verify_iat": False}
    if algorithm in NOT_KNOWN_TO_PYJWT:
        with pytest.raises(jwt.exceptions.PyJWTError):
            jwt.decode(token, jwt.PyJWKClient(url).get_signing_key_from_jwt(token), algorithms=[header["alg"]], options=options)
    else:
        found = jwt.PyJWKClient(url).get_signing_key_from_jwt(token)
        assert jwt.decode(token, found, algorithms=[header["alg"]], options=options)["sub"] == "ada"  # type: ignore[arg-type]
    keys = KeySet.import_key_set(httpx.get(url).json())
    if algorithm in WARNED_OF_BY_JOSERFC:
        with pytest.warns(SecurityWarning, match="EdDSA is deprecated"):
            joserfc_jwt.decode(token, keys, algorithms=[header["alg"]])
        return
    decoded = joserfc_jwt.decode(token, keys, algorithms=[header["alg"]])
    assert decoded.claims["sub"] == "ada"
    with pytest.raises(joserfc.errors.JoseError):
        joserfc_jwt.decode(token[:-6] + ("AAAAAA" if not token.endswith("AAAAAA") else "BBBBBB"), keys, algorithms=[header["alg"]])


@pytest.mark.parametrize(("algorithm", "header"), [("EDDSA", "EdDSA"), ("ED25519", "Ed25519"), ("ES256", "ES256"), ("PS256", "PS256")])
def test_the_header_and_the_set_name_the_keys_algorithm(project: ProjectUnderTest, algorithm: str, header: str) -> None:
    key = switch(project, algorithm)
    jwk = json.loads(key.public_jwk)
    assert jwk["alg"] == decode(project.issue().token)[0]["alg"] == header
    assert jwk["use"] == "sig"
    assert "d" not in jwk


def test_a_kid_is_the_thumbprint_of_its_key(project: ProjectUnderTest) -> None:
    jwk = json.loads(project.client.keys.ListKeys(key_service_pb2.ListKeysRequest(parent=project.name)).keys[0].public_jwk)
    assert jwk["kid"] == joserfc.jwk.ECKey.import_key(jwk).thumbprint()


def test_a_key_is_published_before_it_signs(service: TestService, project: ProjectUnderTest) -> None:
    first = decode(project.issue().token)[0]["kid"]
    key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    assert key.state == key_pb2.SIGNING_KEY_STATE_NEXT
    kids = [jwk["kid"] for jwk in json.loads(key_set(project).key_set)["keys"]]
    assert sorted(kids) == sorted([first, key.name.rpartition("/")[2]])
    assert decode(project.issue().token)[0]["kid"] == first
    activation = key_service_pb2.ActivateKeyRequest(name=key.name)
    with pytest.raises(errors.KeyNotYetPublishedError, match="2031-04-01T12:05:00"):
        project.client.keys.ActivateKey(activation)
    service.clock.move(timedelta(seconds=300))
    try:
        active = project.client.keys.ActivateKey(activation).key
        assert active.state == key_pb2.SIGNING_KEY_STATE_ACTIVE
        assert decode(project.issue().token)[0]["kid"] == key.name.rpartition("/")[2]
        states = {
            found.name: found.state for found in project.client.keys.ListKeys(key_service_pb2.ListKeysRequest(parent=project.name)).keys
        }
        assert sorted(states.values()) == [key_pb2.SIGNING_KEY_STATE_ACTIVE, key_pb2.SIGNING_KEY_STATE_RETIRING]
        assert len(json.loads(key_set(project).key_set)["keys"]) == 2, "a retiring key stays published"
        with pytest.raises(errors.InvalidStateError):
            project.client.keys.ActivateKey(activation)
    finally:
        service.clock.move(timedelta(seconds=-300))
    shown = project.client.keys.GetKey(key_service_pb2.GetKeyRequest(name=key.name)).key
    assert shown == active
    with pytest.raises(errors.EtagMismatchError):
        project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name, etag='"x"'))
    with pytest.raises(errors.NotFoundError):
        project.client.keys.GetKey(key_service_pb2.GetKeyRequest(name=f"{project.name}/keys/absent"))


def key_set(project: ProjectUnderTest) -> Any:
    return project.client.keys.GetJsonWebKeySet(key_service_pb2.GetJsonWebKeySetRequest(parent=project.name))


def test_the_set_over_http_is_the_set_over_grpc_with_an_entity_tag(project: ProjectUnderTest, http: str) -> None:
    url = f"{http}/projects/{project.id}/.well-known/jwks.json"
    answer, first = key_set(project), httpx.get(url)
    assert first.text == answer.key_set
    assert first.headers["etag"] == answer.etag
    assert first.headers["cache-control"] == "public, max-age=300"
    assert answer.max_age.seconds == 300
    assert first.headers["content-type"] == "application/jwk-set+json"
    again = httpx.get(url, headers={"if-none-match": f'"x", {answer.etag}'})
    assert (again.status_code, again.text) == (304, "")
    project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name))
    changed = httpx.get(url, headers={"if-none-match": answer.etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != answer.etag


def test_descopes_address_of_the_set_has_the_same_set(project: ProjectUnderTest, http: str) -> None:
    answer, there = key_set(project), httpx.get(f"{http}/v2/keys/{project.id}")
    assert (there.text, there.headers["etag"], there.headers["cache-control"]) == (answer.key_set, answer.etag, "public, max-age=300")
    assert httpx.get(f"{http}/v2/keys/{project.id}", headers={"if-none-match": answer.etag}).status_code == 304
    assert httpx.get(f"{http}/v2/keys/absent").status_code == 404


def test_a_clock_that_jumps_ahead_does_not_publish_for_longer(service: TestService, project: ProjectUnderTest) -> None:
    key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    activation = key_service_pb2.ActivateKeyRequest(name=key.name)
    service.clock.jump(timedelta(hours=1))
    try:
        with pytest.raises(errors.KeyNotYetPublishedError, match="2031-04-01T13:05:00"):
            project.client.keys.ActivateKey(activation)
        service.clock.move(timedelta(seconds=299))
        with pytest.raises(errors.KeyNotYetPublishedError):
            project.client.keys.ActivateKey(activation)
        service.clock.move(timedelta(seconds=1))
        assert project.client.keys.ActivateKey(activation).key.state == key_pb2.SIGNING_KEY_STATE_ACTIVE
    finally:
        service.clock.jump(timedelta(hours=-1, seconds=-300))


def test_a_clock_that_goes_back_only_makes_waiting_longer(service: TestService, project: ProjectUnderTest) -> None:
    first = decode(project.issue().token)[0]["kid"]
    key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    service.clock.jump(timedelta(hours=-1))
    try:
        service.clock.move(timedelta(seconds=300))
        with pytest.raises(errors.KeyNotYetPublishedError, match="2031-04-01T12:05:00"):
            project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name))
        assert decode(project.issue().token)[0]["kid"] == first
        forced = project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name, force=True)).key
        assert forced.state == key_pb2.SIGNING_KEY_STATE_ACTIVE
    finally:
        service.clock.jump(timedelta(hours=1, seconds=-300))


def test_keys_rotate_by_themselves_where_the_project_says_so(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(key_rotation_period="86400s", lifetimes={"refresh_ttl": "3600s"})
    clock, maintain = service.clock, service.components.maintain
    before, first = clock.now(), decode(project.issue().token)[0]["kid"]

    def states() -> list[str]:
        listed = project.client.keys.ListKeys(key_service_pb2.ListKeysRequest(parent=project.name)).keys
        return sorted(key_pb2.SigningKeyState.Name(key.state).removeprefix("SIGNING_KEY_STATE_") for key in listed)

    try:
        maintain()
        assert states() == ["ACTIVE"]
        clock.move(timedelta(hours=23, minutes=55))
        for _ in range(2):
            maintain()
            assert states() == ["ACTIVE", "NEXT"]
        assert decode(project.issue().token)[0]["kid"] == first
        clock.move(timedelta(minutes=5))
        maintain()
        assert states() == ["ACTIVE", "RETIRING"]
        assert decode(project.issue().token)[0]["kid"] != first
        clock.move(timedelta(days=1))
        maintain()
        clock.move(timedelta(minutes=5))
        maintain()
        assert states() == ["ACTIVE", "RETIRING", "RETIRING"]
        clock.move(timedelta(hours=1, minutes=5))
        maintain()
        assert states() == ["ACTIVE", "RETIRING", "RETIRING"], "there may be sessions from before the lives were lowered"
        clock.move(timedelta(days=27))
        maintain()
        assert states() == ["ACTIVE", "NEXT", "RETIRED", "RETIRED"]
        events = [event.entry for event in service.components.store.list_audit(project.id, after=0, limit=99)]
        assert {entry.actor for entry in events if entry.method == "key rotation"} == {"mintmark-server"}
    finally:
        clock.jump(before - clock.now())


@pytest.mark.parametrize("period", ["86399s", "315360001s", "-1s"])
def test_a_rotation_period_has_bounds(project: ProjectUnderTest, period: str) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.update_settings(key_rotation_period=period)
    assert caught.value.problems[0].path == "project.settings.key_rotation_period"


def test_discovery_says_what_is_true(project: ProjectUnderTest, http: str) -> None:
    document = httpx.get(f"{http}/projects/{project.id}/.well-known/openid-configuration").json()
    issuer = f"https://tokens.example.com/projects/{project.id}"
    assert document == {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", "profile", "email", "phone", "authorization", "custom_claims"],
    }
    assert decode(project.issue().token)[1]["iss"] == issuer


@pytest.mark.parametrize("project_id", ["absent", "a%2Fb", "%00", "x" * 300])
def test_http_answers_absent_projects_alike(http: str, project_id: str) -> None:
    for path in ("jwks.json", "openid-configuration"):
        answer = httpx.get(f"{http}/projects/{project_id}/.well-known/{path}")
        assert answer.status_code == 404


def test_health_over_http(service: TestService, http: str) -> None:
    assert httpx.get(f"{http}/healthz").text == "ok\n"
    assert httpx.get(f"{http}/readyz").text == "ok\n"
    assert httpx.post(f"{http}/healthz").status_code == 405


def test_metrics_count_calls_by_method_and_status(project: ProjectUnderTest, http: str) -> None:
    with pytest.raises(errors.NotFoundError):
        project.issue("nobody")
    text = httpx.get(f"{http}/metrics").text
    labels = 'grpc_method="mintmark.v1.TokenService/IssueSessionToken",grpc_status="NOT_FOUND"'
    assert f"grpc_server_call_duration_seconds_count{{{labels}}}" in text
    assert "nobody" not in text


def test_a_full_keyring_asks_to_retire(service: TestService, project: ProjectUnderTest) -> None:
    for _ in range(49):
        project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name))
    with pytest.raises(errors.InvalidStateError):
        project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name))


def state_of(project: ProjectUnderTest, kid: str) -> str:
    key = project.client.keys.GetKey(key_service_pb2.GetKeyRequest(name=f"{project.name}/keys/{kid}")).key
    return key_pb2.SigningKeyState.Name(key.state).removeprefix("SIGNING_KEY_STATE_")


def test_rotate_prepares_waits_activates_and_retires(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"refresh_ttl": "60s", "session_ttl": "60s", "id_ttl": "60s", "access_key_ttl": "60s"})
    rotate(project.client, project.name, force=True, say=lambda _: None)
    first = decode(project.issue().token)[0]["kid"]
    said: list[str] = []
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        assert decode(project.issue().token)[0]["kid"] == first, "the old key signs until the new one is known"
        service.clock.move(timedelta(seconds=60))
        slept.append(seconds)

    before = service.clock.now()
    service.clock.move(timedelta(days=28))  # Until then, there may be sessions from before the lives were lowered.
    try:
        key = rotate(project.client, project.name, say=said.append, sleep=sleep)
        kid = key.name.rpartition("/")[2]
        assert slept == [5.0] * 5
        assert (state_of(project, kid), state_of(project, first)) == ("ACTIVE", "RETIRING")
        assert decode(project.issue().token)[0]["kid"] == kid
        assert said[0] == f"{kid} prepared and published."
        assert said[2] == f"{kid} signs."
        service.clock.move(timedelta(minutes=6))
        rotate(project.client, project.name, wait=False, say=said.append)
        assert state_of(project, first) == "RETIRED"
        assert f"{first} retired: it is published no more." in said
    finally:
        service.clock.jump(before - service.clock.now())


def test_an_interrupted_rotation_goes_on_with_the_key_that_waits(service: TestService, project: ProjectUnderTest) -> None:
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(project.client, project.name, say=lambda _: None, sleep=interrupt)
    said: list[str] = []
    waiting = rotate(project.client, project.name, wait=False, say=said.append)
    assert said[0].endswith("is published already.")
    assert "Run this again then; the key waits." in said
    before = service.clock.now()
    service.clock.move(timedelta(minutes=5))
    try:
        active = rotate(project.client, project.name, say=said.append)
    finally:
        service.clock.jump(before - service.clock.now())
    assert active.name == waiting.name
    assert len(project.client.keys.ListKeys(key_service_pb2.ListKeysRequest(parent=project.name)).keys) == 2


def test_each_field_of_discovery_is_how_the_service_behaves(project: ProjectUnderTest, http: str) -> None:
    base = f"{http}/projects/{project.id}/.well-known"
    project.update_user(
        "ada",
        "memberships,given_name,phone,verified_phone,roles",
        memberships=[{"tenant": f"{project.name}/tenants/acme"}],
        given_name="Ada",
        phone="+15550100",
        verified_phone=True,
        roles=["admin"],
    )
    project.use_template({"plan": "pro"})
    for application in ("web", "shop"):
        project.create_application(application)
    switch(project, "ES384")
    document = httpx.get(f"{base}/openid-configuration").json()

    def id_token(application: str, *scopes: str) -> str:
        request = project.fill(token_service_pb2.IssueIdTokenRequest(), application=application, scopes=scopes)
        return project.client.tokens.IssueIdToken(request).token.token

    header, payload = decode(id_token("web", "openid"))
    assert payload["iss"] == document["issuer"]
    assert header["alg"] in document["id_token_signing_alg_values_supported"]
    published = httpx.get(f"{http}/{document['jwks_uri'].removeprefix('https://tokens.example.com/')}").json()["keys"]
    assert sorted({jwk["alg"] for jwk in published}) == document["id_token_signing_alg_values_supported"] == ["ES256", "ES384"]
    assert header["kid"] in [jwk["kid"] for jwk in published]
    assert document["subject_types_supported"] == ["public"]
    assert decode(id_token("shop", "openid"))[1]["sub"] == payload["sub"], "a public subject is the same for every client"
    brings = {
        "openid": {},
        "profile": {"name": "Ada Lovelace", "given_name": "Ada"},
        "email": {"email": "ada@example.com"},
        "phone": {"phone_number": "+15550100", "phone_number_verified": True},
        "authorization": {"roles": ["admin"], "permissions": ["read", "write"], "tenants": {"acme": {}}},
        "custom_claims": {"plan": "pro"},
    }
    assert sorted(brings) == sorted(document["scopes_supported"])
    for scope, expected in brings.items():
        found = decode(id_token("web", "openid", scope))[1]
        assert {name: found[name] for name in found.keys() - payload.keys()} == expected, scope
    answer = httpx.get(f"{base}/openid-configuration")
    assert answer.headers["cache-control"] == "public, max-age=300"
