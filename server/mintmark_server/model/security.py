"""Keys, credentials and the audit log.

Owns: `SigningKey`, `ProjectSecret`, `Credential`, `AuditEvent`. Never: plaintext private keys or secrets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from mintmark_server.model.directory import Algorithm
from mintmark_server.model.record import Record

ALL_PROJECTS = "-"
"""A grant's project that stands for every one; its owner is the operator."""


class KeyState(StrEnum):
    """A signing key's life: next -> active -> retiring -> retired, or revoked (terminal)."""

    NEXT = "NEXT"
    ACTIVE = "ACTIVE"
    RETIRING = "RETIRING"
    RETIRED = "RETIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey(Record):
    """A signing key; the id is its `kid`. `sealed` is the private key in its envelope, base64url.

    `longest_life` is the longest that a token of it may live by the settings that were in force while it signed: they may be lowered
    later. `sessions_until` is when the last session ends that was there before it signed: their refresh tokens live as long, however
    low the settings are by then.
    """

    noun: ClassVar[str] = "signing_keys"

    algorithm: Algorithm
    state: KeyState
    public_jwk: str
    sealed: str
    published_at: datetime
    activated_at: datetime | None = None
    retiring_at: datetime | None = None
    retired_at: datetime | None = None
    revoked_at: datetime | None = None
    longest_life: timedelta = timedelta()
    sessions_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSecret(Record):
    """A project's secret for digests (DESIGN §7); the id is what it is for. `sealed` as in SigningKey."""

    noun: ClassVar[str] = "project_secrets"

    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer(Record):
    """The answer of a call with a `request_id`, for a repeat (AIP-155). The id starts with when it ends, so the oldest come first.

    `key` stands for caller, method and request id; `request_digest` for the request; `sealed` is the answer's bytes.
    """

    noun: ClassVar[str] = "stored_answers"
    in_change_log: ClassVar[bool] = False

    key: str
    request_digest: str
    sealed: str
    expires_at: datetime

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """The key."""
        return [("key", self.key)]


class CallerRole(StrEnum):
    """What a caller may do in a project (DESIGN §8)."""

    __hash__ = str.__hash__  # That of an enumeration is a call of Python, at each look-up.

    OWNER = "OWNER"
    TEMPLATE_EDITOR = "TEMPLATE_EDITOR"
    DIRECTORY_EDITOR = "DIRECTORY_EDITOR"
    ISSUER = "ISSUER"
    VERIFIER = "VERIFIER"
    KEY_ADMIN = "KEY_ADMIN"
    AUDITOR = "AUDITOR"


class CallerPermission(StrEnum):
    """What `issuer` alone does not allow."""

    INLINE_FLOW = "INLINE_FLOW"
    UPDATE_SESSION_CLAIMS = "UPDATE_SESSION_CLAIMS"
    IMPERSONATE = "IMPERSONATE"
    STEP_UP = "STEP_UP"
    UPSERT_USER = "UPSERT_USER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Roles and permissions in one project, or in all (ALL_PROJECTS)."""

    project_id: str
    roles: frozenset[CallerRole] = frozenset()
    permissions: frozenset[CallerPermission] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Record):
    """Who may call the API. Belongs to no project (`project_id` is empty); only the secret's digest is stored (hex SHA-256)."""

    noun: ClassVar[str] = "credentials"

    secret_digest: str
    grants: tuple[Grant, ...] = ()
    mtls_identities: tuple[str, ...] = ()
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """The secret's digest and the mTLS identities."""
        return [("secret_digest", self.secret_digest), *(("mtls_identity", identity) for identity in self.mtls_identities)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What happened, before storage gives it its place in the chain. `fields` are names, never values."""

    project_id: str
    actor: str
    method: str
    resource: str
    request_id: str
    at: datetime
    fields: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An entry in its place: `digest` is the hex SHA-256 over the previous digest and the entry's canonical JSON."""

    sequence: int
    entry: AuditEntry
    previous_digest: str
    digest: str
