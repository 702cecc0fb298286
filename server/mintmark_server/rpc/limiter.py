"""Rate limits for callers that have nothing but a subject's secret.

Owns: a token bucket per method and peer, and per method and key or session. Never: limits for credentials; state beyond this process.

The buckets stand in order of their last use, and where there are too many the one that was used least recently goes: each call costs the
same, however many others call. Who wants a bucket forgotten has to use as many others first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import timedelta
from typing import Final

from mintmark_server.errors import Reason, Unavailable

RATE_PER_SECOND: Final = 50.0
BURST: Final = 200.0
MAX_BUCKETS: Final = 10_000


class RateLimiter:
    """Counts calls."""

    def __init__(self, *, rate: float = RATE_PER_SECOND, burst: float = BURST) -> None:
        self._rate = rate
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def check(self, method: str, who: str, *, now: float) -> None:
        """Count a call of a peer, a key or a session; `now` is monotonic seconds. Raises: Unavailable RATE_LIMITED."""
        key = (method, _host(who))
        with self._lock:
            level, at = self._buckets.pop(key, (self._burst, now))
            level = min(self._burst, level + (now - at) * self._rate)
            refused = level < 1
            self._buckets[key] = (level if refused else level - 1, now)
            if len(self._buckets) > MAX_BUCKETS:
                self._buckets.popitem(last=False)
        if refused:
            wait = timedelta(seconds=(1 - level) / self._rate)
            raise Unavailable(Reason.RATE_LIMITED, "Too many calls; wait a little.", retry_after=wait)


def _host(peer: str) -> str:
    """Return a peer without its port, e.g. `ipv4:127.0.0.1`."""
    return peer.rpartition(":")[0] if peer.startswith(("ipv4:", "ipv6:")) else peer
