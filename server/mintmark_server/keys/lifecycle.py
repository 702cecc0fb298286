"""The life of a signing key: next -> active -> retiring -> retired, or revoked.

Owns: the use cases of keys. Never: private keys in the clear (material), protos.

| from | may become | when |
| --- | --- | --- |
| NEXT | ACTIVE | the key set's max-age after publication, or by force |
| ACTIVE | RETIRING | another key becomes ACTIVE, in the same transaction |
| RETIRING | RETIRED | when the last token that it may have signed is over, plus leeway |
| NEXT | RETIRED | at any time: it never signed |
| any but REVOKED | REVOKED | at any time, for good; an active one is replaced in the same transaction |

Which tokens a key may have signed is kept with the key. A write that changes how long tokens live notes that with the active key, in the
same transaction, so that no life is missed however shortly it was set; where the key knows, the write expects it to be as it was read, so
that none slips in while another key is activated. Activating reads the keys first, then the settings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from mintmark.jwks import compute_thumbprint

from mintmark_server.call import Call
from mintmark_server.errors import AlreadyExists, FailedState, NotFound, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.keys.importing import ImportedKey
from mintmark_server.keys.keyring import KEY_SET_MAX_AGE, Keyring, KeySet, longest_lives
from mintmark_server.model.directory import Algorithm, Application, Project
from mintmark_server.model.layers import Flow
from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEntry, KeyState, SigningKey
from mintmark_server.storage.conditions import check_etag
from mintmark_server.storage.port import Expect, Intent, Page, Put, Store
from mintmark_server.storage.reading import read_all

RETIREMENT_LEEWAY = timedelta(minutes=5)
"""How far verifiers' clocks may be behind."""
MAX_KEYS = 50
"""Keys of one project that may be published or waiting at a time: a set has to stay small."""


