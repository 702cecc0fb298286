"""The client: one channel, all services, deadlines and errors that say what is wrong.

Owns: `Client`. Never: verifying tokens (verify).

    with Client("127.0.0.1:50051") as client:
        answer = client.tokens.IssueSessionToken(token_service_pb2.IssueSessionTokenRequest(...))

Each service is the generated stub's surface (`client.tokens`, `client.users`, …); a call has a deadline of 10 s unless it names one,
carries the credential, is tried again while it is safe and the service is UNAVAILABLE, and raises `mintmark.errors`. A call that is safe
to repeat only with a request id gets one, unless it has one.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar, cast

import grpc

from mintmark.errors import from_grpc
from mintmark.v1 import (
    access_key_service_pb2,
    access_key_service_pb2_grpc,
    application_service_pb2,
    application_service_pb2_grpc,
    attribute_service_pb2,
    attribute_service_pb2_grpc,
    audit_service_pb2,
    audit_service_pb2_grpc,
    credential_service_pb2,
    credential_service_pb2_grpc,
    flow_service_pb2,
    flow_service_pb2_grpc,
    key_service_pb2,
    key_service_pb2_grpc,
    project_service_pb2,
    project_service_pb2_grpc,
    role_service_pb2,
    role_service_pb2_grpc,
    template_service_pb2,
    template_service_pb2_grpc,
    tenant_service_pb2,
    tenant_service_pb2_grpc,
    token_service_pb2,
    token_service_pb2_grpc,
    user_service_pb2,
    user_service_pb2_grpc,
)

DEFAULT_TARGET: Final = "127.0.0.1:50051"
DEFAULT_TIMEOUT: Final = 10.0
"""Seconds."""
TARGET_VARIABLE: Final = "MINTMARK_TARGET"
CREDENTIAL_VARIABLE: Final = "MINTMARK_CREDENTIAL"
_MAX_METADATA_BYTES: Final = 32 * 1024
_SAFE: Final = ("Get", "List", "Validate", "Preview", "Introspect", "Explain")
_HARMLESS_TWICE: Final = frozenset(
    {
        "IssueSessionToken",
        "IssueIdToken",
        "IssueAccessKeyToken",
        "RefreshSession",
        "SelectTenant",
        "UpdateSessionClaims",
    }
)
"""They change, but a repeat does no harm: a stateless token stores nothing, and a refresh token's repeat gets the first answer. A request
id would cost each of them a stored answer."""
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

S = TypeVar("S")


class Client:
    """A connection to the service. Safe to share between threads; close it, or use it in a `with`.

    `credential` is the caller's secret, else MINTMARK_CREDENTIAL of the environment. Without `ca_file` the connection is plaintext,
    which is for loopback; with it, TLS, and with `cert_file` and `key_file` mTLS.
    """

    def __init__(
        self,
        target: str = "",
        *,
        credential: str = "",
        timeout: float = DEFAULT_TIMEOUT,
        ca_file: Path | None = None,
        cert_file: Path | None = None,
        key_file: Path | None = None,
    ) -> None:
        """`timeout` is the deadline of each call in seconds. Raises: OSError for a file that can't be read."""
        self.target = target or os.environ.get(TARGET_VARIABLE, DEFAULT_TARGET)
        self._credential = credential or os.environ.get(CREDENTIAL_VARIABLE, "")
        self._timeout = timeout
        options = [
            ("grpc.service_config", build_service_config()),
            ("grpc.enable_retries", 1),
            ("grpc.max_metadata_size", _MAX_METADATA_BYTES),
            # Each client is a connection of its own, so that several reach several of a service's processes.
            ("grpc.use_local_subchannel_pool", 1),
        ]
        if ca_file is None:
            self._channel = grpc.insecure_channel(self.target, options=options)
        else:
            pair = (key_file.read_bytes(), cert_file.read_bytes()) if key_file and cert_file else (None, None)
            credentials = grpc.ssl_channel_credentials(ca_file.read_bytes(), *pair)
            self._channel = grpc.secure_channel(self.target, credentials, options=options)
        self.access_keys = self._service(access_key_service_pb2_grpc.AccessKeyServiceStub)
        self.applications = self._service(application_service_pb2_grpc.ApplicationServiceStub)
        self.attributes = self._service(attribute_service_pb2_grpc.AttributeServiceStub)
        self.audit = self._service(audit_service_pb2_grpc.AuditServiceStub)
        self.credentials = self._service(credential_service_pb2_grpc.CredentialServiceStub)
        self.flows = self._service(flow_service_pb2_grpc.FlowServiceStub)
        self.keys = self._service(key_service_pb2_grpc.KeyServiceStub)
        self.projects = self._service(project_service_pb2_grpc.ProjectServiceStub)
        self.roles = self._service(role_service_pb2_grpc.RoleServiceStub)
        self.templates = self._service(template_service_pb2_grpc.TemplateServiceStub)
        self.tenants = self._service(tenant_service_pb2_grpc.TenantServiceStub)
        self.tokens = self._service(token_service_pb2_grpc.TokenServiceStub)
        self.users = self._service(user_service_pb2_grpc.UserServiceStub)

    def close(self) -> None:
        """Close the connection."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None) -> None:
        self.close()

    def _service(self, stub: Callable[[grpc.Channel], S]) -> S:
        return cast("S", _Service(stub(self._channel), self._call))

    def _call(self, method: Any, request: Any, timeout: float | None, metadata: tuple[tuple[str, str], ...]) -> Any:
        if self._credential:
            metadata = (*metadata, ("authorization", f"Bearer {self._credential}"))
        try:
            answer = method(request, timeout=self._timeout if timeout is None else timeout, metadata=metadata)
        except grpc.RpcError as error:
            raise from_grpc(error) from error
        return _mapped(answer) if hasattr(answer, "__next__") else answer


class _Service:
    """A stub whose methods go through the client's call."""

    def __init__(self, stub: Any, call: Callable[..., Any]) -> None:
        self._stub = stub
        self._call = call

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._stub, name)

        def invoke(request: Any, *, timeout: float | None = None, metadata: tuple[tuple[str, str], ...] = ()) -> Any:
            return self._call(method, _identify(name, request), timeout, metadata)

        setattr(self, name, invoke)
        return invoke


