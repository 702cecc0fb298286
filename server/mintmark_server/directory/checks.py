"""What may be stored of a directory record: sizes, forms, declared attributes. All problems at once, with paths.

Owns: the checks that a record alone, with the declared attributes, answers. Never: references (storage checks them), claims of layers
(templates).
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Final

from mintmark_server.claims.jsontext import dump
from mintmark_server.claims.kinds import AttributeScope, AttributeType, BudgetKind
from mintmark_server.claims.measure import count_values
from mintmark_server.claims.names import OVERRIDABLE
from mintmark_server.claims.notation import parse_constant
from mintmark_server.claims.roots import AttributeSpec, is_attribute_name
from mintmark_server.claims.values import Json
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import (
    DEFAULT_LIMITS,
    HARD_CAPS,
    MAX_BUDGETS,
    MAX_ID_CHARS,
    MAX_LABEL_CHARS,
    MAX_LABELS,
    MAX_LIST_ELEMENTS,
    MAX_MEMBERSHIPS,
    MAX_NAME_CHARS,
    MAX_NUMBER,
    MAX_RECORD_PROBLEMS,
    MAX_TEXT_CHARS,
    MAX_TTL,
    MIN_TTL,
    Limits,
)
from mintmark_server.model.directory import (
    PROFILE_FIELDS,
    AccessKey,
    Application,
    AttributeDefinition,
    AudiencePolicy,
    LifetimeOverrides,
    Lifetimes,
    Membership,
    Project,
    Role,
    ScopeMapping,
    Tenant,
    User,
)
from mintmark_server.model.record import Record
from mintmark_server.model.security import Credential

_LABEL_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]*\Z")
_SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+\Z")
MIN_ROTATION_PERIOD: Final = timedelta(days=1)
"""A key signs for at least this long before another one is prepared by itself."""


class _Check:
    """Collects the problems of one record below a path."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def refuse(
        self, reason: Reason, field: str, message: str, *, hint: str = "", limit: int | None = None, actual: int | None = None
    ) -> None:
        if len(self.problems) < MAX_RECORD_PROBLEMS:
            path = f"{self.path}.{field}" if self.path else field
            self.problems.append(Problem(reason=reason, path=path, message=message, hint=hint, limit=limit, actual=actual))

    def is_long(self, field: str, count: int, limit: int, what: str) -> bool:
        """Refuse what has too many elements, which are not looked at one by one then; tell whether it has."""
        if count > limit:
            self.refuse(Reason.INPUT_TOO_LARGE, field, f"At most {limit} {what}.", limit=limit, actual=count)
        return count > limit

    def text(self, field: str, value: str | None, *, limit: int = MAX_TEXT_CHARS) -> None:
        if value is not None and len(value) > limit:
            self.refuse(Reason.INPUT_TOO_LARGE, field, f"At most {limit} characters.", limit=limit, actual=len(value))
        elif value is not None and not _is_unicode(value):
            self.refuse(Reason.INVALID_FIELD, field, "The text holds a lone surrogate or NUL.")

    def items(self, field: str, values: Sequence[str], *, limit: int = MAX_LIST_ELEMENTS, chars: int = MAX_NAME_CHARS) -> None:
        if self.is_long(field, len(values), limit, "elements"):
            return
        seen: set[str] = set()
        for index, value in enumerate(values):
            if not value:
                self.refuse(Reason.INVALID_FIELD, f"{field}[{index}]", "An element can't be empty.")
            elif value in seen:
                self.refuse(Reason.INVALID_FIELD, f"{field}[{index}]", "The element stands twice.")
            self.text(f"{field}[{index}]", value, limit=chars)
            seen.add(value)

    def memberships(self, memberships: Sequence[Membership]) -> None:
        if self.is_long("memberships", len(memberships), MAX_MEMBERSHIPS, "memberships"):
            return
        seen: set[str] = set()
        for index, membership in enumerate(memberships):
            if membership.tenant_id in seen:
                self.refuse(Reason.INVALID_FIELD, f"memberships[{index}].tenant", "The tenant stands twice.")
            seen.add(membership.tenant_id)
            self.items(f"memberships[{index}].roles", membership.roles, chars=MAX_ID_CHARS)

    def attributes(
        self,
        values: Mapping[str, Json],
        scope: AttributeScope,
        declared: Iterable[AttributeSpec],
        *,
        stored: Mapping[str, Json] | None = None,
        within: str = "custom_attributes.",
    ) -> None:
        types = {spec.name: spec.type for spec in declared if spec.scope is scope}
        for name, value in values.items():
            field = f"{within}{name}"
            if stored is not None and name in stored and stored[name] == value:
                continue  # What is not touched may stay, also where its definition has gone or changed by force.
            if name not in types:
                hint = f"Declare it: attributes/{scope.value.lower()}.{name}."
                self.refuse(Reason.INVALID_FIELD, field, "The attribute is not declared.", hint=hint)
            elif not fits(value, types[name]):
                self.refuse(Reason.INVALID_FIELD, field, f"The attribute is declared as {types[name].value.lower()}.")
            else:
                self._attribute_size(field, value)

    def _attribute_size(self, field: str, value: Json) -> None:
        path = f"{self.path}.{field}" if self.path else field
        found = parse_constant(value, path)[1]
        self.problems += found
        if found:
            return
        if isinstance(value, str):
            self.text(field, value)
        elif isinstance(value, list | dict):
            limit, actual = MAX_LIST_ELEMENTS, count_values(value)
            if actual > limit:
                self.refuse(Reason.INPUT_TOO_LARGE, field, f"At most {limit} elements, at every depth.", limit=limit, actual=actual)
            size = len(dump(value))
            if size > MAX_TEXT_CHARS:
                message = f"At most {MAX_TEXT_CHARS} characters of compact JSON."
                self.refuse(Reason.INPUT_TOO_LARGE, field, message, limit=MAX_TEXT_CHARS, actual=size)

    def mappings(self, mappings: Sequence[ScopeMapping]) -> None:
        if self.is_long("scope_mappings", len(mappings), MAX_LIST_ELEMENTS, "mappings"):
            return
        for index, mapping in enumerate(mappings):
            if not _SCOPE.match(mapping.scope):
                message = "A scope is visible ASCII without quotes and backslashes (RFC 6749 §3.3)."
                self.refuse(Reason.INVALID_FIELD, f"scope_mappings[{index}].scope", message)

    def lifetimes(self, lifetimes: Lifetimes | LifetimeOverrides) -> None:
        for field in fields(lifetimes):
            life: timedelta | None = getattr(lifetimes, field.name)
            if life is not None and not MIN_TTL <= life <= MAX_TTL:
                message = f"A life is from {int(MIN_TTL.total_seconds())} s to {MAX_TTL.days} days."
                self.refuse(Reason.INVALID_FIELD, f"lifetimes.{field.name}_ttl", message)


