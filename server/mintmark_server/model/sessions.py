"""Sessions: the server-side record that a refresh token belongs to.

Owns: `Session` and its parts, receipts. Never: the protocol of refreshing (tokens).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.values import Json
from mintmark_server.model.record import Plain, Record

_NOTHING: Mapping[str, Json] = MappingProxyType({})
ENDS: Final = "ends"
"""The term that says when a session ends by itself, where its end is not noted."""


def print_instant(instant: datetime) -> str:
    """Return an instant as text that sorts as time does."""
    return instant.isoformat(timespec="microseconds")


class SessionEndCause(StrEnum):
    """Why a session ended."""

    REVOKED = "REVOKED"
    REUSED = "REUSED"
    EXPIRED = "EXPIRED"
    IDLE = "IDLE"
    SUBJECT_DELETED = "SUBJECT_DELETED"
    KEY_REVOKED = "KEY_REVOKED"
    APPLICATION_DELETED = "APPLICATION_DELETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRun:
    """A flow as it ran: revision and claims are fixed, and of its context only the paths that its claims use are kept.

    `flow_id` is empty and `revision` 0 for an inline flow. `context` has the roots flow, form, connectors and device.
    """

    flow_id: str
    revision: int
    layer: LayerDefinition
    context: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """How the subject authenticated, as the caller saw it."""

    amr: tuple[str, ...] = ()
    auth_time: datetime | None = None
    acr: str = ""
    step_up_until: datetime | None = None
    impersonator_id: str = ""
    anonymous: bool = False


NO_AUTHENTICATION: Final = Authentication()
"""Nobody said how the subject authenticated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnd:
    """Why, when and how a session ended."""

    cause: SessionEndCause
    at: datetime
    generation: int = 0
    peer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSuccessor:
    """The tokens that the generation before the newest one was exchanged for, sealed, until the overlap window ends."""

    request_digest: Plain
    sealed: Plain
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReceipt:
    """One token of an issue: its `jti` ("" for none), a digest of the token itself, and the digest of its evaluation."""

    kind: TokenKind
    jti: str
    token_digest: Plain
    digest: Plain
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReceipt:
    """What one issue came from: revisions and digests, never values (DESIGN §7).

    `layers` are the layers, lowest first, each under its word; `overrides` the registered claims that one of them set.
    """

    generation: int = 0
    issued_at: datetime
    key_id: str
    tokens: tuple[TokenReceipt, ...]
    layers: tuple[RecordRevision, ...] = ()
    records: tuple[RecordRevision, ...] = ()
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Record):
    """The receipt of one token that is kept by itself. The id starts with when it may go, so the oldest come first.

    `key` is the token's `jti`, or the digest of a token without one. What the token was for is kept as ids.
    """

    noun: ClassVar[str] = "receipts"
    in_change_log: ClassVar[bool] = False

    key: str
    issue: IssueReceipt
    session_id: str = ""
    user_id: str = ""
    access_key_id: str = ""
    application_id: str = ""
    tenant_id: str = ""
    scopes: tuple[str, ...] = ()
    kept_until: datetime

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """The key."""
        return [("key", self.key)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """A session; of refresh tokens only digests are stored (hex SHA-256).

    `consumed_digests` are those of the latest consumed generations, newest last; `successor` answers the newest of them once more.
    `receipts` are those of the latest generations, newest last. `user_uid` tells the user from a later one with the same id; it is empty
    for an anonymous session without a user, whose `user_id` no record has.
    """

    noun: ClassVar[str] = "sessions"
    in_change_log: ClassVar[bool] = False

    user_id: str
    user_uid: str = ""
    application_id: str = ""
    tenant_id: str = ""
    flow_run: FlowRun | None = None
    session_claims: LayerDefinition | None = None
    authentication: Authentication = NO_AUTHENTICATION
    scopes: tuple[str, ...] = ()
    client_claims: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)
    generation: int = 1
    refresh_digest: Plain = ""
    consumed_digests: tuple[Plain, ...] = ()
    successor: SealedSuccessor | None = None
    receipts: Sequence[IssueReceipt] = ()
    expires_at: datetime
    idle_expires_at: datetime | None = None
    end: SessionEnd | None = None

    @property
    def has_user(self) -> bool:
        """Whether its subject is a user's record."""
        return bool(self.user_uid) or not self.authentication.anonymous

    def end_by(self, now: datetime) -> SessionEnd | None:
        """Return how it has ended by `now`, also where nobody has noticed yet that its time is over; None while it lasts."""
        if self.end is not None:
            return self.end
        if self.expires_at <= now:
            return SessionEnd(cause=SessionEndCause.EXPIRED, at=self.expires_at)
        if self.idle_expires_at is not None and self.idle_expires_at <= now:
            return SessionEnd(cause=SessionEndCause.IDLE, at=self.idle_expires_at)
        return None

    def ended(self, end: SessionEnd, now: datetime) -> Session:
        """Return the session as it is when its end is noted."""
        return replace(self, end=end, successor=None, revision=self.revision + 1, updated_at=now)

    def terms(self) -> Iterable[tuple[str, str]]:
        """User, application, tenant, state as far as it is noted, and when it ends by itself."""
        found = [("user", self.user_id), ("state", "ENDED" if self.end else "ACTIVE")]
        if self.end is None:
            ends_at = self.expires_at if self.idle_expires_at is None else min(self.expires_at, self.idle_expires_at)
            found.append((ENDS, print_instant(ends_at)))
        if self.application_id:
            found.append(("application", self.application_id))
        if self.tenant_id:
            found.append(("tenant", self.tenant_id))
        if self.successor is not None:
            found.append(("sealed", "yes"))
        return found
