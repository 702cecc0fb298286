"""Secrets: made, shown once, stored as digests, compared in constant time.

Owns: the form of credentials' and access keys' secrets, digests, comparison, and `Secret` and `DigestKey`, which hide themselves.
Never: encryption (keys).

A secret is `mmc_` or `mmk_`, 43 characters of 256 random bits, and 6 characters of checksum, so that a truncated copy is told from a
wrong one before any look-up. With 256 random bits a plain SHA-256 is enough to store.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

CREDENTIAL_PREFIX: Final = "mmc_"
ACCESS_KEY_PREFIX: Final = "mmk_"
_CHECKSUM_CHARS: Final = 6


class Secret:
    """A value that does not show itself in logs, tracebacks or `repr`."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """Return the value."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"


def new_secret(prefix: str) -> str:
    """Return a new secret with its checksum."""
    body = prefix + secrets.token_urlsafe(32)
    return body + _checksum(body)


def has_form(secret: str, prefix: str) -> bool:
    """Tell whether the text has the form of a secret: prefix, length, checksum."""
    body, checksum = secret[:-_CHECKSUM_CHARS], secret[-_CHECKSUM_CHARS:]
    return secret.startswith(prefix) and secret.isascii() and equal(_checksum(body), checksum)


def digest(secret: str | bytes) -> str:
    """Return the hex SHA-256 that is stored in a secret's place."""
    return hashlib.sha256(secret.encode() if isinstance(secret, str) else secret).hexdigest()


def equal(first: str, second: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(first.encode(), second.encode())


class DigestKey:
    """A key of HMAC-SHA-256, begun once: looking the hash up and beginning it takes three times as long as all else."""

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, digestmod="sha256")

    def digest(self, text: str) -> str:
        """Return the hex digest of a text."""
        going = self._begun.copy()
        going.update(text.encode())
        return going.hexdigest()

    def __repr__(self) -> str:
        return "DigestKey(…)"


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode(errors="replace")).hexdigest()[:_CHECKSUM_CHARS]
