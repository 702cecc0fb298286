"""The keyring: each project's active signer and published keys, in memory.

Owns: loading them on first use and forgetting them when they change. Never: states (lifecycle).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mintmark.jwks import VerificationKey, parse_key_set, print_key_set
from mintmark.jws import JwsError

from mintmark_server.bounded import keep
from mintmark_server.errors import FailedState, NotFound, Problem, Reason
from mintmark_server.ids import format_name, new_uid
from mintmark_server.keys.bounded import BoundedSigner
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError
from mintmark_server.keys.importing import ImportedKey
from mintmark_server.keys.material import generate_key, load_signer, seal_key
from mintmark_server.keys.signer import Signer
from mintmark_server.model.directory import Algorithm, LifetimeOverrides, Lifetimes, Project
from mintmark_server.model.record import Record, Ref
from mintmark_server.model.security import KeyState, ProjectSecret, SigningKey
from mintmark_server.secret import DigestKey
from mintmark_server.storage.port import Store
from mintmark_server.storage.reading import read_all

KEY_SET_MAX_AGE: Final = timedelta(seconds=300)
"""How long a verifier may keep a key set (DESIGN §7)."""
DIGEST_SECRET: Final = "digest"
_DIGEST_KEY_BYTES: Final = 32
_PUBLISHED: Final = frozenset({KeyState.NEXT, KeyState.ACTIVE, KeyState.RETIRING})


LoadSigner = Callable[[SigningKey, EncryptionKey], Signer]
"""Makes the signer of a stored key. Raises: EncryptionKeyError, JwsError."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """A published key set: JSON text, its entity tag (quoted) and how long it may be kept."""

    text: str
    etag: str
    max_age: timedelta = KEY_SET_MAX_AGE


@dataclass(frozen=True, slots=True)
class ProjectKeys:
    """A project's keys as they were read; `signer` is None where no key is active, `signer_name` its key's resource name."""

    signer: Signer | None
    signer_name: str
    key_set: KeySet
    verification_keys: Mapping[str, VerificationKey]
    digest_key: DigestKey


class Keyring:
    """Caches keys by project; `forget` follows the change log."""

    def __init__(self, store: Store, encryption_key: EncryptionKey, *, load: LoadSigner = load_signer) -> None:
        self._store = store
        self._encryption_key = encryption_key
        self._load = load
        self._lock = threading.Lock()
        self._cached: dict[str, ProjectKeys] = {}
        self._version = 0

    def forget(self, refs: frozenset[Ref] | None) -> None:
        """Forget the projects whose keys changed (None: all)."""
        with self._lock:
            if refs is None:
                self._cached.clear()
                self._version += 1
                return
            for ref in refs:
                if ref.noun in (SigningKey.noun, Project.noun, ProjectSecret.noun):
                    self._cached.pop(ref.project_id, None)
                    self._version += 1

    def get(self, project_id: str) -> ProjectKeys:
        """Return a project's keys. Raises: NotFound, EncryptionKeyError."""
        found = self._cached.get(project_id)
        if found is not None:
            return found
        version = self._version
        loaded = self._read(project_id)
        with self._lock:
            if version == self._version:
                keep(self._cached, project_id, loaded)
        return loaded

    def signer(self, project_id: str) -> Signer:
        """Return the active signer. Raises: FailedState NO_ACTIVE_KEY."""
        signer = self.get(project_id).signer
        if signer is None:
            message = "The project has no active signing key."
            hint = "Prepare a key and activate it."
            raise FailedState([Problem(reason=Reason.NO_ACTIVE_KEY, path="parent", message=message, hint=hint)])
        return signer

    def seal(self, plaintext: bytes, *, context: str) -> str:
        """Seal something short-lived of a project."""
        return self._encryption_key.seal(plaintext, context=context)

    def open(self, envelope: str, *, context: str) -> bytes:
        """Open what was sealed. Raises: EncryptionKeyError."""
        return self._encryption_key.open(envelope, context=context)

    def found_project(self, project: Project) -> tuple[Record, ...]:
        """Return what a new project starts with: an active key and the secret of its digests."""
        now = project.created_at
        context = format_name(Ref(ProjectSecret.noun, project.id, DIGEST_SECRET))
        digest_secret = ProjectSecret(
            project_id=project.id,
            id=DIGEST_SECRET,
            uid=new_uid(),
            revision=1,
            created_at=now,
            updated_at=now,
            sealed=self._encryption_key.seal(os.urandom(_DIGEST_KEY_BYTES), context=context),
        )
        key = generate_key(project.id, project.algorithm, self._encryption_key, state=KeyState.ACTIVE, now=now)
        return replace(key, longest_life=max(longest_lives(project.lifetimes))), digest_secret

    def generate(self, project_id: str, algorithm: Algorithm, *, now: datetime) -> SigningKey:
        """Make a new key in state NEXT."""
        return generate_key(project_id, algorithm, self._encryption_key, state=KeyState.NEXT, now=now)

    def prove(self, key: SigningKey) -> None:
        """Open a key and prove that its halves belong together, before it signs. Raises: FailedState INVALID_STATE."""
        try:
            self._load(key, self._encryption_key)
        except (EncryptionKeyError, JwsError, ValueError) as error:
            message = "The private key can't be used: it does not open, or does not belong to the public one."
            hint = "Give the key-encryption key that it was sealed with, or prepare another key."
            raise FailedState([Problem(reason=Reason.INVALID_STATE, path="name", message=message, hint=hint)]) from error

    def _load_bounded(self, key: SigningKey) -> Signer:
        signer = self._load(key, self._encryption_key)
        return BoundedSigner(signer) if signer.remote else signer

    def seal_imported(self, project_id: str, key: ImportedKey, *, now: datetime) -> SigningKey:
        """Return the record, in state NEXT, of a key from elsewhere."""
        return seal_key(project_id, key.private_key, key.algorithm, self._encryption_key, state=KeyState.NEXT, now=now, kid=key.kid)

    def _read(self, project_id: str) -> ProjectKeys:
        secret = self._store.get(ProjectSecret, project_id, DIGEST_SECRET)
        if secret is None:
            raise NotFound(f"projects/{project_id}")
        digest_key = DigestKey(self._encryption_key.open(secret.sealed, context=format_name(secret.ref)))
        keys = read_all(self._store, SigningKey, project_id)
        active = next((key for key in keys if key.state is KeyState.ACTIVE), None)
        signer = self._load_bounded(active) if active is not None else None
        text = print_key_set(json.loads(key.public_jwk) for key in keys if key.state in _PUBLISHED)
        etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        name = format_name(active.ref) if active is not None else ""
        return ProjectKeys(signer, name, KeySet(text, etag), parse_key_set(json.loads(text)), digest_key)


def longest_lives(lifetimes: Lifetimes | LifetimeOverrides) -> list[timedelta]:
    """Return how long tokens of each kind live, as far as that is set."""
    return [life for life in (lifetimes.session, lifetimes.refresh, lifetimes.id, lifetimes.access_key) if life is not None]
