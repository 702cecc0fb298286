"""The file of the key-encryption key: several keys, replaced in one step, read again while a service runs."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError, read_key_id
from mintmark_server.keys.keyfile import EncryptionKeyFile, create_encryption_key_file, load_encryption_key

CONTEXT = "projects/p/keys/k"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_encryption_key_file(tmp_path / "encryption.key")
    return tmp_path / "encryption.key"


def test_the_newest_key_seals_and_each_opens(path: Path) -> None:
    running, tool = load_encryption_key(path), create_and_add(path)
    before = EncryptionKey(*_bytes(path)[1:]).seal(b"old", context=CONTEXT)
    assert len(running.ids) == 2, "the running service sees the new key"
    assert running.ids == tool
    after = running.seal(b"new", context=CONTEXT)
    assert read_key_id(after) == running.id == tool[0]
    assert (running.open(before, context=CONTEXT), running.open(after, context=CONTEXT)) == (b"old", b"new")
    wrapped = running.rewrap(before, context=CONTEXT)
    assert read_key_id(wrapped) == running.id
    assert wrapped.rpartition(".")[2] == before.rpartition(".")[2], "the secret's own ciphertext is not touched"
    assert running.open(wrapped, context=CONTEXT) == b"old"


def create_and_add(path: Path) -> tuple[str, ...]:
    key = EncryptionKeyFile(path)
    key.add_key()
    return key.ids


def _bytes(path: Path) -> list[bytes]:
    return [base64.b64decode(line) for line in path.read_text().split()]


def test_dropped_keys_open_nothing_and_stay_beside_for_backups(path: Path) -> None:
    old = load_encryption_key(path).seal(b"old", context=CONTEXT)
    key = EncryptionKeyFile(path)
    key.add_key()
    kept = key.drop_older_keys()
    assert (len(key.ids), path.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (1, 0o600, 0o600)
    with pytest.raises(EncryptionKeyError, match="give the right one"):
        key.open(old, context=CONTEXT)
    assert load_encryption_key(kept).open(old, context=CONTEXT) == b"old"


def test_what_a_kill_leaves_behind_is_no_obstacle(path: Path) -> None:
    key = EncryptionKeyFile(path)
    path.with_name("encryption.key.new").write_text("half a ke")
    key.add_key()
    kept = path.with_name(f"encryption.key.before-{key.id}")
    kept.write_bytes(path.read_bytes())
    kept.chmod(0o600)
    assert key.drop_older_keys() == kept
    assert len(load_encryption_key(path).ids) == 1


def test_a_running_service_keeps_its_keys_while_the_file_is_away_or_broken(path: Path) -> None:
    key = load_encryption_key(path)
    sealed = key.seal(b"x", context=CONTEXT)
    text = path.read_text()
    path.write_text("nonsense!")
    assert key.open(sealed, context=CONTEXT) == b"x"
    path.unlink()
    assert key.open(sealed, context=CONTEXT) == b"x"
    path.write_text(text)
    path.chmod(0o600)
    assert key.open(sealed, context=CONTEXT) == b"x"


def test_the_environment_holds_several_keys_too(path: Path) -> None:
    first, second = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
    old = load_encryption_key(path, text=first)
    both = load_encryption_key(path, text=f"{second} {first}")
    assert both.open(old.seal(b"x", context=CONTEXT), context=CONTEXT) == b"x"
    assert both.ids == (load_encryption_key(path, text=second).id, old.id)
    with pytest.raises(EncryptionKeyError, match="16 bytes"):
        load_encryption_key(path, text=f"{first} AAAAAAAAAAAAAAAAAAAAAA==")
