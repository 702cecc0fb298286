"""Runs a case through a running server: writes its records, asks PreviewToken and the issue call, which have to agree."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import grpc
from google.protobuf import json_format, struct_pb2
from grpc_status import rpc_status
from mintmark.v1 import (
    access_key_pb2,
    access_key_service_pb2_grpc,
    application_service_pb2_grpc,
    attribute_service_pb2_grpc,
    error_pb2,
    evaluation_pb2,
    flow_pb2,
    flow_service_pb2_grpc,
    project_service_pb2_grpc,
    role_service_pb2_grpc,
    template_pb2,
    template_service_pb2_grpc,
    tenant_service_pb2_grpc,
    token_service_pb2,
    token_service_pb2_grpc,
    user_pb2,
    user_service_pb2_grpc,
)
from mintmark.v1 import (
    access_key_service_pb2 as keys,
)
from mintmark.v1 import (
    application_service_pb2 as applications,
)
from mintmark.v1 import (
    attribute_service_pb2 as attributes,
)
from mintmark.v1 import (
    flow_service_pb2 as flows,
)
from mintmark.v1 import (
    project_service_pb2 as projects,
)
from mintmark.v1 import (
    role_service_pb2 as roles,
)
from mintmark.v1 import (
    template_service_pb2 as templates,
)
from mintmark.v1 import (
    tenant_service_pb2 as tenants,
)
from mintmark.v1 import (
    user_service_pb2 as users,
)

from tests.vectors.cases import DEFAULT_USER, Case, Outcome

_SETTINGS = (
    "auto_tenant_claim",
    "conformance_issuer",
    "enforce_issuer",
    "exclude_permissions",
    "override_subject",
    "add_jti",
    "omit_from_refresh",
    "inherit",
)
_VOLATILE = ("iat", "exp", "jti", "sid", "rexp")


class RefusedError(Exception):
    """A call was refused: its status and problems."""

    def __init__(self, error: grpc.RpcError) -> None:
        super().__init__(str(error))
        status = rpc_status.from_call(error)  # type: ignore[arg-type]
        code = error.code().name  # type: ignore[attr-defined]
        found = error_pb2.ProblemList()
        for detail in status.details if status else ():
            if detail.Is(error_pb2.ProblemList.DESCRIPTOR):
                detail.Unpack(found)
        self.problems = [describe(problem, code) for problem in found.problems]


def describe(problem: error_pb2.Problem, status: str) -> dict[str, Any]:
    return {
        "reason": error_pb2.ErrorReason.Name(problem.reason).removeprefix("ERROR_REASON_"),
        "path": problem.path,
        "limit": problem.limit if problem.HasField("limit") else None,
        "actual": problem.actual if problem.HasField("actual") else None,
        "layer": problem.layer,
        "suggestion": problem.suggestion,
        "status": status,
    }


class ServedRun:
    """One case's state over its steps; the project's id is its own."""

    def __init__(self, case: Case, channel: grpc.Channel, credential: str, project_id: str) -> None:
        self.data = copy.deepcopy(case.data)
        self.channel = channel
        self.metadata = (("authorization", f"Bearer {credential}"),)
        self.project = f"projects/{project_id}"
        self.project_id = project_id
        self.kind = case.data["kind"]
        self.refresh_token = ""
        self.tenant = self.data.get("select_tenant", "")

    def call(self, stub: Any, method: str, request: Any) -> Any:
        try:
            return getattr(stub(self.channel), method)(request, metadata=self.metadata, timeout=10)
        except grpc.RpcError as error:
            raise RefusedError(error) from error

    def run(self) -> Outcome:
        self.create_records()
        problems = self.write_layers()
        if problems:
            return Outcome(write_error=sorted(problems, key=lambda problem: problem["path"]))
        if self.kind == "access_key":
            self.write_access_key()
        return self.issue()

    def create_records(self) -> None:
        settings = self.data.get("settings", {})
        project = projects.CreateProjectRequest(project_id=self.project_id)
        project.project.settings.allowed_overrides.extend(settings.get("allowed_overrides", ()))
        json_format.ParseDict(settings.get("limits", {}), project.project.settings.limits)
        self.call(project_service_pb2_grpc.ProjectServiceStub, "CreateProject", project)
        for role, permissions in settings.get("roles", {}).items():
            request = roles.CreateRoleRequest(parent=self.project, role_id=role)
            request.role.permissions.extend(permissions)
            self.call(role_service_pb2_grpc.RoleServiceStub, "CreateRole", request)
        for item in self.data.get("attributes", ()):
            attribute = attributes.CreateAttributeRequest(parent=self.project, attribute_id=f"{item['scope']}.{item['name']}")
            attribute.attribute.type = f"ATTRIBUTE_TYPE_{item['type'].upper()}"  # type: ignore[assignment]
            self.call(attribute_service_pb2_grpc.AttributeServiceStub, "CreateAttribute", attribute)
        for item in self.data.get("tenants", ()):
            tenant = tenants.CreateTenantRequest(parent=self.project, tenant_id=item["id"])
            tenant.tenant.display_name = item.get("name", "")
            json_format.ParseDict(item.get("custom_attributes", {}), tenant.tenant.custom_attributes)
            self.call(tenant_service_pb2_grpc.TenantServiceStub, "CreateTenant", tenant)
        if "scope_mappings" in settings:
            update = projects.UpdateProjectRequest()
            update.project.name = self.project
            add_mappings(settings, update.project.settings)
            update.update_mask.paths.append("settings.scope_mappings")
            self.call(project_service_pb2_grpc.ProjectServiceStub, "UpdateProject", update)
        if self.kind != "access_key":
            data = self.data.get("user", DEFAULT_USER)
            user = users.CreateUserRequest(parent=self.project, user_id=data["id"], user=self.build_user(data))
            self.call(user_service_pb2_grpc.UserServiceStub, "CreateUser", user)

    def build_user(self, data: dict[str, Any]) -> user_pb2.User:
        user = user_pb2.User(name=f"{self.project}/users/{data['id']}")
        for field in ("email", "phone", "given_name", "middle_name", "family_name", "picture", "locale"):
            if field in data:
                setattr(user, field, data[field])
        if "name" in data:
            user.display_name = data["name"]
        if "status" in data:
            user.status = f"USER_STATUS_{data['status']}"  # type: ignore[assignment]
        user.roles.extend(data.get("roles", ()))
        for item in data.get("memberships", ()):
            user.memberships.add(tenant=f"{self.project}/tenants/{item['tenant']}", roles=item.get("roles", ()))
        json_format.ParseDict(data.get("custom_attributes", {}), user.custom_attributes)
        return user

    def write_access_key(self) -> None:
        data = self.data["access_key"]
        key = access_key_pb2.AccessKey(display_name=data.get("name", ""), roles=data.get("roles", ()))
        for item in data.get("memberships", ()):
            key.memberships.add(tenant=f"{self.project}/tenants/{item['tenant']}", roles=item.get("roles", ()))
        json_format.ParseDict(data.get("custom_attributes", {}), key.custom_attributes)
        key.source.advanced = json.dumps(data.get("custom_claims", {}))
        request = keys.CreateAccessKeyRequest(parent=self.project, access_key_id=data["id"], access_key=key)
        self.call(access_key_service_pb2_grpc.AccessKeyServiceStub, "CreateAccessKey", request)

    def write_layers(self) -> list[dict[str, Any]]:
        """Write layers in order; a refused one doesn't stop the next."""
        problems: list[dict[str, Any]] = []
        layers = self.data.get("layers", {})
        for name, layer in layers.items():
            try:
                if name == "flow":
                    if not layer.get("inline"):
                        flow = flows.CreateFlowRequest(parent=self.project, flow_id="flow", flow=self.fill_layer(flow_pb2.Flow(), layer))
                        self.call(flow_service_pb2_grpc.FlowServiceStub, "CreateFlow", flow)
                else:
                    self.write_template(name, layer)
            except RefusedError as error:
                problems += error.problems
        if "application" in self.data or "application_template" in layers:
            try:
                self.write_application()
            except RefusedError as error:
                problems += error.problems
        return problems

    def write_template(self, name: str, layer: dict[str, Any]) -> None:
        template_id = name.replace("_", "-")
        template = templates.CreateTemplateRequest(
            parent=self.project, template_id=template_id, template=self.fill_template(template_pb2.Template(), layer)
        )
        self.call(template_service_pb2_grpc.TemplateServiceStub, "CreateTemplate", template)
        if name == "project_template":
            request = projects.UpdateProjectRequest()
            request.project.name = self.project
            field = "access_key_template" if self.kind == "access_key" else "user_template"
            setattr(request.project.settings, field, f"{self.project}/templates/{template_id}")
            request.update_mask.paths.append(f"settings.{field}")
            self.call(project_service_pb2_grpc.ProjectServiceStub, "UpdateProject", request)

    def write_application(self) -> None:
        data = self.data.get("application", {"id": "A1", "kind": "OIDC"})
        self.data["application"] = data
        request = applications.CreateApplicationRequest(parent=self.project, application_id=data["id"])
        application = request.application
        application.kind = f"APPLICATION_KIND_{data['kind']}"  # type: ignore[assignment]
        application.client_id = data.get("client_id", "")
        if "id_token_claims" in data:
            application.id_token_claims = f"ID_TOKEN_CLAIMS_{data['id_token_claims']}"  # type: ignore[assignment]
        add_mappings(data, application)
        if "use_project_mappings" in data:
            application.use_project_mappings = data["use_project_mappings"]
        if "application_template" in self.data.get("layers", {}):
            application.user_template = f"{self.project}/templates/application-template"
        self.call(application_service_pb2_grpc.ApplicationServiceStub, "CreateApplication", request)

    def fill_template(self, template: template_pb2.Template, layer: dict[str, Any]) -> template_pb2.Template:
        self.fill_layer(template, layer)
        template.kind = template_pb2.TEMPLATE_KIND_ACCESS_KEY if self.kind == "access_key" else template_pb2.TEMPLATE_KIND_USER
        if "auth_schema" in layer:
            template.auth_schema = f"AUTH_SCHEMA_{layer['auth_schema']}"  # type: ignore[assignment]
        if "empty_claim_policy" in layer:
            template.empty_claim_policy = f"EMPTY_CLAIM_POLICY_{layer['empty_claim_policy']}"  # type: ignore[assignment]
        for setting in _SETTINGS:
            if setting in layer:
                setattr(template, setting, layer[setting])
        return template

    def fill_layer(self, message: Any, layer: dict[str, Any]) -> Any:
        message.source.advanced = json.dumps(layer.get("claims", {}))
        message.conditions.update(layer.get("conditions", {}))
        for path, value in layer.get("fallbacks", {}).items():
            kind = "bool" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "string"
            setattr(message.fallbacks[path], kind, value)
        message.locked.extend(layer.get("locked", ()))
        message.remove_claims.extend(layer.get("remove_claims", ()))
        if "merge" in layer:
            message.merge = f"MERGE_RULE_{layer['merge']}"
        return message

    def fill_request(self, request: Any) -> Any:
        request.parent = self.project
        request.view = evaluation_pb2.EVALUATION_VIEW_FULL
        if "application" in self.data:
            request.application = f"{self.project}/applications/{self.data['application']['id']}"
        if self.tenant:
            request.tenant = f"{self.project}/tenants/{self.tenant}"
        if "scopes" in self.data:
            request.scopes.extend(self.data["scopes"])
        if "client_claims" in self.data:
            json_format.ParseDict(self.data["client_claims"], request.client_claims)
        if self.kind == "access_key":
            request.access_key = f"{self.project}/accessKeys/{self.data['access_key']['id']}"
            return request
        request.subject.user = f"{self.project}/users/{self.data.get('user', DEFAULT_USER)['id']}"
        flow = self.data.get("layers", {}).get("flow")
        if flow is not None:
            if flow.get("inline"):
                self.fill_layer(request.inline_flow, flow)
            else:
                request.flow = f"{self.project}/flows/flow"
            for root, members in flow.get("context", {}).items():
                struct: struct_pb2.Struct = getattr(request.flow_context, root)
                struct.SetInParent()
                json_format.ParseDict(members, struct)
        return request

    def issue(self) -> Outcome:
        kinds = {
            "session": ("IssueSessionToken", token_service_pb2.IssueSessionTokenRequest),
            "refresh": ("IssueRefreshToken", token_service_pb2.IssueRefreshTokenRequest),
            "id": ("IssueIdToken", token_service_pb2.IssueIdTokenRequest),
            "access_key": ("IssueAccessKeyToken", token_service_pb2.IssueAccessKeyTokenRequest),
        }
        method, request_type = kinds[self.kind]
        request = self.fill_request(request_type())
        preview = token_service_pb2.PreviewTokenRequest(**{self.kind: request})
        previewed = self.call(token_service_pb2_grpc.TokenServiceStub, "PreviewToken", preview).evaluation
        try:
            if "then" in self.data:
                opening = self.fill_request(token_service_pb2.IssueSessionRequest())
                opened = self.call(token_service_pb2_grpc.TokenServiceStub, "IssueSession", opening)
                self.refresh_token = opened.refresh_token.token
                issued = opened.session_token
            else:
                issued = self.call(token_service_pb2_grpc.TokenServiceStub, method, request).token
        except RefusedError as error:
            outcome = Outcome(issue_error=error.problems)
            without = [{key: value for key, value in problem.items() if key != "status"} for problem in error.problems]
            foreseen = [describe(problem, "") for problem in previewed.problems]
            if [{key: value for key, value in problem.items() if key != "status"} for problem in foreseen] != without:
                outcome.issue_error = [{"reason": f"the preview differs: {foreseen}"}]
            return outcome
        return self.read(issued, previewed)

    def read(self, issued: Any, previewed: Any) -> Outcome:
        payload = decode(issued.token)
        evaluation = issued.evaluation
        assert json.loads(evaluation.payload) == payload, "the answer's payload differs from the token's"
        if previewed is not None:
            foreseen = json.loads(previewed.payload)
            for name in _VOLATILE:
                foreseen.pop(name, None)
            if foreseen != {name: value for name, value in payload.items() if name not in _VOLATILE}:
                return Outcome(issue_error=[{"reason": "the preview's payload differs"}])
            if previewed.digest != evaluation.digest:
                return Outcome(issue_error=[{"reason": "the preview's digest differs"}])
        return Outcome(
            payload=payload,
            origins={origin.path: evaluation_pb2.Layer.Name(origin.layer).removeprefix("LAYER_").lower() for origin in evaluation.origins},
            absences={
                absence.path: evaluation_pb2.AbsenceReason.Name(absence.reason).removeprefix("ABSENCE_REASON_")
                for absence in evaluation.absences
            },
            warnings=[
                evaluation_pb2.WarningReason.Name(warning.reason).removeprefix("WARNING_REASON_")
                for warning in evaluation.warnings
                if warning.reason != evaluation_pb2.WARNING_REASON_BUDGET_EXCEEDED
            ],
        )

    def step(self, step: dict[str, Any]) -> Outcome | None:
        if "update" in step:
            self.update(step["update"])
            return None
        try:
            if "select_tenant" in step:
                selecting = token_service_pb2.SelectTenantRequest(
                    refresh_token=self.refresh_token,
                    tenant=f"{self.project}/tenants/{step['select_tenant']}",
                    view=evaluation_pb2.EVALUATION_VIEW_FULL,
                )
                answer = self.call(token_service_pb2_grpc.TokenServiceStub, "SelectTenant", selecting)
            else:
                refreshing = token_service_pb2.RefreshSessionRequest(
                    refresh_token=self.refresh_token, view=evaluation_pb2.EVALUATION_VIEW_FULL
                )
                answer = self.call(token_service_pb2_grpc.TokenServiceStub, "RefreshSession", refreshing)
        except RefusedError as error:
            return Outcome(issue_error=error.problems)
        self.refresh_token = answer.refresh_token.token
        return self.read(answer.session_token, None)

    def update(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            if name == "user":
                user = users.UpdateUserRequest(user=self.build_user(value))
                user.update_mask.paths.append("*")
                self.call(user_service_pb2_grpc.UserServiceStub, "UpdateUser", user)
            elif name == "project_template":
                template = templates.UpdateTemplateRequest(template=self.fill_template(template_pb2.Template(), value))
                template.template.name = f"{self.project}/templates/project-template"
                template.update_mask.paths.append("*")
                self.call(template_service_pb2_grpc.TemplateServiceStub, "UpdateTemplate", template)
            else:
                message = f"no update of {name}"
                raise NotImplementedError(message)


def add_mappings(data: dict[str, Any], target: Any) -> None:
    for item in data.get("scope_mappings", ()):
        mapping = target.scope_mappings.add(scope=item["scope"], mandatory=item.get("mandatory", False))
        mapping.source.advanced = json.dumps(item["claims"])


def decode(token: str) -> dict[str, Any]:
    """Read a token's payload, independently of the project's own code."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))  # type: ignore[no-any-return]
