"""Tokens and keys between ours and other libraries, both ways, for every algorithm."""

from __future__ import annotations

import json
import warnings
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws
from mintmark.jwks import build_jwk, compute_thumbprint, parse_jwk
from mintmark.jws import ALGORITHMS, JwsError, PrivateKey, build_header, parse, sign, verify

PAYLOAD = json.dumps({"sub": "U1", "n": 1.5, "é": "ü"}, ensure_ascii=False).encode()
ED = ed25519.Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65_537, 2_048)
KEYS: dict[str, PrivateKey] = {
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ED,
    "Ed25519": ED,
    "RS256": RSA,
    "PS256": RSA,
}
every = pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))


def jwk_of(algorithm: str) -> dict[str, str]:
    return build_jwk(KEYS[algorithm].public_key(), algorithm=algorithm)


def ours(algorithm: str) -> str:
    return sign(build_header(algorithm, kid=jwk_of(algorithm)["kid"], typ="JWT"), PAYLOAD, KEYS[algorithm], algorithm=algorithm)


def check(token: str, algorithm: str) -> bytes:
    return verify(parse(token), parse_jwk(jwk_of(algorithm)).public_key, algorithm=algorithm)


def pem(algorithm: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    return KEYS[algorithm].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def joserfc_key(algorithm: str) -> Any:
    kinds: dict[str, Any] = {"E": ECKey, "R": RSAKey, "P": RSAKey}
    kind = OKPKey if algorithm.startswith("Ed") else kinds[algorithm[0]]
    return kind.import_key(pem(algorithm))


@every
def test_joserfc_and_ours_agree(algorithm: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # joserfc warns of `EdDSA`, which RFC 9864 renames.
        token = joserfc_jws.serialize_compact(
            {"alg": algorithm, "kid": "k", "typ": "JWT"}, PAYLOAD, joserfc_key(algorithm), algorithms=[algorithm]
        )
        assert check(token, algorithm) == PAYLOAD
        public = joserfc_jws.deserialize_compact(ours(algorithm), public_joserfc(algorithm), algorithms=[algorithm])
        assert public.payload == PAYLOAD
        changed = ours(algorithm)[:-6] + ("AAAAAA" if not ours(algorithm).endswith("AAAAAA") else "BBBBBB")
        with pytest.raises(Exception, match=r"(?i)bad.?signature|signature"):
            joserfc_jws.deserialize_compact(changed, public_joserfc(algorithm), algorithms=[algorithm])
        with pytest.raises(JwsError):
            check(token[:-6] + "AAAAAA", algorithm)


def public_joserfc(algorithm: str) -> Any:
    return type(joserfc_key(algorithm)).import_key(jwk_of(algorithm))


@every
def test_jwcrypto_and_ours_agree(algorithm: str) -> None:
    if algorithm not in jwcrypto_jws.default_allowed_algs:
        pytest.skip(f"jwcrypto does not know {algorithm}")
    key = jwcrypto_jwk.JWK.from_pem(pem(algorithm))
    theirs = jwcrypto_jws.JWS(PAYLOAD)
    theirs.add_signature(key, algorithm, json.dumps({"alg": algorithm, "kid": "k", "typ": "JWT"}))
    assert check(theirs.serialize(compact=True), algorithm) == PAYLOAD
    read = jwcrypto_jws.JWS()
    read.deserialize(ours(algorithm), jwcrypto_jwk.JWK(**jwk_of(algorithm)), algorithm)
    assert read.payload == PAYLOAD
    assert key.thumbprint() == compute_thumbprint(jwk_of(algorithm)) == jwk_of(algorithm)["kid"]
    assert joserfc_key(algorithm).thumbprint() == key.thumbprint()


@every
def test_pyjwt_and_ours_agree(algorithm: str) -> None:
    if algorithm not in jwt.algorithms.get_default_algorithms():
        pytest.skip(f"PyJWT does not know {algorithm}")
    theirs = jwt.encode(json.loads(PAYLOAD), KEYS[algorithm], algorithm=algorithm, headers={"kid": "k"})
    assert json.loads(check(theirs, algorithm)) == json.loads(PAYLOAD)
    assert jwt.decode(ours(algorithm), jwt.PyJWK(jwk_of(algorithm)), algorithms=[algorithm]) == json.loads(PAYLOAD)


@every
def test_keys_of_other_libraries_are_read(algorithm: str) -> None:
    theirs = [
        json.loads(jwcrypto_jwk.JWK.from_pem(pem(algorithm)).export_public()),
        joserfc_key(algorithm).as_dict(private=False),
    ]
    for jwk in theirs:
        key = parse_jwk({**jwk, "kid": "k", "alg": algorithm, "use": "sig"})
        assert verify(parse(ours(algorithm)), key.public_key, algorithm=algorithm) == PAYLOAD


def test_the_libraries_cover_what_we_sign() -> None:
    known = set(ALGORITHMS) & set(jwcrypto_jws.default_allowed_algs)
    assert known >= {"ES256", "ES384", "EdDSA", "RS256", "PS256"}
    assert set(ALGORITHMS) - set(jwt.algorithms.get_default_algorithms()) == {"Ed25519"}
