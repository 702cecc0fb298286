"""Envelopes and the key-encryption key."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError
from mintmark_server.keys.keyfile import create_encryption_key_file, load_encryption_key

KEY = EncryptionKey(bytes(range(32)))
CONTEXT = "projects/p/keys/k"


def test_what_was_sealed_opens_in_its_context_only() -> None:
    envelope = KEY.seal(b"secret", context=CONTEXT)
    assert KEY.open(envelope, context=CONTEXT) == b"secret"
    assert b"secret" not in base64.urlsafe_b64decode(envelope.rpartition(".")[2] + "==")
    for context in ("projects/q/keys/k", "projects/p/keys/l", ""):
        with pytest.raises(EncryptionKeyError, match="altered or belongs"):
            KEY.open(envelope, context=context)


def test_two_envelopes_of_one_secret_differ() -> None:
    assert KEY.seal(b"secret", context=CONTEXT) != KEY.seal(b"secret", context=CONTEXT)


def test_a_wrong_key_is_told_by_its_id() -> None:
    other = EncryptionKey(bytes(32))
    with pytest.raises(EncryptionKeyError, match=f"sealed under key-encryption key {KEY.id}, and the one given is {other.id}"):
        other.open(KEY.seal(b"secret", context=CONTEXT), context=CONTEXT)


def test_each_changed_byte_is_noticed() -> None:
    envelope = KEY.seal(b"secret", context=CONTEXT)
    version, key_id, wrapped, ciphertext = envelope.split(".")
    flipped = ("B" if wrapped[5] == "A" else "A").join([wrapped[:5], wrapped[6:]])
    short = ciphertext[:-4]
    for changed in (
        f"v2.{key_id}.{wrapped}.{ciphertext}",
        f"{version}.{key_id}.{flipped}.{ciphertext}",
        f"{version}.{key_id}.{wrapped}.{short}",
        "x",
        "",
    ):
        with pytest.raises(EncryptionKeyError):
            KEY.open(changed, context=CONTEXT)


def test_a_key_does_not_show_itself() -> None:
    assert repr(KEY) == f"EncryptionKey({KEY.id})"


def test_a_new_key_file_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "encryption.key"
    made = create_encryption_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_encryption_key(path).id == made.id
    with pytest.raises(EncryptionKeyError, match="never overwritten"):
        create_encryption_key_file(path)


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        (base64.b64encode(bytes(32)), 0o644, "can be read by others .mode 0644.: chmod 600"),
        (base64.b64encode(bytes(32)), 0o640, "can be read by others"),
        (base64.b64encode(bytes(31)), 0o600, "has 31 bytes; it needs 32"),
        (b"not base64!", 0o600, "holds no key"),
        (b"\xff\xfe", 0o600, "holds no key"),
        (b"", 0o600, "holds no key"),
    ],
)
def test_a_key_file_that_is_wrong_says_what_to_do(tmp_path: Path, content: bytes, mode: int, message: str) -> None:
    path = tmp_path / "encryption.key"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(EncryptionKeyError, match=message):
        load_encryption_key(path)


def test_an_absent_or_unreadable_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncryptionKeyError, match="does not exist"):
        load_encryption_key(tmp_path / "none")
    with pytest.raises(EncryptionKeyError, match=r"can't be read|can be read by others"):
        load_encryption_key(tmp_path)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    text = base64.b64encode(os.urandom(32)).decode()
    assert load_encryption_key(tmp_path / "none", text=text).id != KEY.id
    with pytest.raises(EncryptionKeyError, match="environment variable MINTMARK_ENCRYPTION_KEY"):
        load_encryption_key(tmp_path / "none", text="nonsense!")
