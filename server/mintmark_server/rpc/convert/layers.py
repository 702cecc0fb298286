"""Claims of layers: sources in both notations, canonical claims, templates, flows.

Owns: ClaimValue and ClaimSource both ways, Template, Flow, TemplateRevision. Never: whether they compile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf import json_format
from mintmark.v1 import claim_pb2, flow_pb2, template_pb2, template_service_pb2

from mintmark_server.claims import paths
from mintmark_server.claims.kinds import AuthSchema, EmptyClaimPolicy, MergeRule, Notation, TemplateKind
from mintmark_server.claims.layers import NO_CLAIMS, LayerDefinition, TemplateSettings
from mintmark_server.claims.notation import parse_claims
from mintmark_server.claims.values import MISSING, ClaimValue, Dynamic, DynamicKind, Json
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.model.layers import Flow, Template, TemplateRevision
from mintmark_server.model.record import Ref
from mintmark_server.rpc.convert.records import common_from_proto, common_to_proto
from mintmark_server.rpc.convert.values import (
    enum_from_proto,
    enum_to_proto,
    number_from_proto,
    span_from_proto,
    span_to_proto,
    time_to_proto,
)
from mintmark_server.templates.comparison import Difference

_FLAGS = (
    "auto_tenant_claim",
    "conformance_issuer",
    "enforce_issuer",
    "exclude_permissions",
    "override_subject",
    "add_jti",
    "omit_from_refresh",
)


def value_to_proto(value: ClaimValue | Json, target: claim_pb2.ClaimValue) -> None:
    """Write a claim value into a message."""
    if value is None:
        target.null = 0  # type: ignore[assignment]  # NULL_VALUE
    elif isinstance(value, bool):
        target.bool = value
    elif isinstance(value, int | float):
        target.number = value
    elif isinstance(value, str):
        target.string = value
    elif isinstance(value, Dynamic):
        if value.kind is DynamicKind.EXPRESSION:
            target.dynamic.expression = value.source
        else:
            target.dynamic.text = value.source
        if value.fallback is not MISSING:
            value_to_proto(value.fallback, target.dynamic.fallback)
    elif isinstance(value, Mapping):
        target.struct.SetInParent()
        for name, item in value.items():
            value_to_proto(item, target.struct.fields[name])
    else:
        target.list.SetInParent()
        for item in value:
            value_to_proto(item, target.list.values.add())


def constant_from_proto(value: claim_pb2.ClaimValue, path: str, problems: list[Problem]) -> Json:
    """Return a constant; a dynamic value is a problem."""
    match value.WhichOneof("kind"):
        case "string":
            return value.string
        case "bool":
            return value.bool
        case "number":
            return number_from_proto(value.number)
        case "struct":
            return {name: constant_from_proto(item, paths.member(path, name), problems) for name, item in value.struct.fields.items()}
        case "list":
            return [constant_from_proto(item, paths.element(path, index), problems) for index, item in enumerate(value.list.values)]
        case "dynamic":
            message = "A fallback is a constant; it can't be dynamic."
            problems.append(Problem(reason=Reason.INVALID_CLAIM_VALUE, path=path, message=message))
    return None


def source_from_proto(message: Any) -> tuple[Notation, str]:
    """Return notation and text of a message's `source`; unset is no claims."""
    source = message.source
    match source.WhichOneof("notation"):
        case "simple":
            members = json_format.MessageToDict(source.simple, preserving_proto_field_name=True).get("fields", {})
            return Notation.SIMPLE, json.dumps(members, ensure_ascii=False, separators=(",", ":"))
        case "advanced":
            return Notation.ADVANCED, source.advanced
        case _:
            return Notation.ADVANCED, NO_CLAIMS.source


def source_to_proto(layer: LayerDefinition, target: Any) -> None:
    """Write a layer's source as its author wrote it, and the canonical claims beside it."""
    if layer.notation is Notation.SIMPLE:
        json_format.ParseDict({"fields": json.loads(layer.source)}, target.source.simple)
    else:
        target.source.advanced = layer.source
    for name, value in parse_claims(layer.notation, layer.source)[0].items():
        value_to_proto(value, target.claims[name])


def layer_from_proto(message: Any) -> LayerDefinition:
    """Return the layer that a template or flow says. Raises: InvalidInput."""
    problems: list[Problem] = []
    fallbacks = {path: constant_from_proto(value, path, problems) for path, value in message.fallbacks.items()}
    if problems:
        raise InvalidInput(problems)
    notation, source = source_from_proto(message)
    return LayerDefinition(
        notation=notation,
        source=source,
        conditions=dict(message.conditions),
        fallbacks=fallbacks,
        locked=tuple(message.locked),
        remove_claims=tuple(message.remove_claims),
        merge=enum_from_proto(claim_pb2.MergeRule, message.merge, "MERGE_RULE", MergeRule, path="merge", default=MergeRule.REPLACE),
    )


