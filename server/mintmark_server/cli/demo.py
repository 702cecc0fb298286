"""The demo: a project with everything in it, and one token of it, explained.

Owns: the demo's data and what is printed. Never: another path than the one that every client takes; records and token go over gRPC.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import typer
from mintmark.cli.evaluations import show_evaluation
from mintmark.client import Client
from mintmark.errors import AlreadyExistsError
from mintmark.v1 import (
    access_key_service_pb2,
    application_pb2,
    application_service_pb2,
    attribute_pb2,
    attribute_service_pb2,
    evaluation_pb2,
    flow_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_pb2,
    template_service_pb2,
    tenant_service_pb2,
    token_service_pb2,
    user_service_pb2,
)

from mintmark_server.app import Components
from mintmark_server.model.directory import AccessKey
from mintmark_server.serving import Addresses

PROJECT: Final = "projects/demo"
_CREDENTIAL_ID: Final = "demo"
_LAST_MADE: Final = "nightly"
"""The record that is made last: while it is absent, the demo is not complete, and a start goes on where the last one broke off."""

TEMPLATE: Final = {
    "plan": "{{user.custom_attributes.plan}}",
    "greeting": "Hello {{user.given_name}}",
    "organisation": {"name": "{{tenant.name}}", "region": "{{tenant.custom_attributes.region}}", "tier": "business"},
    "https://hasura.io/jwt/claims": {
        "x-hasura-allowed-roles": "{{tenant.roles}}",
        "x-hasura-default-role": "member",
        "x-hasura-user-id": "{{user.id}}",
    },
    "seats": "{{user.custom_attributes.seats}}",
    "support": "gold",
}
FLOW: Final = {"plan": "trial", "purpose": "{{form.purpose}}"}


class Demo:
    """Makes the demo project once, then issues and explains one session token."""

    def __init__(self, components: Components, data_dir: Path, addresses: Addresses) -> None:
        self._components = components
        self._file = data_dir / "credential"
        self._addresses = addresses

    def prepare(self) -> None:
        """Store the demo's credential on the first start."""
        keep_credential(self._components, self._file)

    def show(self) -> None:
        """Make the project where it is new; issue a token through the real client, and print what led to it."""
        with Client(self._addresses.grpc, credential=self._file.read_text().strip()) as client:
            if self._components.store.get(AccessKey, "demo", _LAST_MADE) is None:
                _fill(client)
                typer.echo("Made the project `demo`: 2 tenants, 3 users, roles, attributes, a template, a flow, an application.\n")
            answer = client.tokens.IssueSessionToken(_issue_request())
        issued = answer.token
        typer.echo("A session token of Ada Lovelace at Acme, after the flow `checkout`:\n")
        typer.echo(issued.token + "\n")
        show_evaluation(issued.evaluation)
        base = f"{self._components.issuer_url('demo')}/.well-known"
        typer.echo(f"\nKey set:    {base}/jwks.json\nDiscovery:  {base}/openid-configuration\n")
        typer.echo("The same call with grpcurl:\n")
        typer.echo(f"  {self._grpcurl()}\n")
        typer.echo("The same, and the reason of one claim, with the command line:\n")
        prefix = f".venv/bin/mintmark --target {self._addresses.grpc} --credential-file {self._file}"
        options = "--user ada --tenant acme --flow checkout --flow-context -"
        context = json.dumps({"form": {"purpose": "evaluation"}})
        typer.echo(f"  echo '{context}' | {prefix} token issue {options} --amr pwd --explain")
        typer.echo(f"  echo '{context}' | {prefix} token why plan {options}")

    def _grpcurl(self) -> str:
        body = {
            "parent": PROJECT,
            "subject": {"user": f"{PROJECT}/users/ada"},
            "tenant": f"{PROJECT}/tenants/acme",
            "flow": f"{PROJECT}/flows/checkout",
            "flow_context": {"form": {"purpose": "evaluation"}},
            "authentication": {"amr": ["pwd"]},
            "view": "EVALUATION_VIEW_FULL",
        }
        header = f'-H "authorization: Bearer $(cat {self._file})"'
        method = "mintmark.v1.TokenService/IssueSessionToken"
        return f"grpcurl -plaintext {header} -d '{json.dumps(body)}' {self._addresses.grpc} {method}"


def keep_credential(components: Components, file: Path) -> None:
    """Make an operator's credential and keep its secret in a file, unless the file is there."""
    if file.exists():
        return
    secret = components.create_operator(_CREDENTIAL_ID, now=components.clock.now())
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
        opened.write(secret + "\n")


