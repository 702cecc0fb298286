"""The signer: from `CheckedClaims` to a token, and the proof that the token says just that.

Owns: `Signer`, the local signer, and the comparison of DESIGN §1 step 7. Never: claims that were not checked; key storage.

What the comparison does not catch: a signature that is wrong for these very bytes (a fault in the processor or library). For that the
whole signature is verified when a key is loaded, for every remote signer, and for 1 in N tokens.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Final, Protocol

from mintmark.jws import JwsError as SignatureError
from mintmark.jws import PrivateKey, PublicKey, build_header, decode_segment, encode_segment, parse, sign, verify

from mintmark_server.claims.check import CheckedClaims
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Reason, Unavailable
from mintmark_server.model.directory import Algorithm

JWS_NAMES: Final = {
    Algorithm.ES256: "ES256",
    Algorithm.EDDSA: "EdDSA",
    Algorithm.ED25519: "Ed25519",
    Algorithm.RS256: "RS256",
    Algorithm.PS256: "PS256",
    Algorithm.ES384: "ES384",
}
"""`alg` of each algorithm, in the header and in the key set."""

TOKEN_TYPES: Final = {kind: "refresh+jwt" if kind is TokenKind.REFRESH else "JWT" for kind in TokenKind}
"""The header's `typ` (DESIGN §5)."""

_MAX_HEADERS: Final = 10_000
_PROBE: Final = b'{"probe":"A key is proven before it signs."}'


class Signer(Protocol):
    """Signs checked claims with one key. A `remote` one is waited for a bounded time (bounded), and verified in full each time.

    Making one must not ask the remote side: verifying goes on while it is away.
    """

    kid: str
    algorithm: str
    public_key: PublicKey
    remote: bool
    signature_bytes: int

    def header_bytes(self, kind: TokenKind) -> int:
        """Return the length of a kind's encoded header."""

    def sign(self, claims: CheckedClaims) -> str:
        """Return the compact JWS. Raises: Unavailable SIGNER_UNAVAILABLE."""


class LocalSigner:
    """Signs in this process. Making one proves that the private key fits the public one."""

    remote = False

    def __init__(self, private_key: PrivateKey, public_key: PublicKey, *, kid: str, algorithm: Algorithm) -> None:
        self._private_key = private_key
        self.kid = kid
        self.algorithm = JWS_NAMES[algorithm]
        self.public_key = public_key
        self._headers = {kind: build_header(self.algorithm, kid=kid, typ=typ) for kind, typ in TOKEN_TYPES.items()}
        token = sign(self._headers[TokenKind.SESSION], _PROBE, private_key, algorithm=self.algorithm)
        probe = parse(token)
        verify(probe, public_key, algorithm=self.algorithm)
        self.signature_bytes = len(probe.signature)

    def header_bytes(self, kind: TokenKind) -> int:
        """Return the length of a kind's encoded header."""
        return len(self._headers[kind])

    def sign(self, claims: CheckedClaims) -> str:
        """Return the compact JWS."""
        return sign(self._headers[claims.kind], claims.payload, self._private_key, algorithm=self.algorithm)

    def __repr__(self) -> str:
        return f"LocalSigner({self.kid})"


class TokenProver:
    """Compares each finished token with what was to be signed; verifies the signature of 1 in N."""

    def __init__(self) -> None:
        self._counter = itertools.count(1)
        self._headers: dict[tuple[str, str, TokenKind], bytes] = {}

    def prove(self, token: str, claims: CheckedClaims, signer: Signer, *, verify_one_in_n: int) -> None:
        """Check header and payload byte for byte (DESIGN §1 step 7). Raises: Unavailable SIGNER_UNAVAILABLE; the token is void."""
        count = next(self._counter)
        header = self._expected_header(signer, claims.kind)
        try:
            signed_header, _, rest = token.encode().partition(b".")
            payload, _, signature = rest.partition(b".")
            if signed_header != header or payload != encode_segment(claims.payload) or not decode_segment(signature):
                raise SignatureError("differs", "The signed token differs from the checked claims.")
            if signer.remote or (verify_one_in_n and count % verify_one_in_n == 0):
                verify(parse(token), signer.public_key, algorithm=signer.algorithm)
        except SignatureError as error:
            message = "The signer returned a token that does not say what was checked; it was thrown away."
            raise Unavailable(Reason.SIGNER_UNAVAILABLE, message, retry_after=timedelta(seconds=1)) from error

    def _expected_header(self, signer: Signer, kind: TokenKind) -> bytes:
        """Return what the header has to be, built here and not by the signer."""
        place = (signer.algorithm, signer.kid, kind)
        found = self._headers.get(place)
        if found is None:
            if len(self._headers) >= _MAX_HEADERS:
                self._headers = {}
            found = self._headers[place] = build_header(signer.algorithm, kid=signer.kid, typ=TOKEN_TYPES[kind])
        return found
