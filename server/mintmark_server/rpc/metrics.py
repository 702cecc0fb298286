"""Metrics of calls, named as gRFC A66 has them.

Owns: the registry of one process. Never: labels with anything a caller chose; sums over processes (workers).
"""

from __future__ import annotations

import math
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

_BUCKETS = (0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class RpcMetrics:
    """Counts calls and their durations by method and status."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._durations: dict[tuple[str, str, str], _Durations] = {}
        self._registry.register(_Calls(self._durations))
        self._overrides = Counter(
            "mintmark_claim_overrides",
            "Registered claims that a template or flow overrode, in tokens issued.",
            ["claim"],
            registry=self._registry,
        )

    def observe(self, service: str, method: str, status: str, seconds: float) -> None:
        """Count one call."""
        key = (service, method, status)
        found = self._durations.get(key)
        if found is None:
            found = self._durations.setdefault(key, _Durations())
        found.add(seconds)

    def count_override(self, claim: str) -> None:
        """Count the use of an override; `claim` is one of the few that may be overridden."""
        self._overrides.labels(claim).inc()

    def follow_commits(self, read: Callable[[], tuple[int, int]]) -> None:
        """Show the store's commits, and what was stored in them, as `read` counts them."""
        self._registry.register(_Commits(read))

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics as they are now."""
        return iter(self._registry.collect())

    def print(self) -> str:
        """Return all metrics as text (Prometheus exposition format)."""
        return print_metrics(self.collect())


def print_metrics(metrics: Iterable[Metric]) -> str:
    """Return metrics as text (Prometheus exposition format)."""
    registry = CollectorRegistry()
    registry.register(_Collected(list(metrics)))
    return generate_latest(registry).decode()


class _Collected(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        return iter(self._metrics)


class _Durations:
    """Calls of one method and status by how long they took: the library's histogram, at a third of its cost."""

    __slots__ = ("_counts", "_lock", "_sum")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = [0] * (len(_BUCKETS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Count a call."""
        place = bisect_left(_BUCKETS, seconds)
        with self._lock:
            self._counts[place] += 1
            self._sum += seconds

    def read(self) -> tuple[list[tuple[str, float]], float]:
        """Return (bound, calls up to it) of each bucket, and the sum of seconds."""
        with self._lock:
            counts, total = list(accumulate(self._counts)), self._sum
        return [(floatToGoString(bound), count) for bound, count in zip((*_BUCKETS, math.inf), counts, strict=True)], total


class _Calls(Collector):
    def __init__(self, durations: dict[tuple[str, str, str], _Durations]) -> None:
        self._durations = durations

    def collect(self) -> Iterator[Metric]:
        family = HistogramMetricFamily(
            "grpc_server_call_duration_seconds", "How long calls took in the handler.", labels=["grpc_method", "grpc_status"]
        )
        for (service, method, status), durations in list(self._durations.items()):
            buckets, total = durations.read()
            family.add_metric([f"{service}/{method}", status], buckets, total)
        yield family


class _Commits(Collector):
    def __init__(self, read: Callable[[], tuple[int, int]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        commits, intents = self._read()
        yield CounterMetricFamily("mintmark_commits", "Durable commits of the database.", value=commits)
        yield CounterMetricFamily("mintmark_committed_intents", "What was stored in these commits.", value=intents)
