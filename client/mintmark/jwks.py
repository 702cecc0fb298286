"""JSON Web Keys: public keys as JSON, and the sets they are published in (RFC 7517, RFC 7638, RFC 8037).

Owns: making and reading public JWKs, thumbprints. Never: private keys, fetching a set.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from mintmark.jws import ALGORITHMS, JwsError, PublicKey, check_key, load_members

_THUMBPRINT_MEMBERS: Final = {"EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x"), "RSA": ("e", "kty", "n")}
_PRIVATE_MEMBERS: Final = frozenset({"d", "dp", "dq", "k", "oth", "p", "q", "qi"})
MAX_KEY_ID_CHARS: Final = 256
MAX_KEYS: Final = 100
"""A set with more is refused as a whole: reading it should stay cheap."""


class JwkError(ValueError):
    """A key or set that can't be used; says which and why."""


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key with its id and the one algorithm that it verifies."""

    kid: str
    algorithm: str
    public_key: PublicKey


def build_jwk(public_key: PublicKey, *, algorithm: str) -> dict[str, str]:
    """Return the public JWK with `alg`, `use` and the thumbprint as `kid`."""
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        jwk = ECAlgorithm.to_jwk(public_key, as_dict=True)
    elif isinstance(public_key, ed25519.Ed25519PublicKey):
        jwk = OKPAlgorithm.to_jwk(public_key, as_dict=True)
    else:
        jwk = RSAAlgorithm.to_jwk(public_key, as_dict=True)
    members = {name: str(jwk[name]) for name in _THUMBPRINT_MEMBERS[str(jwk["kty"])]}
    return {**members, "alg": algorithm, "kid": compute_thumbprint(members), "use": "sig"}


def compute_thumbprint(jwk: Mapping[str, Any]) -> str:
    """Return the SHA-256 thumbprint, base64url (RFC 7638)."""
    members = {name: jwk[name] for name in _THUMBPRINT_MEMBERS[jwk["kty"]]}
    digest = hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest()
    return jwt.utils.base64url_encode(digest).decode()


def parse_jwk(jwk: Mapping[str, Any]) -> VerificationKey:
    """Read a public JWK that names its algorithm. Raises: JwkError."""
    kty, kid, algorithm = jwk.get("kty"), jwk.get("kid"), jwk.get("alg")
    if not isinstance(kid, str) or not 0 < len(kid) <= MAX_KEY_ID_CHARS or not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise JwkError("A key needs `kid` and a supported `alg`.")
    if not isinstance(kty, str) or kty not in _THUMBPRINT_MEMBERS or not _PRIVATE_MEMBERS.isdisjoint(jwk):
        raise JwkError(f"The key {kid!r} is no public key of a supported type.")
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        raise JwkError(f"The key {kid!r} is not for verifying.")
    members = {name: jwk.get(name) for name in _THUMBPRINT_MEMBERS[kty]}
    if not all(isinstance(value, str) and value.isascii() for value in members.values()):
        raise JwkError(f"The key {kid!r} lacks a member, or one is no text.")
    try:
        public_key = jwt.PyJWK(members, algorithm=ALGORITHMS[algorithm].computes).key
        check_key(algorithm, public_key)
    except (jwt.exceptions.PyJWTError, JwsError, ValueError, TypeError) as error:
        raise JwkError(f"The key {kid!r} can't be read.") from error
    return VerificationKey(kid, algorithm, public_key)


def parse_key_set(key_set: Mapping[str, Any]) -> dict[str, VerificationKey]:
    """Read a set; keys that this library can't use are left out, as RFC 7517 §5 asks. Raises: JwkError for no set.

    Different keys under one id are left out too: a token can't say which of them it means.
    """
    keys = key_set.get("keys")
    if not isinstance(keys, list) or len(keys) > MAX_KEYS:
        raise JwkError(f"A key set needs `keys`, a list of at most {MAX_KEYS}.")
    found: dict[str, VerificationKey] = {}
    ambiguous: set[str] = set()
    for jwk in keys:
        try:
            key = parse_jwk(jwk if isinstance(jwk, dict) else {})
        except JwkError:
            continue
        if key.kid in found and not _same(found[key.kid], key):
            ambiguous.add(key.kid)
        found[key.kid] = key
    return {kid: key for kid, key in found.items() if kid not in ambiguous}


def load_key_set(text: bytes | str) -> dict[str, VerificationKey]:
    """Read a set from JSON text. Raises: JwkError."""
    try:
        return parse_key_set(load_members(text if isinstance(text, bytes) else text.encode()))
    except (JwsError, UnicodeEncodeError) as error:
        raise JwkError("A key set is a JSON object without repeated members.") from error


def _same(first: VerificationKey, second: VerificationKey) -> bool:
    return first.algorithm == second.algorithm and to_pem(first.public_key) == to_pem(second.public_key)


def print_key_set(jwks: Iterable[Mapping[str, Any]]) -> str:
    """Return a set as JSON text, keys in order of their ids."""
    return json.dumps({"keys": sorted(jwks, key=lambda jwk: str(jwk["kid"]))}, separators=(",", ":"), sort_keys=True)


def to_pem(public_key: PublicKey) -> str:
    """Return a public key as PEM (SubjectPublicKeyInfo)."""
    return public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
