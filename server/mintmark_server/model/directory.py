"""The directory: projects and who is in them.

Owns: `Project`, `User`, `Tenant`, `Role`, `AttributeDefinition`, `Application`, `AccessKey` and their parts.
Never: claims logic; what a layer says is held as `LayerDefinition`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from mintmark_server.claims.kinds import AttributeScope, AttributeType, BudgetKind, IssuerStyle
from mintmark_server.claims.layers import NO_CLAIMS, LayerDefinition
from mintmark_server.claims.values import Json
from mintmark_server.limits import DEFAULT_LIMITS, Limits
from mintmark_server.model.record import Record, Ref

NO_ATTRIBUTES: Mapping[str, Json] = MappingProxyType({})


class Algorithm(StrEnum):
    """Signature algorithms; ED25519 differs from EDDSA only in the header's `alg` (RFC 9864)."""

    ES256 = "ES256"
    EDDSA = "EDDSA"
    ED25519 = "ED25519"
    RS256 = "RS256"
    PS256 = "PS256"
    ES384 = "ES384"


class BudgetMode(StrEnum):
    """Whether a token over a budget is refused."""

    REPORT = "REPORT"
    ENFORCE = "ENFORCE"


class ReceiptMode(StrEnum):
    """For which tokens receipts are kept."""

    SESSIONS = "SESSIONS"
    ALL = "ALL"
    OFF = "OFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A bound on the finished token, in bytes (DESIGN §6). `cookie_name` and `cookie_attributes` count for COOKIE."""

    kind: BudgetKind
    mode: BudgetMode = BudgetMode.REPORT
    custom_bytes: int = 0
    cookie_name: str = ""
    cookie_attributes: str = "; Path=/; Secure; HttpOnly; SameSite=Lax"


DEFAULT_VERIFY_ONE_IN_N = 1_000

DEFAULT_BUDGETS = (Budget(kind=BudgetKind.COOKIE), Budget(kind=BudgetKind.HEADER))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeMapping:
    """The claims that a granted scope brings: ID tokens and inbound applications. A later entry wins per claim."""

    scope: str
    layer: LayerDefinition = NO_CLAIMS
    description: str = ""
    mandatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long tokens of each kind live (DESIGN §5); `session_idle` None: no idle timeout."""

    session: timedelta = timedelta(minutes=10)
    refresh: timedelta = timedelta(days=28)
    id: timedelta = timedelta(minutes=10)
    access_key: timedelta = timedelta(minutes=10)
    session_idle: timedelta | None = None
    step_up: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeOverrides:
    """An application's own lifetimes; None: the project's."""

    session: timedelta | None = None
    refresh: timedelta | None = None
    id: timedelta | None = None
    access_key: timedelta | None = None
    session_idle: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPolicy:
    """Rotation of refresh tokens (DESIGN §7)."""

    rotation: bool = True
    overlap: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """Owns everything below it. `id` and `project_id` are the same."""

    noun: ClassVar[str] = "projects"

    issuer_style: IssuerStyle = IssuerStyle.URL
    lifetimes: Lifetimes = Lifetimes()
    limits: Limits = DEFAULT_LIMITS
    budgets: tuple[Budget, ...] = DEFAULT_BUDGETS
    user_template_id: str = ""
    access_key_template_id: str = ""
    scope_mappings: tuple[ScopeMapping, ...] = ()
    algorithm: Algorithm = Algorithm.ES256
    refresh_policy: RefreshPolicy = RefreshPolicy()
    allowed_overrides: tuple[str, ...] = ()
    receipt_mode: ReceiptMode = ReceiptMode.SESSIONS
    verify_one_in_n: int = DEFAULT_VERIFY_ONE_IN_N
    impersonation_needs_consent: bool = False
    key_rotation_period: timedelta | None = None

    def references(self) -> Iterable[Ref]:
        """The default templates."""
        return _refs(self.project_id, "templates", (self.user_template_id, self.access_key_template_id))


class UserStatus(StrEnum):
    """Whether a user gets tokens: only a DISABLED one does not."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"
    INVITED = "INVITED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A subject's place in a tenant, with its roles there (stored order)."""

    tenant_id: str
    roles: tuple[str, ...] = ()


