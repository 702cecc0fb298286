"""A small model of sessions: what each call should answer, without signatures, storage or threads.

It knows tokens as numbers (`session`, `generation`) and answers with words: a reason, or what a new token says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

OVERLAP = timedelta(seconds=10)
LIFE = timedelta(hours=2)
IDLE = timedelta(minutes=30)
LEEWAY = timedelta(seconds=5)
KEPT = timedelta(days=7)
NOTED_AFTER = timedelta(hours=1)
LONGEST_WINDOW = timedelta(minutes=2)


@dataclass
class ModelUser:
    """The one user: `birth` counts how often the record was made, 0 for absent."""

    birth: int = 1
    disabled: bool = False
    tenants: set[str] = field(default_factory=lambda: {"acme", "globex"})
    name: str = "Ada"


@dataclass
class ModelSession:
    """A session: the numbers of its tokens' keys by generation, and the window of the generation that was consumed last."""

    birth: int
    tenant: str
    expires_at: datetime
    idle_at: datetime
    keys: list[int]
    claims: int = 0
    window_until: datetime | None = None
    window_request: tuple[str, object] = ("", None)
    ended: str = ""
    removed: bool = False

    @property
    def generation(self) -> int:
        return len(self.keys)


@dataclass
class Model:
    """Everything that decides over a refresh."""

    user: ModelUser = field(default_factory=ModelUser)
    application_disabled: bool = False
    sessions: list[ModelSession] = field(default_factory=list)
    revoked_keys: set[int] = field(default_factory=set)
    key: int = 0

    def open(self, tenant: str, now: datetime) -> str:
        """Return "" and keep a session, or the reason."""
        refused = self.refuses(tenant, self.user.birth)
        if not refused:
            self.sessions.append(ModelSession(self.user.birth, tenant, now + LIFE, now + IDLE, [self.key]))
        return refused

    def refuses(self, tenant: str, birth: int) -> str:
        """Return why nothing can be issued now, "" when it can."""
        if self.application_disabled:
            return "APPLICATION_DISABLED"
        if not self.user.birth:
            return "NOT_FOUND"
        if self.user.disabled:
            return "SUBJECT_DISABLED"
        if tenant and tenant not in self.user.tenants:
            return "NOT_A_MEMBER"
        if self.user.birth == birth and len(self.user.name) > 500:
            return "CLAIM_VALUE_TOO_LONG"
        return ""

    def exchange(self, session: ModelSession, generation: int, request: tuple[str, object], now: datetime) -> str:
        """Return "new", "again" or a reason; keep what the exchange changes. `request` is ("", None), ("tenant", id) or ("claims", n)."""
        current = generation == session.generation
        if session.keys[generation - 1] in self.revoked_keys:
            if current and not session.ended and not session.removed:
                session.ended = "KEY_REVOKED"
            return "UNAUTHENTICATED"
        if now >= session.expires_at + LEEWAY or session.removed:
            return "UNAUTHENTICATED"
        if not session.ended:
            session.ended = "EXPIRED" if session.expires_at <= now else "IDLE" if session.idle_at <= now else ""
        if session.ended:
            return "SESSION_ENDED"
        if not current:
            return self._replay(session, generation, request, now)
        return self._consume(session, request, now)

    def _replay(self, session: ModelSession, generation: int, request: tuple[str, object], now: datetime) -> str:
        until = session.window_until
        if generation == session.generation - 1 and until is not None and now < until:
            if until - now > LONGEST_WINDOW or request != session.window_request:
                return "SUPERSEDED"
            return "again"
        session.ended = "REUSED"
        return "SESSION_ENDED"

    def _consume(self, session: ModelSession, request: tuple[str, object], now: datetime) -> str:
        kind, value = request
        tenant = str(value) if kind == "tenant" else session.tenant
        refused = self.refuses(tenant, session.birth)
        if refused == "NOT_FOUND" or (not refused and self.user.birth != session.birth):
            session.ended = "SUBJECT_DELETED"
            return "SESSION_ENDED"
        if refused:
            return refused
        session.tenant = tenant
        if kind == "claims":
            assert isinstance(value, int)
            session.claims = value
        session.keys.append(self.key)
        session.window_until, session.window_request = now + OVERLAP, request
        session.idle_at = now + IDLE
        return "new"

    def shown(self, session: ModelSession, now: datetime) -> str:
        """Return what GetSession says: "" for a living session, else the cause of its end."""
        return session.ended or ("EXPIRED" if session.expires_at <= now else "IDLE" if session.idle_at <= now else "")

    def maintain(self, now: datetime) -> None:
        """Forget windows and sessions as the service does."""
        for session in self.sessions:
            if session.window_until is not None and session.window_until <= now:
                session.window_until = None
            if session.expires_at + KEPT <= now:
                session.removed = True
            session.ended = self.shown(session, now - NOTED_AFTER)

    def revoke(self, session: ModelSession, now: datetime) -> bool:
        """End a session; tell whether it lasted until now."""
        lasted = not self.shown(session, now) and not session.removed
        session.ended = self.shown(session, now) or "REVOKED"
        return lasted
