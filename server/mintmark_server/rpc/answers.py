"""Idempotency by `request_id` (AIP-155): a repeat gets the first answer.

Owns: looking an answer up, storing it in the transaction of what the call stores, refusing the id with another request. Never: which
methods honour it (policy).

Answers are sealed, since some hold a secret that is shown once, and kept for an hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from google.protobuf.message import Message

from mintmark_server import secret
from mintmark_server.errors import AlreadyExists, Conflict, InvalidInput, MintmarkError, Problem, Reason
from mintmark_server.ids import new_uid
from mintmark_server.keys.keyring import Keyring
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.security import StoredAnswer
from mintmark_server.rpc.call import RpcCall
from mintmark_server.storage.deferring import Collected, DeferringStore
from mintmark_server.storage.port import Intent, Put, Remove
from mintmark_server.storage.together import commit_each

WINDOW: Final = timedelta(hours=1)
_ATTEMPTS: Final = 8
_PAGES_AT_ONCE: Final = 10
"""Pages of answers that one run of the maintenance removes at most."""


class Answers:
    """Answers that were given."""

    def __init__(self, store: DeferringStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    def once(self, request: Any, call: RpcCall, handle: Callable[[], Message]) -> bytes:
        """Return the stored answer of a repeat, else handle the call and store its answer with what it stores.

        Raises: InvalidInput REQUEST_ID_REUSED, and what handling raises.
        """
        key = _key(request.request_id, call)
        digest = hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()
        for attempt in range(_ATTEMPTS):
            stored = self._store.find(StoredAnswer, "", "key", key)
            if stored is not None and call.now < stored.expires_at:
                return self._repeat(stored, digest)
            refusal: MintmarkError | None = None
            answer = b""
            with self._store.deferred() as collected:
                try:
                    answer = handle().SerializeToString()
                except MintmarkError as error:
                    refusal = error
            try:
                if refusal is None:
                    self._commit(call, collected, self._seal(answer, key=key, digest=digest, now=call.now), expired=stored)
                elif collected.intents:
                    # What a refusal stores, as the end of a session, is stored; the refusal itself is not an answer to keep.
                    self._store.commit(collected.join())
            except Conflict:
                if attempt == _ATTEMPTS - 1:
                    raise
            except AlreadyExists:
                # A racing repeat was faster, or the name is taken: the next round tells.
                if attempt and self._store.find(StoredAnswer, "", "key", key) is None:
                    raise
            else:
                if refusal is not None:
                    raise refusal
                return answer
        raise Conflict(Reason.ETAG_MISMATCH, "Others changed the same thing all the time; try again.")

    def erase(self, *, now: datetime) -> int:
        """Remove answers whose window has ended, a bounded number; return how many (maintenance)."""
        erased = 0
        for _ in range(_PAGES_AT_ONCE):
            page = self._store.list_records(StoredAnswer, "", limit=MAX_PAGE_SIZE).records
            due = [Remove(answer.ref, answer.revision) for answer in page if answer.expires_at <= now]
            done = commit_each(self._store, due)
            erased += done
            if done < MAX_PAGE_SIZE:
                break
        return erased

    def _repeat(self, stored: StoredAnswer, digest: str) -> bytes:
        if stored.request_digest != digest:
            message = "The request id was used for another request."
            hint = "Make a new UUID for each request; repeat it only with the very same one."
            raise InvalidInput([Problem(reason=Reason.REQUEST_ID_REUSED, path="request_id", message=message, hint=hint)])
        return self._keyring.open(stored.sealed, context=f"answers/{stored.key}")

    def _seal(self, answer: bytes, *, key: str, digest: str, now: datetime) -> StoredAnswer:
        ends = now + WINDOW
        return StoredAnswer(
            project_id="",
            id=f"{int(ends.timestamp()):012}-{key[:32]}",
            uid=new_uid(),
            revision=1,
            created_at=now,
            updated_at=now,
            key=key,
            request_digest=digest,
            sealed=self._keyring.seal(answer, context=f"answers/{key}"),
            expires_at=ends,
        )

    def _commit(self, call: RpcCall, collected: Collected, answer: StoredAnswer, *, expired: StoredAnswer | None) -> None:
        if expired is not None:
            collected.add(Intent(changes=(Remove(expired.ref, expired.revision),)))
        call.check_deadline()
        self._store.commit(collected.join(Put(answer)))


def _key(request_id: str, call: RpcCall) -> str:
    """Return what stands for caller (a subject by its secret), method and id."""
    own = secret.digest(call.secret.reveal()) if call.secret is not None else ""
    return hashlib.sha256(f"{call.actor}\n{own}\n{call.method}\n{request_id}".encode()).hexdigest()
