"""Sealing: AES-256-GCM envelopes under the key-encryption key.

Owns: sealing and opening, under the newest of several keys and any of them. Never: where the keys are kept (keyfile), what is sealed.

An envelope is `v1.{key id}.{wrapped data key}.{ciphertext}`: each secret has a data key of its own, so that changing the
key-encryption key rewraps 60 bytes and never touches the secret. The associated data of both is version, place and purpose.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from mintmark.jws import encode_segment

from mintmark_server.secret import Secret

KEY_BYTES: Final = 32
_VERSION: Final = "v1"
_NONCE_BYTES: Final = 12


class EncryptionKeyError(Exception):
    """The key-encryption key can't be read, or does not open what is stored; says what to do."""


class EncryptionKey:
    """The key-encryption key; shows only its id. `older` ones still open what was sealed before the key was changed."""

    def __init__(self, key: bytes, *older: bytes) -> None:
        self._set(key, *older)

    @property
    def id(self) -> str:
        """The id of the key that seals."""
        return next(iter(self._current()))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys, the one that seals first."""
        return tuple(self._current())

    def seal(self, plaintext: bytes, *, context: str) -> str:
        """Return an envelope that opens only with the same context, e.g. `projects/p1/keys/k1`."""
        associated = f"{_VERSION}:{context}".encode()
        # Drawn at once: each call to the system gives the interpreter lock away.
        drawn = os.urandom(KEY_BYTES + 2 * _NONCE_BYTES)
        data_key, nonces = drawn[:KEY_BYTES], drawn[KEY_BYTES:]
        ciphertext = _encode(_encrypt(data_key, plaintext, associated, nonce=nonces[:_NONCE_BYTES]))
        return self._wrap(data_key, ciphertext, associated, nonce=nonces[_NONCE_BYTES:])

    def open(self, envelope: str, *, context: str) -> bytes:
        """Return what an envelope holds. Raises: EncryptionKeyError for another key, another context or altered bytes."""
        data_key, ciphertext, associated = self._unwrap(envelope, context)
        try:
            return _decrypt(data_key, _decode(ciphertext), associated)
        except (ValueError, InvalidTag) as error:
            raise _altered(context) from error

    def rewrap(self, envelope: str, *, context: str) -> str:
        """Return the envelope under the newest key; its ciphertext stays as it is. Raises: EncryptionKeyError."""
        data_key, ciphertext, associated = self._unwrap(envelope, context)
        return self._wrap(data_key, ciphertext, associated, nonce=os.urandom(_NONCE_BYTES))

    def _set(self, key: bytes, *older: bytes) -> None:
        keys = (key, *older)
        for one in keys:
            if len(one) != KEY_BYTES:
                raise EncryptionKeyError(f"The key-encryption key has {len(one)} bytes; it needs {KEY_BYTES}.")
        self._keys = {hashlib.sha256(b"mintmark key id" + one).hexdigest()[:8]: Secret(one) for one in keys}

    def _current(self) -> Mapping[str, Secret]:
        return self._keys

    def _wrap(self, data_key: bytes, ciphertext: str, associated: bytes, *, nonce: bytes) -> str:
        key_id, key = next(iter(self._current().items()))
        return ".".join([_VERSION, key_id, _encode(_encrypt(key.reveal(), data_key, associated, nonce=nonce)), ciphertext])

    def _unwrap(self, envelope: str, context: str) -> tuple[bytes, str, bytes]:
        associated = f"{_VERSION}:{context}".encode()
        try:
            version, key_id, wrapped, ciphertext = envelope.split(".")
            if version != _VERSION:
                raise EncryptionKeyError(f"The envelope of {context} has version {version}, which this service does not know.")
            keys = self._current()
            if key_id not in keys:
                given = f"the one given is {self.id}" if len(keys) == 1 else f"those given are {', '.join(keys)}"
                raise EncryptionKeyError(f"{context} is sealed under key-encryption key {key_id}, and {given}: give the right one.")
            return _decrypt(keys[key_id].reveal(), _decode(wrapped), associated), ciphertext, associated
        except (ValueError, InvalidTag) as error:
            raise _altered(context) from error

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.ids)})"


def read_key_id(envelope: str) -> str:
    """Return the id of the key that an envelope is sealed under."""
    return envelope.split(".")[1]


def _altered(context: str) -> EncryptionKeyError:
    return EncryptionKeyError(f"The envelope of {context} was altered or belongs to something else.")


def _encrypt(key: bytes, plaintext: bytes, associated: bytes, *, nonce: bytes) -> bytes:
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def _decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)


def _encode(data: bytes) -> str:
    return encode_segment(data).decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
