"""Stamps: the claims that the service sets.

Owns: which stamps each kind of token has and what they say (the table of DESIGN §5). Never: custom claims; the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.kinds import AuthSchema, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.snapshot import Authorization, Snapshot, StampInputs
from mintmark_server.claims.values import Json

DRN: Final = {TokenKind.SESSION: "DS", TokenKind.REFRESH: "DSR", TokenKind.ACCESS_KEY: "DSK"}
"""What `drn` says; ID tokens have none."""

SCOPE_ALIASES: Final = {"descope.claims": "authorization", "descope.custom_claims": "custom_claims"}
AUTHORIZATION_SCOPE: Final = "authorization"
CUSTOM_CLAIMS_SCOPE: Final = "custom_claims"

_MAX_ROLE_TEXTS: Final = 1_000
_NO_MEMBERS: Final[Mapping[str, str]] = MappingProxyType({})

_STANDARD_SCOPES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "profile": tuple((name, name) for name in ("name", "given_name", "middle_name", "family_name", "picture", "locale")),
    "email": (("email", "email"), ("email_verified", "verified_email")),
    "phone": (("phone_number", "phone"), ("phone_number_verified", "verified_phone")),
}
"""The claims that a standard scope stands for, and the user's field of each (OpenID Connect Core §5.4)."""


def build_stamps(kind: TokenKind, settings: EffectiveSettings, snapshot: Snapshot) -> dict[str, Json]:
    """Return the stamps of a token; overrides, client claims, roles, permissions and tenants left out."""
    inputs = snapshot.stamps
    stamps: dict[str, Json] = {
        "exp": inputs.expires_at,
        "iat": inputs.issued_at,
        "iss": inputs.issuer_url if kind is TokenKind.ID or settings.conformance_issuer else inputs.issuer_id,
        "sub": inputs.subject_id,
    }
    if kind is not TokenKind.ID:
        stamps["drn"] = DRN[kind]
    if inputs.jti and (settings.add_jti or kind in (TokenKind.REFRESH, TokenKind.ID)):
        stamps["jti"] = inputs.jti
    if inputs.sid:
        stamps["sid"] = inputs.sid
    if inputs.refresh_expires_at and kind is TokenKind.SESSION:
        stamps["rexp"] = datetime.fromtimestamp(inputs.refresh_expires_at, UTC).isoformat()[:19] + "Z"
    if inputs.amr:
        stamps["amr"] = [*sorted(inputs.amr)]
    if inputs.auth_time:
        stamps["auth_time"] = inputs.auth_time
    if inputs.acr:
        stamps["acr"] = inputs.acr
    if inputs.step_up and kind is TokenKind.SESSION:
        stamps["su"] = True
    if inputs.impersonator_id:
        stamps["act"] = {"sub": inputs.impersonator_id}
    _stamp_audience(stamps, kind, inputs)
    if kind is TokenKind.ID:
        _stamp_id(stamps, inputs, snapshot.roots)
    elif inputs.inbound:
        stamps["client_id"] = inputs.client_id
        if inputs.scopes:
            stamps["scope"] = " ".join(sorted(inputs.scopes))
    if inputs.tenant_id and (kind is not TokenKind.ID or AUTHORIZATION_SCOPE in inputs.scopes):
        stamps["dct"] = inputs.tenant_id
    return stamps


def print_authorization(kind: TokenKind, settings: EffectiveSettings, inputs: StampInputs) -> Mapping[str, str]:
    """Return the payload's members that say roles, permissions and tenants: `"name":value` by name."""
    if kind is TokenKind.REFRESH or (kind is TokenKind.ID and AUTHORIZATION_SCOPE not in inputs.scopes):
        return _NO_MEMBERS
    tenant_id = inputs.tenant_id if settings.auth_schema is AuthSchema.TENANT_ONLY else ""
    key = (settings.auth_schema, settings.exclude_permissions, tenant_id)
    found = inputs.authorization.printed.get(key)
    if found is None:
        found = _print_roles(settings, inputs)
        inputs.authorization.printed[key] = found
    return found


