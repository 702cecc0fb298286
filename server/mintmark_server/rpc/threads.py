"""Threads that serve calls, however long callers take to send and to read, and the disk to flush.

Owns: `CallThreads`, the executor of the gRPC server, and `Waits`, the calls whose thread waits. Never: what a call does.

A call holds a thread from its first byte on, also while its message is still on its way, or never comes: as many such calls as there are
threads, which cost nobody anything and need no credential, would stop the service. So

1. while a thread waits for a caller, or serves a stream, another one serves calls in its place;
2. a wait for a caller has an end;
3. where too many wait, the call that waits longest ends, so that there is always room for one that has just come;
4. threads that wait for a commit are replaced too, up to a number: others are served meanwhile, and more share the next commit (ADR 26).

Threads that are not needed any more rest and are used again: each keeps what it opened, as a connection to the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, Final

import grpc

LONGEST_WAIT_SECONDS: Final = 20.0
"""For a call's message, and for a caller that is given something without a credential."""
MAX_WAITS: Final = 64
"""Calls that wait for their callers at a time."""
MAX_REPLACED: Final = 56
"""Threads that are replaced while they wait for a commit: more make no commit larger."""
LOOK_SECONDS: Final = 0.1
"""How often it is looked which threads wait; most messages are there at once, and no look finds them."""


class Waits:
    """The calls of a process that wait for their callers. Safe for threads."""

    def __init__(self, *, most: int = MAX_WAITS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: dict[grpc.ServicerContext, float] = {}
        self._streams = 0
        self.count_storing: Callable[[], int] = int
        """Returns how many threads wait for a commit: none, unless a store can say it."""

    def receive(self, messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes | None:
        """Return a call's message, None where the caller sends none. Raises: grpc.RpcError when the call is over."""
        self._enter(context)
        try:
            return next(messages, None)
        finally:
            self._leave(context)

    @contextmanager
    def waiting(self, context: grpc.ServicerContext) -> Iterator[None]:
        """Do what waits for a caller again and again; it has the time of one wait for all."""
        self._enter(context)
        try:
            yield
        finally:
            self._leave(context)

    @contextmanager
    def streaming(self) -> Iterator[None]:
        """Serve a stream, whose number is bounded elsewhere: it may wait as long as it likes."""
        with self._lock:
            self._streams += 1
        try:
            yield
        finally:
            with self._lock:
                self._streams -= 1

    def count(self, *, now: float) -> int:
        """Return how many threads are there for their callers alone; what has just begun to wait is left out."""
        with self._lock:
            return self._streams + sum(now - since >= LOOK_SECONDS for since in self._waiting.values())

    def end_overdue(self, *, now: float) -> None:
        """End the calls that have waited too long."""
        with self._lock:
            overdue = [context for context, since in self._waiting.items() if now - since >= LONGEST_WAIT_SECONDS]
        for context in overdue:
            context.cancel()

    def _enter(self, context: grpc.ServicerContext) -> None:
        longest: grpc.ServicerContext | None = None
        with self._lock:
            if len(self._waiting) >= self._most:
                longest = next(iter(self._waiting))
                del self._waiting[longest]
            self._waiting[context] = time.monotonic()
        if longest is not None:
            longest.cancel()

    def _leave(self, context: grpc.ServicerContext) -> None:
        with self._lock:
            self._waiting.pop(context, None)


_Work = tuple["futures.Future[Any]", Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class CallThreads(futures.Executor):
    """So many threads for calls, and one for each that waits besides."""

    def __init__(self, count: int, waits: Waits) -> None:
        self._count = count
        self._waits = waits
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._woken: SimpleQueue[bool] = SimpleQueue()
        self._lock = threading.Lock()
        self.serving = 0
        """Threads that take work, or are at it."""
        self._resting = 0
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to serve."""
        self._resize(self._count)
        threading.Thread(target=self._look, name="grpc-look", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> futures.Future[Any]:
        """Have a call served. Raises: RuntimeError after the end."""
        if self._ended.is_set():
            raise RuntimeError("No more calls are served.")
        future: futures.Future[Any] = futures.Future()
        self._work.put((future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (the library's signature)
        """End the threads, each as soon as it is done with what it serves; nobody waits for them."""
        with self._lock:
            self._ended.set()
            while cancel_futures and not self._work.empty():
                work = self._work.get()
                if work is not None:
                    work[0].cancel()
            for _ in range(self.serving):
                self._work.put(None)
            for _ in range(self._resting):
                self._woken.put(False)

    def _look(self) -> None:
        replaced = 0
        while not self._ended.wait(LOOK_SECONDS):
            now = time.monotonic()
            self._waits.end_overdue(now=now)
            # Each look finds another number, since a commit is over soon: what was needed once goes slowly.
            replaced = min(MAX_REPLACED, max(self._waits.count_storing(), replaced - 1))
            self._resize(self._count + self._waits.count(now=now) + replaced)

    def _resize(self, wanted: int) -> None:
        """Have so many threads serve: those that are missing are woken, or made; those that are too many rest."""
        with self._lock:
            if self._ended.is_set():
                return
            for _ in range(self.serving, wanted):
                if self._resting:
                    self._resting -= 1
                    self._woken.put(True)
                else:
                    threading.Thread(target=self._serve, name="grpc", daemon=True).start()
            for _ in range(wanted, self.serving):
                self._resting += 1
                self._work.put(None)
            self.serving = wanted

    def _serve(self) -> None:
        while True:
            work = self._work.get()
            if work is not None:
                _do(*work)
                del work
            elif self._ended.is_set() or not self._woken.get():
                return


def _do(future: futures.Future[Any], fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001  (whoever asks the future is told)
        future.set_exception(error)
    else:
        future.set_result(result)
