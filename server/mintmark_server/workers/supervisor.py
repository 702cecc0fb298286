"""The supervisor: one process that serves HTTP, does the maintenance, and looks after the workers.

Owns: starting, restarting, draining and reaping workers; the service's health and metrics as one. Never: gRPC objects, calls.

1. The address is reserved, so that another service can't take it while no worker listens, and a taken one is told before anything starts.
2. All workers start. One that can't before the service has served stops it: the cause is told once, and nothing is tried again.
3. A worker that ends later is replaced, after a pause that doubles from 0.1 to 30 s for one that keeps ending.
4. SIGTERM and SIGINT: not ready any more, all workers drain, then HTTP ends. What takes longer than the drain time is killed.
5. If this process is killed, the workers notice (pipe, and a signal on Linux) and drain by themselves.
"""

from __future__ import annotations

import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from mintmark_server.app import Components
from mintmark_server.config import Settings, split_address
from mintmark_server.keys.keyring import KeySet
from mintmark_server.rpc.logs import log
from mintmark_server.rpc.metrics import print_metrics
from mintmark_server.serving import Addresses, HttpSide, Maintenance, ServiceError, check_free, family_of, join_address
from mintmark_server.wellknown.application import NotReadyError
from mintmark_server.workers.pipe import Pipe
from mintmark_server.workers.process import State, WorkerPlace
from mintmark_server.workers.totals import Totals
from mintmark_server.workers.worker import DRAIN_MARGIN_SECONDS

_METRICS_SECONDS: Final = 1.0
"""How long a scrape waits for workers; one that is busier counts as last seen."""
_LONGEST_WAIT_SECONDS: Final = 1.0


class Supervisor:
    """Runs a service of several workers. All but what HTTP asks happens in the thread that calls `run`."""

    def __init__(self, components: Components, settings: Settings) -> None:
        """Bind both addresses. Raises: ServiceError."""
        self._components = components
        self._settings = settings
        check_free(settings.grpc_address)
        self._reserved = _reserve(settings.grpc_address)
        host = split_address(settings.grpc_address)[0]
        address = join_address(host, self._reserved.getsockname()[1])
        worker_settings = replace(settings, grpc_address=address)
        self._places = [WorkerPlace(number, worker_settings) for number in range(1, settings.worker_count + 1)]
        self._published = _PublishedService(components, self._places)
        try:
            self._http = HttpSide(self._published, settings)
        except ServiceError:
            self._reserved.close()
            raise
        self._maintenance = Maintenance(components)
        self._selector = selectors.DefaultSelector()
        self._has_served = False
        self._kill_at: float | None = None
        self.addresses = Addresses(address, self._http.address)

    def run(self, *, announce: Callable[[], None], draining: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT. Raises: ServiceError when the first workers can't start."""
        woken, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        stops: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: stops.append(number))
        self._selector.register(woken, selectors.EVENT_READ, None)
        try:
            while True:
                if stops and self._kill_at is None:
                    draining()
                    self._drain()
                if self._kill_at is not None and all(place.state is State.GONE for place in self._places):
                    break
                self._start_due()
                for key, _ in self._selector.select(self._next_wait()):
                    if key.data is None:
                        woken.recv(64)
                    else:
                        self._hear(key.data)
                if not self._has_served and self._kill_at is None and all(place.state is State.SERVING for place in self._places):
                    self._has_served = True
                    self._http.start()
                    self._maintenance.start()
                    announce()
        finally:
            signal.set_wakeup_fd(-1)
            self._end()
            self._selector.close()
            woken.close()
            waker.close()

    def _start_due(self) -> None:
        now = time.monotonic()
        if self._kill_at is not None:
            if now >= self._kill_at:
                for place in self._places:
                    place.kill()
            return
        for place in self._places:
            if place.state is State.GONE and place.starts_at <= now:
                self._selector.register(place.start(), selectors.EVENT_READ, place)

    def _next_wait(self) -> float:
        now = time.monotonic()
        due = [place.starts_at for place in self._places if place.state is State.GONE and self._kill_at is None]
        return max(0.0, min([_LONGEST_WAIT_SECONDS, *(at - now for at in due)]))

    def _hear(self, place: WorkerPlace) -> None:
        pipe = place.pipe
        assert pipe is not None
        messages = pipe.receive()
        if messages is None:
            self._note_end(place, pipe)
            return
        for message in messages:
            if "serving" in message:
                place.note_serving(time.monotonic())
                if self._has_served:
                    log.info("worker serves again", number=place.number)
            elif "failed" in message:
                place.failure = message["failed"]
            else:
                self._published.take_metrics(place.number, message["metrics"])

    def _note_end(self, place: WorkerPlace, pipe: Pipe) -> None:
        self._selector.unregister(pipe)
        code = place.note_end(time.monotonic())
        self._published.note_end(place.number)
        if self._kill_at is not None:
            return
        if not self._has_served:
            raise ServiceError(place.failure or f"Worker {place.number} ended while it started (exit code {code}).")
        place.restarts += 1
        pause = round(place.starts_at - time.monotonic(), 1)
        log.error("worker ended", number=place.number, exit_code=code, cause=place.failure, starts_again_in_seconds=pause)

    def _drain(self) -> None:
        self._components.stopping.set()
        self._kill_at = time.monotonic() + self._settings.drain_seconds + DRAIN_MARGIN_SECONDS
        for place in self._places:
            place.terminate()

    def _end(self) -> None:
        self._components.stopping.set()
        for place in self._places:
            place.kill()
            if place.pipe is not None:
                place.note_end(time.monotonic())
        self._http.stop()
        self._maintenance.join()
        self._reserved.close()
        self._components.store.close()


