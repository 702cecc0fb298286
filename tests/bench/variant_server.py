"""One variant of the server, in a process of its own: `python -m tests.bench.variant_server SPECIFICATION`.

Owns: serving the contract and the floor by what the platform offers beside the service's own choice. Never: measuring (variants).
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import grpc
from grpc import aio
from mintmark_server.app import Components
from mintmark_server.config import Settings, load_settings
from mintmark_server.rpc.logs import start_log
from mintmark_server.serving import HttpSide, Service, open_components
from mintmark_server.testing import build_floor

IN_LOOP, IN_THREADS = "in loop", "in threads"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A way to serve. `loop` is asyncio or uvloop for the asynchronous server, with handlers in the loop or in threads; "" for the other.

    `options` are added to the channel's, `gc_threshold` 0 leaves it alone, `experiments` are gRPC's own (`GRPC_EXPERIMENTS`).
    """

    name: str
    threads: int = 8
    options: tuple[tuple[str, int | str], ...] = ()
    gc_threshold: int = 0
    gc_freeze: bool = False
    switch_interval: float = 0
    loop: str = ""
    handlers: str = IN_LOOP
    experiments: str = ""

    def specification(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))


def main() -> None:
    variant = Variant(**json.loads(sys.argv[1]))
    settings = load_settings({"threads": str(variant.threads)}, os.environ, None)
    start_log(settings.log_level)
    _, components = open_components(settings)
    if variant.switch_interval:
        sys.setswitchinterval(variant.switch_interval)
    if variant.gc_threshold:
        gc.set_threshold(variant.gc_threshold, *gc.get_threshold()[1:])
    if variant.gc_freeze:
        gc.collect()
        gc.freeze()
    if variant.loop == "uvloop":
        import uvloop  # noqa: PLC0415  (installed by whoever measures it)

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    if variant.loop:
        asyncio.run(_serve_asynchronously(components, settings, variant))
    else:
        _serve(components, settings, variant)


def _serve(components: Components, settings: Settings, variant: Variant) -> None:
    # The service's options are its own; the variant's come after them, so they win.
    build = grpc.server
    grpc.server = lambda *arguments, options, **more: build(*arguments, options=[*options, *map(tuple, variant.options)], **more)
    service = Service(components, settings, more=build_floor(components.boundary))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    service.start()
    stop.wait()
    service.stop()


async def _serve_asynchronously(components: Components, settings: Settings, variant: Variant) -> None:
    http = HttpSide(components, settings)
    server = aio.server(
        migration_thread_pool=ThreadPoolExecutor(variant.threads),
        options=[*map(tuple, variant.options)],
        maximum_concurrent_rpcs=settings.max_concurrent_calls,
    )
    for handler in (*components.handlers(), *build_floor(components.boundary)):
        server.add_generic_rpc_handlers((_Adapted(handler, in_loop=variant.handlers == IN_LOOP),))
    server.add_insecure_port(settings.grpc_address)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    http.start()
    await server.start()
    await stop.wait()
    await server.stop(1)
    http.stop()
    components.store.close()


class _Adapted(grpc.GenericRpcHandler):
    """Unary handlers of another, run in the event loop or in threads."""

    def __init__(self, inner: Any, *, in_loop: bool) -> None:
        self._inner = inner
        self._in_loop = in_loop
        self._known: dict[str, Any] = {}

    def service(self, handler_call_details: Any) -> Any:
        """Return the handler of a call."""
        method = handler_call_details.method
        if method not in self._known:
            found: Any = self._inner.service(handler_call_details)
            if found is not None and found.unary_unary is not None:
                found = grpc.unary_unary_rpc_method_handler(_adapt(found.unary_unary, in_loop=self._in_loop))
            elif found is not None and found.stream_unary is not None:
                # The service reads a unary call's message as a stream of one.
                stream = found.stream_unary
                serve = _adapt(lambda data, context: stream(iter((data,)), context), in_loop=self._in_loop)
                found = grpc.unary_unary_rpc_method_handler(serve, response_serializer=found.response_serializer)
            self._known[method] = found
        return self._known[method]


def _adapt(behave: Callable[[bytes, Any], bytes], *, in_loop: bool) -> Callable[[bytes, Any], Any]:
    async def serve(data: bytes, context: Any) -> bytes:
        return behave(data, _Context(context))

    return serve if in_loop else lambda data, context: behave(data, _Context(context))


class _Context:
    """What the boundary asks of a context, answered by the asynchronous server's."""

    def __init__(self, context: Any) -> None:
        self._cancelled: Callable[[], bool] | None = getattr(context, "cancelled", None)
        self.invocation_metadata = context.invocation_metadata
        self.peer = context.peer
        self.auth_context = context.auth_context
        self.set_trailing_metadata = context.set_trailing_metadata
        self.time_remaining = context.time_remaining

    def is_active(self) -> bool:
        """Tell whether the caller still waits."""
        return self._cancelled is None or not self._cancelled()

    def abort_with_status(self, status: Any) -> None:
        """Fail: the load makes no call that is refused."""
        raise RuntimeError(status.details)


if __name__ == "__main__":
    main()
