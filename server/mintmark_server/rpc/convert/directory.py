"""Nouns of the directory: users, tenants, roles, attributes, applications, access keys.

Owns: each message both ways. Never: checks beyond what can't be translated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mintmark.v1 import access_key_pb2, application_pb2, attribute_pb2, role_pb2, tenant_pb2, user_pb2

from mintmark_server.claims.kinds import AttributeScope, AttributeType
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_MEMBERSHIPS
from mintmark_server.model.directory import (
    PROFILE_FIELDS,
    AccessKey,
    Application,
    ApplicationKind,
    AttributeDefinition,
    AudiencePolicy,
    IdTokenClaims,
    LifetimeOverrides,
    Membership,
    Role,
    Tenant,
    User,
    UserStatus,
)
from mintmark_server.rpc.convert.layers import source_from_proto, source_to_proto
from mintmark_server.rpc.convert.projects import lifetimes_from_proto, lifetimes_to_proto, mappings_from_proto, mappings_to_proto
from mintmark_server.rpc.convert.records import Names, common_from_proto, common_to_proto, name_of
from mintmark_server.rpc.convert.values import (
    enum_from_proto,
    enum_to_proto,
    struct_from_proto,
    struct_to_proto,
    time_from_proto,
    time_to_proto,
    too_long,
)


def user_to_proto(user: User) -> user_pb2.User:
    """Return a user's message."""
    message = user_pb2.User(login_ids=user.login_ids, status=enum_to_proto(user_pb2.UserStatus, user.status, "USER_STATUS"))
    common_to_proto(user, message)
    for field in PROFILE_FIELDS:
        value = getattr(user, field)
        if value is not None:
            setattr(message, field, value)
    message.roles.extend(user.roles)
    message.memberships.extend(_memberships_to_proto(user.project_id, user.memberships))
    if user.custom_attributes:
        message.custom_attributes.CopyFrom(struct_to_proto(user.custom_attributes))
    if user.impersonation_consent_expires_at is not None:
        message.impersonation_consent_expire_time.CopyFrom(time_to_proto(user.impersonation_consent_expires_at))
    return message


def user_from_proto(message: user_pb2.User, project_id: str, user_id: str, *, path: str = "user") -> User:
    """Return the user that a message says. Raises: InvalidInput."""
    names = Names(project_id)
    user = User(
        **common_from_proto(message, project_id, user_id),
        **{field: getattr(message, field) for field in PROFILE_FIELDS if message.HasField(field)},  # type: ignore[arg-type]
        login_ids=tuple(message.login_ids),
        status=enum_from_proto(
            user_pb2.UserStatus, message.status, "USER_STATUS", UserStatus, path=f"{path}.status", default=UserStatus.ENABLED
        ),
        roles=tuple(message.roles),
        memberships=_memberships(names, message.memberships, path),
        custom_attributes=struct_from_proto(message.custom_attributes),
        impersonation_consent_expires_at=time_from_proto(
            message, "impersonation_consent_expire_time", path=f"{path}.impersonation_consent_expire_time"
        ),
    )
    names.check()
    return user


def membership_from_proto(message: user_pb2.Membership, project_id: str) -> Membership:
    """Return the membership that a message says. Raises: InvalidInput."""
    names = Names(project_id)
    membership = Membership(tenant_id=names.require(message.tenant, "tenants", "membership.tenant"), roles=tuple(message.roles))
    names.check()
    return membership


def tenant_to_proto(tenant: Tenant) -> tenant_pb2.Tenant:
    """Return a tenant's message."""
    message = tenant_pb2.Tenant(domains=tenant.domains)
    common_to_proto(tenant, message)
    if tenant.custom_attributes:
        message.custom_attributes.CopyFrom(struct_to_proto(tenant.custom_attributes))
    return message


def tenant_from_proto(message: tenant_pb2.Tenant, project_id: str, tenant_id: str) -> Tenant:
    """Return the tenant that a message says."""
    return Tenant(
        **common_from_proto(message, project_id, tenant_id),
        domains=tuple(message.domains),
        custom_attributes=struct_from_proto(message.custom_attributes),
    )


def role_to_proto(role: Role) -> role_pb2.Role:
    """Return a role's message."""
    message = role_pb2.Role(permissions=role.permissions, description=role.description)
    common_to_proto(role, message)
    return message


def role_from_proto(message: role_pb2.Role, project_id: str, role_id: str) -> Role:
    """Return the role that a message says."""
    return Role(**common_from_proto(message, project_id, role_id), permissions=tuple(message.permissions), description=message.description)


def attribute_to_proto(attribute: AttributeDefinition) -> attribute_pb2.Attribute:
    """Return an attribute definition's message."""
    message = attribute_pb2.Attribute(
        scope=enum_to_proto(attribute_pb2.AttributeScope, attribute.scope, "ATTRIBUTE_SCOPE"),
        attribute=attribute.attribute,
        type=enum_to_proto(attribute_pb2.AttributeType, attribute.type, "ATTRIBUTE_TYPE"),
        description=attribute.description,
    )
    common_to_proto(attribute, message)
    return message


def attribute_from_proto(message: attribute_pb2.Attribute, project_id: str, attribute_id: str) -> AttributeDefinition:
    """Return the attribute definition that a message says; scope and name stand in the id. Raises: InvalidInput."""
    scope, dot, name = attribute_id.partition(".")
    if scope.upper() not in set(AttributeScope) or scope != scope.lower() or not dot:
        message_text = "An attribute's id is `user.{name}`, `tenant.{name}` or `access_key.{name}`."
        raise InvalidInput([Problem(reason=Reason.INVALID_ID, path="attribute_id", message=message_text)])
    return AttributeDefinition(
        **common_from_proto(message, project_id, attribute_id),
        scope=AttributeScope(scope.upper()),
        attribute=name,
        type=enum_from_proto(attribute_pb2.AttributeType, message.type, "ATTRIBUTE_TYPE", AttributeType, path="attribute.type"),
        description=message.description,
    )


