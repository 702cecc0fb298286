"""The contract as this version knows it.

Owns: which services there are. Never: calling them (client), serving them.
"""

from __future__ import annotations

from typing import Final

from google.protobuf.descriptor import ServiceDescriptor

from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    audit_service_pb2,
    credential_service_pb2,
    flow_service_pb2,
    key_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    token_service_pb2,
    user_service_pb2,
)

_FILES: Final = (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    audit_service_pb2,
    credential_service_pb2,
    flow_service_pb2,
    key_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    token_service_pb2,
    user_service_pb2,
)
SERVICES: Final[tuple[ServiceDescriptor, ...]] = tuple(service for file in _FILES for service in file.DESCRIPTOR.services_by_name.values())
