"""Metrics of calls, named as gRFC A66 has them.

Owns: the registry of one server. Never: labels with anything a caller chose.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

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

    def print(self) -> str:
        """Return all metrics as text (Prometheus exposition format)."""
        return generate_latest(self._registry).decode()
