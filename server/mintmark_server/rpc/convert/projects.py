"""Projects with their settings, and the parts of them that applications have too.

Owns: each message both ways. Never: checks beyond what can't be translated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from mintmark.v1 import evaluation_pb2, project_pb2

from mintmark_server.claims.kinds import BudgetKind, IssuerStyle
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import InvalidInput
from mintmark_server.limits import DEFAULT_LIMITS, MAX_LIST_ELEMENTS, Limits
from mintmark_server.model.directory import (
    DEFAULT_BUDGETS,
    DEFAULT_VERIFY_ONE_IN_N,
    Algorithm,
    Budget,
    BudgetMode,
    LifetimeOverrides,
    Lifetimes,
    Project,
    ReceiptMode,
    RefreshPolicy,
    ScopeMapping,
)
from mintmark_server.rpc.convert.layers import source_from_proto, source_to_proto
from mintmark_server.rpc.convert.records import UNSET, Names, common_from_proto, common_to_proto, name_of
from mintmark_server.rpc.convert.values import enum_from_proto, enum_to_proto, refused, span_from_proto, span_to_proto, too_long


def project_to_proto(project: Project, *, issuer_url: str) -> project_pb2.Project:
    """Return a project's message; `settings` has what differs from the defaults, `effective_settings` everything."""
    message = project_pb2.Project(issuer_url=issuer_url, effective_settings=_settings_to_proto(project))
    common_to_proto(project, message)
    message.settings.CopyFrom(message.effective_settings)
    defaults = _settings_to_proto(Project(project_id="", id="", uid="", revision=0, created_at=UNSET, updated_at=UNSET))
    for field, value in message.effective_settings.ListFields():
        if value == getattr(defaults, field.name):
            message.settings.ClearField(field.name)  # type: ignore[arg-type]
    return message


def _settings_to_proto(project: Project) -> project_pb2.ProjectSettings:
    settings = project_pb2.ProjectSettings()
    settings.issuer_style = enum_to_proto(project_pb2.IssuerStyle, project.issuer_style, "ISSUER_STYLE")
    lifetimes_to_proto(project.lifetimes, settings)
    settings.limits.CopyFrom(project_pb2.Limits(**{field.name: getattr(project.limits, field.name) for field in fields(Limits)}))
    settings.budgets.extend(
        project_pb2.Budget(
            kind=enum_to_proto(evaluation_pb2.BudgetKind, budget.kind, "BUDGET_KIND"),
            mode=enum_to_proto(project_pb2.BudgetMode, budget.mode, "BUDGET_MODE"),
            custom_bytes=budget.custom_bytes,
            cookie_name=budget.cookie_name,
            cookie_attributes=budget.cookie_attributes,
        )
        for budget in project.budgets
    )
    settings.user_template = name_of("templates", project.id, project.user_template_id)
    settings.access_key_template = name_of("templates", project.id, project.access_key_template_id)
    mappings_to_proto(project.scope_mappings, settings.scope_mappings)
    settings.signing_algorithm = enum_to_proto(project_pb2.SigningAlgorithm, project.algorithm, "SIGNING_ALGORITHM")
    settings.refresh_policy.rotation = project.refresh_policy.rotation
    settings.refresh_policy.overlap.CopyFrom(span_to_proto(project.refresh_policy.overlap))
    settings.allowed_overrides.extend(project.allowed_overrides)
    settings.receipt_mode = enum_to_proto(project_pb2.ReceiptMode, project.receipt_mode, "RECEIPT_MODE")
    settings.verify_one_in_n = project.verify_one_in_n
    settings.impersonation_needs_consent = project.impersonation_needs_consent
    if project.key_rotation_period is not None:
        settings.key_rotation_period.CopyFrom(span_to_proto(project.key_rotation_period))
    return settings


