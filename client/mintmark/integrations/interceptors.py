"""Tokens of gRPC calls, for servers in Python.

Owns: interceptors that ask each call for a token that holds, and `current_token`. Never: verifying (verify); permissions, which a servicer
asks the token for.

    server = grpc.server(pool, interceptors=[TokenInterceptor(verifier)])           # or grpc.aio.server and AsyncTokenInterceptor

    def GetOrder(self, request, context):
        token = current_token()

A call without a token, or with one that does not hold, ends UNAUTHENTICATED, with the reason in the trailing metadata `mintmark-refusal`;
UNAVAILABLE where the key set can't be had. `open_methods` (`/package.Service/Method`) are called without a token, e.g. health.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextvars import ContextVar, copy_context
from typing import Any, Final

import grpc

from mintmark.refusals import RefusalReason, TokenRefusedError
from mintmark.verified import VerifiedToken
from mintmark.verify import Verifier

REFUSAL_METADATA: Final = "mintmark-refusal"
_TOKEN: Final[ContextVar[VerifiedToken]] = ContextVar("mintmark_token")


def current_token() -> VerifiedToken:
    """Return the token of the call that is being served. Raises: LookupError outside of one."""
    return _TOKEN.get()


class TokenInterceptor(grpc.ServerInterceptor):  # type: ignore[type-arg]
    """For `grpc.server`. Tokens are verified where the call is served, so that a key set is waited for by nobody else."""

    def __init__(self, verifier: Verifier, *, open_methods: Collection[str] = ()) -> None:
        self._verifier = verifier
        self._open_methods = frozenset(open_methods)

    def intercept_service(self, continuation: Callable[[Any], Any], handler_call_details: Any) -> Any:
        """Return the handler, asking for a token first."""
        handler = continuation(handler_call_details)
        if handler is None or handler_call_details.method in self._open_methods:
            return handler
        behaviour = _behaviour(handler)

        def answer(request: Any, context: Any) -> Any:
            scope = self._enter(context)
            return scope.run(behaviour, request, context)

        def answers(request: Any, context: Any) -> Iterator[Any]:
            scope = self._enter(context)
            produced = iter(scope.run(behaviour, request, context))
            while True:
                try:
                    item = scope.run(next, produced)
                except StopIteration:
                    return
                yield item

        return _rebuild(handler, answers if handler.response_streaming else answer)

    def _enter(self, context: Any) -> Any:
        """Verify the call's token; return a context of variables in which it is the current one."""
        try:
            token = self._verifier.verify(_find(context))
        except TokenRefusedError as error:
            context.set_trailing_metadata(_trailer(error))
            context.abort(_status(error), str(error))
        scope = copy_context()
        scope.run(_TOKEN.set, token)
        return scope


class AsyncTokenInterceptor(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """For `grpc.aio.server`, whose handlers are asynchronous; the event loop never waits for a key set."""

    def __init__(self, verifier: Verifier, *, open_methods: Collection[str] = ()) -> None:
        self._verifier = verifier
        self._open_methods = frozenset(open_methods)

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any) -> Any:
        """Return the handler, asking for a token first. Raises: TypeError for a handler that is not asynchronous."""
        handler = await continuation(handler_call_details)
        if handler is None or handler_call_details.method in self._open_methods:
            return handler
        behaviour = _behaviour(handler)
        if not inspect.iscoroutinefunction(behaviour) and not inspect.isasyncgenfunction(behaviour):
            raise TypeError(f"The handler of {handler_call_details.method} is not asynchronous.")

        async def answer(request: Any, context: Any) -> Any:
            await self._enter(context)
            return await behaviour(request, context)

        async def answers(request: Any, context: Any) -> AsyncIterator[Any]:
            await self._enter(context)
            produced = behaviour(request, context)
            if not inspect.isasyncgen(produced):
                await produced  # It writes to the context.
                return
            async for item in produced:
                yield item

        return _rebuild(handler, answers if handler.response_streaming else answer)

    async def _enter(self, context: Any) -> None:
        """Verify the call's token and make it the current one; the call's task ends with the call."""
        try:
            token = await self._verifier.verify_async(_find(context))
        except TokenRefusedError as error:
            context.set_trailing_metadata(_trailer(error))
            await context.abort(_status(error), str(error))
            raise
        _TOKEN.set(token)


def _find(context: Any) -> str:
    """Return a call's bearer token. Raises: TokenRefusedError where there is none, or several."""
    given = [str(value) for name, value in context.invocation_metadata() or () if name == "authorization"]
    scheme, _, text = (given[0] if len(given) == 1 else "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefusedError(RefusalReason.MALFORMED, "The call needs one bearer token.")
    return text.strip()


def _status(error: TokenRefusedError) -> grpc.StatusCode:
    unavailable = error.reason is RefusalReason.KEYS_UNAVAILABLE
    return grpc.StatusCode.UNAVAILABLE if unavailable else grpc.StatusCode.UNAUTHENTICATED


def _trailer(error: TokenRefusedError) -> tuple[tuple[str, str], ...]:
    return ((REFUSAL_METADATA, error.reason.value),)


def _behaviour(handler: Any) -> Callable[..., Any]:
    """Return the one function of a handler's four that is there."""
    found: Callable[..., Any] = handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
    return found


def _rebuild(handler: Any, behaviour: Callable[..., Any]) -> Any:
    """Return a handler of the same form with another behaviour."""
    makers = {
        (False, False): grpc.unary_unary_rpc_method_handler,
        (False, True): grpc.unary_stream_rpc_method_handler,
        (True, False): grpc.stream_unary_rpc_method_handler,
        (True, True): grpc.stream_stream_rpc_method_handler,
    }
    make: Callable[..., Any] = makers[handler.request_streaming, handler.response_streaming]
    return make(behaviour, request_deserializer=handler.request_deserializer, response_serializer=handler.response_serializer)
