"""Private keys from elsewhere: read, checked, and never guessed at.

Owns: PEM and JWK private keys, what of them is refused, and with which words. Never: storing them (lifecycle).

A project that moves here brings its key, and may keep its `kid`: then verifiers that know the key see nothing of the move.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from mintmark.jwks import build_jwk
from mintmark.jws import MIN_RSA_BITS, PrivateKey

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import is_segment
from mintmark_server.keys.signer import JWS_NAMES
from mintmark_server.model.directory import Algorithm

MAX_FILE_BYTES: Final = 64 * 1024
MAX_RSA_BITS: Final = 4096
"""Above it, each signature takes tens of milliseconds."""
_BY_NAME: Final = {name: algorithm for algorithm, name in JWS_NAMES.items()}
_CURVES: Final = {"secp256r1": Algorithm.ES256, "secp384r1": Algorithm.ES384}
_KTY: Final[dict[str, Any]] = {"EC": jwt.algorithms.ECAlgorithm, "OKP": jwt.algorithms.OKPAlgorithm, "RSA": jwt.algorithms.RSAAlgorithm}
_PUBLIC_MEMBERS: Final = ("kty", "crv", "x", "y", "n", "e")


@dataclass(frozen=True, slots=True)
class ImportedKey:
    """A private key that may sign: its algorithm, and the `kid` that it shall have ("": its thumbprint). Shows none of its halves."""

    private_key: PrivateKey
    algorithm: Algorithm
    kid: str

    def __repr__(self) -> str:
        return f"ImportedKey({self.algorithm.value}, {self.kid!r})"


def parse_private_key(data: bytes, *, algorithm: Algorithm | None = None, kid: str = "", keep_kid: bool = False) -> ImportedKey:
    """Read a PEM (PKCS #8, PKCS #1, SEC 1) or JWK private key and check all that can be checked. Raises: InvalidInput.

    `keep_kid`: the key keeps the `kid` that its JWK says.
    """
    if len(data) > MAX_FILE_BYTES:
        raise _refused(f"The file has {len(data)} bytes; a key has at most {MAX_FILE_BYTES}.")
    text = data.decode("utf-8", errors="replace").strip()
    named: Algorithm | None = None
    own_kid = ""
    if text.startswith("{"):
        jwk = _parse_members(text)
        private_key = _read_jwk(jwk)
        own_kid = str(jwk.get("kid", ""))
        named = _read_algorithm(jwk)
    elif "-----BEGIN" in text:
        private_key = _read_pem(text)
    else:
        raise _refused("The file holds neither a PEM nor a JWK.", "PEM begins with -----BEGIN, a JWK with {.")
    if keep_kid and not own_kid:
        raise _refused("There is no `kid` in the file to keep.", "Say which one by --kid.", path="kid")
    kid = kid or (own_kid if keep_kid else "")
    if kid and not is_segment(kid):
        message = "A `kid` stands in a resource name: 1 to 63 characters of A-Z a-z 0-9 . _ ~ -."
        raise _refused(message, "Without one, the key's thumbprint is its kid (RFC 7638).", path="kid")
    if algorithm and named and algorithm is not named:
        raise _refused(f"The JWK is for {JWS_NAMES[named]} and no other algorithm.", "Leave the algorithm out.", path="algorithm")
    return ImportedKey(private_key, _decide_algorithm(private_key, algorithm or named), kid)


def _decide_algorithm(key: PrivateKey, asked: Algorithm | None) -> Algorithm:
    if isinstance(key, rsa.RSAPrivateKey):
        if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
            raise _refused(f"The RSA key has {key.key_size} bits; from {MIN_RSA_BITS} to {MAX_RSA_BITS} may sign.")
        if asked is None:
            raise _refused("An RSA key signs RS256 or PS256, never both.", "Say which by --algorithm.", path="algorithm")
        fits: tuple[Algorithm, ...] = (Algorithm.RS256, Algorithm.PS256)
    elif isinstance(key, ed25519.Ed25519PrivateKey):
        fits = (Algorithm.EDDSA, Algorithm.ED25519)
    else:
        fitting = _CURVES.get(key.curve.name)
        if fitting is None:
            raise _refused(f"The curve {key.curve.name} is not supported; P-256 and P-384 are.")
        fits = (fitting,)
    if asked is not None and asked not in fits:
        message = f"The key does not sign {JWS_NAMES[asked]}; it signs {' or '.join(JWS_NAMES[one] for one in fits)}."
        raise _refused(message, path="algorithm")
    return asked or fits[0]


def _read_pem(text: str) -> PrivateKey:
    if text.count("-----BEGIN") > 1 and "EC PARAMETERS" not in text:
        raise _refused("The file holds several PEM blocks; one private key is expected.")
    try:
        key: object = load_pem_private_key(text.encode(), None)
    except TypeError:
        raise _refused("The private key is encrypted.", "Decrypt it first: openssl pkey -in FILE -out PLAIN") from None
    except (ValueError, UnsupportedAlgorithm) as error:
        other = "PUBLIC KEY" in text or "CERTIFICATE" in text
        broken = "The PEM can't be read as a private key, or its halves do not belong together."
        raise _refused("The PEM holds no private key." if other else broken) from error
    return _check_type(key)


def _read_jwk(jwk: Mapping[str, Any]) -> PrivateKey:
    if "keys" in jwk:
        raise _refused("The file holds a key set; one key is expected.")
    kty = jwk.get("kty")
    if kty not in _KTY:
        raise _refused(f"A key of type {str(kty)[:20]} can't sign here; EC, OKP and RSA can.")
    if "d" not in jwk:
        raise _refused("The JWK holds no private key (`d`).")
    if jwk.get("use", "sig") != "sig" or ("key_ops" in jwk and "sign" not in jwk["key_ops"]):
        raise _refused("The JWK says that the key is not for signing (`use`, `key_ops`).")
    try:
        key = _check_type(_KTY[kty].from_jwk(dict(jwk)))
    except (jwt.exceptions.PyJWTError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _refused("The JWK can't be read as a private key, or its halves do not belong together.") from error
    public = build_jwk(key.public_key(), algorithm="")
    if any(name in public and public[name] != jwk.get(name) for name in _PUBLIC_MEMBERS):
        raise _refused("The JWK's private half does not belong to its public one.")
    return key


def _parse_members(text: str) -> dict[str, Any]:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise _refused("The JWK has a member twice.")
        return dict(pairs)

    try:
        found: dict[str, Any] = json.loads(text, object_pairs_hook=members)
    except (ValueError, RecursionError) as error:
        raise _refused("The file is no JSON.") from error
    return found


def _read_algorithm(jwk: Mapping[str, Any]) -> Algorithm | None:
    name = jwk.get("alg")
    if name is None:
        return None
    if not isinstance(name, str) or name not in _BY_NAME:
        raise _refused(f"The algorithm {str(name)[:20]} is not supported; {', '.join(sorted(_BY_NAME))} are.", path="algorithm")
    return _BY_NAME[name]


def _check_type(key: object) -> PrivateKey:
    if not isinstance(key, (ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey)):
        raise _refused("A key of this type can't sign here; P-256, P-384, Ed25519 and RSA keys can.")
    return key


def _refused(message: str, hint: str = "", *, path: str = "key") -> InvalidInput:
    return InvalidInput([Problem(reason=Reason.INVALID_FIELD, path=path, message=message, hint=hint)])
