"""Keys that move: a private key from elsewhere, and another key-encryption key, with the command line and killed at any moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import joserfc.jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey, KeySet
from mintmark.client import Client
from mintmark.v1 import key_service_pb2
from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.cli.app import app
from mintmark_server.errors import AlreadyExists, FailedState, NotFound
from mintmark_server.keys.encryption import EncryptionKey, read_key_id
from mintmark_server.keys.importing import parse_private_key
from mintmark_server.keys.keyfile import EncryptionKeyFile, create_encryption_key_file, load_encryption_key
from mintmark_server.keys.rewrap import find_closed, find_older, rewrap
from mintmark_server.model.directory import Project
from mintmark_server.model.security import ProjectSecret, SigningKey
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.testing import PUBLIC_URL, START, MovingClock, TestService, run_service
from typer.testing import CliRunner

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import open_session, passed, refresh

CALL = Call(now=START, actor="mintmark-server", method="keys rewrap", request_id="r")


def test_a_project_moves_here_and_its_verifiers_see_nothing(service: TestService, project: ProjectUnderTest) -> None:
    elsewhere = ECKey.generate_key("P-256", parameters={"kid": "old-house-1"})
    cached = KeySet([ECKey.import_key(elsewhere.as_dict(private=False))])
    imported = parse_private_key(json.dumps(elsewhere.as_dict(private=True)).encode(), keep_kid=True)
    keys = service.components.keys
    key = keys.import_key(project.id, imported, call=CALL)
    assert (key.id, key.state.value) == ("old-house-1", "NEXT")
    answer = project.client.keys.GetJsonWebKeySet(key_service_pb2.GetJsonWebKeySetRequest(parent=project.name))
    assert "old-house-1" in answer.key_set
    assert decode(project.issue().token)[0]["kid"] != "old-house-1", "imported is not activated"
    project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=f"{project.name}/keys/old-house-1", force=True))
    token = project.issue().token
    assert decode(token)[0] == {"alg": "ES256", "kid": "old-house-1", "typ": "JWT"}
    assert joserfc.jwt.decode(token, cached, algorithms=["ES256"]).claims["sub"] == "ada"
    entries = [event.entry for event in service.components.store.list_audit(project.id, after=0, limit=99)]
    assert [entry.resource for entry in entries if entry.note == "imported"] == [f"{project.name}/keys/old-house-1"]


def test_a_key_is_imported_once_and_into_one_project(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    other = ProjectUnderTest(client, f"other-{project.id}")
    other.create()
    keys = service.components.keys
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    first = keys.import_key(project.id, parse_private_key(private, kid="k1"), call=CALL)
    for project_id, kid in ((project.id, "k1"), (project.id, "k2"), (other.id, "k1")):
        with pytest.raises(AlreadyExists, match=f"{project.name}/keys/k1"):
            keys.import_key(project_id, parse_private_key(private, kid=kid), call=CALL)
    another = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(AlreadyExists):
        keys.import_key(project.id, parse_private_key(another, kid="k1"), call=CALL)
    with pytest.raises(NotFound):
        keys.import_key("nowhere", parse_private_key(another), call=CALL)
    keys.revoke(project.id, first.id, etag="", call=CALL)
    with pytest.raises(AlreadyExists, match="revoked"):
        keys.import_key(project.id, parse_private_key(private), call=CALL)


def test_a_key_that_does_not_open_is_not_activated(service: TestService, project: ProjectUnderTest) -> None:
    store, keys = service.components.store, service.components.keys
    fresh = keys.prepare(project.id, None, call=CALL)
    broken = replace(fresh, sealed=EncryptionKey(bytes(32)).seal(b"x", context="y"), revision=2)
    store.commit(Intent(changes=(Put(broken),)))
    with pytest.raises(FailedState, match="does not open"):
        keys.activate(project.id, fresh.id, etag="", force=True, call=CALL)
    assert project.issue().token


class KilledError(BaseException):
    """Stands for a process that ends here."""


class FakeMortalStore(MemoryStore):
    """Dies at the given commit: before it, or after it was stored."""

    commits = 0
    dies_at = 0
    stored = False

    def commit(self, intent: Intent) -> None:
        self.commits += 1
        if self.dies_at and self.commits == self.dies_at:
            if self.stored:
                super().commit(intent)
            raise KilledError
        super().commit(intent)


@pytest.mark.parametrize("stored", [False, True])
def test_a_rewrap_that_is_killed_at_any_commit_goes_on_where_it_was(stored: bool) -> None:
    old, new = bytes(32), bytes(range(32))
    for dies_at in range(1, 8):
        store = FakeMortalStore()
        components = Components(store, EncryptionKey(old), MovingClock(), public_url=PUBLIC_URL)
        _fill(components)
        both = EncryptionKey(new, old)
        store.commits, store.dies_at, store.stored = 0, dies_at, stored
        with pytest.raises(KilledError):
            rewrap(store, both, call=CALL)
        assert find_closed(store, both) == [], "both keys open what there is"
        _check_signs(store, both)
        store.dies_at = 0
        done = rewrap(store, both, call=CALL)
        assert (done.records, done.skipped) == (7 - (dies_at - (not stored)), dies_at - (not stored))
        assert done.older_until is None
        assert {read_key_id(record.sealed) for kind in (SigningKey, ProjectSecret) for record in store.list_all(kind)} == {both.id}
        _check_signs(store, EncryptionKey(new))
        again = rewrap(store, both, call=CALL)
        assert (again.records, again.skipped) == (0, 7)


def _fill(components: Components) -> None:
    for project_id in ("p", "q"):
        project = Project(project_id=project_id, id=project_id, uid="", revision=1, created_at=START, updated_at=START)
        components.directory.projects.create(project, validate_only=False, call=CALL)
    for _ in range(3):
        components.keys.prepare("q", None, call=CALL)


def _check_signs(store: MemoryStore, key: EncryptionKey) -> None:
    keyring = Components(store, key, MovingClock(), public_url=PUBLIC_URL).keyring
    for project_id in ("p", "q"):
        assert keyring.signer(project_id).kid
        for record in store.list_records(SigningKey, project_id, limit=99).records:
            keyring.prove(record)


def test_a_running_service_does_not_notice_a_rewrap(tmp_path: Path) -> None:
    create_encryption_key_file(tmp_path / "key")
    store, clock = MemoryStore(), MovingClock()
    running = Components(store, load_encryption_key(tmp_path / "key"), clock, public_url=PUBLIC_URL)
    _fill(running)
    tool = EncryptionKeyFile(tmp_path / "key")
    old = tool.id
    sealed = running.keyring.seal(b"passing", context="c")
    tool.add_key()
    rewrap(store, tool, call=CALL)
    running.configurations.refresh()
    assert running.keyring.signer("p").kid
    assert running.keyring.open(sealed, context="c") == b"passing"
    fresh = running.keys.prepare("p", None, call=CALL)
    assert read_key_id(fresh.sealed) == tool.id != old, "what is sealed from now on is sealed under the new key"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert CliRunner().invoke(app, ["init", "--data-dir", str(tmp_path / "data")]).exit_code == 0
    store = SqliteStore(tmp_path / "data" / "mintmark.db")
    components = Components(store, load_encryption_key(tmp_path / "data" / "encryption.key"), MovingClock(), public_url=PUBLIC_URL)
    _fill(components)
    store.close()
    return tmp_path


def invoke(folder: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, [*arguments, "--data-dir", str(folder / "data")])


def test_the_command_line_rewraps_and_drops(data: Path) -> None:
    first = invoke(data, "keys", "rewrap")
    assert first.exit_code == 0
    assert "added" in first.output
    assert "7 rewrapped, 0 were under" in first.output
    assert "Nothing needs the older key" in first.output
    again = invoke(data, "keys", "rewrap")
    assert "0 rewrapped, 7 were under" in again.output
    assert len((data / "data" / "encryption.key").read_text().split()) == 2
    dropped = invoke(data, "keys", "rewrap", "--drop")
    assert dropped.exit_code == 0
    assert "alone" in dropped.output
    assert len((data / "data" / "encryption.key").read_text().split()) == 1
    assert invoke(data, "check").output == "All is well.\n"
    with pytest.raises(Exception, match="one key only"):
        raise invoke(data, "keys", "rewrap", "--drop").exception


def test_check_names_what_the_key_does_not_open(data: Path) -> None:
    invoke(data, "keys", "rewrap")
    key_file = data / "data" / "encryption.key"
    new, old = key_file.read_text().split()
    store = SqliteStore(data / "data" / "mintmark.db")
    lost = EncryptionKey(bytes(32))
    record = store.list_records(SigningKey, "q", limit=1).records[0]
    store.commit(Intent(changes=(Put(replace(record, sealed=lost.seal(b"x", context="y"), revision=record.revision + 1)),)))
    store.close()
    checked = invoke(data, "check")
    assert checked.exit_code == 1
    assert f"projects/q/keys/{record.id} is sealed under key-encryption key {lost.id}" in checked.output
    assert new not in checked.output
    assert old not in checked.output


def test_the_command_line_imports(data: Path) -> None:
    file = data / "key.pem"
    key = ec.generate_private_key(ec.SECP384R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    done = invoke(data, "keys", "import", "p", str(file), "--kid", "mine", "--activate")
    assert done.exit_code == 0, done.output
    assert "projects/p/keys/mine  ES384  ACTIVE" in done.output
    store = SqliteStore(data / "data" / "mintmark.db")
    states = {record.id: record.state.value for record in store.list_records(SigningKey, "p", limit=9).records}
    assert states.pop("mine") == "ACTIVE"
    assert list(states.values()) == ["RETIRING"]
    store.close()
    waiting = invoke(data, "keys", "import", "q", str(data / "none.pem"))
    assert "can't be read" in str(waiting.exception)
    again = invoke(data, "keys", "import", "q", str(file))
    assert isinstance(again.exception, AlreadyExists)


def test_older_answers_hold_the_drop_up() -> None:
    with run_service() as service, Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        opened = open_session(project, request_id="0f8fad5b-d9cb-469f-a165-70867728950e")
        with passed(service, hours=2), Client(service.target) as subject:
            refresh(subject, opened.refresh_token.token)
        store, now = service.components.store, service.clock.now()
        secret = service.components.encryption_key._keys
        both = EncryptionKey(bytes(32), next(iter(secret.values())).reveal())
        assert find_older(store, service.components.encryption_key, now=now) is None
        assert rewrap(store, both, call=CALL).older_until == now + timedelta(hours=2, seconds=10), "the refresh may be repeated until then"
        assert find_older(store, both, now=now + timedelta(hours=2, seconds=10)) is None
