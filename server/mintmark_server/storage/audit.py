"""The audit log's chain.

Owns: the digest that ties each event to the one before it. Never: where events are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from mintmark_server.model.security import AuditEntry, AuditEvent
from mintmark_server.storage.codec import encode


def chain(entry: AuditEntry, previous: AuditEvent | None) -> AuditEvent:
    """Return the entry as the event after `previous` (None: the first): SHA-256 over the previous digest and the entry's JSON."""
    previous_digest = previous.digest if previous else ""
    digest = hashlib.sha256(f"{previous_digest}\n{encode(entry)}".encode()).hexdigest()
    return AuditEvent(previous.sequence + 1 if previous else 1, entry, previous_digest, digest)


def find_break(events: Iterable[AuditEvent]) -> int | None:
    """Return the sequence of the first event that does not follow from the one before it; None when the chain holds."""
    previous: AuditEvent | None = None
    for event in events:
        if chain(event.entry, previous) != event:
            return event.sequence
        previous = event
    return None
