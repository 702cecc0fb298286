"""The client: one channel, all services, deadlines and errors that say what is wrong.

Owns: `Client`. Never: verifying tokens (verify).

    with Client("127.0.0.1:50051") as client:
        answer = client.tokens.IssueSessionToken(token_service_pb2.IssueSessionTokenRequest(...))

Each service is the generated stub's surface (`client.tokens`, `client.users`, …); a call has a deadline of 10 s unless it names one,
carries the credential, is tried again while it is safe and the service is UNAVAILABLE, and raises `mintmark.errors`. A call that is safe
to repeat only with a request id gets one, unless it has one. A call whose messages stream has no deadline unless it names one.

`mintmark.aio` has the same for an event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar, cast

import grpc

from mintmark.connection import Metadata, Surface, load_connection
from mintmark.errors import from_grpc
from mintmark.v1 import (
    access_key_service_pb2_grpc,
    application_service_pb2_grpc,
    attribute_service_pb2_grpc,
    audit_service_pb2_grpc,
    credential_service_pb2_grpc,
    flow_service_pb2_grpc,
    key_service_pb2_grpc,
    project_service_pb2_grpc,
    role_service_pb2_grpc,
    template_service_pb2_grpc,
    tenant_service_pb2_grpc,
    token_service_pb2_grpc,
    user_service_pb2_grpc,
)

DEFAULT_TIMEOUT: Final = 10.0
"""Seconds."""

S = TypeVar("S")


class Client:
    """A connection to the service. Safe to share between threads; close it, or use it in a `with`.

    `credential`, or the content of `credential_file`, is the caller's secret. Off loopback the connection is TLS; `ca_file` names the CA,
    `cert_file` and `key_file` a client certificate (mTLS). What is not given comes from the environment: see `mintmark.connection`.
    """

    def __init__(
        self,
        target: str = "",
        *,
        credential: str = "",
        credential_file: Path | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        ca_file: Path | None = None,
        cert_file: Path | None = None,
        key_file: Path | None = None,
        allow_plaintext: bool = False,
    ) -> None:
        """`timeout` is the deadline of each call in seconds. Raises: OSError for a file that can't be read, ValueError."""
        connection = load_connection(
            target,
            credential=credential,
            credential_file=credential_file,
            timeout=timeout,
            ca_file=ca_file,
            cert_file=cert_file,
            key_file=key_file,
            allow_plaintext=allow_plaintext,
        )
        self.target = connection.target
        self._connection = connection
        if connection.tls is None:
            self._channel = grpc.insecure_channel(connection.target, options=connection.options)
        else:
            self._channel = grpc.secure_channel(connection.target, connection.tls, options=connection.options)
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
        return cast("S", Surface(stub(self._channel), self._call))

    def _call(self, method: Any, request: Any, timeout: float | None, metadata: Metadata) -> Any:
        connection = self._connection
        try:
            answer = method(request, timeout=connection.choose_timeout(method, timeout), metadata=connection.build_metadata(metadata))
        except grpc.RpcError as error:
            raise from_grpc(error) from error
        return _mapped(answer) if hasattr(answer, "__next__") else answer


def _mapped(answers: Any) -> Iterator[Any]:
    """Yield the answers of a stream; who closes the iterator, or lets go of it, cancels the call."""
    try:
        yield from answers
    except grpc.RpcError as error:
        raise from_grpc(error) from error
    finally:
        answers.cancel()