def find_common_problems(record: Record) -> list[Problem]:
    """Return what is wrong with labels and display name, which every noun has."""
    check = _Check(record.noun.removesuffix("s"))
    check.text("display_name", record.display_name, limit=MAX_TEXT_CHARS if isinstance(record, User) else MAX_NAME_CHARS)
    if check.is_long("labels", len(record.labels), MAX_LABELS, "labels"):
        return check.problems
    for key, value in record.labels.items():
        if not _LABEL_KEY.match(key) or len(key) > MAX_LABEL_CHARS:
            message = f"A label's key has 1 to {MAX_LABEL_CHARS} characters of A-Z a-z 0-9 . _ ~ / -."
            check.refuse(Reason.INVALID_FIELD, "labels", message)
        check.text("labels", value, limit=MAX_LABEL_CHARS)
    return check.problems


def find_assumed_problems(
    values: Mapping[str, Json], scope: AttributeScope, declared: Iterable[AttributeSpec], *, path: str
) -> list[Problem]:
    """Return what is wrong with attributes that a preview assumes."""
    check = _Check(path)
    check.attributes(values, scope, declared, within="")
    return check.problems


def find_user_problems(user: User, declared: Iterable[AttributeSpec], stored: User | None = None, *, path: str = "user") -> list[Problem]:
    """Return what is wrong with a user; `stored` is what stands there."""
    check = _Check(path)
    check.items("login_ids", user.login_ids, chars=MAX_TEXT_CHARS)
    if sum(map(len, user.login_ids)) > MAX_TEXT_CHARS:
        check.refuse(Reason.INPUT_TOO_LARGE, "login_ids", f"At most {MAX_TEXT_CHARS} characters together.", limit=MAX_TEXT_CHARS)
    for field in PROFILE_FIELDS:
        value = getattr(user, field)
        if isinstance(value, str):
            check.text(field, value)
    check.items("roles", user.roles, chars=MAX_ID_CHARS)
    check.memberships(user.memberships)
    check.attributes(user.custom_attributes, AttributeScope.USER, declared, stored=_attributes(stored))
    return check.problems


def find_tenant_problems(tenant: Tenant, declared: Iterable[AttributeSpec], stored: Tenant | None = None) -> list[Problem]:
    """Return what is wrong with a tenant."""
    check = _Check("tenant")
    check.items("domains", tenant.domains)
    check.attributes(tenant.custom_attributes, AttributeScope.TENANT, declared, stored=_attributes(stored))
    return check.problems


def find_access_key_problems(key: AccessKey, declared: Iterable[AttributeSpec], stored: AccessKey | None = None) -> list[Problem]:
    """Return what is wrong with an access key, its claims left out."""
    check = _Check("access_key")
    check.text("description", key.description, limit=MAX_NAME_CHARS)
    check.items("roles", key.roles, chars=MAX_ID_CHARS)
    check.memberships(key.memberships)
    check.attributes(key.custom_attributes, AttributeScope.ACCESS_KEY, declared, stored=_attributes(stored))
    check.items("permitted_ips", key.permitted_ips)
    for index, text in enumerate(key.permitted_ips[:MAX_LIST_ELEMENTS]):
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            check.refuse(Reason.INVALID_FIELD, f"permitted_ips[{index}]", "Expected an address or a network in CIDR notation.")
    return check.problems


