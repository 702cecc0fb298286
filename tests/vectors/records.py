"""From a case's data to stored records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from mintmark_server.claims.kinds import AuthSchema, EmptyClaimPolicy, MergeRule, TemplateKind
from mintmark_server.claims.layers import LayerDefinition, TemplateSettings
from mintmark_server.limits import Limits
from mintmark_server.model.directory import (
    PROFILE_FIELDS,
    AccessKey,
    Application,
    ApplicationKind,
    IdTokenClaims,
    Membership,
    Project,
    ScopeMapping,
    Tenant,
    User,
    UserStatus,
)
from mintmark_server.model.layers import Template

NOW = datetime(2031, 4, 1, 12, 0, tzinfo=UTC)
_COMMON: dict[str, Any] = {"project_id": "P1", "uid": "u", "revision": 1, "created_at": NOW, "updated_at": NOW}
_LAYER_KEYS = {"claims", "conditions", "fallbacks", "locked", "remove_claims", "merge", "context", "inline", "inherit"}


def build_definition(layer: dict[str, Any]) -> LayerDefinition:
    return LayerDefinition(
        source=json.dumps(layer.get("claims", {})),
        conditions=layer.get("conditions", {}),
        fallbacks=layer.get("fallbacks", {}),
        locked=tuple(layer.get("locked", ())),
        remove_claims=tuple(layer.get("remove_claims", ())),
        merge=MergeRule(layer.get("merge", "REPLACE")),
    )


def build_template(template_id: str, layer: dict[str, Any], kind: TemplateKind) -> Template:
    settings = {key: value for key, value in layer.items() if key not in _LAYER_KEYS}
    if "auth_schema" in settings:
        settings["auth_schema"] = AuthSchema(settings["auth_schema"])
    if "empty_claim_policy" in settings:
        settings["empty_claim_policy"] = EmptyClaimPolicy(settings["empty_claim_policy"])
    return Template(
        **_COMMON,
        id=template_id,
        kind=kind,
        layer=build_definition(layer),
        settings=TemplateSettings(**settings),
        inherit=layer.get("inherit", True),
    )


def build_user(data: dict[str, Any]) -> User:
    return User(
        **_COMMON,
        **{field: data[field] for field in PROFILE_FIELDS if field in data},
        id=data["id"],
        display_name=data.get("name", ""),
        login_ids=tuple(data.get("login_ids", ())),
        status=UserStatus(data.get("status", "ENABLED")),
        roles=tuple(data.get("roles", ())),
        memberships=build_memberships(data),
        custom_attributes=data.get("custom_attributes", {}),
    )


def build_memberships(data: dict[str, Any]) -> tuple[Membership, ...]:
    return tuple(Membership(tenant_id=item["tenant"], roles=tuple(item.get("roles", ()))) for item in data.get("memberships", ()))


def build_tenant(data: dict[str, Any]) -> Tenant:
    return Tenant(
        **_COMMON,
        id=data["id"],
        display_name=data.get("name", ""),
        domains=tuple(data.get("domains", ())),
        custom_attributes=data.get("custom_attributes", {}),
    )


def build_access_key(data: dict[str, Any]) -> AccessKey:
    return AccessKey(
        **_COMMON,
        id=data["id"],
        display_name=data.get("name", ""),
        secret_digest="d",
        roles=tuple(data.get("roles", ())),
        memberships=build_memberships(data),
        custom_attributes=data.get("custom_attributes", {}),
        layer=LayerDefinition(source=json.dumps(data.get("custom_claims", {}))),
    )


def build_application(data: dict[str, Any]) -> Application:
    return Application(
        **_COMMON,
        id=data["id"],
        kind=ApplicationKind(data["kind"]),
        client_id=data.get("client_id", ""),
        id_token_claims=IdTokenClaims(data.get("id_token_claims", "WITH_SCOPE")),
        scope_mappings=build_mappings(data),
        use_project_mappings=data.get("use_project_mappings", True),
    )


def build_mappings(data: dict[str, Any]) -> tuple[ScopeMapping, ...]:
    return tuple(
        ScopeMapping(scope=item["scope"], layer=LayerDefinition(source=json.dumps(item["claims"])), mandatory=item.get("mandatory", False))
        for item in data.get("scope_mappings", ())
    )


def build_project(settings: dict[str, Any]) -> Project:
    return Project(
        **_COMMON,
        id="P1",
        allowed_overrides=tuple(settings.get("allowed_overrides", ())),
        limits=Limits(**settings.get("limits", {})),
        scope_mappings=build_mappings(settings),
    )
