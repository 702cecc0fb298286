"""Attacks on the verifier as a whole: one for each class of advisories that PyJWT published, and each form of bad token.

A forged token is made with what an attacker has: the public key set, tokens that were seen, and keys of the attacker's own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from mintmark.jwks import JwkError, build_jwk, parse_jwk, to_pem
from mintmark.jws import build_header, sign
from mintmark.verify import FixedKeys, Kind, RemoteKeys, TokenRefusedError, Verifier

from tests.unit.signing import CLAIMS, ISSUER, JWK, KEY, make_verifier, token_of

RSA_KEY = rsa.generate_private_key(65_537, 2_048)
RSA_JWK = build_jwk(RSA_KEY.public_key(), algorithm="RS256")
ATTACKER = ec.generate_private_key(ec.SECP256R1())
ATTACKER_JWK = build_jwk(ATTACKER.public_key(), algorithm="ES256")
KEY_SET = {"keys": [JWK, RSA_JWK]}


def segment(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forge(header: dict[str, Any], *, secret: bytes | None = None, claims: Any = None) -> str:
    """Return a token with any header: with an HMAC under a secret, else signed by the attacker's own key."""
    if secret is None:
        return sign(segment(header).encode(), json.dumps(claims or CLAIMS).encode(), ATTACKER, algorithm="ES256")
    signing_input = f"{segment(header)}.{segment(claims or CLAIMS)}"
    return f"{signing_input}.{segment(hmac.new(secret, signing_input.encode(), hashlib.sha256).digest())}"


def refusal(token: str, **options: Any) -> str:
    verifier = make_verifier(keys=options.pop("keys", FixedKeys(KEY_SET)), **options)
    with pytest.raises(TokenRefusedError) as caught:
        verifier.verify(token)
    return caught.value.reason


PEM = to_pem(RSA_KEY.public_key())
SECRETS = {
    "empty": b"",
    "PEM": PEM.encode(),
    "PEM with another end": PEM.strip().encode(),
    "PEM with spaces": PEM.replace("\n", "\r\n ").encode(),
    "PEM in one line": PEM.replace("\n", "").encode(),
    "JWK": json.dumps(RSA_JWK).encode(),
    "JWK sorted": json.dumps(RSA_JWK, sort_keys=True, separators=(",", ":")).encode(),
    "key set": json.dumps(KEY_SET).encode(),
    "modulus": RSA_JWK["n"].encode(),
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_nothing_that_is_public_is_an_hmac_secret(secret: bytes, alg: str) -> None:
    """CVE-2026-48526 (a JWK's JSON as secret), 102268 (PEM with other whitespace), 102266 (the empty secret), and CVE-2022-29217 before."""
    for kid in (JWK["kid"], RSA_JWK["kid"]):
        assert refusal(forge({"alg": alg, "kid": kid, "typ": "JWT"}, secret=secret)) == "wrong_algorithm"


@pytest.mark.parametrize("k", ["", "AA", None])
def test_a_symmetric_key_in_a_set_is_no_key(k: str | None) -> None:
    """CVE-2026-102266: a set may hold an `oct` key, even an empty one, and it verifies nothing."""
    keys = FixedKeys({"keys": [JWK, {"kty": "oct", "kid": "s", "alg": "HS256", "k": k}]})
    assert refusal(forge({"alg": "HS256", "kid": "s", "typ": "JWT"}, secret=b""), keys=keys) == "unknown_key"


@pytest.mark.parametrize(
    "alg", ["ES384", "EdDSA", "Ed25519", "RS256", "PS256", "RS512", "ES512", "ES521", "ES256K", "none", "NONE", "", "es256"]
)
def test_only_the_algorithm_of_the_key_counts(alg: str) -> None:
    """CVE-2026-48523: the algorithm belongs to the key; what the token says can only be equal to it."""
    assert refusal(forge({"alg": alg, "kid": JWK["kid"], "typ": "JWT"})) == "wrong_algorithm"
    header, payload, signature = token_of().split(".")
    relabelled = segment({"alg": alg, "kid": JWK["kid"], "typ": "JWT"})
    assert refusal(f"{relabelled}.{payload}.{signature}") == "wrong_algorithm"
    assert refusal(f"{relabelled}.{payload}.") == "wrong_algorithm"
    assert header != relabelled


def test_one_rsa_key_is_not_two() -> None:
    signed = sign(build_header("PS256", kid=RSA_JWK["kid"], typ="JWT"), json.dumps(CLAIMS).encode(), RSA_KEY, algorithm="PS256")
    assert refusal(signed) == "wrong_algorithm"
    holding = sign(build_header("RS256", kid=RSA_JWK["kid"], typ="JWT"), json.dumps(CLAIMS).encode(), RSA_KEY, algorithm="RS256")
    assert make_verifier(keys=FixedKeys(KEY_SET)).verify(holding).subject == "U1"


@pytest.mark.parametrize(
    "members",
    [
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"b64": True},
        {"jwk": ATTACKER_JWK},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"x5c": ["AAAA"]},
        {"x5t": "AAAA"},
        {"zip": "DEF"},
        {"enc": "A128GCM"},
        {"iss": ISSUER},
        {"Alg": "none"},
    ],
    ids=",".join,
)
def test_no_member_of_the_header_changes_the_rules(members: dict[str, Any]) -> None:
    """CVE-2026-32597 (`crit` was ignored), and keys that a token brings along; also where the signature would hold."""
    header = {"alg": "ES256", "kid": JWK["kid"], "typ": "JWT", **members}
    assert refusal(forge(header)) == "unsupported_header"
    assert refusal(sign(segment(header).encode(), json.dumps(CLAIMS).encode(), KEY, algorithm="ES256")) == "unsupported_header"


