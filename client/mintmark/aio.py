"""The client for an event loop: what `mintmark.client` has, awaited.

Owns: the asynchronous `Client`. Never: options, errors or retries of its own (connection, errors, retries).

    async with Client("127.0.0.1:50051") as client:
        answer = await client.tokens.IssueSessionToken(token_service_pb2.IssueSessionTokenRequest(...))
        async for event in client.audit.WatchAuditEvents(audit_service_pb2.WatchAuditEventsRequest(...)):
            ...

Make it in the event loop that uses it. Tests compare both clients, method for method and option for option.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import grpc

from mintmark.client import DEFAULT_TIMEOUT
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

if TYPE_CHECKING:
    from mintmark.v1.access_key_service_pb2_grpc import AccessKeyServiceAsyncStub
    from mintmark.v1.application_service_pb2_grpc import ApplicationServiceAsyncStub
    from mintmark.v1.attribute_service_pb2_grpc import AttributeServiceAsyncStub
    from mintmark.v1.audit_service_pb2_grpc import AuditServiceAsyncStub
    from mintmark.v1.credential_service_pb2_grpc import CredentialServiceAsyncStub
    from mintmark.v1.flow_service_pb2_grpc import FlowServiceAsyncStub
    from mintmark.v1.key_service_pb2_grpc import KeyServiceAsyncStub
    from mintmark.v1.project_service_pb2_grpc import ProjectServiceAsyncStub
    from mintmark.v1.role_service_pb2_grpc import RoleServiceAsyncStub
    from mintmark.v1.template_service_pb2_grpc import TemplateServiceAsyncStub
    from mintmark.v1.tenant_service_pb2_grpc import TenantServiceAsyncStub
    from mintmark.v1.token_service_pb2_grpc import TokenServiceAsyncStub
    from mintmark.v1.user_service_pb2_grpc import UserServiceAsyncStub


class Client:
    """A connection to the service, for the tasks of one event loop; close it, or use it in an `async with`.

    Options are those of `mintmark.client.Client`.
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
            self._channel = grpc.aio.insecure_channel(connection.target, options=connection.options)
        else:
            self._channel = grpc.aio.secure_channel(connection.target, connection.tls, options=connection.options)
        self.access_keys: AccessKeyServiceAsyncStub = self._service(access_key_service_pb2_grpc.AccessKeyServiceStub)
        self.applications: ApplicationServiceAsyncStub = self._service(application_service_pb2_grpc.ApplicationServiceStub)
        self.attributes: AttributeServiceAsyncStub = self._service(attribute_service_pb2_grpc.AttributeServiceStub)
        self.audit: AuditServiceAsyncStub = self._service(audit_service_pb2_grpc.AuditServiceStub)
        self.credentials: CredentialServiceAsyncStub = self._service(credential_service_pb2_grpc.CredentialServiceStub)
        self.flows: FlowServiceAsyncStub = self._service(flow_service_pb2_grpc.FlowServiceStub)
        self.keys: KeyServiceAsyncStub = self._service(key_service_pb2_grpc.KeyServiceStub)
        self.projects: ProjectServiceAsyncStub = self._service(project_service_pb2_grpc.ProjectServiceStub)
        self.roles: RoleServiceAsyncStub = self._service(role_service_pb2_grpc.RoleServiceStub)
        self.templates: TemplateServiceAsyncStub = self._service(template_service_pb2_grpc.TemplateServiceStub)
        self.tenants: TenantServiceAsyncStub = self._service(tenant_service_pb2_grpc.TenantServiceStub)
        self.tokens: TokenServiceAsyncStub = self._service(token_service_pb2_grpc.TokenServiceStub)
        self.users: UserServiceAsyncStub = self._service(user_service_pb2_grpc.UserServiceStub)

    async def close(self) -> None:
        """Close the connection."""
        await self._channel.close(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None) -> None:
        await self.close()

    def _service(self, stub: Callable[[Any], Any]) -> Any:
        return Surface(stub(self._channel), self._call)

    def _call(self, method: Any, request: Any, timeout: float | None, metadata: Metadata) -> Any:
        connection = self._connection
        call = method(request, timeout=connection.choose_timeout(method, timeout), metadata=connection.build_metadata(metadata))
        return _mapped(call) if hasattr(call, "__aiter__") else _awaited(call)


async def _awaited(call: Any) -> Any:
    try:
        return await call
    except grpc.RpcError as error:
        raise from_grpc(error) from error


async def _mapped(answers: Any) -> AsyncIterator[Any]:
    """Yield the answers of a stream; who closes the iterator cancels the call."""
    try:
        async for answer in answers:
            yield answer
    except grpc.RpcError as error:
        raise from_grpc(error) from error
    finally:
        answers.cancel()