def _print_roles(settings: EffectiveSettings, inputs: StampInputs) -> dict[str, str]:
    """Return the members of `build_authorization`; what the same roles print to is printed once for all subjects."""
    authorization, leaves_out = inputs.authorization, settings.exclude_permissions
    if settings.auth_schema is not AuthSchema.DEFAULT:
        return {name: f'"{name}":{dump(value)}' for name, value in build_authorization(settings, inputs).items()}

    def members(roles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        found = authorization.role_texts.get((leaves_out, roles))
        if found is None:
            built = _roles_and_permissions(roles, authorization, settings)
            found = tuple((name, f'"{name}":{dump(built[name])}') for name in sorted(built))
            if len(authorization.role_texts) >= _MAX_ROLE_TEXTS:
                authorization.role_texts.clear()
            authorization.role_texts[leaves_out, roles] = found
        return found

    printed = dict(members(authorization.roles))
    if authorization.tenants:
        tenants = [
            f"{quote(tenant)}:{{{','.join([member for _, member in members(authorization.tenants[tenant])])}}}"
            for tenant in sorted(authorization.tenants)
        ]
        printed["tenants"] = f'"tenants":{{{",".join(tenants)}}}'
    return printed


def override_audience(value: Json, kind: TokenKind, inputs: StampInputs, stamps: dict[str, Json]) -> None:
    """Set `aud`; an ID token's always has its client in it, which `azp` names (OpenID Connect Core §2)."""
    if kind is TokenKind.ID:
        audiences: list[Json] = list(value) if isinstance(value, list) else [value]
        if inputs.client_id not in audiences:
            audiences.append(inputs.client_id)
        stamps["aud"] = audiences[0] if len(audiences) == 1 else audiences
        stamps["azp"] = inputs.client_id
    else:
        stamps["aud"] = value


def normalise_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """Return granted scopes with the Descope spellings replaced."""
    return frozenset(SCOPE_ALIASES.get(scope, scope) for scope in scopes)


def _stamp_audience(stamps: dict[str, Json], kind: TokenKind, inputs: StampInputs) -> None:
    if kind is TokenKind.REFRESH:
        stamps["aud"] = stamps["iss"]
    elif kind is TokenKind.ID:
        stamps["aud"] = inputs.client_id
    elif inputs.audience:
        stamps["aud"] = inputs.audience[0] if len(inputs.audience) == 1 else list(inputs.audience)


def _stamp_id(stamps: dict[str, Json], inputs: StampInputs, roots: Mapping[str, Any]) -> None:
    if inputs.nonce:
        stamps["nonce"] = inputs.nonce
    if inputs.at_hash:
        stamps["at_hash"] = inputs.at_hash
    user = roots.get("user", {})
    for scope, claims in _STANDARD_SCOPES.items():
        if scope in inputs.scopes:
            stamps |= {claim: user[field] for claim, field in claims if field in user}


def build_authorization(settings: EffectiveSettings, inputs: StampInputs) -> dict[str, Json]:
    """Return roles, permissions and tenants as the schema has them; what is empty is left out."""
    authorization = inputs.authorization
    if settings.auth_schema is AuthSchema.NONE:
        return {}
    if settings.auth_schema is AuthSchema.TENANT_ONLY:
        roles = authorization.tenants.get(inputs.tenant_id, ()) if inputs.tenant_id else ()
        return _roles_and_permissions(roles, authorization, settings)
    stamps = _roles_and_permissions(authorization.roles, authorization, settings)
    if authorization.tenants:
        stamps["tenants"] = {
            tenant: _roles_and_permissions(roles, authorization, settings) for tenant, roles in authorization.tenants.items()
        }
    return stamps


def _roles_and_permissions(roles: Iterable[str], authorization: Authorization, settings: EffectiveSettings) -> dict[str, Json]:
    named = sorted(set(roles))
    found: dict[str, Json] = {}
    if named:
        found["roles"] = list(named)
    if not settings.exclude_permissions:
        permissions = sorted({item for role in named for item in authorization.permissions.get(role, ())})
        if permissions:
            found["permissions"] = list(permissions)
    return found
