"""Streams at once: how many there may be, and how many of one caller.

Owns: counting them. Never: what they say.

Each holds a thread, besides those that serve calls.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from mintmark_server.errors import Reason, Unavailable

MAX_STREAMS: Final = 16
MAX_STREAMS_OF_CALLER: Final = 4
"""So that no caller takes all of them."""
_RETRY_AFTER: Final = timedelta(seconds=1)


class Streams:
    """Those of one process. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_caller: Counter[str] = Counter()

    @contextmanager
    def of(self, caller: str) -> Iterator[None]:
        """Count a stream of a caller as long as it lasts. Raises: Unavailable RATE_LIMITED."""
        with self._lock:
            if self._by_caller[caller] >= MAX_STREAMS_OF_CALLER or self._by_caller.total() >= MAX_STREAMS:
                raise Unavailable(Reason.RATE_LIMITED, "There are too many streams at once.", retry_after=_RETRY_AFTER)
            self._by_caller[caller] += 1
        try:
            yield
        finally:
            with self._lock:
                self._by_caller[caller] -= 1
                self._by_caller += Counter()  # Forgets those without any.
