"""What an evaluation reads: a snapshot, taken once, each record with its revision.

Owns: `Snapshot` and `StampInputs`. Never: loading (tokens); time or randomness, which come in as values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from mintmark_server.claims.kinds import AuthSchema
from mintmark_server.claims.values import Json
from mintmark_server.frozen import value

if TYPE_CHECKING:
    from mintmark_server.claims.settled import Kept

_NO_PERMISSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NOTHING: Mapping[str, Json] = MappingProxyType({})


Views: TypeAlias = dict[object, tuple[tuple[tuple[str, object], ...], Any]]
"""By plan: the roots that a view was built from, and the view."""


RoleTexts: TypeAlias = dict[tuple[bool, tuple[str, ...]], tuple[tuple[str, str], ...]]
"""By whether permissions are left out, and roles in stored order: the members `"roles":[…]` and `"permissions":[…]`, each by its name."""


@dataclass(frozen=True, slots=True)
class RecordRevision:
    """A record that a root was built from: resource name and the revision that was read."""

    root: str
    name: str
    revision: int


@value
class Authorization:
    """The subject's roles: at project level, and by tenant; `permissions` says what each role permits. Stored order."""

    roles: tuple[str, ...] = ()
    tenants: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_PERMISSIONS)
    permissions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_PERMISSIONS)
    printed: dict[tuple[AuthSchema, bool, str], Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)
    """What stamps say of it, printed on first use: by schema, whether permissions are left out, and selected tenant."""
    role_texts: RoleTexts = field(default_factory=dict, compare=False, repr=False)
    """What roles together print to, shared by all subjects with the same `permissions`."""


@value
class StampInputs:
    """What the stamps are made of. Instants are seconds since the epoch; empty texts are absent."""

    issuer_url: str
    issuer_id: str
    """The issuer in the project's style: its URL or its bare id."""
    subject_id: str
    issued_at: int
    expires_at: int
    jti: str = ""
    sid: str = ""
    refresh_expires_at: int = 0
    tenant_id: str = ""
    authorization: Authorization = Authorization()
    client_id: str = ""
    audience: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()
    inbound: bool = False
    nonce: str = ""
    at_hash: str = ""
    amr: tuple[str, ...] = ()
    auth_time: int = 0
    acr: str = ""
    step_up: bool = False
    impersonator_id: str = ""
    client_claims: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)


@value
class Snapshot:
    """Everything one evaluation reads. `roots` hold canonical paths (claims.roots); an absent field is not there."""

    roots: Mapping[str, Any]
    records: tuple[RecordRevision, ...] = ()
    stamps: StampInputs
    views: Views = field(default_factory=dict, compare=False, repr=False)
    """What expressions keep of these very roots (expressions.Inputs); no part of the meaning."""
    kept: Kept | None = field(default=None, compare=False, repr=False)
    """What programs keep of these very roots (settled); None where they are this snapshot's alone. No part of the meaning either."""
