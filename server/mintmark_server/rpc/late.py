"""Answers that are known before what they tell is durable: sent by whoever makes it durable.

Owns: handling a call whose commits are held back, handing answer and commits over together, and the one place that reaches into grpcio's
server, to send an answer after the call's thread has gone on to others. Never: which methods are answered so (policy), what an error says
(boundary).

A thread that waits for the disk to flush would be woken for nothing but to send what was ready before. So it does not wait (ADR 26):

1. The handler runs while its commits are held back, which leaves nothing to be done after them.
2. All of them are one intent, committed with whatever waits at the same time. The thread is free.
3. Whoever committed tells: the answer is sent, or the refusal.
4. Where another call was faster (Conflict), the handler runs anew, in the thread that tells.

grpcio has no interface for the third step, so its layout is proven when this is imported. Where it is another one, the thread waits.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import grpc

from mintmark_server.errors import Conflict, MintmarkError
from mintmark_server.storage.deferring import DeferringStore

_ATTEMPTS: Final = 64
"""Calls on one record that may overtake one another, over all processes; each round at least one of them is done."""

Finish = Callable[[bytes, Exception | None], None]
"""Ends a call with its answer, or with an error. It must not raise."""


class LateAnswers:
    """Handles calls without waiting for what they store."""

    def __init__(self, store: DeferringStore) -> None:
        self._store = store

    def handle(self, handle: Callable[[], bytes], finish: Finish) -> bytes | None:
        """Return the answer of a call that stores nothing; None for another: `finish` ends it, maybe before this returns.

        Raises: what handling raises, where it stored nothing.
        """
        late = _LateAnswer(self._store, handle, finish)
        if late.handle():
            return None
        return late.answer


class _LateAnswer:
    """The answer of one call, or its refusal, on its way."""

    __slots__ = ("_attempts", "_finish", "_handle", "_store", "answer", "refusal")

    def __init__(self, store: DeferringStore, handle: Callable[[], bytes], finish: Finish) -> None:
        self._store = store
        self._handle = handle
        self._finish = finish
        self._attempts = 0
        self.answer = b""
        self.refusal: MintmarkError | None = None

    def handle(self) -> bool:
        """Handle the call; tell whether anything is to be stored, which was handed over then."""
        self._attempts += 1
        self.refusal = None
        # 1
        with self._store.deferred() as collected:
            try:
                self.answer = self._handle()
            except MintmarkError as error:
                if not collected.intents:
                    raise
                # What a refusal stores, as the end of a session, is stored.
                self.refusal = error
        if not collected.intents:
            return False
        # 2
        self._store.commit_later(collected.join(), self._tell)
        return True

    def _tell(self, error: Exception | None) -> None:
        # 4
        if isinstance(error, Conflict) and self._attempts < _ATTEMPTS:
            try:
                if self.handle():
                    return
                error = None
            except Exception as again:  # noqa: BLE001  (told)
                error = again
        # 3
        self._finish(self.answer, error or self.refusal)


class AnsweredLaterError(Exception):
    """Ends a handler whose answer comes later."""


class _LaterErrors:
    """Equals any `AnsweredLaterError`: among the errors that grpcio knows of a call, it says that nothing is to be done about one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnsweredLaterError)

    __hash__ = None  # type: ignore[assignment]


def leave(context: grpc.ServicerContext) -> AnsweredLaterError:
    """Return what a unary handler raises in place of an answer, where `send` answers."""
    inner: Any = context
    inner._state.rpc_errors.append(_LATER_ERRORS)
    return AnsweredLaterError()


def send(context: grpc.ServicerContext, answer: bytes | None) -> None:
    """Send the answer of a call whose thread has left it, or None and the status that the context has; from any thread."""
    inner: Any = context
    _server._status(inner._rpc_event, inner._state, answer)


def can_leave(context: grpc.ServicerContext) -> bool:
    """Tell whether the thread may leave a call: only grpcio's own contexts of the layout that is known."""
    return _IS_KNOWN and context.__class__ is _server._Context


class _Probe:
    """Stands for a call to prove the layout with, and notes what is sent."""

    def __init__(self) -> None:
        self.call = self
        self.sent: list[str] = []

    def start_server_batch(self, operations: Iterable[Any], _tag: object) -> None:
        self.sent += [operation.__class__.__name__ for operation in operations]


def is_known(server: Any) -> bool:
    """Tell whether grpcio's server does what is relied upon: nothing when a handler is left, and one batch for an answer."""
    contexts: list[Any] = []

    def behave(_request: object, context: grpc.ServicerContext) -> None:
        contexts.append(context)
        raise leave(context)

    try:
        probe, state = _Probe(), server._RPCState()
        left = server._call_behavior(probe, state, behave, None, None)
        (context,) = contexts
        if left != (None, False) or probe.sent or context.__class__ is not server._Context:
            return False
        server._status(context._rpc_event, context._state, b"answer")
    except Exception:  # noqa: BLE001  (any other layout is none that is known)
        return False
    return sorted(probe.sent) == ["SendInitialMetadataOperation", "SendMessageOperation", "SendStatusFromServerOperation"]


_LATER_ERRORS: Final = _LaterErrors()
_server: Final[Any] = importlib.import_module("grpc._server")
_IS_KNOWN: Final = is_known(_server)