class Keys:
    """Key use cases."""

    def __init__(self, store: Store, keyring: Keyring, *, elapsed: Callable[[], timedelta]) -> None:
        self._store = store
        self._keyring = keyring
        self._elapsed = elapsed
        self._published: dict[Ref, timedelta] = {}

    def get(self, project_id: str, kid: str) -> SigningKey:
        """Return a key. Raises: NotFound."""
        key = self._store.get(SigningKey, project_id, kid)
        if key is None:
            raise NotFound(format_name(Ref(SigningKey.noun, project_id, kid)))
        return key

    def list_page(self, project_id: str, *, after: str, limit: int) -> Page[SigningKey]:
        """Return a page of keys, in order of their ids."""
        return self._store.list_records(SigningKey, project_id, after=after, limit=limit)

    def prepare(self, project_id: str, algorithm: Algorithm | None, *, call: Call) -> SigningKey:
        """Publish a new key that does not sign yet. Raises: NotFound, FailedState INVALID_STATE when there are too many."""
        project = self._check_room(project_id)
        key = self._keyring.generate(project_id, algorithm or project.algorithm, now=call.now)
        self._publish(key, call.audit(key.ref))
        return key

    def import_key(self, project_id: str, imported: ImportedKey, *, call: Call) -> SigningKey:
        """Publish a key from elsewhere, as `prepare` publishes a new one; it has to be unknown here, in all projects.

        Raises: NotFound, AlreadyExists, FailedState INVALID_STATE.
        """
        key = self._keyring.seal_imported(project_id, imported, now=call.now)
        self._keyring.prove(key)
        self._check_room(project_id)
        known = compute_thumbprint(json.loads(key.public_jwk))
        for other in self._store.list_all(SigningKey):
            if compute_thumbprint(json.loads(other.public_jwk)) == known:
                message = f"The key is here already, as {format_name(other.ref)} ({other.state.value.lower()})."
                raise AlreadyExists(format_name(other.ref), message=message)
        self._publish(key, call.audit(key.ref, note="imported"))
        return key

    def _publish(self, key: SigningKey, entry: AuditEntry) -> None:
        self._store.commit(Intent(changes=(Put(key),), audit=(entry,)))
        self._published[key.ref] = self._elapsed()

    def _check_room(self, project_id: str) -> Project:
        """Return the project. Raises: NotFound, FailedState INVALID_STATE when it has too many keys."""
        project = self._store.get(Project, project_id, project_id)
        if project is None:
            raise NotFound(f"projects/{project_id}")
        if sum(key.state in (KeyState.NEXT, KeyState.ACTIVE, KeyState.RETIRING) for key in self.list_all(project_id)) >= MAX_KEYS:
            message = f"The project has {MAX_KEYS} published keys; retire some first."
            raise FailedState([Problem(reason=Reason.INVALID_STATE, path="parent", message=message)])
        return project

    def activate(self, project_id: str, kid: str, *, etag: str, force: bool, call: Call) -> SigningKey:
        """Make a prepared key the one that signs; the one before it starts retiring.

        Raises: NotFound, Conflict ETAG_MISMATCH, FailedState INVALID_STATE, KEY_NOT_YET_PUBLISHED.
        """
        key = self.get(project_id, kid)
        check_etag(key, etag)
        keys = self.list_all(project_id)
        changes = decide_activation(
            key,
            keys,
            call.now,
            longest_life=self.read_longest_life(project_id),
            force=force,
            published_for=self._elapsed() - self._published[key.ref] if key.ref in self._published else None,
        )
        self._keyring.prove(key)
        self._store.commit(Intent(changes=tuple(Put(change) for change in changes), audit=(call.audit(key.ref),)))
        return changes[-1]

    def retire(self, project_id: str, kid: str, *, etag: str, call: Call) -> SigningKey:
        """Take a key that signs no more out of the key set. Raises: NotFound, Conflict, FailedState INVALID_STATE."""
        key = self.get(project_id, kid)
        check_etag(key, etag)
        retired = decide_retirement(key, call.now, longest_life=self.read_longest_life(project_id))
        self._store.commit(Intent(changes=(Put(retired),), audit=(call.audit(key.ref),)))
        return retired

    def note_lives(
        self, record: Project | Application | Flow, stored: Project | Application | Flow | None, call: Call
    ) -> list[Put | Expect]:
        """Return what a write that changes how long tokens live does to the active key, or expects of it; for the same intent."""
        lives = _read_lives(record)
        if lives == (_read_lives(stored) if stored is not None else []):
            return []
        active = next((key for key in self.list_all(record.project_id) if key.state is KeyState.ACTIVE), None)
        if active is None:
            return []
        longest_life = max([active.longest_life, self.read_longest_life(record.project_id), *lives])
        if longest_life == active.longest_life:
            return [Expect(active.ref, active.revision)]
        return [Put(replace(active, longest_life=longest_life, revision=active.revision + 1, updated_at=call.now))]

    def list_all(self, project_id: str) -> tuple[SigningKey, ...]:
        """Return all keys of a project: few that are published, and those that once were."""
        return tuple(read_all(self._store, SigningKey, project_id))

    def read_longest_life(self, project_id: str) -> timedelta:
        """Return how long a token that is issued now may live at most. Raises: NotFound."""
        project = self._store.get(Project, project_id, project_id)
        if project is None:
            raise NotFound(f"projects/{project_id}")
        return max([*read_lifetimes(self._store, project_id), *longest_lives(project.lifetimes)])

    def revoke(self, project_id: str, kid: str, *, etag: str, call: Call) -> SigningKey:
        """Make a key and all its tokens worthless, at once; an active one is replaced. Raises: NotFound, Conflict."""
        key = self.get(project_id, kid)
        check_etag(key, etag)
        if key.state is KeyState.REVOKED:
            return key
        revoked = replace(key, state=KeyState.REVOKED, revoked_at=call.now, revision=key.revision + 1, updated_at=call.now)
        changes = [Put(revoked)]
        if key.state is KeyState.ACTIVE:
            waiting = sorted(
                (other for other in self.list_all(project_id) if other.state is KeyState.NEXT), key=lambda other: other.published_at
            )
            fresh = waiting[0] if waiting else replace(self._keyring.generate(project_id, key.algorithm, now=call.now), revision=0)
            changes.append(Put(_activated(fresh, [key], call.now, longest_life=self.read_longest_life(project_id))))
        self._store.commit(Intent(changes=tuple(changes), audit=(call.audit(key.ref, note="revoked"),)))
        return revoked

    def key_set(self, project_id: str) -> KeySet:
        """Return the published key set. Raises: NotFound."""
        return self._keyring.get(project_id).key_set


