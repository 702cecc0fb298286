"""What is known of a token that was verified.

Owns: the kinds of token, `VerifiedToken`. Never: verifying (verify).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of token."""

    SESSION = "session"
    REFRESH = "refresh"
    ID = "id"
    ACCESS_KEY = "access_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedToken:
    """A token whose checks all passed. `claims` are trusted; `untrusted_claims` is what the client sent (`nsec`).

    `subject` is `sub`; `user_id` the real id where a template overrode the subject (`dsub`). Times are seconds since the epoch.
    """

    kind: Kind
    subject: str
    user_id: str
    issuer: str
    key_id: str
    issued_at: int
    expires_at: int
    claims: Mapping[str, Any]
    untrusted_claims: Mapping[str, Any]

    @property
    def session_id(self) -> str:
        """The session (`sid`), or "" for a token without one."""
        return self._text("sid")

    @property
    def tenant_id(self) -> str:
        """The selected tenant (`dct`), or "" without one."""
        return self._text("dct")

    def find_roles(self, *, tenant: str = "") -> frozenset[str]:
        """Return the roles in a tenant; those of the project itself for ""."""
        return self._granted("roles", tenant)

    def find_permissions(self, *, tenant: str = "") -> frozenset[str]:
        """Return the permissions in a tenant; those of the project itself for ""."""
        return self._granted("permissions", tenant)

    def _granted(self, name: str, tenant: str) -> frozenset[str]:
        """Read a list of the root, or of a tenant.

        Who has a tenant selected is a member of one, so a selected tenant without `tenants` means the schema TENANT_ONLY: the root is
        that tenant's then.
        """
        tenants = self.claims.get("tenants")
        place: Any = None
        if isinstance(tenants, dict):
            place = tenants.get(tenant) if tenant else self.claims
        elif tenant == self.tenant_id:
            place = self.claims
        values = place.get(name) if isinstance(place, Mapping) else None
        return frozenset(value for value in values if isinstance(value, str)) if isinstance(values, list) else frozenset()

    def _text(self, name: str) -> str:
        value = self.claims.get(name)
        return value if isinstance(value, str) else ""