class _PublishedService:
    """What HTTP shows: records from the store, health and metrics of all workers as one."""

    def __init__(self, components: Components, places: list[WorkerPlace]) -> None:
        self._components = components
        self._places = places
        self._totals = Totals()
        self._missing: set[int] = set()
        self._changed = threading.Condition()
        self._scrape = threading.Lock()

    def key_set(self, project_id: str) -> KeySet:
        """Return a project's key set. Raises: NotFound."""
        return self._components.key_set(project_id)

    def issuer_url(self, project_id: str) -> str:
        """Return a project's URL."""
        return self._components.issuer_url(project_id)

    def check_ready(self) -> None:
        """Check that the store answers, and at least one worker serves. Raises: NotReadyError, MintmarkError."""
        self._components.check_ready()
        if all(place.state is not State.SERVING for place in self._places):
            raise NotReadyError("NO_WORKER_SERVES")

    def print_metrics(self) -> str:
        """Ask all workers, and return the sums as text."""
        with self._scrape, self._changed:
            self._missing = {place.number for place in self._places if place.ask_metrics()}
            self._changed.wait_for(lambda: not self._missing, timeout=_METRICS_SECONDS)
            metrics: list[Metric] = [*self._totals.collect()]
        serving = sum(place.state is State.SERVING for place in self._places)
        restarts = sum(place.restarts for place in self._places)
        metrics.append(GaugeMetricFamily("mintmark_workers", "Workers that serve.", value=serving))
        metrics.append(CounterMetricFamily("mintmark_worker_restarts", "Workers that ended, and were replaced.", value=restarts))
        return print_metrics(metrics)

    def take_metrics(self, number: int, figures: list[list[object]]) -> None:
        """Take what a worker told."""
        with self._changed:
            self._totals.update(number, figures)
            self._note(number)

    def note_end(self, number: int) -> None:
        """Keep the figures of a worker that ended."""
        with self._changed:
            self._totals.end(number)
            self._note(number)

    def _note(self, number: int) -> None:
        self._missing.discard(number)
        self._changed.notify_all()


def _reserve(address: str) -> socket.socket:
    """Return a socket that is bound to an address and never listens: the workers share it, nobody else can have it.

    Raises: ServiceError.
    """
    host, port = split_address(address)
    reserved = socket.socket(family_of(host), socket.SOCK_STREAM)
    try:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        reserved.bind((host, port))
    except OSError as error:
        reserved.close()
        raise ServiceError(f"The gRPC address {address} can't be bound: {error.strerror}.") from error
    return reserved
