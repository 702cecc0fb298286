"""Load: many calls of one method, each answer checked, from this process or from h2load.

Owns: closed loops (so many in flight), a paced loop that keeps each call's latency, streams. Never: what the figures mean.

h2load counts a refused call as done, since gRPC's errors are HTTP answers with status 200: so the bytes of all answers together are
compared with those of as many right ones.
"""

from __future__ import annotations

import gc
import itertools
import re
import shutil
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import grpc

T = TypeVar("T")
_H2LOAD: Final = shutil.which("h2load")
CLIENTS: Final = 8
STREAMS_EACH: Final = 4
_PACED_IN_FLIGHT: Final = 224
"""When calls come at a rate: less than what a server takes at once (`max_concurrent_calls`)."""
_TRAFFIC = re.compile(r"\((\d+)\) data\s*$", re.MULTILINE)
_DONE = re.compile(r"requests: (\d+) total, \d+ started, (\d+) done, (\d+) succeeded")
_FINISHED = re.compile(r"finished in ([\d.]+)(m?s)")


def describe_load() -> str:
    """Return what the load of repeated calls comes from, and what that does to the figures."""
    if _H2LOAD is not None:
        return "load from h2load"
    return "load from the bench's own client, which a server of empty calls waits for, so that ratios to them are lower"


class LoadError(Exception):
    """An answer that is not the right one: the figures would mean nothing."""