def test_an_unencoded_payload_costs_nothing() -> None:
    """The class of `b64=false`: a payload that is not base64 was read at length before it was refused."""
    header = segment({"alg": "ES256", "kid": JWK["kid"], "crit": ["b64"], "b64": False})
    started = time.process_time()
    for payload in ("x" * 250_000, "$" * 250_000, "." * 250_000, ""):
        assert refusal(f"{header}.{payload}.AAAA", max_bytes=1 << 20) in ("unsupported_header", "malformed")
    assert refusal(f"{header}.{'x' * 1_000_000}.AAAA", max_bytes=1 << 21) == "too_large"
    assert refusal("." * 1_000_000) == "too_large"
    assert time.process_time() - started < 2


def test_a_private_key_is_never_a_public_one() -> None:
    """CVE-2026-102275: an OKP key whose halves do not belong together."""
    mine, other = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    public = build_jwk(mine.public_key(), algorithm="EdDSA")
    with pytest.raises(JwkError):
        parse_jwk({**public, "d": segment(other.private_bytes_raw())})
    with pytest.raises(JwkError):
        parse_jwk({**public, "d": segment(mine.private_bytes_raw())})


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that redirects `/keys` to `/stolen`, where the attacker's set is; with what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = json.dumps({"keys": [ATTACKER_JWK]}).encode()
            self.send_response(302 if self.path == "/keys" else 200)
            self.send_header("location", "/stolen")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_a_key_set_is_not_looked_for_elsewhere(elsewhere: tuple[str, list[str]]) -> None:
    """CVE-2026-102267: redirects of a key set were followed."""
    url, asked = elsewhere
    token = forge({"alg": "ES256", "kid": ATTACKER_JWK["kid"], "typ": "JWT"})
    assert refusal(token, keys=RemoteKeys(f"{url}/keys")) == "keys_unavailable"
    assert asked == ["/keys"]


@pytest.mark.parametrize("cut", [1, 2, 3, 10, 40, 86, 87, 88, 200])
def test_a_truncated_token_is_none(cut: int) -> None:
    assert refusal(token_of()[:-cut]) in ("malformed", "bad_signature")


def test_every_bit_counts() -> None:
    """No change of one character gives another token that holds."""
    token = token_of()
    for position in range(len(token)):
        changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
        assert refusal(changed) in {
            *("malformed", "bad_signature", "unknown_key", "wrong_algorithm", "unsupported_header"),
        }, position


@pytest.mark.parametrize("serialisation", ["general", "flattened"])
def test_a_json_serialisation_is_none(serialisation: str) -> None:
    header, payload, signature = token_of().split(".")
    one = {"protected": header, "signature": signature}
    document = {"payload": payload, "signatures": [one]} if serialisation == "general" else {"payload": payload, **one}
    assert refusal(json.dumps(document)) == "malformed"


@pytest.mark.parametrize(
    "payload",
    [
        b'{"sub":"U1","sub":"root"}',
        b'{"sub":"U1","a":{"b":1,"b":2}}',
        b'{"iss":"x","\\u0069ss":"y"}',
        b"[]",
        b"1",
        b"",
        b"null",
        b"\xff",
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_payload_means_one_thing(payload: bytes) -> None:
    signed = sign(build_header("ES256", kid=JWK["kid"], typ="JWT"), payload, KEY, algorithm="ES256")
    assert refusal(signed) == "malformed"


def test_another_projects_token_is_refused_also_under_the_same_keys() -> None:
    other = ISSUER.replace("/p", "/q")
    assert refusal(token_of({"iss": other})) == "wrong_issuer"
    assert refusal(token_of({"iss": ISSUER + "/../q"})) == "wrong_issuer"
    assert Verifier(other, keys=FixedKeys(KEY_SET), clock=lambda: 1_100.0).verify(token_of({"iss": other})).issuer == other


def test_a_foreign_token_is_refused() -> None:
    claims = {**CLAIMS, "iss": "https://accounts.example.com", "aud": "client"}
    assert refusal(forge({"alg": "ES256", "kid": "foreign", "typ": "JWT"}, claims=claims)) == "unknown_key"
    assert refusal(forge({"alg": "ES256", "kid": JWK["kid"], "typ": "JWT"}, claims=claims)) == "bad_signature"


@pytest.mark.parametrize(("drn", "typ"), [("DS", "JWT"), ("DSR", "refresh+jwt"), (None, "JWT"), ("DSK", "JWT")])
def test_each_kind_is_refused_where_another_is_expected(drn: str | None, typ: str) -> None:
    token = token_of({"drn": drn, "aud": ISSUER}, typ=typ)
    kinds = {(("DS", "JWT")): Kind.SESSION, ("DSR", "refresh+jwt"): Kind.REFRESH, (None, "JWT"): Kind.ID, ("DSK", "JWT"): Kind.ACCESS_KEY}
    for kind in Kind:
        if kind is kinds[drn, typ]:
            assert make_verifier(kinds={kind}, audience=ISSUER).verify(token).kind is kind
        else:
            assert refusal(token, kinds={kind}, audience=ISSUER) == "wrong_kind"


def test_a_refusal_says_nothing_of_the_token() -> None:
    secret = "s3cr3t-in-the-token"
    tokens = [
        forge({"alg": secret, "kid": JWK["kid"]}),
        forge({"alg": "ES256", "kid": secret}),
        forge({"alg": "ES256", "kid": JWK["kid"], secret: secret}),
        token_of({"iss": secret}),
        token_of({"aud": secret}),
        token_of({"drn": secret}),
        token_of({"exp": secret}),
        f"{secret}.{secret}.{secret}",
    ]
    for token in tokens:
        with pytest.raises(TokenRefusedError) as caught:
            make_verifier().verify(token)
        assert secret not in str(caught.value)
