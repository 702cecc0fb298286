"""Sealing: AES-256-GCM envelopes under the key-encryption key.

Owns: loading and making the key-encryption key, sealing and opening. Never: what is sealed.

An envelope is `v1.{key id}.{wrapped data key}.{ciphertext}`: each secret has a data key of its own, so that changing the
key-encryption key rewraps 60 bytes and never touches the secret. The associated data of both is version, place and purpose.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mintmark_server.secret import Secret

ENVIRONMENT: Final = "MINTMARK_ENCRYPTION_KEY"
_VERSION: Final = "v1"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class EncryptionKeyError(Exception):
    """The key-encryption key can't be read, or does not open what is stored; says what to do."""


class EncryptionKey:
    """The key-encryption key; shows only its id."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise EncryptionKeyError(f"The key-encryption key has {len(key)} bytes; it needs {_KEY_BYTES}.")
        self._key = Secret(key)
        self.id = hashlib.sha256(b"mintmark key id" + key).hexdigest()[:8]

    def seal(self, plaintext: bytes, *, context: str) -> str:
        """Return an envelope that opens only with the same context, e.g. `projects/p1/keys/k1`."""
        associated = f"{_VERSION}:{context}".encode()
        data_key = os.urandom(_KEY_BYTES)
        return ".".join(
            [
                _VERSION,
                self.id,
                _encode(_encrypt(self._key.reveal(), data_key, associated)),
                _encode(_encrypt(data_key, plaintext, associated)),
            ]
        )

    def open(self, envelope: str, *, context: str) -> bytes:
        """Return what an envelope holds. Raises: EncryptionKeyError for another key, another context or altered bytes."""
        associated = f"{_VERSION}:{context}".encode()
        try:
            version, key_id, wrapped, ciphertext = envelope.split(".")
            if version != _VERSION:
                raise EncryptionKeyError(f"The envelope of {context} has version {version}, which this service does not know.")
            if key_id != self.id:
                message = f"{context} is sealed under key-encryption key {key_id}, and the one given is {self.id}: give the right one."
                raise EncryptionKeyError(message)
            data_key = _decrypt(self._key.reveal(), _decode(wrapped), associated)
            return _decrypt(data_key, _decode(ciphertext), associated)
        except (ValueError, InvalidTag) as error:
            raise EncryptionKeyError(f"The envelope of {context} was altered or belongs to something else.") from error

    def __repr__(self) -> str:
        return f"EncryptionKey({self.id})"


def create_encryption_key_file(path: Path) -> EncryptionKey:
    """Make a new key in a new file that only its owner can read. Raises: EncryptionKeyError when the file exists."""
    key = os.urandom(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise EncryptionKeyError(f"{path} exists; a key-encryption key is never overwritten.") from None
    except OSError as error:
        raise EncryptionKeyError(f"{path} can't be written: {error.strerror}.") from error
    return EncryptionKey(key)


def load_encryption_key(path: Path, *, text: str = "") -> EncryptionKey:
    """Load the key from `text` (of the environment) or else from the file, which nobody but its owner may read.

    Raises: EncryptionKeyError.
    """
    if text:
        return _parse(text, f"The environment variable {ENVIRONMENT}")
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise EncryptionKeyError(f"{path} can be read by others (mode {stat.S_IMODE(mode):04o}): chmod 600 {path}")
        return _parse(path.read_text("ascii"), str(path))
    except FileNotFoundError:
        message = f"The key-encryption key {path} does not exist. `mintmark-server init` makes one; for an existing database bring its own."
        raise EncryptionKeyError(message) from None
    except UnicodeDecodeError:
        raise EncryptionKeyError(f"{path} holds no key: expected base64 of {_KEY_BYTES} bytes.") from None
    except OSError as error:
        raise EncryptionKeyError(f"{path} can't be read: {error.strerror}.") from error


def _parse(text: str, where: str) -> EncryptionKey:
    try:
        return EncryptionKey(base64.b64decode(text.strip(), validate=True))
    except binascii.Error:
        raise EncryptionKeyError(f"{where} holds no key: expected base64 of {_KEY_BYTES} bytes.") from None


def _encrypt(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def _decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