class Load:
    """Calls one server with one credential."""

    def __init__(self, target: str, credential: str) -> None:
        self.target = target
        self.metadata = (("authorization", f"Bearer {credential}"),)
        self._credential = credential
        # Channels share one connection otherwise, and a second worker would get none of the load.
        options = [("grpc.use_local_subchannel_pool", 1)]
        self._channels = [grpc.insecure_channel(target, options) for _ in range(CLIENTS)]
        for channel in self._channels:
            grpc.channel_ready_future(channel).result(timeout=10)

    def close(self) -> None:
        """Close the connections."""
        for channel in self._channels:
            channel.close()

    def call(self, method: str, request: bytes) -> bytes:
        """Call once."""
        answer: bytes = self._channels[0].unary_unary(method)(request, metadata=self.metadata, timeout=60)
        return answer

    def repeat(self, method: str, request: bytes, count: int, *, in_flight: int = CLIENTS * STREAMS_EACH) -> float:
        """Call the same `count` times, so many at once; return seconds. Raises: LoadError."""
        if _H2LOAD is None:
            return self.spread(method, itertools.repeat(request, count), in_flight=in_flight, bytes_each=len(self.call(method, request)))
        return self._h2load(method, request, count, clients=min(CLIENTS, in_flight), streams=max(1, in_flight // CLIENTS))

    def spread(self, method: str, requests: Iterator[bytes], *, in_flight: int, bytes_each: int = 0) -> float:
        """Call with each request, so many at once, over all connections; return seconds. Raises: LoadError."""
        calls = [channel.unary_unary(method) for channel in self._channels]
        free = threading.Semaphore(in_flight)
        wrong: list[str] = []
        pending: list[Any] = []

        def done(future: Any) -> None:
            error = future.exception()
            if error is not None:
                wrong.append(str(error))
            elif bytes_each and len(future.result()) != bytes_each:
                wrong.append(f"{len(future.result())} bytes, not {bytes_each}")
            free.release()

        started = time.perf_counter()
        for call, request in zip(itertools.cycle(calls), requests, strict=False):
            free.acquire()
            future = call.future(request, metadata=self.metadata, timeout=60)
            future.add_done_callback(done)
            pending.append(future)
            if len(pending) > 4 * in_flight:
                pending = [future for future in pending if not future.done()]
        for _ in range(in_flight):
            free.acquire()
        if wrong:
            raise LoadError(f"{len(wrong)} calls went wrong: {wrong[0][:300]}")
        return time.perf_counter() - started

    def chains(self, method: str, states: Sequence[T], length: int, *, ask: Callable[[T], bytes], read: Callable[[bytes], T]) -> list[T]:
        """Call `length` times one after the other for each state, all states at once; return where each ended. Raises: LoadError.

        `ask` makes a call's request of a state, `read` the next state of its answer. A call's end begins the next, without a thread for
        each chain, so that the client takes little of its core.
        """
        calls = [channel.unary_unary(method) for channel in self._channels]
        ended: dict[int, T] = {}
        wrong: list[str] = []
        all_ended = threading.Event()

        def go_on(index: int, state: T, left: int) -> None:
            if not left:
                ended[index] = state
            if wrong or len(ended) == len(states):
                all_ended.set()
            elif left:
                future = calls[index % CLIENTS].future(ask(state), metadata=self.metadata, timeout=60)
                future.add_done_callback(lambda done: look(index, done, left))

        def look(index: int, done: Any, left: int) -> None:
            try:
                go_on(index, read(done.result()), left - 1)
            except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
                wrong.append(str(error))
                all_ended.set()

        for index, state in enumerate(states):
            go_on(index, state, length)
        all_ended.wait()
        if wrong:
            raise LoadError(f"A chain broke off: {wrong[0][:300]}")
        return [ended[index] for index in range(len(states))]

    def stream(self, method: str, request: bytes, count: int) -> int:
        """Send `count` messages over one stream; return how many bytes came back. Raises: LoadError."""
        answers = self._channels[0].stream_stream(method)(itertools.repeat(request, count), metadata=self.metadata, timeout=120)
        sizes = [len(answer) for answer in answers]
        if len(sizes) != count:
            raise LoadError(f"{len(sizes)} answers to {count} messages")
        return sum(sizes)

    def latencies(self, method: str, request: bytes, *, rate: float, seconds: float) -> list[float]:
        """Call evenly at a fixed rate, whether answers came or not; return milliseconds of each call from when it was due.

        h2load would send in bursts, one each 10 ms and connection, whose calls wait for one another. This process collects no garbage
        meanwhile: that takes tens of milliseconds, which every call would seem to take that is due then. Raises: LoadError.
        """
        calls = [channel.unary_unary(method) for channel in self._channels]
        found: list[float] = []
        wrong: list[str] = []
        free = threading.Semaphore(_PACED_IN_FLIGHT)

        def note(future: Any, due: float) -> None:
            found.append((time.perf_counter() - due) * 1e3)
            if future.exception() is not None:
                wrong.append(str(future.exception()))
            free.release()

        gc.collect()
        gc.disable()
        begun = time.perf_counter()
        for number, call in zip(range(int(rate * seconds)), itertools.cycle(calls), strict=False):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            free.acquire()
            call.future(request, metadata=self.metadata, timeout=60).add_done_callback(partial(note, due=due))
        for _ in range(_PACED_IN_FLIGHT):
            free.acquire()
        gc.enable()
        if wrong:
            raise LoadError(f"{len(wrong)} calls went wrong: {wrong[0][:300]}")
        return found

    def _h2load(self, method: str, request: bytes, count: int, *, clients: int, streams: int) -> float:
        assert _H2LOAD is not None
        expected = (5 + len(self.call(method, request))) * count
        with tempfile.TemporaryDirectory() as folder:
            body = Path(folder) / "body"
            body.write_bytes(b"\0" + struct.pack(">I", len(request)) + request)
            headers = ["content-type: application/grpc", "te: trailers", f"authorization: Bearer {self._credential}"]
            command = [_H2LOAD, f"--requests={count}", f"--clients={clients}", f"--max-concurrent-streams={streams}", f"--data={body}"]
            command += [*(f"--header={header}" for header in headers), f"http://{self.target}{method}"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        total, counted = _DONE.search(done.stdout), _TRAFFIC.search(done.stdout)
        finished = _FINISHED.search(done.stdout)
        if total is None or counted is None or finished is None or int(total[3]) != count or int(counted[1]) != expected:
            raise LoadError(f"h2load: {total and total[0]}, {counted and counted[1]} bytes of data, not {expected}")
        return float(finished[1]) / (1000 if finished[2] == "ms" else 1)
