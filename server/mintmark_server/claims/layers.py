"""A layer of claims as its author wrote it.

Owns: `LayerDefinition`, what templates, flows, scope mappings, access keys and session claims have in common, and
`TemplateSettings`, what a template says besides its claims. Never: parsing (notation), compiling (compile).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from mintmark_server.claims.kinds import AuthSchema, EmptyClaimPolicy, MergeRule, Notation
from mintmark_server.claims.values import Json

_EMPTY: Mapping[str, str] = MappingProxyType({})
_NO_FALLBACKS: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerDefinition:
    """Claims in one of the two notations, with what stands beside them (DESIGN §3-§5).

    `source` is JSON text: in advanced notation as the author wrote it; in simple notation the typed rows as ProtoJSON of
    `mintmark.v1.ClaimStruct.fields` (`{"plan": {"string": "pro"}}`). `conditions` are CEL by top-level claim, `fallbacks`
    constants by claim path.
    """

    notation: Notation = Notation.ADVANCED
    source: str = "{}"
    conditions: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    fallbacks: Mapping[str, Json] = field(default_factory=lambda: _NO_FALLBACKS)
    locked: tuple[str, ...] = ()
    remove_claims: tuple[str, ...] = ()
    merge: MergeRule = MergeRule.REPLACE


NO_CLAIMS = LayerDefinition()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSettings:
    """A template's settings; None is unset: inherited, else the default named in `EffectiveSettings` (DESIGN §5)."""

    auth_schema: AuthSchema | None = None
    empty_claim_policy: EmptyClaimPolicy | None = None
    auto_tenant_claim: bool | None = None
    conformance_issuer: bool | None = None
    enforce_issuer: bool | None = None
    exclude_permissions: bool | None = None
    override_subject: bool | None = None
    add_jti: bool | None = None
    omit_from_refresh: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveSettings:
    """Settings with nothing left open; the defaults stand here and nowhere else."""

    auth_schema: AuthSchema = AuthSchema.DEFAULT
    empty_claim_policy: EmptyClaimPolicy = EmptyClaimPolicy.NONE
    auto_tenant_claim: bool = False
    conformance_issuer: bool = False
    enforce_issuer: bool = False
    exclude_permissions: bool = False
    override_subject: bool = False
    add_jti: bool = False
    omit_from_refresh: bool = False


def build_effective_settings(*lowest_first: TemplateSettings) -> EffectiveSettings:
    """Lay settings over each other; a later one that is set wins."""
    chosen: dict[str, object] = {}
    for settings in lowest_first:
        for setting in fields(settings):
            value = getattr(settings, setting.name)
            if value is not None:
                chosen[setting.name] = value
    return EffectiveSettings(**chosen)  # type: ignore[arg-type]  # same field names, checked by a test
