"""Key material: new key pairs, sealed and opened.

Owns: generating and serialising private keys. Never: states, storage.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final, cast

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from mintmark.jwks import build_jwk, parse_jwk
from mintmark.jws import PrivateKey

from mintmark_server.ids import format_name, new_uid
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.keys.signer import JWS_NAMES, LocalSigner
from mintmark_server.model.directory import Algorithm
from mintmark_server.model.record import Ref
from mintmark_server.model.security import KeyState, SigningKey

RSA_BITS: Final = 2048
_RSA_EXPONENT: Final = 65537


def _generate_rsa() -> PrivateKey:
    return rsa.generate_private_key(_RSA_EXPONENT, RSA_BITS)


_GENERATE: Final[dict[Algorithm, Callable[[], PrivateKey]]] = {
    Algorithm.ES256: lambda: ec.generate_private_key(ec.SECP256R1()),
    Algorithm.ES384: lambda: ec.generate_private_key(ec.SECP384R1()),
    Algorithm.EDDSA: ed25519.Ed25519PrivateKey.generate,
    Algorithm.ED25519: ed25519.Ed25519PrivateKey.generate,
    Algorithm.RS256: _generate_rsa,
    Algorithm.PS256: _generate_rsa,
}


def generate_key(project_id: str, algorithm: Algorithm, encryption_key: EncryptionKey, *, state: KeyState, now: datetime) -> SigningKey:
    """Make a new key pair; the private half leaves this function only sealed."""
    return seal_key(project_id, _GENERATE[algorithm](), algorithm, encryption_key, state=state, now=now)


def seal_key(
    project_id: str,
    private_key: PrivateKey,
    algorithm: Algorithm,
    encryption_key: EncryptionKey,
    *,
    state: KeyState,
    now: datetime,
    kid: str = "",
) -> SigningKey:
    """Return a key's record with its private half sealed; `kid` "" is its thumbprint."""
    jwk = build_jwk(private_key.public_key(), algorithm=JWS_NAMES[algorithm])
    jwk["kid"] = kid or jwk["kid"]
    encoded = private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    context = format_name(Ref(SigningKey.noun, project_id, jwk["kid"]))
    return SigningKey(
        project_id=project_id,
        id=jwk["kid"],
        uid=new_uid(),
        revision=1,
        created_at=now,
        updated_at=now,
        algorithm=algorithm,
        state=state,
        public_jwk=json.dumps(jwk, separators=(",", ":"), sort_keys=True),
        sealed=encryption_key.seal(encoded, context=context),
        published_at=now,
        activated_at=now if state is KeyState.ACTIVE else None,
    )


def load_signer(key: SigningKey, encryption_key: EncryptionKey) -> LocalSigner:
    """Open a key and prove it. Raises: EncryptionKeyError, JwsError."""
    encoded = encryption_key.open(key.sealed, context=format_name(key.ref))
    private_key = cast("PrivateKey", load_der_private_key(encoded, None))
    public_key = parse_jwk(json.loads(key.public_jwk)).public_key
    return LocalSigner(private_key, public_key, kid=key.id, algorithm=key.algorithm)
