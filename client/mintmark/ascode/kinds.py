"""Which resources are configuration, and their names.

Owns: one table of kinds, in the order in which they depend on each other; names and annotations. Never: their fields (the contract has
those).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from google.api import field_behavior_pb2, resource_pb2
from google.protobuf.message import Message

from mintmark.v1 import (
    application_pb2,
    application_service_pb2,
    attribute_pb2,
    attribute_service_pb2,
    flow_pb2,
    flow_service_pb2,
    project_pb2,
    project_service_pb2,
    role_pb2,
    role_service_pb2,
    template_pb2,
    template_service_pb2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of resource that files may describe."""

    singular: str
    collection: str
    message: type[Message]
    requests: Any

    @property
    def pascal(self) -> str:
        """The kind as the contract's methods call it."""
        return self.message.DESCRIPTOR.name

    @property
    def type(self) -> str:
        """The resource type (AIP-123), as references name it."""
        options: Any = self.message.DESCRIPTOR.GetOptions()
        return str(options.Extensions[resource_pb2.resource].type)

    def request(self, verb: str, **fields: Any) -> Any:
        """Return a request of one of its methods."""
        noun = f"{self.pascal}s" if verb == "List" else self.pascal
        return getattr(self.requests, f"{verb}{noun}Request")(**fields)

    def call(self, client: Any, verb: str, request: Any) -> Any:
        """Call one of its methods."""
        noun = f"{self.pascal}s" if verb == "List" else self.pascal
        return getattr(getattr(client, self.collection), f"{verb}{noun}")(request)


PROJECT: Final = Kind(singular="project", collection="projects", message=project_pb2.Project, requests=project_service_pb2)
TEMPLATE: Final = Kind(singular="template", collection="templates", message=template_pb2.Template, requests=template_service_pb2)
ATTRIBUTE: Final = Kind(singular="attribute", collection="attributes", message=attribute_pb2.Attribute, requests=attribute_service_pb2)
KINDS: Final = (
    PROJECT,
    ATTRIBUTE,
    Kind(singular="role", collection="roles", message=role_pb2.Role, requests=role_service_pb2),
    TEMPLATE,
    Kind(singular="flow", collection="flows", message=flow_pb2.Flow, requests=flow_service_pb2),
    Kind(singular="application", collection="applications", message=application_pb2.Application, requests=application_service_pb2),
)
"""In this order they are created and updated; in the opposite one they are deleted."""

BY_COLLECTION: Final = {kind.collection: kind for kind in KINDS}
BY_TYPE: Final = {kind.type: kind for kind in KINDS}
REFUSED: Final = {
    "accessKeys": "An access key has a secret, and secrets never stand in files: `mintmark access-key create`.",
    "credentials": "A credential is a secret, and secrets never stand in files: `mintmark credential create`.",
    "keys": "Signing keys are made by the service: `mintmark key prepare`.",
    "users": "Users are data, not configuration: `mintmark user import`.",
    "tenants": "Tenants are data, not configuration: `mintmark tenant create`.",
    "sessions": "Sessions are data, not configuration.",
}
"""Collections that are no configuration, and what to do instead."""
OWNER_LABEL: Final = "mintmark.dev/applied-by"
"""The label with which `apply` marks what it created or changed; its value is the owner's name."""


def has_behavior(field: Any, behavior: int) -> bool:
    """Tell whether a field of the contract is annotated with a behaviour (AIP-203)."""
    return behavior in field.GetOptions().Extensions[field_behavior_pb2.field_behavior]


def is_output(field: Any) -> bool:
    """Tell whether only the service writes the field; the etag belongs to the call and not to the resource."""
    return has_behavior(field, field_behavior_pb2.OUTPUT_ONLY) or field.name == "etag"


def reference_kind(field: Any) -> Kind | None:
    """Return the kind whose resources the field names, or None."""
    return BY_TYPE.get(field.GetOptions().Extensions[resource_pb2.resource_reference].type)


def kind_of(name: str) -> Kind:
    """Return the kind of a resource name."""
    segments = name.split("/")
    return PROJECT if len(segments) == 2 else BY_COLLECTION[segments[2]]  # noqa: PLR2004


def project_of(name: str) -> str:
    """Return the name of the project that owns the resource."""
    return "/".join(name.split("/")[:2])


def id_of(name: str) -> str:
    """Return the last segment of a name."""
    return name.rpartition("/")[2]
