"""Where the key-encryption key is kept: a file that only its owner can read, or the environment.

Owns: reading and making the file, adding a key to it and dropping older ones, each in one atomic step. Never: sealing (encryption).

The file has a key a line, base64 of 32 bytes, the newest first: that one seals, all of them open. A running service reads the file again
when it was replaced, so that a key can be changed while it runs. The environment variable has the keys separated by spaces.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from mintmark_server.keys.encryption import KEY_BYTES, EncryptionKey, EncryptionKeyError
from mintmark_server.secret import Secret

ENVIRONMENT: Final = "MINTMARK_ENCRYPTION_KEY"
_PRIVATE: Final = 0o600


class EncryptionKeyFile(EncryptionKey):
    """The keys of a file, as it is now."""

    def __init__(self, path: Path) -> None:
        """Raises: EncryptionKeyError."""
        self._path = path
        self._lock = threading.Lock()
        self._seen = _stamp(path)
        super().__init__(*_read(path))

    def add_key(self) -> str:
        """Make a new key that seals from now on; return its id. Raises: EncryptionKeyError."""
        _replace(self._path, [os.urandom(KEY_BYTES), *_read(self._path)])
        return self.id

    def drop_older_keys(self) -> Path:
        """Keep the newest key only; return the file beside it that keeps them all, for backups. Raises: EncryptionKeyError."""
        keys = _read(self._path)
        kept = self._path.with_name(f"{self._path.name}.before-{self.id}")
        if not kept.exists() or _read(kept) != keys:
            _write(kept, keys)
        _replace(self._path, keys[:1])
        return kept

    def _current(self) -> Mapping[str, Secret]:
        stamp = _stamp(self._path)
        if stamp != self._seen and stamp is not None:
            with self._lock:
                # Between two looks the file may be gone or half edited by hand: what was read before stays good.
                try:
                    self._set(*_read(self._path))
                except EncryptionKeyError:
                    return self._keys
                self._seen = stamp
        return self._keys


def create_encryption_key_file(path: Path) -> EncryptionKeyFile:
    """Make a new key in a new file that only its owner can read. Raises: EncryptionKeyError when the file exists."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EncryptionKeyError(f"{path} can't be written: {error.strerror}.") from error
    _write(path, [os.urandom(KEY_BYTES)])
    return EncryptionKeyFile(path)


def load_encryption_key(path: Path, *, text: str = "") -> EncryptionKey:
    """Load the keys from `text` (of the environment) or else from the file, which nobody but its owner may read.

    Raises: EncryptionKeyError.
    """
    if text:
        return EncryptionKey(*_parse(text, f"The environment variable {ENVIRONMENT}"))
    return EncryptionKeyFile(path)


def _read(path: Path) -> list[bytes]:
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise EncryptionKeyError(f"{path} can be read by others (mode {stat.S_IMODE(mode):04o}): chmod 600 {path}")
        return _parse(path.read_text("ascii"), str(path))
    except FileNotFoundError:
        message = f"The key-encryption key {path} does not exist. `mintmark-server init` makes one; for an existing database bring its own."
        raise EncryptionKeyError(message) from None
    except UnicodeDecodeError:
        raise EncryptionKeyError(f"{path} holds no key: expected base64 of {KEY_BYTES} bytes.") from None
    except OSError as error:
        raise EncryptionKeyError(f"{path} can't be read: {error.strerror}.") from error


def _parse(text: str, where: str) -> list[bytes]:
    try:
        keys = [base64.b64decode(word, validate=True) for word in text.split()]
    except binascii.Error:
        keys = []
    if not keys:
        raise EncryptionKeyError(f"{where} holds no key: expected base64 of {KEY_BYTES} bytes.")
    return keys


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what tells one version of a file from another; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _write(path: Path, keys: Sequence[bytes]) -> None:
    """Write a new file and have it on the disk. Raises: EncryptionKeyError when it exists."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE), "wb") as file:
            file.writelines(base64.b64encode(key) + b"\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise EncryptionKeyError(f"{path} exists; a key-encryption key is never overwritten.") from None
    except OSError as error:
        raise EncryptionKeyError(f"{path} can't be written: {error.strerror}.") from error


def _replace(path: Path, keys: Sequence[bytes]) -> None:
    """Put other keys in a file's place: whoever looks, and whatever breaks, finds the old file or the new one."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    _write(beside, keys)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
