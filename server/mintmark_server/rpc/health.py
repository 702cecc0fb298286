"""The health service (grpc.health.v1), with List (gRFC A90).

Owns: the statuses, and telling those who watch. Never: finding out how the service is.

The library's own holds a lock while it sends, so that one watcher who does not read would stop all checks; and its calls wait for their
messages without an end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import grpc
from grpc_health.v1 import health, health_pb2

from mintmark_server.rpc.threads import Waits

Handler: TypeAlias = "grpc.GenericRpcHandler[Any, Any]"
Response = health_pb2.HealthCheckResponse
Send = Callable[[Any], None]
"""Sends a message; None ends the call."""
MAX_WATCHERS: Final = 256


class Health:
    """The status of each service. Watching holds no thread."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._lock = threading.Lock()
        self._statuses: dict[str, Any] = {}
        self._watchers: dict[Send, str] = {}

    def handlers(self) -> Handler:
        """Return the handlers of the service."""

        def watch(messages: Iterator[bytes], context: grpc.ServicerContext, send: Send) -> None:
            self._watch(messages, context, send)

        # The library's mark of a behaviour that sends by a function and returns.
        watch.experimental_non_blocking = True  # type: ignore[attr-defined]
        print_message: Any = Response.SerializeToString
        table: dict[str, Any] = {
            "Check": grpc.stream_unary_rpc_method_handler(self._check, response_serializer=print_message),
            "List": grpc.stream_unary_rpc_method_handler(self._list, response_serializer=health_pb2.HealthListResponse.SerializeToString),
            "Watch": grpc.stream_stream_rpc_method_handler(watch, response_serializer=print_message),
        }
        return grpc.method_handlers_generic_handler(health.SERVICE_NAME, table)

    def set(self, service: str, status: Any) -> None:
        """Set the status of a service before it is served."""
        self._statuses = {**self._statuses, service: status}

    def drain(self) -> None:
        """Answer NOT_SERVING from now on, and tell whoever watches; one who does not read keeps nobody else from it."""
        self._statuses = dict.fromkeys(self._statuses, Response.NOT_SERVING)
        with self._lock:
            watchers = list(self._watchers)
        for send in watchers:
            threading.Thread(target=send, args=(Response(status=Response.NOT_SERVING),), name="health", daemon=True).start()

    def _check(self, messages: Iterator[bytes], context: grpc.ServicerContext) -> Any:
        status = self._statuses.get(self._read(messages, context))
        if status is None:
            context.set_code(grpc.StatusCode.NOT_FOUND)
            context.set_details("There is no such service.")
            return Response()
        return Response(status=status)

    def _list(self, messages: Iterator[bytes], context: grpc.ServicerContext) -> Any:
        self._waits.receive(messages, context)
        response = health_pb2.HealthListResponse()
        for service, status in self._statuses.items():
            response.statuses[service].status = status
        return response

    def _watch(self, messages: Iterator[bytes], context: grpc.ServicerContext, send: Send) -> None:
        service = self._read(messages, context)
        with self._lock:
            is_room = len(self._watchers) < MAX_WATCHERS
            if is_room:
                self._watchers[send] = service
        if not is_room:
            context.set_code(grpc.StatusCode.RESOURCE_EXHAUSTED)
            context.set_details("There are too many watchers.")
            send(None)
            return
        if not context.add_callback(lambda: self._forget(send)):
            self._forget(send)
            return
        with self._waits.waiting(context):
            send(Response(status=self._statuses.get(service, Response.SERVICE_UNKNOWN)))

    def _forget(self, send: Send) -> None:
        with self._lock:
            self._watchers.pop(send, None)

    def _read(self, messages: Iterator[bytes], context: grpc.ServicerContext) -> str:
        data = self._waits.receive(messages, context)
        return health_pb2.HealthCheckRequest.FromString(data or b"").service
