"""Metrics of calls, named as gRFC A66 has them.

Owns: the registry of one process. Never: labels with anything a caller chose; sums over processes (workers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

_BUCKETS = (0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class RpcMetrics:
    """Counts calls and their durations by method and status."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._durations = Histogram(
            "grpc_server_call_duration_seconds",
            "How long calls took in the handler.",
            ["grpc_method", "grpc_status"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._overrides = Counter(
            "mintmark_claim_overrides",
            "Registered claims that a template or flow overrode, in tokens issued.",
            ["claim"],
            registry=self._registry,
        )
        self._children: dict[tuple[str, str, str], Histogram] = {}

    def observe(self, service: str, method: str, status: str, seconds: float) -> None:
        """Count one call."""
        key = (service, method, status)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self._durations.labels(f"{service}/{method}", status)
        child.observe(seconds)

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


class _Commits(Collector):
    def __init__(self, read: Callable[[], tuple[int, int]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        commits, intents = self._read()
        yield CounterMetricFamily("mintmark_commits", "Durable commits of the database.", value=commits)
        yield CounterMetricFamily("mintmark_committed_intents", "What was stored in these commits.", value=intents)