def find_role_problems(role: Role) -> list[Problem]:
    """Return what is wrong with a role."""
    check = _Check("role")
    check.text("description", role.description, limit=MAX_NAME_CHARS)
    check.items("permissions", role.permissions)
    return check.problems


def find_attribute_problems(attribute: AttributeDefinition) -> list[Problem]:
    """Return what is wrong with an attribute definition."""
    check = _Check("attribute")
    check.text("description", attribute.description, limit=MAX_NAME_CHARS)
    if not is_attribute_name(attribute.attribute):
        message = "An attribute's name has letters, digits and _, starts with no digit and is no keyword of CEL."
        check.problems.append(Problem(reason=Reason.INVALID_ID, path="attribute_id", message=message, hint="Write it as `user.plan`."))
    return check.problems


def find_application_problems(application: Application) -> list[Problem]:
    """Return what is wrong with an application, its mappings' claims left out."""
    check = _Check("application")
    check.text("client_id", application.client_id, limit=MAX_NAME_CHARS)
    check.text("issuer", application.issuer, limit=MAX_NAME_CHARS)
    check.items("audiences", application.audiences)
    check.items("allowed_scopes", application.allowed_scopes)
    check.mappings(application.scope_mappings)
    check.lifetimes(application.lifetimes)
    if application.audience_policy is AudiencePolicy.CUSTOM and not application.audiences:
        check.refuse(Reason.FIELD_REQUIRED, "audiences", "The audience policy CUSTOM needs audiences.")
    return check.problems


def find_project_problems(project: Project) -> list[Problem]:
    """Return what is wrong with a project's settings, its mappings' claims left out."""
    check = _Check("project.settings")
    check.mappings(project.scope_mappings)
    check.lifetimes(project.lifetimes)
    for field in fields(Limits):
        limit, cap = getattr(project.limits, field.name), getattr(HARD_CAPS, field.name)
        if not 1 <= limit <= cap:
            check.refuse(Reason.INVALID_FIELD, f"limits.{field.name}", f"From 1 to {cap}.", limit=cap, actual=limit)
    for index, name in enumerate(project.allowed_overrides):
        if name not in OVERRIDABLE:
            message = f"Only {', '.join(sorted(OVERRIDABLE))} can be overridden."
            check.refuse(Reason.INVALID_FIELD, f"allowed_overrides[{index}]", message)
    check.is_long("budgets", len(project.budgets), MAX_BUDGETS, "budgets")
    for index, budget in enumerate(project.budgets[:MAX_BUDGETS]):
        if budget.kind is BudgetKind.CUSTOM and budget.custom_bytes < 1:
            check.refuse(Reason.FIELD_REQUIRED, f"budgets[{index}].custom_bytes", "A custom budget needs its size.")
        check.text(f"budgets[{index}].cookie_name", budget.cookie_name, limit=MAX_NAME_CHARS)
        check.text(f"budgets[{index}].cookie_attributes", budget.cookie_attributes, limit=MAX_NAME_CHARS)
    if not 0 <= project.verify_one_in_n <= MAX_NUMBER:
        check.refuse(Reason.INVALID_FIELD, "verify_one_in_n", "0 (never) or more.")
    if project.key_rotation_period is not None and not MIN_ROTATION_PERIOD <= project.key_rotation_period <= MAX_TTL:
        check.refuse(Reason.INVALID_FIELD, "key_rotation_period", f"From {MIN_ROTATION_PERIOD.days} day to {MAX_TTL.days} days.")
    if not timedelta(0) <= project.refresh_policy.overlap <= timedelta(minutes=1):
        check.refuse(Reason.INVALID_FIELD, "refresh_policy.overlap", "From 0 s to 60 s.")
    return check.problems


def find_credential_problems(credential: Credential) -> list[Problem]:
    """Return what is wrong with a credential."""
    check = _Check("credential")
    check.items("mtls_identities", credential.mtls_identities)
    projects = [grant.project_id for grant in credential.grants]
    if len(set(projects)) != len(projects):
        check.refuse(Reason.INVALID_FIELD, "grants", "A project stands in one grant at most.")
    return check.problems


def find_raised_limits(project: Project, before: Project | None) -> list[str]:
    """Return the limits that were raised above the default, or above what stood there: for the operator alone."""
    found = []
    for field in fields(Limits):
        stood = max(getattr(DEFAULT_LIMITS, field.name), getattr(before.limits, field.name) if before else 0)
        if getattr(project.limits, field.name) > stood:
            found.append(field.name)
    return found


def fits(value: Json, type_: AttributeType) -> bool:
    """Tell whether a value may be stored of an attribute of this type."""
    match type_:
        case AttributeType.STRING:
            return isinstance(value, str)
        case AttributeType.BOOL:
            return isinstance(value, bool)
        case AttributeType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case AttributeType.STRING_LIST:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case AttributeType.OBJECT:
            return isinstance(value, dict)


def _attributes(stored: User | Tenant | AccessKey | None) -> Mapping[str, Json] | None:
    return stored.custom_attributes if stored is not None else None


def _is_unicode(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
