"""A project for tests, filled and used through the client."""

from __future__ import annotations

import base64
import json
from typing import Any

from google.protobuf import json_format
from mintmark.client import Client
from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    evaluation_pb2,
    flow_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    token_service_pb2,
    user_service_pb2,
)


def decode(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and payload, read without any code of the project."""
    header, payload, _ = (json.loads(_unpad(part)) if index < 2 else {} for index, part in enumerate(token.split(".")))
    return header, payload


def _unpad(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


class ProjectUnderTest:
    """Creates records by ProtoJSON dictionaries and issues tokens."""

    def __init__(self, client: Client, project_id: str) -> None:
        self.client = client
        self.id = project_id
        self.name = f"projects/{project_id}"

    def create(self, **settings: Any) -> None:
        request = project_service_pb2.CreateProjectRequest(project_id=self.id)
        json_format.ParseDict({"settings": settings}, request.project)
        self.client.projects.CreateProject(request)
        for attribute_id, type_ in (
            ("user.plan", "STRING"),
            ("user.level", "NUMBER"),
            ("user.teams", "STRING_LIST"),
            ("tenant.region", "STRING"),
        ):
            self.create_attribute(attribute_id, type_)
        for role_id, permissions in (("admin", ["write", "read"]), ("viewer", ["read"])):
            self.create_role(role_id, permissions)
        for tenant_id, display_name in (("acme", "Acme"), ("globex", "Globex")):
            self.create_tenant(tenant_id, display_name=display_name)
        self.create_user("ada", email="ada@example.com", login_ids=["ada@example.com"], display_name="Ada Lovelace")

    def create_attribute(self, attribute_id: str, type_: str) -> Any:
        request = attribute_service_pb2.CreateAttributeRequest(parent=self.name, attribute_id=attribute_id)
        request.attribute.type = f"ATTRIBUTE_TYPE_{type_}"  # type: ignore[assignment]
        return self.client.attributes.CreateAttribute(request).attribute

    def create_role(self, role_id: str, permissions: list[str]) -> Any:
        request = role_service_pb2.CreateRoleRequest(parent=self.name, role_id=role_id)
        request.role.permissions.extend(permissions)
        return self.client.roles.CreateRole(request).role

    def update_role(self, role_id: str, permissions: list[str]) -> Any:
        request = role_service_pb2.UpdateRoleRequest()
        request.role.name = f"{self.name}/roles/{role_id}"
        request.role.permissions.extend(permissions)
        request.update_mask.paths.append("permissions")
        return self.client.roles.UpdateRole(request).role

    def create_tenant(self, tenant_id: str, **fields: Any) -> Any:
        request = tenant_service_pb2.CreateTenantRequest(parent=self.name, tenant_id=tenant_id)
        json_format.ParseDict(fields, request.tenant)
        return self.client.tenants.CreateTenant(request).tenant

    def create_user(self, user_id: str, **fields: Any) -> Any:
        request = user_service_pb2.CreateUserRequest(parent=self.name, user_id=user_id)
        json_format.ParseDict(fields, request.user)
        return self.client.users.CreateUser(request).user

    def update_user(self, user_id: str, mask: str, **fields: Any) -> Any:
        request = user_service_pb2.UpdateUserRequest()
        json_format.ParseDict(fields, request.user)
        request.user.name = f"{self.name}/users/{user_id}"
        request.update_mask.paths.extend(mask.split(","))
        return self.client.users.UpdateUser(request).user

    def create_template(self, template_id: str, claims: Any, *, kind: str = "USER", **fields: Any) -> Any:
        request = template_service_pb2.CreateTemplateRequest(parent=self.name, template_id=template_id)
        source = claims if isinstance(claims, str) else json.dumps(claims)
        json_format.ParseDict({"kind": f"TEMPLATE_KIND_{kind}", "source": {"advanced": source}, **fields}, request.template)
        return self.client.templates.CreateTemplate(request).template

    def update_template(self, template_id: str, mask: str, **fields: Any) -> Any:
        request = template_service_pb2.UpdateTemplateRequest()
        json_format.ParseDict(fields, request.template)
        request.template.name = f"{self.name}/templates/{template_id}"
        request.update_mask.paths.extend(mask.split(","))
        return self.client.templates.UpdateTemplate(request).template

    def use_template(self, claims: Any, *, kind: str = "USER", **fields: Any) -> Any:
        """Create a template and make it the project's."""
        template_id = f"default-{kind.lower().replace('_', '-')}"
        template = self.create_template(template_id, claims, kind=kind, **fields)
        self.update_settings(**{f"{kind.lower()}_template": template.name})
        return template

    def update_settings(self, **settings: Any) -> Any:
        request = project_service_pb2.UpdateProjectRequest()
        json_format.ParseDict({"name": self.name, "settings": settings}, request.project)
        request.update_mask.paths.extend(f"settings.{name}" for name in settings)
        return self.client.projects.UpdateProject(request).project

    def create_flow(self, flow_id: str, claims: Any, **fields: Any) -> Any:
        request = flow_service_pb2.CreateFlowRequest(parent=self.name, flow_id=flow_id)
        json_format.ParseDict({"source": {"advanced": json.dumps(claims)}, **fields}, request.flow)
        return self.client.flows.CreateFlow(request).flow

    def create_application(self, application_id: str, **fields: Any) -> Any:
        request = application_service_pb2.CreateApplicationRequest(parent=self.name, application_id=application_id)
        json_format.ParseDict({"kind": "APPLICATION_KIND_OIDC", **fields}, request.application)
        return self.client.applications.CreateApplication(request).application

    def create_access_key(self, key_id: str, **fields: Any) -> Any:
        request = access_key_service_pb2.CreateAccessKeyRequest(parent=self.name, access_key_id=key_id)
        json_format.ParseDict(fields, request.access_key)
        return self.client.access_keys.CreateAccessKey(request)

    def session_request(self, user: str = "ada", **fields: Any) -> token_service_pb2.IssueSessionTokenRequest:
        return self.fill(token_service_pb2.IssueSessionTokenRequest(), user, **fields)

    def fill(self, request: Any, user: str = "ada", **fields: Any) -> Any:
        """Fill an issue request; bare ids become names."""
        document = {"parent": self.name, "view": "EVALUATION_VIEW_FULL", **fields}
        if user:
            document.setdefault("subject", {"user": f"{self.name}/users/{user}"})
        for field, collection in (("tenant", "tenants"), ("application", "applications"), ("flow", "flows"), ("access_key", "accessKeys")):
            if field in document and "/" not in document[field]:
                document[field] = f"{self.name}/{collection}/{document[field]}"
        return json_format.ParseDict(document, request)

    def issue(self, user: str = "ada", **fields: Any) -> evaluation_pb2.IssuedToken:
        return self.client.tokens.IssueSessionToken(self.session_request(user, **fields)).token

    def payload(self, user: str = "ada", **fields: Any) -> dict[str, Any]:
        return decode(self.issue(user, **fields).token)[1]

    def preview(self, user: str = "ada", *, drafts: dict[str, Any] | None = None, **fields: Any) -> evaluation_pb2.Evaluation:
        request = token_service_pb2.PreviewTokenRequest(session=self.session_request(user, **fields))
        json_format.ParseDict(drafts or {}, request)
        return self.client.tokens.PreviewToken(request).evaluation