def _issue_request() -> token_service_pb2.IssueSessionTokenRequest:
    request = token_service_pb2.IssueSessionTokenRequest(
        parent=PROJECT,
        tenant=f"{PROJECT}/tenants/acme",
        flow=f"{PROJECT}/flows/checkout",
        view=evaluation_pb2.EVALUATION_VIEW_FULL,
    )
    request.subject.user = f"{PROJECT}/users/ada"
    request.flow_context.form["purpose"] = "evaluation"
    request.authentication.amr.append("pwd")
    return request


def _fill(client: Client) -> None:
    project = project_service_pb2.CreateProjectRequest(project_id="demo")
    project.project.display_name = "Demo"
    _create(client.projects.CreateProject, project)
    types = {
        "user.plan": attribute_pb2.ATTRIBUTE_TYPE_STRING,
        "user.seats": attribute_pb2.ATTRIBUTE_TYPE_NUMBER,
        "tenant.region": attribute_pb2.ATTRIBUTE_TYPE_STRING,
    }
    for name, type_ in types.items():
        attribute = attribute_service_pb2.CreateAttributeRequest(parent=PROJECT, attribute_id=name)
        attribute.attribute.type = type_
        _create(client.attributes.CreateAttribute, attribute)
    for role, permissions in {"admin": ["read", "write", "invite"], "member": ["read"], "support": ["ticket"]}.items():
        request = role_service_pb2.CreateRoleRequest(parent=PROJECT, role_id=role)
        request.role.permissions.extend(permissions)
        _create(client.roles.CreateRole, request)
    for tenant_id, name, region in (("acme", "Acme", "eu-west"), ("globex", "Globex", "us-east")):
        tenant = tenant_service_pb2.CreateTenantRequest(parent=PROJECT, tenant_id=tenant_id)
        tenant.tenant.display_name = name
        tenant.tenant.custom_attributes["region"] = region
        _create(client.tenants.CreateTenant, tenant)
    _add_user(client, "ada", ("Ada", "Lovelace"), {"plan": "pro", "seats": 25}, {"acme": ["admin", "member"], "globex": ["member"]})
    _add_user(client, "grace", ("Grace", "Hopper"), {"plan": "free"}, {"globex": ["admin"]})
    _add_user(client, "alan", ("Alan", "Turing"), {}, {})
    _add_layers(client)


def _create(method: Callable[[Any], Any], request: object) -> None:
    """Create a record, unless a start that broke off did."""
    with contextlib.suppress(AlreadyExistsError):
        method(request)


def _add_user(client: Client, user_id: str, name: tuple[str, str], attributes: dict[str, Any], memberships: dict[str, list[str]]) -> None:
    request = user_service_pb2.CreateUserRequest(parent=PROJECT, user_id=user_id)
    user = request.user
    user.given_name, user.family_name = name
    user.display_name = " ".join(name)
    user.email = f"{user_id}@example.com"
    user.login_ids.append(user.email)
    user.custom_attributes.update(attributes)
    for tenant, roles in memberships.items():
        user.memberships.add(tenant=f"{PROJECT}/tenants/{tenant}", roles=roles)
    _create(client.users.CreateUser, request)


def _add_layers(client: Client) -> None:
    template = template_service_pb2.CreateTemplateRequest(parent=PROJECT, template_id="default")
    template.template.kind = template_pb2.TEMPLATE_KIND_USER
    template.template.source.advanced = json.dumps(TEMPLATE, indent=2)
    template.template.conditions["support"] = "has(user.custom_attributes.seats) && user.custom_attributes.seats > 100.0"
    template.template.empty_claim_policy = template_pb2.EMPTY_CLAIM_POLICY_DELETE
    _create(client.templates.CreateTemplate, template)
    update = project_service_pb2.UpdateProjectRequest()
    update.project.name = PROJECT
    update.project.settings.user_template = f"{PROJECT}/templates/default"
    update.update_mask.paths.append("settings.user_template")
    client.projects.UpdateProject(update)
    flow = flow_service_pb2.CreateFlowRequest(parent=PROJECT, flow_id="checkout")
    flow.flow.source.advanced = json.dumps(FLOW, indent=2)
    _create(client.flows.CreateFlow, flow)
    application = application_service_pb2.CreateApplicationRequest(parent=PROJECT, application_id="web")
    application.application.kind = application_pb2.APPLICATION_KIND_OIDC
    application.application.client_id = "web"
    _create(client.applications.CreateApplication, application)
    key = access_key_service_pb2.CreateAccessKeyRequest(parent=PROJECT, access_key_id=_LAST_MADE)
    key.access_key.source.advanced = json.dumps({"job": "nightly"})
    _create(client.access_keys.CreateAccessKey, key)
