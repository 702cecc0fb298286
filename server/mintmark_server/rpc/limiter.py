"""Rate limits for callers that have nothing but a subject's secret.

Owns: a token bucket per method and peer, and per method and key or session. Never: limits for credentials; state beyond this process.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Final

from mintmark_server.errors import Reason, Unavailable

RATE_PER_SECOND: Final = 50.0
BURST: Final = 200.0
_MAX_BUCKETS: Final = 10_000


class RateLimiter:
    """Counts calls; the buckets of peers that were quiet are forgotten."""

    def __init__(self, *, rate: float = RATE_PER_SECOND, burst: float = BURST) -> None:
        self._rate = rate
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def check(self, method: str, who: str, *, now: float) -> None:
        """Count a call of a peer, a key or a session; `now` is monotonic seconds. Raises: Unavailable RATE_LIMITED."""
        key = (method, _host(who))
        with self._lock:
            if len(self._buckets) >= _MAX_BUCKETS:
                self._buckets = {key: bucket for key, bucket in self._buckets.items() if now - bucket[1] < self._burst / self._rate}
            level, at = self._buckets.get(key, (self._burst, now))
            level = min(self._burst, level + (now - at) * self._rate)
            if level < 1:
                wait = timedelta(seconds=(1 - level) / self._rate)
                raise Unavailable(Reason.RATE_LIMITED, "Too many calls; wait a little.", retry_after=wait)
            self._buckets[key] = (level - 1, now)


def _host(peer: str) -> str:
    """Return a peer without its port, e.g. `ipv4:127.0.0.1`."""
    return peer.rpartition(":")[0] if peer.startswith(("ipv4:", "ipv6:")) else peer