def _mapped(answers: Any) -> Iterator[Any]:
    """Yield the answers of a stream; who closes the iterator, or lets go of it, cancels the call."""
    try:
        yield from answers
    except grpc.RpcError as error:
        raise from_grpc(error) from error
    finally:
        answers.cancel()


def build_service_config() -> str:
    """Return the retry policy: UNAVAILABLE only (AIP-194), for methods that are safe by themselves, then for those with a request id.

    The other languages' clients read the same from protos/service_config.json.
    """
    safe, identified = [], []
    for file in _FILES:
        for service in file.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                name = {"service": service.full_name, "method": method.name}
                if method.name.startswith(_SAFE) or method.name in _HARMLESS_TWICE:
                    safe.append(name)
                elif "request_id" in method.input_type.fields_by_name:
                    identified.append(name)
    policy = {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    config = {
        "methodConfig": [{"name": names, "retryPolicy": policy} for names in (safe, identified)],
        "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
    }
    return json.dumps(config)


def _find_identified() -> frozenset[str]:
    """Return the methods, without their services, that are repeated under a request id."""
    return frozenset(name["method"] for name in json.loads(build_service_config())["methodConfig"][1]["name"])


_IDENTIFIED: Final = _find_identified()


def _identify(method: str, request: Any) -> Any:
    """Return the request, or its copy with a request id of its own where a repeat needs one."""
    if method not in _IDENTIFIED or request.request_id:
        return request
    copy = type(request)()
    copy.CopyFrom(request)
    copy.request_id = str(uuid.uuid4())
    return copy
