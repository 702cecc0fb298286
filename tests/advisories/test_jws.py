"""Attacks on token verification, one class of published advisory each; our parser has to refuse them all."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark.jwks import JwkError, build_jwk, compute_thumbprint, load_key_set, parse_jwk, parse_key_set
from mintmark.jws import (
    ALGORITHMS,
    JwsError,
    PrivateKey,
    build_header,
    check_key,
    decode_segment,
    encode_segment,
    load_members,
    parse,
    sign,
    verify,
)

EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
KEYS: dict[str, PrivateKey] = {
    "ES256": EC,
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ED,
    "Ed25519": ED,
    "RS256": RSA,
    "PS256": RSA,
}


def segment(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token_of(algorithm: str = "ES256") -> str:
    return sign(build_header(algorithm, kid="k", typ="JWT"), b'{"a":1}', KEYS[algorithm], algorithm=algorithm)


def refused(token: str, algorithm: str = "ES256") -> str:
    with pytest.raises(JwsError) as caught:
        verify(parse(token), KEYS[algorithm].public_key(), algorithm=algorithm)
    return caught.value.reason


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
def test_a_token_verifies_with_its_key_and_no_other(algorithm: str) -> None:
    token = token_of(algorithm)
    assert verify(parse(token), KEYS[algorithm].public_key(), algorithm=algorithm) == b'{"a":1}'
    others = {
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "ES384": ec.generate_private_key(ec.SECP384R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
        "RS256": rsa.generate_private_key(65537, 2048),
    }
    other = others[{"Ed25519": "EdDSA", "PS256": "RS256"}.get(algorithm, algorithm)]
    with pytest.raises(JwsError, match="does not verify"):
        verify(parse(token), other.public_key(), algorithm=algorithm)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "ES256 ", "es256", "ES512", "RS1", ""])
def test_an_algorithm_that_is_not_the_keys_is_refused(algorithm: str) -> None:
    _, payload, signature = token_of().split(".")
    assert refused(".".join([segment({"alg": algorithm, "kid": "k"}), payload, signature])) == "wrong_algorithm"


def test_a_public_key_is_no_hmac_secret() -> None:
    pem = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing_input = f"{segment({'alg': 'HS256', 'kid': 'k'})}.{segment({'a': 1})}"
    forged = f"{signing_input}.{segment(hmac.new(pem, signing_input.encode(), hashlib.sha256).digest())}"
    assert refused(forged, "RS256") == "wrong_algorithm"


def test_the_algorithm_belongs_to_the_key_and_not_to_the_token() -> None:
    with pytest.raises(JwsError) as caught:
        verify(parse(token_of("PS256")), RSA.public_key(), algorithm="RS256")
    assert caught.value.reason == "wrong_algorithm"
    with pytest.raises(JwsError) as caught:
        verify(parse(token_of("Ed25519")), ED.public_key(), algorithm="EdDSA")
    assert caught.value.reason == "wrong_algorithm"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ES256", "crit": ["b64"], "b64": False},
        {"alg": "ES256", "crit": []},
        {"alg": "ES256", "b64": False},
        {"alg": "ES256", "jwk": {"kty": "EC"}},
        {"alg": "ES256", "jku": "https://evil.example"},
        {"alg": "ES256", "x5u": "https://evil.example"},
        {"alg": "ES256", "x5c": []},
        {"alg": "ES256", "zip": "DEF"},
    ],
)
def test_headers_that_change_the_rules_are_refused(header: dict[str, Any]) -> None:
    signed = sign(segment(header).encode(), b"{}", EC, algorithm="ES256")
    assert refused(signed) == "unsupported_header"


@pytest.mark.parametrize(
    "header",
    [
        b'{"alg":"none","alg":"ES256"}',
        b'{"alg":1}',
        b'["ES256"]',
        b'{"kid":"k"}',
        b"{",
        b'{"alg":"ES256","kid":NaN}',
        b'{"alg":"ES256","kid":"\\ud800"}',
        b'{"alg":"ES256","k\\udfff":"k"}',
        b"\xff",
        b"[" * 1500,
    ],
)
def test_a_header_is_one_object_of_strings_without_repeats(header: bytes) -> None:
    signed = sign(segment(header).encode(), b"{}", EC, algorithm="ES256")
    assert refused(signed) == "malformed"


@pytest.mark.parametrize("text", [b'{"iss":"\\ud800"}', b'{"a":[{"\\uDC00x":1}]}', b'{"a":"\\ud83d \\ude00"}'])
def test_half_of_a_surrogate_pair_is_no_text(text: bytes) -> None:
    with pytest.raises(JwsError) as caught:
        load_members(text)
    assert caught.value.reason == "malformed"
    assert load_members(b'{"a":"\\ud83d\\ude00","b":"\\u0000"}') == {"a": "\U0001f600", "b": "\0"}


def test_base64url_is_canonical() -> None:
    header, payload, signature = token_of().split(".")
    for changed in (
        f"{header}.{payload}.{signature}=",
        f"{header}.{payload}.{signature} ",
        f" {header}.{payload}.{signature}",
        f"{header}.{payload}.\n{signature}",
        f"{header}.{payload}.{signature[:-1]}+",
        f"{header}.{payload}.{signature[:-2]}{chr(ord(signature[-2]))}!",
        f"{header}.{payload}",
        f"{header}.{payload}.{signature}.x",
        f"{header}.é.{signature}",
        "",
    ):
        assert refused(changed) == "malformed"
    spare = {"A": "B", "Q": "R", "g": "h", "w": "x"}
    last = signature[-1]
    assert last in spare, "64 bytes leave four spare bits"
    assert refused(f"{header}.{payload}.{signature[:-1]}{spare[last]}") == "malformed"


def test_a_signature_has_its_length() -> None:
    header, payload, signature = token_of().split(".")
    raw = decode_segment(signature.encode())
    for changed in (raw[:-1], raw + b"\0", b"", b"\0" * 64, b"\0" + raw):
        assert refused(f"{header}.{payload}.{encode_segment(changed).decode()}") == "bad_signature"


def test_a_changed_payload_does_not_verify() -> None:
    header, _, signature = token_of().split(".")
    assert refused(f"{header}.{segment({'a': 2})}.{signature}") == "bad_signature"


def test_a_token_has_a_largest_size() -> None:
    assert refused("a" * 300_000) == "too_large"
    assert refused(f"{'a' * 3_000}.e30.AAAA") == "too_large"


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", KEYS["ES384"]),
        ("ES384", EC),
        ("ES256", RSA),
        ("RS256", EC),
        ("EdDSA", EC),
        ("ES256", ec.generate_private_key(ec.SECP256K1())),
        ("RS256", rsa.generate_private_key(65537, 1024)),
    ],
)
def test_a_key_fits_its_algorithm(algorithm: str, key: PrivateKey) -> None:
    with pytest.raises(JwsError) as caught:
        check_key(algorithm, key.public_key())
    assert caught.value.reason == "unsuitable_key"


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
def test_a_key_survives_its_jwk(algorithm: str) -> None:
    jwk = build_jwk(KEYS[algorithm].public_key(), algorithm=algorithm)
    key = parse_jwk(jwk)
    assert (key.kid, key.algorithm) == (jwk["kid"], algorithm)
    assert verify(parse(token_of(algorithm)), key.public_key, algorithm=key.algorithm) == b'{"a":1}'


def test_thumbprints_are_those_of_the_rfcs() -> None:
    rsa_key = {
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",  # noqa: E501
        "e": "AQAB",
    }
    assert compute_thumbprint(rsa_key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    okp_key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert compute_thumbprint(okp_key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


GOOD = build_jwk(EC.public_key(), algorithm="ES256")


@pytest.mark.parametrize(
    "change",
    [
        {"kid": None},
        {"kid": ""},
        {"alg": None},
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES384"},
        {"alg": "RS256"},
        {"kty": "oct"},
        {"kty": "RSA"},
        {"kty": ["EC"]},
        {"use": "enc"},
        {"key_ops": ["sign"]},
        {"key_ops": "verify"},
        {"key_ops": 1},
        {"kid": "k" * 257},
        {"y": None},
        {"x": 1},
        {"x": "é"},
        {"d": "AAAA"},
        {"k": "AAAA"},
        {"p": "AAAA"},
        {"x": "AAAA"},
        {"crv": "P-384"},
        {"y": GOOD["x"]},
    ],
)
def test_a_jwk_that_is_not_for_verifying_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(JwkError):
        parse_jwk({**GOOD, **change})


def test_a_set_keeps_what_can_be_used() -> None:
    assert sorted(parse_key_set({"keys": [GOOD, {"kty": "oct"}, "x", {**GOOD, "kid": "b"}]})) == sorted([GOOD["kid"], "b"])
    for wrong in ({}, {"keys": {}}, {"keys": None}, {"keys": [GOOD] * 101}):
        with pytest.raises(JwkError):
            parse_key_set(wrong)


def test_two_keys_under_one_id_are_no_key() -> None:
    other = build_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), algorithm="ES256")
    assert parse_key_set({"keys": [GOOD, {**other, "kid": GOOD["kid"]}, other]}).keys() == {other["kid"]}
    assert parse_key_set({"keys": [GOOD, GOOD]}).keys() == {GOOD["kid"]}


@pytest.mark.parametrize(
    "text", ["", "[]", "1", "{", '{"keys":[],"keys":[]}', '{"keys":NaN}', "\ud800", "[" * 100_000, '{"keys":' + "9" * 5_000 + "}"]
)
def test_what_is_no_key_set_is_refused(text: str) -> None:
    with pytest.raises(JwkError):
        load_key_set(text)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=10)
    | st.sampled_from(["EC", "RSA", "OKP", "ES256", "RS256", "P-256", "AQAB", "AA"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
MEMBERS = st.sampled_from(["kty", "kid", "alg", "use", "key_ops", "crv", "x", "y", "n", "e", "d"])


@settings(max_examples=400)
@given(st.sampled_from(sorted(ALGORITHMS)), st.dictionaries(MEMBERS, VALUES, max_size=4))
def test_no_jwk_raises_anything_else(algorithm: str, change: dict[str, Any]) -> None:
    jwk = {**build_jwk(KEYS[algorithm].public_key(), algorithm=algorithm), **change}
    with contextlib.suppress(JwkError):
        assert parse_jwk(jwk).kid == jwk["kid"]
    assert set(parse_key_set({"keys": [jwk]})) <= {jwk["kid"] if isinstance(jwk["kid"], str) else ""}


@settings(max_examples=300)
@given(st.binary(max_size=80) | VALUES.map(lambda value: json.dumps({"keys": [value]}).encode()))
def test_no_bytes_of_a_key_set_raise_anything_else(data: bytes) -> None:
    with contextlib.suppress(JwkError):
        load_key_set(data)