def application_to_proto(application: Application) -> application_pb2.Application:
    """Return an application's message."""
    project_id = application.project_id
    message = application_pb2.Application(
        kind=enum_to_proto(application_pb2.ApplicationKind, application.kind, "APPLICATION_KIND"),
        client_id=application.client_id,
        disabled=application.disabled,
        user_template=name_of("templates", project_id, application.user_template_id),
        access_key_template=name_of("templates", project_id, application.access_key_template_id),
        id_token_claims=enum_to_proto(application_pb2.IdTokenClaims, application.id_token_claims, "ID_TOKEN_CLAIMS"),
        audience_policy=enum_to_proto(application_pb2.AudiencePolicy, application.audience_policy, "AUDIENCE_POLICY"),
        audiences=application.audiences,
        use_project_mappings=application.use_project_mappings,
        allowed_scopes=application.allowed_scopes,
        issuer=application.issuer,
    )
    common_to_proto(application, message)
    mappings_to_proto(application.scope_mappings, message.scope_mappings)
    lifetimes_to_proto(application.lifetimes, message)
    return message


def application_from_proto(message: application_pb2.Application, project_id: str, application_id: str) -> Application:
    """Return the application that a message says. Raises: InvalidInput."""
    names = Names(project_id)
    application = Application(
        **common_from_proto(message, project_id, application_id),
        kind=enum_from_proto(application_pb2.ApplicationKind, message.kind, "APPLICATION_KIND", ApplicationKind, path="application.kind"),
        client_id=message.client_id,
        disabled=message.disabled,
        user_template_id=names.read(message.user_template, "templates", "application.user_template"),
        access_key_template_id=names.read(message.access_key_template, "templates", "application.access_key_template"),
        id_token_claims=enum_from_proto(
            application_pb2.IdTokenClaims,
            message.id_token_claims,
            "ID_TOKEN_CLAIMS",
            IdTokenClaims,
            path="application.id_token_claims",
            default=IdTokenClaims.WITH_SCOPE,
        ),
        audience_policy=enum_from_proto(
            application_pb2.AudiencePolicy,
            message.audience_policy,
            "AUDIENCE_POLICY",
            AudiencePolicy,
            path="application.audience_policy",
            default=AudiencePolicy.NONE,
        ),
        audiences=tuple(message.audiences),
        scope_mappings=mappings_from_proto(message.scope_mappings, path="application.scope_mappings"),
        use_project_mappings=message.use_project_mappings if message.HasField("use_project_mappings") else True,
        allowed_scopes=tuple(message.allowed_scopes),
        issuer=message.issuer,
        lifetimes=LifetimeOverrides(**lifetimes_from_proto(message, LifetimeOverrides, "application")),
    )
    names.check()
    return application


def access_key_to_proto(key: AccessKey) -> access_key_pb2.AccessKey:
    """Return an access key's message; the secret is never in it."""
    state = access_key_pb2.ACCESS_KEY_STATE_ACTIVE if key.active else access_key_pb2.ACCESS_KEY_STATE_INACTIVE
    message = access_key_pb2.AccessKey(
        state=state,
        expire_time=time_to_proto(key.expires_at),
        bound_user=name_of("users", key.project_id, key.bound_user_id),
        permitted_ips=key.permitted_ips,
        description=key.description,
    )
    common_to_proto(key, message)
    source_to_proto(key.layer, message)
    message.roles.extend(key.roles)
    message.memberships.extend(_memberships_to_proto(key.project_id, key.memberships))
    if key.custom_attributes:
        message.custom_attributes.CopyFrom(struct_to_proto(key.custom_attributes))
    return message


def access_key_from_proto(message: access_key_pb2.AccessKey, project_id: str, key_id: str) -> AccessKey:
    """Return the access key that a message says, without secret and state. Raises: InvalidInput."""
    names = Names(project_id)
    notation, source = source_from_proto(message)
    key = AccessKey(
        **common_from_proto(message, project_id, key_id),
        secret_digest="",
        expires_at=time_from_proto(message, "expire_time", path="access_key.expire_time"),
        roles=tuple(message.roles),
        memberships=_memberships(names, message.memberships, "access_key"),
        bound_user_id=names.read(message.bound_user, "users", "access_key.bound_user"),
        permitted_ips=tuple(message.permitted_ips),
        custom_attributes=struct_from_proto(message.custom_attributes),
        layer=LayerDefinition(notation=notation, source=source),
        description=message.description,
    )
    names.check()
    return key


def _memberships(names: Names, messages: Collection[user_pb2.Membership], path: str) -> tuple[Membership, ...]:
    if len(messages) > MAX_MEMBERSHIPS:
        # Each would be read by itself, and looked up; more than there may be are not.
        problem = too_long(f"{path}.memberships", len(messages), MAX_MEMBERSHIPS, "memberships")
        names.problems.append(problem)
        return ()
    return tuple(
        Membership(
            tenant_id=names.require(message.tenant, "tenants", f"{path}.memberships[{index}].tenant"),
            roles=tuple(message.roles),
        )
        for index, message in enumerate(messages)
    )


def _memberships_to_proto(project_id: str, memberships: Iterable[Membership]) -> Iterable[user_pb2.Membership]:
    for membership in memberships:
        yield user_pb2.Membership(
            tenant=name_of("tenants", project_id, membership.tenant_id),
            roles=membership.roles,
        )