PROFILE_FIELDS = (
    "email",
    "verified_email",
    "phone",
    "verified_phone",
    "given_name",
    "middle_name",
    "family_name",
    "picture",
    "locale",
)
"""Fields of a user that have the same name here, in the contract and in expressions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """A person. None is absent, which is not the empty text. `display_name` is the full name (CEL `user.name`)."""

    noun: ClassVar[str] = "users"

    login_ids: tuple[str, ...] = ()
    email: str | None = None
    verified_email: bool | None = None
    phone: str | None = None
    verified_phone: bool | None = None
    given_name: str | None = None
    middle_name: str | None = None
    family_name: str | None = None
    picture: str | None = None
    locale: str | None = None
    status: UserStatus = UserStatus.ENABLED
    roles: tuple[str, ...] = ()
    memberships: tuple[Membership, ...] = ()
    custom_attributes: Mapping[str, Json] = field(default_factory=lambda: NO_ATTRIBUTES)
    impersonation_consent_expires_at: datetime | None = None

    def references(self) -> Iterable[Ref]:
        """Roles and tenants."""
        return _subject_refs(self.project_id, self.roles, self.memberships)

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """Login ids."""
        return [("login_id", login_id) for login_id in self.login_ids]

    def terms(self) -> Iterable[tuple[str, str]]:
        """Email and login ids; tenants are found by reference."""
        found = [("login_id", login_id) for login_id in self.login_ids]
        if self.email:
            found.append(("email", self.email))
        found += [("tenant", membership.tenant_id) for membership in self.memberships]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant(Record):
    """An organisation within a project. `display_name` is CEL `tenant.name`."""

    noun: ClassVar[str] = "tenants"

    domains: tuple[str, ...] = ()
    custom_attributes: Mapping[str, Json] = field(default_factory=lambda: NO_ATTRIBUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A name for permissions; the id is the name that stands in tokens."""

    noun: ClassVar[str] = "roles"

    permissions: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinition(Record):
    """A declared custom attribute; the id is `{scope}.{attribute}` in lower case, e.g. `user.plan`."""

    noun: ClassVar[str] = "attributes"

    scope: AttributeScope
    attribute: str
    type: AttributeType
    description: str = ""


class ApplicationKind(StrEnum):
    """OIDC: gets ID tokens. INBOUND: a third party that acts with the user's consent."""

    OIDC = "OIDC"
    INBOUND = "INBOUND"


class IdTokenClaims(StrEnum):
    """When an ID token carries custom claims."""

    ALWAYS = "ALWAYS"
    WITH_SCOPE = "WITH_SCOPE"


class AudiencePolicy(StrEnum):
    """What `aud` of an application's session and access-key tokens says."""

    NONE = "NONE"
    CLIENT_ID = "CLIENT_ID"
    PROJECT_ID = "PROJECT_ID"
    APPLICATION_ID = "APPLICATION_ID"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Record):
    """A client of the project's tokens, with its own templates, mappings and lifetimes."""

    noun: ClassVar[str] = "applications"

    kind: ApplicationKind
    client_id: str = ""
    disabled: bool = False
    user_template_id: str = ""
    access_key_template_id: str = ""
    id_token_claims: IdTokenClaims = IdTokenClaims.WITH_SCOPE
    audience_policy: AudiencePolicy = AudiencePolicy.NONE
    audiences: tuple[str, ...] = ()
    scope_mappings: tuple[ScopeMapping, ...] = ()
    use_project_mappings: bool = True
    allowed_scopes: tuple[str, ...] = ()
    issuer: str = ""
    lifetimes: LifetimeOverrides = LifetimeOverrides()

    def references(self) -> Iterable[Ref]:
        """Its templates."""
        return _refs(self.project_id, "templates", (self.user_template_id, self.access_key_template_id))

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """The client id."""
        return [("client_id", self.client_id)] if self.client_id else []


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey(Record):
    """A machine's long-lived key; only digests of its secrets are stored (hex SHA-256), that of the rotated one for a while."""

    noun: ClassVar[str] = "access_keys"

    secret_digest: str
    previous_secret_digest: str = ""
    previous_valid_until: datetime | None = None
    active: bool = True
    expires_at: datetime | None = None
    roles: tuple[str, ...] = ()
    memberships: tuple[Membership, ...] = ()
    bound_user_id: str = ""
    permitted_ips: tuple[str, ...] = ()
    custom_attributes: Mapping[str, Json] = field(default_factory=lambda: NO_ATTRIBUTES)
    layer: LayerDefinition = NO_CLAIMS
    description: str = ""

    def references(self) -> Iterable[Ref]:
        """Roles, tenants and the bound user."""
        return [
            *_subject_refs(self.project_id, self.roles, self.memberships),
            *_refs(self.project_id, "users", (self.bound_user_id,)),
        ]

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """Digests of its secrets."""
        return [("secret_digest", digest) for digest in (self.secret_digest, self.previous_secret_digest) if digest]

    def terms(self) -> Iterable[tuple[str, str]]:
        """Tenants."""
        return [("tenant", membership.tenant_id) for membership in self.memberships]


def _refs(project_id: str, noun: str, ids: Iterable[str]) -> list[Ref]:
    return [Ref(noun, project_id, id_) for id_ in dict.fromkeys(ids) if id_]


def _subject_refs(project_id: str, roles: Iterable[str], memberships: Iterable[Membership]) -> list[Ref]:
    named = [*roles]
    tenants = []
    for membership in memberships:
        named += membership.roles
        tenants.append(membership.tenant_id)
    return [*_refs(project_id, "roles", named), *_refs(project_id, "tenants", tenants)]
