"""Private keys from elsewhere: what is read, and with which words the rest is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from mintmark_server.errors import InvalidInput
from mintmark_server.keys.importing import parse_private_key
from mintmark_server.model.directory import Algorithm

PKCS8, OPENSSL = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem(key: Any, form: PrivateFormat = PKCS8) -> bytes:
    text: bytes = key.private_bytes(Encoding.PEM, form, NoEncryption())
    return text


def jwk(key: Any, **members: Any) -> bytes:
    return json.dumps({**key.as_dict(private=True), **members}).encode()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: pem(ec.generate_private_key(ec.SECP256R1())), Algorithm.ES256),
        (lambda: pem(ec.generate_private_key(ec.SECP256R1()), OPENSSL), Algorithm.ES256),
        (lambda: pem(ec.generate_private_key(ec.SECP384R1())), Algorithm.ES384),
        (lambda: pem(ed25519.Ed25519PrivateKey.generate()), Algorithm.EDDSA),
        (lambda: jwk(ECKey.generate_key("P-256")), Algorithm.ES256),
        (lambda: jwk(ECKey.generate_key("P-384"), alg="ES384", use="sig"), Algorithm.ES384),
        (lambda: jwk(OKPKey.generate_key("Ed25519")), Algorithm.EDDSA),
        (lambda: jwk(OKPKey.generate_key("Ed25519"), alg="Ed25519", key_ops=["sign"]), Algorithm.ED25519),
        (lambda: jwk(RSAKey.generate_key(2048), alg="PS256"), Algorithm.PS256),
    ],
)
def test_a_key_says_itself_what_it_signs(make: Callable[[], bytes], expected: Algorithm) -> None:
    found = parse_private_key(make())
    assert (found.algorithm, found.kid) == (expected, "")
    assert repr(found) == f"ImportedKey({expected.value}, '')"


def test_an_rsa_key_has_to_be_told_what_it_signs(rsa_key: rsa.RSAPrivateKey) -> None:
    for form in (PKCS8, OPENSSL):
        assert parse_private_key(pem(rsa_key, form), algorithm=Algorithm.RS256).algorithm is Algorithm.RS256
    with pytest.raises(InvalidInput, match="RS256 or PS256"):
        parse_private_key(pem(rsa_key))


def test_a_kid_is_kept_when_that_is_asked_for() -> None:
    data = jwk(ECKey.generate_key("P-256"), kid="2024-key.1")
    assert parse_private_key(data).kid == ""
    assert parse_private_key(data, keep_kid=True).kid == "2024-key.1"
    assert parse_private_key(data, kid="other").kid == "other"
    assert parse_private_key(pem(ec.generate_private_key(ec.SECP256R1())), kid="from-pem").kid == "from-pem"


def other_half() -> bytes:
    one, two = (ECKey.generate_key("P-256").as_dict(private=True) for _ in range(2))
    return json.dumps({**one, "d": two["d"]}).encode()


def other_okp_half() -> bytes:
    one, two = (OKPKey.generate_key("Ed25519").as_dict(private=True) for _ in range(2))
    return json.dumps({**one, "d": two["d"]}).encode()


def other_rsa_half() -> bytes:
    one, two = (RSAKey.generate_key(2048).as_dict(private=True) for _ in range(2))
    return json.dumps({**one, "d": two["d"]}).encode()


def encrypted() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PKCS8, BestAvailableEncryption(b"x"))


def public_pem() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("make", "given", "message"),
    [
        (lambda: b"", {}, "neither a PEM nor a JWK"),
        (lambda: b"\x00\xff" * 100, {}, "neither a PEM nor a JWK"),
        (lambda: b"x" * 70_000, {}, "70000 bytes|65537 bytes"),
        (lambda: b"{", {}, "no JSON"),
        (lambda: b'{"kty": "EC", "kty": "OKP"}', {}, "a member twice"),
        (lambda: b'{"keys": []}', {}, "key set"),
        (lambda: b"{}", {}, "of type None"),
        (lambda: jwk(OctKey.generate_key(256)), {}, "of type oct"),
        (lambda: json.dumps(ECKey.generate_key("P-256").as_dict(private=False)).encode(), {}, "no private key"),
        (lambda: jwk(ECKey.generate_key("P-256"), use="enc"), {}, "not for signing"),
        (lambda: jwk(ECKey.generate_key("P-256"), key_ops=["verify"]), {}, "not for signing"),
        (lambda: jwk(ECKey.generate_key("P-256"), alg="RS256"), {}, "does not sign RS256; it signs ES256"),
        (lambda: jwk(ECKey.generate_key("P-256"), alg="HS256"), {}, "HS256 is not supported"),
        (lambda: jwk(ECKey.generate_key("P-256"), alg="ES256"), {"algorithm": Algorithm.ES384}, "for ES256 and no other"),
        (lambda: jwk(ECKey.generate_key("P-521")), {}, "secp521r1 is not supported"),
        (lambda: jwk(ECKey.generate_key("secp256k1")), {}, "secp256k1 is not supported"),
        (lambda: jwk(OKPKey.generate_key("Ed448")), {}, "type can't sign here"),
        (lambda: jwk(OKPKey.generate_key("X25519")), {}, "can't be read|type can't sign here"),
        (lambda: jwk(ECKey.generate_key("P-256"), d="AAAA"), {}, "halves|belong"),
        (lambda: jwk(ECKey.generate_key("P-256"), x=1), {}, "can't be read"),
        (other_half, {}, "halves|belong"),
        (other_okp_half, {}, "halves|belong"),
        (other_rsa_half, {"algorithm": Algorithm.RS256}, "halves|belong"),
        (encrypted, {}, "encrypted"),
        (public_pem, {}, "no private key"),
        (lambda: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", {}, "can't be read"),
        (lambda: pem(ed25519.Ed25519PrivateKey.generate()) * 2, {}, "several PEM blocks"),
        (lambda: pem(dsa.generate_private_key(1024)), {}, "type can't sign here"),
        (lambda: pem(ed448.Ed448PrivateKey.generate()), {}, "type can't sign here"),
        (lambda: pem(ec.generate_private_key(ec.SECP521R1())), {}, "secp521r1 is not supported"),
        (lambda: pem(rsa.generate_private_key(65537, 1024)), {"algorithm": Algorithm.RS256}, "1024 bits; from 2048 to 4096"),
        (lambda: pem(ec.generate_private_key(ec.SECP256R1())), {"algorithm": Algorithm.RS256}, "does not sign RS256"),
        (lambda: pem(ed25519.Ed25519PrivateKey.generate()), {"keep_kid": True}, "no `kid` in the file"),
        (lambda: pem(ed25519.Ed25519PrivateKey.generate()), {"kid": "a/b"}, "resource name"),
        (lambda: jwk(ECKey.generate_key("P-256"), kid="x" * 64), {"keep_kid": True}, "resource name"),
    ],
)
def test_what_is_no_key_to_sign_with_is_refused_in_clear_words(make: Callable[[], bytes], given: dict[str, Any], message: str) -> None:
    data = make()
    with pytest.raises(InvalidInput, match=message) as caught:
        parse_private_key(data, **given)
    secret = json.loads(data).get("d") if data.startswith(b"{") and b'"d"' in data else None
    assert not secret or secret not in str(caught.value) or len(secret) < 8
