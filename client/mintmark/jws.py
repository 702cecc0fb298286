"""JSON Web Signatures in compact form, strictly.

Owns: the algorithms that Mintmark knows, signing a payload, and taking a token apart and verifying it (RFC 7515, RFC 8725).
Never: claims (verify), which keys to trust (jwks).

Refused beyond what RFC 7515 demands, because libraries differ there: padding, spaces and spare bits in base64url, duplicate header
members, `crit`, `b64`, keys in the header, headers above 2 KiB, tokens above 256 KiB.
"""

from __future__ import annotations

import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from jwt.algorithms import get_default_algorithms

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey

MAX_TOKEN_BYTES: Final = 256 * 1024
"""More than the default limits on claims let a token have."""
MAX_HEADER_BYTES: Final = 2 * 1024
MIN_RSA_BITS: Final = 2048
MAX_RSA_BITS: Final = 8192
"""A larger key makes each verification expensive."""
_HEADER_MEMBERS: Final = frozenset({"alg", "kid", "typ", "cty"})
_SEGMENTS: Final = 3
_KEPT_HEADERS: Final = 128
"""Headers that are known again: all tokens of a key and a kind have the same one."""


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    """A signature algorithm: `alg` as headers say it, and the algorithm of RFC 7518 that computes it.

    `signature_bytes` is 0 where the key decides. `public_type` and `curve` bind the key to the algorithm.
    """

    alg: str
    computes: str
    public_type: type[Any]
    curve: str = ""
    signature_bytes: int = 0


ALGORITHMS: Final = {
    algorithm.alg: algorithm
    for algorithm in (
        SignatureAlgorithm("ES256", "ES256", ec.EllipticCurvePublicKey, "secp256r1", 64),
        SignatureAlgorithm("ES384", "ES384", ec.EllipticCurvePublicKey, "secp384r1", 96),
        SignatureAlgorithm("EdDSA", "EdDSA", ed25519.Ed25519PublicKey, "", 64),
        SignatureAlgorithm("Ed25519", "EdDSA", ed25519.Ed25519PublicKey, "", 64),
        SignatureAlgorithm("RS256", "RS256", rsa.RSAPublicKey),
        SignatureAlgorithm("PS256", "PS256", rsa.RSAPublicKey),
    )
}
"""By `alg`. `EdDSA` is what today's libraries read; `Ed25519` is RFC 9864's name for the same."""

_COMPUTERS: Final[dict[str, Any]] = get_default_algorithms()
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_", b"+/")
_ECDSA: Final = {"ES256": (ec.ECDSA(hashes.SHA256()), 32), "ES384": (ec.ECDSA(hashes.SHA384()), 48)}
"""The scheme of each, and the bytes of one of the two numbers of a signature (RFC 7518 §3.4)."""


class JwsError(Exception):
    """A token that is no acceptable JWS; `reason` is machine-readable.

    Reasons: `malformed too_large unsupported_header wrong_algorithm unsuitable_key bad_signature`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(slots=True, eq=False)
class UnverifiedJws:
    """A token taken apart. Nothing in it is to be trusted before `verify` returned."""

    unverified_header: Mapping[str, Any]
    unverified_payload: bytes
    signing_input: bytes
    signature: bytes
    _members: dict[str, Any] | None = field(default=None, init=False, repr=False)

    @property
    def unverified_members(self) -> Mapping[str, Any]:
        """The payload's members, parsed once. Raises: JwsError malformed."""
        if self._members is None:
            self._members = load_members(self.unverified_payload)
        return self._members


def encode_segment(data: bytes) -> bytes:
    """Return base64url without padding (RFC 7515 §2)."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")


def decode_segment(segment: bytes) -> bytes:
    """Decode canonical base64url. Raises: JwsError malformed, also for padding, foreign characters and spare bits."""
    try:
        data = binascii.a2b_base64(segment.translate(_FROM_URL) + b"=" * (-len(segment) % 4), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise JwsError("malformed", "A segment is not base64url.") from error
    if encode_segment(data) != segment:
        raise JwsError("malformed", "A segment is not canonical base64url.")
    return data


def build_header(algorithm: str, *, kid: str, typ: str) -> bytes:
    """Return the header's segment."""
    return encode_segment(json.dumps({"alg": algorithm, "kid": kid, "typ": typ}, separators=(",", ":")).encode())


