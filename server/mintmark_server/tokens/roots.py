"""From records to the roots that expressions read.

Owns: one builder per root (DESIGN §4); an absent field is not there, so that MISSING means absent. Never: I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from mintmark_server.claims.values import Json
from mintmark_server.model.directory import PROFILE_FIELDS, AccessKey, Application, Tenant, User, UserStatus
from mintmark_server.model.sessions import Authentication

Permissions = Mapping[str, tuple[str, ...]]
_read_profile: Final = attrgetter(*PROFILE_FIELDS)
_STATUSES: Final = {status: status.value.lower() for status in UserStatus}


def build_user_root(user: User, permissions: Permissions) -> dict[str, Json]:
    """Build `user`, without `tenant_names`: they are other records'."""
    root: dict[str, Any] = {
        "id": user.id,
        "login_ids": [*user.login_ids],
        "status": _STATUSES[user.status],
        "roles": [*user.roles],
        "permissions": collect_permissions(user.roles, permissions),
        "tenant_ids": [membership.tenant_id for membership in user.memberships],
        "custom_attributes": dict(user.custom_attributes),
    }
    if user.display_name:
        root["name"] = user.display_name
    root |= {field: value for field, value in zip(PROFILE_FIELDS, _read_profile(user), strict=True) if value is not None}
    return root


def build_tenant_root(tenant: Tenant, roles: Iterable[str], permissions: Permissions) -> dict[str, Json]:
    """Build `tenant`, the selected one; `roles` are the subject's there."""
    named = tuple(roles)
    root: dict[str, Json] = {
        "id": tenant.id,
        "domains": [*tenant.domains],
        "roles": [*named],
        "permissions": collect_permissions(named, permissions),
        "custom_attributes": dict(tenant.custom_attributes),
    }
    if tenant.display_name:
        root["name"] = tenant.display_name
    return root


def build_application_root(application: Application) -> dict[str, Json]:
    """Build `application`."""
    root: dict[str, Json] = {
        "id": application.id,
        "kind": application.kind.value.lower(),
        "client_id": application.client_id or application.id,
    }
    if application.display_name:
        root["name"] = application.display_name
    return root


def build_access_key_root(key: AccessKey, permissions: Permissions) -> dict[str, Json]:
    """Build `access_key`."""
    root: dict[str, Json] = {
        "id": key.id,
        "roles": [*key.roles],
        "permissions": collect_permissions(key.roles, permissions),
        "tenant_ids": [membership.tenant_id for membership in key.memberships],
        "custom_attributes": dict(key.custom_attributes),
    }
    if key.display_name:
        root["name"] = key.display_name
    if key.bound_user_id:
        root["bound_user"] = key.bound_user_id
    return root


def build_session_root(session_id: str, created_at: datetime | None, authentication: Authentication, now: datetime) -> dict[str, Json]:
    """Build `session`; times are seconds since the epoch."""
    root: dict[str, Json] = {
        "amr": [*authentication.amr],
        "anonymous": authentication.anonymous,
        "step_up": is_stepped_up(authentication, now),
    }
    if session_id:
        root["id"] = session_id
    if created_at is not None:
        root["created_at"] = int(created_at.timestamp())
    if authentication.auth_time is not None:
        root["auth_time"] = int(authentication.auth_time.timestamp())
    if authentication.acr:
        root["acr"] = authentication.acr
    if authentication.impersonator_id:
        root["impersonator"] = authentication.impersonator_id
    return root


def is_stepped_up(authentication: Authentication, now: datetime) -> bool:
    """Tell whether a step-up still lasts; in whole seconds, as `exp` is."""
    return authentication.step_up_until is not None and int(now.timestamp()) < int(authentication.step_up_until.timestamp())


def collect_permissions(roles: Iterable[str], permissions: Permissions) -> list[Json]:
    """Return what the roles permit, sorted, each once."""
    return [*sorted({item for role in roles for item in permissions.get(role, ())})]