def read_lifetimes(store: Store, project_id: str) -> list[timedelta]:
    """Return the lives that a project's applications and flows set for their tokens."""
    owners: tuple[Application | Flow, ...] = (*read_all(store, Application, project_id), *read_all(store, Flow, project_id))
    return [life for owner in owners for life in _read_lives(owner)]


def _read_lives(record: Project | Application | Flow) -> list[timedelta]:
    if isinstance(record, Flow):
        return [record.refresh_life] if record.refresh_life is not None else []
    return longest_lives(record.lifetimes)


def find_last_end(key: SigningKey, stopped_at: datetime, *, longest_life: timedelta) -> datetime:
    """Return when the last token is over that a key may have signed until `stopped_at`; `longest_life` counts for a key without its own."""
    end = stopped_at + (key.longest_life or longest_life)
    return max(end, key.sessions_until) if key.sessions_until is not None else end


def decide_retirement(key: SigningKey, now: datetime, *, longest_life: timedelta) -> SigningKey:
    """Return the key as it becomes. Raises: FailedState INVALID_STATE while a token of it may still hold."""
    if key.state is KeyState.RETIRING:
        assert key.retiring_at is not None
        ready_at = find_last_end(key, key.retiring_at, longest_life=longest_life) + RETIREMENT_LEEWAY
        if now < ready_at:
            message = f"Tokens that the key signed hold until {ready_at.isoformat()}."
            hint = "Wait, or revoke the key, which makes its tokens worthless at once."
            raise FailedState([Problem(reason=Reason.INVALID_STATE, path="name", message=message, hint=hint)])
    elif key.state is not KeyState.NEXT:
        message = f"The key is {key.state.value.lower()}; only one that signs no more can be retired."
        hint = "Activate another key first." if key.state is KeyState.ACTIVE else ""
        raise FailedState([Problem(reason=Reason.INVALID_STATE, path="name", message=message, hint=hint)])
    return replace(key, state=KeyState.RETIRED, retired_at=now, revision=key.revision + 1, updated_at=now)


def decide_activation(
    key: SigningKey,
    keys: tuple[SigningKey, ...],
    now: datetime,
    *,
    longest_life: timedelta,
    force: bool,
    published_for: timedelta | None = None,
) -> list[SigningKey]:
    """Return the keys as they become; the new active one is last. Raises: FailedState.

    `published_for` is how long the key has been published by a clock that nobody sets, where that is known: the wall clock may jump ahead.
    """
    if key.state is not KeyState.NEXT:
        message = f"The key is {key.state.value.lower()}; only one that is next can be activated."
        raise FailedState([Problem(reason=Reason.INVALID_STATE, path="name", message=message)])
    ready_at = key.published_at + KEY_SET_MAX_AGE
    if published_for is not None and published_for < KEY_SET_MAX_AGE:
        ready_at = max(ready_at, now + KEY_SET_MAX_AGE - published_for)
    if now < ready_at and not force:
        message = f"Verifiers may hold a key set without this key until {ready_at.isoformat()}."
        hint = "Wait, or set `force` and accept that some verifiers refuse tokens until then."
        raise FailedState([Problem(reason=Reason.KEY_NOT_YET_PUBLISHED, path="name", message=message, hint=hint)])
    before = [other for other in keys if other.state is KeyState.ACTIVE]
    retiring = [replace(other, state=KeyState.RETIRING, retiring_at=now, revision=other.revision + 1, updated_at=now) for other in before]
    return [*retiring, _activated(key, before, now, longest_life=longest_life)]


def _activated(key: SigningKey, before: Iterable[SigningKey], now: datetime, *, longest_life: timedelta) -> SigningKey:
    """Return a key that signs from now on, after others that signed before it."""
    return replace(
        key,
        state=KeyState.ACTIVE,
        activated_at=now,
        longest_life=longest_life,
        sessions_until=max((find_last_end(other, now, longest_life=longest_life) for other in before), default=None),
        revision=key.revision + 1,
        updated_at=now,
    )