def check_key(algorithm: str, public_key: PublicKey) -> None:
    """Check that a key fits an algorithm. Raises: JwsError unsuitable_key."""
    known = ALGORITHMS.get(algorithm)
    if known is None:
        raise JwsError("unsuitable_key", f"The algorithm {algorithm} is not known.")
    fits = isinstance(public_key, known.public_type)
    if fits and isinstance(public_key, ec.EllipticCurvePublicKey):
        fits = public_key.curve.name == known.curve
    if fits and isinstance(public_key, rsa.RSAPublicKey):
        fits = MIN_RSA_BITS <= public_key.key_size <= MAX_RSA_BITS
    if not fits:
        raise JwsError("unsuitable_key", f"The key does not fit {algorithm}.")


def sign(header_segment: bytes, payload: bytes, private_key: PrivateKey, *, algorithm: str) -> str:
    """Return the compact JWS of a payload under a header made by `build_header`."""
    signing_input = header_segment + b"." + encode_segment(payload)
    ecdsa = _ECDSA.get(algorithm)
    if ecdsa is not None:
        scheme, size = ecdsa
        r, s = decode_dss_signature(cast("ec.EllipticCurvePrivateKey", private_key).sign(signing_input, scheme))
        signature: bytes = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    else:
        signature = _COMPUTERS[ALGORITHMS[algorithm].computes].sign(signing_input, private_key)
    return (signing_input + b"." + encode_segment(signature)).decode()


def parse(token: str) -> UnverifiedJws:
    """Take a token apart. Raises: JwsError malformed, too_large, unsupported_header."""
    if len(token) > MAX_TOKEN_BYTES:
        raise JwsError("too_large", f"The token is larger than {MAX_TOKEN_BYTES} bytes.")
    if not token.isascii():
        raise JwsError("malformed", "The token is not ASCII.")
    segments = token.encode().split(b".")
    if len(segments) != _SEGMENTS:
        raise JwsError("malformed", "The token does not have three segments.")
    if len(segments[0]) > MAX_HEADER_BYTES:
        raise JwsError("too_large", f"The header is larger than {MAX_HEADER_BYTES} bytes.")
    header = _parse_header(segments[0])
    payload, signature = decode_segment(segments[1]), decode_segment(segments[2])
    return UnverifiedJws(header, payload, segments[0] + b"." + segments[1], signature)


def verify(jws: UnverifiedJws, public_key: PublicKey, *, algorithm: str) -> bytes:
    """Verify the signature with the one algorithm that belongs to the key; return the payload, which is to be trusted from now on.

    Raises: JwsError wrong_algorithm, unsuitable_key, bad_signature.
    """
    if jws.unverified_header.get("alg") != algorithm:
        raise JwsError("wrong_algorithm", "The token names another algorithm than its key has.")
    check_key(algorithm, public_key)
    known = ALGORITHMS[algorithm]
    if known.signature_bytes and len(jws.signature) != known.signature_bytes:
        raise JwsError("bad_signature", "The signature has the wrong length.")
    if not _holds(jws, public_key, known):
        raise JwsError("bad_signature", "The signature does not verify.")
    return jws.unverified_payload


def _holds(jws: UnverifiedJws, public_key: PublicKey, known: SignatureAlgorithm) -> bool:
    if known.alg not in _ECDSA or not isinstance(public_key, ec.EllipticCurvePublicKey):
        holds: bool = _COMPUTERS[known.computes].verify(jws.signing_input, public_key, jws.signature)
        return holds
    scheme, size = _ECDSA[known.alg]
    r, s = int.from_bytes(jws.signature[:size], "big"), int.from_bytes(jws.signature[size:], "big")
    try:
        public_key.verify(encode_dss_signature(r, s), jws.signing_input, scheme)
    except InvalidSignature:
        return False
    return True


def load_members(text: bytes) -> dict[str, Any]:
    """Parse a JSON object without duplicate members, NaN, infinities or lone surrogates. Raises: JwsError malformed."""
    try:
        decoded = text.decode()
        members = _DECODER.decode(decoded)
        if "\\u" in decoded:
            # Only an escape can stand for half of a pair, which is no text: nothing can look it up, store or print it.
            json.dumps(members, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise JwsError("malformed", "A segment is not JSON, repeats a member, or has half of a surrogate pair.") from error
    if not isinstance(members, dict):
        raise JwsError("malformed", "A segment is not a JSON object.")
    return members


@lru_cache(maxsize=_KEPT_HEADERS)
def _parse_header(segment: bytes) -> Mapping[str, Any]:
    header = load_members(decode_segment(segment))
    if not _HEADER_MEMBERS.issuperset(header):
        raise JwsError("unsupported_header", f"The header has other members than {', '.join(sorted(_HEADER_MEMBERS))}.")
    if not all(isinstance(value, str) for value in header.values()) or "alg" not in header:
        raise JwsError("malformed", "The header's members have to be strings, and `alg` one of them.")
    return MappingProxyType(header)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _constant(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("number out of range")
    return number


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite)
