"""Changing the key-encryption key: every envelope is wrapped anew under the newest key.

Owns: which records hold envelopes, rewrapping them one by one, and what is still under an older key. Never: the key file (keyfile).

Each record is rewrapped in a transaction of its own, and both keys open meanwhile. So this may be killed at any moment and begun again:
what is done is skipped. Answers to request ids and tokens within their overlap window are left to run out: they last an hour at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mintmark_server.call import Call
from mintmark_server.errors import Conflict, NotFound, Reason
from mintmark_server.ids import format_name
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError, read_key_id
from mintmark_server.model.security import ProjectSecret, SigningKey, StoredAnswer
from mintmark_server.model.sessions import Session
from mintmark_server.storage.port import Intent, Put, Store

_LASTING: Final[tuple[type[SigningKey | ProjectSecret], ...]] = (SigningKey, ProjectSecret)
_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What one run did, and until when something is still under an older key (None: nothing is)."""

    records: int
    skipped: int
    older_until: datetime | None


def rewrap(store: Store, encryption_key: EncryptionKey, *, call: Call, progress: Callable[[str], None] = lambda _: None) -> Rewrapped:
    """Wrap every lasting envelope under the newest key. Raises: EncryptionKeyError for one that none of the keys opens."""
    done = skipped = 0
    for record_type in _LASTING:
        for record in store.list_all(record_type):
            if read_key_id(record.sealed) == encryption_key.id:
                skipped += 1
                continue
            if _rewrap_one(store, encryption_key, record, call):
                progress(format_name(record.ref))
                done += 1
    return Rewrapped(done, skipped, find_older(store, encryption_key, now=call.now))


def find_older(store: Store, encryption_key: EncryptionKey, *, now: datetime) -> datetime | None:
    """Return until when an envelope under an older key may be needed; None when there is none. A lasting one counts as needed now."""
    newest = encryption_key.id
    ends = [now for record_type in _LASTING for record in store.list_all(record_type) if read_key_id(record.sealed) != newest]
    ends += [end for end, envelope in _passing(store) if end > now and read_key_id(envelope) != newest]
    return max(ends, default=None)


def find_closed(store: Store, encryption_key: EncryptionKey) -> list[str]:
    """Return what is wrong with lasting envelopes, a line each (administration)."""
    found = []
    for record_type in _LASTING:
        for record in store.list_all(record_type):
            try:
                encryption_key.open(record.sealed, context=format_name(record.ref))
            except EncryptionKeyError as error:
                found.append(str(error))
    return found


def _passing(store: Store) -> Iterator[tuple[datetime, str]]:
    for answer in store.list_all(StoredAnswer):
        yield answer.expires_at, answer.sealed
    for session in store.list_all(Session):
        if session.successor is not None:
            yield session.successor.until, session.successor.sealed


def _rewrap_one(store: Store, encryption_key: EncryptionKey, record: SigningKey | ProjectSecret, call: Call) -> bool:
    for _ in range(_ATTEMPTS):
        sealed = encryption_key.rewrap(record.sealed, context=format_name(record.ref))
        changed = replace(record, sealed=sealed, revision=record.revision + 1, updated_at=call.now)
        try:
            store.commit(Intent(changes=(Put(changed),), audit=(call.audit(record.ref, fields=["sealed"], note="rewrapped"),)))
        except Conflict:
            again = store.get(type(record), record.project_id, record.id)
            if again is None:
                return False
            record = again
        except NotFound:
            return False
        else:
            return True
    raise Conflict(Reason.ETAG_MISMATCH, f"{format_name(record.ref)} changes all the time; try again.")
