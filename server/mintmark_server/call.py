"""What a use case knows of the call that it serves.

Owns: `Call`: who calls what, when, how long they wait, and the audit entry of a change. Never: gRPC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from mintmark_server.errors import DeadlineExceeded
from mintmark_server.frozen import value
from mintmark_server.ids import format_name
from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEntry


def _no_deadline() -> float | None:
    return None


def _uncounted(_ref: Ref) -> None:
    pass


@value
class Call:
    """One call. `now` was read once; `actor` is the caller's resource name; `remaining` gives seconds, None without a deadline.

    `count` counts a use of the key or session whose own secret has just been proven. Raises: Unavailable RATE_LIMITED.
    """

    now: datetime
    actor: str
    method: str
    request_id: str
    peer: str = ""
    remaining: Callable[[], float | None] = _no_deadline
    count: Callable[[Ref], None] = _uncounted

    def check_deadline(self) -> None:
        """Check that somebody still waits: before signing, and before a commit. Raises: DeadlineExceeded."""
        remaining = self.remaining()
        if remaining is not None and remaining <= 0:
            raise DeadlineExceeded

    def audit(self, ref: Ref, *, fields: Iterable[str] = (), note: str = "") -> AuditEntry:
        """Return the audit entry of a change to a record; `fields` are names, never values."""
        return AuditEntry(
            project_id=ref.project_id,
            actor=self.actor,
            method=self.method,
            resource=format_name(ref),
            request_id=self.request_id,
            at=self.now,
            fields=tuple(fields),
            note=note,
        )
