"""The time.

Owns: the only reading of the system's clock. `now` is read once per request and passed down.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""

    def elapsed(self) -> timedelta:
        """Return how long it has been since some moment of this process: it only grows, whatever happens to `now`."""


class SystemClock:
    """The system's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)

    def elapsed(self) -> timedelta:
        """Return how long it has been since some moment of this process."""
        return timedelta(seconds=time.monotonic())