def layer_to_proto(layer: LayerDefinition, target: Any) -> None:
    """Write what templates and flows have in common."""
    source_to_proto(layer, target)
    target.conditions.update(layer.conditions)
    for path, value in layer.fallbacks.items():
        value_to_proto(value, target.fallbacks[path])
    target.locked.extend(layer.locked)
    target.remove_claims.extend(layer.remove_claims)
    target.merge = enum_to_proto(claim_pb2.MergeRule, layer.merge, "MERGE_RULE")


def template_to_proto(template: Template) -> template_pb2.Template:
    """Return a template's message."""
    message = template_pb2.Template()
    common_to_proto(template, message)
    layer_to_proto(template.layer, message)
    settings = template.settings
    message.kind = enum_to_proto(template_pb2.TemplateKind, template.kind, "TEMPLATE_KIND")
    message.inherit = template.inherit
    message.revision = template.revision
    if settings.auth_schema is not None:
        message.auth_schema = enum_to_proto(template_pb2.AuthSchema, settings.auth_schema, "AUTH_SCHEMA")
    if settings.empty_claim_policy is not None:
        message.empty_claim_policy = enum_to_proto(template_pb2.EmptyClaimPolicy, settings.empty_claim_policy, "EMPTY_CLAIM_POLICY")
    for flag in _FLAGS:
        value = getattr(settings, flag)
        if value is not None:
            setattr(message, flag, value)
    return message


def template_from_proto(message: template_pb2.Template, project_id: str, template_id: str) -> Template:
    """Return the template that a message says. Raises: InvalidInput."""
    settings: dict[str, Any] = {flag: getattr(message, flag) for flag in _FLAGS if message.HasField(flag)}  # type: ignore[arg-type]
    if message.auth_schema:
        number = message.auth_schema
        settings["auth_schema"] = enum_from_proto(template_pb2.AuthSchema, number, "AUTH_SCHEMA", AuthSchema, path="auth_schema")
    if message.empty_claim_policy:
        settings["empty_claim_policy"] = enum_from_proto(
            template_pb2.EmptyClaimPolicy,
            message.empty_claim_policy,
            "EMPTY_CLAIM_POLICY",
            EmptyClaimPolicy,
            path="empty_claim_policy",
        )
    return Template(
        **common_from_proto(message, project_id, template_id),
        kind=enum_from_proto(template_pb2.TemplateKind, message.kind, "TEMPLATE_KIND", TemplateKind, path="template.kind"),
        layer=layer_from_proto(message),
        settings=TemplateSettings(**settings),
        inherit=message.inherit if message.HasField("inherit") else True,
    )


def revision_to_proto(revision: TemplateRevision) -> template_pb2.TemplateRevision:
    """Return a revision's message."""
    return template_pb2.TemplateRevision(
        name=format_name(revision.ref),
        create_time=time_to_proto(revision.created_at),
        author=revision.author,
        template=template_to_proto(revision.template),
    )


def comparison_to_proto(
    base_revision: int, revision: int, differences: Iterable[Difference]
) -> template_service_pb2.CompareTemplateRevisionsResponse:
    """Return what differs between two revisions."""
    response = template_service_pb2.CompareTemplateRevisionsResponse(base_revision=base_revision, revision=revision)
    for difference in differences:
        word = "CHANGED" if difference.before and difference.after else "REMOVED" if difference.before else "ADDED"
        response.differences.add(
            path=difference.path,
            kind=template_service_pb2.ClaimChangeKind.Value(f"CLAIM_CHANGE_KIND_{word}"),
            before=difference.before,
            after=difference.after,
        )
    return response


def starter_to_proto(ref: Ref, document: Mapping[str, Any]) -> template_pb2.StarterTemplate:
    """Return a starter's message in a project."""
    return json_format.ParseDict({**document, "name": format_name(ref)}, template_pb2.StarterTemplate())


def flow_to_proto(flow: Flow) -> flow_pb2.Flow:
    """Return a flow's message."""
    message = flow_pb2.Flow()
    common_to_proto(flow, message)
    layer_to_proto(flow.layer, message)
    message.revision = flow.revision
    if flow.refresh_life is not None:
        message.refresh_ttl.CopyFrom(span_to_proto(flow.refresh_life))
    return message


def flow_from_proto(message: flow_pb2.Flow, project_id: str, flow_id: str) -> Flow:
    """Return the flow that a message says. Raises: InvalidInput."""
    life = span_from_proto(message, "refresh_ttl", path="flow.refresh_ttl")
    return Flow(**common_from_proto(message, project_id, flow_id), layer=layer_from_proto(message), refresh_life=life)
