"""The gRPC server: services, health, reflection, limits, and stopping in the right order.

Owns: generic handlers for the whole contract, options of the transport. Never: which use cases there are (app).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import grpc
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health, health_pb2
from mintmark.contract import SERVICES

from mintmark_server.limits import MAX_MESSAGE_BYTES
from mintmark_server.rpc.boundary import Boundary, DuplexHandler, Handler, Method, ServerStreamHandler, StreamHandler
from mintmark_server.rpc.health import Health
from mintmark_server.rpc.policy import METHOD_POLICY, check_policy
from mintmark_server.rpc.reflection import build_reflection
from mintmark_server.rpc.threads import CallThreads, Waits

AnyStream = StreamHandler | ServerStreamHandler | DuplexHandler
"""Which of them a method has follows from which of its sides stream."""
AnyHandler: TypeAlias = "grpc.GenericRpcHandler[Any, Any]"

_RECEIVED_METADATA_BYTES: Final = 16 * 1024
_MAX_CONNECTION_AGE_MS: Final = 30 * 60 * 1000
_CONNECTION_GRACE_MS: Final = 30 * 1000
_MIN_PING_INTERVAL_MS: Final = 20 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportLimits:
    """Threads that serve, calls at once (more are RESOURCE_EXHAUSTED), bytes of one message.

    `shares_port`: other processes may listen at the same address. Off, a process that was forgotten can't take half of the calls.
    """

    threads: int = 8
    max_concurrent_calls: int = 256
    max_message_bytes: int = MAX_MESSAGE_BYTES
    shares_port: bool = False


def list_methods() -> list[Method]:
    """Return every method of the contract."""
    return [
        Method(
            service=service.full_name,
            name=method.name,
            request=GetMessageClass(method.input_type),
            client_streaming=method.client_streaming,
            server_streaming=method.server_streaming,
        )
        for service in SERVICES
        for method in service.methods
    ]


def build_handlers(boundary: Boundary, handlers: Mapping[str, Handler], streams: Mapping[str, AnyStream]) -> list[AnyHandler]:
    """Return the handlers of all services; a method without policy or without handler stops the start.

    Raises: RuntimeError.
    """
    methods = list_methods()
    check_policy(frozenset(method.key for method in methods))
    services: dict[str, dict[str, Any]] = {}
    for method in methods:
        services.setdefault(method.service, {})[method.name] = _build_handler(boundary, method, handlers, streams)
    return [grpc.method_handlers_generic_handler(service, table) for service, table in services.items()]


def _build_handler(boundary: Boundary, method: Method, handlers: Mapping[str, Handler], streams: Mapping[str, AnyStream]) -> Any:
    policy = METHOD_POLICY[method.key]
    if method.key in handlers:
        return grpc.stream_unary_rpc_method_handler(boundary.unary(method, policy, handlers[method.key]))
    if method.key in streams:
        stream: Any = streams[method.key]
        if method.client_streaming and method.server_streaming:
            return grpc.stream_stream_rpc_method_handler(boundary.duplex(method, policy, stream))
        if method.server_streaming:
            return grpc.stream_stream_rpc_method_handler(boundary.server_stream(method, policy, stream))
        return grpc.stream_unary_rpc_method_handler(boundary.client_stream(method, policy, stream))
    raise RuntimeError(f"{method.key} has no handler.")


class GrpcServer:
    """A gRPC server with health and reflection. `stop` drains: NOT_SERVING and `stopping`, then no new calls, then the end."""

    def __init__(self, handlers: Iterable[AnyHandler], *, waits: Waits, limits: TransportLimits, stopping: threading.Event) -> None:
        """`waits` are those of the handlers' boundary."""
        self._stopping = stopping
        self._threads = CallThreads(limits.threads, waits)
        threads: Any = self._threads
        self._server = grpc.server(
            threads,
            maximum_concurrent_rpcs=limits.max_concurrent_calls,
            options=[
                ("grpc.so_reuseport", int(limits.shares_port)),
                ("grpc.max_receive_message_length", limits.max_message_bytes),
                ("grpc.max_metadata_size", _RECEIVED_METADATA_BYTES),
                ("grpc.max_connection_age_ms", _MAX_CONNECTION_AGE_MS),
                ("grpc.max_connection_age_grace_ms", _CONNECTION_GRACE_MS),
                ("grpc.http2.min_ping_interval_without_data_ms", _MIN_PING_INTERVAL_MS),
                ("grpc.keepalive_permit_without_calls", 1),
            ],
        )
        self._server.add_generic_rpc_handlers(tuple(handlers))
        services = sorted({method.service for method in list_methods()})
        self._health = Health(waits)
        for service in ("", *services):
            self._health.set(service, health_pb2.HealthCheckResponse.SERVING)
        reflection = build_reflection((*services, health.SERVICE_NAME), waits)
        self._server.add_generic_rpc_handlers((self._health.handlers(), *reflection))

    def add_port(self, address: str, credentials: grpc.ServerCredentials | None) -> int:
        """Bind an address; return its port. Raises: RuntimeError when it is taken."""
        if credentials is None:
            return self._server.add_insecure_port(address)
        return self._server.add_secure_port(address, credentials)

    def start(self) -> None:
        """Serve."""
        self._threads.start()
        self._server.start()

    def stop(self, grace: float) -> None:
        """Drain and stop; calls that take longer than `grace` seconds are cut off."""
        self._health.drain()
        self._stopping.set()
        self._server.stop(grace).wait()
        self._threads.shutdown(wait=False, cancel_futures=True)
