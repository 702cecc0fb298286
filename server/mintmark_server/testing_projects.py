"""Projects for tests: made and used in a line or two, through the client alone.

Owns: `TestProject`. Never: a way into the service that other callers don't have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message
from mintmark.client import Client
from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    token_service_pb2,
    user_service_pb2,
)

R = TypeVar("R", bound=Message)


class TestProject:
    """A project; where a record is asked for, a bare id is one of the project's. Fields are those of the contract, as ProtoJSON."""

    __test__ = False

    def __init__(self, client: Client, project_id: str, *, url: str) -> None:
        """`url` is the project's: where its discovery document and key set stand below."""
        self.client = client
        self.id = project_id
        self.url = url
        self.name = f"projects/{project_id}"

    def create(self) -> None:
        """Create it. Raises: AlreadyExistsError."""
        self.client.projects.CreateProject(project_service_pb2.CreateProjectRequest(project_id=self.id))

    def fill(
        self,
        *,
        settings: Mapping[str, Any] | None = None,
        roles: Mapping[str, Iterable[str]] | None = None,
        tenants: Iterable[str] = (),
        attributes: Mapping[str, str] | None = None,
        users: Mapping[str, Mapping[str, Any]] | None = None,
        memberships: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
        claims: Mapping[str, Any] | None = None,
    ) -> None:
        """Add to it, in this order: settings; roles with permissions; tenants; attributes (`user.plan`) with types (STRING); users.

        `memberships` are a user's tenants with the roles there; `claims` is the template of user tokens, in the advanced notation.
        """
        if settings:
            self.update_settings(**settings)
        for role_id, permissions in (roles or {}).items():
            role = role_service_pb2.CreateRoleRequest(parent=self.name, role_id=role_id)
            role.role.permissions.extend(permissions)
            self.client.roles.CreateRole(role)
        for tenant_id in tenants:
            self.client.tenants.CreateTenant(tenant_service_pb2.CreateTenantRequest(parent=self.name, tenant_id=tenant_id))
        for attribute_id, type_ in (attributes or {}).items():
            attribute = attribute_service_pb2.CreateAttributeRequest(parent=self.name, attribute_id=attribute_id)
            json_format.ParseDict({"type": f"ATTRIBUTE_TYPE_{type_}"}, attribute.attribute)
            self.client.attributes.CreateAttribute(attribute)
        for user_id, fields in (users or {}).items():
            user = user_service_pb2.CreateUserRequest(parent=self.name, user_id=user_id)
            json_format.ParseDict(dict(fields), user.user)
            for tenant_id, granted in (memberships or {}).get(user_id, {}).items():
                user.user.memberships.add(tenant=f"{self.name}/tenants/{tenant_id}", roles=granted)
            self.client.users.CreateUser(user)
        if claims is not None:
            self.use_template(claims)

    def update_settings(self, **settings: Any) -> None:
        """Change settings of the project."""
        request = project_service_pb2.UpdateProjectRequest()
        json_format.ParseDict({"name": self.name, "settings": settings}, request.project)
        request.update_mask.paths.extend(f"settings.{name}" for name in settings)
        self.client.projects.UpdateProject(request)

    def use_template(self, claims: Mapping[str, Any]) -> None:
        """Create the template `default` with these claims, and make it the project's for users."""
        request = template_service_pb2.CreateTemplateRequest(parent=self.name, template_id="default")
        document = {"kind": "TEMPLATE_KIND_USER", "source": {"advanced": json.dumps(dict(claims))}}
        json_format.ParseDict(document, request.template)
        self.client.templates.CreateTemplate(request)
        self.update_settings(user_template=request.parent + "/templates/default")

    def create_application(self, application_id: str, **fields: Any) -> None:
        """Create an OIDC application."""
        request = application_service_pb2.CreateApplicationRequest(parent=self.name, application_id=application_id)
        json_format.ParseDict({"kind": "APPLICATION_KIND_OIDC", **fields}, request.application)
        self.client.applications.CreateApplication(request)

    def create_access_key(self, access_key_id: str, **fields: Any) -> str:
        """Create an access key; return its secret."""
        request = access_key_service_pb2.CreateAccessKeyRequest(parent=self.name, access_key_id=access_key_id)
        json_format.ParseDict(fields, request.access_key)
        return self.client.access_keys.CreateAccessKey(request).secret

    def issue(self, user: str, **fields: Any) -> str:
        """Issue a session token without a session."""
        request = self.fill_request(token_service_pb2.IssueSessionTokenRequest(), user, fields)
        return self.client.tokens.IssueSessionToken(request).token.token

    def open_session(self, user: str, **fields: Any) -> token_service_pb2.IssueSessionResponse:
        """Open a session: `.session_token.token`, `.refresh_token.token`, `.session`."""
        return self.client.tokens.IssueSession(self.fill_request(token_service_pb2.IssueSessionRequest(), user, fields))

    def fill_request(self, request: R, user: str, fields: Mapping[str, Any]) -> R:
        """Fill an issue request."""
        document = {"parent": self.name, "subject": {"user": f"{self.name}/users/{user}"}, **fields}
        for field, collection in (("tenant", "tenants"), ("application", "applications"), ("flow", "flows")):
            if "/" not in document.get(field, "/"):
                document[field] = f"{self.name}/{collection}/{document[field]}"
        json_format.ParseDict(document, request)
        return request
