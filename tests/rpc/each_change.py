"""One request for each RPC that issues or changes, and a world in which each of them works."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from google.protobuf import json_format
from google.protobuf.message import Message
from mintmark.v1 import access_key_service_pb2, credential_service_pb2, key_service_pb2
from mintmark_server.rpc.policy import METHOD_POLICY, Idempotency
from mintmark_server.rpc.server import list_methods

from tests.project import ProjectUnderTest
from tests.rpc.calls import open_session

VALUE: Final = "v4lue-that-nobody-logs"
"""Stands wherever a request may carry a value."""
METHODS: Final = {method.key: method for method in list_methods()}
CHANGING: Final = sorted(key for key, row in METHOD_POLICY.items() if row.idempotency is Idempotency.REQUEST_ID)
AUDITED: Final = sorted(key for key, row in METHOD_POLICY.items() if row.audited)

_SOURCE: Final = {"advanced": json.dumps({"claim": VALUE})}
_STUBS: Final = {"AccessKeyService": "access_keys"}
Document = dict[str, Any]


class World(ProjectUnderTest):
    """A project with one of everything; those called `spare` may be changed and deleted."""

    def fill_up(self) -> None:
        self.create()
        self.update_user("ada", "memberships", memberships=[{"tenant": f"{self.name}/tenants/{tenant}"} for tenant in ("acme", "globex")])
        self.create_user("spare")
        self.create_tenant("spare")
        self.create_role("spare", [])
        self.create_attribute("user.spare", "STRING")
        self.create_application("web")
        self.create_application("spare")
        self.create_template("spare", {"a": 1})
        self.update_template("spare", "source", source={"advanced": '{"a": 2}'})
        self.create_flow("spare", {"a": 1})
        self.create_access_key("spare")
        self.credential = f"credentials/c-{self.id}"
        request = credential_service_pb2.CreateCredentialRequest(credential_id=f"c-{self.id}")
        json_format.ParseDict({"grants": [{"project": self.name, "roles": ["CALLER_ROLE_ISSUER"]}]}, request.credential)
        self.client.credentials.CreateCredential(request)
        opened = open_session(self, application="web", scopes=["openid"])
        self.session, self.refresh_token = opened.session.name, opened.refresh_token.token
        self.waiting = self.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=self.name)).key.name
        self.inactive = self.create_access_key("inactive").access_key.name
        self.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=self.inactive))
        spare = f"spare-{self.id}"
        ProjectUnderTest(self.client, spare).create()

    def request(self, key: str) -> Any:
        """Return the request of a method, without a request id."""
        return json_format.ParseDict(REQUESTS[key](self), METHODS[key].request())

    def call(self, key: str, request: Any) -> Message:
        service, _, method = key.partition(".")
        noun = service.removesuffix("Service")
        stub = getattr(self.client, _STUBS.get(service, f"{noun.lower()}s"))
        answer: Message = getattr(stub, method)(request)
        return answer


def _standard(noun: str, plural: str, *, spare: str = "spare", fresh: str = "fresh", new: Document, change: Document) -> dict[str, Any]:
    singular = "access_key" if noun == "AccessKey" else noun.lower()
    mask = ",".join("".join([*word.split("_")[:1], *(part.capitalize() for part in word.split("_")[1:])]) for word in change)
    return {
        f"{noun}Service.Create{noun}": lambda world: {"parent": world.name, f"{singular}_id": fresh, singular: new},
        f"{noun}Service.Update{noun}": lambda world: {singular: {"name": f"{world.name}/{plural}/{spare}", **change}, "update_mask": mask},
        f"{noun}Service.Delete{noun}": lambda world: {"name": f"{world.name}/{plural}/{spare}"},
    }


def _user_token(world: World, **more: Any) -> Document:
    return {"parent": world.name, "subject": {"user": f"{world.name}/users/ada"}, "client_claims": {"told": VALUE}, **more}


def _exchange(world: World, **more: Any) -> Document:
    return {"refresh_token": world.refresh_token, "client_claims": {"told": VALUE}, **more}


def _credential(world: World) -> Document:
    return {"display_name": VALUE, "grants": [{"project": world.name, "roles": ["CALLER_ROLE_AUDITOR"]}]}


def _membership(world: World) -> Document:
    return {"user": f"{world.name}/users/ada", "membership": {"tenant": f"{world.name}/tenants/spare", "roles": ["admin"]}}


REQUESTS: Final[dict[str, Callable[[World], Document]]] = {
    **_standard("User", "users", new={"email": VALUE, "given_name": VALUE}, change={"email": VALUE, "family_name": VALUE}),
    **_standard("Tenant", "tenants", new={"display_name": VALUE}, change={"display_name": VALUE}),
    **_standard("Role", "roles", new={"permissions": [VALUE]}, change={"permissions": [VALUE]}),
    **_standard(
        "Attribute",
        "attributes",
        spare="user.spare",
        fresh="user.fresh",
        new={"type": "ATTRIBUTE_TYPE_STRING", "description": VALUE},
        change={"description": VALUE},
    ),
    **_standard("Application", "applications", new={"kind": "APPLICATION_KIND_OIDC", "client_id": VALUE}, change={"client_id": VALUE}),
    **_standard("AccessKey", "accessKeys", new={"description": VALUE, "source": _SOURCE}, change={"description": VALUE}),
    **_standard("Template", "templates", new={"kind": "TEMPLATE_KIND_USER", "source": _SOURCE}, change={"source": _SOURCE}),
    **_standard("Flow", "flows", new={"source": _SOURCE}, change={"source": _SOURCE}),
    "UserService.AddMembership": _membership,
    "UserService.RemoveMembership": lambda world: {"user": f"{world.name}/users/ada", "tenant": f"{world.name}/tenants/acme"},
    "AccessKeyService.RotateAccessKey": lambda world: {"name": f"{world.name}/accessKeys/spare"},
    "AccessKeyService.ActivateAccessKey": lambda world: {"name": world.inactive},
    "AccessKeyService.DeactivateAccessKey": lambda world: {"name": f"{world.name}/accessKeys/spare"},
    "TemplateService.RollbackTemplate": lambda world: {"name": f"{world.name}/templates/spare", "revision": 1},
    "ProjectService.CreateProject": lambda world: {"project_id": f"new-{world.id}", "project": {"display_name": VALUE}},
    "ProjectService.UpdateProject": lambda world: {"project": {"name": world.name, "display_name": VALUE}, "update_mask": "displayName"},
    "ProjectService.DeleteProject": lambda world: {"name": f"projects/spare-{world.id}", "force": True},
    "KeyService.PrepareKey": lambda world: {"parent": world.name},
    "KeyService.ActivateKey": lambda world: {"name": world.waiting, "force": True},
    "KeyService.RetireKey": lambda world: {"name": world.waiting},
    "KeyService.RevokeKey": lambda world: {"name": world.waiting},
    "CredentialService.CreateCredential": lambda world: {"credential_id": f"new-{world.id}", "credential": _credential(world)},
    "CredentialService.UpdateCredential": lambda world: {
        "credential": {"name": world.credential, "display_name": VALUE},
        "update_mask": "displayName",
    },
    "CredentialService.RevokeCredential": lambda world: {"name": world.credential},
    "TokenService.IssueSessionToken": _user_token,
    "TokenService.IssueRefreshToken": _user_token,
    "TokenService.IssueIdToken": lambda world: _user_token(world, application=f"{world.name}/applications/web"),
    "TokenService.IssueAccessKeyToken": lambda world: {"parent": world.name, "access_key": f"{world.name}/accessKeys/spare"},
    "TokenService.IssueSession": _user_token,
    "TokenService.RefreshSession": _exchange,
    "TokenService.SelectTenant": lambda world: _exchange(world, tenant=f"{world.name}/tenants/globex"),
    "TokenService.UpdateSessionClaims": lambda world: _exchange(world, source=_SOURCE),
    "TokenService.RevokeSession": lambda world: {"name": world.session},
    "TokenService.RevokeUserSessions": lambda world: {"user": f"{world.name}/users/ada"},
    "TokenService.BatchIssue": lambda world: {"parent": world.name, "items": [{"refresh": _user_token(world)}]},
}


def alter(request: Any) -> None:
    """Make another request of one, within the same project."""
    fields = request.DESCRIPTOR.fields_by_name
    if "validate_only" in fields:
        request.validate_only = True
    elif "etag" in fields:
        request.etag = '"x"'
    elif "view" in fields:
        request.view = 2
    elif "items" in fields:
        request.items.add().CopyFrom(request.items[0])
    elif "algorithm" in fields:
        request.algorithm = 2
    else:
        place = "name" if "name" in fields else "user"
        setattr(request, place, getattr(request, place) + "x")