def project_from_proto(message: project_pb2.Project, _project_id: str, project_id: str) -> Project:
    """Return the project that a message says; what is unset is the default. Raises: InvalidInput."""
    settings = message.settings
    names = Names(project_id)
    path = "project.settings"
    limits = {field.name: getattr(settings.limits, field.name) or getattr(DEFAULT_LIMITS, field.name) for field in fields(Limits)}
    project = Project(
        **common_from_proto(message, project_id, project_id),
        issuer_style=enum_from_proto(
            project_pb2.IssuerStyle,
            settings.issuer_style,
            "ISSUER_STYLE",
            IssuerStyle,
            path=f"{path}.issuer_style",
            default=IssuerStyle.URL,
        ),
        lifetimes=Lifetimes(**lifetimes_from_proto(settings, Lifetimes, path)),
        limits=Limits(**limits),
        budgets=tuple(_budgets(settings.budgets)) or DEFAULT_BUDGETS,
        user_template_id=names.read(settings.user_template, "templates", f"{path}.user_template"),
        access_key_template_id=names.read(settings.access_key_template, "templates", f"{path}.access_key_template"),
        scope_mappings=mappings_from_proto(settings.scope_mappings, path=f"{path}.scope_mappings"),
        algorithm=algorithm_from_proto(settings.signing_algorithm, path=f"{path}.signing_algorithm", default=Algorithm.ES256),
        refresh_policy=_refresh_policy(settings),
        allowed_overrides=tuple(sorted(set(settings.allowed_overrides))),
        receipt_mode=enum_from_proto(
            project_pb2.ReceiptMode,
            settings.receipt_mode,
            "RECEIPT_MODE",
            ReceiptMode,
            path=f"{path}.receipt_mode",
            default=ReceiptMode.SESSIONS,
        ),
        verify_one_in_n=settings.verify_one_in_n if settings.HasField("verify_one_in_n") else DEFAULT_VERIFY_ONE_IN_N,
        impersonation_needs_consent=settings.impersonation_needs_consent,
        key_rotation_period=span_from_proto(settings, "key_rotation_period", path=f"{path}.key_rotation_period"),
    )
    names.check()
    return project


def algorithm_from_proto(number: int, *, path: str, default: Algorithm | None = None) -> Algorithm:
    """Return the algorithm of a number. Raises: InvalidInput."""
    return enum_from_proto(project_pb2.SigningAlgorithm, number, "SIGNING_ALGORITHM", Algorithm, path=path, default=default)


def _budgets(messages: Iterable[project_pb2.Budget]) -> Iterable[Budget]:
    for index, message in enumerate(messages):
        path = f"project.settings.budgets[{index}]"
        attributes = {"cookie_attributes": message.cookie_attributes} if message.HasField("cookie_attributes") else {}
        yield Budget(
            kind=enum_from_proto(evaluation_pb2.BudgetKind, message.kind, "BUDGET_KIND", BudgetKind, path=f"{path}.kind"),
            mode=enum_from_proto(
                project_pb2.BudgetMode, message.mode, "BUDGET_MODE", BudgetMode, path=f"{path}.mode", default=BudgetMode.REPORT
            ),
            custom_bytes=message.custom_bytes,
            cookie_name=message.cookie_name,
            **attributes,
        )


def _refresh_policy(settings: project_pb2.ProjectSettings) -> RefreshPolicy:
    policy = settings.refresh_policy
    given: dict[str, Any] = {}
    if policy.HasField("rotation"):
        given["rotation"] = policy.rotation
    overlap = span_from_proto(policy, "overlap", path="project.settings.refresh_policy.overlap")
    if overlap is not None:
        given["overlap"] = overlap
    return RefreshPolicy(**given)


def mappings_from_proto(messages: Collection[project_pb2.ScopeMapping], *, path: str) -> tuple[ScopeMapping, ...]:
    """Return the scope mappings that messages say. Raises: InvalidInput for more than there may be."""
    if len(messages) > MAX_LIST_ELEMENTS:
        raise InvalidInput([too_long(path, len(messages), MAX_LIST_ELEMENTS, "mappings")])
    found = []
    for message in messages:
        notation, source = source_from_proto(message)
        layer = LayerDefinition(notation=notation, source=source)
        found.append(ScopeMapping(scope=message.scope, layer=layer, description=message.description, mandatory=message.mandatory))
    return tuple(found)


def mappings_to_proto(mappings: Iterable[ScopeMapping], target: Any) -> None:
    """Write scope mappings."""
    for mapping in mappings:
        message = target.add(scope=mapping.scope, description=mapping.description, mandatory=mapping.mandatory)
        source_to_proto(mapping.layer, message)


def lifetimes_from_proto(message: Any, lifetimes: type[Any], path: str) -> dict[str, Any]:
    """Return the fields of `lifetimes`, a project's or an application's, that a message says. Raises: InvalidInput."""
    found = {}
    for field in fields(lifetimes):
        span = span_from_proto(message.lifetimes, f"{field.name}_ttl", path=f"{path}.lifetimes.{field.name}_ttl")
        if span is not None:
            found[field.name] = span
    if message.lifetimes.HasField("step_up_ttl") and "step_up" not in {field.name for field in fields(lifetimes)}:
        raise refused(f"{path}.lifetimes.step_up_ttl", "The step-up timeout is the project's.")
    return found


def lifetimes_to_proto(lifetimes: Lifetimes | LifetimeOverrides, target: Any) -> None:
    """Write lifetimes."""
    for field in fields(lifetimes):
        span = getattr(lifetimes, field.name)
        if span is not None:
            getattr(target.lifetimes, f"{field.name}_ttl").CopyFrom(span_to_proto(span))
